/* Rows of a table to entities, by a map that was read. */
#include "keep/import_map.h"

#include "base/vec.h"
#include "schema/expect.h"

typedef PR_VEC(pr_doc_pair) pairs;
typedef PR_VEC(pr_doc_node) nodes;

static const pr_csv_cell *cell_at(const pr_import_maker *m, uint32_t row, uint32_t at) {
    return &m->table->cells[(size_t)row * m->table->columns + at];
}

/* A text with each {cell} replaced. */
static pr_text fill(pr_import_maker *m, pr_text text, pr_text cell) {
    static const char sign[] = "{cell}";
    const size_t length = sizeof sign - 1;
    pr_buf out;
    pr_buf_init(&out, m->arena->allocator);
    for (size_t i = 0; i < text.length;) {
        if (i + length <= text.length && memcmp(text.at + i, sign, length) == 0) {
            pr_buf_text(&out, cell);
            i += length;
        } else {
            pr_buf_char(&out, text.at[i++]);
        }
    }
    pr_text filled = pr_text_copy(m->arena, pr_buf_view(&out));
    m->arena->failed = m->arena->failed || out.failed;
    pr_buf_release(&out);
    return filled;
}

/* What a cell may say where the map lists it. For what it does not list the first stands, so that all else is still
 * looked at. False without memory. */
static bool translate(pr_import_maker *m, const pr_import_column *c, pr_doc_node *node) {
    const pr_doc_pair *pair = pr_doc_pair_of(c->values, node->text);
    const pr_doc_node given = *node;
    if (pair != NULL || c->values->count > 0) {
        *node = pair != NULL ? pair->value : c->values->pairs[0].value;
        node->origin = given.origin;
    }
    if (pair != NULL) {
        return true;
    }
    pr_text *names = PR_NEW_ARRAY(m->arena, pr_text, c->values->count + 1u);
    pr_diag *diag = pr_error(m->diags, "wrong-value", pr_doc_span(node), "the map has no value for '%.*s'",
                             PR_ARG(given.text));
    for (uint32_t i = 0; names != NULL && i < c->values->count; i++) {
        names[i] = c->values->pairs[i].key.text;
    }
    pr_expect_suggest(m->diags, diag, given.text, names, c->values->count);
    return names != NULL;
}

/* A scalar of the type that its field wants, where the text is one: numbers and truths are no texts, and no text is
 * one of them. */
static bool make_scalar(pr_import_maker *m, const pr_import_column *c, pr_text text, pr_origin place,
                        pr_doc_node *out) {
    *out = (pr_doc_node){.kind = PR_DOC_STRING, .text = text, .origin = place};
    if (c->values != NULL) {
        return translate(m, c, out);
    }
    if (c->as.length > 0) {
        out->text = fill(m, c->as, text);
    }
    uint8_t kind = c->schema->kind;
    if (kind == PR_SCHEMA_NUMBER || kind == PR_SCHEMA_BOOLEAN || kind == PR_SCHEMA_CONDITION) {
        pr_doc_plain(out);
        bool fits = kind == PR_SCHEMA_NUMBER ? out->kind == PR_DOC_NUMBER : out->kind == PR_DOC_BOOL;
        out->kind = fits ? out->kind : PR_DOC_STRING;
        out->plain = true;
    }
    return true;
}

static bool make_list(pr_import_maker *m, const pr_import_column *c, const pr_csv_cell *cell,
                      pr_doc_node *out) {
    nodes items = {0};
    bool good = true, exact = cell->origin.end - cell->origin.start == cell->text.length;
    for (size_t at = 0; at <= cell->text.length;) {
        size_t end = at;
        while (end + c->split.length <= cell->text.length &&
               memcmp(cell->text.at + end, c->split.at, c->split.length) != 0) {
            end++;
        }
        bool last = end + c->split.length > cell->text.length;
        end = last ? cell->text.length : end;
        pr_text part = pr_text_trim((pr_text){cell->text.at + at, end - at});
        pr_origin place = cell->origin;
        if (exact && part.length > 0) {
            place.start += (uint32_t)(part.at - cell->text.at);
            place.end = place.start + (uint32_t)part.length;
        }
        pr_doc_node node;
        if (part.length > 0) {
            good = make_scalar(m, c, part, place, &node) && good;
            good = PR_PUSH(m->arena, &items, node) && good;
        }
        at = last ? cell->text.length + 1 : end + c->split.length;
    }
    *out = (pr_doc_node){
        .kind = PR_DOC_LIST, .count = items.count, .origin = cell->origin, .items = items.items};
    return good;
}

