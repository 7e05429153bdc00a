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
    if (key->op == PR_OP_BUILTIN) {
        return pr_vm_test_text(vm, key->test, v);
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

/* How most keys are told: a text equals a constant, a number or day is compared with one at hand, a field is true. */
typedef enum way { TEXT, WORDS, TRUTHS, ANY } way;

static way way_of(const pr_scan_key *key, const pr_value *with) {
    const bool alone = key->other == PR_NO_PLACE, words = with->kind == PR_NUMBER || with->kind == PR_DATE;
    const bool ordered = key->op >= PR_OP_EQUAL && key->op <= PR_OP_GREATER_EQUAL;
    return key->op == PR_OP_PATH                                                      ? TRUTHS
           : alone && key->op == PR_OP_EQUAL && with->kind == PR_STRING               ? TEXT
           : alone && ordered && words && (with->kind == PR_DATE || with->flags == 0) ? WORDS
                                                                                      : ANY;
}

/* `holds`: PR_HOLDS(order) for each order to `with` in which the key does. What is not as most are takes the rest of
 * the way. */
static inline __attribute__((always_inline)) pr_truth tell(pr_vm *vm, const pr_scan_key *key, way by,
                                                           unsigned holds, const pr_value *values,
                                                           const pr_value *with) {
    const pr_value *v = &values[key->place];
    if (by == TEXT && v->kind == PR_STRING) {
        return of_bool(pr_string_same(*v, *with));
    }
    const bool alike = v->kind == with->kind && v->exponent == with->exponent && v->flags == with->flags;
    if (by == WORDS && alike) {
        return of_bool((holds >> (pr_order_of(v->number, with->number) + 1) & 1) != 0);
    }
    if (by == TRUTHS && v->kind == PR_BOOLEAN) {
        return of_bool(v->number != 0);
    }
    const pr_value *to = key->other != PR_NO_PLACE ? &values[key->other] : with;
    return key->op == PR_OP_EQUAL && v->kind == PR_STRING && to->kind == PR_STRING
               ? of_bool(pr_string_same(*v, *to))
               : compare(vm, key, *v, *to);
}

static inline __attribute__((always_inline)) pr_column fill(pr_vm *vm, const pr_scan_key *key, way by,
                                                            const pr_value *with, const pr_shape *shape,
                                                            const pr_list *list, uint64_t of) {
    const unsigned less = key->op == PR_OP_EQUAL ? 0 : PR_HOLDS(PR_LESS),
                   equal = key->op == PR_OP_LESS ? 0 : PR_HOLDS(PR_EQUAL);
    pr_column column = {0};
    uint64_t bit = 1;
    for (uint32_t i = 0; i < list->count; i++, bit <<= 1) {
        const pr_value *item = &list->items[i];
        if (by == ANY && (of & bit) == 0) {
            continue;
        }
        pr_truth t = item->kind == PR_CONTEXT && item->context->shape == shape
                         ? tell(vm, key, by, less | equal, item->context->values, with)
                         : PR_NEITHER;
        if (t == PR_TRUE) {
            column.certain |= bit;
            column.possible |= bit;
        } else if (t != PR_FALSE) {
            column.possible |= bit;
            column.odd |= t == PR_NEITHER ? bit : 0;
        }
    }
    return column;
}

/* More records of a column of which some were seen. */
static void fill_part(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape, const pr_list *list,
                      uint64_t of) {
    pr_column *out = &vm->columns[key->column];
    const pr_value nothing = pr_null();
    if (vm->columns_known[key->column] == PR_COLUMN_NONE) {
        *out = (pr_column){0};
    }
    const uint64_t more = of & ~out->seen;
    const pr_column column = fill(vm, key, ANY, &nothing, shape, list, more);
    out->certain |= column.certain;
    out->possible |= column.possible;
    out->odd |= column.odd;
    out->seen |= more;
    vm->columns_known[key->column] = PR_COLUMN_PART;
}

/* Each way is a loop of its own. */
void pr_scan_fill(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape, const pr_list *list,
                  uint64_t of) {
    const bool compares = key->other == PR_NO_PLACE && key->op != PR_OP_PATH && key->op != PR_OP_BUILTIN;
    if (key->costly) {
        fill_part(vm, key, shape, list, of);
        return;
    }
    const pr_value with = compares ? pr_vm_at_hand(vm, &key->with) : pr_null();
    pr_column *out = &vm->columns[key->column];
    switch (way_of(key, &with)) {
    case TEXT: *out = fill(vm, key, TEXT, &with, shape, list, UINT64_MAX); break;
    case WORDS: *out = fill(vm, key, WORDS, &with, shape, list, UINT64_MAX); break;
    case TRUTHS: *out = fill(vm, key, TRUTHS, &with, shape, list, UINT64_MAX); break;
    default: *out = fill(vm, key, ANY, &with, shape, list, UINT64_MAX);
    }
    vm->columns_known[key->column] = PR_COLUMN_WHOLE;
}

bool pr_scan_choose(pr_vm *vm, const pr_scan_key *key, uint32_t count, const pr_shape *shape,
                    const pr_list *list, pr_passing *out) {
    const uint64_t all = pr_scan_all(list).certain;
    uint64_t certain = all, possible = all, odd = 0;
    for (const pr_scan_key *end = key + count; key < end; key++) {
        pr_column joined = {0};
        for (bool more = true; more; key += more) {
            more = key->or_next;
            if (vm->columns_known[key->column] != PR_COLUMN_WHOLE) {
                (void)pr_vm_measured(vm, &key->with);
                pr_scan_prepare(vm, key, shape, list, possible);
            }
            const pr_column column = pr_scan_column_of(vm, key, all);
            joined.certain |= column.certain;
            joined.possible |= column.possible;
            joined.odd |= column.odd;
        }
        odd |= possible & joined.odd;
        certain &= joined.certain;
        possible &= joined.possible;
    }
    *out = (pr_passing){certain, possible};
    return odd == 0;
}

/* The column of keys joined by `or`, of the records `of`. `*i` is the first of them, then the last. False where one has
 * none. */
static bool join_columns(pr_vm *vm, const pr_scan *scan, uint32_t *i, const pr_list *list, uint64_t of,
                         pr_column *out) {
    const uint64_t all = pr_scan_all(list).certain;
    *out = (pr_column){0};
    for (bool more = true; more; *i += more) {
        const pr_scan_key *key = &vm->program->scan_keys[scan->first + *i];
        more = key->or_next;
        if (key->column == PR_NONE) {
            return false;
        }
        const pr_column *column = pr_scan_column(vm, key, scan->shape, list, of);
        out->certain |= key->negated ? ~column->possible & all : column->certain;
        out->possible |= key->negated ? ~column->certain & all : column->possible;
        out->odd |= column->odd;
    }
    return true;
}

bool pr_scan_passing(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *io) {
    for (uint32_t i = 0; i < scan->count; i++) {
        pr_column column;
        if (!join_columns(vm, scan, &i, list, io->possible, &column) || (io->possible & column.odd) != 0) {
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
        all = join_columns(vm, scan, &i, list, out->possible, &column);
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
