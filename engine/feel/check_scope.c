/* Expressions that bring names into scope: filters, iterations, contexts, functions. */
#include "base/map.h"
#include "feel/checker.h"

const pr_type *pr_check_filter(pr_checker *c, pr_ast *node) {
    const pr_type *list = pr_check_node(c, node->items[0]);
    const pr_type *element = list;
    if (list->kind == PR_TYPE_LIST) {
        element = list->element != NULL ? list->element : &pr_type_any;
    }
    pr_frame frame = {.outer = c->frames, .type = element, .item = true};
    c->frames = &frame;
    const pr_type *test = pr_check_node(c, node->items[1]);
    c->frames = frame.outer;
    if (test->kind == PR_TYPE_NUMBER) {
        return pr_check_made(c, pr_type_nullable(element, c->arena));
    }
    if (!pr_type_compatible(test, &pr_type_boolean)) {
        pr_text found = pr_check_type_name(c, test);
        pr_check_error(c, node->items[1], "wrong-type", "a filter is a condition or a position, not %.*s",
                       PR_ARG(found));
    }
    /* A filter of unknown type may be a position. */
    return test->kind == PR_TYPE_ANY ? &pr_type_any : pr_check_made(c, pr_type_list(element, c->arena));
}

/* The type of the items that an iteration's source gives. */
static const pr_type *source_item(pr_checker *c, pr_ast *source) {
    const pr_type *type = pr_check_node(c, source);
    if (type->kind == PR_TYPE_LIST || type->kind == PR_TYPE_RANGE) {
        const pr_type *element = type->element != NULL ? type->element : &pr_type_any;
        bool steps =
            element->kind == PR_TYPE_NUMBER || element->kind == PR_TYPE_DATE || element->kind == PR_TYPE_ANY;
        if (type->kind == PR_TYPE_LIST || steps) {
            return element;
        }
    }
    if (type->kind != PR_TYPE_ANY) {
        pr_text found = pr_check_type_name(c, type);
        pr_check_error(c, source, "wrong-type",
                       "this must be a list, or a range of numbers or dates, not %.*s", PR_ARG(found));
    }
    return &pr_type_any;
}

/* A frame for each variable, with each source seeing those before it. Gives the innermost; NULL when out of memory. */
static bool push_variables(pr_checker *c, pr_ast *node) {
    for (uint32_t i = 0; i < node->name_count; i++) {
        const pr_type *item = source_item(c, node->items[i]);
        pr_frame *frame = PR_NEW(c->arena, pr_frame);
        if (frame == NULL) {
            c->failed = true;
            return false;
        }
        *frame = (pr_frame){.outer = c->frames, .name = node->names[i], .type = item};
        c->frames = frame;
    }
    return true;
}

const pr_type *pr_check_for(pr_checker *c, pr_ast *node) {
    const pr_frame *outer = c->frames;
    const pr_type *body = &pr_type_any;
    const pr_type *partial = pr_check_made(c, pr_type_list(&pr_type_any, c->arena));
    if (push_variables(c, node)) {
        pr_frame frame = {.outer = c->frames, .name = PR_TEXT("partial"), .type = partial};
        c->frames = &frame;
        body = pr_check_node(c, node->items[node->name_count]);
    }
    c->frames = outer;
    return pr_check_made(c, pr_type_list(body, c->arena));
}

const pr_type *pr_check_quantified(pr_checker *c, pr_ast *node) {
    const pr_frame *outer = c->frames;
    if (push_variables(c, node)) {
        pr_ast *body = node->items[node->name_count];
        (void)pr_check_node(c, body);
        pr_check_condition(c, body, "what stands behind 'satisfies'");
    }
    c->frames = outer;
    return &pr_type_boolean;
}

static void report_duplicate(pr_checker *c, const pr_ast *node, uint32_t first, uint32_t second) {
    pr_ast_range at = node->name_ranges[second], before = node->name_ranges[first];
    pr_diag *diag =
        pr_check_error_at(c, at.start, at.end, "duplicate-key", "the key '%.*s' stands twice in this context",
                          PR_ARG(node->names[second]));
    pr_diag_note(c->diags, diag, pr_origin_span(&c->source->origin, before.start, before.end), "first here");
}

static void check_duplicates(pr_checker *c, const pr_ast *node) {
    pr_map seen;
    pr_map_init(&seen, c->arena);
    for (uint32_t i = 0; i < node->name_count; i++) {
        uint32_t first = pr_map_get(&seen, node->names[i]);
        if (first != PR_MAP_NONE) {
            report_duplicate(c, node, first, i);
        } else if (!pr_map_put(&seen, node->names[i], i)) {
            c->failed = true;
        }
    }
}

const pr_type *pr_check_context(pr_checker *c, pr_ast *node) {
    const pr_frame *outer = c->frames;
    pr_type *type = PR_NEW(c->arena, pr_type);
    const pr_type **fields = PR_NEW_ARRAY(c->arena, const pr_type *, node->count);
    pr_frame *frames = PR_NEW_ARRAY(c->arena, pr_frame, node->count);
    if (type == NULL || (node->count > 0 && (fields == NULL || frames == NULL))) {
        return pr_check_made(c, NULL);
    }
    check_duplicates(c, node);
    for (uint32_t i = 0; i < node->count; i++) {
        fields[i] = pr_check_node(c, node->items[i]);
        pr_text name = pr_feel_normal_name(node->names[i], c->arena);
        frames[i] = (pr_frame){.outer = c->frames, .name = name, .type = fields[i]};
        c->frames = &frames[i];
    }
    c->frames = outer;
    *type = (pr_type){.kind = PR_TYPE_CONTEXT, .count = node->count, .names = node->names, .fields = fields};
    return type;
}

static const pr_type *parameter_type(pr_checker *c, pr_ast *type, const pr_type *given) {
    if (type == NULL) {
        return given;
    }
    type->type = pr_feel_type(type, c->arena);
    if (type->type == NULL && !c->arena->failed) {
        pr_check_error(c, type, "unknown-type", "there is no type '%.*s'", PR_ARG(type->text));
    }
    if (type->type == NULL) {
        type->type = pr_check_made(c, NULL);
    }
    return type->type;
}

const pr_type *pr_check_function(pr_checker *c, pr_ast *node) {
    const pr_frame *outer = c->frames;
    const pr_type *const *given = c->given;
    uint32_t given_count = c->given_count;
    c->given = NULL;
    c->given_count = 0;
    pr_type *type = PR_NEW(c->arena, pr_type);
    const pr_type **fields = PR_NEW_ARRAY(c->arena, const pr_type *, node->name_count);
    pr_frame *frames = PR_NEW_ARRAY(c->arena, pr_frame, node->name_count);
    if (type == NULL || (node->name_count > 0 && (fields == NULL || frames == NULL))) {
        return pr_check_made(c, NULL);
    }
    for (uint32_t i = 0; i < node->name_count; i++) {
        fields[i] = parameter_type(c, node->types[i], i < given_count ? given[i] : &pr_type_any);
        frames[i] = (pr_frame){.outer = c->frames, .name = node->names[i], .type = fields[i]};
        c->frames = &frames[i];
    }
    /* The body of an external function is its address in another language. */
    const pr_type *result = node->external ? &pr_type_any : pr_check_node(c, node->items[0]);
    c->frames = outer;
    *type = (pr_type){.kind = PR_TYPE_FUNCTION,
                      .count = node->name_count,
                      .names = node->names,
                      .fields = fields,
                      .element = result};
    return type;
}
