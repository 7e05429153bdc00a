/* Trees of expressions, as S-expressions, and the limits. */
#include "unit/feel/feel.h"
#include "unit/feel/tree.h"

#include "base/limits.h"

typedef struct tree_case {
    const char *expression, *tree;
} tree_case;

static const tree_case literal_cases[] = {
    {"1", "1"},
    {".5", "0.5"},
    {"1.5e3", "1500"},
    {"true", "true"},
    {"false", "false"},
    {"null", "null"},
    {"\"a\\tb\"", "\"a\\tb\""},
    {"@\"2020-01-31\"", "@2020-01-31"},
    {"@\"P1Y\"", "@P1Y"},
    {"[]", "(list)"},
    {"[1, [2], \"x\"]", "(list 1 (list 2) \"x\")"},
    {"{}", "(context)"},
    {"{a: 1, \"b c\": 2}", "(context a:1 |b c|:2)"},
    {"{a: 1, b: {c: a}}.b.c", "(path (path (context a:1 b:(context c:a)) b) c)"},
    {"{\"foo+bar((!!],foo\": \"foo\"}", "(context |foo+bar((!!],foo|:\"foo\")"},
    {"{\"\": 1}", "(context ||:1)"},
    {"{if: 1, in: 2}.in", "(path (context if:1 in:2) in)"},
    {"/* a */ 1 // b", "1"},
};

