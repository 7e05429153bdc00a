/* Time zones, read from the system's zone files (TZif, RFC 8536) at each call: no cache, no state, the
 * process's own zone untouched.
 *
 * A zone is a row of changes, each at an instant, with the offsets before and after it. The file lists those
 * of the past; its last line, a rule as in the variable TZ, gives those to come. A local time that a change
 * skips, or shows twice, takes the offset before the change, as Java does. */
#include "value/temporal.h"

#include <stdio.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"
/* The largest file of the 2024 data has 3.5 KB. */
#define ZONE_FILE_SIZE 16384
#define HEADER_SIZE 44

typedef struct zone_file {
    const unsigned char *data;
    size_t length;
    const unsigned char *times;   /* 8 bytes each */
    const unsigned char *indexes; /* 1 byte each: the type after the change */
    const unsigned char *types;   /* 6 bytes each; the first 4 are the offset */
    uint32_t time_count, type_count;
    pr_text rule;
} zone_file;

static bool is_zone_name(pr_text name) {
    if (name.length == 0 || name.length > 64 || name.at[0] == '/' || name.at[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        /* No point: it would let a name climb out of the folder, and no zone has one. */
        if (!letter && c != '/' && c != '_' && c != '-' && c != '+') {
            return false;
        }
    }
    return true;
}

static uint32_t read_32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_64(const unsigned char *at) {
    uint64_t bits = (uint64_t)read_32(at) << 32 | read_32(at + 4);
    return bits <= INT64_MAX ? (int64_t)bits : -(int64_t)(UINT64_MAX - bits) - 1;
}

static int32_t type_offset(const zone_file *zone, uint32_t type) {
    uint32_t bits = read_32(zone->types + (size_t)type * 6);
    return bits <= INT32_MAX ? (int32_t)bits : -(int32_t)(UINT32_MAX - bits) - 1;
}

static bool is_header(const zone_file *zone, size_t at) {
    return zone->length - at >= HEADER_SIZE && memcmp(zone->data + at, "TZif", 4) == 0;
}

/* Bytes of the data block behind a header, whose times take `time_size` bytes each. */
static size_t block_size(const unsigned char *header, size_t time_size) {
    size_t utc = read_32(header + 20), standard = read_32(header + 24), leaps = read_32(header + 28);
    size_t times = read_32(header + 32), types = read_32(header + 36), letters = read_32(header + 40);
    return times * (time_size + 1) + types * 6 + letters + leaps * (time_size + 4) + standard + utc;
}

/* The second block, whose times have 64 bits, and the rule in the last line. */
static bool read_blocks(zone_file *zone) {
    if (!is_header(zone, 0) || zone->data[4] < '2') {
        return false;
    }
    size_t skipped = block_size(zone->data, 4);
    if (skipped > zone->length - HEADER_SIZE || !is_header(zone, HEADER_SIZE + skipped)) {
        return false;
    }
    size_t header = HEADER_SIZE + skipped, body = header + HEADER_SIZE;
    size_t size = block_size(zone->data + header, 8);
    if (size > zone->length - body) {
        return false;
    }
    zone->time_count = read_32(zone->data + header + 32);
    zone->type_count = read_32(zone->data + header + 36);
    zone->times = zone->data + body;
    zone->indexes = zone->times + (size_t)zone->time_count * 8;
    zone->types = zone->indexes + zone->time_count;
    const unsigned char *line = zone->data + body + size, *end = zone->data + zone->length;
    if (end - line >= 2 && line[0] == '\n' && end[-1] == '\n') {
        zone->rule = (pr_text){(const char *)line + 1, (size_t)(end - line - 2)};
    }
    return zone->type_count > 0;
}

static bool read_file(pr_text name, unsigned char *data, size_t *length) {
    char path[sizeof ZONE_FOLDER + 64];
    if (!is_zone_name(name)) {
        return false;
    }
    snprintf(path, sizeof path, ZONE_FOLDER "%.*s", PR_ARG(name));
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    *length = fread(data, 1, ZONE_FILE_SIZE, file);
    bool whole = !ferror(file) && feof(file);
    fclose(file);
    return whole;
}

/* The rule of the last line: "CET-1CEST,M3.5.0,M10.5.0/3". */

typedef struct rule_day {
    char kind; /* 'M' week day of a month, 'J' day 1..365 without February 29, 'D' day 0..365 */
    int month, week, day;
    int32_t time; /* seconds from midnight, may be negative or past the day */
} rule_day;

typedef struct zone_rule {
    int32_t standard, summer; /* offsets east */
    bool has_summer;
    rule_day start, end; /* of summer time */
} zone_rule;

typedef struct rule_reader {
    const char *at, *end;
} rule_reader;

static bool take(rule_reader *in, char c) {
    if (in->at == in->end || *in->at != c) {
        return false;
    }
    in->at++;
    return true;
}

static bool take_number(rule_reader *in, int *out) {
    const char *first = in->at;
    int value = 0;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9' && value < 10000; in->at++) {
        value = value * 10 + (*in->at - '0');
    }
    *out = value;
    return in->at > first;
}

