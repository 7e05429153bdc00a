/* The one scope of a knowledge base: which names there are, and their types. */
#include "compile/build.h"

#include "base/limits.h"
#include "feel/builtin.h"

static bool add_global(pr_build *b, pr_global global) {
    if (pr_map_get(&b->global_numbers, global.name) != PR_MAP_NONE) {
        return true; /* reported when the knowledge base was read */
    }
    return pr_map_put(&b->global_numbers, global.name, b->globals.count) &&
           PR_PUSH(b->arena, &b->globals, global);
}

pr_global *pr_scope_find(pr_build *b, pr_text name) {
    uint32_t number = pr_map_get(&b->global_numbers, name);
    return number != PR_MAP_NONE ? &b->globals.items[number] : NULL;
}

/* Attributes come sorted by their whole names: between two below one name there are but those that begin with it. */
static pr_tree *child_of(pr_build *b, pr_tree *parent, pr_text name) {
    for (uint32_t i = parent->children.count; i > 0; i--) {
        pr_tree *child = parent->children.items[i - 1];
        if (!pr_text_starts(child->name, name)) {
            break;
        }
        if (pr_text_equal(child->name, name)) {
            return child;
        }
    }
    pr_tree *child = PR_NEW(b->arena, pr_tree);
    if (child == NULL || !PR_PUSH(b->arena, &parent->children, child)) {
        return NULL;
    }
    child->name = name;
    child->attribute = PR_NONE;
    return child;
}

static bool add_attribute(pr_build *b, uint32_t number) {
    pr_text rest = b->kb->attributes.items[number].name;
    pr_tree *at = b->root;
    while (at != NULL && rest.length > 0) {
        const char *dot = memchr(rest.at, '.', rest.length);
        size_t length = dot != NULL ? (size_t)(dot - rest.at) : rest.length;
        at = child_of(b, at, (pr_text){rest.at, length});
        rest = dot != NULL ? (pr_text){dot + 1, rest.length - length - 1} : (pr_text){0};
    }
    if (at == NULL) {
        return false;
    }
    at->attribute = number;
    const pr_field *field = &b->kb->attributes.items[number];
    at->type = field->nullable ? pr_type_nullable(field->schema->type, b->arena) : field->schema->type;
    return at->type != NULL;
}

/* Inner segments are contexts of what is below them. */
static bool type_tree(pr_build *b, pr_tree *tree) {
    uint32_t count = tree->children.count;
    if (count == 0) {
        return true;
    }
    pr_type *type = PR_NEW(b->arena, pr_type);
    pr_text *names = PR_NEW_ARRAY(b->arena, pr_text, count);
    const pr_type **fields = PR_NEW_ARRAY(b->arena, const pr_type *, count);
    if (type == NULL || names == NULL || fields == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        pr_tree *child = tree->children.items[i];
        if (!type_tree(b, child)) {
            return false;
        }
        names[i] = child->name;
        fields[i] = child->type;
    }
    *type = (pr_type){.kind = PR_TYPE_CONTEXT,
                      .count = count,
                      .names = names,
                      .fields = fields,
                      .open_fields = b->kb->lacks_names};
    tree->type = type;
    return true;
}

const pr_type *pr_scope_entity_type(pr_build *b, uint32_t collection) { return b->entity_types[collection]; }

static bool make_entity_types(pr_build *b) {
    uint32_t count = b->kb->collections.count;
    b->entity_types = PR_NEW_ARRAY(b->arena, const pr_type *, count + 1u);
    for (uint32_t i = 0; b->entity_types != NULL && i < count; i++) {
        const pr_kb_collection *c = &b->kb->collections.items[i];
        pr_type *type = PR_NEW(b->arena, pr_type);
        if (type == NULL) {
            return false;
        }
        *type = *c->schema->type;
        type->kind = PR_TYPE_ENTITY;
        type->collection = i;
        type->label = c->name;
        b->entity_types[i] = type;
    }
    return b->entity_types != NULL;
}

static const pr_type *relation_type(pr_build *b, const pr_kb_relation *relation) {
    pr_type *type = PR_NEW(b->arena, pr_type);
    pr_text *names = PR_NEW_ARRAY(b->arena, pr_text, relation->slot_count + 1u);
    const pr_type **fields = PR_NEW_ARRAY(b->arena, const pr_type *, relation->slot_count + 1u);
    if (type == NULL || names == NULL || fields == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        names[i] = relation->slots[i].name;
        fields[i] = relation->slots[i].schema->type;
        if (relation->slots[i].optional && (fields[i] = pr_type_nullable(fields[i], b->arena)) == NULL) {
            return NULL;
        }
    }
    *type = (pr_type){.kind = PR_TYPE_RELATION,
                      .count = relation->slot_count,
                      .names = names,
                      .fields = fields,
                      .label = relation->name};
    return type;
}

