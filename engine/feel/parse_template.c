/* Texts in which {expression} is replaced; {{ and }} are the braces themselves. */
#include "feel/parser.h"

typedef struct template_state {
    pr_parser *p;
    pr_ast_list parts;
    char *out;      /* literal text with its braces resolved, as long as the whole text */
    uint32_t from;  /* where the literal text being read starts */
    uint32_t count; /* bytes of it in `out` */
    bool failed;    /* a part could not be read */
} template_state;

static bool end_literal(template_state *t, uint32_t end) {
    if (t->count == 0) {
        return true;
    }
    pr_ast *node = pr_parse_node(t->p, PR_AST_STRING, t->from, NULL, 0);
    if (node == NULL) {
        return false;
    }
    node->end = end;
    node->value = pr_string((pr_text){t->out, t->count});
    t->out += t->count;
    t->count = 0;
    return PR_PUSH(t->p->arena, &t->parts, node);
}

/* Reads the expression behind the brace at `open`; gives the offset behind the one that closes it, 0 after an error. */
static uint32_t read_expression(template_state *t, uint32_t open) {
    pr_parser *p = t->p;
    p->last = (pr_token){.kind = PR_TOKEN_OPEN_BRACE, .start = open, .end = open + 1};
    pr_parse_seek(p, open + 1);
    if (p->token.kind == PR_TOKEN_END) {
        (void)pr_parse_fail_open(p, "'}'", open);
        return 0;
    }
    pr_ast *node = pr_parse_expression(p);
    if (node == NULL) {
        return 0;
    }
    if (p->token.kind != PR_TOKEN_CLOSE_BRACE) {
        (void)pr_parse_fail_open(p, "an operator or '}'", open);
        return 0;
    }
    return PR_PUSH(p->arena, &t->parts, node) ? p->token.end : 0;
}

/* Behind the brace that closes the one at `open`: where to go on after an error in between. */
static uint32_t skip_expression(template_state *t, uint32_t open) {
    pr_parser *p = t->p;
    t->failed = true;
    p->reported = p->high_end = false;
    p->depth = p->filters = 0;
    p->known.count = p->listed;
    pr_token token = pr_token_at(p->text, open);
    for (uint32_t depth = 0; token.kind != PR_TOKEN_END && token.kind < PR_TOKEN_OPEN_STRING;) {
        depth += token.kind == PR_TOKEN_OPEN_BRACE;
        if (token.kind == PR_TOKEN_CLOSE_BRACE && --depth == 0) {
            return token.end;
        }
        token = pr_token_at(p->text, token.end);
    }
    return (uint32_t)p->text.length;
}

static void fail_lone_brace(pr_parser *p, uint32_t at) {
    pr_diag *diag = pr_error(p->diags, "feel-syntax", pr_origin_span(&p->source->origin, at, at + 1),
                             "this '}' closes nothing");
    pr_diag_hint(p->diags, diag, "a brace that is text is written twice: }}");
}

pr_ast *pr_parse_template(pr_parser *p, bool *whole) {
    pr_text text = p->text;
    template_state t = {.p = p, .out = pr_arena_alloc(p->arena, text.length + 1, 1)};
    if (t.out == NULL) {
        return NULL;
    }
    uint32_t at = 0;
    while (at < text.length) {
        char c = text.at[at];
        bool doubled = at + 1 < text.length && text.at[at + 1] == c;
        if (c == '{' && !doubled) {
            if (!end_literal(&t, at)) {
                return NULL;
            }
            uint32_t end = read_expression(&t, at);
            t.from = at = end > 0 ? end : skip_expression(&t, at);
        } else if (c == '}' && !doubled) {
            fail_lone_brace(p, at++);
            t.failed = true;
        } else {
            t.out[t.count++] = c;
            at += c == '{' || c == '}' ? 2 : 1;
        }
    }
    if (!end_literal(&t, at)) {
        return NULL;
    }
    *whole = !t.failed;
    p->last.end = at;
    pr_ast *node = pr_parse_node(p, PR_AST_LIST, 0, t.parts.items, t.parts.count);
    if (node != NULL) {
        node->bare = true;
    }
    return node;
}
