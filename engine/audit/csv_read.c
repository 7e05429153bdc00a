/* Records of CSV as documents. */
#include "audit/csv_split.h"

#include "base/limits.h"

struct pr_csv_reader {
    const pr_plan *plan;
    struct csv_parser parser;
    pr_doc_json_parser *json;
};

pr_csv_reader *pr_csv_reader_new(const pr_plan *plan) {
    pr_csv_reader *r = pr_heap_zalloc(plan->allocator, sizeof *r);
    if (r == NULL) {
        return NULL;
    }
    r->plan = plan;
    r->json = pr_doc_json_parser_new(plan->allocator);
    if (r->json == NULL || csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        pr_doc_json_parser_free(r->json);
        pr_heap_free(plan->allocator, r);
        return NULL;
    }
    return r;
}

void pr_csv_reader_free(pr_csv_reader *r) {
    if (r != NULL) {
        csv_free(&r->parser);
        pr_doc_json_parser_free(r->json);
        pr_heap_free(r->plan->allocator, r);
    }
}

static void take_cell(void *text, size_t length, void *user) {
    pr_csv_cells *cells = user;
    if (cells->count < cells->most && length > 0) {
        pr_text copy = pr_text_copy(cells->arena, (pr_text){text, length});
        cells->failed |= copy.at == NULL;
        cells->texts[cells->count] = copy;
    }
    cells->count++;
}

bool pr_csv_split(struct csv_parser *parser, pr_text record, char delimiter, pr_csv_cells *cells) {
    csv_set_delim(parser, (unsigned char)delimiter);
    bool ok = csv_parse(parser, record.at, record.length, take_cell, NULL, cells) == record.length;
    /* Ends the last cell, and leaves the parser ready for the next record. */
    bool ended = csv_fini(parser, take_cell, NULL, cells) == 0;
    cells->failed |= csv_error(parser) == CSV_ENOMEM;
    if (!ok || !ended) {
        csv_free(parser);
        cells->failed |= csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0;
    }
    return ok && ended && !cells->failed;
}

void pr_csv_report_columns(pr_diags *diags, pr_span span, uint32_t count) {
    pr_error(diags, "limit", span, "the first row has %u columns, and a table has at most %d", count,
             PR_LIMIT_CSV_COLUMNS);
}

/* What is read, and into what. */
typedef struct reading {
    pr_csv_reader *reader;
    const pr_csv *csv;
    const pr_source *record;
    const pr_text *cells;
    pr_arena *arena;
    pr_diags *diags;
} reading;

static pr_origin place(const reading *r, uint32_t cell) {
    return (pr_origin){.source = r->record, .start = cell, .end = cell + 1, .style = PR_STYLE_DOUBLE};
}

static pr_span span_of(const reading *r, uint32_t cell) { return (pr_span){r->record, cell, cell + 1}; }

static const pr_schema *schema_of(const reading *r, const pr_csv_column *c) {
    uint32_t attribute = c->field != PR_NONE ? c->field : c->attribute;
    const pr_schema *schema = r->reader->plan->program->attributes[attribute].schema;
    return c->item > 0 && c->field == PR_NONE ? schema->element : schema;
}

/* Nothing in a cell of JSON is told more exactly than by the cell. */
static void settle(const reading *r, pr_doc_node *node, uint32_t cell) {
    node->origin = place(r, cell);
    for (uint32_t i = 0; node->kind == PR_DOC_LIST && i < node->count; i++) {
        settle(r, (pr_doc_node *)(uintptr_t)&node->items[i], cell);
    }
    for (uint32_t i = 0; node->kind == PR_DOC_MAP && i < node->count; i++) {
        pr_doc_pair *pair = (pr_doc_pair *)(uintptr_t)&node->pairs[i];
        settle(r, &pair->key, cell);
        settle(r, &pair->value, cell);
    }
}

