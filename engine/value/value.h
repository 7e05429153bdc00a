/* Values: what FEEL computes with. 16 bytes, passed by value, immutable; what they point to is borrowed from
 * an arena.
 *
 * A number is an exact decimal of at most 34 digits (IEEE 754-2008 decimal128). Those with a coefficient that
 * fits a machine word stand in the value itself.
 *
 * UNKNOWN is no value but the place of one: it carries which attributes would be needed to know it, and the
 * bounds that are certain whatever they are. A list may be partly unknown: an item may or may not be there
 * (`maybe`), and a list may be open (more items may follow, of which `rest` tells what is known). All else
 * that is partly unknown is unknown.
 */
#ifndef PR_VALUE_VALUE_H
#define PR_VALUE_VALUE_H

#include "base/buf.h"

typedef enum pr_kind {
    PR_NULL,
    PR_BOOLEAN,
    PR_NUMBER,
    PR_STRING,
    PR_DATE,
    PR_TIME,
    PR_DATE_TIME,
    PR_MONTHS,   /* years and months duration */
    PR_DURATION, /* days and time duration */
    PR_LIST,
    PR_CONTEXT,
    PR_RANGE,
    PR_FUNCTION,
    PR_ENTITY, /* an object of the knowledge base; equal to text that is its id */
    PR_CONDITION, /* a condition of an entity that is not yet evaluated; `number` is its node. Never seen by FEEL */
    PR_UNKNOWN,
} pr_kind;

typedef struct pr_value pr_value;
typedef struct pr_list pr_list;
typedef struct pr_context pr_context;
typedef struct pr_range pr_range;
typedef struct pr_unknown pr_unknown;
typedef struct pr_needs pr_needs;
typedef struct pr_date_time pr_date_time;

enum {
    PR_FLAG_BIG = 1,      /* NUMBER: `decimal` points to a decimal128; else coefficient and exponent */
    PR_FLAG_INTERNED = 1, /* STRING: its bytes are those of the program's one copy */
    PR_FLAG_LEAF = 1,     /* UNKNOWN: a single attribute, without a pr_unknown; see pr_value_leaf */
    PR_FLAG_ERROR = 1,    /* NULL: stands for an error; `reason` says which, or is NULL */
};

struct pr_value {
    uint8_t kind;  /* pr_kind */
    uint8_t flags; /* of the kind */
    /* NUMBER that is not big: value = coefficient * 10^exponent, -18..0, normalised: no trailing zeros behind the
     * point. */
    int8_t exponent;
    /* STRING: length in bytes. UNKNOWN leaf: record number from 1, 0 for none. DURATION: nanoseconds 0..999999999
     * (value = number seconds + extra ns, floor). ENTITY: collection. */
    uint32_t extra;
    union {
        /* NUMBER: coefficient. BOOLEAN: 0, 1. DATE: see pr_date_pack. MONTHS: months. DURATION: seconds.
         * UNKNOWN leaf: attribute. CONDITION: node. */
        int64_t number;
        const void *decimal;        /* NUMBER, big: 16 bytes of decimal128 (BID) */
        const char *text;           /* STRING */
        const pr_date_time *moment; /* TIME, DATE_TIME */
        const pr_list *list;
        const pr_context *context;
        const pr_range *range;
        const void *function; /* owned by the evaluator */
        const struct pr_entity *entity;
        const pr_unknown *unknown;
        const char *reason; /* NULL that stands for an error */
    };
};
_Static_assert(sizeof(pr_value) == 16, "a value is two words");

/* An object of the knowledge base as values: its fields are a context whose `id` is the entity's id. */
typedef struct pr_entity {
    pr_text id;
    pr_text name; /* for people; the id where there is none */
    uint32_t collection, index;
    const pr_context *fields;
} pr_entity;

struct pr_list {
    uint32_t count;
    bool open;      /* more items may follow */
    bool uncertain; /* open, or an item is `maybe`: what only known lists may do looks here first */
    const pr_value *items;
    const uint8_t *maybe;           /* by item: 1 when it may not be there; NULL when none is */
    const pr_needs *const *because; /* by item: what would tell whether it is there; NULL where `maybe` is */
    /* Open: an abstract item that stands for each that may follow; an UNKNOWN, or a context of unknowns. */
    pr_value rest;
    const pr_needs *needs; /* open: what would tell the rest */
};

/* The names of a context, shared by all contexts of the same make, in the order in which they are shown. */
typedef struct pr_shape {
    uint32_t count;
    const pr_text *names;
    const uint32_t *index; /* positions by name in order of bytes; NULL: few names, or made without it */
} pr_shape;

