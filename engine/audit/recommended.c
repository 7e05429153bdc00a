#include "audit/recommended.h"

#include "base/sort.h"

static int by_text(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

static int by_id(const void *a, const void *b) {
    const pr_recommended_fact *x = a, *y = b;
    int order = pr_text_compare(x->id, y->id);
    return order != 0 ? order : (x->fact > y->fact) - (x->fact < y->fact);
}

static pr_text text_of(pr_value v) { return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0}; }

bool pr_recommended_make(const pr_program *program, pr_recommended *out, pr_arena *arena) {
    *out = (pr_recommended){.relation = PR_NONE};
    const uint32_t number = program->roles[PR_ROLE_RECOMMENDATION];
    const pr_relation *relation = number != PR_NONE ? &program->relations[number] : NULL;
    const int slot = relation != NULL ? pr_shape_find(relation->shape, PR_TEXT("id")) : -1;
    if (slot < 0) {
        return true;
    }
    pr_recommended_fact *facts = PR_NEW_ARRAY(arena, pr_recommended_fact, relation->fact_count + 1u);
    pr_literal *literals = PR_NEW_ARRAY(arena, pr_literal, relation->fact_count + 1u);
    if (facts == NULL || literals == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        const pr_fact *fact = &program->facts[relation->facts[i]];
        facts[i] = (pr_recommended_fact){.fact = relation->facts[i], .known = fact->constant};
        facts[i].id = fact->constant ? text_of(fact->values[slot]) : (pr_text){0};
    }
    pr_sort(facts, relation->fact_count, sizeof *facts, by_id);
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        literals[i] = program->fact_literals[facts[i].fact];
    }
    *out = (pr_recommended){number, (uint32_t)slot, relation->fact_count, facts, literals};
    return true;
}

/* What the profile decides comes anywhere. */
static bool is_sorted(const pr_text *ids, uint32_t count) {
    for (uint32_t i = 1; i < count; i++) {
        if (pr_text_compare(ids[i - 1], ids[i]) > 0) {
            return false;
        }
    }
    return true;
}

bool pr_recommended_find(pr_vm *vm, const pr_recommended *all, const pr_text **out, uint32_t *out_count) {
    uint32_t count = 0, kept = 0;
    if (all->relation == PR_NONE) {
        return true;
    }
    const pr_table *table = &vm->facts.tables[all->relation];
    const size_t most = (size_t)all->count + table->tuples.count + 1;
    pr_text *ids = pr_arena_alloc(&vm->arena, most * sizeof *ids, _Alignof(pr_text));
    if (ids == NULL) {
        return false;
    }
    const uint8_t *const known = vm->literals;
    const pr_literal *const literals = all->literals;
    for (uint32_t i = 0; i < all->count; i++) {
        if (known[literals[i]] == PR_KEPT(PR_TRUE)) {
            const pr_recommended_fact *fact = &all->facts[i];
            const pr_fact *made = &vm->program->facts[fact->fact];
            ids[count++] = fact->known ? fact->id : text_of(pr_vm_value(vm, made->slots[all->slot]));
        }
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        if (table->tuples.items[i]->state == PR_TRUE) {
            ids[count++] = text_of(table->tuples.items[i]->slots[all->slot]);
        }
    }
    if (!is_sorted(ids, count)) {
        pr_sort(ids, count, sizeof *ids, by_text);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (ids[i].length > 0 && (kept == 0 || !pr_text_equal(ids[i], ids[kept - 1]))) {
            ids[kept++] = ids[i];
        }
    }
    *out = ids;
    *out_count = kept;
    return true;
}
