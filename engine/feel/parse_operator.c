/* Operators between operands, by how tightly they bind (DMN 1.5, 10.3.1.2, rules 2, 4 and 51). */
#include "feel/parser.h"

typedef struct binary {
    pr_token_kind token;
    pr_word word;
    pr_level level;
    pr_ast_kind kind;
} binary;

/* Negation binds more tightly than all of them: -2 ** 2 is 4. All associate to the left, ** too. */
static const binary binaries[] = {
    {PR_TOKEN_NAME, PR_WORD_OR, PR_LEVEL_OR, PR_AST_OR},
    {PR_TOKEN_NAME, PR_WORD_AND, PR_LEVEL_AND, PR_AST_AND},
    {PR_TOKEN_EQUAL, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_EQUAL},
    {PR_TOKEN_NOT_EQUAL, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_NOT_EQUAL},
    {PR_TOKEN_LESS, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_LESS},
    {PR_TOKEN_LESS_EQUAL, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_LESS_EQUAL},
    {PR_TOKEN_GREATER, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_GREATER},
    {PR_TOKEN_GREATER_EQUAL, PR_WORD_NONE, PR_LEVEL_COMPARE, PR_AST_GREATER_EQUAL},
    {PR_TOKEN_NAME, PR_WORD_BETWEEN, PR_LEVEL_COMPARE, PR_AST_BETWEEN},
    {PR_TOKEN_NAME, PR_WORD_IN, PR_LEVEL_COMPARE, PR_AST_IN},
    {PR_TOKEN_PLUS, PR_WORD_NONE, PR_LEVEL_ADD, PR_AST_ADD},
    {PR_TOKEN_MINUS, PR_WORD_NONE, PR_LEVEL_ADD, PR_AST_SUBTRACT},
    {PR_TOKEN_STAR, PR_WORD_NONE, PR_LEVEL_MULTIPLY, PR_AST_MULTIPLY},
    {PR_TOKEN_SLASH, PR_WORD_NONE, PR_LEVEL_MULTIPLY, PR_AST_DIVIDE},
    {PR_TOKEN_POWER, PR_WORD_NONE, PR_LEVEL_POWER, PR_AST_POWER},
};

static const binary *binary_of(pr_token token) {
    if (token.kind == PR_TOKEN_NAME && token.word == PR_WORD_NONE) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        if (binaries[i].token == token.kind && binaries[i].word == token.word) {
            return &binaries[i];
        }
    }
    return NULL;
}

bool pr_parse_at_comparison(const pr_parser *p) {
    return p->token.kind >= PR_TOKEN_EQUAL && p->token.kind <= PR_TOKEN_GREATER_EQUAL;
}

pr_ast *pr_parse_operator_test(pr_parser *p) {
    uint32_t start = p->token.start;
    pr_ast_kind op = binary_of(p->token)->kind;
    pr_parse_next(p);
    pr_ast *operand = pr_parse_operators(p, NULL, PR_LEVEL_ADD);
    pr_ast *node = pr_parse_node(p, PR_AST_TEST, start, &operand, 1);
    if (node != NULL) {
        node->op = (uint8_t)op;
    }
    return node;
}

/* Any number of minus signs, then a primary with what is attached to it. Iterates, for signs may be many. */
static pr_ast *parse_unary(pr_parser *p) {
    PR_VEC(uint32_t) signs = {0};
    while (p->token.kind == PR_TOKEN_MINUS) {
        if (!PR_PUSH(p->arena, &signs, p->token.start)) {
            return NULL;
        }
        pr_parse_next(p);
    }
    pr_ast *node = pr_parse_postfix(p, pr_parse_primary(p));
    while (node != NULL && signs.count > 0) {
        node = pr_parse_node(p, PR_AST_NEGATE, signs.items[--signs.count], &node, 1);
    }
    return node;
}

