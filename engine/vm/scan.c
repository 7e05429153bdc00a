#include "vm/scan.h"

bool pr_scan_has_places(const pr_scanner *s, const pr_shape *shape) {
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
    return pr_vm_compare(vm, (pr_op)key->op, v, with, &reason);
}

pr_truth pr_scan_compare(pr_scanner *s, uint32_t number, pr_value v) {
    const pr_scan_key *key = &s->keys[number];
    pr_truth t = compare(s->vm, key, v, pr_vm_at_hand(s->vm, &key->with));
    bool turned = key->negated && (t == PR_TRUE || t == PR_FALSE);
    return !turned ? t : t == PR_TRUE ? PR_FALSE : PR_TRUE;
}

pr_truth pr_scan_test(pr_scanner *s, pr_value item) {
    s->vm->locals[s->local] = item;
    pr_truth t = s->keys != NULL ? pr_scan_keys(s, item) : PR_NEITHER;
    return t != PR_NEITHER ? t : pr_vm_truth(s->vm, s->predicate);
}
