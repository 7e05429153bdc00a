/* What is certain of a profile that leaves things out holds whatever they turn out to be: values of the
 * declared types and bounds are put in for what is unknown, several times over. PRECEPTOR_SEED=N repeats a
  * run, PRECEPTOR_PAIRS=N makes more or fewer. */
#include "property/pair.h"

#ifndef PAIRS
#define PAIRS 10000
#endif

enum { COMPLETIONS = 5, TRIES = 8 };

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    uint64_t pairs, given_up;
    certainty partial, full;
} run;

/* A completion may contradict what is known: a status that was drawn, a date that was given. Then another is
 * drawn. */
static bool complete(run *r, const sample *partial, sample *full) {
    for (int i = 0; i < TRIES; i++) {
        sampler_draw(&r->sampler, partial, full);
        if (pair_settle(&r->pair, &r->sampler, partial, full)) {
            return true;
        }
    }
    return false;
}

static void check_partial(run *r, sample *partial) {
    pair_evaluate(&r->pair, &r->sampler, LESS, partial);
    pair_count(&r->pair, LESS, &r->partial);
    for (int i = 0; i < COMPLETIONS; i++) {
        sample full;
        if (!complete(r, partial, &full)) {
            r->given_up++;
            continue;
        }
        r->pairs++;
        pair_count(&r->pair, MORE, &r->full);
        if (pair_differs(&r->pair)) {
            pair_shrink(&r->pair, &r->sampler, &full, partial);
            pair_print(&r->pair, &r->sampler, &full, partial);
            fail();
        }
    }
}

static void test_completion(void **state) {
    (void)state;
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    preceptor_kb *kb = load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    while (r->pairs < pairs) {
        sample whole, partial;
        assert_true(pair_draw(&r->pair, &r->sampler, &whole));
        (void)sampler_take(&r->sampler, &whole, 10 + random_below(&r->random, 90), &partial);
        check_partial(r, &partial);
    }
    print_message("%llu pairs; %llu more were given up: all that was drawn contradicts what is known\n",
                  (unsigned long long)r->pairs, (unsigned long long)r->given_up);
    print_message("certain: %u %% of verdicts and %u %% of facts before, %u %% and %u %% after\n",
                  percent(r->partial.certain_verdicts, r->partial.verdicts),
                  percent(r->partial.certain_facts, r->partial.facts),
                  percent(r->full.certain_verdicts, r->full.verdicts),
                  percent(r->full.certain_facts, r->full.facts));
    assert_true(r->given_up * 8 < r->pairs);
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_completion)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
