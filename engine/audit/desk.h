/* Where one worker audits: all that it needs beside the plan, kept from record to record. */
#ifndef PR_AUDIT_DESK_H
#define PR_AUDIT_DESK_H

#include "audit/block.h"
#include "audit/csv.h"
#include "audit/row.h"
#include "infer/keys.h"
#include "profile/profile.h"
#include "store/packed.h"

typedef struct pr_desk {
    const pr_plan *plan;
    const pr_row_format *format;
    pr_vm vm;
    pr_profile profile;
    pr_matcher *matcher;
    pr_doc_json_parser *parser;
    pr_csv_reader *csv; /* made when it is needed */
    pr_arena document;  /* of the record that is read */
    pr_diags diags;
    pr_arena arena;            /* what follows */
    uint8_t *verdicts;         /* as in pr_result */
    uint32_t *unmet, *unknown; /* the same */
    uint32_t unmet_count, unknown_count;
    uint32_t *waived, waived_count; /* in the same way: those that only a waiver settles */
    pr_text *because;               /* the same; NULL: no words are wanted */
    uint64_t *seen;                 /* by attribute: the record that was counted as lacking it last */
    uint32_t *missing;              /* those that the record lacks */
    uint32_t missing_count;
    uint32_t claims; /* waivers that the record claims, and that do not count */
    uint64_t serial; /* of the record, over all that this desk saw */
    char *outcome;   /* what is packed of it */
    pr_buf scratch;
    pr_block *block; /* that it works on */
} pr_desk;

/* Call pr_desk_close in any case. */
preceptor_status pr_desk_open(pr_desk *desk, const pr_plan *plan);
void pr_desk_close(pr_desk *desk);
/* Audits the block's records: rows, counts, warnings, status. */
void pr_desk_work(pr_desk *desk, pr_block *block);

/* judge.c: is the record one of those that were asked for? It is counted where it is not. Anything but OK as below. */
preceptor_status pr_desk_choose(pr_desk *desk, bool *chosen, pr_rejection *why);
/* Evaluates the profile and fills `out`. Anything but OK: there is no result, and `why` says so for CONFLICT and LIMIT.
 */
preceptor_status pr_desk_judge(pr_desk *desk, pr_result *out, pr_rejection *why);

#endif
