/* Writers over what is said of a case. */
#ifndef PR_REPORT_CONSULT_H
#define PR_REPORT_CONSULT_H

#include "advise/consult.h"
#include "report/report.h"

void pr_report_consult_text(const pr_consult *consult, const pr_view *view, pr_buf *out);
/* Without `all` only what is shown first, as in text. */
void pr_report_consult_json(const pr_consult *consult, const pr_view *view, pr_buf *out);
const char *pr_ground_status_name(pr_truth status); /* "present", "absent", "unknown" */

#endif
