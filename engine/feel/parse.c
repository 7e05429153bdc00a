/* The parser's entries: an expression, unary tests, a text with expressions inside. */
#include "base/limits.h"
#include "feel/names.h"
#include "feel/parser.h"

pr_ast *pr_parse_expression(pr_parser *p) {
    if (!pr_parse_enter(p)) {
        return NULL;
    }
    bool high_end = p->high_end;
    p->high_end = false;
    pr_ast *node =
        pr_parse_at_comparison(p) ? pr_parse_operator_test(p) : pr_parse_operators(p, NULL, PR_LEVEL_OR);
    p->high_end = high_end;
    pr_parse_leave(p);
    return node;
}

/* Compound keys of contexts anywhere in the text: a member may be named before its context is read. Named
 * arguments come along, which does no harm. */
static bool collect_members(pr_parser *p) {
    if (memchr(p->text.at, '{', p->text.length) == NULL) {
        return true;
    }
    pr_token token = pr_token_at(p->text, 0);
    while (token.kind != PR_TOKEN_END && token.kind < PR_TOKEN_OPEN_STRING) {
        pr_token next = pr_token_at(p->text, token.end);
        bool before_key = token.kind == PR_TOKEN_OPEN_BRACE || token.kind == PR_TOKEN_COMMA;
        bool quoted = next.kind == PR_TOKEN_STRING;
        size_t end = quoted ? next.end : pr_name_scan(p->text, next.start, PR_TEXT(""));
        if (before_key && end > next.start && pr_token_at(p->text, (uint32_t)end).kind == PR_TOKEN_COLON) {
            pr_text key = {p->text.at + next.start, end - next.start};
            key = quoted ? pr_string_unquote(key, p->arena) : pr_feel_normal_name(key, p->arena);
            if (key.at == NULL || (pr_name_is_compound(key) && !PR_PUSH(p->arena, &p->members, key))) {
                return false;
            }
        }
        token = next;
    }
    return true;
}

static bool start(pr_parser *p, const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                  pr_diags *diags) {
    *p = (pr_parser){.source = source, .text = source->text, .arena = arena, .diags = diags};
    if (p->text.length > PR_LIMIT_FEEL_SIZE) {
        pr_error(diags, "feel-limit", pr_origin_whole(&source->origin),
                 "the expression has more than %d bytes", PR_LIMIT_FEEL_SIZE);
        return false;
    }
    if (p->text.at == NULL) {
        p->text.at = "";
    }
    for (uint32_t i = 0; names != NULL && i < names->count; i++) {
        if (!pr_parse_learn(p, names->items[i])) {
            return false;
        }
    }
    p->listed = p->known.count;
    return collect_members(p);
}

static pr_ast *finish(pr_parser *p, pr_ast *node) {
    if (node != NULL && p->token.kind != PR_TOKEN_END) {
        return pr_parse_fail(p, "an operator or the end");
    }
    return node;
}

pr_ast *pr_feel_parse(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                      pr_diags *diags) {
    pr_parser p;
    if (!start(&p, source, names, arena, diags)) {
        return NULL;
    }
    pr_parse_seek(&p, 0);
    return finish(&p, pr_parse_expression(&p));
}

pr_ast *pr_feel_parse_tests(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                            pr_diags *diags) {
    pr_parser p;
    if (!start(&p, source, names, arena, diags)) {
        return NULL;
    }
    pr_parse_seek(&p, 0);
    return pr_parse_tests(&p);
}

pr_ast *pr_feel_parse_template(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                               pr_diags *diags) {
    bool whole;
    pr_ast *list = pr_feel_parse_parts(source, names, arena, diags, &whole);
    return whole ? list : NULL;
}

pr_ast *pr_feel_parse_parts(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                            pr_diags *diags, bool *whole) {
    pr_parser p;
    *whole = false;
    if (!start(&p, source, names, arena, diags)) {
        return NULL;
    }
    p.inside_template = true;
    return pr_parse_template(&p, whole);
}
