/* Scalars of declared types: what is accepted, and what is said of the rest. */
#include "unit/support.h"

#include "schema/schema.h"

/* A normaliser of the test's own: what the patterns of a real one would find. */
static int normalise(void *user, const pr_schema *schema, pr_text text, int *two) {
    (void)schema;
    ++*(int *)user;
    if (pr_text_is(text, "first")) {
        return 0;
    }
    if (pr_text_is(text, "both")) {
        two[0] = 1;
        two[1] = 0;
        return -2;
    }
    return -1;
}

static const struct {
    const char *type, *scalar, *value, *expected;
} cases[] = {
    {"boolean", "true", "true", ""},
    {"boolean", "yes", "",
     "error wrong-type 1:1-1:4 expected true or false, found the text 'yes'; hint: did you mean true?"},
    {"boolean", "~", "", "error wrong-type 1:1-1:2 expected true or false, found null"},
    {"boolean", "{a: b}", "", "error wrong-type 1:2-1:3 expected true or false, found a mapping"},
    {"number", "2.50", "2.5", ""},
    {"number", "+3", "3", ""},
    {"number", "4.", "4", ""},
    {"number", "1e3", "1000", ""},
    {"number", "'5'", "",
     "error wrong-type 1:1-1:4 expected a number, found the text '5'; hint: write it without quotes"},
    {"number", "1e9999", "", "error out-of-range 1:1-1:7 '1e9999' is no number of at most 34 digits"},
    {"number", "1e34", "10000000000000000000000000000000000", ""},
    {"number", "-1e34", "-10000000000000000000000000000000000", ""},
    {"number", "1.000000000000000000000000000000001e34", "",
     "error out-of-range 1:1-1:39 '1.000000000000000000000000000000001e34' is beyond 1e34"},
    {"number", "1e-34", "0.0000000000000000000000000000000001", ""},
    {"number", "-1e-34", "-0.0000000000000000000000000000000001", ""},
    {"number", "0e-9999", "0", ""},
    {"number", "9.9e-35", "", "error out-of-range 1:1-1:8 '9.9e-35' is nearer to 0 than 1e-34"},
    {"{type: number, min: 0}", "-1e-9999", "",
     "error out-of-range 1:1-1:9 '-1e-9999' is nearer to 0 than 1e-34"},
    {"number", "-1.1e34", "", "error out-of-range 1:1-1:8 '-1.1e34' is beyond 1e34"},
    {"{type: number, min: 0, max: 4}", "4", "4", ""},
    {"{type: number, min: 0, max: 4}", "4.01", "",
     "error out-of-range 1:1-1:5 expected a number from 0 to 4, found 4.01"},
    {"{type: number, min: 0, max: 4}", "x", "",
     "error wrong-type 1:1-1:2 expected a number from 0 to 4, found the text 'x'"},
    {"{type: number, min: 0}", "-1", "",
     "error out-of-range 1:1-1:3 expected a number of at least 0, found -1"},
    {"{type: number, max: 4}", "5", "", "error out-of-range 1:1-1:2 expected a number of at most 4, found 5"},
    {"string", "text", "\"text\"", ""},
    {"string", "'5'", "\"5\"", ""},
    {"string", "5", "", "error wrong-type 1:1-1:2 expected text, found '5'; hint: write it in quotes: \"5\""},
    {"string", "true", "",
     "error wrong-type 1:1-1:5 expected text, found 'true'; hint: write it in quotes: \"true\""},
    {"string", "null", "", "error wrong-type 1:1-1:5 expected text, found null"},
    {"{type: enum, values: [one, two, '3']}", "two", "\"two\"", ""},
    {"{type: enum, values: [one, two, '3']}", "3", "\"3\"", ""},
    {"{type: enum, values: [one, two, '3']}", "first", "\"one\"", ""},
    {"{type: enum, values: [one, two, '3']}", "both", "",
     "error ambiguous-value 1:1-1:5 'both' may mean 'two' or 'one'"},
    {"{type: enum, values: [one, two, '3']}", "too", "",
     "error wrong-value 1:1-1:4 expected one of one, two, 3, found 'too'; hint: did you mean 'two'?"},
    {"{type: enum, values: [one, two, '3']}", "4", "",
     "error wrong-value 1:1-1:2 expected one of one, two, 3, found '4'"},
    {"{type: enum, values: [one, two, '3']}", "[one]", "",
     "error wrong-type 1:1-1:6 expected one of one, two, 3, found a list"},
    {"{type: enum, values: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u]}", "wrong", "",
     "error wrong-value 1:1-1:6 expected one of 21 values, such as a, b, c, found 'wrong'"},
    {"{type: string, match: {b: [x], a: [y]}}", "first", "\"a\"", ""},
    {"{type: string, match: {b: [x], a: [y]}}", "both", "",
     "error ambiguous-value 1:1-1:5 'both' may mean 'b' or 'a'"},
    {"{type: string, match: {b: [x], a: [y]}}", "other", "\"other\"", ""},
    {"date", "2026-02-28", "{\"@date\": \"2026-02-28\"}", ""},
    {"date", "2026-02-29", "",
     "error wrong-value 1:1-1:11 expected a date, such as 2027-01-31, found the text '2026-02-29'; hint: "
     "there is no such day"},
    {"date", "2026", "", "error wrong-type 1:1-1:5 expected a date, such as 2027-01-31, found '2026'"},
    {"date", "9999-12-31", "{\"@date\": \"9999-12-31\"}", ""},
    {"date", "10000-01-01", "",
     "error out-of-range 1:1-1:12 '10000-01-01' is no day of the years 0001 to 9999"},
    {"duration", "P10000Y", "{\"@duration\": \"P10000Y\"}", ""},
    {"duration", "-P10000Y1M", "", "error out-of-range 1:1-1:11 '-P10000Y1M' is longer than 10,000 years"},
    {"duration", "PT400000000000S", "{\"@duration\": \"P4629629DT15H6M40S\"}", ""},
    {"duration", "PT400000000001S", "",
     "error out-of-range 1:1-1:16 'PT400000000001S' is longer than 10,000 years"},
    {"time", "'14:30:00'", "{\"@time\": \"14:30:00\"}", ""},
    {"time", "'25:00:00'", "",
     "error wrong-value 1:1-1:11 expected a time, such as 14:30:00, found the text '25:00:00'"},
    {"duration", "P1Y6M", "{\"@duration\": \"P1Y6M\"}", ""},
    {"duration", "P4W", "{\"@duration\": \"P28D\"}", ""},
    {"duration", "-P1W", "{\"@duration\": \"-P7D\"}", ""},
    {"duration", "PW", "",
     "error wrong-value 1:1-1:3 expected a duration, such as P4W or P1Y6M, found the text 'PW'"},
    {"duration", "four weeks and a text that is much longer than what is worth repeating in a message", "",
     "error wrong-value 1:1-1:84 expected a duration, such as P4W or P1Y6M, found the text 'four weeks and a "
     "text that is much longer than what is worth...'"},
};

