/* Between reading a map and making entities by it. */
#ifndef PR_KEEP_IMPORT_MAP_H
#define PR_KEEP_IMPORT_MAP_H

#include "keep/import.h"

/* What a column becomes. */
typedef struct pr_import_column {
    const pr_doc_pair *pair; /* of the map, or NULL: nothing is said of it */
    bool passed_over;
    pr_text field, member;     /* FIELD or FIELD.MEMBER, of a record */
    const pr_schema *schema;   /* of the value, or of an item where it is split */
    pr_text as, split;         /* may be empty */
    const pr_doc_node *values; /* or NULL */
} pr_import_column;

typedef struct pr_import_maker {
    const pr_import *import;
    const pr_csv_table *table;
    pr_arena *arena;
    pr_diags *diags;
    pr_import_column *columns; /* by column of the table */
} pr_import_maker;

/* What the map says of columns, into `columns`; false after an error. */
bool pr_import_columns(pr_import_maker *maker);
/* The number of a column; that of all where there is none of the name. */
uint32_t pr_import_find(const pr_import_maker *maker, pr_text name);
/* Errors at a node of the map. */
void pr_import_unknown(pr_import_maker *maker, const pr_doc_node *node, pr_text name,
                       const pr_schema *record);
void pr_import_no_column(pr_import_maker *maker, const pr_doc_node *node);

#endif
