/* The steps that commands have in common, and what they say when one fails. */
#include "work.h"

#include "command.h"
#include "locate.h"
#include "message.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Lines of prose longer than this are hard to read, however wide the terminal is. */
enum { WIDEST = 100 };

bool work_failed(preceptor_status status, const char *what) {
    message_error("%s: %s", what, preceptor_status_text(status));
    return false;
}

bool work_begin(work *w, const options *o) {
    *w = (work){.options = o, .diagnostics = preceptor_diagnostics_new(NULL)};
    return w->diagnostics != NULL || work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
}

void work_end(work *w) {
    preceptor_session_free(w->session);
    preceptor_store_close(w->store);
    preceptor_profile_free(w->profile);
    preceptor_kb_free(w->kb);
    preceptor_diagnostics_free(w->diagnostics);
}

static bool write_to_stderr(void *context, const char *bytes, size_t count) {
    (void)context;
    return fwrite(bytes, 1, count, stderr) == count;
}

void work_show(work *w) {
    bool any_error = preceptor_diagnostics_errors(w->diagnostics) > 0;
    if (any_error || !w->options->quiet) {
        preceptor_sink sink = {.write = write_to_stderr};
        preceptor_status status = preceptor_diagnostics_write(w->diagnostics, message_color(), &sink);
        if (status == PRECEPTOR_NO_MEMORY) {
            (void)work_failed(status, "cannot say all that there is to say");
        }
    }
}

bool work_went_well(work *w, preceptor_status status, const char *what) {
    if (status == PRECEPTOR_OK && preceptor_diagnostics_errors(w->diagnostics) == 0) {
        return true;
    }
    /* Without memory the diagnostics may be incomplete, or wrong: a file that was not read lacks everywhere. */
    if (status == PRECEPTOR_NO_MEMORY) {
        w->ran_out = true;
        return work_failed(status, what);
    }
    work_show(w);
    if (preceptor_diagnostics_errors(w->diagnostics) == 0) {
        (void)work_failed(status, what);
    }
    return false;
}

bool work_load_kb(work *w, const char *manifest) {
    char *path = locate_kb(manifest != NULL ? manifest : w->options->kb);
    if (path == NULL) {
        return false;
    }
    preceptor_options settings = {
        .limits = w->options->limits, .document = w->document, .where = w->options->where, .uses = w->uses};
    preceptor_status status = preceptor_kb_load(path, &settings, w->diagnostics, &w->kb);
    bool ok = work_went_well(w, status, "cannot load the knowledge base");
    free(path);
    return ok;
}

bool work_is_file(const char *path) {
    struct stat found;
    return stat(path, &found) == 0 && S_ISREG(found.st_mode);
}

/* As profiles are called, whether there is one or not. */
static bool is_called_so(const char *word) {
    static const char *const endings[] = {".yaml", ".yml", ".json"};
    bool found = false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(word), ending = strlen(endings[i]);
        found = found || (length > ending && strcmp(word + length - ending, endings[i]) == 0);
    }
    return found;
}

bool work_are_swapped(const char *name, const char *what, const char *const *words) {
    bool file = work_is_file(words[0]);
    if ((!file && !is_called_so(words[0])) || work_is_file(words[1]) || is_called_so(words[1])) {
        return false;
    }
    message_error("'%s' %s a file: the %s comes first, then the profile", words[0],
                  file ? "is" : "looks like", what);
    message_hint("preceptor %s '%s' '%s'", name, words[1], words[0]);
    return true;
}

/* Before anything is loaded: a file that is missing, or a directory, is told with what to do about it.
 * What the library says of a file it cannot read is right, but does not know what a person could do about it. */
static bool is_there(const char *path, const char *document) {
    const char *kind = document != NULL ? document : "profile";
    struct stat found;
    if (strcmp(path, "-") == 0) {
        return true;
    }
    if (stat(path, &found) != 0) {
        message_error("cannot read the %s '%s': %s", kind, path, strerror(errno));
        if (errno == ENOENT) {
            message_hint("'preceptor new%s%s -o %s' writes one to fill in", document != NULL ? " --" : "",
                         document != NULL ? document : "", path);
        }
        return false;
    }
    if (S_ISDIR(found.st_mode)) {
        message_error("'%s' is a directory, and a %s is one file", path, kind);
        return false;
    }
    return true;
}

/* Which command reads which kind of document. */
static const struct {
    const char *document, *command;
} readers[] = {{"profile", "check"}, {"case", "consult"}};

/* How much is wrong with a file as a document of a kind; very many where nobody can tell. */
static size_t errors_as(const work *w, const char *document, const char *path) {
    work other;
    size_t errors = SIZE_MAX / 8;
    if (work_begin(&other, w->options)) {
        char *manifest = locate_kb(w->options->kb);
        preceptor_options settings = {.limits = w->options->limits, .document = document};
        if (manifest != NULL &&
            preceptor_kb_load(manifest, &settings, other.diagnostics, &other.kb) == PRECEPTOR_OK &&
            preceptor_profile_new(other.kb, &other.profile) == PRECEPTOR_OK) {
            preceptor_diagnostics_clear(other.diagnostics);
            (void)preceptor_profile_read_file(other.profile, path, other.diagnostics);
            errors = preceptor_diagnostics_errors(other.diagnostics);
        }
        free(manifest);
    }
    work_end(&other);
    return errors;
}

