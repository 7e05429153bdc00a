/* Facts of one key are one to whoever reads the answers: what they say beside it must be the same. */
#ifndef PR_INFER_KEYS_H
#define PR_INFER_KEYS_H

#include "diag/diag.h"
#include "infer/infer.h"

/* Call after pr_infer with more than PR_RECORD_VERDICTS. False when rules conclude two certain facts of one key that
 * differ; `diags`, which may be NULL, gets each such key with the rules that disagree. (Constant facts were compared
 * when the knowledge base loaded.) True, too, after a limit or want of memory, which the vm's status tells. */
bool pr_infer_keys(pr_vm *vm, pr_diags *diags);

#endif
