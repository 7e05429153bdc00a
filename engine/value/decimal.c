/* decimal128 through Intel's library, in the variant that takes values and keeps rounding mode and flags per
 * call. */
#include "value/decimal.h"

#undef DECIMAL_CALL_BY_REFERENCE
#undef DECIMAL_GLOBAL_ROUNDING
#undef DECIMAL_GLOBAL_EXCEPTION_FLAGS
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#define EXPONENT_BIAS 6176
#define EXPONENT_SHIFT 49 /* in the high word */

pr_u128 pr_power_of_ten(int power) {
    static const uint64_t powers[] = {
        1u,
        10u,
        100u,
        1000u,
        10000u,
        100000u,
        1000000u,
        10000000u,
        100000000u,
        1000000000u,
        10000000000u,
        100000000000u,
        1000000000000u,
        10000000000000u,
        100000000000000u,
        1000000000000000u,
        10000000000000000u,
        100000000000000000u,
        1000000000000000000u,
        10000000000000000000u,
    };
    return power < 20 ? (pr_u128)powers[power] : (pr_u128)powers[19] * powers[power - 19];
}

/* From the number of bits, which gives the digits but for one. */
int pr_digit_count(pr_u128 n) {
    uint64_t high = (uint64_t)(n >> 64), low = (uint64_t)n;
    if (n == 0) {
        return 0;
    }
    int bits = high != 0 ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll(low);
    int digits = bits * 1233 >> 12; /* log10(2) = 0.30103 */
    return digits + (digits > 38 || n >= pr_power_of_ten(digits));
}

/* The same of a coefficient of one word, where exponents do not end. */
static void strip_zeros_of_word(pr_parts *parts) {
    uint64_t n = (uint64_t)parts->coefficient;
    while ((n & 1) == 0 && n % 10 == 0) {
        n /= 10;
        parts->exponent++;
    }
    parts->coefficient = n;
}

/* 2^64 leaves 6. */
static bool ends_with_zero(pr_u128 n) {
    const uint64_t high = (uint64_t)(n >> 64), low = (uint64_t)n;
    return (low & 1) == 0 && (high % 10 * 6 + low % 10) % 10 == 0;
}

static void strip_zeros(pr_parts *parts) {
    if (!ends_with_zero(parts->coefficient)) {
        return;
    }
    if (parts->coefficient >> 64 == 0 && parts->exponent < PR_DECIMAL_LARGEST_EXPONENT - 20) {
        strip_zeros_of_word(parts);
        return;
    }
    static const int steps[] = {16, 16, 8, 4, 2, 1};
    for (unsigned i = 0; i < sizeof steps / sizeof *steps; i++) {
        int step = steps[i];
        pr_u128 power = pr_power_of_ten(step);
        /* What 10^n divides, 2^n divides: most coefficients need no division to be sure. */
        bool even = ((uint64_t)parts->coefficient & ((UINT64_C(1) << step) - 1)) == 0;
        if (even && parts->exponent + step <= PR_DECIMAL_LARGEST_EXPONENT &&
            parts->coefficient % power == 0) {
            parts->coefficient /= power;
            parts->exponent += step;
        }
    }
}

/* Takes `count` digits off the end, half to even. */
static void drop_digits(pr_parts *parts, int64_t count, bool more) {
    if (count > 38) {
        parts->coefficient = 0;
        return;
    }
    pr_u128 power = pr_power_of_ten((int)count);
    pr_u128 quotient = parts->coefficient / power;
    pr_u128 rest = parts->coefficient - quotient * power; /* the remainder would be a second division */
    pr_u128 half = power / 2;
    parts->coefficient = quotient;
    parts->exponent += count;
    bool odd = (parts->coefficient & 1) != 0;
    if (rest > half || (rest == half && (more || odd))) {
        parts->coefficient++;
    }
}

bool pr_parts_round(pr_parts *parts, bool more) {
    int64_t surplus = pr_digit_count(parts->coefficient) - PR_DECIMAL_DIGITS;
    int64_t below = PR_DECIMAL_LEAST_EXPONENT - parts->exponent;
    int64_t drop = surplus > below ? surplus : below;
    if (drop > 0) {
        drop_digits(parts, drop, more);
    }
    if (parts->coefficient == 0) {
        *parts = (pr_parts){0};
        return true;
    }
    int64_t above = parts->exponent - PR_DECIMAL_LARGEST_EXPONENT;
    if (above > 0) {
        if (above + pr_digit_count(parts->coefficient) > PR_DECIMAL_DIGITS) {
            return false;
        }
        parts->coefficient *= pr_power_of_ten((int)above);
        parts->exponent -= above;
        return true;
    }
    strip_zeros(parts);
    return true;
}

pr_decimal pr_decimal_join(const pr_parts *parts) {
    uint64_t biased = (uint64_t)(parts->exponent + EXPONENT_BIAS);
    uint64_t sign = parts->negative ? UINT64_C(1) << 63 : 0;
    uint64_t high = (uint64_t)(parts->coefficient >> 64) | biased << EXPONENT_SHIFT | sign;
    return (pr_decimal){.words = {(uint64_t)parts->coefficient, high}};
}

pr_parts pr_decimal_split(const pr_decimal *decimal) {
    uint64_t high = decimal->words[1];
    pr_u128 top = high & ((UINT64_C(1) << EXPONENT_SHIFT) - 1);
    return (pr_parts){
        .coefficient = top << 64 | decimal->words[0],
        .exponent = (int64_t)(high >> EXPONENT_SHIFT & 0x3fff) - EXPONENT_BIAS,
        .negative = high >> 63 != 0,
    };
}

static BID_UINT128 to_bid(const pr_parts *parts) {
    pr_decimal joined = pr_decimal_join(parts);
    BID_UINT128 bid;
    bid.w[0] = joined.words[0];
    bid.w[1] = joined.words[1];
    return bid;
}

static BID_UINT128 compute(pr_decimal_operator operator, BID_UINT128 x, BID_UINT128 y, _IDEC_flags *flags) {
    const _IDEC_round mode = BID_ROUNDING_TO_NEAREST;
    switch (operator) {
    case PR_DECIMAL_ADD: return bid128_add(x, y, mode, flags);
    case PR_DECIMAL_MULTIPLY: return bid128_mul(x, y, mode, flags);
    case PR_DECIMAL_DIVIDE: return bid128_div(x, y, mode, flags);
    case PR_DECIMAL_REMAINDER: return bid128_fmod(x, y, flags);
    case PR_DECIMAL_POWER: return bid128_pow(x, y, mode, flags);
    case PR_DECIMAL_SQUARE_ROOT: return bid128_sqrt(x, mode, flags);
    case PR_DECIMAL_EXPONENTIAL: return bid128_exp(x, mode, flags);
    case PR_DECIMAL_LOGARITHM: break;
    }
    return bid128_log(x, mode, flags);
}

bool pr_decimal_compute(pr_decimal_operator operator, const pr_parts * a, const pr_parts *b, pr_parts *out,
                        bool *exact) {
    _IDEC_flags flags = 0;
    BID_UINT128 result = compute(operator, to_bid(a), to_bid(b), &flags);
    if (exact != NULL) {
        *exact = (flags & BID_INEXACT_EXCEPTION) == 0;
    }
    if (bid128_isNaN(result) || bid128_isInf(result)) {
        return false;
    }
    pr_decimal decimal = {.words = {result.w[0], result.w[1]}};
    *out = pr_decimal_split(&decimal);
    return pr_parts_round(out, false);
}
