/* The rows of a decision table as conditions and facts.
 *
 * A row holds where its cells do, and what the hit policy makes of rows that hold together is said with `and` and
 * `not`: what is not known then stays not known by itself. Rows that assert the very same facts never exclude each
 * other, so that it is certain what they say where it is not known which of them applies.
 */
#include "compile/ground.h"

#include "compile/lower_parts.h"
#include "feel/builtin.h"

typedef struct tabled {
    pr_instance *in;
    const pr_bound *bound;
    const pr_checked_table *table;
    uint32_t rows;         /* without the default */
    pr_node_id *inputs;    /* by input */
    pr_node_id *holds;     /* by row; PR_NONE: it can never */
    pr_node_id **outputs;  /* by row, with the default */
    pr_node_id ***slots;   /* by row and head */
    const pr_env **scopes; /* by row: variables, outputs, place */
    uint32_t *order;       /* rows by rank */
    pr_node_id allowed;    /* PR_NONE: everything */
} tabled;

static pr_graph *graph_of(const tabled *t) { return &t->in->build->graph; }

static pr_node_id join(tabled *t, pr_op op, const pr_node_id *parts, uint32_t count) {
    return pr_graph_node(graph_of(t), op, 0, 0, 0, parts, count);
}

static pr_node_id negate(tabled *t, pr_node_id node) { return join(t, PR_OP_NOT, &node, 1); }

static bool allocate(tabled *t) {
    const pr_kb_table *kb = t->table->table;
    pr_arena *arena = t->in->build->arena;
    uint32_t count = kb->row_count + 1u;
    t->rows = kb->row_count - (kb->has_default ? 1 : 0);
    t->inputs = PR_NEW_ARRAY(arena, pr_node_id, kb->input_count + 1u);
    t->holds = PR_NEW_ARRAY(arena, pr_node_id, count);
    t->outputs = PR_NEW_ARRAY(arena, pr_node_id *, count);
    t->slots = PR_NEW_ARRAY(arena, pr_node_id **, count);
    t->scopes = PR_NEW_ARRAY(arena, const pr_env *, count);
    t->order = PR_NEW_ARRAY(arena, uint32_t, count);
    t->allowed = PR_NONE;
    return t->inputs != NULL && t->holds != NULL && t->outputs != NULL && t->slots != NULL &&
           t->scopes != NULL && t->order != NULL;
}

/* A cell in words: what the input is, and what the cell asks of it. `test` is the cell, or one of its tests. */
static pr_text words_of(tabled *t, const pr_feel_source *input, const pr_feel_source *cell,
                        const pr_ast *tree, const pr_ast *test) {
    pr_arena *arena = t->in->build->arena;
    pr_text name = pr_text_trim(input->text);
    pr_text said = pr_text_trim((pr_text){cell->text.at + test->start, test->end - test->start});
    if (tree == test) {
        return pr_text_format(arena, "%.*s, where ? is %.*s", PR_ARG(said), PR_ARG(name));
    }
    if (test->kind == PR_AST_TEST) {
        return pr_text_format(arena, "%.*s %.*s", PR_ARG(name), PR_ARG(said));
    }
    if (test->kind == PR_AST_BOOLEAN) {
        return pr_is_true(test->value) ? name : pr_text_format(arena, "not(%.*s)", PR_ARG(name));
    }
    bool several = test->kind == PR_AST_NOT_TESTS || test->type->kind == PR_TYPE_LIST ||
                   test->type->kind == PR_TYPE_RANGE;
    return pr_text_format(arena, "%.*s %s %.*s", PR_ARG(name), several ? "in" : "=", PR_ARG(said));
}

static const pr_feel_source *said_of(tabled *t, const pr_feel_source *input, const pr_feel_source *cell,
                                     const pr_ast *tree, const pr_ast *test) {
    pr_feel_source *said = PR_NEW(t->in->build->arena, pr_feel_source);
    if (said == NULL) {
        t->in->build->failed = true;
        return NULL;
    }
    pr_span place = pr_origin_span(&cell->origin, test->start, test->end);
    said->text = words_of(t, input, cell, tree, test);
    said->origin = (pr_origin){place.source, place.start, place.end, PR_STYLE_EXACT, 0};
    return said;
}

