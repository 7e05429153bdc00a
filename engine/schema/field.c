/* Fields: a type with what may stand beside it. */
#include "schema/expect.h"
#include "schema/read.h"

bool pr_schema_formula(const pr_doc_node *node, pr_feel_source *out, pr_arena *arena) {
    *out = (pr_feel_source){0};
    if (node->kind != PR_DOC_STRING) {
        return false;
    }
    size_t i = 0;
    while (i < node->text.length && (node->text.at[i] == ' ' || node->text.at[i] == '\n')) {
        i++;
    }
    if (i == node->text.length || node->text.at[i] != '=') {
        return false;
    }
    /* The sign becomes a blank, so that offsets into the expression are offsets into the scalar. */
    char *blanked = pr_arena_alloc(arena, node->text.length + 1, 1);
    if (blanked == NULL) {
        return true;
    }
    memcpy(blanked, node->text.at, node->text.length);
    blanked[i] = ' ';
    blanked[node->text.length] = '\0';
    *out = (pr_feel_source){{blanked, node->text.length}, node->origin};
    return true;
}

static void read_flag(const pr_doc_node *node, bool *out, pr_diags *diags) {
    if (node->kind != PR_DOC_BOOL) {
        pr_expect_failed(node, "true or false", diags);
        return;
    }
    *out = node->boolean;
}

/* `default` of an entity's field, `absent` of an attribute: a plain value, or for attributes FEEL. */
static void read_absent(pr_type_reader *reader, pr_field_use use, const pr_doc_node *node, pr_field *field) {
    field->has_absent = true;
    if (pr_schema_formula(node, &field->absent_expression, reader->arena)) {
        if (use != PR_FIELDS_ATTRIBUTE) {
            pr_error(reader->diags, "wrong-value", pr_doc_span(node), "only a plain value can stand here");
            field->absent_expression = (pr_feel_source){0};
        }
        return;
    }
    bool entity = use == PR_FIELDS_ENTITY;
    if (node->kind == PR_DOC_NULL && !entity && !field->nullable && field->schema->kind != PR_SCHEMA_BROKEN) {
        pr_diag *diag = pr_error(reader->diags, "wrong-value", pr_doc_span(node),
                                 "'%.*s' cannot be null, so absence cannot mean null", PR_ARG(field->name));
        pr_diag_hint(reader->diags, diag, "add 'nullable: true'");
        return;
    }
    (void)pr_schema_constant(field->schema, entity || field->nullable, node, &field->absent, reader->arena,
                             reader->diags);
}

static void read_expected_end(pr_type_reader *reader, const pr_doc_node *node, pr_feel_source *out) {
    if (node == NULL || pr_schema_formula(node, out, reader->arena)) {
        return;
    }
    if (node->kind == PR_DOC_NUMBER) {
        *out = (pr_feel_source){node->text, node->origin};
        return;
    }
    pr_expect_failed(node, "'=' and an expression", reader->diags);
}

static void read_expected(pr_type_reader *reader, const pr_doc_node *node, pr_field *field) {
    static const pr_text keys[] = {PR_KEY("min"), PR_KEY("max")};
    if (!pr_expect_map(node, "a mapping with min and max", reader->diags)) {
        return;
    }
    uint8_t kind = field->schema->kind;
    if (kind != PR_SCHEMA_NUMBER && kind != PR_SCHEMA_DATE && kind != PR_SCHEMA_DURATION &&
        kind != PR_SCHEMA_BROKEN) {
        pr_error(reader->diags, "wrong-type", pr_expect_place(node),
                 "only a number, a date or a duration can be expected within bounds");
    }
    pr_expect_keys(node, "'expected'", keys, 2, reader->diags);
    read_expected_end(reader, pr_doc_get(node, "min"), &field->expected_low);
    read_expected_end(reader, pr_doc_get(node, "max"), &field->expected_high);
}

/* Keys beside a type, and for whose fields each is. */
enum { FOR_ENTITY = 1, FOR_ATTRIBUTE = 2, FOR_RECORD = 4, FOR_SLOT = 8 };
typedef struct extra_key {
    pr_text name;
    unsigned uses;
} extra_key;
static const extra_key extra_keys[PR_EXTRA_KEYS] = {
    {PR_KEY("optional"), FOR_ENTITY | FOR_SLOT},
    {PR_KEY("default"), FOR_ENTITY},
    {PR_KEY("nullable"), FOR_ATTRIBUTE | FOR_RECORD},
    {PR_KEY("absent"), FOR_ATTRIBUTE | FOR_RECORD},
    {PR_KEY("ask"), FOR_ATTRIBUTE | FOR_RECORD},
    {PR_KEY("expected"), FOR_ATTRIBUTE},
    {PR_KEY("open"), FOR_ATTRIBUTE},
    {PR_KEY("role"), FOR_ENTITY | FOR_ATTRIBUTE | FOR_RECORD},
};

