/* Lowering of names, operators and constructors. */
#include "compile/lower.h"

#include "compile/lower_parts.h"
#include "feel/builtin.h"

static uint8_t flags_of(const pr_ast *tree) {
    return tree->type != NULL && tree->type->kind == PR_TYPE_BOOLEAN && !tree->type->nullable
               ? PR_NODE_BOOLEAN
               : 0;
}

static bool has_member(const pr_type *type, pr_text name) {
    bool members = type->kind == PR_TYPE_CONTEXT || type->kind == PR_TYPE_ENTITY;
    return members && pr_type_field(type, name) != NULL;
}

/* Where the static type tells all the members; of most types there are none. */
static bool members_known(const pr_type *type) {
    return type != NULL && type->kind != PR_TYPE_ANY && type->kind != PR_TYPE_NULL && !type->open_fields;
}

bool pr_env_binds(const pr_env *env, pr_text name) {
    for (; env != NULL; env = env->outer) {
        if (env->members ? !members_known(env->type) || has_member(env->type, name)
                         : pr_text_equal(env->name, name)) {
            return true;
        }
    }
    return false;
}

/* The place of a member in its type, from 1; 0 where the type does not tell. The name becomes the type's own
 * copy, so that the run can tell by its address. */
static uint16_t place_of(const pr_type *type, pr_text *name) {
    type = pr_type_innermost(type);
    for (uint32_t i = 0; type != NULL && i < type->count && i < UINT16_MAX; i++) {
        if (pr_text_equal(type->names[i], *name)) {
            *name = type->names[i];
            return (uint16_t)(i + 1);
        }
    }
    return 0;
}

/* Where the type does not tell, the name may be that of a condition. */
static bool asks(const pr_type *type, pr_text name) {
    type = pr_type_innermost(type);
    const pr_type *field = type != NULL ? pr_type_field(type, name) : NULL;
    return field != NULL ? field->condition : pr_type_has_conditions(type);
}

/* A member of what is constant: a constant, or the condition that it is. False: there is no such member. */
static bool constant_member(pr_lower *l, pr_value v, pr_text name, pr_node_id *out) {
    const pr_context *of = v.kind == PR_CONTEXT ? v.context : v.kind == PR_ENTITY ? v.entity->fields : NULL;
    const pr_value *field = of != NULL ? pr_graph_member(l->graph, of, name) : NULL;
    if (field == NULL) {
        return false;
    }
    if (field->kind == PR_CONDITION) {
        l->passed = true;
        return l->hooks != NULL && l->hooks->condition(l, (uint32_t)field->number, out);
    }
    *out = pr_graph_constant_at(l->graph, field);
    return true;
}

/* The conditions of each of a constant list: what tells why sees one by one. */
static bool constant_members(pr_lower *l, const pr_list *list, pr_text name, pr_node_id *out) {
    pr_node_id *nodes = pr_lower_nodes(l, list->count);
    bool all = nodes != NULL && l->graph->fold;
    for (uint32_t i = 0; i < list->count && all; i++) {
        all = constant_member(l, list->items[i], name, &nodes[i]);
    }
    if (all) {
        *out = pr_graph_node(l->graph, PR_OP_LIST, 0, 0, 0, nodes, list->count);
    }
    return all;
}

pr_node_id pr_lower_member(pr_lower *l, pr_node_id of, pr_text name, const pr_type *type, uint8_t flags) {
    pr_value v;
    pr_node_id member;
    bool asked = asks(type, name);
    l->passed = false;
    if (pr_graph_value(l->graph, of, &v) &&
        (v.kind == PR_LIST ? asked && constant_members(l, v.list, name, &member)
                           : constant_member(l, v, name, &member))) {
        return member;
    }
    l->passed = false;
    flags |= asked ? PR_NODE_ASKS : 0;
    uint16_t place = place_of(type, &name);
    return pr_graph_node(l->graph, PR_OP_PATH, flags, place, pr_graph_name(l->graph, name), &of, 1);
}

static pr_node_id builtin_value(pr_lower *l, int builtin) {
    pr_function *f = PR_NEW(l->graph->arena, pr_function);
    if (f == NULL) {
        l->graph->failed = true;
        return PR_NONE;
    }
    *f = (pr_function){.node = PR_NONE, .builtin = (uint32_t)builtin};
    return pr_graph_constant(l->graph, (pr_value){.kind = PR_FUNCTION, .function = f});
}

