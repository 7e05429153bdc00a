/* Reading lines. */
#include "api/lines.h"

enum { READ_SIZE = 1 << 18 };

/* Makes room behind what is there. */
static bool make_room(pr_lines *l) {
    if (l->start > 0) {
        memmove(l->buffer, l->buffer + l->start, l->end - l->start);
        l->end -= l->start;
        l->start = 0;
    }
    if (l->capacity - l->end >= READ_SIZE) {
        return true;
    }
    size_t larger = l->capacity == 0 ? (size_t)READ_SIZE * 2 : l->capacity * 2;
    char *grown = pr_heap_alloc(l->allocator, larger);
    if (grown == NULL) {
        l->status = PRECEPTOR_NO_MEMORY;
        return false;
    }
    if (l->end > 0) {
        memcpy(grown, l->buffer, l->end);
    }
    pr_heap_free(l->allocator, l->buffer);
    l->buffer = grown;
    l->capacity = larger;
    return true;
}

static bool fill(pr_lines *l) {
    if (!make_room(l)) {
        return false;
    }
    ptrdiff_t got = l->reader->read(l->reader->context, l->buffer + l->end, l->capacity - l->end);
    if (got < 0) {
        l->status = PRECEPTOR_IO;
        return false;
    }
    l->at_end = got == 0;
    l->end += (size_t)got;
    return true;
}

/* Passes over the rest of a line that is too long. */
static bool skip_line(pr_lines *l) {
    for (;;) {
        const char *newline = memchr(l->buffer + l->start, '\n', l->end - l->start);
        if (newline != NULL) {
            l->start = (size_t)(newline - l->buffer) + 1;
            return true;
        }
        l->start = l->end;
        if (l->at_end) {
            return true;
        }
        if (!fill(l)) {
            return false;
        }
    }
}

pr_line pr_lines_next(pr_lines *l, pr_text *line) {
    size_t searched = l->start;
    for (;;) {
        const char *newline =
            searched < l->end ? memchr(l->buffer + searched, '\n', l->end - searched) : NULL;
        if (newline != NULL || (l->at_end && l->end > l->start)) {
            size_t stop = newline != NULL ? (size_t)(newline - l->buffer) : l->end;
            *line = (pr_text){l->buffer + l->start, stop - l->start};
            l->start = newline != NULL ? stop + 1 : stop;
            l->number++;
            return line->length > l->limit ? PR_LINE_TOO_LONG : PR_LINE;
        }
        if (l->at_end) {
            return PR_LINE_END;
        }
        if (l->end - l->start > l->limit) {
            l->number++;
            return skip_line(l) ? PR_LINE_TOO_LONG : PR_LINE_FAILED;
        }
        size_t have = l->end - l->start;
        if (!fill(l)) {
            return PR_LINE_FAILED;
        }
        searched = l->start + have;
    }
}

void pr_lines_release(pr_lines *l) { pr_heap_free(l->allocator, l->buffer); }