static bool add_all(pr_build *b) {
    const pr_kb *kb = b->kb;
    bool ok = true;
    for (uint32_t i = 0; ok && i < b->root->children.count; i++) {
        pr_tree *segment = b->root->children.items[i];
        ok = add_global(
            b, (pr_global){
                   .name = segment->name, .kind = PR_GLOBAL_TREE, .type = segment->type, .segment = segment});
    }
    for (uint32_t i = 0; ok && i < kb->derived.count; i++) {
        ok = add_global(
            b, (pr_global){.name = kb->derived.items[i].name, .kind = PR_GLOBAL_DERIVED, .index = i});
    }
    for (uint32_t i = 0; ok && i < kb->functions.count; i++) {
        ok = add_global(
            b, (pr_global){.name = kb->functions.items[i].name, .kind = PR_GLOBAL_FUNCTION, .index = i});
    }
    for (uint32_t i = 0; ok && i < kb->parameters.count; i++) {
        const pr_kb_parameter *p = &kb->parameters.items[i];
        ok = add_global(
            b,
            (pr_global){.name = p->name, .kind = PR_GLOBAL_PARAMETER, .index = i, .type = p->schema->type});
    }
    for (uint32_t i = 0; ok && i < kb->relations.count; i++) {
        const pr_type *type = relation_type(b, &kb->relations.items[i]);
        ok = type != NULL && add_global(b, (pr_global){.name = kb->relations.items[i].name,
                                                       .kind = PR_GLOBAL_RELATION,
                                                       .index = i,
                                                       .type = type});
    }
    for (uint32_t i = 0; ok && i < kb->collections.count; i++) {
        const pr_type *type = pr_type_list(b->entity_types[i], b->arena);
        ok = type != NULL && add_global(b, (pr_global){.name = kb->collections.items[i].name,
                                                       .kind = PR_GLOBAL_COLLECTION,
                                                       .index = i,
                                                       .type = type});
    }
    return ok;
}

bool pr_scope_make(pr_build *b) {
    pr_map_init(&b->global_numbers, b->arena);
    b->root = PR_NEW(b->arena, pr_tree);
    if (b->root == NULL || !make_entity_types(b)) {
        return false;
    }
    for (uint32_t i = 0; i < b->kb->attributes.count; i++) {
        if (!add_attribute(b, i)) {
            return false;
        }
    }
    if (!type_tree(b, b->root) || !add_all(b)) {
        return false;
    }
    b->global_names = PR_NEW_ARRAY(b->arena, pr_text, b->globals.count + 1u);
    for (uint32_t i = 0; b->global_names != NULL && i < b->globals.count; i++) {
        b->global_names[i] = b->globals.items[i].name;
    }
    return b->global_names != NULL;
}

typedef struct check_scope {
    pr_build *build;
    const pr_typed_name *locals;
    uint32_t count;
    pr_text *names;
    bool
        suggesting; /* an error was found: names are looked up for a hint, and must not be checked for that */
} check_scope;

static const pr_feel_source *source_of(pr_build *b, const pr_global *g) {
    return g->kind == PR_GLOBAL_DERIVED ? &b->kb->derived.items[g->index].value
                                        : &b->kb->functions.items[g->index].value;
}

static pr_span place_of(const pr_build *b, const pr_global *g) {
    return pr_origin_whole(g->kind == PR_GLOBAL_DERIVED ? &b->kb->derived.items[g->index].origin
                                                        : &b->kb->functions.items[g->index].origin);
}

static void report_cycle(pr_build *b, const pr_global *g) {
    uint32_t number = (uint32_t)(g - b->globals.items), i = b->checking.count;
    pr_diag *diag = pr_error(b->diags, "cycle", place_of(b, g), "'%.*s' rests on itself", PR_ARG(g->name));
    while (i > 0 && b->checking.items[i - 1] != number) {
        i--;
    }
    for (; i < b->checking.count; i++) {
        const pr_global *between = &b->globals.items[b->checking.items[i]];
        pr_diag_note(b->diags, diag, place_of(b, between), "by way of '%.*s'", PR_ARG(between->name));
    }
}

static void report_depth(pr_build *b, const pr_global *g) {
    if (!b->too_deep) {
        pr_error(b->diags, "limit", place_of(b, g), "definitions rest on each other more than %d deep",
                 PR_LIMIT_DEFINITIONS);
    }
    b->too_deep = true;
}

