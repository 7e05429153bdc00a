/* Text, UTF-8 and the nearest name. */
#include "base/text.h"

#include <stdio.h>

int pr_text_compare(pr_text a, pr_text b) {
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared > 0 ? memcmp(a.at, b.at, shared) : 0;
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

bool pr_text_starts(pr_text a, pr_text prefix) {
    return a.length >= prefix.length && pr_text_equal((pr_text){a.at, prefix.length}, prefix);
}

size_t pr_text_find(pr_text text, pr_text what) {
    const char *at = text.at;
    size_t left = text.length;
    while (what.length > 0 && left >= what.length) {
        const char *first = memchr(at, what.at[0], left - what.length + 1);
        if (first == NULL) {
            return text.length + 1;
        }
        if (memcmp(first, what.at, what.length) == 0) {
            return (size_t)(first - text.at);
        }
        at = first + 1;
        left = text.length - (size_t)(at - text.at);
    }
    return what.length == 0 ? 0 : text.length + 1;
}

bool pr_texts_equal(const pr_text *a, size_t a_count, const pr_text *b, size_t b_count) {
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        same = pr_text_equal(a[i], b[i]);
    }
    return same;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

pr_text pr_text_trim(pr_text a) {
    while (a.length > 0 && is_space(a.at[0])) {
        a.at++;
        a.length--;
    }
    while (a.length > 0 && is_space(a.at[a.length - 1])) {
        a.length--;
    }
    return a;
}

/* The top bits of bytes that are not plain. Where there are any, those above them may be wrong. */
static uint64_t odd_bytes(uint64_t eight) {
    const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
    return (eight | (eight + ones) | (eight - ones * ' ') | ((eight ^ ones * '"') - ones) |
            ((eight ^ ones * '\\') - ones)) &
           tops;
}

bool pr_text_is_plain(pr_text a) {
    uint64_t eight, odd = 0;
    size_t i = 0;
    for (; a.length - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, a.at + i, sizeof eight);
        odd |= odd_bytes(eight);
    }
    if (i < a.length && i > 0) {
        memcpy(&eight, a.at + a.length - sizeof eight, sizeof eight);
        odd |= odd_bytes(eight);
    } else if (i < a.length) {
        memset(&eight, ' ', sizeof eight);
        memcpy(&eight, a.at, a.length);
        odd |= odd_bytes(eight);
    }
    return odd == 0;
}

pr_text pr_text_copy(pr_arena *arena, pr_text a) {
    char *copy = pr_arena_alloc(arena, a.length + 1, 1);
    if (copy == NULL) {
        return (pr_text){0};
    }
    if (a.length > 0) {
        memcpy(copy, a.at, a.length);
    }
    copy[a.length] = '\0';
    return (pr_text){copy, a.length};
}

pr_text pr_text_vformat(pr_arena *arena, const char *format, va_list arguments) {
    char first[256]; /* most texts fit: printing them twice would take twice as long */
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(first, sizeof first, format, arguments);
    char *out = length < 0 ? NULL : pr_arena_alloc(arena, (size_t)length + 1, 1);
    if (out != NULL && (size_t)length < sizeof first) {
        memcpy(out, first, (size_t)length + 1);
    } else if (out != NULL) {
        vsnprintf(out, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (out == NULL) {
        return (pr_text){0};
    }
    return (pr_text){out, (size_t)length};
}

pr_text pr_texts_join(pr_arena *arena, const pr_text *texts, size_t count, pr_text between) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += texts[i].length + (i > 0 ? between.length : 0);
    }
    char *joined = count > 0 ? pr_arena_alloc(arena, length + 1, 1) : NULL;
    if (joined == NULL) {
        return (pr_text){0};
    }
    char *at = joined;
    for (size_t i = 0; i < count; i++) {
        const pr_text parts[] = {i > 0 ? between : PR_TEXT(""), texts[i]};
        for (size_t k = 0; k < 2; k++) {
            if (parts[k].length > 0) {
                memcpy(at, parts[k].at, parts[k].length);
                at += parts[k].length;
            }
        }
    }
    *at = '\0';
    return (pr_text){joined, length};
}

pr_text pr_text_format(pr_arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    pr_text out = pr_text_vformat(arena, format, arguments);
    va_end(arguments);
    return out;
}

/* FNV-1a over words, mixed as in SplitMix64. */
uint64_t pr_text_checksum(pr_text a, uint64_t seed) {
    uint64_t hash = seed ^ 0xcbf29ce484222325u ^ a.length, word = 0;
    size_t i = 0;
    for (; a.length - i >= sizeof word; i += sizeof word) {
        memcpy(&word, a.at + i, sizeof word);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    for (word = 0; i < a.length; i++) {
        word = word << 8 | (unsigned char)a.at[i];
    }
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 30;
    hash *= 0xbf58476d1ce4e5b9u;
    hash ^= hash >> 27;
    return hash;
}

/* The length of the sequence that starts with `lead`, which is not ASCII; 0 for a byte that starts none. */
static size_t sequence_length(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static const uint32_t least_of_length[5] = {0, 0, 0x80, 0x800, 0x10000};

/* Of what is not ASCII. */
static bool decode(pr_text a, size_t offset, uint32_t *code_point, size_t *length) {
    unsigned char lead = (unsigned char)a.at[offset];
    size_t n = sequence_length(lead);
    if (n == 0 || n > a.length - offset) {
        return false;
    }
    uint32_t c = lead & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        unsigned char next = (unsigned char)a.at[offset + i];
        if ((next & 0xC0) != 0x80) {
            return false;
        }
        c = c << 6 | (next & 0x3Fu);
    }
    if (c < least_of_length[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return false;
    }
    *code_point = c;
    *length = n;
    return true;
}

uint32_t pr_utf8_next(pr_text a, size_t *offset) {
    unsigned char lead = (unsigned char)a.at[*offset];
    if (lead < 0x80) {
        ++*offset;
        return lead;
    }
    uint32_t c = 0xFFFD;
    size_t n = 1;
    (void)decode(a, *offset, &c, &n);
    *offset += n;
    return c;
}

size_t pr_utf8_put(char out[4], uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        c = 0xFFFD;
    }
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[n] | c);
    return n;
}

