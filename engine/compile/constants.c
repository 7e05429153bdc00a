/* What an expression says without looking at anything: a day that does not exist, a pattern that is none, a division by
 * zero is found when the knowledge base loads, and not by whoever happens to need it. */
#include "compile/build.h"

#include "feel/builtin.h"

/* An argument that would be looked at is replaced by one that fits, where the others alone can be wrong. */
typedef struct probe {
    pr_builtin builtin;
    const char *instead; /* text; NULL: the number 1 */
} probe;

static const probe probes[] = {
    {PR_BUILTIN_MATCHES, ""},      {PR_BUILTIN_REPLACE, ""},         {PR_BUILTIN_SPLIT, ""},
    {PR_BUILTIN_NUMBER, "1"},      {PR_BUILTIN_MODULO, NULL},        {PR_BUILTIN_DECIMAL, NULL},
    {PR_BUILTIN_FLOOR, NULL},      {PR_BUILTIN_CEILING, NULL},       {PR_BUILTIN_ROUND_UP, NULL},
    {PR_BUILTIN_ROUND_DOWN, NULL}, {PR_BUILTIN_ROUND_HALF_UP, NULL}, {PR_BUILTIN_ROUND_HALF_DOWN, NULL},
};

typedef struct search {
    pr_build *build;
    const pr_feel_source *source;
} search;

/* The built-in that a call is of; -1: of something else. */
static int builtin_of(const search *s, const pr_ast *tree) {
    const pr_ast *callee = tree->items[0];
    if (tree->kind != PR_AST_CALL || callee->kind != PR_AST_NAME ||
        pr_scope_find(s->build, callee->text) != NULL) {
        return -1;
    }
    return pr_builtin_find(callee->text);
}

static bool all_constant(const search *s, const pr_ast *tree, uint32_t from);

static bool is_constant(const search *s, const pr_ast *tree) {
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_NULL:
    case PR_AST_BOOLEAN:
    case PR_AST_NUMBER:
    case PR_AST_STRING:
    case PR_AST_AT: return true;
    case PR_AST_CALL: {
        int builtin = builtin_of(s, tree);
        return builtin >= 0 && builtin != PR_BUILTIN_TODAY && builtin != PR_BUILTIN_NOW &&
               all_constant(s, tree, 1);
    }
    case PR_AST_PATH:
    case PR_AST_FILTER:
    case PR_AST_LIST:
    case PR_AST_RANGE:
    case PR_AST_TEST:
    case PR_AST_NEGATE:
    case PR_AST_ADD:
    case PR_AST_SUBTRACT:
    case PR_AST_MULTIPLY:
    case PR_AST_DIVIDE:
    case PR_AST_POWER: return all_constant(s, tree, 0);
    default: return false;
    }
}

static bool all_constant(const search *s, const pr_ast *tree, uint32_t from) {
    for (uint32_t i = from; i < tree->count; i++) {
        if (!is_constant(s, tree->items[i])) {
            return false;
        }
    }
    return true;
}

/* Is there anything to compute? Literals by themselves were checked when they were read. */
static bool computes(const pr_ast *tree) {
    if (tree->kind == PR_AST_CALL || tree->kind == PR_AST_PATH || tree->kind == PR_AST_FILTER ||
        (tree->kind >= PR_AST_ADD && tree->kind <= PR_AST_POWER)) {
        return true;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        if (computes(tree->items[i])) {
            return true;
        }
    }
    return false;
}

static void report(const search *s, const pr_vm *vm) {
    for (uint32_t i = 0; i < vm->complaints.count; i++) {
        const pr_complaint *complaint = &vm->complaints.items[i];
        const pr_node_origin *o = &vm->program->origins[complaint->node];
        pr_span span =
            o->source != NULL ? pr_origin_span(&o->source->origin, o->start, o->end) : (pr_span){0};
        (void)pr_warn(s->build->diags, "constant-error", span, "this can never be evaluated: %s",
                      complaint->reason);
    }
}

static void evaluate(const search *s, const pr_ast *tree) {
    const preceptor_allocator *allocator = s->build->arena->allocator;
    pr_arena arena;
    pr_graph graph;
    pr_program program = {0};
    pr_vm vm;
    pr_arena_init(&arena, allocator, 0);
    if (pr_graph_init(&graph, &arena, allocator)) {
        graph.fold = false;
        pr_lower lower = {.graph = &graph, .source = s->source};
        pr_node_id node = pr_lower_tree(&lower, tree, NULL, 0);
        if (node != PR_NONE && !graph.failed) {
            pr_graph_finish(&graph, &program);
            if (pr_vm_init(&vm, &program, allocator, false) == PRECEPTOR_OK) {
                vm.strict = true;
                (void)pr_vm_value(&vm, node);
                report(s, &vm);
            }
            pr_vm_release(&vm);
        }
    }
    pr_graph_release(&graph);
    pr_arena_release(&arena);
}

/* The same with another operand or argument at `at`. */
static void evaluate_with(const search *s, const pr_ast *tree, uint32_t at, pr_ast_kind kind,
                          pr_value value) {
    pr_ast *items[PR_BUILTIN_PARAMETERS + 1], copy = *tree,
                                              literal = {.kind = (uint8_t)kind,
                                                         .value = value,
                                                         .start = tree->items[at]->start,
                                                         .end = tree->items[at]->end};
    if (tree->count > PR_BUILTIN_PARAMETERS + 1) {
        return;
    }
    memcpy(items, tree->items, sizeof *items * tree->count);
    items[at] = &literal;
    copy.items = items;
    evaluate(s, &copy);
}

/* Where all but the first of its arguments say what they are. */
static void try_probe(const search *s, const pr_ast *tree) {
    if (tree->kind == PR_AST_DIVIDE) {
        if (is_constant(s, tree->items[1])) {
            /* A divisor divides itself, whether it is a number or a duration, unless it is zero. */
            pr_ast *items[] = {tree->items[1], tree->items[1]}, copy = *tree;
            copy.items = items;
            evaluate(s, &copy);
        }
        return;
    }
    int builtin = tree->kind == PR_AST_CALL ? builtin_of(s, tree) : -1;
    for (size_t i = 0; builtin >= 0 && i < sizeof probes / sizeof *probes; i++) {
        if (probes[i].builtin == (pr_builtin)builtin && !tree->named && tree->count > 2 &&
            all_constant(s, tree, 2)) {
            bool text = probes[i].instead != NULL;
            evaluate_with(s, tree, 1, text ? PR_AST_STRING : PR_AST_NUMBER,
                          text ? pr_string(pr_text_of(probes[i].instead)) : pr_integer(1));
        }
    }
}

static void look(const search *s, const pr_ast *tree) {
    if (tree == NULL || tree->kind == PR_AST_TYPE) {
        return;
    }
    if (is_constant(s, tree)) {
        if (computes(tree)) {
            evaluate(s, tree);
        }
        return;
    }
    try_probe(s, tree);
    for (uint32_t i = 0; i < tree->count; i++) {
        look(s, tree->items[i]);
    }
}

void pr_check_constants(pr_build *b, const pr_feel_source *source, const pr_ast *tree) {
    search s = {b, source};
    look(&s, tree);
}
