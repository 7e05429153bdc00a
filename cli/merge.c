/* preceptor merge SHARD...: what the shards of one audit wrote, as one run would have. */
#include "command.h"
#include "message.h"
#include "work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct merge {
    work w;
    const char *const *words;
    size_t count;
    preceptor_outputs kind;
    preceptor_merge_counts counts;
} merge;

static const char *name_of(preceptor_outputs kind) {
    static const char *const names[] = {"rows", "a summary", "a store"};
    return names[kind];
}

/* What all of them are; false after it said what is wrong. */
static bool find_kind(merge *m) {
    for (size_t i = 0; i < m->count; i++) {
        preceptor_outputs kind;
        preceptor_status status = preceptor_output_kind(m->words[i], m->w.diagnostics, &kind);
        if (!work_went_well(&m->w, status, "cannot read the shards")) {
            return false;
        }
        if (i > 0 && kind != m->kind) {
            message_error("'%s' is %s, and '%s' is %s", m->words[0], name_of(m->kind), m->words[i],
                          name_of(kind));
            message_hint("rows, summaries and stores are merged each by themselves");
            return false;
        }
        m->kind = kind;
    }
    return true;
}

static int finish(merge *m) {
    const options *o = m->w.options;
    work_show(&m->w);
    if (!o->quiet) {
        message_note("%llu record%s, %llu rejected", (unsigned long long)m->counts.records,
                     m->counts.records == 1 ? "" : "s", (unsigned long long)m->counts.rejected);
    }
    return m->counts.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

static int merge_text(merge *m) {
    const options *o = m->w.options;
    output out;
    for (size_t i = 0; i < m->count; i++) {
        if (output_clashes(o->output, m->words[i])) {
            return EXIT_FAILED;
        }
    }
    if (!output_open(&out, o->output)) {
        return EXIT_FAILED;
    }
    preceptor_sink sink = output_sink(&out);
    preceptor_status status =
        preceptor_merge(m->words, m->count, m->kind, NULL, &sink, m->w.diagnostics, &m->counts);
    if (status == PRECEPTOR_INVALID) {
        output_discard(&out);
        work_show(&m->w);
        return EXIT_FAILED;
    }
    return work_finish(&out, status, EXIT_DONE) == EXIT_DONE ? finish(m) : EXIT_FAILED;
}

/* A store is made beside its place, and moved there once it is whole. */
static int merge_stores(merge *m) {
    static const char ending[] = ".partial";
    const options *o = m->w.options;
    if (o->output == NULL || strcmp(o->output, "-") == 0) {
        message_error("stores are merged into a file");
        message_hint("name it with -o FILE");
        return EXIT_FAILED;
    }
    if (access(o->output, F_OK) == 0) {
        message_error("there is a file '%s' already", o->output);
        message_hint("name one that is not there yet");
        return EXIT_FAILED;
    }
    size_t size = strlen(o->output) + sizeof ending;
    char *beside = malloc(size);
    if (beside == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
        return EXIT_FAILED;
    }
    (void)snprintf(beside, size, "%s%s", o->output, ending);
    (void)unlink(beside);
    preceptor_status status =
        preceptor_merge(m->words, m->count, m->kind, beside, NULL, m->w.diagnostics, &m->counts);
    bool ok = work_went_well(&m->w, status, "the stores could not be merged");
    if (ok && rename(beside, o->output) != 0) {
        message_error("cannot write '%s': %s", o->output, strerror(errno));
        ok = false;
    }
    if (!ok) {
        (void)unlink(beside);
    }
    free(beside);
    return ok ? finish(m) : EXIT_FAILED;
}

int run_merge(const options *o, const char *const *words, size_t count) {
    merge m = {.words = words, .count = count};
    int result = EXIT_FAILED;
    if (work_begin(&m.w, o) && find_kind(&m)) {
        result = m.kind == PRECEPTOR_OUTPUT_STORE ? merge_stores(&m) : merge_text(&m);
    }
    work_end(&m.w);
    return result;
}
