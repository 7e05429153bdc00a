/* Rules that iterate the profile's records or facts. */
#ifndef PR_INFER_LOOP_H
#define PR_INFER_LOOP_H

#include "infer/infer.h"

/* Runs all loops of a relation once; tells whether a tuple is new or became certain, or the relation open.
 * In a recursive stratum, where they run again and again, a tuple with an unknown slot only makes the
  * relation open: nothing would tell it from the one of the round before. */
bool pr_infer_loops(pr_vm *vm, uint32_t relation, bool recursive, pr_record record);

#endif
