/* What commands work with: the knowledge base, the diagnostics, a profile, a session. */
#ifndef CLI_WORK_H
#define CLI_WORK_H

#include "options.h"
#include "output.h"

typedef struct work {
    const options *options;
    preceptor_diagnostics *diagnostics;
    preceptor_kb *kb;
    preceptor_profile *profile;
    preceptor_session *session;
    preceptor_store *store; /* whose waivers count; NULL: none */
    const char *document;   /* of which kind the documents are; NULL: profiles */
    unsigned uses;          /* what the knowledge base is asked for: preceptor_use; 0: anything */
    bool either;            /* --case settles which */
    bool ran_out;           /* of memory: its diagnostics may be wrong */
    int done; /* the exit status when all is written: EXIT_DONE unless a writer says otherwise */
} work;

/* Writes what a command has to say of the evaluated profile. NOT_FOUND: the diagnostics say what is wrong with what was
 * asked; CONFLICT: why there is no answer. */
typedef preceptor_status work_writer(work *w, const void *question, const preceptor_view *view,
                                     const preceptor_sink *sink);
/* What a command does that reports on one profile. */
typedef struct work_report {
    const char *document; /* of which kind it is; NULL: a profile */
    unsigned uses;        /* what the knowledge base is asked for: preceptor_use; 0: anything */
    bool either;          /* --case settles which: it reads both */
    const void *question; /* handed on */
    /* What can be told wrong before the profile is read; says so, and gives false. NULL: nothing. */
    bool (*prepare)(work *w, const void *question);
    work_writer *write;
} work_report;
/* The whole of such a command, its output included. Gives its exit status. */
int work_run(const options *o, const char *profile, const work_report *report);

/* Each says what is wrong and gives false; work_end is called in either case. */
bool work_begin(work *w, const options *o);
/* Loads the knowledge base: the manifest named, else the one that the options or the place of the program tell. Its
 * warnings stay in the diagnostics. */
bool work_load_kb(work *w, const char *manifest);
/* Reads the profile and what --set adds; reports to the diagnostics. */
bool work_read_profile(work *w, const char *path);
/* A session as of the day asked for, in which the profile is evaluated with its reasons. */
bool work_evaluate(work *w);
void work_end(work *w);

/* Writes what the diagnostics hold to standard error; warnings by themselves only without --quiet. */
void work_show(work *w);
/* "error: ..." for a status of the library that left no diagnostics; gives false. */
bool work_failed(preceptor_status status, const char *what);
/* After a call that reports to the diagnostics: true when it went well; else all is said that there is to say. */
bool work_went_well(work *w, preceptor_status status, const char *what);
/* The end of writing: in place where all went well, else nothing. Gives `done` or EXIT_FAILED. */
int work_finish(output *out, preceptor_status status, int done);

bool work_wants_color(const options *o, bool terminal);
preceptor_view work_view(const options *o, const output *out);
bool work_is_file(const char *path);
/* True after a message: two words, of which the second should be a file, stand the wrong way round. A name that is
 * misspelt is no such thing. */
bool work_are_swapped(const char *name, const char *what, const char *const *words);

#endif
