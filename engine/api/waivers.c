/* Waivers on record, for the public header. */
#include "store/waivers.h"

#include "advise/parts.h"
#include "api/conclusion.h"
#include "report/waivers.h"

/* What is wrong with what was asked stands in no file. */
#define REFUSE(d, code, ...) pr_error(&(d)->diags, code, (pr_span){0}, __VA_ARGS__)

static pr_text trimmed(const char *text) {
    return text != NULL ? pr_text_trim(pr_text_of(text)) : (pr_text){0};
}

/* A day as the store keeps it. */
static bool take_day(const char *given, const char *what, int64_t *packed, pr_text *out,
                     preceptor_diagnostics *d) {
    if (!pr_api_day(given, packed)) {
        pr_diag *diag = REFUSE(d, "no-date", "%s: '%s' is no date", what, given);
        pr_diag_hint(&d->diags, diag, "write it as year, month and day: 2027-01-31");
        return false;
    }
    pr_buf text;
    pr_buf_init(&text, d->allocator);
    pr_temporal_print(pr_date(*packed), &text);
    *out = (pr_text){0};
    if (!text.failed) {
        *out = pr_text_copy(&d->sources, pr_buf_view(&text));
    }
    d->diags.failed |= text.failed;
    pr_buf_release(&text);
    return out->at != NULL;
}

/* The waivable requirements of a subject, or its requirements, joined for a hint. */
static pr_text list_requirements(const pr_subject *subject, bool waivable, preceptor_diagnostics *d) {
    pr_text all = {0};
    for (uint32_t i = 0; i < subject->requirement_count; i++) {
        const pr_requirement *r = &subject->requirements[i];
        if (!waivable || pr_advise_value(r->fields, "waivable").kind == PR_CONTEXT) {
            all = pr_text_format(&d->sources, "%.*s%s%.*s/%.*s", PR_ARG(all), all.length > 0 ? ", " : "",
                                 PR_ARG(subject->entity->id), PR_ARG(r->id));
        }
    }
    return all;
}

static void hint_waivable(const pr_subject *subject, pr_diag *diag, preceptor_diagnostics *d) {
    pr_text waivable = list_requirements(subject, true, d);
    if (waivable.length > 0) {
        pr_diag_hint(&d->diags, diag, "what may be waived is %.*s", PR_ARG(waivable));
    } else {
        pr_diag_hint(&d->diags, diag, "nobody may waive anything that '%.*s' asks for",
                     PR_ARG(subject->entity->id));
    }
}

static const pr_requirement *find_in(const pr_subject *subject, pr_text id, preceptor_diagnostics *d) {
    pr_text *ids = PR_NEW_ARRAY(&d->sources, pr_text, subject->requirement_count + 1u);
    for (uint32_t i = 0; ids != NULL && i < subject->requirement_count; i++) {
        ids[i] = subject->requirements[i].id;
        if (pr_text_equal(ids[i], id)) {
            return &subject->requirements[i];
        }
    }
    pr_diag *diag = REFUSE(d, "unknown-requirement", "'%.*s' has no requirement '%.*s'",
                           PR_ARG(subject->entity->id), PR_ARG(id));
    if (ids != NULL && pr_text_nearest(id, ids, subject->requirement_count) >= 0) {
        pr_diag_suggest(&d->diags, diag, id, ids, subject->requirement_count);
    } else {
        hint_waivable(subject, diag, d);
    }
    return NULL;
}

/* SUBJECT/REQUIREMENT; names of subjects may have slashes of their own. */
static const pr_requirement *find_requirement(const preceptor_kb *kb, const char *what,
                                              const pr_subject **subject, preceptor_diagnostics *d) {
    const pr_program *p = &kb->program;
    pr_text text = trimmed(what);
    size_t first = 0, second = 0, length = text.length;
    if (pr_api_find_subjects(p, text, &first, &second) == 1) {
        *subject = &p->subjects[first];
        pr_diag *diag = REFUSE(d, "no-requirement", "it is not said which requirement of '%.*s' is waived",
                               PR_ARG((*subject)->entity->id));
        hint_waivable(*subject, diag, d);
        return NULL;
    }
    while (length > 0 && text.at[length - 1] != '/') {
        length--;
    }
    pr_text name = pr_text_trim((pr_text){text.at, length > 0 ? length - 1 : text.length});
    const char *copy = pr_text_copy(&d->sources, name).at;
    if (copy == NULL || preceptor_kb_find_subject(kb, copy, d, &first) != PRECEPTOR_OK) {
        return NULL;
    }
    *subject = &p->subjects[first];
    return find_in(*subject, pr_text_trim((pr_text){text.at + length, text.length - length}), d);
}

