/* Pathways never guess: with data taken away, every stage's status stays or becomes unknown, and the ranges of time
 * left and of completion hold those of the fuller profile. A profile by whose own date a stage takes longer than it
 * is said to take contradicts itself and is passed over. PRECEPTOR_SEED=N repeats, PRECEPTOR_PAIRS=N makes more. */
#include "property/pair.h"

#ifndef PAIRS
#define PAIRS 4000
#endif

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    uint64_t pairs, slow, ranges, exact;
} run;

static const pr_advice *advice_of(run *r, side which) {
    preceptor_session *s = r->pair.sessions[which];
    const pr_advice_context context = {0};
    assert_int_equal(preceptor_evaluate(s, r->pair.profiles[which], PRECEPTOR_REASONS), PRECEPTOR_OK);
    const pr_advice *advice = pr_advise(&s->vm, &context);
    assert_non_null(advice);
    return advice;
}

static bool holds_terms(const pr_term_range *wide, const pr_term_range *narrow) {
    return pr_term_compare(wide->least, narrow->least) <= 0 &&
           (!wide->ends || (narrow->ends && pr_term_compare(wide->most, narrow->most) >= 0));
}

/* Where nothing is to be completed any more, anything holds it. */
static bool holds_days(const pr_day_range *wide, const pr_day_range *narrow) {
    if (!narrow->begins) {
        return true;
    }
    return wide->begins && wide->earliest <= narrow->earliest &&
           (!wide->ends || (narrow->ends && wide->latest >= narrow->latest));
}

static bool agrees(const pr_advice_pathway *less, const pr_advice_pathway *more, const char **what) {
    *what = "verdict";
    if (less->open != PR_UNDECIDED && less->open != more->open) {
        return false;
    }
    for (uint32_t i = 0; i < less->stage_count; i++) {
        const pr_advice_stage *a = &less->stages[i], *b = &more->stages[i];
        *what = a->id.at;
        if ((a->status != PR_STAGE_OPEN && a->status != b->status) || !holds_terms(&a->left, &b->left)) {
            return false;
        }
    }
    *what = "time left";
    if (!holds_terms(&less->left, &more->left)) {
        return false;
    }
    *what = "completion";
    return less->closed || holds_days(&less->completes, &more->completes);
}

static bool is_slow(const pr_advice *advice) {
    for (uint32_t i = 0; i < advice->pathway_count; i++) {
        for (uint32_t s = 0; s < advice->pathways[i].stage_count; s++) {
            if (advice->pathways[i].stages[s].slow) {
                return true;
            }
        }
    }
    return false;
}

static void check(run *r, const sample *more, const sample *less) {
    pair_evaluate(&r->pair, &r->sampler, MORE, more);
    pair_evaluate(&r->pair, &r->sampler, LESS, less);
    const pr_advice *full = advice_of(r, MORE), *part = advice_of(r, LESS);
    r->pairs++;
    if (is_slow(full)) {
        r->slow++;
        return;
    }
    assert_true(full->pathway_count > 0);
    for (uint32_t i = 0; i < full->pathway_count; i++) {
        const char *what;
        const pr_term_range *left = &part->pathways[i].left;
        r->ranges++;
        r->exact += left->ends && pr_term_compare(left->least, left->most) == 0;
        if (!agrees(&part->pathways[i], &full->pathways[i], &what)) {
            print_error("%.*s, %s, as of %s\n", PR_ARG(full->pathways[i].id), what, r->pair.as_of);
            pair_print(&r->pair, &r->sampler, more, less);
            fail();
        }
    }
}

static void test_ranges(void **state) {
    (void)state;
    const char *wanted = getenv("PRECEPTOR_PAIRS");
    uint64_t pairs = wanted != NULL ? strtoull(wanted, NULL, 10) : PAIRS;
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    preceptor_kb *kb = load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    while (r->pairs < pairs) {
        char as_of[16];
        sample full, some, fewer;
        sampler_choose_day(&r->sampler, as_of);
        pair_set_day(&r->pair, as_of);
        sampler_draw(&r->sampler, NULL, &full);
        if (!pair_settle(&r->pair, &r->sampler, NULL, &full)) {
            continue;
        }
        (void)sampler_take(&r->sampler, &full, random_below(&r->random, 80), &some);
        check(r, &full, &some);
        (void)sampler_take(&r->sampler, &some, random_below(&r->random, 80), &fewer);
        check(r, &some, &fewer);
    }
    print_message("%llu pairs, %llu passed over; of %llu ranges %llu are exact\n",
                  (unsigned long long)r->pairs, (unsigned long long)r->slow, (unsigned long long)r->ranges,
                  (unsigned long long)r->exact);
    assert_true(r->slow < r->pairs * 9 / 10 && r->exact > 0);
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ranges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
