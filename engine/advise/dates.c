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

typedef struct days_to_come {
    int64_t *days; /* each once, sorted */
    uint32_t count;
    bool cut; /* there are more */
} days_to_come;

/* The nearest dates to come that the profile gives, and one that is far off. False when out of memory. */
static bool find_days(pr_vm *now, days_to_come *out) {
    uint32_t count = 0, different = 0;
    int64_t *days = PR_NEW_ARRAY(&now->arena, int64_t, now->program->vocabulary_count + 1u);
    for (uint32_t i = 0; days != NULL && i < now->program->vocabulary_count; i++) {
        if (now->attributes[i].kind == PR_DATE && now->attributes[i].number > now->as_of) {
            days[count++] = now->attributes[i].number;
        }
    }
    if (days == NULL) {
        return false;
    }
    pr_sort(days, count, sizeof *days, by_day);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || days[i] != days[i - 1]) {
            days[different++] = days[i];
        }
    }
    *out = (days_to_come){days, different, different > PR_LIMIT_DAYS};
    out->count = out->cut ? PR_LIMIT_DAYS : different;
    int64_t far = pr_date_add_months(now->as_of, FAR_OFF);
    if (out->count == 0 || days[out->count - 1] < far) {
        days[out->count++] = far;
    }
    return true;
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

static bool is_met(pr_vm *later, const pr_advice_requirement *requirement) {
    return later->status == PRECEPTOR_OK && pr_advise_status(later, requirement->requirement) == PR_MET;
}

/* The first day after `low` on which each is met, which all are on `high`. What is met for a while in between may be
 * missed. Each day is evaluated once for all that it could tell of: many programs ask for the same. */
static void find_first_days(pr_vm *later, pr_vm *now, pr_advice_requirement **all, uint32_t count,
                            int64_t low, int64_t high, int64_t middle) {
    if (middle <= low) {
        for (uint32_t i = 0; i < count; i++) {
            all[i]->from = pr_date_from_days(high);
        }
        return;
    }
    if (count == 0 || now->status != PRECEPTOR_OK) {
        return;
    }
    evaluate(later, now, pr_date_from_days(middle));
    uint32_t met = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (is_met(later, all[i])) {
            pr_advice_requirement *here = all[i];
            all[i] = all[met];
            all[met++] = here;
        }
    }
    find_first_days(later, now, all, met, low, middle, low + (middle - low) / 2);
    find_first_days(later, now, all + met, count - met, middle, high, middle + (high - middle) / 2);
}

/* Marks those that are met on this day; gives how many. */
static uint32_t mark_met(pr_vm *later, const pr_advice_verdict *verdict, int64_t day) {
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

/* `marked`: how many are met on `day` and were not on the day `before`. False when out of memory. */
static bool settle(pr_vm *later, pr_vm *now, const pr_advice_verdict *verdicts, uint32_t count,
                   uint32_t marked, int64_t before, int64_t day) {
    pr_advice_requirement **all = PR_NEW_ARRAY(&now->arena, pr_advice_requirement *, marked + 1u);
    uint32_t found = 0;
    for (uint32_t v = 0; all != NULL && v < count; v++) {
        for (uint32_t r = 0; r < verdicts[v].requirement_count; r++) {
            pr_advice_requirement *requirement = &verdicts[v].requirements[r];
            if (requirement->only_date && requirement->from == day) {
                all[found++] = requirement;
            }
        }
    }
    if (all != NULL) {
        int64_t high = pr_date_to_days(day);
        find_first_days(later, now, all, found, pr_date_to_days(before), high, high - 1);
    }
    return all != NULL;
}

static bool waits(const pr_advice_verdict *verdicts, uint32_t count) {
    for (uint32_t v = 0; v < count; v++) {
        for (uint32_t r = 0; r < verdicts[v].requirement_count; r++) {
            if (verdicts[v].requirements[r].status == PR_UNMET && !verdicts[v].requirements[r].only_date) {
                return true;
            }
        }
    }
    return false;
}

bool pr_advise_dates(pr_vm *later, pr_vm *now, const pr_advice_verdict *verdicts, uint32_t count, bool *cut) {
    int64_t before = now->as_of;
    days_to_come to_come;
    if (!find_days(now, &to_come)) {
        return false;
    }
    for (uint32_t d = 0; d < to_come.count && now->status == PRECEPTOR_OK; d++) {
        const int64_t day = to_come.days[d];
        evaluate(later, now, day);
        uint32_t marked = 0;
        for (uint32_t v = 0; v < count; v++) {
            marked += mark_met(later, &verdicts[v], day);
        }
        if (marked > 0 && !settle(later, now, verdicts, count, marked, before, day)) {
            return false;
        }
        before = day;
    }
    *cut = to_come.cut && waits(verdicts, count);
    return now->status == PRECEPTOR_OK;
}
