/* What the files of keep share. */
#ifndef PR_KEEP_PARTS_H
#define PR_KEEP_PARTS_H

#include "keep/keep.h"
#include "report/citation.h"
#include "report/head.h"
#include "report/text.h"

/* A field of an entity or a record; null where it has none. */
pr_value pr_keep_value(const pr_context *context, const char *name);
/* The same as text; empty where it is none. */
pr_text pr_keep_text(const pr_context *context, const char *name);
/* Null, or a list without items: not shown. */
bool pr_keep_is_empty(pr_value value);
/* The collection of a role, or NULL. */
const pr_collection *pr_keep_collection(const pr_program *program, const char *role);
/* Letters of ASCII in either case are the same. */
bool pr_keep_same_word(pr_text a, pr_text b);
/* Is `word` the entity's id, name or alias? */
bool pr_keep_is_called(const pr_entity *entity, pr_text word);
/* schema and kb: the head of what tells of a knowledge base alone. */
void pr_keep_write_head(pr_jw *w, const pr_program *program, pr_text digest, const char *schema);

#endif
