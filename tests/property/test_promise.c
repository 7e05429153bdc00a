/* A verdict never guesses: what is certain of a profile that leaves things out is the same when they are known.
 *
 * Pairs of a full profile, which does not contradict itself, and the same with attributes, fields of records
  * and whole lists taken away. PRECEPTOR_SEED=N repeats a run, PRECEPTOR_PAIRS=N makes more or fewer. */
#include "property/pair.h"

#ifndef PAIRS
#define PAIRS 20000
#endif

/* How much is taken away, in 100, what it is called, and how many verdicts in 100 must stay certain: far below what is
 * printed, so that only laziness fails. */
static const struct share {
    const char *name;
    uint32_t from, to, certain;
} shares[] = {{"little", 1, 15, 80}, {"half", 40, 60, 40}, {"nearly all", 85, 100, 8}};

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    certainty full, partial[COUNT_OF(shares)];
    uint64_t pairs, profiles, contradictions, taken[COUNT_OF(shares)];
    uint64_t eligible[256], ineligible[256]; /* by subject, of full profiles */
    sample examples[16];
    uint32_t example_count;
} run;

static const char *const examples[] = {"ms2", "ms3", "ms4",    "pgy1",   "r2",
                                       "r4",  "r5",  "waiver", "premed", "esir-done"};

static void read_examples(run *r) {
    preceptor_profile *profile;
    assert_int_equal(preceptor_profile_new(r->pair.kb, &profile), PRECEPTOR_OK);
    for (uint32_t i = 0; i < COUNT_OF(examples); i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/kb/examples/%s.yaml", PRECEPTOR_TOP, examples[i]);
        assert_int_equal(preceptor_profile_read_file(profile, path, r->pair.diagnostics), PRECEPTOR_OK);
        sampler_copy(&r->sampler, &profile->profile, &r->examples[r->example_count++]);
    }
    preceptor_profile_free(profile);
}

/* A third of them begin with an example: requirements that ask for many things at once hold of no profile drawn at
 * random. */
static bool draw_full(run *r, sample *full) {
    char as_of[16];
    sampler_choose_day(&r->sampler, as_of);
    if (random_below(&r->random, 3) > 0) {
        pair_set_day(&r->pair, as_of);
        sampler_draw(&r->sampler, NULL, full);
        return pair_settle(&r->pair, &r->sampler, NULL, full);
    }
    bool near = random_below(&r->random, 2) == 0;
    if (near) {
        sampler_set_day(&r->sampler, "2026-11-21");
    }
    pair_set_day(&r->pair, near ? "2026-11-21" : as_of);
    sample known;
    (void)sampler_take(&r->sampler, &r->examples[random_below(&r->random, r->example_count)],
                       random_below(&r->random, 4) * 8, &known);
    sampler_draw(&r->sampler, &known, full);
    return pair_settle(&r->pair, &r->sampler, NULL, full);
}

static void count_verdicts(run *r) {
    pair_count(&r->pair, MORE, &r->full);
    for (size_t i = 0; i < preceptor_kb_subjects(r->pair.kb) && i < COUNT_OF(r->eligible); i++) {
        preceptor_verdict v = preceptor_session_verdict(r->pair.sessions[MORE], i);
        r->eligible[i] += v == PRECEPTOR_ELIGIBLE;
        r->ineligible[i] += v == PRECEPTOR_INELIGIBLE;
    }
}

static void check(run *r, sample *more, sample *less) {
    pair_evaluate(&r->pair, &r->sampler, LESS, less);
    r->pairs++;
    if (pair_differs(&r->pair)) {
        pair_shrink(&r->pair, &r->sampler, more, less);
        pair_print(&r->pair, &r->sampler, more, less);
        fail();
    }
}

