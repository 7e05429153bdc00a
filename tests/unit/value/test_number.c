/* Numbers: text, arithmetic, rounding; and that the fast path and decimal128 agree. */
#include "unit/value/value_test.h"
#include "value/number.h"

typedef struct text_row {
    const char *text;
    const char *printed; /* NULL: no number */
} text_row;

static void test_text(void **state) {
    (void)state;
    static const text_row rows[] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.000", "0"},
        {"007", "7"},
        {"1.0", "1"},
        {"100", "100"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"1.5e3", "1500"},
        {"-1.5E-3", "-0.0015"},
        {"1e+2", "100"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"9223372036854775808", "9223372036854775808"},
        {"0.000000000000000001", "0.000000000000000001"},
        {"0.0000000000000000001", "0.0000000000000000001"},
        {"1e30", "1000000000000000000000000000000"},
        {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
        {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},
        {"12345678901234567890123456789012355", "12345678901234567890123456789012360"},
        {"123456789012345678901234567890123450000000001", "123456789012345678901234567890123500000000000"},
        {"123456789012345678901234567890123450000000000", "123456789012345678901234567890123400000000000"},
        {"9999999999999999999999999999999999.5", "10000000000000000000000000000000000"},
        {"1e-7000", "0"},
        {"0e99999999999999999999999", "0"},
        {"1e6145", NULL},
        {"1e99999999999999999999999", NULL},
        {"", NULL},
        {"-", NULL},
        {"+1", NULL},
        {".", NULL},
        {"1.", NULL},
        {"1e", NULL},
        {"1e+", NULL},
        {"1.2.3", NULL},
        {"1 ", NULL},
        {" 1", NULL},
        {"1,5", NULL},
        {"0x10", NULL},
        {"NaN", NULL},
        {"Infinity", NULL},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value value = pr_number_parse(pr_text_of(rows[i].text), &arena);
        if (rows[i].printed == NULL) {
            assert_true(pr_is_error(value));
            continue;
        }
        assert_int_equal(value.kind, PR_NUMBER);
        assert_string_equal(printed(value, &arena), rows[i].printed);
    }
    pr_arena_release(&arena);
}

static void test_extremes(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value largest = number_of("9.999999999999999999999999999999999e6144", &arena);
    assert_int_equal(strlen(printed(largest, &arena)), 6145);
    pr_value least = number_of("1e-6176", &arena);
    assert_int_equal(strlen(printed(least, &arena)), 2 + 6176);
    assert_true(pr_is_error(pr_number_multiply(largest, pr_integer(10), &arena)));
    assert_true(pr_is_error(pr_number_add(largest, largest, &arena)));
    /* 10^6144 has the exponent 6111 and 33 zeros, whichever way it was made. */
    pr_value power = pr_number_power(pr_integer(10), pr_integer(6144), &arena);
    assert_int_equal(pr_value_equal(power, number_of("1e6144", &arena)), PR_TRUE);
    assert_int_equal(pr_value_hash(power, 7), pr_value_hash(number_of("10e6143", &arena), 7));
    pr_arena_release(&arena);
}

typedef struct operation_row {
    const char *a, *operator, * b, *result; /* NULL: an error null */
} operation_row;

static pr_value operate(const char *operator, pr_value a, pr_value b, pr_arena *arena) {
    switch (operator[0]) {
    case '+': return pr_number_add(a, b, arena);
    case '-': return pr_number_subtract(a, b, arena);
    case '*': return operator[1] == '*' ? pr_number_power(a, b, arena) : pr_number_multiply(a, b, arena);
    case '/': return pr_number_divide(a, b, arena);
    default: return pr_number_modulo(a, b, arena);
    }
}

