/* preceptor check PROFILE */
#include "command.h"
#include "work.h"

int run_check(const options *o, const char *const *words, size_t count) {
    (void)count;
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_profile_is_there(words[0]) && work_load_kb(&w, NULL) &&
        work_read_profile(&w, words[0]) && work_evaluate(&w) && !output_clashes(o->output, words[0]) &&
        output_open(&out, o->output)) {
        preceptor_view view = work_view(o, &out);
        preceptor_sink sink = output_sink(&out);
        preceptor_status status = preceptor_write_check(w.session, &view, &sink);
        if (status == PRECEPTOR_CONFLICT) {
            preceptor_diagnostics_clear(w.diagnostics);
            preceptor_session_explain(w.session, w.diagnostics);
            work_show(&w);
        }
        result = work_finish(&out, status, EXIT_DONE);
    }
    work_end(&w);
    return result;
}
