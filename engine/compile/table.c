/* Checking of decision tables: types of inputs, cells and outputs, and the order of rows. */
#include "compile/table.h"

#include "feel/builtin.h"

#include <stdlib.h>

static bool allocate(pr_build *b, pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    uint32_t variables = c->rule->binding_count;
    pr_checked_table *out = PR_NEW(b->arena, pr_checked_table);
    if (out == NULL) {
        return false;
    }
    c->table = out;
    out->table = t;
    out->inputs = PR_NEW_ARRAY(b->arena, pr_ast *, t->input_count + 1u);
    out->allowed = PR_NEW_ARRAY(b->arena, pr_ast *, t->input_count + 1u);
    out->output_types = PR_NEW_ARRAY(b->arena, const pr_type *, t->output_count + 1u);
    out->rows = PR_NEW_ARRAY(b->arena, pr_checked_row, t->row_count + 1u);
    out->ranks = PR_NEW_ARRAY(b->arena, uint32_t, t->row_count + 1u);
    /* Cells see the variables and "?"; then and because see the variables, the outputs and the row's place. */
    out->names = PR_NEW_ARRAY(b->arena, pr_typed_name, variables + t->output_count + 2u);
    bool ok = out->inputs != NULL && out->allowed != NULL && out->output_types != NULL && out->rows != NULL &&
              out->ranks != NULL && out->names != NULL;
    for (uint32_t r = 0; ok && r < t->row_count; r++) {
        out->rows[r].outputs = PR_NEW_ARRAY(b->arena, pr_ast *, t->output_count + 1u);
        out->rows[r].tests =
            t->rows[r].tests != NULL ? PR_NEW_ARRAY(b->arena, pr_ast *, t->input_count + 1u) : NULL;
        ok = out->rows[r].outputs != NULL && (t->rows[r].tests == NULL || out->rows[r].tests != NULL);
    }
    if (ok) {
        memcpy(out->names, c->variables, variables * sizeof *out->names);
    }
    return ok;
}

static bool is_value_of(const pr_type *type, pr_text text) {
    for (uint32_t i = 0; i < type->value_count; i++) {
        if (pr_text_equal(type->values[i], text)) {
            return true;
        }
    }
    return false;
}

static bool is_name(pr_build *b, const pr_typed_name *names, uint32_t count, pr_text text) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_text_equal(names[i].name, text)) {
            return true;
        }
    }
    return pr_scope_find(b, text) != NULL || pr_builtin_find(text) >= 0;
}

/* YAML takes the quotes of "x" away, and what is left looks like a name: the mistake that everyone makes. */
static bool lacks_quotes(pr_build *b, const pr_feel_source *source, const pr_typed_name *names,
                         uint32_t count) {
    const pr_type *type = names[count - 1].type;
    pr_text text = pr_text_trim(source->text);
    if (source->text.at == NULL || type->kind != PR_TYPE_STRING || !is_value_of(type, text) ||
        is_name(b, names, count, text)) {
        return false;
    }
    pr_diag *diag =
        pr_error(b->diags, "unknown-name", pr_source_span(source), "text in a cell stands in double quotes");
    pr_diag_hint(b->diags, diag, "write \"%.*s\", and in a list of YAML '\"%.*s\"'", PR_ARG(text),
                 PR_ARG(text));
    return true;
}

static bool check_inputs(pr_build *b, pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    uint32_t count = c->rule->binding_count;
    pr_typed_name *names = c->table->names;
    bool ok = true;
    for (uint32_t k = 0; k < t->input_count; k++) {
        pr_ast *tree = pr_scope_check(b, &t->inputs[k].value, c->variables, count, NULL);
        c->table->inputs[k] = tree;
        if (tree == NULL) {
            ok = false;
            continue;
        }
        names[count] = (pr_typed_name){PR_TEXT("?"), tree->type};
        if (t->inputs[k].allowed.text.length > 0) {
            c->table->allowed[k] = pr_scope_check_tests(b, &t->inputs[k].allowed, names, count + 1);
            ok = ok && c->table->allowed[k] != NULL;
        }
        for (uint32_t r = 0; r < t->row_count; r++) {
            const pr_feel_source *cell = t->rows[r].tests != NULL ? &t->rows[r].tests[k] : NULL;
            if (cell == NULL || pr_text_is(pr_text_trim(cell->text), "-")) {
                continue;
            }
            pr_ast *test = lacks_quotes(b, cell, names, count + 1)
                               ? NULL
                               : pr_scope_check_tests(b, cell, names, count + 1);
            c->table->rows[r].tests[k] = test;
            ok = ok && test != NULL;
        }
    }
    return ok;
}