/* Nodes that stand for a cell in explanations: with the cell's place, and the input's name. Of another row, which
 * rests on that this one does not hold, the table's words are told. */
static void name_nodes(tabled *t, const pr_feel_source *said, const pr_feel_source *cell, const pr_ast *tree,
                       pr_node_id node, pr_graph_mark mark) {
    pr_graph *g = graph_of(t);
    const pr_node_origin words = {said, 0, (uint32_t)said->text.length};
    for (uint32_t id = mark.nodes; id < g->nodes.count; id++) {
        pr_node_origin *o = &g->origins.items[id];
        if (o->source == cell && o->start == tree->start && o->end == tree->end) {
            *o = words;
        }
    }
    uint32_t row = g->scope;
    pr_graph_place(g, node, words, mark);
    g->scope = pr_rule_scope(t->in->number);
    pr_graph_place(g, node, words, mark);
    g->scope = row;
}

static pr_node_id lower_test(tabled *t, const pr_feel_source *input, pr_node_id value,
                             const pr_feel_source *cell, const pr_ast *tree, const pr_ast *test) {
    pr_env asked = {.outer = t->bound->env, .name = PR_TEXT("?"), .node = value};
    pr_lower l = pr_build_lower(t->in->build, cell);
    pr_graph_mark mark = pr_graph_begin(graph_of(t));
    pr_node_id node = pr_build_root(&l, tree, &asked, t->bound->levels);
    if (!pr_graph_is_placed(graph_of(t), node, mark)) {
        const pr_feel_source *said = said_of(t, input, cell, tree, test);
        if (said != NULL) {
            name_nodes(t, said, cell, tree, node, mark);
        }
    }
    return pr_ground_condition(t->in, node);
}

static bool is_literal(const pr_ast *test) { return test->kind <= PR_AST_AT || test->kind == PR_AST_NEGATE; }

/* One of the tests of a cell. A value written out is compared with as other conditions do: it is one node with them. */
static pr_node_id lower_one(tabled *t, const pr_feel_source *input, pr_node_id value,
                            const pr_feel_source *cell, const pr_ast *tree, pr_ast *test) {
    const pr_type *type = tree->items[0]->type;
    pr_ast *pair[2] = {tree->items[0], test};
    pr_ast one = *tree;
    one.items = pair;
    one.count = 2;
    one.start = test->start;
    one.end = test->end;
    if (is_literal(test) && type->kind != PR_TYPE_ANY && type->kind != PR_TYPE_LIST &&
        type->kind != PR_TYPE_RELATION) {
        one.kind = PR_AST_EQUAL;
    }
    return lower_test(t, input, value, cell, &one, test);
}

/* `"a", "b"` is either of two tests, each with words of its own. */
static pr_node_id lower_tests(tabled *t, const pr_feel_source *input, pr_node_id value,
                              const pr_feel_source *cell, const pr_ast *tree) {
    if (tree->kind != PR_AST_IN || tree->items[0]->start != tree->items[0]->end) {
        return lower_test(t, input, value, cell, tree, tree);
    }
    if (tree->count == 2) {
        return lower_one(t, input, value, cell, tree, tree->items[1]);
    }
    pr_node_id *parts = PR_NEW_ARRAY(t->in->build->arena, pr_node_id, tree->count);
    for (uint32_t i = 1; parts != NULL && i < tree->count; i++) {
        parts[i - 1] = lower_one(t, input, value, cell, tree, tree->items[i]);
    }
    t->in->build->failed = t->in->build->failed || parts == NULL;
    return parts != NULL ? join(t, PR_OP_OR, parts, tree->count - 1) : PR_NONE;
}

