/* Tests of a knowledge base: documents beside what is expected of them, in YAML.
 *
 *     document: case                    # of which kind they are; left out: profile
 *     as_of: 2026-11-22                 # of all tests of the file that name no day of their own
 *     tests:
 *       - name: what it shows
 *         case: {...}                   # under the name of its kind; or file: PATH, relative to this file;
 *         set: [PATH=VALUE]
 *         expect: {SUBJECT: VERDICT, SUBJECT/REQUIREMENT: STATUS, ENTITY: STANDING, ENTITY/GROUND: STATUS}
 *         recommends: [ID]              # certainly
 *         perhaps: [ID]
 *         recommends_not: [ID]
 *         checks: [ENTITY/ATTRIBUTE]    # what is still to be looked up
 *         checks_not: [ENTITY/ATTRIBUTE]
 *         presents: {PART: TEXT}
 */
#include "api/test.h"

#include "keep/results.h"
#include "schema/expect.h"

typedef struct runner {
    preceptor_diagnostics *diagnostics;
    pr_arena *arena; /* of the diagnostics, which point into the documents: results, too */
    pr_test_desk desks[PRECEPTOR_MOST_DOCUMENTS + 1]; /* the default kind first */
    uint32_t desk_count;
    pr_results results;
    const preceptor_test_options *options;
    pr_test_outcome outcome; /* of the test that runs */
} runner;

static const pr_text file_keys[] = {PR_KEY("document"), PR_KEY("as_of"), PR_KEY("tests")};
static const pr_text test_keys[] = {
    PR_KEY("name"),   PR_KEY("as_of"),      PR_KEY("file"),     PR_KEY("set"),
    PR_KEY("expect"), PR_KEY("recommends"), PR_KEY("perhaps"),  PR_KEY("recommends_not"),
    PR_KEY("checks"), PR_KEY("checks_not"), PR_KEY("presents"),
};
enum { TEST_KEYS = sizeof test_keys / sizeof test_keys[0] };

static pr_diags *diags_of(runner *r) { return &r->diagnostics->diags; }

/* A document beside the file of tests; NULL after it was told. */
static const pr_doc_node *read_file(runner *r, const pr_test_desk *desk, const pr_source *source,
                                    pr_text path) {
    size_t length = source->name.length;
    while (length > 0 && source->name.at[length - 1] != '/') {
        length--;
    }
    pr_text folder = {source->name.at, path.length > 0 && path.at[0] == '/' ? 0 : length};
    pr_text full = pr_text_format(r->arena, "%.*s%.*s", PR_ARG(folder), PR_ARG(path));
    pr_doc_limits limits = pr_api_doc_limits(&desk->kb->limits);
    const pr_source *found =
        full.at != NULL ? pr_source_read(full.at, desk->kb->limits.file_size, r->arena, diags_of(r)) : NULL;
    return found != NULL ? pr_doc_read(found, PR_DOC_YAML, &limits, r->arena, diags_of(r)) : NULL;
}

/* What is wrong with an assignment is told at its place in the file: its own text does not outlive the profile. */
static preceptor_status set_one(runner *r, pr_test_desk *desk, const pr_doc_node *item) {
    preceptor_diagnostics *own = preceptor_diagnostics_new(desk->kb->allocator);
    pr_text text = pr_text_copy(r->arena, item->text);
    preceptor_status status = own != NULL && text.at != NULL
                                  ? preceptor_profile_set(desk->profile, text.at, own)
                                  : PRECEPTOR_NO_MEMORY;
    if (status == PRECEPTOR_INVALID) {
        pr_text why = own->diags.list.count > 0 ? own->diags.list.items[0].message : (pr_text){0};
        pr_error(diags_of(r), "wrong-value", pr_doc_span(item), "this cannot be set: %.*s", PR_ARG(why));
    }
    preceptor_diagnostics_free(own);
    return status;
}

