/* What is another between two audits, written. */
#ifndef PR_REPORT_DIFF_H
#define PR_REPORT_DIFF_H

#include "store/diff.h"

/* Text, Markdown or HTML: the first of who changed. */
preceptor_status pr_report_diff(const pr_difference *d, preceptor_format format, pr_arena *arena,
                                pr_buf *out);
/* preceptor.diff/1: everyone who changed, to the sink as it is read. IO: the sink did not take it. */
preceptor_status pr_report_diff_json(const pr_difference *d, pr_arena *arena, const preceptor_sink *sink);

#endif
