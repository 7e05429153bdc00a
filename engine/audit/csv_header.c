/* What the columns of a CSV file hold. */
#include "audit/csv_split.h"

#include "base/limits.h"
#include "base/sort.h"

typedef struct header {
    const pr_plan *plan;
    const pr_source *source; /* the header record */
    char delimiter;
    const pr_text *cells;
    const size_t *starts; /* of the cells in the record, and its end */
    const pr_text *paths; /* of all attributes, for hints */
    pr_diags *diags;
    pr_arena *kept;
} header;

static pr_span span_of(const header *h, uint32_t cell) {
    size_t start = h->starts[cell], end = h->starts[cell + 1], length = h->source->bytes.length;
    end -= end < length || (end > start && h->source->bytes.at[end - 1] == h->delimiter);
    end = end > start ? end : start + 1;
    return (pr_span){h->source, (uint32_t)start, (uint32_t)(end < length ? end : length)};
}

/* What the map says of the column; NULL: nothing, and its name is a path. */
static const pr_doc_pair *mapped(const header *h, pr_text name) {
    return h->plan->map != NULL ? pr_doc_pair_of(h->plan->map, name) : NULL;
}

/* False where that is an error. A map is written for this: what it says must be there. A table may hold anything. */
static bool unknown(const header *h, uint32_t cell, pr_text path, const pr_doc_pair *pair) {
    bool wrong = pair != NULL || h->plan->options->strict;
    pr_diag *diag = pr_diag_add(h->diags, wrong ? PR_ERROR : PR_WARNING, "unknown-key",
                                pair != NULL ? pr_doc_span(&pair->value) : span_of(h, cell),
                                pair != NULL ? "unknown attribute '%.*s'"
                                             : "unknown attribute '%.*s': the column is passed over",
                                PR_ARG(path));
    if (pair != NULL) {
        pr_diag_hint(h->diags, diag, "null instead of a path passes the column over");
    }
    pr_diag_suggest(h->diags, diag, path, h->paths, h->plan->program->attribute_count);
    return !wrong;
}

/* What is said of columns needs it, whichever they are. */
static bool find_places(header *h, uint32_t cells) {
    const pr_program *p = h->plan->program;
    size_t *starts = PR_NEW_ARRAY(h->kept, size_t, cells + 1u);
    pr_text *paths = PR_NEW_ARRAY(h->kept, pr_text, p->attribute_count + 1u);
    for (uint32_t i = 0; starts != NULL && i < cells; i++) {
        starts[i + 1] = pr_csv_next(h->source->bytes, h->delimiter, starts[i]);
    }
    for (uint32_t i = 0; paths != NULL && i < p->attribute_count; i++) {
        paths[i] = p->attributes[i].path;
    }
    h->starts = starts;
    h->paths = paths;
    return starts != NULL && paths != NULL;
}

/* "LIST[N]" or "LIST[N].FIELD": finds the number, and the path without it. */
static bool split_item(const header *h, pr_text path, uint32_t *item, pr_text *list, pr_text *field) {
    enum { MOST_ITEMS = 1000000 };
    const char *open = path.length > 0 ? memchr(path.at, '[', path.length) : NULL;
    *item = 0;
    *list = path;
    *field = (pr_text){0};
    if (open == NULL) {
        return true;
    }
    size_t at = (size_t)(open - path.at) + 1;
    while (at < path.length && path.at[at] >= '0' && path.at[at] <= '9' && *item <= MOST_ITEMS) {
        *item = *item * 10 + (uint32_t)(path.at[at++] - '0');
    }
    bool closed = *item > 0 && *item <= MOST_ITEMS && at < path.length && path.at[at] == ']';
    *list = (pr_text){path.at, (size_t)(open - path.at)};
    if (!closed || at + 1 == path.length) {
        return closed;
    }
    *field =
        pr_text_format(h->kept, "%.*s[]%.*s", PR_ARG(*list), (int)(path.length - at - 1), path.at + at + 1);
    return true;
}

/* False after an error; a column that is passed over has no attribute. */
static bool find_column(const header *h, uint32_t cell, pr_csv_column *out) {
    const pr_map *numbers = &h->plan->program->attribute_numbers;
    pr_text list, field;
    *out = (pr_csv_column){
        .name = pr_text_trim(h->cells[cell]), .attribute = PR_NONE, .field = PR_NONE, .cell = cell};
    const pr_doc_pair *pair = mapped(h, out->name);
    const pr_text path = pair != NULL ? pair->value.text : out->name;
    if (path.length == 0 || (pair != NULL && pair->value.kind == PR_DOC_NULL)) {
        return true;
    }
    bool shaped = split_item(h, path, &out->item, &list, &field);
    if (h->kept->failed) {
        h->diags->failed = true; /* there is no knowing what the name is */
        return false;
    }
    uint32_t number = shaped ? pr_map_get(numbers, list) : PR_MAP_NONE;
    uint32_t inner = shaped && field.length > 0 ? pr_map_get(numbers, field) : PR_MAP_NONE;
    bool known = number != PR_MAP_NONE && number < h->plan->program->vocabulary_count;
    const pr_schema *schema = known ? h->plan->program->attributes[number].schema : NULL;
    bool records = known && schema->kind == PR_SCHEMA_LIST && schema->element->kind == PR_SCHEMA_RECORD;
    bool fits =
        known && (out->item == 0 || (schema->kind == PR_SCHEMA_LIST && records == (field.length > 0)));
    if (!fits || (field.length > 0 && inner == PR_MAP_NONE)) {
        return unknown(h, cell, path, pair);
    }
    out->attribute = number;
    out->path = h->plan->program->attributes[number].path;
    out->field = field.length > 0 ? inner : PR_NONE;
    return true;
}

