/* The vocabulary: the attributes of a profile. */
#include "kb/load.h"

static void refuse(pr_loader *loader, const pr_field *field, const char *what) {
    pr_error(loader->diags, "wrong-type", pr_origin_whole(&field->origin), "'%.*s': %s", PR_ARG(field->name),
             what);
}

static bool is_scalar(const pr_schema *schema) {
    return schema->kind <= PR_SCHEMA_DURATION || schema->kind == PR_SCHEMA_BROKEN;
}

static void check_record_field(pr_loader *loader, const pr_field *field) {
    const pr_schema *schema = field->schema;
    bool list = schema->kind == PR_SCHEMA_LIST && is_scalar(schema->element);
    if (!is_scalar(schema) && !list) {
        refuse(loader, field, "a record of a profile has plain values and lists of them only");
    }
}

/* Profiles are flat: plain values, lists of them, lists of records. */
static void check_attribute(pr_loader *loader, const pr_field *field) {
    const pr_schema *schema = field->schema;
    bool plain_list = schema->kind == PR_SCHEMA_LIST && is_scalar(schema->element);
    if (field->open && !plain_list && schema->kind != PR_SCHEMA_BROKEN) {
        refuse(loader, field, "only a list of plain values can be open");
    }
    if (is_scalar(schema)) {
        return;
    }
    if (schema->kind == PR_SCHEMA_RECORD) {
        refuse(loader, field, "an attribute is no record; declare its fields as attributes of their own");
        return;
    }
    if (schema->kind != PR_SCHEMA_LIST) {
        refuse(loader, field, "an attribute is no entity and no condition");
        return;
    }
    const pr_schema *element = schema->element;
    if (element->kind == PR_SCHEMA_RECORD) {
        for (uint32_t i = 0; i < element->field_count; i++) {
            check_record_field(loader, &element->fields[i]);
        }
    } else if (!is_scalar(element)) {
        refuse(loader, field, "a list of a profile has plain values or records");
    }
}

/* What records of waivers must have for waivers of a store to be added to them. */
static const struct {
    pr_text role;
    pr_schema_kind kind;
} waiver_roles[] = {
    {PR_KEY("subject"), PR_SCHEMA_STRING}, {PR_KEY("requirement"), PR_SCHEMA_STRING},
    {PR_KEY("by"), PR_SCHEMA_STRING},      {PR_KEY("reason"), PR_SCHEMA_STRING},
    {PR_KEY("on"), PR_SCHEMA_DATE},        {PR_KEY("until"), PR_SCHEMA_DATE},
    {PR_KEY("record"), PR_SCHEMA_NUMBER},
};

static bool has_role(const pr_schema *record, pr_text role, pr_schema_kind kind) {
    for (uint32_t i = 0; i < record->field_count; i++) {
        const pr_field *field = &record->fields[i];
        bool fits = field->schema->kind == kind || field->schema->kind == PR_SCHEMA_BROKEN;
        if (pr_text_equal(field->role, role) && fits && (kind != PR_SCHEMA_NUMBER || field->nullable)) {
            return true;
        }
    }
    return false;
}

static void check_waivers(pr_loader *loader, const pr_field *field) {
    const pr_schema *record = field->schema->kind == PR_SCHEMA_LIST ? field->schema->element : field->schema;
    if (record->kind == PR_SCHEMA_BROKEN) {
        return;
    }
    if (record->kind != PR_SCHEMA_RECORD) {
        refuse(loader, field, "the role 'waivers' is that of a list of records");
        return;
    }
    for (size_t i = 0; i < sizeof waiver_roles / sizeof waiver_roles[0]; i++) {
        pr_schema_kind kind = waiver_roles[i].kind;
        if (!has_role(record, waiver_roles[i].role, kind)) {
            pr_error(loader->diags, "missing-role", pr_origin_whole(&field->origin),
                     "no field of '%.*s' has the role '%.*s' and is %s", PR_ARG(field->name),
                     PR_ARG(waiver_roles[i].role),
                     kind == PR_SCHEMA_DATE     ? "a date"
                     : kind == PR_SCHEMA_NUMBER ? "a number that may be null"
                                                : "a string");
        }
    }
    for (uint32_t i = 0; i + 1 < loader->kb->attributes.count; i++) {
        const pr_field *other = &loader->kb->attributes.items[i];
        if (pr_text_equal(other->role, field->role)) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-role", pr_origin_whole(&field->origin),
                                     "two attributes have the role 'waivers'");
            pr_diag_note(loader->diags, diag, pr_origin_whole(&other->origin), "first here");
            break;
        }
    }
}

/* exams cannot be both a value and the name of a group. */
static bool check_groups(pr_loader *loader) {
    pr_map paths;
    pr_map_init(&paths, loader->arena);
    for (uint32_t i = 0; i < loader->kb->attributes.count; i++) {
        if (!pr_map_put(&paths, loader->kb->attributes.items[i].name, i)) {
            return pr_kb_no_memory(loader);
        }
    }
    for (uint32_t i = 0; i < loader->kb->attributes.count; i++) {
        const pr_field *field = &loader->kb->attributes.items[i];
        for (size_t k = 0; k < field->name.length; k++) {
            uint32_t outer =
                field->name.at[k] == '.' ? pr_map_get(&paths, (pr_text){field->name.at, k}) : PR_MAP_NONE;
            if (outer != PR_MAP_NONE) {
                const pr_field *group = &loader->kb->attributes.items[outer];
                pr_diag *diag = pr_error(loader->diags, "duplicate-name", pr_origin_whole(&field->origin),
                                         "'%.*s' cannot be declared beside '%.*s'", PR_ARG(field->name),
                                         PR_ARG(group->name));
                pr_diag_note(loader->diags, diag, pr_origin_whole(&group->origin), "which is declared here");
            }
        }
    }
    return true;
}

bool pr_kb_read_vocabulary(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_VOCABULARY, "attribute", &pairs)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        pr_doc_node one = {.kind = PR_DOC_MAP, .count = 1, .pairs = pairs.items[i]};
        uint32_t count = 0;
        const pr_field *field = pr_fields_read_in(&one, PR_FIELDS_ATTRIBUTE, true, &loader->scope, &count,
                                                  loader->arena, loader->diags);
        if (field == NULL || !PR_PUSH(loader->arena, &loader->kb->attributes, *field)) {
            return pr_kb_no_memory(loader);
        }
        check_attribute(loader, field);
        if (pr_text_is(field->role, "waivers")) {
            check_waivers(loader, field);
        }
    }
    return check_groups(loader);
}
