/* The profile to fill in: valid as it is, and with every line uncommented. */
#include "unit/profile/small_program.h"

static bool reads(pr_program *program, pr_text text, fixture *x, pr_text *out) {
    pr_matcher *matcher = pr_matcher_new(program, NULL);
    pr_profile profile;
    pr_profile_init(&profile, program, NULL);
    const pr_source *source = pr_source_of(PR_TEXT("new"), text, &x->arena);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, NULL, &x->arena, &x->diags);
    bool good = pr_profile_reset(&profile) &&
                pr_profile_read(&profile, root, matcher, PR_UNKNOWN_KEYS_ERROR, &x->diags);
    if (!good) {
        print_error("%.*s\n", PR_ARG(summary_of(x)));
    }
    *out = pr_text_copy(&x->arena, known(&profile, &x->out));
    pr_profile_release(&profile);
    pr_matcher_free(matcher);
    return good;
}

/* Takes the first # of each line away, but for the lines that explain the file: those have one blank behind it. */
static pr_text uncommented(pr_text text, pr_arena *arena) {
    char *at = pr_arena_alloc(arena, text.length, 1);
    size_t length = 0;
    bool first = true;
    for (size_t i = 0; i < text.length; i++) {
        bool head = i + 2 < text.length && text.at[i + 1] == ' ' && text.at[i + 2] != ' ';
        if (!(first && text.at[i] == '#' && !head)) {
            at[length++] = text.at[i];
        }
        first = text.at[i] == '\n';
    }
    return (pr_text){at, length};
}

static void is_valid_and_complete(void **state) {
    (void)state;
    pr_program program;
    fixture x;
    pr_buf out;
    pr_text what;
    fixture_init(&x, NULL);
    pr_buf_init(&out, NULL);
    small_program_make(&program, SMALL_VOCABULARY);
    assert_true(pr_profile_template(&program, &out));
    assert_text(pr_buf_view(&out),
                "# A profile for small 1.\n"
                "# Take the first # of a line away to say what it says; what you leave out is not known.\n"
                "# A list that you give is complete; its records may leave fields out.\n"
                "\n"
                "id: my-profile\n"
                "\n"
                "## Which courses?\n"
                "## a list of records; [] when there are none\n"
                "#courses:\n"
                "#    # a number of at least 0, in weeks\n"
                "#  - weeks: 0\n"
                "#    # Which kind?\n"
                "#    # one of lab, lecture\n"
                "#    kind: lab\n"
                "#    # a list; each item is text\n"
                "#    tags: [text]\n"
                "#    # text, or null for none\n"
                "#    by: text\n"
                "\n"
                "## a date, such as 2027-01-31\n"
                "#day: 2027-01-31\n"
                "\n"
                "#exams:\n"
                "#  one:\n"
                "#    # One taken?\n"
                "#    # one of not-taken, pass, fail\n"
                "#    status: not-taken\n"
                "#  two_ck:\n"
                "#    # a number from 1 to 300, in points, or null for none\n"
                "#    score: 1\n"
                "#    # one of pass, fail\n"
                "#    status: pass\n"
                "\n"
                "## text\n"
                "#field: biology\n"
                "\n"
                "## Your name?\n"
                "## text\n"
                "#name: text\n"
                "\n"
                "## a list; each item is text; left out, it is []\n"
                "#topics: [text]\n"
                "\n"
                "## one of little, much; left out, it is much\n"
                "#wants: little\n"
                "");
    assert_true(reads(&program, pr_buf_view(&out), &x, &what));
    assert_text(what, "id = \"my-profile\"\ntopics ~ []\nwants ~ \"much\"");
    assert_true(reads(&program, uncommented(pr_buf_view(&out), &x.arena), &x, &what));
    assert_text(what,
                "courses = [{\"by\": \"text\", \"kind\": \"lab\", \"tags\": [\"text\"], \"weeks\": 0}]\n"
                "day = {\"@date\": \"2027-01-31\"}\n"
                "exams.one.status = \"not-taken\"\n"
                "exams.two_ck.score = 1\n"
                "exams.two_ck.status = \"pass\"\n"
                "field = \"biology\"\n"
                "id = \"my-profile\"\n"
                "name = \"text\"\n"
                "topics = [\"text\"]\n"
                "wants = \"little\"");
    pr_buf_release(&out);
    fixture_release(&x);
    small_program_release(&program);
}

static void needs_no_id(void **state) {
    (void)state;
    pr_program program;
    fixture x;
    pr_buf out;
    pr_text what;
    fixture_init(&x, NULL);
    pr_buf_init(&out, NULL);
    small_program_make(
        &program,
        "a.b: boolean\nid: number\nt: time\nu: duration\nv: {type: enum, values: ['true', '1', 'a b']}\n");
    assert_true(pr_profile_template(&program, &out));
    assert_true(reads(&program, pr_buf_view(&out), &x, &what));
    assert_text(what, "");
    const char *braces = strstr(out.at, "{}");
    assert_non_null(braces);
    pr_text after = {braces + 2, out.length - (size_t)(braces + 2 - out.at)};
    assert_true(reads(&program, uncommented(after, &x.arena), &x, &what));
    assert_text(what, "a.b = true\n"
                      "id = 1\n"
                      "t = {\"@time\": \"14:30:00\"}\n"
                      "u = {\"@duration\": \"P28D\"}\n"
                      "v = \"true\"");
    pr_buf_release(&out);
    fixture_release(&x);
    small_program_release(&program);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_valid_and_complete),
                                       cmocka_unit_test(needs_no_id)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
