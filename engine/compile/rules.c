/* Checking of rules: types of variables, conditions and slots. */
#include "compile/table.h"

pr_vars pr_tree_uses(const pr_ast *tree, const pr_checked_rule *rule) {
    pr_vars uses = 0;
    if (tree->kind == PR_AST_NAME) {
        for (uint32_t i = 0; i < rule->rule->binding_count; i++) {
            if (pr_text_equal(rule->variables[i].name, tree->text)) {
                uses |= (pr_vars)1 << i;
            }
        }
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        uses |= pr_tree_uses(tree->items[i], rule);
    }
    return uses;
}

/* What a variable over a list of this type is. */
static const pr_type *item_type(const pr_type *list) {
    if (list->kind == PR_TYPE_LIST) {
        return list->element;
    }
    return list->kind == PR_TYPE_ANY ? &pr_type_any : NULL;
}

/* program.requirements before `program: programs`: keys stand in order here, though not elsewhere in YAML. */
static bool names_a_later_one(pr_build *b, const pr_kb_rule *rule, uint32_t number) {
    const pr_feel_source *source = &rule->bindings[number].source;
    for (uint32_t i = number + 1; i < rule->binding_count; i++) {
        pr_text name = rule->bindings[i].name;
        if (source->text.at == NULL || !pr_text_starts(source->text, name) ||
            (source->text.length > name.length && source->text.at[name.length] != '.')) {
            continue;
        }
        pr_diag *diag = pr_error(b->diags, "unknown-name", pr_origin_span(&source->origin, 0, name.length),
                                 "'%.*s' stands further down", PR_ARG(name));
        pr_diag_hint(b->diags, diag, "put '%.*s' before '%.*s': each may use those above it", PR_ARG(name),
                     PR_ARG(rule->bindings[number].name));
        return true;
    }
    return false;
}

static bool check_bindings(pr_build *b, pr_checked_rule *c) {
    const pr_kb_rule *rule = c->rule;
    bool ok = true;
    for (uint32_t i = 0; i < rule->binding_count; i++) {
        const pr_kb_binding *binding = &rule->bindings[i];
        c->variables[i].name = binding->name;
        c->variables[i].type = &pr_type_any;
        if (names_a_later_one(b, rule, i)) {
            ok = false;
            continue;
        }
        pr_ast *tree = pr_scope_check(b, &binding->source, c->variables, i, NULL);
        const pr_type *type = tree != NULL ? item_type(tree->type) : NULL;
        if (tree != NULL && type == NULL) {
            (void)pr_error(
                b->diags, "wrong-type", pr_source_span(&binding->source),
                "'%.*s' must range over a list: a collection, a list of the profile, or a relation",
                PR_ARG(binding->name));
        }
        if (type == NULL) {
            ok = false;
            continue;
        }
        c->variables[i].type = type;
        c->sources[i] = tree;
        c->source_uses[i] = pr_tree_uses(tree, c);
    }
    return ok;
}

static bool add_conjunct(pr_build *b, pr_checked_rule *c, pr_conjunct conjunct) {
    if (!PR_PUSH(b->arena, &c->conjuncts, conjunct)) {
        b->failed = true;
        return false;
    }
    return true;
}

/* `a and b` as a condition is two conditions, so that each can prune as soon as its variables are bound. */
static bool split(pr_build *b, pr_checked_rule *c, const pr_kb_when *when, pr_ast *tree) {
    if (tree->kind == PR_AST_AND) {
        for (uint32_t i = 0; i < tree->count; i++) {
            if (!split(b, c, when, tree->items[i])) {
                return false;
            }
        }
        return true;
    }
    return add_conjunct(b, c, (pr_conjunct){.when = when, .tree = tree, .uses = pr_tree_uses(tree, c)});
}

typedef struct trees {
    PR_VEC(pr_ast *) list;
    pr_vars uses;
    bool ok;
} trees;

static void check_nested(pr_build *b, const pr_checked_rule *c, const pr_kb_when *when, trees *out) {
    if (when->kind == PR_WHEN_EXPRESSION) {
        pr_ast *tree =
            pr_scope_check(b, &when->source, c->variables, c->rule->binding_count, &pr_type_boolean);
        out->ok = out->ok && tree != NULL && PR_PUSH(b->arena, &out->list, tree);
        out->uses |= tree != NULL ? pr_tree_uses(tree, c) : 0;
        return;
    }
    for (uint32_t i = 0; i < when->count; i++) {
        check_nested(b, c, &when->items[i], out);
    }
}

