/* Arithmetic of dates, times and durations (DMN 1.5, table 57).
 *
 * A date taken from a point in time counts as its midnight in UTC; a point in time without an offset has no
 * difference to one that has. A duration of days is a number of seconds: added to a date-time in a zone it
 * moves the instant, so the clock may show another hour after a change to summer time. A duration of months
 * moves the calendar. */
#include "value/temporal.h"

const char pr_temporal_unfit[] =
    "dates, times and durations of these kinds do not go together in this operation";
static const char out_of_range[] = "the date is out of range: years go from -999999999 to 999999999";
static const char too_long[] = "the duration is too long";

static bool add_span(int64_t seconds, uint32_t nanos, int64_t other_seconds, uint32_t other_nanos,
                     pr_value *out) {
    int64_t sum, carry = nanos + other_nanos >= PR_NANOS;
    if (__builtin_add_overflow(seconds, other_seconds, &sum) || __builtin_add_overflow(sum, carry, &sum)) {
        return false;
    }
    *out = pr_duration(sum, (uint32_t)(nanos + other_nanos - (carry ? (uint32_t)PR_NANOS : 0)));
    return true;
}

static pr_value add_durations(pr_value a, pr_value b) {
    pr_value sum;
    return add_span(a.number, a.extra, b.number, b.extra, &sum) ? sum : pr_error_null(too_long);
}

static pr_value add_month_counts(pr_value a, pr_value b) {
    int64_t sum;
    return __builtin_add_overflow(a.number, b.number, &sum) ? pr_error_null(too_long) : pr_months(sum);
}

static bool months_later(int64_t packed, int64_t months, int64_t *out) {
    /* More months than there are in all years, so that the sum cannot overflow. */
    const int64_t most = INT64_C(12) * 2 * (PR_LARGEST_YEAR + INT64_C(1));
    if (months > most || months < -most) {
        return false;
    }
    *out = pr_date_add_months(packed, months);
    int64_t year;
    int month, day;
    pr_date_unpack(*out, &year, &month, &day);
    return pr_date_exists(year, month, day);
}

static pr_value add_to_date(pr_value date, pr_value duration) {
    int64_t packed, seconds;
    if (duration.kind == PR_MONTHS) {
        return months_later(date.number, duration.number, &packed) ? pr_date(packed)
                                                                   : pr_error_null(out_of_range);
    }
    if (__builtin_add_overflow(pr_date_to_days(date.number) * PR_DAY_SECONDS, duration.number, &seconds)) {
        return pr_error_null(out_of_range);
    }
    int64_t days = pr_floor_divide(seconds, PR_DAY_SECONDS);
    return pr_days_in_range(days) ? pr_date(pr_date_from_days(days)) : pr_error_null(out_of_range);
}

static pr_value add_to_time(pr_value time, pr_value duration, pr_arena *arena) {
    pr_date_time moment = *time.moment;
    pr_value sum = pr_null();
    int64_t within_day = pr_floor_rest(duration.number, PR_DAY_SECONDS);
    add_span(moment.seconds, (uint32_t)moment.nanos, within_day, duration.extra, &sum);
    moment.seconds = (int32_t)(sum.number % PR_DAY_SECONDS);
    moment.nanos = (int32_t)sum.extra;
    return pr_moment_value(PR_TIME, &moment, arena);
}

static pr_value add_to_date_time(pr_value a, pr_value duration, pr_arena *arena) {
    pr_date_time moment = *a.moment;
    if (duration.kind == PR_MONTHS) {
        if (!months_later(moment.date, duration.number, &moment.date) || !pr_moment_resolve(&moment)) {
            return pr_error_null(out_of_range);
        }
        return pr_moment_value(PR_DATE_TIME, &moment, arena);
    }
    pr_value sum;
    if (!add_span(pr_moment_seconds(&moment, false), (uint32_t)moment.nanos, duration.number, duration.extra,
                  &sum) ||
        !pr_moment_at(sum.number, (int32_t)sum.extra, &moment)) {
        return pr_error_null(out_of_range);
    }
    return pr_moment_value(PR_DATE_TIME, &moment, arena);
}

static bool is_duration(pr_value a) { return a.kind == PR_MONTHS || a.kind == PR_DURATION; }

pr_value pr_temporal_add(pr_value a, pr_value b, pr_arena *arena) {
    if (is_duration(a) && !is_duration(b)) {
        return pr_temporal_add(b, a, arena);
    }
    if (!is_duration(b)) {
        return pr_error_null(pr_temporal_unfit);
    }
    switch (a.kind) {
    case PR_DATE: return add_to_date(a, b);
    case PR_DATE_TIME: return add_to_date_time(a, b, arena);
    case PR_TIME: return b.kind == PR_DURATION ? add_to_time(a, b, arena) : pr_error_null(pr_temporal_unfit);
    case PR_MONTHS: return b.kind == PR_MONTHS ? add_month_counts(a, b) : pr_error_null(pr_temporal_unfit);
    case PR_DURATION: return b.kind == PR_DURATION ? add_durations(a, b) : pr_error_null(pr_temporal_unfit);
    default: return pr_error_null(pr_temporal_unfit);
    }
}

