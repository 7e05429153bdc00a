/* Numbers: the four operations and comparison.
 *
 * A number has one form: in the value itself when its coefficient fits 64 bits with an exponent of -18..0 and
 * no zero stands at the end behind the point, else a decimal128 without zeros at its end. So numbers that are
 * equal have equal bits, which comparison and hashing rest on. The fast path adds, subtracts, multiplies
 * and divides in machine words, with 128 bits where those overflow; all else goes through the decimal library. */
#include "value/number.h"

const char pr_number_overflow[] = "the number is too large";
const char pr_number_no_memory[] = "out of memory";

static uint64_t magnitude(int64_t n) { return n < 0 ? 0 - (uint64_t)n : (uint64_t)n; }

static pr_value fast(int64_t coefficient, int exponent) {
    return (pr_value){.kind = PR_NUMBER, .exponent = (int8_t)exponent, .number = coefficient};
}

/* A result with an exponent of -18..0, of which zeros behind the point are taken off. */
static pr_value normalised(int64_t coefficient, int exponent) {
    while (exponent < 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        exponent++;
    }
    return fast(coefficient, exponent);
}

pr_parts pr_number_parts(pr_value a) {
    if (pr_number_is_big(a)) {
        return pr_decimal_split(a.decimal);
    }
    return (pr_parts){.coefficient = magnitude(a.number), .exponent = a.exponent, .negative = a.number < 0};
}

/* The form that stands in the value, for parts without zeros at the end. */
static bool fits_word(pr_parts parts, pr_value *out) {
    pr_u128 coefficient = parts.coefficient;
    int exponent = (int)parts.exponent;
    if (parts.exponent < PR_NUMBER_LEAST_EXPONENT || parts.exponent > 18) {
        return false;
    }
    if (coefficient > (pr_u128)INT64_MAX + 1) {
        return false;
    }
    if (exponent > 0) {
        coefficient *= pr_power_of_ten(exponent);
        exponent = 0;
    }
    if (coefficient > (pr_u128)INT64_MAX + (parts.negative ? 1 : 0)) {
        return false;
    }
    uint64_t word = (uint64_t)coefficient;
    *out = fast((int64_t)(parts.negative ? 0 - word : word), exponent);
    return true;
}

pr_value pr_number_of_parts(pr_parts parts, bool more, pr_arena *arena) {
    if (!pr_parts_round(&parts, more)) {
        return pr_error_null(pr_number_overflow);
    }
    pr_value out;
    if (fits_word(parts, &out)) {
        return out;
    }
    pr_decimal *decimal = PR_NEW(arena, pr_decimal);
    if (decimal == NULL) {
        return pr_error_null(pr_number_no_memory);
    }
    *decimal = pr_decimal_join(&parts);
    return (pr_value){.kind = PR_NUMBER, .flags = PR_FLAG_BIG, .decimal = decimal};
}

pr_value pr_number_compute(pr_decimal_operator operator, pr_value a, pr_value b, const char *failure,
                           pr_arena *arena) {
    pr_parts x = pr_number_parts(a), y = pr_number_parts(b), result;
    if (!pr_decimal_compute(operator, & x, &y, &result, NULL)) {
        return pr_error_null(failure);
    }
    return pr_number_of_parts(result, false, arena);
}

bool pr_number_product(const pr_parts *a, const pr_parts *b, pr_parts *out) {
    pr_u128 product;
    int64_t exponent = a->exponent + b->exponent;
    if (__builtin_mul_overflow(a->coefficient, b->coefficient, &product) ||
        pr_digit_count(product) > PR_DECIMAL_DIGITS || exponent < PR_DECIMAL_LEAST_EXPONENT ||
        exponent > PR_DECIMAL_LARGEST_EXPONENT) {
        return false;
    }
    *out = (pr_parts){product, exponent, a->negative != b->negative};
    return true;
}

/* The exact sum, where both coefficients for the lower exponent have at most 37 digits. */
static bool exact_sum(pr_parts a, pr_parts b, pr_parts *out) {
    pr_parts *high = a.exponent > b.exponent ? &a : &b;
    const int64_t exponent = a.exponent > b.exponent ? b.exponent : a.exponent;
    const int64_t shift = high->exponent - exponent;
    if (shift + pr_digit_count(high->coefficient) > 37) {
        return false;
    }
    high->coefficient *= pr_power_of_ten((int)shift);
    *out = (pr_parts){a.coefficient + b.coefficient, exponent, a.negative};
    if (a.negative != b.negative) {
        const bool a_is_more = a.coefficient > b.coefficient;
        out->coefficient = a_is_more ? a.coefficient - b.coefficient : b.coefficient - a.coefficient;
        out->negative = a_is_more ? a.negative : b.negative;
    }
    return true;
}

