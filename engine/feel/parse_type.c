/* Types as they are written: number, date and time, list<T>, range<T>, context<a: T>, function<T> -> T. */
#include "feel/names.h"
#include "feel/parser.h"

/* Names with spaces; all others are an identifier or several joined by dots. */
static const char *const compound_types[] = {
    "date and time",
    "days and time duration",
    "years and months duration",
};

static uint32_t type_name_end(const pr_parser *p) {
    size_t end = p->token.end;
    for (size_t i = 0; i < sizeof compound_types / sizeof *compound_types; i++) {
        size_t match = pr_name_match(p->text, p->token.start, pr_text_of(compound_types[i]));
        end = match > end ? match : end;
    }
    for (uint32_t i = 0; i < p->listed; i++) {
        size_t match = pr_name_match(p->text, p->token.start, p->known.items[i]);
        end = match > end ? match : end;
    }
    for (size_t next; p->text.length > end && p->text.at[end] == '.'; end = next) {
        next = pr_name_identifier(p->text, end + 1);
        if (next == end + 1) {
            break;
        }
    }
    return (uint32_t)end;
}

/* '>' closes; in `list<number>= x` it is the first half of a token. */
static bool expect_angle(pr_parser *p, uint32_t open) {
    if (p->token.kind == PR_TOKEN_GREATER_EQUAL) {
        p->token.kind = PR_TOKEN_GREATER;
        p->token.end = p->token.start + 1;
    }
    return pr_parse_expect_close(p, PR_TOKEN_GREATER, open);
}

typedef struct type_parts {
    pr_ast_list items;
    pr_name_list names;
    PR_VEC(pr_ast_range) ranges;
} type_parts;

static bool parse_part(pr_parser *p, bool named, type_parts *to) {
    if (named) {
        pr_text name;
        pr_ast_range range;
        if (!pr_parse_new_name(p, "", &name, &range) || !PR_PUSH(p->arena, &to->names, name) ||
            !PR_PUSH(p->arena, &to->ranges, range) || !pr_parse_expect(p, PR_TOKEN_COLON)) {
            return false;
        }
    }
    pr_ast *type = pr_parse_type(p);
    return type != NULL && PR_PUSH(p->arena, &to->items, type);
}

/* < ... > behind list, range, context, function. */
static bool parse_parts(pr_parser *p, pr_text name, type_parts *to) {
    uint32_t open = p->token.start;
    pr_parse_next(p);
    bool function = pr_text_is(name, "function");
    if (p->token.kind != PR_TOKEN_GREATER && p->token.kind != PR_TOKEN_GREATER_EQUAL) {
        bool many = function || pr_text_is(name, "context");
        do {
            if (!parse_part(p, pr_text_is(name, "context"), to)) {
                return false;
            }
        } while (many && pr_parse_take(p, PR_TOKEN_COMMA));
    } else if (!function) {
        return pr_parse_fail(p, "a type") != NULL;
    }
    if (!expect_angle(p, open)) {
        return false;
    }
    if (!function) {
        return true;
    }
    if (p->token.kind != PR_TOKEN_MINUS || pr_parse_peek(p).kind != PR_TOKEN_GREATER) {
        return pr_parse_fail(p, "'->'") != NULL;
    }
    pr_parse_next(p);
    pr_parse_next(p);
    return parse_part(p, false, to);
}

static bool has_parts(pr_text name) {
    return pr_text_is(name, "list") || pr_text_is(name, "range") || pr_text_is(name, "context") ||
           pr_text_is(name, "function");
}

static pr_ast *parse_type(pr_parser *p) {
    if (p->token.kind != PR_TOKEN_NAME) {
        return pr_parse_fail(p, "a type");
    }
    uint32_t start = p->token.start, end = type_name_end(p);
    pr_text name = pr_feel_normal_name((pr_text){p->text.at + start, end - start}, p->arena);
    type_parts parts = {0};
    if (name.at == NULL) {
        return NULL;
    }
    p->token.end = end;
    pr_parse_next(p);
    if (p->token.kind == PR_TOKEN_LESS && has_parts(name) && !parse_parts(p, name, &parts)) {
        return NULL;
    }
    pr_ast *node = pr_parse_node(p, PR_AST_TYPE, start, parts.items.items, parts.items.count);
    if (node != NULL) {
        node->text = name;
        node->names = parts.names.items;
        node->name_ranges = parts.ranges.items;
        node->name_count = parts.names.count;
    }
    return node;
}

pr_ast *pr_parse_type(pr_parser *p) {
    if (!pr_parse_enter(p)) {
        return NULL;
    }
    pr_ast *node = parse_type(p);
    pr_parse_leave(p);
    return node;
}
