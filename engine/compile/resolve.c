/* Names of the knowledge base to nodes. */
#include "compile/build.h"

#include "base/limits.h"

#include "compile/lower_parts.h"

pr_lower pr_build_lower(pr_build *b, const pr_feel_source *source) {
    return (pr_lower){.graph = &b->graph, .source = source, .hooks = &pr_build_hooks, .user = b};
}

pr_node_id pr_build_root(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth) {
    ((pr_build *)l->user)->inlined = 0;
    return pr_lower_tree(l, tree, env, depth);
}

static pr_node_id attribute_node(pr_build *b, uint32_t number) {
    const pr_attribute *a = &b->program->attributes[number];
    uint8_t flags = a->schema->kind == PR_SCHEMA_BOOLEAN ? PR_NODE_BOOLEAN : 0;
    flags |= !a->field->nullable && !a->field->has_absent ? PR_NODE_SURE : 0;
    if (a->field->has_absent && a->field->absent_expression.text.length == 0 &&
        a->field->absent.kind != PR_NULL && !a->field->nullable) {
        flags |= PR_NODE_SURE;
    }
    return pr_graph_node(&b->graph, PR_OP_ATTRIBUTE, flags, 0, number, NULL, 0);
}

/* An inner segment as a value: a context of all below it. */
static pr_node_id segment_node(pr_build *b, const pr_tree *segment) {
    if (segment->attribute != PR_NONE) {
        return attribute_node(b, segment->attribute);
    }
    uint32_t count = segment->children.count;
    pr_text *names = PR_NEW_ARRAY(b->arena, pr_text, count + 1u);
    pr_node_id *nodes = PR_NEW_ARRAY(b->arena, pr_node_id, count + 1u);
    if (names == NULL || nodes == NULL) {
        b->graph.failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = segment->children.items[i]->name;
        nodes[i] = segment_node(b, segment->children.items[i]);
    }
    return pr_graph_node(&b->graph, PR_OP_CONTEXT, 0, 0, pr_graph_shape(&b->graph, names, count), nodes,
                         count);
}

/* The segment of the attribute tree that a path names, or NULL. */
static const pr_tree *segment_of(pr_build *b, const pr_ast *tree, const pr_env *env) {
    if (tree->kind == PR_AST_NAME) {
        pr_global *g = pr_env_binds(env, tree->text) ? NULL : pr_scope_find(b, tree->text);
        return g != NULL && g->kind == PR_GLOBAL_TREE ? g->segment : NULL;
    }
    if (tree->kind != PR_AST_PATH) {
        return NULL;
    }
    const pr_tree *parent = segment_of(b, tree->items[0], env);
    for (uint32_t i = 0; parent != NULL && i < parent->children.count; i++) {
        if (pr_text_equal(parent->children.items[i]->name, tree->text)) {
            return parent->children.items[i];
        }
    }
    return NULL;
}

static bool lower_attribute_path(pr_lower *l, const pr_ast *tree, const pr_env *env, pr_node_id *out) {
    const pr_tree *segment = segment_of(l->user, tree, env);
    if (segment == NULL) {
        return false;
    }
    *out = segment_node(l->user, segment);
    return true;
}

/* Lowered once, as nobody's. Where parts of it are told in the words of others, that is done again for each who uses
 * it: then it is noted for them, too, what it says. */
static pr_node_id derived_node(pr_build *b, pr_global *g) {
    uint32_t scope = b->graph.scope;
    if (g->lowered == PR_DONE && (!g->shared || scope == 0 || scope == g->scope)) {
        return g->node;
    }
    if (g->tree == NULL || g->lowered == PR_IN_PROGRESS) {
        return pr_graph_constant(&b->graph, pr_null()); /* an error that was reported */
    }
    bool again = g->lowered == PR_DONE;
    uint32_t number = (uint32_t)(g - b->globals.items), places = b->graph.place_origins.count;
    g->lowered = PR_IN_PROGRESS;
    b->graph.scope = again ? scope : pr_definition_scope(number);
    pr_lower l = pr_build_lower(b, &b->kb->derived.items[g->index].value);
    pr_node_id node = pr_build_root(&l, g->tree, NULL, 0);
    b->graph.scope = scope;
    g = &b->globals.items[number];
    g->node = node;
    g->scope = again ? scope : 0;
    g->shared = again || b->graph.place_origins.count > places;
    g->lowered = PR_DONE;
    return again ? node : derived_node(b, g);
}

