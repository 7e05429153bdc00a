/* Every message of the parser: where, what was expected and found, hints and notes. */
#include "unit/feel/feel.h"

typedef struct error_case {
    const char *expression, *summary; /* without "error feel-syntax " */
} error_case;

static const error_case expected_cases[] = {
    {"", "1:1-1:1 expected an expression but found the end of the expression"},
    {"1 +", "1:4-1:4 expected an expression but found the end of the expression"},
    {"1 + )", "1:5-1:6 expected an expression but found ')'"},
    {"and", "1:1-1:4 expected an expression but found 'and'"},
    {"1 2", "1:3-1:4 expected an operator or the end but found '2'"},
    {"a \"text\"", "1:3-1:9 expected an operator or the end but found \"text\""},
    {"1 \"a text that is longer than what a message can hold\"",
     "1:3-1:55 expected an operator or the end but found \"a text that is longer than what a messag..."},
    {"1)", "1:2-1:3 expected an operator or the end but found ')'"},
    {"a.5", "1:2-1:4 expected an operator or the end but found '.5'"},
    {"a.", "1:3-1:3 expected a name behind '.' but found the end of the expression"},
    {"a . \"b\"", "1:5-1:8 expected a name behind '.' but found \"b\""},
    {"@x", "1:2-1:3 expected a text behind '@', as in @\"2027-01-31\", but found 'x'"},
    {"if a", "1:5-1:5 expected 'then' but found the end of the expression"},
    {"if a then b", "1:12-1:12 expected 'else' but found the end of the expression"},
    {"if p q", "1:6-1:7 expected 'then' but found 'q'"},
    {"for x return 1", "1:7-1:13 expected 'in' but found 'return'"},
    {"for x in y", "1:11-1:11 expected 'return' but found the end of the expression"},
    {"for in in y return 1", "1:5-1:7 expected a name but found 'in'"},
    {"for 1 in y return 1", "1:5-1:6 expected a name but found '1'"},
    {"some x in y", "1:12-1:12 expected 'satisfies' but found the end of the expression"},
    {"x between 1 or 2", "1:13-1:15 expected 'and' but found 'or'"},
    {"x instance number", "1:12-1:18 expected 'of' but found 'number'"},
    {"x instance of 5", "1:15-1:16 expected a type but found '5'"},
    {"x instance of list<>", "1:20-1:21 expected a type but found '>'"},
    {"x instance of function<date>", "1:29-1:29 expected '->' but found the end of the expression"},
    {"x instance of context<a>", "1:24-1:25 expected ':' but found '>'"},
    {"x in ()", "1:7-1:8 expected an expression but found ')'"},
    {"[1,]", "1:4-1:5 expected an expression but found ']'"},
    {"{a 1}", "1:5-1:6 expected ':' but found '}'"},
    {"{1: 2}", "1:2-1:3 expected a name or a text as a key but found '1'"},
    {"{a: 1,}", "1:7-1:8 expected a name or a text as a key but found '}'"},
    {"f(a: 1, 2)", "1:9-1:10 expected an argument with a name, like those before it, but found '2'"},
    {"f(1, a: 2)", "1:6-1:7 expected an argument without a name, like those before it, but found 'a'"},
    {"function x", "1:10-1:11 expected '(' but found 'x'"},
    {"a \xFF", "1:3-1:4 this byte is not UTF-8"},
    {"\xC3\xA9\xC3\xA9 + \xC3\x97", "1:6-1:7 expected an expression but found '\xC3\x97'"},
};

static const error_case open_cases[] = {
    {"(1 + 2", "1:7-1:7 expected ')' but found the end of the expression; note 1:1-1:2 '(' is opened here"},
    {"(1 2)", "1:4-1:5 expected ')' but found '2'; note 1:1-1:2 '(' is opened here"},
    {"[1, 2", "1:6-1:6 expected ']' but found the end of the expression; note 1:1-1:2 '[' is opened here"},
    {"[", "1:2-1:2 expected ']' but found the end of the expression; note 1:1-1:2 '[' is opened here"},
    {"[1..2",
     "1:6-1:6 expected ']' or ')' but found the end of the expression; note 1:1-1:2 '[' is opened here"},
    {"]1, 2]", "1:3-1:4 expected '..' but found ','; note 1:1-1:2 ']' is opened here"},
    {"a[1", "1:4-1:4 expected ']' but found the end of the expression; note 1:2-1:3 '[' is opened here"},
    {"{a: 1", "1:6-1:6 expected '}' but found the end of the expression; note 1:1-1:2 '{' is opened here"},
    {"{", "1:2-1:2 expected '}' but found the end of the expression; note 1:1-1:2 '{' is opened here"},
    {"f(1", "1:4-1:4 expected ')' but found the end of the expression; note 1:2-1:3 '(' is opened here"},
    {"f(", "1:3-1:3 expected an argument or ')' but found the end of the expression; note 1:2-1:3 '(' is "
           "opened here"},
    {"f(1,",
     "1:5-1:5 expected an argument but found the end of the expression; note 1:2-1:3 '(' is opened here"},
    {"x in (1, 2",
     "1:11-1:11 expected ')' but found the end of the expression; note 1:6-1:7 '(' is opened here"},
    {"function(a",
     "1:11-1:11 expected ')' but found the end of the expression; note 1:9-1:10 '(' is opened here"},
    {"a instance of list<date",
     "1:24-1:24 expected '>' but found the end of the expression; note 1:19-1:20 '<' is "
     "opened here"},
    {"1 + \"abc",
     "1:9-1:9 expected '\"' but found the end of the text; note 1:5-1:6 the text opened here is not "
     "closed"},
    {"1 /* x",
     "1:7-1:7 expected '*/' but found the end of the text; note 1:3-1:5 the comment opened here is not "
     "closed"},
};