static const pr_type *function_type(pr_build *b, const pr_kb_function *f, pr_typed_name *locals) {
    pr_type *type = PR_NEW(b->arena, pr_type);
    const pr_type **fields = PR_NEW_ARRAY(b->arena, const pr_type *, f->parameter_count + 1u);
    if (type == NULL || fields == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < f->parameter_count; i++) {
        fields[i] = f->types[i] != NULL ? f->types[i]->type : &pr_type_any;
        locals[i] = (pr_typed_name){f->parameters[i], fields[i]};
    }
    *type = (pr_type){.kind = PR_TYPE_FUNCTION,
                      .count = f->parameter_count,
                      .names = f->parameters,
                      .fields = fields,
                      .element = &pr_type_any,
                      .label = f->name};
    return type;
}

/* Derived attributes and functions are checked when first used, so that their order in the files does not matter. */
static const pr_type *type_of_global(pr_build *b, pr_global *g) {
    if (g->kind != PR_GLOBAL_DERIVED && g->kind != PR_GLOBAL_FUNCTION) {
        return g->type;
    }
    if (g->checked == PR_IN_PROGRESS) {
        report_cycle(b, g);
        g->type = g->type != NULL ? g->type : &pr_type_any;
        g->checked = PR_DONE;
        return g->type;
    }
    if (g->checked == PR_DONE) {
        return g->type;
    }
    if (b->checking.count >= PR_LIMIT_DEFINITIONS) {
        report_depth(b, g);
        return &pr_type_any;
    }
    g->checked = PR_IN_PROGRESS;
    uint32_t number = (uint32_t)(g - b->globals.items);
    b->failed = !PR_PUSH(b->arena, &b->checking, number) || b->failed;
    pr_typed_name *locals = NULL;
    uint32_t count = 0;
    const pr_type *function = NULL;
    if (g->kind == PR_GLOBAL_FUNCTION) {
        const pr_kb_function *f = &b->kb->functions.items[g->index];
        count = f->parameter_count;
        locals = PR_NEW_ARRAY(b->arena, pr_typed_name, count + 1u);
        function = locals != NULL ? function_type(b, f, locals) : NULL;
        if (function == NULL) {
            b->failed = true;
            count = 0;
        }
    }
    const pr_feel_source *source = source_of(b, g);
    pr_ast *tree = source->text.at != NULL ? pr_scope_check(b, source, locals, count, NULL) : NULL;
    b->checking.count -= b->checking.count > 0;
    g = &b->globals.items[number];
    const pr_type *result = tree != NULL ? tree->type : &pr_type_any;
    if (function != NULL) {
        pr_type *typed = PR_NEW(b->arena, pr_type);
        if (typed != NULL) {
            *typed = *function;
            typed->element = result;
            result = typed;
        }
    }
    g->tree = tree;
    g->type = result;
    g->checked = PR_DONE;
    return g->type;
}

bool pr_scope_check_global(pr_build *b, pr_text name) {
    pr_global *g = pr_scope_find(b, name);
    if (g == NULL || (g->kind != PR_GLOBAL_DERIVED && g->kind != PR_GLOBAL_FUNCTION)) {
        return false; /* another thing has the name: that was reported */
    }
    (void)type_of_global(b, g);
    return pr_scope_find(b, name)->tree != NULL;
}

static const pr_type *lookup(void *user, pr_text name) {
    check_scope *s = user;
    for (uint32_t i = s->count; i > 0; i--) {
        if (pr_text_equal(s->locals[i - 1].name, name)) {
            return s->locals[i - 1].type;
        }
    }
    pr_global *g = pr_scope_find(s->build, name);
    if (g != NULL && g->kind == PR_GLOBAL_RELATION) {
        s->build->mentioned[g->index] = true;
    }
    if (g != NULL && s->suggesting && g->checked != PR_DONE) {
        static const pr_type some_function = {.kind = PR_TYPE_FUNCTION};
        return g->kind == PR_GLOBAL_FUNCTION  ? &some_function
               : g->kind == PR_GLOBAL_DERIVED ? &pr_type_any
                                              : g->type;
    }
    if (g == NULL && s->build->kb->lacks_names && pr_builtin_find(name) < 0) {
        return &pr_type_any;
    }
    return g != NULL ? type_of_global(s->build, g) : NULL;
}

static uint32_t all_names(void *user, const pr_text **out) {
    check_scope *s = user;
    uint32_t globals = s->build->globals.count;
    s->suggesting = true;
    if (s->names == NULL) {
        s->names = PR_NEW_ARRAY(s->build->arena, pr_text, globals + s->count + 1u);
        if (s->names == NULL) {
            return 0;
        }
        memcpy(s->names, s->build->global_names, globals * sizeof *s->names);
        for (uint32_t i = 0; i < s->count; i++) {
            s->names[globals + i] = s->locals[i].name;
        }
    }
    *out = s->names;
    return globals + s->count;
}

