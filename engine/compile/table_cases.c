/* What the cells of a table let through, input by input.
 *
 * The values of an input fall into classes that no cell tells apart: the numbers that occur in cells and what lies
 * between them, the values of an enum, true and false, the texts that occur and all others, null where it is possible.
 * One value of each class stands for it, and each cell is evaluated on that. A cell that is no test of the input
 * against what is written out is not clear: nobody knows what it lets through.
 */
#include "compile/table.h"

#include "base/limits.h"
#include "feel/builtin.h"

typedef PR_VEC(pr_value) values;

typedef struct cases {
    pr_build *build;
    const pr_checked_rule *rule;
    const pr_checked_table *table;
    pr_arena *arena;
    pr_graph graph;
    values points; /* what the cells of the column mention */
    bool ordered;  /* and put in order */
    bool counts;   /* the input is a count: a whole number of at least 0 */
    bool failed;   /* out of memory */
} cases;

static bool mentions_input(const pr_ast *tree) {
    if (tree->kind == PR_AST_NAME && pr_text_is(tree->text, "?")) {
        return true;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        if (mentions_input(tree->items[i])) {
            return true;
        }
    }
    return false;
}

static bool is_input(const pr_ast *tree) { return tree->kind == PR_AST_NAME && pr_text_is(tree->text, "?"); }

/* A parameter that never changes is as good as the number itself; before and after it rows are not known to apply
 * anyway. */
static const pr_kb_period *lasting_parameter(const cases *c, pr_text name) {
    pr_global *g = pr_scope_find(c->build, name);
    const pr_kb_parameter *p =
        g != NULL && g->kind == PR_GLOBAL_PARAMETER ? &c->build->kb->parameters.items[g->index] : NULL;
    return p != NULL && p->period_count == 1 ? &p->periods[0] : NULL;
}

static int variable_of(const cases *c, pr_text name) {
    for (uint32_t i = 0; i < c->rule->rule->binding_count; i++) {
        if (pr_text_equal(c->rule->rule->bindings[i].name, name)) {
            return (int)i;
        }
    }
    return -1;
}

static bool lower_parameter(pr_lower *l, const pr_ast *tree, pr_node_id *out) {
    const pr_kb_period *period = lasting_parameter(l->user, tree->text);
    if (period != NULL) {
        *out = pr_graph_constant(l->graph, period->value);
    }
    return period != NULL;
}

static bool no_path(pr_lower *l, const pr_ast *tree, const pr_env *env, pr_node_id *out) {
    (void)l, (void)tree, (void)env, (void)out;
    return false;
}

static bool no_call(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth, pr_node_id *out) {
    (void)depth;
    return no_path(l, tree, env, out);
}

static bool no_condition(pr_lower *l, uint32_t number, pr_node_id *out) {
    (void)number;
    return no_path(l, NULL, NULL, out);
}

static pr_lower lower_for(cases *c) {
    static const pr_feel_source nowhere = {0};
    static const pr_lower_hooks hooks = {lower_parameter, no_path, no_call, no_condition};
    return (pr_lower){.graph = &c->graph, .source = &nowhere, .hooks = &hooks, .user = c};
}

/* Of names only built-in functions, called, and such parameters mean the same whatever is known. */
static bool is_written_out(cases *c, const pr_ast *tree) {
    if (tree->kind == PR_AST_NAME && variable_of(c, tree->text) < 0) {
        return lasting_parameter(c, tree->text) != NULL;
    }
    if (tree->kind == PR_AST_NAME || tree->kind == PR_AST_FUNCTION) {
        return false;
    }
    bool call = tree->kind == PR_AST_CALL;
    if (call && (tree->items[0]->kind != PR_AST_NAME || pr_builtin_find(tree->items[0]->text) < 0 ||
                 pr_scope_find(c->build, tree->items[0]->text) != NULL)) {
        return false;
    }
    for (uint32_t i = call ? 1 : 0; i < tree->count; i++) {
        if (!is_written_out(c, tree->items[i])) {
            return false;
        }
    }
    return true;
}

