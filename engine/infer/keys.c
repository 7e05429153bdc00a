#include "infer/keys.h"

#include "base/sort.h"

/* A certain fact, and the rule that concludes it. */
typedef struct keyed {
    const pr_relation *relation;
    const pr_value *slots;
    uint32_t rule;
} keyed;

static int by_key(const void *a, const void *b) {
    const keyed *x = a, *y = b;
    int order = 0;
    for (uint32_t i = 0; i < x->relation->key_count && order == 0; i++) {
        uint32_t slot = x->relation->key[i];
        order = pr_value_sort_order(x->slots[slot], y->slots[slot]);
    }
    for (uint32_t i = 0; i < x->relation->slot_count && order == 0; i++) {
        order = pr_value_sort_order(x->slots[i], y->slots[i]);
    }
    return order != 0 ? order : x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool same_key(const keyed *x, const keyed *y) {
    for (uint32_t i = 0; i < x->relation->key_count; i++) {
        uint32_t slot = x->relation->key[i];
        if (!pr_value_same(x->slots[slot], y->slots[slot])) {
            return false;
        }
    }
    return true;
}

/* Of recommendations the highest priority is shown. What is not known may prove equal. */
static bool may_differ(const keyed *x, const keyed *y, uint32_t slot) {
    bool priority =
        x->relation->role == PR_ROLE_RECOMMENDATION && pr_text_is(x->relation->slots[slot].name, "priority");
    return priority || pr_value_same(x->slots[slot], y->slots[slot]) ||
           pr_value_has_unknown(x->slots[slot]) || pr_value_has_unknown(y->slots[slot]);
}

static int slot_that_differs(const keyed *x, const keyed *y) {
    for (uint32_t s = 0; s < x->relation->slot_count; s++) {
        if (!may_differ(x, y, s)) {
            return (int)s;
        }
    }
    return -1;
}

static uint32_t rule_of(pr_vm *vm, const pr_fact *fact) {
    for (uint32_t i = 0; i < fact->body_count; i++) {
        if (pr_vm_holds(vm, fact->bodies[i].node) == PR_TRUE) {
            return fact->bodies[i].rule;
        }
    }
    return fact->bodies[0].rule;
}

static bool is_vague(pr_vm *vm, const pr_fact *fact, uint32_t slots) {
    for (uint32_t s = 0; s < slots && !fact->constant; s++) {
        if (pr_vm_is_vague(vm, fact->slots[s])) {
            return true;
        }
    }
    return false;
}

/* A text that says "not known" somewhere may still become another, so it contradicts nothing. */
static uint32_t collect(pr_vm *vm, uint32_t number, keyed *rows) {
    const pr_relation *relation = &vm->program->relations[number];
    const pr_table *table = &vm->facts.tables[number];
    uint32_t count = 0;
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        const pr_fact *fact = &vm->program->facts[relation->facts[i]];
        bool certain = pr_vm_state(vm, relation->facts[i]) == PR_TRUE;
        if (certain && !is_vague(vm, fact, relation->slot_count)) {
            const pr_value *slots = pr_vm_fact_slots(vm, fact);
            if (slots == NULL) {
                return 0;
            }
            rows[count++] = (keyed){relation, slots, rule_of(vm, fact)};
        }
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *t = table->tuples.items[i];
        if (t->state == PR_TRUE && !t->vague) {
            rows[count++] = (keyed){relation, t->slots, vm->program->loops[t->loop].rule};
        }
    }
    return count;
}

static pr_text printed(pr_vm *vm, pr_value value) {
    enum { LONGEST = 60 };
    pr_buf buf;
    pr_buf_init(&buf, vm->allocator);
    pr_value_print_literal(value, &buf);
    pr_text whole = pr_buf_view(&buf), cut = pr_utf8_cut(whole, LONGEST);
    pr_text text = pr_text_format(&vm->arena, "%.*s%s", PR_ARG(cut), cut.length < whole.length ? "..." : "");
    pr_buf_release(&buf);
    return text;
}

static void report(pr_vm *vm, const keyed *x, const keyed *y, uint32_t slot, pr_diags *diags) {
    const pr_relation *relation = x->relation;
    const pr_rule *one = &vm->program->rules[x->rule], *two = &vm->program->rules[y->rule];
    pr_text key = {0};
    for (uint32_t i = 0; i < relation->key_count; i++) {
        pr_text part = printed(vm, x->slots[relation->key[i]]);
        key = pr_text_format(&vm->arena, "%.*s%s%.*s", PR_ARG(key), i > 0 ? ", " : "", PR_ARG(part));
    }
    pr_diag *diag =
        pr_error(diags, "key-conflict", pr_origin_whole(&two->origin),
                 "with this profile, two facts of '%.*s' have the key %.*s and differ in '%.*s': %.*s (rule "
                 "'%.*s') and %.*s (rule '%.*s')",
                 PR_ARG(relation->name), PR_ARG(key), PR_ARG(relation->slots[slot].name),
                 PR_ARG(printed(vm, x->slots[slot])), PR_ARG(one->id), PR_ARG(printed(vm, y->slots[slot])),
                 PR_ARG(two->id));
    if (x->rule != y->rule) {
        pr_diag_note(diags, diag, pr_origin_whole(&one->origin), "the first comes from this rule");
    }
    pr_diag_hint(diags, diag,
                 "facts of one key are shown as one: whoever keeps the rules must make them equal, or give "
                 "them different keys");
}

static bool agree(pr_vm *vm, uint32_t number, pr_diags *diags) {
    const pr_relation *relation = &vm->program->relations[number];
    uint32_t most = relation->fact_count + vm->facts.tables[number].tuples.count;
    keyed *rows = pr_arena_alloc(&vm->arena, sizeof *rows * (most + 1u), _Alignof(keyed));
    if (rows == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return true;
    }
    uint32_t count = collect(vm, number, rows);
    bool good = true;
    pr_sort(rows, count, sizeof *rows, by_key);
    for (uint32_t i = 1; i < count; i++) {
        int slot = same_key(&rows[i - 1], &rows[i]) ? slot_that_differs(&rows[i - 1], &rows[i]) : -1;
        good = good && slot < 0;
        if (slot >= 0 && diags != NULL) {
            report(vm, &rows[i - 1], &rows[i], (uint32_t)slot, diags);
        }
    }
    return good;
}

bool pr_infer_keys(pr_vm *vm, pr_diags *diags) {
    bool good = true;
    for (uint32_t r = 0; r < vm->program->relation_count && vm->status == PRECEPTOR_OK; r++) {
        if (vm->program->relations[r].may_conflict) {
            good = agree(vm, r, diags) && good;
        }
    }
    return good;
}