/* Someone may have taken a case for a profile: then a file with so many errors has next to none as the other. */
static void suggest_other_kind(const work *w, const char *path, size_t errors) {
    const char *mine = w->document != NULL ? w->document : readers[0].document;
    for (size_t i = 0; i < sizeof readers / sizeof readers[0] && strcmp(path, "-") != 0; i++) {
        bool declared = false;
        for (size_t k = 0; preceptor_kb_document(w->kb, k) != NULL; k++) {
            declared = declared || strcmp(preceptor_kb_document(w->kb, k), readers[i].document) == 0;
        }
        if (declared && strcmp(mine, readers[i].document) != 0 &&
            errors_as(w, readers[i].document, path) * 4 < errors) {
            if (w->either) {
                message_hint("'%s' looks like a %s: %s", path, readers[i].document,
                             w->document == NULL ? "add --case" : "leave --case out");
                continue;
            }
            message_hint("'%s' looks like a %s, and this command reads a %s: preceptor %s '%s'", path,
                         readers[i].document, mine, readers[i].command, path);
        }
    }
}

bool work_read_profile(work *w, const char *path) {
    /* Those of the knowledge base are for whoever keeps it: `kb check` shows them. */
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_profile_new(w->kb, &w->profile);
    if (status != PRECEPTOR_OK) {
        return work_failed(status, "cannot read the profile");
    }
    status = preceptor_profile_read_file(w->profile, path, w->diagnostics);
    size_t errors = preceptor_diagnostics_errors(w->diagnostics);
    for (size_t i = 0; i < w->options->set_count && (status == PRECEPTOR_OK || status == PRECEPTOR_INVALID);
         i++) {
        preceptor_status set = preceptor_profile_set(w->profile, w->options->sets[i], w->diagnostics);
        status = set != PRECEPTOR_OK ? set : status;
    }
    if (!work_went_well(w, status, "cannot read the profile")) {
        if (status == PRECEPTOR_INVALID) {
            suggest_other_kind(w, path, errors);
        }
        return false;
    }
    work_show(w);
    return store_take_waivers(w);
}

bool work_evaluate(work *w) {
    preceptor_status status = preceptor_session_new(w->kb, &w->session);
    if (status == PRECEPTOR_OK && w->options->as_of != NULL) {
        status = preceptor_session_set_as_of(w->session, w->options->as_of);
    }
    if (status == PRECEPTOR_OK) {
        status = preceptor_evaluate(w->session, w->profile, PRECEPTOR_REASONS);
    }
    if (status == PRECEPTOR_LIMIT) {
        message_error("%s", preceptor_session_limit(w->session));
        return false;
    }
    return status == PRECEPTOR_OK || work_failed(status, "cannot evaluate the profile");
}

int work_finish(output *out, preceptor_status status, int done) {
    if (status == PRECEPTOR_OK || (status == PRECEPTOR_IO && out->error != 0)) {
        return output_commit(out) ? done : EXIT_FAILED;
    }
    output_discard(out);
    (void)work_failed(status, "there is no answer");
    return EXIT_FAILED;
}

static unsigned terminal_width(const output *out) {
    const char *variable = getenv("COLUMNS");
    struct winsize size;
    unsigned long columns = variable != NULL ? strtoul(variable, NULL, 10) : 0;
    if (columns == 0 && out->terminal && ioctl(out->file, TIOCGWINSZ, &size) == 0) {
        columns = size.ws_col;
    }
    return columns > WIDEST ? WIDEST : (unsigned)columns;
}

bool work_wants_color(const options *o, bool terminal) {
    const char *no_color = getenv("NO_COLOR"), *kind = getenv("TERM");
    bool welcome =
        terminal && (no_color == NULL || no_color[0] == '\0') && (kind == NULL || strcmp(kind, "dumb") != 0);
    return o->color == COLOR_ALWAYS || (o->color == COLOR_AUTO && welcome);
}

preceptor_view work_view(const options *o, const output *out) {
    return (preceptor_view){
        .format = o->format,
        .color = work_wants_color(o, out->terminal),
        .all = o->all,
        .depth = o->depth,
        .width = terminal_width(out),
    };
}

static int write_report(work *w, const char *profile, const work_report *report) {
    output out;
    if (output_clashes(w->options->output, profile) || !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = report->write(w, report->question, &view, &sink);
    if (status != PRECEPTOR_NO_MEMORY && preceptor_diagnostics_errors(w->diagnostics) > 0) {
        work_show(w);
        if (status == PRECEPTOR_NOT_FOUND) {
            output_discard(&out);
            return EXIT_FAILED;
        }
    }
    return work_finish(&out, status, w->done);
}

/* What is kept for years should be what somebody said of themselves. */
static bool records_what_is(const options *o) {
    if (o->record && o->set_count > 0) {
        message_error("--record keeps what is so, and --set tells what could be: they do not go together");
        message_hint("write it into the profile if it is so, and leave out --record if it is not");
        return false;
    }
    return true;
}

int work_run(const options *o, const char *profile, const work_report *report) {
    if (!records_what_is(o) || !is_there(profile, report->document)) {
        return EXIT_FAILED;
    }
    work w;
    int result = EXIT_FAILED;
    bool begun = work_begin(&w, o);
    w.document = report->document;
    w.either = report->either;
    w.uses = report->uses;
    if (begun && work_load_kb(&w, NULL) &&
        (report->prepare == NULL || report->prepare(&w, report->question)) &&
        work_read_profile(&w, profile) && work_evaluate(&w) && (!o->record || store_record(&w))) {
        result = write_report(&w, profile, report);
    }
    work_end(&w);
    return result;
}
