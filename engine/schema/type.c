/* Types by name or by mapping. */
#include "base/map.h"
#include "schema/expect.h"
#include "schema/read.h"

#include <stdlib.h>

static const pr_schema *const plain_types[] = {
    &pr_schema_boolean, &pr_schema_number,   &pr_schema_string,    &pr_schema_date,
    &pr_schema_time,    &pr_schema_duration, &pr_schema_condition,
};
static const char *const plain_names[] = {
    "boolean", "number", "string", "date", "time", "duration", "condition",
};
enum { PLAIN_TYPES = sizeof plain_types / sizeof plain_types[0] };
/* Names that are no types by themselves but may stand after `type:`. */
static const char *const made_names[] = {"enum", "list", "record", "entity"};
enum { MADE_TYPES = sizeof made_names / sizeof made_names[0] };

static void *no_memory(pr_type_reader *reader) {
    reader->diags->failed = true;
    return NULL;
}

/* What other languages call a type. */
static const char *usual_name(pr_text name) {
    static const char *const others[][2] = {
        {"bool", "boolean"},   {"int", "number"},      {"integer", "number"}, {"float", "number"},
        {"double", "number"},  {"decimal", "number"},  {"str", "string"},     {"text", "string"},
        {"day", "date"},       {"period", "duration"}, {"array", "list"},     {"object", "record"},
        {"mapping", "record"}, {"choice", "enum"},
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (pr_text_is(name, others[i][0])) {
            return others[i][1];
        }
    }
    return NULL;
}

