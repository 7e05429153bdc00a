/* The verdict of one subject as a step function of the day. In the evaluation's arena. */
#ifndef PR_ADVISE_TIMELINE_H
#define PR_ADVISE_TIMELINE_H

#include "advise/advise.h"

/* Days, both included, on which verdict and statuses are the same. */
typedef struct pr_advice_span {
    int64_t from, until; /* packed; `until` is the last day that was looked at where `lasts` */
    bool lasts;          /* nothing changes any more */
    pr_verdict verdict;
    pr_text because;
    const pr_text *unmet, *unknown; /* ids of required requirements */
    uint32_t unmet_count, unknown_count;
    /* Of an undetermined verdict: what it rests on, paths sorted, and what of it a person can answer. */
    const pr_text *needs;
    const pr_question *questions;
    uint32_t need_count, question_count;
    /* Against the span before: requirements of another status. */
    const pr_requirement *const *changed;
    const pr_status *statuses; /* of those */
    uint32_t change_count;
} pr_advice_span;

typedef struct pr_timeline {
    uint32_t subject; /* place among the advice's verdicts */
    const pr_advice_span *spans;
    uint32_t span_count;
    uint32_t evaluations; /* how many days were looked at */
} pr_timeline;

/* Evaluates `later`, a second machine of the same program, only on the days on which something can change. NULL when
 * out of memory or after a limit; then `now` says which. */
const pr_timeline *pr_advise_timeline(pr_vm *now, pr_vm *later, uint32_t subject);

#endif
