/* Declared types as JSON Schema: fields of entities, and attributes of documents. */
#include "keep/contract.h"

static void write_value(pr_jw *w, const char *name, pr_value value) {
    pr_buf text;
    pr_buf_init(&text, w->out->allocator);
    pr_value_print(value, &text);
    pr_jw_raw(w, name, pr_buf_view(&text));
    w->out->failed = w->out->failed || text.failed;
    pr_buf_release(&text);
}

/* YAML takes 1 and true for no text, and a list of values does. */
static bool is_bare(pr_text value) {
    bool number = value.length > 0;
    for (size_t i = 0; i < value.length; i++) {
        number =
            number && value.at[i] >= '0' && value.at[i] <= '9' && (value.at[0] != '0' || value.length == 1);
    }
    return number || pr_text_is(value, "true") || pr_text_is(value, "false");
}

static void write_values(pr_jw *w, const pr_schema *schema, bool typed, bool nullable) {
    pr_jw_open(w, "enum", '[');
    for (uint32_t i = 0; i < schema->value_count; i++) {
        pr_jw_text(w, NULL, schema->values[i]);
        if (typed && is_bare(schema->values[i])) {
            pr_jw_raw(w, NULL, schema->values[i]);
        }
    }
    if (nullable) {
        pr_jw_null(w, NULL);
    }
    pr_jw_close(w, ']');
}

static void write_kind(pr_jw *w, const char *kind, bool nullable) {
    const pr_text both[] = {pr_text_of(kind), PR_TEXT("null")};
    if (nullable) {
        pr_jw_texts(w, "type", both, 2);
    } else {
        pr_jw_text(w, "type", both[0]);
    }
}

/* What people write for a value is told by patterns of another kind than JSON Schema's: any text may be one. */
static void write_enum(pr_jw *w, const pr_schema *schema, bool typed, bool nullable) {
    if (!typed || schema->match_count == 0) {
        write_values(w, schema, typed, nullable);
        return;
    }
    pr_jw_open(w, "anyOf", '[');
    pr_jw_open(w, NULL, '{');
    write_values(w, schema, typed, nullable);
    pr_jw_close(w, '}');
    pr_jw_open(w, NULL, '{');
    write_kind(w, "string", false);
    pr_jw_close(w, '}');
    pr_jw_close(w, ']');
}

static void write_temporal(pr_jw *w, const char *pattern, bool nullable) {
    write_kind(w, "string", nullable);
    pr_jw_text(w, "pattern", pr_text_of(pattern));
}

static void write_number(pr_jw *w, const pr_schema *schema, bool nullable) {
    write_kind(w, "number", nullable);
    if (schema->low.kind == PR_NUMBER) {
        write_value(w, "minimum", schema->low);
    }
    if (schema->high.kind == PR_NUMBER) {
        write_value(w, "maximum", schema->high);
    }
}

static bool is_source(const pr_schema *schema) {
    return schema->kind == PR_SCHEMA_RECORD && pr_text_is(schema->label, "source");
}

/* A record with a name is defined once. */
static void write_record(pr_contract_writing *j, const pr_schema *schema, pr_contract_side side) {
    if (schema->label.length == 0) {
        pr_contract_record(j, schema, side);
        return;
    }
    const char *kind = side == PR_CONTRACT_TYPED ? "type" : "shown.type";
    pr_text name = pr_text_format(j->arena, "%s.%.*s", kind, PR_ARG(schema->label));
    pr_contract_object object = {.name = name, .record = schema, .side = side};
    if (side == PR_CONTRACT_SHOWN || !is_source(schema)) {
        pr_contract_refer(j, object);
        return;
    }
    pr_jw_open(&j->w, "anyOf", '[');
    pr_jw_open(&j->w, NULL, '{');
    pr_contract_describe(j, PR_TEXT("ID or ID#heading"));
    write_kind(&j->w, "string", false);
    pr_jw_close(&j->w, '}');
    pr_jw_open(&j->w, NULL, '{');
    pr_contract_refer(j, object);
    pr_jw_close(&j->w, '}');
    pr_jw_close(&j->w, ']');
}

static void write_list(pr_contract_writing *j, const pr_schema *schema, pr_contract_side side,
                       bool nullable) {
    write_kind(&j->w, "array", nullable);
    pr_jw_open(&j->w, "items", '{');
    pr_contract_declared(j, schema->element, NULL, side);
    pr_jw_close(&j->w, '}');
}

