/* Calendar arithmetic as people do it, and the course of stages. */
#include "unit/support.h"

#include "advise/course.h"

static int64_t day(const char *text) {
    pr_value v = pr_date_parse(pr_text_of(text));
    assert_int_equal(v.kind, PR_DATE);
    return v.number;
}

static void check_day(int64_t found, const char *wanted) { assert_true(found == day(wanted)); }

static pr_term term(const char *duration) {
    pr_term t;
    assert_true(pr_term_of(pr_duration_parse_weeks(pr_text_of(duration)), &t));
    return t;
}

static void check_text(void (*print)(pr_term, pr_buf *), pr_term t, const char *wanted) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    print(t, &out);
    pr_buf_char(&out, '\0');
    assert_string_equal(out.at, wanted);
    pr_buf_release(&out);
}

static void test_after(void **state) {
    (void)state;
    check_day(pr_term_after(day("2027-01-31"), term("P1M")), "2027-02-28");
    check_day(pr_term_after(day("2028-02-29"), term("P1Y")), "2029-02-28");
    check_day(pr_term_after(day("2027-06-30"), term("P5Y")), "2032-06-30");
    check_day(pr_term_after(day("2027-12-20"), term("P4W")), "2028-01-17");
}

static void test_between(void **state) {
    (void)state;
    static const struct {
        const char *from, *to, *iso, *said;
    } rows[] = {
        {"2026-11-22", "2027-06-30", "P7M8D", "7 months and 8 days"},
        {"2028-02-29", "2034-02-28", "P6Y", "6 years"},
        {"2027-01-31", "2027-02-28", "P1M", "1 month"},
        {"2027-01-31", "2027-03-01", "P1M1D", "1 month and 1 day"},
        {"2026-11-22", "2032-07-01", "P5Y7M9D", "5 years, 7 months and 9 days"},
        {"2026-11-22", "2027-11-23", "P1Y1D", "1 year and 1 day"},
        {"2026-11-22", "2026-11-22", "P0D", "0 days"},
        {"2026-11-22", "2026-11-01", "P0D", "0 days"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pr_term t = pr_term_between(day(rows[i].from), day(rows[i].to));
        check_text(pr_term_print, t, rows[i].iso);
        check_text(pr_term_say, t, rows[i].said);
    }
    pr_term t;
    assert_false(pr_term_of(pr_duration_parse(PR_TEXT("-P1M")), &t));
    assert_false(pr_term_of(pr_integer(3), &t));
}

static pr_term_range exactly(const char *duration) {
    return (pr_term_range){.least = term(duration), .most = term(duration), .ends = true};
}

/* A year under way until a day that is told, then five years from July on. */
static void test_course_known(void **state) {
    (void)state;
    pr_course course = pr_course_begin(day("2026-11-22"));
    pr_course_stage done = {.may_be_done = true, .counted = true, .duration = exactly("P4Y")};
    pr_course_stage now = {.may_be_current = true, .counted = true, .duration = exactly("P1Y")};
    pr_course_stage next = {
        .may_come = true, .counted = true, .duration = exactly("P5Y"), .month = 7, .day = 1};
    now.end = (pr_day_range){day("2027-06-12"), day("2027-06-12"), true, true, false};
    pr_course_stage_add(&course, &done);
    pr_course_stage_add(&course, &now);
    pr_course_stage_add(&course, &next);
    check_day(next.starts.earliest, "2027-07-01");
    check_day(course.over.earliest, "2032-06-30");
    check_day(course.over.latest, "2032-06-30");
    check_text(pr_term_print, course.left.least, "P5Y6M21D");
    assert_int_equal(pr_term_compare(course.left.least, course.left.most), 0);
    assert_false(now.slow || course.left.usual || course.over.usual);
}

/* Nobody knows whether it is done, nor when it ends; what follows may take one or two years. */
static void test_course_open(void **state) {
    (void)state;
    pr_course course = pr_course_begin(day("2026-11-22"));
    pr_course_stage first = {
        .may_be_done = true, .may_be_current = true, .counted = true, .duration = exactly("P1Y")};
    pr_course_stage last = {.may_come = true, .counted = true, .duration = exactly("P1Y")};
    last.duration.most = term("P2Y");
    pr_course_stage_add(&course, &first);
    pr_course_stage_add(&course, &last);
    check_text(pr_term_print, course.left.least, "P1Y");
    check_text(pr_term_print, course.left.most, "P3Y");
    check_day(course.over.earliest, "2027-11-22");
    check_day(course.over.latest, "2029-11-22");
    assert_true(course.left.usual && course.over.usual);
}

/* A stage under way may take longer than its length, as long as its end is not told: the upper end is only usual. By a
 * first day that comes after it there is none, and no day before the first is an end. */
static void test_course_overdue(void **state) {
    (void)state;
    static const struct {
        const char *from, *until; /* of the end; NULL: not told */
        const char *earliest, *latest;
        bool usual, slow;
    } rows[] = {
        {NULL, NULL, "2026-11-22", "2027-11-22", true, false},
        {"2027-02-01", NULL, "2027-02-01", "2027-11-22", true, false},
        {"2030-11-04", NULL, "2030-11-04", NULL, false, true},
        {"2030-11-04", "2030-11-04", "2030-11-04", "2030-11-04", false, true},
        {NULL, "2030-11-04", "2026-11-22", "2030-11-04", false, false},
        {NULL, "2020-11-04", "2026-11-22", "2026-11-22", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pr_course course = pr_course_begin(day("2026-11-22"));
        pr_course_stage now = {.may_be_current = true, .counted = true, .duration = exactly("P1Y")};
        now.end.begins = rows[i].from != NULL;
        now.end.earliest = now.end.begins ? day(rows[i].from) : 0;
        now.end.ends = rows[i].until != NULL;
        now.end.latest = now.end.ends ? day(rows[i].until) : 0;
        pr_course_stage_add(&course, &now);
        check_day(now.over.earliest, rows[i].earliest);
        assert_int_equal(now.over.ends, rows[i].latest != NULL);
        if (now.over.ends) {
            check_day(now.over.latest, rows[i].latest);
        }
        assert_int_equal(now.over.usual, rows[i].usual);
        assert_int_equal(now.left.ends, now.over.ends);
        assert_int_equal(course.left.usual, rows[i].usual);
        assert_int_equal(now.slow, rows[i].slow);
    }
}

/* A length that is not told leaves the end open; what is not counted adds days, and no time. */
static void test_course_endless(void **state) {
    (void)state;
    pr_course course = pr_course_begin(day("2026-11-22"));
    pr_course_stage first = {.may_come = true, .counted = false};
    pr_course_stage last = {.may_come = true, .counted = true, .duration = exactly("P1M")};
    pr_course_stage_add(&course, &first);
    pr_course_stage_add(&course, &last);
    assert_true(course.left.ends);
    check_text(pr_term_print, course.left.most, "P1M");
    check_day(course.over.earliest, "2026-12-22");
    assert_false(course.over.ends);
}

/* By its own date a stage takes longer than its length; and one that begins on a day that not every year has. */
static void test_course_odd(void **state) {
    (void)state;
    pr_course course = pr_course_begin(day("2026-11-22"));
    pr_course_stage slow = {.may_be_current = true, .counted = true, .duration = exactly("P1Y")};
    slow.end = (pr_day_range){day("2027-11-23"), day("2027-11-23"), true, true, false};
    pr_course_stage_add(&course, &slow);
    assert_true(slow.slow);
    pr_course_stage leap = {
        .may_come = true, .counted = true, .duration = exactly("P1Y"), .month = 2, .day = 29};
    pr_course_stage_add(&course, &leap);
    check_day(leap.starts.earliest, "2028-02-29");
    assert_true(pr_course_day_exists(2, 29));
    assert_false(pr_course_day_exists(4, 31));
    assert_false(pr_course_day_exists(13, 1));
}

/* The last day of a stage is the one before the day on which the next could begin. */
static void test_last_days(void **state) {
    (void)state;
    static const struct {
        const char *before, *length, *last;
    } rows[] = {
        {"2027-02-28", "P1Y", "2028-02-29"}, {"2027-01-31", "P1M", "2027-02-28"},
        {"2027-01-30", "P1M", "2027-02-28"}, {"2027-01-27", "P1M", "2027-02-27"},
        {"2027-06-30", "P1Y", "2028-06-30"}, {"2027-06-30", "P2W", "2027-07-14"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pr_course course = pr_course_begin(day(rows[i].before));
        pr_course_stage next = {.may_come = true, .duration = exactly(rows[i].length)};
        pr_course_stage_add(&course, &next);
        check_day(course.over.earliest, rows[i].last);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_after),          cmocka_unit_test(test_between),
        cmocka_unit_test(test_course_known),   cmocka_unit_test(test_course_open),
        cmocka_unit_test(test_course_endless), cmocka_unit_test(test_course_odd),
        cmocka_unit_test(test_course_overdue), cmocka_unit_test(test_last_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
