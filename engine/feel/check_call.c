/* Calls of functions and relations of the knowledge base, and of functions that an expression makes. */
#include "feel/checker.h"

/* "a, b, c" */
static pr_text name_list(pr_checker *c, const pr_text *names, uint32_t count) {
    pr_text list = {"", 0};
    for (uint32_t i = 0; i < count; i++) {
        list = pr_text_format(c->arena, "%.*s%s%.*s", PR_ARG(list), i > 0 ? ", " : "", PR_ARG(names[i]));
    }
    return list;
}

static pr_text callee_text(const pr_checker *c, const pr_ast *node) {
    const pr_ast *callee = node->items[0];
    if (callee->kind != PR_AST_NAME && callee->kind != PR_AST_PATH) {
        return PR_TEXT("this");
    }
    return (pr_text){c->source->text.at + callee->start, callee->end - callee->start};
}

static void check_argument(pr_checker *c, pr_ast *call, uint32_t item, const pr_type *function,
                           uint32_t parameter) {
    pr_text name = function->names[parameter], callee = callee_text(c, call);
    pr_text what = name.length > 0
                       ? pr_text_format(c->arena, "the argument '%.*s' of %.*s", PR_ARG(name), PR_ARG(callee))
                       : PR_TEXT("this argument");
    if (what.at != NULL) {
        pr_check_against(c, call->items[item], function->fields[parameter], what.at);
    }
}

static void check_positional(pr_checker *c, pr_ast *call, const pr_type *function) {
    uint32_t given = call->count - 1;
    if (given != function->count) {
        pr_text names = name_list(c, function->names, function->count), callee = callee_text(c, call);
        pr_diag *diag =
            pr_check_error(c, call, "wrong-arguments", "%.*s takes %u argument%s, not %u", PR_ARG(callee),
                           function->count, function->count == 1 ? "" : "s", given);
        if (function->count > 0 && function->names[0].length > 0) {
            pr_diag_hint(c->diags, diag, "%.*s(%.*s)%s", PR_ARG(callee), PR_ARG(names),
                         function->kind == PR_TYPE_RELATION && function->count > 1
                             ? ", or some of them by name, 'name: value'"
                             : "");
        }
        return;
    }
    for (uint32_t i = 0; i < given; i++) {
        check_argument(c, call, i + 1, function, i);
    }
}

static uint32_t find_name(const pr_text *names, uint32_t count, pr_text name) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_text_equal(names[i], name)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static void check_named(pr_checker *c, pr_ast *call, const pr_type *function) {
    pr_text callee = callee_text(c, call);
    for (uint32_t i = 0; i < call->name_count; i++) {
        pr_ast_range at = call->name_ranges[i];
        uint32_t parameter = find_name(function->names, function->count, call->names[i]);
        if (parameter == UINT32_MAX) {
            pr_diag *diag =
                pr_check_error_at(c, at.start, at.end, "wrong-arguments", "%.*s has no argument '%.*s'",
                                  PR_ARG(callee), PR_ARG(call->names[i]));
            if (pr_text_nearest(call->names[i], function->names, function->count) >= 0) {
                pr_diag_suggest(c->diags, diag, call->names[i], function->names, function->count);
            } else {
                pr_text names = name_list(c, function->names, function->count);
                pr_diag_hint(c->diags, diag, "%.*s(%.*s)", PR_ARG(callee), PR_ARG(names));
            }
        } else if (find_name(call->names, i, call->names[i]) != UINT32_MAX) {
            pr_check_error_at(c, at.start, at.end, "wrong-arguments", "the argument '%.*s' is given twice",
                              PR_ARG(call->names[i]));
        } else {
            check_argument(c, call, i + 1, function, parameter);
        }
    }
}

/* A function needs all its arguments; of a relation's slots those that are not named may be anything. */
static void check_missing(pr_checker *c, const pr_ast *call, const pr_type *function) {
    for (uint32_t i = 0; i < function->count; i++) {
        if (find_name(call->names, call->name_count, function->names[i]) == UINT32_MAX) {
            pr_text callee = callee_text(c, call);
            pr_check_error(c, call, "wrong-arguments", "the argument '%.*s' of %.*s is missing",
                           PR_ARG(function->names[i]), PR_ARG(callee));
        }
    }
}

static const pr_type *check_arguments(pr_checker *c, pr_ast *call, const pr_type *function) {
    bool relation = function->kind == PR_TYPE_RELATION;
    if (!relation && function->element == NULL) {
        return &pr_type_any; /* some function, of which nothing is known */
    }
    if (!call->named) {
        check_positional(c, call, function);
    } else {
        bool failed = c->failed;
        c->failed = false;
        check_named(c, call, function);
        if (!relation && !c->failed) {
            check_missing(c, call, function);
        }
        c->failed = c->failed || failed;
    }
    return relation ? &pr_type_boolean : function->element;
}

