/* Static types of expressions. Immutable; compared by structure. */
#ifndef PR_FEEL_TYPE_H
#define PR_FEEL_TYPE_H

#include "base/text.h"

typedef enum pr_type_kind {
    PR_TYPE_ANY, /* nothing is known */
    PR_TYPE_NULL,
    PR_TYPE_BOOLEAN,
    PR_TYPE_NUMBER,
    PR_TYPE_STRING, /* with `values`: an enum, nothing else can occur */
    PR_TYPE_DATE,
    PR_TYPE_TIME,
    PR_TYPE_DATE_TIME,
    PR_TYPE_MONTHS,
    PR_TYPE_DURATION,     /* days and time */
    PR_TYPE_ANY_DURATION, /* one of the two */
    PR_TYPE_LIST,         /* element */
    PR_TYPE_CONTEXT,      /* names, fields; `open_fields`: may have others */
    PR_TYPE_RANGE,        /* element */
    PR_TYPE_FUNCTION,     /* parameters in names, fields; element is the result */
    PR_TYPE_ENTITY, /* collection (PR_ANY_COLLECTION: of any); names, fields as a context. Compares with text */
    PR_TYPE_RELATION, /* slots in names, fields: called it is boolean, else a list of contexts of its slots */
} pr_type_kind;

#define PR_ANY_COLLECTION UINT32_MAX

typedef struct pr_type pr_type;
struct pr_type {
    uint8_t kind;  /* pr_type_kind */
    bool nullable; /* null may occur */
    bool open_fields;
    bool identity;  /* STRING: the id of an entity of `collection` */
    bool condition; /* BOOLEAN: of a condition of an entity, which is evaluated when it is looked at */
    uint32_t collection;
    uint32_t count; /* of names and fields */
    const pr_text *names;
    const pr_type *const *fields;
    const pr_type *element;
    const pr_text *values; /* of an enum */
    uint32_t value_count;
    pr_text label; /* how to call it in a message, empty for the usual name: "specialty", "program" */
};

extern const pr_type pr_type_any, pr_type_null, pr_type_boolean, pr_type_number, pr_type_string, pr_type_date,
    pr_type_time, pr_type_date_time, pr_type_months, pr_type_duration, pr_type_any_duration;

/* A list, range or nullable form of a type; NULL when out of memory. */
const pr_type *pr_type_list(const pr_type *element, pr_arena *arena);
const pr_type *pr_type_range(const pr_type *element, pr_arena *arena);
const pr_type *pr_type_nullable(const pr_type *type, pr_arena *arena);
/* May a value of one type be compared with, or stand for, one of the other? ANY goes with all. Enums must share a
 * value. An entity goes with strings and entities of the same collection. */
bool pr_type_compatible(const pr_type *a, const pr_type *b);
/* The least type that holds both: ANY when they have nothing in common. */
const pr_type *pr_type_join(const pr_type *a, const pr_type *b, pr_arena *arena);
/* For messages: "list of number", "one of ir, dr, surgery", "date". In `arena`. */
pr_text pr_type_name(const pr_type *type, pr_arena *arena);
const pr_type *pr_type_field(const pr_type *type, pr_text name);
/* What lists of lists hold at last; NULL of a list of which that is not known. */
static inline const pr_type *pr_type_innermost(const pr_type *type) {
    while (type != NULL && type->kind == PR_TYPE_LIST) {
        type = type->element;
    }
    return type;
}
/* May a member of it, or of an item of such a list, be a condition of an entity? */
bool pr_type_has_conditions(const pr_type *type);

#endif
