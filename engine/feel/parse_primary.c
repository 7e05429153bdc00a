/* Operands: literals, names, everything in brackets. */
#include "feel/parser.h"

static pr_text token_text(const pr_parser *p) {
    return (pr_text){p->text.at + p->token.start, p->token.end - p->token.start};
}

static pr_ast *parse_leaf(pr_parser *p, pr_ast_kind kind, pr_value value) {
    uint32_t start = p->token.start;
    pr_parse_next(p);
    pr_ast *node = pr_parse_node(p, kind, start, NULL, 0);
    if (node != NULL) {
        node->value = value;
    }
    return node;
}

static pr_ast *parse_string(pr_parser *p) {
    pr_text text = pr_string_unquote(token_text(p), p->arena);
    return text.at != NULL ? parse_leaf(p, PR_AST_STRING, pr_string(text)) : NULL;
}

static pr_ast *parse_at(pr_parser *p) {
    uint32_t start = p->token.start;
    pr_parse_next(p);
    if (p->token.kind != PR_TOKEN_STRING) {
        return pr_parse_fail(p, "a text behind '@', as in @\"2027-01-31\",");
    }
    pr_text text = pr_string_unquote(token_text(p), p->arena);
    pr_ast *node = text.at != NULL ? parse_leaf(p, PR_AST_AT, pr_temporal_parse(text, p->arena)) : NULL;
    if (node != NULL) {
        node->start = start;
    }
    return node;
}

static pr_ast *parse_name(pr_parser *p, uint32_t end) {
    uint32_t start = p->token.start;
    pr_text name = pr_feel_normal_name((pr_text){p->text.at + start, end - start}, p->arena);
    p->token.end = end;
    pr_parse_next(p);
    pr_ast *node = name.at != NULL ? pr_parse_node(p, PR_AST_NAME, start, NULL, 0) : NULL;
    if (node != NULL) {
        node->text = name;
        node->name_start = start;
        node->name_end = end;
    }
    return node;
}

static pr_ast *parse_word(pr_parser *p) {
    uint32_t end = pr_parse_name_end(p);
    if (end > p->token.end) {
        return parse_name(p, end);
    }
    switch (p->token.word) {
    case PR_WORD_NONE: return parse_name(p, end);
    case PR_WORD_TRUE: return parse_leaf(p, PR_AST_BOOLEAN, pr_boolean(true));
    case PR_WORD_FALSE: return parse_leaf(p, PR_AST_BOOLEAN, pr_boolean(false));
    case PR_WORD_NULL: return parse_leaf(p, PR_AST_NULL, pr_null());
    case PR_WORD_IF: return pr_parse_if(p);
    case PR_WORD_FOR: return pr_parse_iteration(p, PR_AST_FOR);
    case PR_WORD_SOME: return pr_parse_iteration(p, PR_AST_SOME);
    case PR_WORD_EVERY: return pr_parse_iteration(p, PR_AST_EVERY);
    case PR_WORD_FUNCTION: return pr_parse_function(p);
    default: return pr_parse_fail(p, "an expression");
    }
}

/* `[` behind the high end of a range closes it where no filter can follow: in [1..10[, not in [1..list[1]]. */
static bool closes_range(const pr_parser *p) {
    return p->token.kind == PR_TOKEN_CLOSE_BRACKET || p->token.kind == PR_TOKEN_CLOSE ||
           p->token.kind == PR_TOKEN_OPEN_BRACKET;
}

pr_ast *pr_parse_range(pr_parser *p, pr_ast *low, bool closed, uint32_t open) {
    pr_parse_next(p);
    bool high_end = p->high_end;
    p->high_end = true;
    pr_ast *high = pr_parse_operators(p, NULL, PR_LEVEL_ADD);
    p->high_end = high_end;
    if (high == NULL) {
        return NULL;
    }
    if (!closes_range(p)) {
        return pr_parse_fail_open(p, "']' or ')'", open);
    }
    bool high_closed = p->token.kind == PR_TOKEN_CLOSE_BRACKET;
    pr_parse_next(p);
    pr_ast *node = pr_parse_node(p, PR_AST_RANGE, open, (pr_ast *[]){low, high}, 2);
    if (node != NULL) {
        node->low_closed = closed;
        node->high_closed = high_closed;
    }
    return node;
}

