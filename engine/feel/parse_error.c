/* What the parser says: what stood there, what was expected, and a hint for slips that people from other languages
 * make. */
#include "base/limits.h"
#include "feel/builtin.h"
#include "feel/parser.h"

/* Where a slip is one. */
typedef enum slip_place { ANYWHERE, BEHIND_OPERAND } slip_place;

typedef struct slip {
    const char *found;
    slip_place place;
    const char *hint;
} slip;

static const slip slips[] = {
    {"==", ANYWHERE, "use = to compare"},
    {"!", ANYWHERE, "use not(...), or != for 'not equal'"},
    {"&&", ANYWHERE, "use and"},
    {"&", ANYWHERE, "use and; texts are joined with +"},
    {"||", ANYWHERE, "use or"},
    {"|", ANYWHERE, "use or"},
    {"'", ANYWHERE, "texts stand in double quotes"},
    {"`", ANYWHERE, "texts stand in double quotes"},
    {"\u201c", ANYWHERE, "texts stand in straight double quotes"},
    {"\u201d", ANYWHERE, "texts stand in straight double quotes"},
    {"\u2018", ANYWHERE, "texts stand in double quotes"},
    {"\u2019", ANYWHERE, "texts stand in double quotes"},
    {"\u2264", ANYWHERE, "use <="},
    {"\u2265", ANYWHERE, "use >="},
    {"\u2260", ANYWHERE, "use !="},
    {"%", ANYWHERE, "use modulo(a, b)"},
    {"^", ANYWHERE, "use ** for powers"},
    {";", ANYWHERE, "use , between items"},
    {"$", ANYWHERE, "names stand without a sign"},
    {"#", ANYWHERE, "comments start with //"},
    {"is", BEHIND_OPERAND, "use = and !=, as in x = null or x != null"},
    {"not", BEHIND_OPERAND, "write not(...) around the whole test, as in not(x in [1, 2])"},
    {"contains", BEHIND_OPERAND, "write contains(text, part), or list contains(list, item)"},
    {"matches", BEHIND_OPERAND, "write matches(text, pattern)"},
    {"like", BEHIND_OPERAND, "write matches(text, pattern)"},
    {"equals", BEHIND_OPERAND, "use = to compare"},
    {"where", BEHIND_OPERAND,
     "write list[condition] for those that fit, and satisfies behind some and every"},
    {"mod", BEHIND_OPERAND, "use modulo(a, b)"},
    {"div", BEHIND_OPERAND, "use / to divide"},
    {"?", BEHIND_OPERAND, "write if ... then ... else ..."},
    {"elif", BEHIND_OPERAND, "write else if"},
    {"elsif", BEHIND_OPERAND, "write else if"},
    {"elseif", BEHIND_OPERAND, "write else if"},
    {":", BEHIND_OPERAND, "a ':' stands only in contexts, {name: value}, and behind names of arguments"},
};

/* Two tokens that together are an operator of another language. */
typedef struct pair {
    pr_token_kind first, second;
    const char *hint;
} pair;

static const pair pairs[] = {
    {PR_TOKEN_LESS, PR_TOKEN_GREATER, "use != for 'not equal'"},
    {PR_TOKEN_EQUAL, PR_TOKEN_GREATER, "use >= for 'at least'"},
    {PR_TOKEN_EQUAL, PR_TOKEN_LESS, "use <= for 'at most'"},
    {PR_TOKEN_COLON, PR_TOKEN_EQUAL, "use = alone"},
};

static pr_text token_words(const pr_parser *p, pr_token token) {
    return (pr_text){p->text.at + token.start, token.end - token.start};
}

static bool ends_operand(pr_token token) {
    switch (token.kind) {
    case PR_TOKEN_NAME: return token.word == PR_WORD_NONE || token.word >= PR_WORD_TRUE;
    case PR_TOKEN_NUMBER:
    case PR_TOKEN_STRING:
    case PR_TOKEN_CLOSE:
    case PR_TOKEN_CLOSE_BRACKET:
    case PR_TOKEN_CLOSE_BRACE: return true;
    default: return false;
    }
}