static void test_operations(void **state) {
    (void)state;
    static const operation_row rows[] = {
        {"0.1", "+", "0.2", "0.3"},
        {"0.5", "+", "0.5", "1"},
        {"9223372036854775807", "+", "1", "9223372036854775808"},
        {"9223372036854775808", "-", "1", "9223372036854775807"},
        {"1e33", "+", "1e-18", "1000000000000000000000000000000000"},
        {"1", "-", "1.000000000000000001", "-0.000000000000000001"},
        {"-9223372036854775808", "-", "-9223372036854775808", "0"},
        {"0", "-", "-9223372036854775808", "9223372036854775808"},
        {"9223372036854775807", "*", "9223372036854775807", "85070591730234615847396907784232500000"},
        {"0.000000001", "*", "0.0000000001", "0.0000000000000000001"},
        {"-1.5", "*", "2", "-3"},
        {"-9223372036854775808", "*", "-1", "9223372036854775808"},
        {"10", "/", "4", "2.5"},
        {"1", "/", "3", "0.3333333333333333333333333333333333"},
        {"2", "/", "3", "0.6666666666666666666666666666666667"},
        {"-9223372036854775808", "/", "-1", "9223372036854775808"},
        {"1", "/", "0", NULL},
        {"0", "/", "5", "0"},
        {"0.3", "/", "0.1", "3"},
        {"1e30", "/", "1e30", "1"},
        {"10", "mod", "4", "2"},
        {"10", "mod", "-4", "-2"},
        {"-10", "mod", "4", "2"},
        {"-12", "mod", "5", "3"},
        {"10.1", "mod", "4.5", "1.1"},
        {"-10.1", "mod", "4.5", "3.4"},
        {"10.1", "mod", "-4.5", "-3.4"},
        {"-10.1", "mod", "-4.5", "-1.1"},
        {"1e33", "mod", "7", "6"},
        {"5", "mod", "0", NULL},
        {"-9223372036854775808", "mod", "-1", "0"},
        {"5", "**", "2", "25"},
        {"5", "**", "-2", "0.04"},
        {"-5", "**", "3", "-125"},
        {"2", "**", "100", "1267650600228229401496703205376"},
        {"1.1", "**", "20", "6.72749994932560009201"},
        {"0", "**", "0", "1"},
        {"0", "**", "-1", NULL},
        {"-8", "**", "0.5", NULL},
        {"4", "**", "0.5", "2"},
        {"2", "**", "1000000000", NULL},
        {"-1", "**", "9223372036854775807", "-1"},
        {"1", "**", "1e30", "1"},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const operation_row *row = &rows[i];
        pr_value a = number_of(row->a, &arena), b = number_of(row->b, &arena);
        pr_value result = operate(row->operator, a, b, &arena);
        const char *text = pr_is_error(result) ? "an error" : printed(result, &arena);
        if (strcmp(text, row->result != NULL ? row->result : "an error") != 0) {
            fail_msg("%s %s %s gives %s", row->a, row->operator, row->b, text);
        }
    }
    pr_arena_release(&arena);
}

static void test_functions(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    assert_string_equal(printed(pr_number_sqrt(pr_integer(16), &arena), &arena), "4");
    assert_string_equal(printed(pr_number_sqrt(pr_integer(2), &arena), &arena),
                        "1.414213562373095048801688724209698");
    assert_true(pr_is_error(pr_number_sqrt(pr_integer(-1), &arena)));
    assert_string_equal(printed(pr_number_exp(pr_integer(0), &arena), &arena), "1");
    assert_string_equal(printed(pr_number_exp(pr_integer(1), &arena), &arena),
                        "2.718281828459045235360287471352662");
    assert_true(pr_is_error(pr_number_exp(pr_integer(100000), &arena)));
    assert_string_equal(printed(pr_number_log(pr_integer(1), &arena), &arena), "0");
    assert_true(pr_is_error(pr_number_log(pr_integer(0), &arena)));
    assert_true(pr_is_error(pr_number_log(pr_integer(-3), &arena)));
    assert_true(pr_is_error(pr_number_add(pr_integer(1), string_of("1"), &arena)));
    pr_arena_release(&arena);
}

typedef struct rounding_row {
    const char *number;
    int scale;
    pr_rounding rounding;
    const char *result;
} rounding_row;