static pr_doc_node key_of(pr_text name, pr_origin place) {
    return (pr_doc_node){.kind = PR_DOC_STRING, .plain = true, .text = name, .origin = place};
}

static pr_doc_pair *pair_in(pairs *all, pr_text name) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (pr_text_equal(all->items[i].key.text, name)) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* Fields of one record may stand in several columns. */
static bool put_member(pr_import_maker *m, pairs *all, const pr_import_column *c, const pr_doc_node *value) {
    pr_doc_pair *pair = pair_in(all, c->field);
    if (pair == NULL) {
        pr_doc_pair fresh = {key_of(c->field, value->origin), {.kind = PR_DOC_MAP, .origin = value->origin}};
        if (!PR_PUSH(m->arena, all, fresh)) {
            return false;
        }
        pair = &all->items[all->count - 1];
    }
    pr_doc_pair *members = PR_NEW_ARRAY(m->arena, pr_doc_pair, pair->value.count + 1u);
    if (members == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < pair->value.count; i++) {
        members[i] = pair->value.pairs[i];
    }
    members[pair->value.count++] = (pr_doc_pair){key_of(c->member, value->origin), *value};
    pair->value.pairs = members;
    return true;
}

/* The map's own value, with the cell for {cell} in every text of it. */
static bool instantiate(pr_import_maker *m, const pr_doc_node *from, const pr_csv_cell *cell,
                        pr_doc_node *out) {
    *out = *from;
    if (from->kind == PR_DOC_STRING && cell != NULL) {
        pr_text text = fill(m, from->text, cell->text);
        if (!pr_text_equal(text, from->text)) {
            *out = (pr_doc_node){.kind = PR_DOC_STRING, .text = text, .origin = cell->origin};
        }
    } else if (from->kind == PR_DOC_LIST || from->kind == PR_DOC_MAP) {
        bool map = from->kind == PR_DOC_MAP;
        pr_doc_node *items = map ? NULL : PR_NEW_ARRAY(m->arena, pr_doc_node, from->count + 1u);
        pr_doc_pair *members = map ? PR_NEW_ARRAY(m->arena, pr_doc_pair, from->count + 1u) : NULL;
        bool good = items != NULL || members != NULL;
        for (uint32_t i = 0; good && i < from->count; i++) {
            if (map) {
                members[i].key = from->pairs[i].key;
                good = instantiate(m, &from->pairs[i].value, cell, &members[i].value);
            } else {
                good = instantiate(m, &from->items[i], cell, &items[i]);
            }
        }
        if (map) {
            out->pairs = members;
        } else {
            out->items = items;
        }
        return good;
    }
    return true;
}

/* Is the item there in this row? Without `is` where the cell says anything. */
static bool applies(const pr_doc_node *item, const pr_csv_cell *cell) {
    const pr_doc_node *is = pr_doc_get(item, "is");
    bool any = is == NULL && cell->text.length > 0;
    for (uint32_t i = 0; is != NULL && is->kind == PR_DOC_LIST && i < is->count; i++) {
        any = any || pr_text_equal(is->items[i].text, cell->text);
    }
    return any || (is != NULL && is->kind != PR_DOC_LIST && pr_text_equal(is->text, cell->text));
}

/* One more for a list of this entity. */
static bool put_item(pr_import_maker *m, pairs *all, const pr_doc_node *item, uint32_t row) {
    static const pr_text keys[] = {PR_KEY("field"), PR_KEY("column"), PR_KEY("is"), PR_KEY("value")};
    pr_text field, name;
    if (!pr_expect_map(item, "a mapping with field, column and value", m->diags) ||
        !pr_expect_keys(item, "an item", keys, sizeof keys / sizeof keys[0], m->diags)) {
        return false;
    }
    const pr_doc_node *field_node = pr_expect_key(item, "an item", "field", m->diags),
                      *column_node = pr_expect_key(item, "an item", "column", m->diags),
                      *value = pr_expect_key(item, "an item", "value", m->diags);
    if (field_node == NULL || column_node == NULL || value == NULL ||
        !pr_expect_text(field_node, "the name of a field", &field, m->diags) ||
        !pr_expect_text(column_node, "the name of a column", &name, m->diags)) {
        return false;
    }
    const pr_field *declared = pr_schema_field(m->import->schema, field);
    uint32_t at = pr_import_find(m, name);
    if (declared == NULL || declared->schema->kind != PR_SCHEMA_LIST) {
        pr_import_unknown(m, field_node, field, m->import->schema);
        return false;
    }
    if (at == m->table->columns) {
        pr_import_no_column(m, column_node);
        return false;
    }
    const pr_csv_cell *cell = cell_at(m, row, at);
    pr_doc_node made;
    if (!applies(item, cell)) {
        return true;
    }
    if (!instantiate(m, value, cell, &made)) {
        return false;
    }
    pr_doc_pair *pair = pair_in(all, field);
    if (pair == NULL) {
        pr_doc_pair fresh = {key_of(field, cell->origin), {.kind = PR_DOC_LIST, .origin = cell->origin}};
        if (!PR_PUSH(m->arena, all, fresh)) {
            return false;
        }
        pair = &all->items[all->count - 1];
    }
    pr_doc_node *items = PR_NEW_ARRAY(m->arena, pr_doc_node, pair->value.count + 1u);
    if (items == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < pair->value.count; i++) {
        items[i] = pair->value.items[i];
    }
    items[pair->value.count++] = made;
    pair->value.items = items;
    return true;
}

