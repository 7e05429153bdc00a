/* A block: some whole records of one input, and what became of them. The unit of work, of order and of memory. */
#ifndef PR_AUDIT_BLOCK_H
#define PR_AUDIT_BLOCK_H

#include "audit/frequent.h"
#include "audit/tally.h"

/* Large enough that handing it on costs nothing, small enough that several are no burden. */
enum { PR_BLOCK_SIZE = 256 * 1024 };

typedef struct pr_block {
    /* In. */
    pr_buf bytes;  /* behind them are PR_DOC_JSON_SLACK more that can be read */
    size_t length; /* of the records in it */
    preceptor_input_form form;
    const struct pr_csv *csv; /* the header of CSV */
    pr_buf name;              /* of the input, NUL-terminated */
    uint64_t first_line;      /* of the input, from 1 */
    uint64_t lines;           /* how many it takes */
    uint64_t input;           /* which one, from 1 */
    uint64_t offset;          /* one past its last byte, in the decompressed input */
    uint32_t check;           /* CRC-32 of all bytes of all inputs up to there, where they are checked */
    uint64_t total;           /* how many those are */
    bool too_long;            /* it stands for one record that is longer than allowed; no bytes */

    /* Out. */
    pr_buf rows;
    pr_buf packed;  /* the same for a store */
    pr_buf ids;     /* of all records, where they are checked */
    pr_arena arena; /* the warnings' */
    pr_frequent warnings;
    pr_tally tally;
    preceptor_status status;
} pr_block;

/* Call pr_block_release also when out of memory, which gives false. `arena` gets the tally. */
bool pr_block_init(pr_block *block, const pr_plan *plan, pr_arena *arena);
void pr_block_release(pr_block *block);
/* Forgets the records and what became of them. One that had grown for an endless record gives its memory back. */
void pr_block_clear(pr_block *block);

#endif