static const tree_case operator_cases[] = {
    {"1 + 2 * 3 ** 4 - 5 / 6", "(- (+ 1 (* 2 (** 3 4))) (/ 5 6))"},
    {"3 ** 4 ** 5", "(** (** 3 4) 5)"},
    {"-2 ** 2", "(** (neg 2) 2)"},
    {"2 ** -1", "(** 2 (neg 1))"},
    {"--a", "(neg (neg a))"},
    {"-a.b[1]", "(neg (filter (path a b) 1))"},
    {"10 - 5 - 2", "(- (- 10 5) 2)"},
    {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
    {"a and b and c or d or e and f", "(or (and a b c) d (and e f))"},
    {"(a and b) and c", "(and (and a b) c)"},
    {"a = b != c", "(!= (= a b) c)"},
    {"a < b and c >= d", "(and (< a b) (>= c d))"},
    {"a + 1 <= b * 2", "(<= (+ a 1) (* b 2))"},
    {"x between 1 and 2 and y", "(and (between x 1 2) y)"},
    {"x between a + 1 and b - 1", "(between x (+ a 1) (- b 1))"},
    {"not(a) or b", "(or (call not a) b)"},
    {"a=-1", "(= a (neg 1))"},
    {"if a then b else c + 1", "(if a b (+ c 1))"},
    {"1 + if a then b else c", "(+ 1 (if a b c))"},
    {"if a then if b then 1 else 2 else 3", "(if a (if b 1 2) 3)"},
    {"a instance of number = true", "(= (instance a number) true)"},
    {"1 + a instance of number", "(+ 1 (instance a number))"},
};

static const tree_case in_cases[] = {
    {"x in 5", "(in x 5)"},
    {"x in a + 1 and y", "(and (in x (+ a 1)) y)"},
    {"x in [1, 2]", "(in x (list 1 2))"},
    {"x in (1, 2)", "(in x 1 2)"},
    {"x in (a)", "(in x a)"},
    {"x in (1 + 2) * 3", "(in x (* (+ 1 2) 3))"},
    {"x in (a)[1].b", "(in x (path (filter a 1) b))"},
    {"x in < 5", "(in x (test< 5))"},
    {"x in (< 5, > a + 1, = 3, != 4)", "(in x (test< 5) (test> (+ a 1)) (test= 3) (test!= 4))"},
    {"x in !=10", "(in x (test!= 10))"},
    {"x in (1..5)", "(in x (range( 1 5 )))"},
    {"x in ((1..5), [7..8[)", "(in x (range( 1 5 )) (range[ 7 8 )))"},
    {"x in ]1..5] = y", "(= (in x (range( 1 5 ])) y)"},
    {"x in [[2..4], [1..3]]", "(in x (list (range[ 2 4 ]) (range[ 1 3 ])))"},
};

static const tree_case range_cases[] = {
    {"[1..5]", "(range[ 1 5 ])"},
    {"(1..5)", "(range( 1 5 ))"},
    {"]1..5[", "(range( 1 5 ))"},
    {"[a + 1 .. b]", "(range[ (+ a 1) b ])"},
    {"[1..a[1]]", "(range[ 1 (filter a 1) ])"},
    {"[1..a[1][2][", "(range[ 1 (filter (filter a 1) 2) ))"},
    {"[1..10[ = [1..10)", "(= (range[ 1 10 )) (range[ 1 10 )))"},
    {"[[1..10[, 5]", "(list (range[ 1 10 )) 5)"},
    {"f([1..(a[1])])", "(call f (range[ 1 (filter a 1) ]))"},
    {"[ ]1..2] ]", "(list (range( 1 2 ]))"},
    {"[1, ]2..3]]", "(list 1 (range( 2 3 ]))"},
    {"[] = []", "(= (list) (list))"},
    {"(< 10)", "(test< 10)"},
    {"< 10", "(test< 10)"},
    {"(=10) = (!=10)", "(= (test= 10) (test!= 10))"},
    {"[@\"P1D\"..@\"P2D\"]", "(range[ @P1D @P2D ])"},
    {"[1..5].start included", "(path (range[ 1 5 ]) |start included|)"},
    {"(null..10]", "(range( null 10 ])"},
};

static const tree_case postfix_cases[] = {
    {"a.b.c", "(path (path a b) c)"},
    {"a[b = 1].c[-1]", "(filter (path (filter a (= b 1)) c) (neg 1))"},
    {"f()", "(call f)"},
    {"f(1, a + 2)", "(call f 1 (+ a 2))"},
    {"f(x: 1, decimal sep: \",\")", "(call f x:1 |decimal sep|:\",\")"},
    {"f(a)(b).c", "(path (call (call f a) b) c)"},
    {"123()", "(call 123)"},
    {"null()", "(call null)"},
    {"true(1)", "(call true 1)"},
    {"\"abs\"(-1)", "(call \"abs\" (neg 1))"},
    {"-(function(a) a)(10)", "(neg (call (function (a) a) 10))"},
    {"a . if", "(path a if)"},
    {"list replace ( [1], 2 )", "(call |list replace| (list 1) 2)"},
    {"date and\n   time(\"x\").time  offset", "(path (call |date and time| \"x\") |time offset|)"},
};

static const tree_case name_cases[] = {
    {"\"Hello \" + Full Name", "(+ \"Hello \" |Full Name|)"},
    {"Full  \n Name", "|Full Name|"},
    {"a-b", "a-b"},
    {"a - b", "a-b"},
    {"a -c", "(- a c)"},
    {"for sale + 1", "(+ |for sale| 1)"},
    {"d'or", "d'or"},
    {"p.Full Name - 1", "(- (path p |Full Name|) 1)"},
    {"list", "list"},
    {"item + partial + ?", "(+ (+ item partial) ?)"},
    {"{foo+bar: 1, x: foo + bar}", "(context foo+bar:1 x:foo+bar)"},
    {"[{foo+bar: 1}, foo+bar]", "(list (context foo+bar:1) (+ foo bar))"},
    {"{x y: 1}.x  y", "(path (context |x y|:1) |x y|)"},
    {"[{x y: 1}][x y = 1]", "(filter (list (context |x y|:1)) (= |x y| 1))"},
    {"{f: function(v) v.x y, x y: 1}", "(context f:(function (v) (path v |x y|)) |x y|:1)"},
    {"for each one in [1] return each one", "(for |each one|:(list 1) |each one|)"},
    {"some x y in z satisfies x y", "(some |x y|:z |x y|)"},
    {"function(first name) first name", "(function (|first name|) |first name|)"},
    {"years and months duration(a, b)", "(call |years and months duration| a b)"},
    {"day of week(x)", "(call |day of week| x)"},
    {"is(a, b)", "(call is a b)"},
    {"\xF0\x9F\x90\x8E + h\xC3\xA9", "(+ \xF0\x9F\x90\x8E h\xC3\xA9)"},
};

static const tree_case scope_cases[] = {
    {"for x in [1, 2] return x", "(for x:(list 1 2) x)"},
    {"for x in a, y in x return x * y", "(for x:a y:x (* x y))"},
    {"for i in -1..1 return i", "(for i:(range (neg 1) 1) i)"},
    {"for i in 0..n return if i = 0 then 1 else i * partial[-1]",
     "(for i:(range 0 n) (if (= i 0) 1 (* i (filter partial (neg 1)))))"},
    {"for i in [1..3] return i", "(for i:(range[ 1 3 ]) i)"},
    {"some x in a satisfies x > 1 and y", "(some x:a (and (> x 1) y))"},
    {"every x in a, y in 1..2 satisfies x = y", "(every x:a y:(range 1 2) (= x y))"},
    {"function() 1", "(function () 1)"},
    {"function(x, y: number, z: list<date>) x + y", "(function (x y:number z:list<date>) (+ x y))"},
    {"function(x) external {java: 1}", "(function external (x) (context java:1))"},
    {"function(external) external + 1", "(function (external) (+ external 1))"},
    {"sort(t, function(x,y) x.c<y.c)", "(call sort t (function (x y) (< (path x c) (path y c))))"},
};

static const tree_case type_cases[] = {
    {"a instance of Any", "(instance a Any)"},
    {"a instance of date and time", "(instance a |date and time|)"},
    {"a instance of years and months duration", "(instance a |years and months duration|)"},
    {"a instance of date and b", "(and (instance a date) b)"},
    {"a instance of list", "(instance a list)"},
    {"a instance of list<list<number>>", "(instance a list<list<number>>)"},
    {"a instance of range<number>= true", "(= (instance a range<number>) true)"},
    {"a instance of context<x: number, y z: string>", "(instance a context<x: number, |y z|: string>)"},
    {"a instance of function<>->Any", "(instance a function<Any>)"},
    {"a instance of function<number, string> -> date", "(instance a function<number, string, date>)"},
    {"a instance of my.type", "(instance a my.type)"},
    {"a instance of Full Name", "(instance a |Full Name|)"},
};

static const tree_case test_cases[] = {
    {"5", "(in ? 5)"},
    {"-", "(in ? any)"},
    {"-1", "(in ? (neg 1))"},
    {"< 5, [7..9], \"a\"", "(in ? (test< 5) (range[ 7 9 ]) \"a\")"},
    {"not(5, < 3)", "(in ? (not-tests 5 (test< 3)))"},
    {"not(x)", "(in ? (not-tests x))"},
    {"not(x) and y", "(in ? (and (call not x) y))"},
    {"? > 5", "(> ? 5)"},
    {"? > 5, 3", "(or (> ? 5) (in ? 3))"},
    {"not(? > 5)", "(call not (> ? 5))"},
    {"not(? > 5, 3)", "(call not (or (> ? 5) (in ? 3)))"},
    {"< ? * 2", "(in ? (test< (* ? 2)))"},
    {"not([1..5), 2)", "(in ? (not-tests (range[ 1 5 )) 2))"},
};

static const tree_case template_cases[] = {
    {"", "(list)"},
    {"plain text, it's fine // here", "(list \"plain text, it's fine // here\")"},
    {"{a}", "(list a)"},
    {"Do {a.b} now: {c + 1}.", "(list \"Do \" (path a b) \" now: \" (+ c 1) \".\")"},
    {"{{x}} and {{", "(list \"{x} and {\")"},
    {"{{{a}}}", "(list \"{\" a \"}\")"},
    {"{ {a: \"}\"}.a }", "(list (path (context a:\"}\") a))"},
    {"{Full Name}{a}", "(list |Full Name| a)"},
};

static void run_cases(const tree_case *cases, size_t count, feel_parser *parser) {
    for (size_t i = 0; i < count; i++) {
        fixture f;
        feel_text text;
        fixture_init(&f, NULL);
        feel_text_init(&text, cases[i].expression);
        const pr_ast *tree = feel_parse(&f, &text, parser);
        if (tree == NULL) {
            assert_feel(summary_of(&f), cases[i].expression, cases[i].tree);
        }
        tree_print(tree, &f.out);
        assert_feel(pr_buf_view(&f.out), cases[i].expression, cases[i].tree);
        assert_int_equal(f.diags.errors, 0);
        fixture_release(&f);
    }
}

#define TREE_TEST(name, cases, parser) \
    static void name(void **state) { \
        (void)state; \
        run_cases(cases, COUNT_OF(cases), parser); \
    }

TREE_TEST(parses_literals, literal_cases, pr_feel_parse)
TREE_TEST(parses_operators, operator_cases, pr_feel_parse)
TREE_TEST(parses_in, in_cases, pr_feel_parse)
TREE_TEST(parses_ranges, range_cases, pr_feel_parse)
TREE_TEST(parses_postfix, postfix_cases, pr_feel_parse)
TREE_TEST(parses_names, name_cases, pr_feel_parse)
TREE_TEST(parses_scopes, scope_cases, pr_feel_parse)
TREE_TEST(parses_types, type_cases, pr_feel_parse)
TREE_TEST(parses_unary_tests, test_cases, pr_feel_parse_tests)
TREE_TEST(parses_templates, template_cases, pr_feel_parse_template)

static const struct {
    const char *expression;
    int path[4]; /* which item, to the node; -1 ends */
    const char *text;
} span_cases[] = {
    {" a + b ", {-1}, "a + b"},
    {"(a + b) * c", {-1}, "(a + b) * c"},
    {"(a + b) * c", {0, -1}, "(a + b)"},
    {"(a + b) * c", {0, 0, -1}, "a"},
    {"- a . b", {-1}, "- a . b"},
    {"- a . b", {0, -1}, "a . b"},
    {"f(x, y )[1] = z", {0, -1}, "f(x, y )[1]"},
    {"x in (1, 2) or y", {0, -1}, "x in (1, 2)"},
    {"x in (1..2)", {1, -1}, "(1..2)"},
    {"if a then b else c ", {-1}, "if a then b else c"},
    {"for i in 1..3 return i", {0, -1}, "1..3"},
    {"@\"P1D\"", {-1}, "@\"P1D\""},
    {"Full  Name", {-1}, "Full  Name"},
    {"a instance of list<date>", {1, -1}, "list<date>"},
};

static void knows_where_nodes_stand(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(span_cases); i++) {
        fixture f;
        feel_text text;
        fixture_init(&f, NULL);
        feel_text_init(&text, span_cases[i].expression);
        const pr_ast *node = feel_parse(&f, &text, pr_feel_parse);
        assert_non_null(node);
        for (const int *item = span_cases[i].path; *item >= 0; item++) {
            node = node->items[*item];
        }
        pr_text found = {span_cases[i].expression + node->start, node->end - node->start};
        assert_feel(found, span_cases[i].expression, span_cases[i].text);
        fixture_release(&f);
    }
}

