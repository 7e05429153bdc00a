/* The values of entities: each field of the declared type, references resolved, conditions numbered. */
#include "kb/load.h"

typedef struct seen_ids {
    pr_kb_seen *items;
    uint32_t count, capacity;
} seen_ids;

typedef struct entity_reader {
    pr_loader *loader;
    const pr_entity *entity; /* without an id: what was wrong with that has been said */
    seen_ids requirements;   /* of this entity */
} entity_reader;

static bool read_value(entity_reader *reader, const pr_field *field, const pr_schema *schema,
                       const pr_doc_node *node, pr_value *out);

static bool add_condition(entity_reader *reader, const pr_field *field, pr_kb_condition condition,
                          pr_value *out) {
    pr_loader *loader = reader->loader;
    condition.field = field->name;
    condition.entity = reader->entity;
    *out = (pr_value){.kind = PR_CONDITION, .number = loader->kb->conditions.count};
    return PR_PUSH(loader->arena, &loader->kb->conditions, condition) || pr_kb_no_memory(loader);
}

static bool read_condition(entity_reader *reader, const pr_field *field, const pr_doc_node *node,
                           pr_value *out) {
    if (node->kind == PR_DOC_BOOL) {
        pr_kb_condition constant = {
            .source = {node->text, node->origin}, .constant = true, .value = node->boolean};
        return add_condition(reader, field, constant, out);
    }
    static const char what[] = "a condition: an expression, true or false";
    pr_text text;
    *out = pr_null();
    if (node->kind == PR_DOC_NUMBER) {
        pr_expect_failed(node, what, reader->loader->diags);
        return true;
    }
    if (!pr_expect_text(node, what, &text, reader->loader->diags)) {
        return true;
    }
    return add_condition(reader, field, (pr_kb_condition){.source = {text, node->origin}}, out);
}

/* What a field has that is not given. */
static bool default_value(entity_reader *reader, const pr_field *field, const pr_doc_node *map,
                          const char *what, pr_value *out) {
    *out = pr_null();
    if (field->has_absent && field->schema->kind == PR_SCHEMA_CONDITION && field->absent.kind == PR_BOOLEAN) {
        pr_kb_condition constant = {.constant = true, .value = pr_is_true(field->absent)};
        return add_condition(reader, field, constant, out);
    }
    if (field->has_absent) {
        *out = field->absent;
    } else if (!field->optional && field->schema->kind != PR_SCHEMA_BROKEN) {
        (void)pr_error(reader->loader->diags, "missing-key", pr_expect_place(map), "%s needs '%.*s'", what,
                       PR_ARG(field->name));
    }
    return true;
}

static bool read_field(entity_reader *reader, const pr_field *field, const pr_doc_node *map, const char *what,
                       pr_value *out) {
    const pr_doc_pair *pair = pr_doc_pair_of(map, field->name);
    if (pair == NULL) {
        return default_value(reader, field, map, what, out);
    }
    bool nullable = (field->optional && !field->has_absent) || field->nullable;
    if (pair->value.kind == PR_DOC_NULL && nullable) {
        *out = pr_null();
        return true;
    }
    return read_value(reader, field, field->schema, &pair->value, out);
}

static bool read_fields(entity_reader *reader, const pr_schema *schema, const pr_doc_node *map,
                        const char *what, pr_context **out) {
    pr_loader *loader = reader->loader;
    pr_value *values = PR_NEW_ARRAY(loader->arena, pr_value, schema->field_count);
    *out = PR_NEW(loader->arena, pr_context);
    if (values == NULL || *out == NULL) {
        return pr_kb_no_memory(loader);
    }
    (void)pr_expect_keys(map, what, schema->shape->names, schema->shape->count, loader->diags);
    bool nameless = reader->entity->id.length == 0 && schema->type->kind == PR_TYPE_ENTITY;
    for (uint32_t i = nameless ? 1 : 0; i < schema->field_count; i++) {
        if (!read_field(reader, &schema->fields[i], map, what, &values[i])) {
            return false;
        }
    }
    **out = (pr_context){.shape = schema->shape, .values = values};
    return true;
}

static pr_value member(const pr_context *context, const char *name) {
    return pr_context_get(context, pr_text_of(name), NULL);
}

static void check_period(pr_loader *loader, const pr_context *context, const pr_doc_node *map) {
    pr_value from = member(context, "from"), until = member(context, "until");
    if (from.kind == PR_DATE && until.kind == PR_DATE && from.number > until.number) {
        pr_error(loader->diags, "wrong-period", pr_doc_span(pr_doc_get(map, "until")),
                 "'until' is before 'from'");
    }
}

/* Ids of requirements are told apart within their entity: ENTITY/REQUIREMENT names one. */
static bool check_requirement(entity_reader *reader, const pr_doc_node *map) {
    pr_loader *loader = reader->loader;
    pr_kb_seen seen;
    if (pr_doc_get(map, "id") == NULL ||
        !pr_kb_read_id(loader, map, "a requirement", "id", &seen.id, &seen.origin)) {
        return true;
    }
    for (uint32_t i = 0; i < reader->requirements.count; i++) {
        if (pr_text_equal(reader->requirements.items[i].id, seen.id)) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-id", pr_origin_whole(&seen.origin),
                                     "'%.*s' has two requirements with the id '%.*s'",
                                     PR_ARG(reader->entity->id), PR_ARG(seen.id));
            pr_diag_note(loader->diags, diag, pr_origin_whole(&reader->requirements.items[i].origin),
                         "first here");
            return true;
        }
    }
    return PR_PUSH(loader->arena, &reader->requirements, seen) || pr_kb_no_memory(loader);
}