static void reads_scalars(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        fixture x;
        fixture_init(&x, NULL);
        pr_source type = source_of("type", cases[i].type, strlen(cases[i].type));
        pr_source scalar = source_of("scalar", cases[i].scalar, strlen(cases[i].scalar));
        const pr_doc_node *type_node = pr_doc_read(&type, PR_DOC_YAML, NULL, &x.arena, &x.diags);
        const pr_doc_node *node = pr_doc_read(&scalar, PR_DOC_YAML, NULL, &x.arena, &x.diags);
        const pr_schema *schema = pr_schema_read(type_node, NULL, NULL, &x.arena, &x.diags);
        assert_non_null(schema);
        assert_non_null(node);
        pr_value value;
        int calls = 0;
        bool good = pr_schema_scalar(schema, node, normalise, &calls, &value, &x.arena, &x.diags);
        pr_text summary = summary_of(&x);
        if (good != (summary.length == 0) || !pr_text_is(summary, cases[i].expected)) {
            print_error("case %zu: %s of %s\nexpected: [%s]\nactual:   [%.*s]\n", i, cases[i].scalar,
                        cases[i].type, cases[i].expected, PR_ARG(summary));
            wrong++;
        } else if (good) {
            pr_buf_clear(&x.out);
            pr_value_json(value, NULL, NULL, &x.out);
            assert_text(pr_buf_view(&x.out), cases[i].value);
        }
        fixture_release(&x);
    }
    assert_int_equal(wrong, 0);
}

