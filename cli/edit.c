/* The line editor: libedit, and nothing else knows of it. */
#include "edit.h"

#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { KEPT_ENTRIES = 1000, SHOWN_OFFERS = 100, LONGEST_NAME = 255, SCREEN = 80 };

struct edit_offers {
    unsigned count;
    size_t start, common; /* how many bytes all names share */
    char first[LONGEST_NAME + 1];
    const char *behind;
    char *shown[SHOWN_OFFERS];
};

struct edit {
    EditLine *line;
    History *history;
    const char *file;
    char prompt[32];
    edit_completer *complete;
    void *user;
    bool abandoned;
};

/* What a signal has to put back before the program ends. */
static struct termios before;
static struct sigaction endings[3];
static const int ending_signals[3] = {SIGHUP, SIGINT, SIGTERM};
/* Ctrl-C while no line was being edited. */
static volatile sig_atomic_t interrupted;

static void put_terminal_back(int signal_number) {
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    for (size_t i = 0; i < 3; i++) {
        if (ending_signals[i] == signal_number) {
            (void)sigaction(signal_number, &endings[i], NULL);
        }
    }
    (void)raise(signal_number);
}

/* An answer comes in seconds, so the first Ctrl-C only abandons what comes behind it; whoever cannot wait types it
 * twice. */
static void interrupt(int signal_number) {
    if (interrupted != 0) {
        put_terminal_back(signal_number);
    }
    interrupted = 1;
}

static void watch_endings(void) {
    struct sigaction action = {.sa_handler = put_terminal_back};
    sigemptyset(&action.sa_mask);
    interrupted = 0;
    for (size_t i = 0; i < 3; i++) {
        if (sigaction(ending_signals[i], NULL, &endings[i]) == 0 && endings[i].sa_handler != SIG_IGN) {
            bool interrupts = ending_signals[i] == SIGINT;
            action.sa_handler = interrupts ? interrupt : put_terminal_back;
            action.sa_flags = interrupts ? SA_RESTART : 0;
            (void)sigaction(ending_signals[i], &action, NULL);
        }
    }
}

static void unwatch_endings(void) {
    for (size_t i = 0; i < 3; i++) {
        (void)sigaction(ending_signals[i], &endings[i], NULL);
    }
}

bool edit_offer(edit_offers *offers, const char *name, size_t length, size_t start, const char *behind) {
    if (length > LONGEST_NAME) {
        return true;
    }
    if (offers->count == 0) {
        memcpy(offers->first, name, length);
        offers->first[length] = '\0';
        offers->common = length;
        offers->start = start;
        offers->behind = behind;
    }
    size_t same = 0;
    while (same < offers->common && same < length && offers->first[same] == name[same]) {
        same++;
    }
    offers->common = same;
    if (offers->count < SHOWN_OFFERS) {
        offers->shown[offers->count] = strndup(name, length);
    }
    offers->count++;
    return true;
}

static void show_offers(const edit_offers *offers) {
    size_t column = 0;
    (void)putchar('\n');
    for (unsigned i = 0; i < offers->count && i < SHOWN_OFFERS && offers->shown[i] != NULL; i++) {
        size_t length = strlen(offers->shown[i]) + 2;
        if (column > 0 && column + length > SCREEN) {
            (void)putchar('\n');
            column = 0;
        }
        (void)printf("%s  ", offers->shown[i]);
        column += length;
    }
    (void)printf(offers->count > SHOWN_OFFERS ? "...\n" : "\n");
    (void)fflush(stdout);
}

static unsigned char complete(EditLine *line, int key) {
    (void)key;
    edit *e;
    edit_offers offers = {0};
    const LineInfo *info = el_line(line);
    if (el_get(line, EL_CLIENTDATA, &e) != 0) {
        return CC_ERROR;
    }
    size_t typed = (size_t)(info->cursor - info->buffer);
    e->complete(e->user, info->buffer, typed, &offers);
    /* A letter of several bytes is not cut. */
    while (offers.common > 0 && ((unsigned char)offers.first[offers.common] & 0xC0) == 0x80) {
        offers.common--;
    }
    unsigned char result = CC_ERROR;
    size_t there = typed - offers.start;
    if (offers.count > 0 && offers.common >= there) {
        char rest[LONGEST_NAME + 16];
        (void)snprintf(rest, sizeof rest, "%.*s%s", (int)(offers.common - there), offers.first + there,
                       offers.count == 1 ? offers.behind : "");
        bool added = rest[0] != '\0' && el_insertstr(line, rest) == 0;
        result = added ? CC_REFRESH : CC_ERROR;
        if (!added && offers.count > 1) {
            show_offers(&offers);
            result = CC_REDISPLAY;
        }
    }
    for (unsigned i = 0; i < offers.count && i < SHOWN_OFFERS; i++) {
        free(offers.shown[i]);
    }
    return result;
}

static unsigned char abandon(EditLine *line, int key) {
    (void)key;
    edit *e;
    if (el_get(line, EL_CLIENTDATA, &e) != 0) {
        return CC_ERROR;
    }
    e->abandoned = true;
    (void)printf("^C\n");
    (void)fflush(stdout);
    return CC_NEWLINE;
}

