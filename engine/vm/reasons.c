/* Why an operation gave null, in words: what it was, and which operand. Made only when someone will read it. */
#include "value/temporal.h"
#include "vm/vm.h"

static const char *const symbols[PR_OP_COUNT_OF] = {
    [PR_OP_ADD] = "+",           [PR_OP_SUBTRACT] = "-",   [PR_OP_MULTIPLY] = "*",
    [PR_OP_DIVIDE] = "/",        [PR_OP_POWER] = "**",     [PR_OP_NEGATE] = "-",
    [PR_OP_EQUAL] = "=",         [PR_OP_NOT_EQUAL] = "!=", [PR_OP_LESS] = "<",
    [PR_OP_LESS_EQUAL] = "<=",   [PR_OP_GREATER] = ">",    [PR_OP_GREATER_EQUAL] = ">=",
    [PR_OP_BETWEEN] = "between", [PR_OP_IN] = "in",        [PR_OP_AND] = "and",
    [PR_OP_OR] = "or",           [PR_OP_NOT] = "not",      [PR_OP_IF] = "if",
    [PR_OP_SOME] = "some",       [PR_OP_EVERY] = "every",
};

static const char *symbol(pr_op op) { return symbols[op] != NULL ? symbols[op] : "the operation"; }

static const char *kept(pr_text text, const char *otherwise) { return text.at != NULL ? text.at : otherwise; }

/* "a number", "an entity". */
static pr_text with_article(pr_vm *vm, pr_value v) {
    const char *name = v.kind == PR_NULL ? "null" : pr_kind_name((pr_kind)v.kind);
    return v.kind == PR_NULL ? pr_text_of(name)
                             : pr_text_format(&vm->arena, "%s %s", v.kind == PR_ENTITY ? "an" : "a", name);
}

static const char *null_operand(pr_vm *vm, pr_op op, pr_value a, pr_value b) {
    const char *which = a.kind != PR_NULL ? "the right operand" : "the left operand";
    pr_text text = a.kind == PR_NULL && b.kind == PR_NULL
                       ? pr_text_format(&vm->arena, "both operands of %s are null", symbol(op))
                       : pr_text_format(&vm->arena, "%s of %s is null", which, symbol(op));
    return kept(text, "an operand is null");
}

static bool has_offset(pr_value v) {
    return (v.kind == PR_TIME || v.kind == PR_DATE_TIME) && v.moment->zoned != PR_LOCAL;
}

const char *pr_vm_why_operands(pr_vm *vm, pr_op op, pr_value a, pr_value b) {
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        return null_operand(vm, op, a, b);
    }
    const bool orders = op >= PR_OP_LESS && op <= PR_OP_GREATER_EQUAL;
    const bool compares = orders || op == PR_OP_EQUAL || op == PR_OP_NOT_EQUAL;
    if (a.kind == b.kind && compares) {
        if (orders && (a.kind == PR_TIME || a.kind == PR_DATE_TIME) && has_offset(a) != has_offset(b)) {
            return "one of the two has a time offset, the other has none";
        }
        const char *name = pr_kind_name((pr_kind)a.kind);
        return kept(orders ? pr_text_format(&vm->arena, "%ss have no order", name)
                           : pr_text_format(&vm->arena, "two %ss cannot be compared", name),
                    "these values cannot be compared");
    }
    pr_text x = with_article(vm, a), y = with_article(vm, b);
    pr_text text;
    if (orders) {
        text = pr_text_format(&vm->arena, "%.*s and %.*s have no order", PR_ARG(x), PR_ARG(y));
    } else if (compares) {
        text = pr_text_format(&vm->arena, "%.*s and %.*s cannot be compared", PR_ARG(x), PR_ARG(y));
    } else {
        text = pr_text_format(&vm->arena, "%s does not take %.*s and %.*s", symbol(op), PR_ARG(x), PR_ARG(y));
    }
    return kept(text, "the operands do not go together");
}

const char *pr_vm_why_operand(pr_vm *vm, pr_op op, pr_value v) {
    pr_text text =
        pr_text_format(&vm->arena, "%s does not take %.*s", symbol(op), PR_ARG(with_article(vm, v)));
    return kept(text, "the operand does not fit");
}

const char *pr_vm_why_between(pr_vm *vm, pr_value v, pr_value end, bool lower) {
    if (v.kind == PR_NULL) {
        return "the value that is to lie between is null";
    }
    if (end.kind == PR_NULL) {
        return lower ? "the lower end of between is null" : "the higher end of between is null";
    }
    return pr_vm_why_operands(vm, PR_OP_LESS, v, end);
}

const char *pr_vm_why_in(pr_vm *vm, pr_value v, pr_value set) {
    if (v.kind == PR_NULL || set.kind == PR_NULL) {
        return null_operand(vm, PR_OP_IN, v, set);
    }
    if (set.kind != PR_RANGE || v.kind == PR_RANGE) {
        return pr_vm_why_operands(vm, PR_OP_EQUAL, v, set);
    }
    pr_value low = set.range->low, high = set.range->high;
    if (set.range->form == PR_RANGE_INTERVAL && (low.kind == PR_NULL || high.kind == PR_NULL)) {
        return low.kind == PR_NULL ? "the range's start is null" : "the range's end is null";
    }
    return pr_vm_why_operands(vm, PR_OP_LESS, v, low.kind != PR_NULL ? low : high);
}

const char *pr_vm_why_condition(pr_vm *vm, pr_op op, const char *what, pr_value v) {
    pr_text text = pr_text_format(&vm->arena, "%s of %s is %.*s, not true or false", what, symbol(op),
                                  PR_ARG(with_article(vm, v)));
    return kept(text, "it is neither true nor false");
}

static const char *no_entry(pr_vm *vm, const pr_context *context, pr_text name) {
    const pr_shape *shape = context->shape;
    int near = pr_text_nearest(name, shape->names, shape->count);
    pr_text text = near >= 0
                       ? pr_text_format(&vm->arena, "there is no entry '%.*s': did you mean '%.*s'?",
                                        PR_ARG(name), PR_ARG(shape->names[near]))
                       : pr_text_format(&vm->arena, "there is no entry '%.*s' in the context", PR_ARG(name));
    return kept(text, "there is no such entry in the context");
}

const char *pr_vm_why_member(pr_vm *vm, pr_value of, pr_text name) {
    if (of.kind == PR_CONTEXT) {
        return no_entry(vm, of.context, name);
    }
    if (of.kind == PR_ENTITY) {
        return no_entry(vm, of.entity->fields, name);
    }
    pr_text what = with_article(vm, of), names[PR_TEMPORAL_PROPERTIES + 1];
    size_t count = pr_temporal_properties((pr_kind)of.kind, names);
    for (size_t i = 0; i < count; i++) {
        if (pr_text_equal(names[i], name)) {
            return kept(pr_text_format(&vm->arena, "this %s has no %.*s", pr_kind_name((pr_kind)of.kind),
                                       PR_ARG(name)),
                        "it has none");
        }
    }
    int near = pr_text_nearest(name, names, count);
    pr_text text = near >= 0 ? pr_text_format(&vm->arena, "%.*s has no '%.*s': did you mean '%.*s'?",
                                              PR_ARG(what), PR_ARG(name), PR_ARG(names[near]))
                             : pr_text_format(&vm->arena, "%.*s has no '%.*s'", PR_ARG(what), PR_ARG(name));
    return kept(text, "there is nothing of this name");
}
