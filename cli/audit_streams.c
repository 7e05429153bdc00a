#include "audit_streams.h"

#include "message.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void stop(int signal_number) {
    (void)signal_number;
    stopped = 1;
}

bool audit_streams_stopped(void) { return stopped != 0; }

/* Once: who asks twice does not want to wait. */
static void stop_on_signals(void) {
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM};
    struct sigaction action = {.sa_handler = stop, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        struct sigaction before;
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            (void)sigaction(ending[i], &action, NULL);
        }
    }
}

bool audit_options_fit(const options *o) {
    if (o->summary != NULL && o->output != NULL && strcmp(o->output, o->summary) == 0) {
        message_error("the rows and the summary cannot both go to '%s'", o->summary);
        return false;
    }
    if (o->summary != NULL && o->output == NULL && o->store == NULL && strcmp(o->summary, "-") == 0) {
        message_error("the rows and the summary cannot both go to standard output");
        message_hint("name a file for one of them: -o FILE or --summary FILE");
        return false;
    }
    if (o->resume && o->store == NULL && (o->output == NULL || strcmp(o->output, "-") == 0)) {
        message_error("--resume needs a file to go on with");
        message_hint("name one with -o FILE or --store FILE");
        return false;
    }
    if (o->resume && o->check_ids && (o->store == NULL || o->only != 0)) {
        message_error("--check-ids cannot see the ids of what --resume passes over");
        message_hint("with --store, and without --only, it looks them up there");
        return false;
    }
    return true;
}

static bool clashes(const audit_streams *s, const options *o) {
    for (size_t i = 0; i < s->pool.count; i++) {
        const char *path = s->pool.files[i].path;
        if (output_clashes(o->output, path) || output_clashes(o->summary, path) ||
            output_clashes(o->store, path)) {
            return true;
        }
    }
    return false;
}

static bool open_store(audit_streams *s, work *w) {
    const options *o = w->options;
    const char *path = o->store;
    if (path == NULL && o->resume && o->output != NULL) {
        static const char ending[] = ".resume";
        size_t size = strlen(o->output) + sizeof ending;
        s->journal = malloc(size);
        if (s->journal == NULL) {
            return work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
        }
        (void)snprintf(s->journal, size, "%s%s", o->output, ending);
        path = s->journal;
    }
    if (path == NULL) {
        return true;
    }
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status =
        preceptor_store_open(w->kb, path, s->journal != NULL, w->diagnostics, &s->store);
    stop_on_signals();
    return work_went_well(w, status, "cannot open the store");
}

bool audit_streams_open(audit_streams *s, work *w) {
    const options *o = w->options;
    s->has_rows = o->output != NULL || o->store == NULL;
    s->has_summary = o->summary != NULL;
    if (clashes(s, o) || !open_store(s, w)) {
        return false;
    }
    if (s->has_rows &&
        !(s->store != NULL ? output_open_resumable(&s->rows, o->output) : output_open(&s->rows, o->output))) {
        return false;
    }
    if (s->has_summary && !output_open(&s->summary, o->summary)) {
        if (s->has_rows) {
            output_discard(&s->rows);
        }
        return false;
    }
    return true;
}

bool audit_streams_resumed(void *streams, uint64_t row_bytes, uint64_t records) {
    audit_streams *s = streams;
    s->resumed = records;
    s->failed = s->has_rows && !output_keep(&s->rows, row_bytes);
    return !s->failed;
}

static void discard(audit_streams *s) {
    if (s->has_rows) {
        output_discard(&s->rows);
    }
    if (s->has_summary) {
        output_discard(&s->summary);
    }
}

/* Before the rows are moved: a run that ends in between begins anew, and gives the same. */
static void remove_journal(audit_streams *s) {
    preceptor_store_close(s->store);
    s->store = NULL;
    if (s->journal != NULL) {
        (void)unlink(s->journal);
    }
    free(s->journal);
    s->journal = NULL;
}

static bool put_in_place(audit_streams *s) {
    bool ok = !s->has_rows || output_complete(&s->rows);
    if (s->has_summary) {
        ok = ok ? output_complete(&s->summary) : (output_discard(&s->summary), false);
    }
    if (!ok) {
        discard(s);
        return false;
    }
    remove_journal(s);
    ok = (!s->has_rows || output_commit(&s->rows)) && (!s->has_summary || output_commit(&s->summary));
    if (!ok && s->has_summary) {
        output_discard(&s->summary);
    }
    return ok;
}

static bool end_early(audit_streams *s, work *w, preceptor_status status) {
    if (s->has_rows && s->store != NULL && status == PRECEPTOR_STOPPED) {
        (void)output_complete(&s->rows);
    }
    discard(s);
    if (status == PRECEPTOR_STOPPED) {
        message_error("stopped; what was done is kept");
        message_hint("to go on, give the same command with --resume");
        return false;
    }
    return s->pool.failed || s->failed ? false : work_went_well(w, status, "the audit could not be finished");
}

bool audit_streams_close(audit_streams *s, work *w, preceptor_status status) {
    bool told = s->pool.failed || s->failed || preceptor_diagnostics_errors(w->diagnostics) > 0;
    bool failed_writing = status == PRECEPTOR_IO && !told;
    bool ok = told || (status != PRECEPTOR_OK && !failed_writing) ? end_early(s, w, status)
                                                                  : put_in_place(s) && !failed_writing;
    preceptor_store_close(s->store);
    s->store = NULL;
    free(s->journal);
    s->journal = NULL;
    return ok;
}
