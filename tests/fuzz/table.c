/* A table in CSV and the map for it: a line "pool" or "entities", the map in YAML, a line that begins with "===", the
 * table. Of a pool each record has a row; of entities either all is well and what would be written is read again as the
 * same, or errors say why not. */
#include "fuzz/fuzz.h"

#include <unistd.h>

static const preceptor_options options = {.limits = {.nodes = 20000, .list_length = 300, .steps = 2000000}};
static char map_path[FUZZ_PATH], table_path[FUZZ_PATH];

static void remove_files(void) {
    (void)unlink(map_path);
    (void)unlink(table_path);
}

/* Loaded with the first input that asks for it, kept until the process ends. */
static preceptor_kb *small(void) {
    static preceptor_kb *kb;
    if (kb == NULL) {
        preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
        FUZZ_CHECK(preceptor_kb_load(PRECEPTOR_TOP "/tests/knowledge/kb.yaml", &options, d, &kb) ==
                   PRECEPTOR_OK);
        preceptor_diagnostics_free(d);
    }
    return kb;
}

static void audit(pr_text table, bool strict, preceptor_diagnostics *d) {
    pr_buf rows, summary;
    pr_buf_init(&rows, NULL);
    pr_buf_init(&summary, NULL);
    preceptor_sink to_rows = fuzz_sink(&rows), to_summary = fuzz_sink(&summary);
    preceptor_input input = {.name = "pool", .form = PRECEPTOR_INPUT_CSV, .reader = fuzz_reader(&table)};
    const preceptor_inputs inputs = preceptor_one_input(&input);
    const preceptor_audit_options how = {.as_of = "2026-11-21", .map = map_path, .strict = strict};
    preceptor_audit_counts counts;
    preceptor_status status = preceptor_audit(small(), &inputs, &how, d, &to_rows, &to_summary, &counts);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(d) == 0));
    uint64_t lines = 0;
    for (size_t at = 0; status == PRECEPTOR_OK && at < rows.length; lines++) {
        const char *end = memchr(rows.at + at, '\n', rows.length - at);
        FUZZ_CHECK(end != NULL);
        size_t next = (size_t)(end - rows.at) + 1;
        fuzz_check_json((pr_text){rows.at + at, next - at});
        at = next;
    }
    if (status == PRECEPTOR_OK) {
        fuzz_check_json(pr_buf_view(&summary));
        FUZZ_CHECK(lines == counts.records && counts.rejected <= counts.records);
    }
    pr_buf_release(&rows);
    pr_buf_release(&summary);
}

static void import(pr_text table, preceptor_diagnostics *d) {
    preceptor_import *made = NULL;
    fuzz_write_file(table_path, table);
    preceptor_status status = preceptor_import_new(PRECEPTOR_TOP "/tests/golden/cases/kb-import/kb/kb.yaml",
                                                   &options, table_path, map_path, d, &made);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(d) == 0));
    for (uint32_t i = 0; i < d->diags.list.count; i++) {
        FUZZ_CHECK(strcmp(d->diags.list.items[i].code, "internal") != 0);
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    if (status == PRECEPTOR_OK) {
        FUZZ_CHECK(preceptor_import_write(made, &sink) == PRECEPTOR_OK);
        fuzz_check_text(pr_buf_view(&out));
    }
    pr_buf_release(&out);
    fuzz_check_diagnostics(d);
    preceptor_import_free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pr_text text = {(const char *)data, size};
    const char *head = size > 0 ? memchr(data, '\n', size) : NULL;
    if (head == NULL) {
        return 0;
    }
    if (map_path[0] == '\0') {
        fuzz_make_file(map_path, "map");
        fuzz_make_file(table_path, "table");
        FUZZ_CHECK(atexit(remove_files) == 0);
    }
    size_t begin = (size_t)(head - text.at) + 1, behind = size;
    size_t end = begin;
    while (end < size &&
           !(text.at[end - 1] == '\n' && size - end >= 3 && memcmp(text.at + end, "===", 3) == 0)) {
        end++;
    }
    if (end < size) {
        const char *line = memchr(text.at + end, '\n', size - end);
        behind = line != NULL ? (size_t)(line - text.at) + 1 : size;
    }
    fuzz_write_file(map_path, (pr_text){text.at + begin, end - begin});
    pr_text table = {text.at + behind, size - behind};
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    if (text.at[0] == 'p') {
        audit(table, begin % 2 == 0, d);
        fuzz_check_diagnostics(d);
    } else {
        import(table, d);
    }
    preceptor_diagnostics_free(d);
    return 0;
}