#define AT_OPERATOR "expected an operator or the end but found "
#define AT_OPERAND "expected an expression but found "

static const error_case hint_cases[] = {
    {"a == b", "1:3-1:5 " AT_OPERATOR "'=='; hint: use = to compare"},
    {"a && b", "1:3-1:5 " AT_OPERATOR "'&&'; hint: use and"},
    {"a & b", "1:3-1:4 " AT_OPERATOR "'&'; hint: use and; texts are joined with +"},
    {"a || b", "1:3-1:5 " AT_OPERATOR "'||'; hint: use or"},
    {"a | b", "1:3-1:4 " AT_OPERATOR "'|'; hint: use or"},
    {"!a", "1:1-1:2 " AT_OPERAND "'!'; hint: use not(...), or != for 'not equal'"},
    {"a = 'x'", "1:5-1:6 " AT_OPERAND "\"'\"; hint: texts stand in double quotes"},
    {"\xE2\x80\x9Cx\xE2\x80\x9D",
     "1:1-1:2 " AT_OPERAND "'\xE2\x80\x9C'; hint: texts stand in straight double quotes"},
    {"a = in-progress", "1:5-1:7 " AT_OPERAND "'in'; hint: text stands in double quotes: \"in-progress\""},
    {"a where b", "1:3-1:8 " AT_OPERATOR
                  "'where'; hint: write list[condition] for those that fit, and satisfies behind some and "
                  "every"},
    {"a % b", "1:3-1:4 " AT_OPERATOR "'%'; hint: use modulo(a, b)"},
    {"a ^ b", "1:3-1:4 " AT_OPERATOR "'^'; hint: use ** for powers"},
    {"a \xE2\x89\xA5 5", "1:3-1:4 " AT_OPERATOR "'\xE2\x89\xA5'; hint: use >="},
    {"[1; 2]",
     "1:3-1:4 expected ']' but found ';'; hint: use , between items; note 1:1-1:2 '[' is opened here"},
    {"a <> b", "1:4-1:5 " AT_OPERAND "'>'; hint: use != for 'not equal'"},
    {"a => b", "1:4-1:5 " AT_OPERAND "'>'; hint: use >= for 'at least'"},
    {"a =< b", "1:4-1:5 " AT_OPERAND "'<'; hint: use <= for 'at most'"},
    {"a : b",
     "1:3-1:4 " AT_OPERATOR "':'; hint: a ':' stands only in contexts, {name: value}, and behind names of "
     "arguments"},
    {"a ? b : c", "1:3-1:4 " AT_OPERATOR "'?'; hint: write if ... then ... else ..."},
    {"a AND b", "1:3-1:6 " AT_OPERATOR "'AND'; hint: keywords are in lower case: and"},
    {"IF a THEN b", "1:4-1:5 " AT_OPERATOR "'a'; hint: keywords are in lower case: if"},
    {"x IN [1]", "1:3-1:5 " AT_OPERATOR "'IN'; hint: keywords are in lower case: in"},
    {"x is not null", "1:3-1:5 " AT_OPERATOR "'is'; hint: use = and !=, as in x = null or x != null"},
    {"not x", "1:5-1:6 " AT_OPERATOR "'x'; hint: write not(...)"},
    {"x not in [1]",
     "1:3-1:6 " AT_OPERATOR "'not'; hint: write not(...) around the whole test, as in not(x in [1, "
     "2])"},
    {"x contains y",
     "1:3-1:11 " AT_OPERATOR "'contains'; hint: write contains(text, part), or list contains(list, "
     "item)"},
    {"x matches y", "1:3-1:10 " AT_OPERATOR "'matches'; hint: write matches(text, pattern)"},
    {"x mod y", "1:3-1:6 " AT_OPERATOR "'mod'; hint: use modulo(a, b)"},
    {"list containz(a, b)", "1:6-1:14 " AT_OPERATOR "'containz'; hint: did you mean 'list contains'?"},
    {"Full Nam + 1", "1:6-1:9 " AT_OPERATOR "'Nam'; hint: did you mean 'Full Name'?"},
    {"p q", "1:3-1:4 " AT_OPERATOR "'q'"},
    {"a b", "1:3-1:4 " AT_OPERATOR "'b'; hint: did you mean 'a-b'?"},
};

