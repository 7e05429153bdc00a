/* Does a value of this type fit there? */
#include "feel/checker.h"

bool pr_check_has_order(const pr_type *type) {
    switch ((pr_type_kind)type->kind) {
    case PR_TYPE_ANY:
    case PR_TYPE_NUMBER:
    case PR_TYPE_STRING:
    case PR_TYPE_DATE:
    case PR_TYPE_TIME:
    case PR_TYPE_DATE_TIME:
    case PR_TYPE_MONTHS:
    case PR_TYPE_DURATION:
    case PR_TYPE_ANY_DURATION: return true;
    default: return false;
    }
}

pr_text pr_check_type_name(pr_checker *c, const pr_type *type) {
    bool list = type->kind == PR_TYPE_LIST && type->element != NULL && type->label.length == 0;
    if (list && type->element->kind == PR_TYPE_ENTITY) {
        pr_text element = pr_check_type_name(c, type->element);
        return pr_text_format(c->arena, "list of %.*s", PR_ARG(element));
    }
    bool of_one =
        type->kind == PR_TYPE_ENTITY && type->label.length == 0 && type->collection != PR_ANY_COLLECTION;
    if (of_one && c->scope->collection_name != NULL) {
        pr_text collection = c->scope->collection_name(c->scope->user, type->collection);
        return pr_text_format(c->arena, "entity of %.*s", PR_ARG(collection));
    }
    return pr_type_name(type, c->arena);
}

static bool is_enum(const pr_type *type) { return type->kind == PR_TYPE_STRING && type->value_count > 0; }

static void report_no_value(pr_checker *c, const pr_ast *node, const pr_type *type) {
    pr_text value = pr_string_text(node->value), name = pr_check_type_name(c, type);
    bool labelled = type->label.length > 0;
    pr_diag *diag = pr_check_error(c, node, "wrong-value", "\"%.*s\" is not %s%.*s", PR_ARG(value),
                                   labelled ? "a value of " : "", PR_ARG(name));
    if (!labelled || pr_text_nearest(value, type->values, type->value_count) >= 0) {
        pr_diag_suggest(c->diags, diag, value, type->values, type->value_count);
        return;
    }
    pr_type unlabelled = *type;
    unlabelled.label = (pr_text){0};
    pr_text values = pr_check_type_name(c, &unlabelled);
    pr_diag_hint(c->diags, diag, "it is %.*s", PR_ARG(values));
}

/* Text that is written out where an id belongs, and is none. */
static bool check_id(pr_checker *c, const pr_ast *node, const pr_type *type) {
    bool identity = type->kind == PR_TYPE_ENTITY || (type->kind == PR_TYPE_STRING && type->identity);
    if (!identity || type->collection == PR_ANY_COLLECTION || c->scope->has_entity == NULL) {
        return false;
    }
    pr_text id = pr_string_text(node->value);
    if (c->scope->has_entity(c->scope->user, type->collection, id)) {
        return false;
    }
    pr_text name = c->scope->collection_name(c->scope->user, type->collection);
    pr_diag *diag =
        pr_check_error(c, node, "unknown-entity", "'%.*s' has no entity '%.*s'", PR_ARG(name), PR_ARG(id));
    if (diag != NULL) {
        const pr_text *ids;
        uint32_t count = c->scope->entity_ids(c->scope->user, type->collection, &ids);
        pr_diag_suggest(c->diags, diag, id, ids, count);
    }
    return true;
}

bool pr_check_enum(pr_checker *c, const pr_ast *node, const pr_type *type) {
    bool reported = false;
    if (node->kind == PR_AST_IF) {
        reported = pr_check_enum(c, node->items[1], type);
        return pr_check_enum(c, node->items[2], type) || reported;
    }
    if (node->kind == PR_AST_LIST && type->kind == PR_TYPE_LIST && type->element != NULL) {
        for (uint32_t i = 0; i < node->count; i++) {
            reported = pr_check_enum(c, node->items[i], type->element) || reported;
        }
        return reported;
    }
    if (node->kind != PR_AST_STRING || !is_enum(type)) {
        return node->kind == PR_AST_STRING && check_id(c, node, type);
    }
    for (uint32_t i = 0; i < type->value_count; i++) {
        if (pr_text_equal(type->values[i], pr_string_text(node->value))) {
            return false;
        }
    }
    report_no_value(c, node, type);
    return true;
}

/* Parts are reported where they stand: the branches of an `if`, the items of a list. */
void pr_check_against(pr_checker *c, pr_ast *node, const pr_type *type, const char *what) {
    if (node->kind == PR_AST_IF) {
        pr_check_against(c, node->items[1], type, what);
        pr_check_against(c, node->items[2], type, what);
        return;
    }
    if (pr_check_enum(c, node, type)) {
        return;
    }
    if (node->kind == PR_AST_LIST && type->kind == PR_TYPE_LIST && type->element != NULL) {
        for (uint32_t i = 0; i < node->count; i++) {
            pr_check_against(c, node->items[i], type->element, "an item of this list");
        }
        return;
    }
    if (!pr_type_compatible(node->type, type)) {
        pr_text asked = pr_check_type_name(c, type), found = pr_check_type_name(c, node->type);
        pr_check_error(c, node, "wrong-type", "%s must be %.*s, not %.*s", what, PR_ARG(asked),
                       PR_ARG(found));
    }
}

void pr_check_condition(pr_checker *c, const pr_ast *node, const char *what) {
    if (!pr_type_compatible(node->type, &pr_type_boolean)) {
        pr_text found = pr_check_type_name(c, node->type);
        pr_check_error(c, node, "wrong-type", "%s must be boolean, not %.*s", what, PR_ARG(found));
    }
}
