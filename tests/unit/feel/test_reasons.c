/* Every built-in, called with each kind of value in the place of each argument, and with too few and too many: a null
 * must say why, and where. */
#include "api/feel.h"
#include "feel/builtin.h"
#include "unit/support.h"

typedef struct kind_row {
    const char *word, *literal;
} kind_row;

/* A value for each word of the signatures, and all the kinds that could be given instead. */
static const kind_row fitting[] = {
    {"any", "1"},
    {"boolean", "true"},
    {"number", "1"},
    {"string", "\"1\""},
    {"date", "@\"2027-01-31\""},
    {"time", "@\"10:00:00\""},
    {"dateTime", "@\"2027-01-31T10:00:00\""},
    {"months", "@\"P1Y\""},
    {"duration", "@\"PT1H\""},
    {"list", "[1, 2]"},
    {"list of number", "[1, 2]"},
    {"list of string", "[\"a\", \"b\"]"},
    {"list of boolean", "[true, false]"},
    {"list of context", "[{key: \"a\", value: 1}]"},
    {"range", "[1..2]"},
    {"function", "function(x, y) x < y"},
    {"context", "{a: 1}"},
    {"comparable", "1"},
    {"element", "1"},
    {"day", "@\"2027-01-31\""},
    {"source", "\"x\""},
    {"magnitude", "1"},
};
static const char *const others[] = {
    "null",
    "true",
    "1",
    "0",
    "-1",
    "2.5",
    "1e40",
    "\"\"",
    "\"x\"",
    "@\"2027-01-31\"",
    "@\"10:00:00\"",
    "@\"2027-01-31T10:00:00\"",
    "@\"P1Y\"",
    "@\"PT1H\"",
    "[]",
    "[1, 2, 3]",
    "[\"a\"]",
    "[null]",
    "[true, null]",
    "{}",
    "{a: 1}",
    "[1..2]",
    "[\"a\"..\"b\"]",
    "(> 5)",
    "function(x, y) x < y",
    "function(x) x",
    "sum",
};

typedef struct outcome {
    bool null, says, placed;
} outcome;

static void take(void *user, pr_feel_run *run, const pr_feel_result *result) {
    outcome *o = user;
    (void)run;
    o->null = result->value.kind == PR_NULL;
    o->says = result->error != NULL && result->error[0] != '\0';
}

/* A warning must point into the text; without one, a null that says nothing is left. */
static outcome evaluate(pr_text expression) {
    outcome o = {0};
    pr_diags diags;
    pr_diags_init(&diags, NULL);
    pr_feel_run run;
    pr_feel_run_init(&run, NULL, &diags);
    run.as_of = pr_date_parse(PR_TEXT("2027-01-31")).number;
    const pr_source *file = pr_source_of(PR_TEXT("case"), expression, &run.arena);
    assert_non_null(file);
    pr_feel_source source = {
        .text = expression,
        .origin = {.source = file, .end = (uint32_t)expression.length, .style = PR_STYLE_EXACT}};
    assert_int_equal(pr_feel_evaluate(&run, &source, pr_null(), take, &o), PRECEPTOR_OK);
    for (uint32_t i = 0; i < diags.list.count; i++) {
        pr_span span = diags.list.items[i].span;
        o.placed =
            o.placed || (span.source == file && span.start < span.end && span.end <= expression.length);
    }
    pr_feel_run_release(&run);
    pr_diags_release(&diags);
    return o;
}

/* Nulls that stand for no error: what is asked for is not there, or nothing can be said of nothing. */
static bool may_be_null(pr_builtin builtin, const char *argument) {
    switch (builtin) {
    case PR_BUILTIN_GET_VALUE: return true;
    case PR_BUILTIN_SUM:
    case PR_BUILTIN_MIN:
    case PR_BUILTIN_MAX:
    case PR_BUILTIN_MEAN:
    case PR_BUILTIN_MEDIAN:
    case PR_BUILTIN_PRODUCT: return strcmp(argument, "[]") == 0;
    case PR_BUILTIN_ALL:
    case PR_BUILTIN_ANY: return strstr(argument, "null") != NULL;
    case PR_BUILTIN_NOT: return strcmp(argument, "null") == 0;
    default: return false;
    }
}

