/* Writers of proofs and of what fired. */
#ifndef PR_REPORT_PROOF_H
#define PR_REPORT_PROOF_H

#include "explain/trace.h"
#include "report/citation.h"
#include "report/page.h"

typedef struct pr_proof_view {
    pr_view view;
    unsigned depth;                 /* levels that are shown; 0: all */
    bool gaps;                      /* it says what is missing, not why it is so */
    const pr_advice_verdict *about; /* what it is a part of; NULL: of none */
    const pr_caveat *caveats;       /* that bear on it */
    uint32_t caveat_count;
    const pr_question *questions; /* what would decide it, where it is not known */
    uint32_t question_count;
} pr_proof_view;

/* `advice` is for the head and the notice. */
void pr_report_proof_text(const pr_advice *advice, const pr_proof *proof, const pr_proof_view *view,
                          pr_buf *out);
void pr_report_proof_json(const pr_advice *advice, const pr_proof *proof, const pr_proof_view *view,
                          pr_buf *out);

/* One object on a line of its own. Both give false when out of memory. */
bool pr_report_firing_json(pr_buf *out, const pr_firing *firing);
/* `stratum` is the last one that was headed, 0 at first. */
bool pr_report_firing_text(pr_page *page, uint32_t *stratum, const pr_firing *firing);

#endif
