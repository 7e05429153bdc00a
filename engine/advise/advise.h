/* Result models made from facts: what `check` and `eligible` show. Everything lives in the evaluation's
 * arena and is borrowed until the next evaluation. */
#ifndef PR_ADVISE_ADVISE_H
#define PR_ADVISE_ADVISE_H

#include "advise/pathway.h"

typedef enum pr_verdict { PR_ELIGIBLE, PR_INELIGIBLE, PR_UNDETERMINED } pr_verdict;
typedef enum pr_status { PR_MET, PR_UNMET, PR_OPEN, PR_WAIVED, PR_NOT_APPLICABLE } pr_status;

/* A waiver that was used. */
typedef struct pr_waiver {
    pr_text by, reason;
    int64_t until;  /* packed date */
    int64_t number; /* on record in a store; 0: claimed in the profile */
} pr_waiver;

/* Something that a condition looked at: a path or an expression, and what it was. */
typedef struct pr_finding {
    pr_text what;   /* "exams.score", "count(trips[...])"; empty in the last: there is more than is told */
    pr_value value; /* unknown where it is not known; a list is shown by its length */
} pr_finding;

typedef struct pr_advice_requirement {
    const pr_requirement *requirement;
    pr_status status;
    pr_text text, detail; /* detail may be empty */
    pr_text because;      /* one sentence */
    const pr_finding *findings;
    uint32_t finding_count;
    const pr_text *needs; /* attribute paths, sorted */
    uint32_t need_count;
    pr_text remedy;      /* id, or empty */
    pr_text remedy_text; /* of the action, or empty */
    bool waivable;
    pr_text waivable_by;
    const pr_waiver *waiver; /* where waived and one is found */
    pr_value sources;        /* list of contexts {doc, at}; null: none */
    bool
        only_date; /* not met, but every date it rests on is given: met on `from` by the profile's own dates */
    int64_t from;
} pr_advice_requirement;

typedef struct pr_advice_verdict {
    const pr_subject *subject;
    pr_text id, collection, name;
    pr_verdict verdict;
    pr_text because;
    pr_advice_requirement *requirements;
    uint32_t requirement_count;
    const pr_text *not_encoded;
    uint32_t not_encoded_count;
    const pr_caveat *caveats;
    uint32_t caveat_count;
    const pr_text *needs; /* of an undetermined verdict */
    uint32_t need_count;
    pr_value sources;
    bool first; /* a fact with the role focus names it */
} pr_advice_verdict;

typedef struct pr_recommendation {
    pr_text id;
    const pr_text *rules;
    uint32_t rule_count;
    pr_text topic; /* id of an entity, or empty */
    pr_text phase, priority, text, detail;
    pr_value due; /* a date or null */
    bool certain;
    const pr_text *needs;
    uint32_t need_count;
    const pr_text *because;
    uint32_t because_count;
    pr_value sources;         /* list */
    const pr_caveat *caveats; /* of what was applied: disputes it rests on */
    uint32_t caveat_count;
    uint32_t phase_order, priority_order; /* for sorting: 0 comes first */
} pr_recommendation;

typedef struct pr_question {
    pr_text attribute, ask;
    const pr_text *decides; /* ids of undetermined verdicts that need it */
    uint32_t decide_count;
    bool first; /* one of them is called for first */
} pr_question;

typedef struct pr_advice_warning {
    pr_text text;
    pr_value sources;
    bool failed; /* a condition that could not be evaluated */
} pr_advice_warning;

typedef struct pr_advice {
    const pr_program *program;
    pr_text digest; /* of the knowledge base; empty where nobody shows it */
    int64_t as_of;
    pr_text profile_id, profile_name;
    const pr_advice_verdict *verdicts; /* by subject */
    uint32_t verdict_count;
    const pr_advice_pathway *pathways; /* by id */
    uint32_t pathway_count;
    const pr_recommendation *recommendations; /* by phase, priority, id */
    uint32_t recommendation_count;
    const pr_question *questions; /* those of verdicts called for first, then those that decide most */
    uint32_t question_count;
    const pr_advice_warning *warnings;
    uint32_t warning_count;
} pr_advice;

pr_verdict pr_advise_verdict(const pr_vm *vm, const pr_subject *subject);
pr_status pr_advise_status(pr_vm *vm, const pr_requirement *requirement);
/* What was wrong with the profile or with evaluating it, sorted, in the vm's arena. After an evaluation of more than
 * verdicts. `dates_cut`: that not all dates to come were tried is said, too. False when out of memory. */
bool pr_advise_warn(pr_vm *vm, bool dates_cut, const pr_advice_warning **out, uint32_t *count);
/* The path of a need: "rotations[2].weeks", "parameter:ID"; of a value that an open list may have "tags.urgent".
 * In the vm's arena. */
pr_text pr_advise_need_path(pr_vm *vm, pr_need need);
/* What an advice takes from outside of the evaluation. */
typedef struct pr_advice_context {
    pr_text profile_id, profile_name, digest;
    pr_vm *later; /* a second machine of the same program, for looking at days to come; NULL: nobody looks */
} pr_advice_context;

/* Builds the whole advice; NULL when out of memory or after a limit. */
const pr_advice *pr_advise(pr_vm *vm, const pr_advice_context *context);

/* What to ask a person for these needs, which would decide what `decides` names; those of nobody (parameters) are left
 * out. In the vm's arena, whose `failed` is set when out of memory. */
const pr_question *pr_advise_ask(pr_vm *vm, const pr_needs *needs, pr_text decides, uint32_t *count);

const char *pr_verdict_name(pr_verdict verdict); /* "eligible" */
/* "claimed in the profile", "on record as waiver 3"; of NULL the first. */
pr_text pr_advise_say_standing(pr_arena *arena, const pr_waiver *waiver);
const char *pr_status_name(pr_status status); /* "met", "unmet", "unknown", "waived", "not-applicable" */

#endif