static bool add_point(cases *c, pr_value v) {
    switch ((pr_kind)v.kind) {
    case PR_NULL: return !pr_is_error(v);
    case PR_BOOLEAN: return true;
    case PR_NUMBER:
    case PR_STRING:
    case PR_DATE:
    case PR_MONTHS:
    case PR_DURATION: c->failed = !PR_PUSH(c->arena, &c->points, v) || c->failed; return true;
    case PR_RANGE:
        c->ordered = true;
        return v.range->form != PR_RANGE_NOT_EQUAL && add_point(c, v.range->low) &&
               add_point(c, v.range->high);
    case PR_LIST:
        for (uint32_t i = 0; i < v.list->count; i++) {
            if (!add_point(c, v.list->items[i])) {
                return false;
            }
        }
        return true;
    default: return false;
    }
}

/* A part that does not look at the input: what it mentions. */
static bool gather_constant(cases *c, const pr_ast *tree) {
    if (!is_written_out(c, tree)) {
        return false;
    }
    pr_lower l = lower_for(c);
    pr_value v;
    return pr_graph_value(&c->graph, pr_lower_tree(&l, tree, NULL, 0), &v) && add_point(c, v);
}

static bool gather(cases *c, const pr_ast *tree);

static bool gather_items(cases *c, const pr_ast *tree, uint32_t from) {
    for (uint32_t i = from; i < tree->count; i++) {
        if (!gather(c, tree->items[i])) {
            return false;
        }
    }
    return true;
}

static bool puts_in_order(uint8_t op) { return op != PR_AST_EQUAL && op != PR_AST_NOT_EQUAL; }

/* False: whether a value passes does not only rest on how it compares with what is written out. */
static bool gather(cases *c, const pr_ast *tree) {
    if (is_input(tree)) {
        return true;
    }
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_DASH: return true;
    case PR_AST_TEST:
        c->ordered = c->ordered || puts_in_order(tree->op);
        return gather_constant(c, tree->items[0]);
    case PR_AST_EQUAL:
    case PR_AST_NOT_EQUAL:
    case PR_AST_LESS:
    case PR_AST_LESS_EQUAL:
    case PR_AST_GREATER:
    case PR_AST_GREATER_EQUAL:
    case PR_AST_BETWEEN:
        c->ordered = c->ordered || puts_in_order(tree->kind);
        for (uint32_t i = 0; i < tree->count; i++) {
            if (!is_input(tree->items[i]) && !gather_constant(c, tree->items[i])) {
                return false;
            }
        }
        return true;
    case PR_AST_IN:
        return is_input(tree->items[0]) ? gather_items(c, tree, 1)
                                        : !mentions_input(tree) && gather_constant(c, tree);
    case PR_AST_AND:
    case PR_AST_OR:
    case PR_AST_NOT_TESTS: return gather_items(c, tree, 0);
    case PR_AST_CALL:
        if (tree->items[0]->kind == PR_AST_NAME && pr_text_is(tree->items[0]->text, "not") &&
            mentions_input(tree)) {
            return gather_items(c, tree, 1);
        }
        return gather_constant(c, tree);
    default: return gather_constant(c, tree);
    }
}

static void sort_points(values *points) {
    for (uint32_t i = 1; i < points->count; i++) {
        pr_value v = points->items[i];
        uint32_t k = i;
        for (; k > 0 && pr_value_sort_order(points->items[k - 1], v) > 0; k--) {
            points->items[k] = points->items[k - 1];
        }
        points->items[k] = v;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < points->count; i++) {
        if (kept == 0 || !pr_value_same(points->items[kept - 1], points->items[i])) {
            points->items[kept++] = points->items[i];
        }
    }
    points->count = kept;
}

static bool add_sample(cases *c, values *to, pr_value v) {
    c->failed = !PR_PUSH(c->arena, to, v) || c->failed;
    return !c->failed;
}