static bool put_cell(pr_import_maker *m, pairs *all, const pr_import_column *c, const pr_csv_cell *cell) {
    pr_doc_node value;
    if (cell->text.length == 0 || c->pair == NULL || c->passed_over) {
        return true;
    }
    bool made = c->split.length > 0 ? make_list(m, c, cell, &value)
                                    : make_scalar(m, c, cell->text, cell->origin, &value);
    if (!made) {
        return false;
    }
    if (c->member.length > 0) {
        return put_member(m, all, c, &value);
    }
    pr_doc_pair *before = pair_in(all, c->field);
    if (before != NULL) {
        pr_diag *diag = pr_error(m->diags, "duplicate-key", pr_origin_whole(&cell->origin),
                                 "'%.*s' is given by two columns", PR_ARG(c->field));
        pr_diag_note(m->diags, diag, pr_doc_span(&before->value), "first here");
        return false;
    }
    return PR_PUSH(m->arena, all, ((pr_doc_pair){key_of(c->field, cell->origin), value}));
}

static bool make_entity(pr_import_maker *m, uint32_t row, pr_doc_node *out) {
    const pr_doc_node *values = pr_doc_get(m->import->map, "values"),
                      *items = pr_doc_get(m->import->map, "items");
    pairs all = {0};
    bool good = true;
    for (uint32_t i = 0; i < m->table->columns; i++) {
        good = put_cell(m, &all, &m->columns[i], cell_at(m, row, i)) && good;
    }
    for (uint32_t i = 0; values != NULL && values->kind == PR_DOC_MAP && i < values->count; i++) {
        if (pair_in(&all, values->pairs[i].key.text) == NULL) {
            good = PR_PUSH(m->arena, &all, values->pairs[i]) && good;
        }
    }
    for (uint32_t i = 0; items != NULL && items->kind == PR_DOC_LIST && i < items->count; i++) {
        good = put_item(m, &all, &items->items[i], row) && good;
    }
    pr_origin place = cell_at(m, row, 0)->origin;
    place.end = cell_at(m, row, m->table->columns - 1)->origin.end;
    *out = (pr_doc_node){.kind = PR_DOC_MAP, .count = all.count, .origin = place, .pairs = all.items};
    return good;
}

const pr_doc_node *pr_import_make(const pr_import *import, const pr_csv_table *table, pr_arena *arena,
                                  pr_diags *diags) {
    pr_import_maker m = {.import = import, .table = table, .arena = arena, .diags = diags};
    const pr_doc_node *values = pr_doc_get(import->map, "values"), *items = pr_doc_get(import->map, "items");
    bool good = values == NULL || pr_expect_map(values, "a mapping of fields to values", diags);
    good = (items == NULL || pr_expect_list(items, "a list of items", diags)) && good;
    good = pr_import_columns(&m) && good;
    if (!good) {
        return NULL;
    }
    if (table->row_count == 0) {
        pr_error(diags, "empty-file", pr_origin_whole(&table->names[0].origin),
                 "the table has no row but its first");
        return NULL;
    }
    pr_doc_node *entities = PR_NEW_ARRAY(arena, pr_doc_node, table->row_count);
    pr_doc_node *root = PR_NEW(arena, pr_doc_node);
    pr_doc_pair *section = PR_NEW(arena, pr_doc_pair);
    if (entities == NULL || root == NULL || section == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < table->row_count; i++) {
        good = make_entity(&m, i, &entities[i]) && good;
    }
    pr_origin place = table->names[0].origin;
    section->key = key_of(import->collection, place);
    section->value =
        (pr_doc_node){.kind = PR_DOC_LIST, .count = table->row_count, .origin = place, .items = entities};
    *root = (pr_doc_node){.kind = PR_DOC_MAP, .count = 1, .origin = place, .pairs = section};
    return good ? root : NULL;
}
