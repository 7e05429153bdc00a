/* Help, made from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "command.h"

/* All commands, or those whose names begin with `group` and a blank. */
void help_all(const command *commands, size_t count, const char *group, output *out);
void help_command(const command *c, output *out);

#endif
