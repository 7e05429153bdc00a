/* Expressions one after the other. At a terminal lines are edited, and one with an open bracket goes on in the next;
 * from a pipe each line is an expression by itself, so that a mistake in one does not swallow the others. */
#include "feel_session.h"

#include "command.h"
#include "edit.h"
#include "history.h"
#include "input.h"
#include "message.h"
#include "nearest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BYTES = 16 * 1024 * 1024 };

typedef struct session {
    work *w;
    output out;
    char *context; /* NULL: none */
    size_t context_length;
    bool context_json;
    char context_name[4096];
    bool ended;        /* :quit */
    unsigned rejected; /* lines that could not be evaluated */
} session;

static size_t most_bytes(const session *s) {
    size_t limit = s->w->options->limits.file_size;
    return limit > 0 ? limit : MOST_BYTES;
}

static bool is_json(const char *path) {
    size_t length = strlen(path);
    return length >= 5 && strcmp(path + length - 5, ".json") == 0;
}

/* Writes what a call of the library left in the diagnostics; false where the line could not be evaluated. */
static bool show(session *s, preceptor_status status) {
    work_show(s->w);
    if (status != PRECEPTOR_OK && preceptor_diagnostics_errors(s->w->diagnostics) == 0) {
        (void)work_failed(status, "there is no answer");
    }
    s->rejected += status != PRECEPTOR_OK;
    return status == PRECEPTOR_OK;
}

static void evaluate(session *s, const char *text, size_t length) {
    const options *o = s->w->options;
    preceptor_options settings = {.limits = o->limits};
    preceptor_sink sink = output_sink(&s->out);
    preceptor_diagnostics_clear(s->w->diagnostics);
    (void)show(s, preceptor_feel(text, length, s->context_name, s->context, s->context_length,
                                 s->context_json, o->as_of, o->format, &settings, s->w->diagnostics, &sink));
}

static void run_type(session *s, const char *text) {
    const options *o = s->w->options;
    preceptor_options settings = {.limits = o->limits};
    preceptor_sink sink = output_sink(&s->out);
    preceptor_diagnostics_clear(s->w->diagnostics);
    (void)show(s, preceptor_feel_type(text, strlen(text), s->context_name, s->context, s->context_length,
                                      s->context_json, o->as_of, &settings, s->w->diagnostics, &sink));
}

static bool nothing(void *context, const char *bytes, size_t count) {
    (void)context;
    (void)bytes;
    (void)count;
    return true;
}

/* One that cannot be read leaves the one that was there. */
static bool load_context(session *s, const char *path) {
    char *bytes;
    size_t length;
    preceptor_sink sink = {.write = nothing};
    if (strcmp(path, "-") == 0) {
        message_error("expressions and their context cannot both come from standard input");
        s->rejected++;
        return false;
    }
    if (!input_read(path, most_bytes(s), &bytes, &length)) {
        s->rejected++;
        return false;
    }
    preceptor_options settings = {.limits = s->w->options->limits};
    preceptor_diagnostics_clear(s->w->diagnostics);
    if (!show(s, preceptor_feel("null", 4, path, bytes, length, is_json(path), s->w->options->as_of,
                                PRECEPTOR_TEXT, &settings, s->w->diagnostics, &sink))) {
        free(bytes);
        return false;
    }
    free(s->context);
    s->context = bytes;
    s->context_length = length;
    s->context_json = is_json(path);
    (void)snprintf(s->context_name, sizeof s->context_name, "%s", path);
    return true;
}

static void run_context(session *s, const char *path) { (void)load_context(s, path); }

static void run_quit(session *s, const char *nobody) {
    (void)nobody;
    s->ended = true;
}

static void run_help(session *s, const char *name);

static const struct {
    const char *name, *argument, *help;
    bool needs; /* the argument */
    void (*run)(session *s, const char *argument);
} commands[] = {
    {":type", "EXPRESSION", "the type of its value", true, run_type},
    {":context", "FILE", "the names that expressions may use: a mapping in YAML, or JSON in .json", true,
     run_context},
    {":help", "[FUNCTION]", "this, or how a built-in function is called", false, run_help},
    {":quit", "", "ends, as Ctrl-D does", false, run_quit},
};
enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void run_help(session *s, const char *name) {
    preceptor_sink sink = output_sink(&s->out);
    if (name[0] != '\0') {
        if (preceptor_feel_function(name, &sink) == PRECEPTOR_NOT_FOUND) {
            message_error("there is no built-in function '%s'", name);
            message_hint("'preceptor feel --functions' lists them");
            s->rejected++;
        }
        return;
    }
    output_string(&s->out, "Type an expression, such as count([1, 2, 3][item > 1]). Or:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char row[256];
        (void)snprintf(row, sizeof row, "  %-8s %-10s  %s\n", commands[i].name, commands[i].argument,
                       commands[i].help);
        output_string(&s->out, row);
    }
    output_string(&s->out, "Tab completes names; an open bracket goes on in the next line.\n"
                           "Ctrl-C abandons a line; twice while an answer is awaited, it ends.\n");
}

