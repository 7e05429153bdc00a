/* Decision tables: `table:` of a rule. */
#include "kb/load.h"

#include "base/limits.h"

static const pr_text table_keys[] = {PR_KEY("hit"),  PR_KEY("inputs"),  PR_KEY("outputs"),
                                     PR_KEY("rows"), PR_KEY("default"), PR_KEY("complete")};

static const struct {
    const char *word, *letters;
    pr_hit hit;
} policies[] = {
    {"unique", "U", PR_HIT_UNIQUE},         {"any", "A", PR_HIT_ANY},
    {"priority", "P", PR_HIT_PRIORITY},     {"first", "F", PR_HIT_FIRST},
    {"rule order", "R", PR_HIT_RULE_ORDER}, {"output order", "O", PR_HIT_OUTPUT_ORDER},
    {"collect", "C", PR_HIT_COLLECT},       {"collect sum", "C+", PR_HIT_SUM},
    {"collect min", "C<", PR_HIT_MIN},      {"collect max", "C>", PR_HIT_MAX},
    {"collect count", "C#", PR_HIT_COUNT},
};
enum { POLICIES = sizeof policies / sizeof policies[0] };

static void read_hit(pr_loader *loader, const pr_doc_node *node, pr_kb_table *out) {
    pr_text text, words[POLICIES];
    out->hit_origin = node->origin;
    if (!pr_expect_text(node, "a hit policy, such as first or collect sum", &text, loader->diags)) {
        return;
    }
    for (size_t i = 0; i < POLICIES; i++) {
        if (pr_text_is(text, policies[i].word) || pr_text_is(text, policies[i].letters)) {
            out->hit = policies[i].hit;
            return;
        }
        words[i] = pr_text_of(policies[i].word);
    }
    pr_diag *diag =
        pr_error(loader->diags, "wrong-value", pr_doc_span(node), "'%.*s' is no hit policy", PR_ARG(text));
    if (pr_text_nearest(text, words, POLICIES) >= 0) {
        pr_diag_suggest(loader->diags, diag, text, words, POLICIES);
    } else {
        pr_diag_hint(loader->diags, diag,
                     "unique, any, priority, first, rule order, output order, collect, collect sum, collect "
                     "min, collect max, collect count");
    }
}

static void read_input(pr_loader *loader, const pr_doc_node *node, pr_kb_input *out) {
    static const pr_text keys[] = {PR_KEY("value"), PR_KEY("allowed")};
    const pr_doc_node *value = node, *allowed = NULL;
    if (node->kind == PR_DOC_MAP) {
        (void)pr_expect_keys(node, "an input", keys, 2, loader->diags);
        value = pr_expect_key(node, "an input", "value", loader->diags);
        allowed = pr_doc_get(node, "allowed");
    }
    if (value != NULL) {
        (void)pr_kb_expression(loader, value, "an expression", &out->value);
    }
    if (allowed != NULL) {
        (void)pr_kb_expression(loader, allowed, "tests, such as [1..4] or \"a\", \"b\"", &out->allowed);
    }
}

static bool read_inputs(pr_loader *loader, const pr_doc_node *list, pr_kb_table *out) {
    pr_kb_input *inputs = PR_NEW_ARRAY(loader->arena, pr_kb_input, list->count + 1u);
    if (inputs == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        read_input(loader, &list->items[i], &inputs[i]);
    }
    out->inputs = inputs;
    out->input_count = list->count;
    return true;
}

/* A name for `then`, `because` and the slots: nothing else there may have it. */
static void check_output_name(pr_loader *loader, const pr_kb_rule *rule, const pr_kb_output *all,
                              uint32_t count, const pr_doc_node *name) {
    (void)pr_schema_name(name->text, false, pr_doc_span(name), loader->arena, loader->diags);
    const pr_origin *first = NULL;
    for (uint32_t i = 0; i < rule->binding_count; i++) {
        first = pr_text_equal(rule->bindings[i].name, name->text) ? &rule->bindings[i].origin : first;
    }
    for (uint32_t i = 0; i < count; i++) {
        first = pr_text_equal(all[i].name, name->text) ? &all[i].origin : first;
    }
    if (first != NULL) {
        pr_diag *diag = pr_error(loader->diags, "duplicate-name", pr_doc_span(name),
                                 "the rule has another '%.*s'", PR_ARG(name->text));
        pr_diag_note(loader->diags, diag, pr_origin_whole(first), "first here");
    }
    if (pr_text_is(name->text, "place")) {
        pr_error(loader->diags, "duplicate-name", pr_doc_span(name),
                 "'place' is where a row stands in the table; an output has another name");
    }
}

