/* The arithmetic of a pathway: stages that follow each other, each done, under way or to come as far as that is known.
 * Everything counts from today; earliest days come from the shortest lengths, latest from the longest. */
#ifndef PR_ADVISE_COURSE_H
#define PR_ADVISE_COURSE_H

#include "advise/term.h"

typedef struct pr_course_stage {
    bool may_be_done, may_be_current, may_come; /* at least one */
    bool counted;
    pr_term_range duration;
    int month, day;   /* of the year, on which it begins; month 0: as soon as what is before it is over */
    pr_day_range end; /* of one under way, as far as the profile says */
    /* Found: */
    pr_term_range left;
    pr_day_range starts, over;
    bool slow;
} pr_course_stage;

typedef struct pr_course {
    int64_t today; /* packed */
    pr_term_range left;
    pr_day_range over; /* when the last stage that was added is over; today where all may be */
} pr_course;

pr_course pr_course_begin(int64_t today);
void pr_course_stage_add(pr_course *course, pr_course_stage *stage);
/* Is there such a day, in a leap year at least? */
bool pr_course_day_exists(int64_t month, int64_t day);

#endif
