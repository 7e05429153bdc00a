/* How messages name a type. */
#include "feel/type.h"

static const char *const kind_names[] = {
    [PR_TYPE_ANY] = "anything",
    [PR_TYPE_NULL] = "null",
    [PR_TYPE_BOOLEAN] = "boolean",
    [PR_TYPE_NUMBER] = "number",
    [PR_TYPE_STRING] = "string",
    [PR_TYPE_DATE] = "date",
    [PR_TYPE_TIME] = "time",
    [PR_TYPE_DATE_TIME] = "date and time",
    [PR_TYPE_MONTHS] = "years and months duration",
    [PR_TYPE_DURATION] = "days and time duration",
    [PR_TYPE_ANY_DURATION] = "duration",
    [PR_TYPE_LIST] = "list",
    [PR_TYPE_CONTEXT] = "context",
    [PR_TYPE_RANGE] = "range",
    [PR_TYPE_FUNCTION] = "function",
    [PR_TYPE_ENTITY] = "entity",
    [PR_TYPE_RELATION] = "relation",
};

/* Past this many values a list of them says less than its beginning. */
enum { VALUES_SHOWN = 8 };

static pr_text enum_name(const pr_type *type, pr_arena *arena) {
    pr_text out = PR_TEXT("one of");
    for (uint32_t i = 0; i < type->value_count && out.at != NULL; i++) {
        if (i == VALUES_SHOWN) {
            return pr_text_format(arena, "%.*s, ...", PR_ARG(out));
        }
        out = pr_text_format(arena, "%.*s%s %.*s", PR_ARG(out), i > 0 ? "," : "", PR_ARG(type->values[i]));
    }
    return out;
}

pr_text pr_type_name(const pr_type *type, pr_arena *arena) {
    if (type->label.length > 0) {
        return type->label;
    }
    if (type->kind == PR_TYPE_STRING && type->value_count > 0) {
        return enum_name(type, arena);
    }
    const char *name = kind_names[type->kind];
    bool of = (type->kind == PR_TYPE_LIST || type->kind == PR_TYPE_RANGE) && type->element != NULL &&
              type->element->kind != PR_TYPE_ANY;
    if (!of) {
        return pr_text_of(name);
    }
    pr_text element = pr_type_name(type->element, arena);
    return pr_text_format(arena, "%s of %.*s", name, PR_ARG(element));
}
