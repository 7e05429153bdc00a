/* Conditions on records that compare fields with values at hand (as a database's scan keys do), tested without walking
 * the graph. Whatever is not plain (a field that is null or of another type, an error) is left to the evaluator. */
#ifndef PR_VM_SCAN_H
#define PR_VM_SCAN_H

#include "vm/gate.h"

typedef struct pr_scanner {
    pr_vm *vm;
    pr_node_id predicate;
    uint32_t local;
    const pr_scan_key *keys; /* NULL: each item takes the evaluator */
    uint32_t count;
    bool complete;
    const pr_shape *shape; /* of which it is known that the keys' places are right */
} pr_scanner;

/* `scan` is the number of a scan, or 0; `predicate` the condition that it is of, `local` where the items stand. */
static inline void pr_scan_begin_with(pr_vm *vm, uint32_t scan, pr_node_id predicate, uint32_t local,
                                      pr_scanner *out) {
    const pr_program *p = vm->program;
    *out = (pr_scanner){.vm = vm, .predicate = predicate, .local = local};
    if (scan == 0 || !pr_vm_is_quick(vm)) {
        return;
    }
    out->keys = p->scan_keys + p->scans[scan - 1].first;
    out->count = p->scans[scan - 1].count;
    out->complete = p->scans[scan - 1].complete;
    out->shape = p->scans[scan - 1].shape;
}
/* `iteration` is a filter or a quantifier. */
static inline void pr_scan_begin(pr_vm *vm, pr_node_id iteration, pr_scanner *out) {
    const pr_program *p = vm->program;
    const pr_node *node = pr_node_at(p, iteration);
    pr_scan_begin_with(vm, p->scan_of != NULL ? p->scan_of[iteration] : 0, p->args[node->first + 1],
                       node->extra, out);
}
/* The truth of one key for a record's values, but for its negation; PR_NEITHER where it takes the evaluator. */
pr_truth pr_scan_compare(pr_vm *vm, const pr_scan_key *key, const pr_value *values);
static inline pr_truth pr_scan_positive(pr_vm *vm, const pr_scan_key *key, const pr_value *values) {
    const pr_value *v = &values[key->place]; /* most keys ask whether a field is a text */
    return key->text && v->kind == PR_STRING ? pr_string_same(*v, key->with.value) ? PR_TRUE : PR_FALSE
                                             : pr_scan_compare(vm, key, values);
}
static inline pr_truth pr_scan_key_of(pr_vm *vm, const pr_scan_key *key, const pr_value *values) {
    pr_truth t = pr_scan_positive(vm, key, values);
    bool turned = key->negated && (t == PR_TRUE || t == PR_FALSE);
    return !turned ? t : t == PR_TRUE ? PR_FALSE : PR_TRUE;
}
/* That of keys joined by `or`, the first of which is `*i`, which then is the last. */
pr_truth pr_scan_alternatives(pr_vm *vm, const pr_scan_key *keys, uint32_t *i, const pr_value *values);

/* Finds what the key, which must have a column, says but for its negation of the records of its list, which are of this
 * shape and no more than PR_COLUMN_RECORDS: of those `of`, if it costs much. */
void pr_scan_fill(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape, const pr_list *list, uint64_t of);
/* The same, once in an evaluation. */
static inline const pr_column *pr_scan_column(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape,
                                              const pr_list *list, uint64_t of) {
    const uint8_t known = vm->columns_known[key->column];
    if (known != PR_COLUMN_WHOLE && (known == PR_COLUMN_NONE || (of & ~vm->columns[key->column].seen) != 0)) {
        pr_scan_fill(vm, key, shape, list, of);
    }
    return &vm->columns[key->column];
}
/* The same where what the key compares with is known by now; else the evaluator is to tell. */
static inline void pr_scan_prepare(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape,
                                   const pr_list *list, uint64_t of) {
    if (vm->columns_known[key->column] != PR_COLUMN_WHOLE) {
        if (pr_vm_comparand(vm, &key->with) != NULL) {
            (void)pr_scan_column(vm, key, shape, list, of);
        } else {
            vm->columns[key->column] = (pr_column){.odd = UINT64_MAX, .possible = UINT64_MAX};
        }
    }
}
/* Records that pass, a bit each, and those that may. */
typedef struct pr_passing {
    uint64_t certain, possible;
} pr_passing;
/* All records of a list of no more than PR_COLUMN_RECORDS. */
static inline pr_passing pr_scan_all(const pr_list *list) {
    uint64_t all = list->count < PR_COLUMN_RECORDS ? ((uint64_t)1 << list->count) - 1 : UINT64_MAX;
    return (pr_passing){all, all};
}
/* The column of a key, of records `all`. */
static inline pr_column pr_scan_column_of(const pr_vm *vm, const pr_scan_key *key, uint64_t all) {
    const pr_column *c = &vm->columns[key->column];
    return !key->negated
               ? *c
               : (pr_column){.certain = ~c->possible & all, .possible = ~c->certain & all, .odd = c->odd};
}
/* The records of a list that pass keys, whose columns are found as they are needed. False where nobody but the
 * evaluator can tell. */
bool pr_scan_choose(pr_vm *vm, const pr_scan_key *key, uint32_t count, const pr_shape *shape,
                    const pr_list *list, pr_passing *out);
/* The same of columns that are there. */
static inline bool pr_scan_select(const pr_vm *vm, uint32_t first, uint32_t count, uint64_t all,
                                  pr_passing *which) {
    const pr_scan_key *key = vm->program->scan_keys + first;
    uint64_t certain = all, possible = all, odd = 0;
    for (const pr_scan_key *end = key + count; key < end; key++) {
        pr_column column = pr_scan_column_of(vm, key, all);
        while (key->or_next) {
            const pr_column other = pr_scan_column_of(vm, ++key, all);
            column.certain |= other.certain;
            column.possible |= other.possible;
            column.odd |= other.odd;
        }
        odd |= possible & column.odd;
        certain &= column.certain;
        possible &= column.possible;
    }
    *which = (pr_passing){certain, possible};
    return odd == 0;
}
/* Takes away from `io` the records of such a list that do not pass the keys; false where that takes the evaluator. */
bool pr_scan_passing(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *io);
/* The records of such a list that the keys leave; of those in `possible` but not in `certain` nobody but the evaluator
 * can tell. */
void pr_scan_narrow(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *out);
/* Are the keys' places right for records of this shape? If so, that is remembered. */
bool pr_scan_has_places(pr_scanner *scanner, const pr_shape *shape);

/* The truth of the keys, which must not be NULL, for an item; PR_NEITHER where it takes the evaluator. */
static inline pr_truth pr_scan_keys(pr_scanner *s, pr_value item) {
    if (item.kind != PR_CONTEXT ||
        (item.context->shape != s->shape && !pr_scan_has_places(s, item.context->shape))) {
        return PR_NEITHER;
    }
    pr_truth joined = PR_TRUE;
    for (uint32_t i = 0; i < s->count; i++) {
        const pr_scan_key *key = &s->keys[i];
        pr_truth t = key->or_next ? pr_scan_alternatives(s->vm, s->keys, &i, item.context->values)
                                  : pr_scan_key_of(s->vm, key, item.context->values);
        if (t == PR_FALSE || t == PR_NEITHER) {
            return t;
        }
        joined = t == PR_UNDECIDED ? t : joined;
    }
    return s->complete ? joined : PR_NEITHER;
}

/* The truth of the predicate for an item, which then stands in the iteration's local. */
pr_truth pr_scan_test(pr_scanner *scanner, pr_value item);

#endif
