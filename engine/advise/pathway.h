/* Pathways: stages one after the other, and where a person stands on each. In the evaluation's arena.
 *
 * Which stages are done or under way, when one under way ends, and what stands in the way, rules say. What is
 * counted here: how much is left, and on which days things begin and end, as ranges where lengths are ranges or
 * something is not known. A range holds whatever the missing data turn out to be. Only what is `usual` of it is
 * exceeded where a stage under way, of whose end nothing is told, takes longer than its own length. */
#ifndef PR_ADVISE_PATHWAY_H
#define PR_ADVISE_PATHWAY_H

#include "advise/term.h"
#include "infer/infer.h"

typedef enum pr_stage_status {
    PR_STAGE_DONE,
    PR_STAGE_CURRENT,
    PR_STAGE_TO_COME,
    PR_STAGE_OPEN /* which of these is not known */
} pr_stage_status;

typedef struct pr_caveat {
    pr_text kind, text;
    pr_value sources;
} pr_caveat;

/* A requirement of a stage that is not met, or of which that is not known. */
typedef struct pr_obstacle {
    pr_text requirement, text;
    bool certain;
    pr_text because;
    const pr_text *needs; /* attribute paths, sorted */
    uint32_t need_count;
    pr_text remedy, remedy_text; /* id and text of an action, or empty */
    pr_value sources;
} pr_obstacle;

typedef struct pr_advice_stage {
    pr_text id, name;
    pr_stage_status status;
    bool counted;           /* is its time a part of the pathway's? */
    pr_term_range duration; /* of the whole stage */
    pr_term_range left;
    pr_day_range starts, ends; /* of a stage to come; the end of one under way too */
    bool slow;                 /* by the profile's own date it takes longer than its length */
    const pr_text *needs;      /* what would make status and range certain */
    uint32_t need_count;
    const pr_obstacle *obstacles;
    uint32_t obstacle_count;
    pr_value sources;
} pr_advice_stage;

typedef struct pr_advice_pathway {
    const pr_entity *entity;
    pr_text id, name;
    pr_truth open;   /* nothing known stands in the way */
    bool closed;     /* it does not exist on that day, and this person has not gone it: nothing is counted */
    bool done, goal; /* gone to its end; what the profile aims for */
    pr_text stage;   /* id of the one under way, or empty */
    pr_text because; /* one sentence */
    pr_term_range left;     /* of what is counted */
    pr_day_range completes; /* neither where it is done or closed */
    const pr_advice_stage *stages;
    uint32_t stage_count;
    const pr_text *not_encoded; /* of the pathway and its stages, as the caveats */
    uint32_t not_encoded_count;
    const pr_caveat *caveats;
    uint32_t caveat_count;
    pr_value sources;
} pr_advice_pathway;

const char *pr_stage_status_name(pr_stage_status status); /* "done", "current", "to-come", "unknown" */

#endif