static unsigned char suspend(EditLine *line, int key) {
    (void)key;
    (void)el_set(line, EL_PREP_TERM, 0);
    (void)raise(SIGTSTP);
    (void)el_set(line, EL_PREP_TERM, 1);
    return CC_REDISPLAY;
}

static char *prompt_of(EditLine *line) {
    static char none[] = "";
    edit *e;
    return el_get(line, EL_CLIENTDATA, &e) == 0 ? e->prompt : none;
}

/* Letters are UTF-8 here, whatever the locale says of them. */
static void choose_letters(void) {
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    }
}

static bool set_up(edit *e, const char *program) {
    HistEvent event;
    e->line = el_init(program, stdin, stdout, stderr);
    e->history = history_init();
    if (e->line == NULL || e->history == NULL) {
        return false;
    }
    (void)history(e->history, &event, H_SETSIZE, KEPT_ENTRIES);
    (void)history(e->history, &event, H_SETUNIQUE, 1);
    if (e->file != NULL) {
        (void)history(e->history, &event, H_LOAD, e->file);
    }
    (void)el_set(e->line, EL_CLIENTDATA, e);
    (void)el_set(e->line, EL_PROMPT, prompt_of);
    (void)el_set(e->line, EL_EDITOR, "emacs");
    (void)el_set(e->line, EL_HIST, history, e->history);
    (void)el_set(e->line, EL_ADDFN, "complete", "completes a name", complete);
    (void)el_set(e->line, EL_ADDFN, "abandon", "abandons the line", abandon);
    (void)el_set(e->line, EL_ADDFN, "suspend", "stops the program for a while", suspend);
    (void)el_source(e->line, NULL); /* ~/.editrc */
    (void)el_set(e->line, EL_BIND, "^I", "complete", NULL);
    (void)el_set(e->line, EL_BIND, "^R", "em-inc-search-prev", NULL);
    /* Ctrl-C and Ctrl-Z are keys among others, so that the one ends a line and not the program. */
    (void)el_set(e->line, EL_SETTY, "-d", "-isig", NULL);
    /* Between lines it is a signal. One that flushes shows its ^C only after the program has heard of it, or never if
     * the terminal has been made ready for the next line meanwhile. */
    (void)el_set(e->line, EL_SETTY, "-x", "+noflsh", NULL);
    (void)el_set(e->line, EL_BIND, "^C", "abandon", NULL);
    (void)el_set(e->line, EL_BIND, "^Z", "suspend", NULL);
    return true;
}

edit *edit_open(const char *program, const char *file, edit_completer *completer, void *user) {
    edit *e = calloc(1, sizeof *e);
    if (e == NULL) {
        return NULL;
    }
    *e = (edit){.file = file, .complete = completer, .user = user};
    choose_letters();
    (void)tcgetattr(STDIN_FILENO, &before);
    watch_endings();
    if (!set_up(e, program)) {
        edit_close(e);
        return NULL;
    }
    return e;
}

/* Beside, and then in its place; for nobody else's eyes. */
static void save(edit *e) {
    char beside[4096];
    HistEvent event;
    int length = snprintf(beside, sizeof beside, "%s.XXXXXX", e->file);
    int file = length > 0 && (size_t)length < sizeof beside ? mkstemp(beside) : -1;
    FILE *stream = file >= 0 ? fdopen(file, "w") : NULL;
    if (stream == NULL) {
        return;
    }
    bool whole = fchmod(file, S_IRUSR | S_IWUSR) == 0 &&
                 history(e->history, &event, H_SAVE_FP, stream) >= 0 && fflush(stream) == 0;
    if (fclose(stream) != 0 || !whole || rename(beside, e->file) != 0) {
        (void)unlink(beside);
    }
}

void edit_close(edit *e) {
    if (e == NULL) {
        return;
    }
    if (e->history != NULL && e->line != NULL && e->file != NULL) {
        save(e);
    }
    if (e->line != NULL) {
        el_end(e->line);
    }
    if (e->history != NULL) {
        history_end(e->history);
    }
    unwatch_endings();
    free(e);
}

edit_outcome edit_line(edit *e, const char *prompt, const char **line, size_t *length) {
    int count = 0;
    (void)snprintf(e->prompt, sizeof e->prompt, "%s", prompt);
    e->abandoned = false;
    el_resize(e->line);
    /* From here on Ctrl-C is a key; one that came before is in `interrupted`. None falls between. */
    (void)el_set(e->line, EL_PREP_TERM, 1);
    if (interrupted != 0) {
        interrupted = 0;
        (void)tcflush(STDIN_FILENO, TCIFLUSH);
        (void)putchar('\n'); /* the terminal has shown ^C */
        (void)fflush(stdout);
        return EDIT_ABANDONED;
    }
    const char *got = el_gets(e->line, &count);
    if (e->abandoned) {
        return EDIT_ABANDONED;
    }
    if (got == NULL || count <= 0) {
        return EDIT_END;
    }
    *line = got;
    *length = strlen(got);
    if (*length > 0 && got[*length - 1] == '\n') {
        --*length;
    }
    return EDIT_LINE;
}

void edit_remember(edit *e, const char *text) {
    HistEvent event;
    (void)history(e->history, &event, H_ENTER, text);
}
