/* For messages about scalars. */
#ifndef PR_SCHEMA_SUGGEST_H
#define PR_SCHEMA_SUGGEST_H

#include "schema/schema.h"

/* A text in a message: the whole when it is short, else its beginning and "...". */
typedef struct pr_shown_text {
    pr_text text;
    const char *dots;
} pr_shown_text;
pr_shown_text pr_schema_shown(pr_text text);

/* Hints at what would mend a scalar that is not of the type, where that can be told. */
void pr_schema_suggest(const pr_schema *schema, const pr_doc_node *node, pr_diag *diag, pr_arena *arena,
                       pr_diags *diags);

#endif
