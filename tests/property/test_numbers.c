/* The fast path of numbers against the decimal library: random numbers, most of them at the edges of a machine word and
 * of the exponents that stand in a value, through every operation both ways. */
#include "property/random.h"
#include "unit/support.h"
#include "value/number.h"

#ifndef ROUNDS
#define ROUNDS 200000
#endif

typedef struct world {
    pr_arena arena;
    random_numbers random;
    unsigned long number;
} world;

static void show(const char *what, pr_value v) {
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_value_print_literal(v, &text);
    print_error("  %s %.*s\n", what, PR_ARG(pr_buf_view(&text)));
    pr_buf_release(&text);
}

static void disagree(const world *w, const char *operation, pr_value a, pr_value b, pr_value fast,
                     pr_value slow) {
    print_error("round %lu: %s\n", w->number, operation);
    show("of", a);
    show("and", b);
    show("the fast path says", fast);
    show("decimals say", slow);
    fail();
}

/* Equal numbers have equal bits, so that is asked for. */
static void expect_same(const world *w, const char *operation, pr_value a, pr_value b, pr_value fast,
                        pr_value slow) {
    bool same = fast.kind == slow.kind && (fast.kind != PR_NUMBER || pr_value_same(fast, slow));
    if (same && fast.kind == PR_NUMBER && !pr_number_is_big(fast)) {
        same = fast.number == slow.number && fast.exponent == slow.exponent && fast.flags == slow.flags;
    }
    if (!same) {
        disagree(w, operation, a, b, fast, slow);
    }
}

static pr_value through_decimals(world *w, pr_decimal_operator operator, pr_parts a, pr_parts b) {
    pr_parts result;
    return pr_decimal_compute(operator, & a, &b, &result, NULL) ? pr_number_of_parts(result, false, &w->arena)
                                                                : pr_error_null("no number");
}

/* Coefficients near powers of two and ten, and any. */
static pr_value random_number(world *w) {
    static const uint64_t edges[] = {
        0, 1, 9, 10, 99, 1u << 31, UINT64_C(1) << 32, INT64_MAX, UINT64_C(1) << 63};
    uint64_t coefficient = 0;
    switch (random_below(&w->random, 4)) {
    case 0: coefficient = edges[random_below(&w->random, COUNT_OF(edges))]; break;
    case 1: coefficient = (uint64_t)pr_power_of_ten((int)random_below(&w->random, 20)); break;
    case 2: coefficient = random_next(&w->random) >> random_below(&w->random, 64); break;
    default: coefficient = random_below(&w->random, 1000); break;
    }
    coefficient += random_below(&w->random, 3);
    coefficient -= coefficient > 0 ? random_below(&w->random, 2) : 0;
    int exponent = -(int)random_below(&w->random, 22);
    if (random_below(&w->random, 8) == 0) {
        exponent = (int)random_below(&w->random, 60) - 30;
    }
    pr_parts parts = {.coefficient = coefficient, .exponent = exponent};
    parts.negative = coefficient > 0 && random_below(&w->random, 2) == 0;
    return pr_number_of_parts(parts, false, &w->arena);
}

static pr_parts negated(pr_parts parts) {
    parts.negative = !parts.negative && parts.coefficient != 0;
    return parts;
}

static void check_pair(world *w, pr_value a, pr_value b) {
    pr_parts x = pr_number_parts(a), y = pr_number_parts(b);
    pr_arena *arena = &w->arena;
    expect_same(w, "+", a, b, pr_number_add(a, b, arena), through_decimals(w, PR_DECIMAL_ADD, x, y));
    expect_same(w, "-", a, b, pr_number_subtract(a, b, arena),
                through_decimals(w, PR_DECIMAL_ADD, x, negated(y)));
    expect_same(w, "*", a, b, pr_number_multiply(a, b, arena),
                through_decimals(w, PR_DECIMAL_MULTIPLY, x, y));
    pr_value difference = through_decimals(w, PR_DECIMAL_ADD, x, negated(y));
    int order = pr_number_sign(difference), fast = pr_number_compare(a, b);
    if (order != fast || (order == 0) != pr_value_same(a, b)) {
        disagree(w, "comparison", a, b, pr_integer(fast), pr_integer(order));
    }
    if (y.coefficient == 0) {
        assert_int_equal(pr_number_divide(a, b, arena).kind, PR_NULL);
        return;
    }
    expect_same(w, "/", a, b, pr_number_divide(a, b, arena), through_decimals(w, PR_DECIMAL_DIVIDE, x, y));
    pr_value rest = through_decimals(w, PR_DECIMAL_REMAINDER, x, y);
    if (rest.kind == PR_NUMBER && pr_number_sign(rest) == -pr_number_sign(b)) {
        rest = through_decimals(w, PR_DECIMAL_ADD, pr_number_parts(rest), y);
    }
    expect_same(w, "modulo", a, b, pr_number_modulo(a, b, arena), rest);
}