/* The keyword that `token` would be in lower case, or PR_WORD_NONE when it is one already. */
static pr_word shouted_word(const pr_parser *p, pr_token token) {
    char lower[16];
    pr_text text = token_words(p, token);
    if (token.kind != PR_TOKEN_NAME || token.word != PR_WORD_NONE || text.length > sizeof lower) {
        return PR_WORD_NONE;
    }
    for (size_t i = 0; i < text.length; i++) {
        lower[i] = text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] + 32) : text.at[i];
    }
    return pr_word_of((pr_text){lower, text.length});
}

/* What the two words before and at the error might have been meant to be: "list containz". */
static void suggest_compound(pr_parser *p, pr_diag *diag) {
    pr_name_list candidates = {0};
    for (uint32_t i = 0; i < p->known.count; i++) {
        (void)PR_PUSH(p->arena, &candidates, p->known.items[i]);
    }
    pr_text name;
    for (uint32_t i = 0; pr_builtin_known_name(i, &name); i++) {
        if (memchr(name.at, ' ', name.length) != NULL) {
            (void)PR_PUSH(p->arena, &candidates, name);
        }
    }
    pr_text words = {p->text.at + p->last.start, p->token.end - p->last.start};
    words = pr_feel_normal_name(words, p->arena);
    if (words.at != NULL) {
        pr_diag_suggest(p->diags, diag, words, candidates.items, candidates.count);
    }
}

static const char *slip_hint(const pr_parser *p, bool operand) {
    pr_text found = token_words(p, p->token);
    bool behind = ends_operand(p->last);
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        if (pr_text_is(found, slips[i].found) && (slips[i].place == ANYWHERE || behind)) {
            return slips[i].hint;
        }
    }
    for (size_t i = 0; operand && i < sizeof pairs / sizeof *pairs; i++) {
        if (p->last.kind == pairs[i].first && p->token.kind == pairs[i].second &&
            p->last.end == p->token.start) {
            return pairs[i].hint;
        }
    }
    return NULL;
}

/* Did a comma of YAML's end the expression? */
static bool is_cut_off(const pr_parser *p) {
    const pr_origin *origin = &p->source->origin;
    if (p->token.kind != PR_TOKEN_END || origin->source == NULL || origin->style > PR_STYLE_PLAIN) {
        return false;
    }
    pr_text bytes = origin->source->bytes;
    size_t at = origin->end;
    while (at < bytes.length && bytes.at[at] == ' ') {
        at++;
    }
    return at < bytes.length && bytes.at[at] == ',';
}

/* A keyword that goes on with a hyphen is the beginning of a text without quotes: in-progress. */
static pr_text hyphened(const pr_parser *p) {
    uint32_t end = p->token.end;
    if (p->token.kind != PR_TOKEN_NAME || p->token.word == PR_WORD_NONE || end + 1 >= p->text.length ||
        p->text.at[end] != '-') {
        return (pr_text){0};
    }
    pr_token next = pr_token_at(p->text, end + 1);
    bool goes_on = next.start == end + 1 && next.kind == PR_TOKEN_NAME;
    return goes_on ? (pr_text){p->text.at + p->token.start, next.end - p->token.start} : (pr_text){0};
}

static void add_hint(pr_parser *p, pr_diag *diag, const char *expected) {
    if (is_cut_off(p)) {
        pr_diag_hint(p->diags, diag,
                     "inside [ ] and { } a comma ends the value: put the whole expression in quotes");
        return;
    }
    const char *hint = slip_hint(p, strcmp(expected, "an expression") == 0);
    pr_word shouted = shouted_word(p, p->token);
    if (shouted == PR_WORD_NONE) {
        shouted = shouted_word(p, p->last);
    }
    pr_text unquoted = hyphened(p);
    if (unquoted.length > 0) {
        pr_diag_hint(p->diags, diag, "text stands in double quotes: \"%.*s\"", PR_ARG(unquoted));
    } else if (hint != NULL) {
        pr_diag_hint(p->diags, diag, "%s", hint);
    } else if (shouted != PR_WORD_NONE) {
        pr_diag_hint(p->diags, diag, "keywords are in lower case: %s", pr_word_text(shouted));
    } else if (p->last.kind == PR_TOKEN_NAME && pr_text_is(token_words(p, p->last), "not")) {
        pr_diag_hint(p->diags, diag, "write not(...)");
    } else if (p->last.kind == PR_TOKEN_NAME && p->token.kind == PR_TOKEN_NAME) {
        suggest_compound(p, diag);
    }
}

