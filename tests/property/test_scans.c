/* Conditions that are evaluated in quick ways (by keys, as aggregates, as comparisons of what is at hand, kept for
 * profiles that give nothing of them, or for the day) come to what the evaluator makes of them: random profiles are
 * evaluated with a program as compiled, and with the same program that knows none of these ways.
 * PRECEPTOR_SEED=N repeats a run, PRECEPTOR_PAIRS=N makes more or fewer. */
#include "property/pair.h"

#ifndef PAIRS
#define PAIRS 1500
#endif

typedef struct plain {
    pr_program program;
    pr_gate *gates;
    pr_node *nodes;
} plain;

/* The program with every condition left to the evaluator. Returns how many are not in the other. */
static uint32_t make_plain(const pr_program *program, plain *out) {
    uint32_t conditions = 0;
    *out = (plain){.program = *program,
                   .gates = calloc(program->gate_count, sizeof *out->gates),
                   .nodes = calloc(program->node_count, sizeof *out->nodes)};
    assert_non_null(out->gates);
    assert_non_null(out->nodes);
    for (uint32_t i = 0; i < program->gate_count; i++) {
        out->gates[i] = program->gates[i];
        if (pr_gate_is_condition(&out->gates[i])) {
            conditions += out->gates[i].op != PR_GATE_CONDITION;
            out->gates[i].op = PR_GATE_CONDITION;
            out->gates[i].inputs = 0;
        }
    }
    for (uint32_t i = 0; i < program->node_count; i++) {
        out->nodes[i] = program->nodes[i];
        out->nodes[i].flags &= (uint8_t)~PR_NODE_FIXED;
    }
    out->program.gates = out->gates;
    out->program.nodes = out->nodes;
    out->program.scan_of = NULL;
    out->program.tuple_tests = NULL;
    out->program.plain_loops = NULL;
    out->program.single_count = out->program.pair_count = out->program.listing_count = 0;
    out->program.early_count = 0;
    return conditions;
}

static bool has_same(const pr_table *table, const pr_tuple *tuple, uint32_t slots) {
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *other = table->tuples.items[i];
        bool same = other->state == tuple->state && other->partial == tuple->partial;
        for (uint32_t s = 0; s < slots && same; s++) {
            same = pr_value_sort_order(other->slots[s], tuple->slots[s]) == 0;
        }
        if (same) {
            return true;
        }
    }
    return false;
}

static bool same_tuples(const pr_table *quick, const pr_table *slow, uint32_t slots) {
    bool same = quick->tuples.count == slow->tuples.count && quick->open == slow->open;
    for (uint32_t i = 0; i < quick->tuples.count && same; i++) {
        same = has_same(slow, quick->tuples.items[i], slots);
    }
    return same;
}

static void compare(pair *p, const sampler *s, const sample *drawn) {
    const pr_vm *quick = &p->sessions[MORE]->vm, *slow = &p->sessions[LESS]->vm;
    for (uint32_t r = 0; r < quick->program->relation_count; r++) {
        const pr_relation *relation = &quick->program->relations[r];
        if (!same_tuples(&quick->facts.tables[r], &slow->facts.tables[r], relation->slot_count)) {
            pair_print(p, s, drawn, drawn);
            fail_msg("tuples of %.*s are others by the evaluator", PR_ARG(relation->name));
        }
    }
    for (uint32_t f = 0; f < quick->program->fact_count; f++) {
        if (pr_vm_state(quick, f) != pr_vm_state(slow, f)) {
            pair_print(p, s, drawn, drawn);
            fail_msg("fact %u of %.*s: %u, and %u by the evaluator", f,
                     PR_ARG(quick->program->relations[quick->program->facts[f].relation].name),
                     pr_vm_state(quick, f), pr_vm_state(slow, f));
        }
    }
}

/* How audits do it: nothing is kept of what supports facts or would have to be known. */
static void evaluate_alone(pair *p, side which) {
    preceptor_status status = preceptor_evaluate(p->sessions[which], p->profiles[which], PRECEPTOR_FACTS);
    assert_int_equal(status, PRECEPTOR_OK);
}

static void check_kb(const char *manifest, random_numbers *random, uint64_t pairs) {
    pair p;
    sampler s;
    plain slow;
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&p, kb);
    sampler_init(&s, &kb->program, random);
    assert_true(make_plain(&kb->program, &slow) > 0);
    p.sessions[LESS]->vm.program = &slow.program;
    for (uint64_t i = 0; i < pairs; i++) {
        sample whole, partial;
        assert_true(pair_draw(&p, &s, &whole));
        (void)sampler_take(&s, &whole, random_below(random, 90), &partial);
        pair_evaluate(&p, &s, MORE, &partial);
        pair_evaluate(&p, &s, LESS, &partial);
        compare(&p, &s, &partial);
        evaluate_alone(&p, MORE);
        evaluate_alone(&p, LESS);
        compare(&p, &s, &partial);
    }
    sampler_release(&s);
    pair_release(&p);
    preceptor_kb_free(kb);
    free(slow.gates);
    free(slow.nodes);
}

static void test_scans(void **state) {
    (void)state;
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    random_numbers random = random_start();
    check_kb(PRECEPTOR_TOP "/kb/kb.yaml", &random, pairs);
    check_kb(PRECEPTOR_TOP "/tests/bench/hand/kb/kb.yaml", &random, pairs);
    check_kb(PRECEPTOR_TOP "/tests/property/lists/kb.yaml", &random, pairs);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