/* What the engine takes fields for, and whose fields they are. */
static const extra_key field_roles[] = {
    /* The list of waivers, and what its records say. */
    {PR_KEY("waivers"), FOR_ATTRIBUTE},
    {PR_KEY("subject"), FOR_RECORD},
    {PR_KEY("requirement"), FOR_RECORD},
    {PR_KEY("by"), FOR_RECORD},
    {PR_KEY("reason"), FOR_RECORD},
    {PR_KEY("on"), FOR_RECORD},
    {PR_KEY("until"), FOR_RECORD},
    {PR_KEY("record"), FOR_RECORD}, /* the number of one on record, null of one that is claimed */
    /* How many a subject takes, and the number in it. */
    {PR_KEY("capacity"), FOR_ENTITY},
    {PR_KEY("places"), FOR_ENTITY},
};
enum { FIELD_ROLES = sizeof field_roles / sizeof field_roles[0] };

static const unsigned masks[] = {[PR_FIELDS_ANY] = FOR_ENTITY | FOR_RECORD,
                                 [PR_FIELDS_ENTITY] = FOR_ENTITY,
                                 [PR_FIELDS_ATTRIBUTE] = FOR_ATTRIBUTE,
                                 [PR_FIELDS_RECORD] = FOR_RECORD,
                                 [PR_FIELDS_SLOT] = FOR_SLOT};

uint32_t pr_field_keys(pr_field_use use, pr_text out[PR_EXTRA_KEYS]) {
    uint32_t count = 0;
    for (size_t i = 0; i < PR_EXTRA_KEYS; i++) {
        if ((extra_keys[i].uses & masks[use]) != 0) {
            out[count++] = extra_keys[i].name;
        }
    }
    return count;
}

static void read_role(pr_type_reader *reader, pr_field_use use, const pr_doc_node *node, pr_field *field) {
    pr_text role, fitting[FIELD_ROLES];
    uint32_t count = 0;
    if (!pr_expect_text(node, "text, a role", &role, reader->diags)) {
        return;
    }
    for (size_t i = 0; i < FIELD_ROLES; i++) {
        if ((field_roles[i].uses & masks[use]) == 0) {
            continue;
        }
        if (pr_text_equal(field_roles[i].name, role)) {
            field->role = field_roles[i].name;
            return;
        }
        fitting[count++] = field_roles[i].name;
    }
    pr_diag *diag = pr_error(reader->diags, "wrong-value", pr_doc_span(node),
                             "'%.*s' is no role of such a field", PR_ARG(role));
    pr_diag_suggest(reader->diags, diag, role, fitting, count);
}

static void read_extras(pr_type_reader *reader, pr_field_use use, const pr_doc_node *node, pr_field *field) {
    const pr_doc_node *optional = pr_doc_get(node, "optional");
    const pr_doc_node *fallback = pr_doc_get(node, "default");
    const pr_doc_node *nullable = pr_doc_get(node, "nullable");
    const pr_doc_node *absent = pr_doc_get(node, "absent");
    const pr_doc_node *ask = pr_doc_get(node, "ask");
    const pr_doc_node *expected = pr_doc_get(node, "expected");
    const pr_doc_node *open = pr_doc_get(node, "open");
    const pr_doc_node *role = pr_doc_get(node, "role");
    if (role != NULL) {
        read_role(reader, use, role, field);
    }
    if (open != NULL) {
        read_flag(open, &field->open, reader->diags);
    }
    if (optional != NULL) {
        read_flag(optional, &field->optional, reader->diags);
    }
    if (nullable != NULL) {
        read_flag(nullable, &field->nullable, reader->diags);
    }
    if (fallback != NULL) {
        read_absent(reader, PR_FIELDS_ENTITY, fallback, field);
    }
    if (absent != NULL) {
        read_absent(reader, use, absent, field);
    }
    if (ask != NULL) {
        (void)pr_expect_text(ask, "a question", &field->ask, reader->diags);
    }
    if (expected != NULL) {
        read_expected(reader, expected, field);
    }
}

bool pr_field_read(pr_type_reader *reader, const pr_doc_pair *pair, pr_field_use use, bool dotted,
                   pr_field *field) {
    *field = (pr_field){.name = pair->key.text, .origin = pair->key.origin, .schema = &pr_schema_broken};
    (void)pr_schema_name(pair->key.text, dotted, pr_doc_span(&pair->key), reader->arena, reader->diags);
    const pr_schema *schema = pr_type_read(reader, &pair->value, (pr_text){0}, use, true);
    if (schema != NULL) {
        field->schema = schema;
    }
    if (pair->value.kind == PR_DOC_MAP) {
        read_extras(reader, use, &pair->value, field);
    }
    return pr_field_settle(field, use, reader->arena);
}

const pr_field *pr_fields_read_in(const pr_doc_node *map, pr_field_use use, bool dotted,
                                  const pr_schema_scope *scope, uint32_t *count, pr_arena *arena,
                                  pr_diags *diags) {
    pr_type_reader reader = {scope, arena, diags};
    *count = 0;
    if (!pr_expect_map(map, "a mapping of names to types", diags)) {
        return NULL;
    }
    pr_field *fields = PR_NEW_ARRAY(arena, pr_field, map->count);
    if (fields == NULL) {
        diags->failed = true;
        return NULL;
    }
    for (uint32_t i = 0; i < map->count; i++) {
        if (!pr_field_read(&reader, &map->pairs[i], use, dotted, &fields[i])) {
            diags->failed = true;
            return NULL;
        }
    }
    *count = map->count;
    return fields;
}
