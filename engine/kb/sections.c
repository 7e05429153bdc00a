/* The sections of all files, sorted by kind. */
#include "kb/load.h"

#include <stdlib.h>

const char *const pr_kb_section_names[PR_SECTION_COUNT_OF] = {
    "types", "vocabulary", "derived", "functions", "parameters", "collections", "relations", "rules",
};

uint32_t pr_kb_section_of(pr_text name) {
    uint32_t i = 0;
    while (i < PR_SECTION_COUNT_OF && !pr_text_is(name, pr_kb_section_names[i])) {
        i++;
    }
    return i;
}

bool pr_kb_sort_sections(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->files.count; i++) {
        const pr_doc_node *root = loader->files.items[i].root;
        if (root == NULL) {
            continue;
        }
        if (!pr_expect_map(root, "a mapping of sections", loader->diags)) {
            pr_kb_lose(loader, NULL);
            continue;
        }
        for (uint32_t k = 0; k < root->count; k++) {
            const pr_doc_pair *pair = &root->pairs[k];
            if (!PR_PUSH(loader->arena, &loader->sections[pr_kb_section_of(pair->key.text)], pair)) {
                return pr_kb_no_memory(loader);
            }
        }
    }
    return true;
}

static void unknown_section(pr_loader *loader, const pr_doc_node *key) {
    pr_diag *diag =
        pr_error(loader->diags, "unknown-key", pr_doc_span(key), "unknown section '%.*s'", PR_ARG(key->text));
    uint32_t count = loader->drafts.count;
    pr_text *names = pr_diag_names(diag, loader->arena, (size_t)count + PR_SECTION_COUNT_OF);
    if (names == NULL) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = loader->drafts.items[i].name;
    }
    for (uint32_t i = 0; i < PR_SECTION_COUNT_OF; i++) {
        names[count + i] = pr_text_of(pr_kb_section_names[i]);
    }
    if (pr_text_nearest(key->text, names, (size_t)count + PR_SECTION_COUNT_OF) >= 0) {
        pr_diag_suggest(loader->diags, diag, key->text, names, (size_t)count + PR_SECTION_COUNT_OF);
    } else {
        pr_diag_hint(loader->diags, diag, "a collection of entities is declared under 'collections'");
    }
}

bool pr_kb_assign_sections(pr_loader *loader) {
    const pr_kb_pairs *others = &loader->sections[PR_SECTION_COUNT_OF];
    for (uint32_t i = 0; i < others->count; i++) {
        const pr_doc_pair *pair = others->items[i];
        uint32_t collection = pr_kb_find_collection(loader, pair->key.text);
        if (collection == PR_NONE32 && loader->lacks[PR_SECTION_COLLECTIONS]) {
            continue;
        }
        if (collection == PR_NONE32) {
            unknown_section(loader, &pair->key);
        } else if (!PR_PUSH(loader->arena, &loader->drafts.items[collection].sections, pair)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}

/* A pair and when it was met, so that of two equal names the one that is read first comes first. */
typedef struct gathered {
    const pr_doc_pair *pair;
    uint32_t order;
} gathered;

static int compare_gathered(const void *a, const void *b) {
    const gathered *x = a, *y = b;
    int order = pr_text_compare(x->pair->key.text, y->pair->key.text);
    return order != 0 ? order : (x->order < y->order ? -1 : x->order > y->order);
}

static bool keep_first(pr_loader *loader, const char *what, const gathered *all, uint32_t count,
                       pr_kb_pairs *out) {
    for (uint32_t i = 0; i < count; i++) {
        const pr_doc_pair *pair = all[i].pair, *last = out->count > 0 ? out->items[out->count - 1] : NULL;
        if (last != NULL && pr_text_equal(last->key.text, pair->key.text)) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-name", pr_doc_span(&pair->key),
                                     "the %s '%.*s' is declared twice", what, PR_ARG(pair->key.text));
            pr_diag_note(loader->diags, diag, pr_doc_span(&last->key), "first here");
        } else if (!PR_PUSH(loader->arena, out, pair)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}

bool pr_kb_gather(pr_loader *loader, pr_kb_section section, const char *what, pr_kb_pairs *out) {
    struct {
        gathered *items;
        uint32_t count, capacity;
    } all = {0};
    *out = (pr_kb_pairs){0};
    const pr_kb_pairs *sections = &loader->sections[section];
    for (uint32_t i = 0; i < sections->count; i++) {
        const pr_doc_node *map = &sections->items[i]->value;
        if (!pr_expect_map(map, "a mapping of names", loader->diags)) {
            continue;
        }
        for (uint32_t k = 0; k < map->count; k++) {
            if (!PR_PUSH(loader->arena, &all, (gathered){&map->pairs[k], all.count})) {
                return pr_kb_no_memory(loader);
            }
        }
    }
    if (all.count > 0) {
        qsort(all.items, all.count, sizeof *all.items, compare_gathered);
    }
    return keep_first(loader, what, all.items, all.count, out);
}