static int by_target(const void *a, const void *b) {
    const pr_csv_column *x = a, *y = b;
    if (x->attribute != y->attribute) {
        return x->attribute < y->attribute ? -1 : 1;
    }
    if (x->item != y->item) {
        return x->item < y->item ? -1 : 1;
    }
    if (x->field != y->field) {
        return x->field < y->field ? -1 : 1;
    }
    return x->cell < y->cell ? -1 : 1;
}

/* Two columns for one thing, or a list both whole and in parts. */
static bool check_pairs(const header *h, const pr_csv_column *columns, uint32_t count) {
    bool good = true;
    for (uint32_t i = 1; i < count; i++) {
        const pr_csv_column *a = &columns[i - 1], *b = &columns[i];
        bool same =
            a->attribute == b->attribute && (a->item == 0 || (a->item == b->item && a->field == b->field));
        if (same) {
            pr_diag *diag = pr_error(h->diags, "duplicate-key", span_of(h, b->cell), "'%.*s' is given twice",
                                     PR_ARG(b->name));
            pr_diag_note(h->diags, diag, span_of(h, a->cell), "first here");
            good = false;
        }
    }
    return good;
}

/* A name in the map that no column has is mistyped, as likely as not. */
static void check_map(const header *h, uint32_t cells) {
    const pr_doc_node *map = h->plan->map;
    for (uint32_t i = 0; map != NULL && i < map->count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < cells && !found; k++) {
            found = pr_text_equal(pr_text_trim(h->cells[k]), map->pairs[i].key.text);
        }
        if (!found) {
            pr_diag *diag = pr_warn(h->diags, "no-column", pr_doc_span(&map->pairs[i].key),
                                    "there is no column '%.*s'", PR_ARG(map->pairs[i].key.text));
            pr_diag_suggest(h->diags, diag, map->pairs[i].key.text, h->cells, cells);
        }
    }
}

static const pr_csv *make(header *h, uint32_t cells) {
    pr_csv *csv = PR_NEW(h->kept, pr_csv);
    pr_csv_column *columns = PR_NEW_ARRAY(h->kept, pr_csv_column, cells + 1u);
    uint32_t count = 0;
    if (csv == NULL || columns == NULL || !find_places(h, cells)) {
        return NULL;
    }
    bool good = true;
    for (uint32_t i = 0; i < cells; i++) {
        good &= find_column(h, i, &columns[count]);
        count += columns[count].attribute != PR_NONE;
    }
    if (count > 1) {
        pr_sort(columns, count, sizeof *columns, by_target);
    }
    good &= check_pairs(h, columns, count);
    check_map(h, cells);
    if (good && count == 0) {
        /* An empty line has no cell, and no place of one. */
        pr_span first = cells > 0 ? span_of(h, 0) : (pr_span){h->source, 0, 0};
        pr_diag *diag = pr_error(h->diags, "no-columns", first, "no column is named as an attribute");
        pr_diag_hint(h->diags, diag,
                     "the first line names them, such as '%.*s'; --map FILE gives other names",
                     PR_ARG(h->plan->program->attributes[0].path));
        good = false;
    }
    *csv = (pr_csv){.delimiter = h->delimiter, .cells = cells, .columns = columns, .column_count = count};
    return good ? csv : NULL;
}

const pr_csv *pr_csv_header(const pr_plan *plan, const char *name, pr_text text, pr_diags *diags,
                            pr_arena *kept) {
    size_t mark = pr_utf8_mark(text);
    pr_text plain = {text.at + mark, text.length - mark};
    header h = {.plan = plan,
                .source = pr_source_of(pr_text_of(name), plain, kept),
                .delimiter = pr_csv_delimiter(plain),
                .diags = diags,
                .kept = kept};
    pr_csv_cells cells = {.arena = kept, .most = PR_LIMIT_CSV_COLUMNS};
    cells.texts = PR_NEW_ARRAY(kept, pr_text, cells.most);
    struct csv_parser parser;
    if (h.source == NULL || cells.texts == NULL || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return NULL;
    }
    bool split = pr_utf8_valid(plain) == plain.length && pr_csv_split(&parser, plain, h.delimiter, &cells);
    csv_free(&parser);
    if (cells.failed) {
        return NULL;
    }
    if (!split) {
        pr_error(diags, "invalid-csv", ((pr_span){h.source, 0, 1}),
                 "the first line is no header of CSV in UTF-8");
        return NULL;
    }
    if (cells.count > cells.most) {
        pr_csv_report_columns(diags, (pr_span){h.source, 0, 1}, cells.count);
        return NULL;
    }
    h.cells = cells.texts;
    return make(&h, cells.count);
}
