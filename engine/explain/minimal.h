/* The shortest proof by what it takes from the profile. */
#ifndef PR_EXPLAIN_MINIMAL_H
#define PR_EXPLAIN_MINIMAL_H

#include "explain/proof.h"

/* A proof of the same conclusion that names no attribute of the profile without which it holds as well: where `proof`
 * names one, the conclusion is drawn again by `later`, a second machine, from the others alone. `blank` is what nothing
 * is known of. Gives `proof` where it is minimal; NULL when out of memory. */
const pr_proof *pr_explain_minimal(pr_explainer *explainer, pr_vm *later, const pr_value *blank,
                                   uint32_t fact, const pr_proof *proof);

#endif
