/* A profile against a knowledge base that ships. The first line says which, how the rest is written, and which subject
 * to report on: "small json 2"; only the words' first letters and the last character count. It is also asked as a
 * conclusion. */
#include "fuzz/fuzz.h"

static const preceptor_options options = {.limits = {.nodes = 20000, .list_length = 300, .steps = 2000000}};

typedef struct world {
    preceptor_kb *kb;
    preceptor_session *session;
    preceptor_profile *profile;
    preceptor_diagnostics *diagnostics;
} world;

static void load(world *w, const char *manifest) {
    w->diagnostics = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(w->diagnostics != NULL);
    FUZZ_CHECK(preceptor_kb_load(manifest, &options, w->diagnostics, &w->kb) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_session_new(w->kb, &w->session) == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_session_set_as_of(w->session, "2026-11-21") == PRECEPTOR_OK);
    FUZZ_CHECK(preceptor_profile_new(w->kb, &w->profile) == PRECEPTOR_OK);
}

/* Loaded with the first input that asks for it, kept until the process ends. */
static world *world_of(bool small) {
    static world worlds[2];
    world *w = &worlds[small];
    if (w->kb == NULL) {
        load(w, small ? PRECEPTOR_TOP "/tests/knowledge/kb.yaml" : PRECEPTOR_TOP "/kb/kb.yaml");
    }
    return w;
}

static preceptor_status read_profile(world *w, pr_text text, bool json, bool lenient) {
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status =
        preceptor_profile_read(w->profile, "profile", text.at, text.length, json, lenient, w->diagnostics);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(w->diagnostics) == 0));
    fuzz_check_diagnostics(w->diagnostics);
    return status;
}

/* A row for each line, and a summary, all of them JSON. */
static void check_audit(world *w, pr_text pool) {
    pr_buf rows, summary;
    pr_buf_init(&rows, NULL);
    pr_buf_init(&summary, NULL);
    preceptor_sink to_rows = fuzz_sink(&rows), to_summary = fuzz_sink(&summary);
    preceptor_input input = {.name = "pool", .reader = fuzz_reader(&pool)};
    const preceptor_inputs inputs = preceptor_one_input(&input);
    preceptor_diagnostics_clear(w->diagnostics);
    const preceptor_audit_options audit = {.as_of = "2026-11-21"};
    preceptor_audit_counts counts;
    preceptor_status status =
        preceptor_audit(w->kb, &inputs, &audit, w->diagnostics, &to_rows, &to_summary, &counts);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
    if (status == PRECEPTOR_INVALID) {
        FUZZ_CHECK(rows.length == 0 && preceptor_diagnostics_errors(w->diagnostics) == 1);
        pr_buf_release(&rows);
        pr_buf_release(&summary);
        return;
    }
    fuzz_check_json(pr_buf_view(&summary));
    uint64_t lines = 0;
    for (size_t at = 0; at < rows.length; lines++) {
        const char *end = memchr(rows.at + at, '\n', rows.length - at);
        FUZZ_CHECK(end != NULL);
        size_t next = (size_t)(end - rows.at) + 1;
        fuzz_check_json((pr_text){rows.at + at, next - at});
        at = next;
    }
    FUZZ_CHECK(lines == counts.records && counts.rejected <= counts.records);
    pr_buf_release(&rows);
    pr_buf_release(&summary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pr_text head, text;
    if (!fuzz_cut(data, size, &head, &text)) {
        return 0;
    }
    const char *blank = memchr(head.at, ' ', head.length);
    bool json = blank != NULL && blank[1] == 'j';
    world *w = world_of(head.at[0] == 's');
    size_t subject = (unsigned char)head.at[head.length - 1] % (preceptor_kb_subjects(w->kb) + 1);
    preceptor_status strict = read_profile(w, text, json, false);
    preceptor_status lenient = read_profile(w, text, json, true);
    FUZZ_CHECK(strict == PRECEPTOR_INVALID || lenient == PRECEPTOR_OK);
    if (lenient == PRECEPTOR_OK) {
        fuzz_report(w->session, w->profile, subject, head);
    }
    if (json) {
        check_audit(w, text);
    }
    return 0;
}
