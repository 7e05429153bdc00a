/* preceptor why CONCLUSION PROFILE, and why-not: the proof, and what is missing. */
#include "command.h"
#include "message.h"
#include "work.h"

typedef preceptor_status writer(preceptor_session *, const char *, const preceptor_view *,
                                const preceptor_sink *, preceptor_diagnostics *);

typedef struct question {
    writer *write;
    const char *conclusion;
} question;

static preceptor_status write(work *w, const void *asked, const preceptor_view *view,
                              const preceptor_sink *sink) {
    const question *q = asked;
    return q->write(w->session, q->conclusion, view, sink, w->diagnostics);
}

static int run(const options *o, const char *name, writer *say, const char *const *words, size_t count) {
    if (count == 1) {
        message_error("preceptor %s needs a CONCLUSION and a PROFILE; one is missing", name);
        message_hint("preceptor %s CONCLUSION PROFILE; preceptor check PROFILE --all shows what is concluded",
                     name);
        return EXIT_FAILED;
    }
    if (work_are_swapped(name, "conclusion", words)) {
        return EXIT_FAILED;
    }
    const question asked = {say, words[0]};
    return work_run(
        o, words[1],
        &(work_report){
            .question = &asked, .write = write, .document = o->is_case ? "case" : NULL, .either = true});
}

int run_why(const options *o, const char *const *words, size_t count) {
    return run(o, "why", preceptor_write_why, words, count);
}

int run_why_not(const options *o, const char *const *words, size_t count) {
    return run(o, "why-not", preceptor_write_why_not, words, count);
}