static pr_node_id collection_node(pr_build *b, uint32_t collection) {
    const pr_collection *c = &b->program->collections[collection];
    pr_value *items = PR_NEW_ARRAY(b->arena, pr_value, c->entity_count + 1u);
    for (uint32_t i = 0; items != NULL && i < c->entity_count; i++) {
        items[i] = pr_entity_value(c->entities[i]);
    }
    const pr_list *list = items != NULL ? pr_list_make(items, c->entity_count, b->arena) : NULL;
    if (list == NULL) {
        b->graph.failed = true;
        return PR_NONE;
    }
    return pr_graph_constant(&b->graph, pr_list_value(list));
}

static bool lower_global_name(pr_lower *l, const pr_ast *tree, pr_node_id *out) {
    pr_build *b = l->user;
    pr_global *g = pr_scope_find(b, tree->text);
    if (g == NULL) {
        return false;
    }
    switch ((pr_global_kind)g->kind) {
    case PR_GLOBAL_TREE: *out = segment_node(b, g->segment); return true;
    case PR_GLOBAL_DERIVED: {
        pr_graph_mark mark = pr_graph_begin(l->graph);
        *out = derived_node(b, g);
        pr_graph_place(l->graph, *out, l->graph->origin, mark);
        return true;
    }
    case PR_GLOBAL_PARAMETER: {
        bool boolean = g->type->kind == PR_TYPE_BOOLEAN;
        *out = pr_graph_node(l->graph, PR_OP_PARAMETER, boolean ? PR_NODE_BOOLEAN : 0, 0, g->index, NULL, 0);
        return true;
    }
    case PR_GLOBAL_RELATION:
        *out = pr_graph_node(l->graph, PR_OP_RELATION, 0, 0, g->index, NULL, 0);
        return true;
    case PR_GLOBAL_COLLECTION:
        /* One list per collection, so that its constant is one. */
        if (g->lowered != PR_DONE) {
            g->node = collection_node(b, g->index);
            g->lowered = PR_DONE;
        }
        *out = g->node;
        return true;
    case PR_GLOBAL_FUNCTION: break;
    }
    return false;
}

static pr_node_id function_body(pr_lower *l, const pr_global *g, const pr_env *scope, uint32_t depth) {
    pr_build *b = l->user;
    pr_lower body = pr_build_lower(b, &b->kb->functions.items[g->index].value);
    return pr_lower_tree(&body, g->tree, scope, depth);
}

/* The same, kept from the last time where it was called with the same. What is lowered for a rule notes the places of
 * what it tells, so it must have been for this rule, or now be for none. */
static pr_node_id kept_body(pr_lower *l, const pr_global *g, const pr_env *scope, uint32_t count,
                            uint32_t depth) {
    pr_build *b = l->user;
    pr_kept_call call = {.function = (uint32_t)(g - b->globals.items) + 1, .depth = depth};
    uint32_t hash = call.function * 31 + depth, before = b->inlined;
    for (uint32_t i = 0; i < count; i++) {
        call.args[i] = scope[i].node;
        hash = (hash ^ call.args[i]) * 0x9e3779b1u;
    }
    pr_kept_call *kept = &b->calls[hash >> 16 & (PR_CALLS_KEPT - 1)];
    if (kept->function == call.function && kept->depth == depth &&
        memcmp(kept->args, call.args, sizeof call.args) == 0 &&
        (b->graph.scope == 0 || b->graph.scope == kept->scope) &&
        b->inlined + kept->inlined <= PR_LIMIT_INLINED) {
        b->inlined += kept->inlined;
        return kept->node;
    }
    call.scope = b->graph.scope;
    call.node = function_body(l, g, count > 0 ? &scope[count - 1] : NULL, depth);
    call.inlined = b->inlined - before;
    if (b->inlined <= PR_LIMIT_INLINED && !b->graph.failed) {
        *kept = call;
    }
    return call.node;
}

