/* Tables of an audit as text, Markdown, or one HTML page that needs nothing beside it and prints. What came from a pool
 * is data in each of them. */
#include "report/grids.h"

#include "diag/diag.h"

enum { WIDEST_CELL = 60 };

static unsigned columns_of(pr_text text) {
    unsigned columns = 0;
    for (size_t at = 0; at < text.length;) {
        columns += pr_columns(pr_utf8_next(text, &at));
    }
    return columns;
}

static pr_text whole_cell(const pr_grid *g, uint32_t row, uint32_t column) {
    return g->cells[(size_t)row * g->column_count + column];
}

/* Of a line of text, and of a label: what is longer is cut. */
static pr_text cell(const pr_grid *g, uint32_t row, uint32_t column) {
    pr_text text = whole_cell(g, row, column);
    size_t most = WIDEST_CELL;
    size_t end = pr_utf8_skip(text, 0, &most);
    return (pr_text){text.at, end};
}

static pr_text column_name(const pr_grid *g, uint32_t column) {
    return pr_text_of(g->columns[column] != NULL ? g->columns[column] : "");
}

static void pad(unsigned count, pr_buf *out) {
    for (unsigned i = 0; i < count; i++) {
        pr_buf_char(out, ' ');
    }
}

static void write_cell(pr_text text, unsigned width, bool number, bool last, pr_buf *out) {
    unsigned taken = columns_of(text), rest = width > taken ? width - taken : 0;
    pr_buf_string(out, "  ");
    pad(number ? rest : 0, out);
    pr_buf_harmless(out, text, false);
    pad(number || last ? 0 : rest, out);
}

static void write_text_grid(const pr_grid *g, pr_buf *out) {
    unsigned widths[PR_GRID_COLUMNS] = {0};
    for (uint32_t c = 0; c < g->column_count; c++) {
        widths[c] = columns_of(column_name(g, c));
        for (uint32_t r = 0; r < g->row_count; r++) {
            unsigned width = columns_of(cell(g, r, c));
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (uint32_t r = 0; r <= g->row_count; r++) {
        for (uint32_t c = 0; c < g->column_count; c++) {
            write_cell(r == 0 ? column_name(g, c) : cell(g, r - 1, c), widths[c], g->numbers[c],
                       c + 1 == g->column_count, out);
        }
        pr_buf_char(out, '\n');
    }
}

/* Its lines, each ended with `end`. */
static void write_head(const pr_grids *grids, const char *end, pr_buf *out) {
    pr_text rest = grids->head;
    while (rest.length > 0) {
        const char *newline = memchr(rest.at, '\n', rest.length);
        size_t length = newline != NULL ? (size_t)(newline - rest.at) : rest.length;
        pr_buf_harmless(out, (pr_text){rest.at, length}, false);
        pr_buf_string(out, end);
        length += newline != NULL;
        rest = (pr_text){rest.at + length, rest.length - length};
    }
}

static void write_text(const pr_grids *grids, pr_buf *out) {
    write_head(grids, "\n", out);
    for (uint32_t i = 0; i < grids->count; i++) {
        const pr_grid *g = &grids->items[i];
        if (g->row_count == 0 && g->none == NULL) {
            continue;
        }
        pr_buf_printf(out, "\n%s\n", g->title);
        if (g->row_count == 0) {
            pr_buf_printf(out, "  %s\n", g->none);
        } else {
            write_text_grid(g, out);
        }
        pr_buf_string(out, g->cut ? "  ... and more\n" : "");
    }
}

/* Nothing of it may be taken for markup. */
static void write_markdown_text(pr_text text, pr_buf *out) {
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '<' || c == '>' || c == '&') {
            pr_buf_string(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            continue;
        }
        if (c != '\0' && strchr("\\`*_[]|#!", c) != NULL) {
            pr_buf_char(out, '\\');
        }
        size_t start = i;
        while (i + 1 < text.length && ((unsigned char)text.at[i + 1] & 0xC0) == 0x80) {
            i++;
        }
        pr_buf_harmless(out, (pr_text){text.at + start, i + 1 - start}, false);
    }
}

static void write_markdown(const pr_grids *grids, pr_buf *out) {
    pr_buf_string(out, "# Audit\n\n");
    write_head(grids, "  \n", out);
    for (uint32_t i = 0; i < grids->count; i++) {
        const pr_grid *g = &grids->items[i];
        if (g->row_count == 0 && g->none == NULL) {
            continue;
        }
        pr_buf_printf(out, "\n## %s\n\n", g->title);
        if (g->row_count == 0) {
            pr_buf_printf(out, "%s\n", g->none);
            continue;
        }
        for (uint32_t c = 0; c < g->column_count; c++) {
            pr_buf_printf(out, "| %.*s ", PR_ARG(column_name(g, c)));
        }
        pr_buf_string(out, "|\n");
        for (uint32_t c = 0; c < g->column_count; c++) {
            pr_buf_string(out, g->numbers[c] ? "| ---: " : "| --- ");
        }
        pr_buf_string(out, "|\n");
        for (uint32_t r = 0; r < g->row_count; r++) {
            for (uint32_t c = 0; c < g->column_count; c++) {
                pr_buf_string(out, "| ");
                write_markdown_text(cell(g, r, c), out);
                pr_buf_char(out, ' ');
            }
            pr_buf_string(out, "|\n");
        }
        pr_buf_string(out, g->cut ? "\n... and more\n" : "");
    }
}

static void write_html_text(pr_text text, pr_buf *out) {
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        uint32_t c = pr_utf8_next(text, &at);
        switch (c) {
        case '<': pr_buf_string(out, "&lt;"); break;
        case '>': pr_buf_string(out, "&gt;"); break;
        case '&': pr_buf_string(out, "&amp;"); break;
        case '"': pr_buf_string(out, "&quot;"); break;
        case '\n': pr_buf_string(out, "<br>"); break;
        default: pr_buf_harmless(out, (pr_text){text.at + start, at - start}, false); break;
        }
    }
}

