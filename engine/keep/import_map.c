/* Reading the map of an import: which column is which field. */
#include "keep/import_map.h"

#include "schema/expect.h"

void pr_import_unknown(pr_import_maker *m, const pr_doc_node *node, pr_text name, const pr_schema *record) {
    pr_diag *diag =
        pr_error(m->diags, "unknown-key", pr_doc_span(node), "an entity of '%.*s' has no field '%.*s'",
                 PR_ARG(m->import->collection), PR_ARG(name));
    pr_diag_suggest(m->diags, diag, name, record->shape->names, record->shape->count);
}

bool pr_import_begin(const pr_doc_node *map, const pr_kb *kb, pr_arena *arena, pr_diags *diags,
                     pr_import *out) {
    static const pr_text keys[] = {PR_KEY("collection"), PR_KEY("file"), PR_KEY("columns"), PR_KEY("values"),
                                   PR_KEY("items")};
    *out = (pr_import){.map = map};
    if (!pr_expect_map(map, "a mapping with collection, file and columns", diags)) {
        return false;
    }
    bool good = true;
    (void)pr_expect_keys(map, "a map", keys, sizeof keys / sizeof keys[0], diags);
    const pr_doc_node *collection = pr_expect_key(map, "a map", "collection", diags);
    const pr_doc_node *file = pr_expect_key(map, "a map", "file", diags);
    const pr_doc_node *columns = pr_expect_key(map, "a map", "columns", diags);
    good = collection != NULL && pr_expect_text(collection, "text, a collection", &out->collection, diags) &&
           good;
    good =
        file != NULL && pr_expect_text(file, "text, a file of the knowledge base", &out->file, diags) && good;
    good = columns != NULL && pr_expect_map(columns, "a mapping of columns to fields", diags) && good;
    pr_text *names = PR_NEW_ARRAY(arena, pr_text, kb->collections.count + 1u);
    for (uint32_t i = 0; good && names != NULL && i < kb->collections.count; i++) {
        names[i] = kb->collections.items[i].name;
        if (pr_text_equal(names[i], out->collection)) {
            out->schema = kb->collections.items[i].schema;
        }
    }
    if (good && names != NULL && out->schema == NULL) {
        pr_diag *diag = pr_error(diags, "unknown-name", pr_doc_span(collection),
                                 "there is no collection '%.*s'", PR_ARG(out->collection));
        pr_diag_suggest(diags, diag, out->collection, names, kb->collections.count);
    }
    out->file_span = file != NULL ? pr_doc_span(file) : (pr_span){0};
    return good && out->schema != NULL;
}

/* The value's type, for a field or a field of a field that is a record. */
static const pr_schema *type_of(pr_import_maker *m, const pr_doc_node *node, pr_text path,
                                pr_import_column *out) {
    const char *point = memchr(path.at, '.', path.length);
    out->field = (pr_text){path.at, point != NULL ? (size_t)(point - path.at) : path.length};
    const pr_field *field = pr_schema_field(m->import->schema, out->field);
    if (field == NULL) {
        pr_import_unknown(m, node, out->field, m->import->schema);
        return NULL;
    }
    if (point == NULL) {
        return field->schema;
    }
    out->member = (pr_text){point + 1, path.length - out->field.length - 1};
    if (field->schema->kind != PR_SCHEMA_RECORD) {
        pr_error(m->diags, "wrong-type", pr_doc_span(node), "'%.*s' is no record, so it has no fields",
                 PR_ARG(out->field));
        return NULL;
    }
    const pr_field *member = pr_schema_field(field->schema, out->member);
    if (member == NULL) {
        pr_import_unknown(m, node, out->member, field->schema);
    }
    return member != NULL ? member->schema : NULL;
}

static bool read_details(pr_import_maker *m, const pr_doc_node *map, pr_import_column *out) {
    static const pr_text keys[] = {PR_KEY("field"), PR_KEY("as"), PR_KEY("split"), PR_KEY("values")};
    const pr_doc_node *as = pr_doc_get(map, "as"), *split = pr_doc_get(map, "split");
    bool good = pr_expect_keys(map, "a column", keys, sizeof keys / sizeof keys[0], m->diags);
    out->values = pr_doc_get(map, "values");
    good = (as == NULL || pr_expect_text(as, "text with {cell} in it", &out->as, m->diags)) && good;
    good =
        (split == NULL || pr_expect_text(split, "what stands between items", &out->split, m->diags)) && good;
    return (out->values == NULL || pr_expect_map(out->values, "a mapping of cells to values", m->diags)) &&
           good;
}

