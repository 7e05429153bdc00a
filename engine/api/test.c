/* Tests of a knowledge base: profiles beside what is expected of them, in YAML.
 *
 *     as_of: 2026-11-22                 # of all cases of the file that name no day of their own
 *     tests:
 *       - name: what it shows
 *         profile: {...}                # or file: PATH, relative to this file; and set: [PATH=VALUE]
 *         expect: {SUBJECT: VERDICT, SUBJECT/REQUIREMENT: STATUS}
 *         recommends: [ID]              # certainly
 *         perhaps: [ID]
 *         recommends_not: [ID]
 */
#include "api/api.h"

#include "keep/coverage.h"
#include "keep/results.h"
#include "schema/expect.h"

typedef struct runner {
    const preceptor_kb *kb;
    preceptor_diagnostics *diagnostics;
    pr_arena *arena; /* of the diagnostics, which point into the documents: results, too */
    preceptor_session *session;
    preceptor_profile *profile;
    pr_coverage coverage;
    pr_results results;
    const preceptor_test_options *options;
    PR_VEC(pr_text) failures; /* of the case that runs */
} runner;

static const pr_text file_keys[] = {PR_KEY("as_of"), PR_KEY("tests")};
static const pr_text case_keys[] = {
    PR_KEY("name"),   PR_KEY("as_of"),      PR_KEY("profile"), PR_KEY("file"),           PR_KEY("set"),
    PR_KEY("expect"), PR_KEY("recommends"), PR_KEY("perhaps"), PR_KEY("recommends_not"),
};

static pr_diags *diags_of(runner *r) { return &r->diagnostics->diags; }

static bool fail(runner *r, pr_text sentence) { return PR_PUSH(r->arena, &r->failures, sentence); }

static const pr_subject *find_subject(runner *r, const pr_doc_node *key, pr_text id) {
    const pr_program *p = &r->kb->program;
    pr_text *names = PR_NEW_ARRAY(r->arena, pr_text, p->subject_count + 1u);
    for (uint32_t i = 0; names != NULL && i < p->subject_count; i++) {
        names[i] = p->subjects[i].entity->id;
        if (pr_text_equal(names[i], id)) {
            return &p->subjects[i];
        }
    }
    pr_diag *diag =
        pr_error(diags_of(r), "unknown-subject", pr_doc_span(key), "there is no '%.*s'", PR_ARG(id));
    if (names != NULL) {
        pr_diag_suggest(diags_of(r), diag, id, names, p->subject_count);
    }
    return NULL;
}

static const pr_requirement *find_requirement(runner *r, const pr_doc_node *key, const pr_subject *subject,
                                              pr_text id) {
    pr_text *names = PR_NEW_ARRAY(r->arena, pr_text, subject->requirement_count + 1u);
    for (uint32_t i = 0; names != NULL && i < subject->requirement_count; i++) {
        names[i] = subject->requirements[i].id;
        if (pr_text_equal(names[i], id)) {
            return &subject->requirements[i];
        }
    }
    pr_diag *diag = pr_error(diags_of(r), "unknown-requirement", pr_doc_span(key),
                             "'%s' has no requirement '%.*s'", subject->id, PR_ARG(id));
    if (names != NULL) {
        pr_diag_suggest(diags_of(r), diag, id, names, subject->requirement_count);
    }
    return NULL;
}

/* Is the text one of these words? An error with all of them where it is none. */
static bool is_word(runner *r, const pr_doc_node *node, const pr_text *words, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_text_equal(words[i], node->text)) {
            return true;
        }
    }
    pr_diag *diag = pr_error(diags_of(r), "wrong-value", pr_doc_span(node), "there is no outcome '%.*s'",
                             PR_ARG(node->text));
    pr_diag_suggest(diags_of(r), diag, node->text, words, count);
    return false;
}

