/* preceptor: finds the command in the one table of commands, and runs it. */
#include "completion.h"
#include "help.h"
#include "manual.h"
#include "message.h"
#include "nearest.h"
#include "work.h"

#include <string.h>
#include <unistd.h>

/* A command's name is the first word, or the first two; gives how many, 0 when it is another's. */
static size_t words_named(const command *c, const options *o) {
    const char *blank = strchr(c->name, ' ');
    if (blank == NULL) {
        return o->word_count >= 1 && strcmp(o->words[0], c->name) == 0 ? 1 : 0;
    }
    size_t length = (size_t)(blank - c->name);
    bool named = o->word_count >= 2 && strlen(o->words[0]) == length &&
                 strncmp(o->words[0], c->name, length) == 0 && strcmp(o->words[1], blank + 1) == 0;
    return named ? 2 : 0;
}

/* Is it the first of two words: "kb"? */
static bool is_group(const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i < command_count; i++) {
        if (strncmp(command_rows[i].name, word, length) == 0 && command_rows[i].name[length] == ' ') {
            return true;
        }
    }
    return false;
}

static int say_unknown(const options *o) {
    bool group = is_group(o->words[0]);
    nearest near = nearest_begin(o->words[group ? 1 : 0]);
    for (size_t i = 0; i < command_count; i++) {
        const char *blank = strchr(command_rows[i].name, ' ');
        if (!group && blank == NULL) {
            nearest_offer(&near, command_rows[i].name);
        } else if (group && blank != NULL) {
            nearest_offer(&near, blank + 1);
        }
    }
    message_error("there is no command '%s%s%s'", o->words[0], group ? " " : "", group ? o->words[1] : "");
    if (near.best != NULL) {
        message_hint("did you mean 'preceptor %s%s%s'?", group ? o->words[0] : "", group ? " " : "",
                     near.best);
    } else if (work_is_file(o->words[0])) {
        message_hint("'%s' is a file: preceptor check '%s'", o->words[0], o->words[0]);
    } else {
        message_hint("'preceptor --help' lists them");
    }
    return EXIT_FAILED;
}

/* Options of another command, arguments too few or too many. */
static bool fits(const command *c, const options *o, const char *const *words, size_t count) {
    option_set foreign = o->given & ~(c->options | COMMON_OPTIONS);
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        if ((foreign & ((option_set)1 << id)) != 0) {
            message_error("preceptor %s has no option --%s", c->name, option_rows[id].name);
            message_hint("'preceptor %s --help' lists its options", c->name);
            return false;
        }
    }
    bool format = (o->given & HAS(FORMAT)) != 0, page = o->format >= PRECEPTOR_MARKDOWN;
    bool graph = o->format >= PRECEPTOR_SVG;
    bool foreign_form = c->graphs || graph ? c->graphs != graph
                        : c->rows          ? !o->lines && !o->csv
                                           : o->csv || (o->lines && !c->lines) || (page && !c->pages);
    if (format && foreign_form) {
        message_error("preceptor %s writes %s", c->name,
                      c->graphs  ? "dot or svg"
                      : c->rows  ? "ndjson or csv"
                      : c->lines ? "text, json or ndjson"
                      : c->pages ? "text, json, markdown or html"
                                 : "text or json");
        return false;
    }
    if (count < c->least) {
        message_error("preceptor %s needs %s", c->name, c->arguments);
    } else if (count > c->most) {
        message_error("preceptor %s%s%s: '%s' is one argument too many", c->name,
                      c->arguments[0] != '\0' ? " " : "", c->arguments, words[c->most]);
    } else {
        return true;
    }
    if (c->missing != NULL) {
        message_hint("%s", c->missing);
    }
    return false;
}

/* `c` NULL: that of all commands, or of a group. */
static int write_help(const command *c, const char *group) {
    output out;
    if (!output_open(&out, NULL)) {
        return EXIT_FAILED;
    }
    if (c != NULL) {
        help_command(c, &out);
    } else {
        help_all(command_rows, command_count, group, &out);
    }
    return output_commit(&out) ? EXIT_DONE : EXIT_FAILED;
}

static int write_version(void) {
    output out;
    if (!output_open(&out, NULL)) {
        return EXIT_FAILED;
    }
    output_string(&out, "preceptor ");
    output_string(&out, preceptor_version());
    output_string(&out, "\n");
    return output_commit(&out) ? EXIT_DONE : EXIT_FAILED;
}

/* What stands without a command: --completion, --manual. */
static int write_alone(const options *o) {
    output out;
    if (o->word_count > 0) {
        message_error("--%s stands without a command", o->manual ? "manual" : "completion");
        return EXIT_FAILED;
    }
    if (!output_open(&out, o->output)) {
        return EXIT_FAILED;
    }
    if (o->manual) {
        manual_write(&out);
    } else {
        completion_write((completion_shell)(o->completion - 1), &out);
    }
    return output_commit(&out) ? EXIT_DONE : EXIT_FAILED;
}

static int dispatch(const options *o) {
    for (size_t i = 0; i < command_count; i++) {
        size_t named = words_named(&command_rows[i], o);
        if (named > 0 && o->help) {
            return write_help(&command_rows[i], NULL);
        }
        if (named > 0) {
            const char *const *words = (const char *const *)o->words + named;
            size_t count = o->word_count - named;
            return fits(&command_rows[i], o, words, count) ? command_rows[i].run(o, words, count)
                                                           : EXIT_FAILED;
        }
    }
    if (o->word_count == 0) {
        return write_help(NULL, NULL);
    }
    if (o->word_count == 1 && is_group(o->words[0])) {
        return write_help(NULL, o->words[0]);
    }
    return say_unknown(o);
}

/* `preceptor help check` is what people type before they know better. */
static void take_help_word(options *o) {
    if (o->word_count > 0 && strcmp(o->words[0], "help") == 0) {
        o->help = true;
        o->word_count--;
        memmove(o->words, o->words + 1, o->word_count * sizeof *o->words);
    }
}

int main(int argc, char **argv) {
    options o;
    int status = EXIT_FAILED;
    output_prepare_process();
    if (options_parse(argc, argv, &o)) {
        message_set_color(work_wants_color(&o, isatty(STDERR_FILENO) == 1));
        take_help_word(&o);
        status = o.version ? write_version() : o.manual || o.completion > 0 ? write_alone(&o) : dispatch(&o);
    }
    options_release(&o);
    return status;
}