static void unknown_type(pr_type_reader *reader, const pr_doc_node *node, pr_text name) {
    pr_diag *diag =
        pr_error(reader->diags, "unknown-type", pr_doc_span(node), "there is no type '%.*s'", PR_ARG(name));
    if (usual_name(name) != NULL) {
        pr_diag_hint(reader->diags, diag, "did you mean '%s'?", usual_name(name));
        return;
    }
    const pr_text *named = NULL;
    const pr_schema_scope *scope = reader->scope;
    uint32_t count = scope->names != NULL ? scope->names(scope->user, &named) : 0;
    pr_text *all = pr_diag_names(diag, reader->arena, (size_t)count + PLAIN_TYPES + MADE_TYPES);
    if (all == NULL) {
        return;
    }
    size_t total = 0;
    for (size_t i = 0; i < PLAIN_TYPES; i++) {
        all[total++] = pr_text_of(plain_names[i]);
    }
    for (size_t i = 0; i < MADE_TYPES; i++) {
        all[total++] = pr_text_of(made_names[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        all[total++] = named[i];
    }
    pr_diag_suggest(reader->diags, diag, name, all, total);
}

static const pr_schema *entity_type(pr_type_reader *reader, const pr_doc_node *node, pr_text collection) {
    const pr_schema_scope *scope = reader->scope;
    if (scope->entity == NULL) {
        unknown_type(reader, node, PR_TEXT("entity"));
        return NULL;
    }
    return scope->entity(scope->user, collection, pr_doc_span(node));
}

static const pr_schema *plain_type(pr_text name) {
    for (size_t i = 0; i < PLAIN_TYPES; i++) {
        if (pr_text_is(name, plain_names[i])) {
            return plain_types[i];
        }
    }
    return NULL;
}

static const pr_schema *type_by_name(pr_type_reader *reader, const pr_doc_node *node, pr_text name) {
    const pr_schema *plain = plain_type(name);
    if (plain != NULL) {
        return plain;
    }
    if (pr_text_is(name, "entity")) {
        return entity_type(reader, node, (pr_text){0});
    }
    pr_text prefix = PR_TEXT("entity(");
    if (pr_text_starts(name, prefix) && name.at[name.length - 1] == ')') {
        pr_text inner = {name.at + prefix.length, name.length - prefix.length - 1};
        return entity_type(reader, node, pr_text_trim(inner));
    }
    for (size_t i = 0; i < MADE_TYPES; i++) {
        if (pr_text_is(name, made_names[i])) {
            pr_error(reader->diags, "wrong-type", pr_doc_span(node),
                     "the type '%.*s' is written as a mapping: {type: %.*s, ...}", PR_ARG(name),
                     PR_ARG(name));
            return NULL;
        }
    }
    const pr_schema_scope *scope = reader->scope;
    const pr_schema *named = scope->named != NULL ? scope->named(scope->user, name) : NULL;
    if (named == NULL) {
        unknown_type(reader, node, name);
    }
    return named;
}

/* Values of an enum: texts, unique. A plain 1 counts as the text it is written as. */
static bool read_values(pr_type_reader *reader, const pr_doc_node *node, pr_schema *schema) {
    if (!pr_expect_list(node, "a list of values", reader->diags)) {
        return false;
    }
    if (node->count == 0) {
        pr_error(reader->diags, "wrong-value", pr_doc_span(node), "the list of values is empty");
        return false;
    }
    pr_text *values = PR_NEW_ARRAY(reader->arena, pr_text, node->count);
    if (values == NULL) {
        return no_memory(reader);
    }
    pr_map firsts;
    pr_map_init(&firsts, reader->arena);
    bool good = true;
    for (uint32_t i = 0; i < node->count; i++) {
        const pr_doc_node *item = &node->items[i];
        if (item->kind == PR_DOC_NUMBER) {
            values[i] = item->text;
        } else {
            good &= pr_expect_text(item, "text, a value", &values[i], reader->diags);
        }
        uint32_t first = values[i].length > 0 ? pr_map_get(&firsts, values[i]) : PR_MAP_NONE;
        if (first != PR_MAP_NONE) {
            pr_diag *diag = pr_error(reader->diags, "duplicate-value", pr_doc_span(item),
                                     "the value '%.*s' is given twice", PR_ARG(values[i]));
            pr_diag_note(reader->diags, diag, pr_doc_span(&node->items[first]), "first here");
            good = false;
        } else if (!pr_map_put(&firsts, values[i], i)) {
            return no_memory(reader);
        }
    }
    schema->values = values;
    schema->value_count = node->count;
    if (!pr_schema_index_values(schema, reader->arena)) {
        return no_memory(reader);
    }
    return good;
}

static int compare_texts(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

/* A string's values are those that its patterns lead to, in the order of their names. */
static bool values_of_patterns(pr_type_reader *reader, const pr_doc_node *match, pr_schema *schema) {
    pr_text *values = PR_NEW_ARRAY(reader->arena, pr_text, match->count);
    if (values == NULL) {
        return no_memory(reader);
    }
    for (uint32_t i = 0; i < match->count; i++) {
        values[i] = match->pairs[i].key.text;
    }
    qsort(values, match->count, sizeof *values, compare_texts);
    schema->values = values;
    schema->value_count = match->count;
    if (!pr_schema_index_values(schema, reader->arena)) {
        return no_memory(reader);
    }
    return true;
}

static uint32_t count_patterns(const pr_doc_node *match) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < match->count; i++) {
        const pr_doc_node *value = &match->pairs[i].value;
        count += value->kind == PR_DOC_LIST ? value->count : 1;
    }
    return count;
}

static bool add_pattern(pr_type_reader *reader, const pr_doc_node *node, uint32_t value, pr_match *matches,
                        uint32_t *count) {
    pr_text pattern;
    if (!pr_expect_text(node, "a pattern", &pattern, reader->diags)) {
        return false;
    }
    matches[(*count)++] = (pr_match){.pattern = pattern, .origin = node->origin, .value = value};
    return true;
}

/* The patterns of each value, in the order of values, so that the order of keys does not matter. */
static bool read_patterns(pr_type_reader *reader, const pr_doc_node *match, pr_schema *schema) {
    pr_match *matches = PR_NEW_ARRAY(reader->arena, pr_match, count_patterns(match));
    if (matches == NULL) {
        return no_memory(reader);
    }
    uint32_t count = 0;
    bool good = true;
    for (uint32_t v = 0; v < schema->value_count; v++) {
        const pr_doc_pair *pair = pr_doc_pair_of(match, schema->values[v]);
        if (pair != NULL && pair->value.kind == PR_DOC_LIST) {
            for (uint32_t i = 0; i < pair->value.count; i++) {
                good &= add_pattern(reader, &pair->value.items[i], v, matches, &count);
            }
        } else if (pair != NULL) {
            good &= add_pattern(reader, &pair->value, v, matches, &count);
        }
    }
    schema->matches = matches;
    schema->match_count = count;
    return good;
}

static bool read_match(pr_type_reader *reader, const pr_doc_node *match, pr_schema *schema) {
    if (!pr_expect_map(match, "a mapping of values to lists of patterns", reader->diags)) {
        return false;
    }
    if (schema->value_count == 0) {
        return values_of_patterns(reader, match, schema) && read_patterns(reader, match, schema);
    }
    bool good = pr_expect_keys(match, "'match': it names the values", schema->values, schema->value_count,
                               reader->diags);
    return read_patterns(reader, match, schema) && good;
}

static const pr_schema *read_text_type(pr_type_reader *reader, const pr_doc_node *node, pr_schema *schema) {
    const pr_doc_node *values = pr_doc_get(node, "values");
    const pr_doc_node *match = pr_doc_get(node, "match");
    bool is_enum = schema->kind == PR_SCHEMA_ENUM;
    if (is_enum && values == NULL) {
        pr_error(reader->diags, "missing-key", pr_expect_place(node), "an enum needs 'values'");
        return NULL;
    }
    if (values != NULL && !read_values(reader, values, schema)) {
        return NULL;
    }
    if (match != NULL && !read_match(reader, match, schema)) {
        return NULL;
    }
    if (!is_enum) {
        schema->type = &pr_type_string;
        return schema;
    }
    pr_type *type = PR_NEW(reader->arena, pr_type);
    if (type == NULL) {
        return no_memory(reader);
    }
    *type = (pr_type){.kind = PR_TYPE_STRING,
                      .values = schema->values,
                      .value_count = schema->value_count,
                      .label = schema->label};
    schema->type = type;
    return schema;
}

static const pr_schema *read_number_type(pr_type_reader *reader, const pr_doc_node *node, pr_schema *schema) {
    const pr_doc_node *unit = pr_doc_get(node, "unit");
    const pr_doc_node *low = pr_doc_get(node, "min"), *high = pr_doc_get(node, "max");
    bool good = unit == NULL || pr_expect_text(unit, "text, a unit", &schema->unit, reader->diags);
    good &= low == NULL ||
            pr_schema_scalar(&pr_schema_number, low, NULL, NULL, &schema->low, reader->arena, reader->diags);
    good &= high == NULL || pr_schema_scalar(&pr_schema_number, high, NULL, NULL, &schema->high,
                                             reader->arena, reader->diags);
    if (good && low != NULL && high != NULL && pr_number_compare(schema->low, schema->high) > 0) {
        pr_error(reader->diags, "wrong-value", pr_doc_span(low), "the least value is above the highest");
        good = false;
    }
    schema->type = &pr_type_number;
    return good ? schema : NULL;
}

static int compare_fields(const void *a, const void *b) {
    return pr_text_compare(((const pr_field *)a)->name, ((const pr_field *)b)->name);
}

/* Fields in the order of their names: the order of keys must not matter. */
static const pr_schema *read_record_type(pr_type_reader *reader, const pr_doc_node *map, pr_text label,
                                         pr_field_use use) {
    pr_field_use inner = use == PR_FIELDS_ATTRIBUTE ? PR_FIELDS_RECORD : use;
    if (!pr_expect_map(map, "a mapping of names to types", reader->diags)) {
        return NULL;
    }
    if (map->count == 0) {
        pr_error(reader->diags, "wrong-value", pr_doc_span(map), "a record needs a field");
        return NULL;
    }
    pr_field *fields = PR_NEW_ARRAY(reader->arena, pr_field, map->count);
    if (fields == NULL) {
        return no_memory(reader);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        if (!pr_field_read(reader, &map->pairs[i], inner, false, &fields[i])) {
            return no_memory(reader);
        }
    }
    qsort(fields, map->count, sizeof *fields, compare_fields);
    const pr_schema *schema = pr_schema_record_of(fields, map->count, label, reader->arena);
    return schema != NULL ? schema : no_memory(reader);
}

static const pr_schema *read_list_type(pr_type_reader *reader, const pr_doc_node *node, pr_field_use use) {
    const pr_doc_node *of = pr_expect_key(node, "a list", "of", reader->diags);
    if (of == NULL) {
        return NULL;
    }
    bool fields = of->kind == PR_DOC_MAP && pr_doc_get(of, "type") == NULL;
    const pr_schema *element = fields ? read_record_type(reader, of, (pr_text){0}, use)
                                      : pr_type_read(reader, of, (pr_text){0}, use, false);
    if (element == NULL) {
        return NULL;
    }
    if (element->kind == PR_SCHEMA_CONDITION) {
        pr_diag *diag = pr_error(reader->diags, "wrong-type", pr_doc_span(of),
                                 "conditions are fields of records, not items of lists");
        pr_diag_hint(reader->diags, diag, "make each a record: of: {test: condition}");
        return NULL;
    }
    const pr_schema *schema = pr_schema_list_of(element, reader->arena);
    return schema != NULL ? schema : no_memory(reader);
}

/* Keys of a mapping that is a type, beside `type` itself, by the word after `type:`. */
static const pr_text type_keys[] = {PR_KEY("type"), PR_KEY("values"), PR_KEY("match"), PR_KEY("unit"),
                                    PR_KEY("min"),  PR_KEY("max"),    PR_KEY("of"),    PR_KEY("fields")};
enum { TYPE_KEYS = sizeof type_keys / sizeof type_keys[0] };

static bool goes_with(pr_text type, pr_text key) {
    bool texts = pr_text_is(key, "values") || pr_text_is(key, "match");
    bool numbers = pr_text_is(key, "unit") || pr_text_is(key, "min") || pr_text_is(key, "max");
    return (texts && (pr_text_is(type, "enum") || pr_text_is(type, "string"))) ||
           (numbers && pr_text_is(type, "number")) || (pr_text_is(key, "of") && pr_text_is(type, "list")) ||
           (pr_text_is(key, "fields") && pr_text_is(type, "record")) || pr_text_is(key, "type");
}

static bool check_type_keys(pr_type_reader *reader, const pr_doc_node *node, pr_text type, pr_field_use use,
                            bool field) {
    pr_text known[TYPE_KEYS + PR_EXTRA_KEYS];
    uint32_t count = field ? pr_field_keys(use, known) : 0;
    memcpy(known + count, type_keys, sizeof type_keys);
    bool good = pr_expect_keys(node, field ? "a field" : "a type", known, count + TYPE_KEYS, reader->diags);
    for (uint32_t i = 0; i < node->count; i++) {
        const pr_doc_node *key = &node->pairs[i].key;
        for (size_t k = 0; k < TYPE_KEYS; k++) {
            if (pr_text_equal(key->text, type_keys[k]) && !goes_with(type, key->text)) {
                pr_error(reader->diags, "wrong-key", pr_doc_span(key),
                         "'%.*s' does not go with the type '%.*s'", PR_ARG(key->text), PR_ARG(type));
                good = false;
            }
        }
    }
    return good;
}

static const pr_schema *new_schema(pr_type_reader *reader, const pr_doc_node *node, pr_text label,
                                   pr_schema_kind kind) {
    pr_schema *schema = PR_NEW(reader->arena, pr_schema);
    if (schema == NULL) {
        return no_memory(reader);
    }
    *schema = (pr_schema){.kind = (uint8_t)kind, .label = label};
    return kind == PR_SCHEMA_NUMBER ? read_number_type(reader, node, schema)
                                    : read_text_type(reader, node, schema);
}

static const pr_schema *read_mapping(pr_type_reader *reader, const pr_doc_node *node, pr_text label,
                                     pr_field_use use, bool field) {
    pr_text name;
    const pr_doc_node *type = pr_expect_key(node, field ? "a field" : "a type", "type", reader->diags);
    if (type == NULL || !pr_expect_text(type, "the name of a type", &name, reader->diags)) {
        return NULL;
    }
    bool good = check_type_keys(reader, node, name, use, field);
    const pr_schema *schema = NULL;
    if (pr_text_is(name, "enum")) {
        schema = new_schema(reader, node, label, PR_SCHEMA_ENUM);
    } else if (pr_text_is(name, "string") && node->count > 1) {
        schema = new_schema(reader, node, label, PR_SCHEMA_STRING);
    } else if (pr_text_is(name, "number")) {
        schema = new_schema(reader, node, label, PR_SCHEMA_NUMBER);
    } else if (pr_text_is(name, "list")) {
        schema = read_list_type(reader, node, use);
    } else if (pr_text_is(name, "record")) {
        const pr_doc_node *fields = pr_expect_key(node, "a record", "fields", reader->diags);
        schema = fields != NULL ? read_record_type(reader, fields, label, use) : NULL;
    } else {
        schema = type_by_name(reader, type, name);
    }
    return good ? schema : NULL;
}

const pr_schema *pr_type_read(pr_type_reader *reader, const pr_doc_node *node, pr_text label,
                              pr_field_use use, bool field) {
    if (node->kind == PR_DOC_MAP) {
        return read_mapping(reader, node, label, use, field);
    }
    pr_text name;
    if (!pr_expect_text(node, "the name of a type, or a mapping", &name, reader->diags)) {
        return NULL;
    }
    return type_by_name(reader, node, name);
}

const pr_schema *pr_schema_read_in(const pr_doc_node *node, pr_text label, pr_field_use use,
                                   const pr_schema_scope *scope, pr_arena *arena, pr_diags *diags) {
    pr_type_reader reader = {scope, arena, diags};
    return pr_type_read(&reader, node, label, use, false);
}

const pr_schema *pr_schema_read(const pr_doc_node *node, pr_schema_lookup *named, void *user, pr_arena *arena,
                                pr_diags *diags) {
    pr_schema_scope scope = {.user = user, .named = named};
    return pr_schema_read_in(node, (pr_text){0}, PR_FIELDS_ANY, &scope, arena, diags);
}
