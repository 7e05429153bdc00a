/* The type checker: its entry, and the nodes that need no more than a line. */
#include "feel/checker.h"

#include <stdarg.h>

/* The message is printed into the arena for as long as it takes: a diagnostic has a copy, with endless names cut. */
static pr_diag *report(pr_checker *c, pr_span span, const char *code, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));
static pr_diag *report(pr_checker *c, pr_span span, const char *code, const char *format, va_list args) {
    c->failed = true;
    pr_arena_mark mark = pr_arena_save(c->arena);
    pr_text message = pr_text_vformat(c->arena, format, args);
    pr_diag *diag = pr_error(c->diags, code, span, "%.*s", PR_ARG(message));
    pr_arena_rewind(c->arena, mark);
    return diag;
}

pr_diag *pr_check_error_at(pr_checker *c, uint32_t start, uint32_t end, const char *code, const char *format,
                           ...) {
    va_list args;
    va_start(args, format);
    pr_diag *diag = report(c, pr_origin_span(&c->source->origin, start, end), code, format, args);
    va_end(args);
    return diag;
}

pr_diag *pr_check_error(pr_checker *c, const pr_ast *node, const char *code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    pr_diag *diag = report(c, pr_feel_span(c->source, node), code, format, args);
    va_end(args);
    return diag;
}

const pr_type *pr_check_made(pr_checker *c, const pr_type *type) {
    if (type == NULL) {
        c->failed = true;
        return &pr_type_any;
    }
    return type;
}

const pr_type *pr_check_value_type(pr_checker *c, const pr_type *type) {
    if (type->kind != PR_TYPE_RELATION) {
        return type;
    }
    pr_type *tuple = PR_NEW(c->arena, pr_type);
    if (tuple == NULL) {
        return pr_check_made(c, NULL);
    }
    *tuple = *type;
    tuple->kind = PR_TYPE_CONTEXT;
    return pr_check_made(c, pr_type_list(tuple, c->arena));
}

/* A literal whose text is none of its kind would be null at every run. */
static const pr_type *check_literal(pr_checker *c, const pr_ast *node) {
    static const pr_type *const types[] = {
        [PR_NULL] = &pr_type_null,           [PR_BOOLEAN] = &pr_type_boolean,
        [PR_NUMBER] = &pr_type_number,       [PR_STRING] = &pr_type_string,
        [PR_DATE] = &pr_type_date,           [PR_TIME] = &pr_type_time,
        [PR_DATE_TIME] = &pr_type_date_time, [PR_MONTHS] = &pr_type_months,
        [PR_DURATION] = &pr_type_duration,
    };
    if (pr_is_error(node->value)) {
        bool number = node->kind == PR_AST_NUMBER;
        pr_diag *diag =
            pr_check_error(c, node, "wrong-value",
                           number ? "this number is out of range" : "this is no date, time or duration");
        if (!number) {
            pr_diag_hint(c->diags, diag,
                         "they are written like @\"2027-01-31\", @\"13:30:00\", @\"P1Y6M\", @\"P3DT12H\"");
        }
        return &pr_type_any;
    }
    return node->value.kind < sizeof types / sizeof *types ? types[node->value.kind] : &pr_type_any;
}

static const pr_type *check_if(pr_checker *c, pr_ast *node) {
    (void)pr_check_node(c, node->items[0]);
    pr_check_condition(c, node->items[0], "the condition of 'if'");
    const pr_type *then = pr_check_node(c, node->items[1]), *otherwise = pr_check_node(c, node->items[2]);
    return pr_check_made(c, pr_type_join(then, otherwise, c->arena));
}

/* Are both of one kind, as the items of a list have to be? Enums may differ in their values. */
bool pr_check_same_sort(const pr_type *a, const pr_type *b) {
    if (a->kind == PR_TYPE_STRING && b->kind == PR_TYPE_STRING) {
        return true;
    }
    if ((a->kind == PR_TYPE_LIST || a->kind == PR_TYPE_RANGE) && a->kind == b->kind) {
        return a->element == NULL || b->element == NULL || pr_check_same_sort(a->element, b->element);
    }
    /* A context may lack what the others have. */
    return (a->kind == PR_TYPE_CONTEXT && b->kind == PR_TYPE_CONTEXT) || pr_type_compatible(a, b);
}

