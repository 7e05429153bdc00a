/* What the readers of declarations ask of a document, with the messages that belong to it. */
#ifndef PR_SCHEMA_EXPECT_H
#define PR_SCHEMA_EXPECT_H

#include "doc/doc.h"

/* A key in a static table. */
#define PR_KEY(literal) \
    { (literal), sizeof(literal) - 1 }

/* The place to show for something that a mapping lacks: its first key, or the whole when it is empty. */
pr_span pr_expect_place(const pr_doc_node *node);

/* "expected WHAT, found a list". WHAT has its article: "a mapping of names to types". */
void pr_expect_failed(const pr_doc_node *node, const char *what, pr_diags *diags);
bool pr_expect_map(const pr_doc_node *node, const char *what, pr_diags *diags);
bool pr_expect_list(const pr_doc_node *node, const char *what, pr_diags *diags);
/* Text that is not empty; a scalar that YAML reads as something else gets the hint to quote it. */
bool pr_expect_text(const pr_doc_node *node, const char *what, pr_text *out, pr_diags *diags);

/* Reports every key that is not among the known ones, with the nearest. `what` as in "unknown key 'x' in a
 * rule". */
bool pr_expect_keys(const pr_doc_node *map, const char *what, const pr_text *known, size_t count,
                    pr_diags *diags);
/* Hints at the nearest of the known names, or, where none is near and they are few, at all of them as keys. */
void pr_expect_suggest(pr_diags *diags, pr_diag *diag, pr_text name, const pr_text *known, size_t count);
/* The value of a key, or NULL after reporting "a rule needs 'then'". */
const pr_doc_node *pr_expect_key(const pr_doc_node *map, const char *what, const char *key, pr_diags *diags);

#endif
