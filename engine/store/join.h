/* What the files that join shards' stores share: the shard is attached as "shard". */
#ifndef PR_STORE_JOIN_H
#define PR_STORE_JOIN_H

#include "store/db.h"

/* join_people.c: takes over waivers, answers and in which order they came. `*told` is what a person must know, a line
 * each, in the store's arena. */
preceptor_status pr_join_people(pr_store *store, pr_text *told);

#endif
