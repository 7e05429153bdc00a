/* Help. */
#include "help.h"

#include <stdio.h>
#include <string.h>

enum { HELP_COLUMN = 30 };

/* "  LEFT      RIGHT"; a wide left side has a line of its own. */
static void write_row(output *out, const char *left, const char *right) {
    char line[256];
    int width = HELP_COLUMN - 4;
    if (strlen(left) > (size_t)width) {
        (void)snprintf(line, sizeof line, "  %s\n%*s", left, HELP_COLUMN, "");
    } else {
        (void)snprintf(line, sizeof line, "  %-*s  ", width, left);
    }
    output_string(out, line);
    output_string(out, right);
    output_string(out, "\n");
}

/* Names with commas between them, in lines that fit. */
static void write_names(output *out, const char *names) {
    enum { WIDTH = 72 };
    char line[WIDTH + 1];
    for (size_t length; *names != '\0'; names += length) {
        names += *names == ' ';
        length = strlen(names);
        while (length > WIDTH || (names[length] != '\0' && names[length - 1] != ',')) {
            length--;
        }
        memcpy(line, names, length);
        line[length] = '\0';
        write_row(out, "", line);
    }
}

static void write_option(output *out, option_id id) {
    const option_row *row = &option_rows[id];
    char left[128], letter[8] = "";
    if (row->letter != 0) {
        (void)snprintf(letter, sizeof letter, "-%c, ", row->letter);
    }
    (void)snprintf(left, sizeof left, "%s--%s%s%s", letter, row->name, row->value != NULL ? " " : "",
                   row->value != NULL ? row->value : "");
    write_row(out, left, row->help);
    if (id == OPTION_LIMIT) {
        write_names(out, options_limit_names());
    }
}

static void write_options(output *out, option_set set) {
    output_string(out, "\nOptions:\n");
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        if ((set & ((option_set)1 << id)) != 0) {
            write_option(out, id);
        }
    }
}

static bool is_in_group(const command *c, const char *group) {
    size_t length = group != NULL ? strlen(group) : 0;
    return group == NULL || (strncmp(c->name, group, length) == 0 && c->name[length] == ' ');
}

static void write_command(output *out, const command *c) {
    char left[128];
    (void)snprintf(left, sizeof left, "%s%s%s", c->name, c->arguments[0] != '\0' ? " " : "", c->arguments);
    write_row(out, left, c->help);
}

void help_all(const command *commands, size_t count, const char *group, output *out) {
    output_string(out, "usage: preceptor ");
    output_string(out, group != NULL ? group : "");
    output_string(out, group != NULL ? " COMMAND [OPTION...] [ARGUMENT...]\n"
                                     : "COMMAND [OPTION...] [ARGUMENT...]\n");
    if (group == NULL) {
        output_string(
            out,
            "\nVerdicts, recommendations and the reasons for both, from a knowledge base and a profile.\n"
            "What the profile does not say is unknown, and no verdict is guessed.\n");
    }
    output_string(out, "\nCommands:\n");
    for (size_t i = 0; i < count; i++) {
        if (is_in_group(&commands[i], group)) {
            write_command(out, &commands[i]);
        }
    }
    if (group == NULL) {
        write_options(out, COMMON_OPTIONS | KB_OPTIONS | ALONE_OPTIONS | HAS(OUTPUT));
        output_string(out, "\nExit status: 0 done, or yes; 1 no; 2 it could not be done; 3 undetermined;\n"
                           "4 done, but some records were rejected.\n");
    }
    output_string(out, "\n'preceptor COMMAND --help' tells more of one.\n");
}

void help_command(const command *c, output *out) {
    output_string(out, "usage: preceptor ");
    output_string(out, c->name);
    output_string(out, " [OPTION...]");
    output_string(out, c->arguments[0] != '\0' ? " " : "");
    output_string(out, c->arguments);
    output_string(out, "\n\n");
    output_string(out, c->more);
    write_options(out, c->options | COMMON_OPTIONS);
    output_string(out, "\nExit status: ");
    output_string(out, c->exits != NULL ? c->exits : "0 done; 2 it could not be done");
    output_string(out, ".\n");
}