/* The least step of a kind: 1 for numbers, a day, a month, a second. */
static pr_value step(cases *c, pr_value v, int sign) {
    switch ((pr_kind)v.kind) {
    case PR_NUMBER:
        return pr_number_add(pr_number_round(v, 0, sign > 0 ? PR_ROUND_FLOOR : PR_ROUND_CEILING, c->arena),
                             pr_integer(sign), c->arena);
    case PR_DATE: return pr_date(pr_date_from_days(pr_date_to_days(v.number) + sign));
    case PR_MONTHS: return pr_months(v.number + sign);
    default: return pr_duration(v.number + sign, v.extra);
    }
}

static bool is_between(pr_value low, pr_value v, pr_value high) {
    return (low.kind == PR_NULL || pr_value_order(low, v) == PR_LESS) &&
           (high.kind == PR_NULL || pr_value_order(v, high) == PR_LESS);
}

/* A value between two others, null: without end; a round one where there is one. */
static bool between(cases *c, pr_value low, pr_value high, pr_value *out) {
    *out = low.kind != PR_NULL ? step(c, low, 1) : step(c, high, -1);
    if (is_between(low, *out, high)) {
        return true;
    }
    if (low.kind != PR_NUMBER || high.kind != PR_NUMBER || c->counts) {
        return false;
    }
    *out = pr_number_divide(pr_number_add(low, high, c->arena), pr_integer(2), c->arena);
    return is_between(low, *out, high);
}