/* A call of a function of the knowledge base: its body with the parameters bound to the arguments' nodes. */
static pr_node_id inline_function(pr_lower *l, pr_global *g, const pr_ast *tree, const pr_env *env,
                                  uint32_t depth) {
    pr_build *b = l->user;
    const pr_kb_function *f = &b->kb->functions.items[g->index];
    pr_env *scope = PR_NEW_ARRAY(b->arena, pr_env, f->parameter_count + 1u);
    pr_node_id *args = pr_lower_items(l, tree, 1, env, depth);
    if (scope == NULL || args == NULL || g->tree == NULL) {
        b->graph.failed = b->graph.failed || scope == NULL || args == NULL;
        return pr_graph_constant(&b->graph, pr_null());
    }
    const pr_env *inner = NULL;
    for (uint32_t i = 0; i < f->parameter_count; i++) {
        pr_node_id arg = pr_graph_constant(&b->graph, pr_null());
        for (uint32_t k = 0; k + 1 < tree->count; k++) {
            bool same = tree->named ? pr_text_equal(tree->names[k], f->parameters[i]) : k == i;
            arg = same ? args[k] : arg;
        }
        scope[i] = (pr_env){.outer = inner, .name = f->parameters[i], .node = arg};
        inner = &scope[i];
    }
    if (++b->inlined > PR_LIMIT_INLINED) {
        if (b->inlined == PR_LIMIT_INLINED + 1) {
            (void)pr_error(b->diags, "limit", pr_feel_span(l->source, tree),
                           "the functions called here call others more than %d times", PR_LIMIT_INLINED);
        }
        return pr_graph_constant(&b->graph, pr_null());
    }
    pr_graph_mark mark = pr_graph_begin(&b->graph);
    pr_node_id node = f->parameter_count <= PR_CALL_ARGUMENTS
                          ? kept_body(l, g, scope, f->parameter_count, depth)
                          : function_body(l, g, inner, depth);
    pr_graph_place(&b->graph, node, b->graph.origin, mark);
    return node;
}

/* How many entities of the schema's collection, or of any, have this id; `found` is one of them. */
static uint32_t find_entities(const pr_build *b, const pr_schema *schema, pr_text id,
                              const pr_entity **found) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < b->program->collection_count; i++) {
        const pr_collection *c = &b->program->collections[i];
        bool looked_at = schema->collection_index == PR_ANY_COLLECTION || schema->collection_index == i;
        uint32_t at = looked_at ? pr_map_get(&c->ids, id) : PR_MAP_NONE;
        if (at != PR_MAP_NONE) {
            *found = c->entities[at];
            count++;
        }
    }
    return count;
}

bool pr_build_slot_value(pr_build *b, uint32_t relation, uint32_t slot, pr_value *value) {
    const pr_schema *schema = b->kb->relations.items[relation].slots[slot].schema;
    const pr_entity *found = NULL;
    if (schema->kind != PR_SCHEMA_ENTITY || value->kind != PR_STRING) {
        return true;
    }
    if (find_entities(b, schema, pr_string_text(*value), &found) != 1) {
        return false;
    }
    *value = pr_entity_value(found);
    return true;
}