/* (expression), (< 5), (1..5) */
static pr_ast *parse_parenthesis(pr_parser *p) {
    uint32_t open = p->token.start;
    pr_parse_next(p);
    pr_ast *node = pr_parse_expression(p);
    if (node == NULL || p->token.kind == PR_TOKEN_DOTS) {
        return node != NULL ? pr_parse_range(p, node, false, open) : NULL;
    }
    if (!pr_parse_expect_close(p, PR_TOKEN_CLOSE, open)) {
        return NULL;
    }
    node->start = open;
    node->end = p->last.end;
    return node;
}

static pr_ast *parse_items(pr_parser *p, pr_ast *first, uint32_t open) {
    pr_ast_list items = {0};
    for (pr_ast *item = first; item != NULL; item = pr_parse_expression(p)) {
        if (!PR_PUSH(p->arena, &items, item)) {
            return NULL;
        }
        if (!pr_parse_take(p, PR_TOKEN_COMMA)) {
            return pr_parse_expect_close(p, PR_TOKEN_CLOSE_BRACKET, open)
                       ? pr_parse_node(p, PR_AST_LIST, open, items.items, items.count)
                       : NULL;
        }
    }
    return NULL;
}

/* [], [1, 2], [1..5]. In [ ]1..2] ] the second bracket opens a range: an empty list is followed by no operand. */
static pr_ast *parse_bracket(pr_parser *p) {
    uint32_t open = p->token.start;
    pr_parse_next(p);
    pr_token after = pr_parse_peek(p);
    bool operand = after.kind == PR_TOKEN_NUMBER || after.kind == PR_TOKEN_STRING ||
                   after.kind == PR_TOKEN_AT || (after.kind == PR_TOKEN_NAME && after.word == PR_WORD_NONE);
    if (p->token.kind == PR_TOKEN_CLOSE_BRACKET && !operand) {
        pr_parse_next(p);
        return pr_parse_node(p, PR_AST_LIST, open, NULL, 0);
    }
    if (p->token.kind == PR_TOKEN_END) {
        return pr_parse_fail_open(p, "']'", open);
    }
    pr_ast *first = pr_parse_expression(p);
    if (first != NULL && p->token.kind == PR_TOKEN_DOTS) {
        return pr_parse_range(p, first, true, open);
    }
    return parse_items(p, first, open);
}

/* ]1..5] */
static pr_ast *parse_open_range(pr_parser *p) {
    uint32_t open = p->token.start;
    if (!pr_parse_starts_operand(pr_parse_peek(p))) {
        return pr_parse_fail(p, "an expression");
    }
    pr_parse_next(p);
    pr_ast *low = pr_parse_expression(p);
    if (low == NULL) {
        return NULL;
    }
    return p->token.kind == PR_TOKEN_DOTS ? pr_parse_range(p, low, false, open)
                                          : pr_parse_fail_open(p, "'..'", open);
}

pr_ast *pr_parse_primary(pr_parser *p) {
    switch (p->token.kind) {
    case PR_TOKEN_NAME: return parse_word(p);
    case PR_TOKEN_NUMBER: return parse_leaf(p, PR_AST_NUMBER, pr_number_parse(token_text(p), p->arena));
    case PR_TOKEN_STRING: return parse_string(p);
    case PR_TOKEN_AT: return parse_at(p);
    case PR_TOKEN_OPEN: return parse_parenthesis(p);
    case PR_TOKEN_OPEN_BRACKET: return parse_bracket(p);
    case PR_TOKEN_CLOSE_BRACKET: return parse_open_range(p);
    case PR_TOKEN_OPEN_BRACE: return pr_parse_context(p);
    default: return pr_parse_fail(p, "an expression");
    }
}