static bool read_output(pr_loader *loader, const pr_kb_rule *rule, const pr_doc_node *node,
                        const pr_kb_output *before, uint32_t count, pr_kb_output *out) {
    static const pr_text keys[] = {PR_KEY("name"), PR_KEY("values")};
    const pr_doc_node *name = node;
    pr_text text;
    if (node->kind == PR_DOC_MAP) {
        (void)pr_expect_keys(node, "an output", keys, 2, loader->diags);
        name = pr_expect_key(node, "an output", "name", loader->diags);
    }
    if (name == NULL || !pr_expect_text(name, "the name of an output", &text, loader->diags)) {
        return false;
    }
    check_output_name(loader, rule, before, count, name);
    *out = (pr_kb_output){.name = text, .origin = name->origin};
    return true;
}

static bool read_outputs(pr_loader *loader, const pr_kb_rule *rule, const pr_doc_node *list,
                         pr_table_head *head) {
    pr_kb_output *outputs = PR_NEW_ARRAY(loader->arena, pr_kb_output, list->count + 1u);
    if (outputs == NULL) {
        return pr_kb_no_memory(loader);
    }
    bool good = true;
    for (uint32_t i = 0; i < list->count; i++) {
        good = read_output(loader, rule, &list->items[i], outputs, i, &outputs[i]) && good;
    }
    head->outputs = good ? outputs : NULL;
    head->table->outputs = outputs;
    head->table->output_count = list->count;
    return true;
}

/* A list that is not empty. */
static const pr_doc_node *parts_of(pr_loader *loader, const pr_doc_node *map, const char *key,
                                   const char *one, const char *what) {
    const pr_doc_node *list = pr_expect_key(map, "a table", key, loader->diags);
    if (list == NULL || !pr_expect_list(list, what, loader->diags)) {
        return NULL;
    }
    if (list->count == 0) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(list), "a table has at least one %s", one);
        return NULL;
    }
    return list;
}

bool pr_kb_read_table_head(pr_loader *loader, const pr_doc_pair *pair, const pr_kb_rule *rule,
                           pr_table_head *out) {
    const pr_doc_node *map = &pair->value;
    uint32_t errors = loader->diags->errors;
    if (!pr_expect_map(map, "a mapping, a table", loader->diags)) {
        return true;
    }
    (void)pr_expect_keys(map, "a table", table_keys, sizeof table_keys / sizeof table_keys[0], loader->diags);
    pr_kb_table *table = PR_NEW(loader->arena, pr_kb_table);
    if (table == NULL) {
        return pr_kb_no_memory(loader);
    }
    *table = (pr_kb_table){.hit = PR_HIT_UNIQUE, .origin = pair->key.origin, .hit_origin = pair->key.origin};
    *out = (pr_table_head){.node = map, .table = table};
    const pr_doc_node *hit = pr_doc_get(map, "hit"), *complete = pr_doc_get(map, "complete");
    if (hit != NULL) {
        read_hit(loader, hit, table);
    }
    if (complete != NULL && complete->kind != PR_DOC_BOOL) {
        pr_expect_failed(complete, "true or false", loader->diags);
    } else if (complete != NULL) {
        table->cover = complete->boolean ? PR_COVER_ALL : PR_COVER_SOME;
    }
    const pr_doc_node *inputs = parts_of(loader, map, "inputs", "input", "a list of expressions");
    const pr_doc_node *outputs = parts_of(loader, map, "outputs", "output", "a list of names");
    if (inputs == NULL || outputs == NULL) {
        return true;
    }
    if (table->hit >= PR_HIT_SUM && outputs->count > 1) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(&outputs->items[1]),
                 "what is joined into one has one output");
        return true;
    }
    bool ok = read_inputs(loader, inputs, table) && read_outputs(loader, rule, outputs, out);
    table->flawed = loader->diags->errors > errors;
    return ok;
}

