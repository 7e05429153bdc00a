/* Lines of a source, for the files of diag/ alone. CRLF, CR and LF end lines; a BOM belongs to none. */
#ifndef PR_DIAG_LINES_H
#define PR_DIAG_LINES_H

#include "diag/diag.h"

typedef struct pr_line {
    uint32_t number;   /* from 1 */
    size_t start, end; /* its bytes, without what ends it */
} pr_line;

/* The line of a byte; past the end it is the last line. */
pr_line pr_line_at(pr_text bytes, size_t offset);
/* How long the line end at a byte is: 0 when there is none. */
size_t pr_line_break(pr_text bytes, size_t at);

#endif