/* a ** n, against n - 1 multiplications where none of them rounds. */
static void check_power(world *w, pr_value a) {
    pr_parts product = {.coefficient = 1}, factor = pr_number_parts(a);
    int64_t n = (int64_t)random_below(&w->random, 9);
    bool exact = true;
    for (int64_t i = 0; i < n && exact; i++) {
        pr_parts next;
        if (!pr_decimal_compute(PR_DECIMAL_MULTIPLY, &product, &factor, &next, &exact)) {
            return;
        }
        product = next;
    }
    if (exact && (factor.coefficient != 0 || n > 0)) {
        expect_same(w, "**", a, pr_integer(n), pr_number_power(a, pr_integer(n), &w->arena),
                    pr_number_of_parts(product, false, &w->arena));
    }
}

static void check_negation(world *w, pr_value a) {
    pr_value twice = pr_number_negate(pr_number_negate(a, &w->arena), &w->arena);
    expect_same(w, "- -", a, a, twice, a);
    expect_same(w, "-", a, a, pr_number_negate(a, &w->arena),
                pr_number_of_parts(negated(pr_number_parts(a)), false, &w->arena));
    int64_t whole;
    pr_parts parts = pr_number_parts(a);
    if (pr_number_integer(a, &whole)) {
        expect_same(w, "as an integer", a, a, pr_integer(whole), a);
    } else if (parts.exponent >= 0 && pr_number_compare(a, pr_integer(INT64_MAX)) <= 0 &&
               pr_number_compare(a, pr_integer(INT64_MIN)) >= 0) {
        disagree(w, "is an integer", a, a, a, a);
    }
}

/* By what each rounding promises: a multiple of the step, less than a step away, in the right direction, and of the two
 * neighbours the nearer. */
static void check_rounding(world *w, pr_value a) {
    int scale = (int)random_below(&w->random, 24) - 3;
    pr_rounding rounding = (pr_rounding)random_below(&w->random, PR_ROUND_HALF_EVEN + 1);
    pr_arena *arena = &w->arena;
    pr_value rounded = pr_number_round(a, scale, rounding, arena);
    pr_parts step_parts = {.coefficient = 1, .exponent = -scale}, half_parts = {5, -scale - 1, false};
    pr_value step = pr_number_of_parts(step_parts, false, arena);
    pr_value half = pr_number_of_parts(half_parts, false, arena);
    pr_value moved =
        through_decimals(w, PR_DECIMAL_ADD, pr_number_parts(rounded), negated(pr_number_parts(a)));
    pr_value distance = pr_number_sign(moved) < 0 ? pr_number_negate(moved, arena) : moved;
    pr_parts parts = pr_number_parts(rounded);
    (void)pr_parts_round(&parts, false); /* no zeros at the end */
    bool multiple = parts.coefficient == 0 || parts.exponent >= -scale;
    int direction = pr_number_sign(moved), sign = pr_number_sign(a), near = pr_number_compare(distance, half);
    bool right = multiple && pr_number_compare(distance, step) < 0;
    switch (rounding) {
    case PR_ROUND_FLOOR: right = right && direction <= 0; break;
    case PR_ROUND_CEILING: right = right && direction >= 0; break;
    case PR_ROUND_UP: right = right && (direction == 0 || direction == sign); break;
    case PR_ROUND_DOWN: right = right && (direction == 0 || direction == -sign); break;
    case PR_ROUND_HALF_UP: right = right && near <= 0 && (near < 0 || direction == sign); break;
    case PR_ROUND_HALF_DOWN: right = right && near <= 0 && (near < 0 || direction == -sign); break;
    case PR_ROUND_HALF_EVEN:
        right = right && near <= 0 &&
                (near < 0 || parts.coefficient == 0 || parts.exponent > -scale || parts.coefficient % 2 == 0);
        break;
    }
    if (!right) {
        disagree(w, "rounding", a, pr_integer(scale), rounded, pr_integer((int64_t)rounding));
    }
}

static void test_both_paths_agree(void **state) {
    (void)state;
    world w = {.random = random_start()};
    pr_arena_init(&w.arena, NULL, 0);
    for (w.number = 0; w.number < ROUNDS; w.number++) {
        pr_arena_reset(&w.arena);
        pr_value a = random_number(&w), b = random_number(&w);
        check_pair(&w, a, b);
        check_pair(&w, a, a);
        pr_value product = pr_number_multiply(a, b, &w.arena), quotient = pr_number_divide(a, b, &w.arena);
        if (product.kind == PR_NUMBER && quotient.kind == PR_NUMBER) { /* of up to 34 digits */
            check_pair(&w, product, quotient);
            check_pair(&w, quotient, pr_number_add(quotient, a, &w.arena));
            check_power(&w, product);
        }
        check_power(&w, a);
        check_negation(&w, a);
        check_rounding(&w, a);
    }
    pr_arena_release(&w.arena);
    print_message("%lu rounds\n", w.number);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_both_paths_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
