/* Conditions on lists that are evaluated in one go, by keys or as aggregates, come to what the evaluator makes of them:
 * random profiles are evaluated with a program as compiled, and with the same program that has nothing laid out.
 * PRECEPTOR_SEED=N repeats a run, PRECEPTOR_PAIRS=N makes more or fewer. */
#include "property/pair.h"

#ifndef PAIRS
#define PAIRS 1500
#endif

/* The program with every condition left to the evaluator. Returns how many are not in the other. */
static uint32_t make_plain(const pr_program *program, pr_program *plain, pr_gate **gates) {
    uint32_t aggregates = 0;
    *plain = *program;
    *gates = calloc(program->gate_count, sizeof **gates);
    assert_non_null(*gates);
    for (uint32_t i = 0; i < program->gate_count; i++) {
        (*gates)[i] = program->gates[i];
        if (program->gates[i].op == PR_GATE_AGGREGATE) {
            (*gates)[i].op = PR_GATE_LAZY;
            aggregates++;
        }
    }
    plain->gates = *gates;
    plain->scan_of = NULL;
    return aggregates;
}

static void compare(pair *p, const sampler *s, const sample *drawn) {
    const pr_vm *quick = &p->sessions[MORE]->vm, *slow = &p->sessions[LESS]->vm;
    for (uint32_t f = 0; f < quick->program->fact_count; f++) {
        if (quick->facts.states[f] != slow->facts.states[f]) {
            pair_print(p, s, drawn, drawn);
            fail_msg("fact %u of %.*s: %u, and %u by the evaluator", f,
                     PR_ARG(quick->program->relations[quick->program->facts[f].relation].name),
                     quick->facts.states[f], slow->facts.states[f]);
        }
    }
}

static void check_kb(const char *manifest, random_numbers *random, uint64_t pairs) {
    pair p;
    sampler s;
    pr_program plain;
    pr_gate *gates;
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&p, kb);
    sampler_init(&s, &kb->program, random);
    assert_true(make_plain(&kb->program, &plain, &gates) > 0);
    p.sessions[LESS]->vm.program = &plain;
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
    free(gates);
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
