/* `preceptor feel` at a terminal: what a person types, and what they must see. Each step is waited for, so that a slow
 * machine is no failure; a program that hangs is one.
 *
 * usage: terminal-session PROGRAM */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 20000 /* milliseconds */, SEEN = 1 << 18, INTERRUPTS = 100 };

typedef struct step {
    const char *what, *type, *see;
} step;

#define PROMPT "feel> "
#define COUNT(steps) (sizeof(steps) / sizeof *(steps))

static const step first[] = {
    {"it says what to do", "", "Ctrl-D ends"},
    {"it asks", "", PROMPT},
    {"a value", "0.1 + 0.2\n", "0.3"},
    {"a built-in's name with a space is completed", "string le\t", "ngth("},
    {"letters of several bytes", "\"a\xF0\x9F\x90\x8E\")\n", "2"},
    {"it asks again", "", PROMPT},
    {"a name of the context is completed", "cou\tled", "nt(led"},
    {"and a member of it", "ger.i\t", "tems"},
    {"a path gives its value", ")\n", "2"},
    {"it asks again", "", PROMPT},
    {"several names are listed", "overlaps \t\t", "overlaps after"},
    {"Ctrl-C abandons the line", "\x03", "^C"},
    {"and not the program", "", PROMPT},
    {"an open bracket goes on", "[1,\n", "....> "},
    {"until it is closed", "2]\n", "[1, 2]"},
    {"it asks again", "", PROMPT},
    {"Ctrl-C abandons all lines of one", "[9,\n", "....> "},
    {"Ctrl-C abandons all lines of one", "\x03", PROMPT},
    {"the type", ":type [1, 2]\n", "list<number>"},
    {"it asks again", "", PROMPT},
    {"a reason with its place", "1/0\n", "division by zero"},
    {"and the line with a caret", "", "^~~"},
    {"it asks again", "", PROMPT},
    {"a syntax error does not end it", "1 +\n", "error: expected an expression"},
    {"it asks again", "", PROMPT},
    {"a command that is none", ":tpye 1\n", "did you mean ':type'?"},
    {"it asks again", "", PROMPT},
    {"a context that is none keeps the old one", ":context missing.yaml\n", "cannot read"},
    {"it asks again", "", PROMPT},
    {"the old context is there", "count(ledger.items) * 21\n", "42"},
    {"it asks again", "", PROMPT},
    {"help of a function", ":help modulo\n", "modulo(dividend: number"},
    {"it asks again", "", PROMPT},
    {"Ctrl-D ends", "\x04", NULL},
};

static const step second[] = {
    {"it asks", "", PROMPT},
    {"what was typed in the last session runs again", "\x10\x10\n", "42"},
    {"it asks again", "", PROMPT},
    {":quit ends", ":quit\n", NULL},
};

typedef struct terminal {
    int master;
    pid_t child;
    char seen[SEEN];
    size_t length, looked; /* what was seen before is looked at no more */
} terminal;

static void fail(const char *what, const terminal *t) {
    fprintf(stderr, "%s: not seen in time\n--- seen:\n%.*s\n", what, (int)t->length, t->seen);
    exit(EXIT_FAILURE);
}

static bool start(terminal *t, const char *program) {
    *t = (terminal){.master = posix_openpt(O_RDWR | O_NOCTTY)};
    if (t->master < 0 || grantpt(t->master) != 0 || unlockpt(t->master) != 0) {
        return false;
    }
    const char *name = ptsname(t->master);
    t->child = name != NULL ? fork() : -1;
    if (t->child != 0) {
        return t->child > 0;
    }
    (void)setsid();
    int slave = open(name, O_RDWR); /* becomes the controlling terminal */
    for (int i = 0; i < 3; i++) {
        (void)dup2(slave, i);
    }
    (void)close(t->master);
    execl(program, program, "feel", "--context", "context.yaml", "--as-of", "2027-01-31", "--color", "never",
          (char *)NULL);
    _exit(127);
}

/* False at the end of the program's output. */
static bool read_more(terminal *t, const char *what) {
    struct pollfd ready = {.fd = t->master, .events = POLLIN};
    if (poll(&ready, 1, PATIENCE) <= 0 || t->length == SEEN) {
        fail(what, t);
    }
    ssize_t got = read(t->master, t->seen + t->length, SEEN - t->length);
    t->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

static bool sees(terminal *t, const char *text) {
    size_t length = strlen(text);
    for (size_t i = t->looked; i + length <= t->length; i++) {
        if (memcmp(t->seen + i, text, length) == 0) {
            t->looked = i + length;
            return true;
        }
    }
    return false;
}

static void take(terminal *t, const step *s) {
    size_t length = strlen(s->type);
    if (length > 0 && write(t->master, s->type, length) != (ssize_t)length) {
        fail(s->what, t);
    }
    while (s->see == NULL || !sees(t, s->see)) {
        if (!read_more(t, s->what)) {
            if (s->see != NULL) {
                fail(s->what, t);
            }
            return;
        }
    }
}

static terminal *begin(const char *program) {
    static terminal t;
    if (!start(&t, program)) {
        perror("no terminal");
        exit(77); /* where there are no pseudo-terminals */
    }
    return &t;
}

static void go(terminal *t, const step *steps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        take(t, &steps[i]);
    }
}

static void end(terminal *t) {
    int status;
    if (waitpid(t->child, &status, 0) != t->child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fail("it ends well", t);
    }
    (void)close(t->master);
}

/* Ctrl-C as soon as an answer is there, when the editor has not taken the terminal yet, or has. */
static const step interrupts[] = {
    {"a value", "11 * 11\n", "\n121"},
    {"Ctrl-C between two lines", "\x03", "^C"},
    {"it asks again", "", PROMPT},
};

static const step last[] = {{"Ctrl-D ends", "\x04", NULL}};

static void check_history(void) {
    struct stat found;
    if (stat("state/preceptor/history", &found) != 0 || (found.st_mode & 0777) != 0600) {
        fprintf(stderr, "the history is not there, or not for its owner alone\n");
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/terminal-session.XXXXXX", program[4096], state[64];
    if (argc != 2 || realpath(argv[1], program) == NULL || mkdtemp(folder) == NULL || chdir(folder) != 0) {
        fprintf(stderr, "usage: terminal-session PROGRAM\n");
        return EXIT_FAILURE;
    }
    FILE *context = fopen("context.yaml", "w");
    if (context == NULL || fputs("ledger: {items: [4, 5]}\n", context) < 0 || fclose(context) != 0) {
        return EXIT_FAILURE;
    }
    (void)snprintf(state, sizeof state, "%s/state", folder);
    (void)setenv("XDG_STATE_HOME", state, 1);
    (void)setenv("HOME", folder, 1);
    (void)setenv("TERM", "xterm", 1);
    (void)setenv("LC_ALL", "C.UTF-8", 1);
    terminal *t = begin(program);
    go(t, first, COUNT(first));
    end(t);
    check_history();
    t = begin(program);
    go(t, second, COUNT(second));
    end(t);
    t = begin(program);
    take(t, &second[0]);
    for (int i = 0; i < INTERRUPTS; i++) {
        go(t, interrupts, COUNT(interrupts));
    }
    go(t, last, COUNT(last));
    end(t);
    (void)unlink("state/preceptor/history");
    (void)rmdir("state/preceptor");
    (void)rmdir("state");
    (void)unlink("context.yaml");
    (void)chdir("/");
    (void)rmdir(folder);
    printf("%zu steps\n", COUNT(first) + COUNT(second) + INTERRUPTS * COUNT(interrupts) + COUNT(last));
    return EXIT_SUCCESS;
}
