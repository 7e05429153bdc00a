/* Counts, sums and quantifiers over a list that is known, compared with a value at hand, in one go. Whatever is not
 * plain is left to the evaluator, which comes to the same. */
#include "vm/scan.h"

enum { EVALUATOR = 0 }; /* no truth has this bit */

static uint8_t of_bool(bool b) { return (uint8_t)PR_KEPT(b ? PR_TRUE : PR_FALSE); }

static uint8_t of_order(const pr_aggregate *a, pr_order order) {
    return (uint8_t)PR_KEPT(pr_vm_ordered((pr_op)a->op, order));
}

static pr_order order_of(int64_t a, int64_t b) { return a < b ? PR_LESS : a > b ? PR_GREATER : PR_EQUAL; }

/* Of a count between two: an equality may hold in the middle while it holds at neither end. */
static uint8_t of_counts(const pr_aggregate *a, uint32_t certain, uint32_t possible, int64_t with) {
    const int64_t low = certain, high = low + possible;
    uint8_t at_low = of_order(a, order_of(low, with)), at_high = of_order(a, order_of(high, with));
    bool inside = (a->op == PR_OP_EQUAL || a->op == PR_OP_NOT_EQUAL) && low < with && with < high;
    return at_low == at_high && !inside ? at_low : (uint8_t)PR_KEPT(PR_UNDECIDED);
}

static inline pr_truth test(pr_scanner *s, pr_value item) {
    return s != NULL ? pr_scan_keys(s, item) : PR_TRUE;
}

static uint8_t count_facts(pr_vm *vm, const pr_aggregate *a) {
    pr_value with = pr_vm_at_hand(vm, &a->with);
    uint32_t certain, possible;
    pr_vm_count_facts(vm, &a->facts, &certain, &possible);
    return (uint8_t)(pr_number_is_word(with) ? of_counts(a, certain, possible, with.number) : EVALUATOR);
}

static uint8_t count(pr_vm *vm, const pr_aggregate *a, const pr_list *list, pr_scanner *s) {
    pr_value with = pr_vm_at_hand(vm, &a->with);
    uint32_t certain = 0, possible = 0;
    if (!pr_number_is_word(with)) {
        return EVALUATOR;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_truth t = test(s, list->items[i]);
        if (t == PR_NEITHER) {
            return EVALUATOR;
        }
        certain += t == PR_TRUE;
        possible += t == PR_UNDECIDED;
    }
    return of_counts(a, certain, possible, with.number);
}

static pr_value member_of(pr_value item, const pr_aggregate *a) {
    bool has_it = item.kind == PR_CONTEXT && item.context->shape == a->shape;
    return has_it ? item.context->values[a->place] : pr_null();
}

static uint8_t sum(pr_vm *vm, const pr_aggregate *a, const pr_list *list, pr_scanner *s) {
    pr_value with = pr_vm_at_hand(vm, &a->with), total = pr_integer(0);
    bool any = false;
    if (with.kind != PR_NUMBER) {
        return EVALUATOR;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_truth t = test(s, list->items[i]);
        if (t == PR_FALSE) {
            continue;
        }
        pr_value v = t == PR_TRUE ? member_of(list->items[i], a) : pr_null();
        if (v.kind != PR_NUMBER) {
            return EVALUATOR;
        }
        total = pr_number_add(total, v, &vm->arena);
        any = true;
    }
    if (!any || total.kind != PR_NUMBER) {
        return any ? EVALUATOR : (uint8_t)PR_KEPT(PR_NEITHER); /* the sum of nothing is null */
    }
    return of_order(a, order_of(pr_number_compare(total, with), 0));
}

static uint8_t quantified(const pr_aggregate *a, const pr_list *list, pr_scanner *s) {
    const pr_truth settles = a->op == PR_OP_SOME ? PR_TRUE : PR_FALSE;
    bool undecided = false;
    for (uint32_t i = 0; i < list->count; i++) {
        pr_truth t = test(s, list->items[i]);
        if (t == settles || t == PR_NEITHER) {
            return (uint8_t)(t == settles ? PR_KEPT(t) : EVALUATOR);
        }
        undecided = undecided || t == PR_UNDECIDED;
    }
    return undecided ? (uint8_t)PR_KEPT(PR_UNDECIDED) : of_bool(settles != PR_TRUE);
}

static uint8_t over_list(pr_vm *vm, const pr_aggregate *a, const pr_list *list) {
    pr_scanner scanner, *s = NULL;
    if (a->iteration != PR_NONE) {
        s = &scanner;
        pr_scan_begin(vm, a->iteration, s);
        if (s->keys == NULL) {
            return EVALUATOR;
        }
    }
    switch ((pr_aggregate_kind)a->kind) {
    case PR_AGGREGATE_COUNT: return count(vm, a, list, s);
    case PR_AGGREGATE_SUM: return sum(vm, a, list, s);
    default: return quantified(a, list, s);
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
    if (of.kind != PR_LIST || of.list->uncertain || vm->step_limit - vm->steps <= of.list->count) {
        return EVALUATOR;
    }
    uint8_t bits = over_list(vm, a, of.list);
    vm->steps += bits != EVALUATOR ? of.list->count : 0;
    return bits;
}
