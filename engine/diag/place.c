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

pr_place pr_source_place(const pr_source *source, uint32_t offset) {
    pr_line line = pr_line_at(source->bytes, offset);
    size_t end = offset < line.end ? offset : line.end;
    uint32_t column = 1;
    for (size_t i = line.start; i < end;) {
        (void)pr_utf8_next(source->bytes, &i);
        /* A byte in the middle of a character is at that character. */
        column += i <= end;
    }
    return (pr_place){.line = line.number, .column = column};
}