static void write_schema(pr_contract_writing *j, const pr_schema *schema, pr_contract_side side,
                         bool nullable) {
    pr_jw *w = &j->w;
    bool typed = side == PR_CONTRACT_TYPED;
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_BOOLEAN: write_kind(w, "boolean", nullable); break;
    case PR_SCHEMA_NUMBER: write_number(w, schema, nullable); break;
    case PR_SCHEMA_STRING:
    case PR_SCHEMA_ENTITY: write_kind(w, "string", nullable); break;
    case PR_SCHEMA_ENUM: write_enum(w, schema, typed, nullable); break;
    case PR_SCHEMA_DATE: write_temporal(w, "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$", nullable); break;
    case PR_SCHEMA_TIME: write_temporal(w, "^\\s*[0-9]{2}:[0-9]{2}:[0-9]{2}", nullable); break;
    case PR_SCHEMA_DURATION:
        write_temporal(w, "^\\s*-?P([0-9]+[YMWD])*(T([0-9.]+[HMS])+)?\\s*$", nullable);
        break;
    case PR_SCHEMA_LIST: write_list(j, schema, side, nullable); break;
    case PR_SCHEMA_RECORD: write_record(j, schema, side); break;
    case PR_SCHEMA_CONDITION: {
        const pr_text both[] = {PR_TEXT("string"), PR_TEXT("boolean")};
        pr_jw_texts(w, "type", both, typed ? 2 : 1);
        break;
    }
    case PR_SCHEMA_BROKEN: break;
    }
}

void pr_contract_declared(pr_contract_writing *j, const pr_schema *schema, const pr_field *field,
                          pr_contract_side side) {
    /* An entity's field that is left out is null, if it has no default; an attribute's null is a value of its own. */
    bool nullable = field != NULL && (field->nullable || (field->optional && !field->has_absent));
    if (!nullable || schema->kind != PR_SCHEMA_RECORD) {
        write_schema(j, schema, side, nullable);
        return;
    }
    pr_jw_open(&j->w, "anyOf", '[');
    pr_jw_open(&j->w, NULL, '{');
    write_schema(j, schema, side, false);
    pr_jw_close(&j->w, '}');
    pr_jw_open(&j->w, NULL, '{');
    write_kind(&j->w, "null", false);
    pr_jw_close(&j->w, '}');
    pr_jw_close(&j->w, ']');
}

/* The question that asks for it, and the unit. */
static void describe_field(pr_contract_writing *j, const pr_field *field) {
    pr_text unit = field->schema->unit;
    if (unit.length > 0 && field->ask.length > 0) {
        pr_contract_describe(j, pr_text_format(j->arena, "%.*s (%.*s)", PR_ARG(field->ask), PR_ARG(unit)));
    } else {
        pr_contract_describe(j, unit.length > 0 ? unit : field->ask);
    }
}

static void write_field(pr_contract_writing *j, const pr_field *field, pr_text name, pr_contract_side side) {
    pr_jw_open_named(&j->w, name, '{');
    describe_field(j, field);
    pr_contract_declared(j, field->schema, field, side);
    pr_jw_close(&j->w, '}');
}

static bool is_entity(const pr_schema *record) {
    return record->type != NULL && record->type->kind == PR_TYPE_ENTITY;
}

/* What `kb show` writes around the fields of an entity. */
static const char *const around[] = {"schema", "kb", "collection"};

/* What one has to write: of an entity's fields those that are neither optional nor have a default. */
static void write_needed(pr_contract_writing *j, const pr_schema *record, bool all) {
    pr_jw_open(&j->w, "required", '[');
    for (size_t i = 0; all && is_entity(record) && i < sizeof around / sizeof around[0]; i++) {
        pr_jw_text(&j->w, NULL, pr_text_of(around[i]));
    }
    for (uint32_t i = 0; i < record->field_count; i++) {
        const pr_field *f = &record->fields[i];
        if (all || (!f->optional && !f->has_absent && f->schema->kind != PR_SCHEMA_BROKEN)) {
            pr_jw_text(&j->w, NULL, f->name);
        }
    }
    pr_jw_close(&j->w, ']');
}

/* `- more: ID` adds fields to an entity that stands elsewhere: it needs none by itself. */
static void write_either_id(pr_contract_writing *j, const pr_schema *record) {
    pr_jw_open(&j->w, "anyOf", '[');
    pr_jw_open(&j->w, NULL, '{');
    const pr_text more = PR_TEXT("more");
    pr_jw_texts(&j->w, "required", &more, 1);
    pr_jw_close(&j->w, '}');
    pr_jw_open(&j->w, NULL, '{');
    write_needed(j, record, false);
    pr_jw_close(&j->w, '}');
    pr_jw_close(&j->w, ']');
}

void pr_contract_record(pr_contract_writing *j, const pr_schema *record, pr_contract_side side) {
    pr_jw *w = &j->w;
    bool entity = is_entity(record), typed = side == PR_CONTRACT_TYPED;
    write_kind(w, "object", false);
    pr_jw_open(w, "properties", '{');
    if (entity && !typed) {
        pr_jw_open(w, "schema", '{');
        pr_jw_text(w, "const", PR_TEXT("preceptor.kb.show/1"));
        pr_jw_close(w, '}');
        pr_jw_open(w, "kb", '{');
        pr_contract_refer(j, (pr_contract_object){.name = PR_TEXT("kb-name")});
        pr_jw_close(w, '}');
        pr_jw_open(w, "collection", '{');
        write_kind(w, "string", false);
        pr_jw_close(w, '}');
    }
    for (uint32_t i = 0; i < record->field_count; i++) {
        /* No profile can give the number of a waiver on record. */
        if (!typed || !pr_text_is(record->fields[i].role, "record")) {
            write_field(j, &record->fields[i], record->fields[i].name, side);
        }
    }
    if (entity && typed) {
        pr_jw_open(w, "more", '{');
        pr_contract_describe(j, PR_TEXT("instead of an id: adds to the entity of that id"));
        write_kind(w, "string", false);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, '}');
    if (entity && typed) {
        write_either_id(j, record);
    } else {
        write_needed(j, record, !typed);
    }
    pr_jw_bool(w, "additionalProperties", false);
}

