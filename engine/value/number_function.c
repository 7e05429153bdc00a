/* Numbers: power, remainder, rounding and the functions of one number. */
#include "value/number.h"

static bool multiply_exactly(const pr_parts *a, const pr_parts *b, pr_parts *out) {
    bool exact = true;
    return pr_number_product(a, b, out) ||
           (pr_decimal_compute(PR_DECIMAL_MULTIPLY, a, b, out, &exact) && exact);
}

/* a^n where every step is exact, by squaring. The last square that would not be used is not made: it could be
 * inexact where the power itself is not. */
static bool power_exactly(pr_parts base, uint64_t n, pr_parts *out) {
    pr_parts result = {.coefficient = 1};
    for (;;) {
        if ((n & 1) != 0 && !multiply_exactly(&result, &base, &result)) {
            return false;
        }
        n >>= 1;
        if (n == 0) {
            *out = result;
            return true;
        }
        if (!multiply_exactly(&base, &base, &base)) {
            return false;
        }
    }
}

pr_value pr_number_power(pr_value a, pr_value b, pr_arena *arena) {
    if (a.kind != PR_NUMBER || b.kind != PR_NUMBER) {
        return pr_error_null("the operands are not both numbers");
    }
    int base_sign = pr_number_sign(a), exponent_sign = pr_number_sign(b);
    if (exponent_sign == 0) {
        return pr_integer(1);
    }
    if (base_sign == 0) {
        return exponent_sign > 0 ? pr_integer(0) : pr_error_null("zero has no negative power");
    }
    int64_t n;
    pr_parts result;
    if (pr_number_integer(b, &n)) {
        uint64_t times = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
        if (power_exactly(pr_number_parts(a), times, &result)) {
            pr_parts one = {.coefficient = 1};
            if (n < 0 && !pr_decimal_compute(PR_DECIMAL_DIVIDE, &one, &result, &result, NULL)) {
                return pr_error_null(pr_number_overflow);
            }
            return pr_number_of_parts(result, false, arena);
        }
    }
    return pr_number_compute(PR_DECIMAL_POWER, a, b, "the power is not a number, or too large", arena);
}

pr_value pr_number_modulo(pr_value a, pr_value b, pr_arena *arena) {
    if (a.kind != PR_NUMBER || b.kind != PR_NUMBER) {
        return pr_error_null("the operands are not both numbers");
    }
    int sign = pr_number_sign(b);
    if (sign == 0) {
        return pr_error_null("division by zero");
    }
    pr_value rest;
    if (((a.flags | b.flags) & PR_FLAG_BIG) == 0 && (a.exponent | b.exponent) == 0) {
        rest = pr_integer(b.number == -1 ? 0 : a.number % b.number);
    } else {
        rest = pr_number_compute(PR_DECIMAL_REMAINDER, a, b, pr_number_overflow, arena);
    }
    if (rest.kind == PR_NUMBER && pr_number_sign(rest) == -sign) {
        return pr_number_add(rest, b, arena);
    }
    return rest;
}

/* Away from zero? `half` is -1, 0, 1 as the digits that go are less than, equal to or more than a half. */
static bool rounds_away(pr_rounding rounding, bool negative, bool odd, int half) {
    switch (rounding) {
    case PR_ROUND_FLOOR: return negative;
    case PR_ROUND_CEILING: return !negative;
    case PR_ROUND_UP: return true;
    case PR_ROUND_DOWN: return false;
    case PR_ROUND_HALF_UP: return half >= 0;
    case PR_ROUND_HALF_DOWN: return half > 0;
    case PR_ROUND_HALF_EVEN: break;
    }
    return half > 0 || (half == 0 && odd);
}

pr_value pr_number_round(pr_value a, int scale, pr_rounding rounding, pr_arena *arena) {
    if (a.kind != PR_NUMBER) {
        return pr_error_null("the operand is not a number");
    }
    if (!pr_number_is_big(a) && scale >= 0 && -a.exponent <= scale) {
        return a;
    }
    pr_parts parts = pr_number_parts(a);
    int64_t drop = -(int64_t)scale - parts.exponent;
    if (drop <= 0 || parts.coefficient == 0) {
        return a;
    }
    pr_u128 quotient = 0;
    int half = -1;
    bool exact = false;
    if (drop <= 38) {
        pr_u128 power = pr_power_of_ten((int)drop), middle = power / 2;
        pr_u128 rest = parts.coefficient % power;
        quotient = parts.coefficient / power;
        half = rest < middle ? -1 : rest > middle;
        exact = rest == 0;
    }
    if (!exact && rounds_away(rounding, parts.negative, (quotient & 1) != 0, half)) {
        quotient++;
    }
    parts.coefficient = quotient;
    parts.exponent = -(int64_t)scale;
    return pr_number_of_parts(parts, false, arena);
}

pr_value pr_number_sqrt(pr_value a, pr_arena *arena) {
    if (a.kind != PR_NUMBER || pr_number_sign(a) < 0) {
        return pr_error_null("the square root is of a number that is not negative");
    }
    return pr_number_compute(PR_DECIMAL_SQUARE_ROOT, a, pr_integer(0), pr_number_overflow, arena);
}

pr_value pr_number_exp(pr_value a, pr_arena *arena) {
    if (a.kind != PR_NUMBER) {
        return pr_error_null("the operand is not a number");
    }
    return pr_number_compute(PR_DECIMAL_EXPONENTIAL, a, pr_integer(0), pr_number_overflow, arena);
}

pr_value pr_number_log(pr_value a, pr_arena *arena) {
    if (a.kind != PR_NUMBER || pr_number_sign(a) <= 0) {
        return pr_error_null("the logarithm is of a positive number");
    }
    return pr_number_compute(PR_DECIMAL_LOGARITHM, a, pr_integer(0), pr_number_overflow, arena);
}
