/* The tuples of a relation that loops found, each kept once. */
#ifndef PR_INFER_TABLE_H
#define PR_INFER_TABLE_H

#include "vm/vm.h"

/* Who found a tuple, and what is known of it. */
typedef struct pr_found {
    uint32_t relation, loop;
    pr_truth state;
} pr_found;

/* The tuple of these slots, all of them known, made when it is new; `added` is set then. NULL when out of memory. */
pr_tuple *pr_table_keep(pr_vm *vm, const pr_found *found, const pr_value *slots, bool *added);
/* One of slots of which some are not known: it is always new. */
pr_tuple *pr_table_keep_partial(pr_vm *vm, const pr_found *found, const pr_value *slots);

#endif