static void lower_inputs(tabled *t) {
    const pr_kb_table *kb = t->table->table;
    pr_node_id *allowed = PR_NEW_ARRAY(t->in->build->arena, pr_node_id, kb->input_count + 1u);
    uint32_t count = 0;
    for (uint32_t k = 0; allowed != NULL && k < kb->input_count; k++) {
        pr_lower l = pr_build_lower(t->in->build, &kb->inputs[k].value);
        t->inputs[k] = pr_build_root(&l, t->table->inputs[k], t->bound->env, t->bound->levels);
        if (t->table->allowed[k] != NULL) {
            allowed[count++] = lower_tests(t, &kb->inputs[k].value, t->inputs[k], &kb->inputs[k].allowed,
                                           t->table->allowed[k]);
        }
    }
    t->in->build->failed = t->in->build->failed || allowed == NULL;
    t->allowed = count > 0 ? join(t, PR_OP_AND, allowed, count) : PR_NONE;
}

static void lower_row(tabled *t, uint32_t r) {
    const pr_kb_table *kb = t->table->table;
    pr_node_id *parts = PR_NEW_ARRAY(t->in->build->arena, pr_node_id, kb->input_count + 1u);
    uint32_t count = 0, whole = graph_of(t)->scope;
    graph_of(t)->scope = pr_rule_scope(kb->first + r);
    for (uint32_t k = 0; parts != NULL && k < kb->input_count; k++) {
        if (t->table->rows[r].tests[k] != NULL) {
            parts[count++] = lower_tests(t, &kb->inputs[k].value, t->inputs[k], &kb->rows[r].tests[k],
                                         t->table->rows[r].tests[k]);
        }
    }
    graph_of(t)->scope = whole;
    t->in->build->failed = t->in->build->failed || parts == NULL;
    t->holds[r] = parts != NULL ? join(t, PR_OP_AND, parts, count) : PR_NONE;
}

static pr_node_id lower_output(tabled *t, uint32_t r, uint32_t o) {
    const pr_kb_assignment *cell = &t->table->table->rows[r].outputs[o];
    pr_build *b = t->in->build;
    if (cell->is_value) {
        return pr_graph_constant(&b->graph, cell->value);
    }
    pr_lower l = pr_build_lower(b, &cell->source);
    const pr_ast *tree = t->table->rows[r].outputs[o];
    if (!cell->is_template) {
        return pr_build_root(&l, tree, t->bound->env, t->bound->levels);
    }
    /* Expressions may look at it: it is not known where a part is not. In slots and texts see pr_graph_as_slot. */
    pr_node_id *parts = pr_lower_items(&l, tree, 0, t->bound->env, t->bound->levels);
    return parts == NULL
               ? PR_NONE
               : pr_graph_node(&b->graph, PR_OP_TEMPLATE, 0, 0, PR_TEMPLATE_READ, parts, tree->count);
}

/* What `then` sees: the variables, the outputs, and where the row stands. */
static const pr_env *scope_of(tabled *t, const pr_node_id *outputs, uint32_t place) {
    const pr_kb_table *kb = t->table->table;
    pr_env *scope = PR_NEW_ARRAY(t->in->build->arena, pr_env, kb->output_count + 1u);
    const pr_env *outer = t->bound->env;
    for (uint32_t o = 0; scope != NULL && o < kb->output_count; o++) {
        scope[o] = (pr_env){.outer = outer, .name = kb->outputs[o].name, .node = outputs[o]};
        outer = &scope[o];
    }
    if (scope == NULL) {
        t->in->build->failed = true;
        return NULL;
    }
    scope[kb->output_count] = (pr_env){
        .outer = outer, .name = PR_TEXT("place"), .node = pr_graph_constant(graph_of(t), pr_integer(place))};
    return &scope[kb->output_count];
}

