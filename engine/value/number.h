/* What the files of numbers share. */
#ifndef PR_VALUE_NUMBER_H
#define PR_VALUE_NUMBER_H

#include "value/decimal.h"
#include "value/value.h"

enum { PR_NUMBER_LEAST_EXPONENT = -18 }; /* of a number that stands in the value */

extern const char pr_number_overflow[]; /* reasons of error nulls */
extern const char pr_number_no_memory[];

static inline bool pr_number_is_big(pr_value a) { return (a.flags & PR_FLAG_BIG) != 0; }
pr_parts pr_number_parts(pr_value a);
/* Parts of up to 38 digits to a number, rounded; `more` as in pr_parts_round. An error null when too large. */
pr_value pr_number_of_parts(pr_parts parts, bool more, pr_arena *arena);
/* What the decimal library makes of two numbers (of the first, for functions of one); `failure` is the reason
 * when that is no number. */
pr_value pr_number_compute(pr_decimal_operator operator, pr_value a, pr_value b, const char *failure,
                           pr_arena *arena);
/* A product of so few digits that nothing is rounded, without the decimal library. False where it has more. `out` may
 * be one of the factors. */
bool pr_number_product(const pr_parts *a, const pr_parts *b, pr_parts *out);
int pr_number_sign(pr_value a);

#endif