static const pr_type *type_of_value(pr_value v) {
    switch ((pr_kind)v.kind) {
    case PR_BOOLEAN: return &pr_type_boolean;
    case PR_NUMBER: return &pr_type_number;
    case PR_STRING: return &pr_type_string;
    case PR_DATE: return &pr_type_date;
    default: return v.kind == PR_NULL ? &pr_type_null : &pr_type_any;
    }
}

/* What a cell gives; NULL after errors. */
static const pr_type *check_cell(pr_build *b, const pr_checked_rule *c, const pr_kb_assignment *cell,
                                 const pr_schema *schema, pr_ast **out) {
    uint32_t count = c->rule->binding_count;
    if (cell->is_value) {
        return schema != NULL ? schema->type : type_of_value(cell->value);
    }
    if (cell->source.text.at == NULL) {
        return NULL;
    }
    *out = cell->is_template
               ? pr_scope_check_template(b, &cell->source, c->variables, count)
               : pr_scope_check(b, &cell->source, c->variables, count, schema != NULL ? schema->type : NULL);
    return *out == NULL ? NULL : cell->is_template ? &pr_type_string : (*out)->type;
}

/* A slot's type holds for what is asserted; null fits where a slot may be left out, and then shows. */
static const pr_type *type_of_output(pr_build *b, const pr_kb_table *t, const pr_kb_output *o,
                                     const pr_type *cells) {
    bool number = t->hit == PR_HIT_SUM || t->hit == PR_HIT_COUNT;
    const pr_type *type = number ? &pr_type_number : o->schema != NULL ? o->schema->type : cells;
    return cells->nullable || cells->kind == PR_TYPE_NULL ? pr_type_nullable(type, b->arena) : type;
}

static bool check_outputs(pr_build *b, pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    bool ok = true;
    for (uint32_t o = 0; o < t->output_count; o++) {
        const pr_type *joined = NULL;
        for (uint32_t r = 0; r < t->row_count; r++) {
            const pr_type *type =
                check_cell(b, c, &t->rows[r].outputs[o], t->outputs[o].schema, &c->table->rows[r].outputs[o]);
            ok = ok && type != NULL;
            joined = type == NULL ? joined : joined == NULL ? type : pr_type_join(joined, type, b->arena);
            if (type != NULL && joined == NULL) {
                b->failed = true;
                return false;
            }
        }
        joined = joined != NULL ? joined : &pr_type_any;
        c->table->output_types[o] = type_of_output(b, t, &t->outputs[o], joined);
        const pr_schema *slot = t->outputs[o].slot;
        if (slot != NULL && c->table->output_types[o] != NULL &&
            !pr_type_compatible(c->table->output_types[o], slot->type)) {
            pr_text found = pr_type_name(c->table->output_types[o], b->arena);
            pr_text asked = pr_type_name(slot->type, b->arena);
            (void)pr_error(b->diags, "wrong-type", pr_origin_whole(&t->outputs[o].origin),
                           "the slot '%.*s' takes %.*s, and the table gives %.*s", PR_ARG(t->outputs[o].name),
                           PR_ARG(asked), PR_ARG(found));
            ok = false;
        }
        b->failed = b->failed || c->table->output_types[o] == NULL;
    }
    return ok && !b->failed;
}

static bool mentions(const pr_ast *tree, pr_text name) {
    if (tree->kind == PR_AST_NAME && pr_text_equal(tree->text, name)) {
        return true;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        if (mentions(tree->items[i], name)) {
            return true;
        }
    }
    return false;
}

