/* A table in CSV as a whole. */
#include "audit/csv_table.h"

#include "audit/csv_split.h"
#include "base/limits.h"
#include "base/vec.h"

typedef struct reading {
    const pr_source *source;
    char delimiter;
    struct csv_parser parser;
    pr_arena *arena;
    pr_diags *diags;
    PR_VEC(pr_csv_cell) cells;
    uint32_t columns, rows;
    bool good;
} reading;

/* Where a cell from `start` to `end` stands in the file, without blanks and quotes around it. */
static pr_origin place_of(const reading *r, pr_text record, size_t start, size_t end) {
    const char *bytes = record.at;
    end -= end > start && (end < record.length || bytes[end - 1] == r->delimiter);
    while (start < end && strchr(" \r\n", bytes[start]) != NULL) {
        start++;
    }
    while (end > start && strchr(" \r\n", bytes[end - 1]) != NULL) {
        end--;
    }
    if (end - start >= 2 && bytes[start] == '"' && bytes[end - 1] == '"') {
        start++;
        end--;
    }
    size_t base = (size_t)(record.at - r->source->bytes.at);
    return (pr_origin){.source = r->source, .start = (uint32_t)(base + start), .end = (uint32_t)(base + end)};
}

static void report_row(reading *r, pr_text record, uint32_t count) {
    size_t base = (size_t)(record.at - r->source->bytes.at);
    pr_span span = {r->source, (uint32_t)base, (uint32_t)(base + (record.length > 0 ? 1 : 0))};
    if (r->columns == 0 && count > 0) {
        pr_csv_report_columns(r->diags, span, count);
    } else if (count == 0) {
        pr_error(r->diags, "invalid-csv", span, "the quotes of this row do not close");
    } else {
        pr_error(r->diags, "invalid-csv", span, "this row has %u cells, and the first one names %u columns",
                 count, r->columns);
    }
    r->good = false;
}

static bool take(reading *r, pr_text record) {
    pr_csv_cells cells = {.arena = r->arena, .most = r->columns > 0 ? r->columns : PR_LIMIT_CSV_COLUMNS};
    cells.texts = PR_NEW_ARRAY(r->arena, pr_text, cells.most + 1u);
    if (cells.texts == NULL) {
        return false;
    }
    bool split = pr_csv_split(&r->parser, record, r->delimiter, &cells);
    if (cells.failed) {
        return false;
    }
    bool fits = split && cells.count <= cells.most && (r->columns == 0 || cells.count == r->columns);
    if (!fits) {
        report_row(r, record, split ? cells.count : 0);
        return true;
    }
    r->columns = cells.count;
    r->rows++;
    for (size_t i = 0, start = 0, end; i < cells.count; i++, start = end) {
        end = pr_csv_next(record, r->delimiter, start);
        pr_csv_cell cell = {pr_text_trim(cells.texts[i]), place_of(r, record, start, end)};
        if (!PR_PUSH(r->arena, &r->cells, cell)) {
            return false;
        }
    }
    return true;
}

static bool read_rows(reading *r) {
    pr_text bytes = r->source->bytes;
    size_t start = pr_utf8_mark(bytes);
    size_t first = pr_csv_end(bytes, start, ',', true);
    r->delimiter = pr_csv_delimiter((pr_text){bytes.at + start, first - start});
    for (size_t end; start < bytes.length; start = end) {
        end = pr_csv_end(bytes, start, r->delimiter, true);
        pr_text record = {bytes.at + start, end - start};
        if (pr_text_trim(record).length > 0 && !take(r, record)) {
            return false;
        }
        if (!r->good && r->columns == 0) {
            break; /* the row that names the columns is none: nothing can be said of those behind it */
        }
    }
    return true;
}

bool pr_csv_table_read(const pr_source *source, pr_arena *arena, pr_diags *diags, pr_csv_table *out) {
    reading r = {.source = source, .arena = arena, .diags = diags, .good = true};
    *out = (pr_csv_table){0};
    if (!pr_source_is_utf8(source, diags)) {
        return false;
    }
    bool begun = csv_init(&r.parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
    if (!begun || !read_rows(&r)) {
        diags->failed = true;
    }
    if (begun) {
        csv_free(&r.parser);
    }
    if (r.good && r.rows == 0) {
        pr_error(diags, "empty-file", ((pr_span){source, 0, 0}),
                 "the table is empty: its first row names the columns");
        r.good = false;
    }
    if (r.rows > 0) {
        *out = (pr_csv_table){.columns = r.columns,
                              .row_count = r.rows - 1,
                              .names = r.cells.items,
                              .cells = r.cells.items + r.columns};
    }
    return r.good && !diags->failed;
}