/* What the cells of an output are, whose values end up in a slot of that type. */
static const pr_schema *schema_of_cells(const pr_kb_table *table, const pr_schema *slot) {
    switch (table->hit) {
    case PR_HIT_COUNT: return NULL;
    case PR_HIT_SUM: return &pr_schema_number;
    case PR_HIT_MIN:
    case PR_HIT_MAX: return slot->kind == PR_SCHEMA_NUMBER ? &pr_schema_number : slot;
    default: return slot;
    }
}

bool pr_kb_output_fills(pr_loader *loader, pr_table_head *head, const pr_kb_slot *slot,
                        pr_kb_assignment *out) {
    if (head->outputs == NULL) {
        return true; /* nobody knows: errors were reported */
    }
    for (uint32_t i = 0; i < head->table->output_count; i++) {
        pr_kb_output *o = &head->outputs[i];
        if (!pr_text_equal(o->name, slot->name)) {
            continue;
        }
        if (o->slot == NULL) {
            o->slot = slot->schema;
            o->optional = slot->optional;
            o->schema = schema_of_cells(head->table, slot->schema);
        } else if (!pr_type_compatible(o->slot->type, slot->schema->type)) {
            pr_diag *diag =
                pr_error(loader->diags, "wrong-type", pr_origin_whole(&o->origin),
                         "the output '%.*s' would fill slots of different types", PR_ARG(o->name));
            pr_diag_hint(loader->diags, diag, "give one of the slots its value in 'then'");
        }
        o->optional = o->optional && slot->optional;
        out->output = i + 1;
        out->origin = o->origin;
        return true;
    }
    return false;
}

static bool read_value(pr_loader *loader, const pr_doc_node *node, const pr_kb_output *o, pr_value *out) {
    pr_kb_assignment a = {0};
    if (!pr_kb_read_assignment(loader, node, o->name, o->schema, true, &a)) {
        return false;
    }
    if (a.is_value) {
        *out = a.value;
    } else if (a.is_template) {
        *out = pr_string(a.source.text);
    } else if (a.source.text.at != NULL) {
        pr_error(loader->diags, "wrong-type", pr_doc_span(node), "the values of an output are written out");
    }
    return true;
}

/* `values` of the outputs: known once their types are. */
static bool read_values(pr_loader *loader, pr_table_head *head) {
    const pr_doc_node *list = pr_doc_get(head->node, "outputs");
    for (uint32_t i = 0; i < head->table->output_count; i++) {
        const pr_doc_node *values = pr_doc_get(&list->items[i], "values");
        if (values == NULL || !pr_expect_list(values, "a list of values", loader->diags)) {
            continue;
        }
        pr_value *all = PR_NEW_ARRAY(loader->arena, pr_value, values->count + 1u);
        if (all == NULL) {
            return pr_kb_no_memory(loader);
        }
        for (uint32_t k = 0; k < values->count; k++) {
            if (!read_value(loader, &values->items[k], &head->outputs[i], &all[k])) {
                return false;
            }
        }
        head->outputs[i].values = all;
        head->outputs[i].value_count = values->count;
    }
    return true;
}

bool pr_kb_cell_constant(const pr_kb_assignment *cell, pr_value *out) {
    bool plain = cell->is_template && cell->source.text.at != NULL &&
                 memchr(cell->source.text.at, '{', cell->source.text.length) == NULL &&
                 memchr(cell->source.text.at, '}', cell->source.text.length) == NULL;
    *out = plain ? pr_string(cell->source.text) : cell->value;
    return plain || cell->is_value;
}

uint32_t pr_kb_value_place(const pr_kb_output *output, pr_value value) {
    uint32_t i = 0;
    while (i < output->value_count && !pr_value_same(output->values[i], value)) {
        i++;
    }
    return i;
}

static bool is_ordered(const pr_kb_table *table) {
    return table->hit == PR_HIT_PRIORITY || table->hit == PR_HIT_OUTPUT_ORDER;
}