static preceptor_status read_document(runner *r, pr_test_desk *desk, const pr_source *source,
                                      const pr_doc_node *node) {
    const char *kind = desk->kb->program.document.at;
    const pr_doc_node *inside = pr_doc_get(node, kind), *file = pr_doc_get(node, "file"),
                      *set = pr_doc_get(node, "set");
    preceptor_status status = PRECEPTOR_OK;
    if (inside != NULL && file != NULL) {
        pr_error(diags_of(r), "wrong-key", pr_doc_span(file), "a test has a %s or the file of one, not both",
                 kind);
        return PRECEPTOR_INVALID;
    }
    if (file != NULL) {
        inside = read_file(r, desk, source, file->text);
        status = inside != NULL ? PRECEPTOR_OK : PRECEPTOR_INVALID;
    }
    if (!pr_profile_reset(&desk->profile->profile)) {
        status = PRECEPTOR_NO_MEMORY;
    } else if (inside != NULL) {
        bool ok = pr_profile_read(&desk->profile->profile, inside, desk->profile->matcher,
                                  PR_UNKNOWN_KEYS_ERROR, diags_of(r));
        status = ok ? PRECEPTOR_OK : PRECEPTOR_INVALID;
    }
    if (set != NULL && !pr_expect_list(set, "a list of PATH=VALUE", diags_of(r))) {
        return PRECEPTOR_INVALID;
    }
    for (uint32_t i = 0; set != NULL && status == PRECEPTOR_OK && i < set->count; i++) {
        status = set_one(r, desk, &set->items[i]);
    }
    return status;
}

static preceptor_status set_day(runner *r, pr_test_desk *desk, const pr_doc_node *day) {
    pr_text text = day != NULL ? pr_text_copy(r->arena, day->text) : (pr_text){0};
    preceptor_status status = preceptor_session_set_as_of(desk->session, text.at);
    if (status == PRECEPTOR_INVALID && day != NULL) {
        pr_error(diags_of(r), "wrong-value", pr_doc_span(day),
                 "expected a date, such as 2027-01-31, found '%.*s'", PR_ARG(day->text));
    }
    return status;
}

static void expect_test_keys(runner *r, const pr_test_desk *desk, const pr_doc_node *node) {
    pr_text keys[TEST_KEYS + 1];
    memcpy(keys, test_keys, sizeof test_keys);
    keys[TEST_KEYS] = desk->kb->program.document;
    (void)pr_expect_keys(node, "a test", keys, TEST_KEYS + 1, diags_of(r));
}