static pr_node_id **lower_slots(tabled *t, const pr_node_id *outputs, const pr_kb_row *row,
                                const pr_env *env) {
    uint32_t heads = t->in->rule->rule->head_count;
    pr_node_id **slots = PR_NEW_ARRAY(t->in->build->arena, pr_node_id *, heads + 1u);
    t->in->outputs = outputs;
    t->in->row = row;
    for (uint32_t h = 0; slots != NULL && h < heads; h++) {
        slots[h] = pr_ground_slots(t->in, &t->in->rule->heads[h], env, t->bound->levels);
    }
    t->in->build->failed = t->in->build->failed || slots == NULL;
    return slots;
}

/* What a row gives, whether or not it holds. */
static void lower_outputs(tabled *t, uint32_t r, bool joined) {
    const pr_kb_table *kb = t->table->table;
    t->outputs[r] = PR_NEW_ARRAY(t->in->build->arena, pr_node_id, kb->output_count + 1u);
    if (t->outputs[r] == NULL) {
        t->in->build->failed = true;
        return;
    }
    for (uint32_t o = 0; o < kb->output_count; o++) {
        t->outputs[r][o] = lower_output(t, r, o);
    }
    if (!joined) {
        t->scopes[r] = scope_of(t, t->outputs[r], t->table->ranks[r] + 1);
        t->slots[r] = lower_slots(t, t->outputs[r], &kb->rows[r], t->scopes[r]);
    }
}

static bool same_facts(const tabled *t, uint32_t x, uint32_t y) {
    const pr_kb_rule *rule = t->in->rule->rule;
    for (uint32_t h = 0; h < rule->head_count; h++) {
        uint32_t count = t->in->build->kb->relations.items[rule->heads[h].relation].slot_count;
        if (memcmp(t->slots[x][h], t->slots[y][h], count * sizeof(pr_node_id)) != 0) {
            return false;
        }
    }
    return true;
}

static void conclude(tabled *t, uint32_t r, const pr_node_id *parts, uint32_t count) {
    t->in->row = &t->table->table->rows[r];
    t->in->outputs = t->outputs[r];
    pr_node_id holds = join(t, PR_OP_AND, parts, count);
    if (holds != PR_NONE && !pr_graph_is_false(graph_of(t), holds)) {
        t->in->emitted++;
        pr_ground_conclude(t->in, t->bound, t->table->table->first + r, holds, t->scopes[r], t->slots[r]);
    }
    t->in->row = NULL;
}

/* First and priority: a row counts where none that comes before it, and says something else, holds. */
static void conclude_first(tabled *t, pr_node_id *parts) {
    for (uint32_t i = 0; i < t->rows; i++) {
        t->order[t->table->ranks[i]] = i;
    }
    for (uint32_t i = 0; i < t->rows; i++) {
        uint32_t r = t->order[i], count = 0;
        parts[count++] = t->holds[r];
        if (t->allowed != PR_NONE) {
            parts[count++] = t->allowed;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (!same_facts(t, t->order[k], r)) {
                parts[count++] = negate(t, t->holds[t->order[k]]);
            }
        }
        conclude(t, r, parts, count);
    }
}

/* Do two rows say different things? Only the run may know. */
static pr_node_id differ(tabled *t, uint32_t x, uint32_t y) {
    const pr_kb_rule *rule = t->in->rule->rule;
    pr_build *b = t->in->build;
    pr_node_id *parts = NULL;
    uint32_t count = 0;
    for (uint32_t h = 0; h < rule->head_count; h++) {
        uint32_t slots = b->kb->relations.items[rule->heads[h].relation].slot_count;
        parts = PR_NEW_ARRAY(b->arena, pr_node_id, count + slots + 1u);
        if (parts == NULL) {
            b->failed = true;
            return PR_NONE;
        }
        for (uint32_t s = 0; s < slots; s++) {
            pr_node_id pair[2] = {t->slots[x][h][s], t->slots[y][h][s]};
            if (pair[0] != pair[1]) {
                parts[count++] = join(t, PR_OP_NOT_EQUAL, pair, 2);
            }
        }
        if (count > 0) {
            break; /* facts of several relations come from the same outputs */
        }
    }
    return pr_ground_condition(t->in, join(t, PR_OP_OR, parts, count));
}

