/* Tuples that loops found, counted and tested where all of them are certain and known, without making lists or going
 * through them for each test. Whatever else there is to a relation is left to relation.c. */
#include "vm/scan.h"

/* Its tuples are all there is, and differ from each other. */
static bool is_plain(const pr_vm *vm, uint32_t relation) {
    const pr_table *table = &vm->facts.tables[relation];
    return !table->open && !table->doubtful && vm->program->relations[relation].fact_count == 0;
}

static bool is_wanted(pr_vm *vm, const pr_value *slots, const pr_value *wanted, uint32_t count) {
    const char *reason = NULL;
    bool fits = true;
    for (uint32_t i = 0; i < count && fits; i++) {
        fits = slots[i].kind == PR_STRING && wanted[i].kind == PR_STRING
                   ? pr_string_same(slots[i], wanted[i])
                   : pr_vm_compare(vm, PR_OP_EQUAL, slots[i], wanted[i], &reason) == PR_TRUE;
    }
    return fits;
}

static inline void answer(pr_vm *vm, const pr_tuple_test *test, uint8_t bits) {
    vm->kept[test->node] = bits;
    if (test->gate != PR_NONE) {
        pr_gate_set(vm->literals, test->gate, bits);
    }
}

/* How many tuples pass a filter's keys. False where that takes the evaluator. */
static bool count_by_keys(pr_vm *vm, const pr_tuple_count *of, uint32_t relation, uint32_t *count) {
    const pr_table *table = &vm->facts.tables[relation];
    pr_scanner scanner;
    pr_truth t = PR_TRUE;
    *count = table->tuples.count;
    if (of->scan == 0) {
        return true;
    }
    *count = 0;
    pr_scan_begin(vm, of->filter, &scanner);
    for (uint32_t i = 0; i < table->tuples.count && (t == PR_TRUE || t == PR_FALSE); i++) {
        const pr_context record = {vm->program->relations[relation].shape, table->tuples.items[i]->slots};
        t = pr_scan_keys(&scanner, pr_context_value(&record));
        *count += t == PR_TRUE;
    }
    return t == PR_TRUE || t == PR_FALSE;
}

static void answer_counts(pr_vm *vm, const pr_tuple_tests *all, uint32_t relation) {
    for (uint32_t i = 0; i < all->count_count; i++) {
        const pr_tuple_count *of = &all->counts[i];
        const pr_value *with = pr_vm_comparand(vm, &of->with);
        uint32_t count;
        if (with != NULL && pr_number_is_word(*with) && count_by_keys(vm, of, relation, &count)) {
            const pr_order order = pr_order_of(count, with->number);
            pr_gate_set(vm->literals, of->gate, pr_kept_bool((of->holds & PR_HOLDS(order)) != 0));
        }
    }
}

static void answer_tests(pr_vm *vm, const pr_tuple_tests *all, uint32_t relation) {
    const pr_program *p = vm->program;
    for (uint32_t i = 0; i < all->count; i++) {
        answer(vm, &all->tests[i], PR_KEPT_FALSE);
    }
    const pr_table *table = &vm->facts.tables[relation];
    const uint32_t slot_count = p->relations[relation].slot_count;
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_value *slots = table->tuples.items[i]->slots;
        uint32_t at = all->firsts[pr_slots_mark(slots, slot_count) & all->mask];
        for (; at != 0; at = all->tests[at - 1].next) {
            const pr_tuple_test *test = &all->tests[at - 1];
            if (is_wanted(vm, slots, test->wanted, slot_count)) {
                answer(vm, test, PR_KEPT_TRUE);
            }
        }
    }
}

void pr_vm_answer_tests(pr_vm *vm, uint32_t relation) {
    const pr_tuple_tests *all = vm->program->tuple_tests != NULL ? &vm->program->tuple_tests[relation] : NULL;
    if (all == NULL || !pr_vm_is_quick(vm) || !is_plain(vm, relation)) {
        return;
    }
    answer_counts(vm, all, relation);
    if (all->count > 0) {
        answer_tests(vm, all, relation);
    }
}

/* Those that pass a filter. False where that takes the whole list. */
static bool count_filtered(pr_vm *vm, pr_node_id filter, uint32_t relation, uint32_t *count) {
    const pr_node *node = pr_node_at(vm->program, filter);
    const pr_table *table = &vm->facts.tables[relation];
    const uint32_t complaints = vm->complaints.count;
    pr_scanner scanner;
    bool known = true;
    *count = 0;
    pr_scan_begin(vm, filter, &scanner);
    pr_value *outer = pr_vm_enter_frame(vm, node);
    for (uint32_t i = 0; i < table->tuples.count && known && pr_vm_step(vm); i++) {
        const pr_context record = {vm->program->relations[relation].shape, table->tuples.items[i]->slots};
        const pr_truth t = pr_scan_test(&scanner, pr_context_value(&record));
        *count += t == PR_TRUE;
        known = t != PR_UNDECIDED;
    }
    pr_vm_leave_frame(vm, node, outer);
    vm->complaints.count = known ? vm->complaints.count : complaints; /* they will come again */
    return known && vm->status == PRECEPTOR_OK;
}

