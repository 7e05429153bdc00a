/* Reading of types and fields: what type.c and field.c share. */
#ifndef PR_SCHEMA_READ_H
#define PR_SCHEMA_READ_H

#include "schema/schema.h"

typedef struct pr_type_reader {
    const pr_schema_scope *scope;
    pr_arena *arena;
    pr_diags *diags;
} pr_type_reader;

enum { PR_EXTRA_KEYS = 8 };
/* The keys that may stand beside a type in fields of that use; gives how many. */
uint32_t pr_field_keys(pr_field_use use, pr_text out[PR_EXTRA_KEYS]);

/* A type by its name or mapping. `field`: the mapping is a field's and may have its keys too. NULL after errors. */
const pr_schema *pr_type_read(pr_type_reader *reader, const pr_doc_node *node, pr_text label,
                              pr_field_use use, bool field);
/* One NAME: TYPE. False without memory; other errors leave the field with a broken type. */
bool pr_field_read(pr_type_reader *reader, const pr_doc_pair *pair, pr_field_use use, bool dotted,
                   pr_field *field);

/* Makes what pr_schema_value needs where there are many values. False without memory. */
bool pr_schema_index_values(pr_schema *schema, pr_arena *arena);

#endif
