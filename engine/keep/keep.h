/* What those who keep a knowledge base ask of it: what stands in it, where its sources disagree. All output goes to a
 * buffer; a want of memory shows in its `failed`. */
#ifndef PR_KEEP_KEEP_H
#define PR_KEEP_KEEP_H

#include "base/vec.h"
#include "kb/kb.h"
#include "report/report.h"

/* Something that is listed: an entity, or what is declared in another section (`entity` is NULL). */
typedef struct pr_keep_item {
    pr_text id, name, collection;
    const pr_entity *entity;
} pr_keep_item;
typedef PR_VEC(pr_keep_item) pr_keep_items;

/* What programs of one knowledge base, each for a kind of document, have together, as far as the functions below
 * look at it: each thing once, an entity as the program has it that tells most. It borrows from them and from the
 * arena; without memory it is the first of them. */
void pr_keep_join(const pr_program *const *programs, uint32_t count, pr_arena *arena, pr_program *out);
/* Is the entity one of this very program? */
bool pr_keep_has(const pr_program *program, const pr_entity *entity);

/* The entities of a collection; those of `attributes`, `parameters`, `relations`, `rules`; of an empty name the
 * collections with how many each holds. Nothing where there is no such collection. False without memory. */
bool pr_keep_list(const pr_program *program, pr_text collection, pr_arena *arena, pr_keep_items *out);
/* Everything in whose names or texts each of the words occurs, the best first. INVALID: there is no word. */
preceptor_status pr_keep_search(const pr_program *program, pr_text words, pr_arena *arena,
                                pr_keep_items *out);
void pr_keep_list_text(const pr_keep_items *items, bool collections, const pr_view *view, pr_buf *out);
void pr_keep_list_json(const pr_program *program, pr_text digest, const pr_keep_items *items, pr_buf *out);
/* The entities of an id, else of a name or alias; COLLECTION:ID tells those of one id apart. */
bool pr_keep_find(const pr_program *program, pr_text word, pr_arena *arena, pr_keep_items *out);
/* Entities that name this one, anywhere in their fields, by collection and id. False without memory. */
bool pr_keep_named_by(const pr_program *all, pr_text collection, pr_text id, pr_arena *arena,
                      pr_keep_items *out);
/* `named_by`: shown below its fields. */
void pr_keep_show_text(const pr_program *program, const pr_kb *kb, const pr_entity *entity,
                       const pr_keep_items *named_by, const pr_view *view, pr_buf *out);
void pr_keep_show_json(const pr_program *program, const pr_kb *kb, pr_text digest, const pr_entity *entity,
                       pr_buf *out);

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