/* Where two rows hold that must not hold together, neither of them is believed, and whoever asks is told. */
static pr_node_id guard(tabled *t, uint32_t x, uint32_t y, bool may_agree) {
    pr_graph *g = graph_of(t);
    uint32_t first = x < y ? x : y, second = x < y ? y : x;
    const pr_kb_table *kb = t->table->table;
    pr_text reason =
        pr_text_format(t->in->build->arena, "rows %u and %u of the table hold together, and %s", first + 1,
                       second + 1, may_agree ? "say different things" : "only one of its rows may");
    pr_feel_source *source = PR_NEW(t->in->build->arena, pr_feel_source);
    if (reason.at == NULL || source == NULL) {
        t->in->build->failed = true;
        return PR_NONE;
    }
    *source = (pr_feel_source){t->in->rule->rule->id, kb->rows[second].origin};
    source->origin.style = PR_STYLE_EXACT;
    pr_node_origin outer = g->origin;
    g->origin = (pr_node_origin){source, 0, (uint32_t)source->text.length};
    pr_node_id parts[3] = {t->holds[first], t->holds[second], may_agree ? differ(t, first, second) : PR_NONE};
    pr_node_id choice[3] = {join(t, PR_OP_AND, parts, may_agree ? 3 : 2),
                            pr_graph_constant(g, pr_error_null(reason.at)),
                            pr_graph_constant(g, pr_boolean(true))};
    pr_node_id node = pr_ground_condition(t->in, join(t, PR_OP_IF, choice, 3));
    g->origin = outer;
    return node;
}

/* Unique, any, and all that let rows hold together. */
static void conclude_each(tabled *t, pr_node_id *parts) {
    pr_hit hit = t->table->table->hit;
    bool alone = hit == PR_HIT_UNIQUE || hit == PR_HIT_ANY;
    for (uint32_t r = 0; r < t->rows; r++) {
        uint32_t count = 0;
        parts[count++] = t->holds[r];
        if (t->allowed != PR_NONE) {
            parts[count++] = t->allowed;
        }
        for (uint32_t k = 0; alone && k < t->rows; k++) {
            bool apart = k == r || pr_graph_is_false(graph_of(t), t->holds[k]) ||
                         (t->table->apart != NULL && t->table->apart[r * t->rows + k]) ||
                         (hit == PR_HIT_ANY && same_facts(t, k, r));
            if (!apart) {
                parts[count++] = guard(t, r, k, hit == PR_HIT_ANY);
            }
        }
        conclude(t, r, parts, count);
    }
}

static void conclude_default(tabled *t, pr_node_id *parts) {
    uint32_t count = 0;
    parts[count++] = negate(t, join(t, PR_OP_OR, t->holds, t->rows));
    if (t->allowed != PR_NONE) {
        parts[count++] = t->allowed;
    }
    conclude(t, t->rows, parts, count);
}

/* The outputs of the rows that hold, as a list whose items may be there or not. */
static pr_node_id listed(tabled *t) {
    pr_graph *g = graph_of(t);
    pr_arena *arena = t->in->build->arena;
    static const pr_text names[2] = {{"hit", 3}, {"value", 5}}; /* shapes keep them */
    pr_node_id *items = PR_NEW_ARRAY(arena, pr_node_id, t->rows + 1u);
    pr_node_id *values = PR_NEW_ARRAY(arena, pr_node_id, t->rows + 1u);
    uint32_t count = 0, shape = pr_graph_shape(g, names, 2), depth = t->bound->levels;
    bool sure = true;
    if (items == NULL || values == NULL) {
        t->in->build->failed = true;
        return PR_NONE;
    }
    for (uint32_t r = 0; r < t->rows; r++) {
        pr_node_id pair[2] = {t->holds[r], t->outputs[r][0]};
        if (pr_graph_is_false(g, t->holds[r])) {
            continue;
        }
        sure = sure && pr_graph_is_true(g, t->holds[r]);
        values[count] = pair[1];
        items[count++] = pr_graph_node(g, PR_OP_CONTEXT, 0, 0, shape, pair, 2);
    }
    if (sure) {
        return join(t, PR_OP_LIST, values, count);
    }
    pr_node_id item = pr_graph_node(g, PR_OP_LOCAL, 0, 0, depth, NULL, 0);
    pr_node_id test = pr_graph_node(g, PR_OP_PATH, PR_NODE_BOOLEAN, 1, pr_graph_name(g, names[0]), &item, 1);
    pr_node_id filter[2] = {join(t, PR_OP_LIST, items, count), test};
    pr_node_id kept = pr_graph_node(g, PR_OP_FILTER, 0, (uint16_t)depth, 0, filter, 2);
    return pr_graph_node(g, PR_OP_PATH, 0, 2, pr_graph_name(g, names[1]), &kept, 1);
}