static void test_rounding(void **state) {
    (void)state;
    static const rounding_row rows[] = {
        {"1.56", 1, PR_ROUND_CEILING, "1.6"},
        {"-1.56", 1, PR_ROUND_CEILING, "-1.5"},
        {"-0.3333", 0, PR_ROUND_CEILING, "0"},
        {"1.5", 0, PR_ROUND_FLOOR, "1"},
        {"-1.5", 0, PR_ROUND_FLOOR, "-2"},
        {"5.5", 0, PR_ROUND_UP, "6"},
        {"-5.5", 0, PR_ROUND_UP, "-6"},
        {"1.121", 2, PR_ROUND_UP, "1.13"},
        {"5.5", 6176, PR_ROUND_UP, "5.5"},
        {"-1.126", 2, PR_ROUND_DOWN, "-1.12"},
        {"5.5", 0, PR_ROUND_HALF_UP, "6"},
        {"-2.5", 0, PR_ROUND_HALF_UP, "-3"},
        {"-1.126", 2, PR_ROUND_HALF_UP, "-1.13"},
        {"5.5", 0, PR_ROUND_HALF_DOWN, "5"},
        {"-2.5", 0, PR_ROUND_HALF_DOWN, "-2"},
        {"2.500000000000000000000000001", 0, PR_ROUND_HALF_DOWN, "3"},
        {"2.5", 0, PR_ROUND_HALF_EVEN, "2"},
        {"3.5", 0, PR_ROUND_HALF_EVEN, "4"},
        {"0.515", 2, PR_ROUND_HALF_EVEN, "0.52"},
        {"1234", -2, PR_ROUND_HALF_UP, "1200"},
        {"1250", -2, PR_ROUND_HALF_EVEN, "1200"},
        {"1234", -5, PR_ROUND_HALF_UP, "0"},
        {"1234", -5, PR_ROUND_UP, "100000"},
        {"9223372036854775807", -1, PR_ROUND_UP, "9223372036854775810"},
        {"1e40", 0, PR_ROUND_FLOOR, "10000000000000000000000000000000000000000"},
        {"1e-40", 0, PR_ROUND_CEILING, "1"},
        {"-1e-40", 0, PR_ROUND_FLOOR, "-1"},
        {"-1e-40", 0, PR_ROUND_HALF_UP, "0"},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value number = number_of(rows[i].number, &arena);
        pr_value result = pr_number_round(number, rows[i].scale, rows[i].rounding, &arena);
        assert_string_equal(printed(result, &arena), rows[i].result);
    }
    pr_arena_release(&arena);
}

static void test_integer(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    int64_t n = 0;
    assert_true(pr_number_integer(number_of("12.00", &arena), &n));
    assert_int_equal(n, 12);
    assert_false(pr_number_integer(number_of("12.5", &arena), &n));
    assert_false(pr_number_integer(number_of("1e19", &arena), &n));
    assert_false(pr_number_integer(string_of("12"), &n));
    pr_arena_release(&arena);
}

/* Numbers of all sizes, near the ends of the word and with few digits more often than chance would have it. */
static pr_value random_number(random_source *r, pr_arena *arena) {
    uint64_t word = random_word(r);
    pr_parts parts = {.negative = (word & 1) != 0, .exponent = -(int64_t)random_below(r, 20)};
    switch (random_below(r, 6)) {
    case 0: parts.coefficient = random_below(r, 100); break;
    case 1: parts.coefficient = random_below(r, 1000000); break;
    case 2: parts.coefficient = (pr_u128)INT64_MAX - 3 + random_below(r, 6); break;
    case 3: parts.coefficient = random_word(r); break;
    case 4: parts.coefficient = (pr_u128)random_word(r) << 48 | random_word(r); break;
    default:
        parts.coefficient = random_below(r, 1000);
        parts.exponent = (int64_t)random_below(r, 60) - 30;
        break;
    }
    return pr_number_of_parts(parts, false, arena);
}

