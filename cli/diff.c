/* preceptor diff: two audits of stores, or one pool judged by two knowledge bases. */
#include "command.h"
#include "message.h"
#include "pool.h"
#include "work.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BEFORE, AFTER, SIDES };

typedef struct diff {
    const options *options;
    const char *words[SIDES]; /* the audits */
    char *made[SIDES];        /* stores for this run alone */
} diff;

/* In $TMPDIR, empty. NULL after a message. */
static char *make_file(void) {
    static const char name[] = "/preceptor-XXXXXX";
    const char *folder = getenv("TMPDIR");
    folder = folder != NULL && folder[0] != '\0' ? folder : "/tmp";
    size_t size = strlen(folder) + sizeof name;
    char *path = malloc(size);
    if (path == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
        return NULL;
    }
    (void)snprintf(path, size, "%s%s", folder, name);
    int file = mkstemp(path);
    if (file < 0) {
        message_error("cannot make a file in '%s': %s", folder, strerror(errno));
        free(path);
        return NULL;
    }
    (void)close(file);
    return path;
}

static bool audit(work *w, pool *p, const char *path) {
    const options *o = w->options;
    preceptor_audit_options settings = {
        .as_of = o->as_of, .map = o->map, .strict = o->strict, .jobs = pool_jobs(o)};
    preceptor_audit_counts counts;
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_store_open(w->kb, path, false, w->diagnostics, &settings.store);
    if (status == PRECEPTOR_OK) {
        preceptor_inputs inputs = pool_inputs(p);
        status = preceptor_audit(w->kb, &inputs, &settings, w->diagnostics, NULL, NULL, &counts);
    }
    preceptor_store_close(settings.store);
    return !p->failed && work_went_well(w, status, "the audit could not be finished");
}

/* One side of a comparison of knowledge bases. */
static bool judge(diff *d, int side, const char *manifest, const char *const *words, size_t count) {
    pool p = {0};
    work w;
    bool good = work_begin(&w, d->options) && pool_find(&p, words, count, d->options->from);
    w.uses = PRECEPTOR_USE_AUDIT;
    good = good && work_load_kb(&w, manifest) && (d->made[side] = make_file()) != NULL &&
           audit(&w, &p, d->made[side]);
    pool_release(&p);
    work_end(&w);
    d->words[side] = d->made[side];
    return good;
}

static int compare(const diff *d) {
    work w;
    output out;
    int result = EXIT_FAILED;
    if (work_begin(&w, d->options) && output_open(&out, d->options->output)) {
        uint64_t changed = 0;
        preceptor_sink sink = output_sink(&out);
        preceptor_status status = preceptor_write_diff(d->words[BEFORE], d->words[AFTER], d->options->format,
                                                       w.diagnostics, &sink, &changed);
        if (status == PRECEPTOR_INVALID) {
            output_discard(&out);
            work_show(&w);
        } else {
            result = work_finish(&out, status, changed > 0 ? EXIT_NO : EXIT_DONE);
        }
    }
    work_end(&w);
    return result;
}

static bool fits(const options *o, const char *const *words, size_t count) {
    bool two = o->earlier_kb != NULL;
    if (!two && o->kb != NULL) {
        message_error("diff compares two knowledge bases, and one is named");
        message_hint("preceptor diff --kb BEFORE --kb AFTER POOL");
        return false;
    }
    if (!two && count != 2) {
        message_error("diff compares two audits, and %zu %s named", count, count == 1 ? "is" : "are");
        message_hint("preceptor diff before.db after.db; or --kb BEFORE --kb AFTER POOL");
        return false;
    }
    for (size_t i = 0; two && i < count; i++) {
        if (strcmp(words[i], "-") == 0) {
            message_error("standard input cannot be read twice");
            message_hint("write it to a file first");
            return false;
        }
    }
    return true;
}

int run_diff(const options *o, const char *const *words, size_t count) {
    diff d = {.options = o};
    bool two = o->earlier_kb != NULL;
    int result = EXIT_FAILED;
    if (fits(o, words, count)) {
        d.words[BEFORE] = words[0];
        d.words[AFTER] = words[count - 1];
        bool good =
            !two || (judge(&d, BEFORE, o->earlier_kb, words, count) && judge(&d, AFTER, o->kb, words, count));
        result = good ? compare(&d) : EXIT_FAILED;
    }
    for (int i = 0; i < SIDES; i++) {
        if (d.made[i] != NULL) {
            (void)unlink(d.made[i]);
        }
        free(d.made[i]);
    }
    return result;
}
