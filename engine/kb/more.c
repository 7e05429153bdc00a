/* Entities that are told in several places: `- more: ID` adds fields to the entity of that id. So one kind of document
 * need not load what only another asks for. */
#include "kb/load.h"

static bool is_more(const pr_doc_pair *pair) { return pr_text_is(pair->key.text, "more"); }

static void say_unknown(pr_loader *loader, const pr_kb_draft *draft, const pr_doc_node *named, pr_text id) {
    if (loader->kb->lacks_entities) {
        return;
    }
    pr_diag *diag = pr_error(loader->diags, "unknown-entity", pr_doc_span(named),
                             "'%.*s' has no entity '%.*s'", PR_ARG(draft->name), PR_ARG(id));
    pr_text *ids = pr_diag_names(diag, loader->arena, draft->count + 1u);
    for (uint32_t i = 0; ids != NULL && i < draft->count; i++) {
        ids[i] = draft->entities[i]->entity.id;
    }
    pr_diag_suggest(loader->diags, diag, id, ids, draft->count);
}

/* Both mappings as one; a field stands in one place only. */
static const pr_doc_node *joined(pr_loader *loader, const pr_doc_node *first, const pr_doc_node *second) {
    pr_doc_pair *pairs = PR_NEW_ARRAY(loader->arena, pr_doc_pair, (size_t)first->count + second->count);
    pr_doc_node *node = PR_NEW(loader->arena, pr_doc_node);
    if (pairs == NULL || node == NULL) {
        return NULL;
    }
    *node = *first;
    memcpy(pairs, first->pairs, first->count * sizeof *pairs);
    for (uint32_t i = 0; i < second->count; i++) {
        const pr_doc_pair *pair = &second->pairs[i];
        const pr_doc_pair *other = pr_doc_pair_of(first, pair->key.text);
        if (other != NULL) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-key", pr_doc_span(&pair->key),
                                     "'%.*s' is given in another place", PR_ARG(pair->key.text));
            pr_diag_note(loader->diags, diag, pr_doc_span(&other->key), "there");
        } else if (!is_more(pair)) {
            pairs[node->count++] = *pair;
        }
    }
    node->pairs = pairs;
    return node;
}

bool pr_kb_join_more(pr_loader *loader, pr_kb_draft *draft) {
    for (uint32_t i = 0; i < draft->more.count; i++) {
        const pr_doc_node *node = draft->more.items[i], *named = pr_doc_get(node, "more");
        pr_text id;
        if (!pr_expect_text(named, "text, the id of an entity", &id, loader->diags)) {
            continue;
        }
        uint32_t at = pr_map_get(&draft->ids, id);
        if (at == PR_MAP_NONE) {
            say_unknown(loader, draft, named, id);
            continue;
        }
        const pr_doc_node *whole = joined(loader, draft->nodes[at], node);
        if (whole == NULL) {
            return pr_kb_no_memory(loader);
        }
        draft->nodes[at] = whole;
    }
    return true;
}
