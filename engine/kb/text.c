/* Texts that a person will be shown: one sentence, short enough for a line or two. */
#include "kb/load.h"

enum { LONGEST_TEXT = 140, SHORTEST_WORD = 3 };

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80) != 0;
}

/* The point of "Dr. Who", "e.g. this" or "U.S. Army" ends no sentence: the word before it is short or has
 * points inside. */
static bool ends_sentence(pr_text text, size_t at) {
    if (text.at[at] != '.') {
        return true;
    }
    size_t start = at;
    while (start > 0 && (is_letter(text.at[start - 1]) || text.at[start - 1] == '.')) {
        start--;
    }
    return at - start >= SHORTEST_WORD && memchr(text.at + start, '.', at - start) == NULL;
}

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

/* Where a second sentence begins, or the length. */
static size_t second_sentence(pr_text text) {
    for (size_t i = 0; i + 2 < text.length; i++) {
        bool stop = text.at[i] == '.' || text.at[i] == '!' || text.at[i] == '?';
        if (stop && text.at[i + 1] == ' ' && is_capital(text.at[i + 2]) && ends_sentence(text, i)) {
            return i + 2;
        }
    }
    return text.length;
}

void pr_kb_judge_text(pr_loader *loader, const pr_doc_node *node) {
    /* Characters are never more than bytes, and most texts are short. */
    size_t length = node->text.length > LONGEST_TEXT ? pr_utf8_count(node->text) : node->text.length;
    if (length > LONGEST_TEXT) {
        pr_diag *diag = pr_warn(loader->diags, "long-text", pr_doc_span(node),
                                "the text has %zu characters, more than %d", length, LONGEST_TEXT);
        pr_diag_hint(loader->diags, diag, "say the rest in 'detail'");
        return;
    }
    size_t second = second_sentence(node->text);
    if (second < node->text.length) {
        pr_diag *diag =
            pr_warn(loader->diags, "long-text", pr_origin_span(&node->origin, second, node->text.length),
                    "the text is more than one sentence");
        pr_diag_hint(loader->diags, diag, "say the rest in 'detail'");
    }
}
