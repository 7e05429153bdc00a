#include "vm/scan.h"

bool pr_scan_has_places(pr_scanner *s, const pr_shape *shape) {
    for (uint32_t i = 0; i < s->count; i++) {
        const pr_scan_key *key = &s->keys[i];
        if (key->other != PR_NO_PLACE || key->place >= shape->count ||
            !pr_text_equal(shape->names[key->place], s->vm->program->names[key->name])) {
            return false;
        }
    }
    s->shape = shape;
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

pr_truth pr_scan_compare(pr_vm *vm, const pr_scan_key *key, const pr_value *values) {
    return compare(vm, key, values[key->place],
                   key->other != PR_NO_PLACE ? values[key->other] : pr_vm_at_hand(vm, &key->with));
}

pr_truth pr_scan_alternatives(pr_vm *vm, const pr_scan_key *keys, uint32_t *i, const pr_value *values) {
    pr_truth joined = PR_FALSE;
    for (bool more = true; more; *i += more) {
        const pr_scan_key *key = &keys[*i];
        more = key->or_next;
        if (joined == PR_TRUE || joined == PR_NEITHER) {
            continue;
        }
        pr_truth t = pr_scan_key_of(vm, key, values);
        joined = t == PR_FALSE ? joined : t;
    }
    return joined;
}

void pr_scan_fill(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape, const pr_list *list) {
    pr_column column = {0};
    for (uint32_t i = 0; i < list->count; i++) {
        const pr_value *item = &list->items[i];
        pr_truth t = item->kind == PR_CONTEXT && item->context->shape == shape
                         ? pr_scan_positive(vm, key, item->context->values)
                         : PR_NEITHER;
        const uint64_t bit = (uint64_t)1 << i;
        column.certain |= t == PR_TRUE ? bit : 0;
        column.possible |= t != PR_FALSE ? bit : 0;
        column.odd |= t == PR_NEITHER ? bit : 0;
    }
    vm->columns[key->column] = column;
    vm->columns_known[key->column] = true;
}

/* The column of keys joined by `or`, the first of which is `*i`, which then is the last. False where one has none. */
static bool join_columns(pr_vm *vm, const pr_scan *scan, uint32_t *i, const pr_list *list, pr_column *out) {
    const uint64_t all = pr_scan_all(list).certain;
    *out = (pr_column){0};
    for (bool more = true; more; *i += more) {
        const pr_scan_key *key = &vm->program->scan_keys[scan->first + *i];
        more = key->or_next;
        if (key->column == PR_NONE) {
            return false;
        }
        const pr_column *column = pr_scan_column(vm, key, scan->shape, list);
        out->certain |= key->negated ? ~column->possible & all : column->certain;
        out->possible |= key->negated ? ~column->certain & all : column->possible;
        out->odd |= column->odd;
    }
    return true;
}

bool pr_scan_passing(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *io) {
    for (uint32_t i = 0; i < scan->count; i++) {
        pr_column column;
        if (!join_columns(vm, scan, &i, list, &column) || (io->possible & column.odd) != 0) {
            return false;
        }
        io->certain &= column.certain;
        io->possible &= column.possible;
    }
    return scan->complete;
}

void pr_scan_narrow(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *out) {
    uint64_t odd = 0; /* whatever later keys say of these, the evaluator looks at them in its order */
    bool all = true;
    *out = pr_scan_all(list);
    for (uint32_t i = 0; i < scan->count; i++) {
        pr_column column;
        all = join_columns(vm, scan, &i, list, &column);
        if (!all) {
            break;
        }
        odd |= out->possible & column.odd;
        out->certain &= column.certain;
        out->possible &= column.possible;
    }
    out->possible |= odd;
    out->certain = all && scan->complete ? out->certain & ~odd : 0;
}

pr_truth pr_scan_test(pr_scanner *s, pr_value item) {
    s->vm->locals[s->local] = item;
    pr_truth t = s->keys != NULL ? pr_scan_keys(s, item) : PR_NEITHER;
    return t != PR_NEITHER ? t : pr_vm_truth(s->vm, s->predicate);
}
