/* The type of a plain scalar by YAML 1.2's core schema, without hexadecimal and octal numbers, infinities
 * and NaN, which nobody means in rules or profiles: they are text. */
#include "doc/yaml.h"

static bool one_of(pr_text text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (pr_text_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

static size_t digits(pr_text text, size_t at) {
    while (at < text.length && text.at[at] >= '0' && text.at[at] <= '9') {
        at++;
    }
    return at;
}

static size_t sign(pr_text text, size_t at) {
    return at < text.length && (text.at[at] == '+' || text.at[at] == '-') ? at + 1 : at;
}

/* [-+]? ( [0-9]+ ( \. [0-9]* )? | \. [0-9]+ ) ( [eE] [-+]? [0-9]+ )? */
static bool is_number(pr_text text) {
    size_t start = sign(text, 0), at = digits(text, start), whole = at - start;
    if (at < text.length && text.at[at] == '.') {
        size_t fraction = at + 1;
        at = digits(text, fraction);
        if (whole == 0 && at == fraction) {
            return false;
        }
    } else if (whole == 0) {
        return false;
    }
    if (at < text.length && (text.at[at] == 'e' || text.at[at] == 'E')) {
        size_t exponent = sign(text, at + 1);
        at = digits(text, exponent);
        return at > exponent && at == text.length;
    }
    return at == text.length;
}

void pr_doc_plain(pr_doc_node *node) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};
    node->plain = true;
    node->kind = PR_DOC_STRING;
    /* Nearly all scalars are told from all that is no string by this. */
    if (node->text.length > 0 && strchr("~nNtTfF+-.0123456789", node->text.at[0]) == NULL) {
        return;
    }
    if (one_of(node->text, nulls, 5)) {
        node->kind = PR_DOC_NULL;
    } else if (one_of(node->text, trues, 3) || one_of(node->text, falses, 3)) {
        node->kind = PR_DOC_BOOL;
        node->boolean = (node->text.at[0] | 0x20) == 't';
    } else if (is_number(node->text)) {
        node->kind = PR_DOC_NUMBER;
    }
}
