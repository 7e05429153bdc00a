/* Entities by their ids, before anything refers to them. */
#include "kb/load.h"

#include <stdlib.h>

static bool is_id(pr_text id) {
    for (size_t i = 0; i < id.length; i++) {
        char c = id.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80) != 0;
        if (!letter && !(c >= '0' && c <= '9') && (i == 0 || strchr("-_.", c) == NULL)) {
            return false;
        }
    }
    return id.length > 0;
}

bool pr_kb_read_id(pr_loader *loader, const pr_doc_node *map, const char *what, const char *key, pr_text *out,
                   pr_origin *origin) {
    const pr_doc_node *node = pr_expect_key(map, what, key, loader->diags);
    if (node == NULL || !pr_expect_text(node, "text, an id", out, loader->diags)) {
        return false;
    }
    *origin = node->origin;
    if (!is_id(*out)) {
        pr_error(loader->diags, "bad-id", pr_doc_span(node),
                 "'%.*s' is no id: one is made of letters, digits, hyphens, underscores and points",
                 PR_ARG(*out));
        return false;
    }
    return true;
}

/* An entity as it stands in its section. */
typedef struct found_entity {
    pr_text id;
    pr_origin origin;
    const pr_doc_node *node;
    uint32_t order;
} found_entity;

typedef struct found_entities {
    found_entity *items;
    uint32_t count, capacity;
} found_entities;

static int compare_found(const void *a, const void *b) {
    const found_entity *x = a, *y = b;
    int order = pr_text_compare(x->id, y->id);
    return order != 0 ? order : (x->order < y->order ? -1 : x->order > y->order);
}

/* One item of a section. Without a good id it is kept aside, so that what else is wrong with it is told too. */
static bool find_entity(pr_loader *loader, pr_kb_draft *draft, const char *what, const pr_doc_node *node,
                        found_entities *out) {
    found_entity found = {.node = node, .order = out->count};
    if (!pr_expect_map(node, "a mapping, an entity", loader->diags)) {
        return true;
    }
    if (pr_doc_get(node, "more") != NULL && pr_doc_get(node, "id") == NULL) {
        return PR_PUSH(loader->arena, &draft->more, node) || pr_kb_no_memory(loader);
    }
    bool good = pr_kb_read_id(loader, node, what, "id", &found.id, &found.origin)
                    ? PR_PUSH(loader->arena, out, found)
                    : PR_PUSH(loader->arena, &draft->others, node);
    return good || pr_kb_no_memory(loader);
}

static bool find_entities(pr_loader *loader, pr_kb_draft *draft, found_entities *out) {
    pr_text what = pr_text_format(loader->arena, "an entity of '%.*s'", PR_ARG(draft->name));
    if (what.at == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t s = 0; s < draft->sections.count; s++) {
        const pr_doc_node *list = &draft->sections.items[s]->value;
        if (!pr_expect_list(list, "a list of entities", loader->diags)) {
            continue;
        }
        for (uint32_t i = 0; i < list->count; i++) {
            if (!find_entity(loader, draft, what.at, &list->items[i], out)) {
                return false;
            }
        }
    }
    if (out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, compare_found);
    }
    return true;
}

static bool add_entity(pr_loader *loader, pr_kb_draft *draft, uint32_t collection,
                       const found_entity *found) {
    pr_kb_entity *entity = PR_NEW(loader->arena, pr_kb_entity);
    if (entity == NULL || !pr_map_put(&draft->ids, found->id, draft->count)) {
        return pr_kb_no_memory(loader);
    }
    entity->origin = found->origin;
    entity->entity =
        (pr_entity){.id = found->id, .name = found->id, .collection = collection, .index = draft->count};
    draft->nodes[draft->count] = found->node;
    draft->entities[draft->count++] = entity;
    return true;
}

static bool identify(pr_loader *loader, uint32_t collection) {
    pr_kb_draft *draft = &loader->drafts.items[collection];
    found_entities found = {0};
    pr_map_init(&draft->ids, loader->arena);
    if (!find_entities(loader, draft, &found)) {
        return false;
    }
    draft->entities = PR_NEW_ARRAY(loader->arena, pr_kb_entity *, found.count);
    draft->nodes = PR_NEW_ARRAY(loader->arena, const pr_doc_node *, found.count);
    if (draft->entities == NULL || draft->nodes == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < found.count; i++) {
        uint32_t first = pr_map_get(&draft->ids, found.items[i].id);
        if (first != PR_MAP_NONE) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-id", pr_origin_whole(&found.items[i].origin),
                                     "'%.*s' has two entities with the id '%.*s'", PR_ARG(draft->name),
                                     PR_ARG(found.items[i].id));
            pr_diag_note(loader->diags, diag, pr_origin_whole(&draft->entities[first]->origin), "first here");
            if (!PR_PUSH(loader->arena, &draft->others, found.items[i].node)) {
                return pr_kb_no_memory(loader);
            }
        } else if (!add_entity(loader, draft, collection, &found.items[i])) {
            return false;
        }
    }
    return pr_kb_join_more(loader, draft);
}

bool pr_kb_identify(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        if (!identify(loader, i)) {
            return false;
        }
    }
    return true;
}
