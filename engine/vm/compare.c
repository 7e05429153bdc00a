/* Comparison and membership, in three values and null. */
#include "vm/vm.h"

static pr_truth truth(bool b) { return b ? PR_TRUE : PR_FALSE; }

static bool ordered_kind(uint8_t kind) {
    return kind == PR_NUMBER || kind == PR_STRING || kind == PR_DATE || kind == PR_TIME ||
           kind == PR_DATE_TIME || kind == PR_MONTHS || kind == PR_DURATION;
}

/* Is every x certainly below every y: x < y where `strictly`, else x <= y? */
static bool certainly_below(const pr_bounds *x, const pr_bounds *y, bool strictly) {
    if (x->high.kind == PR_NULL || y->low.kind == PR_NULL) {
        return false;
    }
    pr_order order = pr_value_order(x->high, y->low);
    return order == PR_LESS || (order == PR_EQUAL && (!strictly || x->high_open || y->low_open));
}

static pr_truth bounded_order(pr_vm *vm, pr_op op, pr_value a, pr_value b) {
    pr_bounds x, y;
    pr_vm_bounds(vm, a, &x);
    pr_vm_bounds(vm, b, &y);
    if (x.type == PR_NULL || x.type != y.type) {
        return PR_UNDECIDED;
    }
    bool less = op == PR_OP_LESS || op == PR_OP_LESS_EQUAL;
    const pr_bounds *low = less ? &x : &y, *high = less ? &y : &x;
    bool strictly = op == PR_OP_LESS || op == PR_OP_GREATER;
    if (certainly_below(low, high, strictly)) {
        return PR_TRUE;
    }
    return certainly_below(high, low, !strictly) ? PR_FALSE : PR_UNDECIDED;
}

static pr_truth inverse(pr_truth t) { return t == PR_TRUE ? PR_FALSE : t == PR_FALSE ? PR_TRUE : t; }

/* An unknown that may be text; there is nothing more to be known of it. */
static bool may_be_text(pr_value v) {
    return v.kind == PR_UNKNOWN && ((v.flags & PR_FLAG_LEAF) != 0 || v.unknown->type == PR_STRING ||
                                    (v.unknown->type == PR_NULL && v.unknown->low.kind == PR_NULL &&
                                     v.unknown->high.kind == PR_NULL));
}

static pr_truth equality(pr_vm *vm, pr_value a, pr_value b, const char **reason) {
    if (a.kind == PR_STRING && b.kind == PR_STRING) {
        return truth(pr_string_same(a, b));
    }
    if (a.kind == PR_UNKNOWN || b.kind == PR_UNKNOWN) {
        pr_bounds x, y;
        if ((a.kind == PR_STRING && may_be_text(b)) || (b.kind == PR_STRING && may_be_text(a))) {
            return PR_UNDECIDED;
        }
        pr_vm_bounds(vm, a, &x);
        pr_vm_bounds(vm, b, &y);
        if ((a.kind == PR_NULL && y.type != PR_NULL) || (b.kind == PR_NULL && x.type != PR_NULL)) {
            return PR_FALSE; /* the other is not null for certain */
        }
        if (x.type != PR_NULL && x.type == y.type &&
            (certainly_below(&x, &y, true) || certainly_below(&y, &x, true))) {
            return PR_FALSE;
        }
    }
    pr_truth t = pr_value_equal(a, b);
    if (t == PR_NEITHER) {
        *reason = "values of unlike types cannot be compared";
    }
    return t;
}

pr_truth pr_vm_compare(pr_vm *vm, pr_op op, pr_value a, pr_value b, const char **reason) {
    if (pr_number_is_word(a) && pr_number_is_word(b)) {
        return pr_vm_ordered(op, pr_order_of(a.number, b.number));
    }
    if (op == PR_OP_EQUAL) {
        return equality(vm, a, b, reason);
    }
    if (op == PR_OP_NOT_EQUAL) {
        return inverse(equality(vm, a, b, reason));
    }
    if (a.kind == b.kind && ordered_kind(a.kind)) {
        pr_order order = pr_value_order(a, b);
        if (order != PR_UNORDERED) {
            return pr_vm_ordered(op, order);
        }
    }
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        return PR_NEITHER;
    }
    if (a.kind == PR_UNKNOWN || b.kind == PR_UNKNOWN) {
        return bounded_order(vm, op, a, b);
    }
    *reason = "values of these types have no order";
    return PR_NEITHER;
}