static bool check_when(pr_build *b, pr_checked_rule *c, const pr_kb_when *when) {
    bool ok = true;
    switch ((pr_kb_when_kind)when->kind) {
    case PR_WHEN_ALL:
        for (uint32_t i = 0; i < when->count; i++) {
            ok = check_when(b, c, &when->items[i]) && ok;
        }
        return ok;
    case PR_WHEN_EXPRESSION: {
        pr_ast *tree =
            pr_scope_check(b, &when->source, c->variables, c->rule->binding_count, &pr_type_boolean);
        return tree != NULL && split(b, c, when, tree);
    }
    default: {
        trees nested = {.ok = true};
        check_nested(b, c, when, &nested);
        return nested.ok &&
               add_conjunct(b, c,
                            (pr_conjunct){.when = when, .trees = nested.list.items, .uses = nested.uses});
    }
    }
}

/* What `then` and `because` may speak of. */
typedef struct scope {
    const pr_typed_name *names;
    uint32_t count;
} scope;

static scope scope_of(const pr_checked_rule *c) {
    return c->table != NULL ? (scope){c->table->names, c->table->name_count}
                            : (scope){c->variables, c->rule->binding_count};
}

/* "x" or "x.name", where x is a variable of the rule. */
static bool is_path_of(pr_text text, pr_text variable) {
    bool begins = text.length >= variable.length && memcmp(text.at, variable.at, variable.length) == 0;
    if (!begins || text.length == variable.length) {
        return begins;
    }
    bool path = text.at[variable.length] == '.' && text.length > variable.length + 1;
    for (size_t i = variable.length + 1; path && i < text.length; i++) {
        const char c = text.at[i];
        path = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (c == '.' && text.at[i - 1] != '.' && i + 1 < text.length);
    }
    return path;
}

/* Text that would be an expression, but for the sign before it. */
static void check_plain(pr_build *b, const pr_checked_rule *c, const pr_kb_assignment *a) {
    for (uint32_t i = 0; i < c->rule->binding_count; i++) {
        if (is_path_of(a->source.text, c->variables[i].name)) {
            pr_diag *diag = pr_warn(b->diags, "plain-text", pr_origin_whole(&a->origin),
                                    "this is the text '%.*s', not what '%.*s' is", PR_ARG(a->source.text),
                                    PR_ARG(a->source.text));
            pr_diag_hint(b->diags, diag, "an expression begins with '=': write '= %.*s'",
                         PR_ARG(a->source.text));
            return;
        }
    }
}

static bool check_head(pr_build *b, pr_checked_rule *c, pr_checked_head *out, const pr_kb_head *head) {
    const pr_kb_relation *relation = &b->kb->relations.items[head->relation];
    scope s = scope_of(c);
    bool ok = true;
    out->head = head;
    out->slots = PR_NEW_ARRAY(b->arena, pr_ast *, relation->slot_count + 1u);
    for (uint32_t i = 0; out->slots != NULL && i < relation->slot_count; i++) {
        const pr_kb_assignment *a = &head->assignments[i];
        if (a->is_value || a->source.text.at == NULL) {
            continue;
        }
        if (a->is_template) {
            check_plain(b, c, a);
        }
        const pr_type *type = relation->slots[i].schema->type;
        out->slots[i] = a->is_template ? pr_scope_check_template(b, &a->source, s.names, s.count)
                                       : pr_scope_check(b, &a->source, s.names, s.count, type);
        ok = ok && out->slots[i] != NULL;
    }
    return ok && out->slots != NULL;
}

static bool check_rule(pr_build *b, pr_checked_rule *c, const pr_kb_rule *rule) {
    c->rule = rule;
    c->sources = PR_NEW_ARRAY(b->arena, pr_ast *, rule->binding_count + 1u);
    c->source_uses = PR_NEW_ARRAY(b->arena, pr_vars, rule->binding_count + 1u);
    c->variables = PR_NEW_ARRAY(b->arena, pr_typed_name, rule->binding_count + 1u);
    c->heads = PR_NEW_ARRAY(b->arena, pr_checked_head, rule->head_count + 1u);
    if (c->sources == NULL || c->source_uses == NULL || c->variables == NULL || c->heads == NULL) {
        b->failed = true;
        return false;
    }
    if (rule->binding_count > PR_LIMIT_VARIABLES) {
        (void)pr_error(b->diags, "limit", pr_origin_whole(&rule->origin), "a rule has more than %d variables",
                       PR_LIMIT_VARIABLES);
        return false;
    }
    bool ok = check_bindings(b, c);
    ok = check_when(b, c, &rule->when) && ok;
    if (rule->table != NULL && !pr_check_table(b, c)) {
        return false; /* what the outputs are, nobody knows */
    }
    for (uint32_t i = 0; i < rule->head_count; i++) {
        ok = check_head(b, c, &c->heads[i], &rule->heads[i]) && ok;
    }
    if (rule->because.text.length > 0) {
        scope s = scope_of(c);
        c->because = pr_scope_check_template(b, &rule->because, s.names, s.count);
        ok = ok && c->because != NULL;
    }
    if (ok && c->table != NULL) {
        pr_check_outputs_used(b, c);
    }
    return ok;
}

