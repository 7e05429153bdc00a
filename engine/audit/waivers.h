/* Waivers on record, by whom they are for. Immutable once made; shared by workers. */
#ifndef PR_AUDIT_WAIVERS_H
#define PR_AUDIT_WAIVERS_H

#include "profile/profile.h"

typedef struct pr_waiver_book {
    pr_map owners;             /* id -> the number of the first that is theirs */
    const pr_text *whose;      /* by number, in the order of owners */
    const pr_granted *granted; /* the same; each owner's in the order of their numbers on record */
    uint32_t count;
} pr_waiver_book;

/* `granted` are in the order of their numbers; texts are borrowed. False when out of memory. */
bool pr_waiver_book_make(pr_waiver_book *book, const pr_text *owners, const pr_granted *granted,
                         uint32_t count, pr_arena *arena);
/* Gives a profile those that are on record for its id; those that it claims stay with `claims` only. False when out of
 * memory. */
bool pr_waiver_book_apply(const pr_waiver_book *book, pr_profile *profile, bool claims);
/* Of all that is in it: two books that differ have another one. */
uint64_t pr_waiver_book_check(const pr_waiver_book *book);

#endif
