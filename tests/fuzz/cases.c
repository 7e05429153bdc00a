/* What is expected of a knowledge base, and cases to consult it on. The first line says which, of which knowledge base,
 * and how it is shown: "tests small 1", "case large 2"; only the words' first letters and the last character count. The
 * rest is a file of tests, or a case. */
#include "fuzz/fuzz.h"

/* Nobody consults on that much. */
static const preceptor_limits limits = {.nodes = 20000, .list_length = 300, .steps = 500000};

typedef struct world {
    preceptor_kb *kb, *cases; /* the second is beside the first, too */
    preceptor_session *session;
    preceptor_profile *profile;
    preceptor_diagnostics *diagnostics;
} world;

static preceptor_kb *load(const char *manifest, const char *document, preceptor_diagnostics *d) {
    const preceptor_options options = {.limits = limits, .document = document};
    preceptor_kb *kb;
    FUZZ_CHECK(preceptor_kb_load(manifest, &options, d, &kb) == PRECEPTOR_OK);
    return kb;
}

/* Loaded with the first input that asks for it, kept until the process ends. */
static world *world_of(bool small) {
    static world worlds[2];
    world *w = &worlds[small];
    if (w->kb == NULL) {
        const char *manifest =
            small ? PRECEPTOR_TOP "/tests/golden/cases/kb-test-kinds/kb.yaml" : PRECEPTOR_TOP "/kb/kb.yaml";
        w->diagnostics = preceptor_diagnostics_new(NULL);
        FUZZ_CHECK(w->diagnostics != NULL);
        w->kb = load(manifest, NULL, w->diagnostics);
        w->cases = load(manifest, "case", w->diagnostics);
        preceptor_kb_add(w->kb, w->cases);
        FUZZ_CHECK(preceptor_session_new(w->cases, &w->session) == PRECEPTOR_OK);
        FUZZ_CHECK(preceptor_session_set_as_of(w->session, "2026-11-21") == PRECEPTOR_OK);
        FUZZ_CHECK(preceptor_profile_new(w->cases, &w->profile) == PRECEPTOR_OK);
    }
    return w;
}

/* As many as there are cases, and a summary, all of it harmless; or errors, and nothing. */
static void run_tests(world *w, pr_text text, bool coverage) {
    static char path[FUZZ_PATH];
    if (path[0] == '\0') {
        fuzz_make_file(path, "tests");
    }
    fuzz_write_file(path, text);
    pr_buf tap, junit;
    pr_buf_init(&tap, NULL);
    pr_buf_init(&junit, NULL);
    preceptor_sink to_tap = fuzz_sink(&tap), to_junit = fuzz_sink(&junit);
    const char *const files[] = {path};
    const preceptor_test_options options = {.coverage = coverage, .all = coverage};
    preceptor_test_counts counts;
    preceptor_status status =
        preceptor_kb_test(w->kb, files, 1, &options, &to_tap, &to_junit, w->diagnostics, &counts);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID || status == PRECEPTOR_LIMIT);
    FUZZ_CHECK(status == PRECEPTOR_LIMIT ||
               (status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(w->diagnostics) == 0));
    FUZZ_CHECK((status == PRECEPTOR_OK) == (tap.length > 0) && (tap.length > 0) == (junit.length > 0));
    FUZZ_CHECK(counts.failed <= counts.cases && counts.seen <= counts.possible);
    fuzz_check_text(pr_buf_view(&tap));
    fuzz_check_text(pr_buf_view(&junit));
    pr_buf_release(&tap);
    pr_buf_release(&junit);
}

static void consult(world *w, pr_text text, size_t way) {
    preceptor_status status =
        preceptor_profile_read(w->profile, "case", text.at, text.length, false, true, w->diagnostics);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(w->diagnostics) == 0));
    if (status != PRECEPTOR_OK) {
        return;
    }
    status = preceptor_evaluate(w->session, w->profile, PRECEPTOR_REASONS);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT);
    if (status != PRECEPTOR_OK) {
        return;
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_sink sink = fuzz_sink(&out);
    const preceptor_view view = {.format = way % 2 == 0 ? PRECEPTOR_TEXT : PRECEPTOR_JSON,
                                 .all = way % 4 >= 2};
    status = preceptor_write_consult(w->session, &view, &sink);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT);
    if (status == PRECEPTOR_OK) {
        (view.format == PRECEPTOR_JSON ? fuzz_check_json : fuzz_check_text)(pr_buf_view(&out));
    }
    pr_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pr_text head, text;
    if (!fuzz_cut(data, size, &head, &text)) {
        return 0;
    }
    const char *blank = memchr(head.at, ' ', head.length);
    world *w = world_of(blank != NULL && blank[1] == 's');
    size_t way = (unsigned char)head.at[head.length - 1];
    preceptor_diagnostics_clear(w->diagnostics);
    if (head.at[0] == 't') {
        run_tests(w, text, way % 2 == 0);
    } else {
        consult(w, text, way);
    }
    fuzz_check_diagnostics(w->diagnostics);
    return 0;
}