static bool take_name(rule_reader *in) {
    const char *first = in->at;
    if (take(in, '<')) {
        while (in->at < in->end && *in->at != '>') {
            in->at++;
        }
        return take(in, '>');
    }
    while (in->at < in->end && ((*in->at >= 'A' && *in->at <= 'Z') || (*in->at >= 'a' && *in->at <= 'z'))) {
        in->at++;
    }
    return in->at > first;
}

/* [+-]hh[:mm[:ss]] */
static bool take_clock(rule_reader *in, int32_t *out) {
    bool negative = take(in, '-');
    int hours, minutes = 0, seconds = 0;
    if (!negative) {
        take(in, '+');
    }
    if (!take_number(in, &hours) || (take(in, ':') && !take_number(in, &minutes)) ||
        (take(in, ':') && !take_number(in, &seconds)) || hours > 167 || minutes > 59 || seconds > 59) {
        return false;
    }
    int32_t total = hours * 3600 + minutes * 60 + seconds;
    *out = negative ? -total : total;
    return true;
}

static bool take_day(rule_reader *in, rule_day *out) {
    *out = (rule_day){.kind = 'D', .time = 2 * 3600};
    if (take(in, 'M')) {
        out->kind = 'M';
        if (!take_number(in, &out->month) || !take(in, '.') || !take_number(in, &out->week) ||
            !take(in, '.') || !take_number(in, &out->day) || out->month < 1 || out->month > 12 ||
            out->week < 1 || out->week > 5 || out->day > 6) {
            return false;
        }
    } else {
        out->kind = take(in, 'J') ? 'J' : 'D';
        if (!take_number(in, &out->day) || out->day > 365) {
            return false;
        }
    }
    return !take(in, '/') || take_clock(in, &out->time);
}

static bool read_rule(pr_text text, zone_rule *rule) {
    *rule = (zone_rule){0};
    rule_reader in = {text.at, text.at + text.length};
    int32_t west;
    if (text.length == 0 || !take_name(&in) || !take_clock(&in, &west)) {
        return false;
    }
    rule->standard = -west;
    if (in.at == in.end) {
        return true;
    }
    rule->has_summer = true;
    rule->summer = rule->standard + 3600;
    if (!take_name(&in)) {
        return false;
    }
    if (in.at < in.end && *in.at != ',') {
        if (!take_clock(&in, &west)) {
            return false;
        }
        rule->summer = -west;
    }
    return take(&in, ',') && take_day(&in, &rule->start) && take(&in, ',') && take_day(&in, &rule->end) &&
           in.at == in.end;
}

