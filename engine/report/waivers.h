/* Waivers on record, as text and JSON. */
#ifndef PR_REPORT_WAIVERS_H
#define PR_REPORT_WAIVERS_H

#include "report/json_writer.h"
#include "report/report.h"
#include "store/waivers.h"

typedef struct pr_waivers_asked {
    bool granted;      /* the one waiver was just put on record */
    pr_text applicant; /* whose were asked for; empty: everybody's */
    uint32_t others;   /* that are not shown: they ended or were revoked */
} pr_waivers_asked;

void pr_report_waivers_text(const pr_store_waiver *waivers, uint32_t count, pr_text as_of,
                            const pr_waivers_asked *asked, const pr_view *view, pr_buf *out);
/* preceptor.waivers/1 */
void pr_report_waivers_json(const pr_store_waiver *waivers, uint32_t count, pr_text as_of, pr_buf *out);
/* The members of one, in an object that is open. */
void pr_report_waiver_members(pr_jw *w, const pr_store_waiver *waiver);

#endif
