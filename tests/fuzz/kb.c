/* A whole knowledge base, in parts between lines that begin with "===": the manifest, a profile, and any number of
 * files, which are called 1.yaml, 2.yaml and so on. */
#include "fuzz/fuzz.h"

#include <unistd.h>

enum { MOST_FILES = 12, PATH_SIZE = 600 };

static const preceptor_options options = {
    .limits = {.nodes = 20000, .list_length = 500, .rule_instances = 5000, .steps = 50000}};

static char folder[512];

static void file_path(int number, char path[PATH_SIZE]) {
    snprintf(path, PATH_SIZE, "%s/%d.yaml", folder, number);
}

static void remove_folder(void) {
    char path[PATH_SIZE];
    for (int i = 0; i <= MOST_FILES; i++) {
        file_path(i, path);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

/* Where the script `run` says, which is in memory. libFuzzer may end without calling this back; the script tidies. */
static void make_folder(void) {
    if (folder[0] == '\0') {
        const char *in = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%s/preceptor-fuzz-XXXXXX", in != NULL ? in : "/tmp");
        FUZZ_CHECK(mkdtemp(folder) != NULL);
        FUZZ_CHECK(atexit(remove_folder) == 0);
    }
}

static void write_file(int number, pr_text text) {
    char path[PATH_SIZE];
    file_path(number, path);
    fuzz_write_file(path, text);
}

/* The next part, up to a line that begins with "===". */
static bool next_part(pr_text *rest, pr_text *part) {
    if (rest->at == NULL) {
        return false;
    }
    for (size_t i = 0; i + 3 <= rest->length; i++) {
        if ((i == 0 || rest->at[i - 1] == '\n') && memcmp(rest->at + i, "===", 3) == 0) {
            const char *end = memchr(rest->at + i, '\n', rest->length - i);
            size_t behind = end != NULL ? (size_t)(end - rest->at) + 1 : rest->length;
            *part = (pr_text){rest->at, i};
            *rest = (pr_text){rest->at + behind, rest->length - behind};
            return true;
        }
    }
    *part = *rest;
    *rest = (pr_text){0};
    return true;
}

static void use(preceptor_kb *kb, pr_text text, preceptor_diagnostics *d) {
    preceptor_profile *profile;
    preceptor_session *session;
    FUZZ_CHECK(preceptor_profile_new(kb, &profile) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_session_new(kb, &session) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_session_set_as_of(session, "2026-11-21") == PRECEPTOR_OK);
    if (preceptor_profile_read(profile, "profile", text.at, text.length, false, true, d) == PRECEPTOR_OK) {
        /* The first line, a comment, is also asked as a conclusion. */
        const char *end = memchr(text.at, '\n', text.length);
        pr_text line = {text.at, end != NULL ? (size_t)(end - text.at) : text.length};
        if (line.length > 0 && line.at[0] == '#') {
            line = (pr_text){line.at + 1, line.length - 1};
        }
        fuzz_report(session, profile, text.length % (preceptor_kb_subjects(kb) + 1), line);
    }
    preceptor_session_free(session);
    preceptor_profile_free(profile);
}

/* What a knowledge base says of itself; the profile to fill in is one. */
static void describe(preceptor_kb *kb, preceptor_diagnostics *d) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    FUZZ_CHECK(preceptor_kb_write_summary(kb, PRECEPTOR_JSON, &sink) == PRECEPTOR_OK);
    fuzz_check_json(pr_buf_view(&out));
    pr_buf_clear(&out);
    FUZZ_CHECK(preceptor_kb_write_summary(kb, PRECEPTOR_TEXT, &sink) == PRECEPTOR_OK);
    pr_buf_clear(&out);
    (void)preceptor_kb_verify(kb, d);
    uint32_t errors = d->diags.errors;
    FUZZ_CHECK(preceptor_kb_write_template(kb, &sink) == PRECEPTOR_OK);
    preceptor_profile *profile;
    FUZZ_CHECK(preceptor_profile_new(kb, &profile) == PRECEPTOR_OK);
    preceptor_status status =
        preceptor_profile_read(profile, "template", out.at, out.length, false, false, d);
    FUZZ_CHECK_TEXT(status == PRECEPTOR_OK && d->diags.errors == errors, pr_buf_view(&out));
    preceptor_profile_free(profile);
    pr_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    make_folder();
    pr_text rest = {(const char *)data, size}, profile = {0}, part;
    int files = 0;
    for (int i = 0; files <= MOST_FILES && next_part(&rest, &part); i++) {
        if (i == 1) {
            profile = part;
        } else {
            write_file(files++, part);
        }
    }
    char path[PATH_SIZE];
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    preceptor_kb *kb = NULL;
    FUZZ_CHECK(d != NULL);
    file_path(0, path);
    preceptor_status status = preceptor_kb_load(path, &options, d, &kb);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(d) == 0));
    fuzz_check_diagnostics(d);
    if (status == PRECEPTOR_OK) {
        describe(kb, d);
        use(kb, profile, d);
    }
    preceptor_kb_free(kb);
    preceptor_diagnostics_free(d);
    for (int i = 1; i < files; i++) {
        file_path(i, path);
        (void)unlink(path);
    }
    return 0;
}
