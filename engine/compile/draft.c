/* Numbered facts under construction: one for each distinct tuple of slots. */
#include "base/limits.h"
#include "compile/build.h"

static uint64_t slots_hash(uint64_t seed, uint32_t relation, const pr_node_id *slots, uint32_t count) {
    uint64_t hash = (seed ^ relation) * 0x9e3779b97f4a7c15u + 1;
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ slots[i]) * 0xbf58476d1ce4e5b9u;
        hash ^= hash >> 31;
    }
    return hash;
}

static uint32_t find(const pr_build *b, uint32_t relation, const pr_node_id *slots, uint32_t count,
                     uint64_t hash) {
    uint32_t mask = b->draft_slot_count - 1;
    uint32_t slot = (uint32_t)hash & mask;
    while (b->draft_slots[slot] != 0) {
        const pr_draft *d = &b->drafts.items[b->draft_slots[slot] - 1];
        if (d->hash == hash && d->relation == relation &&
            memcmp(d->slots, slots, count * sizeof *slots) == 0) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static bool grow(pr_build *b) {
    uint32_t count = b->draft_slot_count == 0 ? 256 : b->draft_slot_count * 2;
    uint32_t *slots = PR_NEW_ARRAY(&b->drafting, uint32_t, count);
    if (slots == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < b->drafts.count; i++) {
        uint32_t slot = (uint32_t)b->drafts.items[i].hash & (count - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = i + 1;
    }
    b->draft_slots = slots;
    b->draft_slot_count = count;
    return true;
}

static uint32_t make(pr_build *b, uint32_t relation, const pr_node_id *slots, uint32_t count, uint64_t hash) {
    pr_draft d = {.relation = relation, .hash = hash, .constant = true};
    d.slots = PR_NEW_ARRAY(b->arena, pr_node_id, count + 1u);
    d.values = PR_NEW_ARRAY(b->arena, pr_value, count + 1u);
    if (d.slots == NULL || d.values == NULL) {
        return PR_NONE;
    }
    for (uint32_t i = 0; i < count; i++) {
        d.slots[i] = slots[i];
        d.constant = pr_graph_value(&b->graph, slots[i], &d.values[i]) && d.constant;
    }
    return PR_PUSH(&b->drafting, &b->drafts, d) ? b->drafts.count - 1 : PR_NONE;
}

uint32_t pr_draft_nodes(pr_build *b, uint32_t relation, const pr_node_id *slots) {
    uint32_t count = b->kb->relations.items[relation].slot_count;
    if ((b->drafts.count + 1) * 2 > b->draft_slot_count && !grow(b)) {
        b->failed = true;
        return PR_NONE;
    }
    uint64_t hash = slots_hash(b->graph.seed, relation, slots, count);
    uint32_t slot = find(b, relation, slots, count, hash);
    if (b->draft_slots[slot] == 0) {
        if (make(b, relation, slots, count, hash) == PR_NONE) {
            b->failed = true;
            return PR_NONE;
        }
        b->draft_slots[slot] = b->drafts.count;
    }
    return b->draft_slots[slot] - 1;
}

uint32_t pr_draft_constant(pr_build *b, uint32_t relation, const pr_value *values) {
    pr_node_id slots[PR_LIMIT_SLOTS] = {0};
    uint32_t count = b->kb->relations.items[relation].slot_count;
    for (uint32_t i = 0; i < count && i < PR_LIMIT_SLOTS; i++) {
        slots[i] = pr_graph_constant(&b->graph, values[i]);
        if (slots[i] == PR_NONE) {
            return PR_NONE;
        }
    }
    return count <= PR_LIMIT_SLOTS ? pr_draft_nodes(b, relation, slots) : PR_NONE;
}

bool pr_draft_support(pr_build *b, uint32_t draft, pr_body body) {
    pr_draft *d = draft != PR_NONE ? &b->drafts.items[draft] : NULL;
    if (d != NULL && d->bodies.capacity == 0) {
        /* Most facts have one body, and there may be a million: no room for more yet. */
        d->bodies.items = PR_NEW(b->arena, pr_body);
        d->bodies.capacity = d->bodies.items != NULL;
    }
    if (d == NULL || !PR_PUSH(b->arena, &d->bodies, body)) {
        b->failed = true;
        return false;
    }
    return true;
}
