/* Loops over the records of a list of the profile, where all that matters of these is known. */
#ifndef PR_INFER_PLAIN_H
#define PR_INFER_PLAIN_H

#include "vm/vm.h"

/* Where a loop stopped at a record that takes three values: what was tested of it came to `tested`; PR_FALSE: nothing
 * was. What was found before holds. */
typedef struct pr_plain_stop {
    uint32_t record;
    pr_truth tested;
} pr_plain_stop;

/* Runs a loop without keeping supports or needs. False where it has to go on in another way, from `stop`. */
bool pr_infer_plain_loop(pr_vm *vm, uint32_t number, pr_plain_stop *stop);

#endif
