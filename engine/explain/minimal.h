/* The shortest proof by what it takes from the profile. */
#ifndef PR_EXPLAIN_MINIMAL_H
#define PR_EXPLAIN_MINIMAL_H

#include "explain/proof.h"

/* What is proved: a numbered fact; or, where that is PR_NONE, a tuple that loops found, or that there is none such. */
typedef struct pr_goal {
    uint32_t fact;
    uint32_t relation;
    const pr_value *slots; /* NULL: of a numbered fact some are not known */
    const pr_tuple *tuple; /* NULL: no loop found one of these slots */
    bool lacking; /* what would have to be for there to be one is told, rather than why there is none */
} pr_goal;

/* NULL when out of memory (the arena's `failed` is set). */
const pr_proof *pr_explain_goal(pr_explainer *explainer, const pr_goal *goal);
/* What would have to be known, where it is not known whether the goal holds. */
const pr_needs *pr_explain_goal_needs(pr_vm *vm, const pr_goal *goal);

/* A proof of the same conclusion that names no attribute of the profile without which it holds as well: where `proof`
 * names one, the conclusion is drawn again by `later`, a second machine, from the others alone. `blank` is what nothing
 * is known of. Gives `proof` where it is minimal, and where the goal is not decided; NULL when out of memory. */
const pr_proof *pr_explain_minimal(pr_explainer *explainer, pr_vm *later, const pr_value *blank,
                                   const pr_goal *goal, const pr_proof *proof);

#endif