/* `open` many times, `middle`, `close` as often. */
static char *nested(const char *open, const char *middle, const char *close, size_t times) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    for (size_t i = 0; i < times; i++) {
        pr_buf_string(&out, open);
    }
    pr_buf_string(&out, middle);
    for (size_t i = 0; i < times; i++) {
        pr_buf_string(&out, close);
    }
    pr_buf_char(&out, '\0');
    return out.at;
}

static const struct {
    const char *open, *middle, *close;
    size_t fits; /* how many times; one more does not */
} depth_cases[] = {
    {"(", "1", ")", PR_LIMIT_FEEL_DEPTH - 1},
    {"[", "1", "]", PR_LIMIT_FEEL_DEPTH - 1},
    {"{a: ", "1", "}", PR_LIMIT_FEEL_DEPTH - 1},
    {"-", "1", "", PR_LIMIT_FEEL_DEPTH - 1},
    {"", "1", " + 1", PR_LIMIT_FEEL_DEPTH - 1},
    {"", "a", ".b", PR_LIMIT_FEEL_DEPTH - 1},
    {"", "f", "(1)", PR_LIMIT_FEEL_DEPTH - 1},
    {"x in (", "1", ")", PR_LIMIT_FEEL_DEPTH - 1},
    {"if a then ", "1", " else 2", PR_LIMIT_FEEL_DEPTH - 1},
    {"function(x) ", "1", "", PR_LIMIT_FEEL_DEPTH - 1},
    {"a[", "1", "]", PR_LIMIT_FEEL_DEPTH - 1},
};

