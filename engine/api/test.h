/* While tests of a knowledge base run. */
#ifndef PR_API_TEST_H
#define PR_API_TEST_H

#include "api/api.h"
#include "keep/coverage.h"

/* What tests of one kind of document run with. */
typedef struct pr_test_desk {
    const preceptor_kb *kb;
    preceptor_session *session;
    preceptor_profile *profile;
    pr_coverage coverage;
} pr_test_desk;

/* What is wrong with an expectation goes to the diagnostics, what was not as expected to the failures. */
typedef struct pr_test_outcome {
    pr_diags *diags;
    pr_arena *arena;
    PR_VEC(pr_text) failures;
} pr_test_outcome;

/* The last evaluation of the desk's session, which was with reasons, against what `test` expects. False without
 * memory. */
bool pr_test_compare(pr_test_desk *desk, const pr_doc_node *test, pr_test_outcome *out);

#endif
