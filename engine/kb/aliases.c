/* Aliases of subjects: whoever asks by one must mean one entity. Case does not count, as where they are looked up. */
#include "kb/load.h"

/* What someone may type, in lower case: an id, a name or an alias. */
typedef struct calling {
    const pr_kb_entity *entity;
    const pr_doc_node *node;
} calling;

typedef struct callings {
    pr_map numbers;
    PR_VEC(calling) items;
} callings;

static pr_text lower(pr_loader *loader, pr_text text) {
    char *copy = pr_arena_alloc(loader->arena, text.length + 1, 1);
    for (size_t i = 0; copy != NULL && i < text.length; i++) {
        char c = text.at[i];
        copy[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (pr_text){copy, copy != NULL ? text.length : 0};
}

/* The first that is called so stays; what comes second as an alias is told, where it means another entity. */
static bool add(pr_loader *loader, callings *all, calling c, bool alias) {
    if (c.node == NULL || c.node->kind != PR_DOC_STRING) {
        return true;
    }
    pr_text key = lower(loader, c.node->text);
    uint32_t at = key.at != NULL ? pr_map_get(&all->numbers, key) : PR_MAP_NONE;
    if (at == PR_MAP_NONE) {
        bool kept = key.at != NULL && pr_map_put(&all->numbers, key, all->items.count) &&
                    PR_PUSH(loader->arena, &all->items, c);
        return kept || pr_kb_no_memory(loader);
    }
    const calling *first = &all->items.items[at];
    if (alias && first->entity != c.entity) {
        pr_diag *diag = pr_error(loader->diags, "ambiguous-alias", pr_doc_span(c.node),
                                 "the alias '%.*s' of '%.*s' means '%.*s', too", PR_ARG(c.node->text),
                                 PR_ARG(c.entity->entity.id), PR_ARG(first->entity->entity.id));
        pr_diag_note(loader->diags, diag, pr_doc_span(first->node), "that is called so here");
    }
    return true;
}

static bool add_entity(pr_loader *loader, callings *all, const pr_kb_entity *entity, const pr_doc_node *node,
                       bool aliases) {
    if (!aliases) {
        return add(loader, all, (calling){entity, pr_doc_get(node, "id")}, false) &&
               add(loader, all, (calling){entity, pr_doc_get(node, "name")}, false);
    }
    const pr_doc_node *list = pr_doc_get(node, "aliases");
    for (uint32_t i = 0; list != NULL && list->kind == PR_DOC_LIST && i < list->count; i++) {
        if (!add(loader, all, (calling){entity, &list->items[i]}, true)) {
            return false;
        }
    }
    return true;
}

bool pr_kb_check_aliases(pr_loader *loader) {
    callings all = {0};
    pr_map_init(&all.numbers, loader->arena);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t d = 0; d < loader->drafts.count; d++) {
            const pr_kb_draft *draft = &loader->drafts.items[d];
            for (uint32_t i = 0; pr_text_is(draft->role, "subject") && i < draft->count; i++) {
                if (!add_entity(loader, &all, draft->entities[i], draft->nodes[i], pass == 1)) {
                    return false;
                }
            }
        }
    }
    return true;
}
