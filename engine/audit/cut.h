/* Inputs cut into blocks of whole records. */
#ifndef PR_AUDIT_CUT_H
#define PR_AUDIT_CUT_H

#include "audit/block.h"
#include "audit/csv.h"
#include "audit/stream.h"

/* How far an audit came that is gone on with: what lies before was done. All 0: nothing was. */
typedef struct pr_cut_from {
    uint64_t input, offset;
    uint32_t check;
} pr_cut_from;

typedef struct pr_cutter {
    const pr_plan *plan;
    const preceptor_inputs *inputs;
    pr_diags *diags; /* what is wrong with an input as a whole */
    pr_arena *kept;  /* for what diagnostics point at */
    preceptor_input input;
    bool open;  /* there is an input */
    bool fresh; /* nothing of it was given yet */
    bool at_end;
    pr_stream stream;
    pr_buf carry;      /* the beginning of a record */
    uint64_t line;     /* of the next record */
    const pr_csv *csv; /* the header of CSV */
    uint64_t number;   /* of the input, from 1 */
    uint64_t read;     /* of its bytes */
    uint64_t total;    /* bytes cut off of all inputs */
    uint32_t check;
    bool reached; /* what was done lies behind */
    pr_cut_from from;
    preceptor_status status;
} pr_cutter;

void pr_cutter_init(pr_cutter *cutter, const pr_plan *plan, const preceptor_inputs *inputs, pr_diags *diags,
                    pr_arena *kept);
void pr_cutter_release(pr_cutter *cutter);
/* Fills a cleared block. False at the end, or after a failure, which `status` tells. */
bool pr_cut(pr_cutter *cutter, pr_block *block);

/* sniff.c: lines of JSON were asked for; an error where the input is plainly something else. `bytes` are its first. */
bool pr_sniff(const char *name, pr_text bytes, pr_diags *diags, pr_arena *kept);

#endif