static const error_case test_cases[] = {
    {"", "1:1-1:1 expected an expression but found the end of the expression"},
    {"5 6", "1:3-1:4 expected an operator, ',' or the end but found '6'"},
    {"not(5, 6), 7", "1:10-1:11 expected the end but found ','"},
    {"not(5", "1:6-1:6 expected ')' but found the end of the expression; note 1:4-1:5 '(' is opened here"},
};

static const error_case template_cases[] = {
    {"abc {a",
     "1:7-1:7 expected an operator or '}' but found the end of the text; note 1:5-1:6 '{' is opened here"},
    {"abc {", "1:6-1:6 expected '}' but found the end of the text; note 1:5-1:6 '{' is opened here"},
    {"abc {}", "1:6-1:7 expected an expression but found '}'"},
    {"abc }", "1:5-1:6 this '}' closes nothing; hint: a brace that is text is written twice: }}"},
    {"{p q}", "1:4-1:5 expected an operator or '}' but found 'q'; note 1:1-1:2 '{' is opened here"},
    {"x\ny {a ==}",
     "2:6-2:8 expected an operator or '}' but found '=='; hint: use = to compare; note 2:3-2:4 '{' is "
     "opened here"},
};

static void run_cases(const error_case *cases, size_t count, feel_parser *parser) {
    for (size_t i = 0; i < count; i++) {
        fixture f;
        feel_text text;
        fixture_init(&f, NULL);
        feel_text_init(&text, cases[i].expression);
        if (feel_parse(&f, &text, parser) != NULL) {
            print_error("parses: [%s]\n", cases[i].expression);
            fail();
        }
        assert_int_equal(f.diags.errors, 1);
        pr_text summary = summary_of(&f);
        pr_text prefix = PR_TEXT("error feel-syntax ");
        assert_true(pr_text_starts(summary, prefix));
        pr_text rest = {summary.at + prefix.length, summary.length - prefix.length};
        assert_feel(rest, cases[i].expression, cases[i].summary);
        fixture_release(&f);
    }
}

#define ERROR_TEST(name, cases, parser) \
    static void name(void **state) { \
        (void)state; \
        run_cases(cases, COUNT_OF(cases), parser); \
    }

ERROR_TEST(says_what_it_expected, expected_cases, pr_feel_parse)
ERROR_TEST(shows_what_is_open, open_cases, pr_feel_parse)
ERROR_TEST(hints_at_slips, hint_cases, pr_feel_parse)
ERROR_TEST(reports_unary_tests, test_cases, pr_feel_parse_tests)
ERROR_TEST(reports_templates, template_cases, pr_feel_parse_template)

/* One error for each part, and what lies between can be checked. */
static void goes_on_behind_a_part(void **state) {
    (void)state;
    fixture f;
    feel_text text;
    bool whole = true;
    fixture_init(&f, NULL);
    feel_text_init(&text, "{x + } } {{a}} {n} {f({b: }, 1} {m} {[ \"}\"");
    pr_ast *tree = pr_feel_parse_parts(&text.source, NULL, &f.arena, &f.diags, &whole);
    assert_non_null(tree);
    assert_false(whole);
    uint32_t names = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        names += tree->items[i]->kind == PR_AST_NAME;
    }
    assert_int_equal(names, 2);
    assert_text(
        summary_of(&f),
        "error feel-syntax 1:6-1:7 expected an expression but found '}'\n"
        "error feel-syntax 1:8-1:9 this '}' closes nothing; hint: a brace that is text is written twice: }}\n"
        "error feel-syntax 1:27-1:28 expected an expression but found '}'\n"
        "error feel-syntax 1:43-1:43 expected ']' but found the end of the text; note 1:38-1:39 '[' is "
        "opened here");
    fixture_release(&f);
}

static void points_into_the_file(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    static const char yaml[] = "when: \"a = \\\"x\\\" == b\"\n";
    pr_source file = source_of("r.yaml", yaml, sizeof yaml - 1);
    pr_feel_source source = {.text = PR_TEXT("a = \"x\" == b"),
                             .origin = {.source = &file, .start = 6, .end = 22, .style = PR_STYLE_DOUBLE}};
    assert_null(pr_feel_parse(&source, NULL, &f.arena, &f.diags));
    assert_text(summary_of(&f), "error feel-syntax 1:18-1:20 " AT_OPERATOR "'=='; hint: use = to compare");
    fixture_release(&f);
}

/* A field that stands empty in a file has a text without bytes. */
static void parses_what_has_no_bytes(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_source file = source_of("r.yaml", "", 0);
    pr_feel_source source = {.origin = {.source = &file, .style = PR_STYLE_EXACT}};
    assert_null(pr_feel_parse(&source, NULL, &f.arena, &f.diags));
    assert_text(summary_of(&f),
                "error feel-syntax 1:1-1:1 expected an expression but found the end of the expression");
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_it_expected), cmocka_unit_test(shows_what_is_open),
        cmocka_unit_test(hints_at_slips),        cmocka_unit_test(reports_unary_tests),
        cmocka_unit_test(reports_templates),     cmocka_unit_test(goes_on_behind_a_part),
        cmocka_unit_test(points_into_the_file),  cmocka_unit_test(parses_what_has_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