/* Records of documents may leave out every field. Ids are often numbers. */
void pr_contract_attribute(pr_contract_writing *j, const pr_field *field) {
    const pr_schema *schema = field->schema;
    describe_field(j, field);
    if (schema->kind == PR_SCHEMA_STRING && pr_text_is(field->name, "id")) {
        const pr_text both[] = {PR_TEXT("string"), PR_TEXT("number")};
        pr_jw_texts(&j->w, "type", both, 2);
        return;
    }
    if (schema->kind != PR_SCHEMA_LIST || schema->element->kind != PR_SCHEMA_RECORD) {
        pr_contract_declared(j, schema, field, PR_CONTRACT_TYPED);
        return;
    }
    write_kind(&j->w, "array", field->nullable);
    pr_jw_open(&j->w, "items", '{');
    write_kind(&j->w, "object", false);
    pr_jw_open(&j->w, "properties", '{');
    for (uint32_t i = 0; i < schema->element->field_count; i++) {
        write_field(j, &schema->element->fields[i], schema->element->fields[i].name, PR_CONTRACT_TYPED);
    }
    pr_jw_close(&j->w, '}');
    pr_jw_bool(&j->w, "additionalProperties", false);
    pr_jw_close(&j->w, '}');
}

/* The path behind a prefix of `start` bytes. */
static pr_text behind(pr_text path, size_t start) { return (pr_text){path.at + start, path.length - start}; }

static pr_text first_word(pr_text path) {
    const char *point = memchr(path.at, '.', path.length);
    return (pr_text){path.at, point != NULL ? (size_t)(point - path.at) : path.length};
}

static void refer_to_attribute(pr_contract_writing *j, const pr_kb *kb, const pr_field *field) {
    pr_text name = pr_text_format(j->arena, "%.*s.%.*s", PR_ARG(kb->document), PR_ARG(field->name));
    pr_contract_refer(j, (pr_contract_object){.name = name, .attribute = field});
}

/* A path may also be written as one key, with its points. As patterns, which editors do not propose. */
static void write_whole_paths(pr_contract_writing *j, const pr_kb *kb, uint32_t first, uint32_t last,
                              size_t start) {
    bool deep = false;
    for (uint32_t i = first; i < last && !deep; i++) {
        pr_text rest = behind(kb->attributes.items[i].name, start);
        deep = first_word(rest).length < rest.length;
    }
    if (!deep) {
        return;
    }
    pr_jw_open(&j->w, "patternProperties", '{');
    for (uint32_t i = first; i < last; i++) {
        const pr_field *f = &kb->attributes.items[i];
        pr_text rest = behind(f->name, start), pattern = PR_TEXT("^");
        if (first_word(rest).length == rest.length) {
            continue;
        }
        while (rest.length > 0) {
            pr_text word = first_word(rest);
            bool more = word.length < rest.length;
            pattern =
                pr_text_format(j->arena, "%.*s%.*s%s", PR_ARG(pattern), PR_ARG(word), more ? "\\." : "$");
            rest = behind(rest, word.length + more);
        }
        pr_jw_open_named(&j->w, pattern, '{');
        refer_to_attribute(j, kb, f);
        pr_jw_close(&j->w, '}');
    }
    pr_jw_close(&j->w, '}');
}

/* Attributes first..last, in the order of their paths, which begin with the same `start` bytes. */
static void write_group(pr_contract_writing *j, const pr_kb *kb, uint32_t first, uint32_t last,
                        size_t start) {
    pr_jw *w = &j->w;
    write_kind(w, "object", false);
    pr_jw_open(w, "properties", '{');
    for (uint32_t i = first, end; i < last; i = end) {
        const pr_field *f = &kb->attributes.items[i];
        pr_text word = first_word(behind(f->name, start));
        for (end = i + 1; end < last; end++) {
            if (!pr_text_equal(first_word(behind(kb->attributes.items[end].name, start)), word)) {
                break;
            }
        }
        pr_jw_open_named(w, word, '{');
        if (word.length == f->name.length - start) {
            refer_to_attribute(j, kb, f);
        } else {
            write_group(j, kb, i, end, start + word.length + 1);
        }
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, '}');
    write_whole_paths(j, kb, first, last, start);
    pr_jw_bool(w, "additionalProperties", false);
}

void pr_contract_profile(pr_contract_writing *j, const pr_kb *kb) {
    write_group(j, kb, 0, kb->attributes.count, 0);
}
