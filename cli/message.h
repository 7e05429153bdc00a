/* What the program says on standard error, in the form of the library's diagnostics. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <stdbool.h>

/* Colours from here on; until then none. */
void message_set_color(bool color);
bool message_color(void);
/* "error: ...", printf-like; what a terminal would obey in it is shown as escapes, endless words are cut. */
void message_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "   hint: ..." under an error. */
void message_hint(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A plain line. */
void message_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
