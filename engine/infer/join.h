/* What a loop goes through, by the values of the field that its condition compares with something known before: of
 * thousands of items only those are tried that may pass. */
#ifndef PR_INFER_JOIN_H
#define PR_INFER_JOIN_H

#include "vm/vm.h"

/* Of one level of a loop; zeros to begin with. */
typedef struct pr_join {
    const pr_value *items; /* of the list that was seen last */
    bool looked;           /* for what is compared */
    pr_text field;
    pr_node_id with;  /* what the field is compared with; PR_NONE: the condition does not begin so */
    uint8_t kind;     /* of the field in all items; PR_NULL: they are not of one plain kind */
    uint32_t *firsts; /* by hash: the first item + 1; NULL: not made */
    uint32_t *nexts;  /* by item: the next of the same hash + 1 */
    uint32_t mask;
} pr_join;

/* Of shorter lists every item is looked at as soon. */
enum { PR_JOIN_FROM = 16 };

/* What tells which items of a list that long are to be tried, the first + 1 of them in `first`; NULL: all are. Those
 * that are passed over would fail at the condition and leave no trace. `joins`, by level, are made when first
 * needed. */
const pr_join *pr_join_first(pr_vm *vm, const pr_loop *loop, uint32_t level, const pr_list *list,
                             pr_join **joins, uint32_t *first);

#endif
