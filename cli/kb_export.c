/* preceptor kb export: the chaining for other engines. */
#include "command.h"
#include "message.h"
#include "work.h"

static preceptor_status write_facts(work *w, const void *question, const preceptor_view *view,
                                    const preceptor_sink *sink) {
    uint32_t unknown;
    (void)question;
    (void)view;
    preceptor_status status = preceptor_write_clips_facts(w->session, sink, &unknown);
    if (status == PRECEPTOR_OK && unknown > 0 && !w->options->quiet) {
        message_note("%u conditions and facts are not known, and left out", (unsigned)unknown);
    }
    return status;
}

static int write_rules(const options *o) {
    work w;
    output out;
    int result = EXIT_FAILED;
    bool begun = work_begin(&w, o);
    w.document = o->is_case ? "case" : NULL;
    if (begun && work_load_kb(&w, NULL) && output_open(&out, o->output)) {
        preceptor_sink sink = output_sink(&out);
        result = work_finish(&out, preceptor_kb_write_clips(w.kb, &sink), EXIT_DONE);
    }
    work_end(&w);
    return result;
}

int run_kb_export(const options *o, const char *const *words, size_t count) {
    (void)words;
    (void)count;
    if (!o->clips) {
        message_error("preceptor kb export: it is not said for what");
        message_hint("preceptor kb export --clips");
        return EXIT_FAILED;
    }
    const work_report report = {.write = write_facts, .document = o->is_case ? "case" : NULL, .either = true};
    return o->facts != NULL ? work_run(o, o->facts, &report) : write_rules(o);
}
