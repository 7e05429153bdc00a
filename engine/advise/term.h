/* Lengths of time as people count them, and ranges of them and of days: for what takes months and years.
 *
 * A length is whole months, then days. Counted from a day, the months come first, and end on the month's last day where
 * there is no such day in it. */
#ifndef PR_ADVISE_TERM_H
#define PR_ADVISE_TERM_H

#include "base/buf.h"
#include "value/value.h"

typedef struct pr_term {
    int64_t months, days; /* neither is negative */
} pr_term;

/* From `least` to `most`; not `ends`: nobody can say how much it is at most. Where it is only `usual`, `most` rests on
 * how long something takes that is under way and may take longer: more knowledge may exceed it. */
typedef struct pr_term_range {
    pr_term least, most;
    bool ends, usual;
} pr_term_range;

/* Packed dates; each may be missing. `latest` may be only `usual`. */
typedef struct pr_day_range {
    int64_t earliest, latest;
    bool begins, ends, usual;
} pr_day_range;

/* A duration of either kind; parts of days are dropped. False for what is none, or negative. */
bool pr_term_of(pr_value duration, pr_term *out);
/* The day that is so much later, at most the last one of the calendar. */
int64_t pr_term_after(int64_t day, pr_term span);
/* What lies between two days; nothing where the second is not later. */
pr_term pr_term_between(int64_t from, int64_t to);
pr_term pr_term_add(pr_term a, pr_term b);
/* By months, then days. */
int pr_term_compare(pr_term a, pr_term b);
pr_term_range pr_term_range_add(pr_term_range a, pr_term_range b);
/* The smallest range that holds both. */
pr_term_range pr_term_range_hull(pr_term_range a, pr_term_range b);

/* "5 years, 7 months and 8 days" */
void pr_term_say(pr_term span, pr_buf *out);
/* ISO 8601: "P5Y7M8D" */
void pr_term_print(pr_term span, pr_buf *out);

#endif
