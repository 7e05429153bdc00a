/* Entities from a table into a file of the knowledge base. */
#include "api/api.h"

#include "keep/import.h"

#define MARK "# Made by preceptor kb import"

struct preceptor_import {
    const preceptor_allocator *allocator;
    preceptor_kb *kbs[PRECEPTOR_MOST_DOCUMENTS + 1]; /* the diagnostics may point into them */
    uint32_t kb_count;
    pr_text path; /* of the file */
    pr_buf text;
    size_t count;
};

/* What is read, on the way to it. All of it lives with the diagnostics. */
typedef struct importing {
    const char *manifest;
    const preceptor_options *options;
    preceptor_diagnostics *d;
    const pr_kb *const *kinds;
    uint32_t kind_count;
    pr_csv_table table;
    pr_source *source;
    pr_import import;
    const pr_doc_node *root;
} importing;

static preceptor_options settings_of(const importing *i) {
    return i->options != NULL ? *i->options : (preceptor_options){0};
}

static size_t longest(const importing *i) { return i->options != NULL ? i->options->limits.file_size : 0; }

/* The kind of document whose files have the collection, for its fields. */
static const pr_kb *kind_with(const importing *i, const pr_doc_node *map) {
    const pr_doc_node *name = pr_doc_get(map, "collection");
    for (uint32_t k = 0; name != NULL && k < i->kind_count; k++) {
        for (uint32_t c = 0; c < i->kinds[k]->collections.count; c++) {
            if (pr_text_equal(i->kinds[k]->collections.items[c].name, name->text)) {
                return i->kinds[k];
            }
        }
    }
    return i->kinds[0];
}

static bool read_map(importing *i, const char *path) {
    preceptor_options settings = settings_of(i);
    pr_doc_limits limits = pr_api_doc_limits(&settings.limits);
    const pr_source *source = pr_source_read(path, longest(i), &i->d->sources, &i->d->diags);
    const pr_doc_node *map =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, &limits, &i->d->sources, &i->d->diags) : NULL;
    return map != NULL && pr_import_begin(map, kind_with(i, map), &i->d->sources, &i->d->diags, &i->import);
}

static bool read_table(importing *i, const char *path) {
    i->source = pr_source_read(path, longest(i), &i->d->sources, &i->d->diags);
    return i->source != NULL && pr_csv_table_read(i->source, &i->d->sources, &i->d->diags, &i->table);
}

/* The knowledge base with the new file, as `kb check` looks at it. */
static bool check(importing *i, preceptor_import *import) {
    pr_kb_addition addition = {.name = i->import.file, .source = i->source, .root = i->root};
    bool good = true;
    for (uint32_t k = 0; k < i->kind_count; k++) {
        preceptor_options settings = settings_of(i);
        settings.document = i->kinds[k]->document.at;
        preceptor_kb **kb = &import->kbs[import->kb_count];
        preceptor_status status = pr_api_load(i->manifest, &settings, &addition, i->d, kb);
        import->kb_count += *kb != NULL;
        status = status == PRECEPTOR_OK && good ? preceptor_kb_verify(*kb, i->d) : status;
        good = good && status == PRECEPTOR_OK;
        i->d->diags.failed |= status == PRECEPTOR_NO_MEMORY;
    }
    if (!addition.listed && !i->d->diags.failed) {
        pr_diag *diag =
            pr_error(&i->d->diags, "no-file", i->import.file_span,
                     "the manifest lists no file '%.*s', so nothing would read it", PR_ARG(i->import.file));
        pr_diag_hint(&i->d->diags, diag,
                     "add it under 'files' there, or name one that a pattern there matches");
        good = false;
    }
    return good;
}

/* What was checked is a tree; what is written must say the same. */
static bool write_text(importing *i, preceptor_import *import, const char *table, const char *map) {
    pr_buf *out = &import->text;
    pr_doc_limits limits = {0};
    pr_buf_string(out, MARK ". Change the table and import it again.\n# Table: ");
    pr_buf_harmless(out, pr_text_of(table), false);
    pr_buf_string(out, "\n# Map: ");
    pr_buf_harmless(out, pr_text_of(map), false);
    pr_buf_char(out, '\n');
    pr_yaml_write(i->root, out);
    pr_source *source = pr_source_of(import->path, pr_buf_view(out), &i->d->sources);
    if (out->failed || source == NULL) {
        i->d->diags.failed = true;
        return false;
    }
    const pr_doc_node *again = pr_doc_read(source, PR_DOC_YAML, &limits, &i->d->sources, &i->d->diags);
    if (again != NULL && !pr_yaml_same(again, i->root)) {
        pr_error(&i->d->diags, "internal", ((pr_span){source, 0, 0}),
                 "what was written is read as something else");
        return false;
    }
    return again != NULL;
}

static pr_text path_of(const importing *i) {
    const char *slash = strrchr(i->manifest, '/');
    size_t length = slash != NULL ? (size_t)(slash - i->manifest) + 1 : 0;
    return pr_text_format(&i->d->sources, "%.*s%.*s", (int)length, i->manifest, PR_ARG(i->import.file));
}

preceptor_status preceptor_import_new(const char *manifest, const preceptor_options *options,
                                      const char *table, const char *map, preceptor_diagnostics *diagnostics,
                                      preceptor_import **out) {
    importing i = {.manifest = manifest, .options = options, .d = diagnostics};
    const preceptor_allocator *allocator = options != NULL ? options->allocator : NULL;
    preceptor_import *import = pr_heap_zalloc(allocator, sizeof *import);
    *out = import;
    if (import == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    import->allocator = allocator;
    pr_buf_init(&import->text, allocator);
    uint32_t errors = diagnostics->diags.errors;
    i.kinds = pr_api_read_kinds(manifest, options, diagnostics, &i.kind_count);
    bool good = i.kinds != NULL && read_map(&i, map);
    good = i.kinds != NULL && read_table(&i, table) && good;
    if (good) {
        i.root = pr_import_make(&i.import, &i.table, &diagnostics->sources, &diagnostics->diags);
        import->path = path_of(&i);
        import->count = i.table.row_count;
        good = i.root != NULL && import->path.at != NULL && check(&i, import) &&
               write_text(&i, import, table, map);
    }
    if (diagnostics->sources.failed) {
        diagnostics->diags.failed = true;
    }
    return pr_api_outcome(diagnostics, good && diagnostics->diags.errors == errors);
}

void preceptor_import_free(preceptor_import *import) {
    if (import != NULL) {
        for (uint32_t i = 0; i < import->kb_count; i++) {
            preceptor_kb_free(import->kbs[i]);
        }
        pr_buf_release(&import->text);
        pr_heap_free(import->allocator, import);
    }
}

const char *preceptor_import_file(const preceptor_import *import) { return import->path.at; }

size_t preceptor_import_count(const preceptor_import *import) { return import->count; }

const char *preceptor_import_mark(void) { return MARK; }

preceptor_status preceptor_import_write(const preceptor_import *import, const preceptor_sink *sink) {
    return pr_api_write(&import->text, sink);
}