static bool is_said(pr_text text, const char *what, const char *hint, preceptor_diagnostics *d) {
    if (text.length == 0) {
        pr_diag *diag = REFUSE(d, "incomplete-waiver", "a waiver needs %s", what);
        pr_diag_hint(&d->diags, diag, "%s", hint);
    }
    return text.length > 0;
}

/* All that is wrong is told. */
static bool take(const preceptor_kb *kb, const preceptor_waiver *asked, pr_store_waiver *out,
                 preceptor_diagnostics *d) {
    const pr_subject *subject = NULL;
    int64_t today = 0, on = 0, until = 0;
    bool good = true;
    *out = (pr_store_waiver){
        .applicant = trimmed(asked->applicant), .by = trimmed(asked->by), .reason = trimmed(asked->reason)};
    if (kb->program.waivers.attribute == PR_NONE) {
        pr_diag *diag = REFUSE(d, "no-waivers", "the knowledge base has no place for waivers");
        pr_diag_hint(&d->diags, diag, "one list of its vocabulary needs 'role: waivers'");
        good = false;
    }
    good &= is_said(out->applicant, "the id of whom it is for", "it is the 'id' of the profile", d);
    const pr_requirement *r = find_requirement(kb, asked->what, &subject, d);
    if (r != NULL && pr_advise_value(r->fields, "waivable").kind != PR_CONTEXT) {
        pr_diag *diag = REFUSE(d, "not-waivable", "nobody may waive '%.*s' of '%.*s'", PR_ARG(r->id),
                               PR_ARG(subject->entity->id));
        hint_waivable(subject, diag, d);
        good = false;
    }
    good &= is_said(out->by, "who granted it", "--by 'NAME OR OFFICE'", d);
    good &= is_said(out->reason, "why it was granted", "--reason 'IN A SENTENCE'", d);
    good &= is_said(trimmed(asked->until), "its last day", "--until 2027-01-31", d);
    good &= take_day(asked->as_of, "the day of the run", &today, &out->granted, d);
    good &= take_day(asked->on != NULL ? asked->on : asked->as_of, "its first day", &on, &out->on, d);
    if (!good || r == NULL || !take_day(asked->until, "its last day", &until, &out->until, d)) {
        return false;
    }
    if (until < today) {
        pr_diag *diag = REFUSE(d, "past-waiver", "its last day, %.*s, is past", PR_ARG(out->until));
        pr_diag_hint(&d->diags, diag, "today is %.*s; --as-of takes another day", PR_ARG(out->granted));
        return false;
    }
    if (until < on) {
        (void)REFUSE(d, "swapped-days", "its last day, %.*s, is before its first, %.*s", PR_ARG(out->until),
                     PR_ARG(out->on));
        return false;
    }
    out->subject = subject->entity->id;
    out->requirement = r->id;
    return true;
}

static preceptor_status write_all(const pr_store_waiver *waivers, uint32_t count, pr_text as_of,
                                  const preceptor_view *view, const preceptor_sink *sink,
                                  const pr_waivers_asked *asked) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    if (view->format == PRECEPTOR_JSON) {
        pr_report_waivers_json(waivers, count, as_of, &out);
    } else {
        const pr_view text = pr_api_view(view);
        pr_report_waivers_text(waivers, count, as_of, asked, &text, &out);
    }
    preceptor_status status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}

/* Who grants the same again may not know of the first, which goes on when this one is revoked. */
static preceptor_status warn_of_others(preceptor_store *store, const pr_store_waiver *w,
                                       preceptor_diagnostics *d) {
    const pr_store_waiver *all;
    uint32_t count;
    preceptor_status status = pr_store_waivers(store->store, w->applicant, false, &d->sources, &all, &count);
    for (uint32_t i = 0; status == PRECEPTOR_OK && i < count; i++) {
        bool same =
            pr_text_equal(all[i].subject, w->subject) && pr_text_equal(all[i].requirement, w->requirement);
        bool meet = pr_text_compare(all[i].on, w->until) <= 0 && pr_text_compare(w->on, all[i].until) <= 0;
        if (same && meet) {
            pr_warn(&d->diags, "waived-before", (pr_span){0},
                    "waiver %lld, from %.*s until %.*s, is for the same, and stays", (long long)all[i].number,
                    PR_ARG(all[i].on), PR_ARG(all[i].until));
        }
    }
    return status;
}