static bool expect_one(runner *r, const pr_doc_pair *pair) {
    static const pr_text verdicts[] = {PR_KEY("eligible"), PR_KEY("ineligible"), PR_KEY("undetermined")};
    static const pr_text statuses[] = {PR_KEY("met"), PR_KEY("unmet"), PR_KEY("unknown"), PR_KEY("waived"),
                                       PR_KEY("not-applicable")};
    pr_text id = pair->key.text;
    const char *slash = id.length > 0 ? memchr(id.at, '/', id.length) : NULL;
    pr_text owner = slash != NULL ? (pr_text){id.at, (size_t)(slash - id.at)} : id;
    const pr_subject *subject = find_subject(r, &pair->key, owner);
    if (subject == NULL) {
        return true;
    }
    const char *found;
    if (slash == NULL) {
        if (!is_word(r, &pair->value, verdicts, 3)) {
            return true;
        }
        found = pr_verdict_name(pr_advise_verdict(&r->session->vm, subject));
    } else {
        pr_text name = {slash + 1, id.length - owner.length - 1};
        const pr_requirement *requirement = find_requirement(r, &pair->key, subject, name);
        if (requirement == NULL || !is_word(r, &pair->value, statuses, 5)) {
            return true;
        }
        found = pr_status_name(pr_advise_status(&r->session->vm, requirement));
    }
    return pr_text_is(pair->value.text, found) ||
           fail(r, pr_text_format(r->arena, "%.*s is %s, expected %.*s", PR_ARG(id), found,
                                  PR_ARG(pair->value.text)));
}

static const pr_recommendation *find_recommendation(const pr_advice *advice, pr_text id) {
    for (uint32_t i = 0; i < advice->recommendation_count; i++) {
        if (pr_text_equal(advice->recommendations[i].id, id)) {
            return &advice->recommendations[i];
        }
    }
    return NULL;
}

static bool expect_recommended(runner *r, const pr_advice *advice, const pr_doc_node *list,
                               const char *wanted) {
    if (list == NULL || !pr_expect_list(list, "a list of ids of recommendations", diags_of(r))) {
        return true;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        const pr_recommendation *found = find_recommendation(advice, list->items[i].text);
        const char *is = found == NULL    ? "not recommended"
                         : found->certain ? "recommended"
                                          : "perhaps recommended";
        if (strcmp(is, wanted) != 0 && !fail(r, pr_text_format(r->arena, "%.*s is %s, expected: %s",
                                                               PR_ARG(list->items[i].text), is, wanted))) {
            return false;
        }
    }
    return true;
}

/* A profile beside the file of tests; NULL after it was told. */
static const pr_doc_node *read_file(runner *r, const pr_source *source, pr_text path) {
    size_t length = source->name.length;
    while (length > 0 && source->name.at[length - 1] != '/') {
        length--;
    }
    pr_text folder = {source->name.at, path.length > 0 && path.at[0] == '/' ? 0 : length};
    pr_text full = pr_text_format(r->arena, "%.*s%.*s", PR_ARG(folder), PR_ARG(path));
    pr_doc_limits limits = pr_api_doc_limits(&r->kb->limits);
    const pr_source *found =
        full.at != NULL ? pr_source_read(full.at, r->kb->limits.file_size, r->arena, diags_of(r)) : NULL;
    return found != NULL ? pr_doc_read(found, PR_DOC_YAML, &limits, r->arena, diags_of(r)) : NULL;
}

/* What is wrong with an assignment is told at its place in the file: its own text does not outlive the profile. */
static preceptor_status set_one(runner *r, const pr_doc_node *item) {
    preceptor_diagnostics *own = preceptor_diagnostics_new(r->kb->allocator);
    pr_text text = pr_text_copy(r->arena, item->text);
    preceptor_status status = own != NULL && text.at != NULL ? preceptor_profile_set(r->profile, text.at, own)
                                                             : PRECEPTOR_NO_MEMORY;
    if (status == PRECEPTOR_INVALID) {
        pr_text why = own->diags.list.count > 0 ? own->diags.list.items[0].message : (pr_text){0};
        pr_error(diags_of(r), "wrong-value", pr_doc_span(item), "this cannot be set: %.*s", PR_ARG(why));
    }
    preceptor_diagnostics_free(own);
    return status;
}