void pr_build_no_entity(pr_build *b, const pr_schema *schema, pr_text id, pr_span place) {
    const pr_entity *found;
    if (schema->collection_index == PR_ANY_COLLECTION) {
        bool several = find_entities(b, schema, id, &found) > 1;
        pr_diag *d = pr_error(b->diags, several ? "ambiguous-entity" : "unknown-entity", place, "%s '%.*s'",
                              several ? "several collections have an entity" : "no collection has an entity",
                              PR_ARG(id));
        if (several) {
            pr_diag_hint(b->diags, d, "declare the slot as entity(COLLECTION)");
        }
        return;
    }
    const pr_collection *c = &b->program->collections[schema->collection_index];
    pr_diag *d = pr_error(b->diags, "unknown-entity", place, "'%.*s' has no entity '%.*s'", PR_ARG(c->name),
                          PR_ARG(id));
    pr_text *ids = pr_diag_names(d, b->arena, c->entity_count + 1u);
    for (uint32_t i = 0; ids != NULL && i < c->entity_count; i++) {
        ids[i] = c->entities[i]->id;
    }
    pr_diag_suggest(b->diags, d, id, ids, c->entity_count);
}

int pr_build_slot_of_argument(const pr_kb_relation *relation, const pr_ast *tree, uint32_t argument) {
    if (!tree->named) {
        return (int)argument;
    }
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        if (pr_text_equal(relation->slots[i].name, tree->names[argument])) {
            return (int)i;
        }
    }
    return -1;
}

bool pr_build_is_plain_text(const pr_kb_relation *relation, uint32_t slot, const pr_ast *argument) {
    return relation->slots[slot].schema->kind == PR_SCHEMA_STRING && argument->kind == PR_AST_STRING;
}

/* `values`: NULL where not all slots are constants. */
static pr_node_id test_node(pr_build *b, uint32_t relation, const pr_node_id *slots, const pr_value *values) {
    if (values != NULL && !b->impure[relation]) {
        uint32_t fact = pr_draft_constant(b, relation, values);
        return fact == PR_NONE ? PR_NONE : pr_graph_node(&b->graph, PR_OP_FACT, 0, 0, fact, NULL, 0);
    }
    uint32_t count = b->kb->relations.items[relation].slot_count;
    return pr_graph_node(&b->graph, PR_OP_TUPLE, 0, 0, relation, slots, count);
}

static pr_node_id relation_test(pr_lower *l, uint32_t number, const pr_ast *tree, const pr_env *env,
                                uint32_t depth) {
    pr_build *b = l->user;
    const pr_kb_relation *relation = &b->kb->relations.items[number];
    pr_node_id *slots = PR_NEW_ARRAY(b->arena, pr_node_id, relation->slot_count + 1u);
    pr_value *values = PR_NEW_ARRAY(b->arena, pr_value, relation->slot_count + 1u);
    if (slots == NULL || values == NULL) {
        b->graph.failed = true;
        return PR_NONE;
    }
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        slots[i] = PR_NONE;
    }
    uint32_t constants = 0;
    bool written_out = false;
    for (uint32_t i = 0; i + 1 < tree->count; i++) {
        int slot = pr_build_slot_of_argument(relation, tree, i);
        if (slot < 0 || (uint32_t)slot >= relation->slot_count) {
            continue; /* reported by the checker */
        }
        written_out = written_out || pr_build_is_plain_text(relation, (uint32_t)slot, tree->items[i + 1]);
        slots[slot] = pr_lower_tree(l, tree->items[i + 1], env, depth);
        if (pr_graph_value(&b->graph, slots[slot], &values[slot])) {
            pr_text id = values[slot].kind == PR_STRING ? pr_string_text(values[slot]) : (pr_text){0};
            if (!pr_build_slot_value(b, number, (uint32_t)slot, &values[slot])) {
                pr_build_no_entity(b, relation->slots[slot].schema, id,
                                   pr_feel_span(l->source, tree->items[i + 1]));
            }
            slots[slot] = pr_graph_constant(&b->graph, values[slot]);
            constants++;
        }
    }
    pr_node_id node = test_node(b, number, slots, constants == relation->slot_count ? values : NULL);
    if (written_out && !b->impure[number] && node != PR_NONE &&
        !PR_PUSH(b->arena, &b->tested, ((pr_tested){tree, l->source, node}))) {
        b->failed = true;
    }
    return node;
}

