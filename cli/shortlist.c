/* preceptor shortlist PROFILE */
#include "command.h"
#include "work.h"

static preceptor_status write(work *w, const void *question, const preceptor_view *view,
                              const preceptor_sink *sink) {
    (void)question;
    return preceptor_write_shortlist(w->session, view, sink);
}

int run_shortlist(const options *o, const char *const *words, size_t count) {
    (void)count;
    return work_run(o, words[0], &(work_report){.uses = PRECEPTOR_USE_SHORTLISTS, .write = write});
}
