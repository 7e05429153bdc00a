/* A shortlist never guesses: with more known, the range of a score and that of a place lie within what they were, and
 * what fits, or does not, stays so. PRECEPTOR_SEED=N repeats, PRECEPTOR_PAIRS=N makes more. */
#include "property/pair.h"

#include "advise/shortlist.h"

#ifndef PAIRS
#define PAIRS 300
#endif

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    pr_vm later[2];
    uint64_t pairs, places, exact, narrowed;
} run;

static const pr_shortlist *list_of(run *r, side which) {
    preceptor_session *s = r->pair.sessions[which];
    const pr_advice_context context = {0};
    assert_int_equal(preceptor_evaluate(s, r->pair.profiles[which], PRECEPTOR_REASONS), PRECEPTOR_OK);
    const pr_advice *advice = pr_advise(&s->vm, &context);
    assert_non_null(advice);
    const pr_shortlist *list = pr_advise_shortlist(&s->vm, &r->later[which], advice);
    assert_non_null(list);
    return list;
}

static const pr_ranked *find(const pr_shortlist *list, pr_text id) {
    for (uint32_t i = 0; i < list->place_count; i++) {
        if (pr_text_equal(list->places[i].verdict->id, id)) {
            return &list->places[i];
        }
    }
    return NULL;
}

static bool holds(pr_points wide, pr_points narrow) {
    return wide.least <= narrow.least && narrow.most <= wide.most;
}

static const char *differs(const pr_ranked *less, const pr_ranked *more) {
    if (less == NULL) {
        return "is not ranked with less known";
    }
    if (less->then != PR_UNDETERMINED && less->then != more->then) {
        return "verdict";
    }
    for (uint32_t i = 0; i < less->part_count; i++) {
        if (!holds(less->parts[i].points, more->parts[i].points)) {
            return less->parts[i].criterion->id.at;
        }
    }
    if (!holds(less->score, more->score)) {
        return "score";
    }
    bool both = less->best > 0 && more->best > 0;
    return both && (less->best > more->best || less->worst < more->worst) ? "place" : NULL;
}

static void print_ranked(const char *title, const pr_ranked *p) {
    if (p != NULL) {
        print_error("%s: %s, %lld to %lld, place %u to %u\n", title, pr_verdict_name(p->then),
                    (long long)p->score.least, (long long)p->score.most, p->best, p->worst);
    }
}

static void check(run *r, const sample *more, const sample *less) {
    pair_evaluate(&r->pair, &r->sampler, MORE, more);
    pair_evaluate(&r->pair, &r->sampler, LESS, less);
    const pr_shortlist *full = list_of(r, MORE), *part = list_of(r, LESS);
    r->pairs++;
    for (uint32_t i = 0; i < full->place_count; i++) {
        const pr_ranked *a = find(part, full->places[i].verdict->id), *b = &full->places[i];
        const char *what = differs(a, b);
        r->places++;
        r->exact += b->score.least == b->score.most;
        if (what != NULL) {
            print_error("%.*s, %s, as of %s\n", PR_ARG(b->verdict->id), what, r->pair.as_of);
            print_ranked("with less known", a);
            print_ranked("with more known", b);
            pair_print(&r->pair, &r->sampler, more, less);
            fail();
        }
        r->narrowed += a->score.least < b->score.least || a->score.most > b->score.most;
    }
}

static void check_kb(const char *manifest) {
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    for (side which = MORE; which <= LESS; which++) {
        assert_int_equal(pr_vm_init(&r->later[which], &kb->program, NULL, false), PRECEPTOR_OK);
    }
    while (r->pairs < pairs) {
        sample full, some, fewer;
        if (!pair_draw(&r->pair, &r->sampler, &full)) {
            continue;
        }
        (void)sampler_take(&r->sampler, &full, random_below(&r->random, 60), &some);
        check(r, &full, &some);
        (void)sampler_take(&r->sampler, &some, random_below(&r->random, 60), &fewer);
        check(r, &some, &fewer);
    }
    print_message("%llu pairs; of %llu scores %llu are exact, and %llu were narrowed\n",
                  (unsigned long long)r->pairs, (unsigned long long)r->places, (unsigned long long)r->exact,
                  (unsigned long long)r->narrowed);
    assert_true(r->exact > 0 && r->narrowed > 0);
    pr_vm_release(&r->later[MORE]);
    pr_vm_release(&r->later[LESS]);
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    free(r);
}

static void test_shipped(void **state) {
    (void)state;
    check_kb(PRECEPTOR_TOP "/kb/kb.yaml");
}

static void test_other(void **state) {
    (void)state;
    check_kb(PRECEPTOR_TOP "/tests/knowledge/kb.yaml");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped), cmocka_unit_test(test_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
