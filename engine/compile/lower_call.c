/* Lowering of calls, function definitions and types. */
#include "compile/lower_parts.h"

#include "feel/builtin.h"

/* A parameter that is not named is null where null is as good as any value. */
static bool may_be_missing(const pr_signature *s, uint32_t parameter) {
    return parameter >= s->required || pr_text_is(s->types[parameter], "any");
}

/* Which parameter each argument is for; false where the signature has not all the names, or the call not all that are
 * needed. */
static bool fits_names(const pr_signature *s, const pr_ast *tree, uint32_t *order, uint32_t *count) {
    bool given[PR_BUILTIN_PARAMETERS] = {false};
    *count = s->required;
    for (uint32_t i = 0; i < tree->name_count; i++) {
        uint32_t k = 0;
        while (k < s->count && !pr_text_equal(s->names[k], tree->names[i])) {
            k++;
        }
        if (k == s->count || given[k]) {
            return false;
        }
        given[k] = true;
        order[i] = k;
        *count = k + 1 > *count ? k + 1 : *count;
    }
    for (uint32_t k = 0; k < s->count; k++) {
        if (!given[k] && !may_be_missing(s, k)) {
            return false;
        }
    }
    return true;
}

/* The arguments of a built-in in the order of the signature that has their names. */
static bool by_name(const pr_ast *tree, int builtin, uint32_t *order, uint32_t *count, uint16_t *chosen) {
    pr_signature signature;
    for (uint16_t n = 0; pr_builtin_signature((pr_builtin)builtin, n, &signature); n++) {
        if (fits_names(&signature, tree, order, count)) {
            *chosen = pr_builtin_signature((pr_builtin)builtin, 1, &signature) ? n + 1 : 0;
            return true;
        }
    }
    return false;
}

static pr_node_id place_named(pr_lower *l, const pr_ast *tree, int builtin, const pr_node_id *given,
                              pr_node_id *placed, uint32_t *count, uint16_t *chosen) {
    uint32_t order[PR_BUILTIN_PARAMETERS];
    if (tree->name_count > PR_BUILTIN_PARAMETERS || !by_name(tree, builtin, order, count, chosen)) {
        pr_text reason = pr_text_format(l->graph->arena, "%s has no parameters of these names",
                                        pr_builtin_name((pr_builtin)builtin));
        return pr_graph_constant(l->graph, pr_error_null(reason.at));
    }
    for (uint32_t i = 0; i < *count; i++) {
        placed[i] = pr_graph_constant(l->graph, pr_null());
    }
    for (uint32_t i = 0; i < tree->name_count; i++) {
        placed[order[i]] = given[i];
    }
    return PR_NONE;
}

/* Does a call look at what contexts hold, and may that be conditions? */
static bool reads_members(const pr_ast *call, int builtin) {
    for (uint32_t i = 1; pr_builtin_reads_members((uint32_t)builtin) && i < call->count; i++) {
        if (pr_type_has_conditions(call->items[i]->type)) {
            return true;
        }
    }
    return false;
}

static pr_node_id call_builtin(pr_lower *l, const pr_ast *tree, int builtin, const pr_env *env,
                               uint32_t depth) {
    pr_node_id *args = pr_lower_items(l, tree, 1, env, depth), named[PR_BUILTIN_PARAMETERS];
    uint32_t count = tree->count - 1;
    uint16_t chosen = 0;
    if (args == NULL) {
        return PR_NONE;
    }
    if (tree->named && count > 0) {
        pr_node_id error = place_named(l, tree, builtin, args, named, &count, &chosen);
        if (error != PR_NONE) {
            return error;
        }
        args = named;
    }
    if (!pr_builtin_takes((pr_builtin)builtin, count)) {
        const char *name = pr_builtin_name((pr_builtin)builtin);
        pr_text reason =
            pr_text_format(l->graph->arena, "%s is called with the wrong number of arguments", name);
        return pr_graph_constant(l->graph, pr_error_null(reason.at));
    }
    switch (builtin) {
    case PR_BUILTIN_NOT: return pr_graph_node(l->graph, PR_OP_NOT, 0, 0, 0, args, 1);
    case PR_BUILTIN_TODAY: return pr_graph_node(l->graph, PR_OP_TODAY, 0, 0, 0, NULL, 0);
    case PR_BUILTIN_NOW: return pr_graph_node(l->graph, PR_OP_NOW, 0, 0, 0, NULL, 0);
    default: {
        bool boolean = tree->type != NULL && tree->type->kind == PR_TYPE_BOOLEAN;
        uint8_t flags = boolean ? PR_NODE_BOOLEAN : 0;
        flags |= reads_members(tree, builtin) ? PR_NODE_ASKS : 0;
        return pr_graph_node(l->graph, PR_OP_BUILTIN, flags, chosen, (uint32_t)builtin, args, count);
    }
    }
}

