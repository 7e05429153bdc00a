/* Dates, times and durations. */
#include "vm/builtins.h"

enum { LARGEST_OFFSET = 18 * 3600 };
static const char not_whole[] = "year, month, day, hour and minute must be whole numbers";

/* Numbers from `at` on as whole numbers: false after a failure that `out` tells. */
static bool whole_numbers(const pr_call *c, uint32_t at, uint32_t count, int64_t *numbers, pr_value *out) {
    for (uint32_t i = 0; i < count; i++) {
        if (!pr_builtin_is_number(c, at + i)) {
            *out = pr_builtin_misfit();
            return false;
        }
        if (!pr_number_integer(c->args[at + i], &numbers[i])) {
            *out = pr_builtin_fail(c, not_whole);
            return false;
        }
    }
    return true;
}

static bool date_of_numbers(const int64_t *part, int64_t *packed) {
    bool fits = part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31;
    if (!fits || !pr_date_exists(part[0], (int)part[1], (int)part[2])) {
        return false;
    }
    *packed = pr_date_pack(part[0], (int)part[1], (int)part[2]);
    return true;
}

pr_value pr_builtin_date(const pr_call *c) {
    if (c->count == 3) {
        int64_t part[3], packed;
        pr_value failed;
        if (!whole_numbers(c, 0, 3, part, &failed)) {
            return failed;
        }
        return date_of_numbers(part, &packed) ? pr_date(packed) : pr_builtin_fail(c, "there is no such date");
    }
    switch (c->count == 1 ? c->args[0].kind : PR_NULL) {
    case PR_STRING: return pr_builtin_checked(c, pr_date_parse(pr_string_text(c->args[0])));
    case PR_DATE: return c->args[0];
    case PR_DATE_TIME: return pr_date(c->args[0].moment->date);
    default: return pr_builtin_misfit();
    }
}