/* A line that begins with a colon. `line` is changed. */
static void run_command(session *s, char *line) {
    char *argument = line + strcspn(line, " \t");
    if (*argument != '\0') {
        *argument++ = '\0';
        argument += strspn(argument, " \t");
    }
    nearest near = nearest_begin(line);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(line, commands[i].name) != 0) {
            nearest_offer(&near, commands[i].name);
            continue;
        }
        if (commands[i].needs && argument[0] == '\0') {
            message_error("%s needs %s", commands[i].name, commands[i].argument);
            s->rejected++;
            return;
        }
        commands[i].run(s, argument);
        return;
    }
    message_error("there is no command '%s'", line);
    if (near.best != NULL) {
        message_hint("did you mean '%s'?", near.best);
    } else {
        message_hint(":help lists them");
    }
    s->rejected++;
}

/* Without blanks at its ends; `line` is changed. */
static void run_line(session *s, char *line) {
    line += strspn(line, " \t\r\n");
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r\n", line[length - 1]) != NULL) {
        line[--length] = '\0';
    }
    if (length == 0) {
        return;
    }
    if (line[0] == ':') {
        run_command(s, line);
    } else {
        evaluate(s, line, length);
    }
}

static bool take_name(void *user, const char *name, size_t length, size_t start, bool function) {
    return edit_offer(user, name, length, start, function ? "(" : "");
}

static void complete(void *user, const char *typed, size_t length, edit_offers *offers) {
    const session *s = user;
    if (length == 0 || typed[0] != ':' || memchr(typed, ' ', length) != NULL) {
        (void)preceptor_feel_complete(typed, length, s->context, s->context_length, s->context_json,
                                      take_name, offers);
        return;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strncmp(commands[i].name, typed, length) == 0) {
            (void)edit_offer(offers, commands[i].name, strlen(commands[i].name), 0,
                             commands[i].needs ? " " : "");
        }
    }
}

/* Lines so far of an expression that has an open bracket. */
typedef struct pending {
    char *text;
    size_t length;
} pending;

static bool pend(pending *p, const char *line, size_t length) {
    char *grown = realloc(p->text, p->length + length + 2);
    if (grown == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot go on");
        return false;
    }
    p->text = grown;
    if (p->length > 0) {
        p->text[p->length++] = '\n';
    }
    memcpy(p->text + p->length, line, length);
    p->length += length;
    p->text[p->length] = '\0';
    return true;
}

static void remember(edit *e, const char *text) {
    char *one_line = strdup(text);
    if (one_line == NULL) {
        return;
    }
    for (char *at = strchr(one_line, '\n'); at != NULL; at = strchr(at, '\n')) {
        *at = ' ';
    }
    if (one_line[strspn(one_line, " \t")] != '\0') {
        edit_remember(e, one_line);
    }
    free(one_line);
}

static bool run_edited(session *s, edit *e) {
    pending p = {0};
    const char *line;
    size_t length;
    bool ok = true;
    while (ok && !s->ended) {
        edit_outcome got = edit_line(e, p.length > 0 ? "....> " : "feel> ", &line, &length);
        if (got == EDIT_END) {
            break;
        }
        if (got == EDIT_ABANDONED) {
            p.length = 0;
            continue;
        }
        ok = pend(&p, line, length);
        if (!ok || (p.text[0] != ':' && preceptor_feel_is_open(p.text, p.length) && length > 0)) {
            continue; /* an empty line ends it all the same */
        }
        remember(e, p.text);
        run_line(s, p.text);
        p.length = 0;
        ok = output_flush(&s->out);
    }
    free(p.text);
    (void)fputs(s->ended ? "" : "\n", stdout);
    (void)fflush(stdout);
    return ok;
}

static bool run_piped(session *s) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool ok = true;
    while (ok && !s->ended && (length = getline(&line, &capacity, stdin)) >= 0) {
        if ((size_t)length > most_bytes(s)) {
            message_error("a line has more than %zu bytes", most_bytes(s));
            s->rejected++;
        } else if (strlen(line) != (size_t)length) {
            message_error("a line has a byte that is 0");
            s->rejected++;
        } else {
            run_line(s, line);
        }
        ok = output_flush(&s->out);
    }
    if (ok && !s->ended && ferror(stdin) != 0) {
        message_error("cannot read standard input: %s", strerror(errno));
        ok = false;
    }
    free(line);
    return ok;
}

static bool run_at_terminal(session *s) {
    char *file = history_file();
    edit *e = edit_open("preceptor", file, complete, s);
    bool ok = e != NULL || work_failed(PRECEPTOR_NO_MEMORY, "cannot edit lines");
    if (ok) {
        message_note("FEEL. :help tells more; Ctrl-D ends.");
        ok = run_edited(s, e);
    }
    edit_close(e);
    free(file);
    return ok;
}

static int run(session *s) {
    bool terminal = isatty(STDIN_FILENO) == 1;
    const char *context = s->w->options->context;
    if (context != NULL && !load_context(s, context)) {
        return EXIT_FAILED;
    }
    if (!output_open(&s->out, s->w->options->output)) {
        return EXIT_FAILED;
    }
    if (!(terminal ? run_at_terminal(s) : run_piped(s))) {
        output_discard(&s->out);
        return EXIT_FAILED;
    }
    int done = s->rejected > 0 && !terminal ? EXIT_REJECTED : EXIT_DONE;
    return output_commit(&s->out) ? done : EXIT_FAILED;
}

int feel_session(work *w) {
    session *s = calloc(1, sizeof *s);
    if (s == NULL) {
        (void)work_failed(PRECEPTOR_NO_MEMORY, "cannot begin");
        return EXIT_FAILED;
    }
    s->w = w;
    int status = run(s);
    free(s->context);
    free(s);
    return status;
}
