/* Tables of an audit, laid out. */
#ifndef PR_REPORT_GRIDS_H
#define PR_REPORT_GRIDS_H

#include "store/grid.h"

/* Text, Markdown or HTML. */
void pr_report_grids(const pr_grids *grids, preceptor_format format, pr_buf *out);

#endif
