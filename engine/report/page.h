/* Text for a terminal: words wrapped at a width and indented, made harmless, coloured where asked.
 *
 * A line is begun, filled with pieces of text, and ended. White space in the pieces separates words and is not kept as
 * it is; pieces without white space between them make one word.
 */
#ifndef PR_REPORT_PAGE_H
#define PR_REPORT_PAGE_H

#include "report/report.h"

typedef enum pr_ink { PR_INK_PLAIN, PR_INK_BOLD, PR_INK_DIM, PR_INK_GOOD, PR_INK_OPEN, PR_INK_BAD } pr_ink;

typedef struct pr_page {
    pr_buf *out;
    bool color;
    unsigned width;  /* columns */
    unsigned column; /* of the line, where the next word comes */
    unsigned hang;   /* where its following lines begin */
    pr_buf word;     /* being put together, not in `out` yet; colours included */
    unsigned word_columns;
    bool gap;   /* white space before the word */
    bool fresh; /* no word on this line yet */
} pr_page;

void pr_page_init(pr_page *page, const pr_view *view, pr_buf *out);
/* A want of memory shows in `out->failed`. */
void pr_page_release(pr_page *page);

/* Columns: `indent` of the first line, `hang` of those that follow. */
void pr_page_begin(pr_page *page, unsigned indent, unsigned hang);
/* The same without wrapping. */
void pr_page_begin_long(pr_page *page, unsigned indent);
void pr_page_end(pr_page *page);
void pr_page_blank(pr_page *page);

/* Text from a knowledge base or a profile. */
void pr_page_text(pr_page *page, pr_text text);
/* Text from code. */
void pr_page_string(pr_page *page, const char *text);
void pr_page_count(pr_page *page, uint32_t count);
void pr_page_date(pr_page *page, int64_t packed);
/* Until the next one. */
void pr_page_ink(pr_page *page, pr_ink ink);
void pr_page_inked(pr_page *page, pr_ink ink, const char *text);
/* Spaces up to a column, at least two. */
void pr_page_tab(pr_page *page, unsigned column);
/* Texts joined by commas: at most `most`, then "and N more". */
void pr_page_texts(pr_page *page, const pr_text *texts, uint32_t count, uint32_t most);

/* The columns that a text takes when it is shown. */
unsigned pr_page_columns(pr_text text);

#endif