/* Numbers, dates and durations: each that occurs, and what lies before, between and behind. */
static bool sample_line(cases *c, pr_value low, pr_value high, values *out) {
    pr_kind kind = c->points.count > 0 ? (pr_kind)c->points.items[0].kind : PR_NULL;
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind != kind) {
            return false;
        }
    }
    if ((low.kind != PR_NULL && low.kind == kind && !add_point(c, low)) ||
        (high.kind != PR_NULL && high.kind == kind && !add_point(c, high))) {
        return false;
    }
    sort_points(&c->points);
    pr_value before = pr_null(), v;
    for (uint32_t i = 0; i <= c->points.count; i++) {
        pr_value next = i < c->points.count ? c->points.items[i] : pr_null();
        if (between(c, before, next, &v) && !add_sample(c, out, v)) {
            return false;
        }
        if (i < c->points.count && !add_sample(c, out, next)) {
            return false;
        }
        before = next;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        bool below = low.kind == kind && pr_value_order(out->items[i], low) == PR_LESS;
        bool above = high.kind == kind && pr_value_order(out->items[i], high) == PR_GREATER;
        if (!below && !above) {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
    return true;
}

/* A text that no cell mentions. */
static pr_text another_text(cases *c) {
    pr_text text = PR_TEXT("other");
    for (uint32_t n = 1;; n++) {
        bool taken = false;
        for (uint32_t i = 0; i < c->points.count && !taken; i++) {
            taken = c->points.items[i].kind == PR_STRING &&
                    pr_text_equal(pr_string_text(c->points.items[i]), text);
        }
        if (!taken) {
            return text;
        }
        text = pr_text_format(c->arena, "other %u", n);
    }
}

static bool sample_texts(cases *c, const pr_type *type, values *out) {
    if (c->ordered && type->value_count == 0) {
        return false;
    }
    for (uint32_t i = 0; i < type->value_count; i++) {
        if (!add_sample(c, out, pr_string(type->values[i]))) {
            return false;
        }
    }
    if (type->value_count > 0) {
        return true;
    }
    sort_points(&c->points);
    for (uint32_t i = 0; i < c->points.count; i++) {
        if (c->points.items[i].kind == PR_STRING && !add_sample(c, out, c->points.items[i])) {
            return false;
        }
    }
    return add_sample(c, out, pr_string(another_text(c)));
}

static bool sample_entities(cases *c, const pr_type *type, values *out) {
    if (type->collection >= c->build->kb->collections.count) {
        return false;
    }
    const pr_kb_collection *collection = &c->build->kb->collections.items[type->collection];
    for (uint32_t i = 0; i < collection->entity_count; i++) {
        if (!add_sample(c, out, pr_entity_value(&collection->entities[i]->entity))) {
            return false;
        }
    }
    return true;
}

/* The declared type of an attribute, of a variable over records, or of a field of one; NULL: nobody declared it. */
static const pr_schema *schema_of(cases *c, const pr_ast *tree);

static const pr_schema *field_schema(const pr_schema *record, pr_text name) {
    const pr_field *field = record != NULL ? pr_schema_field(record, name) : NULL;
    return field != NULL ? field->schema : NULL;
}

/* The dotted path that a tree of names is, or empty. */
static pr_text path_of(cases *c, const pr_ast *tree) {
    if (tree->kind == PR_AST_NAME) {
        return variable_of(c, tree->text) < 0 ? tree->text : (pr_text){0};
    }
    pr_text of = tree->kind == PR_AST_PATH ? path_of(c, tree->items[0]) : (pr_text){0};
    return of.length > 0 ? pr_text_format(c->arena, "%.*s.%.*s", PR_ARG(of), PR_ARG(tree->text)) : of;
}

static const pr_schema *schema_of(cases *c, const pr_ast *tree) {
    if (tree == NULL) { /* a list that has errors */
        return NULL;
    }
    pr_text path = path_of(c, tree);
    for (uint32_t i = 0; path.length > 0 && i < c->build->kb->attributes.count; i++) {
        const pr_field *f = &c->build->kb->attributes.items[i];
        if (pr_text_equal(f->name, path)) {
            return f->schema;
        }
    }
    if (tree->kind == PR_AST_NAME) {
        int variable = variable_of(c, tree->text);
        const pr_schema *list = variable >= 0 ? schema_of(c, c->rule->sources[variable]) : NULL;
        return list != NULL && list->kind == PR_SCHEMA_LIST ? list->element : NULL;
    }
    if (tree->kind != PR_AST_PATH) {
        return NULL;
    }
    const pr_type *of = tree->items[0]->type;
    if (of != NULL && of->kind == PR_TYPE_ENTITY && of->collection < c->build->kb->collections.count) {
        return field_schema(c->build->kb->collections.items[of->collection].schema, tree->text);
    }
    return field_schema(schema_of(c, tree->items[0]), tree->text);
}

/* Where no cell mentions a value, all values but null are one class. */
static pr_value any_of(const pr_type *type, pr_value low) {
    switch ((pr_type_kind)type->kind) {
    case PR_TYPE_NUMBER: return low.kind == PR_NUMBER ? low : pr_integer(1);
    case PR_TYPE_DATE: return pr_date(pr_date_pack(2026, 1, 1));
    case PR_TYPE_MONTHS: return pr_months(1);
    default: return pr_duration(86400, 0);
    }
}

static bool is_count(const cases *c, const pr_ast *input) {
    const pr_ast *callee = input->kind == PR_AST_CALL ? input->items[0] : NULL;
    return callee != NULL && callee->kind == PR_AST_NAME && pr_scope_find(c->build, callee->text) == NULL &&
           (pr_text_is(callee->text, "count") || pr_text_is(callee->text, "string length"));
}

/* One value of each class; false where the type has no classes that can be told. */
static bool sample(cases *c, const pr_ast *input, values *out) {
    const pr_type *type = input->type;
    const pr_schema *schema = schema_of(c, input),
                    from_zero = {.kind = PR_SCHEMA_NUMBER, .low = pr_integer(0)};
    c->counts = is_count(c, input);
    schema = c->counts ? &from_zero : schema;
    bool bounded = schema != NULL && schema->kind == PR_SCHEMA_NUMBER;
    switch ((pr_type_kind)type->kind) {
    case PR_TYPE_BOOLEAN:
        return add_sample(c, out, pr_boolean(true)) && add_sample(c, out, pr_boolean(false));
    case PR_TYPE_NUMBER:
    case PR_TYPE_DATE:
    case PR_TYPE_MONTHS:
    case PR_TYPE_DURATION:
    case PR_TYPE_ANY_DURATION:
        if (c->points.count == 0) {
            return add_sample(c, out, any_of(type, bounded ? schema->low : pr_null()));
        }
        return sample_line(c, bounded ? schema->low : pr_null(), bounded ? schema->high : pr_null(), out);
    case PR_TYPE_STRING: return sample_texts(c, type, out);
    case PR_TYPE_ENTITY: return sample_entities(c, type, out);
    default: return false;
    }
}

static bool says_nothing(const pr_ast *test) {
    return test == NULL ||
           (test->kind == PR_AST_IN && test->count == 2 && test->items[1]->kind == PR_AST_DASH);
}

static bool is_plain_column(const cases *c, uint32_t input) {
    for (uint32_t r = 0; r < c->table->table->row_count; r++) {
        if (c->table->rows[r].tests != NULL && !says_nothing(c->table->rows[r].tests[input])) {
            return false;
        }
    }
    return c->table->allowed[input] == NULL;
}

/* Nothing tells the values of this input apart: they are one class, and a cell passes them all, or is not clear. */
static void one_class(cases *c, uint32_t input, pr_case_column *out) {
    uint32_t rows = c->table->table->row_count;
    out->count = 1;
    out->whole = true;
    out->samples = PR_NEW_ARRAY(c->arena, pr_value, 1);
    out->cells = PR_NEW_ARRAY(c->arena, uint8_t, rows + 1u);
    out->unclear = PR_NEW_ARRAY(c->arena, bool, rows + 1u);
    c->failed = c->failed || out->samples == NULL || out->cells == NULL || out->unclear == NULL;
    for (uint32_t r = 0; !c->failed && r < rows; r++) {
        out->unclear[r] = c->table->rows[r].tests != NULL && !says_nothing(c->table->rows[r].tests[input]);
        out->cells[r] = out->unclear[r] ? 2 : 1;
    }
}

typedef struct column {
    values samples;
    pr_node_id *nodes; /* by row; PR_NONE: passes everything, or is not clear */
    bool *unclear;
    pr_node_id allowed;
} column;

static pr_node_id lower(cases *c, const pr_ast *test) {
    pr_lower l = lower_for(c);
    pr_env input = {.name = PR_TEXT("?"), .node = pr_graph_node(&c->graph, PR_OP_LOCAL, 0, 0, 0, NULL, 0)};
    return pr_lower_tree(&l, test, &input, 1);
}

static bool prepare(cases *c, uint32_t input, column *out) {
    uint32_t rows = c->table->table->row_count;
    c->points.items = NULL;
    c->points.count = c->points.capacity = 0;
    c->ordered = false;
    out->nodes = PR_NEW_ARRAY(c->arena, pr_node_id, rows + 1u);
    out->unclear = PR_NEW_ARRAY(c->arena, bool, rows + 1u);
    out->allowed = PR_NONE;
    if (out->nodes == NULL || out->unclear == NULL) {
        c->failed = true;
        return false;
    }
    const pr_ast *allowed = c->table->allowed[input];
    if (allowed != NULL && !gather(c, allowed)) {
        return false; /* which values there are is not known */
    }
    for (uint32_t r = 0; r < rows; r++) {
        const pr_ast *test = c->table->rows[r].tests != NULL ? c->table->rows[r].tests[input] : NULL;
        out->nodes[r] = PR_NONE;
        if (!says_nothing(test)) {
            out->unclear[r] = !gather(c, test);
            out->nodes[r] = out->unclear[r] ? PR_NONE : lower(c, test);
        }
    }
    out->allowed = allowed != NULL ? lower(c, allowed) : PR_NONE;
    const pr_ast *tree = c->table->inputs[input];
    if (!sample(c, tree, &out->samples) || out->samples.count == 0) {
        return false;
    }
    return !tree->type->nullable || add_sample(c, &out->samples, pr_null());
}

/* 0 no, 1 yes, 2 nobody knows. */
static uint8_t passes(pr_vm *vm, pr_node_id node, pr_value sample) {
    vm->locals[0] = sample;
    pr_value v = pr_vm_value(vm, node);
    vm->complaints.count = 0;
    return v.kind == PR_UNKNOWN ? 2 : pr_is_true(v) ? 1 : 0;
}

static void evaluate(cases *c, pr_vm *vm, const column *from, pr_case_column *out) {
    uint32_t rows = c->table->table->row_count, count = 0;
    size_t size = (size_t)(rows + 1u) * from->samples.count;
    out->samples = PR_NEW_ARRAY(c->arena, pr_value, from->samples.count);
    out->cells = PR_NEW_ARRAY(c->arena, uint8_t, size);
    out->unclear = PR_NEW_ARRAY(c->arena, bool, rows + 1u);
    if (out->samples == NULL || out->cells == NULL || out->unclear == NULL) {
        c->failed = true;
        return;
    }
    memcpy(out->unclear, from->unclear, rows * sizeof *out->unclear);
    for (uint32_t i = 0; i < from->samples.count; i++) {
        if (from->allowed == PR_NONE || passes(vm, from->allowed, from->samples.items[i]) != 0) {
            out->samples[count++] = from->samples.items[i];
        }
    }
    out->count = count;
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t i = 0; i < count; i++) {
            uint8_t *cell = &out->cells[(size_t)r * count + i];
            *cell = from->unclear[r]            ? 2
                    : from->nodes[r] == PR_NONE ? 1
                                                : passes(vm, from->nodes[r], out->samples[i]);
            out->unclear[r] = out->unclear[r] || *cell == 2;
        }
    }
    /* What could not be computed for want of memory looks unclear. */
    c->failed = c->failed || vm->arena.failed || vm->status == PRECEPTOR_NO_MEMORY;
}

