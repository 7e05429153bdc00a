/* preceptor check PROFILE */
#include "command.h"
#include "work.h"

static preceptor_status write(work *w, const void *question, const preceptor_view *view,
                              const preceptor_sink *sink) {
    (void)question;
    preceptor_status status = preceptor_write_check(w->session, view, sink);
    if (status == PRECEPTOR_CONFLICT) {
        preceptor_session_explain(w->session, w->diagnostics);
    }
    return status;
}

int run_check(const options *o, const char *const *words, size_t count) {
    (void)count;
    return work_run(o, words[0], &(work_report){.uses = PRECEPTOR_USE_CHECK, .write = write});
}