/* A name that nothing here has: null, with the nearest of those that something has. */
static pr_node_id unknown_name(pr_lower *l, pr_text name, const pr_env *scope) {
    pr_arena *arena = l->graph->arena;
    PR_VEC(pr_text) known = {0};
    pr_text builtin;
    for (const pr_env *env = scope; env != NULL; env = env->outer) {
        if (!env->members) {
            (void)PR_PUSH(arena, &known, env->name);
        }
    }
    for (uint32_t i = 0; pr_builtin_known_name(i, &builtin); i++) {
        (void)PR_PUSH(arena, &known, builtin);
    }
    int near = known.items != NULL ? pr_text_nearest(name, known.items, known.count) : -1;
    pr_text reason = near >= 0 ? pr_text_format(arena, "there is no '%.*s' here: did you mean '%.*s'?",
                                                PR_ARG(name), PR_ARG(known.items[near]))
                               : pr_text_format(arena, "there is no '%.*s' here", PR_ARG(name));
    return pr_graph_constant(l->graph,
                             pr_error_null(reason.at != NULL ? reason.at : "there is no such name"));
}

static pr_node_id lower_name(pr_lower *l, const pr_ast *tree, const pr_env *env) {
    const pr_env *scope = env;
    for (; env != NULL; env = env->outer) {
        if (!env->members) {
            if (pr_text_equal(env->name, tree->text)) {
                return env->node;
            }
            continue;
        }
        if (members_known(env->type)) {
            if (has_member(env->type, tree->text)) {
                return pr_lower_member(l, env->node, tree->text, env->type, flags_of(tree));
            }
            continue;
        }
        pr_node_id args[2] = {env->node, lower_name(l, tree, env->outer)};
        l->passed = false;
        return pr_graph_node(l->graph, PR_OP_MEMBER, PR_NODE_ASKS, 0, pr_graph_name(l->graph, tree->text),
                             args, 2);
    }
    pr_node_id node;
    if (l->hooks != NULL && l->hooks->name(l, tree, &node)) {
        return node;
    }
    int builtin = pr_builtin_find(tree->text);
    if (builtin >= 0) {
        return builtin_value(l, builtin);
    }
    return unknown_name(l, tree->text, scope);
}

pr_node_id *pr_lower_nodes(pr_lower *l, uint32_t count) {
    pr_node_id *nodes =
        pr_arena_alloc(l->graph->arena, (count + (size_t)1) * sizeof *nodes, _Alignof(pr_node_id));
    l->graph->failed = l->graph->failed || nodes == NULL;
    return nodes;
}

pr_node_id *pr_lower_items(pr_lower *l, const pr_ast *tree, uint32_t from, const pr_env *env,
                           uint32_t depth) {
    pr_node_id *nodes = pr_lower_nodes(l, tree->count);
    if (nodes == NULL) {
        return NULL;
    }
    for (uint32_t i = from; i < tree->count; i++) {
        nodes[i - from] = pr_lower_tree(l, tree->items[i], env, depth);
    }
    return nodes;
}

/* `and` and `or`: what settles it makes the rest no matter. */
static pr_node_id lower_junction(pr_lower *l, const pr_ast *tree, pr_op op, const pr_env *env,
                                 uint32_t depth) {
    pr_node_id *nodes = pr_lower_nodes(l, tree->count);
    if (nodes == NULL) {
        return PR_NONE;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        nodes[i] = pr_lower_tree(l, tree->items[i], env, depth);
        if (l->graph->fold && (op == PR_OP_AND ? pr_graph_is_false(l->graph, nodes[i])
                                               : pr_graph_is_true(l->graph, nodes[i]))) {
            return nodes[i];
        }
    }
    return pr_graph_node(l->graph, op, flags_of(tree), 0, 0, nodes, tree->count);
}

static pr_node_id lower_operator(pr_lower *l, const pr_ast *tree, pr_op op, const pr_env *env,
                                 uint32_t depth) {
    pr_node_id *nodes = pr_lower_items(l, tree, 0, env, depth);
    return nodes == NULL ? PR_NONE : pr_graph_node(l->graph, op, flags_of(tree), 0, 0, nodes, tree->count);
}

static pr_node_id lower_if(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id test = pr_lower_tree(l, tree->items[0], env, depth);
    pr_value v;
    if (l->graph->fold && pr_graph_value(l->graph, test, &v) && !pr_is_error(v)) {
        return pr_lower_tree(l, tree->items[pr_is_true(v) ? 1 : 2], env, depth);
    }
    pr_node_id nodes[3] = {test, pr_lower_tree(l, tree->items[1], env, depth),
                           pr_lower_tree(l, tree->items[2], env, depth)};
    return pr_graph_node(l->graph, PR_OP_IF, flags_of(tree), 0, 0, nodes, 3);
}