static int tuple_order(const pr_value *a, const pr_value *b, uint32_t count) {
    int order = 0;
    for (uint32_t i = 0; i < count && order == 0; i++) {
        order = pr_value_sort_order(a[i], b[i]);
    }
    return order;
}

/* Few tuples, in order. */
typedef struct few {
    const pr_value *slots[PR_FEW_TUPLES];
    uint32_t count, slot_count;
} few;

static bool same_tuple(const pr_value *a, const pr_value *b, uint32_t count) {
    bool same = true;
    for (uint32_t i = 0; i < count && same; i++) {
        same = pr_value_same(a[i], b[i]);
    }
    return same;
}

/* Puts a tuple in its place; one that is there stays alone. False where there are too many, or two cannot be told
 * apart by their order. */
static bool put(few *all, const pr_value *slots) {
    uint32_t at = all->count;
    int order = 1;
    while (at > 0 && (order = tuple_order(all->slots[at - 1], slots, all->slot_count)) > 0) {
        at--;
    }
    if (at > 0 && order == 0) {
        return same_tuple(all->slots[at - 1], slots, all->slot_count);
    }
    if (all->count == PR_FEW_TUPLES) {
        return false;
    }
    for (uint32_t i = all->count++; i > at; i--) {
        all->slots[i] = all->slots[i - 1];
    }
    all->slots[at] = slots;
    return true;
}

/* Numbered facts that hold. False where some only may, or say what is not known. */
static bool put_facts(pr_vm *vm, uint32_t relation, few *all) {
    const pr_program *p = vm->program;
    const pr_relation *of = &p->relations[relation];
    for (uint32_t i = 0; i < of->fact_count; i++) {
        const pr_truth state = pr_vm_state(vm, of->facts[i]);
        if (state == PR_FALSE) {
            continue;
        }
        const pr_value *slots = state == PR_TRUE ? pr_vm_fact_slots(vm, &p->facts[of->facts[i]]) : NULL;
        for (uint32_t s = 0; slots != NULL && s < of->slot_count; s++) {
            slots = pr_value_has_unknown(slots[s]) ? NULL : slots;
        }
        if (slots == NULL || !put(all, slots)) {
            return false;
        }
    }
    return true;
}

bool pr_vm_list_tuples(pr_vm *vm, uint32_t relation, pr_value *out) {
    const pr_table *table = &vm->facts.tables[relation];
    few all = {.slot_count = vm->program->relations[relation].slot_count};
    bool plain = vm->program->tuple_tests != NULL && pr_vm_is_quick(vm) && !table->open && !table->doubtful &&
                 table->tuples.count <= PR_FEW_TUPLES && put_facts(vm, relation, &all);
    for (uint32_t i = 0; i < table->tuples.count && plain; i++) {
        plain = put(&all, table->tuples.items[i]->slots);
    }
    if (!plain) {
        return false;
    }
    pr_list *list = pr_arena_alloc(&vm->arena, sizeof *list, _Alignof(pr_list));
    pr_value *items = pr_arena_alloc(&vm->arena, sizeof *items * (all.count + 1u), _Alignof(pr_value));
    pr_context *records =
        pr_arena_alloc(&vm->arena, sizeof *records * (all.count + 1u), _Alignof(pr_context));
    if (list == NULL || items == NULL || records == NULL) {
        *out = pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return true;
    }
    for (uint32_t i = 0; i < all.count; i++) {
        records[i] = (pr_context){vm->program->relations[relation].shape, all.slots[i]};
        items[i] = pr_context_value(&records[i]);
    }
    *list = (pr_list){.count = all.count, .items = items};
    *out = pr_list_value(list);
    return true;
}

bool pr_vm_count_tuples(pr_vm *vm, pr_node_id list, uint32_t *count) {
    const pr_program *p = vm->program;
    const pr_node *node = pr_node_at(p, list);
    const bool filtered = node->op == PR_OP_FILTER;
    if (filtered && (p->nodes[p->args[node->first + 1]].flags & PR_NODE_BOOLEAN) == 0) {
        return false;
    }
    const pr_node *of = filtered ? pr_node_at(p, p->args[node->first]) : node;
    if (of->op != PR_OP_RELATION || !is_plain(vm, of->data)) {
        return false;
    }
    if (filtered) {
        return count_filtered(vm, list, of->data, count);
    }
    *count = vm->facts.tables[of->data].tuples.count;
    return true;
}
