/* Values as text, as FEEL and as JSON. */
#include "unit/value/value_test.h"

typedef struct forms {
    pr_value value;
    const char *text, *literal, *json;
} forms;

static void write_need(void *user, pr_need need, pr_buf *out) {
    (void)user;
    pr_buf_printf(out, "a%u[%u]", need.attribute, need.record);
}

static void check(const forms *row) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_value_print(row->value, &out);
    pr_buf_char(&out, '\0');
    assert_string_equal(out.at, row->text);
    pr_buf_clear(&out);
    pr_value_print_literal(row->value, &out);
    pr_buf_char(&out, '\0');
    assert_string_equal(out.at, row->literal);
    pr_buf_clear(&out);
    pr_value_json(row->value, write_need, NULL, &out);
    pr_buf_char(&out, '\0');
    assert_string_equal(out.at, row->json);
    assert_false(out.failed);
    pr_buf_release(&out);
}

static void test_scalars(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_entity entity = {.id = PR_TEXT("an-id")};
    const forms rows[] = {
        {pr_null(), "null", "null", "null"},
        {pr_error_null("why"), "null", "null", "null"},
        {pr_boolean(true), "true", "true", "true"},
        {number_of("-0.50", &arena), "-0.5", "-0.5", "-0.5"},
        {number_of("1e20", &arena), "100000000000000000000", "100000000000000000000",
         "100000000000000000000"},
        {string_of("a \"b\"\n\\"), "a \"b\"\n\\", "\"a \\\"b\\\"\\n\\\\\"", "\"a \\\"b\\\"\\n\\\\\""},
        {string_of("a\x01\xC2\x85\u202e\U000E0001é"), "a\x01\xC2\x85\u202e\U000E0001é",
         "\"a\\u0001\\u0085\\u202e\\U0e0001é\"", "\"a\\u0001\\u0085\\u202e\\udb40\\udc01é\""},
        {value_of("@2027-01-31", &arena), "2027-01-31", "date(\"2027-01-31\")",
         "{\"@date\": \"2027-01-31\"}"},
        {value_of("@10:00:00Z", &arena), "10:00:00Z", "time(\"10:00:00Z\")", "{\"@time\": \"10:00:00Z\"}"},
        {value_of("@2027-01-31T10:00:00", &arena), "2027-01-31T10:00:00",
         "date and time(\"2027-01-31T10:00:00\")", "{\"@dateTime\": \"2027-01-31T10:00:00\"}"},
        {value_of("@P1Y", &arena), "P1Y", "duration(\"P1Y\")", "{\"@duration\": \"P1Y\"}"},
        {value_of("@PT0.5S", &arena), "PT0.5S", "duration(\"PT0.5S\")", "{\"@duration\": \"PT0.5S\"}"},
        {pr_entity_value(&entity), "an-id", "\"an-id\"", "\"an-id\""},
        {pr_value_leaf(3, 1), "not known", "not known",
         "{\"@unknown\": {\"needs\": [\"a3[1]\"], \"min\": null, \"max\": null}}"},
        {pr_unknown_bounded(pr_needs_leaf(3, 1, &arena), pr_integer(8), false, pr_integer(9), true, PR_NUMBER,
                            &arena),
         "not known", "not known",
         "{\"@unknown\": {\"needs\": [\"a3[1]\"], \"min\": 8, \"max\": 9, \"below_max\": true}}"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        check(&rows[i]);
    }
    pr_arena_release(&arena);
}

static void test_nested(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value inner[] = {pr_integer(4), string_of("foo")};
    pr_list nested = {.count = 2, .items = inner}, empty = {0};
    pr_value items[] = {pr_integer(1), pr_list_value(&nested), pr_list_value(&empty), pr_null()};
    pr_list list = {.count = 4, .items = items};
    pr_text names[] = {PR_TEXT("a"),  PR_TEXT("two words"), PR_TEXT("{"),
                       PR_TEXT("\""), PR_TEXT("1st"),       PR_TEXT("é")};
    pr_value ones[] = {pr_integer(1), pr_integer(1), pr_integer(1),
                       pr_integer(1), pr_integer(1), pr_integer(1)};
    pr_value context = pr_context_value(pr_context_make(names, ones, 6, &arena));
    pr_value nothing = pr_context_value(pr_context_make(NULL, NULL, 0, &arena));
    static const uint8_t maybe[] = {0, 1};
    const pr_needs *because[] = {NULL, pr_needs_leaf(1, 0, &arena)};
    pr_list uncertain = {
        .count = 2, .open = true, .uncertain = true, .items = inner, .maybe = maybe, .because = because};
    uncertain.needs = pr_needs_leaf(2, 0, &arena);
    const forms rows[] = {
        {pr_list_value(&list), "[1, [4, \"foo\"], [], null]", "[1, [4, \"foo\"], [], null]",
         "[1, [4, \"foo\"], [], null]"},
        {context, "{a: 1, two words: 1, \"{\": 1, \"\\\"\": 1, \"1st\": 1, é: 1}",
         "{a: 1, two words: 1, \"{\": 1, \"\\\"\": 1, \"1st\": 1, é: 1}",
         "{\"a\": 1, \"two words\": 1, \"{\": 1, \"\\\"\": 1, \"1st\": 1, \"é\": 1}"},
        {nothing, "{}", "{}", "{}"},
        {pr_list_value(&uncertain), "[4, perhaps \"foo\", ...]", "[4, perhaps \"foo\", ...]",
         "{\"@unknown\": {\"needs\": [\"a1[0]\", \"a2[0]\"], \"min\": null, \"max\": null}}"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        check(&rows[i]);
    }
    pr_arena_release(&arena);
}

static void test_ranges(void **state) {
    (void)state;
    const pr_range ranges[] = {
        {.low = pr_integer(1), .high = pr_integer(10), .low_closed = true, .high_closed = true},
        {.low = pr_integer(1), .high = pr_null()},
        {.low = pr_null(), .high = pr_integer(10), .form = PR_RANGE_COMPARISON},
        {.low = pr_integer(1), .high = pr_null(), .low_closed = true, .form = PR_RANGE_COMPARISON},
        {.low = pr_integer(1),
         .high = pr_integer(1),
         .low_closed = true,
         .high_closed = true,
         .form = PR_RANGE_EQUAL},
        {.low = pr_integer(1),
         .high = pr_integer(1),
         .low_closed = true,
         .high_closed = true,
         .form = PR_RANGE_NOT_EQUAL},
        {.low = string_of("a"), .high = string_of("b"), .low_closed = true},
    };
    static const char *const texts[] = {"[1..10]", "(1..null)", "(< 10)",        "(>= 1)",
                                        "(= 1)",   "(!= 1)",    "[\"a\"..\"b\")"};
    static const char *const last = "{\"@range\": \"[\\\"a\\\"..\\\"b\\\")\"}";
    for (size_t i = 0; i < ROWS(ranges); i++) {
        pr_value value = {.kind = PR_RANGE, .range = &ranges[i]};
        char json[64];
        snprintf(json, sizeof json, "{\"@range\": \"%s\"}", texts[i]);
        check(&(forms){value, texts[i], texts[i], i + 1 == ROWS(ranges) ? last : json});
    }
    pr_value interval = {.kind = PR_RANGE, .range = &ranges[0]},
             equal = {.kind = PR_RANGE, .range = &ranges[4]};
    pr_range one = ranges[4];
    one.form = PR_RANGE_INTERVAL;
    assert_int_equal(pr_value_equal(interval, interval), PR_TRUE);
    assert_int_equal(pr_value_equal(interval, equal), PR_FALSE);
    assert_int_equal(pr_value_equal(equal, (pr_value){.kind = PR_RANGE, .range = &one}), PR_FALSE);
}

typedef struct json_row {
    const char *text, *json;
    size_t length; /* 0: up to the NUL */
} json_row;

static void test_json_strings(void **state) {
    (void)state;
    static const json_row rows[] = {
        {"", "\"\"", 0},
        {"plain", "\"plain\"", 0},
        {"\"\\/\b\f\n\r\t\x01\x1f", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\"", 0},
        {"a\0b", "\"a\\u0000b\"", 3},
        {"h\xc3\xa9", "\"h\xc3\xa9\"", 0},
        {"\xff", "\"\xef\xbf\xbd\"", 0},
        {"a\xc3", "\"a\xef\xbf\xbd\"", 0},
        {"\xe2\x82z", "\"\xef\xbf\xbd\xef\xbf\xbdz\"", 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t length = rows[i].length > 0 ? rows[i].length : strlen(rows[i].text);
        pr_buf out;
        pr_buf_init(&out, NULL);
        pr_json_string((pr_text){rows[i].text, length}, &out);
        pr_buf_char(&out, '\0');
        assert_string_equal(out.at, rows[i].json);
        pr_buf_release(&out);
    }
}

/* Wherever the one sign that has to be escaped stands in a text. */
static void test_json_escapes(void **state) {
    (void)state;
    static const json_row signs[] = {{"\"", "\\\"", 0},
                                     {"\\", "\\\\", 0},
                                     {"\x1f", "\\u001f", 0},
                                     {"\x7f", "\\u007f", 0},
                                     {"\n", "\\n", 0},
                                     {"\xff", "\xef\xbf\xbd", 0},
                                     {" ", " ", 0},
                                     {"~", "~", 0},
                                     {"!", "!", 0},
                                     {"[", "[", 0},
                                     {"\xc3\xa9", "\xc3\xa9", 0}};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    for (size_t length = 0; length < ROWS(letters); length++) {
        for (size_t i = 0; i < (length + 1) * ROWS(signs); i++) {
            const json_row *sign = &signs[i % ROWS(signs)];
            const int before = (int)(i / ROWS(signs)), after = (int)length - before;
            char text[64], expected[64];
            int size = snprintf(text, sizeof text, "%.*s%s%.*s", before, letters, sign->text, after, letters);
            (void)snprintf(expected, sizeof expected, "\"%.*s%s%.*s\"", before, letters, sign->json, after,
                           letters);
            pr_buf out;
            pr_buf_init(&out, NULL);
            pr_json_string((pr_text){text, (size_t)size}, &out);
            pr_buf_char(&out, '\0');
            assert_string_equal(out.at, expected);
            pr_buf_release(&out);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),      cmocka_unit_test(test_nested),
        cmocka_unit_test(test_ranges),       cmocka_unit_test(test_json_strings),
        cmocka_unit_test(test_json_escapes),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
