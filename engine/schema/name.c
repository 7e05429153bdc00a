/* Names that FEEL reads as one word. */
#include "schema/schema.h"

static const char *const keywords[] = {"and",  "between",  "else", "every",  "external",  "false",
                                       "for",  "function", "if",   "in",     "instance",  "item",
                                       "not",  "null",     "or",   "return", "satisfies", "some",
                                       "then", "this",     "true"};

static bool is_keyword(pr_text word) {
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
        if (pr_text_is(word, keywords[i])) {
            return true;
        }
    }
    return false;
}

static bool starts_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || ((unsigned char)c & 0x80) != 0;
}

static bool is_word(pr_text word) {
    if (word.length == 0 || !starts_word(word.at[0])) {
        return false;
    }
    for (size_t i = 1; i < word.length; i++) {
        if (!starts_word(word.at[i]) && (word.at[i] < '0' || word.at[i] > '9')) {
            return false;
        }
    }
    return true;
}

/* What is wrong is nearly always a hyphen or a space: the name with underscores instead. */
static pr_text mended(pr_text name, bool dotted, pr_arena *arena) {
    pr_text copy = pr_text_copy(arena, name);
    char *at = copy.at != NULL ? pr_arena_alloc(arena, name.length + 1, 1) : NULL;
    if (at == NULL) {
        return (pr_text){0};
    }
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool swap = c == '-' || c == ' ' || (c == '.' && !dotted);
        at[i] = swap ? '_' : c;
    }
    return (pr_text){at, name.length};
}

static bool words(pr_text name, bool dotted, pr_text *keyword) {
    size_t start = 0;
    for (size_t i = 0; i <= name.length; i++) {
        if (i < name.length && !(dotted && name.at[i] == '.')) {
            continue;
        }
        pr_text word = {name.at + start, i - start};
        if (!is_word(word)) {
            return false;
        }
        if (is_keyword(word)) {
            *keyword = word;
        }
        start = i + 1;
    }
    return true;
}

bool pr_schema_name(pr_text name, bool dotted, pr_span span, pr_arena *arena, pr_diags *diags) {
    pr_text keyword = {0};
    if (!words(name, dotted, &keyword)) {
        pr_diag *diag =
            pr_error(diags, "bad-name", span,
                     "'%.*s' is no name: one is made of letters, digits and underscores", PR_ARG(name));
        pr_text better = mended(name, dotted, arena);
        if (better.length > 0 && words(better, dotted, &keyword)) {
            pr_diag_hint(diags, diag, "write '%.*s'", PR_ARG(better));
        }
        return false;
    }
    if (keyword.length > 0) {
        pr_error(diags, "bad-name", span, "'%.*s' is a word of the language of conditions and can be no name",
                 PR_ARG(keyword));
        return false;
    }
    return true;
}
