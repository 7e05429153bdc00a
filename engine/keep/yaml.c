/* Documents as YAML. */
#include "keep/import.h"

enum { INDENT = 2 };

/* Is it what YAML reads, without quotes, as this text? */
static bool is_word(pr_text text) {
    pr_doc_node node = {.text = text};
    bool word = text.length > 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        word = word && (letter || (i > 0 && c != '\0' && strchr("0123456789-_", c) != NULL));
    }
    if (word) {
        pr_doc_plain(&node);
    }
    return word && node.kind == PR_DOC_STRING;
}

static void write_scalar(const pr_doc_node *node, pr_buf *out) {
    if (node->kind != PR_DOC_STRING || is_word(node->text)) {
        pr_buf_text(out, node->kind == PR_DOC_NULL ? PR_TEXT("null") : node->text);
    } else {
        pr_json_string(node->text, out);
    }
}

static void begin_line(unsigned indent, pr_buf *out) {
    pr_buf_char(out, '\n');
    for (unsigned i = 0; i < indent; i++) {
        pr_buf_char(out, ' ');
    }
}

static void write_key(const pr_doc_node *key, pr_buf *out) {
    pr_doc_node text = {.kind = PR_DOC_STRING, .text = key->text};
    write_scalar(&text, out);
    pr_buf_char(out, ':');
}

static bool is_block(const pr_doc_node *node) {
    bool block = node->kind == PR_DOC_MAP && node->count > 0;
    for (uint32_t i = 0; node->kind == PR_DOC_LIST && i < node->count; i++) {
        block = block || node->items[i].kind == PR_DOC_MAP || node->items[i].kind == PR_DOC_LIST;
    }
    return block;
}

static void write_node(const pr_doc_node *node, unsigned indent, bool first_inline, pr_buf *out);

static void write_value(const pr_doc_node *value, unsigned indent, pr_buf *out) {
    if (!is_block(value)) {
        pr_buf_char(out, ' ');
    }
    write_node(value, indent, false, out);
}

/* `first_inline`: the first key stands behind a dash that was written. */
static void write_map(const pr_doc_node *node, unsigned indent, bool first_inline, pr_buf *out) {
    for (uint32_t i = 0; i < node->count; i++) {
        if (i > 0 || !first_inline) {
            begin_line(indent, out);
        }
        write_key(&node->pairs[i].key, out);
        write_value(&node->pairs[i].value, indent + INDENT, out);
    }
}

static void write_list(const pr_doc_node *node, unsigned indent, pr_buf *out) {
    for (uint32_t i = 0; i < node->count; i++) {
        begin_line(indent, out);
        pr_buf_string(out, "- ");
        write_node(&node->items[i], indent + INDENT, true, out);
    }
}

static void write_flow(const pr_doc_node *node, pr_buf *out) {
    pr_buf_char(out, '[');
    for (uint32_t i = 0; i < node->count; i++) {
        pr_buf_string(out, i > 0 ? ", " : "");
        write_scalar(&node->items[i], out);
    }
    pr_buf_char(out, ']');
}

static void write_node(const pr_doc_node *node, unsigned indent, bool first_inline, pr_buf *out) {
    if (node->kind == PR_DOC_MAP) {
        write_map(node, indent, first_inline, out);
    } else if (node->kind == PR_DOC_LIST && is_block(node)) {
        write_list(node, indent, out);
    } else if (node->kind == PR_DOC_LIST) {
        write_flow(node, out);
    } else {
        write_scalar(node, out);
    }
}

void pr_yaml_write(const pr_doc_node *node, pr_buf *out) {
    write_node(node, 0, true, out);
    pr_buf_char(out, '\n');
}

bool pr_yaml_same(const pr_doc_node *a, const pr_doc_node *b) {
    bool same = a->kind == b->kind && a->count == b->count;
    if (same && a->kind == PR_DOC_MAP) {
        for (uint32_t i = 0; same && i < a->count; i++) {
            same = pr_text_equal(a->pairs[i].key.text, b->pairs[i].key.text) &&
                   pr_yaml_same(&a->pairs[i].value, &b->pairs[i].value);
        }
    } else if (same && a->kind == PR_DOC_LIST) {
        for (uint32_t i = 0; same && i < a->count; i++) {
            same = pr_yaml_same(&a->items[i], &b->items[i]);
        }
    } else if (same && a->kind != PR_DOC_NULL) {
        same = pr_text_equal(a->text, b->text);
    }
    return same;
}
