/* Evaluating one profile on days to come, and only on those on which something can change.
 *
 * Statuses stay true as of the day of the evaluation, where the profile does not say as of when: what stands for an
 * attribute that is not given, and rests on the day, is that of the evaluation. */
#ifndef PR_ADVISE_FORECAST_H
#define PR_ADVISE_FORECAST_H

#include "infer/infer.h"

typedef struct pr_forecast {
    pr_vm *now, *later; /* borrowed; `later` is a second machine of the same program */
    const pr_value *attributes;
    const uint8_t *marks;
    bool daily;
    bool wanted_needs;
    pr_record record; /* nothing, unless it is set */
    int64_t horizon;  /* the last day that is looked at, in days since 1970 */
} pr_forecast;

/* `now` has evaluated the profile. False when out of memory. To be ended in any case. */
bool pr_forecast_begin(pr_forecast *f, pr_vm *now, pr_vm *later);
/* Evaluates a day, in days since 1970; what `later` holds is of that day until the next. Up to `*until` all comes out
 * the same. False when out of memory or after a limit; then `now` says which. */
bool pr_forecast_day(pr_forecast *f, int64_t day, int64_t *until);
void pr_forecast_end(pr_forecast *f);

#endif