static pr_node_id lower_range(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id *nodes = pr_lower_items(l, tree, 0, env, depth);
    uint16_t closed = (uint16_t)((tree->low_closed ? 1 : 0) | (tree->high_closed ? 2 : 0));
    return nodes == NULL ? PR_NONE
           : tree->bare  ? pr_graph_node(l->graph, PR_OP_STEPS, 0, 0, 0, nodes, 2)
                         : pr_graph_node(l->graph, PR_OP_RANGE, 0, closed, 0, nodes, 2);
}

static pr_op comparison_op(uint8_t kind) { return (pr_op)(PR_OP_EQUAL + (kind - PR_AST_EQUAL)); }

/* A unary test that stands as a value: the range of what passes it. */
static pr_node_id lower_test_value(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id end = pr_lower_tree(l, tree->items[0], env, depth);
    pr_node_id none = pr_graph_constant(l->graph, pr_null());
    enum { LOW_CLOSED = 1, HIGH_CLOSED = 2, FORM = 2, FIRST = PR_AST_EQUAL };
    static const struct {
        bool low, high; /* which ends the operand is */
        uint8_t closed;
        uint8_t form;
    } rows[] = {
        [PR_AST_EQUAL - FIRST] = {true, true, LOW_CLOSED | HIGH_CLOSED, PR_RANGE_EQUAL},
        [PR_AST_NOT_EQUAL - FIRST] = {true, true, LOW_CLOSED | HIGH_CLOSED, PR_RANGE_NOT_EQUAL},
        [PR_AST_LESS - FIRST] = {false, true, 0, PR_RANGE_COMPARISON},
        [PR_AST_LESS_EQUAL - FIRST] = {false, true, HIGH_CLOSED, PR_RANGE_COMPARISON},
        [PR_AST_GREATER - FIRST] = {true, false, 0, PR_RANGE_COMPARISON},
        [PR_AST_GREATER_EQUAL - FIRST] = {true, false, LOW_CLOSED, PR_RANGE_COMPARISON},
    };
    int row = tree->op - FIRST;
    pr_node_id ends[2] = {rows[row].low ? end : none, rows[row].high ? end : none};
    uint16_t bits = (uint16_t)(rows[row].closed | rows[row].form << FORM);
    return pr_graph_node(l->graph, PR_OP_RANGE, 0, bits, 0, ends, 2);
}

/* One test of `in`, as a condition on the value. */
static pr_node_id lower_test(pr_lower *l, pr_node_id value, const pr_ast *test, const pr_env *env,
                             uint32_t depth) {
    if (test->kind == PR_AST_DASH) {
        return pr_graph_constant(l->graph, pr_boolean(true));
    }
    if (test->kind == PR_AST_NOT_TESTS) {
        pr_node_id *nodes = PR_NEW_ARRAY(l->graph->arena, pr_node_id, test->count + 1u);
        for (uint32_t i = 0; nodes != NULL && i < test->count; i++) {
            nodes[i] = lower_test(l, value, test->items[i], env, depth);
        }
        pr_node_id any =
            nodes == NULL ? PR_NONE : pr_graph_node(l->graph, PR_OP_OR, 0, 0, 0, nodes, test->count);
        return pr_graph_node(l->graph, PR_OP_NOT, 0, PR_WHOLE, 0, &any, 1);
    }
    if (test->kind == PR_AST_TEST) {
        pr_node_id pair[2] = {value, pr_lower_tree(l, test->items[0], env, depth)};
        return pr_graph_node(l->graph, comparison_op(test->op), 0, 0, 0, pair, 2);
    }
    if (pr_ast_is_test_of_input(test)) {
        pr_env input = {.outer = env, .name = PR_TEXT("?"), .node = value};
        return pr_lower_tree(l, test, &input, depth);
    }
    pr_node_id pair[2] = {value, pr_lower_tree(l, test, env, depth)};
    return pr_graph_node(l->graph, PR_OP_IN, 0, 0, 0, pair, 2);
}

