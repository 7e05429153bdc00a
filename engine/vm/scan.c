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

pr_truth pr_scan_compare(pr_vm *vm, const pr_scan_key *key, pr_value v) {
    pr_truth t = compare(vm, key, v, pr_vm_at_hand(vm, &key->with));
    bool turned = key->negated && (t == PR_TRUE || t == PR_FALSE);
    return !turned ? t : t == PR_TRUE ? PR_FALSE : PR_TRUE;
}

static pr_truth of_item(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape, pr_value item) {
    if (item.kind != PR_CONTEXT || item.context->shape != shape) {
        return PR_NEITHER;
    }
    pr_value v = item.context->values[key->place];
    return key->text && v.kind == PR_STRING ? of_bool(pr_string_same(v, key->with.value))
                                            : pr_scan_compare(vm, key, v);
}

const pr_column *pr_scan_column(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape,
                                const pr_list *list) {
    pr_column *column = &vm->columns[key->column];
    if (vm->columns_known[key->column]) {
        return column;
    }
    *column = (pr_column){0};
    for (uint32_t i = 0; i < list->count; i++) {
        pr_truth t = of_item(vm, key, shape, list->items[i]);
        const uint64_t certain = t == PR_TRUE, odd = t == PR_NEITHER, possible = t != PR_FALSE;
        column->certain |= certain << i;
        column->possible |= possible << i;
        column->odd |= odd << i;
    }
    vm->columns_known[key->column] = true;
    return column;
}

bool pr_scan_passing(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *io) {
    for (uint32_t i = 0; i < scan->count; i++) {
        const pr_scan_key *key = &vm->program->scan_keys[scan->first + i];
        if (key->column == PR_NONE) {
            return false;
        }
        const pr_column *column = pr_scan_column(vm, key, scan->shape, list);
        if ((io->possible & column->odd) != 0) {
            return false;
        }
        io->certain &= column->certain;
        io->possible &= column->possible;
    }
    return true;
}

pr_truth pr_scan_test(pr_scanner *s, pr_value item) {
    s->vm->locals[s->local] = item;
    pr_truth t = s->keys != NULL ? pr_scan_keys(s, item) : PR_NEITHER;
    return t != PR_NEITHER ? t : pr_vm_truth(s->vm, s->predicate);
}
