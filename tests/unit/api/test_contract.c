/* What the public header calls USAGE: calls that break its contract, each of which is told and does nothing. */
#include "unit/support.h"

#include "unit/kb/folder.h"

typedef struct fixture_of_calls {
    folder f;
    preceptor_diagnostics *d;
    preceptor_kb *bad, *good;
    preceptor_session *session, *fresh;
    preceptor_profile *profile;
    preceptor_store *store;
    size_t written;
} calls;

static bool count(void *context, const char *bytes, size_t size) {
    (void)bytes;
    *(size_t *)context += size;
    return true;
}

static preceptor_sink sink_of(calls *c) { return (preceptor_sink){.write = count, .context = &c->written}; }

static preceptor_kb *load(calls *c, const char *rules) {
    char path[512];
    preceptor_kb *kb = NULL;
    folder_write(&c->f, "kb.yaml",
                 "name: t\nversion: \"1\"\neffective: 2026-01-01\nlanguage: 1\nfiles: [rules.yaml]\n");
    folder_write(&c->f, "rules.yaml", rules);
    folder_path(&c->f, "kb.yaml", path, sizeof path);
    (void)preceptor_kb_load(path, NULL, c->d, &kb);
    assert_non_null(kb);
    return kb;
}

#define RULES \
    "vocabulary: {age: {type: number, ask: 'Age?'}}\n" \
    "sources: [{id: s, title: S}]\n" \
    "collections: {clubs: {role: subject, fields: {r: {type: list, of: requirement, default: []}}}}\n" \
    "clubs: [{id: c, name: C, sources: [s], r: [{id: x, text: X., requires: true, sources: [s]}]}]\n" \
    "relations: {eligible: {slots: {c: entity(clubs)}, shows: verdict}}\n" \
    "rules: [{rule: r, for: {c: clubs}, when: age > 3, then: {eligible: {c: = c}}}]\n"

static void set_up(calls *c) {
    char path[512];
    *c = (calls){.d = preceptor_diagnostics_new(NULL)};
    folder_make(&c->f);
    c->bad = load(c, "vocabulary: 5\n");
    assert_int_equal(preceptor_diagnostics_errors(c->d), 1);
    preceptor_diagnostics_clear(c->d);
    c->good = load(c, RULES);
    assert_int_equal(preceptor_diagnostics_errors(c->d), 0);
    assert_int_equal(preceptor_diagnostics_warnings(c->d), 0);
    const preceptor_load_times took = preceptor_kb_load_times(c->good);
    assert_true(took.reading + took.compiling > 0 && took.reading + took.compiling < UINT64_C(600000000));
    folder_path(&c->f, "pool.db", path, sizeof path);
    assert_int_equal(preceptor_store_open(c->good, path, false, c->d, &c->store), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(c->good, &c->session), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(c->good, &c->fresh), PRECEPTOR_OK);
    assert_int_equal(preceptor_profile_new(c->good, &c->profile), PRECEPTOR_OK);
    assert_int_equal(preceptor_evaluate(c->session, c->profile, PRECEPTOR_VERDICTS), PRECEPTOR_OK);
}

static void tear_down(calls *c) {
    preceptor_profile_free(c->profile);
    preceptor_session_free(c->fresh);
    preceptor_session_free(c->session);
    preceptor_store_close(c->store);
    preceptor_kb_free(c->good);
    preceptor_kb_free(c->bad);
    preceptor_diagnostics_free(c->d);
    folder_remove(&c->f);
}

