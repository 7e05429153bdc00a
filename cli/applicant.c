/* preceptor history ID and preceptor forget ID: what a store has of one person. */
#include "command.h"
#include "message.h"
#include "store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool nothing_there(const work *w, const char *id) {
    message_error("'%s' has nothing of '%s'", store_path(w->options), id);
    message_hint("an id must be written as it is in the profile");
    return false;
}

static int write_history(work *w, const char *id) {
    output out;
    if (output_clashes(w->options->output, store_path(w->options)) || !store_open(w, STORE_READ) ||
        !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    preceptor_status status = preceptor_write_history(w->store, id, &view, &sink, w->diagnostics);
    bool empty = status == PRECEPTOR_NOT_FOUND;
    if (empty || preceptor_diagnostics_errors(w->diagnostics) > 0) {
        output_discard(&out);
        (void)(empty ? nothing_there(w, id) : work_went_well(w, status, "cannot read the history"));
        return EXIT_FAILED;
    }
    return work_finish(&out, status, EXIT_DONE);
}

int run_history(const options *o, const char *const *words, size_t count) {
    (void)count;
    work w;
    int result = work_begin(&w, o) ? write_history(&w, words[0]) : EXIT_FAILED;
    work_end(&w);
    return result;
}

static const char *plural(uint64_t count) { return count == 1 ? "" : "s"; }

static void say_traces(const char *before, const preceptor_traces *t) {
    message_note("%s%llu audited record%s, %llu recorded answer%s and %llu waiver%s", before,
                 (unsigned long long)t->records, plural(t->records), (unsigned long long)t->answers,
                 plural(t->answers), (unsigned long long)t->waivers, plural(t->waivers));
}

/* Only who sits at a terminal can be asked. */
static bool is_wanted(const work *w, const char *id, const preceptor_traces *t) {
    if (w->options->yes) {
        return true;
    }
    if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1) {
        message_error("what is forgotten is gone for good, and nobody can be asked");
        message_hint("--yes forgets without asking");
        return false;
    }
    char answer[16] = "";
    say_traces("it has ", t);
    message_note("forget all of '%s' for good? Type yes:", id);
    if (fgets(answer, sizeof answer, stdin) == NULL || strcmp(answer, "yes\n") != 0) {
        message_note("nothing was changed");
        return false;
    }
    return true;
}

static bool forget(work *w, const char *id) {
    preceptor_traces traces;
    if (!store_open(w, STORE_CHANGE)) {
        return false;
    }
    preceptor_status status = preceptor_forget(w->store, id, true, &traces, w->diagnostics);
    if (!work_went_well(w, status, "cannot look into the store")) {
        return false;
    }
    if (traces.records + traces.answers + traces.waivers == 0) {
        return nothing_there(w, id);
    }
    if (!is_wanted(w, id, &traces)) {
        return false;
    }
    status = preceptor_forget(w->store, id, false, &traces, w->diagnostics);
    if (!work_went_well(w, status, "cannot forget it")) {
        return false;
    }
    if (!w->options->quiet) {
        say_traces("removed: ", &traces);
        message_note(
            "counts of audits stay as they were; pools, rows and profiles in other files are as they are");
    }
    if (traces.elsewhere) {
        message_note(
            "the text of the id still stands in the settings, file names, messages or reasons of others");
    }
    return true;
}

int run_forget(const options *o, const char *const *words, size_t count) {
    (void)count;
    work w;
    int result = work_begin(&w, o) && forget(&w, words[0]) ? EXIT_DONE : EXIT_FAILED;
    work_end(&w);
    return result;
}
