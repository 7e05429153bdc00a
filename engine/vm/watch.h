/* Until when would everything that an evaluation computes come out the same?
 *
 * The value of today() passes through arithmetic until a condition looks at it. Such a condition is a turn: its truth
 * may be another on another day. With a watch, each turn that is evaluated is tried on later days, and `until` becomes
 * the last day on which all of them still come out as they did. What is evaluated decides what is evaluated next, so up
 * to `until` nothing at all is different, and only the day after needs an evaluation of its own. */
#ifndef PR_VM_WATCH_H
#define PR_VM_WATCH_H

#include "vm/vm.h"

enum {
    PR_WATCH_MOVES = 1, /* its value is another one on another day, or may be */
    PR_WATCH_TURNS = 2, /* a truth that looks at such a value */
    PR_WATCH_STEADY = 4 /* going forward in time it changes in one direction only */
};

struct pr_watch {
    const uint8_t *marks; /* by node */
    int64_t until;        /* days since 1970 */
};

/* Marks the nodes of a program. `*daily`: what moves gets where no turn sees it (into slots of facts that conditions
 * read, say), so that every day must be evaluated. NULL when out of memory. */
const uint8_t *pr_watch_marks(const pr_program *program, pr_arena *arena, bool *daily);

/* Called by the vm: a node was found to have this truth. */
void pr_vm_watched(pr_vm *vm, pr_node_id id, pr_truth found);

#endif
