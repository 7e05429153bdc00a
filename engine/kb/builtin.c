/* The fields and types that need no declaration: every entity's, the sources', requirements and what stands in
 * them. */
#include "kb/load.h"

const pr_text pr_kb_builtin_fields[PR_BUILTIN_FIELDS] = {
    PR_KEY("id"),      PR_KEY("name"),     PR_KEY("aliases"),     PR_KEY("text"),    PR_KEY("detail"),
    PR_KEY("sources"), PR_KEY("in_force"), PR_KEY("not_encoded"), PR_KEY("caveats"),
};

static const pr_text source_fields[] = {
    PR_KEY("checked"),   PR_KEY("confidence"), PR_KEY("dated"), PR_KEY("file"), PR_KEY("note"),
    PR_KEY("publisher"), PR_KEY("sections"),   PR_KEY("title"), PR_KEY("url"),
};
static const pr_text conflict_fields[] = {PR_KEY("affects"), PR_KEY("because"), PR_KEY("kind"),
                                          PR_KEY("statements")};

typedef enum presence { NEEDED, OPTIONAL, EMPTY_LIST, ALWAYS_TRUE } presence;

static bool field(pr_loader *loader, const char *name, const pr_schema *schema, presence how, pr_field *out) {
    static const pr_list empty = {0};
    if (schema == NULL) {
        return false;
    }
    *out = (pr_field){.name = pr_text_of(name), .schema = schema, .optional = how != NEEDED};
    if (how == EMPTY_LIST || how == ALWAYS_TRUE) {
        out->has_absent = true;
        out->absent = how == EMPTY_LIST ? pr_list_value(&empty) : pr_boolean(true);
    }
    return pr_field_settle(out, PR_FIELDS_ENTITY, loader->arena);
}

static const pr_schema *choice(pr_loader *loader, const pr_text *values, uint32_t count) {
    pr_schema *schema = PR_NEW(loader->arena, pr_schema);
    pr_type *type = PR_NEW(loader->arena, pr_type);
    if (schema == NULL || type == NULL) {
        return NULL;
    }
    *type = (pr_type){.kind = PR_TYPE_STRING, .values = values, .value_count = count};
    *schema = (pr_schema){.kind = PR_SCHEMA_ENUM, .values = values, .value_count = count, .type = type};
    return schema;
}

static const pr_schema *record(pr_loader *loader, pr_field *fields, uint32_t count, const char *label) {
    return pr_schema_record_of(fields, count, pr_text_of(label), loader->arena);
}

static const pr_schema *make_source(pr_loader *loader) {
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, 2);
    bool good = fields != NULL && field(loader, "doc", &pr_schema_string, NEEDED, &fields[0]) &&
                field(loader, "at", &pr_schema_string, OPTIONAL, &fields[1]);
    return good ? record(loader, fields, 2, "source") : NULL;
}

static const pr_schema *make_in_force(pr_loader *loader) {
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, 2);
    bool good = fields != NULL && field(loader, "from", &pr_schema_date, OPTIONAL, &fields[0]) &&
                field(loader, "until", &pr_schema_date, OPTIONAL, &fields[1]);
    return good ? record(loader, fields, 2, "in_force") : NULL;
}

/* Those of conflicts, and a note, which says what else there is to know. */
static const pr_text caveat_kinds[] = {PR_KEY("dispute"), PR_KEY("internal"), PR_KEY("note"),
                                       PR_KEY("outdated")};
static const pr_text conflict_kinds[] = {PR_KEY("dispute"), PR_KEY("internal"), PR_KEY("outdated")};

static const pr_schema *make_caveat(pr_loader *loader) {
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, 3);
    const pr_schema *kind = choice(loader, caveat_kinds, sizeof caveat_kinds / sizeof caveat_kinds[0]);
    bool good = fields != NULL && field(loader, "kind", kind, NEEDED, &fields[0]) &&
                field(loader, "text", &pr_schema_string, NEEDED, &fields[1]) &&
                field(loader, "sources", loader->source_list, EMPTY_LIST, &fields[2]);
    return good ? record(loader, fields, 3, "caveat") : NULL;
}