/* a and b and c is one node, so that long conditions are not deep. */
static pr_ast *parse_junction(pr_parser *p, pr_ast *left, const binary *op) {
    pr_ast_list items = {0};
    uint32_t start = left->start;
    if (!PR_PUSH(p->arena, &items, left)) {
        return NULL;
    }
    while (pr_parse_take_word(p, op->word)) {
        pr_ast *item = pr_parse_operators(p, NULL, op->level + 1);
        if (item == NULL || !PR_PUSH(p->arena, &items, item)) {
            return NULL;
        }
    }
    return pr_parse_node(p, op->kind, start, items.items, items.count);
}

static pr_ast *parse_between(pr_parser *p, pr_ast *left) {
    pr_parse_next(p);
    pr_ast *items[3] = {left, pr_parse_operators(p, NULL, PR_LEVEL_ADD), NULL};
    if (items[1] == NULL || !pr_parse_expect_word(p, PR_WORD_AND)) {
        return NULL;
    }
    items[2] = pr_parse_operators(p, NULL, PR_LEVEL_ADD);
    return pr_parse_node(p, PR_AST_BETWEEN, left->start, items, 3);
}

/* The tests of `in ( ... )` into `items`. What is in the parentheses may turn out to be a range or the beginning of an
 * operand, as in `x in (1 + 2) * 3`; the one test is then the whole operand. */
static bool parse_test_list(pr_parser *p, pr_ast_list *items) {
    uint32_t open = p->token.start;
    pr_parse_next(p);
    pr_ast *test = pr_parse_expression(p);
    if (test == NULL) {
        return false;
    }
    if (p->token.kind == PR_TOKEN_DOTS) {
        test = pr_parse_range(p, test, false, open);
    } else if (p->token.kind == PR_TOKEN_COMMA) {
        while (test != NULL && PR_PUSH(p->arena, items, test) && pr_parse_take(p, PR_TOKEN_COMMA)) {
            test = pr_parse_expression(p);
        }
        return test != NULL && pr_parse_expect_close(p, PR_TOKEN_CLOSE, open);
    } else if (!pr_parse_expect_close(p, PR_TOKEN_CLOSE, open)) {
        return false;
    } else {
        test->start = open;
        test->end = p->last.end;
    }
    test = test != NULL ? pr_parse_postfix(p, test) : NULL;
    test = test != NULL ? pr_parse_operators(p, test, PR_LEVEL_ADD) : NULL;
    return test != NULL && PR_PUSH(p->arena, items, test);
}

static pr_ast *parse_in(pr_parser *p, pr_ast *left) {
    pr_ast_list items = {0};
    uint32_t start = left->start;
    pr_parse_next(p);
    if (!PR_PUSH(p->arena, &items, left)) {
        return NULL;
    }
    if (p->token.kind == PR_TOKEN_OPEN) {
        if (!parse_test_list(p, &items)) {
            return NULL;
        }
    } else {
        pr_ast *test =
            pr_parse_at_comparison(p) ? pr_parse_operator_test(p) : pr_parse_operators(p, NULL, PR_LEVEL_ADD);
        if (test == NULL || !PR_PUSH(p->arena, &items, test)) {
            return NULL;
        }
    }
    return pr_parse_node(p, PR_AST_IN, start, items.items, items.count);
}

static pr_ast *parse_binary(pr_parser *p, pr_ast *left, const binary *op) {
    switch (op->kind) {
    case PR_AST_OR:
    case PR_AST_AND: return parse_junction(p, left, op);
    case PR_AST_BETWEEN: return parse_between(p, left);
    case PR_AST_IN: return parse_in(p, left);
    default: break;
    }
    pr_parse_next(p);
    pr_ast *items[2] = {left, pr_parse_operators(p, NULL, op->level + 1)};
    return pr_parse_node(p, op->kind, left->start, items, 2);
}

pr_ast *pr_parse_operators(pr_parser *p, pr_ast *left, pr_level least) {
    if (left == NULL) {
        left = parse_unary(p);
    }
    while (left != NULL) {
        const binary *op = binary_of(p->token);
        if (op == NULL || op->level < least) {
            break;
        }
        left = parse_binary(p, left, op);
    }
    return left;
}
