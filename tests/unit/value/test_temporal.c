/* Dates, times and durations: text, arithmetic, properties, zones. */
#include "unit/value/value_test.h"

#include "value/temporal.h"

typedef struct text_row {
    const char *text;
    const char *printed; /* NULL: no such value */
} text_row;

static void test_text(void **state) {
    (void)state;
    static const text_row rows[] = {
        {"2027-01-31", "2027-01-31"},
        {"-2017-01-01", "-2017-01-01"},
        {"0001-01-01", "0001-01-01"},
        {"0000-02-29", "0000-02-29"},
        {"999999999-12-31", "999999999-12-31"},
        {"-999999999-12-31", "-999999999-12-31"},
        {"12345-01-01", "12345-01-01"},
        {"2012-12-25T", NULL},
        {"2012/12/25", NULL},
        {"2017-13-10", NULL},
        {"2017-12-32", NULL},
        {"2027-02-29", NULL},
        {"998-12-31", NULL},
        {"01211-12-31", NULL},
        {"+2012-12-25", NULL},
        {"-0000-01-01", NULL},
        {"1000000000-01-01", NULL},
        {"2012-12-25Z", NULL},
        {"2012-1-25", NULL},
        {"2012T-12-2511:00:00Z", NULL},
        {"", NULL},
        {"11:22:33", "11:22:33"},
        {"11:22:33.444", "11:22:33.444"},
        {"11:22:33.1234567891", "11:22:33.123456789"},
        {"23:59:00Z", "23:59:00Z"},
        {"11:22:33-00:00", "11:22:33Z"},
        {"11:22:33+05:30", "11:22:33+05:30"},
        {"11:59:45-02:45:55", "11:59:45-02:45:55"},
        {"10:30:11@Australia/Melbourne", "10:30:11@Australia/Melbourne"},
        {"24:00:00", "00:00:00"},
        {"13:20:00+18:00", "13:20:00+18:00"},
        {"24:01:00", NULL},
        {"24:00:00.1", NULL},
        {"23:59:60", NULL},
        {"25:00:00", NULL},
        {"07:01:2", NULL},
        {"7:20", NULL},
        {"11:30", NULL},
        {"11:30:00.", NULL},
        {"11:30:00T", NULL},
        {"13:20:00@xyz/abc", NULL},
        {"13:20:00@../etc/passwd", NULL},
        {"13:20:00@", NULL},
        {"13:20:00+19:00", NULL},
        {"13:20:00+18:00:01", NULL},
        {"13:20:00+5", NULL},
        {"13:20:00+02:00@Europe/Paris", NULL},
        {"2017-12-31T11:22:33", "2017-12-31T11:22:33"},
        {"-2017-12-31T11:22:33.456+01:35", "-2017-12-31T11:22:33.456+01:35"},
        {"-999999999-12-31T23:59:59.999999999+02:00", "-999999999-12-31T23:59:59.999999999+02:00"},
        {"2011-12-31T10:15:30.987@Europe/Paris", "2011-12-31T10:15:30.987@Europe/Paris"},
        {"2021-01-01T24:00:00", "2021-01-02T00:00:00"},
        {"999999999-12-31T24:00:00", NULL},
        {"2017-12-31T24:00:01", NULL},
        {"2011-12-0310:15:30", NULL},
        {"2017-12-31T7:00:00", NULL},
        {"2017-12-31t07:00:00", NULL},
        {"P1D", "P1D"},
        {"-P1D", "-P1D"},
        {"PT49H", "P2DT1H"},
        {"P0D", "PT0S"},
        {"-P0D", "PT0S"},
        {"P0Y", "P0M"},
        {"P1Y2M", "P1Y2M"},
        {"-P100M", "-P8Y4M"},
        {"P999999999M", "P83333333Y3M"},
        {"PT0.S", "PT0S"},
        {"PT1000M0.999999999S", "PT16H40M0.999999999S"},
        {"-PT0.5S", "-PT0.5S"},
        {"-PT1.5S", "-PT1.5S"},
        {"P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S"},
        {"P", NULL},
        {"PT", NULL},
        {"P1DT", NULL},
        {"P1", NULL},
        {"P1H", NULL},
        {"PT1D", NULL},
        {"P1Y1D", NULL},
        {"P1M1Y", NULL},
        {"P1D1D", NULL},
        {"P1.5D", NULL},
        {"P4W", NULL},
        {"+P1D", NULL},
        {"P-1D", NULL},
        {"PT9223372036854775808S", NULL},
        {"P9223372036854775807D", NULL},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value value = pr_temporal_parse(pr_text_of(rows[i].text), &arena);
        const char *text = value.kind == PR_NULL ? "none" : printed(value, &arena);
        if (strcmp(text, rows[i].printed != NULL ? rows[i].printed : "none") != 0) {
            fail_msg("%s is read as %s", rows[i].text, text);
        }
    }
    assert_string_equal(printed(pr_duration_parse_weeks(PR_TEXT("P4W")), &arena), "P28D");
    assert_string_equal(printed(pr_duration_parse_weeks(PR_TEXT("P1W2D")), &arena), "P9D");
    assert_string_equal(printed(pr_duration_parse_weeks(PR_TEXT("P1Y")), &arena), "P1Y");
    assert_string_equal(printed(pr_date_time_parse(PR_TEXT("2018-12-10"), &arena), &arena),
                        "2018-12-10T00:00:00");
    pr_arena_release(&arena);
}

