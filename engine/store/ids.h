/* Ids that occur more than once, without a store: a temporary SQLite file, which sorts on the disk with little memory
 * however many ids there are. */
#ifndef PR_STORE_IDS_H
#define PR_STORE_IDS_H

#include "base/buf.h"
#include "store/store.h"

typedef struct pr_ids pr_ids;

/* An id, and the records that have it. */
typedef struct pr_repeated {
    pr_text id;
    uint64_t records;
    struct {
        uint64_t input, line;
    } first, last;
} pr_repeated;

/* NULL only when out of memory; otherwise close it in any case. IO: pr_ids_wrong says why. */
preceptor_status pr_ids_open(const preceptor_allocator *allocator, pr_ids **out);
void pr_ids_close(pr_ids *ids);
const char *pr_ids_wrong(const pr_ids *ids);
/* One more to `out`, for pr_ids_add. */
void pr_ids_pack(pr_text id, uint64_t line, pr_buf *out);
preceptor_status pr_ids_add(pr_ids *ids, uint64_t input, pr_text packed);
/* Those of most records first; `out` has room for `most`, the texts are in `arena`. `*total`: how many there are. */
preceptor_status pr_ids_repeated(pr_ids *ids, pr_arena *arena, pr_repeated *out, uint32_t most,
                                 uint32_t *count, uint64_t *total);
/* The same of the audit that a store is writing, which keeps all rows. */
preceptor_status pr_store_repeated(pr_store *store, pr_arena *arena, pr_repeated *out, uint32_t most,
                                   uint32_t *count, uint64_t *total);

#endif
