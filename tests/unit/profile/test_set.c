/* PATH=VALUE, as a command line gives it. */
#include "unit/profile/small_program.h"

static const char base[] = "id: a\nexams: {one: {status: pass}}\ncourses: [{weeks: 4, by: x}, {kind: lab}]\n";

static const struct {
    const char *assignment, *line, *expected;
} cases[] = {
    {"exams.one.status=fail", "exams.one.status = \"fail\"", ""},
    {" exams.one.status = Passed ", "exams.one.status = \"pass\"", ""},
    {"exams.two_ck.score=null", "exams.two_ck.score = null", ""},
    {"topics=[a, \"b, c\"]", "topics = [\"a\", \"b, c\"]", ""},
    {"topics=", "topics ~ []", ""},
    {"wants=little", "wants = \"little\"", ""},
    {"wants=", "wants ~ \"much\"", ""},
    {"field=\"\"", "field = \"\"", ""},
    {"field=a=b", "field = \"a=b\"", ""},
    {"id=7", "id = \"7\"", ""},
    {"courses=[]", "courses = []", ""},
    {"courses[1].by=", "courses = [{\"by\": null,", ""},
    {"courses[2].by=y", "\"kind\": \"lab\"", ""},
    {"courses[1].weeks=12", "\"weeks\": 12}, {\"by\": null", ""},
    {"courses[1].weeks=", "{\"needs\": [\"courses[1].weeks\"]", ""},
    {"courses[2].tags=[q]", "\"tags\": [\"q\"]", ""},
    {"exams.one.status", "exams.one.status = \"pass\"",
     "error bad-assignment 1:1-1:17 expected PATH=VALUE, found 'exams.one.status'"},
    {"=5", "", "error bad-assignment 1:1-1:3 expected PATH=VALUE, found '=5'"},
    {"exams.one.satus=5", "",
     "error unknown-key 1:1-1:16 unknown attribute 'exams.one.satus'; hint: did you mean "
     "'exams.one.status'?"},
    {"exams=5", "",
     "error wrong-type 1:1-1:6 'exams' is a group of attributes; hint: name one of them, such as "
     "'exams.one.status'"},
    {"exams.one.status=maybe", "exams.one.status = \"pass\"",
     "error wrong-value 1:18-1:23 expected one of not-taken, pass, fail, found 'maybe'"},
    {"exams.two_ck.score=  301", "",
     "error out-of-range 1:22-1:25 expected a number from 1 to 300, found 301"},
    {"topics=[a, 5]", "",
     "error wrong-type 1:12-1:13 expected text, found '5'; hint: write it in quotes: \"5\""},
    {"topics=[a", "",
     "error invalid-yaml 1:8-1:9 this '[' is never closed; hint: put text that begins with '[' in quotes"},
    {"id=*b", "",
     "error undefined-alias 1:4-1:6 no anchor '&b' stands above this alias; hint: put the value in quotes "
     "when it only "
     "begins with '*'"},
    {"id=null", "", "error null-value 1:4-1:8 'id' cannot be null; hint: write 'id=' to make it unknown"},
    {"courses=[{wekes: 3}]", "",
     "error unknown-key 1:11-1:16 unknown key 'wekes' in a record of 'courses'; hint: did you mean 'weeks'?"},
    {"course[1].weeks=3", "",
     "error unknown-key 1:1-1:7 unknown attribute 'course'; hint: did you mean 'courses'?"},
    {"topics[1].x=3", "", "error wrong-type 1:1-1:12 'topics' is no list of records"},
    {"courses[1]=3", "", "error bad-path 1:1-1:11 a record's field is named as 'courses[1].by'"},
    {"courses[].weeks=3", "", "error bad-path 1:1-1:16 a record's field is named as 'courses[1].by'"},
    {"courses[0].weeks=3", "", "error bad-path 1:1-1:17 a record's field is named as 'courses[1].by'"},
    {"courses[x].weeks=3", "", "error bad-path 1:1-1:17 a record's field is named as 'courses[1].by'"},
    {"courses[1.weeks=3", "", "error bad-path 1:1-1:16 a record's field is named as 'courses[1].by'"},
    {"courses[1].wekes=3", "",
     "error unknown-key 1:12-1:17 unknown key 'wekes' in a record of 'courses'; hint: did you mean 'weeks'?"},
    {"courses[3].weeks=3", "", "error no-record 1:9-1:10 'courses' has 2 records, none with the number 3"},
    {"courses[1].weeks=-3", "", "error out-of-range 1:18-1:20 expected a number of at least 0, found -3"},
};

static void sets_values(void **state) {
    (void)state;
    pr_program program;
    small_program_make(&program, SMALL_VOCABULARY);
    pr_matcher *matcher = pr_matcher_new(&program, NULL);
    pr_profile profile;
    pr_profile_init(&profile, &program, NULL);
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture x;
        fixture_init(&x, NULL);
        const pr_source *source = pr_source_of(PR_TEXT("p"), PR_TEXT(base), &x.arena);
        const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &x.arena, &x.diags);
        assert_true(pr_profile_reset(&profile));
        assert_true(pr_profile_read(&profile, root, matcher, PR_UNKNOWN_KEYS_ERROR, &x.diags));
        bool good = pr_profile_set(&profile, pr_text_of(cases[i].assignment), matcher, &x.diags);
        pr_text summary = summary_of(&x);
        if (good != (summary.length == 0) || !pr_text_is(summary, cases[i].expected)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].assignment,
                        cases[i].expected, PR_ARG(summary));
            wrong++;
        }
        (void)known(&profile, &x.out);
        pr_buf_char(&x.out, '\0');
        if (strstr(x.out.at, cases[i].line) == NULL) {
            print_error("case %zu: %s\nno %s in %s\n", i, cases[i].assignment, cases[i].line, x.out.at);
            wrong++;
        }
        fixture_release(&x);
    }
    assert_int_equal(wrong, 0);
    pr_profile_release(&profile);
    pr_matcher_free(matcher);
    small_program_release(&program);
}

static void sets_unknown_lists(void **state) {
    (void)state;
    pr_program program;
    small_program_make(&program, SMALL_VOCABULARY);
    pr_matcher *matcher = pr_matcher_new(&program, NULL);
    pr_profile profile;
    fixture x;
    fixture_init(&x, NULL);
    pr_profile_init(&profile, &program, NULL);
    assert_true(pr_profile_reset(&profile));
    assert_false(pr_profile_set(&profile, PR_TEXT("courses[1].weeks=3"), matcher, &x.diags));
    assert_text(summary_of(&x), "error no-record 1:9-1:10 'courses' is not known, so it has no record 1");
    pr_diags_clear(&x.diags);
    assert_true(pr_profile_set(&profile, PR_TEXT("courses=[{}]"), matcher, &x.diags));
    assert_true(pr_profile_set(&profile, PR_TEXT("courses[1].weeks=3"), matcher, &x.diags));
    assert_true(pr_profile_set(&profile, PR_TEXT("courses="), matcher, &x.diags));
    assert_true(pr_profile_set(&profile, PR_TEXT("id=x"), matcher, &x.diags));
    assert_text(profile.id, "x");
    assert_true(pr_profile_set(&profile, PR_TEXT("id="), matcher, &x.diags));
    assert_int_equal(profile.id.length, 0);
    assert_text(known(&profile, &x.out), "topics ~ []\nwants ~ \"much\"");
    fixture_release(&x);
    pr_profile_release(&profile);
    pr_matcher_free(matcher);
    small_program_release(&program);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_values), cmocka_unit_test(sets_unknown_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
