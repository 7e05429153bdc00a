/* What a stranger may have made of a store: statements of SQL, one a line, which are run on one that has two audits, a
 * waiver and an answer; or the bytes of such a file. Whatever can be asked of it is answered with what is harmless, or
 * refused with an error. */
#include "fuzz/fuzz.h"

#include <sqlite3.h>
#include <unistd.h>

static char path[FUZZ_PATH], work[FUZZ_PATH];

static void remove_files(void) {
    (void)unlink(path);
    (void)unlink(work);
}

static void audit(preceptor_kb *kb, preceptor_store *store, pr_text pool, preceptor_diagnostics *d) {
    preceptor_input input = {.name = "pool", .reader = fuzz_reader(&pool)};
    const preceptor_inputs inputs = preceptor_one_input(&input);
    const preceptor_audit_options how = {.as_of = "2026-11-21", .store = store};
    preceptor_audit_counts counts;
    FUZZ_CHECK(preceptor_audit(kb, &inputs, &how, d, NULL, NULL, &counts) == PRECEPTOR_OK);
}

/* The store that every input begins with; made once. */
static void make_store(void) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    preceptor_kb *kb;
    preceptor_store *store;
    FUZZ_CHECK(preceptor_kb_load(PRECEPTOR_TOP "/tests/knowledge/kb.yaml", NULL, d, &kb) == PRECEPTOR_OK);
    fuzz_make_file(path, "store");
    fuzz_make_file(work, "work");
    FUZZ_CHECK(atexit(remove_files) == 0);
    (void)unlink(path);
    FUZZ_CHECK(preceptor_store_open(kb, path, false, d, &store) == PRECEPTOR_OK);
    audit(kb, store, PR_TEXT("{\"id\": \"a\", \"resident\": true}\n{\"id\": \"b\"}\n{\n"), d);
    audit(kb, store, PR_TEXT("{\"id\": \"a\", \"resident\": false}\n{\"id\": \"c\"}\n"), d);
    const preceptor_waiver waiver = {.applicant = "a",
                                     .what = "b/eyesight",
                                     .by = "somebody",
                                     .reason = "A reason.",
                                     .until = "2027-03-31",
                                     .as_of = "2026-11-21"};
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    preceptor_view view = {.format = PRECEPTOR_TEXT};
    FUZZ_CHECK(preceptor_waive(kb, store, &waiver, &view, &sink, d) == PRECEPTOR_OK);
    preceptor_session *session;
    preceptor_profile *profile;
    static const char text[] = "id: a\nresident: true\n";
    FUZZ_CHECK(preceptor_session_new(kb, &session) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_session_set_as_of(session, "2026-11-21") == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_profile_new(kb, &profile) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_profile_read(profile, "a", text, sizeof text - 1, false, false, d) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_evaluate(session, profile, PRECEPTOR_REASONS) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_record(session, store, d) == PRECEPTOR_OK);
    preceptor_session_free(session);
    preceptor_profile_free(profile);
    preceptor_store_close(store);
    preceptor_kb_free(kb);
    preceptor_diagnostics_free(d);
    pr_buf_release(&out);
}

static void copy_store(void) {
    char bytes[65536];
    size_t count;
    FILE *from = fopen(path, "rb"), *to = fopen(work, "wb");
    FUZZ_CHECK(from != NULL && to != NULL);
    while ((count = fread(bytes, 1, sizeof bytes, from)) > 0) {
        FUZZ_CHECK(fwrite(bytes, 1, count, to) == count);
    }
    FUZZ_CHECK(fclose(from) == 0 && fclose(to) == 0);
}

static int stop(void *steps) { return ++*(int *)steps > 200; }

/* What a stranger's statements may do to a file; not how long they may take. */
static void run_statements(pr_text text) {
    sqlite3 *db = NULL;
    int steps = 0;
    pr_buf script;
    pr_buf_init(&script, NULL);
    pr_buf_text(&script, text);
    pr_buf_char(&script, '\0');
    copy_store();
    FUZZ_CHECK(sqlite3_open(work, &db) == SQLITE_OK);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 100000);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(db, 1000, stop, &steps);
    for (char *at = script.at; at != NULL;) {
        char *end = strchr(at, '\n');
        if (end != NULL) {
            *end++ = '\0';
        }
        /* Other files are not its business. */
        if (sqlite3_strlike("%into%", at, 0) != 0 || sqlite3_strlike("insert%", at, 0) == 0) {
            (void)sqlite3_exec(db, at, NULL, NULL, NULL);
        }
        at = end;
    }
    (void)sqlite3_close(db);
    pr_buf_release(&script);
}

static void check(preceptor_status status, preceptor_format format, pr_buf *out, preceptor_diagnostics *d) {
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_NOT_FOUND ||
               preceptor_diagnostics_errors(d) > 0);
    if (status == PRECEPTOR_OK) {
        (format == PRECEPTOR_JSON ? fuzz_check_json : fuzz_check_text)(pr_buf_view(out));
    }
    fuzz_check_diagnostics(d);
    preceptor_diagnostics_clear(d);
    pr_buf_clear(out);
}

static void ask(preceptor_format format, preceptor_diagnostics *d) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    preceptor_view view = {.format = format, .all = true};
    uint64_t changed;
    char first[600];
    snprintf(first, sizeof first, "%s#1", work);
    /* The report as JSON is what the audit left as its summary. */
    preceptor_status status = preceptor_write_report(work, PRECEPTOR_TEXT, d, &sink);
    check(status, PRECEPTOR_TEXT, &out, d);
    status = preceptor_write_report(first, PRECEPTOR_HTML, d, &sink);
    check(status, PRECEPTOR_TEXT, &out, d);
    status = preceptor_write_diff(first, work, format, d, &sink, &changed);
    check(status, format, &out, d);
    preceptor_merge_counts counts;
    const char *parts[] = {work};
    status = preceptor_merge(parts, 1, PRECEPTOR_OUTPUT_SUMMARY, NULL, &sink, d, &counts);
    check(status, PRECEPTOR_JSON, &out, d);
    preceptor_store *store = NULL;
    status = preceptor_store_open_existing(work, true, d, &store);
    if (status == PRECEPTOR_OK) {
        check(preceptor_write_waivers(store, NULL, "2026-11-21", &view, &sink, d), format, &out, d);
        check(preceptor_write_history(store, "a", &view, &sink, d), format, &out, d);
        check(preceptor_revoke(store, 1, "me", "No.", "2026-11-22", &view, &sink, d), format, &out, d);
        preceptor_traces traces;
        check(preceptor_forget(store, "a", false, &traces, d), PRECEPTOR_TEXT, &out, d);
        preceptor_store_close(store);
    } else {
        check(status, PRECEPTOR_TEXT, &out, d);
    }
    pr_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pr_text text = {(const char *)data, size};
    if (path[0] == '\0') {
        make_store();
    }
    if (pr_text_starts(text, PR_TEXT("SQLite format 3"))) {
        FILE *file = fopen(work, "wb");
        FUZZ_CHECK(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    } else {
        run_statements(text);
    }
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    ask(size % 2 == 0 ? PRECEPTOR_TEXT : PRECEPTOR_JSON, d);
    preceptor_diagnostics_free(d);
    return 0;
}