pr_checked_rule *pr_check_rules(pr_build *b) {
    pr_checked_rule *rules = PR_NEW_ARRAY(b->arena, pr_checked_rule, b->kb->rules.count + 1u);
    bool ok = rules != NULL;
    bool *outside = b->mentioned;
    for (uint32_t i = 0; rules != NULL && i < b->kb->rules.count; i++) {
        b->mentioned = rules[i].mentions = PR_NEW_ARRAY(b->arena, bool, b->kb->relations.count + 1u);
        if (b->mentioned == NULL) {
            rules = NULL;
            break;
        }
        ok = check_rule(b, &rules[i], &b->kb->rules.items[i]) && ok;
    }
    b->mentioned = outside;
    b->failed = b->failed || rules == NULL;
    return ok ? rules : NULL;
}

static bool concludes_any(const pr_checked_rule *c, const bool *wanted) {
    bool any = false;
    for (uint32_t h = 0; h < c->rule->head_count; h++) {
        any = any || wanted[c->heads[h].head->relation];
    }
    return any;
}

void pr_mark_idle(pr_build *b, pr_checked_rule *rules, const bool *mentioned) {
    const uint32_t relations = b->kb->relations.count;
    bool *wanted = PR_NEW_ARRAY(b->arena, bool, relations + 1u), more = true;
    if (wanted == NULL) {
        b->failed = true;
        return;
    }
    for (uint32_t i = 0; i < relations; i++) {
        wanted[i] = mentioned[i] || (b->left_out >> pr_build_role(&b->kb->relations.items[i]) & 1) == 0;
    }
    for (uint32_t r = 0; r < b->kb->rules.count; r++) {
        rules[r].idle = true;
    }
    while (more) {
        more = false;
        for (uint32_t r = 0; r < b->kb->rules.count; r++) {
            if (!rules[r].idle || !concludes_any(&rules[r], wanted)) {
                continue;
            }
            rules[r].idle = false;
            more = true;
            for (uint32_t i = 0; i < relations; i++) {
                wanted[i] = wanted[i] || rules[r].mentions[i];
            }
        }
    }
}

/* Does the text of an expression tell that it is known when the knowledge base loads? `fixed` are the
 * variables that are. */
static bool is_fixed(pr_build *b, const pr_ast *tree, const pr_checked_rule *c, pr_vars fixed,
                     uint32_t depth) {
    if (tree->kind == PR_AST_NAME) {
        for (uint32_t i = 0; c != NULL && i < c->rule->binding_count; i++) {
            if (pr_text_equal(c->variables[i].name, tree->text)) {
                return (fixed >> i & 1) != 0;
            }
        }
        pr_global *g = pr_scope_find(b, tree->text);
        if (g != NULL && g->kind == PR_GLOBAL_FUNCTION) {
            return depth < 32 && g->tree != NULL && is_fixed(b, g->tree, NULL, 0, depth + 1);
        }
        return g != NULL ? g->kind == PR_GLOBAL_COLLECTION
                         : !pr_text_is(tree->text, "today") && !pr_text_is(tree->text, "now");
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        if (!is_fixed(b, tree->items[i], c, fixed, depth)) {
            return false;
        }
    }
    return true;
}

void pr_mark_impure(pr_build *b, const pr_checked_rule *rules) {
    for (uint32_t r = 0; r < b->kb->rules.count; r++) {
        const pr_checked_rule *c = &rules[r];
        pr_vars fixed = 0;
        bool loops = false;
        for (uint32_t i = 0; i < c->rule->binding_count; i++) {
            if (is_fixed(b, c->sources[i], c, fixed, 0)) {
                fixed |= (pr_vars)1 << i;
            } else {
                loops = true;
            }
        }
        for (uint32_t h = 0; h < c->rule->head_count; h++) {
            uint32_t relation = c->rule->heads[h].relation;
            bool impure = loops;
            for (uint32_t s = 0; s < b->kb->relations.items[relation].slot_count; s++) {
                const pr_ast *slot = c->heads[h].slots[s];
                impure = impure || (slot != NULL && !is_fixed(b, slot, c, fixed, 0));
            }
            b->impure[relation] = b->impure[relation] || impure;
        }
    }
}
