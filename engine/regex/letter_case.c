/* Capital and small letters, by PCRE2's tables of Unicode: a text is replaced by itself with its case forced. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include <pcre2.h>

static bool is_ascii(pr_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.at[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static char ascii_case(char c, bool upper) {
    char first = upper ? 'a' : 'A', last = upper ? 'z' : 'Z';
    return c >= first && c <= last ? (char)(c ^ 0x20) : c;
}

/* The one small letter of a common language whose capital is two: in as many bytes. */
static void capitalise_sharp_s(char *bytes, size_t length) {
    for (size_t i = 0; i + 1 < length; i++) {
        if ((unsigned char)bytes[i] == 0xC3 && (unsigned char)bytes[i + 1] == 0x9F) {
            memcpy(bytes + i, "SS", 2);
        }
    }
}

/* A letter in the other case may take one byte more than it did. */
static bool force(const pcre2_code *code, pr_text text, bool upper, char *out, size_t *length) {
    PCRE2_SPTR replacement = (PCRE2_SPTR)(upper ? "\\U$0" : "\\L$0");
    PCRE2_SIZE size = *length;
    int replaced = pcre2_substitute(code, (PCRE2_SPTR)text.at, text.length, 0,
                                    PCRE2_SUBSTITUTE_EXTENDED | PCRE2_NO_UTF_CHECK, NULL, NULL, replacement,
                                    4, (PCRE2_UCHAR *)out, &size);
    *length = size;
    return replaced >= 0;
}

bool pr_regex_letter_case(pr_text text, bool upper, pr_arena *arena, pr_text *out) {
    size_t length = text.length * 2 + 1;
    char *bytes = pr_arena_alloc(arena, length, 1);
    if (bytes == NULL) {
        return false;
    }
    if (is_ascii(text)) {
        for (size_t i = 0; i < text.length; i++) {
            bytes[i] = ascii_case(text.at[i], upper);
        }
        *out = (pr_text){bytes, text.length};
        return true;
    }
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR) ".+", 2, PCRE2_UTF | PCRE2_UCP | PCRE2_DOTALL, &error, &offset, NULL);
    char *copy = pr_arena_alloc(arena, text.length + 1, 1);
    if (copy != NULL) {
        memcpy(copy, text.at, text.length);
        capitalise_sharp_s(copy, upper ? text.length : 0);
    }
    bool done =
        code != NULL && copy != NULL && force(code, (pr_text){copy, text.length}, upper, bytes, &length);
    pcre2_code_free(code);
    *out = (pr_text){bytes, length};
    return done;
}
