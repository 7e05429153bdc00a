/* Dates as packed numbers and as days, durations, and moments as seconds. Proleptic Gregorian calendar with a
 * year 0. */
#include "value/temporal.h"

/* Days of 400 years, after which the calendar repeats. */
#define ERA_DAYS 146097

void pr_date_unpack(int64_t packed, int64_t *year, int *month, int *day) {
    *year = pr_floor_divide(packed, 512);
    int64_t rest = packed - *year * 512;
    *month = (int)(rest / 32);
    *day = (int)(rest % 32);
}

static bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int month_days(int64_t year, int month) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool pr_date_exists(int64_t year, int month, int day) {
    return year >= -PR_LARGEST_YEAR && year <= PR_LARGEST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
           day <= month_days(year, month);
}

/* Counted from 0000-03-01, so that a leap day is the last of its year. */
int64_t pr_date_to_days(int64_t packed) {
    int64_t year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    year -= month <= 2;
    int64_t era = pr_floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - 719468;
}

int64_t pr_date_from_days(int64_t days) {
    days += 719468;
    int64_t era = pr_floor_divide(days, ERA_DAYS);
    int64_t day_of_era = days - era * ERA_DAYS;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153; /* months since March */
    int day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    return pr_date_pack(year_of_era + era * 400 + (month <= 2), month, day);
}

bool pr_days_in_range(int64_t days) {
    int64_t first = pr_date_to_days(pr_date_pack(-PR_LARGEST_YEAR, 1, 1));
    int64_t last = pr_date_to_days(pr_date_pack(PR_LARGEST_YEAR, 12, 31));
    return days >= first && days <= last;
}

int pr_date_weekday(int64_t packed) { return (int)pr_floor_rest(pr_date_to_days(packed) + 3, 7) + 1; }

int64_t pr_date_add_months(int64_t packed, int64_t months) {
    int64_t year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    int64_t total = year * 12 + (month - 1) + months;
    year = pr_floor_divide(total, 12);
    month = (int)(total - year * 12) + 1;
    int last = month_days(year, month);
    return pr_date_pack(year, month, day < last ? day : last);
}

pr_value pr_months(int64_t months) { return (pr_value){.kind = PR_MONTHS, .number = months}; }

pr_value pr_duration(int64_t seconds, uint32_t nanos) {
    return (pr_value){.kind = PR_DURATION, .extra = nanos, .number = seconds};
}

static bool date_of(pr_value value, int64_t *date) {
    if (value.kind == PR_DATE) {
        *date = value.number;
        return true;
    }
    if (value.kind == PR_DATE_TIME) {
        *date = value.moment->date;
        return true;
    }
    return false;
}

/* The time of day does not count: DMN compares the dates alone. */
pr_value pr_months_between(pr_value from, pr_value to) {
    int64_t first, second;
    if (!date_of(from, &first) || !date_of(to, &second)) {
        return pr_error_null("years and months are counted between dates");
    }
    int64_t from_year, to_year;
    int from_month, from_day, to_month, to_day;
    pr_date_unpack(first, &from_year, &from_month, &from_day);
    pr_date_unpack(second, &to_year, &to_month, &to_day);
    int64_t months = (to_year - from_year) * 12 + (to_month - from_month);
    if (months > 0 && to_day < from_day) {
        months--;
    } else if (months < 0 && to_day > from_day) {
        months++;
    }
    return pr_months(months);
}

int64_t pr_moment_seconds(const pr_date_time *moment, bool is_time) {
    int64_t days = is_time ? 0 : pr_date_to_days(moment->date);
    return days * PR_DAY_SECONDS + moment->seconds - (moment->zoned != PR_LOCAL ? moment->offset : 0);
}

pr_value pr_moment_value(pr_kind kind, const pr_date_time *moment, pr_arena *arena) {
    pr_date_time *copy = PR_NEW(arena, pr_date_time);
    if (copy == NULL) {
        return pr_error_null("out of memory");
    }
    *copy = *moment;
    return (pr_value){.kind = (uint8_t)kind, .moment = copy};
}

bool pr_moment_at(int64_t seconds, int32_t nanos, pr_date_time *like) {
    if (like->zoned == PR_ZONE && !pr_zone_offset_at(like->zone, seconds, &like->offset)) {
        return false;
    }
    int64_t local = seconds + (like->zoned != PR_LOCAL ? like->offset : 0);
    int64_t days = pr_floor_divide(local, PR_DAY_SECONDS);
    if (!pr_days_in_range(days)) {
        return false;
    }
    like->date = pr_date_from_days(days);
    like->seconds = (int32_t)(local - days * PR_DAY_SECONDS);
    like->nanos = nanos;
    return true;
}

bool pr_moment_resolve(pr_date_time *moment) {
    return moment->zoned != PR_ZONE ||
           pr_zone_offset(moment->zone, pr_date_to_days(moment->date), moment->seconds, &moment->offset);
}