static preceptor_status read_profile(runner *r, const pr_source *source, const pr_doc_node *node) {
    const pr_doc_node *inside = pr_doc_get(node, "profile"), *file = pr_doc_get(node, "file"),
                      *set = pr_doc_get(node, "set");
    preceptor_status status = PRECEPTOR_OK;
    if (inside != NULL && file != NULL) {
        pr_error(diags_of(r), "wrong-key", pr_doc_span(file),
                 "a test has a profile or the file of one, not both");
        return PRECEPTOR_INVALID;
    }
    if (file != NULL) {
        inside = read_file(r, source, file->text);
        status = inside != NULL ? PRECEPTOR_OK : PRECEPTOR_INVALID;
    }
    if (!pr_profile_reset(&r->profile->profile)) {
        status = PRECEPTOR_NO_MEMORY;
    } else if (inside != NULL) {
        bool ok = pr_profile_read(&r->profile->profile, inside, r->profile->matcher, PR_UNKNOWN_KEYS_ERROR,
                                  diags_of(r));
        status = ok ? PRECEPTOR_OK : PRECEPTOR_INVALID;
    }
    if (set != NULL && !pr_expect_list(set, "a list of PATH=VALUE", diags_of(r))) {
        return PRECEPTOR_INVALID;
    }
    for (uint32_t i = 0; set != NULL && status == PRECEPTOR_OK && i < set->count; i++) {
        status = set_one(r, &set->items[i]);
    }
    return status;
}

static preceptor_status set_day(runner *r, const pr_doc_node *day) {
    pr_text text = day != NULL ? pr_text_copy(r->arena, day->text) : (pr_text){0};
    preceptor_status status = preceptor_session_set_as_of(r->session, text.at);
    if (status == PRECEPTOR_INVALID && day != NULL) {
        pr_error(diags_of(r), "wrong-value", pr_doc_span(day),
                 "expected a date, such as 2027-01-31, found '%.*s'", PR_ARG(day->text));
    }
    return status;
}

static bool compare(runner *r, const pr_doc_node *node) {
    const pr_advice *advice;
    const pr_doc_node *expect = pr_doc_get(node, "expect");
    if (pr_api_begin_report(r->session, PRECEPTOR_TEXT, &advice) != PRECEPTOR_OK) {
        return false;
    }
    bool ok = true;
    if (expect != NULL && pr_expect_map(expect, "a mapping of subjects to outcomes", diags_of(r))) {
        for (uint32_t i = 0; ok && i < expect->count; i++) {
            ok = expect_one(r, &expect->pairs[i]);
        }
    }
    ok = ok && expect_recommended(r, advice, pr_doc_get(node, "recommends"), "recommended") &&
         expect_recommended(r, advice, pr_doc_get(node, "perhaps"), "perhaps recommended") &&
         expect_recommended(r, advice, pr_doc_get(node, "recommends_not"), "not recommended");
    if (ok && r->options->coverage) {
        pr_coverage_note(&r->coverage, &r->session->vm);
    }
    return ok && !r->session->vm.arena.failed;
}

