/* Results do not depend on order: of files, sections, rules, entities, conditions and keys of the knowledge base, nor
 * of the records of a profile. PRECEPTOR_SEED=N repeats a run. */
#include "property/pair.h"
#include "property/shuffled.h"

#include <glob.h>

#ifndef PROFILES
#define PROFILES 200
#endif

enum { SHUFFLES = 2 };

/* One knowledge base in two orders. */
typedef struct orders {
    preceptor_kb *kb[2];
    preceptor_session *session[2];
    preceptor_profile *profile[2];
    preceptor_diagnostics *diagnostics;
    pr_buf report[2];
} orders;

static bool add_to(void *context, const char *bytes, size_t count) {
    pr_buf_add(context, bytes, count);
    return true;
}

static void orders_open(orders *o, preceptor_kb *first, const char *other) {
    o->kb[0] = first;
    o->kb[1] = load_kb(other);
    o->diagnostics = preceptor_diagnostics_new(NULL);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(preceptor_session_new(o->kb[i], &o->session[i]), PRECEPTOR_OK);
        assert_int_equal(preceptor_profile_new(o->kb[i], &o->profile[i]), PRECEPTOR_OK);
        pr_buf_init(&o->report[i], NULL);
    }
}

static void orders_close(orders *o) {
    for (int i = 0; i < 2; i++) {
        preceptor_session_free(o->session[i]);
        preceptor_profile_free(o->profile[i]);
        pr_buf_release(&o->report[i]);
    }
    preceptor_kb_free(o->kb[1]);
    preceptor_diagnostics_free(o->diagnostics);
}

/* The digest tells files apart, as it should. */
static void hide_digest(pr_buf *report) {
    static const char sign[] = "sha256:";
    pr_buf_char(report, '\0');
    for (char *at = report->at; (at = strstr(at, sign)) != NULL;) {
        at += sizeof sign - 1;
        for (; (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f'); at++) {
            *at = '-';
        }
    }
}

static preceptor_status make_report(orders *o, int i, preceptor_format format) {
    preceptor_sink sink = {add_to, &o->report[i]};
    preceptor_view view = {.format = format, .all = true};
    pr_buf_clear(&o->report[i]);
    preceptor_status status = preceptor_write_check(o->session[i], &view, &sink);
    if (status == PRECEPTOR_CONFLICT) {
        preceptor_diagnostics_clear(o->diagnostics);
        preceptor_session_explain(o->session[i], o->diagnostics);
        assert_int_not_equal(preceptor_diagnostics_errors(o->diagnostics), 0);
        return status;
    }
    assert_int_equal(status, PRECEPTOR_OK);
    hide_digest(&o->report[i]);
    return status;
}

static void compare_reports(orders *o, const char *what, preceptor_format format) {
    preceptor_status status = make_report(o, 0, format);
    assert_int_equal(make_report(o, 1, format), status);
    if (status == PRECEPTOR_CONFLICT) {
        return;
    }
    const char *a = o->report[0].at, *b = o->report[1].at;
    size_t same = 0, line = 0;
    for (; a[same] != '\0' && a[same] == b[same]; same++) {
        line = a[same] == '\n' ? same + 1 : line;
    }
    if (a[same] != b[same]) {
        fprintf(stderr, "%s: in the other order:\n  %.400s\ninstead of:\n  %.400s\n", what, b + line,
                a + line);
        fail();
    }
}

static void compare(orders *o, const char *what) {
    for (int i = 0; i < 2; i++) {
        assert_int_equal(preceptor_evaluate(o->session[i], o->profile[i], PRECEPTOR_REASONS), PRECEPTOR_OK);
    }
    for (size_t s = 0; s < preceptor_kb_subjects(o->kb[0]); s++) {
        assert_string_equal(preceptor_kb_subject_id(o->kb[0], s), preceptor_kb_subject_id(o->kb[1], s));
        assert_int_equal(preceptor_session_verdict(o->session[0], s),
                         preceptor_session_verdict(o->session[1], s));
    }
    compare_reports(o, what, PRECEPTOR_JSON);
}

static void set_day(orders *o, const char *as_of) {
    for (int i = 0; i < 2; i++) {
        assert_int_equal(preceptor_session_set_as_of(o->session[i], as_of), PRECEPTOR_OK);
    }
}

static uint32_t compare_examples(orders *o, const char *pattern) {
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    set_day(o, "2026-11-21");
    for (size_t k = 0; k < found.gl_pathc; k++) {
        for (int i = 0; i < 2; i++) {
            assert_int_equal(preceptor_profile_read_file(o->profile[i], found.gl_pathv[k], o->diagnostics),
                             PRECEPTOR_OK);
        }
        compare(o, found.gl_pathv[k]);
        compare_reports(o, found.gl_pathv[k], PRECEPTOR_TEXT);
    }
    uint32_t count = (uint32_t)found.gl_pathc;
    globfree(&found);
    return count;
}

static void compare_random(orders *o, random_numbers *random) {
    sampler s;
    pr_buf json;
    sampler_init(&s, &o->kb[0]->program, random);
    pr_buf_init(&json, NULL);
    for (int k = 0; k < PROFILES; k++) {
        char as_of[16];
        sample full, partial;
        sampler_choose_day(&s, as_of);
        set_day(o, as_of);
        sampler_draw(&s, NULL, &full);
        (void)sampler_take(&s, &full, random_below(random, 100), &partial);
        pr_buf_clear(&json);
        sample_write(&s, &partial, false, &json);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(preceptor_profile_read(o->profile[i], "random", json.at, json.length, true,
                                                    false, o->diagnostics),
                             PRECEPTOR_OK);
        }
        pr_buf_char(&json, '\0');
        compare(o, json.at);
    }
    pr_buf_release(&json);
    sampler_release(&s);
}