static bool parses(char *expression, const char *expected_code) {
    fixture f;
    feel_text text;
    fixture_init(&f, NULL);
    feel_text_init(&text, expression);
    bool parsed = feel_parse(&f, &text, pr_feel_parse) != NULL;
    if (!parsed) {
        assert_int_equal(f.diags.errors, 1);
        assert_string_equal(f.diags.list.items[0].code, expected_code);
    }
    fixture_release(&f);
    free(expression);
    return parsed;
}

static void stops_at_the_depth_limit(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(depth_cases); i++) {
        const char *open = depth_cases[i].open, *middle = depth_cases[i].middle,
                   *close = depth_cases[i].close;
        if (!parses(nested(open, middle, close, depth_cases[i].fits), "feel-limit") ||
            parses(nested(open, middle, close, depth_cases[i].fits + 1), "feel-limit")) {
            print_error("nesting: %s%s%s\n", open, middle, close);
            fail();
        }
        assert_false(parses(nested(open, middle, close, 5000), "feel-limit"));
    }
    /* A type, and conjunctions, which are as deep as one. */
    assert_true(parses(nested("list<", "date", ">", 0), ""));
    assert_false(parses(nested("a instance of list<", "date", ">", 1000), "feel-syntax"));
    assert_true(parses(nested("x and ", "y", "", 5000), ""));
}

static void stops_at_the_size_limit(void **state) {
    (void)state;
    assert_true(parses(nested(" ", "1", "", PR_LIMIT_FEEL_SIZE - 1), "feel-limit"));
    assert_false(parses(nested(" ", "1", "", PR_LIMIT_FEEL_SIZE), "feel-limit"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_literals),
        cmocka_unit_test(parses_operators),
        cmocka_unit_test(parses_in),
        cmocka_unit_test(parses_ranges),
        cmocka_unit_test(parses_postfix),
        cmocka_unit_test(parses_names),
        cmocka_unit_test(parses_scopes),
        cmocka_unit_test(parses_types),
        cmocka_unit_test(parses_unary_tests),
        cmocka_unit_test(parses_templates),
        cmocka_unit_test(knows_where_nodes_stand),
        cmocka_unit_test(stops_at_the_depth_limit),
        cmocka_unit_test(stops_at_the_size_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