static pr_value moment(const pr_call *c, pr_kind kind, const pr_date_time *m) {
    pr_date_time *copy = PR_NEW(&c->vm->arena, pr_date_time);
    if (copy == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    *copy = *m;
    return (pr_value){.kind = (uint8_t)kind, .moment = copy};
}

/* Hours, minutes and seconds from `at` on; seconds may have a fraction. False after a failure that `out` tells. */
static bool clock_of_numbers(const pr_call *c, uint32_t at, pr_date_time *m, pr_value *out) {
    int64_t part[2], second, nanos;
    pr_arena *arena = &c->vm->arena;
    if (!whole_numbers(c, at, 2, part, out)) {
        return false;
    }
    if (!pr_builtin_is_number(c, at + 2)) {
        *out = pr_builtin_misfit();
        return false;
    }
    pr_value exact = pr_number_round(c->args[at + 2], 9, PR_ROUND_DOWN, arena);
    pr_value floor = pr_number_round(exact, 0, PR_ROUND_FLOOR, arena);
    pr_value rest =
        pr_number_multiply(pr_number_subtract(exact, floor, arena), pr_integer(1000000000), arena);
    bool fits = pr_number_integer(floor, &second) && pr_number_integer(rest, &nanos) && part[0] >= 0 &&
                part[0] <= 23 && part[1] >= 0 && part[1] <= 59 && second >= 0 && second <= 59;
    if (!fits) {
        *out = pr_builtin_fail(c, "there is no such time of day");
        return false;
    }
    m->seconds = (int32_t)(part[0] * 3600 + part[1] * 60 + second);
    m->nanos = (int32_t)nanos;
    return true;
}

static bool offset_of(const pr_call *c, pr_value offset, pr_date_time *m, pr_value *out) {
    if (offset.kind == PR_NULL) {
        return true;
    }
    if (offset.kind != PR_DURATION) {
        *out = pr_builtin_misfit();
        return false;
    }
    if (offset.extra != 0 || offset.number > LARGEST_OFFSET || offset.number < -LARGEST_OFFSET) {
        *out = pr_builtin_fail(c, "a time offset is of whole seconds, and 18 hours at most");
        return false;
    }
    m->zoned = 1;
    m->offset = (int32_t)offset.number;
    return true;
}

pr_value pr_builtin_time(const pr_call *c) {
    pr_date_time m = {0};
    pr_value failed;
    if (c->count >= 3) {
        bool made = clock_of_numbers(c, 0, &m, &failed) &&
                    offset_of(c, c->count > 3 ? c->args[3] : pr_null(), &m, &failed);
        return made ? moment(c, PR_TIME, &m) : failed;
    }
    switch (c->count == 1 ? c->args[0].kind : PR_NULL) {
    case PR_STRING: return pr_builtin_checked(c, pr_time_parse(pr_string_text(c->args[0]), &c->vm->arena));
    case PR_TIME: return c->args[0];
    case PR_DATE_TIME:
        m = *c->args[0].moment;
        m.date = 0;
        return moment(c, PR_TIME, &m);
    case PR_DATE:
        /* A date stands for its midnight in UTC. */
        m.zoned = 1;
        return moment(c, PR_TIME, &m);
    default: return pr_builtin_misfit();
    }
}

/* The offset of a moment in a named zone, from the date and the clock. */
static pr_value in_zone(const pr_call *c, pr_date_time *m) {
    if (m->zoned == 2 && !pr_zone_offset(m->zone, pr_date_to_days(m->date), m->seconds, &m->offset)) {
        return pr_builtin_fail(c, "there is no time zone of this name");
    }
    return moment(c, PR_DATE_TIME, m);
}

static pr_value date_time_of_numbers(const pr_call *c) {
    pr_date_time m = {0};
    int64_t part[3];
    pr_value failed, offset = c->count > 6 ? c->args[6] : pr_null();
    if (!whole_numbers(c, 0, 3, part, &failed)) {
        return failed;
    }
    if (!date_of_numbers(part, &m.date)) {
        return pr_builtin_fail(c, "there is no such date");
    }
    if (!clock_of_numbers(c, 3, &m, &failed)) {
        return failed;
    }
    if (offset.kind == PR_STRING) {
        m.zoned = 2;
        m.zone = pr_string_text(offset);
    } else if (!offset_of(c, offset, &m, &failed)) {
        return failed;
    }
    return in_zone(c, &m);
}

pr_value pr_builtin_date_and_time(const pr_call *c) {
    if (c->count >= 6) {
        return date_time_of_numbers(c);
    }
    if (c->count == 1) {
        switch (c->args[0].kind) {
        case PR_STRING:
            return pr_builtin_checked(c, pr_date_time_parse(pr_string_text(c->args[0]), &c->vm->arena));
        case PR_DATE_TIME: return c->args[0];
        case PR_DATE: {
            pr_date_time midnight = {.date = c->args[0].number, .zoned = 1};
            return moment(c, PR_DATE_TIME, &midnight);
        }
        default: return pr_builtin_misfit();
        }
    }
    bool dated = c->args[0].kind == PR_DATE || c->args[0].kind == PR_DATE_TIME;
    if (c->count != 2 || !dated || c->args[1].kind != PR_TIME) {
        return pr_builtin_misfit();
    }
    pr_date_time m = *c->args[1].moment;
    m.date = c->args[0].kind == PR_DATE ? c->args[0].number : c->args[0].moment->date;
    return in_zone(c, &m);
}

pr_value pr_builtin_duration(const pr_call *c) {
    switch (c->args[0].kind) {
    case PR_STRING: return pr_builtin_checked(c, pr_duration_parse(pr_string_text(c->args[0])));
    case PR_MONTHS:
    case PR_DURATION: return c->args[0];
    default: return pr_builtin_misfit();
    }
}

static bool has_date(pr_value v) { return v.kind == PR_DATE || v.kind == PR_DATE_TIME; }

pr_value pr_builtin_months_between(const pr_call *c) {
    if (c->count != 2 || !has_date(c->args[0]) || !has_date(c->args[1])) {
        return pr_builtin_misfit();
    }
    return pr_builtin_checked(c, pr_months_between(c->args[0], c->args[1]));
}

/* today() and now() are nodes of their own; these are for their use as function values. */
pr_value pr_builtin_today(const pr_call *c) {
    if (c->count > 0) {
        return pr_builtin_misfit();
    }
    if (c->builtin == PR_BUILTIN_TODAY) {
        return pr_date(c->vm->as_of);
    }
    pr_date_time m = {.date = c->vm->as_of, .zoned = 1};
    return moment(c, PR_DATE_TIME, &m);
}

/* The week that has the year's first Thursday is the first (ISO 8601). */
static int64_t week_of_year(int64_t packed) {
    int64_t days = pr_date_to_days(packed), thursday = days - pr_date_weekday(packed) + 4, year;
    int month, day;
    pr_date_unpack(pr_date_from_days(thursday), &year, &month, &day);
    return (thursday - pr_date_to_days(pr_date_pack(year, 1, 1))) / 7 + 1;
}

pr_value pr_builtin_calendar(const pr_call *c) {
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (!has_date(c->args[0])) {
        return pr_builtin_misfit();
    }
    int64_t packed = c->args[0].kind == PR_DATE ? c->args[0].number : c->args[0].moment->date, year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    switch (c->builtin) {
    case PR_BUILTIN_DAY_OF_YEAR:
        return pr_integer(pr_date_to_days(packed) - pr_date_to_days(pr_date_pack(year, 1, 1)) + 1);
    case PR_BUILTIN_DAY_OF_WEEK: return pr_string(pr_text_of(weekdays[pr_date_weekday(packed) - 1]));
    case PR_BUILTIN_MONTH_OF_YEAR: return pr_string(pr_text_of(months[month - 1]));
    default: return pr_integer(week_of_year(packed));
    }
}