struct pr_context {
    const pr_shape *shape;
    const pr_value *values; /* by position in the shape */
};

/* `(< 10)` and `(null..10)` hold the same values, but are not equal in FEEL. `(= 10)` has both ends 10 and
 * closed, `(!= 10)` too: it holds all else. */
typedef enum pr_range_form {
    PR_RANGE_INTERVAL,
    PR_RANGE_COMPARISON, /* < <= > >= */
    PR_RANGE_EQUAL,
    PR_RANGE_NOT_EQUAL,
} pr_range_form;

struct pr_range {
    pr_value low, high; /* NULL: no end on that side */
    bool low_closed, high_closed;
    uint8_t form; /* pr_range_form: how it was written. Ranges of another form are not equal */
};

/* A time of day or a point in time. */
struct pr_date_time {
    int64_t date;    /* packed (pr_date_pack); 0 and unused in a TIME */
    int32_t seconds; /* of the day, 0..86399 */
    int32_t nanos;   /* 0..999999999 */
    int32_t offset;  /* seconds east of UTC; meaningful where `zoned` */
    uint8_t zoned;   /* 0 local, 1 offset, 2 named zone (offset is that of the zone at this moment) */
    pr_text zone;    /* its name, where zoned is 2 */
};

/* What would have to be known: a set of leaves, built by joining, never copied. */
struct pr_needs {
    const pr_needs *left, *right; /* both NULL in a leaf */
    uint32_t attribute, record;   /* of a leaf: attribute number, record from 1 or 0 */
};

struct pr_unknown {
    const pr_needs *needs; /* may be NULL: nothing that could be asked (an error) */
    /* Certain bounds, inclusive, of a NUMBER, DATE, MONTHS or DURATION; NULL: none on that side. */
    pr_value low, high;
    bool low_open, high_open; /* the bound itself is excluded */
    /* pr_kind the value will have, PR_NULL when that is not certain. A type given means: it is not null either. */
    uint8_t type;
};

/* Attribute numbers at and above this stand for parameters: attribute - PR_NEED_PARAMETER is the parameter. */
#define PR_NEED_PARAMETER 0x40000000u

static inline pr_value pr_null(void) { return (pr_value){.kind = PR_NULL}; }
/* `reason` is static or lives as long as the value. */
static inline pr_value pr_error_null(const char *reason) {
    return (pr_value){.kind = PR_NULL, .flags = PR_FLAG_ERROR, .reason = reason};
}
static inline pr_value pr_boolean(bool b) { return (pr_value){.kind = PR_BOOLEAN, .number = b}; }
static inline pr_value pr_integer(int64_t n) { return (pr_value){.kind = PR_NUMBER, .number = n}; }
static inline pr_value pr_string(pr_text t) {
    return (pr_value){.kind = PR_STRING, .extra = (uint32_t)t.length, .text = t.at};
}
static inline pr_text pr_string_text(pr_value v) { return (pr_text){v.text, v.extra}; }
/* Of two STRINGs: the same bytes? Values of the knowledge base's types stand mostly at one place. */
static inline bool pr_string_same(pr_value a, pr_value b) {
    return a.extra == b.extra && (a.text == b.text || memcmp(a.text, b.text, a.extra) == 0);
}
static inline pr_value pr_value_leaf(uint32_t attribute, uint32_t record) {
    return (pr_value){.kind = PR_UNKNOWN, .flags = PR_FLAG_LEAF, .extra = record, .number = attribute};
}
/* A whole number that stands in the value itself. */
static inline bool pr_number_is_word(pr_value v) {
    return v.kind == PR_NUMBER && v.exponent == 0 && (v.flags & PR_FLAG_BIG) == 0;
}
static inline bool pr_is_true(pr_value v) { return v.kind == PR_BOOLEAN && v.number != 0; }
static inline bool pr_is_error(pr_value v) { return v.kind == PR_NULL && (v.flags & PR_FLAG_ERROR) != 0; }
static inline pr_value pr_list_value(const pr_list *l) { return (pr_value){.kind = PR_LIST, .list = l}; }
static inline pr_value pr_context_value(const pr_context *c) {
    return (pr_value){.kind = PR_CONTEXT, .context = c};
}
static inline pr_value pr_entity_value(const pr_entity *e) {
    return (pr_value){.kind = PR_ENTITY, .extra = e->collection, .entity = e};
}

/* "number", "date and time", ...: FEEL's name of a kind. */
const char *pr_kind_name(pr_kind kind);

/* Numbers (number.c). All give an error null when the result is no number (overflow, division by zero,
 * domain). `arena` is for results that do not fit the word; out of memory gives an error null and sets the
 * arena's `failed`. */