static const pr_type *check_list(pr_checker *c, pr_ast *node) {
    const pr_type *element = NULL;
    bool mixed = node->bare;
    for (uint32_t i = 0; i < node->count; i++) {
        const pr_type *item = pr_check_node(c, node->items[i]);
        if (element == NULL) {
            element = item; /* of a list; the parts of a template may be of any type */
        } else if (!mixed && !pr_check_same_sort(element, item)) {
            mixed = true;
            pr_text found = pr_check_type_name(c, item), before = pr_check_type_name(c, element);
            pr_check_error(c, node->items[i], "mixed-list",
                           "a list has items of one type: this is %.*s, before it stands %.*s", PR_ARG(found),
                           PR_ARG(before));
        } else if (!mixed) {
            element = pr_check_made(c, pr_type_join(element, item, c->arena));
        }
    }
    return pr_check_made(c, pr_type_list(element == NULL || mixed ? &pr_type_any : element, c->arena));
}

static const pr_type *check_instance_of(pr_checker *c, pr_ast *node) {
    (void)pr_check_node(c, node->items[0]);
    pr_ast *type = node->items[1];
    type->type = pr_feel_type(type, c->arena);
    if (type->type == NULL && !c->arena->failed) {
        pr_check_error(c, type, "unknown-type", "there is no type '%.*s'", PR_ARG(type->text));
    }
    type->type = type->type != NULL ? type->type : pr_check_made(c, NULL);
    const pr_type *found = node->items[0]->type;
    if (found->kind != PR_TYPE_NULL && type->type->kind != PR_TYPE_NULL &&
        !pr_type_compatible(found, type->type)) {
        pr_text is = pr_check_type_name(c, found), asked = pr_check_type_name(c, type->type);
        pr_check_error(c, node, "wrong-type", "this is %.*s, and never %.*s", PR_ARG(is), PR_ARG(asked));
    }
    return &pr_type_boolean;
}

static const pr_type *check_tests(pr_checker *c, pr_ast *node) {
    for (uint32_t i = 0; i < node->count; i++) {
        (void)pr_check_node(c, node->items[i]);
    }
    return &pr_type_boolean;
}

static const pr_type *check_kind(pr_checker *c, pr_ast *node) {
    switch ((pr_ast_kind)node->kind) {
    case PR_AST_NULL:
    case PR_AST_BOOLEAN:
    case PR_AST_NUMBER:
    case PR_AST_STRING:
    case PR_AST_AT: return check_literal(c, node);
    case PR_AST_NAME: return pr_check_name(c, node);
    case PR_AST_PATH: return pr_check_path(c, node);
    case PR_AST_FILTER: return pr_check_filter(c, node);
    case PR_AST_CALL: return pr_check_call(c, node);
    case PR_AST_IF: return check_if(c, node);
    case PR_AST_FOR: return pr_check_for(c, node);
    case PR_AST_SOME:
    case PR_AST_EVERY: return pr_check_quantified(c, node);
    case PR_AST_LIST: return check_list(c, node);
    case PR_AST_CONTEXT: return pr_check_context(c, node);
    case PR_AST_RANGE:
    case PR_AST_TEST: return pr_check_range(c, node);
    case PR_AST_FUNCTION: return pr_check_function(c, node);
    case PR_AST_INSTANCE_OF: return check_instance_of(c, node);
    case PR_AST_TYPE: return pr_check_made(c, pr_feel_type(node, c->arena));
    case PR_AST_DASH: return &pr_type_any;
    case PR_AST_NOT_TESTS: return check_tests(c, node);
    default: return pr_check_operator(c, node);
    }
}

const pr_type *pr_check_node(pr_checker *c, pr_ast *node) {
    node->type = pr_check_value_type(c, check_kind(c, node));
    return node->type;
}

const pr_type *pr_feel_check(pr_ast *tree, const pr_feel_source *source, const pr_type_scope *scope,
                             const pr_type *expected, pr_arena *arena, pr_diags *diags) {
    pr_checker c = {.source = source, .scope = scope, .arena = arena, .diags = diags};
    const pr_type *type = pr_check_node(&c, tree);
    if (expected != NULL) {
        pr_check_against(&c, tree, expected, "this expression");
    }
    return c.failed || arena->failed ? NULL : type;
}
