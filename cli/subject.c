/* Finding the program that a command is about, and telling what was mistyped. */
#include "subject.h"

#include "command.h"
#include "message.h"

static bool find_subject(work *w, const void *asked) {
    const subject_question *q = asked;
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
        message_hint("'%s' is a file; the program comes first: preceptor %s PROGRAM PROFILE", q->name,
                     q->verb);
    }
    return false;
}

static int say_missing(const char *verb, const char *word) {
    bool is_profile = work_is_file(word);
    message_error("preceptor %s needs a PROGRAM and a PROFILE; the %s is missing", verb,
                  is_profile ? "program" : "profile");
    if (is_profile) {
        message_hint("preceptor %s PROGRAM '%s', or all verdicts: preceptor check '%s' --all", verb, word,
                     word);
    } else {
        message_hint("preceptor %s '%s' PROFILE; 'preceptor new -o FILE' writes a profile to fill in", verb,
                     word);
    }
    return EXIT_FAILED;
}

int subject_run(const options *o, const char *verb, const char *const *words, size_t count,
                work_writer *write) {
    if (count == 1) {
        return say_missing(verb, words[0]);
    }
    if (work_are_swapped(verb, "program", words)) {
        return EXIT_FAILED;
    }
    size_t subject = 0;
    const subject_question asked = {verb, words[0], &subject};
    return work_run(
        o, words[1],
        &(work_report){
            .uses = PRECEPTOR_USE_VERDICTS, .question = &asked, .prepare = find_subject, .write = write});
}
