/* A knowledge base as a whole: one program for each kind of document. */
#ifndef CLI_KINDS_H
#define CLI_KINDS_H

#include "work.h"

typedef struct kinds {
    work first; /* of the default kind */
    work others[PRECEPTOR_MOST_DOCUMENTS];
    size_t other_count;
} kinds;

/* Loads all of them; false after it was said what is wrong. kinds_end is called in either case. `manifest`: else what
 * the options say. */
bool kinds_load(kinds *all, const options *o, const char *manifest);
/* The same, and all is verified, warnings told. */
bool kinds_verify(kinds *all, const options *o, const char *manifest);
/* Lets the first answer for all. */
void kinds_join(kinds *all);
void kinds_end(kinds *all);

#endif
