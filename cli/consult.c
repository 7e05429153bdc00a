/* preceptor consult CASE */
#include "command.h"
#include "work.h"

static preceptor_status write(work *w, const void *question, const preceptor_view *view,
                              const preceptor_sink *sink) {
    (void)question;
    preceptor_status status = preceptor_write_consult(w->session, view, sink);
    if (status == PRECEPTOR_CONFLICT) {
        preceptor_session_explain(w->session, w->diagnostics);
    }
    return status;
}

int run_consult(const options *o, const char *const *words, size_t count) {
    (void)count;
    return work_run(o, words[0], &(work_report){.document = "case", .write = write});
}
