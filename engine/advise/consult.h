/* What is to be said of one case: where each entity stands, on what grounds, and the case as it would be presented.
 * Everything lives in the evaluation's arena and is borrowed until the next evaluation. */
#ifndef PR_ADVISE_CONSULT_H
#define PR_ADVISE_CONSULT_H

#include "advise/advise.h"

typedef struct pr_ground_slot {
    pr_text name, text;
} pr_ground_slot;

/* A tuple of a relation that shows grounds, whether it holds or not. */
typedef struct pr_ground {
    uint32_t fact;
    pr_text id, text;
    pr_truth status;             /* certain, certainly not, or undecided */
    const pr_ground_slot *slots; /* what else the relation says of it, in the order of its slots */
    uint32_t slot_count;
    uint32_t rank;        /* the place of its first enum slot among the enum's values */
    const pr_need *needs; /* of an undecided one */
    uint32_t need_count;
    pr_value sources;
} pr_ground;

typedef struct pr_grounds {
    pr_text name; /* of the relation */
    const pr_ground *items;
    uint32_t count;
} pr_grounds;

/* Texts of a relation that shows notes. */
typedef struct pr_notes {
    pr_text name;
    const pr_text *items;
    uint32_t count;
} pr_notes;

/* Something that the case does not say yet. */
typedef struct pr_lookup {
    pr_text attribute, text; /* the path of a need; the text may be empty */
} pr_lookup;

typedef struct pr_consulted {
    const pr_entity *entity;
    pr_text standing; /* the first that is certain, in the order of its enum; empty: none is */
    uint32_t rank;    /* its place there */
    bool first;       /* shown without --all */
    const pr_grounds *grounds;
    uint32_t grounds_count;
    const pr_notes *notes;
    uint32_t notes_count;
    const pr_lookup *check;
    uint32_t check_count;
    const pr_caveat *caveats;
    uint32_t caveat_count;
    pr_value not_encoded; /* a list of texts, or null */
} pr_consulted;

/* A part of the presentation: what can be said, and what is missing from it. */
typedef struct pr_part {
    pr_text name, text;
    const pr_lookup *missing;
    uint32_t missing_count;
} pr_part;

typedef struct pr_consult {
    pr_advice head;            /* of which the program, the day, the id and the warnings are filled */
    pr_text collection;        /* of the entities that have a standing */
    const pr_consulted *items; /* by rank and id */
    uint32_t count;
    const pr_part *parts;
    uint32_t part_count;
} pr_consult;

/* NULL when out of memory or after a limit. Without a relation that shows standings there are no items. */
const pr_consult *pr_advise_consult(pr_vm *vm, const pr_advice_context *context);

#endif
