/* Dates, times and durations from text: the ISO 8601 forms that FEEL takes, which are fewer than ISO's. */
#include "value/temporal.h"

static const char no_date[] = "this is not a date that exists, like 2027-01-31";
static const char no_time[] =
    "this is not a time of day, like 09:30:00, 09:30:00Z, 09:30:00+02:00 or 09:30:00@Europe/Paris";
static const char no_date_time[] = "this is not a date and time, like 2027-01-31T09:30:00";
static const char no_duration[] = "this is not a duration, like P1Y6M or P3DT12H";

typedef struct reader {
    const char *at, *end;
} reader;

static reader reader_of(pr_text text) {
    static const char nothing[] = "";
    const char *at = text.length > 0 ? text.at : nothing;
    return (reader){at, at + text.length};
}

static bool at_end(const reader *in) { return in->at == in->end; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take(reader *in, char c) {
    if (at_end(in) || *in->at != c) {
        return false;
    }
    in->at++;
    return true;
}

static bool take_two(reader *in, int *out) {
    if (in->end - in->at < 2 || !is_digit(in->at[0]) || !is_digit(in->at[1])) {
        return false;
    }
    *out = (in->at[0] - '0') * 10 + (in->at[1] - '0');
    in->at += 2;
    return true;
}

/* Four digits, or up to nine of which the first is not 0. */
static bool take_year(reader *in, int64_t *year) {
    bool negative = take(in, '-');
    const char *first = in->at;
    int64_t value = 0;
    for (; !at_end(in) && is_digit(*in->at) && in->at - first < 10; in->at++) {
        value = value * 10 + (*in->at - '0');
    }
    int64_t count = in->at - first;
    if (count < 4 || count > 9 || (count > 4 && *first == '0') || (negative && value == 0)) {
        return false;
    }
    *year = negative ? -value : value;
    return true;
}

/* Are eight bytes digits where the form has a 0, and elsewhere as in the form? Of bytes of less than 128 no sum carries
 * into the next. */
static bool has_form(const char *at, const char form[8], const char most[8]) {
    const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t word, zeros, sum;
    memcpy(&word, at, sizeof word);
    memcpy(&zeros, form, sizeof zeros);
    memcpy(&sum, most, sizeof sum);
    word ^= zeros;
    return ((word | (word + sum)) & tops) == 0;
}

/* YYYY-MM-DD, as nearly all are written. False for all else. */
static bool parse_plain(pr_text text, int64_t *packed) {
    /* Up to 9 is let through, or nothing but 0. */
    static const char most[] = "\x76\x76\x7f\x76\x76\x7f\x76\x76";
    const char *at = text.at;
    if (text.length != 10 || !has_form(at + 2, "00-00-00", most) || !is_digit(at[0]) || !is_digit(at[1])) {
        return false;
    }
    int year = at[0] * 1000 + at[1] * 100 + at[2] * 10 + at[3] - '0' * 1111;
    int month = at[5] * 10 + at[6] - '0' * 11, day = at[8] * 10 + at[9] - '0' * 11;
    *packed = pr_date_pack(year, month, day);
    return day >= 1 && day <= 28 ? month >= 1 && month <= 12 : pr_date_exists(year, month, day);
}

static bool take_date(reader *in, int64_t *packed) {
    int64_t year;
    int month, day;
    if (!take_year(in, &year) || !take(in, '-') || !take_two(in, &month) || !take(in, '-') ||
        !take_two(in, &day) || !pr_date_exists(year, month, day)) {
        return false;
    }
    *packed = pr_date_pack(year, month, day);
    return true;
}

/* Digits behind a point as nanoseconds; those past the ninth are dropped. */
static bool take_fraction(reader *in, bool may_be_empty, int32_t *nanos) {
    const char *first = in->at;
    int32_t value = 0, unit = PR_NANOS / 10;
    for (; !at_end(in) && is_digit(*in->at); in->at++) {
        value += (*in->at - '0') * unit;
        unit /= 10;
    }
    *nanos = value;
    return may_be_empty || in->at > first;
}

static bool take_offset(reader *in, pr_date_time *moment) {
    moment->zoned = PR_OFFSET;
    if (take(in, 'Z') || take(in, 'z')) { /* the standard's own examples have a small one */
        return true;
    }
    bool west = !at_end(in) && *in->at == '-';
    int hours, minutes, seconds = 0;
    if ((!take(in, '+') && !take(in, '-')) || !take_two(in, &hours) || !take(in, ':') ||
        !take_two(in, &minutes) || (take(in, ':') && !take_two(in, &seconds)) || minutes > 59 ||
        seconds > 59) {
        return false;
    }
    int32_t offset = hours * 3600 + minutes * 60 + seconds;
    moment->offset = west ? -offset : offset;
    return offset <= PR_LARGEST_OFFSET;
}

/* hh:mm:ss with what may follow, to the end of the text. 24:00:00 is read as 86400 seconds. */
static bool take_time(reader *in, pr_date_time *moment) {
    int hours, minutes, seconds;
    if (!take_two(in, &hours) || !take(in, ':') || !take_two(in, &minutes) || !take(in, ':') ||
        !take_two(in, &seconds) || (take(in, '.') && !take_fraction(in, false, &moment->nanos)) ||
        minutes > 59 || seconds > 59) {
        return false;
    }
    moment->seconds = hours * 3600 + minutes * 60 + seconds;
    if (moment->seconds > PR_DAY_SECONDS || (moment->seconds == PR_DAY_SECONDS && moment->nanos != 0)) {
        return false;
    }
    if (take(in, '@')) {
        moment->zoned = PR_ZONE;
        moment->zone = (pr_text){in->at, (size_t)(in->end - in->at)};
        in->at = in->end;
        return true;
    }
    return at_end(in) || (take_offset(in, moment) && at_end(in));
}

static bool keep_zone(pr_date_time *moment, pr_arena *arena) {
    if (moment->zoned == PR_ZONE) {
        moment->zone = pr_text_copy(arena, moment->zone);
        return moment->zone.at != NULL;
    }
    return true;
}

pr_value pr_date_parse(pr_text text) {
    reader in = reader_of(text);
    int64_t packed;
    if (parse_plain(text, &packed)) {
        return pr_date(packed);
    }
    return take_date(&in, &packed) && at_end(&in) ? pr_date(packed) : pr_error_null(no_date);
}

pr_value pr_time_parse(pr_text text, pr_arena *arena) {
    reader in = reader_of(text);
    pr_date_time moment = {0};
    if (!take_time(&in, &moment)) {
        return pr_error_null(no_time);
    }
    moment.seconds %= PR_DAY_SECONDS;
    if (moment.zoned == PR_ZONE && !pr_zone_standard_offset(moment.zone, &moment.offset)) {
        return pr_error_null("there is no time zone of this name");
    }
    return keep_zone(&moment, arena) ? pr_moment_value(PR_TIME, &moment, arena)
                                     : pr_error_null("out of memory");
}

pr_value pr_date_time_parse(pr_text text, pr_arena *arena) {
    reader in = reader_of(text);
    pr_date_time moment = {0};
    if (!take_date(&in, &moment.date) || (!at_end(&in) && (!take(&in, 'T') || !take_time(&in, &moment)))) {
        return pr_error_null(no_date_time);
    }
    if (moment.seconds == PR_DAY_SECONDS) {
        int64_t following = pr_date_to_days(moment.date) + 1;
        if (!pr_days_in_range(following)) {
            return pr_error_null(no_date_time);
        }
        moment.date = pr_date_from_days(following);
        moment.seconds = 0;
    }
    if (!pr_moment_resolve(&moment)) {
        return pr_error_null("there is no time zone of this name");
    }
    return keep_zone(&moment, arena) ? pr_moment_value(PR_DATE_TIME, &moment, arena)
                                     : pr_error_null("out of memory");
}

typedef struct unit {
    char letter;
    bool is_months;
    int64_t size; /* in months, or in seconds */
} unit;

static const unit date_units[] = {
    {'Y', true, 12}, {'M', true, 1}, {'W', false, (int64_t)7 * PR_DAY_SECONDS}, {'D', false, PR_DAY_SECONDS}};
static const unit time_units[] = {{'H', false, 3600}, {'M', false, 60}, {'S', false, 1}};

typedef struct duration_reading {
    int64_t months, seconds;
    int32_t nanos;
    bool has_months, has_seconds, has_weeks;
} duration_reading;

/* One field of a duration: digits, perhaps a fraction, and a letter. */
typedef struct field {
    int64_t value;
    int32_t nanos;
    bool has_fraction;
    char letter;
} field;

static bool take_field(reader *in, field *out) {
    *out = (field){0};
    const char *first = in->at;
    for (; !at_end(in) && is_digit(*in->at); in->at++) {
        if (__builtin_mul_overflow(out->value, (int64_t)10, &out->value) ||
            __builtin_add_overflow(out->value, (int64_t)(*in->at - '0'), &out->value)) {
            return false;
        }
    }
    if (in->at == first) {
        return false;
    }
    if (take(in, '.')) {
        out->has_fraction = true;
        take_fraction(in, true, &out->nanos);
    }
    if (at_end(in)) {
        return false;
    }
    out->letter = *in->at++;
    return true;
}

static bool add_field(const unit *in, const field *read, duration_reading *out) {
    int64_t *total = in->is_months ? &out->months : &out->seconds, product;
    if (__builtin_mul_overflow(read->value, in->size, &product) ||
        __builtin_add_overflow(*total, product, total)) {
        return false;
    }
    out->nanos += read->nanos;
    out->has_months |= in->is_months;
    out->has_seconds |= !in->is_months;
    out->has_weeks |= in->letter == 'W';
    return true;
}

/* Fields in the order of the units, each at most once, to the end or a T. */
static bool take_fields(reader *in, const unit *units, size_t count, duration_reading *out) {
    size_t i = 0;
    while (!at_end(in) && *in->at != 'T') {
        field one;
        if (!take_field(in, &one)) {
            return false;
        }
        while (i < count && units[i].letter != one.letter) {
            i++;
        }
        if (i == count || (one.has_fraction && one.letter != 'S') || !add_field(&units[i], &one, out)) {
            return false;
        }
        i++;
    }
    return true;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool take_duration(reader *in, duration_reading *out) {
    if (!take(in, 'P') || !take_fields(in, date_units, COUNT(date_units), out)) {
        return false;
    }
    if (take(in, 'T') && (at_end(in) || !take_fields(in, time_units, COUNT(time_units), out))) {
        return false;
    }
    /* Years and months are one kind of duration, days and time the other; text may not mix them. */
    return at_end(in) && out->has_months != out->has_seconds;
}

static pr_value parse_duration(pr_text text, bool weeks) {
    reader in = reader_of(text);
    bool negative = take(&in, '-');
    duration_reading read = {0};
    if (!take_duration(&in, &read) || (read.has_weeks && !weeks)) {
        return pr_error_null(no_duration);
    }
    if (read.has_months) {
        return pr_months(negative ? -read.months : read.months);
    }
    if (!negative) {
        return pr_duration(read.seconds, (uint32_t)read.nanos);
    }
    return read.nanos == 0 ? pr_duration(-read.seconds, 0)
                           : pr_duration(-read.seconds - 1, (uint32_t)(PR_NANOS - read.nanos));
}

pr_value pr_duration_parse(pr_text text) { return parse_duration(text, false); }

pr_value pr_duration_parse_weeks(pr_text text) { return parse_duration(text, true); }

pr_value pr_temporal_parse(pr_text text, pr_arena *arena) {
    if (text.length == 0) {
        return pr_error_null("this is not a date, time or duration");
    }
    if (text.at[0] == 'P' || (text.length > 1 && text.at[0] == '-' && text.at[1] == 'P')) {
        return pr_duration_parse(text);
    }
    if (text.length > 2 && text.at[2] == ':') {
        return pr_time_parse(text, arena);
    }
    if (memchr(text.at, 'T', text.length) != NULL) {
        return pr_date_time_parse(text, arena);
    }
    bool dated = is_digit(text.at[0]) || text.at[0] == '-';
    return dated ? pr_date_parse(text) : pr_error_null("this is not a date, time or duration");
}
