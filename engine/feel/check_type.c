/* Types as expressions write them. */
#include "feel/check.h"

typedef struct named_type {
    const char *name;
    const pr_type *type;
} named_type;

static const named_type named_types[] = {
    {"Any", &pr_type_any},
    {"Null", &pr_type_null},
    {"boolean", &pr_type_boolean},
    {"number", &pr_type_number},
    {"string", &pr_type_string},
    {"date", &pr_type_date},
    {"time", &pr_type_time},
    {"date and time", &pr_type_date_time},
    {"years and months duration", &pr_type_months},
    {"days and time duration", &pr_type_duration},
};

static const pr_type *make_type(pr_type_kind kind, pr_arena *arena) {
    pr_type *type = PR_NEW(arena, pr_type);
    if (type != NULL) {
        type->kind = (uint8_t)kind;
    }
    return type;
}

/* The fields of a context or the parameters of a function, with `element` as its result. */
static const pr_type *type_of_parts(pr_type_kind kind, const pr_ast *node, uint32_t count, pr_arena *arena) {
    pr_type *type = PR_NEW(arena, pr_type);
    const pr_type **fields = PR_NEW_ARRAY(arena, const pr_type *, count);
    pr_text *names = PR_NEW_ARRAY(arena, pr_text, count);
    if (type == NULL || (count > 0 && (fields == NULL || names == NULL))) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = i < node->name_count ? node->names[i] : (pr_text){"", 0};
        if ((fields[i] = pr_feel_type(node->items[i], arena)) == NULL) {
            return NULL;
        }
    }
    *type = (pr_type){.kind = (uint8_t)kind, .count = count, .names = names, .fields = fields};
    if (kind == PR_TYPE_FUNCTION) {
        type->element = pr_feel_type(node->items[count], arena);
        return type->element != NULL ? type : NULL;
    }
    type->open_fields = kind == PR_TYPE_CONTEXT;
    return type;
}

const pr_type *pr_feel_type(const pr_ast *node, pr_arena *arena) {
    for (size_t i = 0; i < sizeof named_types / sizeof *named_types; i++) {
        if (pr_text_is(node->text, named_types[i].name)) {
            return named_types[i].type;
        }
    }
    bool list = pr_text_is(node->text, "list");
    if (list || pr_text_is(node->text, "range")) {
        const pr_type *element = node->count > 0 ? pr_feel_type(node->items[0], arena) : &pr_type_any;
        if (element == NULL) {
            return NULL;
        }
        return list ? pr_type_list(element, arena) : pr_type_range(element, arena);
    }
    if (pr_text_is(node->text, "context")) {
        return type_of_parts(PR_TYPE_CONTEXT, node, node->count, arena);
    }
    if (pr_text_is(node->text, "function")) {
        return node->count > 0 ? type_of_parts(PR_TYPE_FUNCTION, node, node->count - 1, arena)
                               : make_type(PR_TYPE_FUNCTION, arena);
    }
    return NULL;
}