static preceptor_status run_test(runner *r, pr_test_desk *desk, const pr_source *source,
                                 const pr_doc_node *node, const pr_doc_node *common_day) {
    pr_text name = {0};
    if (!pr_expect_map(node, "a mapping, a test", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    expect_test_keys(r, desk, node);
    const pr_doc_node *named = pr_expect_key(node, "a test", "name", diags_of(r));
    const pr_doc_node *day = pr_doc_get(node, "as_of");
    if (named == NULL || !pr_expect_text(named, "text, the name of a test", &name, diags_of(r))) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = set_day(r, desk, day != NULL ? day : common_day);
    status = status == PRECEPTOR_OK ? read_document(r, desk, source, node) : status;
    status =
        status == PRECEPTOR_OK ? preceptor_evaluate(desk->session, desk->profile, PRECEPTOR_REASONS) : status;
    if (status != PRECEPTOR_OK) {
        return status == PRECEPTOR_INVALID || status == PRECEPTOR_IO ? PRECEPTOR_OK : status;
    }
    r->outcome = (pr_test_outcome){.diags = diags_of(r), .arena = r->arena};
    if (!pr_test_compare(desk, node, &r->outcome)) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (r->options->coverage) {
        pr_coverage_note(&desk->coverage, &desk->session->vm);
    }
    pr_result result = {source->name, name, r->outcome.failures.items, r->outcome.failures.count};
    return PR_PUSH(r->arena, &r->results, result) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}

/* Of the kind that a file of tests names; NULL after it was told that there is none. */
static pr_test_desk *find_desk(runner *r, const pr_doc_node *kind) {
    if (kind == NULL) {
        return &r->desks[0];
    }
    pr_text names[PRECEPTOR_MOST_DOCUMENTS + 1], name;
    if (!pr_expect_text(kind, "text, a kind of document", &name, diags_of(r))) {
        return NULL;
    }
    for (uint32_t i = 0; i < r->desk_count; i++) {
        names[i] = r->desks[i].kb->program.document;
        if (pr_text_equal(names[i], name)) {
            return &r->desks[i];
        }
    }
    pr_diag *diag = pr_error(diags_of(r), "unknown-document", pr_doc_span(kind),
                             "there are no documents of the kind '%.*s'", PR_ARG(name));
    pr_diag_suggest(diags_of(r), diag, name, names, r->desk_count);
    return NULL;
}

static preceptor_status run_file(runner *r, const char *path) {
    const preceptor_limits *limits = &r->desks[0].kb->limits;
    pr_doc_limits doc_limits = pr_api_doc_limits(limits);
    const pr_source *source = pr_source_read(path, limits->file_size, r->arena, diags_of(r));
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_YAML, &doc_limits, r->arena, diags_of(r)) : NULL;
    if (root == NULL || !pr_expect_map(root, "a mapping with tests", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    (void)pr_expect_keys(root, "a file of tests", file_keys, sizeof file_keys / sizeof file_keys[0],
                         diags_of(r));
    pr_test_desk *desk = find_desk(r, pr_doc_get(root, "document"));
    const pr_doc_node *tests = pr_expect_key(root, "a file of tests", "tests", diags_of(r));
    if (desk == NULL || tests == NULL || !pr_expect_list(tests, "a list of tests", diags_of(r))) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = PRECEPTOR_OK;
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < tests->count; i++) {
        status = run_test(r, desk, source, &tests->items[i], pr_doc_get(root, "as_of"));
    }
    return status;
}

static preceptor_status write(runner *r, const preceptor_sink *tap, const preceptor_sink *junit,
                              preceptor_test_counts *counts) {
    const preceptor_kb *kb = r->desks[0].kb;
    pr_buf out;
    pr_buf_init(&out, kb->allocator);
    pr_results_tap(&r->results, &out);
    if (r->options->coverage) {
        pr_coverage *all = &r->desks[0].coverage;
        for (uint32_t i = 1; i < r->desk_count && !out.failed; i++) {
            out.failed = !pr_coverage_join(all, &r->desks[i].coverage);
        }
        pr_coverage_write(all, r->options->all, &out);
        pr_coverage_counts covered = pr_coverage_count(all);
        counts->seen = covered.seen;
        counts->possible = covered.possible;
    }
    preceptor_status status = pr_api_write(&out, tap);
    pr_buf_clear(&out);
    if (status == PRECEPTOR_OK && junit != NULL) {
        pr_results_junit(&r->results, kb->program.name, &out);
        status = pr_api_write(&out, junit);
    }
    pr_buf_release(&out);
    counts->cases = r->results.count;
    for (uint32_t i = 0; i < r->results.count; i++) {
        counts->failed += r->results.items[i].failure_count > 0;
    }
    return status;
}

static preceptor_status begin_desk(runner *r, const preceptor_kb *kb) {
    pr_test_desk *desk = &r->desks[r->desk_count++];
    desk->kb = kb;
    preceptor_status status = preceptor_session_new(kb, &desk->session);
    status = status == PRECEPTOR_OK ? preceptor_profile_new(kb, &desk->profile) : status;
    if (status == PRECEPTOR_OK && r->options->coverage &&
        !pr_coverage_init(&desk->coverage, &kb->program, r->arena)) {
        status = PRECEPTOR_NO_MEMORY;
    }
    return status;
}

preceptor_status preceptor_kb_test(const preceptor_kb *kb, const char *const *files, size_t count,
                                   const preceptor_test_options *options, const preceptor_sink *tap,
                                   const preceptor_sink *junit, preceptor_diagnostics *diagnostics,
                                   preceptor_test_counts *counts) {
    *counts = (preceptor_test_counts){0};
    if (kb == NULL || !pr_api_serves(kb, 0)) {
        return PRECEPTOR_USAGE;
    }
    runner r = {.diagnostics = diagnostics, .options = options, .arena = &diagnostics->sources};
    uint32_t errors = diagnostics->diags.errors;
    preceptor_status status = PRECEPTOR_OK;
    for (const preceptor_kb *each = kb;
         each != NULL && status == PRECEPTOR_OK && r.desk_count <= PRECEPTOR_MOST_DOCUMENTS;
         each = each->also) {
        status = each->usable ? begin_desk(&r, each) : status;
    }
    if (status == PRECEPTOR_OK && r.desk_count == 0) {
        return PRECEPTOR_USAGE;
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
    for (uint32_t i = 0; i < r.desk_count; i++) {
        preceptor_profile_free(r.desks[i].profile);
        preceptor_session_free(r.desks[i].session);
    }
    return status;
}
