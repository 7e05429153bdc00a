/* Lines and columns of a byte. */
#include "diag/lines.h"

size_t pr_line_break(pr_text bytes, size_t at) {
    if (bytes.at[at] == '\r') {
        return at + 1 < bytes.length && bytes.at[at + 1] == '\n' ? 2 : 1;
    }
    return bytes.at[at] == '\n' ? 1 : 0;
}

pr_line pr_line_at(pr_text bytes, size_t offset) {
    pr_line line = {.number = 1, .start = pr_utf8_mark(bytes)};
    offset = offset < bytes.length ? offset : bytes.length;
    for (size_t i = line.start; i < offset;) {
        size_t length = pr_line_break(bytes, i);
        if (length == 0) {
            i++;
            continue;
        }
        i += length;
        /* Inside CRLF is still the line that it ends. */
        if (i <= offset) {
            line.number++;
            line.start = i;
        }
    }
    line.end = line.start;
    while (line.end < bytes.length && pr_line_break(bytes, line.end) == 0) {
        line.end++;
    }
    return line;
}

/* How many characters stand before a byte. One in the middle of a character is at that character. */
static uint32_t characters(pr_text bytes, size_t from, size_t end) {
    uint32_t count = 0;
    for (size_t i = from; i < end;) {
        (void)pr_utf8_next(bytes, &i);
        count += i <= end;
    }
    return count;
}

pr_place pr_source_place(const pr_source *source, uint32_t offset) {
    pr_line line = pr_line_at(source->bytes, offset);
    size_t end = offset < line.end ? offset : line.end;
    return (pr_place){line.number, characters(source->bytes, line.start, end) + 1};
}

struct pr_source_lines {
    const pr_source *source;
    PR_VEC(uint32_t) starts; /* the first byte of each line */
};

static const pr_source_lines *lines_of(pr_places *places, const pr_source *source) {
    for (uint32_t i = 0; i < places->sources.count; i++) {
        if (places->sources.items[i].source == source) {
            return &places->sources.items[i];
        }
    }
    pr_source_lines made = {.source = source};
    size_t at = pr_utf8_mark(source->bytes);
    bool ok = PR_PUSH(places->arena, &made.starts, (uint32_t)at);
    while (ok && at < source->bytes.length) {
        size_t length = pr_line_break(source->bytes, at);
        at += length > 0 ? length : 1;
        ok = length == 0 || PR_PUSH(places->arena, &made.starts, (uint32_t)at);
    }
    return ok && PR_PUSH(places->arena, &places->sources, made)
               ? &places->sources.items[places->sources.count - 1]
               : NULL;
}

pr_place pr_places_find(pr_places *places, const pr_source *source, uint32_t offset) {
    const pr_source_lines *lines = lines_of(places, source);
    if (lines == NULL) {
        return pr_source_place(source, offset);
    }
    uint32_t low = 0, high = lines->starts.count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        bool before = lines->starts.items[middle] <= offset;
        low = before ? middle : low;
        high = before ? high : middle;
    }
    size_t start = lines->starts.items[low], end = start;
    while (end < offset && end < source->bytes.length && pr_line_break(source->bytes, end) == 0) {
        end++;
    }
    return (pr_place){low + 1, characters(source->bytes, start, end) + 1};
}
