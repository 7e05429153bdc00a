/* A run of one FEEL expression: what `preceptor feel` does, once or line by line. */
#ifndef PR_API_FEEL_H
#define PR_API_FEEL_H

#include "api/api.h"
#include "compile/lower.h"

/* Everything of a run lives in one arena; a run may be made again and again in it. */
typedef struct pr_feel_run {
    const preceptor_allocator *allocator;
    pr_arena arena;
    pr_diags *diags;
    int64_t as_of;
    uint64_t step_limit; /* 0: the default */
    pr_regex_limits patterns;
    bool strict; /* errors are unknown, as in a knowledge base's conditions */
    PR_VEC(pr_text)
    names; /* keys of the context, at any depth: names with spaces are resolved against them */
    PR_VEC(pr_text)
    unknown; /* paths of {"@unknown": {"needs": [...]}}: attribute numbers are their places here */
} pr_feel_run;

/* What became of an expression. The value and the reason are in the run's arena or the machine's, so they are
 * handed over while both live. */
typedef struct pr_feel_result {
    pr_value value;
    const char *error; /* of a null that stands for an error; NULL: of none */
    preceptor_status status;
} pr_feel_result;
typedef void pr_feel_taker(void *user, pr_feel_run *run, const pr_feel_result *result);

void pr_feel_run_init(pr_feel_run *run, const preceptor_allocator *allocator, pr_diags *diags);
void pr_feel_run_release(pr_feel_run *run);
/* Forgets context and results, keeps memory. */
void pr_feel_run_reset(pr_feel_run *run);
/* The value of a context's document; what is wrong in it goes to the diagnostics. */
pr_value pr_feel_context(pr_feel_run *run, const pr_doc_node *root);
/* Evaluates and hands over the result; warnings with the reasons for nulls go to the diagnostics. INVALID, without a
 * result, when it does not parse. */
preceptor_status pr_feel_evaluate(pr_feel_run *run, const pr_feel_source *source, pr_value context,
                                  pr_feel_taker *take, void *user);
/* The type of a value, as FEEL names it. */
void pr_feel_write_type(pr_value value, pr_buf *out);
/* `"value": ..., "type": ..., "error": ...`, the last only where there is one. */
void pr_feel_write_json(pr_feel_run *run, const pr_feel_result *result, pr_buf *out);

#endif
