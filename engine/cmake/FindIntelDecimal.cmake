# Intel's decimal floating-point library, as Debian's libintelrdfpmath-dev has it: target IntelDecimal::bid.
#
# libbidgccXYZ.a: X = arguments by reference, Y = rounding mode in a global, Z = exception flags in a global. 000 takes
# values, and rounding and flags with each call, so it holds no state; 001 and 010 have __bid_IDEC_glbflags and
# __bid_IDEC_glbround in .bss. (A final b means that the processor's own floating-point flags are not preserved.) The
# header does not know which library it is used with: the three macros must say the same as the name.

find_path(IntelDecimal_INCLUDE_DIR bid_functions.h)
find_library(IntelDecimal_LIBRARY bidgcc000)
mark_as_advanced(IntelDecimal_INCLUDE_DIR IntelDecimal_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(IntelDecimal REQUIRED_VARS IntelDecimal_LIBRARY IntelDecimal_INCLUDE_DIR)

if(IntelDecimal_FOUND AND NOT TARGET IntelDecimal::bid)
    add_library(IntelDecimal::bid STATIC IMPORTED)
    set_target_properties(IntelDecimal::bid PROPERTIES
        IMPORTED_LOCATION "${IntelDecimal_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${IntelDecimal_INCLUDE_DIR}"
        INTERFACE_COMPILE_DEFINITIONS
            "DECIMAL_CALL_BY_REFERENCE=0;DECIMAL_GLOBAL_ROUNDING=0;DECIMAL_GLOBAL_EXCEPTION_FLAGS=0"
        INTERFACE_LINK_LIBRARIES m)
endif()