static const char *record_name(entity_reader *reader, const pr_schema *schema) {
    if (schema == reader->loader->requirement) {
        return "a requirement";
    }
    if (schema->label.length == 0) {
        return "a record";
    }
    pr_text what = pr_text_format(reader->loader->arena, "a record '%.*s'", PR_ARG(schema->label));
    return what.at != NULL ? what.at : "a record";
}

static void record_expected(entity_reader *reader, const pr_schema *schema, const pr_doc_node *node) {
    pr_diags *diags = reader->loader->diags;
    pr_diag *diag = pr_error(diags, "wrong-type", pr_doc_span(node), "expected a mapping, found %s",
                             pr_doc_kind_name(node));
    pr_text keys = {0};
    for (uint32_t i = 0; i < schema->shape->count && i < 4; i++) {
        keys = pr_text_format(&diags->arena, "%.*s%s%.*s: ...", PR_ARG(keys), i > 0 ? ", " : "",
                              PR_ARG(schema->shape->names[i]));
    }
    pr_diag_hint(diags, diag, "write {%.*s%s}", PR_ARG(keys), schema->shape->count > 4 ? ", ..." : "");
}

static bool read_record(entity_reader *reader, const pr_schema *schema, const pr_doc_node *node,
                        pr_value *out) {
    pr_loader *loader = reader->loader;
    if (schema == loader->source_reference) {
        return pr_kb_read_source(loader, node, out);
    }
    pr_context *context;
    if (node->kind != PR_DOC_MAP) {
        record_expected(reader, schema, node);
        return true;
    }
    if (!read_fields(reader, schema, node, record_name(reader, schema), &context)) {
        return false;
    }
    *out = pr_context_value(context);
    if (schema == loader->in_force) {
        check_period(loader, context, node);
    }
    return schema != loader->requirement || check_requirement(reader, node);
}

static bool read_list(entity_reader *reader, const pr_schema *schema, const pr_doc_node *node,
                      pr_value *out) {
    pr_loader *loader = reader->loader;
    if (!pr_expect_list(node, "a list", loader->diags)) {
        return true;
    }
    pr_value *items = PR_NEW_ARRAY(loader->arena, pr_value, node->count);
    if (items == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!read_value(reader, NULL, schema->element, &node->items[i], &items[i])) {
            return false;
        }
    }
    const pr_list *list = pr_list_make(items, node->count, loader->arena);
    if (list == NULL) {
        return pr_kb_no_memory(loader);
    }
    *out = pr_list_value(list);
    return true;
}

/* `field` is NULL for an item of a list. */
static bool read_value(entity_reader *reader, const pr_field *field, const pr_schema *schema,
                       const pr_doc_node *node, pr_value *out) {
    pr_loader *loader = reader->loader;
    *out = pr_null();
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_LIST: return read_list(reader, schema, node, out);
    case PR_SCHEMA_RECORD: return read_record(reader, schema, node, out);
    case PR_SCHEMA_ENTITY: return pr_kb_read_reference(loader, schema, node, out);
    case PR_SCHEMA_CONDITION:
        return field == NULL || read_condition(reader, field, node, out); /* lists have none */
    case PR_SCHEMA_BROKEN: return true;
    case PR_SCHEMA_BOOLEAN:
    case PR_SCHEMA_NUMBER:
    case PR_SCHEMA_STRING:
    case PR_SCHEMA_ENUM:
    case PR_SCHEMA_DATE:
    case PR_SCHEMA_TIME:
    case PR_SCHEMA_DURATION: break;
    }
    bool good = pr_schema_scalar(schema, node, NULL, NULL, out, loader->arena, loader->diags);
    if (good && field != NULL && schema->kind == PR_SCHEMA_STRING && pr_text_is(field->name, "text")) {
        pr_kb_judge_text(loader, node);
    }
    return true;
}

/* The name by which a person knows it; a source has a title instead. */
static pr_text name_of(const pr_loader *loader, const pr_entity *entity) {
    pr_value name = member(entity->fields, "name");
    if (name.kind != PR_STRING && entity->collection == loader->sources) {
        name = member(entity->fields, "title");
    }
    return name.kind == PR_STRING ? pr_string_text(name) : entity->id;
}

static bool read_collection(pr_loader *loader, const pr_kb_draft *draft) {
    pr_text what = pr_text_format(loader->arena, "an entity of '%.*s'", PR_ARG(draft->name));
    pr_entity *nobody = PR_NEW(loader->arena, pr_entity);
    if (what.at == NULL || nobody == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < draft->count; i++) {
        pr_entity *entity = &draft->entities[i]->entity;
        entity_reader reader = {.loader = loader, .entity = entity};
        pr_context *fields;
        if (!read_fields(&reader, draft->record, draft->nodes[i], what.at, &fields)) {
            return false;
        }
        entity->fields = fields;
        entity->name = name_of(loader, entity);
    }
    for (uint32_t i = 0; i < draft->others.count; i++) {
        entity_reader reader = {.loader = loader, .entity = nobody};
        pr_context *fields;
        if (!read_fields(&reader, draft->record, draft->others.items[i], what.at, &fields)) {
            return false;
        }
    }
    return true;
}

bool pr_kb_read_entities(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        if (!read_collection(loader, &loader->drafts.items[i])) {
            return false;
        }
    }
    return true;
}

bool pr_kb_read_caveats(pr_loader *loader, const pr_doc_node *node, pr_value *out) {
    const pr_entity nobody = {.id = {0}};
    entity_reader reader = {.loader = loader, .entity = &nobody};
    const pr_schema *list = pr_schema_list_of(loader->caveat, loader->arena);
    *out = pr_null();
    if (list == NULL) {
        return pr_kb_no_memory(loader);
    }
    return node == NULL || read_list(&reader, list, node, out);
}
