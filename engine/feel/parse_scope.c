/* Expressions that introduce names: for, some, every, function, contexts; and if. */
#include "feel/parser.h"

#include "feel/names.h"

pr_ast *pr_parse_if(pr_parser *p) {
    uint32_t start = p->token.start;
    pr_ast *items[3] = {0};
    pr_parse_next(p);
    items[0] = pr_parse_expression(p);
    if (items[0] == NULL || !pr_parse_expect_word(p, PR_WORD_THEN)) {
        return NULL;
    }
    items[1] = pr_parse_expression(p);
    if (items[1] == NULL || !pr_parse_expect_word(p, PR_WORD_ELSE)) {
        return NULL;
    }
    items[2] = pr_parse_expression(p);
    return pr_parse_node(p, PR_AST_IF, start, items, 3);
}

typedef struct named_items {
    pr_ast_list items;
    pr_name_list names;
    PR_VEC(pr_ast_range) ranges;
} named_items;

static bool add_name(pr_parser *p, named_items *to, pr_text name, pr_ast_range range) {
    /* A key in quotes may have blanks where a name has none. */
    pr_text known = pr_feel_normal_name(name, p->arena);
    return PR_PUSH(p->arena, &to->names, name) && PR_PUSH(p->arena, &to->ranges, range) &&
           (known.at != NULL || name.length == 0) && pr_parse_learn(p, known);
}

static pr_ast *named_node(pr_parser *p, pr_ast_kind kind, uint32_t start, const named_items *from) {
    pr_ast *node = pr_parse_node(p, kind, start, from->items.items, from->items.count);
    if (node != NULL) {
        node->names = from->names.items;
        node->name_ranges = from->ranges.items;
        node->name_count = from->names.count;
    }
    return node;
}

/* A list, or a..b. */
static pr_ast *parse_source(pr_parser *p) {
    pr_ast *low = pr_parse_expression(p);
    if (low == NULL || !pr_parse_take(p, PR_TOKEN_DOTS)) {
        return low;
    }
    pr_ast *node = pr_parse_node(p, PR_AST_RANGE, low->start, (pr_ast *[]){low, pr_parse_expression(p)}, 2);
    if (node != NULL) {
        node->end = node->items[1]->end;
        node->low_closed = node->high_closed = node->bare = true;
    }
    return node;
}

static bool parse_sources(pr_parser *p, named_items *to) {
    do {
        pr_text name;
        pr_ast_range range;
        if (!pr_parse_new_name(p, "in", &name, &range) || !pr_parse_expect_word(p, PR_WORD_IN)) {
            return false;
        }
        pr_ast *source = parse_source(p);
        if (source == NULL || !PR_PUSH(p->arena, &to->items, source) || !add_name(p, to, name, range)) {
            return false;
        }
    } while (pr_parse_take(p, PR_TOKEN_COMMA));
    return true;
}

pr_ast *pr_parse_iteration(pr_parser *p, pr_ast_kind kind) {
    uint32_t start = p->token.start, known = p->known.count;
    named_items parts = {0};
    pr_parse_next(p);
    pr_ast *body = NULL;
    if (parse_sources(p, &parts) &&
        pr_parse_expect_word(p, kind == PR_AST_FOR ? PR_WORD_RETURN : PR_WORD_SATISFIES)) {
        body = pr_parse_expression(p);
    }
    p->known.count = known;
    return body != NULL && PR_PUSH(p->arena, &parts.items, body) ? named_node(p, kind, start, &parts) : NULL;
}

typedef struct parameters {
    named_items names; /* no items */
    pr_ast_list types;
} parameters;

