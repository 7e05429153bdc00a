/* The manual page. */
#include "manual.h"

#include "command.h"

#include <stdio.h>
#include <string.h>

/* Text of a line, in which nothing is a request or an escape. */
static void write_text(const char *text, size_t length, output *out) {
    if (length > 0 && (text[0] == '.' || text[0] == '\'')) {
        output_string(out, "\\&");
    }
    for (size_t i = 0; i < length; i++) {
        char plain[2] = {text[i], '\0'};
        output_string(out, text[i] == '\\'   ? "\\e"
                           : text[i] == '-'  ? "\\-"
                           : text[i] == '\'' ? "\\(aq"
                           : text[i] == '^'  ? "\\(ha"
                           : text[i] == '~'  ? "\\(ti"
                           : text[i] == '`'  ? "\\(ga"
                                             : plain);
    }
}

static void write_words(const char *text, output *out) { write_text(text, strlen(text), out); }

/* Paragraphs are filled; lines that are indented are shown as they are. */
static void write_paragraphs(const char *text, output *out) {
    bool example = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        bool indented = length > 1 && text[0] == ' ' && text[1] == ' ';
        if (length == 0) {
            output_string(out, example ? "" : ".PP\n");
        } else {
            output_string(out, indented == example ? "" : indented ? ".RS 4\n.nf\n" : ".fi\n.RE\n.PP\n");
            example = indented;
            write_text(indented ? text + 2 : text, indented ? length - 2 : length, out);
            output_string(out, "\n");
        }
        text += length + (text[length] == '\n');
    }
    output_string(out, example ? ".fi\n.RE\n" : "");
}

static void write_option(option_id id, output *out) {
    const option_row *row = &option_rows[id];
    output_string(out, ".TP\n");
    if (row->letter != 0) {
        output_string(out, "\\fB\\-");
        output_string(out, (char[]){row->letter, '\0'});
        output_string(out, "\\fR, ");
    }
    output_string(out, "\\fB\\-\\-");
    write_words(row->name, out);
    output_string(out, "\\fR");
    if (row->value != NULL) {
        output_string(out, " \\fI");
        write_words(row->value, out);
        output_string(out, "\\fR");
    }
    output_string(out, "\n");
    write_words(row->help, out);
    output_string(out, ".\n");
    if (id == OPTION_LIMIT) {
        output_string(out, "The limits are ");
        write_words(options_limit_names(), out);
        output_string(out, ".\n");
    }
}

static void write_command(const command *c, output *out) {
    bool first = true;
    output_string(out, ".SS \"preceptor ");
    write_words(c->name, out);
    output_string(out, c->arguments[0] != '\0' ? " " : "");
    write_words(c->arguments, out);
    output_string(out, "\"\n");
    write_words(c->help, out);
    output_string(out, ".\n.PP\n");
    write_paragraphs(c->more, out);
    output_string(out, ".PP\nOptions: ");
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        if ((c->options & (option_set)1 << id) != 0) {
            output_string(out, first ? "\\fB\\-\\-" : ",\n\\fB\\-\\-");
            write_words(option_rows[id].name, out);
            output_string(out, "\\fR");
            first = false;
        }
    }
    output_string(out, ".\n");
    if (c->exits != NULL) {
        output_string(out, ".PP\nExit status: ");
        write_words(c->exits, out);
        output_string(out, ".\n");
    }
}

static const char head[] =
    ".SH NAME\n"
    "preceptor \\- verdicts, recommendations and the reasons for both\n"
    ".SH SYNOPSIS\n"
    ".B preceptor\n"
    ".I COMMAND\n"
    "[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
    ".SH DESCRIPTION\n"
    "Evaluates a knowledge base in YAML against what is known of one person, or of many, and says what "
    "follows,\n"
    "why, and what is missing.\n"
    "What the profile does not say is unknown, and no verdict is guessed.\n"
    ".PP\n"
    "Options may stand before, between and after arguments; \\fB\\-\\-\\fR ends them.\n"
    "A file \\fB\\-\\fR is standard input.\n"
    "Data goes to standard output, everything else to standard error.\n";

static const char foot[] =
    ".SH EXIT STATUS\n"
    "0 done, or yes; 1 no; 2 it could not be done; 3 undetermined; 4 done, but some records were rejected.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n"
    ".B PRECEPTOR_KB\n"
    "The knowledge base, where \\fB\\-\\-kb\\fR names none.\n"
    ".TP\n"
    ".B PRECEPTOR_STORE\n"
    "The store, where \\fB\\-\\-store\\fR names none.\n"
    ".TP\n"
    ".B NO_COLOR\n"
    "No colours, unless \\fB\\-\\-color always\\fR asks for them.\n"
    ".TP\n"
    ".B COLUMNS\n"
    "How wide text is written, up to 100.\n"
    ".SH NOTES\n"
    "Educational: no answer replaces what those who decide say.\n";

void manual_write(output *out) {
    output_string(out, ".\\\" Written by 'preceptor --manual'.\n.TH PRECEPTOR 1 \"\" \"preceptor ");
    write_words(preceptor_version(), out);
    output_string(out, "\" \"User Commands\"\n");
    output_string(out, head);
    output_string(
        out, ".SH COMMANDS\nEach also takes \\fB\\-\\-color\\fR, \\fB\\-\\-quiet\\fR, \\fB\\-\\-help\\fR and "
             "\\fB\\-\\-version\\fR.\n");
    for (size_t i = 0; i < command_count; i++) {
        write_command(&command_rows[i], out);
    }
    output_string(out, ".SH OPTIONS\n");
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        write_option(id, out);
    }
    output_string(out, foot);
}
