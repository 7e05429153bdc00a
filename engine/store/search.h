/* Full text search: an index in memory, made for one question. */
#ifndef PR_STORE_SEARCH_H
#define PR_STORE_SEARCH_H

#include "base/text.h"

/* What can be found: by its id and name first, then by other names, then by what it says. */
typedef struct pr_search_row {
    pr_text id, name, aliases, text;
} pr_search_row;

/* The rows in which each of the words, or a longer one that begins with it, occurs: the best first. The numbers of
 * the rows are in `arena`. NO_MEMORY; INVALID where there is no word. */
preceptor_status pr_search(const pr_search_row *rows, uint32_t count, pr_text words, pr_arena *arena,
                           uint32_t **hits, uint32_t *hit_count);

#endif
