/* Hashes for tables in memory. Whoever writes a file cannot choose texts that all fall into one place of a table: the
 * seed differs from run to run, and of texts that are not known to have one hash none are found without it. So a hash
 * is never kept, nor anything ordered by it. */
#ifndef PR_BASE_HASH_H
#define PR_BASE_HASH_H

#include "base/text.h"

/* The same in one run, another in the next. */
uint64_t pr_hash_seed(void);
/* SipHash-1-3. */
uint64_t pr_hash_text(pr_text a, uint64_t seed);

#endif
