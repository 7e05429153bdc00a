/* The calendar: against a counter that goes day by day, and at its ends. */
#include "unit/value/value_test.h"

/* Days of a month by the rule as one learns it. */
static int plain_month_days(int64_t year, int month) {
    switch (month) {
    case 2: return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11: return 30;
    default: return 31;
    }
}

typedef struct calendar_span {
    int64_t first_year, last_year;
} calendar_span;

/* Every day of the span has one number more than the day before, one weekday further, and comes back from its
 * number. */
static void count_days(calendar_span span) {
    int64_t days = pr_date_to_days(pr_date_pack(span.first_year, 1, 1));
    int weekday = pr_date_weekday(pr_date_pack(span.first_year, 1, 1));
    int64_t before = INT64_MIN;
    for (int64_t year = span.first_year; year <= span.last_year; year++) {
        for (int month = 1; month <= 12; month++) {
            int last = plain_month_days(year, month);
            assert_false(pr_date_exists(year, month, last + 1));
            for (int day = 1; day <= last; day++) {
                int64_t packed = pr_date_pack(year, month, day);
                assert_true(pr_date_exists(year, month, day));
                assert_true(packed > before);
                assert_int_equal(pr_date_to_days(packed), days);
                assert_int_equal(pr_date_from_days(days), packed);
                assert_int_equal(pr_date_weekday(packed), weekday);
                before = packed;
                days++;
                weekday = weekday % 7 + 1;
            }
        }
    }
}

static void test_day_by_day(void **state) {
    (void)state;
    static const calendar_span spans[] = {
        {1800, 2250}, {-401, 5}, {999999900, 999999999}, {-999999999, -999999900}};
    for (size_t i = 0; i < ROWS(spans); i++) {
        count_days(spans[i]);
    }
    assert_int_equal(pr_date_to_days(pr_date_pack(1970, 1, 1)), 0);
    assert_int_equal(pr_date_weekday(pr_date_pack(2018, 12, 10)), 1);
}

static void test_unpack(void **state) {
    (void)state;
    random_source r = random_seeded("test_unpack");
    for (int i = 0; i < 100000; i++) {
        int64_t year = (int64_t)(random_word(&r) % UINT64_C(1999999999)) - 999999999, got_year;
        int month = (int)random_below(&r, 12) + 1, day = (int)random_below(&r, 31) + 1, got_month, got_day;
        pr_date_unpack(pr_date_pack(year, month, day), &got_year, &got_month, &got_day);
        assert_int_equal(got_year, year);
        assert_int_equal(got_month, month);
        assert_int_equal(got_day, day);
    }
}

typedef struct months_row {
    const char *date;
    int64_t months;
    const char *result;
} months_row;

static void test_add_months(void **state) {
    (void)state;
    static const months_row rows[] = {
        {"2027-01-31", 1, "2027-02-28"},   {"2028-01-31", 1, "2028-02-29"},
        {"2027-03-31", -1, "2027-02-28"},  {"2027-01-15", 12, "2028-01-15"},
        {"2027-01-15", -1, "2026-12-15"},  {"2027-12-31", 2, "2028-02-29"},
        {"0000-01-01", -1, "-0001-12-01"}, {"-2021-01-01", -1, "-2022-12-01"},
        {"2027-05-31", 0, "2027-05-31"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value from = pr_date_parse(pr_text_of(rows[i].date)),
                 to = pr_date_parse(pr_text_of(rows[i].result));
        assert_int_equal(from.kind, PR_DATE);
        assert_int_equal(pr_date_add_months(from.number, rows[i].months), to.number);
    }
}

/* The count of months from one date to another is the largest whose sum does not pass it. */
static void test_months_between(void **state) {
    (void)state;
    random_source r = random_seeded("test_months_between");
    for (int i = 0; i < 100000; i++) {
        int64_t first = (int64_t)random_below(&r, 40000) - 10000,
                second = (int64_t)random_below(&r, 40000) - 10000;
        pr_value from = pr_date(pr_date_from_days(first)), to = pr_date(pr_date_from_days(second));
        int64_t months = pr_months_between(from, to).number;
        int64_t from_year, to_year;
        int from_month, from_day, to_month, to_day;
        pr_date_unpack(from.number, &from_year, &from_month, &from_day);
        pr_date_unpack(to.number, &to_year, &to_month, &to_day);
        int64_t expected = 0;
        int64_t step = second >= first ? 1 : -1;
        for (;;) {
            int64_t next = (from_year * 12 + from_month - 1) + expected + step;
            int64_t at = next * 32 + from_day, end = (to_year * 12 + to_month - 1) * 32 + to_day;
            if (step > 0 ? at > end : at < end) {
                break;
            }
            expected += step;
        }
        assert_int_equal(months, expected);
    }
}

typedef struct exists_row {
    int64_t year;
    int month, day;
    bool exists;
} exists_row;

static void test_exists(void **state) {
    (void)state;
    static const exists_row rows[] = {
        {2028, 2, 29, true},        {2027, 2, 29, false},      {1900, 2, 29, false},
        {2000, 2, 29, true},        {0, 2, 29, true},          {2027, 0, 1, false},
        {2027, 13, 1, false},       {2027, 1, 0, false},       {2027, -8, 2, false},
        {999999999, 12, 31, true},  {1000000000, 1, 1, false}, {-999999999, 1, 1, true},
        {-1000000000, 1, 1, false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(pr_date_exists(rows[i].year, rows[i].month, rows[i].day), rows[i].exists);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day_by_day), cmocka_unit_test(test_unpack),
        cmocka_unit_test(test_add_months), cmocka_unit_test(test_months_between),
        cmocka_unit_test(test_exists),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
