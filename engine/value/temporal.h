/* What the files of dates and times share. */
#ifndef PR_VALUE_TEMPORAL_H
#define PR_VALUE_TEMPORAL_H

#include "value/value.h"

enum {
    PR_DAY_SECONDS = 86400,
    PR_NANOS = 1000000000,
    PR_LARGEST_YEAR = 999999999,
    PR_LARGEST_OFFSET = 18 * 3600, /* no place on Earth has more; what ISO 8601 libraries take */
};

enum { PR_LOCAL, PR_OFFSET, PR_ZONE }; /* pr_date_time.zoned */

static inline int64_t pr_floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
}
static inline int64_t pr_floor_rest(int64_t a, int64_t b) { return a - pr_floor_divide(a, b) * b; }

/* Seconds since 1970-01-01T00:00:00, in UTC where the moment has an offset, else on the local clock. Of a
 * time of day: since midnight, not wrapped. */
int64_t pr_moment_seconds(const pr_date_time *moment, bool is_time);
/* A copy in the arena as a value of `kind` (PR_TIME or PR_DATE_TIME); an error null when out of memory. */
pr_value pr_moment_value(pr_kind kind, const pr_date_time *moment, pr_arena *arena);
/* Sets date and time of day of `like` to the moment that many seconds (as pr_moment_seconds counts) and
 * nanoseconds from the epoch, and the offset where it has a named zone. False when the year is out of range. */
bool pr_moment_at(int64_t seconds, int32_t nanos, pr_date_time *like);
/* Sets the offset of a moment with a named zone from its local time. False when there is no such zone. */
bool pr_moment_resolve(pr_date_time *moment);

/* False when the year is out of range. */
bool pr_days_in_range(int64_t days);

/* The same by a rule for all time to come, as the last line of a zone's file has it: "CET-1CEST,M3.5.0,M10.5.0/3". At
 * `seconds` since 1970, of the local clock or in UTC. False where it is no rule. */
bool pr_zone_rule_offset(pr_text rule, int64_t seconds, bool local, int32_t *offset);
/* The same by what a zone's file holds. False when it is damaged. */
bool pr_zone_file_offset(const void *data, size_t length, int64_t seconds, bool local, int32_t *offset);
/* The offset of a zone at an instant (seconds since 1970 in UTC). */
bool pr_zone_offset_at(pr_text zone, int64_t instant, int32_t *offset);
/* The standard time of a zone as the law now stands: for a time of day without a date. */
bool pr_zone_standard_offset(pr_text zone, int32_t *offset);

#endif
