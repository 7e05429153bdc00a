/* What fired: every rule that drew a conclusion, in the order of strata, for those who keep the rules. */
#ifndef PR_EXPLAIN_TRACE_H
#define PR_EXPLAIN_TRACE_H

#include "explain/proof.h"

typedef struct pr_firing {
    uint32_t stratum; /* from 1 */
    pr_text rule, fact;
    pr_text part; /* of the rule's decision table: "row 2"; else empty */
    bool certain; /* else only possible */
    const pr_binding *bindings;
    uint32_t binding_count;
    pr_span at; /* the rule */
} pr_firing;

/* Calls `each` for every firing of the last evaluation, which must have kept supports. False when out of memory, or as
 * soon as `each` gives false. */
bool pr_trace(pr_explainer *explainer, bool (*each)(void *user, const pr_firing *firing), void *user);

#endif
