/* Dates, times and durations as text. */
#include "value/temporal.h"

static void print_two(int n, pr_buf *out) {
    pr_buf_char(out, (char)('0' + n / 10));
    pr_buf_char(out, (char)('0' + n % 10));
}

static void print_date(int64_t packed, pr_buf *out) {
    int64_t year;
    int month, day;
    pr_date_unpack(packed, &year, &month, &day);
    if (year < 0) {
        pr_buf_char(out, '-');
        year = -year;
    }
    if (year <= 9999) { /* nearly all, without printf's ado */
        print_two((int)year / 100, out);
        print_two((int)year % 100, out);
    } else {
        pr_buf_number(out, (uint64_t)year);
    }
    pr_buf_char(out, '-');
    print_two(month, out);
    pr_buf_char(out, '-');
    print_two(day, out);
}

/* ".5" of half a second: without zeros at the end, nothing for none. */
static void print_fraction(int32_t nanos, pr_buf *out) {
    if (nanos == 0) {
        return;
    }
    int width = 9;
    while (nanos % 10 == 0) {
        nanos /= 10;
        width--;
    }
    pr_buf_printf(out, ".%0*d", width, (int)nanos);
}

static void print_offset(int32_t offset, pr_buf *out) {
    if (offset == 0) {
        pr_buf_char(out, 'Z');
        return;
    }
    pr_buf_char(out, offset < 0 ? '-' : '+');
    int32_t size = offset < 0 ? -offset : offset;
    print_two(size / 3600, out);
    pr_buf_char(out, ':');
    print_two(size / 60 % 60, out);
    if (size % 60 != 0) {
        pr_buf_char(out, ':');
        print_two(size % 60, out);
    }
}

static void print_time(const pr_date_time *moment, pr_buf *out) {
    print_two(moment->seconds / 3600, out);
    pr_buf_char(out, ':');
    print_two(moment->seconds / 60 % 60, out);
    pr_buf_char(out, ':');
    print_two(moment->seconds % 60, out);
    print_fraction(moment->nanos, out);
    if (moment->zoned == PR_OFFSET) {
        print_offset(moment->offset, out);
    } else if (moment->zoned == PR_ZONE) {
        pr_buf_char(out, '@');
        pr_buf_text(out, moment->zone);
    }
}

static void print_field(uint64_t n, char letter, pr_buf *out) {
    if (n != 0) {
        pr_buf_printf(out, "%llu%c", (unsigned long long)n, letter);
    }
}

static uint64_t size_of(int64_t n) { return n < 0 ? 0 - (uint64_t)n : (uint64_t)n; }

static void print_months(int64_t months, pr_buf *out) {
    uint64_t size = size_of(months);
    pr_buf_string(out, months < 0 ? "-P" : "P");
    print_field(size / 12, 'Y', out);
    print_field(size % 12, 'M', out);
    if (size == 0) {
        pr_buf_string(out, "0M");
    }
}

static void print_duration(pr_value a, pr_buf *out) {
    int32_t nanos = (int32_t)a.extra;
    uint64_t size = size_of(a.number);
    if (a.number < 0 && nanos != 0) {
        size--;
        nanos = PR_NANOS - nanos;
    }
    pr_buf_string(out, a.number < 0 ? "-P" : "P");
    print_field(size / PR_DAY_SECONDS, 'D', out);
    uint64_t rest = size % PR_DAY_SECONDS;
    if (rest == 0 && nanos == 0) {
        if (size == 0) {
            pr_buf_string(out, "T0S");
        }
        return;
    }
    pr_buf_char(out, 'T');
    print_field(rest / 3600, 'H', out);
    print_field(rest / 60 % 60, 'M', out);
    if (rest % 60 != 0 || nanos != 0) {
        pr_buf_printf(out, "%d", (int)(rest % 60));
        print_fraction(nanos, out);
        pr_buf_char(out, 'S');
    }
}

void pr_temporal_print(pr_value a, pr_buf *out) {
    switch (a.kind) {
    case PR_DATE: print_date(a.number, out); break;
    case PR_TIME: print_time(a.moment, out); break;
    case PR_DATE_TIME:
        print_date(a.moment->date, out);
        pr_buf_char(out, 'T');
        print_time(a.moment, out);
        break;
    case PR_MONTHS: print_months(a.number, out); break;
    default: print_duration(a, out); break;
    }
}