static bool both_numbers(pr_value a, pr_value b) { return a.kind == PR_NUMBER && b.kind == PR_NUMBER; }
static bool both_small(pr_value a, pr_value b) { return ((a.flags | b.flags) & PR_FLAG_BIG) == 0; }

static pr_value no_numbers(void) { return pr_error_null("the operands are not both numbers"); }

int pr_number_sign(pr_value a) {
    if (pr_number_is_big(a)) {
        return pr_decimal_split(a.decimal).negative ? -1 : 1;
    }
    return a.number < 0 ? -1 : a.number > 0;
}

/* The coefficient of `a` for the lower exponent, in 128 bits: at most 19 + 18 digits, so a sum of two fits. */
static pr_u128 aligned(pr_value a, int exponent) {
    return (pr_u128)magnitude(a.number) * pr_power_of_ten(a.exponent - exponent);
}

/* Both coefficients for the lower exponent, where they fit a word. */
static bool align(pr_value a, pr_value b, int64_t *x, int64_t *y, int *exponent) {
    static const int64_t powers[] = {
        1,
        10,
        100,
        1000,
        10000,
        100000,
        1000000,
        10000000,
        100000000,
        1000000000,
        10000000000,
        100000000000,
        1000000000000,
        10000000000000,
        100000000000000,
        1000000000000000,
        10000000000000000,
        100000000000000000,
        1000000000000000000,
    };
    bool a_is_lower = a.exponent < b.exponent;
    *exponent = a_is_lower ? a.exponent : b.exponent;
    *x = a.number;
    *y = b.number;
    return a_is_lower ? !__builtin_mul_overflow(b.number, powers[b.exponent - a.exponent], y)
                      : !__builtin_mul_overflow(a.number, powers[a.exponent - b.exponent], x);
}

static pr_value add_aligned(pr_value a, pr_value b, pr_arena *arena) {
    int exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
    pr_u128 x = aligned(a, exponent), y = aligned(b, exponent);
    pr_parts parts = {.exponent = exponent, .negative = a.number < 0};
    if ((a.number < 0) == (b.number < 0)) {
        parts.coefficient = x + y;
    } else {
        parts.coefficient = x > y ? x - y : y - x;
        parts.negative = x > y ? a.number < 0 : b.number < 0;
    }
    return pr_number_of_parts(parts, false, arena);
}

pr_value pr_number_add(pr_value a, pr_value b, pr_arena *arena) {
    if (!both_numbers(a, b)) {
        return no_numbers();
    }
    if (both_small(a, b)) {
        int64_t x, y, sum;
        int exponent;
        if (a.exponent == b.exponent && !__builtin_add_overflow(a.number, b.number, &sum)) {
            return normalised(sum, a.exponent);
        }
        if (align(a, b, &x, &y, &exponent) && !__builtin_add_overflow(x, y, &sum)) {
            return normalised(sum, exponent);
        }
        return add_aligned(a, b, arena);
    }
    pr_parts exact;
    return exact_sum(pr_number_parts(a), pr_number_parts(b), &exact)
               ? pr_number_of_parts(exact, false, arena)
               : pr_number_compute(PR_DECIMAL_ADD, a, b, pr_number_overflow, arena);
}

pr_value pr_number_negate(pr_value a, pr_arena *arena) {
    if (a.kind != PR_NUMBER) {
        return pr_error_null("the operand is not a number");
    }
    int64_t negated;
    if (!pr_number_is_big(a) && !__builtin_sub_overflow((int64_t)0, a.number, &negated)) {
        return fast(negated, a.exponent);
    }
    pr_parts parts = pr_number_parts(a);
    parts.negative = !parts.negative;
    return pr_number_of_parts(parts, false, arena);
}

pr_value pr_number_subtract(pr_value a, pr_value b, pr_arena *arena) {
    int64_t difference;
    if (both_numbers(a, b) && both_small(a, b) && a.exponent == b.exponent &&
        !__builtin_sub_overflow(a.number, b.number, &difference)) {
        return normalised(difference, a.exponent);
    }
    if (!both_numbers(a, b)) {
        return no_numbers();
    }
    pr_value negated = pr_number_negate(b, arena);
    return negated.kind == PR_NUMBER ? pr_number_add(a, negated, arena) : negated;
}

