/* The parser's view of the text: tokens, known names, nodes. */
#include <stdio.h>

#include "base/limits.h"
#include "feel/builtin.h"
#include "feel/names.h"
#include "feel/parser.h"

void pr_parse_seek(pr_parser *p, uint32_t at) { p->token = pr_token_at(p->text, at); }

void pr_parse_next(pr_parser *p) {
    p->last = p->token;
    pr_parse_seek(p, p->token.end);
}

pr_token pr_parse_peek(const pr_parser *p) { return pr_token_at(p->text, p->token.end); }

bool pr_parse_take(pr_parser *p, pr_token_kind kind) {
    if (p->token.kind != kind) {
        return false;
    }
    pr_parse_next(p);
    return true;
}

bool pr_parse_take_word(pr_parser *p, pr_word word) {
    if (p->token.kind != PR_TOKEN_NAME || p->token.word != word) {
        return false;
    }
    pr_parse_next(p);
    return true;
}

bool pr_parse_expect(pr_parser *p, pr_token_kind kind) {
    return pr_parse_take(p, kind) || pr_parse_fail(p, pr_token_text(kind)) != NULL;
}

bool pr_parse_expect_word(pr_parser *p, pr_word word) {
    if (pr_parse_take_word(p, word)) {
        return true;
    }
    char expected[32];
    snprintf(expected, sizeof expected, "'%s'", pr_word_text(word));
    return pr_parse_fail(p, expected) != NULL;
}

bool pr_parse_expect_close(pr_parser *p, pr_token_kind kind, uint32_t open) {
    return pr_parse_take(p, kind) || pr_parse_fail_open(p, pr_token_text(kind), open) != NULL;
}

bool pr_parse_starts_operand(pr_token token) {
    switch (token.kind) {
    case PR_TOKEN_NUMBER:
    case PR_TOKEN_STRING:
    case PR_TOKEN_AT:
    case PR_TOKEN_OPEN:
    case PR_TOKEN_OPEN_BRACKET:
    case PR_TOKEN_CLOSE_BRACKET:
    case PR_TOKEN_OPEN_BRACE:
    case PR_TOKEN_MINUS: return true;
    case PR_TOKEN_NAME:
        return token.word == PR_WORD_NONE || token.word == PR_WORD_IF || token.word == PR_WORD_FOR ||
               token.word == PR_WORD_SOME || token.word == PR_WORD_EVERY || token.word >= PR_WORD_FUNCTION;
    default: return false;
    }
}

/* `end`, or the end of `name` when it begins with the current token and reaches further. Inline, because a
 * hundred names are tried for most tokens and fall at the first letter. */
static inline uint32_t longer_match(const pr_parser *p, pr_text name, uint32_t end) {
    const char *word = p->text.at + p->token.start;
    size_t length = p->token.end - p->token.start;
    if (name.length <= length || name.at[0] != word[0] || memcmp(name.at, word, length) != 0) {
        return end;
    }
    size_t match = pr_name_match(p->text, p->token.start, name);
    return match > end ? (uint32_t)match : end;
}

/* Is there anything behind the token that could be part of the same name? */
static bool may_be_longer(const pr_parser *p) {
    return pr_name_scan(p->text, p->token.start, PR_TEXT("")) > p->token.end;
}

static uint32_t longest_match(const pr_parser *p, const pr_text *names, uint32_t count, uint32_t end) {
    for (uint32_t i = 0; i < count; i++) {
        end = longer_match(p, names[i], end);
    }
    return end;
}

uint32_t pr_parse_name_end(const pr_parser *p) {
    if (!may_be_longer(p)) {
        return p->token.end;
    }
    uint32_t end = longest_match(p, p->known.items, p->known.count, p->token.end);
    if (p->filters > 0) {
        end = longest_match(p, p->members.items, p->members.count, end);
    }
    pr_text name;
    for (uint32_t i = 0; pr_builtin_next_name(&i, p->text.at[p->token.start], &name);) {
        end = longer_match(p, name, end);
    }
    return end;
}

uint32_t pr_parse_member_end(const pr_parser *p) {
    static const char *const properties[] = {"time offset", "start included", "end included"};
    if (!may_be_longer(p)) {
        return p->token.end;
    }
    uint32_t end = longest_match(p, p->known.items, p->listed, p->token.end);
    end = longest_match(p, p->members.items, p->members.count, end);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        end = longer_match(p, pr_text_of(properties[i]), end);
    }
    return end;
}

bool pr_parse_new_name(pr_parser *p, const char *stop, pr_text *name, pr_ast_range *range) {
    /* A keyword alone is no name, but may begin one. */
    size_t end = pr_name_scan(p->text, p->token.start, pr_text_of(stop));
    if (p->token.kind != PR_TOKEN_NAME || (p->token.word != PR_WORD_NONE && end == p->token.end)) {
        return pr_parse_fail(p, "a name") != NULL;
    }
    if (stop[0] != '\0' && p->token.word == PR_WORD_NONE) {
        pr_token after = pr_token_at(p->text, (uint32_t)end);
        bool stopped = pr_text_is((pr_text){p->text.at + after.start, after.end - after.start}, stop);
        end = stopped ? end : p->token.end; /* so that the error stands where the word is missing */
    }
    *range = (pr_ast_range){p->token.start, (uint32_t)end};
    *name = pr_feel_normal_name((pr_text){p->text.at + range->start, end - range->start}, p->arena);
    p->last = p->token;
    p->last.end = range->end;
    pr_parse_seek(p, range->end);
    return name->at != NULL;
}

bool pr_parse_learn(pr_parser *p, pr_text name) {
    return !pr_name_is_compound(name) || PR_PUSH(p->arena, &p->known, name);
}

pr_ast *pr_parse_node(pr_parser *p, pr_ast_kind kind, uint32_t start, pr_ast *const *items, uint32_t count) {
    uint16_t depth = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (items[i] == NULL) {
            return NULL;
        }
        depth = items[i]->depth > depth ? items[i]->depth : depth;
    }
    if (depth >= PR_LIMIT_FEEL_DEPTH) {
        return pr_parse_fail_depth(p);
    }
    pr_ast *node = PR_NEW(p->arena, pr_ast);
    pr_ast **copy = count > 0 ? PR_NEW_ARRAY(p->arena, pr_ast *, count) : NULL;
    if (node == NULL || (count > 0 && copy == NULL)) {
        return NULL;
    }
    if (count > 0) {
        memcpy(copy, items, count * sizeof *items);
    }
    node->kind = (uint8_t)kind;
    node->depth = (uint16_t)(depth + 1);
    node->start = start;
    node->end = p->last.end;
    node->items = copy;
    node->count = count;
    return node;
}

bool pr_parse_enter(pr_parser *p) {
    if (p->depth >= PR_LIMIT_FEEL_DEPTH) {
        return pr_parse_fail_depth(p) != NULL;
    }
    p->depth++;
    return true;
}

void pr_parse_leave(pr_parser *p) { p->depth--; }
