/* Grounding: rules expanded over the knowledge base.
 *
 * Variables over lists that are known now are bound one after the other; a condition is lowered as soon as
 * its variables are bound, and one that is false ends the branch. What is left becomes a body of a numbered
 * fact, or, where variables remain that range over the profile or over facts, a loop.
 */
#include "compile/ground.h"

typedef pr_instance instance;

static const pr_env *scope_of(instance *in, pr_vars bound) {
    const pr_env *outer = NULL;
    for (uint32_t i = 0; i < in->rule->rule->binding_count; i++) {
        if ((bound >> i & 1) != 0) {
            in->scope[i].outer = outer;
            outer = &in->scope[i];
        }
    }
    return outer;
}

static pr_node_id condition(pr_graph *g, pr_node_id node) {
    return pr_graph_node(g, PR_OP_CONDITION, 0, 0, 0, &node, 1);
}

pr_node_id pr_ground_condition(instance *in, pr_node_id node) { return condition(&in->build->graph, node); }

static pr_node_id lower_nested(instance *in, const pr_kb_when *when, pr_ast *const **trees, const pr_env *env,
                               uint32_t depth) {
    pr_graph *g = &in->build->graph;
    if (when->kind == PR_WHEN_EXPRESSION) {
        pr_lower l = pr_build_lower(in->build, &when->source);
        return condition(g, pr_build_root(&l, *(*trees)++, env, depth));
    }
    pr_node_id *parts = PR_NEW_ARRAY(in->build->arena, pr_node_id, when->count + 1u);
    if (parts == NULL) {
        g->failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < when->count; i++) {
        parts[i] = lower_nested(in, &when->items[i], trees, env, depth);
    }
    pr_node_id joined =
        pr_graph_node(g, when->kind == PR_WHEN_ANY ? PR_OP_OR : PR_OP_AND, 0, 0, 0, parts, when->count);
    return when->kind == PR_WHEN_NOT ? pr_graph_node(g, PR_OP_NOT, 0, 0, 0, &joined, 1) : joined;
}

static pr_node_id lower_in_scope(instance *in, const pr_conjunct *c, pr_vars bound, uint32_t depth) {
    const pr_env *env = scope_of(in, bound);
    if (c->tree == NULL) {
        pr_ast *const *trees = c->trees;
        return lower_nested(in, c->when, &trees, env, depth);
    }
    pr_lower l = pr_build_lower(in->build, &c->when->source);
    pr_node_id node = pr_build_root(&l, c->tree, env, depth);
    return condition(&in->build->graph, node);
}

static pr_node_id lower_conjunct(instance *in, const pr_conjunct *c, pr_vars bound, uint32_t depth) {
    uint32_t outer = in->build->graph.scope;
    in->build->graph.scope = pr_rule_scope(in->number);
    pr_node_id node = lower_in_scope(in, c, bound, depth);
    in->build->graph.scope = outer;
    return node;
}

/* Lowers the conditions that the fixed variables allow. False: one of them does not hold. */
static bool test_fixed(instance *in) {
    for (uint32_t i = 0; i < in->rule->conjuncts.count; i++) {
        const pr_conjunct *c = &in->rule->conjuncts.items[i];
        if (in->done[i] != 0 || (c->uses & ~in->fixed) != 0) {
            continue;
        }
        in->done[i] = 1;
        pr_node_id node = lower_conjunct(in, c, in->fixed, 0);
        if (node == PR_NONE || pr_graph_is_false(&in->build->graph, node)) {
            return false;
        }
        if (!pr_graph_is_true(&in->build->graph, node)) {
            in->residual[in->residual_count++] = node;
        }
    }
    return true;
}

static const pr_value *kept_bindings(instance *in) {
    uint32_t count = in->rule->rule->binding_count;
    pr_value *values = PR_NEW_ARRAY(in->build->arena, pr_value, count + 1u);
    for (uint32_t i = 0; values != NULL && i < count; i++) {
        if ((in->fixed >> i & 1) != 0) {
            values[i] = in->values[i];
        }
    }
    in->build->failed = in->build->failed || values == NULL;
    return values;
}

