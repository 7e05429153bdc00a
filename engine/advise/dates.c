/* "Not yet": requirements that are not met today and will be by dates that the profile itself gives. Only
 * days on which one of its dates is reached can change anything that rests on them. */
#include "advise/parts.h"

#include <stdlib.h>

enum { MOST_DAYS = 64 };

static int by_day(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The dates to come that the profile gives, sorted. */
static uint32_t days_to_come(const pr_vm *now, int64_t days[MOST_DAYS]) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < now->program->vocabulary_count && count < MOST_DAYS; i++) {
        if (now->attributes[i].kind == PR_DATE && now->attributes[i].number > now->as_of) {
            days[count++] = now->attributes[i].number;
        }
    }
    qsort(days, count, sizeof *days, by_day);
    return count;
}

static void mark_met(const pr_vm *later, const pr_advice_verdict *verdict, int64_t day) {
    for (uint32_t r = 0; r < verdict->requirement_count; r++) {
        pr_advice_requirement *requirement = &verdict->requirements[r];
        if (requirement->status == PR_UNMET && !requirement->only_date &&
            pr_advise_status(later, requirement->requirement) == PR_MET) {
            requirement->only_date = true;
            requirement->from = day;
        }
    }
}

void pr_advise_dates(pr_vm *later, const pr_vm *now, const pr_advice_verdict *verdicts, uint32_t count) {
    int64_t days[MOST_DAYS];
    uint32_t day_count = days_to_come(now, days);
    for (uint32_t d = 0; d < day_count; d++) {
        if (d > 0 && days[d] == days[d - 1]) {
            continue;
        }
        pr_vm_set_as_of(later, days[d]);
        pr_vm_begin(later, now->attributes);
        pr_infer(later, PR_RECORD_VERDICTS);
        for (uint32_t v = 0; v < count && later->status == PRECEPTOR_OK; v++) {
            mark_met(later, &verdicts[v], days[d]);
        }
    }
}
