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
        pr_truth state = pr_vm_state(vm, f);
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

const pr_needs *pr_advise_row_needs(pr_vm *vm, const pr_row *row) {
    return row->tuple != NULL ? row->tuple->needs : pr_vm_fact_needs(vm, row->fact);
}

bool pr_advise_reasons(pr_vm *vm, const pr_row *row, pr_reason_visitor *visit, void *context) {
    bool ok = true;
    if (row->fact != PR_NONE) {
        const pr_fact *fact = &vm->program->facts[row->fact];
        for (uint32_t i = 0; i < fact->body_count && ok; i++) {
            const pr_body *body = &fact->bodies[i];
            if (pr_vm_holds(vm, body->node) == row->state) {
                ok = visit(context, body->rule, body->because, body->bindings);
            }
        }
        return ok;
    }
    for (const pr_support *s = row->tuple->supports; s != NULL && ok; s = s->next) {
        const pr_loop *loop = &vm->program->loops[s->loop];
        if (s->state == row->state) {
            memcpy(vm->locals, s->locals, sizeof *s->locals * loop->level_count);
            ok = visit(context, loop->rule, loop->because, loop->bindings);
        }
    }
    return ok;
}

pr_value pr_advise_rule_sources(pr_vm *vm, pr_value all, uint32_t rule, const pr_value *bindings) {
    all = pr_advise_join_sources(vm, all, vm->program->rules[rule].sources);
    for (uint32_t i = 0; i < vm->program->rules[rule].variable_count; i++) {
        const pr_context *fields = bindings[i].kind == PR_ENTITY    ? bindings[i].entity->fields
                                   : bindings[i].kind == PR_CONTEXT ? bindings[i].context
                                                                    : NULL;
        all = pr_advise_join_sources(vm, all, pr_advise_value(fields, "sources"));
    }
    return all;
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
