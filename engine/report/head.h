/* What the JSON of several commands has in common. */
#ifndef PR_REPORT_HEAD_H
#define PR_REPORT_HEAD_H

#include "report/json_writer.h"
#include "report/report.h"

/* schema, kb, as_of, profile. */
void pr_report_write_head(pr_jw *w, const pr_advice *advice, const char *schema);
/* "sources": [{doc, at}]. */
void pr_report_write_sources(pr_jw *w, pr_value sources);
/* One of "questions": {attribute, ask, decides}. */
void pr_report_write_question(pr_jw *w, const pr_question *question);
/* "caveats": [{kind, text, sources}]. */
void pr_report_write_caveats(pr_jw *w, const pr_caveat *caveats, uint32_t count);
/* "pathways": [...]. */
void pr_report_write_pathways(pr_jw *w, const pr_advice *advice);
/* Hundredths of points as a decimal: "12.5". */
void pr_report_print_points(int64_t hundredths, pr_buf *out);
/* "warnings": [{text, sources}]. */
void pr_report_write_warnings(pr_jw *w, const pr_advice *advice);

#endif
