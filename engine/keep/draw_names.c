/* What expressions name: attributes, parameters, relations, and derived attributes and functions with what they rest on
 * in turn. The expressions were checked when the knowledge base was compiled, so what does not parse is left out. */
#include "keep/drawing.h"

typedef struct naming {
    const pr_kb *kb;
    pr_drawing *drawing;
    uint32_t from;
    PR_VEC(pr_text) bound; /* names that expressions introduce themselves, the innermost last */
} naming;

static void walk(naming *n, const pr_ast *tree);
static void read_expression(naming *n, const pr_feel_source *source, const pr_text *bound, uint32_t count);

static bool bind(naming *n, pr_text name) { return PR_PUSH(n->drawing->arena, &n->bound, name); }

static bool is_bound(const naming *n, pr_text name) {
    for (uint32_t i = 0; i < n->bound.count; i++) {
        if (pr_text_equal(n->bound.items[i], name)) {
            return true;
        }
    }
    return false;
}

static uint32_t reach(naming *n, pr_drawn_kind kind, pr_text key, bool *made) {
    uint32_t node = pr_drawing_node(n->drawing, kind, key, made);
    pr_drawing_edge(n->drawing, (pr_drawn_edge){.from = n->from, .to = node});
    return node;
}

static const pr_field *attribute_of(const pr_kb *kb, pr_text path) {
    for (uint32_t i = 0; i < kb->attributes.count; i++) {
        if (pr_text_equal(kb->attributes.items[i].name, path)) {
            return &kb->attributes.items[i];
        }
    }
    return NULL;
}

static const pr_kb_relation *relation_of(const pr_kb *kb, pr_text name) {
    for (uint32_t i = 0; i < kb->relations.count; i++) {
        if (pr_text_equal(kb->relations.items[i].name, name)) {
            return &kb->relations.items[i];
        }
    }
    return NULL;
}

static pr_text parameter_label(const pr_kb_parameter *p, pr_arena *arena) {
    pr_buf text;
    pr_buf_init(&text, arena->allocator);
    pr_buf_text(&text, p->name);
    for (uint32_t i = 0; i < p->period_count; i++) {
        pr_buf_char(&text, '\n');
        pr_value_print(p->periods[i].value, &text);
        pr_buf_string(&text, p->unit.length > 0 ? " " : "");
        pr_buf_text(&text, p->unit);
        if (p->periods[i].from != INT64_MIN) {
            pr_buf_string(&text, " from ");
            pr_temporal_print(pr_date(p->periods[i].from), &text);
        }
        if (p->periods[i].until != INT64_MAX) {
            pr_buf_string(&text, " until ");
            pr_temporal_print(pr_date(p->periods[i].until), &text);
        }
    }
    pr_text label = pr_text_copy(arena, pr_buf_view(&text));
    arena->failed = arena->failed || text.failed;
    pr_buf_release(&text);
    return label;
}

/* A definition is gone into when its node is made, so each once and none in a circle. */
static void define(naming *n, pr_text name, const pr_feel_source *value, const pr_text *parameters,
                   uint32_t count) {
    bool made;
    if (n->drawing->relations_only) {
        pr_text seen = pr_text_format(n->drawing->arena, "within %u %.*s", n->from, PR_ARG(name));
        if (pr_map_get(&n->drawing->keys, seen) == PR_MAP_NONE && pr_map_put(&n->drawing->keys, seen, 0)) {
            naming inner = {.kb = n->kb, .drawing = n->drawing, .from = n->from};
            read_expression(&inner, value, parameters, count);
        }
        return;
    }
    uint32_t node = reach(n, PR_DRAWN_DERIVED, name, &made);
    if (made) {
        pr_draw_expression(n->kb, n->drawing, node, value, parameters, count);
    }
}

/* Does the knowledge base know the name, or a path? */
static bool name_found(naming *n, pr_text name) {
    const pr_kb *kb = n->kb;
    bool all = !n->drawing->relations_only;
    if (attribute_of(kb, name) != NULL) {
        if (all) {
            (void)reach(n, PR_DRAWN_ATTRIBUTE, name, NULL);
        }
        return true;
    }
    if (relation_of(kb, name) != NULL) {
        (void)reach(n, PR_DRAWN_RELATION, name, NULL);
        return true;
    }
    for (uint32_t i = 0; all && i < kb->parameters.count; i++) {
        if (pr_text_equal(kb->parameters.items[i].name, name)) {
            uint32_t node = reach(n, PR_DRAWN_PARAMETER, name, NULL);
            if (!n->drawing->arena->failed) {
                n->drawing->nodes.items[node].label =
                    parameter_label(&kb->parameters.items[i], n->drawing->arena);
            }
            return true;
        }
    }
    for (uint32_t i = 0; i < kb->derived.count; i++) {
        if (pr_text_equal(kb->derived.items[i].name, name)) {
            define(n, name, &kb->derived.items[i].value, NULL, 0);
            return true;
        }
    }
    for (uint32_t i = 0; i < kb->functions.count; i++) {
        const pr_kb_function *f = &kb->functions.items[i];
        if (pr_text_equal(f->name, name)) {
            define(n, name, &f->value, f->parameters, f->parameter_count);
            return true;
        }
    }
    return false;
}

