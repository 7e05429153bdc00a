/* What is attached to an operand: .member, [filter], (arguments), instance of. */
#include "feel/names.h"
#include "feel/parser.h"

static pr_ast *parse_member(pr_parser *p, pr_ast *left) {
    pr_parse_next(p);
    if (p->token.kind != PR_TOKEN_NAME) {
        return pr_parse_fail(p, "a name behind '.'");
    }
    uint32_t start = p->token.start, end = pr_parse_member_end(p);
    pr_text name = pr_feel_normal_name((pr_text){p->text.at + start, end - start}, p->arena);
    p->token.end = end;
    pr_parse_next(p);
    pr_ast *node = name.at != NULL ? pr_parse_node(p, PR_AST_PATH, left->start, &left, 1) : NULL;
    if (node != NULL) {
        node->text = name;
        node->name_start = start;
        node->name_end = end;
    }
    return node;
}

static pr_ast *parse_filter(pr_parser *p, pr_ast *left) {
    uint32_t open = p->token.start;
    pr_parse_next(p);
    p->filters++;
    pr_ast *items[2] = {left, pr_parse_expression(p)};
    p->filters--;
    if (items[1] == NULL || !pr_parse_expect_close(p, PR_TOKEN_CLOSE_BRACKET, open)) {
        return NULL;
    }
    return pr_parse_node(p, PR_AST_FILTER, left->start, items, 2);
}

/* Is the next argument one with a name? Where the name ends, or 0. */
static uint32_t argument_name_end(const pr_parser *p) {
    if (p->token.kind != PR_TOKEN_NAME) {
        return 0;
    }
    uint32_t end = (uint32_t)pr_name_scan(p->text, p->token.start, PR_TEXT(""));
    return pr_token_at(p->text, end).kind == PR_TOKEN_COLON ? end : 0;
}

typedef struct arguments {
    pr_ast_list items; /* the function first */
    pr_name_list names;
    PR_VEC(pr_ast_range) ranges;
    bool named;
} arguments;

static bool parse_argument(pr_parser *p, arguments *args) {
    bool first = args->items.count == 1, named = argument_name_end(p) > 0;
    if (first) {
        args->named = named;
    } else if (named != args->named) {
        return pr_parse_fail(p, named ? "an argument without a name, like those before it,"
                                      : "an argument with a name, like those before it,") != NULL;
    }
    if (named) {
        pr_text name;
        pr_ast_range range;
        if (!pr_parse_new_name(p, "", &name, &range) || !PR_PUSH(p->arena, &args->names, name) ||
            !PR_PUSH(p->arena, &args->ranges, range)) {
            return false;
        }
        pr_parse_next(p);
    }
    pr_ast *value = pr_parse_expression(p);
    return value != NULL && PR_PUSH(p->arena, &args->items, value);
}

static pr_ast *parse_call(pr_parser *p, pr_ast *left) {
    uint32_t open = p->token.start;
    arguments args = {0};
    if (!PR_PUSH(p->arena, &args.items, left)) {
        return NULL;
    }
    pr_parse_next(p);
    if (p->token.kind != PR_TOKEN_CLOSE) {
        do {
            if (p->token.kind == PR_TOKEN_END) {
                return pr_parse_fail_open(p, args.items.count == 1 ? "an argument or ')'" : "an argument",
                                          open);
            }
            if (!parse_argument(p, &args)) {
                return NULL;
            }
        } while (pr_parse_take(p, PR_TOKEN_COMMA));
    }
    if (!pr_parse_expect_close(p, PR_TOKEN_CLOSE, open)) {
        return NULL;
    }
    pr_ast *node = pr_parse_node(p, PR_AST_CALL, left->start, args.items.items, args.items.count);
    if (node != NULL) {
        node->named = args.named;
        node->names = args.names.items;
        node->name_ranges = args.ranges.items;
        node->name_count = args.names.count;
    }
    return node;
}

static pr_ast *parse_instance_of(pr_parser *p, pr_ast *left) {
    pr_parse_next(p);
    pr_text word = {p->text.at + p->token.start, p->token.end - p->token.start};
    if (!pr_text_is(word, "of")) {
        return pr_parse_fail(p, "'of'");
    }
    pr_parse_next(p);
    pr_ast *items[2] = {left, pr_parse_type(p)};
    return pr_parse_node(p, PR_AST_INSTANCE_OF, left->start, items, 2);
}

/* In the high end of a range `[` opens a filter only where one can follow. */
static bool opens_filter(const pr_parser *p) {
    return !p->high_end || pr_parse_starts_operand(pr_parse_peek(p));
}

pr_ast *pr_parse_postfix(pr_parser *p, pr_ast *left) {
    while (left != NULL) {
        if (p->token.kind == PR_TOKEN_DOT) {
            left = parse_member(p, left);
        } else if (p->token.kind == PR_TOKEN_OPEN_BRACKET && opens_filter(p)) {
            left = parse_filter(p, left);
        } else if (p->token.kind == PR_TOKEN_OPEN) {
            left = parse_call(p, left);
        } else if (p->token.word == PR_WORD_INSTANCE && p->token.kind == PR_TOKEN_NAME) {
            left = parse_instance_of(p, left);
        } else {
            break;
        }
    }
    return left;
}
