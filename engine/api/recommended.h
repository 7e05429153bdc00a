/* What recommends something: facts, and tuples that loops found. */
#ifndef PR_API_RECOMMENDED_H
#define PR_API_RECOMMENDED_H

#include "api/conclusion.h"
#include "explain/minimal.h"

/* Those of the best state that there is, the one first that is shown; none where nothing does, or may. */
typedef struct pr_recommended {
    pr_goal *goals;
    uint32_t count;
    pr_truth state;
} pr_recommended;

/* The slots of a numbered fact; NULL where not all of them are known. */
const pr_value *pr_api_known_slots(pr_vm *vm, const pr_goal *goal);
/* NULL: there is none of that id. */
const pr_recommendation *pr_api_shown(const pr_advice *advice, pr_text id);
/* None of what is no recommendation. False when out of memory. */
bool pr_api_find_recommended(pr_vm *vm, const pr_conclusion *conclusion, const pr_recommendation *shown,
                             pr_recommended *out);
/* The first, or all of them where the explainer tells all; `goal` is the first. NULL when out of memory. */
const pr_proof *pr_api_prove_recommended(pr_explainer *explainer, const pr_recommended *recommended,
                                         pr_goal *goal);

#endif