pr_value pr_temporal_negate(pr_value a) {
    int64_t negated;
    if (!is_duration(a)) {
        return pr_error_null(pr_temporal_unfit);
    }
    if (__builtin_sub_overflow((int64_t)0, a.number, &negated)) {
        return pr_error_null(too_long);
    }
    if (a.kind == PR_MONTHS) {
        return pr_months(negated);
    }
    return a.extra == 0 ? pr_duration(negated, 0) : pr_duration(negated - 1, (uint32_t)PR_NANOS - a.extra);
}

/* A date stands for its midnight: in UTC beside a moment with an offset; beside one without it has no
 * meaning. */
static bool as_moment(pr_value a, pr_date_time *out) {
    if (a.kind == PR_DATE) {
        *out = (pr_date_time){.date = a.number, .zoned = PR_OFFSET};
        return true;
    }
    if (a.kind == PR_DATE_TIME || a.kind == PR_TIME) {
        *out = *a.moment;
        return true;
    }
    return false;
}

static pr_value difference(pr_value a, pr_value b) {
    pr_date_time x, y;
    bool are_times = a.kind == PR_TIME && b.kind == PR_TIME;
    if ((a.kind == PR_TIME || b.kind == PR_TIME) && !are_times) {
        return pr_error_null(pr_temporal_unfit);
    }
    if (!as_moment(a, &x) || !as_moment(b, &y)) {
        return pr_error_null(pr_temporal_unfit);
    }
    if ((x.zoned == PR_LOCAL) != (y.zoned == PR_LOCAL)) {
        return pr_error_null("one of the two has a time offset, the other has none");
    }
    int64_t seconds = pr_moment_seconds(&x, are_times) - pr_moment_seconds(&y, are_times);
    int32_t nanos = x.nanos - y.nanos;
    return nanos < 0 ? pr_duration(seconds - 1, (uint32_t)(nanos + PR_NANOS))
                     : pr_duration(seconds, (uint32_t)nanos);
}

pr_value pr_temporal_subtract(pr_value a, pr_value b, pr_arena *arena) {
    if (!is_duration(b)) {
        return difference(a, b);
    }
    pr_value negated = pr_temporal_negate(b);
    return negated.kind == PR_NULL ? negated : pr_temporal_add(a, negated, arena);
}

/* The seconds of a duration as a number. */
static pr_value seconds_number(pr_value a, pr_arena *arena) {
    pr_value unit = {.kind = PR_NUMBER, .exponent = -9, .number = 1};
    pr_value nanos = pr_number_multiply(pr_integer(a.extra), unit, arena);
    return pr_number_add(pr_integer(a.number), nanos, arena);
}

static pr_value number_of(pr_value duration, pr_arena *arena) {
    return duration.kind == PR_MONTHS ? pr_integer(duration.number) : seconds_number(duration, arena);
}

/* A number of months or of seconds as a duration; what is less than a month, or a nanosecond, is dropped. */
static pr_value duration_of(pr_value number, uint8_t kind, pr_arena *arena) {
    if (number.kind == PR_NULL) {
        return number;
    }
    int64_t whole, nanos;
    if (kind == PR_MONTHS) {
        pr_value months = pr_number_round(number, 0, PR_ROUND_DOWN, arena);
        return pr_number_integer(months, &whole) ? pr_months(whole) : pr_error_null(too_long);
    }
    pr_value exact = pr_number_round(number, 9, PR_ROUND_DOWN, arena);
    pr_value seconds = pr_number_round(exact, 0, PR_ROUND_FLOOR, arena);
    pr_value rest = pr_number_subtract(exact, seconds, arena);
    pr_value rest_nanos = pr_number_multiply(rest, pr_integer(PR_NANOS), arena);
    if (!pr_number_integer(seconds, &whole) || !pr_number_integer(rest_nanos, &nanos)) {
        return pr_error_null(too_long);
    }
    return pr_duration(whole, (uint32_t)nanos);
}

pr_value pr_temporal_multiply(pr_value a, pr_value b, pr_arena *arena) {
    if (a.kind == PR_NUMBER && is_duration(b)) {
        return pr_temporal_multiply(b, a, arena);
    }
    if (!is_duration(a) || b.kind != PR_NUMBER) {
        return pr_error_null(pr_temporal_unfit);
    }
    return duration_of(pr_number_multiply(number_of(a, arena), b, arena), a.kind, arena);
}

pr_value pr_temporal_divide(pr_value a, pr_value b, pr_arena *arena) {
    if (is_duration(a) && b.kind == PR_NUMBER) {
        return duration_of(pr_number_divide(number_of(a, arena), b, arena), a.kind, arena);
    }
    if (is_duration(a) && a.kind == b.kind) {
        return pr_number_divide(number_of(a, arena), number_of(b, arena), arena);
    }
    return pr_error_null(pr_temporal_unfit);
}
