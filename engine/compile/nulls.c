/* Comparisons with null of what is never null: whoever writes `x = null` may mean "is x not given?", which no condition
 * can ask. What a profile leaves out is unknown, and a test for null of it is decided all the same. */
#include "compile/build.h"

/* Is it a name or a path that leads, over nothing that may be null, to an attribute or a field that never is? What
 * parameters of functions are is not said so strictly: one of a type may be given null. */
static bool is_never_null(pr_build *b, const pr_ast *tree) {
    if (tree->type == NULL || tree->type->nullable || tree->type->kind == PR_TYPE_ANY ||
        tree->type->kind == PR_TYPE_NULL) {
        return false;
    }
    if (tree->kind == PR_AST_NAME) {
        const pr_global *g = pr_scope_find(b, tree->text);
        return g != NULL && g->kind == PR_GLOBAL_TREE;
    }
    return tree->kind == PR_AST_PATH && tree->items[0]->type != NULL &&
           tree->items[0]->type->kind == PR_TYPE_CONTEXT && is_never_null(b, tree->items[0]);
}

static void report(pr_build *b, const pr_feel_source *source, const pr_ast *comparison, const pr_ast *tree) {
    pr_text name = {source->text.at + tree->start, tree->end - tree->start};
    pr_span span = pr_origin_span(&source->origin, comparison->start, comparison->end);
    pr_diag *diag = pr_warn(b->diags, "never-null", span, "%.*s is never null: this is always %s",
                            PR_ARG(name), comparison->kind == PR_AST_EQUAL ? "false" : "true");
    pr_diag_hint(b->diags, diag,
                 "what a profile leaves out is unknown, not null; 'nullable: true' would allow null");
}

void pr_check_nulls(pr_build *b, const pr_feel_source *source, const pr_ast *tree) {
    if (tree == NULL || tree->kind == PR_AST_TYPE) {
        return;
    }
    if (tree->kind == PR_AST_EQUAL || tree->kind == PR_AST_NOT_EQUAL) {
        for (uint32_t i = 0; i < 2; i++) {
            const pr_ast *other = tree->items[1 - i];
            if (tree->items[i]->kind == PR_AST_NULL && is_never_null(b, other)) {
                report(b, source, tree, other);
            }
        }
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        pr_check_nulls(b, source, tree->items[i]);
    }
}
