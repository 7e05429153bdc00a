/* What the readers of declarations ask of a document. */
#include "schema/expect.h"

pr_span pr_expect_place(const pr_doc_node *node) {
    if (node->kind == PR_DOC_MAP && node->count > 0) {
        return pr_doc_span(&node->pairs[0].key);
    }
    return pr_doc_span(node);
}

/* A scalar that stands unquoted where text was wanted: quotes are all it lacks. */
static bool only_lacks_quotes(const pr_doc_node *node) {
    return node->plain && (node->kind == PR_DOC_NUMBER || node->kind == PR_DOC_BOOL);
}

static pr_diag *fail(const pr_doc_node *node, const char *what, pr_diags *diags) {
    pr_span place = node->kind == PR_DOC_MAP ? pr_expect_place(node) : pr_doc_span(node);
    return pr_error(diags, "wrong-type", place, "expected %s, found %s", what, pr_doc_kind_name(node));
}

void pr_expect_failed(const pr_doc_node *node, const char *what, pr_diags *diags) {
    (void)fail(node, what, diags);
}

/* year:3, which YAML takes for text. Addresses have a colon, too. */
static bool lacks_blank(const pr_doc_node *node) {
    pr_text text = node->text;
    for (size_t i = 1; node->kind == PR_DOC_STRING && node->plain && i + 1 < text.length; i++) {
        if (text.at[i] == ':') {
            return text.at[i + 1] != '/';
        }
    }
    return false;
}

static bool is_in_brackets(const pr_doc_node *node) {
    return node->origin.source->bytes.at[node->origin.start] == '{';
}

bool pr_expect_map(const pr_doc_node *node, const char *what, pr_diags *diags) {
    if (node->kind == PR_DOC_MAP) {
        return true;
    }
    pr_diag *diag = fail(node, what, diags);
    if (node->kind == PR_DOC_NULL && node->text.length == 0) {
        pr_diag_hint(diags, diag,
                     "what belongs to a key stands below it, indented further; else leave the key out");
    } else if (lacks_blank(node)) {
        pr_diag_hint(diags, diag, "a key is followed by ': ' and its value");
    }
    return false;
}

/* Can the text stand in a list as it is? */
static bool stands_alone(const pr_doc_node *node) {
    enum { SHOWN = 40 };
    if (!node->plain || node->text.length == 0 || node->text.length > SHOWN) {
        return false;
    }
    for (size_t i = 0; i < node->text.length; i++) {
        if ((unsigned char)node->text.at[i] < ' ' || strchr(",:[]{}", node->text.at[i]) != NULL) {
            return false;
        }
    }
    return true;
}

bool pr_expect_list(const pr_doc_node *node, const char *what, pr_diags *diags) {
    if (node->kind == PR_DOC_LIST) {
        return true;
    }
    pr_diag *diag = fail(node, what, diags);
    if (node->kind == PR_DOC_MAP && !is_in_brackets(node)) {
        pr_diag_hint(diags, diag, "each item of a list begins with '- '");
    } else if (node->kind == PR_DOC_NULL && node->text.length == 0) {
        pr_diag_hint(diags, diag, "items of a list begin with '- '; a list without any is written []");
    } else if (node->kind != PR_DOC_NULL && stands_alone(node)) {
        pr_diag_hint(diags, diag, "a list of one is written [%.*s]", PR_ARG(node->text));
    }
    return false;
}

bool pr_expect_text(const pr_doc_node *node, const char *what, pr_text *out, pr_diags *diags) {
    if (node->kind != PR_DOC_STRING) {
        pr_span place = node->kind == PR_DOC_MAP ? pr_expect_place(node) : pr_doc_span(node);
        pr_diag *diag =
            pr_error(diags, "wrong-type", place, "expected %s, found %s", what, pr_doc_kind_name(node));
        if (only_lacks_quotes(node)) {
            pr_diag_hint(diags, diag, "write it in quotes: \"%.*s\"", PR_ARG(node->text));
        }
        return false;
    }
    if (pr_text_trim(node->text).length == 0) {
        pr_error(diags, "wrong-value", pr_doc_span(node), "expected %s, found empty text", what);
        return false;
    }
    *out = node->text;
    return true;
}

void pr_expect_suggest(pr_diags *diags, pr_diag *diag, pr_text name, const pr_text *known, size_t count) {
    enum { SHOWN = 14 };
    if (diag == NULL) {
        return;
    }
    if (known == NULL || pr_text_nearest(name, known, count) >= 0 || count == 0 || count > SHOWN) {
        pr_diag_suggest(diags, diag, name, known, count);
        return;
    }
    pr_text list = {0};
    for (size_t i = 0; i < count; i++) {
        list = pr_text_format(&diags->arena, "%.*s%s%.*s", PR_ARG(list), i > 0 ? ", " : "", PR_ARG(known[i]));
    }
    pr_diag_hint(diags, diag, "the keys are %.*s", PR_ARG(list));
}

bool pr_expect_keys(const pr_doc_node *map, const char *what, const pr_text *known, size_t count,
                    pr_diags *diags) {
    bool good = true;
    for (uint32_t i = 0; i < map->count; i++) {
        const pr_doc_node *key = &map->pairs[i].key;
        size_t k = 0;
        while (k < count && !pr_text_equal(known[k], key->text)) {
            k++;
        }
        if (k == count) {
            pr_diag *diag = pr_error(diags, "unknown-key", pr_doc_span(key), "unknown key '%.*s' in %s",
                                     PR_ARG(key->text), what);
            pr_expect_suggest(diags, diag, key->text, known, count);
            good = false;
        }
    }
    return good;
}

const pr_doc_node *pr_expect_key(const pr_doc_node *map, const char *what, const char *key, pr_diags *diags) {
    const pr_doc_node *value = pr_doc_get(map, key);
    if (value == NULL) {
        pr_error(diags, "missing-key", pr_expect_place(map), "%s needs '%s'", what, key);
    }
    return value;
}
