/* preceptor kb: commands for those who keep a knowledge base. */
#include "command.h"
#include "message.h"
#include "work.h"

int run_kb_check(const options *o, const char *const *words, size_t count) {
    if (count > 0 && o->kb != NULL) {
        message_error("'%s' and --kb '%s' both name a knowledge base", words[0], o->kb);
        return EXIT_FAILED;
    }
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, count > 0 ? words[0] : NULL)) {
        preceptor_status status = preceptor_kb_verify(w.kb, w.diagnostics);
        bool good = status == PRECEPTOR_OK;
        if (status == PRECEPTOR_NO_MEMORY) {
            (void)work_failed(status, "cannot check the knowledge base");
        } else {
            work_show(&w);
        }
        if (good && output_open(&out, o->output)) {
            preceptor_sink sink = output_sink(&out);
            result = work_finish(&out, preceptor_kb_write_summary(w.kb, o->format, &sink), EXIT_DONE);
        }
    }
    work_end(&w);
    return result;
}

/* What is asked of a knowledge base, and where the answer goes. */
typedef preceptor_status question(work *w, const char *word, const preceptor_view *view,
                                  const preceptor_sink *sink);

static int ask(const options *o, const char *word, question *write) {
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, NULL)) {
        preceptor_diagnostics_clear(w.diagnostics);
        if (output_open(&out, o->output)) {
            preceptor_view view = work_view(o, &out);
            preceptor_sink sink = output_sink(&out);
            preceptor_status status = write(&w, word, &view, &sink);
            if (status == PRECEPTOR_NOT_FOUND || status == PRECEPTOR_INVALID) {
                output_discard(&out);
                work_show(&w);
            } else {
                result = work_finish(&out, status, EXIT_DONE);
            }
        }
    }
    work_end(&w);
    return result;
}

static preceptor_status write_conflicts(work *w, const char *word, const preceptor_view *view,
                                        const preceptor_sink *sink) {
    return preceptor_kb_write_conflicts(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_conflicts(const options *o, const char *const *words, size_t count) {
    return ask(o, count > 0 ? words[0] : NULL, write_conflicts);
}