static const char page_begin[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n<title>Audit</title>\n<style>\n"
    "body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "th, td { text-align: left; padding: .25em .75em .25em 0; border-bottom: 1px solid #ccc; "
    "overflow-wrap: anywhere; }\n"
    "td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
    "h2 { margin-top: 2em; } svg { width: 100%; height: auto; }\n"
    "@media print { body { margin: 0; } h2, tr { break-inside: avoid; } h2 { break-after: avoid; } }\n"
    "</style>\n</head>\n<body>\n<h1>Audit</h1>\n<p>";

static double number_in(pr_text text) {
    double number = 0;
    for (size_t i = 0; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

/* One bar for each row: how many are eligible, undetermined and ineligible. Shapes beside colours: it may be printed in
 * grey. */
static void write_chart(const pr_grid *g, pr_buf *out) {
    enum { LABEL = 260, BAR = 600, STEP = 22 };
    static const struct {
        uint32_t column;
        const char *color;
    } parts[] = {{1, "#1b7f4b"}, {3, "#c9ced6"}, {2, "#b3443a"}};
    pr_buf_printf(
        out,
        "<svg viewBox=\"0 0 %d %u\" role=\"img\" aria-label=\"eligible, undetermined and ineligible, by "
        "program\">\n",
        LABEL + BAR, (g->row_count + 1) * STEP);
    for (uint32_t r = 0; r < g->row_count; r++) {
        double all = 0, at = LABEL;
        for (size_t k = 0; k < 3; k++) {
            all += number_in(cell(g, r, parts[k].column));
        }
        pr_buf_printf(out, "<text x=\"0\" y=\"%u\" font-size=\"13\">", r * STEP + 15);
        write_html_text(cell(g, r, 0), out);
        pr_buf_string(out, "</text>\n");
        for (size_t k = 0; k < 3 && all > 0; k++) {
            double width = BAR * number_in(cell(g, r, parts[k].column)) / all;
            pr_buf_printf(out,
                          "<rect x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"16\" fill=\"%s\"><title>%s: %.*s"
                          "</title></rect>\n",
                          at, r * STEP + 2, width, parts[k].color, g->columns[parts[k].column],
                          PR_ARG(cell(g, r, parts[k].column)));
            at += width;
        }
    }
    pr_buf_printf(out,
                  "<text x=\"%d\" y=\"%u\" font-size=\"12\">from the left: eligible, undetermined, ineligible"
                  "</text>\n</svg>\n",
                  LABEL, g->row_count * STEP + 16);
}

static void write_html_grid(const pr_grid *g, pr_buf *out) {
    pr_buf_string(out, "<table>\n<thead><tr>");
    for (uint32_t c = 0; c < g->column_count; c++) {
        pr_buf_printf(out, "<th%s>%.*s</th>", g->numbers[c] ? " class=\"n\"" : "", PR_ARG(column_name(g, c)));
    }
    pr_buf_string(out, "</tr></thead>\n<tbody>\n");
    for (uint32_t r = 0; r < g->row_count; r++) {
        pr_buf_string(out, "<tr>");
        for (uint32_t c = 0; c < g->column_count; c++) {
            pr_buf_string(out, g->numbers[c] ? "<td class=\"n\">" : "<td>");
            write_html_text(whole_cell(g, r, c), out);
            pr_buf_string(out, "</td>");
        }
        pr_buf_string(out, "</tr>\n");
    }
    pr_buf_string(out, g->cut ? "</tbody>\n</table>\n<p>... and more</p>\n" : "</tbody>\n</table>\n");
}

static void write_html(const pr_grids *grids, pr_buf *out) {
    pr_buf_string(out, page_begin);
    write_html_text(grids->head, out);
    pr_buf_string(out, "</p>\n");
    for (uint32_t i = 0; i < grids->count; i++) {
        const pr_grid *g = &grids->items[i];
        if (g->row_count == 0 && g->none == NULL) {
            continue;
        }
        pr_buf_printf(out, "<h2>%s</h2>\n", g->title);
        if (g->row_count == 0) {
            pr_buf_printf(out, "<p>%s</p>\n", g->none);
            continue;
        }
        if (g->chart) {
            write_chart(g, out);
        }
        write_html_grid(g, out);
    }
    pr_buf_string(out, "</body>\n</html>\n");
}

void pr_report_grids(const pr_grids *grids, preceptor_format format, pr_buf *out) {
    switch (format) {
    case PRECEPTOR_MARKDOWN: write_markdown(grids, out); break;
    case PRECEPTOR_HTML: write_html(grids, out); break;
    default: write_text(grids, out); break;
    }
}
