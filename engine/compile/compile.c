/* The passes of the compiler, in order. */
#include "compile/compile.h"

#include "base/limits.h"
#include "compile/rules.h"

static bool check_conditions(pr_build *b) {
    b->conditions = PR_NEW_ARRAY(b->arena, pr_condition_state, b->kb->conditions.count + 1u);
    bool ok = b->conditions != NULL;
    for (uint32_t i = 0; b->conditions != NULL && i < b->kb->conditions.count; i++) {
        const pr_kb_condition *c = &b->kb->conditions.items[i];
        if (c->constant) {
            continue;
        }
        pr_typed_name self = {PR_TEXT("this"), pr_scope_entity_type(b, c->entity->collection)};
        b->conditions[i].tree = pr_scope_check(b, &c->source, &self, 1, &pr_type_boolean);
        ok = ok && b->conditions[i].tree != NULL;
    }
    return ok;
}

/* Derived attributes and functions that nothing uses are checked too. */
static bool check_globals(pr_build *b) {
    bool ok = true;
    for (uint32_t i = 0; i < b->kb->derived.count; i++) {
        ok = pr_scope_check_global(b, b->kb->derived.items[i].name) && ok;
    }
    for (uint32_t i = 0; i < b->kb->functions.count; i++) {
        ok = pr_scope_check_global(b, b->kb->functions.items[i].name) && ok;
    }
    return ok;
}

typedef struct field_trees {
    pr_ast *absent, *low, *high;
} field_trees;

static pr_ast *check_field(pr_build *b, const pr_feel_source *source, const pr_type *type, bool *ok) {
    if (source->text.length == 0) {
        return NULL;
    }
    pr_ast *tree = pr_scope_check(b, source, NULL, 0, type);
    *ok = *ok && tree != NULL;
    return tree;
}

static field_trees *check_attributes(pr_build *b) {
    field_trees *trees = PR_NEW_ARRAY(b->arena, field_trees, b->kb->attributes.count + 1u);
    bool ok = trees != NULL;
    for (uint32_t i = 0; trees != NULL && i < b->kb->attributes.count; i++) {
        const pr_field *f = &b->kb->attributes.items[i];
        trees[i].absent = check_field(b, &f->absent_expression, f->schema->type, &ok);
        trees[i].low = check_field(b, &f->expected_low, f->schema->type, &ok);
        trees[i].high = check_field(b, &f->expected_high, f->schema->type, &ok);
    }
    return ok ? trees : NULL;
}

static pr_node_id lower_field(pr_build *b, const pr_feel_source *source, const pr_ast *tree) {
    if (tree == NULL) {
        return PR_NONE;
    }
    pr_lower l = pr_build_lower(b, source);
    return pr_build_root(&l, tree, NULL, 0);
}

static void lower_attributes(pr_build *b, const field_trees *trees) {
    for (uint32_t i = 0; i < b->kb->attributes.count; i++) {
        pr_attribute *a = &b->attributes[i];
        const pr_field *f = a->field;
        a->absent = f->has_absent && f->absent_expression.text.length == 0
                        ? pr_graph_constant(&b->graph, f->absent)
                        : lower_field(b, &f->absent_expression, trees[i].absent);
        a->expected_low = lower_field(b, &f->expected_low, trees[i].low);
        a->expected_high = lower_field(b, &f->expected_high, trees[i].high);
    }
}

/* Does an expression that must look at no facts keep to that? */
static bool check_facts(pr_build *b, pr_node_id node, const pr_feel_source *source, const char *wrong,
                        const char *hint) {
    if (node == PR_NONE || (b->graph.nodes.items[node].flags & PR_NODE_FACTS) == 0) {
        return true;
    }
    pr_diag *diag = pr_error(b->diags, "looks-at-facts", pr_source_span(source),
                             "this looks at what rules conclude, %s", wrong);
    pr_diag_hint(b->diags, diag, "%s", hint);
    return false;
}

static bool check_field_facts(pr_build *b, pr_node_id node, const pr_feel_source *source) {
    return check_facts(b, node, source, "and they look at the profile",
                       "the vocabulary may use attributes, parameters and entities");
}

/* Attributes are there before any rule is tried. */
static bool check_attribute_facts(pr_build *b) {
    bool ok = true;
    for (uint32_t i = 0; i < b->kb->attributes.count; i++) {
        const pr_attribute *a = &b->attributes[i];
        ok = check_field_facts(b, a->absent, &a->field->absent_expression) && ok;
        ok = check_field_facts(b, a->expected_low, &a->field->expected_low) && ok;
        ok = check_field_facts(b, a->expected_high, &a->field->expected_high) && ok;
    }
    return ok;
}

/* Does the condition that somebody asks look at the profile alone? */
static bool check_question(pr_build *b, const pr_compile_question *where) {
    return where == NULL ||
           check_facts(b, b->program->where, &where->source, "not at the profile alone", where->hint);
}

