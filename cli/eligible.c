/* preceptor eligible PROGRAM PROFILE: the answer is the exit status, too. */
#include "command.h"
#include "subject.h"

static int exit_of(preceptor_verdict verdict) {
    return verdict == PRECEPTOR_ELIGIBLE     ? EXIT_DONE
           : verdict == PRECEPTOR_INELIGIBLE ? EXIT_NO
                                             : EXIT_UNDETERMINED;
}

static preceptor_status write(work *w, const void *asked, const preceptor_view *view,
                              const preceptor_sink *sink) {
    size_t subject = *((const subject_question *)asked)->subject;
    w->done = exit_of(preceptor_session_verdict(w->session, subject));
    return preceptor_write_eligible(w->session, subject, view, sink);
}

int run_eligible(const options *o, const char *const *words, size_t count) {
    return subject_run(o, "eligible", words, count, write);
}
