/* Hand-made advice about driving: something of everything, and text that tries to do harm. */
#ifndef TESTS_UNIT_REPORT_SAMPLE_H
#define TESTS_UNIT_REPORT_SAMPLE_H

#include "unit/support.h"

#include "report/report.h"

/* The advice with all that it points to. */
typedef struct sample {
    pr_arena arena;
    pr_program program;
    pr_requirement age, lessons, course;
    pr_waiver waiver;
    pr_finding finding;
    pr_text needs[1], not_encoded[1], rules[1], because[1], decides[1];
    pr_caveat caveats[2];
    pr_advice_requirement requirements[3][3];
    pr_advice_verdict verdicts[3];
    pr_recommendation recommendations[3];
    pr_question questions[1];
    pr_advice_warning warnings[1];
    pr_advice advice;
} sample;

/* Fills it in place: it points into itself. */
void sample_init(sample *s);
void sample_release(sample *s);

#endif