static void check_shares(run *r, sample *full) {
    sample partial, lesser;
    for (uint32_t i = 0; i < COUNT_OF(shares); i++) {
        uint32_t share = shares[i].from + random_below(&r->random, shares[i].to - shares[i].from + 1);
        r->taken[i] += sampler_take(&r->sampler, full, share, &partial);
        check(r, full, &partial);
        pair_count(&r->pair, LESS, &r->partial[i]);
    }
    /* And between two that are both not full. */
    (void)sampler_take(&r->sampler, full, random_below(&r->random, 60), &partial);
    pair_evaluate(&r->pair, &r->sampler, MORE, &partial);
    (void)sampler_take(&r->sampler, &partial, random_below(&r->random, 60), &lesser);
    check(r, &partial, &lesser);
}

static void print_certainty(const char *what, uint64_t taken, const certainty *c) {
    print_message("%-10s (%2llu %% taken away): %3u %% of verdicts certain, %3u %% of facts\n", what,
                  (unsigned long long)taken, percent(c->certain_verdicts, c->verdicts),
                  percent(c->certain_facts, c->facts));
}

/* A subject of which no full profile is eligible, or none is not, was not put to the test. */
static void check_both_verdicts(const run *r) {
    for (size_t i = 0; i < preceptor_kb_subjects(r->pair.kb) && i < COUNT_OF(r->eligible); i++) {
        print_message("%-32s of %llu full profiles %llu are eligible, %llu ineligible\n",
                      preceptor_kb_subject_id(r->pair.kb, i), (unsigned long long)r->profiles,
                      (unsigned long long)r->eligible[i], (unsigned long long)r->ineligible[i]);
        assert_true(r->profiles < 5000 || (r->eligible[i] > 0 && r->ineligible[i] > 0));
    }
}

static run *begin_run(const char *manifest, preceptor_kb **kb) {
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    *kb = load_kb(manifest);
    pair_init(&r->pair, *kb);
    sampler_init(&r->sampler, &(*kb)->program, &r->random);
    return r;
}

static void end_run(run *r, preceptor_kb *kb) {
    sampler_release(&r->sampler);
    pair_release(&r->pair);
    preceptor_kb_free(kb);
    free(r);
}

static void test_promise(void **state) {
    (void)state;
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    preceptor_kb *kb;
    run *r = begin_run(PRECEPTOR_TOP "/kb/kb.yaml", &kb);
    read_examples(r);
    while (r->pairs < pairs) {
        sample full;
        if (!draw_full(r, &full)) {
            r->contradictions++;
            assert_true(r->contradictions < pairs);
            continue;
        }
        r->profiles++;
        count_verdicts(r);
        check_shares(r, &full);
    }
    print_message("%llu pairs, %llu profiles set aside because they contradict themselves\n",
                  (unsigned long long)r->pairs, (unsigned long long)r->contradictions);
    print_certainty("full", 0, &r->full);
    for (uint32_t i = 0; i < COUNT_OF(shares); i++) {
        print_certainty(shares[i].name, r->taken[i] / r->profiles, &r->partial[i]);
        assert_true(percent(r->partial[i].certain_verdicts, r->partial[i].verdicts) >= shares[i].certain);
    }
    check_both_verdicts(r);
    end_run(r, kb);
}

static void check_other(const char *manifest) {
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS) / 4;
    preceptor_kb *kb;
    run *r = begin_run(manifest, &kb);
    while (r->pairs < pairs) {
        sample full;
        if (!pair_draw(&r->pair, &r->sampler, &full)) {
            r->contradictions++;
            assert_true(r->contradictions < pairs);
            continue;
        }
        check_shares(r, &full);
    }
    end_run(r, kb);
}

/* Recursion, counting over facts, open relations. */
static void test_knowledge(void **state) {
    (void)state;
    check_other(PRECEPTOR_TOP "/tests/knowledge/kb.yaml");
}

/* Lists of every kind; requirements that no rule judges. */
static void test_lists(void **state) {
    (void)state;
    check_other(PRECEPTOR_TOP "/tests/property/lists/kb.yaml");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_promise), cmocka_unit_test(test_knowledge),
                                       cmocka_unit_test(test_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
