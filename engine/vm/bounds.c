/* What is certain of values that are unknown: bounds, needs, and arithmetic over both. */
#include "vm/vm.h"

#include "base/limits.h"

static bool has_kind_with_bounds(uint8_t kind) {
    return kind == PR_NUMBER || kind == PR_DATE || kind == PR_MONTHS || kind == PR_DURATION;
}

void pr_vm_bounds(pr_vm *vm, pr_value v, pr_bounds *out) {
    if (v.kind != PR_UNKNOWN) {
        *out = (pr_bounds){.low = v, .high = v, .type = v.kind};
        if (!has_kind_with_bounds(v.kind)) {
            out->low = out->high = pr_null();
        }
        return;
    }
    if ((v.flags & PR_FLAG_LEAF) != 0) {
        const pr_attribute *a = &vm->program->attributes[v.number];
        *out = (pr_bounds){.low = a->low, .high = a->high, .type = a->unknown_kind};
        return;
    }
    const pr_unknown *u = v.unknown;
    *out = (pr_bounds){u->low, u->high, u->low_open, u->high_open, u->type};
}

const pr_needs *pr_vm_needs_of(pr_vm *vm, pr_value v) {
    return vm->want_needs ? pr_value_needs(v, &vm->arena) : NULL;
}

pr_value pr_vm_unknown(pr_vm *vm, const pr_needs *needs) {
    static const pr_unknown nothing = {0};
    return needs == NULL ? (pr_value){.kind = PR_UNKNOWN, .unknown = &nothing}
                         : pr_unknown_of(needs, &vm->arena);
}

static pr_value made(pr_vm *vm, pr_value v) {
    return vm->arena.failed ? pr_vm_stop(vm, PRECEPTOR_NO_MEMORY) : v;
}

pr_value pr_vm_unknown2(pr_vm *vm, pr_value a, pr_value b) {
    const pr_needs *needs = pr_vm_join(vm, pr_vm_needs_of(vm, a), pr_vm_needs_of(vm, b));
    return made(vm, pr_vm_unknown(vm, needs));
}

static pr_value plain(pr_vm *vm, pr_op op, pr_value a, pr_value b) {
    bool numbers = a.kind == PR_NUMBER && b.kind == PR_NUMBER;
    pr_arena *arena = &vm->arena;
    switch (op) {
    case PR_OP_ADD:
        if (a.kind == PR_STRING && b.kind == PR_STRING) {
            if ((size_t)a.extra + b.extra > PR_LIMIT_TEXT) {
                return pr_error_null("the text would be too long");
            }
            pr_text joined =
                pr_text_format(arena, "%.*s%.*s", PR_ARG(pr_string_text(a)), PR_ARG(pr_string_text(b)));
            return pr_string(joined);
        }
        return numbers ? pr_number_add(a, b, arena) : pr_temporal_add(a, b, arena);
    case PR_OP_SUBTRACT: return numbers ? pr_number_subtract(a, b, arena) : pr_temporal_subtract(a, b, arena);
    case PR_OP_MULTIPLY: return numbers ? pr_number_multiply(a, b, arena) : pr_temporal_multiply(a, b, arena);
    case PR_OP_DIVIDE: return numbers ? pr_number_divide(a, b, arena) : pr_temporal_divide(a, b, arena);
    default: return numbers ? pr_number_power(a, b, arena) : pr_error_null(pr_temporal_unfit);
    }
}

/* One end of the result: null where either operand has no such end, or the sum is an error. */
static pr_value end_of(pr_vm *vm, pr_op op, pr_value a, pr_value b) {
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        return pr_null();
    }
    pr_value v = plain(vm, op, a, b);
    return v.kind == PR_NULL ? pr_null() : v;
}

static bool not_negative(pr_value v) {
    return v.kind == PR_NUMBER && pr_number_compare(v, pr_integer(0)) >= 0;
}

/* The kind that a sum or difference of two kinds has, PR_NULL where that is no sum. */
static uint8_t sum_kind(pr_op op, uint8_t a, uint8_t b) {
    if (a == b && (a == PR_NUMBER || a == PR_MONTHS || a == PR_DURATION)) {
        return a;
    }
    if (a == PR_DATE && (b == PR_MONTHS || b == PR_DURATION)) {
        return PR_DATE;
    }
    if (op == PR_OP_ADD && b == PR_DATE && (a == PR_MONTHS || a == PR_DURATION)) {
        return PR_DATE;
    }
    return op == PR_OP_SUBTRACT && a == PR_DATE && b == PR_DATE ? PR_DURATION : PR_NULL;
}