static pr_node_id lower_in(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id value = pr_lower_tree(l, tree->items[0], env, depth);
    if (tree->count == 2) {
        return lower_test(l, value, tree->items[1], env, depth);
    }
    pr_node_id *nodes = PR_NEW_ARRAY(l->graph->arena, pr_node_id, tree->count);
    if (nodes == NULL) {
        l->graph->failed = true;
        return PR_NONE;
    }
    bool whole = true; /* tests that are expressions have words of their own */
    for (uint32_t i = 1; i < tree->count; i++) {
        whole = whole && !pr_ast_is_test_of_input(tree->items[i]);
    }
    for (uint32_t i = 1; i < tree->count; i++) {
        pr_graph_mark mark = pr_graph_begin(l->graph);
        nodes[i - 1] = lower_test(l, value, tree->items[i], env, depth);
        if (!whole && !pr_ast_is_test_of_input(tree->items[i])) {
            pr_graph_place(l->graph, nodes[i - 1], l->graph->origin, mark);
        }
    }
    return pr_graph_node(l->graph, PR_OP_OR, 0, whole ? PR_WHOLE : 0, 0, nodes, tree->count - 1);
}

static pr_node_id lower_context(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id *nodes = PR_NEW_ARRAY(l->graph->arena, pr_node_id, tree->count + 1u);
    pr_env *scope = PR_NEW_ARRAY(l->graph->arena, pr_env, tree->count + 1u);
    if (nodes == NULL || scope == NULL) {
        l->graph->failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (pr_text_equal(tree->names[k], tree->names[i])) {
                return pr_graph_constant(l->graph, pr_error_null("a context has two entries of one name"));
            }
        }
        nodes[i] = pr_lower_tree(l, tree->items[i], env, depth);
        pr_text name = pr_feel_normal_name(tree->names[i], l->graph->arena);
        scope[i] = (pr_env){.outer = env, .name = name, .node = nodes[i]};
        env = &scope[i];
    }
    uint32_t shape = pr_graph_shape(l->graph, tree->names, tree->count);
    return pr_graph_node(l->graph, PR_OP_CONTEXT, 0, 0, shape, nodes, tree->count);
}

static pr_node_id lower_instance(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    const pr_type *type = pr_lower_type(tree->items[1], l->graph->arena);
    pr_node_id value = pr_lower_tree(l, tree->items[0], env, depth);
    if (type == NULL) {
        return pr_graph_constant(l->graph, pr_error_null("there is no type of this name"));
    }
    if (!PR_PUSH(l->graph->arena, &l->graph->types, type)) {
        l->graph->failed = true;
        return PR_NONE;
    }
    return pr_graph_node(l->graph, PR_OP_INSTANCE, 0, 0, l->graph->types.count - 1, &value, 1);
}

static pr_node_id lower_path(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_id node;
    if (l->hooks != NULL && l->hooks->path(l, tree, env, &node)) {
        return node;
    }
    return pr_lower_member(l, pr_lower_tree(l, tree->items[0], env, depth), tree->text, tree->items[0]->type,
                           flags_of(tree));
}

static pr_node_id lower_kind(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_NAME: return lower_name(l, tree, env);
    case PR_AST_PATH: return lower_path(l, tree, env, depth);
    case PR_AST_FILTER: return pr_lower_filter(l, tree, env, depth);
    case PR_AST_CALL: return pr_lower_call(l, tree, env, depth);
    case PR_AST_NEGATE: return lower_operator(l, tree, PR_OP_NEGATE, env, depth);
    case PR_AST_ADD:
    case PR_AST_SUBTRACT:
    case PR_AST_MULTIPLY:
    case PR_AST_DIVIDE:
    case PR_AST_POWER:
        return lower_operator(l, tree, (pr_op)(PR_OP_ADD + (tree->kind - PR_AST_ADD)), env, depth);
    case PR_AST_EQUAL:
    case PR_AST_NOT_EQUAL:
    case PR_AST_LESS:
    case PR_AST_LESS_EQUAL:
    case PR_AST_GREATER:
    case PR_AST_GREATER_EQUAL: return lower_operator(l, tree, comparison_op(tree->kind), env, depth);
    case PR_AST_AND: return lower_junction(l, tree, PR_OP_AND, env, depth);
    case PR_AST_OR: return lower_junction(l, tree, PR_OP_OR, env, depth);
    case PR_AST_BETWEEN: return lower_operator(l, tree, PR_OP_BETWEEN, env, depth);
    case PR_AST_IN: return lower_in(l, tree, env, depth);
    case PR_AST_IF: return lower_if(l, tree, env, depth);
    case PR_AST_FOR:
    case PR_AST_SOME:
    case PR_AST_EVERY: return pr_lower_iteration(l, tree, 0, env, depth);
    case PR_AST_LIST: return lower_operator(l, tree, PR_OP_LIST, env, depth);
    case PR_AST_CONTEXT: return lower_context(l, tree, env, depth);
    case PR_AST_RANGE: return lower_range(l, tree, env, depth);
    case PR_AST_TEST: return lower_test_value(l, tree, env, depth);
    case PR_AST_FUNCTION: return pr_lower_function(l, tree, env, depth);
    case PR_AST_INSTANCE_OF: return lower_instance(l, tree, env, depth);
    case PR_AST_NULL:
    case PR_AST_DASH:
    case PR_AST_NOT_TESTS:
    case PR_AST_TYPE: return pr_graph_constant(l->graph, pr_null());
    case PR_AST_BOOLEAN:
    case PR_AST_NUMBER:
    case PR_AST_STRING:
    case PR_AST_AT: break;
    }
    return pr_graph_constant(l->graph, tree->value);
}

