/* Lowering of filters and iterations. Over a list known when the knowledge base loads they are expanded,
 * item by item: that is how `some` and `every` over entities become `or` and `and`. */
#include "compile/lower_parts.h"

#include "feel/builtin.h"

static pr_text item_name(void) { return PR_TEXT("item"); }

static pr_node_id local(pr_lower *l, uint32_t depth) {
    return pr_graph_node(l->graph, PR_OP_LOCAL, 0, 0, depth, NULL, 0);
}

/* The list's constant items, where expanding is possible. */
static bool constant_list(const pr_lower *l, pr_node_id node, const pr_list **out) {
    pr_value v;
    if (!l->graph->fold || !pr_graph_value(l->graph, node, &v) || v.kind != PR_LIST) {
        return false;
    }
    *out = v.list;
    return true;
}

static const pr_type *element_type(const pr_ast *list) {
    if (list->type == NULL) {
        return NULL;
    }
    if (list->type->kind == PR_TYPE_LIST) {
        return list->type->element;
    }
    return list->type->kind == PR_TYPE_ANY ? NULL : list->type;
}

static pr_node_id predicate_of(pr_lower *l, const pr_ast *tree, pr_node_id item, const pr_type *type,
                               const pr_env *env, uint32_t depth) {
    pr_env named = {.outer = env, .name = item_name(), .node = item};
    pr_env members = {.outer = &named, .node = item, .members = true, .type = type};
    return pr_lower_tree(l, tree->items[1], &members, depth);
}

static bool is_boolean(const pr_lower *l, pr_node_id node) {
    return (l->graph->nodes.items[node].flags & PR_NODE_BOOLEAN) != 0;
}

/* The items of a constant list for which a filter's predicate is not known to be false. The filter is all of them where
 * it is known for each; false: it has to be looked at in the run. */
static bool filter_constant(pr_lower *l, const pr_ast *tree, const pr_list *list, const pr_type *type,
                            const pr_env *env, uint32_t depth, pr_node_id *out) {
    pr_value *kept = PR_NEW_ARRAY(l->graph->arena, pr_value, list->count + 1u);
    uint32_t count = 0;
    bool settled = true;
    for (uint32_t i = 0; kept != NULL && i < list->count; i++) {
        pr_node_id item = pr_graph_constant_at(l->graph, &list->items[i]);
        pr_node_id test = predicate_of(l, tree, item, type, env, depth);
        pr_value v;
        bool known = pr_graph_value(l->graph, test, &v) && !pr_is_error(v);
        if (test == PR_NONE || (known ? v.kind == PR_NUMBER : !is_boolean(l, test))) {
            return false;
        }
        settled = settled && known;
        if (!known || pr_is_true(v)) {
            kept[count++] = list->items[i];
        }
    }
    const pr_list *made = kept != NULL ? pr_list_make(kept, count, l->graph->arena) : NULL;
    if (made == NULL) {
        l->graph->failed = true;
        return false;
    }
    *out = pr_graph_constant(l->graph, pr_list_value(made));
    return settled;
}

pr_node_id pr_lower_filter(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id of = pr_lower_tree(l, tree->items[0], env, depth), out;
    const pr_type *type = element_type(tree->items[0]);
    const pr_list *list;
    out = of;
    if (constant_list(l, of, &list) && filter_constant(l, tree, list, type, env, depth, &out)) {
        return out;
    }
    pr_node_id nodes[2] = {out, predicate_of(l, tree, local(l, depth), type, env, depth + 1)};
    return pr_graph_node(l->graph, PR_OP_FILTER, 0, (uint16_t)depth, 0, nodes, 2);
}

static pr_node_id expanded(pr_lower *l, const pr_ast *tree, uint32_t n, const pr_list *list,
                           const pr_env *env, uint32_t depth) {
    pr_node_id *parts = pr_lower_nodes(l, list->count);
    if (parts == NULL) {
        return PR_NONE;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_env scope = {
            .outer = env, .name = tree->names[n], .node = pr_graph_constant_at(l->graph, &list->items[i])};
        parts[i] = pr_lower_iteration(l, tree, n + 1, &scope, depth);
        if ((tree->kind == PR_AST_SOME && pr_graph_is_true(l->graph, parts[i])) ||
            (tree->kind == PR_AST_EVERY && pr_graph_is_false(l->graph, parts[i]))) {
            return parts[i];
        }
    }
    bool innermost = n + 1 == tree->name_count;
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_SOME: return pr_graph_node(l->graph, PR_OP_OR, 0, 0, 0, parts, list->count);
    case PR_AST_EVERY: return pr_graph_node(l->graph, PR_OP_AND, 0, 0, 0, parts, list->count);
    default:
        return innermost
                   ? pr_graph_node(l->graph, PR_OP_LIST, 0, 0, 0, parts, list->count)
                   : pr_graph_node(l->graph, PR_OP_BUILTIN, 0, 0, PR_BUILTIN_CONCATENATE, parts, list->count);
    }
}

/* `before`: in the body of a `for` that looks at `partial`, what the levels around this one have given so far; PR_NONE:
 * this is the outermost. */
static pr_node_id iteration(pr_lower *l, const pr_ast *tree, uint32_t n, const pr_env *env, uint32_t depth,
                            pr_node_id before) {
    const pr_ast *body = tree->items[tree->count - 1];
    if (n == tree->name_count) {
        return pr_lower_tree(l, body, env, depth);
    }
    pr_node_id source = pr_lower_tree(l, tree->items[n], env, depth);
    bool innermost = n + 1 == tree->name_count;
    bool partial = tree->kind == PR_AST_FOR && pr_ast_mentions(body, "partial");
    const pr_list *list;
    if (!partial && constant_list(l, source, &list)) {
        return expanded(l, tree, n, list, env, depth);
    }
    pr_node_id given = PR_NONE;
    if (partial) {
        pr_node_id both[2] = {before, local(l, depth + 1)};
        given = before == PR_NONE
                    ? both[1]
                    : pr_graph_node(l->graph, PR_OP_BUILTIN, 0, 0, PR_BUILTIN_CONCATENATE, both, 2);
    }
    pr_env results = {.outer = env, .name = PR_TEXT("partial"), .node = given};
    pr_env scope = {
        .outer = partial && innermost ? &results : env, .name = tree->names[n], .node = local(l, depth)};
    pr_node_id nodes[2] = {source, iteration(l, tree, n + 1, &scope, depth + (partial ? 2 : 1), given)};
    pr_op op = tree->kind == PR_AST_SOME    ? PR_OP_SOME
               : tree->kind == PR_AST_EVERY ? PR_OP_EVERY
               : innermost                  ? PR_OP_FOR
                                            : PR_OP_FOR_FLAT;
    return pr_graph_node(l->graph, op, 0, (uint16_t)depth, partial ? 1 : 0, nodes, 2);
}

pr_node_id pr_lower_iteration(pr_lower *l, const pr_ast *tree, uint32_t n, const pr_env *env,
                              uint32_t depth) {
    return iteration(l, tree, n, env, depth, PR_NONE);
}