static const pr_schema *make_waivable(pr_loader *loader) {
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, 1);
    bool good = fields != NULL && field(loader, "by", &pr_schema_string, NEEDED, &fields[0]);
    return good ? record(loader, fields, 1, "waivable") : NULL;
}

/* A remedy is one of the actions; without such a collection, anything that has its id. */
static const pr_schema *remedy(const pr_loader *loader) {
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        if (pr_text_is(loader->drafts.items[i].role, "action")) {
            return loader->drafts.items[i].reference;
        }
    }
    return loader->any_reference;
}

static const pr_schema *list_of(pr_loader *loader, const pr_schema *element) {
    return element != NULL ? pr_schema_list_of(element, loader->arena) : NULL;
}

static const pr_schema *make_requirement(pr_loader *loader) {
    static const pr_text strengths[] = {PR_KEY("required"), PR_KEY("preferred")};
    const pr_schema *strength = choice(loader, strengths, 2);
    enum { COUNT = 11 };
    pr_field *f = PR_NEW_ARRAY(loader->arena, pr_field, COUNT);
    bool good = f != NULL && field(loader, "id", &pr_schema_string, NEEDED, &f[0]) &&
                field(loader, "text", &pr_schema_string, NEEDED, &f[1]) &&
                field(loader, "detail", &pr_schema_string, OPTIONAL, &f[2]) &&
                field(loader, "requires", &pr_schema_condition, NEEDED, &f[3]) &&
                field(loader, "applies", &pr_schema_condition, ALWAYS_TRUE, &f[4]) &&
                field(loader, "strength", strength, OPTIONAL, &f[5]) &&
                field(loader, "waivable", make_waivable(loader), OPTIONAL, &f[6]) &&
                field(loader, "remedy", remedy(loader), OPTIONAL, &f[7]) &&
                field(loader, "in_force", loader->in_force, OPTIONAL, &f[8]) &&
                field(loader, "sources", loader->source_list, NEEDED, &f[9]) &&
                field(loader, "caveats", list_of(loader, loader->caveat), EMPTY_LIST, &f[10]);
    if (!good) {
        return NULL;
    }
    f[5].has_absent = true;
    f[5].absent = pr_string(strengths[0]);
    f[5].type = strength->type;
    return record(loader, f, COUNT, "requirement");
}

/* An entity of any collection: what is known of it is what every entity has. */
static const pr_schema *make_any_reference(pr_loader *loader) {
    pr_schema *schema = PR_NEW(loader->arena, pr_schema);
    pr_type *type = PR_NEW(loader->arena, pr_type);
    const pr_type **types = PR_NEW_ARRAY(loader->arena, const pr_type *, PR_BUILTIN_FIELDS);
    if (schema == NULL || type == NULL || types == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < PR_BUILTIN_FIELDS; i++) {
        types[i] = &pr_type_any;
    }
    types[0] = &pr_type_string;
    *type = (pr_type){.kind = PR_TYPE_ENTITY,
                      .collection = PR_ANY_COLLECTION,
                      .open_fields = true,
                      .count = PR_BUILTIN_FIELDS,
                      .names = pr_kb_builtin_fields,
                      .fields = types};
    *schema = (pr_schema){.kind = PR_SCHEMA_ENTITY, .collection_index = PR_ANY_COLLECTION, .type = type};
    return schema;
}

static const pr_schema *make_statements(pr_loader *loader) {
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, 3);
    bool good = fields != NULL && field(loader, "text", &pr_schema_string, NEEDED, &fields[0]) &&
                field(loader, "in_force", &pr_schema_boolean, OPTIONAL, &fields[1]) &&
                field(loader, "sources", loader->source_list, NEEDED, &fields[2]);
    if (!good) {
        return NULL;
    }
    fields[1].has_absent = true;
    fields[1].absent = pr_boolean(false);
    fields[1].type = pr_schema_boolean.type;
    return list_of(loader, record(loader, fields, 3, "statement"));
}