/* Proofs tell it in its words, where it stands. What only passes another's value on has none of its own. */
static bool is_told(const pr_lower *l, const pr_ast *tree, pr_node_id node) {
    const pr_graph *g = l->graph;
    pr_op op = node != PR_NONE ? (pr_op)g->nodes.items[node].op : PR_OP_CONSTANT;
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_EQUAL:
    case PR_AST_NOT_EQUAL:
    case PR_AST_LESS:
    case PR_AST_LESS_EQUAL:
    case PR_AST_GREATER:
    case PR_AST_GREATER_EQUAL:
    case PR_AST_BETWEEN:
    case PR_AST_IN:
    case PR_AST_SOME:
    case PR_AST_EVERY:
    case PR_AST_INSTANCE_OF: return true;
    case PR_AST_CALL: return op == PR_OP_BUILTIN || op == PR_OP_CALL;
    case PR_AST_IF: return op == PR_OP_IF;
    case PR_AST_FILTER: return op == PR_OP_FILTER;
    case PR_AST_NAME:
    case PR_AST_PATH:
        return !l->passed && tree->type != NULL && tree->type->kind == PR_TYPE_BOOLEAN &&
               (op == PR_OP_ATTRIBUTE || op == PR_OP_PARAMETER || op == PR_OP_PATH || op == PR_OP_MEMBER);
    case PR_AST_ADD:
    case PR_AST_SUBTRACT:
    case PR_AST_MULTIPLY:
    case PR_AST_DIVIDE:
    case PR_AST_POWER:
    case PR_AST_NEGATE: return op >= PR_OP_ADD && op <= PR_OP_NEGATE;
    default: return false;
    }
}

pr_node_id pr_lower_tree(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    pr_node_origin outer = l->graph->origin;
    pr_graph_mark mark = pr_graph_begin(l->graph);
    l->graph->origin = (pr_node_origin){.source = l->source, .start = tree->start, .end = tree->end};
    l->passed = false;
    pr_node_id node = lower_kind(l, tree, env, depth);
    if (is_told(l, tree, node)) {
        pr_graph_place(l->graph, node, l->graph->origin, mark);
    }
    l->graph->origin = outer;
    return node;
}

/* A text that is part of a text: its parts are. What is not known in it is then shown where it stands. */
static uint32_t splice(const pr_graph *g, pr_node_id node, pr_node_id *out) {
    const pr_node *n = &g->nodes.items[node];
    if (n->op != PR_OP_TEMPLATE) {
        *out = node;
        return 1;
    }
    memcpy(out, g->args.items + n->first, n->count * sizeof *out);
    return n->count;
}

pr_node_id pr_lower_template(pr_lower *l, const pr_ast *list, const pr_env *env, uint32_t depth, bool slot) {
    pr_node_id *nodes = pr_lower_items(l, list, 0, env, depth);
    uint32_t room = 0, count = 0;
    for (uint32_t i = 0; nodes != NULL && !l->graph->failed && i < list->count; i++) {
        const pr_node *n = &l->graph->nodes.items[nodes[i]];
        room += n->op == PR_OP_TEMPLATE ? n->count : 1;
    }
    pr_node_id *parts = PR_NEW_ARRAY(l->graph->arena, pr_node_id, room + 1u);
    if (nodes == NULL || parts == NULL || l->graph->failed) {
        l->graph->failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        count += splice(l->graph, nodes[i], parts + count);
    }
    return pr_graph_node(l->graph, PR_OP_TEMPLATE, 0, 0, slot ? PR_TEMPLATE_SLOT : PR_TEMPLATE_SHOWN, parts,
                         count);
}