static const pr_type *fail_callee(pr_checker *c, const pr_ast *call, const pr_type *type) {
    pr_text callee = callee_text(c, call), name = pr_check_type_name(c, type);
    pr_diag *diag = pr_check_error(c, call->items[0], "wrong-type", "%.*s is %.*s, not a function",
                                   PR_ARG(callee), PR_ARG(name));
    if (type->kind == PR_TYPE_LIST) {
        pr_diag_hint(c->diags, diag, "an item is taken by [position], a selection by [condition]");
    }
    return &pr_type_any;
}

static const pr_type *fail_unknown(pr_checker *c, const pr_ast *callee) {
    if (pr_check_is_open(c)) {
        return &pr_type_any;
    }
    pr_diag *diag = pr_check_error_at(c, callee->name_start, callee->name_end, "unknown-function",
                                      "there is no function '%.*s'", PR_ARG(callee->text));
    if (diag == NULL) {
        return &pr_type_any; /* as for names */
    }
    pr_candidates names = {0}, callable = {0};
    pr_check_scope_names(c, &names);
    for (uint32_t i = 0; i < names.list.count; i++) {
        const pr_type *type = pr_check_lookup(c, names.list.items[i]);
        if (type != NULL && (type->kind == PR_TYPE_FUNCTION || type->kind == PR_TYPE_RELATION)) {
            pr_check_add_candidate(c, &callable, names.list.items[i]);
        }
    }
    for (int i = 0; i < PR_BUILTIN_COUNT_OF; i++) {
        pr_check_add_candidate(c, &callable, pr_text_of(pr_builtin_name((pr_builtin)i)));
    }
    pr_diag_suggest(c->diags, diag, callee->text, callable.list.items, callable.list.count);
    return &pr_type_any;
}

/* Built-ins that call a function with two items of their list. */
static bool takes_pairs(pr_checker *c, const pr_ast *node) {
    int builtin = node->items[0]->kind == PR_AST_NAME ? pr_builtin_find(node->items[0]->text) : -1;
    return (builtin == PR_BUILTIN_SORT || builtin == PR_BUILTIN_LIST_REPLACE) && !node->named &&
           pr_check_lookup(c, node->items[0]->text) == NULL;
}

static void check_call_parts(pr_checker *c, pr_ast *node) {
    bool pairs = takes_pairs(c, node);
    const pr_type *items[2] = {&pr_type_any, &pr_type_any};
    for (uint32_t i = 1; i < node->count; i++) {
        bool function = pairs && i == 2 && node->items[i]->kind == PR_AST_FUNCTION;
        c->given = function ? items : NULL;
        c->given_count = function ? 2 : 0;
        const pr_type *type = pr_check_node(c, node->items[i]);
        if (i == 1 && type->kind == PR_TYPE_LIST && type->element != NULL) {
            items[0] = items[1] = type->element;
        }
    }
}

/* A function that is called where it is written. */
static const pr_type *check_written(pr_checker *c, pr_ast *node) {
    const pr_type **types = PR_NEW_ARRAY(c->arena, const pr_type *, node->count);
    for (uint32_t i = 1; types != NULL && i < node->count; i++) {
        types[i - 1] = node->items[i]->type;
    }
    bool known = types != NULL && !node->named && node->items[0]->kind == PR_AST_FUNCTION;
    c->given = known ? types : NULL;
    c->given_count = known ? node->count - 1 : 0;
    return pr_check_node(c, node->items[0]);
}

const pr_type *pr_check_call(pr_checker *c, pr_ast *node) {
    pr_ast *callee = node->items[0];
    check_call_parts(c, node);
    const pr_type *type = NULL;
    if (callee->kind != PR_AST_NAME) {
        type = check_written(c, node);
    } else if ((type = pr_check_lookup(c, callee->text)) == NULL) {
        static const pr_type some_function = {.kind = PR_TYPE_FUNCTION};
        int builtin = pr_builtin_find(callee->text);
        callee->type = builtin >= 0 ? &some_function : fail_unknown(c, callee);
        return builtin >= 0 ? pr_check_builtin(c, node, (pr_builtin)builtin) : &pr_type_any;
    }
    callee->type = type;
    switch ((pr_type_kind)type->kind) {
    case PR_TYPE_FUNCTION:
    case PR_TYPE_RELATION: return check_arguments(c, node, type);
    case PR_TYPE_ANY: return type;
    default: return fail_callee(c, node, type);
    }
}
