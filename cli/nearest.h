/* The name that a mistyped word was probably meant to be. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

typedef struct nearest {
    const char *word;
    const char *best; /* NULL: none is near enough */
    size_t distance;
} nearest;

nearest nearest_begin(const char *word);
void nearest_offer(nearest *n, const char *candidate);

#endif
