/* preceptor why CONCLUSION PROFILE, and why-not: the proof, and what is missing. */
#include "command.h"
#include "message.h"
#include "work.h"

typedef preceptor_status writer(preceptor_session *, const char *, const preceptor_view *,
                                const preceptor_sink *, preceptor_diagnostics *);

static int answer(work *w, writer *write, const char *conclusion, const char *profile) {
    output out;
    if (output_clashes(w->options->output, profile) || !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = write(w->session, conclusion, &view, &sink, w->diagnostics);
    if (preceptor_diagnostics_errors(w->diagnostics) > 0) {
        output_discard(&out);
        work_show(w);
        return EXIT_FAILED;
    }
    return work_finish(&out, status, EXIT_DONE);
}

static int run(const options *o, const char *name, writer *write, const char *const *words, size_t count) {
    if (count == 1) {
        message_error("preceptor %s needs a CONCLUSION and a PROFILE; one is missing", name);
        message_hint("preceptor %s CONCLUSION PROFILE; preceptor check PROFILE --all shows what is concluded",
                     name);
        return EXIT_FAILED;
    }
    if (!work_profile_is_there(words[1])) {
        return EXIT_FAILED;
    }
    work w;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, NULL) && work_read_profile(&w, words[1]) && work_evaluate(&w)) {
        result = answer(&w, write, words[0], words[1]);
    }
    work_end(&w);
    return result;
}

int run_why(const options *o, const char *const *words, size_t count) {
    return run(o, "why", preceptor_write_why, words, count);
}

int run_why_not(const options *o, const char *const *words, size_t count) {
    return run(o, "why-not", preceptor_write_why_not, words, count);
}
