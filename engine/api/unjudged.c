/* Subjects of which no rule could ever say anything: for those who keep a knowledge base, and may have forgotten it. */
#include "api/api.h"

void pr_api_warn_of_unjudged(const pr_program *p, pr_diags *diags) {
    if (p->subject_count == 0 || p->roles[PR_ROLE_VERDICT] != PR_NONE) {
        return;
    }
    const pr_entity *first = p->subjects[0].entity;
    const pr_collection *collection = &p->collections[first->collection];
    pr_text name = collection->name;
    pr_diag *diag = pr_warn(diags, "no-verdict", pr_origin_whole(&collection->origins[first->index]),
                            "no relation shows a verdict: 'check' says nothing of '%.*s'", PR_ARG(name));
    pr_diag_hint(diags, diag, "eligible: {slots: {subject: entity(%.*s)}, shows: verdict}, and a rule for it",
                 PR_ARG(name));
}
