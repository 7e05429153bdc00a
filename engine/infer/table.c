#include "infer/table.h"

static inline bool same_value(pr_value a, pr_value b) {
    return a.kind == PR_STRING && b.kind == PR_STRING ? pr_string_same(a, b) : pr_value_same(a, b);
}

static bool same_slots(const pr_value *a, const pr_value *b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (!same_value(a[i], b[i])) {
            return false;
        }
    }
    return true;
}

static bool grow(pr_vm *vm, pr_table *table, uint32_t slot_count) {
    uint32_t count = table->slot_count == 0 ? PR_FEW_TUPLES * 4 : table->slot_count * 2;
    uint32_t *slots = PR_NEW_ARRAY(&vm->arena, uint32_t, count);
    if (slots == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        pr_tuple *tuple = table->tuples.items[i];
        if (tuple->partial) {
            continue;
        }
        tuple->hash = table->slot_count == 0 ? pr_vm_slots_hash(tuple->slots, slot_count) : tuple->hash;
        uint32_t at = (uint32_t)tuple->hash & (count - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (count - 1);
        }
        slots[at] = i + 1;
    }
    table->slots = slots;
    table->slot_count = count;
    return true;
}

/* The place of an equal tuple of known slots, from another round or another rule; or the free one where it would be. */
static uint32_t *find_tuple(const pr_table *table, const pr_value *slots, uint32_t count, uint64_t hash) {
    uint32_t at = (uint32_t)hash & (table->slot_count - 1);
    for (; table->slots[at] != 0; at = (at + 1) & (table->slot_count - 1)) {
        const pr_tuple *t = table->tuples.items[table->slots[at] - 1];
        if (t->hash == hash && same_slots(t->slots, slots, count)) {
            break;
        }
    }
    return &table->slots[at];
}

static pr_tuple *find_among_few(const pr_table *table, const pr_value *slots, uint32_t count) {
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        pr_tuple *t = table->tuples.items[i];
        if (!t->partial && same_slots(t->slots, slots, count)) {
            return t;
        }
    }
    return NULL;
}

/* Tuple and slots are one object. */
static pr_tuple *add(pr_vm *vm, const pr_found *found, const pr_value *slots, bool partial) {
    pr_table *table = &vm->facts.tables[found->relation];
    const uint32_t count = vm->program->relations[found->relation].slot_count;
    pr_tuple *added = pr_arena_alloc(&vm->arena, sizeof *added + count * sizeof *slots, _Alignof(pr_tuple));
    if (added == NULL || !PR_PUSH(&vm->arena, &table->tuples, added)) {
        return NULL;
    }
    pr_value *kept = (pr_value *)(added + 1);
    for (uint32_t i = 0; i < count; i++) {
        kept[i] = slots[i];
    }
    *added = (pr_tuple){.slots = kept,
                        .state = (uint8_t)found->state,
                        .partial = partial,
                        .loop = found->loop,
                        .stamp = vm->facts.clock};
    table->doubtful = table->doubtful || partial || found->state != PR_TRUE;
    return added;
}

pr_tuple *pr_table_keep(pr_vm *vm, const pr_found *found, const pr_value *slots, bool *added) {
    pr_table *table = &vm->facts.tables[found->relation];
    const uint32_t count = vm->program->relations[found->relation].slot_count;
    if (table->tuples.count + 1 < PR_FEW_TUPLES) {
        pr_tuple *same = find_among_few(table, slots, count);
        *added = same == NULL;
        return same != NULL ? same : add(vm, found, slots, false);
    }
    if ((table->tuples.count + 1) * 2 > table->slot_count && !grow(vm, table, count)) {
        return NULL;
    }
    const uint64_t hash = pr_vm_slots_hash(slots, count);
    uint32_t *place = find_tuple(table, slots, count, hash);
    *added = *place == 0;
    if (*place != 0) {
        return table->tuples.items[*place - 1];
    }
    pr_tuple *made = add(vm, found, slots, false);
    if (made != NULL) {
        made->hash = hash;
        *place = table->tuples.count;
    }
    return made;
}

pr_tuple *pr_table_keep_partial(pr_vm *vm, const pr_found *found, const pr_value *slots) {
    vm->facts.tables[found->relation].partial_count++;
    return add(vm, found, slots, true);
}