preceptor_status preceptor_waive(const preceptor_kb *kb, preceptor_store *store,
                                 const preceptor_waiver *asked, const preceptor_view *view,
                                 const preceptor_sink *sink, preceptor_diagnostics *d) {
    pr_store_waiver waiver;
    if (!kb->usable) {
        return PRECEPTOR_USAGE;
    }
    if (!take(kb, asked, &waiver, d)) {
        return pr_api_outcome(d, false);
    }
    if (store == NULL) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = warn_of_others(store, &waiver, d);
    status = status == PRECEPTOR_OK ? pr_store_grant(store->store, &waiver, &waiver.number) : status;
    if (status != PRECEPTOR_OK) {
        return pr_api_store_failed(store, status, d);
    }
    return write_all(&waiver, 1, waiver.granted, view, sink, &(pr_waivers_asked){.granted = true});
}

/* Does it still matter on the day? */
static bool lasts(const pr_store_waiver *w, pr_text day) {
    return w->revoked.length == 0 && pr_text_compare(w->until, day) >= 0;
}

preceptor_status preceptor_write_waivers(preceptor_store *store, const char *applicant, const char *as_of,
                                         const preceptor_view *view, const preceptor_sink *sink,
                                         preceptor_diagnostics *d) {
    const pr_store_waiver *all;
    uint32_t count, kept = 0;
    int64_t packed;
    pr_text day;
    if (!take_day(as_of, "the day of the run", &packed, &day, d)) {
        return pr_api_outcome(d, false);
    }
    preceptor_status status =
        pr_store_waivers(store->store, trimmed(applicant), true, &d->sources, &all, &count);
    if (status != PRECEPTOR_OK) {
        return pr_api_store_failed(store, status, d);
    }
    pr_store_waiver *shown = PR_NEW_ARRAY(&d->sources, pr_store_waiver, count + 1u);
    for (uint32_t i = 0; shown != NULL && i < count; i++) {
        if (view->all || lasts(&all[i], day)) {
            shown[kept++] = all[i];
        }
    }
    if (shown == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    return write_all(shown, kept, day, view, sink,
                     &(pr_waivers_asked){.applicant = trimmed(applicant), .others = count - kept});
}

preceptor_status preceptor_revoke(preceptor_store *store, int64_t number, const char *by, const char *reason,
                                  const char *as_of, const preceptor_view *view, const preceptor_sink *sink,
                                  preceptor_diagnostics *d) {
    pr_store_waiver waiver;
    int64_t packed;
    pr_text day;
    if (!take_day(as_of, "the day of the run", &packed, &day, d)) {
        return pr_api_outcome(d, false);
    }
    preceptor_status status =
        pr_store_revoke(store->store, number, day, trimmed(by), trimmed(reason), &d->sources, &waiver);
    if (status != PRECEPTOR_OK) {
        return pr_api_store_failed(store, status, d);
    }
    return write_all(&waiver, 1, day, view, sink, &(pr_waivers_asked){0});
}

preceptor_status pr_api_granted(preceptor_store *store, pr_text applicant, pr_arena *arena, pr_text **owners,
                                pr_granted **out, uint32_t *count) {
    const pr_store_waiver *all;
    preceptor_status status = pr_store_waivers(store->store, applicant, false, arena, &all, count);
    *out = PR_NEW_ARRAY(arena, pr_granted, *count + 1u);
    *owners = PR_NEW_ARRAY(arena, pr_text, *count + 1u);
    if (status != PRECEPTOR_OK || *out == NULL || *owners == NULL) {
        return status != PRECEPTOR_OK ? status : PRECEPTOR_NO_MEMORY;
    }
    for (uint32_t i = 0; i < *count; i++) {
        const pr_store_waiver *w = &all[i];
        (*owners)[i] = w->applicant;
        (*out)[i] = (pr_granted){.subject = w->subject,
                                 .requirement = w->requirement,
                                 .by = w->by,
                                 .reason = w->reason,
                                 .on = pr_date_parse(w->on).number,
                                 .until = pr_date_parse(w->until).number,
                                 .number = w->number};
    }
    return PRECEPTOR_OK;
}

preceptor_status preceptor_profile_take_waivers(preceptor_profile *p, preceptor_store *store,
                                                preceptor_diagnostics *d) {
    pr_granted *granted;
    pr_text *owners;
    uint32_t count = 0;
    if (p->profile.id.length == 0) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = pr_api_granted(store, p->profile.id, &p->document, &owners, &granted, &count);
    if (status != PRECEPTOR_OK) {
        return pr_api_store_failed(store, status, d);
    }
    return pr_profile_add_waivers(&p->profile, granted, count, true) ? PRECEPTOR_OK : PRECEPTOR_NO_MEMORY;
}
