/* A table in CSV as a whole: rows of cells, each with its place. For what is read once and is no pool. */
#ifndef PR_AUDIT_CSV_TABLE_H
#define PR_AUDIT_CSV_TABLE_H

#include "doc/doc.h"

typedef struct pr_csv_cell {
    pr_text text;     /* trimmed, quotes resolved */
    pr_origin origin; /* what stands between the quotes where there are any */
} pr_csv_cell;

/* The first row names the columns; every other one has as many cells. */
typedef struct pr_csv_table {
    uint32_t columns, row_count;
    const pr_csv_cell *names;
    const pr_csv_cell *cells; /* row by row, without the names */
} pr_csv_table;

/* Rows that are empty are passed over. False after errors, of all rows, or without memory (diags->failed). */
bool pr_csv_table_read(const pr_source *source, pr_arena *arena, pr_diags *diags, pr_csv_table *out);

#endif