/* A knowledge base with errors serves for nothing but its diagnostics. */
static void knowledge_base_with_errors(void **state) {
    (void)state;
    calls c;
    set_up(&c);
    const preceptor_sink sink = sink_of(&c);
    const preceptor_view view = {.format = PRECEPTOR_TEXT};
    const preceptor_kb *const kbs[] = {c.good, c.bad};
    const preceptor_waiver waiver = {
        .applicant = "a", .what = "c/x", .by = "b", .reason = "r", .until = "2027-01-01"};
    preceptor_session *session;
    preceptor_profile *profile;
    preceptor_test_counts counts;
    preceptor_audit_counts audited;
    assert_int_equal(preceptor_session_new(c.bad, &session), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_profile_new(c.bad, &profile), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_verify(c.bad, c.d), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_write_template(c.bad, &sink), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_write_clips(c.bad, &sink), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_write_summaries(kbs, 2, PRECEPTOR_TEXT, &sink), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_write_summaries(kbs, 0, PRECEPTOR_TEXT, &sink), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_kb_write_list(c.bad, "clubs", &view, &sink, c.d), PRECEPTOR_USAGE);
    assert_int_equal(
        preceptor_kb_test(c.bad, NULL, 0, &(preceptor_test_options){0}, &sink, NULL, c.d, &counts),
        PRECEPTOR_USAGE);
    assert_int_equal(preceptor_waive(c.bad, NULL, &waiver, &view, &sink, c.d), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_audit(c.bad, &(preceptor_inputs){0}, &(preceptor_audit_options){0}, c.d, &sink,
                                     NULL, &audited),
                     PRECEPTOR_USAGE);
    assert_int_equal(c.written, 0);
    tear_down(&c);
}

/* What needs an evaluation, or one with reasons, and was not given it. */
static void no_evaluation(void **state) {
    (void)state;
    calls c;
    set_up(&c);
    const preceptor_sink sink = sink_of(&c);
    const preceptor_view view = {.format = PRECEPTOR_TEXT};
    preceptor_session *const sessions[] = {c.fresh, c.session};
    for (size_t i = 0; i < COUNT_OF(sessions); i++) {
        assert_int_equal(preceptor_write_check(sessions[i], &view, &sink), PRECEPTOR_USAGE);
        assert_int_equal(preceptor_write_consult(sessions[i], &view, &sink), PRECEPTOR_USAGE);
        assert_int_equal(preceptor_record(sessions[i], c.store, c.d), PRECEPTOR_USAGE);
    }
    assert_int_equal(preceptor_session_verdict(c.fresh, 0), PRECEPTOR_UNDETERMINED);
    assert_int_equal(preceptor_session_verdict(c.session, 1), PRECEPTOR_UNDETERMINED);
    assert_int_equal(c.written, 0);
    tear_down(&c);
}

static void arguments(void **state) {
    (void)state;
    calls c;
    set_up(&c);
    const preceptor_sink sink = sink_of(&c);
    const preceptor_view view = {.format = PRECEPTOR_TEXT};
    preceptor_kb *other = load(&c, RULES);
    preceptor_profile *profile;
    preceptor_audit_counts audited;
    assert_int_equal(preceptor_profile_new(other, &profile), PRECEPTOR_OK);
    assert_int_equal(preceptor_evaluate(c.session, profile, PRECEPTOR_REASONS), PRECEPTOR_USAGE);
    assert_int_equal(preceptor_feel("1", 1, "c", NULL, 0, false, "soon", PRECEPTOR_TEXT, NULL, c.d, &sink),
                     PRECEPTOR_USAGE);
    assert_int_equal(preceptor_audit(c.good, &(preceptor_inputs){0},
                                     &(preceptor_audit_options){.shard = 3, .shards = 2}, c.d, &sink, NULL,
                                     &audited),
                     PRECEPTOR_USAGE);
    assert_int_equal(preceptor_audit(c.good, &(preceptor_inputs){0},
                                     &(preceptor_audit_options){.as_of = "soon"}, c.d, &sink, NULL, &audited),
                     PRECEPTOR_INVALID);
    assert_int_equal(preceptor_write_waivers(c.store, NULL, "soon", &view, &sink, c.d), PRECEPTOR_INVALID);
    assert_string_equal(preceptor_status_text((preceptor_status)99), "no such status");
    assert_int_equal(c.written, 0);
    preceptor_profile_free(profile);
    preceptor_kb_free(other);
    tear_down(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knowledge_base_with_errors),
        cmocka_unit_test(no_evaluation),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