static pr_span span_of(const pr_parser *p, uint32_t start, uint32_t end) {
    return pr_origin_span(&p->source->origin, start, end);
}

/* As a message shows what was found: short, on one line. */
static pr_text found_words(const pr_parser *p) {
    enum { LONGEST = 40 };
    if (p->token.kind == PR_TOKEN_END) {
        return p->inside_template ? PR_TEXT("the end of the text") : PR_TEXT("the end of the expression");
    }
    pr_text found = token_words(p, p->token);
    size_t cut = 0;
    for (size_t at = 0; at < found.length && at <= LONGEST && found.at[at] != '\n' && found.at[at] != '\r';) {
        (void)pr_utf8_next(found, &at);
        cut = at;
    }
    const char *quote = p->token.kind == PR_TOKEN_STRING ? "" : pr_text_is(found, "'") ? "\"" : "'";
    return pr_text_format(p->arena, "%s%.*s%s%s", quote, (int)cut, found.at, cut < found.length ? "..." : "",
                          quote);
}

/* Errors of the tokens themselves; false when it is none. */
static bool fail_token(pr_parser *p) {
    pr_token token = p->token;
    pr_diag *diag;
    switch (token.kind) {
    case PR_TOKEN_OPEN_STRING:
        diag = pr_error(p->diags, "feel-syntax", span_of(p, token.end, token.end),
                        "expected '\"' but found the end of the text");
        pr_diag_note(p->diags, diag, span_of(p, token.start, token.start + 1),
                     "the text opened here is not closed");
        return true;
    case PR_TOKEN_OPEN_COMMENT:
        diag = pr_error(p->diags, "feel-syntax", span_of(p, token.end, token.end),
                        "expected '*/' but found the end of the text");
        pr_diag_note(p->diags, diag, span_of(p, token.start, token.start + 2),
                     "the comment opened here is not closed");
        return true;
    case PR_TOKEN_NOT_UTF8:
        pr_error(p->diags, "feel-syntax", span_of(p, token.start, token.end), "this byte is not UTF-8");
        return true;
    default: return false;
    }
}

static pr_diag *report(pr_parser *p, const char *expected) {
    if (p->reported || p->arena->failed) {
        return NULL;
    }
    p->reported = true;
    if (fail_token(p)) {
        return NULL;
    }
    pr_text found = found_words(p);
    pr_diag *diag = pr_error(p->diags, "feel-syntax", span_of(p, p->token.start, p->token.end),
                             "expected %s but found %.*s", expected, PR_ARG(found));
    add_hint(p, diag, expected);
    return diag;
}

void *pr_parse_fail(pr_parser *p, const char *expected) {
    (void)report(p, expected);
    return NULL;
}

void *pr_parse_fail_open(pr_parser *p, const char *expected, uint32_t open) {
    pr_diag *diag = report(p, expected);
    pr_diag_note(p->diags, diag, span_of(p, open, open + 1), "'%c' is opened here", p->text.at[open]);
    return NULL;
}

void *pr_parse_fail_depth(pr_parser *p) {
    if (!p->reported && !p->arena->failed) {
        p->reported = true;
        pr_error(p->diags, "feel-limit", span_of(p, p->token.start, p->token.end),
                 "the expression is nested more than %d levels deep", PR_LIMIT_FEEL_DEPTH);
    }
    return NULL;
}