/* A cell of an output that lists its values gives one of them. */
static void check_value(pr_loader *loader, const pr_kb_table *table, const pr_kb_output *o,
                        const pr_kb_assignment *cell) {
    pr_value value;
    if (o->values == NULL) {
        return;
    }
    if (!pr_kb_cell_constant(cell, &value)) {
        if (is_ordered(table) && cell->source.text.at != NULL) {
            pr_error(loader->diags, "wrong-value", pr_origin_whole(&cell->origin),
                     "the order of the rows rests on '%.*s', so its cells are written out", PR_ARG(o->name));
        }
        return;
    }
    if (pr_kb_value_place(o, value) < o->value_count) {
        return;
    }
    pr_diag *diag = pr_error(loader->diags, "wrong-value", pr_origin_whole(&cell->origin),
                             "this is none of the values that '%.*s' lists", PR_ARG(o->name));
    pr_text *known = pr_diag_names(diag, loader->arena, o->value_count + 1u);
    uint32_t count = 0;
    for (uint32_t i = 0; known != NULL && i < o->value_count; i++) {
        if (o->values[i].kind == PR_STRING) {
            known[count++] = pr_string_text(o->values[i]);
        }
    }
    if (value.kind == PR_STRING && known != NULL) {
        pr_diag_suggest(loader->diags, diag, pr_string_text(value), known, count);
    }
}

static bool read_outputs_of(pr_loader *loader, const pr_kb_table *table, const pr_doc_node *cells,
                            pr_kb_row *out) {
    pr_kb_assignment *outputs = PR_NEW_ARRAY(loader->arena, pr_kb_assignment, table->output_count + 1u);
    if (outputs == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < table->output_count; i++) {
        const pr_kb_output *o = &table->outputs[i];
        uint32_t errors = loader->diags->errors;
        if (!pr_kb_read_assignment(loader, &cells[i], o->name, o->schema, o->slot == NULL || o->optional,
                                   &outputs[i])) {
            return false;
        }
        if (loader->diags->errors == errors) {
            check_value(loader, table, o, &outputs[i]);
        }
    }
    out->outputs = outputs;
    return true;
}

static bool read_tests(pr_loader *loader, const pr_kb_table *table, const pr_doc_node *cells,
                       pr_kb_row *out) {
    pr_feel_source *tests = PR_NEW_ARRAY(loader->arena, pr_feel_source, table->input_count + 1u);
    if (tests == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < table->input_count; i++) {
        if (cells[i].kind == PR_DOC_NULL) {
            tests[i] = (pr_feel_source){PR_TEXT("null"), cells[i].origin};
        } else {
            (void)pr_kb_expression(loader, &cells[i], "tests, such as >= 3, [1..4] or - for any", &tests[i]);
        }
    }
    out->tests = tests;
    return true;
}

/* A row, or a default, with words or sources of its own. */
static const pr_doc_node *read_row_map(pr_loader *loader, const pr_doc_node *map, const char *what,
                                       pr_kb_row *out, bool *ok) {
    static const pr_text keys[] = {PR_KEY("row"), PR_KEY("because"), PR_KEY("sources")};
    (void)pr_expect_keys(map, what, keys, 3, loader->diags);
    const pr_doc_node *because = pr_doc_get(map, "because");
    pr_text text;
    if (because != NULL && pr_expect_text(because, "text", &text, loader->diags)) {
        out->because = (pr_feel_source){text, because->origin};
    }
    *ok = pr_kb_read_sources(loader, pr_doc_get(map, "sources"), &out->sources);
    return pr_expect_key(map, what, "row", loader->diags);
}

static bool is_count(pr_loader *loader, const pr_kb_table *table, const pr_doc_node *row, uint32_t expected) {
    if (row->count == expected) {
        return true;
    }
    bool whole = expected > table->output_count;
    pr_diag *diag = pr_error(loader->diags, "wrong-value", pr_doc_span(row),
                             "the %s %u cell%s, and the table %u input%s and %u output%s",
                             whole ? "row has" : "default has", row->count, row->count == 1 ? "" : "s",
                             table->input_count, table->input_count == 1 ? "" : "s", table->output_count,
                             table->output_count == 1 ? "" : "s");
    pr_diag_hint(loader->diags, diag,
                 whole ? "a row has a cell for each input, '-' for any value, then one for each output"
                       : "a default has a cell for each output");
    return false;
}

/* False when out of memory; a row with errors of its own is left out. */
static bool read_row(pr_loader *loader, const pr_kb_table *table, const pr_doc_node *node, pr_kb_row *rows,
                     uint32_t *count) {
    pr_kb_row row = {.origin = node->origin, .sources = pr_null()};
    const pr_doc_node *cells = node;
    bool ok = true;
    if (node->kind == PR_DOC_MAP) {
        cells = read_row_map(loader, node, "a row", &row, &ok);
    }
    if (!ok || cells == NULL || !pr_expect_list(cells, "a list of cells", loader->diags) ||
        !is_count(loader, table, cells, table->input_count + table->output_count)) {
        return ok;
    }
    row.origin = cells->origin;
    if (!read_tests(loader, table, cells->items, &row) ||
        !read_outputs_of(loader, table, cells->items + table->input_count, &row)) {
        return false;
    }
    rows[(*count)++] = row;
    return true;
}

