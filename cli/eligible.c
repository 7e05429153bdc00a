/* preceptor eligible PROGRAM PROFILE: the answer is the exit status, too. */
#include "command.h"
#include "message.h"
#include "work.h"

/* Two files, or a name and a file that stand the wrong way round, are told from a name that is misspelt. */
static bool are_swapped(const char *subject, const char *profile) {
    if (!work_is_file(subject) || work_is_file(profile)) {
        return false;
    }
    message_error("'%s' is a file: the program comes first, then the profile", subject);
    message_hint("preceptor eligible '%s' '%s'", profile, subject);
    return true;
}

static bool find_subject(work *w, const char *name, size_t *subject) {
    preceptor_status status = preceptor_kb_find_subject(w->kb, name, w->diagnostics, subject);
    if (status == PRECEPTOR_OK) {
        return true;
    }
    if (status == PRECEPTOR_NO_MEMORY || preceptor_diagnostics_errors(w->diagnostics) == 0) {
        return work_failed(status, "cannot look for it");
    }
    work_show(w);
    if (work_is_file(name)) {
        message_hint("'%s' is a file; the program comes first: preceptor eligible PROGRAM PROFILE", name);
    }
    return false;
}

static int exit_of(preceptor_verdict verdict) {
    return verdict == PRECEPTOR_ELIGIBLE     ? EXIT_DONE
           : verdict == PRECEPTOR_INELIGIBLE ? EXIT_NO
                                             : EXIT_UNDETERMINED;
}

static int answer(const work *w, size_t subject, const char *profile) {
    output out;
    if (output_clashes(w->options->output, profile) || !output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_view view = work_view(w->options, &out);
    preceptor_sink sink = output_sink(&out);
    preceptor_status status = preceptor_write_eligible(w->session, subject, &view, &sink);
    return work_finish(&out, status, exit_of(preceptor_session_verdict(w->session, subject)));
}

int run_eligible(const options *o, const char *const *words, size_t count) {
    if (count == 1) {
        bool is_profile = work_is_file(words[0]);
        message_error("preceptor eligible needs a PROGRAM and a PROFILE; the %s is missing",
                      is_profile ? "program" : "profile");
        message_hint(
            is_profile
                ? "preceptor eligible PROGRAM '%s', or all verdicts: preceptor check '%s' --all"
                : "preceptor eligible '%s' PROFILE; 'preceptor new -o FILE' writes a profile to fill in",
            words[0], words[0]);
        return EXIT_FAILED;
    }
    if (are_swapped(words[0], words[1]) || !work_profile_is_there(words[1])) {
        return EXIT_FAILED;
    }
    work w;
    size_t subject;
    int result = EXIT_FAILED;
    if (work_begin(&w, o) && work_load_kb(&w, NULL)) {
        preceptor_diagnostics_clear(w.diagnostics);
        if (find_subject(&w, words[0], &subject) && work_read_profile(&w, words[1]) && work_evaluate(&w)) {
            result = answer(&w, subject, words[1]);
        }
    }
    work_end(&w);
    return result;
}
