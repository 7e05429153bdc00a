/* preceptor when PROGRAM PROFILE */
#include "command.h"
#include "subject.h"

static preceptor_status write(work *w, const void *asked, const preceptor_view *view,
                              const preceptor_sink *sink) {
    return preceptor_write_when(w->session, *((const subject_question *)asked)->subject, view, sink);
}

int run_when(const options *o, const char *const *words, size_t count) {
    return subject_run(o, "when", words, count, write);
}
