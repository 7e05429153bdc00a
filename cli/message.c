/* Messages. They repeat what stood on the command line, which may be the name of a hostile file. */
#include "message.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RESET "\x1b[0m"
#define RED "\x1b[1;31m"
#define GREEN "\x1b[1;32m"

/* Longer than any path; what is longer still is cut. */
enum { MOST_BYTES = 8192 };

static bool use_color;

void message_set_color(bool color) { use_color = color; }

bool message_color(void) { return use_color; }

/* What a terminal obeys or does not show, beside ASCII's controls; as the library has it for what it prints. */
static const struct {
    uint32_t first, last;
} harmful[] = {
    {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x200B, 0x200B}, {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

/* How many bytes the character has that begins here; 0: it is not UTF-8. */
static size_t decode(const unsigned char *c, uint32_t *out) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = c[0] < 0x80 ? 1 : (c[0] & 0xE0) == 0xC0 ? 2 : (c[0] & 0xF0) == 0xE0 ? 3 : 4;
    *out = length == 1 ? c[0] : c[0] & (0x7Fu >> length);
    if (length == 4 && (c[0] & 0xF8) != 0xF0) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((c[i] & 0xC0) != 0x80) {
            return 0;
        }
        *out = *out << 6 | (c[i] & 0x3Fu);
    }
    return *out < least[length] || *out > 0x10FFFF || (*out >= 0xD800 && *out <= 0xDFFF) ? 0 : length;
}

static bool is_harmful(uint32_t c) {
    if (c < 0x20 || c == 0x7F) {
        return true;
    }
    for (size_t i = 0; i < sizeof harmful / sizeof harmful[0]; i++) {
        if (c >= harmful[i].first && c <= harmful[i].last) {
            return true;
        }
    }
    return false;
}

static void print_escape(uint32_t c) {
    if (c < 0x100) {
        fprintf(stderr, "\\x%02x", (unsigned)c);
    } else if (c < 0x10000) {
        fprintf(stderr, "\\u%04x", (unsigned)c);
    } else {
        fprintf(stderr, "\\U%08x", (unsigned)c);
    }
}

static void print_harmless(const char *text) {
    const unsigned char *c = (const unsigned char *)text;
    while (*c != '\0') {
        uint32_t code = 0;
        size_t length = decode(c, &code);
        if (length == 0) {
            print_escape(*c++);
            continue;
        }
        if (is_harmful(code)) {
            print_escape(code);
        } else {
            (void)fwrite(c, 1, length, stderr);
        }
        c += length;
    }
}

/* A word that nobody would read to its end keeps its ends; a path is not as long. */
static void shorten(char *text) {
    enum { LONGEST = 400, KEPT = 180 };
    size_t at = 0;
    while (text[at] != '\0') {
        size_t length = strcspn(text + at, " ");
        if (length > LONGEST) {
            size_t head = at + KEPT, tail = at + length - KEPT;
            while (head > at && ((unsigned char)text[head] & 0xC0) == 0x80) {
                head--;
            }
            while (((unsigned char)text[tail] & 0xC0) == 0x80) {
                tail++;
            }
            memcpy(text + head, "...", 3);
            memmove(text + head + 3, text + tail, strlen(text + tail) + 1);
            at = head + 3 + KEPT - (tail - (at + length - KEPT));
        } else {
            at += length;
        }
        at += strspn(text + at, " ");
    }
}

static void say(const char *color, const char *label, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
static void say(const char *color, const char *label, const char *format, va_list arguments) {
    char text[MOST_BYTES];
    vsnprintf(text, sizeof text, format, arguments);
    shorten(text);
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
