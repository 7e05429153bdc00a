/* Where a command's data goes: standard output, or a file that is written beside its place and moved there once it is
 * whole, so that nobody ever sees half of it. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <preceptor.h>

enum { OUTPUT_BUFFER = 1 << 16 };

typedef struct output {
    const char *name; /* for messages */
    int file;         /* -1: not open */
    char *target;     /* where the file goes in the end; NULL: written in place */
    char *beside;     /* where it is now */
    bool resumable;   /* what is beside stays there until it is whole, whatever happens */
    bool exclusive;   /* there must be no file of that name yet */
    bool terminal;
    int error;        /* errno of the first failure, 0: none */
    size_t unsettled; /* written, and the system was not told yet to begin with it */
    size_t used;
    char buffer[OUTPUT_BUFFER];
} output;

/* Before anything else: a closed pipe is an error like others, and files never take the place of closed streams. */
void output_prepare_process(void);
/* `path` NULL or "-": standard output. False after a message. */
bool output_open(output *out, const char *path);
/* The same; a file that exists is left as it is, and an error. */
bool output_open_new(output *out, const char *path);
/* The same; what an interrupted run left beside it, in `path` with ".partial" behind it, is kept until output_keep. */
bool output_open_resumable(output *out, const char *path);
/* Nothing but its first bytes, so many, stay of what is there. False after a message. */
bool output_keep(output *out, uint64_t count);
/* True after a message: output to `path` would take the place of `input`, which may be NULL. */
bool output_clashes(const char *path, const char *input);
preceptor_sink output_sink(output *out);
void output_string(output *out, const char *text);
/* Writes what there is, for a person who waits for it. False after a message. */
bool output_flush(output *out);
/* Writes the rest, to the disk, so that output_commit only has to move the file. For several that belong together.
 * False after a message; nothing is left behind then. */
bool output_complete(output *out);
/* Completes it and puts the file in its place. False after a message; nothing is left behind then. */
bool output_commit(output *out);
/* Leaves nothing behind. Does nothing after a commit. */
void output_discard(output *out);

#endif
