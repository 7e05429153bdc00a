/* Tuples of relations that play a role, and sources. */
#include "advise/parts.h"

uint32_t pr_advise_rows(pr_vm *vm, pr_role role, pr_row **out) {
    uint32_t number = vm->program->roles[role], count = 0;
    *out = NULL;
    if (number == PR_NONE) {
        return 0;
    }
    const pr_relation *relation = &vm->program->relations[number];
    const pr_table *table = &vm->facts.tables[number];
    pr_row *rows = PR_NEW_ARRAY(&vm->arena, pr_row, relation->fact_count + table->tuples.count + 1u);
    for (uint32_t i = 0; rows != NULL && i < relation->fact_count; i++) {
        uint32_t f = relation->facts[i];
        pr_truth state = (pr_truth)vm->facts.states[f];
        const pr_value *slots = state != PR_FALSE ? pr_vm_fact_slots(vm, &vm->program->facts[f]) : NULL;
        if (slots != NULL) {
            rows[count++] = (pr_row){.slots = slots, .state = state, .fact = f};
        }
    }
    for (uint32_t i = 0; rows != NULL && i < table->tuples.count; i++) {
        const pr_tuple *t = table->tuples.items[i];
        rows[count++] = (pr_row){.slots = t->slots, .state = (pr_truth)t->state, .fact = PR_NONE, .tuple = t};
    }
    *out = rows;
    return count;
}

pr_value pr_advise_slot(const pr_vm *vm, pr_role role, const pr_row *row, const char *slot) {
    const pr_relation *relation = &vm->program->relations[vm->program->roles[role]];
    int at = pr_shape_find(relation->shape, pr_text_of(slot));
    return at >= 0 ? row->slots[at] : pr_null();
}

pr_value pr_advise_join_sources(pr_vm *vm, pr_value a, pr_value b) {
    uint32_t na = a.kind == PR_LIST ? a.list->count : 0, nb = b.kind == PR_LIST ? b.list->count : 0;
    if (nb == 0 || na == 0) {
        return nb == 0 ? a : b;
    }
    pr_value *items = PR_NEW_ARRAY(&vm->arena, pr_value, na + nb);
    uint32_t count = 0;
    for (uint32_t i = 0; items != NULL && i < na + nb; i++) {
        pr_value v = i < na ? a.list->items[i] : b.list->items[i - na];
        bool seen = false;
        for (uint32_t k = 0; k < count && !seen; k++) {
            seen = pr_value_same(items[k], v);
        }
        if (!seen) {
            items[count++] = v;
        }
    }
    const pr_list *list = items != NULL ? pr_list_make(items, count, &vm->arena) : NULL;
    return list != NULL ? pr_list_value(list) : a;
}

typedef PR_VEC(pr_caveat) caveats;

static bool add_listed(pr_vm *vm, caveats *all, pr_value list) {
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        const pr_value *item = &list.list->items[i];
        if (item->kind != PR_CONTEXT) {
            continue;
        }
        pr_caveat c = {pr_advise_field(item->context, "kind"), pr_advise_field(item->context, "text"),
                       pr_advise_value(item->context, "sources")};
        if (!PR_PUSH(&vm->arena, all, c)) {
            return false;
        }
    }
    return true;
}

static const pr_entity *source_of(const pr_vm *vm, pr_value source) {
    if (vm->program->sources == PR_NONE || source.kind != PR_CONTEXT) {
        return NULL;
    }
    const pr_collection *c = &vm->program->collections[vm->program->sources];
    pr_value doc = pr_advise_value(source.context, "doc");
    pr_text id = doc.kind == PR_ENTITY   ? doc.entity->id
                 : doc.kind == PR_STRING ? pr_string_text(doc)
                                         : (pr_text){0};
    uint32_t at = pr_map_get(&c->ids, id);
    return at != PR_MAP_NONE ? c->entities[at] : NULL;
}

/* A source that nobody has compared for longer than the knowledge base allows. */
static bool add_stale(pr_vm *vm, caveats *all, pr_value sources) {
    for (uint32_t i = 0; sources.kind == PR_LIST && i < sources.list->count; i++) {
        const pr_entity *e = source_of(vm, sources.list->items[i]);
        pr_value checked = e != NULL ? pr_advise_value(e->fields, "checked") : pr_null();
        if (checked.kind != PR_DATE || vm->program->stale_after.kind == PR_NULL) {
            continue;
        }
        pr_value limit = pr_temporal_add(checked, vm->program->stale_after, &vm->arena);
        if (limit.kind != PR_DATE || limit.number >= vm->as_of) {
            continue;
        }
        pr_text day = pr_advise_say_value(vm, checked);
        pr_caveat c = {PR_TEXT("stale"),
                       pr_text_format(&vm->arena, "%.*s was last compared with its source on %.*s.",
                                      PR_ARG(e->id), PR_ARG(day)),
                       pr_null()};
        bool seen = false;
        for (uint32_t k = 0; k < all->count && !seen; k++) {
            seen = pr_text_equal(all->items[k].text, c.text);
        }
        if (!seen && !PR_PUSH(&vm->arena, all, c)) {
            return false;
        }
    }
    return true;
}

bool pr_advise_caveats(pr_vm *vm, pr_advice_verdict *v) {
    caveats all = {0};
    bool ok = add_listed(vm, &all, pr_advise_value(v->subject->entity->fields, "caveats"));
    ok = ok && add_stale(vm, &all, v->sources);
    for (uint32_t i = 0; ok && i < v->requirement_count; i++) {
        ok = add_listed(vm, &all, pr_advise_value(v->requirements[i].requirement->fields, "caveats"));
        ok = ok && add_stale(vm, &all, v->requirements[i].sources);
    }
    v->caveats = all.items;
    v->caveat_count = all.count;
    return ok;
}
