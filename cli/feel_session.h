/* preceptor feel without an expression: one after the other, from a terminal or a pipe. */
#ifndef CLI_FEEL_SESSION_H
#define CLI_FEEL_SESSION_H

#include "work.h"

/* Gives the exit status. */
int feel_session(work *w);

#endif