static bool read_column(pr_import_maker *m, pr_import_column *out) {
    const pr_doc_node *value = &out->pair->value, *field = value;
    pr_text path;
    bool good = true;
    out->passed_over = value->kind == PR_DOC_NULL;
    if (out->passed_over) {
        return true;
    }
    if (value->kind == PR_DOC_MAP) {
        good = read_details(m, value, out);
        field = pr_expect_key(value, "a column", "field", m->diags);
    }
    if (field == NULL || !pr_expect_text(field, "the name of a field, or null", &path, m->diags)) {
        return false;
    }
    out->schema = type_of(m, field, path, out);
    if (out->schema == NULL) {
        return false;
    }
    bool list = out->schema->kind == PR_SCHEMA_LIST;
    if (list != (out->split.length > 0)) {
        pr_diag *diag =
            pr_error(m->diags, "wrong-type", pr_doc_span(field),
                     list ? "'%.*s' is a list" : "'%.*s' is no list, so nothing is split", PR_ARG(path));
        pr_diag_hint(m->diags, diag, list ? "write {field: %.*s, split: \";\"}" : "write {field: %.*s}",
                     PR_ARG(path));
        return false;
    }
    out->schema = list ? out->schema->element : out->schema;
    if (out->schema->kind == PR_SCHEMA_LIST || out->schema->kind == PR_SCHEMA_RECORD) {
        pr_diag *diag = pr_error(m->diags, "wrong-type", pr_doc_span(field),
                                 "'%.*s' holds more than a cell can say", PR_ARG(path));
        pr_diag_hint(m->diags, diag, "write it under 'items', or its fields as %.*s.FIELD", PR_ARG(path));
        return false;
    }
    return good;
}

uint32_t pr_import_find(const pr_import_maker *m, pr_text name) {
    uint32_t at = 0;
    while (at < m->table->columns && !pr_text_equal(m->table->names[at].text, name)) {
        at++;
    }
    return at;
}

void pr_import_no_column(pr_import_maker *m, const pr_doc_node *node) {
    pr_diag *diag = pr_error(m->diags, "no-column", pr_doc_span(node), "the table has no column '%.*s'",
                             PR_ARG(node->text));
    pr_text *names = pr_diag_names(diag, m->arena, m->table->columns + 1u);
    for (uint32_t i = 0; names != NULL && i < m->table->columns; i++) {
        names[i] = m->table->names[i].text;
    }
    pr_expect_suggest(m->diags, diag, node->text, names, m->table->columns);
}

static bool is_asked(const pr_import_maker *m, pr_text name) {
    const pr_doc_node *items = pr_doc_get(m->import->map, "items");
    for (uint32_t i = 0; items != NULL && items->kind == PR_DOC_LIST && i < items->count; i++) {
        const pr_doc_node *asked = pr_doc_get(&items->items[i], "column");
        if (asked != NULL && pr_text_equal(asked->text, name)) {
            return true;
        }
    }
    return false;
}

/* Columns that the map says nothing of, all at once. */
static void warn_of_others(pr_import_maker *m) {
    enum { MOST_NAMED = 8 };
    const pr_csv_cell *first = NULL;
    pr_text names = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; m->columns != NULL && i < m->table->columns; i++) {
        const pr_csv_cell *name = &m->table->names[i];
        if (m->columns[i].pair != NULL || is_asked(m, name->text)) {
            continue;
        }
        first = first != NULL ? first : name;
        if (count++ < MOST_NAMED) {
            names = pr_text_format(m->arena, "%.*s%s'%.*s'", PR_ARG(names), count > 1 ? ", " : "",
                                   PR_ARG(name->text));
        }
    }
    if (first != NULL) {
        pr_diag *diag = pr_warn(m->diags, "no-column", pr_origin_whole(&first->origin),
                                "the map says nothing of %.*s%s: passed over", PR_ARG(names),
                                count > MOST_NAMED ? " and others" : "");
        pr_diag_hint(m->diags, diag, "'%.*s: null' under 'columns' says that it is meant",
                     PR_ARG(first->text));
    }
}

bool pr_import_columns(pr_import_maker *m) {
    const pr_doc_node *map = pr_doc_get(m->import->map, "columns");
    bool good = true, identified = false;
    m->columns = PR_NEW_ARRAY(m->arena, pr_import_column, m->table->columns + 1u);
    for (uint32_t i = 0; m->columns != NULL && i < map->count; i++) {
        uint32_t at = pr_import_find(m, map->pairs[i].key.text);
        if (at == m->table->columns) {
            pr_import_no_column(m, &map->pairs[i].key);
            good = false;
            continue;
        }
        m->columns[at].pair = &map->pairs[i];
        good = read_column(m, &m->columns[at]) && good;
        identified = identified || pr_text_is(m->columns[at].field, "id");
    }
    warn_of_others(m);
    if (good && !identified && m->columns != NULL) {
        pr_error(m->diags, "missing-key", pr_expect_place(map), "no column is the field 'id'");
        good = false;
    }
    return good && m->columns != NULL;
}