pr_node_id pr_lower_call(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    const pr_ast *callee = tree->items[0];
    if (callee->kind == PR_AST_NAME && !pr_env_binds(env, callee->text)) {
        pr_node_id node;
        if (l->hooks != NULL && l->hooks->call(l, tree, env, depth, &node)) {
            return node;
        }
        int builtin = pr_builtin_find(callee->text);
        if (builtin >= 0) {
            return call_builtin(l, tree, builtin, env, depth);
        }
    } else if (callee->kind == PR_AST_NAME && pr_builtin_find(callee->text) >= 0) {
        /* Inside a filter whose items only the run knows: built-ins keep their names unless a local has it. */
        bool local = false;
        for (const pr_env *e = env; e != NULL && !local; e = e->outer) {
            local = !e->members && pr_text_equal(e->name, callee->text);
        }
        if (!local) {
            return call_builtin(l, tree, pr_builtin_find(callee->text), env, depth);
        }
    }
    pr_node_id *nodes = pr_lower_items(l, tree, 0, env, depth);
    uint32_t names = PR_NONE;
    if (tree->named && tree->name_count > 0) {
        names = pr_graph_shape(l->graph, tree->names, tree->name_count);
    }
    return nodes == NULL ? PR_NONE : pr_graph_node(l->graph, PR_OP_CALL, 0, 0, names, nodes, tree->count);
}

pr_node_id pr_lower_function(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_arena *arena = l->graph->arena;
    uint32_t count = tree->name_count;
    pr_env *scope = PR_NEW_ARRAY(arena, pr_env, count + 1u);
    const pr_type **types = PR_NEW_ARRAY(arena, const pr_type *, count + 1u);
    if (tree->external) {
        return pr_graph_constant(l->graph, pr_error_null("external functions are not supported"));
    }
    uint32_t shape = pr_graph_shape(l->graph, tree->names, count);
    if (scope == NULL || types == NULL || shape == PR_NONE) {
        l->graph->failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < count; i++) {
        pr_node_id parameter = pr_graph_node(l->graph, PR_OP_LOCAL, 0, 0, depth + i, NULL, 0);
        scope[i] = (pr_env){.outer = env, .name = tree->names[i], .node = parameter};
        env = &scope[i];
        types[i] =
            tree->types != NULL && tree->types[i] != NULL ? pr_lower_type(tree->types[i], arena) : NULL;
    }
    pr_node_id body = pr_lower_tree(l, tree->items[0], env, depth + count);
    if (!PR_PUSH(arena, &l->graph->function_types, (const pr_type *const *)types)) {
        l->graph->failed = true;
        return PR_NONE;
    }
    if (!PR_PUSH(arena, &l->graph->functions, l->graph->shapes.items[shape])) {
        l->graph->function_types.count--;
        l->graph->failed = true;
        return PR_NONE;
    }
    return pr_graph_node(l->graph, PR_OP_FUNCTION, 0, (uint16_t)depth, l->graph->functions.count - 1, &body,
                         1);
}

static const struct {
    const char *name;
    const pr_type *type;
} simple_types[] = {
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

const pr_type *pr_lower_type(const pr_ast *tree, pr_arena *arena) {
    for (size_t i = 0; i < sizeof simple_types / sizeof simple_types[0]; i++) {
        if (tree->count == 0 && pr_text_is(tree->text, simple_types[i].name)) {
            return simple_types[i].type;
        }
    }
    pr_type *type = PR_NEW(arena, pr_type);
    const pr_type **fields = PR_NEW_ARRAY(arena, const pr_type *, tree->count + 1u);
    if (type == NULL || fields == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        fields[i] = pr_lower_type(tree->items[i], arena);
        if (fields[i] == NULL) {
            return NULL;
        }
    }
    if (pr_text_is(tree->text, "list") || pr_text_is(tree->text, "range")) {
        type->kind = pr_text_is(tree->text, "list") ? PR_TYPE_LIST : PR_TYPE_RANGE;
        type->element = tree->count > 0 ? fields[0] : &pr_type_any;
    } else if (pr_text_is(tree->text, "context")) {
        *type = (pr_type){.kind = PR_TYPE_CONTEXT,
                          .names = tree->names,
                          .fields = fields,
                          .count = tree->name_count,
                          .open_fields = true};
    } else if (pr_text_is(tree->text, "function")) {
        type->kind = PR_TYPE_FUNCTION;
        if (tree->count > 0) {
            type->fields = fields;
            type->count = tree->count - 1;
            type->element = fields[tree->count - 1];
        }
    } else {
        return NULL;
    }
    return type;
}
