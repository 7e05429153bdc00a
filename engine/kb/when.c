/* The `when` of a rule: a condition, a list of them, and any, all, not around lists. */
#include "kb/load.h"

static const char condition_what[] = "a condition, a list of conditions, or any, all or not";

static bool read_items(pr_loader *loader, const pr_doc_node *node, pr_kb_when *out);

static bool read_one(pr_loader *loader, const pr_doc_node *node, pr_kb_when *out) {
    out->origin = node->origin;
    if (node->kind == PR_DOC_LIST) {
        out->kind = PR_WHEN_ALL;
        return read_items(loader, node, out);
    }
    if (node->kind != PR_DOC_MAP) {
        out->kind = PR_WHEN_EXPRESSION;
        (void)pr_kb_expression(loader, node, condition_what, &out->source);
        return true;
    }
    return pr_kb_read_when(loader, node, out);
}

/* The items of a list, or one alone. */
static bool read_items(pr_loader *loader, const pr_doc_node *node, pr_kb_when *out) {
    bool list = node->kind == PR_DOC_LIST;
    uint32_t count = list ? node->count : 1;
    if (count == 0) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(node), "the list of conditions is empty");
    }
    pr_kb_when *items = PR_NEW_ARRAY(loader->arena, pr_kb_when, count);
    if (items == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!read_one(loader, list ? &node->items[i] : node, &items[i])) {
            return false;
        }
    }
    out->items = items;
    out->count = count;
    return true;
}

/* A condition such as `a: b` without quotes is a mapping to YAML. */
static void check_keys(pr_loader *loader, const pr_doc_node *map) {
    static const pr_text keys[] = {PR_KEY("all"), PR_KEY("any"), PR_KEY("not")};
    if (map->count == 0) {
        pr_expect_failed(map, condition_what, loader->diags);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        const pr_doc_node *key = &map->pairs[i].key;
        if (pr_text_is(key->text, "all") || pr_text_is(key->text, "any") || pr_text_is(key->text, "not")) {
            continue;
        }
        pr_diag *diag = pr_error(loader->diags, "unknown-key", pr_doc_span(key),
                                 "unknown key '%.*s' in a condition", PR_ARG(key->text));
        if (pr_text_nearest(key->text, keys, 3) >= 0) {
            pr_diag_suggest(loader->diags, diag, key->text, keys, 3);
        } else {
            pr_diag_hint(loader->diags, diag, "a condition with a colon in it is written in quotes");
        }
    }
}

bool pr_kb_read_when(pr_loader *loader, const pr_doc_node *node, pr_kb_when *out) {
    static const char *const keys[] = {"all", "any", "not"};
    static const uint8_t kinds[] = {PR_WHEN_ALL, PR_WHEN_ANY, PR_WHEN_NOT};
    *out = (pr_kb_when){.kind = PR_WHEN_ALL, .origin = node->origin};
    if (node->kind != PR_DOC_MAP) {
        return read_items(loader, node, out);
    }
    check_keys(loader, node);
    pr_kb_when *items = PR_NEW_ARRAY(loader->arena, pr_kb_when, 3);
    if (items == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (size_t i = 0; i < 3; i++) {
        const pr_doc_node *inner = pr_doc_get(node, keys[i]);
        if (inner == NULL) {
            continue;
        }
        pr_kb_when *item = &items[out->count++];
        *item = (pr_kb_when){.kind = kinds[i], .origin = inner->origin};
        if (!read_items(loader, inner, item)) {
            return false;
        }
    }
    out->items = items;
    return true;
}
