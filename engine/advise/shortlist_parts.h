/* What the files of a shortlist share. */
#ifndef PR_ADVISE_SHORTLIST_PARTS_H
#define PR_ADVISE_SHORTLIST_PARTS_H

#include "advise/parts.h"
#include "advise/shortlist.h"

/* While points are added up they are finer than what is shown, or nine ninths of a criterion would be less than all of
 * it. */
enum { PR_FINE_POINTS = 100000000, PR_FINE_OF_HUNDREDTH = PR_FINE_POINTS / 100 };

typedef PR_VEC(pr_question) pr_questions;

/* A merit, or what is short of one, over all days that were looked at so far. */
typedef struct pr_merit_draft {
    pr_merit merit;
    uint32_t criterion; /* number in `criteria` */
    bool short_of;
    pr_points today; /* on the day that is looked at */
    pr_questions questions;
} pr_merit_draft;

typedef struct pr_candidate {
    const pr_subject *subject;
    bool spoken_of; /* by a rule, on one of the days */
    pr_ranked place;
    PR_VEC(pr_merit_draft) drafts;
    pr_questions questions;
} pr_candidate;

typedef struct pr_weighing {
    const pr_entity *criterion;
    pr_value weight;
    int64_t points;
} pr_weighing;

/* All points in it are fine ones, but those of `place`. */
typedef struct pr_listing {
    pr_vm *now, *later;
    pr_weighing *criteria; /* by weight, then id */
    uint32_t criterion_count;
    pr_candidate *candidates; /* by subject */
    bool first_day;
    const pr_question *start; /* what would tell the day */
    uint32_t start_count;
} pr_listing;

static inline int64_t pr_least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Fine points. */
int64_t pr_shortlist_points(pr_vm *vm, pr_value number);
/* Adds questions, each attribute once; the texts of another day's arena are copied. */
bool pr_shortlist_ask(pr_listing *l, pr_questions *to, const pr_question *from, uint32_t count);
/* Adds what holds on a day (packed) for which `later` was evaluated. False without memory. */
bool pr_shortlist_look_at(pr_listing *l, int64_t day);

#endif
