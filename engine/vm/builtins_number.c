/* Functions of numbers. */
#include "vm/builtins.h"

enum { LEAST_SCALE = -6111, GREATEST_SCALE = 6176 };

static pr_rounding rounding_of(pr_builtin builtin) {
    switch (builtin) {
    case PR_BUILTIN_FLOOR: return PR_ROUND_FLOOR;
    case PR_BUILTIN_CEILING: return PR_ROUND_CEILING;
    case PR_BUILTIN_ROUND_UP: return PR_ROUND_UP;
    case PR_BUILTIN_ROUND_DOWN: return PR_ROUND_DOWN;
    case PR_BUILTIN_ROUND_HALF_UP: return PR_ROUND_HALF_UP;
    case PR_BUILTIN_ROUND_HALF_DOWN: return PR_ROUND_HALF_DOWN;
    default: return PR_ROUND_HALF_EVEN;
    }
}

pr_value pr_builtin_round(const pr_call *c) {
    int64_t scale = 0;
    pr_arena *arena = &c->vm->arena;
    pr_rounding rounding = rounding_of(c->builtin);
    if (c->count > 1 && c->args[1].kind == PR_UNKNOWN) {
        return pr_builtin_unknown(c);
    }
    if ((c->args[0].kind != PR_NUMBER && c->args[0].kind != PR_UNKNOWN) ||
        (c->count > 1 && c->args[1].kind != PR_NUMBER)) {
        return pr_value_has_unknown(c->args[0]) ? pr_builtin_unknown(c) : pr_builtin_misfit();
    }
    if (c->count > 1 &&
        (!pr_builtin_whole(c, c->args[1], &scale) || scale < LEAST_SCALE || scale > GREATEST_SCALE)) {
        return pr_builtin_fail(c, "the scale must be a number from -6111 to 6176");
    }
    if (c->args[0].kind == PR_NUMBER) {
        return pr_builtin_checked(c, pr_number_round(c->args[0], (int)scale, rounding, arena));
    }
    /* Rounding keeps order, so the ends of what is certain round too. */
    pr_bounds b;
    pr_vm_bounds(c->vm, c->args[0], &b);
    if (b.type != PR_NUMBER) {
        return pr_builtin_unknown(c);
    }
    pr_value low = b.low.kind == PR_NUMBER ? pr_number_round(b.low, (int)scale, rounding, arena) : pr_null();
    pr_value high =
        b.high.kind == PR_NUMBER ? pr_number_round(b.high, (int)scale, rounding, arena) : pr_null();
    return pr_unknown_bounded(pr_vm_needs_of(c->vm, c->args[0]), low, false, high, false, PR_NUMBER, arena);
}

static pr_value magnitude(const pr_call *c, pr_value v) {
    bool negative = v.kind == PR_NUMBER ? pr_number_compare(v, pr_integer(0)) < 0 : v.number < 0;
    return !negative ? v : v.kind == PR_NUMBER ? pr_number_negate(v, &c->vm->arena) : pr_temporal_negate(v);
}

pr_value pr_builtin_abs(const pr_call *c) {
    pr_value v = c->args[0];
    switch (v.kind) {
    case PR_NUMBER:
    case PR_MONTHS:
    case PR_DURATION: return pr_builtin_checked(c, magnitude(c, v));
    case PR_UNKNOWN: break;
    default: return pr_value_has_unknown(v) ? pr_builtin_unknown(c) : pr_builtin_misfit();
    }
    pr_bounds b;
    pr_vm_bounds(c->vm, v, &b);
    if (b.type != PR_NUMBER) {
        return pr_builtin_unknown(c);
    }
    bool positive = b.low.kind == PR_NUMBER && pr_number_compare(b.low, pr_integer(0)) >= 0;
    if (positive) {
        return v;
    }
    pr_value high = pr_null();
    if (b.low.kind == PR_NUMBER && b.high.kind == PR_NUMBER) {
        pr_value below = magnitude(c, b.low), above = magnitude(c, b.high);
        high = pr_number_compare(below, above) > 0 ? below : above;
    }
    return pr_unknown_bounded(pr_vm_needs_of(c->vm, v), pr_integer(0), false, high, false, PR_NUMBER,
                              &c->vm->arena);
}

pr_value pr_builtin_modulo(const pr_call *c) {
    if (!pr_builtin_is_number(c, 0) || !pr_builtin_is_number(c, 1)) {
        return pr_builtin_misfit();
    }
    return pr_builtin_checked(c, pr_number_modulo(c->args[0], c->args[1], &c->vm->arena));
}

pr_value pr_builtin_of_number(const pr_call *c) {
    if (!pr_builtin_is_number(c, 0)) {
        return pr_builtin_misfit();
    }
    pr_arena *arena = &c->vm->arena;
    switch (c->builtin) {
    case PR_BUILTIN_SQRT: return pr_builtin_checked(c, pr_number_sqrt(c->args[0], arena));
    case PR_BUILTIN_LOG: return pr_builtin_checked(c, pr_number_log(c->args[0], arena));
    default: return pr_builtin_checked(c, pr_number_exp(c->args[0], arena));
    }
}

/* A number that is not whole is neither odd nor even. */
pr_value pr_builtin_parity(const pr_call *c) {
    if (!pr_builtin_is_number(c, 0)) {
        return pr_builtin_misfit();
    }
    pr_value rest = pr_number_modulo(c->args[0], pr_integer(2), &c->vm->arena);
    if (rest.kind != PR_NUMBER) {
        return pr_builtin_checked(c, rest);
    }
    return pr_boolean(pr_number_compare(rest, pr_integer(c->builtin == PR_BUILTIN_ODD ? 1 : 0)) == 0);
}
