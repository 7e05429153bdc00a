/* What was recorded of one person, as text and JSON. */
#ifndef PR_REPORT_HISTORY_H
#define PR_REPORT_HISTORY_H

#include "report/report.h"
#include "store/history.h"

/* Verdicts that are as they were when they were told last are only counted, unless `view->all`. */
void pr_report_history_text(pr_text id, const pr_past_event *events, uint32_t count, const pr_view *view,
                            pr_buf *out);
/* preceptor.history/1 */
void pr_report_history_json(pr_text id, const pr_past_event *events, uint32_t count, pr_buf *out);

#endif