/* Of a word by itself also how a list of it is written. */
static void tell_json(const reading *r, const pr_csv_column *c, const pr_diag *found) {
    enum { LONGEST_EXAMPLE = 40 };
    pr_text text = pr_text_trim(r->cells[c->cell]);
    pr_buf example;
    pr_buf_init(&example, r->reader->plan->allocator);
    if (text.length > 0 && text.length <= LONGEST_EXAMPLE && strchr("[{\"", text.at[0]) == NULL) {
        pr_buf_string(&example, "; a list of it is written [");
        pr_json_string(text, &example);
        pr_buf_char(&example, ']');
    }
    pr_error(r->diags, found->code, span_of(r, c->cell), "in the JSON of '%.*s': %.*s%.*s", PR_ARG(c->name),
             PR_ARG(found->message), PR_ARG(pr_buf_view(&example)));
    r->diags->failed |= example.failed;
    pr_buf_release(&example);
}

/* What is no JSON is told, and stands as an empty list, so that the rest, and the id, can be read. */
static void read_json(const reading *r, const pr_csv_column *c, pr_doc_node *out) {
    uint32_t cell = c->cell;
    pr_diags inner;
    pr_diags_init(&inner, r->reader->plan->allocator);
    *out = (pr_doc_node){.kind = PR_DOC_LIST, .origin = place(r, cell)};
    const pr_source source = {.name = r->record->name, .bytes = r->cells[cell]};
    const pr_doc_node *root =
        pr_doc_json_read(r->reader->json, &source, 0, &r->reader->plan->limits, r->arena, &inner);
    if (root != NULL) {
        *out = *root;
        settle(r, out, cell);
    } else if (inner.list.count > 0) {
        tell_json(r, c, &inner.list.items[0]);
    }
    r->diags->failed |= inner.failed;
    pr_diags_release(&inner);
}

static void read_cell(const reading *r, const pr_csv_column *c, pr_doc_node *out) {
    const pr_schema *schema = schema_of(r, c);
    pr_text text = pr_text_trim(r->cells[c->cell]);
    if (schema->kind == PR_SCHEMA_LIST && !pr_text_is(text, "null")) {
        read_json(r, c, out);
        return;
    }
    *out = (pr_doc_node){.text = text, .origin = place(r, c->cell)};
    pr_doc_plain(out);
    /* Which texts are numbers or booleans is the vocabulary's to say; null is written as this one word. */
    bool kept = out->kind == PR_DOC_NULL            ? pr_text_is(text, "null")
                : schema->kind == PR_SCHEMA_NUMBER  ? out->kind == PR_DOC_NUMBER
                : schema->kind == PR_SCHEMA_BOOLEAN ? out->kind == PR_DOC_BOOL
                                                    : false;
    if (!kept) {
        out->kind = PR_DOC_STRING;
        out->plain = false;
    }
}

static bool is_given(const reading *r, const pr_csv_column *c) {
    return pr_text_trim(r->cells[c->cell]).length > 0;
}

/* One past the last column of the same list, or of the same item. */
static uint32_t run_end(const pr_csv *csv, uint32_t at, bool item) {
    const pr_csv_column *first = &csv->columns[at];
    while (at < csv->column_count && csv->columns[at].attribute == first->attribute &&
           (!item || csv->columns[at].item == first->item)) {
        at++;
    }
    return at;
}

static bool read_item(const reading *r, uint32_t from, uint32_t to, pr_doc_node *out) {
    const pr_csv_column *columns = r->csv->columns;
    if (columns[from].field == PR_NONE) {
        read_cell(r, &columns[from], out);
        return true;
    }
    pr_doc_pair *pairs = PR_NEW_ARRAY(r->arena, pr_doc_pair, to - from);
    uint32_t count = 0;
    bool good = pairs != NULL;
    for (uint32_t i = from; good && i < to; i++) {
        if (is_given(r, &columns[i])) {
            const pr_field *field = r->reader->plan->program->attributes[columns[i].field].field;
            pairs[count].key = (pr_doc_node){
                .kind = PR_DOC_STRING, .text = field->name, .origin = place(r, columns[i].cell)};
            read_cell(r, &columns[i], &pairs[count++].value);
        }
    }
    *out = (pr_doc_node){
        .kind = PR_DOC_MAP, .count = count, .pairs = pairs, .origin = place(r, columns[from].cell)};
    return good;
}

