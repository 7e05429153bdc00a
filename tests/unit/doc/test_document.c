/* What is read: types, places, aliases, limits, and looking things up. */
#include "unit/doc/outline.h"

typedef struct reading {
    pr_doc_format format;
    const char *input, *expected;
} reading;

static void check(const reading *readings, size_t count, bool places) {
    for (size_t i = 0; i < count; i++) {
        fixture f;
        fixture_init(&f, NULL);
        pr_source source = source_of("f", readings[i].input, strlen(readings[i].input));
        const pr_doc_node *root = read_text(&f, &source, readings[i].format);
        assert_text(summary_of(&f), "");
        assert_non_null(root);
        pr_buf_clear(&f.out);
        outline(&f.out, root, places);
        assert_text(pr_buf_view(&f.out), readings[i].expected);
        fixture_release(&f);
    }
}

static void plain_scalars_have_the_types_of_the_core_schema(void **state) {
    (void)state;
    static const reading readings[] = {
        {PR_DOC_YAML, "[~, null, Null, NULL, nULL, '~']", "[null, null, null, null, \"nULL\", \"~\"]"},
        {PR_DOC_YAML, "[true, True, TRUE, false, False, FALSE, tRue]",
         "[true, true, true, false, false, false, \"tRue\"]"},
        {PR_DOC_YAML, "[yes, no, on, off, y, 'true']", "[\"yes\", \"no\", \"on\", \"off\", \"y\", \"true\"]"},
        {PR_DOC_YAML, "[0, -1, +2, 007, 1.5, .5, 5., 1e3, -1.5E-7]",
         "[n:0, n:-1, n:+2, n:007, n:1.5, n:.5, n:5., n:1e3, n:-1.5E-7]"},
        {PR_DOC_YAML, "[0x1F, 0o17, .inf, -.INF, .nan, 1_000, 1e, ., -, +.e1, '5']",
         "[\"0x1F\", \"0o17\", \".inf\", \"-.INF\", \".nan\", \"1_000\", \"1e\", \".\", \"-\", \"+.e1\", "
         "\"5\"]"},
        {PR_DOC_YAML, "[2026-11-21, P4W, 12:30, 1.2.3]", "[\"2026-11-21\", \"P4W\", \"12:30\", \"1.2.3\"]"},
        {PR_DOC_YAML, "a:\nb: \"\"\nc: |\n", "{\"a\": null, \"b\": \"\", \"c\": \"\"}"},
        {PR_DOC_YAML, "1: a\ntrue: b\n~: c\n", "{n:1: \"a\", true: \"b\", null: \"c\"}"},
        {PR_DOC_JSON, "[null, true, false, 0, -1.5e+7, 1e400, \"5\", \"\"]",
         "[null, true, false, n:0, n:-1.5e+7, n:1e400, \"5\", \"\"]"},
        {PR_DOC_JSON, "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"",
         "\"\"\\/\b\f\n\r\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
        {PR_DOC_JSON, " { } ", "{}"},
        {PR_DOC_JSON, "[[], {}, [[1]]]", "[[], {}, [[n:1]]]"},
        {PR_DOC_JSON, "12", "n:12"},
        {PR_DOC_JSON, "\xEF\xBB\xBF\r\n\t{\"a\" : [ 1 , 2 ] }\n", "{\"a\": [n:1, n:2]}"},
    };
    check(readings, COUNT_OF(readings), false);
}

static void every_value_knows_its_bytes(void **state) {
    (void)state;
    static const reading readings[] = {
        {PR_DOC_YAML, "ab: 1\nc:\n  - x\n  - 'y'\n# note\nd: {e: f}\n",
         "{\"ab\"@0-2: n:1@4-5, \"c\"@6-7: [\"x\"@13-14, \"y\"@19-22]@11-22, \"d\"@30-31: "
         "{\"e\"@34-35: \"f\"@37-38}@33-39}@0-39"},
        {PR_DOC_YAML, "a: |  # block\n  one\n  two\n\n\nb: >-\n  x\n",
         "{\"a\"@0-1: \"one\ntwo\n\"@3-25, \"b\"@28-29: \"x\"@31-37}@0-37"},
        {PR_DOC_YAML, "\xEF\xBB\xBF\xC3\xA9: \xE2\x82\xAC\r\nb: c\r\n",
         "{\"\xC3\xA9\"@3-5: \"\xE2\x82\xAC\"@7-10, \"b\"@12-13: \"c\"@15-16}@3-16"},
        {PR_DOC_YAML, "a: &x\n  [1]\nb: &y z\nc: *y\nd: *x\n",
         "{\"a\"@0-1: [n:1@9-10]@8-11, \"b\"@12-13: \"z\"@18-19, \"c\"@20-21: \"z\"@18-19, "
         "\"d\"@26-27: [n:1@9-10]@8-11}@0-31"},
        {PR_DOC_YAML, "[a: b, c]", "[{\"a\"@1-2: \"b\"@4-5}@1-5, \"c\"@7-8]@0-9"},
        {PR_DOC_YAML, "a:\n", "{\"a\"@0-1: null@2-2}@0-2"},
        {PR_DOC_JSON, "\xEF\xBB\xBF {\"\xC3\xA9\": [1, \"x\" ], \"b\": {}}\n",
         "{\"\xC3\xA9\"@5-9: [n:1@12-13, \"x\"@15-18]@11-20, \"b\"@22-25: {}@27-29}@4-30"},
        {PR_DOC_JSON, "  true \n", "true@2-6"},
    };
    check(readings, COUNT_OF(readings), true);
}

static void aliases_share_what_they_stand_for(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    static const char text[] = "a: &x [1, {b: 2}]\nc: [*x, *x]\n";
    pr_source source = source_of("f", text, sizeof text - 1);
    const pr_doc_node *root = read_text(&f, &source, PR_DOC_YAML);
    const pr_doc_node *a = pr_doc_get(root, "a"), *c = pr_doc_get(root, "c");
    assert_int_equal(c->count, 2);
    assert_ptr_equal(c->items[0].items, a->items);
    assert_ptr_equal(c->items[1].items, a->items);
    fixture_release(&f);
}

static void an_alias_stands_for_the_last_anchor_before_it(void **state) {
    (void)state;
    static const char *const expected[] = {"one", "one", "two", "two", "other", "two"};
    fixture f;
    fixture_init(&f, NULL);
    static const char text[] = "[&x one, *x, &x two, *x, &y other, *x]\n";
    pr_source source = source_of("f", text, sizeof text - 1);
    const pr_doc_node *root = read_text(&f, &source, PR_DOC_YAML);
    assert_int_equal(root->count, COUNT_OF(expected));
    for (uint32_t i = 0; i < root->count; i++) {
        assert_text(root->items[i].text, expected[i]);
    }
    fixture_release(&f);
}

static void looks_up_keys(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_source source = source_of("f", "a: 1\nb: [x]\n", 12);
    const pr_doc_node *root = read_text(&f, &source, PR_DOC_YAML);
    assert_text(pr_doc_get(root, "a")->text, "1");
    assert_text(pr_doc_pair_of(root, PR_TEXT("b"))->key.text, "b");
    assert_null(pr_doc_get(root, "c"));
    assert_null(pr_doc_get(NULL, "a"));
    assert_null(pr_doc_get(pr_doc_get(root, "b"), "x"));
    assert_string_equal(pr_doc_kind_name(root), "a mapping");
    assert_string_equal(pr_doc_kind_name(pr_doc_get(root, "a")), "a number");
    assert_string_equal(pr_doc_kind_name(pr_doc_get(root, "b")), "a list");
    fixture_release(&f);
}

static void the_first_of_two_keys_counts(void **state) {
    (void)state;
    static const char *const texts[] = {"{\"a\": 1, \"a\": 2, \"b\": 3, \"a\": 4, \"c\": 5}",
                                        "[{\"a\": 1, \"b\": 2, \"b\": 3, \"c\": 4}, 5]"};
    static const char *const expected[] = {"{\"a\": n:1, \"b\": n:3, \"c\": n:5}",
                                           "[{\"a\": n:1, \"b\": n:2, \"c\": n:4}, n:5]"};
    for (size_t i = 0; i < 2 * COUNT_OF(texts); i++) {
        fixture f;
        fixture_init(&f, NULL);
        pr_source source = source_of("f", texts[i / 2], strlen(texts[i / 2]));
        outline(&f.out, read_text(&f, &source, i % 2 == 0 ? PR_DOC_YAML : PR_DOC_JSON), false);
        assert_text(pr_buf_view(&f.out), expected[i / 2]);
        assert_int_equal(f.diags.errors, 2 - i / 2);
        fixture_release(&f);
    }
}

/* At each limit the document is read, one past it is refused. */
static void limits_hold_to_the_unit(void **state) {
    (void)state;
    static const struct {
        pr_doc_format format;
        const char *input;
        pr_doc_limits fits, fails;
        const char *expected;
    } cases[] = {
        {PR_DOC_YAML,
         "a: [{b: 1}]",
         {.depth = 3},
         {.depth = 2},
         "error too-deep 1:5-1:6 lists and mappings are nested more than 2 deep; hint: the limit 'depth' may "
         "be raised"},
        {PR_DOC_JSON,
         "{\"a\": [{\"b\": 1}]}",
         {.depth = 3},
         {.depth = 2},
         "error too-deep 1:8-1:9 lists and mappings are nested more than 2 deep; hint: the limit 'depth' may "
         "be raised"},
        {PR_DOC_YAML,
         "a: &x [1]\nb: [[*x]]",
         {.depth = 4},
         {.depth = 3},
         "error too-deep 2:6-2:8 lists and mappings are nested more than 3 deep; hint: the limit 'depth' may "
         "be raised"},
        {PR_DOC_YAML,
         "[1, 2, 3]",
         {.list_length = 3},
         {.list_length = 2},
         "error list-too-long 1:8-1:9 the list has more than 2 items; hint: the limit 'list-length' may be "
         "raised"},
        {PR_DOC_JSON,
         "[1, 2, 3]",
         {.list_length = 3},
         {.list_length = 2},
         "error list-too-long 1:8-1:9 the list has more than 2 items; hint: the limit 'list-length' may be "
         "raised"},
        {PR_DOC_YAML,
         "{a: 1, b: 2, c: 3}",
         {.list_length = 1},
         {.nodes = 6},
         "error too-large 1:1-1:2 the document has more than 6 values, aliases counted as what they stand "
         "for; hint: the limit 'nodes' may be raised"},
        {PR_DOC_JSON,
         "{\"a\": 1, \"b\": 2}",
         {.nodes = 5},
         {.nodes = 4},
         "error too-large 1:1-1:2 the document has more than 4 values, aliases counted as what they stand "
         "for; hint: the limit 'nodes' may be raised"},
        {PR_DOC_YAML,
         "- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]",
         {.nodes = 26},
         {.nodes = 25},
         "error too-large 1:1-1:2 the document has more than 25 values, aliases counted as what they stand "
         "for; hint: the limit 'nodes' may be raised"},
        {PR_DOC_YAML,
         "- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]",
         {0},
         {.nodes = 20},
         "error too-large 3:8-3:9 the document has more than 20 values, aliases counted as what they stand "
         "for; hint: the limit 'nodes' may be raised"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture f;
        fixture_init(&f, NULL);
        pr_source source = source_of("f", cases[i].input, strlen(cases[i].input));
        assert_non_null(pr_doc_read(&source, cases[i].format, &cases[i].fits, &f.arena, &f.diags));
        assert_text(summary_of(&f), "");
        assert_null(pr_doc_read(&source, cases[i].format, &cases[i].fails, &f.arena, &f.diags));
        assert_text(summary_of(&f), cases[i].expected);
        fixture_release(&f);
    }
}

/* Ten lines that would be ten thousand million values, and brackets without end: refused at once. */
static void hostile_files_end_early(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_buf_string(&f.out, "- &l0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        pr_buf_printf(&f.out, "- &l%d [", i);
        for (int j = 0; j < 10; j++) {
            pr_buf_printf(&f.out, "*l%d,", i - 1);
        }
        pr_buf_string(&f.out, "]\n");
    }
    pr_source source = source_of("f", f.out.at, f.out.length);
    assert_null(read_text(&f, &source, PR_DOC_YAML));
    assert_string_equal(f.diags.list.items[0].code, "too-large");
    assert_true(f.arena.held < (size_t)1024 * 1024);
    char *brackets = malloc(200000);
    memset(brackets, '[', 200000);
    source = source_of("f", brackets, 200000);
    for (int format = PR_DOC_YAML; format <= PR_DOC_JSON; format++) {
        pr_diags_clear(&f.diags);
        pr_doc_limits high = {.depth = SIZE_MAX};
        assert_null(pr_doc_read(&source, (pr_doc_format)format, &high, &f.arena, &f.diags));
        assert_string_equal(f.diags.list.items[0].code, "too-deep");
    }
    free(brackets);
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_scalars_have_the_types_of_the_core_schema),
        cmocka_unit_test(every_value_knows_its_bytes),
        cmocka_unit_test(aliases_share_what_they_stand_for),
        cmocka_unit_test(an_alias_stands_for_the_last_anchor_before_it),
        cmocka_unit_test(looks_up_keys),
        cmocka_unit_test(the_first_of_two_keys_counts),
        cmocka_unit_test(limits_hold_to_the_unit),
        cmocka_unit_test(hostile_files_end_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