typedef struct operation_row {
    const char *a;
    char operator;
    const char *b, *result; /* NULL: an error null */
} operation_row;

static pr_value operate(char operator, pr_value a, pr_value b, pr_arena *arena) {
    switch (operator) {
    case '+': return pr_temporal_add(a, b, arena);
    case '-': return pr_temporal_subtract(a, b, arena);
    case '*': return pr_temporal_multiply(a, b, arena);
    default: return pr_temporal_divide(a, b, arena);
    }
}

static void check_operations(const operation_row *rows, size_t count) {
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        const operation_row *row = &rows[i];
        pr_value result = operate(row->operator, value_of(row->a, &arena), value_of(row->b, &arena), &arena);
        const char *text = pr_is_error(result) ? "an error" : printed(result, &arena);
        if (strcmp(text, row->result != NULL ? row->result : "an error") != 0) {
            fail_msg("%s %c %s gives %s", row->a, row->operator, row->b, text);
        }
    }
    pr_arena_release(&arena);
}

static void test_durations(void **state) {
    (void)state;
    static const operation_row rows[] = {
        {"10", '*', "@-P1D", "-P10D"},
        {"1.5", '*', "@P4DT1H", "P6DT1H30M"},
        {"-1.5", '*', "@P2M", "-P3M"},
        {"@P1Y11M", '*', "-2.5", "-P4Y9M"},
        {"@PT0.000000001S", '*', "0.9", "PT0S"},
        {"@-PT0.000000003S", '*', "0.5", "-PT0.000000001S"},
        {"@P10Y11M", '/', "2.5", "P4Y4M"},
        {"@P10DT23H", '/', "2.5", "P4DT9H12M"},
        {"@P1Y", '/', "@P1M", "12"},
        {"@P1D", '/', "@PT1H", "24"},
        {"@P10D", '/', "0", NULL},
        {"@P10D", '/', "@P0Y", NULL},
        {"@P10D", '/', "@P0D", NULL},
        {"10", '/', "@P1D", NULL},
        {"@P1D", '*', "@P1D", NULL},
        {"@P1Y", '+', "@P2M", "P1Y2M"},
        {"@PT24H", '+', "@P1D", "P2D"},
        {"@PT0.6S", '+', "@PT0.6S", "PT1.2S"},
        {"@PT1S", '-', "@PT1.000000001S", "-PT0.000000001S"},
        {"@-P1D", '-', "@-PT2H", "-PT22H"},
        {"@P1Y", '+', "@P1D", NULL},
        {"@PT9223372036854775807S", '+', "@PT1S", NULL},
        {"@PT9223372036854775807S", '*', "2", NULL},
        {"@-PT9223372036854775807S", '-', "@PT1.5S", NULL},
    };
    check_operations(rows, ROWS(rows));
}