/* a.b.c of a tree of paths over a name; empty for anything else. */
static pr_text path_of(const pr_ast *tree, pr_arena *arena) {
    if (tree->kind == PR_AST_NAME) {
        return tree->text;
    }
    if (tree->kind != PR_AST_PATH) {
        return (pr_text){0};
    }
    pr_text base = path_of(tree->items[0], arena);
    return base.length == 0 ? base : pr_text_format(arena, "%.*s.%.*s", PR_ARG(base), PR_ARG(tree->text));
}

static pr_text first_word(pr_text path) {
    const char *point = path.length > 0 ? memchr(path.at, '.', path.length) : NULL;
    return (pr_text){path.at, point != NULL ? (size_t)(point - path.at) : path.length};
}

/* The longest beginning of the path that has a meaning: what comes behind it are fields of its value. */
static void take_path(naming *n, pr_text path) {
    if (is_bound(n, first_word(path))) {
        return;
    }
    while (path.length > 0 && !name_found(n, path)) {
        while (path.length > 0 && path.at[path.length - 1] != '.') {
            path.length--;
        }
        path.length -= path.length > 0;
    }
}

/* Within brackets behind a list its items' fields come first. */
static void bind_fields(naming *n, const pr_ast *list) {
    pr_text path = path_of(list, n->drawing->arena);
    const pr_field *attribute = attribute_of(n->kb, path);
    const pr_kb_relation *relation = relation_of(n->kb, path);
    const pr_schema *element = attribute != NULL ? attribute->schema->element : NULL;
    for (uint32_t i = 0; element != NULL && element->kind == PR_SCHEMA_RECORD && i < element->field_count;
         i++) {
        (void)bind(n, element->fields[i].name);
    }
    for (uint32_t i = 0; relation != NULL && i < relation->slot_count; i++) {
        (void)bind(n, relation->slots[i].name);
    }
    for (uint32_t c = 0; c < n->kb->collections.count; c++) {
        const pr_schema *fields = n->kb->collections.items[c].schema;
        for (uint32_t i = 0; pr_text_equal(n->kb->collections.items[c].name, path) && i < fields->field_count;
             i++) {
            (void)bind(n, fields->fields[i].name);
        }
    }
}

static void walk_all(naming *n, const pr_ast *tree, uint32_t first) {
    for (uint32_t i = first; i < tree->count; i++) {
        walk(n, tree->items[i]);
    }
}

/* Each name is known to what comes behind it. */
static void walk_binding(naming *n, const pr_ast *tree) {
    for (uint32_t i = 0; i < tree->count; i++) {
        walk(n, tree->items[i]);
        if (i < tree->name_count) {
            (void)bind(n, tree->names[i]);
        }
    }
}

static void walk(naming *n, const pr_ast *tree) {
    uint32_t bound = n->bound.count;
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_NAME:
    case PR_AST_PATH: {
        pr_text path = path_of(tree, n->drawing->arena);
        if (path.length > 0) {
            take_path(n, path);
        } else {
            walk_all(n, tree, 0);
        }
        break;
    }
    case PR_AST_FILTER:
        walk(n, tree->items[0]);
        bind_fields(n, tree->items[0]);
        walk(n, tree->items[1]);
        break;
    case PR_AST_FOR:
    case PR_AST_SOME:
    case PR_AST_EVERY:
    case PR_AST_CONTEXT: walk_binding(n, tree); break;
    case PR_AST_FUNCTION:
        for (uint32_t i = 0; i < tree->name_count; i++) {
            (void)bind(n, tree->names[i]);
        }
        walk_all(n, tree, 0);
        break;
    case PR_AST_TYPE: break;
    default: walk_all(n, tree, 0); break;
    }
    n->bound.count = bound;
}

static void read_expression(naming *n, const pr_feel_source *source, const pr_text *bound, uint32_t count) {
    pr_arena *arena = n->drawing->arena;
    pr_diags none;
    if (source->text.length == 0) {
        return;
    }
    pr_diags_init(&none, arena->allocator);
    for (uint32_t i = 0; i < count; i++) {
        (void)bind(n, bound[i]);
    }
    const pr_ast *tree = pr_feel_parse(source, NULL, arena, &none);
    if (tree != NULL) {
        walk(n, tree);
    }
    arena->failed = arena->failed || none.failed;
    pr_diags_release(&none);
}

void pr_draw_expression(const pr_kb *kb, pr_drawing *d, uint32_t from, const pr_feel_source *source,
                        const pr_text *bound, uint32_t bound_count) {
    naming n = {.kb = kb, .drawing = d, .from = from};
    read_expression(&n, source, bound, bound_count);
}
