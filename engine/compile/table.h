/* Decision tables while they are compiled. */
#ifndef PR_COMPILE_TABLE_H
#define PR_COMPILE_TABLE_H

#include "compile/rules.h"

typedef struct pr_checked_row {
    pr_ast **tests;   /* by input, over the name "?"; NULL: any value. NULL in the default */
    pr_ast **outputs; /* by output; NULL where the cell is a value */
    pr_ast *because;  /* of the row; NULL: the rule's */
} pr_checked_row;

struct pr_checked_table {
    const pr_kb_table *table;
    pr_ast **inputs;
    pr_ast **allowed; /* by input; NULL: any value */
    const pr_type **output_types;
    pr_checked_row *rows;
    pr_typed_name *names; /* the scope of `then` and `because`: the rule's variables, outputs, and `place` */
    uint32_t name_count;
    uint32_t
        *ranks;  /* by row: its place among the rows, 0 first, by the values of the outputs where they have an
                      order, else by row */
    bool *apart; /* by row, then by row: there is no input that both let through. NULL: not looked for */
};

/* Types inputs and cells. False after errors. Looks for rows that overlap and for inputs without a row where there was
 * no error: that is what people get wrong in tables. */
bool pr_check_table(pr_build *build, pr_checked_rule *rule);
/* Warns of outputs that nothing takes, once the whole rule is checked. */
void pr_check_outputs_used(pr_build *build, const pr_checked_rule *rule);
/* table_check.c */
bool pr_check_table_cases(pr_build *build, const pr_checked_rule *rule, pr_checked_table *table);

/* What an output's cells let through of one input. */
typedef struct pr_case_column {
    pr_text name;      /* the input's expression */
    pr_value *samples; /* one of each class of values that no cell tells apart, those not allowed left out */
    uint32_t count;
    bool whole;     /* one class: no cell says anything */
    uint8_t *cells; /* by row and class: 0 does not pass, 1 passes, 2 nobody knows */
    bool *unclear;  /* by row: whether a value passes could not be found out */
} pr_case_column;

/* table_cases.c: the columns of a table, in `arena`, which may be reset when the answer was looked at. False when out
 * of memory. */
bool pr_table_cases(pr_build *build, const pr_checked_rule *rule, const pr_checked_table *table,
                    pr_arena *arena, pr_case_column *columns);

#endif
