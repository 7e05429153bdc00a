# shellcheck shell=sh
# Read by cli/quickstart, tests/run and tests/fuzz/run, which have set top to the checkout: what has to be installed,
# and how a preset is built.

missing=

has() {
    command -v "$1" >/dev/null 2>&1
}

# need PACKAGE COMMAND...: the package is missing when the command fails. What counts is that the tool works, so a
# machine that has it from elsewhere needs no package manager.
need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

need_build_tools() {
    need gcc has gcc
    need g++ has g++
    need libc6-dev test -e /usr/include/stdlib.h
    need cmake has cmake
    need ninja-build has ninja
    need pkgconf has pkg-config
    need libyaml-dev pkg-config --exists yaml-0.1
    need libpcre2-dev pkg-config --exists libpcre2-8
    need libsimdjson-dev pkg-config --exists simdjson
    need libcsv-dev test -e /usr/include/csv.h
    need libsqlite3-dev pkg-config --exists sqlite3
    need libdeflate-dev pkg-config --exists libdeflate
    need zlib1g-dev pkg-config --exists zlib
    need libzstd-dev pkg-config --exists libzstd
    need libedit-dev pkg-config --exists libedit
    need libgraphviz-dev pkg-config --exists libgvc
    need libmd-dev pkg-config --exists libmd
    need libintelrdfpmath-dev test -e /usr/include/bid_functions.h
}

need_test_tools() {
    need libcmocka-dev pkg-config --exists cmocka
    need clips has clips
    need groff-base has groff
    need clang-format has clang-format
    need python3 has python3
    need python3-jsonschema python3 -c 'import jsonschema'
    need python3-yaml python3 -c 'import yaml'
    need clang-tidy has clang-tidy
    need cppcheck has cppcheck
}

has_libfuzzer() {
    echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -x c -fsanitize=fuzzer,address -o /dev/null -
}

# Two steps: the name of the second package has the version of the first in it.
need_fuzz_tools() {
    need clang has clang
    install_missing
    need "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev" has_libfuzzer
}

install_missing() {
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
    fi
    if ! has apt-get || { [ -n "$as_root" ] && ! has sudo; }; then
        echo "$0: missing:$missing (Debian's names). Install them, or run this as root on Debian." >&2
        exit 2
    fi
    echo "Installing$missing"
    # shellcheck disable=SC2086
    {
        $as_root apt-get -q update </dev/null
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
            -o DPkg::Lock::Timeout=120 install $missing </dev/null
    }
    missing=
}

# build_preset PRESET [TARGET]
build_preset() {
    cache=${top:?}/build/$1/CMakeCache.txt
    # A build folder that was copied along with the checkout still points to the old place.
    fresh=
    if [ -e "$cache" ] && ! grep -Fqx "CMAKE_HOME_DIRECTORY:INTERNAL=$top" "$cache"; then
        fresh=--fresh
    fi
    # A build folder that exists keeps the generator it was made with.
    export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"
    (cd "$top" && cmake --preset "$1" $fresh && cmake --build --preset "$1" ${2:+--target "$2"})
}