static pr_text collection_name(void *user, uint32_t collection) {
    check_scope *s = user;
    return collection < s->build->kb->collections.count ? s->build->kb->collections.items[collection].name
                                                        : (pr_text){0};
}

static bool has_entity(void *user, uint32_t collection, pr_text id) {
    const pr_kb *kb = ((check_scope *)user)->build->kb;
    return kb->lacks_entities || pr_map_get(&kb->collections.items[collection].ids, id) != PR_MAP_NONE;
}

static uint32_t entity_ids(void *user, uint32_t collection, const pr_text **out) {
    pr_build *b = ((check_scope *)user)->build;
    const pr_kb_collection *c = &b->kb->collections.items[collection];
    pr_text *all = PR_NEW_ARRAY(b->arena, pr_text, c->entity_count + 1u);
    for (uint32_t i = 0; all != NULL && i < c->entity_count; i++) {
        all[i] = c->entities[i]->entity.id;
    }
    *out = all;
    return all != NULL ? c->entity_count : 0;
}

static bool has_value(const pr_type *type, pr_text text) {
    while (type->kind == PR_TYPE_LIST && type->element != NULL) {
        type = type->element;
    }
    bool found = false;
    for (uint32_t i = 0; type->kind == PR_TYPE_STRING && !found && i < type->value_count; i++) {
        found = pr_text_equal(type->values[i], text);
    }
    /* The fields of a record; further down there is nothing that a profile could say. */
    for (uint32_t i = 0; type->kind == PR_TYPE_CONTEXT && !found && i < type->count; i++) {
        found = has_value(type->fields[i], text);
    }
    return found;
}

static bool is_value(void *user, pr_text text) {
    const pr_build *b = ((check_scope *)user)->build;
    bool found = false;
    for (uint32_t i = 0; !found && i < b->kb->attributes.count; i++) {
        found = has_value(b->kb->attributes.items[i].schema->type, text);
    }
    for (uint32_t i = 0; !found && i < b->kb->collections.count; i++) {
        const pr_type *type = b->entity_types[i];
        for (uint32_t k = 0; !found && k < type->count; k++) {
            found = type->fields[k]->kind == PR_TYPE_STRING && has_value(type->fields[k], text);
        }
    }
    return found;
}

static pr_ast *check(pr_build *b, pr_ast *tree, const pr_feel_source *source, const pr_typed_name *locals,
                     uint32_t count, const pr_type *expected) {
    if (tree == NULL) {
        return NULL;
    }
    check_scope s = {.build = b, .locals = locals, .count = count};
    pr_type_scope scope = {.user = &s,
                           .lookup = lookup,
                           .names = all_names,
                           .collection_name = collection_name,
                           .has_entity = has_entity,
                           .entity_ids = entity_ids,
                           .is_value = is_value};
    if (pr_feel_check(tree, source, &scope, expected, b->arena, b->diags) == NULL) {
        return NULL;
    }
    pr_check_constants(b, source, tree);
    pr_check_nulls(b, source, tree);
    pr_check_selves(b, source, tree);
    return tree;
}

pr_ast *pr_scope_check(pr_build *b, const pr_feel_source *source, const pr_typed_name *locals, uint32_t count,
                       const pr_type *expected) {
    static const pr_feel_names none = {0};
    if (source->text.at == NULL) {
        return NULL; /* an error that was reported when it was read */
    }
    return check(b, pr_feel_parse(source, &none, b->arena, b->diags), source, locals, count, expected);
}

pr_ast *pr_scope_check_tests(pr_build *b, const pr_feel_source *source, const pr_typed_name *locals,
                             uint32_t count) {
    static const pr_feel_names none = {0};
    if (source->text.at == NULL) {
        return NULL;
    }
    return check(b, pr_feel_parse_tests(source, &none, b->arena, b->diags), source, locals, count,
                 &pr_type_boolean);
}

/* A template's parts are of any types, so each is checked by itself. */
pr_ast *pr_scope_check_template(pr_build *b, const pr_feel_source *source, const pr_typed_name *locals,
                                uint32_t count) {
    static const pr_feel_names none = {0};
    bool good;
    pr_ast *list = pr_feel_parse_parts(source, &none, b->arena, b->diags, &good);
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        good = check(b, list->items[i], source, locals, count, NULL) != NULL && good;
    }
    return good ? list : NULL;
}
