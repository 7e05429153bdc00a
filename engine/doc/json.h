/* What the files that read JSON share. */
#ifndef PR_DOC_JSON_H
#define PR_DOC_JSON_H

#include "doc/json_simdjson.h"
#include "doc/reader.h"

#define PR_JSON_CODE "invalid-json"

/* Bytes [start, end) of a source, and where to report. */
typedef struct pr_json_token {
    const pr_source *source;
    pr_diags *diags;
    uint32_t start, end;
} pr_json_token;

/* A list or mapping that is being read. */
typedef struct pr_json_frame {
    uint32_t first; /* its first value on the stack */
    uint32_t start; /* its bracket */
    bool map;
    bool fresh; /* nothing but the bracket was read */
} pr_json_frame;

struct pr_doc_json_parser {
    const preceptor_allocator *allocator;
    pr_json_stage *stage;
    char *copy; /* of records without slack */
    size_t copy_capacity;
    pr_arena memory; /* the stacks', never reset; key checks return what they took */
    PR_VEC(pr_doc_node) values;
    PR_VEC(pr_json_frame) frames;
};

/* json_scan.c: the first stage. `*bytes`: the text, or its copy with slack. */
pr_json_result pr_json_run_stage(pr_doc_json_parser *parser, pr_text text, size_t slack, const char **bytes,
                                 const uint32_t **offsets, uint32_t *count);

static inline pr_text pr_json_text(const pr_json_token *token) {
    return (pr_text){token->source->bytes.at + token->start, token->end - token->start};
}

/* A string, quotes included in the token. Its text is borrowed from the source where nothing is escaped; `escapes`:
 * there may be something. False when an escape is wrong, which was reported, or memory is out. */
bool pr_json_quoted(const pr_json_token *token, bool escapes, pr_arena *arena, pr_doc_node *node);

/* A number, true, false or null. False when it is none of them, which was reported. */
bool pr_json_literal(const pr_json_token *token, pr_doc_node *node);

/* Reports why a text with an error in encoding or strings was refused. */
void pr_json_explain_refusal(const pr_source *source, size_t start, pr_diags *diags);

#endif
