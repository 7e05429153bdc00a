/* Static types and shapes of declared types. */
#include "schema/schema.h"

const pr_schema pr_schema_boolean = {.kind = PR_SCHEMA_BOOLEAN, .type = &pr_type_boolean};
const pr_schema pr_schema_number = {.kind = PR_SCHEMA_NUMBER, .type = &pr_type_number};
const pr_schema pr_schema_string = {.kind = PR_SCHEMA_STRING, .type = &pr_type_string};
const pr_schema pr_schema_date = {.kind = PR_SCHEMA_DATE, .type = &pr_type_date};
const pr_schema pr_schema_time = {.kind = PR_SCHEMA_TIME, .type = &pr_type_time};
const pr_schema pr_schema_duration = {.kind = PR_SCHEMA_DURATION, .type = &pr_type_any_duration};
static const pr_type condition_type = {.kind = PR_TYPE_BOOLEAN, .condition = true};
const pr_schema pr_schema_condition = {.kind = PR_SCHEMA_CONDITION, .type = &condition_type};
const pr_schema pr_schema_broken = {.kind = PR_SCHEMA_BROKEN, .type = &pr_type_any};

const pr_schema *pr_schema_list_of(const pr_schema *element, pr_arena *arena) {
    pr_schema *schema = PR_NEW(arena, pr_schema);
    const pr_type *type = pr_type_list(element->type, arena);
    if (schema == NULL || type == NULL) {
        return NULL;
    }
    *schema = (pr_schema){.kind = PR_SCHEMA_LIST, .element = element, .type = type};
    return schema;
}

bool pr_field_settle(pr_field *field, pr_field_use use, pr_arena *arena) {
    /* A profile's field without a value is unknown, an entity's is null. */
    bool entity = use != PR_FIELDS_ATTRIBUTE && use != PR_FIELDS_RECORD;
    bool null_when_absent = field->has_absent && field->absent_expression.text.length == 0
                                ? field->absent.kind == PR_NULL
                                : entity && field->optional;
    bool nullable = field->nullable || null_when_absent;
    field->type = nullable ? pr_type_nullable(field->schema->type, arena) : field->schema->type;
    return field->type != NULL;
}

/* Shapes are compared by the hash that the value layer gives them, so that layer makes them. */
const pr_shape *pr_schema_shape(const pr_text *names, uint32_t count, pr_arena *arena) {
    pr_value *nothing = PR_NEW_ARRAY(arena, pr_value, count);
    const pr_context *context = nothing != NULL ? pr_context_make(names, nothing, count, arena) : NULL;
    return context != NULL ? context->shape : NULL;
}

const pr_schema *pr_schema_record_of(const pr_field *fields, uint32_t count, pr_text label, pr_arena *arena) {
    pr_schema *schema = PR_NEW(arena, pr_schema);
    pr_type *type = PR_NEW(arena, pr_type);
    pr_text *names = PR_NEW_ARRAY(arena, pr_text, count);
    const pr_type **types = PR_NEW_ARRAY(arena, const pr_type *, count);
    if (schema == NULL || type == NULL || names == NULL || types == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = fields[i].name;
        types[i] = fields[i].type;
    }
    *type =
        (pr_type){.kind = PR_TYPE_CONTEXT, .count = count, .names = names, .fields = types, .label = label};
    *schema = (pr_schema){.kind = PR_SCHEMA_RECORD,
                          .label = label,
                          .fields = fields,
                          .field_count = count,
                          .shape = pr_schema_shape(names, count, arena),
                          .type = type};
    return schema->shape != NULL ? schema : NULL;
}

const pr_field *pr_schema_field(const pr_schema *record, pr_text name) {
    int place = record->shape != NULL ? pr_shape_find(record->shape, name) : -1;
    return place >= 0 ? &record->fields[place] : NULL;
}
