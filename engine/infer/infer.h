/* Forward chaining: evaluates all facts of a program over one profile, stratum by stratum, to the certain
 * and the possible fixpoint at once. A fact's state is PR_TRUE (certain), PR_UNDECIDED (possible only) or
  * PR_FALSE. */
#ifndef PR_INFER_INFER_H
#define PR_INFER_INFER_H

#include "vm/vm.h"

typedef enum pr_record {
    PR_RECORD_VERDICTS, /* only verdicts, where they stand alone */
    PR_RECORD_NOTHING,  /* all facts */
    PR_RECORD_SUPPORTS, /* and what supports them */
} pr_record;

/* Call pr_vm_begin first. `record` tells whether loops keep what supports their tuples. The vm's status says
 * whether all went well; after a limit or want of memory every fact must be taken as undecided. */
void pr_infer(pr_vm *vm, pr_record record);

#endif
