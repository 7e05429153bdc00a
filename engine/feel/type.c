/* Static types: making, comparing, joining. */
#include "feel/type.h"

#define PLAIN_TYPE(name, type_kind) const pr_type name = {.kind = (type_kind)}

PLAIN_TYPE(pr_type_any, PR_TYPE_ANY);
PLAIN_TYPE(pr_type_null, PR_TYPE_NULL);
PLAIN_TYPE(pr_type_boolean, PR_TYPE_BOOLEAN);
PLAIN_TYPE(pr_type_number, PR_TYPE_NUMBER);
PLAIN_TYPE(pr_type_string, PR_TYPE_STRING);
PLAIN_TYPE(pr_type_date, PR_TYPE_DATE);
PLAIN_TYPE(pr_type_time, PR_TYPE_TIME);
PLAIN_TYPE(pr_type_date_time, PR_TYPE_DATE_TIME);
PLAIN_TYPE(pr_type_months, PR_TYPE_MONTHS);
PLAIN_TYPE(pr_type_duration, PR_TYPE_DURATION);
PLAIN_TYPE(pr_type_any_duration, PR_TYPE_ANY_DURATION);

static const pr_type *make_of(pr_type_kind kind, const pr_type *element, pr_arena *arena) {
    pr_type *type = PR_NEW(arena, pr_type);
    if (type != NULL) {
        type->kind = (uint8_t)kind;
        type->element = element;
    }
    return type;
}

const pr_type *pr_type_list(const pr_type *element, pr_arena *arena) {
    return make_of(PR_TYPE_LIST, element, arena);
}

const pr_type *pr_type_range(const pr_type *element, pr_arena *arena) {
    return make_of(PR_TYPE_RANGE, element, arena);
}

const pr_type *pr_type_nullable(const pr_type *type, pr_arena *arena) {
    if (type->nullable || type->kind == PR_TYPE_ANY || type->kind == PR_TYPE_NULL) {
        return type;
    }
    pr_type *copy = PR_NEW(arena, pr_type);
    if (copy != NULL) {
        *copy = *type;
        copy->nullable = true;
    }
    return copy;
}

const pr_type *pr_type_field(const pr_type *type, pr_text name) {
    for (uint32_t i = 0; i < type->count; i++) {
        if (pr_text_equal(type->names[i], name)) {
            return type->fields[i];
        }
    }
    return NULL;
}

static bool is_duration(const pr_type *type) {
    return type->kind == PR_TYPE_MONTHS || type->kind == PR_TYPE_DURATION ||
           type->kind == PR_TYPE_ANY_DURATION;
}

static bool has_value(const pr_type *type, pr_text value) {
    for (uint32_t i = 0; i < type->value_count; i++) {
        if (pr_text_equal(type->values[i], value)) {
            return true;
        }
    }
    return false;
}

static bool share_value(const pr_type *a, const pr_type *b) {
    for (uint32_t i = 0; i < a->value_count; i++) {
        if (has_value(b, a->values[i])) {
            return true;
        }
    }
    return a->value_count == 0 || b->value_count == 0;
}

static bool same_collection(const pr_type *a, const pr_type *b) {
    return a->collection == b->collection || a->collection == PR_ANY_COLLECTION ||
           b->collection == PR_ANY_COLLECTION;
}

static bool fields_compatible(const pr_type *a, const pr_type *b) {
    for (uint32_t i = 0; i < a->count; i++) {
        const pr_type *other = pr_type_field(b, a->names[i]);
        if (other != NULL && !pr_type_compatible(a->fields[i], other)) {
            return false;
        }
    }
    return true;
}

static bool elements_compatible(const pr_type *a, const pr_type *b) {
    return a->element == NULL || b->element == NULL || pr_type_compatible(a->element, b->element);
}

