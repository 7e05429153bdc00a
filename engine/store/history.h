/* What was recorded of one person: audits, answers, waivers; and removing all of it. */
#ifndef PR_STORE_HISTORY_H
#define PR_STORE_HISTORY_H

#include "store/waivers.h"

/* Where a requirement stands that is not met. */
typedef enum pr_past_standing {
    PR_PAST_UNMET,
    PR_PAST_UNKNOWN,
    PR_PAST_WAIVED,
    PR_PAST_STANDINGS
} pr_past_standing;

/* An answer over one profile, to be kept. */
typedef struct pr_store_answer {
    pr_text applicant;
    const pr_store_audit *of; /* the day, the knowledge base, its programs and requirements */
    const uint8_t *verdicts;  /* by program */
    const uint8_t *standings; /* by requirement; PR_PAST_STANDINGS: it is met, or does not apply */
    const int64_t *waivers;   /* by requirement: the number of the waiver on record; 0: none */
} pr_store_answer;
preceptor_status pr_store_record(pr_store *store, const pr_store_answer *answer);

typedef struct pr_past_verdict {
    pr_text program;
    uint8_t verdict;                  /* as pr_verdict has them */
    pr_text lists[PR_PAST_STANDINGS]; /* ids of requirements, a line each */
    bool waived_told; /* an audit without waivers tells nothing of them: earlier programs kept none there */
    int before;       /* the verdict when it was told of last; -1: never */
    bool changed;     /* it, or one of the lists, is not what it was then; also where it is new */
} pr_past_verdict;

typedef enum pr_past_kind { PR_PAST_AUDIT, PR_PAST_ANSWER, PR_PAST_WAIVER, PR_PAST_REVOKED } pr_past_kind;
typedef struct pr_past_event {
    pr_past_kind kind;
    int64_t number;
    pr_text day, kb, version;
    /* Of an audit: where the record is, and why it was rejected. */
    pr_text input, error, message;
    int64_t line;
    const pr_past_verdict *verdicts; /* in the order of programs' ids */
    uint32_t verdict_count;
    pr_store_waiver waiver; /* granted or revoked */
} pr_past_event;

/* By day, and within a day in the order in which it was written. All in `arena`. */
preceptor_status pr_store_history(pr_store *store, pr_text applicant, pr_arena *arena,
                                  const pr_past_event **out, uint32_t *count);

typedef struct pr_forgotten {
    uint64_t records, answers, waivers; /* that were removed */
    bool elsewhere; /* the text of the id still stands in what is told of audits or of others */
} pr_forgotten;
/* Removes a person: nothing of it is left in the file. With `counts_only` it only tells what there is. */
preceptor_status pr_store_forget(pr_store *store, pr_text applicant, bool counts_only, pr_forgotten *out);

#endif
