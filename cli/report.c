/* preceptor report and preceptor diff: over what audits kept in stores. */
#include "command.h"
#include "work.h"

typedef preceptor_status writer(work *w, const char *const *words, const preceptor_sink *sink,
                                uint64_t *changed);

static preceptor_status write_report(work *w, const char *const *words, const preceptor_sink *sink,
                                     uint64_t *changed) {
    *changed = 0;
    return preceptor_write_report(words[0], w->options->format, w->diagnostics, sink);
}

static preceptor_status write_diff(work *w, const char *const *words, const preceptor_sink *sink,
                                   uint64_t *changed) {
    return preceptor_write_diff(words[0], words[1], w->options->format, w->diagnostics, sink, changed);
}

static int run(const options *o, const char *const *words, writer *write) {
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && output_open(&out, o->output)) {
        uint64_t changed = 0;
        preceptor_sink sink = output_sink(&out);
        preceptor_status status = write(&w, words, &sink, &changed);
        if (status == PRECEPTOR_INVALID) {
            output_discard(&out);
            work_show(&w);
        } else {
            result = work_finish(&out, status, changed > 0 ? EXIT_NO : EXIT_DONE);
        }
    }
    work_end(&w);
    return result;
}

int run_report(const options *o, const char *const *words, size_t count) {
    (void)count;
    return run(o, words, write_report);
}

int run_diff(const options *o, const char *const *words, size_t count) {
    (void)count;
    return run(o, words, write_diff);
}
