/* One record into its cells, by libcsv. For the files of CSV alone. */
#ifndef PR_AUDIT_CSV_SPLIT_H
#define PR_AUDIT_CSV_SPLIT_H

#include "audit/csv.h"

#include <csv.h>

typedef struct pr_csv_cells {
    pr_arena *arena; /* the texts' */
    pr_text *texts;  /* room for `most` */
    uint32_t count;  /* that there were, which may be more */
    uint32_t most;
    bool failed; /* out of memory */
} pr_csv_cells;

/* False where the quotes are wrong, or memory is out. `parser` was made with CSV_STRICT and CSV_STRICT_FINI. */
bool pr_csv_split(struct csv_parser *parser, pr_text record, char delimiter, pr_csv_cells *cells);
/* That the first record has so many cells, which are too many. */
void pr_csv_report_columns(pr_diags *diags, pr_span span, uint32_t count);

#endif
