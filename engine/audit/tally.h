/* Counts over records. They add up, so blocks, and shards, are counted each by itself. */
#ifndef PR_AUDIT_TALLY_H
#define PR_AUDIT_TALLY_H

#include "audit/plan.h"

typedef struct pr_tally {
    uint64_t records, rejected, warnings;
    uint64_t *verdicts;       /* three for each subject: eligible, ineligible, undetermined */
    uint64_t *blocked, *sole; /* by requirement among all */
    uint64_t *missing;        /* by attribute */
    uint64_t *passed;         /* over, that are no records: two, all and those of which it is not known */
    uint64_t *all;            /* these five behind each other */
    size_t count;
} pr_tally;

/* All zero, in `arena`. False when out of memory. */
bool pr_tally_make(pr_tally *tally, const pr_plan *plan, pr_arena *arena);
void pr_tally_clear(pr_tally *tally);
void pr_tally_add(pr_tally *tally, const pr_tally *other);

#endif
