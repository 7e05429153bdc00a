/* preceptor report: over an audit that a store keeps. */
#include "command.h"
#include "work.h"

int run_report(const options *o, const char *const *words, size_t count) {
    (void)count;
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && output_open(&out, o->output)) {
        preceptor_sink sink = output_sink(&out);
        preceptor_status status = preceptor_write_report(words[0], o->format, w.diagnostics, &sink);
        if (status == PRECEPTOR_INVALID) {
            output_discard(&out);
            work_show(&w);
        } else {
            result = work_finish(&out, status, EXIT_DONE);
        }
    }
    work_end(&w);
    return result;
}
