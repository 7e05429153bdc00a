/* The built-in functions: one table, from which come name resolution, arity and type checks, help and completion.
 * How each computes stands in vm/, in the same order. */
#ifndef PR_FEEL_BUILTIN_H
#define PR_FEEL_BUILTIN_H

#include "feel/type.h"

/* X(ENUM, "feel name", "signatures", "one sentence of help")
 *
 * A signature is `(name: type, ...) -> type`; several are separated by ` | `. `?` after a parameter's name: may be left
 * out; `...` after the last parameter's name: it may be repeated. Types: any null boolean number string date time
 * dateTime months duration (either) list range function context comparable element; `list of T`; `element` is the first
 * list argument's element type. */
#define PR_BUILTIN_MAP(X) \
    X(COUNT, "count", "(list: list) -> number", "how many items a list has") \
    X(SUM, "sum", "(list: list of number) -> number | (n...: number) -> number", \
      "the sum of numbers; null for none") \
    X(MIN, "min", "(list: list) -> element | (c...: comparable) -> comparable", \
      "the least of a list or of arguments") \
    X(MAX, "max", "(list: list) -> element | (c...: comparable) -> comparable", "the greatest") \
    X(LIST_CONTAINS, "list contains", "(list: list, element: element) -> boolean", \
      "is the element in the list?") \
    X(CONTAINS, "contains", "(string: string, match: string) -> boolean", \
      "does the text contain the other?") \
    X(STARTS_WITH, "starts with", "(string: string, match: string) -> boolean", \
      "does the text start with the other?") \
    X(ENDS_WITH, "ends with", "(string: string, match: string) -> boolean", \
      "does the text end with the other?") \
    X(MATCHES, "matches", "(input: string, pattern: string, flags?: string) -> boolean", \
      "does the regular expression match somewhere in the text?") \
    X(STRING, "string", "(from: any) -> string", "the value as text") \
    X(NUMBER, "number", "(from: string, grouping separator?: string, decimal separator?: string) -> number", \
      "the number that the text says") \
    X(DATE, "date", "(from: any) -> date | (year: number, month: number, day: number) -> date", "a date") \
    X(DURATION, "duration", "(from: string) -> duration", "a duration, such as P1Y6M or P3DT12H") \
    X(TODAY, "today", "() -> date", "the day as of which the run is made") \
    X(NOW, "now", "() -> dateTime", "midnight, UTC, of the day as of which the run is made") \
    X(FLOOR, "floor", "(n: number, scale?: number) -> number", "rounded down") \
    X(CEILING, "ceiling", "(n: number, scale?: number) -> number", "rounded up") \
    X(NOT, "not", "(negand: boolean) -> boolean", "true for false, false for true") \
    X(ABS, "abs", "(n: any) -> any", "the absolute value of a number or a duration") \
    X(APPEND, "append", "(list: list, item...: any) -> list", "the list with the items behind it") \
    X(CONCATENATE, "concatenate", "(list...: list) -> list", "the lists one behind the other")

typedef enum pr_builtin {
#define PR_BUILTIN_ENUM(id, name, signatures, help) PR_BUILTIN_##id,
    PR_BUILTIN_MAP(PR_BUILTIN_ENUM)
#undef PR_BUILTIN_ENUM
        PR_BUILTIN_COUNT_OF
} pr_builtin;

/* The built-in of a name, or -1. */
int pr_builtin_find(pr_text name);
const char *pr_builtin_name(pr_builtin builtin);
const char *pr_builtin_help(pr_builtin builtin);
const char *pr_builtin_signatures(pr_builtin builtin);

/* The i-th name of all built-ins of DMN 1.5, those that have no row yet last, so that expressions with them parse;
 * false when there are not so many. */
bool pr_builtin_known_name(uint32_t i, pr_text *name);

/* One parsed signature. Its texts are static. */
enum { PR_BUILTIN_PARAMETERS = 8 };
typedef struct pr_signature {
    uint32_t count;    /* of parameters */
    uint32_t required; /* how many must be given */
    bool repeated;     /* the last may be repeated */
    pr_text names[PR_BUILTIN_PARAMETERS];
    pr_text types[PR_BUILTIN_PARAMETERS];
    pr_text result;
} pr_signature;
/* The n-th signature; false when there are not so many. */
bool pr_builtin_signature(pr_builtin builtin, uint32_t n, pr_signature *out);

#endif