/* The items of a list of which something is given; a list of which nothing is given is not known. */
static bool read_list(const reading *r, uint32_t from, uint32_t to, pr_doc_node *out) {
    pr_doc_node *items = PR_NEW_ARRAY(r->arena, pr_doc_node, to - from);
    uint32_t count = 0;
    bool good = items != NULL;
    for (uint32_t i = from, end; good && i < to; i = end) {
        end = run_end(r->csv, i, true);
        bool given = false;
        for (uint32_t k = i; k < end; k++) {
            given |= is_given(r, &r->csv->columns[k]);
        }
        good = !given || read_item(r, i, end, &items[count++]);
    }
    *out = (pr_doc_node){
        .kind = PR_DOC_LIST, .count = count, .items = items, .origin = place(r, r->csv->columns[from].cell)};
    return good;
}

static const pr_doc_node *read_all(const reading *r) {
    const pr_csv *csv = r->csv;
    pr_doc_node *root = PR_NEW(r->arena, pr_doc_node);
    pr_doc_pair *pairs = PR_NEW_ARRAY(r->arena, pr_doc_pair, csv->column_count + 1u);
    uint32_t count = 0;
    bool good = root != NULL && pairs != NULL;
    for (uint32_t i = 0, end; good && i < csv->column_count; i = end) {
        const pr_csv_column *c = &csv->columns[i];
        pr_doc_pair *pair = &pairs[count];
        end = run_end(csv, i, false);
        pair->key = (pr_doc_node){.kind = PR_DOC_STRING, .text = c->path, .origin = place(r, c->cell)};
        if (c->item > 0) {
            good = read_list(r, i, end, &pair->value);
            count += pair->value.count > 0;
        } else if (is_given(r, c)) {
            read_cell(r, c, &pair->value);
            count++;
        }
    }
    if (good) {
        *root = (pr_doc_node){.kind = PR_DOC_MAP, .count = count, .pairs = pairs, .origin = place(r, 0)};
    }
    r->diags->failed |= r->arena->failed;
    return good ? root : NULL;
}

const pr_doc_node *pr_csv_read(pr_csv_reader *reader, const pr_csv *csv, const pr_source *record,
                               pr_arena *arena, pr_diags *diags) {
    const pr_span whole = {record, 0, 0};
    pr_csv_cells cells = {.arena = arena, .most = csv->cells};
    cells.texts = PR_NEW_ARRAY(arena, pr_text, csv->cells + 1u);
    size_t bad = pr_utf8_valid(record->bytes);
    if (cells.texts == NULL) {
        diags->failed = true;
        return NULL;
    }
    if (bad < record->bytes.length || memchr(record->bytes.at, '\0', record->bytes.length) != NULL) {
        pr_error(diags, "invalid-encoding", whole, "the record is not UTF-8 text");
        return NULL;
    }
    if (!pr_csv_split(&reader->parser, record->bytes, csv->delimiter, &cells)) {
        diags->failed |= cells.failed;
        pr_error(diags, "invalid-csv", whole,
                 "a quote is not closed, or stands inside a cell without quotes");
        return NULL;
    }
    /* Nobody can say which cells are missing: those at the end, or one before, and the rest stand under other names. */
    if (cells.count != csv->cells) {
        uint32_t last = cells.count > csv->cells ? csv->cells : cells.count - 1;
        pr_error(diags, "invalid-csv", ((pr_span){record, last, last + 1}),
                 "the record has %u cell%s, and the header names %u%s", cells.count,
                 cells.count == 1 ? "" : "s", csv->cells,
                 cells.count < csv->cells ? ": empty ones need their separators, too" : "");
        return NULL;
    }
    const reading r = {reader, csv, record, cells.texts, arena, diags};
    return read_all(&r);
}
