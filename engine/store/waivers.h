/* Waivers on record: who granted what to whom, why, and until when. */
#ifndef PR_STORE_WAIVERS_H
#define PR_STORE_WAIVERS_H

#include "store/store.h"

/* Days are texts, "YYYY-MM-DD". */
typedef struct pr_store_waiver {
    int64_t number; /* from 1, never given twice */
    pr_text applicant, subject, requirement, by, reason, on, until;
    pr_text granted;                             /* the day on which it was put on record */
    pr_text revoked, revoked_by, revoked_reason; /* empty: it was not, or it is not said */
} pr_store_waiver;

/* Puts it on record; its number is in `*number`. */
preceptor_status pr_store_grant(pr_store *store, const pr_store_waiver *waiver, int64_t *number);
/* INVALID: there is no such waiver, or it was revoked before. `*out` is the waiver as it then is, in `arena`. */
preceptor_status pr_store_revoke(pr_store *store, int64_t number, pr_text day, pr_text by, pr_text reason,
                                 pr_arena *arena, pr_store_waiver *out);
/* Those of one applicant, or of all where it is empty, by number; with `revoked` also those that were revoked. */
preceptor_status pr_store_waivers(pr_store *store, pr_text applicant, bool revoked, pr_arena *arena,
                                  const pr_store_waiver **out, uint32_t *count);

#endif
