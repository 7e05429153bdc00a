/* A document as one line of text, for tests: {key: value, ...}, [item, ...], "text", n:number, true, null. */
#ifndef TESTS_UNIT_DOC_OUTLINE_H
#define TESTS_UNIT_DOC_OUTLINE_H

#include "unit/support.h"

#include "doc/doc.h"

static inline void outline_scalar(pr_buf *out, const pr_doc_node *node) {
    switch (node->kind) {
    case PR_DOC_NULL: pr_buf_string(out, "null"); break;
    case PR_DOC_BOOL: pr_buf_string(out, node->boolean ? "true" : "false"); break;
    case PR_DOC_NUMBER: pr_buf_printf(out, "n:%.*s", PR_ARG(node->text)); break;
    default:
        pr_buf_char(out, '"');
        pr_buf_text(out, node->text);
        pr_buf_char(out, '"');
    }
}

/* `places`: with [start-end] after each value. */
static inline void outline(pr_buf *out, const pr_doc_node *node, bool places) {
    if (node->kind == PR_DOC_LIST) {
        for (uint32_t i = 0; i < node->count; i++) {
            pr_buf_string(out, i == 0 ? "[" : ", ");
            outline(out, &node->items[i], places);
        }
        pr_buf_string(out, node->count == 0 ? "[]" : "]");
    } else if (node->kind == PR_DOC_MAP) {
        for (uint32_t i = 0; i < node->count; i++) {
            pr_buf_string(out, i == 0 ? "{" : ", ");
            outline(out, &node->pairs[i].key, places);
            pr_buf_string(out, ": ");
            outline(out, &node->pairs[i].value, places);
        }
        pr_buf_string(out, node->count == 0 ? "{}" : "}");
    } else {
        outline_scalar(out, node);
    }
    if (places) {
        pr_buf_printf(out, "@%u-%u", node->origin.start, node->origin.end);
    }
}

static inline const pr_doc_node *read_text(fixture *f, pr_source *source, pr_doc_format format) {
    return pr_doc_read(source, format, NULL, &f->arena, &f->diags);
}

#endif