static preceptor_status run_case(runner *r, const pr_source *source, const pr_doc_node *node,
                                 const pr_doc_node *common_day) {
    pr_text name = {0};
    if (!pr_expect_map(node, "a mapping, a test", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    (void)pr_expect_keys(node, "a test", case_keys, sizeof case_keys / sizeof case_keys[0], diags_of(r));
    const pr_doc_node *named = pr_expect_key(node, "a test", "name", diags_of(r));
    const pr_doc_node *day = pr_doc_get(node, "as_of");
    if (named == NULL || !pr_expect_text(named, "text, the name of a test", &name, diags_of(r))) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = set_day(r, day != NULL ? day : common_day);
    status = status == PRECEPTOR_OK ? read_profile(r, source, node) : status;
    status = status == PRECEPTOR_OK ? preceptor_evaluate(r->session, r->profile, PRECEPTOR_REASONS) : status;
    if (status != PRECEPTOR_OK) {
        return status == PRECEPTOR_INVALID || status == PRECEPTOR_IO ? PRECEPTOR_OK : status;
    }
    r->failures.items = NULL;
    r->failures.count = r->failures.capacity = 0;
    if (!compare(r, node)) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_result result = {source->name, name, r->failures.items, r->failures.count};
    return PR_PUSH(r->arena, &r->results, result) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}

static preceptor_status run_file(runner *r, const char *path) {
    pr_doc_limits limits = pr_api_doc_limits(&r->kb->limits);
    const pr_source *source = pr_source_read(path, r->kb->limits.file_size, r->arena, diags_of(r));
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, &limits, r->arena, diags_of(r)) : NULL;
    if (root == NULL || !pr_expect_map(root, "a mapping with tests", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    (void)pr_expect_keys(root, "a file of tests", file_keys, sizeof file_keys / sizeof file_keys[0],
                         diags_of(r));
    const pr_doc_node *tests = pr_expect_key(root, "a file of tests", "tests", diags_of(r));
    if (tests == NULL || !pr_expect_list(tests, "a list of tests", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = PRECEPTOR_OK;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < tests->count; i++) {
        status = run_case(r, source, &tests->items[i], pr_doc_get(root, "as_of"));
    }
    return status;
}

static preceptor_status write(runner *r, const preceptor_sink *tap, const preceptor_sink *junit,
                              preceptor_test_counts *counts) {
    pr_buf out;
    pr_buf_init(&out, r->kb->allocator);
    pr_results_tap(&r->results, &out);
    if (r->options->coverage) {
        pr_coverage_write(&r->coverage, r->options->all, &out);
        pr_coverage_counts covered = pr_coverage_count(&r->coverage);
        counts->seen = covered.seen;
        counts->possible = covered.possible;
    }
    preceptor_status status = pr_api_write(&out, tap);
    pr_buf_clear(&out);
    if (status == PRECEPTOR_OK && junit != NULL) {
        pr_results_junit(&r->results, r->kb->program.name, &out);
        status = pr_api_write(&out, junit);
    }
    pr_buf_release(&out);
    counts->cases = r->results.count;
    for (uint32_t i = 0; i < r->results.count; i++) {
        counts->failed += r->results.items[i].failure_count > 0;
    }
    return status;
}

preceptor_status preceptor_kb_test(const preceptor_kb *kb, const char *const *files, size_t count,
                                   const preceptor_test_options *options, const preceptor_sink *tap,
                                   const preceptor_sink *junit, preceptor_diagnostics *diagnostics,
                                   preceptor_test_counts *counts) {
    *counts = (preceptor_test_counts){0};
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    runner r = {.kb = kb, .diagnostics = diagnostics, .options = options, .arena = &diagnostics->sources};
    uint32_t errors = diagnostics->diags.errors;
    preceptor_status status = preceptor_session_new(kb, &r.session);
    status = status == PRECEPTOR_OK ? preceptor_profile_new(kb, &r.profile) : status;
    if (status == PRECEPTOR_OK && options->coverage &&
        !pr_coverage_init(&r.coverage, &kb->program, r.arena)) {
        status = PRECEPTOR_NO_MEMORY;
    }
    for (size_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        status = run_file(&r, files[i]);
    }
    if (r.arena->failed) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK) {
        status = pr_api_outcome(diagnostics, diagnostics->diags.errors == errors);
    }
    if (status == PRECEPTOR_OK) {
        status = write(&r, tap, junit, counts);
    }
    preceptor_profile_free(r.profile);
    preceptor_session_free(r.session);
    return status;
}
