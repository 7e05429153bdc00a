/* Limits of evaluating and of expressions: at each all is well, one past it there is a message. tests/README.md tells
 * where the others are tested. */
#include "unit/world.h"

#include <preceptor.h>

#include "audit/frequent.h"
#include "base/limits.h"

/* Text that is put together; grows. */
static void add(pr_buf *out, const char *text, size_t times) {
    for (size_t i = 0; i < times; i++) {
        pr_buf_string(out, text);
    }
}

static bool write_to(void *context, const char *bytes, size_t count) {
    pr_buf_add(context, bytes, count);
    return true;
}

/* The value of an expression as text, behind it its diagnostics. */
static preceptor_status value_of(const pr_buf *expression, const pr_buf *context, size_t depth, pr_buf *out) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    preceptor_options options = {.limits = {.depth = depth}};
    preceptor_sink sink = {.write = write_to, .context = out};
    preceptor_status status = preceptor_feel(
        expression->at, expression->length, "context", context != NULL ? context->at : NULL,
        context != NULL ? context->length : 0, true, "2026-11-22", PRECEPTOR_TEXT, &options, d, &sink);
    assert_int_equal(preceptor_diagnostics_write(d, false, &sink), PRECEPTOR_OK);
    preceptor_diagnostics_free(d);
    pr_buf_char(out, '\0');
    return status;
}

/* `message` NULL: the value is `expected`. Else the message is somewhere in what is said. */
static void check_value(const pr_buf *expression, const pr_buf *context, const char *expected,
                        const char *message) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    (void)value_of(expression, context, 0, &out);
    if (message != NULL ? strstr(out.at, message) == NULL : strcmp(out.at, expected) != 0) {
        print_error("expected: %s\nfound: %.2000s\n", message != NULL ? message : expected, out.at);
        fail();
    }
    pr_buf_release(&out);
}

static void check(const char *expression, const char *expected, const char *message) {
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_buf_string(&text, expression);
    check_value(&text, NULL, expected, message);
    pr_buf_release(&text);
}

static void test_iteration(void **state) {
    (void)state;
    assert_int_equal(PR_LIMIT_ITERATION, 100000);
    check("count(for i in 1..100000 return i)", "100000\n", NULL);
    check("count(for i in -1..-100000 return i)", "100000\n", NULL);
    check("count(for i in 0..100000 return i)", NULL, "an iteration has more than 100000 values");
    check("count(for i in 100001..1 return i)", NULL, "an iteration has more than 100000 values");
}

/* {"a": "xxx...", "b": "yyy..."} */
static void make_context(pr_buf *out, size_t a, size_t b) {
    pr_buf_init(out, NULL);
    pr_buf_string(out, "{\"a\": \"");
    add(out, "x", a);
    pr_buf_string(out, "\", \"b\": \"");
    add(out, "y", b);
    pr_buf_string(out, "\"}");
}

static void test_text(void **state) {
    (void)state;
    pr_buf context, expression;
    make_context(&context, PR_LIMIT_TEXT - 1, 1);
    pr_buf_init(&expression, NULL);
    pr_buf_string(&expression, "a + b = null");
    check_value(&expression, &context, "false\n", NULL);
    pr_buf_clear(&expression);
    pr_buf_string(&expression, "a + b + b");
    check_value(&expression, &context, NULL, "null, because the text would be too long");
    pr_buf_release(&expression);
    pr_buf_release(&context);
}

/* Sixteen large texts and a small one, which makes up what is left to the limit. */
static void test_printed(void **state) {
    (void)state;
    enum { TEXTS = 16, BETWEEN = TEXTS * 2 + TEXTS * 2 + 2 + 2 /* quotes, commas, brackets */, END = 1 };
    const size_t large = PR_LIMIT_PRINTED / TEXTS - 8,
                 small = PR_LIMIT_PRINTED - TEXTS * large - BETWEEN - END;
    pr_buf expression;
    pr_buf_init(&expression, NULL);
    pr_buf_string(&expression, "[");
    add(&expression, "a, ", TEXTS);
    pr_buf_string(&expression, "b]");
    for (size_t past = 0; past < 2; past++) {
        pr_buf context, out;
        make_context(&context, large, small + past);
        pr_buf_init(&out, NULL);
        preceptor_status status = value_of(&expression, &context, 0, &out);
        assert_int_equal(status, past ? PRECEPTOR_LIMIT : PRECEPTOR_OK);
        if (past) {
            assert_non_null(strstr(out.at, "error: the value is longer than 16 MiB"));
        } else {
            assert_int_equal(out.length, PR_LIMIT_PRINTED + 1);
        }
        pr_buf_release(&out);
        pr_buf_release(&context);
    }
    pr_buf_release(&expression);
}