static bool evaluate_all(cases *c, const column *from, pr_case_column *out) {
    pr_program program = {0};
    pr_vm vm;
    pr_graph_finish(&c->graph, &program);
    program.frame_size = program.frame_size > 1 ? program.frame_size : 2;
    bool ok = !c->graph.failed && pr_vm_init(&vm, &program, c->arena->allocator, false) == PRECEPTOR_OK;
    uint64_t work = 0;
    for (uint32_t k = 0; ok && k < c->table->table->input_count; k++) {
        work += (uint64_t)from[k].samples.count * c->table->table->row_count;
        if (from[k].samples.count == 0 || work > PR_LIMIT_TABLE_STEPS) {
            one_class(c, k, &out[k]);
        } else {
            evaluate(c, &vm, &from[k], &out[k]);
        }
        pr_vm_begin(&vm, NULL);
    }
    if (!c->graph.failed) {
        pr_vm_release(&vm);
    }
    return ok;
}

bool pr_table_cases(pr_build *b, const pr_checked_rule *rule, const pr_checked_table *table, pr_arena *arena,
                    pr_case_column *columns) {
    cases c = {.build = b, .rule = rule, .table = table, .arena = arena};
    uint32_t count = table->table->input_count;
    column *prepared = PR_NEW_ARRAY(arena, column, count + 1u);
    if (!pr_graph_init(&c.graph, arena, arena->allocator) || prepared == NULL) {
        pr_graph_release(&c.graph);
        return false;
    }
    for (uint32_t k = 0; k < count && !c.failed; k++) {
        columns[k].name = pr_text_trim(table->table->inputs[k].value.text);
        if (is_plain_column(&c, k) || !prepare(&c, k, &prepared[k])) {
            prepared[k].samples.count = 0;
        }
    }
    bool ok = !c.failed && evaluate_all(&c, prepared, columns);
    pr_graph_release(&c.graph);
    return ok && !c.failed && !arena->failed;
}
