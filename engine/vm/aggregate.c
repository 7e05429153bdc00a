/* Counts, sums and quantifiers over a list that is known, compared with a value at hand, in one go. Whatever is not
 * plain is left to the evaluator, which comes to the same. */
#include "vm/scan.h"

enum {
    EVALUATOR = 0, /* no truth has this bit */
    UNDECIDED = PR_KEPT(PR_UNDECIDED)
};

static uint8_t of_bool(bool b) { return (uint8_t)PR_KEPT(b ? PR_TRUE : PR_FALSE); }

static uint8_t of_order(const pr_aggregate *a, pr_order order) {
    return (uint8_t)PR_KEPT(pr_vm_ordered((pr_op)a->op, order));
}

/* Of a count between two: an equality may hold in the middle while it holds at neither end. */
static uint8_t of_counts(const pr_aggregate *a, uint32_t certain, uint32_t possible, int64_t with) {
    const int64_t low = certain, high = low + possible;
    if (possible == 0) {
        return of_order(a, pr_order_of(low, with));
    }
    uint8_t at_low = of_order(a, pr_order_of(low, with)), at_high = of_order(a, pr_order_of(high, with));
    bool inside = (a->op == PR_OP_EQUAL || a->op == PR_OP_NOT_EQUAL) && low < with && with < high;
    return at_low == at_high && !inside ? at_low : (uint8_t)PR_KEPT(PR_UNDECIDED);
}

/* False where it takes the evaluator. */
static bool find_passing(pr_vm *vm, const pr_aggregate *a, const pr_list *list, pr_passing *out) {
    const pr_program *p = vm->program;
    *out = pr_scan_all(list);
    return a->iteration == PR_NONE || pr_scan_passing(vm, &p->scans[p->scan_of[a->iteration] - 1], list, out);
}

static uint8_t count_facts(pr_vm *vm, const pr_aggregate *a) {
    pr_value with = pr_vm_at_hand(vm, &a->with);
    uint32_t certain, possible;
    pr_vm_count_facts(vm, &a->facts, &certain, &possible);
    return (uint8_t)(pr_number_is_word(with) ? of_counts(a, certain, possible, with.number) : EVALUATOR);
}

/* Most lists are short. */
static uint32_t count_bits(uint64_t bits) {
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static uint8_t count(pr_vm *vm, const pr_aggregate *a, pr_passing which) {
    pr_value with = pr_vm_at_hand(vm, &a->with);
    uint32_t certain = count_bits(which.certain);
    uint32_t possible = count_bits(which.possible & ~which.certain);
    return (uint8_t)(pr_number_is_word(with) ? of_counts(a, certain, possible, with.number) : EVALUATOR);
}

static pr_value member_of(pr_value item, const pr_aggregate *a) {
    bool has_it = item.kind == PR_CONTEXT && item.context->shape == a->shape;
    return has_it ? item.context->values[a->place] : pr_null();
}

static uint8_t sum(pr_vm *vm, const pr_aggregate *a, const pr_list *list, pr_passing which) {
    pr_value with = pr_vm_at_hand(vm, &a->with), total = pr_integer(0);
    if (with.kind != PR_NUMBER || which.possible != which.certain) {
        return EVALUATOR;
    }
    if (which.certain == 0) {
        /* The sum of nothing is null, which equals no number, and has no order with one. */
        return a->op == PR_OP_EQUAL       ? of_bool(false)
               : a->op == PR_OP_NOT_EQUAL ? of_bool(true)
                                          : (uint8_t)PR_KEPT(PR_NEITHER);
    }
    for (uint64_t left = which.certain; left != 0; left &= left - 1) {
        pr_value v = member_of(list->items[__builtin_ctzll(left)], a);
        if (v.kind != PR_NUMBER) {
            return EVALUATOR;
        }
        total = pr_number_add(total, v, &vm->arena);
    }
    return total.kind == PR_NUMBER ? of_order(a, pr_order_of(pr_number_compare(total, with), 0)) : EVALUATOR;
}

static uint8_t quantified(const pr_aggregate *a, const pr_list *list, pr_passing which) {
    const uint64_t all = pr_scan_all(list).certain;
    if (a->op == PR_OP_SOME) {
        return which.certain != 0 ? of_bool(true) : which.possible != 0 ? UNDECIDED : of_bool(false);
    }
    return which.possible != all ? of_bool(false) : which.certain != all ? UNDECIDED : of_bool(true);
}

static uint8_t over_list(pr_vm *vm, const pr_aggregate *a, const pr_list *list) {
    pr_passing which;
    if (!find_passing(vm, a, list, &which)) {
        return EVALUATOR;
    }
    switch ((pr_aggregate_kind)a->kind) {
    case PR_AGGREGATE_COUNT: return count(vm, a, which);
    case PR_AGGREGATE_SUM: return sum(vm, a, list, which);
    default: return quantified(a, list, which);
    }
}

uint8_t pr_vm_aggregate(pr_vm *vm, const pr_aggregate *a) {
    if (vm->watch != NULL || !vm->strict) {
        return EVALUATOR;
    }
    if (a->kind == PR_AGGREGATE_FACTS) {
        return count_facts(vm, a);
    }
    pr_value of = pr_vm_attribute(vm, a->attribute);
    if (of.kind != PR_LIST || of.list->uncertain || of.list->count > PR_COLUMN_RECORDS ||
        vm->step_limit - vm->steps <= of.list->count) {
        return EVALUATOR;
    }
    uint8_t bits = over_list(vm, a, of.list);
    vm->steps += bits != EVALUATOR ? of.list->count : 0;
    return bits;
}
