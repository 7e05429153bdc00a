/* Capital and small letters, by PCRE2's tables of Unicode: a text is replaced by itself with its case forced. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex/regex.h"

#include <pcre2.h>

enum { WORD = sizeof(uint64_t) };

static uint64_t every(unsigned char byte) { return byte * UINT64_C(0x0101010101010101); }

/* Eight bytes at once. False where one of them is not ASCII. Bit 7 of a byte's sum tells whether it is at or past a
 * letter. */
static bool word_case(uint64_t word, bool upper, uint64_t *out) {
    const unsigned char first = upper ? 'a' : 'A', last = upper ? 'z' : 'Z';
    const uint64_t from = word + every((unsigned char)(0x80 - first)),
                   past = word + every((unsigned char)(0x7F - last));
    *out = word ^ ((from & ~past & every(0x80)) >> 2);
    return (word & every(0x80)) == 0;
}

/* The letters of western Europe are two bytes: 0xC3, and capitals up to 0x9E, small letters 0x20 behind them. Of those
 * the signs of times and division are none, sharp s has no capital, and that of y with diaeresis lies elsewhere. */
static bool latin_case(unsigned char second, bool upper, char *out) {
    const bool capital = second <= 0x9E && second != 0x97,
               small = second >= 0xA0 && second < 0xBF && second != 0xB7;
    out[0] = (char)0xC3;
    out[1] = (char)(upper && small ? second - 0x20 : !upper && capital ? second + 0x20 : second);
    return !upper || (second != 0x9F && second != 0xBF);
}

/* Texts of those letters and ASCII. False where there is more in it. */
static bool plain_case(pr_text text, bool upper, char *out) {
    size_t i = 0;
    while (i < text.length) {
        uint64_t word = 0, turned;
        const size_t length = text.length - i < WORD ? text.length - i : WORD;
        memcpy(&word, text.at + i, length);
        if (word_case(word, upper, &turned)) {
            memcpy(out + i, &turned, length);
            i += length;
        } else if ((unsigned char)text.at[i] < 0x80) {
            (void)word_case((unsigned char)text.at[i], upper, &turned);
            out[i++] = (char)turned;
        } else if ((unsigned char)text.at[i] == 0xC3 && i + 1 < text.length &&
                   latin_case((unsigned char)text.at[i + 1], upper, out + i)) {
            i += 2;
        } else {
            return false;
        }
    }
    return true;
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
    if (plain_case(text, upper, bytes)) {
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
