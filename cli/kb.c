/* preceptor kb: commands for those who keep a knowledge base. */
#include "command.h"
#include "message.h"
#include "work.h"

#include <stdlib.h>
#include <string.h>

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
            if (preceptor_diagnostics_errors(w.diagnostics) > 0) {
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

static preceptor_status write_entity(work *w, const char *word, const preceptor_view *view,
                                     const preceptor_sink *sink) {
    return preceptor_kb_write_entity(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_show(const options *o, const char *const *words, size_t count) {
    (void)count;
    return ask(o, words[0], write_entity);
}

static preceptor_status write_list(work *w, const char *word, const preceptor_view *view,
                                   const preceptor_sink *sink) {
    return preceptor_kb_write_list(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_list(const options *o, const char *const *words, size_t count) {
    return ask(o, count > 0 ? words[0] : NULL, write_list);
}

static preceptor_status write_search(work *w, const char *word, const preceptor_view *view,
                                     const preceptor_sink *sink) {
    size_t found = 0;
    preceptor_status status = preceptor_kb_write_search(w->kb, word, view, sink, &found);
    if (status == PRECEPTOR_OK && found == 0 && !w->options->quiet) {
        message_hint("nothing has '%s' in it; fewer words, or their beginnings, find more", word);
    }
    return status;
}

/* Words may be one argument or several. */
int run_kb_search(const options *o, const char *const *words, size_t count) {
    size_t length = 1;
    for (size_t i = 0; i < count; i++) {
        length += strlen(words[i]) + 1;
    }
    char *all = malloc(length);
    if (all == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot search");
        return EXIT_FAILED;
    }
    all[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(all, i > 0 ? " " : "");
        strcat(all, words[i]);
    }
    bool blank = strspn(all, " \t\r\n") == strlen(all);
    if (blank) {
        message_error("preceptor kb search: there is no word to look for");
    }
    int result = blank ? EXIT_FAILED : ask(o, all, write_search);
    free(all);
    return result;
}

static preceptor_status write_conflicts(work *w, const char *word, const preceptor_view *view,
                                        const preceptor_sink *sink) {
    return preceptor_kb_write_conflicts(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_conflicts(const options *o, const char *const *words, size_t count) {
    return ask(o, count > 0 ? words[0] : NULL, write_conflicts);
}
