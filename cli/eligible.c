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

typedef struct question {
    const char *name;
    size_t *subject; /* once it is found */
} question;

static bool find_subject(work *w, const void *asked) {
    const question *q = asked;
    preceptor_diagnostics_clear(w->diagnostics);
    preceptor_status status = preceptor_kb_find_subject(w->kb, q->name, w->diagnostics, q->subject);
    if (status == PRECEPTOR_OK) {
        return true;
    }
    if (status == PRECEPTOR_NO_MEMORY || preceptor_diagnostics_errors(w->diagnostics) == 0) {
        return work_failed(status, "cannot look for it");
    }
    work_show(w);
    if (work_is_file(q->name)) {
        message_hint("'%s' is a file; the program comes first: preceptor eligible PROGRAM PROFILE", q->name);
    }
    return false;
}

static int exit_of(preceptor_verdict verdict) {
    return verdict == PRECEPTOR_ELIGIBLE     ? EXIT_DONE
           : verdict == PRECEPTOR_INELIGIBLE ? EXIT_NO
                                             : EXIT_UNDETERMINED;
}

static preceptor_status write(work *w, const void *asked, const preceptor_view *view,
                              const preceptor_sink *sink) {
    size_t subject = *((const question *)asked)->subject;
    w->done = exit_of(preceptor_session_verdict(w->session, subject));
    return preceptor_write_eligible(w->session, subject, view, sink);
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
    if (are_swapped(words[0], words[1])) {
        return EXIT_FAILED;
    }
    size_t subject = 0;
    const question asked = {words[0], &subject};
    return work_run(o, words[1], &(work_report){.question = &asked, .prepare = find_subject, .write = write});
}