static pr_node_id because_of(instance *in, const pr_env *env, uint32_t depth) {
    const pr_ast *tree = in->rule->because;
    const pr_feel_source *source = &in->rule->rule->because;
    if (in->row != NULL && in->row->because.text.length > 0) {
        tree = in->rule->table->rows[in->row - in->rule->rule->table->rows].because;
        source = &in->row->because;
    }
    if (tree == NULL) {
        return PR_NONE;
    }
    pr_lower l = pr_build_lower(in->build, source);
    return pr_lower_template(&l, tree, env, depth, false);
}

/* Where a slot's value is written: in `then`, or in a cell of the table. */
static pr_span place_of_slot(const instance *in, const pr_kb_head *head, uint32_t slot) {
    const pr_kb_assignment *a = &head->assignments[slot];
    return pr_origin_whole(a->output > 0 && in->row != NULL ? &in->row->outputs[a->output - 1].origin
                                                            : &a->origin);
}

static void report_slot(instance *in, const pr_kb_head *head, uint32_t slot, pr_value value) {
    pr_build *b = in->build;
    const pr_kb_relation *relation = &b->kb->relations.items[head->relation];
    const pr_schema *schema = relation->slots[slot].schema;
    pr_text name = relation->slots[slot].name, id = pr_string_text(value);
    pr_span place = place_of_slot(in, head, slot);
    if (schema->kind == PR_SCHEMA_ENUM) {
        pr_diag *diag = pr_error(b->diags, "wrong-value", place, "the slot '%.*s' of '%.*s' cannot be '%.*s'",
                                 PR_ARG(name), PR_ARG(relation->name), PR_ARG(id));
        pr_diag_suggest(b->diags, diag, id, schema->values, schema->value_count);
    } else {
        pr_build_no_entity(b, schema, id, place);
    }
    in->stop = true;
}

/* Only the run knows the text, and which entity it is the id of: rules bind entities, and compare their ids. */
static void report_late_entity(instance *in, const pr_kb_head *head, uint32_t slot) {
    const pr_kb_relation *relation = &in->build->kb->relations.items[head->relation];
    const pr_schema *schema = relation->slots[slot].schema;
    bool any = schema->collection.length == 0;
    pr_text collection = any ? PR_TEXT("a collection") : schema->collection;
    pr_diag *diag =
        pr_error(in->build->diags, "wrong-type", place_of_slot(in, head, slot),
                 "the slot '%.*s' of '%.*s' is an entity, and this is text that only the profile tells",
                 PR_ARG(relation->slots[slot].name), PR_ARG(relation->name));
    pr_diag_hint(in->build->diags, diag,
                 "let the rule range over %.*s, for: {x: ...}, and compare x.id with the text",
                 PR_ARG(collection));
    in->stop = true;
}

static bool fits_slot(instance *in, const pr_kb_head *head, uint32_t slot, pr_value *value) {
    const pr_schema *schema = in->build->kb->relations.items[head->relation].slots[slot].schema;
    if (schema->kind != PR_SCHEMA_ENUM || value->kind != PR_STRING) {
        return pr_build_slot_value(in->build, head->relation, slot, value);
    }
    for (uint32_t i = 0; i < schema->value_count; i++) {
        if (pr_text_equal(schema->values[i], pr_string_text(*value))) {
            return true;
        }
    }
    return false;
}

static pr_node_id slot_node(instance *in, const pr_checked_head *h, uint32_t slot, const pr_env *env,
                            uint32_t depth) {
    pr_build *b = in->build;
    const pr_kb_assignment *a = &h->head->assignments[slot];
    pr_node_id node;
    if (a->output > 0 && in->outputs != NULL) {
        node = pr_graph_as_slot(&b->graph, in->outputs[a->output - 1]);
    } else if (a->is_value) {
        node = pr_graph_constant(&b->graph, a->value);
    } else if (a->source.text.at == NULL) {
        node = pr_graph_constant(&b->graph, pr_null());
    } else {
        pr_lower l = pr_build_lower(b, &a->source);
        node = a->is_template ? pr_lower_template(&l, h->slots[slot], env, depth, true)
                              : pr_build_root(&l, h->slots[slot], env, depth);
    }
    pr_value value;
    if (node == PR_NONE) {
        return node;
    }
    if (!pr_graph_value(&b->graph, node, &value)) {
        const pr_schema *schema = b->kb->relations.items[h->head->relation].slots[slot].schema;
        const pr_type *type = a->output > 0            ? in->rule->table->output_types[a->output - 1]
                              : h->slots[slot] != NULL ? h->slots[slot]->type
                                                       : NULL;
        bool text = a->is_template || (type != NULL && type->kind == PR_TYPE_STRING);
        if (schema->kind == PR_SCHEMA_ENTITY && text) {
            report_late_entity(in, h->head, slot);
        }
        return node;
    }
    if (!fits_slot(in, h->head, slot, &value)) {
        report_slot(in, h->head, slot, value);
    }
    return pr_graph_constant(&b->graph, value);
}

