/* The manual page, made from the tables of commands and options. */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "output.h"

/* In the language of man(7). */
void manual_write(output *out);

#endif
