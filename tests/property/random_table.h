/* Random decision tables over three inputs, and what DMN says of them: read row by row, without the engine. */
#ifndef TESTS_PROPERTY_RANDOM_TABLE_H
#define TESTS_PROPERTY_RANDOM_TABLE_H

#include "property/random.h"

/* Inputs: n, a number from 0 to 6 that is counted in halves; e, one of a, b, c or null; f, a boolean. */
enum { N, E, F, INPUTS, MOST_ROWS = 6, MOST_RECORDS_HERE = 3, THINGS_HERE = 3 };
enum { NULL_HERE = -1, UNKNOWN_HERE = -2 };

typedef enum cell_kind {
    CELL_ANY,
    CELL_IS,      /* one or two values */
    CELL_IS_NOT,  /* the same under not(...) */
    CELL_RANGE,   /* of numbers */
    CELL_COMPARE, /* < <= > >= */
    CELL_OBSCURE, /* the same as COMPARE, written so that nobody sees through it before the run */
    CELL_NULL,
    CELL_NOT_NULL,
} cell_kind;

typedef struct table_cell {
    cell_kind kind;
    int values[2];
    bool two, low_closed, high_closed;
    int op; /* 0 <, 1 <=, 2 >, 3 >= */
} table_cell;

typedef struct table_row {
    table_cell cells[INPUTS];
    int number, text; /* outputs; number -1: 2 where f, else 1 */
} table_row;

typedef enum policy {
    UNIQUE,
    ANY,
    PRIORITY,
    FIRST,
    RULE_ORDER,
    OUTPUT_ORDER,
    COLLECT,
    SUM,
    MIN,
    MAX,
    COUNT
} policy;
/* What the rule ranges over, and so where n and e come from. */
typedef enum range_kind { OVER_NOTHING, OVER_THINGS, OVER_RECORDS } range_kind;

typedef struct random_table {
    policy hit;
    range_kind over;
    bool drawn; /* as text */
    uint32_t row_count;
    table_row rows[MOST_ROWS];
    bool has_default;
    table_row otherwise;
} random_table;

/* What a profile says: values, NULL_HERE or UNKNOWN_HERE. */
typedef struct situation {
    int values[INPUTS];
    int record_count; /* UNKNOWN_HERE: the list is not given */
    int records[MOST_RECORDS_HERE][2];
} situation;

void random_table_make(random_table *t, random_numbers *random);
/* A whole knowledge base with the table as a rule for `out`. */
void random_table_write(const random_table *t, pr_buf *out);
void situation_write(const situation *s, pr_buf *out);

/* The inputs of the n-th instance of the rule; false where there are no more. */
bool table_instance(const random_table *t, const situation *s, uint32_t number, int inputs[INPUTS]);
bool row_holds(const table_row *row, const int inputs[INPUTS]);
/* Two rows that hold together and must not, of which an instance where they do is known. */
bool rows_clash(const random_table *t, uint32_t x, uint32_t y, const int inputs[INPUTS]);
/* The facts as lines, sorted, each once. False where rows clash: nobody says what holds then. */
bool table_facts(const random_table *t, const situation *s, pr_buf *out);
/* Is there an input of the kind the rule ranges over, as far as declared types tell, where two rows clash; where no row
 * holds; and is there a cell that nobody sees through? */
bool table_clashes(const random_table *t);
bool table_has_gap(const random_table *t);
bool table_is_obscure(const random_table *t);

#endif
