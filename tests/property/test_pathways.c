/* Pathways never guess: with data taken away, every stage's status stays or becomes unknown, what is in the way
 * stays or may be, and the ranges of time left and of completion hold those of the fuller profile. What is only usual
 * of a range does so where no stage takes longer than its length by the fuller profile's own date. PRECEPTOR_SEED=N
 * repeats, PRECEPTOR_PAIRS=N makes more. */
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

/* Do the upper ends hold, where one that is only usual counts or does not? */
static bool holds_terms(const pr_term_range *wide, const pr_term_range *narrow, bool usually) {
    if (pr_term_compare(wide->least, narrow->least) > 0) {
        return false;
    }
    return !wide->ends || (wide->usual && !usually) ||
           (narrow->ends && (wide->usual || !narrow->usual) &&
            pr_term_compare(wide->most, narrow->most) >= 0);
}

/* Where nothing is to be completed any more, anything holds it. */
static bool holds_days(const pr_day_range *wide, const pr_day_range *narrow, bool usually) {
    if (!narrow->begins) {
        return true;
    }
    if (!wide->begins || wide->earliest > narrow->earliest) {
        return false;
    }
    return !wide->ends || (wide->usual && !usually) ||
           (narrow->ends && (wide->usual || !narrow->usual) && wide->latest >= narrow->latest);
}

static const pr_obstacle *obstacle_of(const pr_advice_stage *stage, pr_text id) {
    for (uint32_t i = 0; i < stage->obstacle_count; i++) {
        if (pr_text_equal(stage->obstacles[i].requirement, id)) {
            return &stage->obstacles[i];
        }
    }
    return NULL;
}

/* What is certainly in the way stays so, and nothing is that was not possible. */
static bool hold_obstacles(const pr_advice_stage *less, const pr_advice_stage *more) {
    for (uint32_t i = 0; i < less->obstacle_count; i++) {
        const pr_obstacle *one = &less->obstacles[i], *other = obstacle_of(more, one->requirement);
        if (one->certain && (other == NULL || !other->certain)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < more->obstacle_count; i++) {
        if (obstacle_of(less, more->obstacles[i].requirement) == NULL) {
            return false;
        }
    }
    return true;
}

static bool agrees(const pr_advice_pathway *less, const pr_advice_pathway *more, bool usually,
                   const char **what) {
    *what = "verdict";
    if ((less->open != PR_UNDECIDED && less->open != more->open) || (less->done && !more->done) ||
        (less->closed && !more->closed) || (less->goal && !more->goal)) {
        return false;
    }
    for (uint32_t i = 0; i < less->stage_count; i++) {
        const pr_advice_stage *a = &less->stages[i], *b = &more->stages[i];
        *what = a->id.at;
        if (!hold_obstacles(a, b)) {
            return false;
        }
        if (a->status == PR_STAGE_OPEN) {
            continue;
        }
        if (a->status != b->status || !holds_days(&a->starts, &b->starts, usually) ||
            !holds_days(&a->ends, &b->ends, usually)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < less->stage_count; i++) {
        *what = less->stages[i].id.at;
        if (!holds_terms(&less->stages[i].left, &more->stages[i].left, usually)) {
            return false;
        }
    }
    *what = "time left";
    if (!holds_terms(&less->left, &more->left, usually)) {
        return false;
    }
    *what = "completion";
    return less->closed || holds_days(&less->completes, &more->completes, usually);
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

static void print_day(bool there, int64_t day) {
    int64_t year;
    int month, date;
    pr_date_unpack(day, &year, &month, &date);
    there ? print_error(" %lld-%02d-%02d", (long long)year, month, date) : print_error(" -");
}

static void print_range(pr_term_range left, pr_day_range days) {
    print_error("%lldM%lldD to %lldM%lldD%s, days", (long long)left.least.months, (long long)left.least.days,
                (long long)left.most.months, (long long)left.most.days,
                !left.ends   ? " and on"
                : left.usual ? " usually"
                             : "");
    print_day(days.begins, days.earliest);
    print_day(days.ends, days.latest);
    print_error(days.usual ? " usually" : "");
    print_error("\n");
}

static void print_pathway(const char *title, const pr_advice_pathway *p) {
    print_error("%s: left ", title);
    print_range(p->left, p->completes);
    for (uint32_t i = 0; i < p->stage_count; i++) {
        print_error("  %.*s %s: left ", PR_ARG(p->stages[i].id), pr_stage_status_name(p->stages[i].status));
        print_range(p->stages[i].left, p->stages[i].ends);
    }
}

static void check(run *r, const sample *more, const sample *less) {
    pair_evaluate(&r->pair, &r->sampler, MORE, more);
    pair_evaluate(&r->pair, &r->sampler, LESS, less);
    const pr_advice *full = advice_of(r, MORE), *part = advice_of(r, LESS);
    const bool slow = is_slow(full);
    r->pairs++;
    r->slow += slow;
    assert_true(full->pathway_count > 0);
    for (uint32_t i = 0; i < full->pathway_count; i++) {
        const char *what;
        const pr_term_range *left = &part->pathways[i].left;
        r->ranges++;
        r->exact += left->ends && !left->usual && pr_term_compare(left->least, left->most) == 0;
        if (!agrees(&part->pathways[i], &full->pathways[i], !slow, &what)) {
            print_error("%.*s, %s, as of %s\n", PR_ARG(full->pathways[i].id), what, r->pair.as_of);
            print_pathway("with less known", &part->pathways[i]);
            print_pathway("with more known", &full->pathways[i]);
            pair_print(&r->pair, &r->sampler, more, less);
            fail();
        }
    }
}

static void test_ranges(void **state) {
    (void)state;
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    run *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->random = random_start();
    preceptor_kb *kb = load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pair_init(&r->pair, kb);
    sampler_init(&r->sampler, &kb->program, &r->random);
    while (r->pairs < pairs) {
        sample full, some, fewer;
        if (!pair_draw(&r->pair, &r->sampler, &full)) {
            continue;
        }
        (void)sampler_take(&r->sampler, &full, random_below(&r->random, 80), &some);
        check(r, &full, &some);
        (void)sampler_take(&r->sampler, &some, random_below(&r->random, 80), &fewer);
        check(r, &some, &fewer);
    }
    print_message("%llu pairs, %llu of them slow; of %llu ranges %llu are exact\n",
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
