/* What an audit was asked for, and what is looked up once for all records. Immutable while it runs; shared by its
 * workers. */
#ifndef PR_AUDIT_PLAN_H
#define PR_AUDIT_PLAN_H

#include "audit/waivers.h"
#include "doc/doc.h"

typedef struct pr_plan {
    /* Given. */
    const pr_program *program;
    const preceptor_allocator *allocator;
    const preceptor_audit_options *options;
    pr_doc_limits limits;
    size_t steps;           /* of one evaluation; 0: the default */
    size_t longest;         /* bytes of a record; 0: the default */
    int64_t as_of;          /* packed date */
    const pr_doc_node *map; /* what columns of CSV hold; NULL: their names tell */
    bool named;             /* rows say which input they are of */
    bool writes;            /* rows are wanted as text */
    bool packs;             /* rows go into a store */
    bool checks;            /* what is read is summed up, for going on later */
    bool counts_missing;    /* a summary is wanted, which tells what is missing */
    bool counts_claims;     /* waivers that profiles claim count beside those on record */
    pr_waiver_book waivers; /* on record */

    /* Made by pr_plan_make, in `arena`. */
    pr_arena arena;
    const uint32_t *subjects; /* those that are shown, in the program's order */
    uint32_t subject_count;
    const uint32_t *first; /* by subject of the program: the number of its first requirement among all */
    uint32_t requirement_count;
    const pr_text *subject_names;     /* as JSON, by subject of the program */
    const pr_text *requirement_names; /* as JSON, by number among all */
} pr_plan;

/* Fills the second half. False when out of memory; pr_plan_release in either case. */
bool pr_plan_make(pr_plan *plan);
void pr_plan_release(pr_plan *plan);

static inline const pr_subject *pr_plan_subject(const pr_plan *plan, uint32_t shown) {
    return &plan->program->subjects[plan->subjects[shown]];
}

#endif
