/* What a person may ask about: a subject, a requirement, a recommendation, a fact. */
#ifndef PR_API_CONCLUSION_H
#define PR_API_CONCLUSION_H

#include "api/api.h"

typedef struct pr_conclusion {
    pr_text text;                      /* what was asked about, by its id */
    const pr_subject *subject;         /* whose verdict or requirement it is; or NULL */
    const pr_requirement *requirement; /* or NULL */
    /* The facts that would do, by number; without any a tuple of `relation` with these slots, or the requirement. */
    const uint32_t *facts;
    uint32_t fact_count;
    uint32_t relation;
    const pr_value *slots;
    const pr_tuple *tuple; /* or NULL: there is none of these slots */
    /* Of a recommendation: the tuples that would do, beside the facts. */
    const pr_tuple **tuples;
    uint32_t tuple_count;
} pr_conclusion;

/* Finds what the text names, among the facts of the session's evaluation. NOT_FOUND: the error is in `diagnostics`. */
preceptor_status pr_api_find_conclusion(preceptor_session *session, const char *text,
                                        preceptor_diagnostics *diagnostics, pr_conclusion *out);
/* How many subjects the text names by id, name or alias, and the first two. */
size_t pr_api_find_subjects(const pr_program *program, pr_text text, size_t *first, size_t *second);

#endif
