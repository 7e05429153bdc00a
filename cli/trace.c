/* preceptor trace PROFILE: what fired. */
#include "command.h"
#include "work.h"

static int answer(const work *w, const char *profile) {
    output out;
    if (output_clashes(w->options->output, profile) || !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    return work_finish(&out, preceptor_write_trace(w->session, &view, &sink), EXIT_DONE);
}

int run_trace(const options *o, const char *const *words, size_t count) {
    (void)count;
    if (!work_profile_is_there(words[0])) {
        return EXIT_FAILED;
    }
    work w;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, NULL) && work_read_profile(&w, words[0]) && work_evaluate(&w)) {
        result = answer(&w, words[0]);
    }
    work_end(&w);
    return result;
}
