/* Paths. A chain of members is resolved as a whole, so that an unknown one can be compared with whole paths that
 * exist. */
#include "base/limits.h"
#include "feel/checker.h"

typedef struct property {
    const char *name;
    const pr_type *type; /* NULL: that of a range's ends */
    uint32_t kinds;      /* of the types that have it */
} property;

#define OF(kind) (1u << PR_TYPE_##kind)

static const pr_type nullable_string = {.kind = PR_TYPE_STRING, .nullable = true};
static const pr_type nullable_duration = {.kind = PR_TYPE_DURATION, .nullable = true};

static const property properties[] = {
    {"year", &pr_type_number, OF(DATE) | OF(DATE_TIME)},
    {"month", &pr_type_number, OF(DATE) | OF(DATE_TIME)},
    {"day", &pr_type_number, OF(DATE) | OF(DATE_TIME)},
    {"weekday", &pr_type_number, OF(DATE) | OF(DATE_TIME)},
    {"hour", &pr_type_number, OF(TIME) | OF(DATE_TIME)},
    {"minute", &pr_type_number, OF(TIME) | OF(DATE_TIME)},
    {"second", &pr_type_number, OF(TIME) | OF(DATE_TIME)},
    {"time offset", &nullable_duration, OF(TIME) | OF(DATE_TIME)},
    {"timezone", &nullable_string, OF(TIME) | OF(DATE_TIME)},
    {"years", &pr_type_number, OF(MONTHS) | OF(ANY_DURATION)},
    {"months", &pr_type_number, OF(MONTHS) | OF(ANY_DURATION)},
    {"days", &pr_type_number, OF(DURATION) | OF(ANY_DURATION)},
    {"hours", &pr_type_number, OF(DURATION) | OF(ANY_DURATION)},
    {"minutes", &pr_type_number, OF(DURATION) | OF(ANY_DURATION)},
    {"seconds", &pr_type_number, OF(DURATION) | OF(ANY_DURATION)},
    {"start", NULL, OF(RANGE)},
    {"end", NULL, OF(RANGE)},
    {"start included", &pr_type_boolean, OF(RANGE)},
    {"end included", &pr_type_boolean, OF(RANGE)},
};

enum { PROPERTY_COUNT = sizeof properties / sizeof *properties };

static const pr_type *property_type(const pr_type *of, pr_text name) {
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        if ((properties[i].kinds & 1u << of->kind) != 0 && pr_text_is(name, properties[i].name)) {
            const pr_type *element = of->element != NULL ? of->element : &pr_type_any;
            return properties[i].type != NULL ? properties[i].type : element;
        }
    }
    return NULL;
}

/* What has the members: the element of a list, of any number of lists. */
static const pr_type *innermost(const pr_type *type) {
    const pr_type *inner = pr_type_innermost(type);
    return inner != NULL ? inner : &pr_type_any;
}

static bool has_fields(const pr_type *type) {
    return type->kind == PR_TYPE_CONTEXT || type->kind == PR_TYPE_ENTITY || type->kind == PR_TYPE_RELATION;
}

const pr_type *pr_check_member(pr_checker *c, const pr_type *of, pr_text name) {
    if (of->kind == PR_TYPE_LIST) {
        const pr_type *element = of->element != NULL ? pr_check_member(c, of->element, name) : &pr_type_any;
        return element != NULL ? pr_check_made(c, pr_type_list(element, c->arena)) : NULL;
    }
    if (of->kind == PR_TYPE_RELATION) {
        return pr_check_member(c, pr_check_value_type(c, of), name);
    }
    if (of->kind == PR_TYPE_ANY) {
        return of;
    }
    if (!has_fields(of)) {
        return property_type(of, name);
    }
    const pr_type *field = pr_type_field(of, name);
    return field == NULL && of->open_fields ? &pr_type_any : field;
}

/* A path being checked: its root, then the members from left to right. */
typedef struct chain {
    pr_ast *root;
    pr_ast *members[PR_LIMIT_FEEL_DEPTH];
    uint32_t count;
} chain;

static void unroll(chain *out, pr_ast *node) {
    out->count = 0;
    for (pr_ast *at = node; at->kind == PR_AST_PATH; at = at->items[0]) {
        out->count++;
    }
    uint32_t i = out->count;
    for (out->root = node; out->root->kind == PR_AST_PATH; out->root = out->root->items[0]) {
        out->members[--i] = out->root;
    }
}

/* Can the members from `from` on be reached? */
static bool rest_exists(pr_checker *c, const pr_type *type, const chain *path, uint32_t from) {
    for (uint32_t i = from; type != NULL && i < path->count; i++) {
        type = pr_check_member(c, type, path->members[i]->text);
    }
    return type != NULL;
}

enum { WHOLE_PATH_DEPTH = 8 };

/* All paths through contexts below `type`. */
static void add_paths(pr_checker *c, pr_candidates *to, pr_text prefix, const pr_type *type, int depth) {
    pr_check_add_candidate(c, to, prefix);
    if (type->kind != PR_TYPE_CONTEXT || depth == 0) {
        return;
    }
    for (uint32_t i = 0; i < type->count; i++) {
        pr_text path = pr_text_format(c->arena, "%.*s.%.*s", PR_ARG(prefix), PR_ARG(type->names[i]));
        add_paths(c, to, path, type->fields[i], depth - 1);
    }
}

