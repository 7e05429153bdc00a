/* What an audit was asked for, and what is looked up once for all records. Immutable while it runs; shared by its
 * workers. */
#ifndef PR_AUDIT_PLAN_H
#define PR_AUDIT_PLAN_H

#include "audit/recommended.h"
#include "audit/waivers.h"
#include "doc/doc.h"

/* What rows consist of, as their form has it (audit/row.h). Room is for the longest, without slack. */
typedef struct pr_row_texts {
    pr_text *verdicts; /* by pr_verdict; three for each subject that is shown, where they name it */
    size_t verdicts_room;
    pr_text *subjects;       /* by subject of the program */
    pr_text *requirements;   /* by number among all */
    size_t requirement_room; /* with its subject and all between them */
} pr_row_texts;

typedef struct pr_asked {
    const pr_requirement *requirement;
    uint32_t number; /* among all */
    /* Their states, met true or applies false settle it; where no relation has them, false and true, which do not. */
    pr_literal met, applies;
} pr_asked;

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
    const uint32_t *subject_of; /* by requirement among all */
    const pr_asked *asked;      /* requirements on which the verdicts of these subjects rest, in order */
    uint32_t asked_count;
    /* Places as store/layout.h tells: by subject that is shown, and by requirement among all. */
    const uint32_t *verdict_places, *places;
    uint32_t place_count;
    pr_row_texts texts; /* where rows are written as text */
    pr_recommended recommended;
} pr_plan;

/* Fills the second half. False when out of memory; pr_plan_release in either case. */
bool pr_plan_make(pr_plan *plan);
void pr_plan_release(pr_plan *plan);

static inline const pr_subject *pr_plan_subject(const pr_plan *plan, uint32_t shown) {
    return &plan->program->subjects[plan->subjects[shown]];
}

#endif
