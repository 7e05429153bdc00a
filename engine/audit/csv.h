/* CSV as profiles. The first record names what the columns hold: the path of an attribute, "rotations[1].weeks" for a
 * field of a list's record, "goals[2]" for an item, "rotations" alone for a list written as JSON in the cell. An empty
 * cell says nothing, the word null is null. */
#ifndef PR_AUDIT_CSV_H
#define PR_AUDIT_CSV_H

#include "audit/plan.h"

typedef struct pr_csv_column {
    pr_text name;       /* as the header has it */
    pr_text path;       /* of the attribute, or of the list */
    uint32_t attribute; /* PR_NONE: the column is passed over */
    uint32_t item;      /* of the list, from 1; 0: the attribute itself */
    uint32_t field;     /* of the item: an attribute; PR_NONE: the item itself */
    uint32_t cell;      /* which cell it is, from 0 */
} pr_csv_column;

/* The header of one input; immutable once made. */
typedef struct pr_csv {
    char delimiter;
    uint32_t cells;               /* how many there are in a record */
    const pr_csv_column *columns; /* those not passed over, by attribute and item */
    uint32_t column_count;
} pr_csv;

/* The end of the record that begins at `start`, its line end included. 0: it has no end yet, and more may come. Quotes
 * that are never closed, or closed in the middle of a word, do not swallow the records after them. */
size_t pr_csv_end(pr_text bytes, size_t start, char delimiter, bool at_end);
/* What stands between the cells of a header: comma, semicolon or tab. */
char pr_csv_delimiter(pr_text header);

/* csv_header.c: reads the header. `map` (may be NULL) gives other names to columns: a mapping from those of the header
 * to paths, or to null for what is passed over. NULL after errors, and when out of memory. Unknown names are warnings,
 * errors where the plan is strict. Lives in `kept`. */
const pr_csv *pr_csv_header(const pr_plan *plan, const char *name, pr_text header, pr_diags *diags,
                            pr_arena *kept);

typedef struct pr_csv_reader pr_csv_reader;
/* For one thread. NULL when out of memory. */
pr_csv_reader *pr_csv_reader_new(const pr_plan *plan);
void pr_csv_reader_free(pr_csv_reader *reader);
/* A record as a document in `arena`. In the places of its nodes `start` is no byte but a cell: pr_csv_offset. NULL
 * after an error, which was reported with such a place. */
const pr_doc_node *pr_csv_read(pr_csv_reader *reader, const pr_csv *csv, const pr_source *record,
                               pr_arena *arena, pr_diags *diags);
/* The byte behind the delimiter that ends the cell which begins at `at`; of the last cell the record's end. */
size_t pr_csv_next(pr_text record, char delimiter, size_t at);
/* The byte at which a cell of a record begins. */
size_t pr_csv_offset(pr_text record, char delimiter, uint32_t cell);

#endif