/* Files are ASCII nearly everywhere: eight bytes at a time. Gives where the ASCII from `offset` on ends, `most` bytes
 * behind it at the furthest. */
static size_t past_ascii(pr_text a, size_t offset, size_t most) {
    uint64_t word;
    size_t end = most < a.length - offset ? offset + most : a.length;
    while (end - offset >= sizeof word) {
        memcpy(&word, a.at + offset, sizeof word);
        if ((word & 0x8080808080808080u) != 0) {
            break;
        }
        offset += sizeof word;
    }
    while (offset < end && (unsigned char)a.at[offset] < 0x80) {
        offset++;
    }
    return offset;
}

size_t pr_utf8_skip(pr_text a, size_t offset, size_t *count) {
    while (*count > 0 && offset < a.length) {
        size_t next = past_ascii(a, offset, *count);
        *count -= next - offset;
        offset = next;
        if (*count > 0 && offset < a.length) {
            (void)pr_utf8_next(a, &offset);
            --*count;
        }
    }
    return offset;
}

size_t pr_utf8_count(pr_text a) {
    size_t left = SIZE_MAX;
    (void)pr_utf8_skip(a, 0, &left);
    return SIZE_MAX - left;
}

size_t pr_utf8_valid(pr_text a) {
    size_t i = 0;
    while ((i = past_ascii(a, i, a.length)) < a.length) {
        uint32_t c;
        size_t n;
        if (!decode(a, i, &c, &n)) {
            break;
        }
        i += n;
    }
    return i;
}

pr_text pr_utf8_cut(pr_text a, size_t most) {
    if (a.length <= most) {
        return a;
    }
    while (most > 0 && ((unsigned char)a.at[most] & 0xC0) == 0x80) {
        most--;
    }
    return (pr_text){a.at, most};
}

size_t pr_utf8_mark(pr_text a) { return pr_text_starts(a, PR_TEXT("\xEF\xBB\xBF")) ? 3 : 0; }

enum { NEAREST_LENGTH = 64 };

static char folded(char c) {
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '-' || c == ' ' ? '_' : c;
}

static unsigned least3(unsigned a, unsigned b, unsigned c) {
    unsigned least = a < b ? a : b;
    return least < c ? least : c;
}

static void fold(pr_text text, char *out) {
    for (size_t i = 0; i < text.length; i++) {
        out[i] = folded(text.at[i]);
    }
}

/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. What is more than `most` is
 * given as anything more: it is found out by what is near the diagonal, mostly by the first rows of it. */
static unsigned distance(const char *a, unsigned length, const char *b, unsigned width, unsigned most) {
    unsigned rows[3][NEAREST_LENGTH + 2], least_above = 0;
    for (unsigned j = 0; j <= width; j++) {
        rows[0][j] = j;
    }
    for (unsigned i = 1; i <= length; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        unsigned from = i > most ? i - most : 1, to = i + most < width ? i + most : width, least = most + 1;
        row[from - 1] = from > 1 ? most + 1 : i;
        above[to] = i - 1 + most < to ? most + 1 : above[to];
        for (unsigned j = from; j <= to; j++) {
            row[j] = least3(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                above2[j - 2] + 1 < row[j]) {
                row[j] = above2[j - 2] + 1;
            }
            least = row[j] < least ? row[j] : least;
        }
        if (least > most && least_above > most) {
            return most + 1;
        }
        least_above = least;
    }
    return rows[length % 3][width];
}

int pr_text_nearest(pr_text name, const pr_text *candidates, size_t count) {
    if (candidates == NULL || name.length == 0 || name.length > NEAREST_LENGTH) {
        return -1;
    }
    char written[NEAREST_LENGTH], other[NEAREST_LENGTH];
    int best = -1;
    unsigned best_distance = NEAREST_LENGTH;
    fold(name, written);
    for (size_t i = 0; i < count; i++) {
        if (candidates[i].length == 0 || candidates[i].length > NEAREST_LENGTH) {
            continue;
        }
        unsigned length = (unsigned)name.length, width = (unsigned)candidates[i].length;
        unsigned longer = length > width ? length : width, apart = 2 * longer - length - width;
        unsigned most = longer < 3 ? 1 : longer / 3;
        most = most < best_distance ? most : best_distance;
        if (apart > most) {
            continue; /* their distance is not less */
        }
        fold(candidates[i], other);
        unsigned d = distance(written, length, other, width, most);
        bool better = best < 0 || d < best_distance || pr_text_compare(candidates[i], candidates[best]) < 0;
        if (d <= most && d < longer && better) {
            best = (int)i;
            best_distance = d;
        }
    }
    return best;
}