static void test_dates_and_durations(void **state) {
    (void)state;
    static const operation_row rows[] = {
        {"@2021-01-01", '+', "@PT36H", "2021-01-02"},
        {"@PT48H", '+', "@2021-01-01", "2021-01-03"},
        {"@2021-01-02", '-', "@PT1S", "2021-01-01"},
        {"@2021-01-02", '-', "@-PT1S", "2021-01-02"},
        {"@2020-03-01", '-', "@PT24H", "2020-02-29"},
        {"@2021-01-02", '-', "@P1M", "2020-12-02"},
        {"@2021-01-02", '-', "@1995-01-01", "P9498D"},
        {"@999999999-12-31", '+', "@P1D", NULL},
        {"@999999999-12-31", '+', "@P1M", NULL},
        {"@-999999999-01-01", '-', "@P1D", NULL},
        {"@2021-01-01", '+', "@P99999999999Y", NULL},
        {"@2021-01-01", '+', "@PT9223372036854775807S", NULL},
        {"@P1D", '-', "@2021-01-01", NULL},
        {"@2021-01-01", '+', "@2021-01-01", NULL},
        {"@2021-01-01", '+', "1", NULL},
        {"@2021-01-12T10:10:10+11:00", '+', "@P1DT1H", "2021-01-13T11:10:10+11:00"},
        {"@2021-01-01T24:00:00", '+', "@-PT1S", "2021-01-01T23:59:59"},
        {"@2021-01-01T10:10:10.5", '+', "@PT0.75S", "2021-01-01T10:10:11.25"},
        {"@-2021-01-01T10:10:10@Australia/Melbourne", '-', "@P1D",
         "-2022-12-31T10:10:10@Australia/Melbourne"},
        {"@2021-01-02T10:10:10@Europe/Paris", '-', "@1995-01-01T10:10:10@Asia/Dhaka", "P9498DT5H"},
        {"@2021-01-02T10:10:10", '-', "@2021-01-01T10:10:10+02:00", NULL},
        {"@2021-01-02", '-', "@2021-01-01T10:10:10", NULL},
        {"@2021-01-02", '-', "@2021-01-01T10:10:10@Australia/Melbourne", "P1DT49M50S"},
        {"@2021-01-02T10:10:10+01:00", '-', "@2021-01-01", "P1DT9H10M10S"},
        {"@10:15:00+11:00", '+', "@P1D", "10:15:00+11:00"},
        {"@23:30:00", '+', "@PT1H", "00:30:00"},
        {"@00:30:00", '-', "@PT1H", "23:30:00"},
        {"@10:10:10+11:00", '-', "@09:10:10+11:00", "PT1H"},
        {"@10:10:10@Australia/Melbourne", '-', "@11:10:10@Australia/Melbourne", "-PT1H"},
        {"@10:10:10", '-', "@09:10:10+11:00", NULL},
        {"@10:15:00", '+', "@P1Y", NULL},
        {"@10:15:00", '-', "@2021-01-01", NULL},
        /* Over a change to summer time: hours move the instant, months the calendar. */
        {"@2021-03-28T01:30:00@Europe/Paris", '+', "@PT1H", "2021-03-28T03:30:00@Europe/Paris"},
        {"@2021-10-31T02:30:00@Europe/Paris", '+', "@PT1H", "2021-10-31T02:30:00@Europe/Paris"},
        {"@2021-02-28T12:00:00@Europe/Paris", '+', "@P1M", "2021-03-28T12:00:00@Europe/Paris"},
        {"@2021-03-28T12:00:00@Europe/Paris", '-', "@2021-03-27T12:00:00@Europe/Paris", "PT23H"},
    };
    check_operations(rows, ROWS(rows));
}