pr_value pr_number_multiply(pr_value a, pr_value b, pr_arena *arena) {
    if (!both_numbers(a, b)) {
        return no_numbers();
    }
    if (!both_small(a, b)) {
        pr_parts x = pr_number_parts(a), y = pr_number_parts(b), exact;
        return pr_number_product(&x, &y, &exact)
                   ? pr_number_of_parts(exact, false, arena)
                   : pr_number_compute(PR_DECIMAL_MULTIPLY, a, b, pr_number_overflow, arena);
    }
    int64_t product;
    int exponent = a.exponent + b.exponent;
    if (exponent >= PR_NUMBER_LEAST_EXPONENT && !__builtin_mul_overflow(a.number, b.number, &product)) {
        return normalised(product, exponent);
    }
    pr_parts parts = {
        .coefficient = (pr_u128)magnitude(a.number) * magnitude(b.number),
        .exponent = exponent,
        .negative = (a.number < 0) != (b.number < 0),
    };
    return pr_number_of_parts(parts, false, arena);
}

/* Long division, up to 18 digits at a time: of a remainder below 2^63 they fit 128 bits, and their quotient a word. It
 * ends where nothing remains or with 34 digits, rounded half to even. */
static pr_parts quotient(pr_value a, pr_value b) {
    const uint64_t divisor = magnitude(b.number);
    uint64_t rest = magnitude(a.number) % divisor;
    pr_parts out = {.coefficient = magnitude(a.number) / divisor,
                    .exponent = a.exponent - b.exponent,
                    .negative = (a.number < 0) != (b.number < 0)};
    while (rest != 0) {
        int lacking = PR_DECIMAL_DIGITS - pr_digit_count(out.coefficient);
        if (lacking == 0) {
            const uint64_t twice = rest * 2; /* below 2^64 */
            out.coefficient += twice > divisor || (twice == divisor && (out.coefficient & 1) != 0);
            break;
        }
        int step = lacking < 18 ? lacking : 18;
        uint64_t power = (uint64_t)pr_power_of_ten(step);
        pr_u128 dividend = (pr_u128)rest * power;
        uint64_t digits = (uint64_t)(dividend / divisor);
        rest = (uint64_t)dividend - digits * divisor;
        out.coefficient = out.coefficient * power + digits;
        out.exponent -= step;
    }
    return out;
}

pr_value pr_number_divide(pr_value a, pr_value b, pr_arena *arena) {
    if (!both_numbers(a, b)) {
        return no_numbers();
    }
    if (pr_number_sign(b) == 0) {
        return pr_error_null("division by zero");
    }
    if (both_small(a, b)) {
        if (a.exponent == b.exponent && b.number != -1 && a.number % b.number == 0) {
            return fast(a.number / b.number, 0);
        }
        return pr_number_of_parts(quotient(a, b), false, arena);
    }
    return pr_number_compute(PR_DECIMAL_DIVIDE, a, b, pr_number_overflow, arena);
}

static int compare_aligned(pr_value a, pr_value b) {
    if ((a.number < 0) != (b.number < 0)) {
        return a.number < 0 ? -1 : 1;
    }
    int exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
    pr_u128 x = aligned(a, exponent), y = aligned(b, exponent);
    int order = x < y ? -1 : x > y;
    return a.number < 0 ? -order : order;
}

/* Of coefficients of at most 34 digits. Where the first digits stand at one place, the coefficient with the higher
 * exponent has fewer of them, and has room for as many as the other. */
static int compare_parts(pr_parts a, pr_parts b) {
    if (a.coefficient == 0 || b.coefficient == 0 || a.negative != b.negative) {
        int x = a.coefficient == 0 ? 0
                : a.negative       ? -1
                                   : 1,
            y = b.coefficient == 0 ? 0
                : b.negative       ? -1
                                   : 1;
        return x < y ? -1 : x > y;
    }
    int64_t top_a = a.exponent + pr_digit_count(a.coefficient),
            top_b = b.exponent + pr_digit_count(b.coefficient);
    int order = top_a < top_b ? -1 : top_a > top_b;
    if (order == 0) {
        a.coefficient *= a.exponent > b.exponent ? pr_power_of_ten((int)(a.exponent - b.exponent)) : 1;
        b.coefficient *= b.exponent > a.exponent ? pr_power_of_ten((int)(b.exponent - a.exponent)) : 1;
        order = a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient;
    }
    return a.negative ? -order : order;
}

int pr_number_compare(pr_value a, pr_value b) {
    if (both_small(a, b)) {
        if (a.exponent == b.exponent) {
            return a.number < b.number ? -1 : a.number > b.number;
        }
        return compare_aligned(a, b);
    }
    return compare_parts(pr_number_parts(a), pr_number_parts(b));
}

bool pr_number_integer(pr_value a, int64_t *out) {
    /* An integer that fits is always in the value, with exponent 0. */
    if (!pr_number_is_word(a)) {
        return false;
    }
    *out = a.number;
    return true;
}
