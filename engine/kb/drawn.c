/* Rows of a decision table that are drawn as text under a block sign, one a line:
 *
 *     rows: |
 *       | >= 3 | "elective"      | high |
 *       | -    | not("elective") | low  |
 *
 * Cells become what they would be in a list of YAML, each with its place in the file. */
#include "kb/load.h"

#include "base/limits.h"
#include "doc/yaml.h"

typedef struct drawing {
    pr_loader *loader;
    const pr_doc_node *node;
    uint32_t inputs; /* cells that are unary tests */
    PR_VEC(pr_doc_node) cells;
} drawing;

/* The place of bytes of a line. A block scalar's lines stand in the file as they are. */
static pr_origin place_in(pr_span line, size_t from, size_t to) {
    return (pr_origin){.source = line.source,
                       .start = line.start + (uint32_t)from,
                       .end = line.start + (uint32_t)to,
                       .style = PR_STYLE_EXACT};
}

static bool is_quoted(pr_text text) {
    return text.length >= 2 && text.at[0] == '"' && text.at[text.length - 1] == '"';
}

static bool add_cell(drawing *d, pr_text line, pr_span place, size_t from, size_t to) {
    while (from < to && (line.at[from] == ' ' || line.at[from] == '\t')) {
        from++;
    }
    while (to > from && (line.at[to - 1] == ' ' || line.at[to - 1] == '\t' || line.at[to - 1] == '\r')) {
        to--;
    }
    pr_doc_node cell = {
        .kind = PR_DOC_STRING, .text = {line.at + from, to - from}, .origin = place_in(place, from, to)};
    if (d->cells.count >= d->inputs && is_quoted(cell.text)) {
        cell.text = (pr_text){cell.text.at + 1, cell.text.length - 2};
    } else if (d->cells.count >= d->inputs) {
        pr_doc_plain(&cell);
    }
    return PR_PUSH(d->loader->arena, &d->cells, cell) || pr_kb_no_memory(d->loader);
}

/* The end of a cell: a bar that stands in no text, or the end of the line. */
static size_t end_of_cell(pr_text line, size_t at) {
    bool quoted = false;
    for (; at < line.length && (quoted || line.at[at] != '|'); at++) {
        if (line.at[at] == '"') {
            quoted = !quoted;
        } else if (quoted && line.at[at] == '\\' && at + 1 < line.length) {
            at++;
        }
    }
    return at;
}

/* `|---|---|` separates lines for the eye. */
static bool is_ruled(pr_text line) {
    bool dashes = false;
    for (size_t i = 0; i < line.length; i++) {
        if (strchr("|-:+ =\t\r", line.at[i]) == NULL) {
            return false;
        }
        dashes = dashes || (line.at[i] == '-' && i + 1 < line.length && line.at[i + 1] == '-');
    }
    return dashes;
}

static bool read_line(drawing *d, pr_text line, size_t offset, pr_kb_drawn *out) {
    pr_text inner = pr_text_trim(line);
    if (inner.length == 0 || inner.at[0] == '#' || is_ruled(inner)) {
        return true;
    }
    size_t at = (size_t)(inner.at - line.at), end = at + inner.length, start = at;
    pr_span place = pr_origin_span(&d->node->origin, offset + at, offset + end);
    /* The line's own bytes begin where its first character stands. */
    place.start -= (uint32_t)at;
    at += line.at[at] == '|' ? 1 : 0;
    d->cells.items = NULL;
    d->cells.count = d->cells.capacity = 0;
    pr_text upto = {line.at, end};
    while (at < end) {
        size_t stop = end_of_cell(upto, at);
        if (stop > at && !add_cell(d, line, place, at, stop)) { /* `||` is a thicker bar */
            return false;
        }
        at = stop + 1;
    }
    pr_doc_node row = {.kind = PR_DOC_LIST,
                       .count = d->cells.count,
                       .origin = place_in(place, start, end),
                       .items = d->cells.items};
    return PR_PUSH(d->loader->arena, out, row) || pr_kb_no_memory(d->loader);
}

bool pr_kb_read_drawn(pr_loader *loader, const pr_doc_node *node, uint32_t inputs, pr_kb_drawn *out) {
    drawing d = {.loader = loader, .node = node, .inputs = inputs};
    if (node->origin.style != PR_STYLE_LITERAL) {
        pr_diag *diag = pr_error(loader->diags, "wrong-type", pr_doc_span(node),
                                 "expected a list of rows, or rows drawn as text, found other text");
        pr_diag_hint(loader->diags, diag, "write 'rows: |' and the rows on lines of their own");
        return true;
    }
    for (size_t at = 0; at < node->text.length && out->count <= PR_LIMIT_TABLE_ROWS;) {
        const char *line_end = memchr(node->text.at + at, '\n', node->text.length - at);
        size_t end = line_end != NULL ? (size_t)(line_end - node->text.at) : node->text.length;
        if (!read_line(&d, (pr_text){node->text.at + at, end - at}, at, out)) {
            return false;
        }
        at = end + 1;
    }
    return true;
}
