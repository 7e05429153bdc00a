/* Free text to declared values. */
#include "unit/profile/small_program.h"

#define TEXTS \
    "t: {type: string, match: {alpha: ['^al', beta], gamma: [gam+a]}}\nbad: {type: enum, values: [x, y], " \
    "match: {y: ['(', '[']}}\n" \
    "slow: {type: string, match: {x: ['^(a+)+$']}}\n"

typedef struct match_test {
    pr_program program;
    pr_matcher *matcher;
    pr_profile profile;
    fixture x;
} match_test;

static int setup(void **state) {
    match_test *t = calloc(1, sizeof *t);
    small_program_make(&t->program, TEXTS);
    t->matcher = pr_matcher_new(&t->program, NULL);
    pr_profile_init(&t->profile, &t->program, NULL);
    fixture_init(&t->x, NULL);
    assert_true(pr_profile_reset(&t->profile));
    *state = t;
    return 0;
}

static int teardown(void **state) {
    match_test *t = *state;
    fixture_release(&t->x);
    pr_profile_release(&t->profile);
    pr_matcher_free(t->matcher);
    small_program_release(&t->program);
    free(t);
    return 0;
}

static bool set(match_test *t, const char *assignment) {
    return pr_profile_set(&t->profile, pr_text_of(assignment), t->matcher, &t->x.diags);
}

static void checks_patterns(void **state) {
    match_test *t = *state;
    assert_false(pr_matcher_check(t->matcher, &t->x.diags));
    assert_int_equal(t->x.diags.errors, 2);
    assert_text(summary_of(&t->x),
                "error bad-pattern 2:48-2:49 this pattern cannot be used: missing closing parenthesis\n"
                "error bad-pattern 2:53-2:54 this pattern cannot be used: this [ is not closed");
    pr_diags_clear(&t->x.diags);
    assert_false(pr_matcher_check(t->matcher, &t->x.diags));
    assert_int_equal(t->x.diags.errors, 2);
}

static void reports_a_bad_pattern_when_it_is_needed(void **state) {
    match_test *t = *state;
    assert_true(set(t, "bad=X"));
    assert_true(set(t, "t=Alfa"));
    assert_false(set(t, "bad=z"));
    assert_text(summary_of(&t->x),
                "error pattern-limit 1:5-1:6 the patterns of this value cannot be used\n"
                "error bad-pattern 2:48-2:49 this pattern cannot be used: missing closing parenthesis");
}

static void reports_patterns_that_take_too_long(void **state) {
    match_test *t = *state;
    assert_false(
        set(t, "slow=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"));
    assert_text(summary_of(&t->x),
                "error pattern-limit 1:6-1:84 this text could not be matched against the known values: the "
                "pattern runs away on this text: the limit 'pattern-match' may be raised");
}

/* More texts than the cache holds, twice: the answers stay the same, and memory does not grow. */
static void forgets_without_harm(void **state) {
    match_test *t = *state;
    static const struct {
        const char *before, *after, *value; /* value NULL: the text is kept */
    } texts[] = {{"al", "", "alpha"}, {"x", "BETA", "alpha"}, {"", " gammma", "gamma"}, {"other ", "", NULL}};
    for (int i = 0; i < 8000; i++) {
        char text[64], assignment[80];
        snprintf(text, sizeof text, "%s%d%s", texts[i % 4].before, i % 4000, texts[i % 4].after);
        snprintf(assignment, sizeof assignment, "t='%s'", text);
        assert_true(pr_profile_reset(&t->profile));
        assert_true(set(t, assignment));
        uint32_t number = 2;
        assert_text(t->program.attributes[number].path, "t");
        assert_text(pr_string_text(t->profile.values[number]),
                    texts[i % 4].value != NULL ? texts[i % 4].value : text);
    }
}

static void matches_long_texts(void **state) {
    match_test *t = *state;
    char assignment[400] = "t=al";
    memset(assignment + 4, 'x', 300);
    assert_true(set(t, assignment));
    assert_text(pr_string_text(t->profile.values[2]), "alpha");
    memcpy(assignment, "t=ga", 4);
    assert_true(set(t, assignment));
    assert_int_equal(t->profile.values[2].extra, 302);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(checks_patterns, setup, teardown),
        cmocka_unit_test_setup_teardown(reports_a_bad_pattern_when_it_is_needed, setup, teardown),
        cmocka_unit_test_setup_teardown(reports_patterns_that_take_too_long, setup, teardown),
        cmocka_unit_test_setup_teardown(forgets_without_harm, setup, teardown),
        cmocka_unit_test_setup_teardown(matches_long_texts, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
