/* The promise, of knowledge bases that nobody would write: what is certain of a profile that leaves things
 * out is the same when they are known, whatever the rules. PRECEPTOR_SEED=N repeats a run, PRECEPTOR_PAIRS=N
  * makes more or fewer. */
#include "property/pair.h"
#include "property/random_kb.h"
#include "unit/kb/folder.h"

#ifndef PAIRS
#define PAIRS 6000
#endif

enum { PROFILES_OF_EACH = 5, PARTIALS_OF_EACH = 4 };

typedef struct run {
    random_numbers random;
    folder folder;
    uint64_t pairs, kbs, lost;
    certainty full, partial;
} run;

static bool write_out(void *context, const char *bytes, size_t count) {
    (void)context;
    fprintf(stderr, "%.*s", (int)count, bytes);
    return true;
}

/* NULL when it has errors; where they are not expected they are shown. */
static preceptor_kb *load(const run *r, const random_kb *from, bool must) {
    pr_buf text;
    char manifest[256];
    pr_buf_init(&text, NULL);
    random_kb_write(from, &text);
    pr_buf_char(&text, '\0');
    folder_write(&r->folder, "a.yaml", text.at);
    folder_path(&r->folder, "kb.yaml", manifest, sizeof manifest);
    pr_buf_release(&text);
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    preceptor_kb *kb = NULL;
    if (preceptor_kb_load(manifest, NULL, diagnostics, &kb) != PRECEPTOR_OK) {
        preceptor_sink sink = {.write = write_out};
        if (must) {
            (void)preceptor_diagnostics_write(diagnostics, false, &sink);
        }
        preceptor_kb_free(kb);
        kb = NULL;
    }
    preceptor_diagnostics_free(diagnostics);
    return kb;
}

static bool still_differ(run *r, const random_kb *from, const char *as_of, const sample *more,
                         const sample *less, bool lax, pr_buf *why) {
    preceptor_kb *kb = load(r, from, false);
    bool differ = false;
    if (kb != NULL) {
        pair p;
        sampler s;
        pair_init(&p, kb);
        p.lax = lax;
        pair_set_day(&p, as_of);
        sampler_init(&s, &kb->program, &r->random);
        pair_evaluate(&p, &s, MORE, more);
        pair_evaluate(&p, &s, LESS, less);
        differ = pair_differs(&p);
        if (differ) {
            pr_buf_clear(why);
            pr_buf_text(why, pr_buf_view(&p.why));
        }
        sampler_release(&s);
        pair_release(&p);
        preceptor_kb_free(kb);
    }
    return differ;
}

/* Drops rules and says expressions plainly, as long as the pair differs. */
static void shrink_kb(run *r, random_kb *of, const char *as_of, const sample *more, const sample *less,
                      bool lax, pr_buf *why) {
    for (uint32_t i = 0; i < of->rule_count; i++) {
        of->rules[i].dropped = true;
        of->rules[i].dropped = still_differ(r, of, as_of, more, less, lax, why);
    }
    for (uint32_t i = 0; i < of->part_count; i++) {
        of->parts[i].plain = true;
        of->parts[i].plain = still_differ(r, of, as_of, more, less, lax, why);
    }
}

static void report(run *r, pair *p, sampler *s, random_kb *of, sample *more, sample *less) {
    pair_shrink(p, s, more, less);
    shrink_kb(r, of, p->as_of, more, less, p->lax, &p->why);
    pr_buf text;
    pr_buf_init(&text, NULL);
    random_kb_write(of, &text);
    fprintf(stderr, "%.*s\n", (int)text.length, text.at);
    pr_buf_release(&text);
    pair_print(p, s, more, less);
    fail();
}

static bool ignore(void *context, const char *bytes, size_t count) {
    (void)context;
    (void)bytes;
    (void)count;
    return true;
}

/* Whatever the rules, there are words for it. */
static void check_report(const pair *p, preceptor_format format) {
    preceptor_sink sink = {.write = ignore};
    preceptor_view view = {.format = format, .all = true};
    preceptor_status status = preceptor_write_check(p->sessions[LESS], &view, &sink);
    if (status == PRECEPTOR_CONFLICT) {
        preceptor_diagnostics_clear(p->diagnostics);
        preceptor_session_explain(p->sessions[LESS], p->diagnostics);
        assert_int_not_equal(preceptor_diagnostics_errors(p->diagnostics), 0);
        return;
    }
    assert_int_equal(status, PRECEPTOR_OK);
}

