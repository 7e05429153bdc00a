/* decimal128 (IEEE 754-2008, binary encoding): the slow path of numbers, and the only door to Intel's
 * library.
 *
 * A decimal here is always finite and stands in one form: no zeros at the end of its coefficient (as far as
 * the exponent can grow), zero never negative. So equal decimals have equal bits.
 */
#ifndef PR_VALUE_DECIMAL_H
#define PR_VALUE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 pr_u128;

enum {
    PR_DECIMAL_DIGITS = 34,
    PR_DECIMAL_LEAST_EXPONENT = -6176,
    PR_DECIMAL_LARGEST_EXPONENT = 6111,
};

typedef struct pr_decimal {
    uint64_t words[2]; /* low, high */
} pr_decimal;

/* The same, taken apart: (-1)^negative * coefficient * 10^exponent. */
typedef struct pr_parts {
    pr_u128 coefficient;
    int64_t exponent;
    bool negative;
} pr_parts;

/* 10^power; power is 0..38. */
pr_u128 pr_power_of_ten(int power);
int pr_digit_count(pr_u128 n);

/* Rounds to 34 digits, half to even, and strips zeros at the end; `more` says that digits other than 0 follow
 * the coefficient's. False when the number is too large. What is too small becomes zero. */
bool pr_parts_round(pr_parts *parts, bool more);

/* Parts that were rounded. */
pr_decimal pr_decimal_join(const pr_parts *parts);
pr_parts pr_decimal_split(const pr_decimal *decimal);

typedef enum pr_decimal_operator {
    PR_DECIMAL_ADD,
    PR_DECIMAL_MULTIPLY,
    PR_DECIMAL_DIVIDE,
    PR_DECIMAL_REMAINDER, /* sign of the dividend */
    PR_DECIMAL_POWER,
    PR_DECIMAL_SQUARE_ROOT, /* of the first operand, as the next two */
    PR_DECIMAL_EXPONENTIAL,
    PR_DECIMAL_LOGARITHM,
} pr_decimal_operator;

/* False when the result is no finite number. `exact` (may be NULL) says that nothing was rounded. */
bool pr_decimal_compute(pr_decimal_operator operator, const pr_parts * a, const pr_parts *b, pr_parts *out,
                        bool *exact);

#endif