/* The same operation by the library alone. */
static void by_library(pr_decimal_operator operator, pr_value a, pr_value b, pr_value got, pr_arena *arena) {
    pr_parts x = pr_number_parts(a), y = pr_number_parts(b), expected;
    if (!pr_decimal_compute(operator, & x, &y, &expected, NULL)) {
        assert_true(pr_is_error(got));
        return;
    }
    pr_parts result = pr_number_parts(got);
    pr_parts_round(&result, false);
    bool same = result.coefficient == expected.coefficient && result.exponent == expected.exponent &&
                result.negative == expected.negative;
    if (!same) {
        fail_msg("operator %d of %s and %s gives %s", (int)operator, printed(a, arena), printed(b, arena),
                 printed(got, arena));
    }
}

static void test_paths_agree(void **state) {
    (void)state;
    random_source r = random_seeded("test_paths_agree");
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (int i = 0; i < 200000; i++) {
        pr_arena_reset(&arena);
        pr_value a = random_number(&r, &arena), b = random_number(&r, &arena);
        by_library(PR_DECIMAL_ADD, a, b, pr_number_add(a, b, &arena), &arena);
        by_library(PR_DECIMAL_MULTIPLY, a, b, pr_number_multiply(a, b, &arena), &arena);
        if (pr_number_sign(b) != 0) {
            by_library(PR_DECIMAL_DIVIDE, a, b, pr_number_divide(a, b, &arena), &arena);
        }
        pr_value difference = pr_number_subtract(a, b, &arena);
        by_library(PR_DECIMAL_ADD, a, pr_number_negate(b, &arena), difference, &arena);
        assert_int_equal(pr_number_compare(a, b), pr_number_sign(difference));
        assert_int_equal(pr_number_compare(b, a), -pr_number_sign(difference));
    }
    pr_arena_release(&arena);
}

/* Text and back is the same number, in one form however it was written. */
static void test_one_form(void **state) {
    (void)state;
    random_source r = random_seeded("test_one_form");
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (int i = 0; i < 50000; i++) {
        pr_arena_reset(&arena);
        pr_value a = random_number(&r, &arena);
        pr_value again = number_of(printed(a, &arena), &arena);
        pr_value longer =
            pr_number_multiply(pr_number_divide(a, pr_integer(8), &arena), pr_integer(8), &arena);
        assert_int_equal(pr_value_equal(a, again), PR_TRUE);
        assert_int_equal(pr_value_hash(a, 1), pr_value_hash(again, 1));
        if (pr_number_compare(a, longer) == 0) {
            assert_int_equal(a.flags, longer.flags);
            assert_int_equal(a.exponent, longer.exponent);
            assert_int_equal(pr_value_hash(a, 1), pr_value_hash(longer, 1));
        }
    }
    pr_arena_release(&arena);
}

/* Bounds and sums go on with what came of the step before, an error null where that was too large. */
static void test_no_numbers(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_value one = pr_integer(1), none = pr_error_null("too large");
    const pr_value results[] = {
        pr_number_negate(none, &arena),        pr_number_add(one, none, &arena),
        pr_number_subtract(one, none, &arena), pr_number_multiply(none, one, &arena),
        pr_number_divide(none, one, &arena),   pr_number_power(none, one, &arena),
        pr_number_modulo(one, none, &arena),   pr_number_round(none, 0, PR_ROUND_UP, &arena),
        pr_number_exp(none, &arena),           pr_number_log(none, &arena),
        pr_number_sqrt(none, &arena),
    };
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        assert_true(pr_is_error(results[i]));
    }
    pr_arena_release(&arena);
}

/* Out of memory is an error null and leaves a mark on the arena. */
static void test_no_memory(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 1);
    assert_true(pr_is_error(pr_number_parse(PR_TEXT("1e30"), &arena)));
    assert_true(arena.failed);
    pr_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),       cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_operations), cmocka_unit_test(test_functions),
        cmocka_unit_test(test_rounding),   cmocka_unit_test(test_integer),
        cmocka_unit_test(test_one_form),   cmocka_unit_test(test_paths_agree),
        cmocka_unit_test(test_no_memory),  cmocka_unit_test(test_no_numbers),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