static void check_orders(const char *manifest, const char *examples, random_numbers *random) {
    preceptor_kb *kb = load_kb(manifest);
    for (int round = 0; round < SHUFFLES; round++) {
        folder to;
        char other[512];
        orders o;
        folder_make(&to);
        shuffled_copy(manifest, random, &to);
        folder_path(&to, "kb/kb.yaml", other, sizeof other);
        orders_open(&o, kb, other);
        uint32_t count = compare_examples(&o, examples);
        compare_random(&o, random);
        orders_close(&o);
        folder_remove(&to);
        print_message("%u examples and %d random profiles are judged alike in another order\n", count,
                      PROFILES);
    }
    preceptor_kb_free(kb);
}

static void test_shipped(void **state) {
    (void)state;
    random_numbers random = random_start();
    check_orders(PRECEPTOR_TOP "/kb/kb.yaml", PRECEPTOR_TOP "/kb/examples/*.yaml", &random);
}

static void test_other(void **state) {
    (void)state;
    random_numbers random = random_start();
    check_orders(PRECEPTOR_TOP "/tests/knowledge/kb.yaml", PRECEPTOR_TOP "/tests/knowledge/profiles/*.yaml",
                 &random);
}

static void shuffle_records(random_numbers *random, sample *of) {
    for (uint32_t l = 0; l < MOST_LISTS; l++) {
        for (uint32_t i = of->lists[l].count; i > 1; i--) {
            uint32_t other = random_below(random, i);
            const char *held[MOST_FIELDS];
            memcpy(held, of->lists[l].cells[i - 1], sizeof held);
            memcpy(of->lists[l].cells[i - 1], of->lists[l].cells[other], sizeof held);
            memcpy(of->lists[l].cells[other], held, sizeof held);
        }
    }
}

/* Records are a multiset. */
static void test_records(void **state) {
    (void)state;
    random_numbers random = random_start();
    preceptor_kb *kb = load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pair p;
    sampler s;
    pair_init(&p, kb);
    sampler_init(&s, &kb->program, &random);
    for (int k = 0; k < PROFILES * 10; k++) {
        char as_of[16];
        sample full, partial;
        sampler_choose_day(&s, as_of);
        pair_set_day(&p, as_of);
        sampler_draw(&s, NULL, &full);
        (void)sampler_take(&s, &full, random_below(&random, 60), &partial);
        pair_evaluate(&p, &s, MORE, &partial);
        shuffle_records(&random, &partial);
        pair_evaluate(&p, &s, LESS, &partial);
        const pr_vm *before = &p.sessions[MORE]->vm, *after = &p.sessions[LESS]->vm;
        for (uint32_t f = 0; f < kb->program.fact_count; f++) {
            assert_int_equal(pr_vm_state(before, f), pr_vm_state(after, f));
        }
    }
    sampler_release(&s);
    pair_release(&p);
    preceptor_kb_free(kb);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped), cmocka_unit_test(test_other),
                                       cmocka_unit_test(test_records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
