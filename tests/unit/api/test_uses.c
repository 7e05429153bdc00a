/* A knowledge base that is loaded for some uses only gives the same answers as a whole one, and says so where it gives
 * none. */
#include "unit/support.h"

#include <glob.h>

#define KB PRECEPTOR_TOP "/kb/kb.yaml"
#define EXAMPLES PRECEPTOR_TOP "/kb/examples/*.yaml"

typedef preceptor_status write_answer(preceptor_session *, const preceptor_view *, const preceptor_sink *);

typedef struct answers {
    char *at;
    size_t length;
} answers;

static bool keep(void *context, const char *bytes, size_t count) {
    answers *a = context;
    char *more = realloc(a->at, a->length + count + 1);
    if (more == NULL) {
        return false;
    }
    memcpy(more + a->length, bytes, count);
    a->at = more;
    a->length += count;
    a->at[a->length] = '\0';
    return true;
}

static preceptor_status write_first(preceptor_session *session, const preceptor_view *view,
                                    const preceptor_sink *sink) {
    return preceptor_write_eligible(session, 0, view, sink);
}

/* Asks about every example, as text and as JSON. Gives the last status. */
static preceptor_status ask(unsigned uses, write_answer *write, answers *out) {
    preceptor_options options = {.uses = uses};
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    preceptor_kb *kb;
    preceptor_session *session;
    preceptor_status status = PRECEPTOR_OK;
    glob_t found;
    const preceptor_sink sink = {.write = keep, .context = out};
    assert_int_equal(preceptor_kb_load(KB, &options, d, &kb), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(kb, &session), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_set_as_of(session, "2026-11-22"), PRECEPTOR_OK);
    assert_int_equal(glob(EXAMPLES, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc && status == PRECEPTOR_OK; i++) {
        const preceptor_view text = {.format = PRECEPTOR_TEXT, .all = true},
                             json = {.format = PRECEPTOR_JSON};
        preceptor_profile *profile;
        assert_int_equal(preceptor_profile_new(kb, &profile), PRECEPTOR_OK);
        assert_int_equal(preceptor_profile_read_file(profile, found.gl_pathv[i], d), PRECEPTOR_OK);
        assert_int_equal(preceptor_evaluate(session, profile, PRECEPTOR_REASONS), PRECEPTOR_OK);
        status = write(session, &text, &sink);
        status = status == PRECEPTOR_OK ? write(session, &json, &sink) : status;
        preceptor_profile_free(profile);
    }
    globfree(&found);
    preceptor_session_free(session);
    preceptor_kb_free(kb);
    preceptor_diagnostics_free(d);
    return status;
}

static const struct {
    const char *name;
    write_answer *write;
    unsigned uses;
} rows[] = {
    {"check", preceptor_write_check, PRECEPTOR_USE_CHECK},
    {"eligible", write_first, PRECEPTOR_USE_VERDICTS},
    {"pathways", preceptor_write_pathways, PRECEPTOR_USE_PATHWAYS},
    {"shortlist", preceptor_write_shortlist, PRECEPTOR_USE_SHORTLISTS},
};

static void test_same_answers(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        answers whole = {0}, part = {0};
        assert_int_equal(ask(0, rows[i].write, &whole), PRECEPTOR_OK);
        assert_int_equal(ask(rows[i].uses, rows[i].write, &part), PRECEPTOR_OK);
        assert_true(whole.length > 1000);
        assert_string_equal(whole.at, part.at);
        free(whole.at);
        free(part.at);
    }
}

/* What was left out is not taken for what does not hold. */
static void test_refused(void **state) {
    (void)state;
    const struct {
        write_answer *write;
        unsigned uses;
    } refused[] = {
        {preceptor_write_check, PRECEPTOR_USE_AUDIT},
        {preceptor_write_check, PRECEPTOR_USE_SHORTLISTS},
        {preceptor_write_shortlist, PRECEPTOR_USE_CHECK},
        {preceptor_write_pathways, PRECEPTOR_USE_VERDICTS},
        {preceptor_write_trace, PRECEPTOR_USE_CHECK | PRECEPTOR_USE_SHORTLISTS},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        answers none = {0};
        assert_int_equal(ask(refused[i].uses, refused[i].write, &none), PRECEPTOR_USAGE);
        assert_int_equal(none.length, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_answers),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
