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
    uint64_t checked;  /* how many of them `check` is of: all but those of lines that are too long */
    uint32_t check;
    uint64_t low,
        high; /* where a share is wanted: its records begin at the one or behind it, and before the other */
    uint32_t before; /* the same as `check`, of all before it */
    bool reached;    /* what was done lies behind */
    pr_cut_from from;
    preceptor_status status;
} pr_cutter;

void pr_cutter_init(pr_cutter *cutter, const pr_plan *plan, const preceptor_inputs *inputs, pr_diags *diags,
                    pr_arena *kept);
void pr_cutter_release(pr_cutter *cutter);
/* Fills a cleared block. False at the end, or after a failure, which `status` tells. */
bool pr_cut(pr_cutter *cutter, pr_block *block);

/* share.c: for cut.c alone. False after an error: there are no shares of such an input. */
bool pr_share_begin(pr_cutter *cutter);
/* Takes off what lies behind the share; its records begin `*from` bytes behind the beginning of the block, which lies
 * `start` bytes behind that of the input. `head`: how long the header of CSV is at the beginning of the block. */
bool pr_share_cut(pr_cutter *cutter, pr_block *block, uint64_t start, size_t head, size_t *from);

/* sniff.c: lines of JSON were asked for; an error where the input is plainly something else. `bytes` are its first. */
bool pr_sniff(const char *name, pr_text bytes, pr_diags *diags, pr_arena *kept);

#endif
