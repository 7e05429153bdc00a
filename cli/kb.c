/* preceptor kb: commands for those who keep a knowledge base. */
#include "command.h"
#include "kinds.h"
#include "message.h"

#include <stdlib.h>
#include <string.h>

static int write_summary(const kinds *all) {
    const preceptor_kb *kbs[PRECEPTOR_MOST_DOCUMENTS + 1] = {all->first.kb};
    output out;
    for (size_t i = 0; i < all->other_count; i++) {
        kbs[i + 1] = all->others[i].kb;
    }
    if (!output_open(&out, all->first.options->output)) {
        return EXIT_FAILED;
    }
    preceptor_sink sink = output_sink(&out);
    preceptor_status status =
        preceptor_kb_write_summaries(kbs, all->other_count + 1, all->first.options->format, &sink);
    return work_finish(&out, status, EXIT_DONE);
}

int run_kb_check(const options *o, const char *const *words, size_t count) {
    if (count > 0 && o->kb != NULL) {
        message_error("'%s' and --kb '%s' both name a knowledge base", words[0], o->kb);
        return EXIT_FAILED;
    }
    kinds all;
    int result = kinds_verify(&all, o, count > 0 ? words[0] : NULL) ? write_summary(&all) : EXIT_FAILED;
    kinds_end(&all);
    return result;
}

/* What is asked of a knowledge base, and where the answer goes. */
typedef preceptor_status question(work *w, const char *word, const preceptor_view *view,
                                  const preceptor_sink *sink);

/* Of all kinds of documents: who keeps a knowledge base looks at it as a whole. */
static int ask(const options *o, const char *word, question *write) {
    kinds all;
    work *w = &all.first;
    output out;
    int result = EXIT_FAILED;
    if (kinds_load(&all, o, NULL)) {
        kinds_join(&all);
        if (output_open(&out, o->output)) {
            preceptor_view view = work_view(o, &out);
            preceptor_sink sink = output_sink(&out);
            preceptor_status status = write(w, word, &view, &sink);
            if (preceptor_diagnostics_errors(w->diagnostics) > 0) {
                output_discard(&out);
                work_show(w);
            } else {
                result = work_finish(&out, status, EXIT_DONE);
            }
        }
    }
    kinds_end(&all);
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
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        size_t more = strlen(words[i]);
        memcpy(all + end, words[i], more);
        end += more;
        all[end++] = ' ';
    }
    all[end > 0 ? end - 1 : 0] = '\0';
    bool blank = strspn(all, " \t\r\n") == strlen(all);
    if (blank) {
        message_error("preceptor kb search: there is no word to look for");
    }
    int result = blank ? EXIT_FAILED : ask(o, all, write_search);
    free(all);
    return result;
}

static preceptor_status write_graph(work *w, const char *word, const preceptor_view *view,
                                    const preceptor_sink *sink) {
    return preceptor_kb_write_graph(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_graph(const options *o, const char *const *words, size_t count) {
    (void)count;
    return ask(o, words[0], write_graph);
}

static preceptor_status write_conflicts(work *w, const char *word, const preceptor_view *view,
                                        const preceptor_sink *sink) {
    return preceptor_kb_write_conflicts(w->kb, word, view, sink, w->diagnostics);
}

int run_kb_conflicts(const options *o, const char *const *words, size_t count) {
    return ask(o, count > 0 ? words[0] : NULL, write_conflicts);
}