/* (date + days) - date = days, for days and dates of all sizes. */
static void test_days_come_back(void **state) {
    (void)state;
    random_source r = random_seeded("test_days_come_back");
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (int i = 0; i < 50000; i++) {
        pr_arena_reset(&arena);
        int64_t days = (int64_t)(random_word(&r) % 2000000) - 1000000;
        pr_value date = pr_date(pr_date_from_days((int64_t)(random_word(&r) % 2000000) - 1000000));
        pr_value duration = pr_duration(days * 86400, 0);
        pr_value later = pr_temporal_add(date, duration, &arena);
        assert_int_equal(pr_value_order(later, date), days < 0 ? PR_LESS : days > 0 ? PR_GREATER : PR_EQUAL);
        assert_true(pr_value_same(pr_temporal_subtract(later, date, &arena), duration));
        assert_true(pr_value_same(pr_temporal_subtract(later, duration, &arena), date));
        assert_true(pr_value_same(pr_date_parse(pr_text_of(printed(later, &arena))), later));
    }
    pr_arena_release(&arena);
}

typedef struct property_row {
    const char *value, *name, *result; /* NULL: an error null */
} property_row;

static void test_properties(void **state) {
    (void)state;
    static const property_row rows[] = {
        {"@2018-12-10", "year", "2018"},
        {"@2018-12-10", "weekday", "1"},
        {"@2018-12-10", "hour", NULL},
        {"@-2018-12-10", "year", "-2018"},
        {"@2018-12-10T10:30:01", "day", "10"},
        {"@2018-12-10T10:30:01", "minute", "30"},
        {"@2018-12-10T10:30:01.5", "second", "1"},
        {"@2018-12-10T10:30:00+05:00", "time offset", "PT5H"},
        {"@2018-12-10T10:30:00", "time offset", "null"},
        {"@2018-07-10T10:30:00@Europe/Paris", "time offset", "PT2H"},
        {"@2018-12-10T10:30:00@Etc/UTC", "timezone", "Etc/UTC"},
        {"@2018-12-10T10:30:00", "timezone", "null"},
        {"@10:30:01", "minute", "30"},
        {"@10:30:00-05:30", "time offset", "-PT5H30M"},
        {"@10:30:00", "day", NULL},
        {"@P1Y2M", "years", "1"},
        {"@P1Y2M", "months", "2"},
        {"@-P1Y2M", "months", "-2"},
        {"@P1Y", "hours", NULL},
        {"@P1D", "months", NULL},
        {"@P1DT2H3M4.5S", "days", "1"},
        {"@P1DT2H3M4.5S", "seconds", "4"},
        {"@-P1DT2H3M4.5S", "hours", "-2"},
        {"@-P1DT2H3M4.5S", "seconds", "-4"},
        {"@P1D", "day", NULL},
        {"1", "year", NULL},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value got =
            pr_temporal_property(value_of(rows[i].value, &arena), pr_text_of(rows[i].name), &arena);
        assert_string_equal(pr_is_error(got) ? "none" : printed(got, &arena),
                            rows[i].result != NULL ? rows[i].result : "none");
    }
    pr_arena_release(&arena);
}

typedef struct between_row {
    const char *from, *to, *result;
} between_row;

static void test_months_between(void **state) {
    (void)state;
    static const between_row rows[] = {
        {"@2011-12-22", "@2013-08-24", "P1Y8M"},
        {"@2016-01-01", "@2016-01-01", "P0M"},
        {"@2017-12-31T13:00:00", "@2017-12-31T12:00:00", "P0M"},
        {"@2014-12-31T23:59:59", "@2016-12-31T00:00:01", "P2Y"},
        {"@2017-09-05T10:20:00-01:00", "@-2019-10-01T12:32:59+02:00", "-P4035Y11M"},
        {"@2017-02-28T23:59:59", "@2019-07-23", "P2Y4M"},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value got = pr_months_between(value_of(rows[i].from, &arena), value_of(rows[i].to, &arena));
        assert_string_equal(printed(got, &arena), rows[i].result);
    }
    assert_true(pr_is_error(pr_months_between(pr_integer(2017), pr_integer(2018))));
    pr_arena_release(&arena);
}

