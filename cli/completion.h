/* Completion for shells, made from the tables of commands and options. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "output.h"

/* As --completion takes them. */
typedef enum completion_shell { COMPLETION_BASH, COMPLETION_ZSH, COMPLETION_FISH } completion_shell;

void completion_write(completion_shell shell, output *out);

#endif
