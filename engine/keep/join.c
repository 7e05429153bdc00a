/* What a knowledge base has for all kinds of documents, seen as one program: each thing once, where it says most. */
#include "keep/parts.h"

#include <stdlib.h>

/* Where several tell of an entity, the one that all its files belong to tells most. */
static uint32_t fields_told(const pr_entity *e) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < e->fields->shape->count; i++) {
        told += pr_keep_is_empty(e->fields->values[i]) ? 0u : 1u;
    }
    return told;
}

static int by_id(const void *a, const void *b) {
    const pr_entity *x = *(const pr_entity *const *)a, *y = *(const pr_entity *const *)b;
    return pr_text_compare(x->id, y->id);
}

/* Of entities sorted by id those of one id become one. */
static uint32_t keep_fullest(const pr_entity **entities, uint32_t count) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !pr_text_equal(entities[kept - 1]->id, entities[i]->id)) {
            entities[kept++] = entities[i];
        } else if (fields_told(entities[i]) > fields_told(entities[kept - 1])) {
            entities[kept - 1] = entities[i];
        }
    }
    return kept;
}

static const pr_collection *collection_named(const pr_program *p, pr_text name) {
    for (uint32_t i = 0; i < p->collection_count; i++) {
        if (pr_text_equal(p->collections[i].name, name)) {
            return &p->collections[i];
        }
    }
    return NULL;
}

/* All of one name. Its origins and map of ids are not joined: entities know theirs by their own program. */
static pr_collection join_collection(const pr_program *const *programs, uint32_t count,
                                     const pr_collection *first, pr_arena *arena) {
    pr_collection out = {.name = first->name, .role = first->role, .schema = first->schema};
    PR_VEC(const pr_entity *) all = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < count; i++) {
        const pr_collection *c = collection_named(programs[i], first->name);
        for (uint32_t k = 0; ok && c != NULL && k < c->entity_count; k++) {
            ok = PR_PUSH(arena, &all, c->entities[k]);
        }
    }
    if (ok && all.count > 0) {
        qsort(all.items, all.count, sizeof *all.items, by_id);
        out.entities = all.items;
        out.entity_count = keep_fullest(all.items, all.count);
    }
    return out;
}

static int by_name(const void *a, const void *b) {
    return pr_text_compare(((const pr_collection *)a)->name, ((const pr_collection *)b)->name);
}

static bool join_collections(const pr_program *const *programs, uint32_t count, pr_arena *arena,
                             pr_program *out) {
    PR_VEC(pr_collection) all = {0};
    bool ok = true;
    for (uint32_t i = 0; ok && i < count; i++) {
        for (uint32_t k = 0; ok && k < programs[i]->collection_count; k++) {
            const pr_collection *c = &programs[i]->collections[k];
            bool seen = false;
            for (uint32_t before = 0; before < i; before++) {
                seen = seen || collection_named(programs[before], c->name) != NULL;
            }
            ok = seen || PR_PUSH(arena, &all, join_collection(programs, count, c, arena));
        }
    }
    if (ok && all.count > 0) {
        qsort(all.items, all.count, sizeof *all.items, by_name);
    }
    out->collections = all.items;
    out->collection_count = all.count;
    return ok;
}

/* The same for what is declared: `LIST` of the programs, by the text `KEY` of its items. */
#define JOIN_LIST(NAME, TYPE, LIST, COUNT, KEY) \
    static bool NAME(const pr_program *const *programs, uint32_t count, pr_arena *arena, pr_program *out) { \
        PR_VEC(TYPE) all = {0}; \
        bool ok = true; \
        for (uint32_t i = 0; ok && i < count; i++) { \
            for (uint32_t k = 0; ok && k < programs[i]->COUNT; k++) { \
                bool seen = false; \
                for (uint32_t s = 0; s < all.count; s++) { \
                    seen = seen || pr_text_equal(all.items[s].KEY, programs[i]->LIST[k].KEY); \
                } \
                ok = seen || PR_PUSH(arena, &all, programs[i]->LIST[k]); \
            } \
        } \
        out->LIST = all.items; \
        out->COUNT = all.count; \
        return ok; \
    }

JOIN_LIST(join_attributes, pr_attribute, attributes, vocabulary_count, path)
JOIN_LIST(join_parameters, pr_parameter, parameters, parameter_count, name)
JOIN_LIST(join_relations, pr_relation, relations, relation_count, name)
JOIN_LIST(join_rules, pr_rule, rules, rule_count, id)

void pr_keep_join(const pr_program *const *programs, uint32_t count, pr_arena *arena, pr_program *out) {
    *out = *programs[0];
    if (count > 1) {
        bool ok = join_collections(programs, count, arena, out) &&
                  join_attributes(programs, count, arena, out) &&
                  join_parameters(programs, count, arena, out) &&
                  join_relations(programs, count, arena, out) && join_rules(programs, count, arena, out);
        if (!ok) {
            *out = *programs[0];
        }
    }
}

bool pr_keep_has(const pr_program *program, const pr_entity *entity) {
    return entity->collection < program->collection_count &&
           entity->index < program->collections[entity->collection].entity_count &&
           program->collections[entity->collection].entities[entity->index] == entity;
}
