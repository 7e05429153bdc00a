/* Sessions: evaluation of one profile after the other. */
#include "api/api.h"

#include "report/report.h"

preceptor_status preceptor_session_new(const preceptor_kb *kb, preceptor_session **out) {
    *out = NULL;
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    preceptor_session *s = pr_heap_alloc(kb->allocator, sizeof *s);
    if (s == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    *s = (preceptor_session){.kb = kb};
    pr_buf_init(&s->out, kb->allocator);
    preceptor_status status = pr_vm_init(&s->vm, &kb->program, kb->allocator, false);
    if (status != PRECEPTOR_OK) {
        preceptor_session_free(s);
        return status;
    }
    if (kb->limits.steps > 0) {
        s->vm.step_limit = kb->limits.steps;
    }
    *out = s;
    return preceptor_session_set_as_of(s, NULL);
}

void preceptor_session_free(preceptor_session *s) {
    if (s != NULL) {
        pr_vm_release(&s->vm);
        if (s->has_later) {
            pr_vm_release(&s->later);
        }
        pr_buf_release(&s->out);
        pr_heap_free(s->kb->allocator, s);
    }
}

preceptor_status preceptor_session_set_as_of(preceptor_session *s, const char *date) {
    int64_t day;
    if (!pr_api_day(date, &day)) {
        return PRECEPTOR_INVALID;
    }
    pr_vm_set_as_of(&s->vm, day);
    s->evaluated = false;
    return PRECEPTOR_OK;
}

preceptor_status preceptor_evaluate(preceptor_session *s, const preceptor_profile *profile,
                                    preceptor_depth depth) {
    if (profile->kb != s->kb) {
        return PRECEPTOR_USAGE;
    }
    s->profile = profile;
    s->reasons = depth == PRECEPTOR_REASONS;
    s->vm.want_needs = s->reasons;
    pr_vm_begin(&s->vm, profile->profile.values);
    pr_infer(&s->vm, depth == PRECEPTOR_VERDICTS ? PR_RECORD_VERDICTS
                     : s->reasons                ? PR_RECORD_SUPPORTS
                                                 : PR_RECORD_NOTHING);
    s->evaluated = s->vm.status == PRECEPTOR_OK;
    return s->vm.status;
}

const char *preceptor_session_limit(const preceptor_session *s) {
    return s->vm.limit != NULL ? s->vm.limit : preceptor_status_text(PRECEPTOR_LIMIT);
}

void preceptor_session_explain(preceptor_session *s, preceptor_diagnostics *diagnostics) {
    if (s->evaluated) {
        (void)pr_infer_keys(&s->vm, &diagnostics->diags);
    }
}

const char *preceptor_verdict_text(preceptor_verdict verdict) { return pr_verdict_name((pr_verdict)verdict); }

preceptor_verdict preceptor_session_verdict(const preceptor_session *s, size_t subject) {
    if (!s->evaluated || subject >= s->kb->program.subject_count) {
        return PRECEPTOR_UNDETERMINED;
    }
    return (preceptor_verdict)pr_advise_verdict(&s->vm, &s->kb->program.subjects[subject]);
}

/* The second machine is made when a report first wants to look at days to come. */
static preceptor_status make_later(preceptor_session *s) {
    if (s->has_later) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = pr_vm_init(&s->later, &s->kb->program, s->kb->allocator, false);
    if (status != PRECEPTOR_OK) {
        pr_vm_release(&s->later);
        return status;
    }
    s->has_later = true;
    s->later.want_needs = false;
    s->later.step_limit = s->vm.step_limit;
    return PRECEPTOR_OK;
}

/* Why a model could not be made. */
static preceptor_status why_nothing(const preceptor_session *s) {
    return s->vm.status != PRECEPTOR_OK ? s->vm.status
           : s->vm.arena.capped         ? PRECEPTOR_LIMIT
                                        : PRECEPTOR_NO_MEMORY;
}

preceptor_status pr_api_begin_report(preceptor_session *s, unsigned uses, preceptor_format format,
                                     const pr_advice **advice) {
    if (!s->evaluated || !s->reasons || !pr_api_serves(s->kb, uses)) {
        return PRECEPTOR_USAGE;
    }
    preceptor_status status = make_later(s);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    char digest[72] = "";
    if (format == PRECEPTOR_JSON) {
        pr_kb_digest(s->kb->read, digest);
    }
    pr_advice_context context = {.profile_id = s->profile->profile.id,
                                 .profile_name = s->profile->profile.name,
                                 .digest = pr_text_copy(&s->vm.arena, pr_text_of(digest)),
                                 .later = &s->later};
    *advice = pr_advise(&s->vm, &context);
    pr_buf_clear(&s->out);
    if (*advice == NULL) {
        s->vm.limit = s->vm.status == PRECEPTOR_OK ? PR_VM_MEMORY_LIMIT : s->vm.limit;
        return why_nothing(s);
    }
    return PRECEPTOR_OK;
}

/* A report on one subject. */
static preceptor_status begin_subject(preceptor_session *s, size_t subject, const preceptor_view *view,
                                      const pr_advice **advice) {
    return subject < s->kb->program.subject_count
               ? pr_api_begin_report(s, PRECEPTOR_USE_VERDICTS, view->format, advice)
               : PRECEPTOR_NOT_FOUND;
}

typedef void write_json(const pr_advice *advice, pr_buf *out);
typedef void write_text(const pr_advice *advice, const pr_view *view, pr_buf *out);

static preceptor_status write_advice(preceptor_session *s, const pr_advice *advice,
                                     const preceptor_view *view, write_json *json, write_text *text,
                                     const preceptor_sink *sink) {
    if (view->format == PRECEPTOR_JSON) {
        json(advice, &s->out);
    } else {
        pr_view as_text = pr_api_view(view);
        text(advice, &as_text, &s->out);
    }
    return pr_api_write(&s->out, sink);
}

preceptor_status preceptor_write_check(preceptor_session *s, const preceptor_view *view,
                                       const preceptor_sink *sink) {
    const pr_advice *advice;
    preceptor_status status = pr_api_begin_report(s, PRECEPTOR_USE_CHECK, view->format, &advice);
    if (status == PRECEPTOR_OK && !pr_infer_keys(&s->vm, NULL)) {
        status = PRECEPTOR_CONFLICT;
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    return write_advice(s, advice, view, pr_report_check_json, pr_report_check_text, sink);
}

preceptor_status preceptor_write_eligible(preceptor_session *s, size_t subject, const preceptor_view *view,
                                          const preceptor_sink *sink) {
    const pr_advice *advice;
    preceptor_status status = begin_subject(s, subject, view, &advice);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    if (view->format == PRECEPTOR_JSON) {
        pr_report_eligible_json(advice, (uint32_t)subject, &s->out);
    } else {
        pr_view text = pr_api_view(view);
        pr_report_eligible_text(advice, (uint32_t)subject, &text, &s->out);
    }
    return pr_api_write(&s->out, sink);
}

preceptor_status preceptor_write_pathways(preceptor_session *s, const preceptor_view *view,
                                          const preceptor_sink *sink) {
    const pr_advice *advice;
    preceptor_status status = pr_api_begin_report(s, PRECEPTOR_USE_PATHWAYS, view->format, &advice);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    return write_advice(s, advice, view, pr_report_pathways_json, pr_report_pathways_text, sink);
}

preceptor_status preceptor_write_when(preceptor_session *s, size_t subject, const preceptor_view *view,
                                      const preceptor_sink *sink) {
    const pr_advice *advice;
    preceptor_status status = begin_subject(s, subject, view, &advice);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    const pr_timeline *line = pr_advise_timeline(&s->vm, &s->later, (uint32_t)subject);
    if (line == NULL) {
        return why_nothing(s);
    }
    if (view->format == PRECEPTOR_JSON) {
        pr_report_when_json(advice, line, &s->out);
    } else {
        pr_view text = pr_api_view(view);
        pr_report_when_text(advice, line, &text, &s->out);
    }
    return pr_api_write(&s->out, sink);
}

preceptor_status preceptor_write_shortlist(preceptor_session *s, const preceptor_view *view,
                                           const preceptor_sink *sink) {
    const pr_advice *advice;
    preceptor_status status = pr_api_begin_report(s, PRECEPTOR_USE_SHORTLISTS, view->format, &advice);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    const pr_shortlist *list = pr_advise_shortlist(&s->vm, &s->later, advice);
    if (list == NULL) {
        return why_nothing(s);
    }
    if (view->format == PRECEPTOR_JSON) {
        pr_report_shortlist_json(advice, list, view->all, &s->out);
    } else {
        pr_view text = pr_api_view(view);
        pr_report_shortlist_text(advice, list, &text, &s->out);
    }
    return pr_api_write(&s->out, sink);
}