bool pr_type_compatible(const pr_type *a, const pr_type *b) {
    if (a == b || a->kind == PR_TYPE_ANY || b->kind == PR_TYPE_ANY || a->kind == PR_TYPE_NULL ||
        b->kind == PR_TYPE_NULL) {
        return true;
    }
    if (is_duration(a) && is_duration(b)) {
        return a->kind == b->kind || a->kind == PR_TYPE_ANY_DURATION || b->kind == PR_TYPE_ANY_DURATION;
    }
    if ((a->kind == PR_TYPE_ENTITY && b->kind == PR_TYPE_STRING) ||
        (a->kind == PR_TYPE_STRING && b->kind == PR_TYPE_ENTITY)) {
        return true;
    }
    /* As a value a relation is the list of its tuples. */
    if (a->kind == PR_TYPE_RELATION && b->kind == PR_TYPE_LIST) {
        return b->element == NULL || b->element->kind == PR_TYPE_ANY ||
               (b->element->kind == PR_TYPE_CONTEXT && fields_compatible(a, b->element));
    }
    if (b->kind == PR_TYPE_RELATION && a->kind == PR_TYPE_LIST) {
        return pr_type_compatible(b, a);
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch ((pr_type_kind)a->kind) {
    case PR_TYPE_STRING: return share_value(a, b);
    case PR_TYPE_LIST:
    case PR_TYPE_RANGE: return elements_compatible(a, b);
    case PR_TYPE_CONTEXT: return fields_compatible(a, b);
    case PR_TYPE_ENTITY: return same_collection(a, b);
    default: return true;
    }
}

/* Both sides' values, without repetition. */
static const pr_type *join_enums(const pr_type *a, const pr_type *b, pr_arena *arena) {
    uint32_t extra = 0;
    for (uint32_t i = 0; i < b->value_count; i++) {
        extra += !has_value(a, b->values[i]);
    }
    if (extra == 0) {
        return a;
    }
    pr_type *type = PR_NEW(arena, pr_type);
    pr_text *values = PR_NEW_ARRAY(arena, pr_text, a->value_count + extra);
    if (type == NULL || values == NULL) {
        return NULL;
    }
    *type = (pr_type){.kind = PR_TYPE_STRING, .values = values, .value_count = a->value_count};
    memcpy(values, a->values, a->value_count * sizeof *values);
    for (uint32_t i = 0; i < b->value_count; i++) {
        if (!has_value(a, b->values[i])) {
            values[type->value_count++] = b->values[i];
        }
    }
    return type;
}

/* All fields of both; one that only one side has may be null. */
static const pr_type *join_contexts(const pr_type *a, const pr_type *b, pr_arena *arena) {
    pr_type *type = PR_NEW(arena, pr_type);
    pr_text *names = PR_NEW_ARRAY(arena, pr_text, (size_t)a->count + b->count);
    const pr_type **fields = PR_NEW_ARRAY(arena, const pr_type *, (size_t)a->count + b->count);
    if (type == NULL || names == NULL || fields == NULL) {
        return NULL;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const pr_type *other = pr_type_field(b, a->names[i]);
        names[count] = a->names[i];
        fields[count] =
            other != NULL ? pr_type_join(a->fields[i], other, arena) : pr_type_nullable(a->fields[i], arena);
        if (fields[count++] == NULL) {
            return NULL;
        }
    }
    for (uint32_t i = 0; i < b->count; i++) {
        if (pr_type_field(a, b->names[i]) == NULL) {
            names[count] = b->names[i];
            if ((fields[count++] = pr_type_nullable(b->fields[i], arena)) == NULL) {
                return NULL;
            }
        }
    }
    *type = (pr_type){.kind = PR_TYPE_CONTEXT,
                      .open_fields = a->open_fields || b->open_fields,
                      .count = count,
                      .names = names,
                      .fields = fields};
    return type;
}

static const pr_type *join_elements(const pr_type *a, const pr_type *b, pr_arena *arena) {
    if (a->element == NULL || b->element == NULL) {
        return a->element == NULL ? a : b;
    }
    const pr_type *element = pr_type_join(a->element, b->element, arena);
    if (element == NULL || element == a->element) {
        return element != NULL ? a : NULL;
    }
    return make_of((pr_type_kind)a->kind, element, arena);
}

static const pr_type *join_entities(const pr_type *a, const pr_type *b, pr_arena *arena) {
    if (a->collection == b->collection) {
        return a;
    }
    pr_type *type = PR_NEW(arena, pr_type);
    if (type != NULL) {
        *type = (pr_type){.kind = PR_TYPE_ENTITY, .collection = PR_ANY_COLLECTION, .open_fields = true};
    }
    return type;
}

static const pr_type *join_same_kind(const pr_type *a, const pr_type *b, pr_arena *arena) {
    switch ((pr_type_kind)a->kind) {
    case PR_TYPE_STRING:
        if (a->identity || b->identity) {
            return a->identity && b->identity && a->collection == b->collection ? a : &pr_type_string;
        }
        if (a->value_count == 0 || b->value_count == 0) {
            return a->value_count == 0 ? a : b;
        }
        return join_enums(a, b, arena);
    case PR_TYPE_LIST:
    case PR_TYPE_RANGE: return join_elements(a, b, arena);
    case PR_TYPE_CONTEXT: return a == b ? a : join_contexts(a, b, arena);
    case PR_TYPE_ENTITY: return join_entities(a, b, arena);
    case PR_TYPE_FUNCTION:
    case PR_TYPE_RELATION: return a == b ? a : &pr_type_any;
    case PR_TYPE_BOOLEAN: return b->condition ? b : a;
    default: return a;
    }
}

const pr_type *pr_type_join(const pr_type *a, const pr_type *b, pr_arena *arena) {
    if (a == b) {
        return a;
    }
    if (a->kind == PR_TYPE_NULL || b->kind == PR_TYPE_NULL) {
        return pr_type_nullable(a->kind == PR_TYPE_NULL ? b : a, arena);
    }
    const pr_type *joined = &pr_type_any;
    if (a->kind == b->kind) {
        joined = join_same_kind(a, b, arena);
    } else if (is_duration(a) && is_duration(b)) {
        joined = &pr_type_any_duration;
    } else if ((a->kind == PR_TYPE_ENTITY && b->kind == PR_TYPE_STRING) ||
               (a->kind == PR_TYPE_STRING && b->kind == PR_TYPE_ENTITY)) {
        joined = &pr_type_string;
    }
    return joined != NULL && (a->nullable || b->nullable) ? pr_type_nullable(joined, arena) : joined;
}

bool pr_type_has_conditions(const pr_type *type) {
    type = pr_type_innermost(type);
    if (type == NULL || type->kind == PR_TYPE_ANY || type->open_fields) {
        return true;
    }
    for (uint32_t i = 0; i < type->count; i++) {
        if (type->fields[i]->condition) {
            return true;
        }
    }
    return false;
}
