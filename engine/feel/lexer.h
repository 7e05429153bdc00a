/* FEEL's tokens, found one at a time from any offset, because where a name ends depends on what the parser knows. */
#ifndef PR_FEEL_LEXER_H
#define PR_FEEL_LEXER_H

#include "base/text.h"

/* X(ENUM, how a message names it) */
#define PR_TOKEN_MAP(X) \
    X(END, "the end") \
    X(NAME, "a name") \
    X(NUMBER, "a number") \
    X(STRING, "a text") \
    X(AT, "'@'") \
    X(OPEN, "'('") \
    X(CLOSE, "')'") \
    X(OPEN_BRACKET, "'['") \
    X(CLOSE_BRACKET, "']'") \
    X(OPEN_BRACE, "'{'") \
    X(CLOSE_BRACE, "'}'") \
    X(COMMA, "','") \
    X(COLON, "':'") \
    X(DOT, "'.'") \
    X(DOTS, "'..'") \
    X(PLUS, "'+'") \
    X(MINUS, "'-'") \
    X(STAR, "'*'") \
    X(SLASH, "'/'") \
    X(POWER, "'**'") \
    X(EQUAL, "'='") \
    X(NOT_EQUAL, "'!='") \
    X(LESS, "'<'") \
    X(LESS_EQUAL, "'<='") \
    X(GREATER, "'>'") \
    X(GREATER_EQUAL, "'>='") \
    /* No tokens of FEEL: */ \
    X(OPEN_STRING, "a text that is not closed") \
    X(OPEN_COMMENT, "a comment that is not closed") \
    X(NOT_UTF8, "a byte that is not UTF-8") \
    X(STRAY, "a character that is not part of FEEL")

typedef enum pr_token_kind {
#define PR_TOKEN_ENUM(id, text) PR_TOKEN_##id,
    PR_TOKEN_MAP(PR_TOKEN_ENUM)
#undef PR_TOKEN_ENUM
} pr_token_kind;

/* Words that are no names. `of` and `external` are words only where they are looked for. */
#define PR_WORD_MAP(X) \
    X(AND, "and") \
    X(OR, "or") \
    X(IF, "if") \
    X(THEN, "then") \
    X(ELSE, "else") \
    X(FOR, "for") \
    X(IN, "in") \
    X(RETURN, "return") \
    X(SOME, "some") \
    X(EVERY, "every") \
    X(SATISFIES, "satisfies") \
    X(BETWEEN, "between") \
    X(INSTANCE, "instance") \
    X(FUNCTION, "function") \
    X(TRUE, "true") \
    X(FALSE, "false") \
    X(NULL, "null")

typedef enum pr_word {
    PR_WORD_NONE,
#define PR_WORD_ENUM(id, text) PR_WORD_##id,
    PR_WORD_MAP(PR_WORD_ENUM)
#undef PR_WORD_ENUM
} pr_word;

typedef struct pr_token {
    pr_token_kind kind;
    pr_word word; /* of a NAME that is a keyword */
    uint32_t start, end;
} pr_token;

/* The token at or after `at`. A string or comment that is not closed, and a character that starts nothing, is a
 * token of its own kind. */
pr_token pr_token_at(pr_text text, uint32_t at);
pr_word pr_word_of(pr_text identifier);
/* How a message names a kind, and a keyword. */
const char *pr_token_text(pr_token_kind kind);
const char *pr_word_text(pr_word word);
/* The text that a string token (quotes included) stands for. Borrows from `quoted` where it has no escapes; `at`
 * is NULL when out of memory. */
pr_text pr_string_unquote(pr_text quoted, pr_arena *arena);

#endif
