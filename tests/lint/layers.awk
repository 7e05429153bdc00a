# Reads layers.txt, the list of source files, and grep's "FILE:LINE:#include ..." lines; prints what is not allowed.

BEGIN {
    words("assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h " \
          "signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h " \
          "string.h strings.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h " \
          "dirent.h fcntl.h fnmatch.h getopt.h glob.h langinfo.h libgen.h poll.h pthread.h regex.h sched.h " \
          "semaphore.h termios.h unistd.h sys/ioctl.h sys/mman.h sys/resource.h sys/stat.h sys/time.h sys/types.h " \
          "sys/uio.h sys/wait.h")
    public = "engine/include/preceptor.h"
}

function words(list,    n, i, word) {
    n = split(list, word, " ")
    for (i = 1; i <= n; i++)
        standard[word[i]] = 1
}

function complain(text) {
    print text
    failed = 1
}

function layer_of(path,    part) {
    if (path == public)
        return "public"
    split(path, part, "/")
    return part[1] == "engine" ? part[2] : part[1]
}

function within_engine(path) {
    sub(/^engine\//, "", path)
    return path
}

function without_dots(path,    n, i, part, kept, depth, out) {
    n = split(path, part, "/")
    for (i = 1; i <= n; i++) {
        if (part[i] == "." || part[i] == "")
            continue
        if (part[i] == ".." && depth > 0)
            depth--
        else
            kept[++depth] = part[i]
    }
    for (i = 1; i <= depth; i++)
        out = out (i > 1 ? "/" : "") kept[i]
    return out
}

# The file of this checkout that "name" in "file" stands for, or "".
function resolve(file, name,    dir, path) {
    dir = file
    sub(/[^\/]*$/, "", dir)
    path = without_dots(dir name)
    if (path in exists)
        return path
    path = without_dots("engine/" name)
    if (path in exists)
        return path
    if (name == "preceptor.h")
        return public
    return ""
}

FNR == 1 { input++ }

input == 1 {
    sub(/#.*/, "")
    if (split($0, side, ":[ \t]*") < 2)
        next
    if (side[1] ~ /^</)
        owner[side[1]] = side[2]
    else {
        known[side[1]] = 1
        n = split(side[2], word, " ")
        for (i = 1; i <= n; i++)
            sees[side[1], word[i]] = 1
    }
    next
}

input == 2 {
    exists[$0] = 1
    layer = layer_of($0)
    if (layer != "cli" && layer != "public" && !(layer in known))
        complain($0 ": engine/" layer " is not in tests/lint/layers.txt")
    next
}

{
    split($0, part, ":")
    file = part[1]
    at = part[1] ":" part[2]
    if (!match($0, /["<][^">]*[">]/)) {
        complain(at ": an include that this lint cannot read")
        next
    }
    quoted = substr($0, RSTART, RLENGTH)
    name = substr(quoted, 2, RLENGTH - 2)
    from = layer_of(file)
    path = resolve(file, name)
    if (path != "") {
        to = layer_of(path)
        if (path != public && to != from && !((from, to) in sees) && !((from, within_engine(path)) in sees))
            complain(at ": " from " may not include " to)
    } else if (quoted ~ /^"/)
        complain(at ": there is no " name " here")
    else if (quoted in owner) {
        if (owner[quoted] != from && index(" " owner[quoted] " ", " " within_engine(file) " ") == 0)
            complain(at ": " quoted " belongs to " owner[quoted] " alone")
    } else if (!(name in standard) && !(file ~ /\.cpp$/ && name ~ /^[a-z_]+$/))
        complain(at ": " quoted " is neither of the C library nor in tests/lint/layers.txt")
}

END { exit failed }