bool pr_kb_make_builtins(pr_loader *loader) {
    loader->any_reference = make_any_reference(loader);
    loader->text_list = list_of(loader, &pr_schema_string);
    loader->source_reference = make_source(loader);
    loader->source_list = list_of(loader, loader->source_reference);
    loader->in_force = make_in_force(loader);
    loader->caveat = make_caveat(loader);
    loader->statements = make_statements(loader);
    loader->requirement = make_requirement(loader);
    bool good = loader->requirement != NULL && loader->statements != NULL;
    return good || pr_kb_no_memory(loader);
}

bool pr_kb_builtin_entity_fields(pr_loader *loader, pr_field out[PR_BUILTIN_FIELDS]) {
    const pr_schema *caveats = list_of(loader, loader->caveat);
    bool good = field(loader, "id", &pr_schema_string, NEEDED, &out[0]) &&
                field(loader, "name", &pr_schema_string, OPTIONAL, &out[1]) &&
                field(loader, "aliases", loader->text_list, EMPTY_LIST, &out[2]) &&
                field(loader, "text", &pr_schema_string, OPTIONAL, &out[3]) &&
                field(loader, "detail", &pr_schema_string, OPTIONAL, &out[4]) &&
                field(loader, "sources", loader->source_list, EMPTY_LIST, &out[5]) &&
                field(loader, "in_force", loader->in_force, OPTIONAL, &out[6]) &&
                field(loader, "not_encoded", loader->text_list, EMPTY_LIST, &out[7]) &&
                field(loader, "caveats", caveats, EMPTY_LIST, &out[8]);
    return good || pr_kb_no_memory(loader);
}

static bool make_source_fields(pr_loader *loader, pr_field *out) {
    static const pr_text levels[] = {PR_KEY("high"), PR_KEY("medium"), PR_KEY("low")};
    const pr_schema *confidence = choice(loader, levels, 3);
    bool good = field(loader, "checked", &pr_schema_date, OPTIONAL, &out[0]) &&
                field(loader, "confidence", confidence, OPTIONAL, &out[1]) &&
                field(loader, "dated", &pr_schema_date, OPTIONAL, &out[2]) &&
                field(loader, "file", &pr_schema_string, OPTIONAL, &out[3]) &&
                field(loader, "note", &pr_schema_string, OPTIONAL, &out[4]) &&
                field(loader, "publisher", &pr_schema_string, OPTIONAL, &out[5]) &&
                field(loader, "sections", loader->text_list, EMPTY_LIST, &out[6]) &&
                field(loader, "title", &pr_schema_string, OPTIONAL, &out[7]) &&
                field(loader, "url", &pr_schema_string, OPTIONAL, &out[8]);
    return good || pr_kb_no_memory(loader);
}

static bool make_conflict_fields(pr_loader *loader, pr_field *out) {
    const pr_schema *kind = choice(loader, conflict_kinds, sizeof conflict_kinds / sizeof conflict_kinds[0]);
    bool good = field(loader, "affects", loader->text_list, EMPTY_LIST, &out[0]) &&
                field(loader, "because", &pr_schema_string, NEEDED, &out[1]) &&
                field(loader, "kind", kind, NEEDED, &out[2]) &&
                field(loader, "statements", loader->statements, NEEDED, &out[3]);
    return good || pr_kb_no_memory(loader);
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
const pr_kb_builtin pr_kb_builtins[PR_BUILTIN_COLLECTIONS] = {
    {PR_KEY("sources"), PR_KEY("source"), true, COUNT_OF(source_fields), source_fields, make_source_fields},
    {PR_KEY("conflicts"), PR_KEY("conflict"), false, COUNT_OF(conflict_fields), conflict_fields,
     make_conflict_fields},
};
_Static_assert(COUNT_OF(source_fields) <= PR_BUILTIN_OWN_MOST, "they have room");
