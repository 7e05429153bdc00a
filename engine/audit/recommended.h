/* What an audit's rows recommend. */
#ifndef PR_AUDIT_RECOMMENDED_H
#define PR_AUDIT_RECOMMENDED_H

#include "vm/vm.h"

/* A fact that recommends something. */
typedef struct pr_recommended_fact {
    uint32_t fact;
    bool known; /* what it recommends, whatever the profile */
    pr_text id;
} pr_recommended_fact;

/* The relation that has them, and its facts by id, so that what applies to a record comes sorted. */
typedef struct pr_recommended {
    uint32_t relation, slot; /* that of the id. PR_NONE: there are none */
    uint32_t count;
    const pr_recommended_fact *facts;
    const pr_literal *literals; /* their states */
} pr_recommended;

/* False when out of memory. */
bool pr_recommended_make(const pr_program *program, pr_recommended *out, pr_arena *arena);

/* The ids of what is certainly recommended, sorted, each once, in the evaluation's arena. False when out of memory. */
bool pr_recommended_find(pr_vm *vm, const pr_recommended *all, const pr_text **ids, uint32_t *count);

#endif
