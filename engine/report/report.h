/* Writers over result models. All output goes to a buffer; nothing is looked up, nothing is evaluated. */
#ifndef PR_REPORT_REPORT_H
#define PR_REPORT_REPORT_H

#include "advise/shortlist.h"
#include "advise/timeline.h"
#include "base/buf.h"

typedef struct pr_view {
    bool color, all;
    unsigned width; /* columns, 0: 100 */
} pr_view;

void pr_report_check_text(const pr_advice *advice, const pr_view *view, pr_buf *out);
void pr_report_check_json(const pr_advice *advice, pr_buf *out);
/* One verdict, by its place in advice->verdicts. */
void pr_report_eligible_text(const pr_advice *advice, uint32_t verdict, const pr_view *view, pr_buf *out);
void pr_report_eligible_json(const pr_advice *advice, uint32_t verdict, pr_buf *out);
void pr_report_when_text(const pr_advice *advice, const pr_timeline *line, const pr_view *view, pr_buf *out);
void pr_report_when_json(const pr_advice *advice, const pr_timeline *line, pr_buf *out);
/* With `all` what does not fit, too; in text the sources beside. */
void pr_report_shortlist_text(const pr_advice *advice, const pr_shortlist *list, const pr_view *view,
                              pr_buf *out);
void pr_report_shortlist_json(const pr_advice *advice, const pr_shortlist *list, bool all, pr_buf *out);
void pr_report_pathways_text(const pr_advice *advice, const pr_view *view, pr_buf *out);
void pr_report_pathways_json(const pr_advice *advice, pr_buf *out);

#endif
