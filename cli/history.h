/* Where the history of typed lines is kept. */
#ifndef CLI_HISTORY_H
#define CLI_HISTORY_H

/* $XDG_STATE_HOME/preceptor/history, else ~/.local/state/preceptor/history; its folders are made, for the user alone.
 * NULL: there is no place for it. To be freed. */
char *history_file(void);

#endif