/* The text that each pass makes stays until the end. What else there is makes it hard to hit the last byte. */
static void test_memory(void **state) {
    (void)state;
    pr_buf context, expression;
    const size_t each = PR_LIMIT_TEXT / 2, most = PR_LIMIT_EVALUATION_MEMORY / each, fits = most * 3 / 4;
    make_context(&context, each, 1);
    for (int past = 0; past < 2; past++) {
        pr_buf_init(&expression, NULL);
        pr_buf_printf(&expression, "count(for i in 1..%zu return a + string(i))", past ? most : fits);
        char count[32];
        (void)snprintf(count, sizeof count, "%zu\n", fits);
        check_value(&expression, &context, count,
                    past ? "the evaluation needs more than 512 MiB of memory" : NULL);
        pr_buf_release(&expression);
    }
    pr_buf_release(&context);
}

static void test_patterns(void **state) {
    (void)state;
    for (size_t past = 0; past < 2; past++) {
        pr_buf size, depth;
        pr_buf_init(&size, NULL);
        pr_buf_string(&size, "matches(\"a\", \"");
        add(&size, "a", PR_LIMIT_REGEX_SIZE + past);
        pr_buf_string(&size, "\")");
        check_value(&size, NULL, "false\n", past ? "null, because the pattern is" : NULL);
        pr_buf_release(&size);
        pr_buf_init(&depth, NULL);
        pr_buf_string(&depth, "matches(\"a\", \"");
        add(&depth, "[a-z-", PR_LIMIT_REGEX_CLASS_DEPTH - 1 + past);
        pr_buf_string(&depth, "[b]");
        add(&depth, "]", PR_LIMIT_REGEX_CLASS_DEPTH - 1 + past);
        pr_buf_string(&depth, "\")");
        check_value(&depth, NULL, PR_LIMIT_REGEX_CLASS_DEPTH % 2 == 0 ? "true\n" : "false\n",
                    past ? "null, because the pattern is" : NULL);
        pr_buf_release(&depth);
    }
    /* More patterns than are kept only cost time. */
    pr_buf many;
    pr_buf_init(&many, NULL);
    pr_buf_printf(&many, "every i in 1..%d satisfies matches(string(i), \"^\" + string(i) + \"$\")",
                  PR_LIMIT_REGEX_KEPT + 1);
    check_value(&many, NULL, "true\n", NULL);
    pr_buf_release(&many);
}

/* Past the limit those that are known go on being counted. */
static void test_frequent(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_frequent frequent;
    pr_frequent_init(&frequent, &arena);
    for (int i = 0; i <= PR_LIMIT_FREQUENT; i++) {
        pr_text text = pr_text_format(&arena, "warning %d", i);
        assert_true(pr_frequent_add(&frequent, (pr_frequent_text){text, 1, 1, (uint64_t)i + 1}));
        assert_int_equal(frequent.items.count, i < PR_LIMIT_FREQUENT ? i + 1 : PR_LIMIT_FREQUENT);
    }
    assert_true(pr_frequent_add(&frequent, (pr_frequent_text){PR_TEXT("warning 4999"), 2, 1, 9000}));
    pr_frequent_sort(&frequent);
    assert_string_equal(frequent.items.items[0].text.at, "warning 4999");
    assert_int_equal(frequent.items.items[0].count, 3);
    pr_arena_release(&arena);
}

/* No --limit makes the readers go deeper than this. */
static void test_deepest_document(void **state) {
    (void)state;
    pr_buf expression;
    pr_buf_init(&expression, NULL);
    pr_buf_string(&expression, "1");
    for (size_t past = 0; past < 2; past++) {
        pr_buf context, out;
        pr_buf_init(&context, NULL);
        pr_buf_init(&out, NULL);
        pr_buf_string(&context, "{\"a\": ");
        add(&context, "[", PR_LIMIT_DOC_DEPTH_MOST - 1 + past);
        add(&context, "]", PR_LIMIT_DOC_DEPTH_MOST - 1 + past);
        pr_buf_string(&context, "}");
        preceptor_status status = value_of(&expression, &context, 5000, &out);
        assert_int_equal(status, past ? PRECEPTOR_INVALID : PRECEPTOR_OK);
        if (past) {
            assert_non_null(strstr(out.at, "lists and mappings are nested more than 1000 deep"));
            assert_null(strstr(out.at, "may be raised"));
        }
        pr_buf_release(&out);
        pr_buf_release(&context);
    }
    pr_buf_release(&expression);
}

/* ---- Of knowledge bases */

static void check_kb(const pr_buf *text, const char *message) {
    world w;
    pr_buf copy;
    pr_buf_init(&copy, NULL);
    pr_buf_text(&copy, pr_buf_view(text));
    pr_buf_char(&copy, '\0');
    bool good = world_make(&w, copy.at, NULL);
    pr_buf shown;
    pr_buf_init(&shown, NULL);
    pr_diags_render(&w.x.diags, false, &shown);
    pr_buf_char(&shown, '\0');
    if (good != (message == NULL) || (message != NULL && strstr(shown.at, message) == NULL)) {
        print_error("expected: %s\nfound: %.2000s\n", message != NULL ? message : "no errors", shown.at);
        fail();
    }
    pr_buf_release(&shown);
    pr_buf_release(&copy);
    world_release(&w);
}