pr_value pr_number_parse(pr_text text,
                         pr_arena *arena); /* FEEL and JSON forms: -1.5e3 .5 ; else an error null */
pr_value pr_number_add(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_number_subtract(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_number_multiply(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_number_divide(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_number_power(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_number_negate(pr_value a, pr_arena *arena);
pr_value pr_number_modulo(pr_value a, pr_value b,
                          pr_arena *arena); /* sign of the divisor, as FEEL's modulo */
typedef enum pr_rounding {
    PR_ROUND_FLOOR,
    PR_ROUND_CEILING,
    PR_ROUND_UP,
    PR_ROUND_DOWN,
    PR_ROUND_HALF_UP,
    PR_ROUND_HALF_DOWN,
    PR_ROUND_HALF_EVEN
} pr_rounding;
/* To `scale` digits behind the point, -6111..6176. */
pr_value pr_number_round(pr_value a, int scale, pr_rounding rounding, pr_arena *arena);
pr_value pr_number_sqrt(pr_value a, pr_arena *arena);
pr_value pr_number_exp(pr_value a, pr_arena *arena);
pr_value pr_number_log(pr_value a, pr_arena *arena);
/* -1, 0, 1. By value: 1.0 = 1. */
int pr_number_compare(pr_value a, pr_value b);
/* True and the integer when it is one and fits. */
bool pr_number_integer(pr_value a, int64_t *out);
/* As FEEL's string(): plain notation without exponent, no superfluous zeros. */
void pr_number_print(pr_value a, pr_buf *out);

/* Dates and times (temporal.c, temporal_text.c). */
/* Order of packed dates is order of dates. Year -999999999..999999999. */
static inline int64_t pr_date_pack(int64_t year, int month, int day) {
    return year * 512 + (int64_t)month * 32 + day;
}
void pr_date_unpack(int64_t packed, int64_t *year, int *month, int *day);
static inline pr_value pr_date(int64_t packed) { return (pr_value){.kind = PR_DATE, .number = packed}; }
bool pr_date_exists(int64_t year, int month, int day);
int64_t pr_date_to_days(int64_t packed); /* since 1970-01-01, proleptic Gregorian */
int64_t pr_date_from_days(int64_t days);
int pr_date_weekday(int64_t packed); /* 1 Monday .. 7 Sunday */
/* The same day `months` later, or the month's last where there is no such day. */
int64_t pr_date_add_months(int64_t packed, int64_t months);
/* Parse ISO forms as FEEL takes them; error null when text is none, or names a day that does not exist. */
pr_value pr_date_parse(pr_text text);
pr_value pr_time_parse(pr_text text, pr_arena *arena);
pr_value pr_date_time_parse(pr_text text, pr_arena *arena); /* a date alone is midnight */
pr_value pr_duration_parse(pr_text text);                   /* either kind */
pr_value pr_duration_parse_weeks(
    pr_text text); /* the same, and weeks ("P4W") as ISO 8601 has them and FEEL has not */
/* The text after `@`: date, time, date and time, or duration. */
pr_value pr_temporal_parse(pr_text text, pr_arena *arena);
/* Arithmetic of temporal values as DMN 1.5 table 57 says; an error null for kinds that do not go together, with this
 * reason, which is told from others by its place. */
extern const char pr_temporal_unfit[];
/* * Operands are known. Numbers multiply and divide durations. */
pr_value pr_temporal_add(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_temporal_subtract(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_temporal_multiply(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_temporal_divide(pr_value a, pr_value b, pr_arena *arena);
pr_value pr_temporal_negate(pr_value a);
/* year month day weekday hour minute second, time offset, timezone, years months days hours minutes seconds:
 * null when it has none of that name. */
pr_value pr_temporal_property(pr_value a, pr_text name, pr_arena *arena);
/* The names of the properties that values of a kind have, and how many. */
enum { PR_TEMPORAL_PROPERTIES = 15 };
size_t pr_temporal_properties(pr_kind kind, pr_text *names);
/* As FEEL's string() prints it. */
void pr_temporal_print(pr_value a, pr_buf *out);
pr_value pr_months(int64_t months);
pr_value pr_duration(int64_t seconds, uint32_t nanos);
/* Difference `to - from` of two dates in whole years and months, as FEEL's years and months duration(). */
pr_value pr_months_between(pr_value from, pr_value to);
/* The offset in seconds of an IANA zone at a local moment; false when there is no such zone. Looks into
 * /usr/share/zoneinfo, without changing the process's own zone. */
bool pr_zone_offset(pr_text zone, int64_t days, int32_t seconds, int32_t *offset);

/* Comparison (compare.c). Kinds that have an order: numbers, strings, dates, times, both durations. */
typedef enum pr_order { PR_LESS = -1, PR_EQUAL = 0, PR_GREATER = 1, PR_UNORDERED = 2 } pr_order;
/* Known values of kinds with an order, both of the same; else PR_UNORDERED. */
pr_order pr_value_order(pr_value a, pr_value b);
/* A truth in three values and null (kinds that cannot be compared, or an error). */
typedef enum pr_truth { PR_FALSE, PR_TRUE, PR_UNDECIDED, PR_NEITHER } pr_truth;
/* FEEL's `=`, deep, with unknowns anywhere inside. null = null is true, null = x false; PR_NEITHER for kinds
 * that cannot be compared. Unknown with a certain type against another kind, or bounds that exclude the
 * other, decide. Lists that are uncertain are undecided unless their certain parts differ. An entity equals
 * text that is its id. */
pr_truth pr_value_equal(pr_value a, pr_value b);
/* True when both are the same known value (used for identity of tuples): no unknown inside. */
bool pr_value_same(pr_value a, pr_value b);
/* The very same value, unknown or not: what both point to is not looked at. */
static inline bool pr_value_identical(pr_value a, pr_value b) {
    return a.kind == b.kind && a.flags == b.flags && a.exponent == b.exponent && a.extra == b.extra &&
           a.number == b.number;
}
uint64_t pr_value_hash(pr_value a, uint64_t seed);
/* Is there an unknown anywhere inside? */
bool pr_value_has_unknown(pr_value a);
/* A total order over all values for sorting output. */
int pr_value_sort_order(pr_value a, pr_value b);

/* Needs (needs.c). */
const pr_needs *pr_needs_leaf(uint32_t attribute, uint32_t record, pr_arena *arena);
/* Either may be NULL. Gives an existing set where one suffices. */
const pr_needs *pr_needs_join(const pr_needs *a, const pr_needs *b, pr_arena *arena);
/* All needs anywhere inside a value (an unknown, or a list or context with unknowns inside). */
const pr_needs *pr_value_needs(pr_value a, pr_arena *arena);
typedef struct pr_need {
    uint32_t attribute, record;
} pr_need;
/* The leaves, each once, sorted. Gives how many and the array in `arena`; visits shared parts once. */
uint32_t pr_needs_list(const pr_needs *needs, pr_need **out, pr_arena *arena);
/* An unknown of nothing but its needs. Never a leaf, even of one need: a leaf is the attribute itself, with
 * its type and bounds, while this may be anything that rests on it. */
pr_value pr_unknown_of(const pr_needs *needs, pr_arena *arena);
/* An unknown with bounds (NULL kinds: no bound). When both bounds are closed and equal, that value itself. */
pr_value pr_unknown_bounded(const pr_needs *needs, pr_value low, bool low_open, pr_value high, bool high_open,
                            pr_kind type, pr_arena *arena);

/* Contexts (context.c). */
/* The position of a name, or -1. */
int pr_shape_find(const pr_shape *shape, pr_text name);
/* The value under a name; found is false when there is none (may be NULL). */
pr_value pr_context_get(const pr_context *context, pr_text name, bool *found);
/* A shape of names that are all different; `names` is borrowed. NULL when out of memory. */
const pr_shape *pr_shape_make(const pr_text *names, uint32_t count, pr_arena *arena);
/* A context of its own shape; arrays are borrowed. NULL when out of memory. */
const pr_context *pr_context_make(const pr_text *names, const pr_value *values, uint32_t count,
                                  pr_arena *arena);
const pr_list *pr_list_make(const pr_value *items, uint32_t count, pr_arena *arena);

/* Printing (print.c). */
/* FEEL's string() of a whole value; strings inside lists and contexts are quoted, at the top not. Unknown
 * prints "not known". */
void pr_value_print(pr_value a, pr_buf *out);
/* As the expression that gives it: strings quoted and escaped, dates as date("..."). */
void pr_value_print_literal(pr_value a, pr_buf *out);
/* As JSON (design, section 7): {"@date": ...}, {"@unknown": {"needs": [...], "min": .., "max": ..}}.
 * `need_name` writes the path of a need; may be NULL, needs are then left out. */
typedef void pr_need_writer(void *user, pr_need need, pr_buf *out);
void pr_value_json(pr_value a, pr_need_writer *need_name, void *user, pr_buf *out);
/* A JSON string with its quotes; escapes what JSON demands, and bad UTF-8 becomes U+FFFD. */
void pr_json_string(pr_text text, pr_buf *out);
/* A JSON text that somebody else wrote, with what a terminal would obey or hide escaped, as in pr_json_string. */
void pr_json_harmless(pr_text text, pr_buf *out);

#endif
