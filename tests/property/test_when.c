/* The verdict as a step function of the day agrees with evaluating on every single day: random profiles, ten years,
 * every subject, verdict and statuses. PRECEPTOR_SEED=N repeats a run, PRECEPTOR_PROFILES=N makes more or fewer. */
#include "property/pair.h"

#include "advise/timeline.h"

#ifndef PROFILES
#define PROFILES 10
#endif

enum { DAYS = 3653 };

typedef struct run {
    pair pair;
    sampler sampler;
    random_numbers random;
    pr_vm later;
    const pr_timeline *lines[MOST_SUBJECTS];
    uint64_t spans, evaluations, longest;
} run;

/* Naively the day as of which the profile speaks would move: it stays the first day, where there is such a thing. */
static void fix_recorded_on(run *r, preceptor_profile *profile) {
    const pr_program *p = &r->pair.kb->program;
    uint32_t number = pr_map_get(&p->attribute_numbers, PR_TEXT("recorded_on"));
    char text[64];
    if (number != PR_MAP_NONE && profile->profile.values[number].kind == PR_UNKNOWN) {
        snprintf(text, sizeof text, "recorded_on=%s", r->pair.as_of);
        assert_int_equal(preceptor_profile_set(profile, text, r->pair.diagnostics), PRECEPTOR_OK);
    }
}

static void find_lines(run *r) {
    preceptor_session *s = r->pair.sessions[MORE];
    assert_int_equal(preceptor_evaluate(s, r->pair.profiles[MORE], PRECEPTOR_REASONS), PRECEPTOR_OK);
    for (uint32_t i = 0; i < r->pair.kb->program.subject_count; i++) {
        r->lines[i] = pr_advise_timeline(&s->vm, &r->later, i);
        assert_non_null(r->lines[i]);
        r->spans += r->lines[i]->span_count;
        r->evaluations += r->lines[i]->evaluations;
        r->longest = r->lines[i]->evaluations > r->longest ? r->lines[i]->evaluations : r->longest;
        for (uint32_t k = 0; k + 1 < r->lines[i]->span_count; k++) {
            const pr_advice_span *span = &r->lines[i]->spans[k];
            assert_true(pr_date_to_days(span->until) + 1 == pr_date_to_days(span[1].from));
            assert_false(span->lasts);
        }
    }
}

static bool lists(const pr_text *ids, uint32_t count, pr_text id) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_text_equal(ids[i], id)) {
            return true;
        }
    }
    return false;
}

static bool agrees(pr_vm *vm, const pr_subject *subject, const pr_advice_span *span) {
    bool same = span->verdict == pr_advise_verdict(vm, subject);
    for (uint32_t i = 0; same && i < subject->requirement_count; i++) {
        const pr_requirement *q = &subject->requirements[i];
        pr_status status = pr_advise_status(vm, q);
        same = lists(span->unmet, span->unmet_count, q->id) == (q->required && status == PR_UNMET) &&
               lists(span->unknown, span->unknown_count, q->id) == (q->required && status == PR_OPEN);
    }
    return same;
}

static void check_day(run *r, const sample *of, int64_t day) {
    preceptor_session *s = r->pair.sessions[LESS];
    const pr_program *p = &r->pair.kb->program;
    pr_vm_set_as_of(&s->vm, day);
    assert_int_equal(preceptor_evaluate(s, r->pair.profiles[LESS], PRECEPTOR_FACTS), PRECEPTOR_OK);
    for (uint32_t i = 0; i < p->subject_count; i++) {
        const pr_advice_span *span = r->lines[i]->spans;
        while (!span->lasts && span->until < day) {
            span++;
        }
        if (agrees(&s->vm, &p->subjects[i], span)) {
            continue;
        }
        pr_buf text;
        pr_buf_init(&text, NULL);
        sample_write(&r->sampler, of, true, &text);
        pr_temporal_print(pr_date(day), &text);
        print_error("%s, as of %s, differs on the day at the end:\n%.*s\n", p->subjects[i].id, r->pair.as_of,
                    PR_ARG(pr_buf_view(&text)));
        pr_buf_release(&text);
        fail();
    }
}

static void check_profile(run *r) {
    sample full, some;
    if (!pair_draw(&r->pair, &r->sampler, &full)) {
        return;
    }
    (void)sampler_take(&r->sampler, &full, random_below(&r->random, 70), &some);
    pair_evaluate(&r->pair, &r->sampler, MORE, &some);
    pair_evaluate(&r->pair, &r->sampler, LESS, &some);
    fix_recorded_on(r, r->pair.profiles[LESS]);
    find_lines(r);
    int64_t first = pr_date_to_days(r->pair.sessions[MORE]->vm.as_of);
    for (int64_t day = first; day < first + DAYS; day++) {
        check_day(r, &some, pr_date_from_days(day));
    }
}

static void check_kb(const char *manifest) {
    uint64_t profiles = random_wanted("PRECEPTOR_PROFILES", PROFILES);
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    preceptor_kb *kb = load_kb(manifest);
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    assert_int_equal(pr_vm_init(&r->later, &kb->program, NULL, false), PRECEPTOR_OK);
    for (uint64_t i = 0; i < profiles; i++) {
        check_profile(r);
    }
    uint64_t lines = profiles * kb->program.subject_count;
    print_message("%llu step functions, %llu spans, %llu evaluations, at most %llu for one\n",
                  (unsigned long long)lines, (unsigned long long)r->spans, (unsigned long long)r->evaluations,
                  (unsigned long long)r->longest);
    /* That nothing is evaluated day by day. */
    assert_true(r->evaluations < lines * 60);
    pr_vm_release(&r->later);
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
