/* Lines typed at a terminal, with history and completion. */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct edit edit;
typedef struct edit_offers edit_offers;

/* Offers what could stand at the end of what was typed, by edit_offer. */
typedef void edit_completer(void *user, const char *typed, size_t length, edit_offers *offers);
/* The name that begins at `start` of what was typed; `behind` is put behind it when it is the only one. */
bool edit_offer(edit_offers *offers, const char *name, size_t length, size_t start, const char *behind);

/* `history`: a file that is read now and written by edit_close; NULL: none. NULL: out of memory, or no such terminal.
 */
edit *edit_open(const char *program, const char *history, edit_completer *complete, void *user);
void edit_close(edit *e);

typedef enum edit_outcome { EDIT_LINE, EDIT_ABANDONED, EDIT_END } edit_outcome;
/* The next line without its end, borrowed until the next call. Ctrl-C abandons a line, Ctrl-D on an empty one ends. */
edit_outcome edit_line(edit *e, const char *prompt, const char **line, size_t *length);
/* What the history keeps: one entry, however many lines it was typed in. */
void edit_remember(edit *e, const char *text);

#endif
