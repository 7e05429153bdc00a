/* From a profile to a result, and what it adds to the counts. */
#include "audit/desk.h"

/* Most are met, or do not apply: a look at two states. */
static inline bool is_settled(const uint8_t *known, const pr_asked *asked) {
    return known[asked->met] == PR_KEPT(PR_TRUE) || known[asked->applies] == PR_KEPT(PR_FALSE);
}

static void find_status(pr_desk *d, const pr_asked *asked) {
    switch (pr_advise_status(&d->vm, asked->requirement)) {
    case PR_UNMET: d->unmet[d->unmet_count++] = asked->number; break;
    case PR_OPEN: d->unknown[d->unknown_count++] = asked->number; break;
    case PR_WAIVED: d->waived[d->waived_count++] = asked->number; break;
    case PR_MET:
    case PR_NOT_APPLICABLE: break;
    }
}

/* Of what is shown. */
static void find_verdicts(pr_desk *d) {
    const pr_plan *plan = d->plan;
    d->unmet_count = d->unknown_count = d->waived_count = 0;
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        uint32_t s = plan->subjects[i];
        d->verdicts[s] = (uint8_t)pr_advise_verdict(&d->vm, &plan->program->subjects[s]);
    }
    for (uint32_t i = 0; i < plan->asked_count; i++) {
        if (!is_settled(d->vm.literals, &plan->asked[i])) {
            find_status(d, &plan->asked[i]);
        }
    }
}

/* Words for what is not met. */
static bool find_reasons(pr_desk *d) {
    const pr_advice_context context = {0};
    const pr_advice *advice = pr_advise(&d->vm, &context);
    for (uint32_t s = 0; advice != NULL && s < advice->verdict_count; s++) {
        for (uint32_t r = 0; r < advice->verdicts[s].requirement_count; r++) {
            d->because[d->plan->first[s] + r] = advice->verdicts[s].requirements[r].because;
        }
    }
    return advice != NULL;
}

static bool is_in_force(const pr_desk *d, uint32_t s) {
    const pr_subject *subject = &d->plan->program->subjects[s];
    return subject->in_force == PR_NONE || pr_vm_state(&d->vm, subject->in_force) != PR_FALSE;
}

/* One that stands alone among those of its subject is the only one that fails there. */
static void count_blockers(pr_desk *d) {
    const uint32_t *subject_of = d->plan->subject_of, *unmet = d->unmet;
    for (uint32_t i = 0; i < d->unmet_count; i++) {
        uint32_t s = subject_of[unmet[i]];
        bool alone = (i == 0 || subject_of[unmet[i - 1]] != s) &&
                     (i + 1 == d->unmet_count || subject_of[unmet[i + 1]] != s);
        d->block->tally.blocked[unmet[i]]++;
        d->block->tally.sole[unmet[i]] += alone && is_in_force(d, s);
    }
}

/* An attribute is missing once per applicant, whatever record of a list lacks it. */
static bool find_missing(pr_desk *d, uint32_t s) {
    const pr_subject *subject = &d->plan->program->subjects[s];
    if (subject->verdict == PR_NONE || pr_vm_state(&d->vm, subject->verdict) != PR_UNDECIDED) {
        return true;
    }
    pr_need *needs;
    uint32_t count = pr_needs_list(pr_vm_fact_needs(&d->vm, subject->verdict), &needs, &d->vm.arena);
    for (uint32_t i = 0; i < count; i++) {
        if (needs[i].attribute < d->plan->program->attribute_count &&
            d->seen[needs[i].attribute] != d->serial) {
            d->seen[needs[i].attribute] = d->serial;
            d->missing[d->missing_count++] = needs[i].attribute;
        }
    }
    return !d->vm.arena.failed;
}

static bool find_all_missing(pr_desk *d) {
    bool ok = true;
    d->missing_count = 0;
    for (uint32_t i = 0; ok && d->plan->counts_missing && i < d->plan->subject_count; i++) {
        ok = find_missing(d, d->plan->subjects[i]);
    }
    return ok;
}