/* A tuple that is not constant came up in a relation that was taken for pure: all is lowered again. */
static void found_impure(instance *in, uint32_t relation) {
    if (!in->build->impure[relation]) {
        in->build->impure[relation] = true;
        in->again = true;
    }
}

pr_node_id *pr_ground_slots(instance *in, const pr_checked_head *head, const pr_env *env, uint32_t depth) {
    pr_build *b = in->build;
    uint32_t count = b->kb->relations.items[head->head->relation].slot_count;
    pr_node_id *slots = PR_NEW_ARRAY(b->arena, pr_node_id, count + 1u);
    for (uint32_t s = 0; slots != NULL && s < count; s++) {
        slots[s] = slot_node(in, head, s, env, depth);
    }
    b->failed = b->failed || slots == NULL;
    return slots;
}

static void conclude_body(instance *in, uint32_t number, pr_node_id extra, const pr_env *env,
                          pr_node_id *const *slots) {
    pr_build *b = in->build;
    pr_body body = {.rule = number, .bindings = kept_bindings(in), .because = because_of(in, env, 0)};
    body.node = pr_graph_node(&b->graph, PR_OP_AND, 0, 0, 0, in->residual, in->residual_count);
    if (extra != PR_NONE) {
        pr_node_id both[2] = {body.node, extra};
        body.node = pr_graph_node(&b->graph, PR_OP_AND, 0, 0, 0, both, 2);
    }
    for (uint32_t h = 0; h < in->rule->rule->head_count && !b->failed && !b->graph.failed; h++) {
        uint32_t relation = in->rule->heads[h].head->relation;
        bool constant = true;
        for (uint32_t s = 0; s < b->kb->relations.items[relation].slot_count; s++) {
            pr_value v;
            constant = pr_graph_value(&b->graph, slots[h][s], &v) && constant;
        }
        if (!constant) {
            found_impure(in, relation);
        }
        if (!pr_draft_support(b, pr_draft_nodes(b, relation, slots[h]), body)) {
            b->failed = true;
        }
    }
}

static void conclude_loop(instance *in, const pr_bound *bound, uint32_t number, pr_node_id extra,
                          const pr_env *env, pr_node_id *const *slots) {
    pr_build *b = in->build;
    const pr_node_id *tests = bound->tests;
    pr_node_id because = because_of(in, env, bound->levels);
    if (extra != PR_NONE) {
        pr_node_id *own = PR_NEW_ARRAY(b->arena, pr_node_id, bound->levels + 1u);
        if (own == NULL) {
            b->failed = true;
            return;
        }
        memcpy(own, tests, (bound->levels + 1u) * sizeof *own);
        pr_node_id both[2] = {own[bound->levels], extra};
        own[bound->levels] =
            both[0] == PR_NONE ? extra : pr_graph_node(&b->graph, PR_OP_AND, 0, 0, 0, both, 2);
        tests = own;
    }
    for (uint32_t h = 0; h < in->rule->rule->head_count; h++) {
        uint32_t relation = in->rule->heads[h].head->relation;
        found_impure(in, relation);
        pr_loop loop = {.relation = relation,
                        .rule = number,
                        .level_count = bound->levels,
                        .sources = bound->sources,
                        .variables = bound->variables,
                        .tests = tests,
                        .slots = slots[h],
                        .because = because,
                        .bindings = kept_bindings(in)};
        if (!PR_PUSH(b->arena, &b->loops, loop)) {
            b->failed = true;
        }
    }
}

