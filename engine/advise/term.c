/* Counting months and days. */
#include "advise/term.h"

enum { YEAR_MONTHS = 12, DAY_SECONDS = 86400 };
/* Longer ones count as this, so that sums stay within the calendar. */
#define MOST_MONTHS (INT64_C(12) * 1000000)
#define MOST_DAYS (INT64_C(366) * 1000000)

static int64_t at_most(int64_t a, int64_t most) { return a < most ? a : most; }

bool pr_term_of(pr_value duration, pr_term *out) {
    *out = (pr_term){0};
    if ((duration.kind != PR_MONTHS && duration.kind != PR_DURATION) || duration.number < 0) {
        return false;
    }
    if (duration.kind == PR_MONTHS) {
        out->months = at_most(duration.number, MOST_MONTHS);
    } else {
        out->days = at_most(duration.number / DAY_SECONDS, MOST_DAYS);
    }
    return true;
}

int64_t pr_term_after(int64_t day, pr_term span) {
    int64_t later = pr_date_add_months(day, span.months);
    return span.days == 0 ? later : pr_date_from_days(pr_date_to_days(later) + span.days);
}

pr_term pr_term_between(int64_t from, int64_t to) {
    if (to <= from) {
        return (pr_term){0};
    }
    int64_t months = pr_months_between(pr_date(from), pr_date(to)).number;
    /* From the 31st to the 30th is a month where that is the month's last day. */
    months += pr_date_add_months(from, months + 1) <= to;
    int64_t rest = pr_date_to_days(to) - pr_date_to_days(pr_date_add_months(from, months));
    return (pr_term){.months = months, .days = rest};
}

pr_term pr_term_add(pr_term a, pr_term b) {
    return (pr_term){.months = at_most(a.months + b.months, MOST_MONTHS),
                     .days = at_most(a.days + b.days, MOST_DAYS)};
}

int pr_term_compare(pr_term a, pr_term b) {
    if (a.months != b.months) {
        return a.months < b.months ? -1 : 1;
    }
    return a.days < b.days ? -1 : a.days > b.days;
}

pr_term_range pr_term_range_add(pr_term_range a, pr_term_range b) {
    return (pr_term_range){.least = pr_term_add(a.least, b.least),
                           .most = pr_term_add(a.most, b.most),
                           .ends = a.ends && b.ends,
                           .usual = a.usual || b.usual};
}

pr_term_range pr_term_range_hull(pr_term_range a, pr_term_range b) {
    return (pr_term_range){.least = pr_term_compare(a.least, b.least) <= 0 ? a.least : b.least,
                           .most = pr_term_compare(a.most, b.most) >= 0 ? a.most : b.most,
                           .ends = a.ends && b.ends,
                           .usual = a.usual || b.usual};
}

static void say_part(int64_t count, const char *unit, bool first, bool last, pr_buf *out) {
    pr_buf_printf(out, "%s%lld %s%s",
                  first  ? ""
                  : last ? " and "
                         : ", ",
                  (long long)count, unit, count == 1 ? "" : "s");
}

void pr_term_say(pr_term span, pr_buf *out) {
    int64_t years = span.months / YEAR_MONTHS, months = span.months % YEAR_MONTHS;
    if (years > 0) {
        say_part(years, "year", true, false, out);
    }
    if (months > 0) {
        say_part(months, "month", years == 0, span.days == 0, out);
    }
    if (span.days > 0 || span.months == 0) {
        say_part(span.days, "day", span.months == 0, true, out);
    }
}

void pr_term_print(pr_term span, pr_buf *out) {
    int64_t years = span.months / YEAR_MONTHS, months = span.months % YEAR_MONTHS;
    pr_buf_char(out, 'P');
    if (years > 0) {
        pr_buf_printf(out, "%lldY", (long long)years);
    }
    if (months > 0) {
        pr_buf_printf(out, "%lldM", (long long)months);
    }
    if (span.days > 0 || span.months == 0) {
        pr_buf_printf(out, "%lldD", (long long)span.days);
    }
}