/* Interval arithmetic where it is monotone: sums and differences, and products of what is not negative. */
static bool bounded(pr_vm *vm, pr_op op, const pr_bounds *a, const pr_bounds *b, pr_bounds *out) {
    *out = (pr_bounds){0};
    if (op == PR_OP_ADD || op == PR_OP_SUBTRACT) {
        const bool minus = op == PR_OP_SUBTRACT;
        out->type = sum_kind(op, a->type, b->type);
        if (out->type == PR_NULL) {
            return false;
        }
        out->low = end_of(vm, op, a->low, minus ? b->high : b->low);
        out->high = end_of(vm, op, a->high, minus ? b->low : b->high);
        out->low_open = a->low_open || (minus ? b->high_open : b->low_open);
        out->high_open = a->high_open || (minus ? b->low_open : b->high_open);
        if (out->type == PR_DATE) {
            /* Two days may have the same day a month later: order stays, strictness need not. */
            out->low_open = out->high_open = false;
        }
        return true;
    }
    if (op == PR_OP_MULTIPLY && a->type == PR_NUMBER && b->type == PR_NUMBER) {
        out->type = PR_NUMBER;
        if (not_negative(a->low) && not_negative(b->low)) {
            out->low = end_of(vm, op, a->low, b->low);
            out->high = end_of(vm, op, a->high, b->high);
        }
        return true;
    }
    return false;
}

static bool is_null(pr_value v) { return v.kind == PR_NULL; }

pr_value pr_vm_arithmetic(pr_vm *vm, pr_node_id id, pr_op op, pr_value a, pr_value b) {
    if (a.kind != PR_UNKNOWN && b.kind != PR_UNKNOWN) {
        if (is_null(a) || is_null(b)) {
            return pr_is_error(a)   ? a
                   : pr_is_error(b) ? b
                   : vm->strict     ? pr_null()
                                    : pr_vm_fail(vm, id, pr_vm_why_operands(vm, op, a, b));
        }
        pr_value v = plain(vm, op, a, b);
        if (pr_is_error(v) && v.reason == pr_temporal_unfit) {
            v.reason = pr_vm_why_operands(vm, op, a, b);
        }
        return made(vm, pr_vm_checked(vm, id, v));
    }
    if (is_null(a) || is_null(b)) {
        /* With a null operand the result is null, whatever the other is. */
        return pr_null();
    }
    pr_bounds x, y, sum;
    pr_vm_bounds(vm, a, &x);
    pr_vm_bounds(vm, b, &y);
    if (!bounded(vm, op, &x, &y, &sum)) {
        return pr_vm_unknown2(vm, a, b);
    }
    const pr_needs *needs = pr_vm_join(vm, pr_vm_needs_of(vm, a), pr_vm_needs_of(vm, b));
    return made(vm, pr_unknown_bounded(needs, sum.low, sum.low_open, sum.high, sum.high_open,
                                       (pr_kind)sum.type, &vm->arena));
}

static pr_value negated(pr_vm *vm, pr_value v) {
    return v.kind == PR_NUMBER ? pr_number_negate(v, &vm->arena)
           : v.kind == PR_NULL ? v
                               : pr_temporal_negate(v);
}

pr_value pr_vm_negate(pr_vm *vm, pr_node_id id, pr_value a) {
    if (a.kind == PR_NULL) {
        return pr_is_error(a) || vm->strict ? a : pr_vm_fail(vm, id, "the operand of - is null");
    }
    if (a.kind != PR_UNKNOWN) {
        pr_value v = negated(vm, a);
        if (pr_is_error(v) && v.reason == pr_temporal_unfit) {
            v.reason = pr_vm_why_operand(vm, PR_OP_NEGATE, a);
        }
        return pr_vm_checked(vm, id, v);
    }
    pr_bounds x;
    pr_vm_bounds(vm, a, &x);
    const pr_needs *needs = pr_vm_needs_of(vm, a);
    if (x.type != PR_NUMBER && x.type != PR_MONTHS && x.type != PR_DURATION) {
        return pr_vm_unknown(vm, needs);
    }
    return made(vm, pr_unknown_bounded(needs, negated(vm, x.high), x.high_open, negated(vm, x.low),
                                       x.low_open, (pr_kind)x.type, &vm->arena));
}

/* The lower of two lower ends (or, with `sign` -1, the higher of two higher ones); none if either has none. */
static void outer_end(pr_value a, bool a_open, pr_value b, bool b_open, int sign, pr_value *out, bool *open) {
    if (is_null(a) || is_null(b)) {
        *out = pr_null();
        *open = false;
        return;
    }
    pr_order order = pr_value_order(a, b);
    bool first = order == PR_EQUAL ? !a_open : (int)order * sign < 0;
    *out = first ? a : b;
    *open = first ? a_open : b_open;
}

pr_value pr_vm_hull(pr_vm *vm, pr_value a, pr_value b, const pr_needs *needs) {
    if (pr_value_same(a, b)) {
        return a;
    }
    needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, a));
    needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, b));
    pr_bounds x, y, out = {0};
    pr_vm_bounds(vm, a, &x);
    pr_vm_bounds(vm, b, &y);
    if (x.type == y.type && x.type != PR_NULL) {
        out.type = x.type;
        outer_end(x.low, x.low_open, y.low, y.low_open, 1, &out.low, &out.low_open);
        outer_end(x.high, x.high_open, y.high, y.high_open, -1, &out.high, &out.high_open);
    }
    /* Equal ends would give a value; but the two sides differ or are not known, so ends are equal only by bounds. */
    return made(vm, pr_unknown_bounded(needs, out.low, out.low_open, out.high, out.high_open,
                                       (pr_kind)out.type, &vm->arena));
}