/* What zones' files have said, and may say again: Iran's days of the year, Egypt's midnights. */
static void test_zone_rules(void **state) {
    (void)state;
    static const struct {
        const char *rule, *moment; /* local */
        int32_t offset;            /* minutes */
    } rows[] = {
        {"<+0330>-3:30", "2020-07-01T00:00:00", 210},
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2021-03-20T23:59:59", 210},
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2021-03-21T01:00:00", 270},
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2021-09-20T22:59:59", 270},
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2021-09-21T00:00:00", 210},
        /* Day 79 is March 20 in leap years, too. */
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2020-03-20T23:59:59", 210},
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2020-03-21T01:00:00", 270},
        {"X0Y,J59/0,J60/0", "2020-02-28T01:00:00", 60},
        {"X0Y,J59/0,J60/0", "2020-02-29T12:00:00", 60},
        {"X0Y,J59/0,J60/0", "2020-03-01T12:00:00", 0},
        /* Counted from 0, February 29 among them. */
        {"X0Y,59/0,60/0", "2020-02-28T12:00:00", 0},
        {"X0Y,59/0,60/0", "2020-02-29T12:00:00", 60},
        {"X0Y,59/0,60/0", "2021-03-01T12:00:00", 60},
        {"EET-2EEST-3:30:00,M4.5.5/0,M10.5.4/24", "2030-06-01T00:00:00", 210},
        {"EET+2EEST,M4.5.5/-1,M10.5.4/24", "2030-01-01T00:00:00", -120},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    int32_t offset = 0;
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value moment = pr_date_time_parse(pr_text_of(rows[i].moment), &arena);
        int64_t seconds =
            pr_date_to_days(moment.moment->date) * (int64_t)PR_DAY_SECONDS + moment.moment->seconds;
        assert_true(pr_zone_rule_offset(pr_text_of(rows[i].rule), seconds, true, &offset));
        if (offset != rows[i].offset * 60) {
            fail_msg("%s by %s has %d", rows[i].moment, rows[i].rule, (int)offset);
        }
        assert_true(pr_zone_rule_offset(pr_text_of(rows[i].rule), seconds - offset, false, &offset));
    }
    static const char *const none[] = {"",
                                       "1",
                                       "A",
                                       "A1:60",
                                       "A168",
                                       "A1B",
                                       "A1B?",
                                       "A1B,M3.5.0",
                                       "A1B,M13.5.0,M10.5.0",
                                       "A1B,M3.6.0,M10.5.0",
                                       "A1B,M3.5.7,M10.5.0",
                                       "A1B,M3.5,M10.5.0",
                                       "A1B,J,J3",
                                       "A1B,J366,J3",
                                       "A1B,3,4,",
                                       "A1B,3/x,4",
                                       "A1<B,3,4",
                                       "A1,3,4"};
    for (size_t i = 0; i < ROWS(none); i++) {
        if (pr_zone_rule_offset(pr_text_of(none[i]), 0, true, &offset)) {
            fail_msg("'%s' is no rule", none[i]);
        }
    }
    pr_arena_release(&arena);
}

typedef struct zone_row {
    const char *moment; /* local */
    const char *zone;
    int32_t offset; /* minutes */
} zone_row;

