/* Reports on a case. */
#include "report/consult.h"
#include "api/api.h"

preceptor_status preceptor_write_consult(preceptor_session *s, const preceptor_view *view,
                                         const preceptor_sink *sink) {
    if (!s->evaluated || !s->reasons) {
        return PRECEPTOR_USAGE;
    }
    if (!pr_infer_keys(&s->vm, NULL)) {
        return PRECEPTOR_CONFLICT;
    }
    char digest[72] = "";
    if (view->format == PRECEPTOR_JSON) {
        pr_kb_digest(s->kb->read, digest);
    }
    pr_advice_context context = {.profile_id = s->profile->profile.id,
                                 .digest = pr_text_copy(&s->vm.arena, pr_text_of(digest))};
    const pr_consult *consult = pr_advise_consult(&s->vm, &context);
    pr_buf_clear(&s->out);
    if (consult == NULL) {
        return s->vm.status != PRECEPTOR_OK ? s->vm.status
               : s->vm.arena.capped         ? PRECEPTOR_LIMIT
                                            : PRECEPTOR_NO_MEMORY;
    }
    pr_view text = pr_api_view(view);
    if (view->format == PRECEPTOR_JSON) {
        pr_report_consult_json(consult, &text, &s->out);
    } else {
        pr_report_consult_text(consult, &text, &s->out);
    }
    return pr_api_write(&s->out, sink);
}