static void count(pr_desk *d) {
    for (uint32_t i = 0; i < d->plan->subject_count; i++) {
        uint32_t s = d->plan->subjects[i];
        d->block->tally.verdicts[3 * (size_t)s + d->verdicts[s]]++;
    }
    count_blockers(d);
    for (uint32_t i = 0; i < d->missing_count; i++) {
        d->block->tally.missing[d->missing[i]]++;
    }
}

static bool count_warnings(pr_desk *d, uint64_t line) {
    const pr_advice_warning *warnings;
    uint32_t number;
    bool ok = pr_advise_warn(&d->vm, false, &warnings, &number);
    for (uint32_t i = 0; ok && i < number; i++) {
        d->block->tally.warnings++;
        ok = pr_frequent_add(&d->block->warnings,
                             (pr_frequent_text){warnings[i].text, 1, d->block->input, line});
    }
    return ok;
}

/* The place is the knowledge base's, no column of the record. */
static void tell_conflict(pr_desk *d, pr_rejection *why) {
    pr_diags_clear(&d->diags);
    (void)pr_infer_keys(&d->vm, &d->diags);
    *why = (pr_rejection){.code = "key-conflict",
                          .message = d->diags.list.count > 0
                                         ? d->diags.list.items[0].message
                                         : pr_text_of("rules of the knowledge base contradict each other")};
}

static preceptor_status out_of(const pr_vm *vm) {
    return vm->arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
}

static preceptor_status evaluate(pr_desk *d, pr_result *out) {
    pr_vm *vm = &d->vm;
    vm->want_needs = d->plan->counts_missing || d->because != NULL;
    pr_vm_begin(vm, d->profile.values);
    pr_infer(vm, vm->want_needs ? PR_RECORD_SUPPORTS : PR_RECORD_NOTHING);
    if (vm->status != PRECEPTOR_OK) {
        return vm->status;
    }
    if (!pr_infer_keys(vm, NULL)) {
        return PRECEPTOR_CONFLICT;
    }
    find_verdicts(d);
    bool ok = (!d->plan->writes || pr_recommended_find(vm, &d->plan->recommended, &out->recommendations,
                                                       &out->recommendation_count)) &&
              (d->because == NULL || find_reasons(d));
    return vm->status != PRECEPTOR_OK ? vm->status : ok && !vm->arena.failed ? PRECEPTOR_OK : out_of(vm);
}

static void tell_limit(const pr_desk *d, pr_rejection *why) {
    const char *limit = d->vm.limit != NULL ? d->vm.limit : PR_VM_MEMORY_LIMIT;
    *why = (pr_rejection){.code = "limit", .message = pr_text_of(limit)};
}

preceptor_status pr_desk_choose(pr_desk *d, bool *chosen, pr_rejection *why) {
    pr_vm *vm = &d->vm;
    vm->want_needs = false;
    pr_vm_begin(vm, d->profile.values);
    pr_truth holds = pr_vm_holds(vm, d->plan->program->where);
    preceptor_status status = vm->status != PRECEPTOR_OK ? vm->status
                              : vm->arena.failed         ? out_of(vm)
                                                         : PRECEPTOR_OK;
    *chosen = holds == PR_TRUE;
    if (status == PRECEPTOR_LIMIT) {
        tell_limit(d, why);
    } else if (status == PRECEPTOR_OK && !*chosen) {
        d->block->tally.passed[0]++;
        d->block->tally.passed[1] += holds == PR_UNDECIDED;
    }
    return status;
}

preceptor_status pr_desk_judge(pr_desk *d, pr_result *out, pr_rejection *why) {
    d->serial++;
    preceptor_status status = evaluate(d, out);
    out->verdicts = d->verdicts;
    out->unmet = d->unmet;
    out->unmet_count = d->unmet_count;
    out->unknown = d->unknown;
    out->unknown_count = d->unknown_count;
    out->because = d->because;
    if (status == PRECEPTOR_OK && (!find_all_missing(d) || !count_warnings(d, out->line))) {
        status = out_of(&d->vm);
    }
    if (status == PRECEPTOR_OK) {
        count(d);
    } else if (status == PRECEPTOR_CONFLICT) {
        tell_conflict(d, why);
    } else if (status == PRECEPTOR_LIMIT) {
        tell_limit(d, why);
    }
    return status;
}
