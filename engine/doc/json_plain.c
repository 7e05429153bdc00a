#include "doc/json_plain.h"

#include <stdbool.h>
#include <stdlib.h>

void pr_json_plain_release(pr_json_plain *plain) {
    free(plain->offsets);
    *plain = (pr_json_plain){0};
}

/* Room for an offset of each byte and the one behind the last. */
static bool make_room(pr_json_plain *plain, size_t length) {
    if (plain->capacity > length) {
        return true;
    }
    size_t capacity = length < 4096 ? 4096 : 2 * (length + 1);
    uint32_t *offsets = realloc(plain->offsets, capacity * sizeof *offsets);
    if (offsets == NULL) {
        return false;
    }
    plain->offsets = offsets;
    plain->capacity = capacity;
    return true;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_mark(char c) { return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ','; }

/* Where `bytes` goes on behind the string that begins at `at`: `length` when it never ends, or holds a control
 * character. */
static size_t string_end(const char *bytes, size_t at, size_t length) {
    for (at++; at < length && (unsigned char)bytes[at] >= 0x20; at++) {
        if (bytes[at] == '"') {
            return at + 1;
        }
        at += bytes[at] == '\\' && at + 1 < length && (unsigned char)bytes[at + 1] >= 0x20;
    }
    return length + 1;
}

pr_json_result pr_json_plain_run(pr_json_plain *plain, const char *bytes, size_t length,
                                 const uint32_t **offsets, uint32_t *count) {
    if (!make_room(plain, length)) {
        return PR_JSON_NO_MEMORY;
    }
    uint32_t found = 0;
    bool inside = false;  /* a scalar that is no string, which a quote does not end */
    bool escaped = false; /* by a backslash, which counts outside of strings too */
    for (size_t at = 0; at < length;) {
        char c = bytes[at];
        bool quote = c == '"' && !escaped;
        if (is_mark(c) || (!is_blank(c) && !inside)) {
            plain->offsets[found++] = (uint32_t)at;
        }
        inside = !quote && !is_mark(c) && !is_blank(c);
        escaped = c == '\\' && !escaped;
        at = quote ? string_end(bytes, at, length) : at + 1;
        if (at > length) {
            return PR_JSON_REFUSED;
        }
    }
    if (pr_utf8_valid((pr_text){bytes, length}) < length) {
        return PR_JSON_REFUSED;
    }
    plain->offsets[found] = (uint32_t)length;
    *offsets = plain->offsets;
    *count = found;
    return found > 0 ? PR_JSON_DONE : PR_JSON_EMPTY;
}
