/* preceptor waive, waivers and revoke: waivers on record in a store. */
#include "command.h"
#include "message.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a command does with the open store and its words. */
typedef preceptor_status store_writer(work *w, const char *const *words, const preceptor_view *view,
                                      const preceptor_sink *sink);

static int run(work *w, const char *const *words, store_use use, store_writer *write) {
    output out;
    /* What is wrong with a waiver makes no store. */
    if (use == STORE_MAKE && !work_went_well(w, write(w, words, NULL, NULL), "it cannot be done")) {
        return EXIT_FAILED;
    }
    if (output_clashes(w->options->output, store_path(w->options)) || !store_open(w, use) ||
        !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = write(w, words, &view, &sink);
    if (preceptor_diagnostics_errors(w->diagnostics) > 0) {
        output_discard(&out);
        (void)work_went_well(w, status, "it cannot be done");
        return EXIT_FAILED;
    }
    work_show(w);
    return work_finish(&out, status, EXIT_DONE);
}

static preceptor_status waive(work *w, const char *const *words, const preceptor_view *view,
                              const preceptor_sink *sink) {
    const options *o = w->options;
    const preceptor_waiver waiver = {.applicant = words[0],
                                     .what = words[1],
                                     .by = o->by,
                                     .reason = o->reason,
                                     .on = o->on,
                                     .until = o->until,
                                     .as_of = o->as_of};
    return preceptor_waive(w->kb, w->store, &waiver, view, sink, w->diagnostics);
}

/* PROGRAM REQUIREMENT in two words means the same as PROGRAM/REQUIREMENT. */
static char *join(const char *a, const char *b) {
    size_t size = strlen(a) + strlen(b) + 2;
    char *joined = malloc(size);
    if (joined != NULL) {
        (void)snprintf(joined, size, "%s/%s", a, b);
    }
    return joined;
}

int run_waive(const options *o, const char *const *words, size_t count) {
    work w;
    char *joined = count > 2 ? join(words[1], words[2]) : NULL;
    int result = EXIT_FAILED;
    bool begun = work_begin(&w, o);
    if (count > 2 && joined == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
    } else if (begun && work_load_kb(&w, NULL)) {
        result =
            run(&w, (const char *const[]){words[0], joined != NULL ? joined : words[1]}, STORE_MAKE, waive);
    }
    work_end(&w);
    free(joined);
    return result;
}

static preceptor_status list(work *w, const char *const *words, const preceptor_view *view,
                             const preceptor_sink *sink) {
    return preceptor_write_waivers(w->store, words[0], w->options->as_of, view, sink, w->diagnostics);
}

int run_waivers(const options *o, const char *const *words, size_t count) {
    work w;
    int result = work_begin(&w, o)
                     ? run(&w, (const char *const[]){count > 0 ? words[0] : NULL}, STORE_READ, list)
                     : EXIT_FAILED;
    work_end(&w);
    return result;
}

static preceptor_status revoke(work *w, const char *const *words, const preceptor_view *view,
                               const preceptor_sink *sink) {
    const options *o = w->options;
    return preceptor_revoke(w->store, strtoll(words[0], NULL, 10), o->by, o->reason, o->as_of, view, sink,
                            w->diagnostics);
}

int run_revoke(const options *o, const char *const *words, size_t count) {
    (void)count;
    char *end;
    errno = 0;
    long long number = strtoll(words[0], &end, 10);
    if (words[0][0] < '0' || words[0][0] > '9' || *end != '\0' || errno != 0 || number < 1) {
        message_error("'%s' is no number of a waiver", words[0]);
        message_hint("'preceptor waivers' lists them with their numbers");
        return EXIT_FAILED;
    }
    work w;
    int result = work_begin(&w, o) ? run(&w, words, STORE_CHANGE, revoke) : EXIT_FAILED;
    work_end(&w);
    return result;
}
