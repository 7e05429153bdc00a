/* Tests of a text with a text that is written out. */
#include "compile/build.h"

#include "feel/builtin.h"

/* A constant text, or NULL. */
static const pr_value *constant_text(const pr_program *p, pr_node_id id) {
    const pr_node *n = pr_node_at(p, id);
    const pr_value *v = n->op == PR_OP_CONSTANT ? &p->constants[n->data] : NULL;
    return v != NULL && v->kind == PR_STRING ? v : NULL;
}

pr_node_id pr_find_text_test(pr_build *b, pr_node_id id, const pr_text_test **out) {
    const pr_program *p = b->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    const bool pattern = n->data == PR_BUILTIN_MATCHES;
    const bool tests = pattern || n->data == PR_BUILTIN_CONTAINS || n->data == PR_BUILTIN_STARTS_WITH ||
                       n->data == PR_BUILTIN_ENDS_WITH;
    if (n->op != PR_OP_BUILTIN || !tests || n->extra != 0 || n->count < 2 || n->count > (pattern ? 3 : 2)) {
        return PR_NONE;
    }
    const pr_value *with = constant_text(p, args[1]),
                   *flags = n->count > 2 ? constant_text(p, args[2]) : NULL;
    if (with == NULL || (n->count > 2 && flags == NULL)) {
        return PR_NONE;
    }
    pr_text_test *test = PR_NEW(b->arena, pr_text_test);
    if (test == NULL) {
        b->failed = true;
        return PR_NONE;
    }
    *test = (pr_text_test){.function = n->data,
                           .with = pr_string_text(*with),
                           .flags = flags != NULL ? pr_string_text(*flags) : (pr_text){"", 0}};
    *out = test;
    return args[0];
}
