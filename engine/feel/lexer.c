/* Tokens of FEEL (DMN 1.5, 10.3.1.2). */
#include "feel/lexer.h"

#include "feel/names.h"

static const char *const token_texts[] = {
#define TOKEN_TEXT(id, text) [PR_TOKEN_##id] = (text),
    PR_TOKEN_MAP(TOKEN_TEXT)
#undef TOKEN_TEXT
};

static const char *const word_texts[] = {[PR_WORD_NONE] = "",
#define WORD_TEXT(id, text) [PR_WORD_##id] = (text),
                                         PR_WORD_MAP(WORD_TEXT)
#undef WORD_TEXT
};

enum { WORD_COUNT = sizeof word_texts / sizeof *word_texts };

const char *pr_token_text(pr_token_kind kind) { return token_texts[kind]; }
const char *pr_word_text(pr_word word) { return word_texts[word]; }

pr_word pr_word_of(pr_text identifier) {
    for (int word = 1; identifier.length >= 2 && word < WORD_COUNT; word++) {
        if (word_texts[word][0] == identifier.at[0] && pr_text_is(identifier, word_texts[word])) {
            return (pr_word)word;
        }
    }
    return PR_WORD_NONE;
}

typedef struct symbol {
    const char *spelled;
    pr_token_kind kind;
} symbol;

/* Longer ones first. */
static const symbol symbols[] = {
    {"**", PR_TOKEN_POWER},        {"..", PR_TOKEN_DOTS},          {"!=", PR_TOKEN_NOT_EQUAL},
    {"<=", PR_TOKEN_LESS_EQUAL},   {">=", PR_TOKEN_GREATER_EQUAL}, {"==", PR_TOKEN_STRAY},
    {"&&", PR_TOKEN_STRAY},        {"||", PR_TOKEN_STRAY},         {"@", PR_TOKEN_AT},
    {"(", PR_TOKEN_OPEN},          {")", PR_TOKEN_CLOSE},          {"[", PR_TOKEN_OPEN_BRACKET},
    {"]", PR_TOKEN_CLOSE_BRACKET}, {"{", PR_TOKEN_OPEN_BRACE},     {"}", PR_TOKEN_CLOSE_BRACE},
    {",", PR_TOKEN_COMMA},         {":", PR_TOKEN_COLON},          {".", PR_TOKEN_DOT},
    {"+", PR_TOKEN_PLUS},          {"-", PR_TOKEN_MINUS},          {"*", PR_TOKEN_STAR},
    {"/", PR_TOKEN_SLASH},         {"=", PR_TOKEN_EQUAL},          {"<", PR_TOKEN_LESS},
    {">", PR_TOKEN_GREATER},
};

static bool has_at(pr_text text, size_t at, const char *what) {
    if (at >= text.length || text.at[at] != what[0]) {
        return false;
    }
    size_t length = strlen(what);
    return text.length - at >= length && memcmp(text.at + at, what, length) == 0;
}

/* Past white space and comments. False when a comment has no end: `*at` is then where it starts. */
static bool skip_blank(pr_text text, size_t *at) {
    for (;;) {
        size_t space = pr_name_space(text, *at);
        if (space == 0 && (*at >= text.length || text.at[*at] != '/')) {
            return true;
        }
        if (space > 0) {
            *at += space;
        } else if (has_at(text, *at, "//")) {
            while (*at < text.length && text.at[*at] != '\n' && text.at[*at] != '\r') {
                (*at)++;
            }
        } else if (has_at(text, *at, "/*")) {
            size_t end = *at + 2;
            while (end < text.length && !has_at(text, end, "*/")) {
                end++;
            }
            if (end >= text.length) {
                return false;
            }
            *at = end + 2;
        } else {
            return true;
        }
    }
}

static bool is_digit(pr_text text, size_t at) {
    return at < text.length && text.at[at] >= '0' && text.at[at] <= '9';
}

static size_t skip_digits(pr_text text, size_t at) {
    while (is_digit(text, at)) {
        at++;
    }
    return at;
}

/* 12, 1.5, .5, 1e3, 1.5E-3; in `1..5` the number ends before the dots. */
static size_t number_end(pr_text text, size_t at) {
    at = skip_digits(text, at);
    if (has_at(text, at, ".") && is_digit(text, at + 1)) {
        at = skip_digits(text, at + 1);
    }
    if (has_at(text, at, "e") || has_at(text, at, "E")) {
        size_t digits = at + 1;
        if (has_at(text, digits, "+") || has_at(text, digits, "-")) {
            digits++;
        }
        if (is_digit(text, digits)) {
            at = skip_digits(text, digits);
        }
    }
    return at;
}