/* A list of cells, or the one cell of the one output. False when out of memory. */
static bool read_default(pr_loader *loader, pr_kb_table *table, const pr_doc_node *node, pr_kb_row *row) {
    const pr_doc_node *cells = node;
    bool ok = true;
    *row = (pr_kb_row){.origin = node->origin, .sources = pr_null()};
    if (node->kind == PR_DOC_MAP) {
        cells = read_row_map(loader, node, "a default", row, &ok);
    }
    if (!ok || cells == NULL) {
        return ok;
    }
    pr_doc_node one = {.kind = PR_DOC_LIST, .count = 1, .origin = cells->origin, .items = cells};
    row->origin = cells->origin;
    cells = cells->kind == PR_DOC_LIST ? cells : &one;
    if (!is_count(loader, table, cells, table->output_count)) {
        return true;
    }
    if (!read_outputs_of(loader, table, cells->items, row)) {
        return false;
    }
    table->has_default = true;
    table->row_count++;
    return true;
}

static void check_order(pr_loader *loader, const pr_kb_table *table) {
    bool listed = false;
    for (uint32_t i = 0; i < table->output_count; i++) {
        listed = listed || table->outputs[i].values != NULL;
    }
    if (is_ordered(table) && !listed) {
        pr_diag *diag = pr_error(loader->diags, "missing-key", pr_origin_whole(&table->outputs[0].origin),
                                 "this hit policy needs the values of an output in their order");
        pr_diag_hint(loader->diags, diag,
                     "write {name: %.*s, values: [...]} with what comes first before the rest",
                     PR_ARG(table->outputs[0].name));
    }
}

/* The rows, in whichever way they are written; NULL after errors. */
static const pr_doc_node *items_of(pr_loader *loader, const pr_kb_table *table, const pr_doc_node *rows,
                                   uint32_t *count, bool *ok) {
    pr_kb_drawn drawn = {0};
    const pr_doc_node *items = rows->items;
    *count = rows->count;
    *ok = true;
    if (rows->kind == PR_DOC_STRING) {
        *ok = pr_kb_read_drawn(loader, rows, table->input_count, &drawn);
        items = drawn.items;
        *count = drawn.count;
    } else if (!pr_expect_list(rows, "a list of rows", loader->diags)) {
        return NULL;
    }
    if (*count > PR_LIMIT_TABLE_ROWS) {
        pr_error(loader->diags, "limit", pr_origin_whole(&table->origin), "a table has at most %d rows",
                 PR_LIMIT_TABLE_ROWS);
        return NULL;
    }
    static const pr_doc_node none;
    return items != NULL ? items : &none;
}

bool pr_kb_read_table_rows(pr_loader *loader, pr_table_head *head, pr_kb_rule *out) {
    pr_kb_table *table = head->table;
    uint32_t errors = loader->diags->errors, count = 0;
    bool ok = true;
    const pr_doc_node *rows = pr_expect_key(head->node, "a table", "rows", loader->diags);
    const pr_doc_node *otherwise = pr_doc_get(head->node, "default");
    if (rows == NULL || !read_values(loader, head)) {
        return rows == NULL;
    }
    const pr_doc_node *items = items_of(loader, table, rows, &count, &ok);
    if (items == NULL || !ok) {
        return ok;
    }
    pr_kb_row *read = PR_NEW_ARRAY(loader->arena, pr_kb_row, count + 1u);
    if (read == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!read_row(loader, table, &items[i], read, &table->row_count)) {
            return false;
        }
    }
    table->rows = read;
    check_order(loader, table);
    if (otherwise != NULL && !read_default(loader, table, otherwise, &read[table->row_count])) {
        return false;
    }
    table->flawed = table->flawed || loader->diags->errors > errors;
    out->table = table;
    return true;
}

void pr_kb_number_rows(pr_loader *loader, pr_kb_rule *rule) {
    pr_kb *kb = loader->kb;
    if (rule->table != NULL) {
        rule->table->first = kb->rules.count + kb->row_count;
        kb->row_count += rule->table->row_count;
    }
}
