#include "vm/scan.h"

void pr_scan_look(pr_scanner *s) {
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->keys[i].with != PR_NONE) {
            s->with[i] = pr_vm_fetch(s->vm, s->keys[i].with);
        }
    }
}

static bool has_places(const pr_scanner *s, const pr_shape *shape) {
    for (uint32_t i = 0; i < s->count; i++) {
        const pr_scan_key *key = &s->keys[i];
        if (key->place >= shape->count ||
            !pr_text_equal(shape->names[key->place], s->vm->program->names[key->name])) {
            return false;
        }
    }
    return true;
}

static inline pr_truth of_bool(bool b) { return b ? PR_TRUE : PR_FALSE; }

static inline bool is_word(pr_value v) { return v.kind == PR_NUMBER && v.exponent == 0 && v.flags == 0; }

static pr_truth order_of_words(pr_op op, int64_t a, int64_t b) {
    switch (op) {
    case PR_OP_LESS: return of_bool(a < b);
    case PR_OP_LESS_EQUAL: return of_bool(a <= b);
    case PR_OP_GREATER: return of_bool(a > b);
    default: return of_bool(a >= b);
    }
}

static inline pr_truth inverse(pr_truth t) { return t == PR_TRUE ? PR_FALSE : t == PR_FALSE ? PR_TRUE : t; }

/* PR_NEITHER where it is null or goes wrong: the evaluator tells which. */
static pr_truth compare(pr_vm *vm, const pr_scan_key *key, pr_value v, pr_value with) {
    const char *reason = NULL;
    if (v.kind == PR_CONDITION) {
        return PR_NEITHER;
    }
    if (key->op == PR_OP_PATH) {
        return v.kind == PR_BOOLEAN   ? of_bool(v.number != 0)
               : v.kind == PR_UNKNOWN ? PR_UNDECIDED
                                      : PR_NEITHER;
    }
    if (key->op == PR_OP_IN) {
        return pr_vm_in(vm, v, with, &reason);
    }
    if (key->op >= PR_OP_LESS && is_word(v) && is_word(with)) {
        return order_of_words((pr_op)key->op, v.number, with.number);
    }
    return pr_vm_compare(vm, (pr_op)key->op, v, with, &reason);
}

static inline pr_truth test_key(pr_scanner *s, uint32_t number, pr_value v) {
    const pr_scan_key *key = &s->keys[number];
    if (key->text && v.kind == PR_STRING) {
        return of_bool(pr_string_same(v, key->value));
    }
    if (key->text && v.kind == PR_UNKNOWN && (v.flags & PR_FLAG_LEAF) != 0) {
        return PR_UNDECIDED;
    }
    return compare(s->vm, key, v, key->with != PR_NONE ? s->with[number] : key->value);
}

/* PR_NEITHER where it takes the evaluator. */
static pr_truth test_keys(pr_scanner *s, const pr_context *record) {
    if (record->shape != s->shape) {
        if (!has_places(s, record->shape)) {
            return PR_NEITHER;
        }
        s->shape = record->shape;
    }
    pr_truth joined = PR_TRUE;
    for (uint32_t i = 0; i < s->count; i++) {
        const pr_scan_key *key = &s->keys[i];
        pr_truth t = test_key(s, i, record->values[key->place]);
        if (t == PR_NEITHER) {
            return t;
        }
        t = key->negated ? inverse(t) : t;
        if (t == PR_FALSE) {
            return t;
        }
        joined = t == PR_UNDECIDED ? t : joined;
    }
    return joined;
}

pr_truth pr_scan_keys(pr_scanner *s, pr_value item) {
    return item.kind == PR_CONTEXT ? test_keys(s, item.context) : PR_NEITHER;
}

pr_truth pr_scan_test(pr_scanner *s, pr_value item) {
    s->vm->locals[s->local] = item;
    pr_truth t = s->keys != NULL ? pr_scan_keys(s, item) : PR_NEITHER;
    return t != PR_NEITHER ? t : pr_vm_truth(s->vm, s->predicate);
}
