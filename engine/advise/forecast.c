/* What settles once, and what each day takes. */
#include "advise/forecast.h"

#include "vm/watch.h"

enum { FAR_OFF = 100 * 12 /* months */ };

/* The profile, with what stands for absent attributes as of the day of the evaluation: it must not move. */
static const pr_value *settled(pr_vm *now) {
    const pr_program *p = now->program;
    pr_value *all = PR_NEW_ARRAY(&now->arena, pr_value, p->vocabulary_count + 1u);
    for (uint32_t i = 0; all != NULL && i < p->vocabulary_count; i++) {
        all[i] = now->attributes[i];
        if (p->attributes[i].absent != PR_NONE && all[i].kind == PR_UNKNOWN &&
            (all[i].flags & PR_FLAG_LEAF) != 0) {
            pr_value stands = pr_vm_attribute(now, i);
            all[i] = stands.kind != PR_UNKNOWN ? stands : all[i];
        }
    }
    return all;
}

/* The last day up to `until` on which no parameter has another value than on `day`. */
static int64_t within_periods(const pr_program *p, int64_t day, int64_t until) {
    for (uint32_t i = 0; i < p->parameter_count; i++) {
        for (uint32_t k = 0; k < p->parameters[i].period_count; k++) {
            const pr_parameter_period *period = &p->parameters[i].periods[k];
            int64_t ends = period->from > day     ? pr_date_to_days(period->from) - 1
                           : period->until >= day ? pr_date_to_days(period->until)
                                                  : until;
            until = ends < until ? ends : until;
        }
    }
    return until;
}

bool pr_forecast_begin(pr_forecast *f, pr_vm *now, pr_vm *later) {
    *f = (pr_forecast){
        .now = now, .later = later, .wanted_needs = later->want_needs, .record = PR_RECORD_NOTHING};
    f->attributes = settled(now);
    f->marks = pr_watch_marks(now->program, &now->arena, &f->daily);
    f->horizon = pr_date_to_days(pr_date_add_months(now->as_of, FAR_OFF));
    later->want_needs = true; /* reasons ask what is not known */
    return f->attributes != NULL && f->marks != NULL;
}

bool pr_forecast_day(pr_forecast *f, int64_t day, int64_t *until) {
    pr_watch watch = {
        .marks = f->marks,
        .until = f->daily ? day : within_periods(f->later->program, pr_date_from_days(day), f->horizon)};
    pr_vm_set_as_of(f->later, pr_date_from_days(day));
    pr_vm_begin(f->later, f->attributes);
    f->later->watch = &watch;
    pr_infer(f->later, f->record);
    f->later->watch = NULL;
    if (f->later->status != PRECEPTOR_OK) {
        f->now->limit = f->now->status == PRECEPTOR_OK ? f->later->limit : f->now->limit;
        (void)pr_vm_stop(f->now, f->later->status);
    }
    *until = watch.until;
    return f->now->status == PRECEPTOR_OK;
}

void pr_forecast_end(pr_forecast *f) { f->later->want_needs = f->wanted_needs; }