static void test_zones(void **state) {
    (void)state;
    static const zone_row rows[] = {
        {"2021-01-15T12:00:00", "Europe/Paris", 60},
        {"2021-07-15T12:00:00", "Europe/Paris", 120},
        {"2021-03-28T01:59:59", "Europe/Paris", 60},
        {"2021-03-28T02:30:00", "Europe/Paris", 60}, /* skipped */
        {"2021-03-28T03:00:00", "Europe/Paris", 120},
        {"2021-10-31T02:30:00", "Europe/Paris", 120}, /* twice */
        {"2021-10-31T03:00:00", "Europe/Paris", 60},
        /* By the rule of the last line. */
        {"2100-01-15T12:00:00", "Europe/Paris", 60},
        {"2100-07-15T12:00:00", "Europe/Paris", 120},
        {"2100-01-15T12:00:00", "Australia/Melbourne", 660},
        {"2100-07-15T12:00:00", "Australia/Melbourne", 600},
        {"2100-01-15T12:00:00", "Europe/Dublin", 0},
        {"2100-07-15T12:00:00", "Europe/Dublin", 60},
        {"2100-07-15T12:00:00", "America/New_York", -240},
        {"2100-12-31T23:59:59", "America/New_York", -300},
        {"2100-07-15T12:00:00", "Asia/Kolkata", 330},
        {"2100-07-15T12:00:00", "Etc/UTC", 0},
        {"1995-01-01T10:10:10", "Asia/Dhaka", 360},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    int32_t offset = 0;
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value moment = pr_date_time_parse(pr_text_of(rows[i].moment), &arena);
        int64_t days = pr_date_to_days(moment.moment->date);
        assert_true(pr_zone_offset(pr_text_of(rows[i].zone), days, moment.moment->seconds, &offset));
        if (offset != rows[i].offset * 60) {
            fail_msg("%s in %s has %d", rows[i].moment, rows[i].zone, (int)offset);
        }
    }
    static const char *const none[] = {"",       "Nowhere/Else", "../../../etc/passwd", "/etc/passwd",
                                       "Europe", "zone.tab",     "leapseconds"};
    for (size_t i = 0; i < ROWS(none); i++) {
        assert_false(pr_zone_offset(pr_text_of(none[i]), 0, 0, &offset));
    }
    pr_arena_release(&arena);
}

/* A file of one change, at 1970, from an hour to two, or to what `type` says. Gives its length. */
static size_t write_zone(unsigned char *out, unsigned char type, const char *rule) {
    static const unsigned char head[44] = "TZif2", counts[24] = {[15] = 1, [19] = 2, [23] = 4};
    static const unsigned char types[16] = {[2] = 0x0E, [3] = 0x10, [8] = 0x1C, [9] = 0x20};
    memcpy(out, head, sizeof head);
    memcpy(out + 44, head, 20);
    memcpy(out + 64, counts, sizeof counts);
    memset(out + 88, 0, 8);
    out[96] = type;
    memcpy(out + 97, types, sizeof types);
    return 113 + (size_t)sprintf((char *)out + 113, "\n%s\n", rule);
}

static void test_zone_files(void **state) {
    (void)state;
    enum { HOUR = 3600, TABLES = 113 };
    unsigned char file[200];
    int32_t offset;
    size_t length = write_zone(file, 1, "ABC-3");
    assert_true(pr_zone_file_offset(file, length, -1, false, &offset));
    assert_int_equal(offset, HOUR);
    assert_true(pr_zone_file_offset(file, length, 0, false, &offset));
    assert_int_equal(offset, 3 * HOUR);
    /* Cut within its tables it is damaged; with its rule cut off the last change lasts. */
    for (size_t cut = 0; cut < length; cut++) {
        bool whole = pr_zone_file_offset(file, cut, 0, false, &offset);
        assert_int_equal(whole, cut >= TABLES);
        assert_true(!whole || offset == 2 * HOUR);
    }
    length = write_zone(file, 2, "ABC-3");
    assert_false(pr_zone_file_offset(file, length, 0, false, &offset));
    file[4] = '1'; /* the first version, which has no second block */
    assert_false(pr_zone_file_offset(file, length, 0, false, &offset));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_dates_and_durations),
        cmocka_unit_test(test_days_come_back),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_months_between),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_zone_rules),
        cmocka_unit_test(test_zone_files),
    };
    return cmocka_run_group_tests_name("temporal", tests, NULL, NULL);
}
