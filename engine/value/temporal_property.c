/* The properties of dates, times and durations: one row each. */
#include "value/temporal.h"

enum {
    OF_DATE = 1 << PR_DATE,
    OF_TIME = 1 << PR_TIME,
    OF_DATE_TIME = 1 << PR_DATE_TIME,
    OF_MONTHS = 1 << PR_MONTHS,
    OF_DURATION = 1 << PR_DURATION,
};

typedef enum property_id {
    YEAR,
    MONTH,
    DAY,
    WEEKDAY,
    HOUR,
    MINUTE,
    SECOND,
    TIME_OFFSET,
    ZONE,
    YEARS,
    MONTHS,
    DAYS,
    HOURS,
    MINUTES,
    SECONDS,
} property_id;

typedef struct property_row {
    pr_text name;
    property_id id;
    unsigned kinds;
} property_row;

static const property_row rows[PR_TEMPORAL_PROPERTIES] = {
    {{"year", 4}, YEAR, OF_DATE | OF_DATE_TIME},
    {{"month", 5}, MONTH, OF_DATE | OF_DATE_TIME},
    {{"day", 3}, DAY, OF_DATE | OF_DATE_TIME},
    {{"weekday", 7}, WEEKDAY, OF_DATE | OF_DATE_TIME},
    {{"hour", 4}, HOUR, OF_TIME | OF_DATE_TIME},
    {{"minute", 6}, MINUTE, OF_TIME | OF_DATE_TIME},
    {{"second", 6}, SECOND, OF_TIME | OF_DATE_TIME},
    {{"time offset", 11}, TIME_OFFSET, OF_TIME | OF_DATE_TIME},
    {{"timezone", 8}, ZONE, OF_TIME | OF_DATE_TIME},
    {{"years", 5}, YEARS, OF_MONTHS},
    {{"months", 6}, MONTHS, OF_MONTHS},
    {{"days", 4}, DAYS, OF_DURATION},
    {{"hours", 5}, HOURS, OF_DURATION},
    {{"minutes", 7}, MINUTES, OF_DURATION},
    {{"seconds", 7}, SECONDS, OF_DURATION},
};

static pr_value date_property(int64_t packed, property_id id) {
    int64_t year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    switch (id) {
    case YEAR: return pr_integer(year);
    case MONTH: return pr_integer(month);
    case DAY: return pr_integer(day);
    default: return pr_integer(pr_date_weekday(packed));
    }
}

static pr_value moment_property(const pr_date_time *moment, property_id id) {
    switch (id) {
    case HOUR: return pr_integer(moment->seconds / 3600);
    case MINUTE: return pr_integer(moment->seconds / 60 % 60);
    case SECOND: return pr_integer(moment->seconds % 60);
    case TIME_OFFSET: return moment->zoned == PR_LOCAL ? pr_null() : pr_duration(moment->offset, 0);
    case ZONE: return moment->zoned == PR_ZONE ? pr_string(moment->zone) : pr_null();
    default: return date_property(moment->date, id);
    }
}

/* Whole units, with the sign of the duration. */
static pr_value duration_property(pr_value a, property_id id) {
    int64_t seconds = a.number + (a.number < 0 && a.extra != 0);
    switch (id) {
    case YEARS: return pr_integer(a.number / 12);
    case MONTHS: return pr_integer(a.number % 12);
    case DAYS: return pr_integer(seconds / PR_DAY_SECONDS);
    case HOURS: return pr_integer(seconds / 3600 % 24);
    case MINUTES: return pr_integer(seconds / 60 % 60);
    default: return pr_integer(seconds % 60);
    }
}

size_t pr_temporal_properties(pr_kind kind, pr_text *names) {
    size_t count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((rows[i].kinds & 1u << kind) != 0) {
            names[count++] = rows[i].name;
        }
    }
    return count;
}

pr_value pr_temporal_property(pr_value a, pr_text name, pr_arena *arena) {
    (void)arena;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((rows[i].kinds & 1u << a.kind) == 0 || !pr_text_equal(rows[i].name, name)) {
            continue;
        }
        switch (a.kind) {
        case PR_DATE: return date_property(a.number, rows[i].id);
        case PR_TIME:
        case PR_DATE_TIME: return moment_property(a.moment, rows[i].id);
        default: return duration_property(a, rows[i].id);
        }
    }
    return pr_error_null("this value has no property of that name");
}
