/* Audits: inputs are cut into blocks of whole records, workers turn blocks into rows and counts, and rows are written
 * in the order of the input. How many workers there are changes nothing in what is written. */
#ifndef PR_AUDIT_AUDIT_H
#define PR_AUDIT_AUDIT_H

#include "audit/cut.h"
#include "audit/ticket.h"
#include "store/ids.h"

typedef struct pr_audit {
    pr_plan *plan;
    const preceptor_inputs *inputs;
    const preceptor_sink *rows; /* NULL: into the store alone */
    pr_store *store;            /* NULL: none */
    pr_ids *ids;                /* NULL: they are not checked, or by the store */
    bool keeps_rows;            /* in the store; else it only learns how far the audit came */
    bool resume;
    const char *digest;   /* of the knowledge base */
    pr_text day;          /* as of which; made by the caller, as the digest is */
    const char *settings; /* as in pr_store_audit */
    pr_text options;      /* the same without the share */
    pr_diags *diags;      /* what is wrong with an input as a whole */
    pr_arena *kept;       /* for what they point at */

    /* Made by pr_audit_run; pr_audit_release gives it back. */
    pr_arena arena;
    pr_tally tally;
    pr_store_position position;
    pr_frequent warnings;
    uint64_t head;    /* bytes before the first row */
    pr_ticket ticket; /* where it is of a share */
} pr_audit;

/* STOPPED: the caller did not want to go on. */
preceptor_status pr_audit_run(pr_audit *audit);
/* keep.c: begins in the store, where there is one; the tally and the position are then those of what was done. */
preceptor_status pr_audit_keep(pr_audit *audit);
/* keep.c: names of the knowledge base, and of what the plan shows, as a store is told them. False: no memory. */
bool pr_plan_names(const pr_plan *plan, pr_arena *arena, pr_store_audit *out);
/* grounds.c: what all that rests on. False: no memory. */
bool pr_plan_grounds(const pr_plan *plan, pr_arena *arena, pr_store_audit *out);
void pr_audit_release(pr_audit *audit);

/* crew.c. What is done with a block once all before it are done; anything but OK ends the work. */
typedef struct pr_delivery {
    preceptor_status (*deliver)(void *context, pr_block *block);
    void *context;
} pr_delivery;
/* Works on all blocks of the cutter with so many threads beside this one, and delivers them in order from this one.
 * With less than two, or where none can be started, this one does everything. */
preceptor_status pr_crew_run(const pr_plan *plan, pr_cutter *cutter, unsigned workers, const pr_delivery *to);

#endif
