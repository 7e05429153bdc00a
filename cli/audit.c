/* preceptor audit POOL...: pools of profiles, to a row for each. */
#include "audit_streams.h"
#include "command.h"
#include "message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a record stands: its line, and where there are many files, of which one. */
static const char *place_of(const pool *p, uint64_t number, uint64_t line, char *out, size_t size) {
    if (p->many && number > 0 && number <= p->count) {
        (void)snprintf(out, size, "%s:%llu", p->files[number - 1].path, (unsigned long long)line);
    } else {
        (void)snprintf(out, size, "%llu", (unsigned long long)line);
    }
    return out;
}

enum { PLACE_SIZE = 4128 }; /* of a path, and a line */

static void say_counts(const preceptor_audit_counts *counts, const audit_streams *s, bool resume) {
    const pool *p = &s->pool;
    unsigned long long records = counts->records, rejected = counts->rejected, warnings = counts->warnings;
    char of_warnings[64] = "";
    if (warnings > 0) {
        (void)snprintf(of_warnings, sizeof of_warnings, ", %llu warning%s", warnings,
                       warnings == 1 ? "" : "s");
    }
    message_note("%llu record%s, %llu rejected%s", records, records == 1 ? "" : "s", rejected, of_warnings);
    if (s->resumed > 0) {
        message_note("%llu of them were done before", (unsigned long long)s->resumed);
    } else if (resume) {
        message_note("none of them was done before: no audit of the same options and day was interrupted");
    }
    if (counts->passed > 0) {
        message_note("%llu left out by --where, %llu of them because it is not known of them",
                     (unsigned long long)counts->passed, (unsigned long long)counts->passed_unknown);
    }
    if (p->passed > 0) {
        message_note("%zu file%s passed over: profiles end in .yaml, .yml or .json", p->passed,
                     p->passed == 1 ? "" : "s");
    }
    bool unknown_keys = false;
    for (size_t i = 0; i < counts->frequent_count; i++) {
        const preceptor_frequent_warning *f = &counts->frequent[i];
        char place[PLACE_SIZE];
        message_note("%8llu  %s (first: %s%s)", (unsigned long long)f->count, f->text, p->many ? "" : "line ",
                     place_of(p, f->input, f->line, place, sizeof place));
        unknown_keys |= strncmp(f->text, "unknown ", strlen("unknown ")) == 0;
    }
    if (unknown_keys) {
        message_hint("--strict rejects records with unknown keys");
    }
}

/* What was asked for is said in any case. */
static void say_repeated(const preceptor_audit_counts *counts, const pool *p) {
    if (counts->repeated == 0) {
        message_note("no id occurs more than once");
        return;
    }
    message_note("%llu id%s more than once:", (unsigned long long)counts->repeated,
                 counts->repeated == 1 ? " occurs" : "s occur");
    for (size_t i = 0; i < counts->repeated_count; i++) {
        const preceptor_repeated_id *r = &counts->repeated_ids[i];
        char first[PLACE_SIZE], last[PLACE_SIZE];
        message_note("%8llu  %s (%s%s %s %s)", (unsigned long long)r->records, r->id, p->many ? "" : "lines ",
                     place_of(p, r->first_input, r->first_line, first, sizeof first),
                     r->records == 2 ? "and" : "to",
                     place_of(p, r->last_input, r->last_line, last, sizeof last));
    }
    if (counts->repeated > counts->repeated_count) {
        message_note("          and %llu more",
                     (unsigned long long)(counts->repeated - counts->repeated_count));
    }
}

static bool proceed(void *context, uint64_t records, uint64_t rejected) {
    audit_streams *s = context;
    /* Bytes read are ahead of the rows written by what is being worked on, which is little. */
    progress_show(&s->progress, records, rejected, s->pool.taken, s->pool.total);
    return !audit_streams_stopped();
}

/* Subjects named with --programs; NULL in `*out`: all. */
static bool choose_subjects(work *w, bool **out) {
    const char *at = w->options->programs;
    *out = NULL;
    if (at == NULL) {
        return true;
    }
    *out = calloc(preceptor_kb_subjects(w->kb) + 1, sizeof **out);
    while (*out != NULL && *at != '\0') {
        char name[256];
        size_t length = strcspn(at, ","), subject;
        (void)snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), at);
        preceptor_diagnostics_clear(w->diagnostics);
        preceptor_status status = preceptor_kb_find_subject(w->kb, name, w->diagnostics, &subject);
        if (status != PRECEPTOR_OK) {
            return work_went_well(w, status, "--programs");
        }
        (*out)[subject] = true;
        at += at[length] == ',' ? length + 1 : length;
    }
    return *out != NULL || work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
}

static bool is_named_csv(const char *path) {
    size_t length = path != NULL ? strlen(path) : 0;
    return length > 4 && strcmp(path + length - 4, ".csv") == 0;
}

static int audit(work *w, audit_streams *s) {
    const options *o = w->options;
    preceptor_audit_options settings = {
        .as_of = o->as_of,
        .strict = o->strict,
        .explain = o->explain,
        .map = o->map,
        .any_waivers = o->any_waivers,
        .jobs = pool_jobs(o),
        .rows = o->csv || is_named_csv(o->output) ? PRECEPTOR_ROWS_CSV : PRECEPTOR_ROWS_NDJSON,
        .only = o->only,
        .shard = o->shard,
        .shards = o->shards,
        .check_ids = o->check_ids,
        .resume = o->resume,
        .resumed = audit_streams_resumed,
        .proceed = proceed,
        .proceed_context = s,
    };
    bool *subjects;
    if (!choose_subjects(w, &subjects) || !audit_streams_open(s, w)) {
        free(subjects);
        return EXIT_FAILED;
    }
    settings.subjects = subjects;
    settings.store = s->store;
    preceptor_audit_counts counts = {0};
    preceptor_inputs inputs = pool_inputs(&s->pool);
    preceptor_sink rows = s->has_rows ? output_sink(&s->rows) : (preceptor_sink){0},
                   summary = s->has_summary ? output_sink(&s->summary) : (preceptor_sink){0};
    preceptor_diagnostics_clear(w->diagnostics);
    progress_begin(&s->progress, o->quiet);
    preceptor_status status =
        preceptor_audit(w->kb, &inputs, &settings, w->diagnostics, s->has_rows ? &rows : NULL,
                        s->has_summary ? &summary : NULL, &counts);
    progress_end(&s->progress);
    free(subjects);
    if (!audit_streams_close(s, w, status)) {
        return EXIT_FAILED;
    }
    work_show(w);
    if (!o->quiet) {
        say_counts(&counts, s, o->resume);
    }
    if (o->check_ids) {
        say_repeated(&counts, &s->pool);
    }
    return counts.rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}

int run_audit(const options *o, const char *const *words, size_t count) {
    work w;
    int result = EXIT_FAILED;
    audit_streams *s = calloc(1, sizeof *s);
    bool begun = work_begin(&w, o);
    w.uses = PRECEPTOR_USE_AUDIT;
    if (s == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
    } else if (begun && audit_options_fit(o) && pool_find(&s->pool, words, count, o->from) &&
               work_load_kb(&w, NULL)) {
        result = audit(&w, s);
    }
    if (s != NULL) {
        preceptor_store_close(s->store);
        free(s->journal);
        pool_release(&s->pool);
    }
    free(s);
    work_end(&w);
    return result;
}