/* One past the closing quote, or 0 when there is none. */
static size_t string_end(pr_text text, size_t at) {
    for (at++; at < text.length; at++) {
        if (text.at[at] == '"') {
            return at + 1;
        }
        if (text.at[at] == '\\') {
            at++;
        }
    }
    return 0;
}

static pr_token make_token(pr_token_kind kind, size_t start, size_t end) {
    return (pr_token){.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end};
}

static pr_token string_token(pr_text text, size_t at) {
    size_t end = string_end(text, at);
    return end > 0 ? make_token(PR_TOKEN_STRING, at, end) : make_token(PR_TOKEN_OPEN_STRING, at, text.length);
}

static pr_token symbol_token(pr_text text, size_t at) {
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        if (text.at[at] == symbols[i].spelled[0] && has_at(text, at, symbols[i].spelled)) {
            return make_token(symbols[i].kind, at, at + strlen(symbols[i].spelled));
        }
    }
    size_t end = at;
    bool valid = pr_utf8_next(text, &end) != 0xFFFD || end - at == 3;
    return make_token(valid ? PR_TOKEN_STRAY : PR_TOKEN_NOT_UTF8, at, end);
}

pr_token pr_token_at(pr_text text, uint32_t from) {
    size_t at = from;
    if (!skip_blank(text, &at)) {
        return make_token(PR_TOKEN_OPEN_COMMENT, at, text.length);
    }
    if (at >= text.length) {
        return make_token(PR_TOKEN_END, text.length, text.length);
    }
    size_t end = pr_name_identifier(text, at);
    if (end > at) {
        pr_token token = make_token(PR_TOKEN_NAME, at, end);
        token.word = pr_word_of((pr_text){text.at + at, end - at});
        return token;
    }
    if (is_digit(text, at) || (text.at[at] == '.' && is_digit(text, at + 1))) {
        return make_token(PR_TOKEN_NUMBER, at, number_end(text, at));
    }
    return text.at[at] == '"' ? string_token(text, at) : symbol_token(text, at);
}

/* The value of `count` hexadecimal digits at `at`; false when they are not all there. */
static bool read_hex(pr_text text, size_t at, size_t count, uint32_t *out) {
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        char c = at + i < text.length ? text.at[at + i] : '\0';
        uint32_t digit;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)(c - '0');
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            digit = (uint32_t)((c | 0x20) - 'a') + 10;
        } else {
            return false;
        }
        value = value * 16 + digit;
    }
    *out = value;
    return true;
}

/* \uXXXX, twice for a surrogate pair, or \UXXXXXX. Gives how many bytes it takes, 0 when it is none. */
static size_t code_point_escape(pr_text text, size_t at, uint32_t *out) {
    if (has_at(text, at, "\\U") && read_hex(text, at + 2, 6, out)) {
        return 8;
    }
    if (!has_at(text, at, "\\u") || !read_hex(text, at + 2, 4, out)) {
        return 0;
    }
    uint32_t low;
    bool high = *out >= 0xD800 && *out <= 0xDBFF;
    if (high && has_at(text, at + 6, "\\u") && read_hex(text, at + 8, 4, &low) && low >= 0xDC00 &&
        low <= 0xDFFF) {
        *out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
        return 12;
    }
    return 6;
}

/* The character that `\` before `c` stands for, or NUL. */
static char simple_escape(char c) {
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '"':
    case '\'':
    case '\\': return c;
    default: return '\0';
    }
}

pr_text pr_string_unquote(pr_text quoted, pr_arena *arena) {
    pr_text inside = {quoted.at + 1, quoted.length - 2};
    if (inside.length == 0 || memchr(inside.at, '\\', inside.length) == NULL) {
        return inside;
    }
    char *out = pr_arena_alloc(arena, inside.length, 1);
    if (out == NULL) {
        return (pr_text){0};
    }
    size_t length = 0;
    for (size_t i = 0; i < inside.length;) {
        uint32_t code_point;
        size_t taken = inside.at[i] == '\\' ? code_point_escape(inside, i, &code_point) : 0;
        char simple = inside.at[i] == '\\' && i + 1 < inside.length ? simple_escape(inside.at[i + 1]) : '\0';
        if (taken > 0) {
            length += pr_utf8_put(out + length, code_point);
            i += taken;
        } else if (simple != '\0') {
            out[length++] = simple;
            i += 2;
        } else {
            /* A backslash that escapes nothing stands for itself: patterns are written "\d". */
            out[length++] = inside.at[i++];
        }
    }
    return (pr_text){out, length};
}
