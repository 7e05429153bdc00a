/* preceptor new: a commented document to fill in. What someone has filled in already is never overwritten. */
#include "command.h"
#include "work.h"

int run_new(const options *o, const char *const *words, size_t count) {
    (void)words;
    (void)count;
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o)) {
        w.uses = PRECEPTOR_USE_VERDICTS;
        w.document = o->is_case ? "case" : NULL;
        if (work_load_kb(&w, NULL) && output_open_new(&out, o->output)) {
            preceptor_sink sink = output_sink(&out);
            result = work_finish(&out, preceptor_kb_write_template(w.kb, &sink), EXIT_DONE);
        }
    }
    work_end(&w);
    return result;
}