/* Local seconds since 1970 at which a rule's day and time fall in a year. */
static int64_t rule_moment(const rule_day *rule, int64_t year) {
    int64_t first = pr_date_to_days(pr_date_pack(year, 1, 1)), day;
    if (rule->kind == 'M') {
        int64_t month = pr_date_to_days(pr_date_pack(year, rule->month, 1));
        int64_t length = pr_date_to_days(pr_date_add_months(pr_date_from_days(month), 1)) - month;
        /* Sunday is 0 in the rule; 1970-01-01 was a Thursday, 4. */
        int64_t weekday = pr_floor_rest(month + 4, 7);
        int64_t offset = (rule->day - weekday + 7) % 7 + ((int64_t)rule->week - 1) * 7;
        day = month + (offset < length ? offset : offset - 7);
    } else {
        bool leap = pr_date_exists(year, 2, 29);
        int64_t counted = rule->kind == 'J' ? rule->day - 1 + (leap && rule->day >= 60) : rule->day;
        day = first + counted;
    }
    return day * PR_DAY_SECONDS + rule->time;
}

/* A question: the offset at an instant, or at a time on the local clock. */
typedef struct question {
    int64_t seconds;
    bool local;
} question;

/* Does the moment asked for come before the change? */
static bool comes_before(question ask, int64_t change, int32_t before, int32_t after) {
    int32_t larger = before > after ? before : after;
    return ask.seconds - (ask.local ? larger : 0) < change;
}

static int32_t offset_by_rule(const zone_rule *rule, question ask) {
    if (!rule->has_summer) {
        return rule->standard;
    }
    int64_t year;
    int month, day;
    pr_date_unpack(pr_date_from_days(pr_floor_divide(ask.seconds, PR_DAY_SECONDS)), &year, &month, &day);
    for (int64_t y = year - 1;; y++) {
        int64_t start = rule_moment(&rule->start, y) - rule->standard;
        int64_t end = rule_moment(&rule->end, y) - rule->summer;
        bool north = start < end;
        int64_t first = north ? start : end, second = north ? end : start;
        int32_t outside = north ? rule->standard : rule->summer,
                inside = north ? rule->summer : rule->standard;
        if (comes_before(ask, first, outside, inside)) {
            return outside;
        }
        if (comes_before(ask, second, inside, outside)) {
            return inside;
        }
    }
}

bool pr_zone_rule_offset(pr_text text, int64_t seconds, bool local, int32_t *offset) {
    zone_rule rule;
    if (!read_rule(text, &rule)) {
        return false;
    }
    *offset = offset_by_rule(&rule, (question){seconds, local});
    return true;
}

static bool find_offset_in(const void *data, size_t length, question ask, int32_t *offset) {
    zone_file zone = {.data = data, .length = length};
    if (!read_blocks(&zone)) {
        return false;
    }
    int32_t before = type_offset(&zone, 0);
    for (uint32_t i = 0; i < zone.time_count; i++) {
        if (zone.indexes[i] >= zone.type_count) {
            return false;
        }
        int32_t after = type_offset(&zone, zone.indexes[i]);
        if (comes_before(ask, read_64(zone.times + (size_t)i * 8), before, after)) {
            *offset = before;
            return true;
        }
        before = after;
    }
    if (!pr_zone_rule_offset(zone.rule, ask.seconds, ask.local, offset)) {
        *offset = before;
    }
    return true;
}

bool pr_zone_file_offset(const void *data, size_t length, int64_t seconds, bool local, int32_t *offset) {
    return find_offset_in(data, length, (question){seconds, local}, offset);
}

static bool find_offset(pr_text name, question ask, int32_t *offset) {
    unsigned char data[ZONE_FILE_SIZE];
    size_t length;
    return read_file(name, data, &length) && find_offset_in(data, length, ask, offset);
}

bool pr_zone_offset(pr_text zone, int64_t days, int32_t seconds, int32_t *offset) {
    return find_offset(zone, (question){days * PR_DAY_SECONDS + seconds, true}, offset);
}

bool pr_zone_offset_at(pr_text zone, int64_t instant, int32_t *offset) {
    return find_offset(zone, (question){instant, false}, offset);
}

bool pr_zone_standard_offset(pr_text name, int32_t *offset) {
    unsigned char data[ZONE_FILE_SIZE];
    zone_file zone = {.data = data};
    zone_rule rule;
    if (!read_file(name, data, &zone.length) || !read_blocks(&zone) || !read_rule(zone.rule, &rule)) {
        return false;
    }
    *offset = rule.standard;
    return true;
}
