/* Rules after parsing and checking. */
#ifndef PR_COMPILE_RULES_H
#define PR_COMPILE_RULES_H

#include "base/limits.h"
#include "compile/build.h"

/* Variables of a rule as a set. */
typedef uint32_t pr_vars;

/* A part of a rule's condition that can be tested by itself. */
typedef struct pr_conjunct {
    const pr_kb_when
        *when;    /* `any`, `all`, `not`: lowered as a whole; or the expression that `tree` belongs to */
    pr_ast *tree; /* of an expression, or of one part of its `and`; NULL for the others */
    pr_ast *const *trees; /* of the others: by expression in order of walking */
    pr_vars uses;
} pr_conjunct;

typedef struct pr_checked_head {
    const pr_kb_head *head;
    pr_ast **slots; /* by slot; NULL where it is a value, a table's output or left out */
} pr_checked_head;

typedef struct pr_checked_table pr_checked_table;

typedef struct pr_checked_rule {
    const pr_kb_rule *rule;
    pr_checked_table *table; /* or NULL */
    pr_ast **sources;        /* by variable */
    pr_vars *source_uses;
    pr_typed_name *variables;
    PR_VEC(pr_conjunct) conjuncts;
    pr_checked_head *heads;
    pr_ast *because; /* or NULL */
    bool *mentions;  /* by relation */
    bool idle;       /* nothing that is wanted rests on it */
} pr_checked_rule;

/* All rules, or NULL when one has an error (all are reported). */
pr_checked_rule *pr_check_rules(pr_build *build);
/* Finds the rules that need not be grounded, because of what is left out. `mentioned`: by relation, named
 * outside of rules. */
void pr_mark_idle(pr_build *build, pr_checked_rule *rules, const bool *mentioned);
/* Which of a rule's variables a tree mentions. */
pr_vars pr_tree_uses(const pr_ast *tree, const pr_checked_rule *rule);
/* Marks the relations that have tuples which are not constant, as far as the text of the rules tells. */
void pr_mark_impure(pr_build *build, const pr_checked_rule *rules);

bool pr_ground(pr_build *build, const pr_checked_rule *rules, bool *again);

#endif
