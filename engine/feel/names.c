/* Characters as in the DMN 1.5 grammar, rules 27 to 31 (names) and 61, 62 (white space). */
#include "feel/names.h"

#include "feel/ast.h"

typedef struct code_range {
    uint32_t first, last;
} code_range;

static const code_range starts[] = {
    {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
    {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
    {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
};
static const code_range continues[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static bool in_ranges(uint32_t c, const code_range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static bool is_space(uint32_t c) {
    if (c < 0x80) {
        return c == ' ' || (c >= 0x09 && c <= 0x0D);
    }
    return c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static bool is_letter(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The code point at `*at`, which moves past it; most are ASCII. */
static inline uint32_t next_point(pr_text text, size_t *at) {
    unsigned char byte = (unsigned char)text.at[*at];
    return byte < 0x80 ? (++*at, byte) : pr_utf8_next(text, at);
}

bool pr_name_starts(uint32_t c) {
    if (c < 0x80) {
        return is_letter(c) || c == '_' || c == '?';
    }
    /* U+FFFD is in the grammar's ranges, but here it stands for bytes that are not UTF-8. */
    return c != 0xFFFD && !is_space(c) && in_ranges(c, starts, COUNT_OF(starts));
}

bool pr_name_continues(uint32_t c) {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || pr_name_starts(c);
    }
    return pr_name_starts(c) || in_ranges(c, continues, COUNT_OF(continues));
}

bool pr_name_is_sign(uint32_t c) {
    return c == '.' || c == '/' || c == '-' || c == '\'' || c == '+' || c == '*' || c == 0x2019;
}

size_t pr_name_space(pr_text text, size_t at) {
    if (at >= text.length) {
        return 0;
    }
    size_t next = at;
    return is_space(next_point(text, &next)) ? next - at : 0;
}

static size_t skip_spaces(pr_text text, size_t at) {
    for (size_t n; (n = pr_name_space(text, at)) > 0;) {
        at += n;
    }
    return at;
}

/* The end of a run of characters that do not part a name. */
static size_t part_end(pr_text text, size_t at) {
    while (at < text.length) {
        size_t next = at;
        if (is_letter((unsigned char)text.at[at])) {
            next++;
        } else if (!pr_name_continues(next_point(text, &next))) {
            break;
        }
        at = next;
    }
    return at;
}

size_t pr_name_identifier(pr_text text, size_t at) {
    if (at >= text.length) {
        return at;
    }
    size_t next = at;
    return pr_name_starts(next_point(text, &next)) ? part_end(text, next) : at;
}

bool pr_name_is_compound(pr_text name) { return part_end(name, 0) < name.length; }

/* Bytes of the sign at `at`, 0 when there is none. */
static size_t sign_length(pr_text text, size_t at) {
    if (at >= text.length) {
        return 0;
    }
    size_t next = at;
    return pr_name_is_sign(next_point(text, &next)) ? next - at : 0;
}

size_t pr_name_match(pr_text text, size_t at, pr_text name) {
    size_t from = 0;
    while (from < name.length) {
        size_t part = part_end(name, from);
        if (part > from) {
            if (part_end(text, at) - at != part - from ||
                memcmp(text.at + at, name.at + from, part - from) != 0) {
                return 0;
            }
            at += part - from;
            from = part;
        } else if (name.at[from] == ' ') {
            size_t after = skip_spaces(text, at);
            if (after == at) {
                return 0;
            }
            at = after;
            from++;
        } else {
            size_t length = sign_length(name, from);
            at = skip_spaces(text, at);
            if (length == 0 || text.length - at < length ||
                memcmp(text.at + at, name.at + from, length) != 0) {
                return 0;
            }
            from += length;
            at = from < name.length ? skip_spaces(text, at + length) : at + length;
        }
    }
    return at;
}

static bool starts_comment(pr_text text, size_t at) {
    return at + 1 < text.length && text.at[at] == '/' && (text.at[at + 1] == '/' || text.at[at + 1] == '*');
}

size_t pr_name_scan(pr_text text, size_t at, pr_text stop) {
    size_t end = pr_name_identifier(text, at);
    if (end == at) {
        return at;
    }
    for (size_t here = end; here < text.length;) {
        here = skip_spaces(text, here);
        size_t sign = starts_comment(text, here) ? 0 : sign_length(text, here);
        size_t part = sign > 0 ? here + sign : part_end(text, here);
        if (part == here || pr_text_equal((pr_text){text.at + here, part - here}, stop)) {
            break;
        }
        end = here = part;
    }
    return end;
}

static bool is_normal(pr_text name) {
    for (size_t i = 0; i < name.length; i++) {
        size_t space = pr_name_space(name, i);
        bool inside = i > 0 && i + 1 < name.length;
        if (space > 0 && (!inside || name.at[i] != ' ' || pr_name_space(name, i + 1) > 0)) {
            return false;
        }
        if (sign_length(name, i) > 0 &&
            ((i > 0 && name.at[i - 1] == ' ') || pr_name_space(name, i + 1) > 0)) {
            return false;
        }
    }
    return true;
}

pr_text pr_feel_normal_name(pr_text name, pr_arena *arena) {
    if (is_normal(name)) {
        return name;
    }
    char *out = pr_arena_alloc(arena, name.length, 1);
    if (out == NULL) {
        return (pr_text){0};
    }
    size_t length = 0;
    bool parted = false, glued = true;
    for (size_t i = 0; i < name.length;) {
        size_t space = pr_name_space(name, i);
        if (space > 0) {
            parted = true;
            i += space;
            continue;
        }
        size_t next = i, sign = sign_length(name, i);
        (void)next_point(name, &next);
        if (parted && !glued && sign == 0) {
            out[length++] = ' ';
        }
        memcpy(out + length, name.at + i, next - i);
        length += next - i;
        parted = false;
        glued = sign > 0;
        i = next;
    }
    return (pr_text){out, length};
}