static void set_names(pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    pr_checked_table *out = c->table;
    uint32_t count = c->rule->binding_count;
    for (uint32_t o = 0; o < t->output_count; o++) {
        out->names[count++] = (pr_typed_name){t->outputs[o].name, out->output_types[o]};
    }
    out->names[count++] = (pr_typed_name){PR_TEXT("place"), &pr_type_number};
    out->name_count = count;
}

static bool check_reasons(pr_build *b, pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    bool ok = true;
    for (uint32_t r = 0; r < t->row_count; r++) {
        if (t->rows[r].because.text.length > 0) {
            c->table->rows[r].because =
                pr_scope_check_template(b, &t->rows[r].because, c->table->names, c->table->name_count);
            ok = ok && c->table->rows[r].because != NULL;
        }
    }
    return ok;
}

/* -1: the first row comes before the second by the values of its outputs; 0: they do not tell. */
static int compare_values(const pr_kb_table *t, uint32_t first, uint32_t second) {
    for (uint32_t o = 0; o < t->output_count; o++) {
        pr_value x, y;
        if (t->outputs[o].values == NULL || !pr_kb_cell_constant(&t->rows[first].outputs[o], &x) ||
            !pr_kb_cell_constant(&t->rows[second].outputs[o], &y)) {
            continue;
        }
        uint32_t a = pr_kb_value_place(&t->outputs[o], x), e = pr_kb_value_place(&t->outputs[o], y);
        if (a != e) {
            return a < e ? -1 : 1;
        }
    }
    return 0;
}

static void rank_rows(const pr_kb_table *t, uint32_t *ranks) {
    bool ordered = t->hit == PR_HIT_PRIORITY || t->hit == PR_HIT_OUTPUT_ORDER;
    uint32_t rows = t->row_count - (t->has_default ? 1 : 0);
    for (uint32_t r = 0; r < t->row_count; r++) {
        ranks[r] = r;
        if (!ordered || r >= rows) {
            continue;
        }
        ranks[r] = 0;
        for (uint32_t other = 0; other < rows; other++) {
            int order = compare_values(t, other, r);
            ranks[r] += order < 0 || (order == 0 && other < r) ? 1 : 0;
        }
    }
}

bool pr_check_table(pr_build *b, pr_checked_rule *c) {
    if (!allocate(b, c)) {
        b->failed = true;
        return false;
    }
    bool ok = check_inputs(b, c);
    ok = check_outputs(b, c) && ok;
    if (b->failed || c->table->output_types[0] == NULL) {
        return false;
    }
    set_names(c);
    ok = check_reasons(b, c) && ok;
    rank_rows(c->rule->table, c->table->ranks);
    return ok && (c->table->table->flawed || pr_check_table_cases(b, c, c->table));
}

static bool says(const pr_ast *tree, pr_text name) { return tree != NULL && mentions(tree, name); }

void pr_check_outputs_used(pr_build *b, const pr_checked_rule *c) {
    const pr_kb_table *t = c->rule->table;
    for (uint32_t o = 0; o < t->output_count; o++) {
        pr_text name = t->outputs[o].name;
        bool used = t->outputs[o].slot != NULL || says(c->because, name);
        for (uint32_t r = 0; r < t->row_count && !used; r++) {
            used = says(c->table->rows[r].because, name);
        }
        for (uint32_t h = 0; h < c->rule->head_count && !used; h++) {
            uint32_t slots = b->kb->relations.items[c->rule->heads[h].relation].slot_count;
            for (uint32_t s = 0; s < slots && !used; s++) {
                used = says(c->heads[h].slots[s], name);
            }
        }
        /* A relation of a file that could not be read may take it. */
        if (!used && !t->flawed && !b->kb->lacks_names) {
            pr_diag *diag = pr_warn(b->diags, "unused-output", pr_origin_whole(&t->outputs[o].origin),
                                    "nothing in 'then' or 'because' takes the output '%.*s'", PR_ARG(name));
            pr_diag_hint(b->diags, diag,
                         "an output fills a slot of its name that 'then' leaves out, or is spoken of there");
        }
    }
}