static pr_truth both(pr_truth a, pr_truth b) {
    if (a == PR_FALSE || b == PR_FALSE) {
        return PR_FALSE;
    }
    if (a == PR_UNDECIDED || b == PR_UNDECIDED) {
        return PR_UNDECIDED;
    }
    return a == PR_NEITHER || b == PR_NEITHER ? PR_NEITHER : PR_TRUE;
}

static pr_truth in_range(pr_vm *vm, pr_value v, const pr_range *range, const char **reason) {
    pr_truth low = PR_TRUE, high = PR_TRUE;
    if (range->form == PR_RANGE_NOT_EQUAL) {
        return inverse(equality(vm, v, range->low, reason));
    }
    if (v.kind == PR_NULL) {
        return PR_NEITHER; /* whatever the ends, which may be unknown */
    }
    /* (< 10) has no lower end; that of [null..10] is nothing that could be compared. */
    const bool interval = range->form == PR_RANGE_INTERVAL;
    if (range->low.kind != PR_NULL || interval) {
        low =
            pr_vm_compare(vm, range->low_closed ? PR_OP_GREATER_EQUAL : PR_OP_GREATER, v, range->low, reason);
    }
    if (range->high.kind != PR_NULL || interval) {
        high = pr_vm_compare(vm, range->high_closed ? PR_OP_LESS_EQUAL : PR_OP_LESS, v, range->high, reason);
    }
    if (v.kind == PR_UNKNOWN && range->low.kind == PR_NULL && range->high.kind == PR_NULL) {
        return PR_UNDECIDED; /* it may be null */
    }
    return both(low, high);
}

static pr_truth in_list(pr_vm *vm, pr_value v, const pr_list *list, const char **reason) {
    pr_truth found = PR_FALSE;
    for (uint32_t i = 0; i < list->count; i++) {
        pr_truth t;
        if (list->items[i].kind == PR_RANGE && v.kind != PR_RANGE) {
            t = in_range(vm, v, list->items[i].range, reason);
        } else {
            t = equality(vm, v, list->items[i], reason);
        }
        bool maybe = list->maybe != NULL && list->maybe[i] != 0;
        if (t == PR_TRUE && !maybe) {
            return PR_TRUE;
        }
        if (t == PR_UNDECIDED || t == PR_TRUE) {
            found = PR_UNDECIDED;
        }
    }
    if (list->open && equality(vm, v, list->rest, reason) != PR_FALSE) {
        found = PR_UNDECIDED;
    }
    *reason = NULL;
    return found;
}

/* Text in a list of text, which is most of what `in` is used for; PR_NEITHER where it takes more than that. */
static pr_truth text_in(pr_value v, const pr_list *list) {
    if (list->uncertain || list->count == 0) {
        return PR_NEITHER;
    }
    if (v.kind != PR_STRING) {
        return list->items[0].kind == PR_STRING && may_be_text(v) ? PR_UNDECIDED : PR_NEITHER;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const pr_value *item = &list->items[i];
        if (item->kind != PR_STRING) {
            return PR_NEITHER;
        }
        if (pr_string_same(v, *item)) {
            return PR_TRUE;
        }
    }
    return PR_FALSE;
}

pr_truth pr_vm_in(pr_vm *vm, pr_value v, pr_value set, const char **reason) {
    pr_truth quickly = set.kind == PR_LIST ? text_in(v, set.list) : PR_NEITHER;
    if (quickly != PR_NEITHER) {
        return quickly;
    }
    switch (set.kind) {
    case PR_LIST: {
        /* An unknown list may prove equal to the whole. */
        pr_bounds of;
        pr_vm_bounds(vm, v, &of);
        bool may_be_list = v.kind == PR_UNKNOWN && (of.type == PR_NULL || of.type == PR_LIST);
        pr_truth whole = may_be_list ? PR_UNDECIDED : v.kind == PR_LIST ? pr_value_equal(v, set) : PR_FALSE;
        if (whole == PR_TRUE) {
            return PR_TRUE;
        }
        pr_truth one = in_list(vm, v, set.list, reason);
        return one == PR_FALSE && whole == PR_UNDECIDED ? PR_UNDECIDED : one;
    }
    case PR_RANGE:
        return v.kind == PR_RANGE ? equality(vm, v, set, reason) : in_range(vm, v, set.range, reason);
    case PR_UNKNOWN: return PR_UNDECIDED;
    default: return equality(vm, v, set, reason);
    }
}
