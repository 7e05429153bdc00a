/* Unary tests, as in the cells of a decision table: 5, [1..3], < 7, not("a", "b"), ? > 2, - */
#include "feel/parser.h"

bool pr_ast_mentions(const pr_ast *tree, const char *name) {
    if (tree->kind == PR_AST_NAME && pr_text_is(tree->text, name)) {
        return true;
    }
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->items[i] != NULL && pr_ast_mentions(tree->items[i], name)) {
            return true;
        }
    }
    return false;
}

bool pr_ast_is_test_of_input(const pr_ast *tree) {
    switch ((pr_ast_kind)tree->kind) {
    case PR_AST_AND:
    case PR_AST_OR:
    case PR_AST_EQUAL:
    case PR_AST_NOT_EQUAL:
    case PR_AST_LESS:
    case PR_AST_LESS_EQUAL:
    case PR_AST_GREATER:
    case PR_AST_GREATER_EQUAL:
    case PR_AST_BETWEEN:
    case PR_AST_IN:
    case PR_AST_SOME:
    case PR_AST_EVERY:
    case PR_AST_INSTANCE_OF:
    case PR_AST_IF:
    case PR_AST_CALL: return pr_ast_mentions(tree, "?");
    default: return false;
    }
}

static pr_ast *name_node(pr_parser *p, const char *name, uint32_t at) {
    pr_ast *node = pr_parse_node(p, PR_AST_NAME, at, NULL, 0);
    if (node != NULL) {
        node->text = pr_text_of(name);
        node->end = node->name_start = node->name_end = at;
    }
    return node;
}

/* `? in (tests)`, or `? in not(tests)`. */
static pr_ast *input_in(pr_parser *p, const pr_ast_list *tests, bool negated, uint32_t from) {
    pr_ast_list items = {0};
    pr_ast *input = name_node(p, "?", from);
    if (input == NULL || !PR_PUSH(p->arena, &items, input)) {
        return NULL;
    }
    if (negated) {
        pr_ast *not_tests = pr_parse_node(p, PR_AST_NOT_TESTS, from, tests->items, tests->count);
        return not_tests != NULL && PR_PUSH(p->arena, &items, not_tests)
                   ? pr_parse_node(p, PR_AST_IN, from, items.items, items.count)
                   : NULL;
    }
    for (uint32_t i = 0; i < tests->count; i++) {
        if (!PR_PUSH(p->arena, &items, tests->items[i])) {
            return NULL;
        }
    }
    return pr_parse_node(p, PR_AST_IN, from, items.items, items.count);
}

/* One boolean expression out of the tests that use ? and those that are compared with it. */
static pr_ast *join_tests(pr_parser *p, const pr_ast_list *tests, bool negated, uint32_t from) {
    pr_ast_list compared = {0}, parts = {0};
    for (uint32_t i = 0; i < tests->count; i++) {
        pr_ast *test = tests->items[i];
        bool whole = test->kind != PR_AST_TEST && test->kind != PR_AST_RANGE && pr_ast_mentions(test, "?");
        if (!PR_PUSH(p->arena, whole ? &parts : &compared, test)) {
            return NULL;
        }
    }
    if (parts.count == 0) {
        return input_in(p, tests, negated, from);
    }
    if (compared.count > 0) {
        pr_ast *in = input_in(p, &compared, false, from);
        if (in == NULL || !PR_PUSH(p->arena, &parts, in)) {
            return NULL;
        }
    }
    pr_ast *node =
        parts.count == 1 ? parts.items[0] : pr_parse_node(p, PR_AST_OR, from, parts.items, parts.count);
    if (!negated || node == NULL) {
        return node;
    }
    return pr_parse_node(p, PR_AST_CALL, from, (pr_ast *[]){name_node(p, "not", from), node}, 2);
}

static bool parse_test_items(pr_parser *p, pr_ast_list *to) {
    do {
        pr_ast *test = pr_parse_expression(p);
        if (test == NULL || !PR_PUSH(p->arena, to, test)) {
            return false;
        }
    } while (pr_parse_take(p, PR_TOKEN_COMMA));
    return true;
}

/* `not(tests)` is all there is, or `not(x)` begins an expression such as not(x) and y: then it becomes the first
 * test. */
static bool parse_negated(pr_parser *p, pr_ast_list *to, bool *negated) {
    uint32_t from = p->token.start, name_end = p->token.end;
    pr_parse_next(p);
    uint32_t open = p->token.start;
    pr_parse_next(p);
    if (!parse_test_items(p, to) || !pr_parse_expect_close(p, PR_TOKEN_CLOSE, open)) {
        return false;
    }
    *negated = p->token.kind == PR_TOKEN_END;
    if (*negated || to->count > 1) {
        return *negated || pr_parse_fail(p, "the end") != NULL;
    }
    pr_ast *name = name_node(p, "not", from);
    if (name == NULL) {
        return false;
    }
    name->end = name->name_end = name_end;
    pr_ast *test = pr_parse_node(p, PR_AST_CALL, from, (pr_ast *[]){name, to->items[0]}, 2);
    test = test != NULL ? pr_parse_postfix(p, test) : NULL;
    test = test != NULL ? pr_parse_operators(p, test, PR_LEVEL_OR) : NULL;
    to->items[0] = test;
    return test != NULL;
}

static bool parse_all(pr_parser *p, pr_ast_list *to, bool *negated) {
    pr_text word = {p->text.at + p->token.start, p->token.end - p->token.start};
    if (!pr_text_is(word, "not") || pr_parse_peek(p).kind != PR_TOKEN_OPEN) {
        return parse_test_items(p, to);
    }
    return parse_negated(p, to, negated) && (!pr_parse_take(p, PR_TOKEN_COMMA) || parse_test_items(p, to));
}

pr_ast *pr_parse_tests(pr_parser *p) {
    pr_ast_list tests = {0};
    uint32_t from = p->token.start;
    bool negated = false;
    if (p->token.kind == PR_TOKEN_MINUS && pr_parse_peek(p).kind == PR_TOKEN_END) {
        pr_parse_next(p);
        pr_ast *dash = pr_parse_node(p, PR_AST_DASH, from, NULL, 0);
        return dash != NULL && PR_PUSH(p->arena, &tests, dash) ? input_in(p, &tests, false, from) : NULL;
    }
    if (!parse_all(p, &tests, &negated)) {
        return NULL;
    }
    return p->token.kind == PR_TOKEN_END ? join_tests(p, &tests, negated, from)
                                         : pr_parse_fail(p, "an operator, ',' or the end");
}