static void takes_exact_values_without_asking(void **state) {
    (void)state;
    static const char type_text[] = "{type: enum, values: [first, both]}", text[] = "both";
    fixture x;
    fixture_init(&x, NULL);
    pr_source type = source_of("type", type_text, sizeof type_text - 1);
    pr_source scalar = source_of("scalar", text, sizeof text - 1);
    const pr_schema *schema = pr_schema_read(pr_doc_read(&type, PR_DOC_YAML, NULL, &x.arena, &x.diags), NULL,
                                             NULL, &x.arena, &x.diags);
    const pr_doc_node *node = pr_doc_read(&scalar, PR_DOC_YAML, NULL, &x.arena, &x.diags);
    pr_value value;
    int calls = 0;
    assert_true(pr_schema_scalar(schema, node, normalise, &calls, &value, &x.arena, &x.diags));
    assert_int_equal(calls, 0);
    assert_ptr_equal(value.text, schema->values[1].at);
    fixture_release(&x);
}

static void blanks_the_sign_of_a_formula(void **state) {
    (void)state;
    static const struct {
        const char *text, *formula;
    } formulas[] = {
        {"'= today()'", "  today()"},
        {"'=a'", " a"},
        {"'  =  a'", "     a"},
        {"plain", NULL},
        {"5", NULL},
        {"''", NULL},
        {"' '", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(formulas); i++) {
        fixture x;
        fixture_init(&x, NULL);
        pr_source source = source_of("f", formulas[i].text, strlen(formulas[i].text));
        const pr_doc_node *node = pr_doc_read(&source, PR_DOC_YAML, NULL, &x.arena, &x.diags);
        pr_feel_source out;
        assert_int_equal(pr_schema_formula(node, &out, &x.arena), formulas[i].formula != NULL);
        if (formulas[i].formula != NULL) {
            assert_text(out.text, formulas[i].formula);
            assert_int_equal(out.text.length, node->text.length);
        }
        fixture_release(&x);
    }
}

static void judges_names(void **state) {
    (void)state;
    static const struct {
        const char *name;
        bool dotted;
        const char *expected;
    } names[] = {
        {"abc_1", false, ""},
        {"_", false, ""},
        {"gr\xC3\xBC\xC3\x9F"
         "e",
         false, ""},
        {"a.b.c", true, ""},
        {"a.b", false,
         "error bad-name - 'a.b' is no name: one is made of letters, digits and underscores; hint: write "
         "'a_b'"},
        {"1a", false, "error bad-name - '1a' is no name: one is made of letters, digits and underscores"},
        {"", false, "error bad-name - '' is no name: one is made of letters, digits and underscores"},
        {"a b-c", true,
         "error bad-name - 'a b-c' is no name: one is made of letters, digits and underscores; hint: write "
         "'a_b_c'"},
        {".a", true, "error bad-name - '.a' is no name: one is made of letters, digits and underscores"},
        {"a.", true, "error bad-name - 'a.' is no name: one is made of letters, digits and underscores"},
        {"in", false, "error bad-name - 'in' is a word of the language of conditions and can be no name"},
        {"a.then", true,
         "error bad-name - 'then' is a word of the language of conditions and can be no name"},
        {"for-each", false,
         "error bad-name - 'for-each' is no name: one is made of letters, digits and underscores; hint: "
         "write 'for_each'"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        fixture x;
        fixture_init(&x, NULL);
        bool good =
            pr_schema_name(pr_text_of(names[i].name), names[i].dotted, (pr_span){0}, &x.arena, &x.diags);
        pr_text summary = summary_of(&x);
        if (good != (summary.length == 0) || !pr_text_is(summary, names[i].expected)) {
            print_error("case %zu: %s\nexpected: [%s]\nactual:   [%.*s]\n", i, names[i].name,
                        names[i].expected, PR_ARG(summary));
            wrong++;
        }
        fixture_release(&x);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_scalars),
        cmocka_unit_test(takes_exact_values_without_asking),
        cmocka_unit_test(blanks_the_sign_of_a_formula),
        cmocka_unit_test(judges_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