/* The nearest whole path of the scope to the one that is written. */
static void suggest_path(pr_checker *c, pr_diag *diag, const chain *path) {
    pr_candidates names = {0}, paths = {0};
    pr_check_scope_names(c, &names);
    for (uint32_t i = 0; i < names.list.count; i++) {
        const pr_type *type = pr_check_lookup(c, names.list.items[i]);
        if (type != NULL) {
            add_paths(c, &paths, names.list.items[i], type, WHOLE_PATH_DEPTH);
        }
    }
    pr_text text = path->root->text;
    for (uint32_t i = 0; i < path->count; i++) {
        text = pr_text_format(c->arena, "%.*s.%.*s", PR_ARG(text), PR_ARG(path->members[i]->text));
    }
    pr_diag_suggest(c->diags, diag, text, paths.list.items, paths.list.count);
}

static const pr_type *fail_root(pr_checker *c, const chain *path) {
    const pr_ast *root = path->root;
    pr_diag *diag = pr_check_error_at(c, root->name_start, root->name_end, "unknown-name",
                                      "there is no name '%.*s'", PR_ARG(root->text));
    if (diag == NULL) {
        return &pr_type_any; /* as for names */
    }
    pr_candidates names = {0}, fitting = {0};
    pr_check_scope_names(c, &names);
    for (uint32_t i = 0; i < names.list.count; i++) {
        const pr_type *type = pr_check_lookup(c, names.list.items[i]);
        if (type != NULL && rest_exists(c, type, path, 0)) {
            pr_check_add_candidate(c, &fitting, names.list.items[i]);
        }
    }
    if (pr_text_nearest(root->text, fitting.list.items, fitting.list.count) >= 0) {
        pr_diag_suggest(c->diags, diag, root->text, fitting.list.items, fitting.list.count);
    } else {
        suggest_path(c, diag, path);
    }
    return &pr_type_any;
}

static void list_members(pr_checker *c, pr_diag *diag, const pr_candidates *members) {
    enum { SHOWN = 8 };
    pr_text list = {"", 0};
    for (uint32_t i = 0; i < members->list.count && i < SHOWN; i++) {
        list = pr_text_format(c->arena, "%.*s%s%.*s", PR_ARG(list), i > 0 ? ", " : "",
                              PR_ARG(members->list.items[i]));
    }
    if (list.length > 0) {
        pr_diag_hint(c->diags, diag, "it has %.*s%s", PR_ARG(list),
                     members->list.count > SHOWN ? ", ..." : "");
    }
}

static void all_members(pr_checker *c, const pr_type *type, pr_candidates *to) {
    for (uint32_t i = 0; has_fields(type) && i < type->count; i++) {
        pr_check_add_candidate(c, to, type->names[i]);
    }
    for (size_t i = 0; !has_fields(type) && i < PROPERTY_COUNT; i++) {
        if ((properties[i].kinds & 1u << type->kind) != 0) {
            pr_check_add_candidate(c, to, pr_text_of(properties[i].name));
        }
    }
}

/* Member `at` of the path does not exist in `type`. */
static void fail_member(pr_checker *c, const chain *path, uint32_t at, const pr_type *type) {
    const pr_ast *node = path->members[at];
    const pr_type *owner = innermost(type);
    pr_text owner_name = owner->kind == PR_TYPE_STRING ? PR_TEXT("text") : pr_check_type_name(c, owner);
    if (owner->label.length == 0 && has_fields(owner) && path->root->kind == PR_AST_NAME) {
        uint32_t start = path->root->start, end = node->items[0]->end;
        owner_name = pr_text_format(c->arena, "'%.*s'", (int)(end - start), c->source->text.at + start);
    }
    pr_diag *diag = pr_check_error_at(c, node->name_start, node->name_end, "unknown-field",
                                      "%.*s has no field '%.*s'", PR_ARG(owner_name), PR_ARG(node->text));
    if (diag == NULL) {
        return; /* as for names */
    }
    pr_candidates members = {0}, fitting = {0};
    all_members(c, owner, &members);
    for (uint32_t i = 0; i < members.list.count; i++) {
        const pr_type *member = pr_check_member(c, owner, members.list.items[i]);
        if (member != NULL && rest_exists(c, member, path, at + 1)) {
            pr_check_add_candidate(c, &fitting, members.list.items[i]);
        }
    }
    if (pr_text_nearest(node->text, fitting.list.items, fitting.list.count) >= 0) {
        pr_diag_suggest(c->diags, diag, node->text, fitting.list.items, fitting.list.count);
    } else if (pr_builtin_find(node->text) >= 0) {
        pr_diag_hint(c->diags, diag, "a function stands before what it is given: %.*s(...)",
                     PR_ARG(node->text));
    } else if (at + 1 < path->count && path->root->kind == PR_AST_NAME) {
        suggest_path(c, diag, path);
    } else {
        list_members(c, diag, &members);
    }
}

const pr_type *pr_check_path(pr_checker *c, pr_ast *node) {
    chain path;
    unroll(&path, node);
    const pr_type *type = NULL;
    if (path.root->kind != PR_AST_NAME) {
        type = pr_check_node(c, path.root);
    } else if ((type = pr_check_lookup(c, path.root->text)) == NULL) {
        type = pr_check_is_open(c) ? &pr_type_any : fail_root(c, &path);
    }
    path.root->type = type = pr_check_value_type(c, type);
    for (uint32_t i = 0; i < path.count; i++) {
        const pr_type *member = pr_check_member(c, type, path.members[i]->text);
        if (member == NULL) {
            fail_member(c, &path, i, type);
            member = &pr_type_any;
        }
        path.members[i]->type = type = member;
    }
    return type;
}