static bool parse_parameters(pr_parser *p, parameters *to) {
    uint32_t open = p->token.start;
    if (!pr_parse_expect(p, PR_TOKEN_OPEN)) {
        return false;
    }
    if (pr_parse_take(p, PR_TOKEN_CLOSE)) {
        return true;
    }
    do {
        pr_text name;
        pr_ast_range range;
        pr_ast *type = NULL;
        if (!pr_parse_new_name(p, "", &name, &range) || !add_name(p, &to->names, name, range)) {
            return false;
        }
        if (pr_parse_take(p, PR_TOKEN_COLON) && (type = pr_parse_type(p)) == NULL) {
            return false;
        }
        if (!PR_PUSH(p->arena, &to->types, type)) {
            return false;
        }
    } while (pr_parse_take(p, PR_TOKEN_COMMA));
    return pr_parse_expect_close(p, PR_TOKEN_CLOSE, open);
}

/* `external` stands only before the body, and a body is seldom a variable of that name. */
static bool take_external(pr_parser *p) {
    pr_text word = {p->text.at + p->token.start, p->token.end - p->token.start};
    if (!pr_text_is(word, "external") || pr_parse_peek(p).kind != PR_TOKEN_OPEN_BRACE) {
        return false;
    }
    pr_parse_next(p);
    return true;
}

pr_ast *pr_parse_function(pr_parser *p) {
    uint32_t start = p->token.start, known = p->known.count;
    parameters params = {0};
    pr_parse_next(p);
    bool parsed = parse_parameters(p, &params);
    bool external = parsed && take_external(p);
    pr_ast *body = parsed ? pr_parse_expression(p) : NULL;
    p->known.count = known;
    if (body == NULL || !PR_PUSH(p->arena, &params.names.items, body)) {
        return NULL;
    }
    pr_ast *node = named_node(p, PR_AST_FUNCTION, start, &params.names);
    if (node != NULL) {
        node->types = params.types.items;
        node->external = external;
    }
    return node;
}

static bool parse_key(pr_parser *p, pr_text *name, pr_ast_range *range) {
    if (p->token.kind != PR_TOKEN_STRING) {
        size_t end = pr_name_scan(p->text, p->token.start, PR_TEXT(""));
        bool keyword = p->token.word != PR_WORD_NONE && end == p->token.end;
        if (p->token.kind == PR_TOKEN_NAME && keyword && pr_parse_peek(p).kind == PR_TOKEN_COLON) {
            /* Nothing else can stand here, so a keyword may be a key. */
            *name = (pr_text){p->text.at + p->token.start, p->token.end - p->token.start};
            *range = (pr_ast_range){p->token.start, p->token.end};
            pr_parse_next(p);
            return true;
        }
        return p->token.kind == PR_TOKEN_NAME ? pr_parse_new_name(p, "", name, range)
                                              : pr_parse_fail(p, "a name or a text as a key") != NULL;
    }
    *range = (pr_ast_range){p->token.start, p->token.end};
    *name = pr_string_unquote((pr_text){p->text.at + range->start, range->end - range->start}, p->arena);
    pr_parse_next(p);
    return name->at != NULL;
}

static bool parse_entry(pr_parser *p, named_items *to) {
    pr_text name = {0};
    pr_ast_range range = {0};
    if (!parse_key(p, &name, &range) || !pr_parse_expect(p, PR_TOKEN_COLON)) {
        return false;
    }
    pr_ast *value = pr_parse_expression(p);
    return value != NULL && PR_PUSH(p->arena, &to->items, value) && add_name(p, to, name, range);
}

pr_ast *pr_parse_context(pr_parser *p) {
    uint32_t open = p->token.start, known = p->known.count;
    named_items entries = {0};
    pr_parse_next(p);
    bool parsed = p->token.kind == PR_TOKEN_CLOSE_BRACE;
    if (p->token.kind == PR_TOKEN_END) {
        return pr_parse_fail_open(p, "'}'", open);
    }
    if (!parsed) {
        do {
            parsed = parse_entry(p, &entries);
        } while (parsed && pr_parse_take(p, PR_TOKEN_COMMA));
    }
    p->known.count = known;
    return parsed && pr_parse_expect_close(p, PR_TOKEN_CLOSE_BRACE, open)
               ? named_node(p, PR_AST_CONTEXT, open, &entries)
               : NULL;
}
