/* The chaining as a program for CLIPS, another engine of forward chaining, which must derive what this one does. */
#ifndef PR_KEEP_CLIPS_H
#define PR_KEEP_CLIPS_H

#include "vm/vm.h"

/* Rules over ground facts, (fact "relation" "slot" ...), and conditions: (holds N) and (fails N) of those that look at
 * the profile, or at lists of facts that only a run knows. False when out of memory. */
bool pr_keep_clips(const pr_program *program, pr_arena *arena, pr_buf *out);
/* Of a machine's last evaluation of all facts: the conditions as facts, and, as comments, the facts that it derived.
 * Conditions and facts that are not known are left out, and counted in `*unknown`. */
bool pr_keep_clips_facts(pr_vm *vm, pr_arena *arena, pr_buf *out, uint32_t *unknown);

#endif
