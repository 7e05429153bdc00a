/* Comparisons of a name or path with itself: whoever writes `stops[f.id = f.id]` means two things, and names one. */
#include "compile/build.h"

static bool same_path(const pr_ast *a, const pr_ast *b) {
    return a->kind == b->kind && pr_text_equal(a->text, b->text) &&
           (a->kind == PR_AST_NAME || (a->kind == PR_AST_PATH && same_path(a->items[0], b->items[0])));
}

static void check(pr_build *b, const pr_feel_source *source, const pr_ast *tree, bool in_filter) {
    if (tree == NULL || tree->kind == PR_AST_TYPE) {
        return;
    }
    bool compares = tree->kind >= PR_AST_EQUAL && tree->kind <= PR_AST_GREATER_EQUAL;
    if (compares && same_path(tree->items[0], tree->items[1])) {
        const pr_ast *one = tree->items[0];
        pr_diag *diag = pr_warn(b->diags, "compared-with-itself", pr_feel_span(source, tree),
                                "'%.*s' is compared with itself", (int)(one->end - one->start),
                                source->text.at + one->start);
        if (in_filter) {
            pr_diag_hint(b->diags, diag,
                         "in [ ] a name is first that of an item's field: call what is outside by another");
        }
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        bool filter = in_filter || (tree->kind == PR_AST_FILTER && i == 1);
        check(b, source, tree->items[i], filter);
    }
}

void pr_check_selves(pr_build *b, const pr_feel_source *source, const pr_ast *tree) {
    check(b, source, tree, false);
}
