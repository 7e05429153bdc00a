/* Grounding: what its files share. */
#ifndef PR_COMPILE_GROUND_H
#define PR_COMPILE_GROUND_H

#include "compile/table.h"

typedef struct pr_instance {
    pr_build *build;
    const pr_checked_rule *rule;
    uint32_t number; /* of the rule */
    pr_vars fixed;   /* variables bound to constants */
    pr_vars later;   /* variables that only the run can bind */
    pr_env scope[PR_LIMIT_VARIABLES];
    pr_value values[PR_LIMIT_VARIABLES];
    uint32_t sizes[PR_LIMIT_VARIABLES]; /* of the lists, for the message about the limit */
    uint8_t *done;                      /* by conjunct: lowered already */
    pr_node_id *residual;               /* conditions that remain for the run */
    uint32_t residual_count;
    uint32_t emitted;
    const pr_node_id *outputs; /* of the table's row at hand, by output */
    const pr_kb_row *row;      /* NULL: none */
    bool stop, again;
} pr_instance;

/* An instance whose variables are all bound: by constants, or in the run by loops. */
typedef struct pr_bound {
    const pr_env *env;
    uint32_t levels; /* of loops; the first free local */
    const pr_node_id *sources, *tests;
    const uint32_t *variables;
} pr_bound;

/* The nodes of a head's slots under an environment, by slot; NULL when out of memory. */
pr_node_id *pr_ground_slots(pr_instance *in, const pr_checked_head *head, const pr_env *env, uint32_t depth);
/* Asserts all heads where the instance's conditions and `extra` (PR_NONE: nothing more) hold. `number` is that of the
 * rule or of a table's row; `slots` are by head. */
void pr_ground_conclude(pr_instance *in, const pr_bound *bound, uint32_t number, pr_node_id extra,
                        const pr_env *env, pr_node_id *const *slots);
pr_node_id pr_ground_condition(pr_instance *in, pr_node_id node);

/* table_ground.c: the rows of a table. */
void pr_ground_table(pr_instance *in, const pr_bound *bound);

#endif
