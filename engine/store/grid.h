/* What a store says of its audits: tables of text, for whoever lays them out. */
#ifndef PR_STORE_GRID_H
#define PR_STORE_GRID_H

#include "store/store.h"

enum { PR_GRID_COLUMNS = 6 };

/* A table, as it is asked for and as it came. */
typedef struct pr_grid {
    const char *title;
    const char *none;                     /* said where there are no rows; NULL: then nothing is */
    const char *columns[PR_GRID_COLUMNS]; /* ends with NULL where fewer */
    bool chart; /* columns 2 to 4 are counts of eligible, ineligible, undetermined */
    const char
        *sql; /* ?1: the audit; gives one row more than `most` where there are more. NULL: not asked in SQL */
    uint32_t most; /* rows that are shown */
    uint32_t column_count, row_count;
    const pr_text *cells; /* row by row */
    bool numbers[PR_GRID_COLUMNS];
    bool places
        [PR_GRID_COLUMNS]; /* it comes as PR_SQL_PLACE says, and is shown as a line, of its file where there are many */
    bool cut;              /* there are more rows */
} pr_grid;

typedef struct pr_grids {
    pr_grid *items;
    uint32_t count;
    pr_text head; /* a line on what it is of */
} pr_grids;

/* `number` 0: the last audit that is whole. NOT_FOUND: there is none. All in `arena`. */
preceptor_status pr_store_report(pr_store *store, int64_t number, pr_arena *arena, pr_grids *out);
/* A line on an audit that is there. */
preceptor_status pr_store_head(pr_store *store, int64_t number, pr_arena *arena, pr_text *out);

#endif
