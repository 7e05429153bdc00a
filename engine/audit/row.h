/* One record's result, and the forms in which rows are written. */
#ifndef PR_AUDIT_ROW_H
#define PR_AUDIT_ROW_H

#include "advise/advise.h"
#include "audit/plan.h"

typedef struct pr_result {
    uint64_t line;
    const char *input; /* the name of the input it is of */
    pr_text id;        /* empty: none, or not read */
    pr_buf *scratch;   /* for the writer; its memory is kept from row to row */
    /* Where it was evaluated. */
    const uint8_t *verdicts; /* pr_verdict by subject of the program */
    /* Numbers of requirements among all, in order: required ones of subjects that are shown. */
    const uint32_t *unmet, *unknown;
    uint32_t unmet_count, unknown_count;
    const pr_text *because;         /* by requirement among all, where words are wanted; else NULL */
    const pr_text *recommendations; /* ids of the certain ones, sorted, each once */
    uint32_t recommendation_count;
} pr_result;

/* Why there is no result. */
typedef struct pr_rejection {
    const char *code;
    pr_text message;
    uint32_t line; /* of a record of several lines, from 1; 0: nothing to say */
    uint32_t column;
} pr_rejection;

typedef struct pr_row_format {
    /* Fills plan->texts with pr_row_keep. False when out of memory. */
    bool (*prepare)(pr_plan *plan, pr_buf *scratch);
    void (*head)(const pr_plan *plan, pr_buf *out); /* before all rows */
    void (*row)(const pr_plan *plan, const pr_result *result, pr_buf *out);
    void (*rejected)(const pr_plan *plan, const pr_result *result, const pr_rejection *why, pr_buf *out);
} pr_row_format;

const pr_row_format *pr_row_format_of(preceptor_rows rows);
extern const pr_row_format pr_rows_ndjson, pr_rows_csv;

/* Most of a row is texts that were made beforehand, short ones: behind each so many bytes can be read, and behind a row
 * as many written, so that a copy has a fixed size. */
enum { PR_ROW_SLACK = 32 };

/* What stands in `scratch`, for the plan's time and with slack behind it. `at` is NULL when out of memory. */
pr_text pr_row_keep(pr_plan *plan, const pr_buf *scratch);
/* Copies such a text to where PR_ROW_SLACK bytes more have room; gives where it ends. */
static inline char *pr_row_put(char *to, pr_text text) {
    memcpy(to, text.at, PR_ROW_SLACK);
    if (text.length > PR_ROW_SLACK) {
        memcpy(to + PR_ROW_SLACK, text.at + PR_ROW_SLACK, text.length - PR_ROW_SLACK);
    }
    return to + text.length;
}

#endif
