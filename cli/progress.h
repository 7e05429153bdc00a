/* How far a long command is, on a terminal; elsewhere nothing is written. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
    bool wanted;
    bool drawn;              /* there is a line to take away */
    double started, written; /* seconds by a clock that only goes on */
} progress;

/* Draws only where standard error is a terminal and `quiet` is not set. */
void progress_begin(progress *p, bool quiet);
/* `part` of `whole`, which is 0 where nobody knows it. Draws a few times a second. */
void progress_show(progress *p, uint64_t records, uint64_t rejected, uint64_t part, uint64_t whole);
/* Takes the line away. */
void progress_end(progress *p);

#endif