/* All rows that hold as one fact. Of none there is a count, but no sum, least or greatest. */
static void conclude_joined(tabled *t, pr_node_id *parts) {
    static const uint32_t builtins[] = {PR_BUILTIN_SUM, PR_BUILTIN_MIN, PR_BUILTIN_MAX, PR_BUILTIN_COUNT};
    const pr_kb_table *kb = t->table->table;
    pr_node_id list = listed(t), holds = join(t, PR_OP_OR, t->holds, t->rows);
    pr_node_id *output = PR_NEW(t->in->build->arena, pr_node_id);
    uint32_t count = 0;
    if (output == NULL) {
        t->in->build->failed = true;
        return;
    }
    *output = pr_graph_node(graph_of(t), PR_OP_BUILTIN, 0, 0, builtins[kb->hit - PR_HIT_SUM], &list, 1);
    if (kb->hit != PR_HIT_COUNT || kb->has_default) {
        parts[count++] = holds;
    }
    if (t->allowed != PR_NONE) {
        parts[count++] = t->allowed;
    }
    pr_node_id whole = join(t, PR_OP_AND, parts, count);
    if (whole == PR_NONE || pr_graph_is_false(graph_of(t), whole)) {
        return;
    }
    const pr_env *env = scope_of(t, output, 1);
    pr_node_id **slots = lower_slots(t, output, NULL, env);
    if (!t->in->build->failed) {
        t->in->emitted++;
        pr_ground_conclude(t->in, t->bound, t->in->number, whole, env, slots);
    }
}

static void ground_table(pr_instance *in, const pr_bound *bound) {
    tabled t = {.in = in, .bound = bound, .table = in->rule->table};
    const pr_kb_table *kb = t.table->table;
    pr_node_id *parts = PR_NEW_ARRAY(in->build->arena, pr_node_id, kb->row_count + 3u);
    if (parts == NULL || !allocate(&t)) {
        in->build->failed = true;
        return;
    }
    bool joined = kb->hit >= PR_HIT_SUM;
    lower_inputs(&t);
    for (uint32_t r = 0; r < kb->row_count && !in->stop; r++) {
        if (r < t.rows) {
            lower_row(&t, r);
        }
        lower_outputs(&t, r, joined && r < t.rows);
        if (in->build->failed || in->build->graph.failed) {
            return;
        }
    }
    if (in->stop) {
        return;
    }
    in->emitted--; /* counted when it was bound; each row that may hold counts */
    if (joined) {
        conclude_joined(&t, parts);
    } else if (kb->hit == PR_HIT_FIRST || kb->hit == PR_HIT_PRIORITY) {
        conclude_first(&t, parts);
    } else {
        conclude_each(&t, parts);
    }
    if (kb->has_default) {
        conclude_default(&t, parts);
    }
    in->outputs = NULL;
}

void pr_ground_table(pr_instance *in, const pr_bound *bound) {
    uint32_t outer = in->build->graph.scope;
    in->build->graph.scope = pr_rule_scope(in->number);
    ground_table(in, bound);
    in->build->graph.scope = outer;
}
