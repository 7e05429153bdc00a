/* Documents to profiles: what is known afterwards, and what is said of what is wrong. */
#include "unit/profile/small_program.h"

typedef struct profile_test {
    pr_program program;
    pr_matcher *matcher;
    pr_profile profile;
} profile_test;

static int setup(void **state) {
    profile_test *t = calloc(1, sizeof *t);
    small_program_make(&t->program, SMALL_VOCABULARY);
    t->matcher = pr_matcher_new(&t->program, NULL);
    assert_non_null(t->matcher);
    pr_profile_init(&t->profile, &t->program, NULL);
    *state = t;
    return 0;
}

static int teardown(void **state) {
    profile_test *t = *state;
    pr_profile_release(&t->profile);
    pr_matcher_free(t->matcher);
    small_program_release(&t->program);
    free(t);
    return 0;
}

static bool read_text(profile_test *t, fixture *x, const char *text, pr_unknown_keys keys) {
    const pr_source *source = pr_source_of(PR_TEXT("p.yaml"), pr_text_of(text), &x->arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &x->arena, &x->diags);
    assert_true(pr_profile_reset(&t->profile));
    return pr_profile_read(&t->profile, root, t->matcher, keys, &x->diags);
}

/* `known` is all that is known afterwards; valid parts of a profile with errors are kept. */
static const struct {
    const char *text, *known, *expected;
} cases[] = {
    {"{}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"id: s-1\nname: A",
     "id = \"s-1\"\n"
     "name = \"A\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"id: 17\nwants: little\ntopics: [a, b]",
     "id = \"17\"\n"
     "topics = [\"a\", \"b\"]\n"
     "wants = \"little\"",
     ""},
    {"exams:\n  one: {status: pass}\n  two_ck: {score: 250.50, status: fail}\nday: 2026-01-31",
     "day = {\"@date\": \"2026-01-31\"}\n"
     "exams.one.status = \"pass\"\n"
     "exams.two_ck.score = 250.5\n"
     "exams.two_ck.status = \"fail\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"exams.one.status: pass\nexams: {two_ck.score: 250}\nexams.two_ck: {status: pass}",
     "exams.one.status = \"pass\"\n"
     "exams.two_ck.score = 250\n"
     "exams.two_ck.status = \"pass\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"exams: {two_ck: {score: null}}",
     "exams.two_ck.score = null\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"courses: []",
     "courses = []\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"courses: [{}, {weeks: 4, kind: lab, tags: [x], by: null}, {by: me}]",
     "courses = [{\"by\": null, \"kind\": {\"@unknown\": {\"needs\": [\"courses[1].kind\"], \"min\": null, "
     "\"max\": null}}, \"tags\": {\"@unknown\": {\"needs\": [\"courses[1].tags\"], \"min\": null, \"max\": "
     "null}}, \"weeks\": {\"@unknown\": {\"needs\": [\"courses[1].weeks\"], \"min\": null, \"max\": null}}}, "
     "{\"by\": null, \"kind\": \"lab\", \"tags\": [\"x\"], \"weeks\": 4}, {\"by\": \"me\", \"kind\": "
     "{\"@unknown\": {\"needs\": [\"courses[3].kind\"], \"min\": null, \"max\": null}}, \"tags\": "
     "{\"@unknown\": {\"needs\": [\"courses[3].tags\"], \"min\": null, \"max\": null}}, \"weeks\": "
     "{\"@unknown\": {\"needs\": [\"courses[3].weeks\"], \"min\": null, \"max\": null}}}]\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    /* Normalised: case, patterns, and text that is kept. */
    {"exams: {one: {status: Passed}, two_ck: {status: PASS}}\nfield: Biophotonics",
     "exams.one.status = \"pass\"\n"
     "exams.two_ck.status = \"pass\"\n"
     "field = \"biology\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"exams: {one: {status: ' pass '}}\nfield: law",
     "exams.one.status = \"pass\"\n"
     "field = \"law\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    {"field: Physics\ncourses: [{kind: LAB}]",
     "courses = [{\"by\": null, \"kind\": \"lab\", \"tags\": {\"@unknown\": {\"needs\": "
     "[\"courses[1].tags\"], \"min\": null, \"max\": null}}, \"weeks\": {\"@unknown\": {\"needs\": "
     "[\"courses[1].weeks\"], \"min\": null, \"max\": null}}}]\n"
     "field = \"physics\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     ""},
    /* Errors. */
    {"[a]",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:1-1:4 expected a mapping, a profile, found a list"},
    {"5",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:1-1:2 expected a mapping, a profile, found a number"},
    {"nmae: x",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error unknown-key 1:1-1:5 unknown attribute 'nmae'; hint: did you mean 'name'?"},
    {"exam: {one: {status: pass}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error unknown-key 1:1-1:5 unknown attribute 'exam'; hint: did you mean 'exams'?"},
    {"exams: {two_kc: {score: 4}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error unknown-key 1:9-1:15 unknown attribute 'exams.two_kc'; hint: did you mean 'exams.two_ck'?"},
    {"exams: {two_ck: {scroe: 4, status: pass}}",
     "exams.two_ck.status = \"pass\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error unknown-key 1:18-1:23 unknown attribute 'exams.two_ck.scroe'; hint: did you mean "
     "'exams.two_ck.score'?"},
    {"exams.two.score: 4",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error unknown-key 1:1-1:16 unknown attribute 'exams.two.score'; hint: did you mean "
     "'exams.two_ck.score'?"},
    {"exams: 5",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:8-1:9 expected a mapping, a group of attributes, found a number"},
    {"exams:",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:7-1:7 expected a mapping, a group of attributes, found null; hint: what belongs to "
     "a key "
     "stands below it, indented further; else leave the key out"},
    {"exams:\n  one:3",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 2:3-2:8 expected a mapping, a group of attributes, found text; hint: a key is "
     "followed by ': ' "
     "and its value"},
    {"topics:\n  a: b",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 2:3-2:4 expected a list, found a mapping; hint: each item of a list begins with '- '"},
    {"exams: {one: pass}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:14-1:18 expected a mapping, a group of attributes, found text"},
    {"id: {a: b}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:6-1:7 expected text, found a mapping"},
    {"id: [a]\nname: 5",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:5-1:8 expected text, found a list\n"
     "error wrong-type 2:7-2:8 expected text, found '5'; hint: write it in quotes: \"5\""},
    {"id: null",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error null-value 1:5-1:9 'id' cannot be null; hint: leave it out when it is not known"},
    {"topics: null",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error null-value 1:9-1:13 'topics' cannot be null; hint: leave it out when it is not known"},
    {"topics: a",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:9-1:10 expected a list, found text; hint: a list of one is written [a]"},
    {"topics: [a, 5, null, [b]]",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:13-1:14 expected text, found '5'; hint: write it in quotes: \"5\"\n"
     "error wrong-type 1:16-1:20 expected text, found null\n"
     "error wrong-type 1:22-1:25 expected text, found a list"},
    {"exams: {two_ck: {score: 301}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error out-of-range 1:25-1:28 expected a number from 1 to 300, found 301"},
    {"exams: {two_ck: {score: '250'}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:25-1:30 expected a number from 1 to 300, found the text '250'; hint: write it "
     "without quotes"},
    {"exams: {one: {status: maybe}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-value 1:23-1:28 expected one of not-taken, pass, fail, found 'maybe'"},
    {"exams: {one: {status: flunked}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error ambiguous-value 1:23-1:30 'flunked' may mean 'not-taken' or 'fail'"},
    {"exams: {two_ck: {status: passd}}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-value 1:26-1:31 expected one of pass, fail, found 'passd'; hint: did you mean 'pass'?"},
    {"field: Life physics",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error ambiguous-value 1:8-1:20 'Life physics' may mean 'biology' or 'physics'"},
    {"day: 2026-02-30",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-value 1:6-1:16 expected a date, such as 2027-01-31, found the text '2026-02-30'; hint: "
     "there is no such day"},
    {"day: soon",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-value 1:6-1:10 expected a date, such as 2027-01-31, found the text 'soon'"},
    {"courses: {weeks: 4}",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:11-1:16 expected a list, found a mapping"},
    {"courses: [4, {wekes: 4}, {weeks: -1, kind: labb}, {weeks: null}, {tags: x}]",
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error wrong-type 1:11-1:12 expected a mapping, a record of the list, found a number\n"
     "error unknown-key 1:15-1:20 unknown key 'wekes' in a record of 'courses'; hint: did you mean 'weeks'?\n"
     "error out-of-range 1:34-1:36 expected a number of at least 0, found -1\n"
     "error wrong-value 1:44-1:48 expected one of lab, lecture, found 'labb'; hint: did you mean 'lab'?\n"
     "error null-value 1:59-1:63 'courses[].weeks' cannot be null; hint: leave it out when it is not known\n"
     "error wrong-type 1:73-1:74 expected a list, found text; hint: a list of one is written [x]"},
    {"exams: {one.status: pass, one: {status: fail}}",
     "exams.one.status = \"pass\"\n"
     "topics ~ []\n"
     "wants ~ \"much\"",
     "error duplicate-key 1:33-1:39 'exams.one.status' is given twice; note 1:21-1:25 first here"},
};

static void reads_profiles(void **state) {
    profile_test *t = *state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture x;
        fixture_init(&x, NULL);
        bool good = read_text(t, &x, cases[i].text, PR_UNKNOWN_KEYS_ERROR);
        pr_text summary = summary_of(&x);
        if (good != (x.diags.errors == 0) || !pr_text_is(summary, cases[i].expected)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].text,
                        cases[i].expected, PR_ARG(summary));
            wrong++;
        }
        pr_text actual = known(&t->profile, &x.out);
        if (!pr_text_is(actual, cases[i].known)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].text, cases[i].known,
                        PR_ARG(actual));
            wrong++;
        }
        fixture_release(&x);
    }
    assert_int_equal(wrong, 0);
}

static void warns_of_unknown_keys_where_asked(void **state) {
    profile_test *t = *state;
    fixture x;
    fixture_init(&x, NULL);
    assert_true(read_text(t, &x, "idd: x\nid: y\ncourses: [{wekes: 4, weeks: 3}]", PR_UNKNOWN_KEYS_WARN));
    assert_text(t->profile.id, "y");
    assert_int_equal(x.diags.warnings, 2);
    assert_text(
        summary_of(&x),
        "warning unknown-key 1:1-1:4 unknown attribute 'idd'; hint: did you mean 'id'?\n"
        "warning unknown-key 3:12-3:17 unknown key 'wekes' in a record of 'courses'; hint: did you mean "
        "'weeks'?");
    fixture_release(&x);
}

static void knows_id_name_and_places(void **state) {
    profile_test *t = *state;
    fixture x;
    fixture_init(&x, NULL);
    assert_true(
        read_text(t, &x, "name: B\nid: 0017\nexams:\n  one:\n    status: fail\n", PR_UNKNOWN_KEYS_ERROR));
    assert_text(t->profile.id, "0017");
    assert_text(t->profile.name, "B");
    for (uint32_t i = 0; i < t->program.vocabulary_count; i++) {
        if (pr_text_is(t->program.attributes[i].path, "exams.one.status")) {
            assert_true(t->profile.given[i]);
            pr_buf_clear(&x.out);
            summarize_span(&x.out, pr_origin_whole(&t->profile.places[i]));
            assert_text(pr_buf_view(&x.out), "5:13-5:17");
        }
    }
    assert_true(pr_profile_reset(&t->profile));
    assert_int_equal(t->profile.id.length, 0);
    assert_int_equal(t->profile.name.length, 0);
    fixture_release(&x);
}

/* The document may go away: a profile owns its texts. */
static void owns_its_texts(void **state) {
    profile_test *t = *state;
    fixture x;
    fixture_init(&x, NULL);
    assert_true(read_text(t, &x, "id: 12\nname: C\nfield: law\ntopics: [d]\ncourses: [{by: e}]",
                          PR_UNKNOWN_KEYS_ERROR));
    fixture_release(&x);
    fixture_init(&x, NULL);
    pr_text text = known(&t->profile, &x.out);
    pr_text start = {text.at, strlen("courses = [{\"by\": \"e\"")};
    assert_text(start, "courses = [{\"by\": \"e\"");
    assert_text(t->profile.id, "12");
    fixture_release(&x);
}

static void later_documents_add(void **state) {
    profile_test *t = *state;
    fixture x;
    fixture_init(&x, NULL);
    assert_true(read_text(t, &x, "id: a\nname: A\n", PR_UNKNOWN_KEYS_ERROR));
    const pr_source *source =
        pr_source_of(PR_TEXT("q"), PR_TEXT("{\"name\": \"B\", \"wants\": \"little\"}"), &x.arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_JSON, NULL, &x.arena, &x.diags);
    assert_true(pr_profile_read(&t->profile, root, t->matcher, PR_UNKNOWN_KEYS_ERROR, &x.diags));
    assert_text(known(&t->profile, &x.out), "id = \"a\"\nname = \"B\"\ntopics ~ []\nwants = \"little\"");
    fixture_release(&x);
}

/* Once warm, reading a record asks the heap for nothing. */
static void allocates_nothing_once_warm(void **state) {
    (void)state;
    static const char text[] =
        "id: s-1\nexams: {one: {status: Passed}, two_ck: {score: 7}}\nfield: Bio dept.\n"
        "topics: [a, b, c]\ncourses: [{weeks: 4, by: x}, {kind: LAB, tags: [y]}]\n";
    test_heap heap = {0};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    pr_program program;
    small_program_make(&program, SMALL_VOCABULARY);
    fixture x;
    fixture_init(&x, NULL);
    const pr_source *source = pr_source_of(PR_TEXT("p"), PR_TEXT(text), &x.arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &x.arena, &x.diags);
    pr_matcher *matcher = pr_matcher_new(&program, &allocator);
    pr_profile profile;
    pr_profile_init(&profile, &program, &allocator);
    size_t asked = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(pr_profile_reset(&profile));
        assert_true(pr_profile_read(&profile, root, matcher, PR_UNKNOWN_KEYS_ERROR, &x.diags));
        asked = i == 0 ? heap.asked : asked;
    }
    assert_int_equal(heap.asked, asked);
    pr_profile_release(&profile);
    pr_matcher_free(matcher);
    assert_int_equal(heap.live, 0);
    fixture_release(&x);
    small_program_release(&program);
}

static void survives_want_of_memory(void **state) {
    (void)state;
    static const char text[] = "id: s-1\nexams: {one: {status: Passed}}\ncourses: [{weeks: 4}]\n";
    pr_program program;
    small_program_make(&program, SMALL_VOCABULARY);
    fixture x;
    fixture_init(&x, NULL);
    const pr_source *source = pr_source_of(PR_TEXT("p"), PR_TEXT(text), &x.arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &x.arena, &x.diags);
    bool failed = true;
    for (size_t i = 1; failed; i++) {
        test_heap heap = {.fail_at = i};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        pr_profile profile;
        pr_matcher *matcher = pr_matcher_new(&program, &allocator);
        pr_profile_init(&profile, &program, &allocator);
        bool good = matcher != NULL && pr_profile_reset(&profile) &&
                    pr_profile_read(&profile, root, matcher, PR_UNKNOWN_KEYS_ERROR, &x.diags);
        failed = heap.asked >= i;
        /* Patterns work without the memory for compiling them to machine code. */
        assert_true(good || failed);
        pr_diags_clear(&x.diags);
        pr_profile_release(&profile);
        pr_matcher_free(matcher);
        assert_int_equal(heap.live, 0);
    }
    fixture_release(&x);
    small_program_release(&program);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_profiles, setup, teardown),
        cmocka_unit_test_setup_teardown(warns_of_unknown_keys_where_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(knows_id_name_and_places, setup, teardown),
        cmocka_unit_test_setup_teardown(owns_its_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(later_documents_add, setup, teardown),
        cmocka_unit_test(allocates_nothing_once_warm),
        cmocka_unit_test(survives_want_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
