/* Recording answers, and what a store has of one person, for the public header. */
#include "store/history.h"

#include "advise/parts.h"
#include "api/api.h"
#include "audit/audit.h"
#include "report/history.h"

static uint8_t standing_of(pr_status status) {
    return status == PR_UNMET    ? PR_PAST_UNMET
           : status == PR_OPEN   ? PR_PAST_UNKNOWN
           : status == PR_WAIVED ? PR_PAST_WAIVED
                                 : PR_PAST_STANDINGS;
}

/* As in audits, only what is required is told. */
static preceptor_status record(preceptor_session *s, preceptor_store *store, const pr_plan *plan,
                               pr_store_audit *of) {
    pr_arena *arena = &s->vm.arena;
    uint8_t *verdicts = PR_NEW_ARRAY(arena, uint8_t, plan->subject_count + 1u);
    uint8_t *standings = PR_NEW_ARRAY(arena, uint8_t, plan->requirement_count + 1u);
    int64_t *waivers = PR_NEW_ARRAY(arena, int64_t, plan->requirement_count + 1u);
    if (verdicts == NULL || standings == NULL || waivers == NULL || !pr_plan_names(plan, arena, of)) {
        return PRECEPTOR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        verdicts[i] = (uint8_t)pr_advise_verdict(&s->vm, subject);
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            const pr_requirement *q = &subject->requirements[r];
            uint8_t standing =
                q->required ? standing_of(pr_advise_status(&s->vm, q)) : (uint8_t)PR_PAST_STANDINGS;
            const pr_waiver *w =
                standing == PR_PAST_WAIVED ? pr_advise_waiver(&s->vm, subject->entity->id, q->id) : NULL;
            standings[of->firsts[i] + r] = standing;
            waivers[of->firsts[i] + r] = w != NULL ? w->number : 0;
        }
    }
    return pr_store_record(store->store, &(pr_store_answer){.applicant = s->profile->profile.id,
                                                            .of = of,
                                                            .verdicts = verdicts,
                                                            .standings = standings,
                                                            .waivers = waivers});
}

preceptor_status preceptor_record(preceptor_session *s, preceptor_store *store, preceptor_diagnostics *d) {
    if (!s->evaluated || !s->reasons) {
        return PRECEPTOR_USAGE;
    }
    if (s->profile->profile.id.length == 0) {
        pr_diag *diag = pr_error(&d->diags, "no-id", (pr_span){0},
                                 "the profile has no id under which the answer could be recorded");
        pr_diag_hint(&d->diags, diag, "add 'id: ...' to it");
        return pr_api_outcome(d, false);
    }
    if (store == NULL) {
        return PRECEPTOR_OK;
    }
    const preceptor_audit_options options = {0};
    char digest[72] = "";
    pr_buf day;
    pr_plan plan = {.program = &s->kb->program, .allocator = s->kb->allocator, .options = &options};
    pr_buf_init(&day, s->kb->allocator);
    pr_temporal_print(pr_date(s->vm.as_of), &day);
    pr_buf_char(&day, '\0');
    pr_kb_digest(s->kb->read, digest);
    pr_store_audit of = {.as_of = day.at, .digest = digest};
    preceptor_status status =
        pr_plan_make(&plan) && !day.failed ? record(s, store, &plan, &of) : PRECEPTOR_NO_MEMORY;
    pr_plan_release(&plan);
    pr_buf_release(&day);
    return status == PRECEPTOR_IO ? pr_api_store_failed(store, status, d) : status;
}

preceptor_status preceptor_write_history(preceptor_store *store, const char *id, const preceptor_view *view,
                                         const preceptor_sink *sink, preceptor_diagnostics *d) {
    const pr_past_event *events;
    uint32_t count;
    pr_text applicant = pr_text_of(id);
    preceptor_status status = pr_store_history(store->store, applicant, &d->sources, &events, &count);
    if (status != PRECEPTOR_OK || count == 0) {
        return status != PRECEPTOR_OK ? pr_api_store_failed(store, status, d) : PRECEPTOR_NOT_FOUND;
    }
    pr_buf out;
    pr_buf_init(&out, d->allocator);
    if (view->format == PRECEPTOR_JSON) {
        pr_report_history_json(applicant, events, count, &out);
    } else {
        const pr_view text = pr_api_view(view);
        pr_report_history_text(applicant, events, count, &text, &out);
    }
    status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}

preceptor_status preceptor_forget(preceptor_store *store, const char *id, bool count,
                                  preceptor_traces *traces, preceptor_diagnostics *d) {
    pr_forgotten found;
    preceptor_status status = pr_store_forget(store->store, pr_text_of(id), count, &found);
    *traces = (preceptor_traces){found.records, found.answers, found.waivers, found.elsewhere};
    return status != PRECEPTOR_OK ? pr_api_store_failed(store, status, d) : status;
}
