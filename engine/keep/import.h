/* Entities from a table. A map (YAML) says which column is which field; what comes out is a document like any file of
 * the knowledge base, whose nodes stand in the table and in the map: whatever is wrong with one is told there. */
#ifndef PR_KEEP_IMPORT_H
#define PR_KEEP_IMPORT_H

#include "audit/csv_table.h"
#include "kb/kb.h"

/* The map as read. */
typedef struct pr_import {
    const pr_doc_node *map;
    pr_text collection, file; /* the file relative to the manifest */
    pr_span file_span;
    const pr_schema *schema; /* of the collection's entities */
} pr_import;

/* Reads the map's head. False where errors leave nothing to go on with. `kb` has the collections. */
bool pr_import_begin(const pr_doc_node *map, const pr_kb *kb, pr_arena *arena, pr_diags *diags,
                     pr_import *out);
/* The whole document {COLLECTION: [...]}. NULL after errors in the map, or without memory. After errors in cells there
 * is one, so that the rest of it can be checked, too. */
const pr_doc_node *pr_import_make(const pr_import *import, const pr_csv_table *table, pr_arena *arena,
                                  pr_diags *diags);

/* yaml.c: a document as YAML: mappings and lists of them one value a line, lists of scalars on one. */
void pr_yaml_write(const pr_doc_node *node, pr_buf *out);
/* Do both say the same? Keys in the same order. */
bool pr_yaml_same(const pr_doc_node *a, const pr_doc_node *b);

#endif