static bool lower_global_call(pr_lower *l, const pr_ast *tree, const pr_env *env, uint32_t depth,
                              pr_node_id *out) {
    pr_build *b = l->user;
    pr_global *g = pr_scope_find(b, tree->items[0]->text);
    if (g == NULL || (g->kind != PR_GLOBAL_FUNCTION && g->kind != PR_GLOBAL_RELATION)) {
        return false;
    }
    *out = g->kind == PR_GLOBAL_FUNCTION ? inline_function(l, g, tree, env, depth)
                                         : relation_test(l, g->index, tree, env, depth);
    return true;
}

pr_diag *pr_build_say_circle(pr_build *b, uint32_t number) {
    return pr_error(b->diags, "cycle", pr_source_span(&b->kb->conditions.items[number].source),
                    "the condition rests on itself");
}

void pr_build_say_too_deep(pr_build *b, uint32_t number) {
    if (!b->too_deep) {
        pr_error(b->diags, "limit", pr_source_span(&b->kb->conditions.items[number].source),
                 "conditions rest on each other more than %d deep", PR_LIMIT_DEFINITIONS);
    }
    b->too_deep = true;
}

static void report_condition_cycle(pr_build *b, uint32_t number) {
    pr_diag *diag = pr_build_say_circle(b, number);
    uint32_t i = b->lowering.count;
    while (i > 0 && b->lowering.items[i - 1] != number) {
        i--;
    }
    for (; i < b->lowering.count; i++) {
        pr_diag_note(b->diags, diag, pr_source_span(&b->kb->conditions.items[b->lowering.items[i]].source),
                     "by way of this one");
    }
}

pr_node_id pr_build_condition(pr_build *b, uint32_t number) {
    const pr_kb_condition *c = &b->kb->conditions.items[number];
    pr_condition_state *state = &b->conditions[number];
    if (state->lowered == PR_DONE) {
        return state->node;
    }
    if (c->constant) {
        return pr_graph_constant(&b->graph, pr_boolean(c->value));
    }
    if (state->lowered == PR_IN_PROGRESS) {
        report_condition_cycle(b, number);
        return pr_graph_constant(&b->graph, pr_null());
    }
    if (state->tree == NULL) {
        return pr_graph_constant(&b->graph, pr_null());
    }
    if (b->lowering.count >= PR_LIMIT_DEFINITIONS) {
        pr_build_say_too_deep(b, number);
        return pr_graph_constant(&b->graph, pr_null());
    }
    state->lowered = PR_IN_PROGRESS;
    b->failed = !PR_PUSH(b->arena, &b->lowering, number) || b->failed;
    pr_lower l = pr_build_lower(b, &c->source);
    pr_env self = {.name = PR_TEXT("this"), .node = pr_graph_constant(&b->graph, pr_entity_value(c->entity))};
    uint32_t outer = b->graph.scope;
    pr_node_origin asking = b->graph.origin;
    b->graph.scope = pr_condition_scope(number);
    pr_graph_mark mark = pr_graph_begin(&b->graph);
    pr_node_id node = pr_build_root(&l, state->tree, &self, 0);
    b->lowering.count -= b->lowering.count > 0;
    b->graph.origin =
        (pr_node_origin){.source = &c->source, .start = state->tree->start, .end = state->tree->end};
    state->node = pr_graph_node(&b->graph, PR_OP_CONDITION, 0, 0, 0, &node, 1);
    pr_graph_place(&b->graph, state->node, b->graph.origin, mark);
    b->graph.scope = outer;
    b->graph.origin = asking;
    state->lowered = PR_DONE;
    return state->node;
}

static bool lower_condition(pr_lower *l, uint32_t number, pr_node_id *out) {
    *out = pr_build_condition(l->user, number);
    pr_graph_ask(l->graph, number);
    return true;
}

const pr_lower_hooks pr_build_hooks = {
    .name = lower_global_name,
    .path = lower_attribute_path,
    .call = lower_global_call,
    .condition = lower_condition,
};