void pr_ground_conclude(instance *in, const pr_bound *bound, uint32_t number, pr_node_id extra,
                        const pr_env *env, pr_node_id *const *slots) {
    if (in->build->failed || in->build->graph.failed) {
        return;
    }
    if (bound->levels > 0) {
        conclude_loop(in, bound, number, extra, env, slots);
    } else {
        conclude_body(in, number, extra, env, slots);
    }
}

/* What is left to say of an instance whose variables are bound. */
static void emit(instance *in, const pr_bound *bound) {
    if (in->rule->table != NULL) {
        pr_ground_table(in, bound);
        return;
    }
    pr_node_id **slots = PR_NEW_ARRAY(in->build->arena, pr_node_id *, in->rule->rule->head_count + 1u);
    for (uint32_t h = 0; slots != NULL && h < in->rule->rule->head_count; h++) {
        slots[h] = pr_ground_slots(in, &in->rule->heads[h], bound->env, bound->levels);
    }
    in->build->failed = in->build->failed || slots == NULL;
    pr_ground_conclude(in, bound, in->number, PR_NONE, bound->env, slots);
}

static void emit_body(instance *in) {
    pr_bound bound = {.env = scope_of(in, in->fixed)};
    emit(in, &bound);
}

/* The conditions that can be tested once the first `level` loop variables are bound, and not before. */
static pr_node_id loop_test(instance *in, pr_vars before, pr_vars now, uint32_t level, uint32_t depth) {
    pr_node_id *parts =
        PR_NEW_ARRAY(in->build->arena, pr_node_id, in->rule->conjuncts.count + in->residual_count + 1u);
    uint32_t count = 0;
    if (parts == NULL) {
        in->build->failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; level == 0 && i < in->residual_count; i++) {
        parts[count++] = in->residual[i];
    }
    for (uint32_t i = 0; i < in->rule->conjuncts.count; i++) {
        const pr_conjunct *c = &in->rule->conjuncts.items[i];
        bool ready = (c->uses & ~now) == 0 && (c->uses & ~before) != 0;
        if (in->done[i] == 0 && ready) {
            parts[count++] = lower_conjunct(in, c, now, depth);
        }
    }
    return count == 0 ? PR_NONE : pr_graph_node(&in->build->graph, PR_OP_AND, 0, 0, 0, parts, count);
}

static void bind_local(instance *in, uint32_t variable, uint32_t level) {
    in->scope[variable].name = in->rule->variables[variable].name;
    in->scope[variable].node = pr_graph_node(&in->build->graph, PR_OP_LOCAL, 0, 0, level, NULL, 0);
}

static void emit_loop(instance *in) {
    pr_build *b = in->build;
    const pr_kb_rule *rule = in->rule->rule;
    uint32_t levels = 0;
    pr_node_id *sources = PR_NEW_ARRAY(b->arena, pr_node_id, rule->binding_count + 1u);
    uint32_t *variables = PR_NEW_ARRAY(b->arena, uint32_t, rule->binding_count + 1u);
    pr_node_id *tests = PR_NEW_ARRAY(b->arena, pr_node_id, rule->binding_count + 1u);
    if (sources == NULL || variables == NULL || tests == NULL) {
        b->failed = true;
        return;
    }
    pr_vars bound = in->fixed;
    tests[0] = loop_test(in, 0, bound, 0, 0);
    for (uint32_t i = 0; i < rule->binding_count; i++) {
        if ((in->later >> i & 1) == 0) {
            continue;
        }
        pr_lower l = pr_build_lower(b, &rule->bindings[i].source);
        sources[levels] = pr_build_root(&l, in->rule->sources[i], scope_of(in, bound), levels);
        variables[levels] = i;
        bind_local(in, i, levels);
        pr_vars now = bound | (pr_vars)1 << i;
        levels++;
        tests[levels] = loop_test(in, bound, now, levels, levels);
        bound = now;
    }
    pr_bound all = {.env = scope_of(in, bound),
                    .levels = levels,
                    .sources = sources,
                    .tests = tests,
                    .variables = variables};
    emit(in, &all);
}

