/* The built-in functions: one table, from which come name resolution, arity and type checks, messages about arguments,
 * help and completion. How each computes stands in vm/builtins*.c. */
#ifndef PR_FEEL_BUILTIN_H
#define PR_FEEL_BUILTIN_H

#include "feel/type.h"

/* X(ENUM, "feel name", "signatures", "one sentence of help")
 *
 * A signature is `(name: type, ...) -> type`; several are separated by ` | `. `?` after a parameter's name: may be left
 * out; `...` after the last parameter's name: it may be repeated. Types: any null boolean number string date time
 * dateTime months duration (either) list range function context comparable element; `list of T`; `element` is the first
 * list argument's element type; `day`, `source`, `magnitude`: one of several, see pr_builtin_choice_of. */
#define PR_BUILTIN_MAP(X) \
    X(STRING, "string", "(from: any) -> string", "the value as text") \
    X(NUMBER, "number", "(from: string, grouping separator?: string, decimal separator?: string) -> number", \
      "the number that the text says") \
    X(DATE, "date", "(from: source) -> date | (year: number, month: number, day: number) -> date", "a date") \
    X(TIME, "time", \
      "(from: source) -> time | (hour: number, minute: number, second: number, offset?: duration) -> " \
      "time", \
      "a time of day") \
    X(DATE_AND_TIME, "date and time", \
      "(from: source) -> dateTime | (date: day, time: time) -> dateTime | (year: number, month: " \
      "number, day: number, hour: number, minute: number, second: number, offset?: any) -> " \
      "dateTime", \
      "a date and a time; the offset is a duration or the name of a zone") \
    X(DURATION, "duration", "(from: string) -> duration", "a duration, such as P1Y6M or P3DT12H") \
    X(YEARS_AND_MONTHS_DURATION, "years and months duration", "(from: day, to: day) -> months", \
      "whole months from one date to the other") \
    X(NOT, "not", "(negand: boolean) -> boolean", "true for false, false for true") \
    X(SUBSTRING, "substring", "(string: string, start position: number, length?: number) -> string", \
      "a part of a text; the first character is 1, the last is -1") \
    X(STRING_LENGTH, "string length", "(string: string) -> number", "how many characters a text has") \
    X(UPPER_CASE, "upper case", "(string: string) -> string", "the text in capital letters") \
    X(LOWER_CASE, "lower case", "(string: string) -> string", "the text in small letters") \
    X(SUBSTRING_BEFORE, "substring before", "(string: string, match: string) -> string", \
      "what stands before the other text; empty where it does not occur") \
    X(SUBSTRING_AFTER, "substring after", "(string: string, match: string) -> string", \
      "what stands behind the other text; empty where it does not occur") \
    X(CONTAINS, "contains", "(string: string, match: string) -> boolean", \
      "does the text contain the other?") \
    X(STARTS_WITH, "starts with", "(string: string, match: string) -> boolean", \
      "does the text start with the other?") \
    X(ENDS_WITH, "ends with", "(string: string, match: string) -> boolean", \
      "does the text end with the other?") \
    X(MATCHES, "matches", "(input: string, pattern: string, flags?: string) -> boolean", \
      "does the regular expression match somewhere in the text? Flags: s, m, i, x") \
    X(REPLACE, "replace", "(input: string, pattern: string, replacement: string, flags?: string) -> string", \
      "the text with all matches replaced; $1 is the first group") \
    X(SPLIT, "split", "(string: string, delimiter: string) -> list of string", \
      "the parts of a text between matches of a regular expression") \
    X(STRING_JOIN, "string join", "(list: list of string, delimiter?: string) -> string", \
      "the texts joined, nulls left out") \
    X(LIST_CONTAINS, "list contains", "(list: list, element: element) -> boolean", \
      "is the element in the list?") \
    X(LIST_REPLACE, "list replace", \
      "(list: list, position: number, newItem: any) -> list | (list: list, match: function, " \
      "newItem: any) -> list", \
      "the list with another item at a position, or for each that matches") \
    X(COUNT, "count", "(list: list) -> number", "how many items a list has") \
    X(MIN, "min", "(list: list) -> element | (c...: comparable) -> comparable", \
      "the least of a list or of arguments") \
    X(MAX, "max", "(list: list) -> element | (c...: comparable) -> comparable", "the greatest") \
    X(SUM, "sum", "(list: list of number) -> number | (n...: number) -> number", \
      "the sum of numbers; null for none") \
    X(MEAN, "mean", "(list: list of number) -> number | (n...: number) -> number", "the arithmetic mean") \
    X(ALL, "all", "(list: list of boolean) -> boolean | (b...: boolean) -> boolean", "is every item true?") \
    X(ANY, "any", "(list: list of boolean) -> boolean | (b...: boolean) -> boolean", "is one item true?") \
    X(SUBLIST, "sublist", "(list: list, start position: number, length?: number) -> list of element", \
      "a part of a list; the first item is 1, the last is -1") \
    X(APPEND, "append", "(list: list, item...: any) -> list", "the list with the items behind it") \
    X(CONCATENATE, "concatenate", "(list...: list) -> list", "the lists one behind the other") \
    X(INSERT_BEFORE, "insert before", "(list: list, position: number, newItem: any) -> list", \
      "the list with an item put in before a position") \
    X(REMOVE, "remove", "(list: list, position: number) -> list of element", \
      "the list without the item at a position") \
    X(REVERSE, "reverse", "(list: list) -> list of element", "the list from its end") \
    X(INDEX_OF, "index of", "(list: list, match: element) -> list of number", \
      "the positions at which an item stands") \
    X(UNION, "union", "(list...: list) -> list", "all items of the lists, each once") \
    X(DISTINCT_VALUES, "distinct values", "(list: list) -> list of element", \
      "the items of a list, each once") \
    X(FLATTEN, "flatten", "(list: list) -> list", "the items of a list and of all lists in it") \
    X(PRODUCT, "product", "(list: list of number) -> number | (n...: number) -> number", \
      "the product of numbers") \
    X(MEDIAN, "median", "(list: list of number) -> number | (n...: number) -> number", \
      "the middle one of the sorted numbers, or the mean of the two") \
    X(STDDEV, "stddev", "(list: list of number) -> number | (n...: number) -> number", \
      "the standard deviation of a sample") \
    X(MODE, "mode", "(list: list of number) -> list of number | (n...: number) -> list of number", \
      "the most frequent numbers, in ascending order") \
    X(DECIMAL, "decimal", "(n: number, scale: number) -> number", "rounded to the even neighbour") \
    X(FLOOR, "floor", "(n: number, scale?: number) -> number", "rounded down") \
    X(CEILING, "ceiling", "(n: number, scale?: number) -> number", "rounded up") \
    X(ROUND_UP, "round up", "(n: number, scale: number) -> number", "rounded away from zero") \
    X(ROUND_DOWN, "round down", "(n: number, scale: number) -> number", "rounded towards zero") \
    X(ROUND_HALF_UP, "round half up", "(n: number, scale: number) -> number", \
      "rounded, a half away from zero") \
    X(ROUND_HALF_DOWN, "round half down", "(n: number, scale: number) -> number", \
      "rounded, a half towards zero") \
    X(ABS, "abs", "(n: magnitude) -> magnitude", "the absolute value of a number or a duration") \
    X(MODULO, "modulo", "(dividend: number, divisor: number) -> number", \
      "the remainder, with the sign of the divisor") \
    X(SQRT, "sqrt", "(number: number) -> number", "the square root") \
    X(LOG, "log", "(number: number) -> number", "the natural logarithm") \
    X(EXP, "exp", "(number: number) -> number", "e to the power of the number") \
    X(ODD, "odd", "(number: number) -> boolean", "is the number odd?") \
    X(EVEN, "even", "(number: number) -> boolean", "is the number even?") \
    X(IS, "is", "(value1: any, value2: any) -> boolean", \
      "are both the same value, the form of a time offset included?") \
    X(TODAY, "today", "() -> date", "the day as of which the run is made") \
    X(NOW, "now", "() -> dateTime", "midnight, UTC, of the day as of which the run is made") \
    X(DAY_OF_YEAR, "day of year", "(date: day) -> number", "the day from 1 on") \
    X(DAY_OF_WEEK, "day of week", "(date: day) -> string", "its name: Monday") \
    X(MONTH_OF_YEAR, "month of year", "(date: day) -> string", "its name: January") \
    X(WEEK_OF_YEAR, "week of year", "(date: day) -> number", "the week as ISO 8601 counts it") \
    X(SORT, "sort", "(list: list, precedes?: function) -> list of element", \
      "the list sorted; precedes(x, y) tells whether x stands before y") \
    X(GET_VALUE, "get value", "(m: context, key: string) -> any", \
      "the value of an entry; null when there is none") \
    X(GET_ENTRIES, "get entries", "(m: context) -> list", "the entries as contexts of key and value") \
    X(CONTEXT, "context", "(entries: list of context) -> context", \
      "the context of entries that have key and value") \
    X(CONTEXT_PUT, "context put", \
      "(context: context, key: string, value: any) -> context | (context: context, keys: list of " \
      "string, value: any) -> context", \
      "the context with one entry set; several keys are a path") \
    X(CONTEXT_MERGE, "context merge", "(contexts: list of context) -> context", \
      "all entries of the contexts; later ones win") \
    X(RANGE, "range", "(from: string) -> range", "the range that the text says: [1..10)") \
    X(BEFORE, "before", \
      "(point1: comparable, point2: comparable) -> boolean | (point: comparable, range: range) -> boolean " \
      "| (range: range, " \
      "point: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "does all of the one stand before the other?") \
    X(AFTER, "after", \
      "(point1: comparable, point2: comparable) -> boolean | (point: comparable, range: range) -> boolean " \
      "| (range: range, " \
      "point: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "does all of the one stand behind the other?") \
    X(MEETS, "meets", "(range1: range, range2: range) -> boolean", \
      "does the first range end where the second starts?") \
    X(MET_BY, "met by", "(range1: range, range2: range) -> boolean", \
      "does the first range start where the second ends?") \
    X(OVERLAPS, "overlaps", "(range1: range, range2: range) -> boolean", \
      "have the ranges a part in common?") \
    X(OVERLAPS_BEFORE, "overlaps before", "(range1: range, range2: range) -> boolean", \
      "does the first range start before the second and end in it?") \
    X(OVERLAPS_AFTER, "overlaps after", "(range1: range, range2: range) -> boolean", \
      "does the first range start in the second and end behind it?") \
    X(FINISHES, "finishes", \
      "(point: comparable, range: range) -> boolean | (range1: range, range2: range) -> boolean", \
      "does it end where the range ends?") \
    X(FINISHED_BY, "finished by", \
      "(range: range, point: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "does the range end where the other ends?") \
    X(INCLUDES, "includes", \
      "(range: range, point: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "is the other within the range?") \
    X(DURING, "during", \
      "(point: comparable, range: range) -> boolean | (range1: range, range2: range) -> boolean", \
      "is it within the range?") \
    X(STARTS, "starts", \
      "(point: comparable, range: range) -> boolean | (range1: range, range2: range) -> boolean", \
      "does it start where the range starts?") \
    X(STARTED_BY, "started by", \
      "(range: range, point: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "does the range start where the other starts?") \
    X(COINCIDES, "coincides", \
      "(point1: comparable, point2: comparable) -> boolean | (range1: range, range2: range) -> boolean", \
      "are both the same?")

typedef enum pr_builtin {
#define PR_BUILTIN_ENUM(id, name, signatures, help) PR_BUILTIN_##id,
    PR_BUILTIN_MAP(PR_BUILTIN_ENUM)
#undef PR_BUILTIN_ENUM
        PR_BUILTIN_COUNT_OF
} pr_builtin;

/* Does it look at what contexts hold, whatever their keys? Conditions of entities may be among that. */
static inline bool pr_builtin_reads_members(uint32_t builtin) {
    return builtin == PR_BUILTIN_GET_VALUE || builtin == PR_BUILTIN_GET_ENTRIES ||
           builtin == PR_BUILTIN_CONTEXT_PUT || builtin == PR_BUILTIN_CONTEXT_MERGE;
}
/* The built-in of a name, or -1. */
int pr_builtin_find(pr_text name);
const char *pr_builtin_name(pr_builtin builtin);
const char *pr_builtin_help(pr_builtin builtin);
const char *pr_builtin_signatures(pr_builtin builtin);

/* The i-th name; false when there are not so many. */
bool pr_builtin_known_name(uint32_t i, pr_text *name);
/* The next one from the i-th on that begins with `first`; `i` goes past it. */
bool pr_builtin_next_name(uint32_t *i, char first, pr_text *name);

/* A word of signatures that takes several types. NULL for other words. */
typedef struct pr_builtin_choice {
    const char *word, *said; /* as a message says it: "a date" */
    uint32_t types;          /* bits of pr_type_kind */
} pr_builtin_choice;
const pr_builtin_choice *pr_builtin_choice_of(pr_text word);

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
/* Is there a signature for so many arguments by position? */
bool pr_builtin_takes(pr_builtin builtin, uint32_t count);

#endif
