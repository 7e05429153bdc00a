/* Text: bytes with a length, UTF-8 unless said otherwise, borrowed, never NUL-terminated by promise. */
#ifndef PR_BASE_TEXT_H
#define PR_BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <string.h>

typedef struct pr_text {
    const char *at;
    size_t length; /* bytes */
} pr_text;

#define PR_TEXT(literal) ((pr_text){.at = (literal), .length = sizeof(literal) - 1})

static inline pr_text pr_text_of(const char *cstring) {
    return (pr_text){.at = cstring, .length = cstring != NULL ? strlen(cstring) : 0};
}

static inline bool pr_text_equal(pr_text a, pr_text b) {
    return a.length == b.length && (a.at == b.at || a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool pr_text_is(pr_text a, const char *cstring) {
    return pr_text_equal(a, pr_text_of(cstring));
}

/* By bytes, which for UTF-8 is by code points. */
int pr_text_compare(pr_text a, pr_text b);
bool pr_text_starts(pr_text a, pr_text prefix);
/* Where `what` stands in the text, or the text's length + 1. */
size_t pr_text_find(pr_text text, pr_text what);
/* Are two lists of texts the same, in the same order? */
bool pr_texts_equal(const pr_text *a, size_t a_count, const pr_text *b, size_t b_count);
/* Without white space (space, tab, CR, LF) at both ends. */
pr_text pr_text_trim(pr_text a);
/* Nothing but printable ASCII, and of that neither quotation mark nor backslash: what JSON and CSV write as it is. */
bool pr_text_is_plain(pr_text a);
/* A copy, NUL-terminated; `at` is NULL when out of memory. */
pr_text pr_text_copy(pr_arena *arena, pr_text a);
/* printf into the arena, NUL-terminated; `at` is NULL when out of memory. A pr_text is printed with %.*s and PR_ARG. */
pr_text pr_text_format(pr_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
pr_text pr_text_vformat(pr_arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* One behind the other; `at` is NULL when out of memory, and where there is none. */
pr_text pr_texts_join(pr_arena *arena, const pr_text *texts, size_t count, pr_text between);
#define PR_ARG(text) (int)(text).length, (text).at

/* Of one text after others, whose sum is `before`: the same wherever it is made, so it can be kept. Not against chosen
 * texts: for tables there is base/hash.h. */
uint64_t pr_text_checksum(pr_text a, uint64_t before);

/* The first and the last eight bytes of a text, which together are the whole of one of up to 16 bytes (of one of less
 * than eight the second are zeros): with the length they tell such texts apart. For tables in memory: the numbers
 * differ from machine to machine. */
static inline void pr_text_ends(pr_text a, uint64_t out[2]) {
    out[0] = out[1] = 0;
    if (a.length >= sizeof *out) {
        memcpy(&out[0], a.at, sizeof *out);
        memcpy(&out[1], a.at + a.length - sizeof *out, sizeof *out);
    } else if (a.length > 0) {
        memcpy(&out[0], a.at, a.length);
    }
}
/* The same where eight bytes can be read from `a.at` on, whatever the length: faster. */
static inline void pr_text_ends_padded(pr_text a, uint64_t out[2]) {
    static const unsigned char masks[] = {255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0};
    memcpy(&out[0], a.at, sizeof *out);
    if (a.length >= sizeof *out) {
        memcpy(&out[1], a.at + a.length - sizeof *out, sizeof *out);
        return;
    }
    uint64_t mask;
    memcpy(&mask, masks + sizeof mask - a.length, sizeof mask);
    out[0] &= mask;
    out[1] = 0;
}

/* The code point at `*offset`, which moves past it; text that is not UTF-8 gives 0xFFFD and moves by one byte. */
uint32_t pr_utf8_next(pr_text a, size_t *offset);
/* Writes 1 to 4 bytes, returns how many. A code point that does not exist is written as U+FFFD. */
size_t pr_utf8_put(char out[4], uint32_t code_point);
size_t pr_utf8_count(pr_text a);
/* The offset `*count` characters further on, or the length; `*count` becomes how many there were too few. */
size_t pr_utf8_skip(pr_text a, size_t offset, size_t *count);
/* The offset of the first byte that is not UTF-8, or the length. */
size_t pr_utf8_valid(pr_text a);
/* The first `most` bytes, or fewer, so that no character is cut in two. */
pr_text pr_utf8_cut(pr_text a, size_t most);
/* 3 when the text begins with a byte order mark, else 0. */
size_t pr_utf8_mark(pr_text a);

/* The candidate nearest to `name` by edit distance (transpositions count once, case and -_ do not), or -1 when none is
 * near enough to be worth a suggestion: at most a third of its length away. No candidates, for want of memory to list
 * them, may be NULL whatever the count says. */
int pr_text_nearest(pr_text name, const pr_text *candidates, size_t count);

#endif
