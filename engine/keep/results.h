/* What the cases of a knowledge base's tests came to, as TAP and as JUnit XML. */
#ifndef PR_KEEP_RESULTS_H
#define PR_KEEP_RESULTS_H

#include "base/buf.h"
#include "base/vec.h"

typedef struct pr_result {
    pr_text file, name;
    const pr_text *failures; /* sentences; none: it passed */
    uint32_t failure_count;
} pr_result;

typedef PR_VEC(pr_result) pr_results;

void pr_results_tap(const pr_results *results, pr_buf *out);
void pr_results_junit(const pr_results *results, pr_text suite, pr_buf *out);

#endif