static void test_slots(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        pr_buf text;
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, "relations:\n  wide:\n    slots: {");
        for (int i = 0; i < PR_LIMIT_SLOTS + past; i++) {
            pr_buf_printf(&text, "%ss%d: number", i > 0 ? ", " : "", i);
        }
        pr_buf_string(&text, "}\n");
        check_kb(&text, past ? "a relation has more than 32 slots" : NULL);
        pr_buf_release(&text);
    }
}

static void test_variables(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        pr_buf text;
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, "collections:\n  things: {fields: {size: number}}\nthings: [{id: a, size: 1}]\n"
                             "relations:\n  r: {slots: {s: number}}\n"
                             "rules:\n  - {rule: many, then: {r: {s: 1}}, for: {");
        for (int i = 0; i < PR_LIMIT_VARIABLES + past; i++) {
            pr_buf_printf(&text, "%sv%d: things", i > 0 ? ", " : "", i);
        }
        pr_buf_string(&text, "}}\n");
        check_kb(&text, past ? "a rule has more than 32 variables" : NULL);
        pr_buf_release(&text);
    }
}

static void test_inlined(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        pr_buf text;
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, "functions:\n  f: {params: {x: number}, value: x}\n"
                             "derived:\n  d: {value: \"count([");
        add(&text, "f(1),", PR_LIMIT_INLINED - 1u + (unsigned)past);
        pr_buf_string(&text, "f(1)]) > 1\"}\n"
                             "relations:\n  r: {slots: {s: number}}\n"
                             "rules:\n  - {rule: a, when: d, then: {r: {s: 1}}}\n");
        check_kb(&text, past ? "the functions called here call others more than 10000 times" : NULL);
        pr_buf_release(&text);
    }
}

/* d000 rests on d001, ...: one more than there are expressions that do. */
static void test_definitions(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        pr_buf text;
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, "derived:\n");
        for (int i = 1; i < PR_LIMIT_DEFINITIONS + past; i++) {
            pr_buf_printf(&text, "  d%03d: {value: \"d%03d + 1\"}\n", i - 1, i);
        }
        pr_buf_printf(&text, "  d%03d: {value: 1}\n", PR_LIMIT_DEFINITIONS - 1 + past);
        check_kb(&text, past ? "definitions rest on each other more than 100 deep" : NULL);
        pr_buf_release(&text);
    }
}

/* ---- Steps: the fewest that suffice, and one less. */

static preceptor_status evaluate(size_t steps, const char **limit) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    preceptor_options options = {.limits = {.steps = steps}};
    preceptor_kb *kb;
    preceptor_session *session;
    preceptor_profile *profile;
    assert_int_equal(preceptor_kb_load(PRECEPTOR_TOP "/tests/knowledge/kb.yaml", &options, d, &kb),
                     PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(kb, &session), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_set_as_of(session, "2026-11-22"), PRECEPTOR_OK);
    assert_int_equal(preceptor_profile_new(kb, &profile), PRECEPTOR_OK);
    assert_int_equal(
        preceptor_profile_read_file(profile, PRECEPTOR_TOP "/tests/knowledge/profiles/ben.yaml", d),
        PRECEPTOR_OK);
    preceptor_status status = preceptor_evaluate(session, profile, PRECEPTOR_REASONS);
    *limit = preceptor_session_limit(session);
    preceptor_profile_free(profile);
    preceptor_session_free(session);
    preceptor_kb_free(kb);
    preceptor_diagnostics_free(d);
    return status;
}

static void test_steps(void **state) {
    (void)state;
    const char *limit;
    size_t low = 1, high = 1 << 20;
    assert_int_equal(evaluate(high, &limit), PRECEPTOR_OK);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(evaluate(middle, &limit) == PRECEPTOR_OK ? &high : &low) = middle;
    }
    assert_int_equal(evaluate(high, &limit), PRECEPTOR_OK);
    assert_int_equal(evaluate(high - 1, &limit), PRECEPTOR_LIMIT);
    assert_string_equal(limit,
                        "the evaluation takes more steps than allowed: the limit 'steps' may be raised");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iteration), cmocka_unit_test(test_text),
        cmocka_unit_test(test_printed),   cmocka_unit_test(test_memory),
        cmocka_unit_test(test_patterns),  cmocka_unit_test(test_deepest_document),
        cmocka_unit_test(test_slots),     cmocka_unit_test(test_inlined),
        cmocka_unit_test(test_variables), cmocka_unit_test(test_definitions),
        cmocka_unit_test(test_steps),     cmocka_unit_test(test_frequent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
