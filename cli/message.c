/* Messages. They repeat what stood on the command line, which may be the name of a hostile file. */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>

#define RESET "\x1b[0m"
#define RED "\x1b[1;31m"
#define GREEN "\x1b[1;32m"

/* Longer than any path; what is longer still is cut. */
enum { MOST_BYTES = 8192 };

static bool use_color;

void message_set_color(bool color) { use_color = color; }

bool message_color(void) { return use_color; }

static void print_harmless(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        /* The second byte of U+0080..U+009F, which some terminals obey. */
        bool control = c[0] == 0xC2 && c[1] >= 0x80 && c[1] <= 0x9F;
        if (*c < 0x20 || *c == 0x7F) {
            fprintf(stderr, "\\x%02x", (unsigned)*c);
        } else if (control) {
            c++;
            fprintf(stderr, "\\x%02x", (unsigned)*c);
        } else {
            putc(*c, stderr);
        }
    }
}

static void say(const char *color, const char *label, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
static void say(const char *color, const char *label, const char *format, va_list arguments) {
    char text[MOST_BYTES];
    vsnprintf(text, sizeof text, format, arguments);
    fprintf(stderr, "%s%s%s", use_color ? color : "", label, use_color ? RESET : "");
    print_harmless(text);
    putc('\n', stderr);
}

void message_error(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say(RED, "error: ", format, arguments);
    va_end(arguments);
}

void message_hint(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say(GREEN, "   hint: ", format, arguments);
    va_end(arguments);
}

void message_note(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say("", "", format, arguments);
    va_end(arguments);
}
