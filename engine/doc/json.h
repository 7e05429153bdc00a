/* What the files that read JSON share. */
#ifndef PR_DOC_JSON_H
#define PR_DOC_JSON_H

#include "doc/reader.h"

#define PR_JSON_CODE "invalid-json"

/* Bytes [start, end) of a source, and where to report. */
typedef struct pr_json_token {
    const pr_source *source;
    pr_diags *diags;
    uint32_t start, end;
} pr_json_token;

static inline pr_text pr_json_text(const pr_json_token *token) {
    return (pr_text){token->source->bytes.at + token->start, token->end - token->start};
}

/* The text of a string token, quotes included in the token. Borrowed from the source where nothing is
 * escaped. False when an escape is wrong, which was reported, or memory is out. */
bool pr_json_read_string(const pr_json_token *token, pr_arena *arena, pr_text *out);

/* A number, true, false or null: sets kind and boolean. False when it is none of them, which was reported. */
bool pr_json_literal(const pr_json_token *token, pr_doc_node *node);

/* Reports why a text with an error in encoding or strings was refused. */
void pr_json_explain_refusal(const pr_source *source, size_t start, pr_diags *diags);

#endif
