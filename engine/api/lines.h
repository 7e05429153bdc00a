/* The lines of a stream, one at a time, in a buffer that grows to the longest. */
#ifndef PR_API_LINES_H
#define PR_API_LINES_H

#include "base/text.h"

typedef struct pr_lines {
    const preceptor_reader *reader;
    const preceptor_allocator *allocator;
    size_t limit; /* bytes of the longest line that is given */
    char *buffer; /* what was read and not yet used */
    size_t start, end, capacity;
    bool at_end;
    uint64_t number;         /* of the line given last, from 1 */
    preceptor_status status; /* why it FAILED */
} pr_lines;

typedef enum pr_line { PR_LINE, PR_LINE_TOO_LONG, PR_LINE_END, PR_LINE_FAILED } pr_line;

/* The next line, without its end; it is borrowed until the next call. */
pr_line pr_lines_next(pr_lines *lines, pr_text *line);
void pr_lines_release(pr_lines *lines);

#endif
