/* "Not yet": requirements that are not met today and will be by dates that the profile itself gives.
 *
 * The days that the profile gives are tried, and one far off for what rests on a date and a length of time
  * (an age). Where a requirement is met on one of them and was not on the one before, the day of the change
   * is looked for between them. */
#include "advise/parts.h"

#include "base/limits.h"
#include "base/sort.h"

enum { FAR_OFF = 100 * 12 /* months */ };

static int by_day(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The dates to come that the profile gives, sorted, and the one that is far off. */
static uint32_t days_to_come(const pr_vm *now, int64_t days[PR_LIMIT_DAYS + 1]) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < now->program->vocabulary_count && count < PR_LIMIT_DAYS; i++) {
        if (now->attributes[i].kind == PR_DATE && now->attributes[i].number > now->as_of) {
            days[count++] = now->attributes[i].number;
        }
    }
    days[count++] = pr_date_add_months(now->as_of, FAR_OFF);
    pr_sort(days, count, sizeof *days, by_day);
    return count;
}

/* What ends the evaluation of another day ends that of today: its answer would be another one for want of memory. */
static void evaluate(pr_vm *later, pr_vm *now, int64_t day) {
    pr_vm_set_as_of(later, day);
    pr_vm_begin(later, now->attributes);
    pr_infer(later, PR_RECORD_NOTHING);
    if (later->status != PRECEPTOR_OK) {
        now->limit = now->status == PRECEPTOR_OK ? later->limit : now->limit;
        (void)pr_vm_stop(now, later->status);
    }
}

static bool is_met(const pr_vm *later, const pr_advice_requirement *requirement) {
    return later->status == PRECEPTOR_OK && pr_advise_status(later, requirement->requirement) == PR_MET;
}

/* The first day after `unmet` on which it is met, which it is on `met`. What is met for a while in between
 * may be missed. */
static int64_t first_day(pr_vm *later, pr_vm *now, const pr_advice_requirement *requirement, int64_t unmet,
                         int64_t met) {
    int64_t low = pr_date_to_days(unmet), high = pr_date_to_days(met);
    for (int64_t middle = high - 1; middle > low; middle = low + (high - low) / 2) {
        evaluate(later, now, pr_date_from_days(middle));
        if (!is_met(later, requirement)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return pr_date_from_days(high);
}

/* Marks those that are met on this day; gives how many. */
static uint32_t mark_met(const pr_vm *later, const pr_advice_verdict *verdict, int64_t day) {
    uint32_t count = 0;
    for (uint32_t r = 0; r < verdict->requirement_count; r++) {
        pr_advice_requirement *requirement = &verdict->requirements[r];
        if (requirement->status == PR_UNMET && !requirement->only_date && is_met(later, requirement)) {
            requirement->only_date = true;
            requirement->from = day;
            count++;
        }
    }
    return count;
}

static void find_first_days(pr_vm *later, pr_vm *now, const pr_advice_verdict *verdict, int64_t before,
                            int64_t day) {
    for (uint32_t r = 0; r < verdict->requirement_count; r++) {
        pr_advice_requirement *requirement = &verdict->requirements[r];
        if (requirement->only_date && requirement->from == day) {
            requirement->from = first_day(later, now, requirement, before, day);
        }
    }
}

bool pr_advise_dates(pr_vm *later, pr_vm *now, const pr_advice_verdict *verdicts, uint32_t count) {
    int64_t days[PR_LIMIT_DAYS + 1], before = now->as_of;
    uint32_t day_count = days_to_come(now, days);
    for (uint32_t d = 0; d < day_count && now->status == PRECEPTOR_OK; d++) {
        if (days[d] == before) {
            continue;
        }
        evaluate(later, now, days[d]);
        uint32_t marked = 0;
        for (uint32_t v = 0; v < count; v++) {
            marked += mark_met(later, &verdicts[v], days[d]);
        }
        for (uint32_t v = 0; marked > 0 && v < count; v++) {
            find_first_days(later, now, &verdicts[v], before, days[d]);
        }
        before = days[d];
    }
    return now->status == PRECEPTOR_OK;
}