/* Of a full profile what was certain must be the same. Of one that is not full it must not be the opposite;
 * that it becomes open is no guess, only a pity, and seldom: how many tuples are the same for certain is not
  * counted exactly. */
static void check_pair(run *r, pair *p, sampler *s, random_kb *of, sample *more, sample *less, bool full) {
    (void)sampler_take(s, more, 5 + random_below(&r->random, 90), less);
    pair_evaluate(p, s, LESS, less);
    pair_count(p, LESS, &r->partial);
    r->pairs++;
    p->lax = false;
    bool differ = pair_differs(p);
    if (differ && !full) {
        p->lax = true;
        r->lost += !pair_differs(p);
        differ = pair_differs(p);
    }
    if (differ) {
        report(r, p, s, of, more, less);
    }
    check_report(p, r->pairs % 2 == 0 ? PRECEPTOR_JSON : PRECEPTOR_TEXT);
}

/* The other way about: something is put in for what is unknown. */
static void check_completion(run *r, pair *p, sampler *s, random_kb *of, sample *less) {
    sample full;
    sampler_draw(s, less, &full);
    p->lax = false;
    if (!pair_settle(p, s, less, &full)) {
        return;
    }
    pair_evaluate(p, s, LESS, less);
    r->pairs++;
    if (pair_differs(p)) {
        report(r, p, s, of, &full, less);
    }
}

static void check_kb(run *r, random_kb *of, preceptor_kb *kb) {
    pair p;
    sampler s;
    pair_init(&p, kb);
    sampler_init(&s, &kb->program, &r->random);
    for (uint32_t i = 0; i < PROFILES_OF_EACH; i++) {
        sample full;
        sampler_set_day(&s, i % 3 == 2 ? "2030-01-01" : "2026-06-15");
        pair_set_day(&p, i % 3 == 2 ? "2030-01-01" : "2026-06-15");
        sampler_draw(&s, NULL, &full);
        if (!pair_settle(&p, &s, NULL, &full)) {
            continue;
        }
        pair_count(&p, MORE, &r->full);
        sample more = full, less;
        for (uint32_t k = 0; k < PARTIALS_OF_EACH; k++) {
            check_pair(r, &p, &s, of, &more, &less, k < 2);
            if (k % 2 == 1) {
                more = less;
                pair_evaluate(&p, &s, MORE, &more);
            }
        }
        check_completion(r, &p, &s, of, &less);
    }
    sampler_release(&s);
    pair_release(&p);
}

static void test_random_kbs(void **state) {
    (void)state;
    uint64_t pairs = random_wanted("PRECEPTOR_PAIRS", PAIRS);
    run *r = calloc(1, sizeof *r);
    random_kb *made = calloc(1, sizeof *made);
    if (r == NULL || made == NULL) {
        fail_msg("out of memory");
        return;
    }
    r->random = random_start();
    folder_make(&r->folder);
    folder_write(&r->folder, "kb.yaml", MANIFEST);
    while (r->pairs < pairs) {
        random_kb_make(made, &r->random);
        preceptor_kb *kb = load(r, made, true);
        assert_non_null(kb);
        check_kb(r, made, kb);
        preceptor_kb_free(kb);
        random_kb_release(made);
        r->kbs++;
    }
    folder_remove(&r->folder);
    print_message("%llu pairs over %llu knowledge bases; in %llu something became open with more known\n",
                  (unsigned long long)r->pairs, (unsigned long long)r->kbs, (unsigned long long)r->lost);
    assert_true(r->lost * 100 <= r->pairs);
    print_message(
        "certain: %u %% of verdicts and %u %% of facts of full profiles, %u %% and %u %% of partial ones\n",
        percent(r->full.certain_verdicts, r->full.verdicts), percent(r->full.certain_facts, r->full.facts),
        percent(r->partial.certain_verdicts, r->partial.verdicts),
        percent(r->partial.certain_facts, r->partial.facts));
    free(made);
    free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_kbs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
