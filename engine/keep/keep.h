/* What those who keep a knowledge base ask of it: what stands in it, where its sources disagree. All output goes to a
 * buffer; a want of memory shows in its `failed`. */
#ifndef PR_KEEP_KEEP_H
#define PR_KEEP_KEEP_H

#include "report/report.h"

/* Conflicts that a word names: a kind, an id or an alias, in any case of letters; of all where it is empty. */
typedef struct pr_conflicts {
    const pr_entity *const *items;
    uint32_t count;
} pr_conflicts;
/* False without memory. The arena is for the list. */
bool pr_keep_find_conflicts(const pr_program *program, pr_text word, pr_arena *arena, pr_conflicts *out);
/* Ids, aliases and kinds: what such a word may be. */
bool pr_keep_conflict_words(const pr_program *program, pr_arena *arena, pr_text **out, uint32_t *count);
/* A kind, or nothing, which stands for all. */
bool pr_keep_is_conflict_kind(pr_text word);
void pr_keep_conflicts_text(const pr_conflicts *conflicts, const pr_view *view, pr_buf *out);
void pr_keep_conflicts_json(const pr_program *program, pr_text digest, const pr_conflicts *conflicts,
                            pr_buf *out);

#endif
