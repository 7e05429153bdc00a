/* Commands about one program: PROGRAM PROFILE. */
#ifndef CLI_SUBJECT_H
#define CLI_SUBJECT_H

#include "work.h"

/* The question of such a command. */
typedef struct subject_question {
    const char *verb; /* the command */
    const char *name; /* as it was typed: id, name or alias */
    size_t *subject;  /* its number, once it is found */
} subject_question;

/* The whole of the command called `verb`; `write` gets a subject_question. Gives its exit status. */
int subject_run(const options *o, const char *verb, const char *const *words, size_t count,
                work_writer *write);

#endif
