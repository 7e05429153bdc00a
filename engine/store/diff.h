/* What is another between two audits: counts, and one by one. */
#ifndef PR_STORE_DIFF_H
#define PR_STORE_DIFF_H

#include "store/inputs.h"

enum { PR_BEFORE, PR_AFTER, PR_SIDES };

typedef struct pr_diff_side {
    pr_store *store;
    int64_t audit; /* given, 0: the last one that is whole; then its number */
    pr_text head;  /* a line on it */
    pr_text kb, version, digest, as_of;
    uint64_t records, rejected;
    uint64_t only;          /* applicants that the other one has not */
    uint64_t only_rejected; /* of those in both: rejected here, and not there */
    size_t places;          /* digits of an outcome */
    pr_input_names inputs;
} pr_diff_side;

/* How a requirement stands differently: by what its rule finds, or since a waiver counts on one side alone. */
typedef enum pr_diff_way {
    PR_DIFF_SAME,
    PR_DIFF_FOUND,
    PR_DIFF_WAIVED,        /* after */
    PR_DIFF_WAIVED_BEFORE, /* and not after */
    PR_DIFF_WAYS
} pr_diff_way;

/* By program, and by requirement of it; where a requirement is not on a side it stands in nobody's way there. */
typedef struct pr_diff_requirement {
    pr_text id;
    uint32_t places[PR_SIDES]; /* UINT32_MAX: not there */
    /* Applicants for whom this stands differently: whose verdict is another, and whose is not. */
    uint64_t changed[PR_DIFF_WAYS], otherwise[PR_DIFF_WAYS];
    pr_text rule, sources; /* what it rests on; where both say it and differ, "before -> after" */
} pr_diff_requirement;

typedef struct pr_diff_program {
    pr_text id;
    uint32_t places[PR_SIDES];         /* of the verdict; one is UINT32_MAX: it is on the other side alone */
    pr_diff_requirement *requirements; /* by id */
    uint32_t count;
    uint64_t verdicts[3][3]; /* applicants, from what to what; as pr_verdict has them */
    uint64_t bare;           /* changed, and no requirement of its own stands differently */
    pr_text rule, sources;
} pr_diff_program;

typedef struct pr_difference {
    pr_diff_side sides[PR_SIDES];
    uint64_t both;             /* applicants in both */
    uint64_t changed;          /* verdicts that are others */
    pr_diff_program *programs; /* by id */
    uint32_t program_count;
    bool same_places;
    bool by_id; /* who is who is told by id; else by the place in the pool, which is the same */
} pr_difference;

/* `sides` have their stores and audits. Of an id that occurs twice nobody can tell who is who: it counts on its side.
 * All in `arena`. INVALID: there is no such audit. The store that failed says why. */
preceptor_status pr_store_diff(pr_difference *d, pr_arena *arena);

/* A verdict that is another. */
typedef struct pr_diff_change {
    pr_text id;
    int64_t input, line; /* before */
    const pr_diff_program *program;
    uint8_t verdicts[PR_SIDES];
    pr_text outcomes[PR_SIDES];
} pr_diff_change;

/* Does it stand differently? Where it was met and is waived, or the other way round, it does not: earlier programs kept
 * both in the same way. */
pr_diff_way pr_diff_differs(const pr_text outcomes[PR_SIDES], const pr_diff_requirement *requirement);
/* Tells all, or until `tell` gives false: in the order of the pool before, or by id. What is told lives for the
 * call. */
preceptor_status pr_store_diff_each(const pr_difference *d,
                                    bool (*tell)(void *user, const pr_diff_change *change), void *user);

#endif
