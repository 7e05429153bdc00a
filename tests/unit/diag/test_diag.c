/* The list of diagnostics: counting, the limit, sorting, suggestions, and memory that runs out. */
#include "unit/support.h"

#include "base/limits.h"

static const pr_source one = {{"a.yaml", 6}, {"first\nsecond\nthird\n", 19}};
static const pr_source other = {{"b.yaml", 6}, {"text\n", 5}};

static void keeps_what_was_added(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    char word[] = "copied";
    pr_diag *diag = pr_error(&f.diags, "code", ((pr_span){&one, 6, 12}), "a %s %d", word, 5);
    word[0] = 'X';
    pr_diag_hint(&f.diags, diag, "try %d", 6);
    pr_diag_note(&f.diags, diag, (pr_span){&one, 0, 5}, "first");
    pr_diag_note(&f.diags, diag, (pr_span){&other, 0, 4}, "second");
    pr_warn(&f.diags, "odd", ((pr_span){NULL, 0, 0}), "no place");
    assert_int_equal(f.diags.errors, 1);
    assert_int_equal(f.diags.warnings, 1);
    assert_text(summary_of(&f),
                "warning odd - no place\n"
                "error code 2:1-2:7 a copied 5; hint: try 6; note 1:1-1:6 first; note 1:1-1:5 second");
    pr_diags_clear(&f.diags);
    assert_int_equal(f.diags.errors + f.diags.warnings + f.diags.list.count, 0);
    assert_text(summary_of(&f), "");
    fixture_release(&f);
}

static void sorts_and_drops_repetitions(void **state) {
    (void)state;
    static const struct {
        const pr_source *source;
        uint32_t start;
        const char *code, *message;
    } cases[] = {
        {&other, 0, "x", "in b"},   {&one, 13, "x", "third"},   {&one, 6, "y", "second y"},
        {&one, 6, "x", "second x"}, {&one, 6, "x", "second x"}, {NULL, 0, "x", "nowhere"},
        {&one, 6, "x", "another"},  {&one, 13, "x", "third"},
    };
    fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_error(&f.diags, cases[i].code, ((pr_span){cases[i].source, cases[i].start, cases[i].start}), "%s",
                 cases[i].message);
    }
    assert_text(summary_of(&f), "error x - nowhere\nerror x 2:1-2:1 another\nerror x 2:1-2:1 second x\n"
                                "error y 2:1-2:1 second y\nerror x 3:1-3:1 third\nerror x 1:1-1:1 in b");
    assert_int_equal(f.diags.errors, 6);
    fixture_release(&f);
}

static void alike_but_for_a_note_are_two(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    for (uint32_t i = 0; i < 4; i++) {
        pr_diag *diag = pr_error(&f.diags, "x", ((pr_span){&one, 0, 5}), "same");
        pr_diag_note(&f.diags, diag, (pr_span){&one, 0, 5}, "here");
        pr_diag_note(&f.diags, diag, (pr_span){&one, i % 2, 5}, "and here");
    }
    pr_diags_sort(&f.diags);
    assert_int_equal(f.diags.list.count, 2);
    fixture_release(&f);
}

static void past_the_limit_errors_displace_warnings(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_diag *first = pr_error(&f.diags, "e", ((pr_span){&one, 0, 1}), "the first");
    for (int i = 0; i < PR_LIMIT_DIAGS + 20; i++) {
        pr_warn(&f.diags, "w", ((pr_span){&one, 1, 2}), "warning %d", i);
    }
    assert_null(pr_warn(&f.diags, "w", ((pr_span){&one, 1, 2}), "not kept"));
    pr_diag *late = pr_error(&f.diags, "e", ((pr_span){&one, 2, 3}), "a late error");
    assert_non_null(late);
    pr_diag_hint(&f.diags, late, "kept");
    /* What was handed out stays where it is. */
    pr_diag_hint(&f.diags, first, "too");
    assert_ptr_equal(first, &f.diags.list.items[0]);
    assert_int_equal(f.diags.list.count, PR_LIMIT_DIAGS);
    assert_int_equal(f.diags.errors, 2);
    assert_int_equal(f.diags.warnings, PR_LIMIT_DIAGS + 21);
    for (int i = 0; i < PR_LIMIT_DIAGS; i++) {
        pr_error(&f.diags, "e", ((pr_span){&one, 2, 3}), "error %d", i);
    }
    assert_null(pr_error(&f.diags, "e", ((pr_span){&one, 2, 3}), "one too many"));
    pr_diag_hint(&f.diags, NULL, "nothing happens");
    pr_diag_note(&f.diags, NULL, (pr_span){0}, "nothing happens");
    fixture_release(&f);
}

static void suggests_the_nearest(void **state) {
    (void)state;
    static const pr_text names[] = {{"rotations", 9}, {"goals", 5}};
    fixture f;
    fixture_init(&f, NULL);
    pr_diag *diag = pr_error(&f.diags, "unknown-key", ((pr_span){0}), "no such key");
    pr_diag_suggest(&f.diags, diag, PR_TEXT("rotatins"), names, 2);
    assert_text(diag->hint, "did you mean 'rotations'?");
    diag->hint = (pr_text){0};
    pr_diag_suggest(&f.diags, diag, PR_TEXT("weather"), names, 2);
    assert_int_equal(diag->hint.length, 0);
    pr_diag_suggest(&f.diags, NULL, PR_TEXT("goal"), names, 2);
    fixture_release(&f);
}

static void says_when_memory_ran_out(void **state) {
    (void)state;
    for (size_t fail_at = 1;; fail_at++) {
        test_heap heap = {.fail_at = fail_at};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        pr_diags diags;
        pr_diags_init(&diags, &allocator);
        for (int i = 0; i < 50; i++) {
            pr_diag *diag = pr_error(&diags, "e", ((pr_span){0}), "%05000d", i);
            pr_diag_hint(&diags, diag, "%05000d", i);
            pr_diag_note(&diags, diag, (pr_span){0}, "%05000d", i);
        }
        assert_int_equal(diags.errors, 50);
        bool failed = diags.failed;
        pr_diags_sort(&diags);
        pr_diags_release(&diags);
        assert_int_equal(heap.live, 0);
        if (!failed) {
            break;
        }
        assert_true(fail_at <= heap.asked);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_was_added),
        cmocka_unit_test(sorts_and_drops_repetitions),
        cmocka_unit_test(alike_but_for_a_note_are_two),
        cmocka_unit_test(past_the_limit_errors_displace_warnings),
        cmocka_unit_test(suggests_the_nearest),
        cmocka_unit_test(says_when_memory_ran_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