static void report_limit(instance *in) {
    const pr_kb_rule *rule = in->rule->rule;
    pr_diag *d =
        pr_error(in->build->diags, "limit", pr_origin_whole(&rule->origin),
                 "rule '%.*s' has more than %u instances", PR_ARG(rule->id), in->build->instance_limit);
    pr_text sizes = {0};
    for (uint32_t i = 0; i < rule->binding_count; i++) {
        if ((in->fixed >> i & 1) == 0) {
            continue; /* the run's */
        }
        sizes = pr_text_format(in->build->arena, "%.*s%s%.*s ranges over %u", PR_ARG(sizes),
                               sizes.length > 0 ? ", " : "", PR_ARG(rule->bindings[i].name), in->sizes[i]);
        if (sizes.at == NULL) {
            return;
        }
    }
    pr_diag_hint(
        in->build->diags, d,
        "%.*s: join them by a condition, or range over less; the limit 'rule-instances' may be raised",
        PR_ARG(sizes));
    in->stop = true;
}

static void expand(instance *in);

static void expand_over(instance *in, uint32_t variable, const pr_list *list) {
    uint8_t *outer_done = in->done;
    uint32_t outer_residual = in->residual_count, conjuncts = in->rule->conjuncts.count;
    uint8_t *done = PR_NEW_ARRAY(in->build->arena, uint8_t, conjuncts + 1u);
    if (done == NULL) {
        in->build->failed = true;
        return;
    }
    in->sizes[variable] = list->count;
    in->fixed |= (pr_vars)1 << variable;
    for (uint32_t i = 0; i < list->count && !in->stop && !in->build->failed && !in->build->graph.failed;
         i++) {
        memcpy(done, outer_done, conjuncts);
        in->done = done;
        in->residual_count = outer_residual;
        in->values[variable] = list->items[i];
        in->scope[variable].name = in->rule->variables[variable].name;
        in->scope[variable].node = pr_graph_constant_at(&in->build->graph, &list->items[i]);
        if (test_fixed(in)) {
            expand(in);
        }
    }
    in->fixed &= ~((pr_vars)1 << variable);
    in->done = outer_done;
    in->residual_count = outer_residual;
}

/* Binds the next variable whose list is known, or emits when none is left. */
static void expand(instance *in) {
    pr_build *b = in->build;
    const pr_kb_rule *rule = in->rule->rule;
    pr_vars later = in->later;
    for (uint32_t i = 0; i < rule->binding_count; i++) {
        pr_vars bit = (pr_vars)1 << i;
        if (((in->fixed | in->later) & bit) != 0) {
            continue;
        }
        pr_value v = pr_null();
        if ((in->rule->source_uses[i] & ~in->fixed) == 0) {
            pr_lower l = pr_build_lower(b, &rule->bindings[i].source);
            pr_node_id source = pr_build_root(&l, in->rule->sources[i], scope_of(in, in->fixed), 0);
            (void)pr_graph_value(&b->graph, source, &v);
        }
        if (v.kind == PR_LIST) {
            expand_over(in, i, v.list);
            in->later = later;
            return;
        }
        in->later |= bit;
    }
    if (++in->emitted > b->instance_limit) {
        report_limit(in);
    } else if (in->later != 0) {
        emit_loop(in);
    } else {
        emit_body(in);
    }
    in->later = later;
}

bool pr_ground(pr_build *b, const pr_checked_rule *rules, bool *again) {
    *again = false;
    for (uint32_t r = 0; r < b->kb->rules.count && !b->failed && !b->graph.failed; r++) {
        if (rules[r].idle) {
            continue;
        }
        instance in = {.build = b, .rule = &rules[r], .number = r};
        in.done = PR_NEW_ARRAY(b->arena, uint8_t, rules[r].conjuncts.count + 1u);
        in.residual = PR_NEW_ARRAY(b->arena, pr_node_id, rules[r].conjuncts.count + 1u);
        if (in.done == NULL || in.residual == NULL) {
            b->failed = true;
            break;
        }
        if (test_fixed(&in)) {
            expand(&in);
        }
        b->instances += in.emitted;
        *again = *again || in.again;
    }
    return !b->failed && !b->graph.failed;
}
