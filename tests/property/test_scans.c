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
    out->program.single_count = out->program.listing_count = 0;
    return conditions;
}

static void compare(pair *p, const sampler *s, const sample *drawn) {
    const pr_vm *quick = &p->sessions[MORE]->vm, *slow = &p->sessions[LESS]->vm;
    for (uint32_t f = 0; f < quick->program->fact_count; f++) {
        if (pr_vm_state(quick, f) != pr_vm_state(slow, f)) {
            pair_print(p, s, drawn, drawn);
            fail_msg("fact %u of %.*s: %u, and %u by the evaluator", f,
                     PR_ARG(quick->program->relations[quick->program->facts[f].relation].name),
                     pr_vm_state(quick, f), pr_vm_state(slow, f));
        }
    }
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
