/* Where a profile says what the records of its lists say: looked up in the document once someone asks. */
#include "profile/matcher.h"

typedef struct locator {
    const pr_profile *profile;
    const pr_matcher *matcher;
    pr_item_places *all; /* by attribute number */
    pr_arena *arena;
} locator;

/* An item by itself, and, of a record, its members. */
static const pr_origin *places_of(const locator *l, const pr_attribute *list, const pr_doc_node *item) {
    const pr_schema *element = list->schema->element;
    const pr_shape *shape = element->kind == PR_SCHEMA_RECORD ? element->shape : NULL;
    pr_origin *places = PR_NEW_ARRAY(l->arena, pr_origin, (shape != NULL ? shape->count : 0) + 1u);
    if (places == NULL) {
        return NULL;
    }
    places[0] = item->origin;
    for (uint32_t i = 0; shape != NULL && item->kind == PR_DOC_MAP && i < item->count; i++) {
        int position = pr_shape_find(shape, item->pairs[i].key.text);
        if (position >= 0) {
            places[position + 1] = item->pairs[i].value.origin;
        }
    }
    return places;
}

static bool locate_list(const locator *l, uint32_t attribute, const pr_doc_node *node) {
    const pr_attribute *list = &l->profile->program->attributes[attribute];
    l->all[attribute] = (pr_item_places){0};
    if (node == NULL || node->kind != PR_DOC_LIST || list->schema->kind != PR_SCHEMA_LIST) {
        return true;
    }
    const pr_origin **items = PR_NEW_ARRAY(l->arena, const pr_origin *, node->count + 1u);
    for (uint32_t i = 0; items != NULL && i < node->count; i++) {
        items[i] = places_of(l, list, &node->items[i]);
        if (items[i] == NULL) {
            return false;
        }
    }
    l->all[attribute] = (pr_item_places){items, node->count};
    return items != NULL;
}

static bool locate_group(const locator *l, const pr_path *group, const pr_doc_node *map) {
    bool ok = true;
    for (uint32_t i = 0; ok && i < map->count; i++) {
        const pr_doc_node *value = &map->pairs[i].value;
        const pr_path *path = pr_path_find(l->matcher, group, map->pairs[i].key.text);
        if (path != NULL && path->attribute != PR_NONE) {
            ok = locate_list(l, path->attribute, value);
        } else if (path != NULL && value->kind == PR_DOC_MAP) {
            ok = locate_group(l, path, value);
        }
    }
    return ok;
}

static bool locate_assigned(const locator *l, const pr_assigned *a) {
    if (a->record == 0) {
        return locate_list(l, a->attribute, a->value);
    }
    const pr_item_places *of = &l->all[a->attribute];
    if (a->record > of->count) {
        return true;
    }
    const uint32_t width = l->profile->program->attributes[a->attribute].schema->element->shape->count;
    pr_origin *places = PR_NEW_ARRAY(l->arena, pr_origin, width + 1u);
    if (places == NULL) {
        return false;
    }
    memcpy(places, of->items[a->record - 1], (width + 1u) * sizeof *places);
    places[a->position + 1] = a->value != NULL ? a->value->origin : (pr_origin){0};
    of->items[a->record - 1] = places;
    return true;
}

const pr_item_places *pr_profile_locate(const pr_profile *profile, const pr_doc_node *root,
                                        const pr_matcher *matcher, pr_arena *arena) {
    const locator l = {profile, matcher,
                       PR_NEW_ARRAY(arena, pr_item_places, profile->program->attribute_count + 1u), arena};
    bool ok =
        l.all != NULL && (root == NULL || root->kind != PR_DOC_MAP || locate_group(&l, matcher->paths, root));
    for (uint32_t i = 0; ok && i < profile->assigned.count; i++) {
        ok = locate_assigned(&l, &profile->assigned.items[i]);
    }
    return ok ? l.all : NULL;
}