static const char *literal_of(pr_text word) {
    for (size_t i = 0; i < COUNT_OF(fitting); i++) {
        if (pr_text_is(word, fitting[i].word)) {
            return fitting[i].literal;
        }
    }
    fail_msg("no value for the word '%.*s'", PR_ARG(word));
    return "null";
}

static unsigned failures, calls;

static void judge(pr_builtin builtin, const char *argument, pr_buf *call) {
    outcome o = evaluate(pr_buf_view(call));
    calls++;
    bool good = !o.null || (o.says && o.placed) || (!o.says && may_be_null(builtin, argument));
    if (!good) {
        print_error("%.*s is null, %s\n", PR_ARG(pr_buf_view(call)),
                    o.says ? "and says why, but not where" : "and does not say why");
        failures++;
    }
}

/* `at`: which argument is `instead`; `count`: how many are given; `named`: by their names. */
static void call(pr_builtin builtin, const pr_signature *s, uint32_t count, uint32_t at, const char *instead,
                 bool named) {
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_buf_printf(&text, "%s(", pr_builtin_name(builtin));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t p = i < s->count ? i : s->count - 1;
        if (named) {
            pr_buf_printf(&text, "%s%.*s: ", i > 0 ? ", " : "", PR_ARG(s->names[p]));
        } else {
            pr_buf_string(&text, i > 0 ? ", " : "");
        }
        pr_buf_string(&text, i == at ? instead : s->count > 0 ? literal_of(s->types[p]) : "1");
    }
    pr_buf_char(&text, ')');
    judge(builtin, instead, &text);
    pr_buf_release(&text);
}

static void test_each_argument(void **state) {
    (void)state;
    for (int b = 0; b < PR_BUILTIN_COUNT_OF; b++) {
        pr_signature s;
        for (uint32_t n = 0; pr_builtin_signature((pr_builtin)b, n, &s); n++) {
            for (uint32_t at = 0; at < s.count; at++) {
                for (size_t k = 0; k < COUNT_OF(others); k++) {
                    call((pr_builtin)b, &s, s.count, at, others[k], false);
                    call((pr_builtin)b, &s, s.count, at, others[k], true);
                }
            }
        }
    }
    print_message("%u calls\n", calls);
    assert_int_equal(failures, 0);
}

static void test_wrong_numbers_of_arguments(void **state) {
    (void)state;
    for (int b = 0; b < PR_BUILTIN_COUNT_OF; b++) {
        pr_signature s;
        for (uint32_t n = 0; pr_builtin_signature((pr_builtin)b, n, &s); n++) {
            for (uint32_t count = 0; count <= s.count + 1; count++) {
                call((pr_builtin)b, &s, count, UINT32_MAX, "", false);
            }
        }
    }
    assert_int_equal(failures, 0);
}

/* Every operator with every pair of kinds. */
static void test_operators(void **state) {
    (void)state;
    static const char *const operators[] = {
        "+", "-", "*", "/", "**", "=", "!=", "<", ">", "<=", ">=", "in", "and", "or"};
    for (size_t o = 0; o < COUNT_OF(operators); o++) {
        bool junction = strcmp(operators[o], "and") == 0 || strcmp(operators[o], "or") == 0;
        for (size_t i = 0; i < COUNT_OF(others); i++) {
            for (size_t k = 0; k < COUNT_OF(others); k++) {
                char text[256];
                snprintf(text, sizeof text, "(%s) %s (%s)", others[i], operators[o], others[k]);
                outcome out = evaluate(pr_text_of(text));
                bool nothing = junction && (strcmp(others[i], "null") == 0 || strcmp(others[k], "null") == 0);
                if (out.null && !nothing && (!out.says || !out.placed)) {
                    print_error("%s is null and does not say why, or where\n", text);
                    failures++;
                }
            }
        }
    }
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_argument),
                                       cmocka_unit_test(test_wrong_numbers_of_arguments),
                                       cmocka_unit_test(test_operators)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
