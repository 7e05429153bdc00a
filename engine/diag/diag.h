/* Sources, places in them, and what there is to say about them.
 *
 * The library never prints: whoever can fail on bad input takes a pr_diags and adds to it. Places are byte
 * offsets into the bytes as read; lines and columns (counted in characters, from 1) are computed when
 * shown.
 */
#ifndef PR_DIAG_DIAG_H
#define PR_DIAG_DIAG_H

#include "base/buf.h"
#include "base/vec.h"

/* A file as read. Lives in the arena of whoever read it; its bytes stay unchanged. */
typedef struct pr_source {
    pr_text name;  /* as a person would type it */
    pr_text bytes; /* the whole file, a BOM included */
} pr_source;

/* Bytes [start, end) of a source. A NULL source means the place is not in a file. */
typedef struct pr_span {
    const pr_source *source;
    uint32_t start, end;
} pr_span;

/* How the text of a scalar stands in its file, for mapping an offset in the decoded text to a byte of the
 * file. */
typedef enum pr_style {
    PR_STYLE_EXACT,   /* byte for byte: a single-line plain scalar, a file of one expression, a --set value */
    PR_STYLE_PLAIN,   /* YAML plain over several lines: folded */
    PR_STYLE_SINGLE,  /* YAML '...' */
    PR_STYLE_DOUBLE,  /* YAML "..." and JSON strings: escapes */
    PR_STYLE_LITERAL, /* YAML | */
    PR_STYLE_FOLDED,  /* YAML > */
} pr_style;

/* Where a text came from. `start` and `end` enclose the scalar as written, quotes and block header
 * included, the line ends after a block scalar left out. */
typedef struct pr_origin {
    const pr_source *source;
    uint32_t start, end;
    uint8_t style;   /* pr_style */
    uint16_t indent; /* of a block scalar's lines, in spaces; 0: that of its first line */
} pr_origin;

/* The span in the file of bytes [from, to) of the decoded text. Scans the scalar again, so it costs
 * nothing until something is to be shown. Offsets past the text's end map to the scalar's end. */
pr_span pr_origin_span(const pr_origin *origin, size_t from, size_t to);
/* The whole scalar. */
static inline pr_span pr_origin_whole(const pr_origin *origin) {
    return (pr_span){origin->source, origin->start, origin->end};
}

typedef enum pr_severity { PR_ERROR, PR_WARNING, PR_NOTE } pr_severity;

typedef struct pr_note pr_note;
/* A second place that belongs to a diagnostic: "first declared here". */
struct pr_note {
    pr_note *next;
    pr_span span;
    pr_text message;
};

typedef struct pr_diag {
    pr_severity severity;
    const char *code; /* stable, lower-case-with-hyphens, static: "duplicate-key" */
    pr_span span;
    pr_text message; /* one sentence, lower case, no full stop */
    pr_text hint;    /* empty, or one sentence: "did you mean 'rotations'?" */
    pr_note *notes;
} pr_diag;

/* A list of diagnostics with an arena of its own. */
typedef struct pr_diags {
    pr_arena arena;
    PR_VEC(pr_diag) list;
    uint32_t errors, warnings; /* all that were added, those past the limit included */
    bool failed;               /* out of memory: something may be missing */
} pr_diags;

void pr_diags_init(pr_diags *diags, const preceptor_allocator *allocator);
void pr_diags_release(pr_diags *diags);
void pr_diags_clear(pr_diags *diags);

/* Adds one; the texts are copied, but of endless names in them only the ends. Returns it for pr_diag_hint and
 * pr_diag_note, or NULL when it was only counted. */
pr_diag *pr_diag_add(pr_diags *diags, pr_severity severity, const char *code, pr_span span,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));
#define pr_error(diags, code, span, ...) pr_diag_add((diags), PR_ERROR, (code), (span), __VA_ARGS__)
#define pr_warn(diags, code, span, ...) pr_diag_add((diags), PR_WARNING, (code), (span), __VA_ARGS__)
/* Both accept a NULL diagnostic and then do nothing. */
void pr_diag_hint(pr_diags *diags, pr_diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void pr_diag_note(pr_diags *diags, pr_diag *diag, pr_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Room for the candidates of a hint. NULL when out of memory, and when the diagnostic is only counted: to gather them
 * for each of many errors would take the square of their number. */
static inline pr_text *pr_diag_names(const pr_diag *diag, pr_arena *arena, size_t count) {
    return diag != NULL ? PR_NEW_ARRAY(arena, pr_text, count) : NULL;
}
/* Hints "did you mean 'X'?" when a candidate is near enough to `name`. */
void pr_diag_suggest(pr_diags *diags, pr_diag *diag, pr_text name, const pr_text *candidates, size_t count);

/* Line and column (in characters), both from 1, of a byte. A BOM is no column. CRLF, CR and LF end lines. */
typedef struct pr_place {
    uint32_t line, column;
} pr_place;
pr_place pr_source_place(const pr_source *source, uint32_t offset);

/* The same for many places: each source that is met is gone through once. In an arena; zeroed but for that. */
typedef struct pr_source_lines pr_source_lines;
typedef struct pr_places {
    pr_arena *arena;
    PR_VEC(pr_source_lines) sources;
} pr_places;
pr_place pr_places_find(pr_places *places, const pr_source *source, uint32_t offset);

/* An error at the first byte that is none otherwise. */
bool pr_source_is_utf8(const pr_source *source, pr_diags *diags);

/* Sorts by source name, place and code, and drops exact repetitions. */
void pr_diags_sort(pr_diags *diags);
/* Writes all as a person reads them:
 *     FILE:LINE:COL: error: message
 *        12 |     requires: third_year_don
 *           |               ^~~~~~~~~~~~~~
 *        hint: did you mean 'third_year_done'?
 * Tabs of the line are repeated under it, so that the caret stands right; control characters are made
 * harmless; long lines are cut around the place. Ends with how many more there were when the limit cut the
 * list. */
void pr_diags_render(const pr_diags *diags, bool color, pr_buf *out);

/* Appends text from a file so that it can do no harm on a terminal: control characters, bidirectional
 * overrides and escape sequences become visible escapes (\x1b, \u202e); tabs stay where `keep_tabs`; bad
 * UTF-8 becomes U+FFFD. */
void pr_buf_harmless(pr_buf *out, pr_text text, bool keep_tabs);
/* Control characters, bidirectional overrides, what is not seen. Tabs and line ends too. */
bool pr_harmful(uint32_t code_point);
/* How many columns pr_buf_harmless's output for a character takes; of a tab: of its escape. */
unsigned pr_columns(uint32_t code_point);

#endif