static bool lower_question(pr_build *b, const pr_compile_question *where, const pr_ast *tree) {
    b->program->where = PR_NONE;
    if (where == NULL) {
        return true;
    }
    pr_lower l = pr_build_lower(b, &where->source);
    pr_node_id node = pr_build_root(&l, tree, NULL, 0);
    node = pr_graph_node(&b->graph, PR_OP_CONDITION, 0, 0, 0, &node, 1);
    b->program->where = node;
    return !b->graph.failed && check_question(b, where);
}

/* Nothing lowered remains, so that grounding can begin again with other relations pure. */
static bool begin_lowering(pr_build *b) {
    pr_graph_release(&b->graph);
    if (!pr_graph_init(&b->graph, b->arena, b->arena->allocator)) {
        return false;
    }
    for (uint32_t i = 0; i < b->globals.count; i++) {
        b->globals.items[i].lowered = PR_UNTOUCHED;
    }
    for (uint32_t i = 0; i < b->kb->conditions.count; i++) {
        b->conditions[i].lowered = PR_UNTOUCHED;
    }
    memset(b->calls, 0, sizeof b->calls);
    b->drafts.count = b->loops.count = b->tested.count = b->instances = 0;
    b->draft_slots = NULL;
    b->draft_slot_count = 0;
    return pr_assemble_data(b);
}

static bool ground(pr_build *b, const pr_checked_rule *rules, const field_trees *trees) {
    bool again = true;
    while (again) {
        if (!begin_lowering(b)) {
            b->failed = true;
            return false;
        }
        if (!pr_ground(b, rules, &again)) {
            return false;
        }
        /* Last, so that a node that rules share with the vocabulary is said to come from the rules. */
        lower_attributes(b, trees);
    }
    return b->diags->errors == 0;
}

static bool lower_conditions(pr_build *b) {
    pr_node_id *nodes = PR_NEW_ARRAY(b->arena, pr_node_id, b->kb->conditions.count + 1u);
    for (uint32_t i = 0; nodes != NULL && i < b->kb->conditions.count; i++) {
        nodes[i] = pr_build_condition(b, i);
    }
    b->program->conditions = nodes;
    return nodes != NULL && !b->graph.failed;
}

static bool passes(pr_build *b, const pr_compile_question *where) {
    if (!pr_scope_make(b)) {
        b->failed = true;
        return false;
    }
    bool *mentioned = b->mentioned = PR_NEW_ARRAY(b->arena, bool, b->kb->relations.count + 1u);
    if (mentioned == NULL) {
        b->failed = true;
        return false;
    }
    bool ok = check_globals(b);
    ok = check_conditions(b) && ok;
    pr_ast *question = where != NULL ? pr_scope_check(b, &where->source, NULL, 0, &pr_type_boolean) : NULL;
    ok = ok && (where == NULL || question != NULL);
    field_trees *trees = check_attributes(b);
    pr_checked_rule *rules = pr_check_rules(b);
    pr_ast **claims = pr_check_claims(b);
    if (!ok || trees == NULL || rules == NULL || claims == NULL || b->failed || b->too_deep ||
        b->kb->flawed) {
        return false;
    }
    b->impure = PR_NEW_ARRAY(b->arena, bool, b->kb->relations.count + 1u);
    if (b->impure == NULL) {
        b->failed = true;
        return false;
    }
    pr_mark_impure(b, rules);
    pr_mark_idle(b, rules, mentioned);
    if (!ground(b, rules, trees)) {
        return false;
    }
    ok = pr_check_keys(b) && lower_question(b, where, question);
    ok = lower_conditions(b) && pr_lower_claims(b, claims) && pr_check_tests(b) && ok;
    if (!ok || !pr_assemble_facts(b) || !pr_check_lookups(b)) {
        return false;
    }
    pr_graph_finish(&b->graph, b->program);
    pr_mark_asked(b);
    return !b->failed && check_question(b, where) && check_attribute_facts(b) && pr_make_subsets(b) &&
           pr_make_scans(b) && pr_make_plain_loops(b) && pr_order_units(b) && pr_make_circuit(b);
}

bool pr_compile(const pr_kb *kb, const pr_compile_options *options, const pr_compile_question *where,
                pr_program *program, pr_diags *diags) {
    pr_build b = {.kb = kb, .program = program, .arena = &program->arena, .diags = diags};
    b.instance_limit =
        options != NULL && options->rule_instances > 0 ? options->rule_instances : PR_LIMIT_RULE_INSTANCES;
    b.left_out = options != NULL ? options->left_out : 0;
    program->patterns = options != NULL ? options->patterns : (pr_regex_limits){0};
    if (!pr_graph_init(&b.graph, b.arena, program->arena.allocator)) {
        pr_graph_release(&b.graph);
        diags->failed = true;
        return false;
    }
    uint32_t errors = diags->errors;
    pr_arena_init(&b.drafting, program->arena.allocator, 0);
    bool ok = passes(&b, where);
    pr_graph_release(&b.graph);
    pr_arena_release(&b.drafting);
    if (b.failed || b.graph.failed || program->arena.failed) {
        diags->failed = true;
    }
    return ok && diags->errors == errors && !diags->failed;
}
