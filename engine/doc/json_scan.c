/* Running the first stage over a text, and what it found for those who make no document of it. */
#include "doc/json.h"

/* The text where simdjson may look past its end, or NULL when out of memory. */
static const char *with_slack(pr_doc_json_parser *parser, pr_text text, size_t slack) {
    if (slack >= PR_DOC_JSON_SLACK) {
        return text.at;
    }
    size_t needed = text.length + PR_DOC_JSON_SLACK;
    if (parser->copy_capacity < needed) {
        pr_heap_free(parser->allocator, parser->copy);
        parser->copy_capacity = 0;
        parser->copy = pr_heap_alloc(parser->allocator, needed * 2);
        if (parser->copy == NULL) {
            return NULL;
        }
        parser->copy_capacity = needed * 2;
    }
    memcpy(parser->copy, text.at, text.length);
    memset(parser->copy + text.length, ' ', PR_DOC_JSON_SLACK);
    return parser->copy;
}

pr_json_result pr_json_run_stage(pr_doc_json_parser *parser, pr_text text, size_t slack, const char **bytes,
                                 const uint32_t **offsets, uint32_t *count) {
    *bytes = with_slack(parser, text, slack);
    return *bytes == NULL ? PR_JSON_NO_MEMORY
                          : pr_json_stage_run(parser->stage, *bytes, text.length, offsets, count);
}

bool pr_doc_json_find_tokens(pr_doc_json_parser *parser, const pr_source *source, size_t slack,
                             const pr_doc_limits *limits, pr_doc_json_tokens *out) {
    pr_text text = source->bytes;
    *out = (pr_doc_json_tokens){.source = source, .limits = pr_doc_limits_of(limits)};
    if (text.length == 0 || text.length >= UINT32_MAX || pr_utf8_mark(text) > 0) {
        return false;
    }
    out->escapes = memchr(text.at, '\\', text.length) != NULL;
    return pr_json_run_stage(parser, text, slack, &out->bytes, &out->offsets, &out->count) == PR_JSON_DONE;
}

bool pr_doc_json_scalar(const pr_doc_json_tokens *tokens, uint32_t token, pr_arena *arena, pr_diags *diags,
                        pr_doc_node *out) {
    uint32_t start = tokens->offsets[token];
    const pr_json_token scalar = {tokens->source, diags, start,
                                  pr_doc_json_end(tokens->bytes, start, tokens->offsets[token + 1])};
    return tokens->bytes[start] == '"' ? pr_json_quoted(&scalar, tokens->escapes, arena, out)
                                       : pr_json_literal(&scalar, out);
}
