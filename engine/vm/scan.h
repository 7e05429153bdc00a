/* Conditions on records that compare fields with values at hand (as a database's scan keys do), tested without walking
 * the graph. Whatever is not plain (a field that is null or of another type, an error) is left to the evaluator. */
#ifndef PR_VM_SCAN_H
#define PR_VM_SCAN_H

#include "vm/vm.h"

typedef struct pr_scanner {
    pr_vm *vm;
    pr_node_id predicate;
    uint32_t local;
    const pr_scan_key *keys; /* NULL: each item takes the evaluator */
    uint32_t count;
    const pr_shape *shape; /* of which it is known that the keys' places are right */
} pr_scanner;

/* `iteration` is a filter or a quantifier. */
static inline void pr_scan_begin(pr_vm *vm, pr_node_id iteration, pr_scanner *out) {
    const pr_program *p = vm->program;
    const pr_node *node = pr_node_at(p, iteration);
    out->vm = vm;
    out->predicate = p->args[node->first + 1];
    out->local = node->extra;
    out->keys = NULL;
    out->count = 0;
    out->shape = NULL;
    /* Who watches wants to be told of every comparison, and who is not strict why one gave null. */
    if (p->scan_of == NULL || p->scan_of[iteration] == 0 || vm->watch != NULL || !vm->strict) {
        return;
    }
    const pr_scan *scan = &p->scans[p->scan_of[iteration] - 1];
    out->keys = p->scan_keys + scan->first;
    out->count = scan->count;
    out->shape = scan->shape;
}
/* The truth of one key for a field's value; PR_NEITHER where it takes the evaluator. */
pr_truth pr_scan_compare(pr_vm *vm, const pr_scan_key *key, pr_value v);

/* Records of which a column can tell. */
enum { PR_COLUMN_RECORDS = 64 };
/* What the key, which must have a column, says of the records of its list, no more than PR_COLUMN_RECORDS. Found once
 * in an evaluation. */
const pr_column *pr_scan_column(pr_vm *vm, const pr_scan_key *key, const pr_shape *shape,
                                const pr_list *list);
/* Records that pass, a bit each, and those that may. */
typedef struct pr_passing {
    uint64_t certain, possible;
} pr_passing;
/* All records of a list of no more than PR_COLUMN_RECORDS. */
static inline pr_passing pr_scan_all(const pr_list *list) {
    uint64_t all = list->count < PR_COLUMN_RECORDS ? ((uint64_t)1 << list->count) - 1 : UINT64_MAX;
    return (pr_passing){all, all};
}
/* Takes away from `io` the records of such a list that do not pass the keys; false where that takes the evaluator. */
bool pr_scan_passing(pr_vm *vm, const pr_scan *scan, const pr_list *list, pr_passing *io);
/* Are the keys' places right for records of this shape? */
bool pr_scan_has_places(const pr_scanner *scanner, const pr_shape *shape);

/* The truth of the keys, which must not be NULL, for an item; PR_NEITHER where it takes the evaluator. Most keys ask
 * whether a field is a text. */
static inline pr_truth pr_scan_keys(pr_scanner *s, pr_value item) {
    if (item.kind != PR_CONTEXT ||
        (item.context->shape != s->shape && !pr_scan_has_places(s, item.context->shape))) {
        return PR_NEITHER;
    }
    pr_truth joined = PR_TRUE;
    for (uint32_t i = 0; i < s->count; i++) {
        const pr_scan_key *key = &s->keys[i];
        pr_value v = item.context->values[key->place];
        if (key->text && v.kind == PR_STRING) {
            if (pr_string_same(v, key->with.value)) {
                continue;
            }
            return PR_FALSE;
        }
        pr_truth t = pr_scan_compare(s->vm, key, v);
        if (t == PR_FALSE || t == PR_NEITHER) {
            return t;
        }
        joined = t == PR_UNDECIDED ? t : joined;
    }
    return joined;
}

/* The truth of the predicate for an item, which then stands in the iteration's local. */
pr_truth pr_scan_test(pr_scanner *scanner, pr_value item);

#endif
