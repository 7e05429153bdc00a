/* preceptor audit POOL: a pool of profiles, one JSON object a line, to a row for each. */
#include "command.h"
#include "input.h"
#include "message.h"
#include "work.h"

#include <stdio.h>
#include <string.h>

/* What is read and written. */
typedef struct streams {
    input pool;
    output rows, summary;
    bool has_summary;
} streams;

static bool open_streams(streams *s, const options *o, const char *path) {
    s->has_summary = o->summary != NULL;
    if (s->has_summary && o->output != NULL && strcmp(o->output, o->summary) == 0) {
        message_error("the rows and the summary cannot both go to '%s'", o->summary);
        return false;
    }
    if (s->has_summary && o->output == NULL && strcmp(o->summary, "-") == 0) {
        message_error("the rows and the summary cannot both go to standard output");
        message_hint("name a file for one of them: -o FILE or --summary FILE");
        return false;
    }
    if (output_clashes(o->output, path) || output_clashes(o->summary, path) || !input_open(&s->pool, path)) {
        return false;
    }
    if (!output_open(&s->rows, o->output)) {
        input_close(&s->pool);
        return false;
    }
    if (s->has_summary && !output_open(&s->summary, o->summary)) {
        output_discard(&s->rows);
        input_close(&s->pool);
        return false;
    }
    return true;
}

/* Puts both outputs in place, or neither: what can go wrong of writing does so before either is moved. */
static bool close_streams(streams *s, preceptor_status status) {
    bool unread = s->pool.error != 0;
    if (unread) {
        (void)input_failed(&s->pool, s->pool.error);
    }
    input_close(&s->pool);
    bool failed_writing = status == PRECEPTOR_IO && !unread;
    if (unread || (status != PRECEPTOR_OK && !failed_writing)) {
        output_discard(&s->rows);
        if (s->has_summary) {
            output_discard(&s->summary);
        }
        return unread ? false : work_failed(status, "the audit could not be finished");
    }
    bool ok = output_complete(&s->rows);
    if (s->has_summary) {
        ok = ok ? output_complete(&s->summary) : (output_discard(&s->summary), false);
    }
    if (!ok) {
        output_discard(&s->rows);
        return false;
    }
    ok = output_commit(&s->rows) && (!s->has_summary || output_commit(&s->summary));
    if (!ok && s->has_summary) {
        output_discard(&s->summary);
    }
    return ok && !failed_writing;
}

static void say_counts(const preceptor_audit_counts *counts) {
    unsigned long long records = counts->records, rejected = counts->rejected, warnings = counts->warnings;
    char of_warnings[64] = "";
    if (warnings > 0) {
        (void)snprintf(of_warnings, sizeof of_warnings, ", %llu warning%s", warnings,
                       warnings == 1 ? "" : "s");
    }
    message_note("%llu record%s, %llu rejected%s", records, records == 1 ? "" : "s", rejected, of_warnings);
    for (size_t i = 0; i < counts->frequent_count; i++) {
        message_note("%8llu  %s", (unsigned long long)counts->frequent[i].count, counts->frequent[i].text);
    }
    if (counts->frequent_count > 0) {
        message_hint("--strict rejects such records");
    }
}

static int audit(const work *w, const char *path) {
    const options *o = w->options;
    streams s;
    if (!open_streams(&s, o, path)) {
        return EXIT_FAILED;
    }
    preceptor_audit_options settings = {.as_of = o->as_of, .strict = o->strict};
    preceptor_audit_counts counts = {0};
    preceptor_reader reader = input_reader(&s.pool);
    preceptor_sink rows = output_sink(&s.rows),
                   summary = s.has_summary ? output_sink(&s.summary) : (preceptor_sink){0};
    preceptor_status status =
        preceptor_audit(w->kb, &reader, &settings, &rows, s.has_summary ? &summary : NULL, &counts);
    if (!close_streams(&s, status)) {
        return EXIT_FAILED;
    }
    if (!o->quiet) {
        say_counts(&counts);
    }
    return counts.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

int run_audit(const options *o, const char *const *words, size_t count) {
    (void)count;
    work w;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, NULL)) {
        result = audit(&w, words[0]);
    }
    work_end(&w);
    return result;
}
