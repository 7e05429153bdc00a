/* What a shell needs to complete commands, options, their values and arguments. bash and zsh share the tables, written
 * as functions in what both understand; fish has a line for each thing instead. Ids come from 'preceptor kb list'. */
#include "completion.h"

#include "command.h"

#include <stdio.h>
#include <string.h>

/* What an argument or a value is, by the word that stands for it in help. */
static const struct {
    const char *word, *kind;
} kinds[] = {
    {"PROGRAM", "verdicts"},
    {"PROGRAM/REQUIREMENT", "verdicts"},
    {"CONCLUSION", "verdicts"},
    {"ID,...", "verdicts"},
    {"COLLECTION", "collections"},
    {"PROFILE", "file"},
    {"CASE", "file"},
    {"POOL", "file"},
    {"SHARD", "file"},
    {"STORE", "file"},
    {"FILE", "file"},
    {"TABLE", "file"},
    {"BEFORE", "file"},
    {"AFTER", "file"},
};

static const char *kind_of(const char *word, size_t length) {
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].word) == length && strncmp(kinds[i].word, word, length) == 0) {
            return kinds[i].kind;
        }
    }
    return "none";
}

/* The next argument in "PROGRAM PROFILE" or "[FILE...]", without what is around it; NULL at the end. */
static const char *next_argument(const char **at, size_t *length) {
    *at += strspn(*at, " [");
    const char *word = *at;
    *length = strcspn(word, " ]");
    *at += *length + (word[*length] == ']');
    if (*length > 3 && memcmp(word + *length - 3, "...", 3) == 0) {
        *length -= 3;
    }
    return *length > 0 && word[0] != '|' && word[0] != '-' ? word : NULL;
}

static size_t group_length(const command *c) {
    const char *blank = strchr(c->name, ' ');
    return blank != NULL ? (size_t)(blank - c->name) : 0;
}

/* Is it the first of its group? Commands of a group stand together. */
static bool begins_group(size_t i) {
    size_t length = group_length(&command_rows[i]);
    return length > 0 && (i == 0 || strncmp(command_rows[i - 1].name, command_rows[i].name, length + 1) != 0);
}

static void write_part(output *out, const char *text, size_t length) {
    char part[128];
    (void)snprintf(part, sizeof part, "%.*s", (int)length, text);
    output_string(out, part);
}

/* The names of commands: of all, a group once, or the second words of one group. */
static void write_commands(const char *group, output *out) {
    size_t length = group != NULL ? strlen(group) : 0;
    bool first = true;
    for (size_t i = 0; i < command_count; i++) {
        const char *name = command_rows[i].name;
        size_t part = group_length(&command_rows[i]);
        if (group != NULL ? part != length || strncmp(name, group, length) != 0
                          : part > 0 && !begins_group(i)) {
            continue;
        }
        output_string(out, first ? "" : " ");
        if (group != NULL) {
            output_string(out, name + length + 1);
        } else {
            write_part(out, name, part > 0 ? part : strlen(name));
        }
        first = false;
    }
}

static void write_option_names(option_set set, output *out) {
    bool first = true;
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        char letter[8] = "";
        if ((set & (option_set)1 << id) == 0) {
            continue;
        }
        if (option_rows[id].letter != 0) {
            (void)snprintf(letter, sizeof letter, " -%c", option_rows[id].letter);
        }
        output_string(out, first ? "--" : " --");
        output_string(out, option_rows[id].name);
        output_string(out, letter);
        first = false;
    }
}

static void write_argument_kinds(const command *c, output *out) {
    const char *at = c->arguments, *word;
    size_t length;
    for (bool first = true; (word = next_argument(&at, &length)) != NULL; first = false) {
        output_string(out, first ? "" : " ");
        output_string(out, kind_of(word, length));
    }
}

/* Words with '|' between them, with blanks instead. */
static void write_choices(const char *value, output *out) {
    for (const char *c = value; *c != '\0'; c++) {
        output_string(out, *c == '|' ? " " : (char[]){*c, '\0'});
    }
}

/* "file-size, depth" as "file-size= depth=". */
static void write_limits(output *out) {
    for (const char *at = options_limit_names(); *at != '\0';) {
        size_t length = strcspn(at, ",");
        write_part(out, at, length);
        output_string(out, "= ");
        at += length + strspn(at + length, ", ");
    }
}

static void write_command_table(output *out) {
    output_string(out, "# COMMAND: sets choices of words, options and arguments that may follow.\n"
                       "__preceptor_command() {\n"
                       "    choices= options= arguments=\n"
                       "    case $1 in\n"
                       "    '') choices='");
    write_commands(NULL, out);
    output_string(out, " help' options='");
    write_option_names(COMMON_OPTIONS | KB_OPTIONS | ALONE_OPTIONS | HAS(OUTPUT), out);
    output_string(out, "' ;;\n");
    for (size_t i = 0; i < command_count; i++) {
        char group[64];
        (void)snprintf(group, sizeof group, "%.*s", (int)group_length(&command_rows[i]),
                       command_rows[i].name);
        if (begins_group(i)) {
            output_string(out, "    '");
            output_string(out, group);
            output_string(out, "') choices='");
            write_commands(group, out);
            output_string(out, "' options='--help' ;;\n");
        }
        output_string(out, "    '");
        output_string(out, command_rows[i].name);
        output_string(out, "') arguments='");
        write_argument_kinds(&command_rows[i], out);
        output_string(out, "' options='");
        write_option_names(command_rows[i].options | COMMON_OPTIONS, out);
        output_string(out, "' ;;\n");
    }
    output_string(out, "    esac\n}\n\n");
}

static void write_value_table(output *out) {
    output_string(out, "# OPTION: sets the kind of its value, and the choices; false where it has none.\n"
                       "__preceptor_value() {\n"
                       "    choices= kind=choices\n"
                       "    case $1 in\n");
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        char letter[8] = "";
        if (row->value == NULL) {
            continue;
        }
        if (row->letter != 0) {
            (void)snprintf(letter, sizeof letter, "|-%c", row->letter);
        }
        output_string(out, "    --");
        output_string(out, row->name);
        output_string(out, letter);
        if (id == OPTION_LIMIT || strchr(row->value, '|') != NULL) {
            output_string(out, ") choices='");
            id == OPTION_LIMIT ? write_limits(out) : write_choices(row->value, out);
            output_string(out, "' ;;\n");
        } else {
            output_string(out, ") kind=");
            output_string(out, kind_of(row->value, strlen(row->value)));
            output_string(out, " ;;\n");
        }
    }
    output_string(out, "    *) return 1 ;;\n"
                       "    esac\n}\n\n");
}

/* Also for zsh: ids of what a knowledge base has, with PROGRAM and KB in hand. */
static const char list_function[] =
    "# PROGRAM WHAT KB: ids, the first word of each line that is not the rest of one.\n"
    "__preceptor_list() {\n"
    "    local line what=$2\n"
    "    [ \"$what\" = collections ] && what=\n"
    "    \"$1\" kb list ${what:+\"$what\"} ${3:+--kb \"$3\"} 2>/dev/null | while IFS= read -r line; do\n"
    "        case $line in ' '*) ;; *) printf '%s\\n' \"${line%% *}\" ;; esac\n"
    "    done\n"
    "}\n\n"
    "# What of the words before the one to complete is a command, its arguments, the value of an option.\n"
    "__preceptor_look() {\n"
    "    command= kb= count=0 last=\n"
    "    local word\n"
    "    for word; do\n"
    "        case $word in --*=*)\n"
    "            [ \"${word%%=*}\" = --kb ] && kb=${word#*=}\n"
    "            continue ;;\n"
    "        esac\n"
    "        if [ \"$word\" = = ]; then\n"
    "            continue # bash parts --format=json into three\n"
    "        elif [ -n \"$last\" ]; then\n"
    "            [ \"$last\" = --kb ] && kb=$word\n"
    "            last=\n"
    "        elif __preceptor_value \"$word\"; then\n"
    "            last=$word\n"
    "        elif [ \"$word\" != - ] && [ \"${word#-}\" != \"$word\" ]; then\n"
    "            continue\n"
    "        elif [ -z \"$command\" ]; then\n"
    "            [ \"$word\" = help ] || command=$word\n"
    "        else\n"
    "            __preceptor_command \"$command\"\n"
    "            case \" $choices \" in\n"
    "            *\" $word \"*) command=\"$command $word\" ;;\n"
    "            *) count=$((count + 1)) ;;\n"
    "            esac\n"
    "        fi\n"
    "    done\n"
    "}\n\n"
    "# What may stand in the place of an argument: sets kind. The last one may be repeated.\n"
    "__preceptor_argument() {\n"
    "    __preceptor_command \"$command\"\n"
    "    local left=$count rest=$arguments\n"
    "    while [ \"$left\" -gt 0 ] && [ \"${rest#* }\" != \"$rest\" ]; do\n"
    "        rest=${rest#* } left=$((left - 1))\n"
    "    done\n"
    "    kind=${rest%% *}\n"
    "    [ -z \"$choices\" ] || kind=choices\n"
    "}\n\n";

static const char bash_function[] =
    "_preceptor() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} command kb count last choices options arguments kind\n"
    "    local program=${COMP_WORDS[0]/#\\~/$HOME}\n"
    "    COMPREPLY=()\n"
    "    [ \"$cur\" = = ] && cur=\n"
    "    __preceptor_look \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"\n"
    "    if [ -n \"$last\" ]; then\n"
    "        __preceptor_value \"$last\"\n"
    "    elif [ \"$cur\" != - ] && [ \"${cur#-}\" != \"$cur\" ]; then\n"
    "        __preceptor_command \"$command\"\n"
    "        choices=$options kind=choices\n"
    "    else\n"
    "        __preceptor_argument\n"
    "    fi\n"
    "    case $kind in\n"
    "    choices) ;;\n"
    "    verdicts|collections) choices=$(__preceptor_list \"$program\" \"$kind\" \"$kb\") ;;\n"
    "    file)\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "        return ;;\n"
    "    *) return ;;\n"
    "    esac\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$cur\")\n"
    "    case ${COMPREPLY[0]} in *=) compopt -o nospace 2>/dev/null ;; esac\n"
    "}\n"
    "complete -F _preceptor preceptor\n";

static const char zsh_function[] =
    "_preceptor() {\n"
    "    local command kb count last choices options arguments kind\n"
    "    __preceptor_look \"${(@)words[2,CURRENT-1]}\"\n"
    "    if [[ -z $last && $PREFIX == --*=* ]]; then\n"
    "        last=${PREFIX%%=*}\n"
    "        compset -P '*='\n"
    "    fi\n"
    "    if [[ -n $last ]]; then\n"
    "        __preceptor_value \"$last\" || return 1\n"
    "    elif [[ $PREFIX == -?* || $PREFIX == - ]]; then\n"
    "        __preceptor_command \"$command\"\n"
    "        choices=$options kind=choices\n"
    "    else\n"
    "        __preceptor_argument\n"
    "    fi\n"
    "    case $kind in\n"
    "    choices) compadd -- ${=choices} ;;\n"
    "    verdicts|collections)\n"
    "        compadd -- ${(f)\"$(__preceptor_list \"${~words[1]}\" \"$kind\" \"$kb\")\"} ;;\n"
    "    file) _files ;;\n"
    "    esac\n"
    "}\n"
    "_preceptor \"$@\"\n";

static const char fish_functions[] =
    "# Words that are neither options nor their values.\n"
    "function __preceptor_words\n"
    "    set -l last\n"
    "    for word in (commandline -opc)[2..-1]\n"
    "        if test -n \"$last\"\n"
    "            set last\n"
    "        else if contains -- $word $__preceptor_valued\n"
    "            set last $word\n"
    "        else if not string match -q -- '-?*' $word\n"
    "            echo $word\n"
    "        end\n"
    "    end\n"
    "end\n\n"
    "# FIRST LAST COMMAND...: is it this command, with so many arguments? LAST may be 'any'.\n"
    "function __preceptor_at\n"
    "    set -l words (__preceptor_words)\n"
    "    set -l wanted $argv[3..-1]\n"
    "    set -l named (count $wanted)\n"
    "    set -l given (math (count $words) - $named)\n"
    "    test $given -ge $argv[1]; or return 1\n"
    "    test $argv[2] = any; or test $given -le $argv[2]; or return 1\n"
    "    test $named -eq 0; or test \"$words[1..$named]\" = \"$wanted\"\n"
    "end\n\n"
    "# WHAT: ids of what the knowledge base has.\n"
    "function __preceptor_list\n"
    "    set -l line (commandline -opc)\n"
    "    set -l program (string replace -r '^~' $HOME -- $line[1])\n"
    "    set -l kb\n"
    "    for i in (seq 2 (count $line))\n"
    "        string match -q -- '--kb=*' $line[$i]; and set kb $line[$i]\n"
    "        test $line[$i] = --kb; and test $i -lt (count $line); and set kb --kb=$line[(math $i + 1)]\n"
    "    end\n"
    "    test $argv[1] = collections; and set -e argv[1]\n"
    "    $program kb list $argv $kb 2>/dev/null | string match -v -r '^ ' | string replace -r ' .*' ''\n"
    "end\n\n";

/* In single quotes, for fish. */
static void write_quoted(const char *text, output *out) {
    output_string(out, "'");
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\'' || *c == '\\') {
            output_string(out, "\\");
        }
        output_string(out, (char[]){*c, '\0'});
    }
    output_string(out, "'");
}

static void begin_line(const char *first, const char *last, const char *name, output *out) {
    output_string(out, "complete -c preceptor -n '__preceptor_at ");
    output_string(out, first);
    output_string(out, " ");
    output_string(out, last);
    output_string(out, name[0] != '\0' ? " " : "");
    output_string(out, name);
    output_string(out, "'");
}

static void write_fish_kind(const char *kind, output *out) {
    if (strcmp(kind, "file") == 0) {
        output_string(out, " -F");
    } else if (strcmp(kind, "none") != 0) {
        output_string(out, " -a '(__preceptor_list ");
        output_string(out, kind);
        output_string(out, ")'");
    }
}

static void write_fish_options(const char *name, option_set set, output *out) {
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        char letter[8] = "";
        if ((set & (option_set)1 << id) == 0) {
            continue;
        }
        if (row->letter != 0) {
            (void)snprintf(letter, sizeof letter, " -s %c", row->letter);
        }
        begin_line("0", "any", name, out);
        output_string(out, letter);
        output_string(out, " -l ");
        output_string(out, row->name);
        if (row->value != NULL) {
            output_string(out, " -r");
        }
        if (id == OPTION_LIMIT || (row->value != NULL && strchr(row->value, '|') != NULL)) {
            output_string(out, " -a '");
            id == OPTION_LIMIT ? write_limits(out) : write_choices(row->value, out);
            output_string(out, "'");
        } else if (row->value != NULL) {
            write_fish_kind(kind_of(row->value, strlen(row->value)), out);
        }
        output_string(out, " -d ");
        write_quoted(row->help, out);
        output_string(out, "\n");
    }
}

static void write_fish_arguments(const command *c, output *out) {
    const char *at = c->arguments, *word;
    size_t length, place = 0;
    while ((word = next_argument(&at, &length)) != NULL) {
        char first[16], last[16];
        (void)snprintf(first, sizeof first, "%zu", place);
        (void)snprintf(last, sizeof last, "%zu", place++);
        bool repeated = *at == '\0' && place < c->most;
        if (strcmp(kind_of(word, length), "none") != 0) {
            begin_line(first, repeated ? "any" : last, c->name, out);
            write_fish_kind(kind_of(word, length), out);
            output_string(out, "\n");
        }
    }
}

static void write_fish(output *out) {
    output_string(out, "set -g __preceptor_valued");
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        if (option_rows[id].value != NULL) {
            output_string(out, " ");
            write_option_names((option_set)1 << id, out);
        }
    }
    output_string(out, "\n\n");
    output_string(out, fish_functions);
    output_string(out, "complete -c preceptor -f\n");
    write_fish_options("", ALONE_OPTIONS | HAS(HELP) | HAS(VERSION), out);
    for (size_t i = 0; i < command_count; i++) {
        const command *c = &command_rows[i];
        char group[64];
        (void)snprintf(group, sizeof group, "%.*s", (int)group_length(c), c->name);
        if (begins_group(i)) {
            begin_line("0", "0", "", out);
            output_string(out, " -a ");
            output_string(out, group);
            output_string(out, "\n");
        }
        begin_line("0", "0", group, out);
        output_string(out, " -a ");
        output_string(out, group[0] != '\0' ? c->name + strlen(group) + 1 : c->name);
        output_string(out, " -d ");
        write_quoted(c->help, out);
        output_string(out, "\n");
        write_fish_arguments(c, out);
        write_fish_options(c->name, c->options | COMMON_OPTIONS, out);
    }
}

void completion_write(completion_shell shell, output *out) {
    static const char *const names[] = {"bash", "zsh", "fish"};
    output_string(out, shell == COMPLETION_ZSH ? "#compdef preceptor\n" : "");
    output_string(out, "# Completion for preceptor, written by 'preceptor --completion ");
    output_string(out, names[shell]);
    output_string(out, "'.\n\n");
    if (shell == COMPLETION_FISH) {
        write_fish(out);
        return;
    }
    write_command_table(out);
    write_value_table(out);
    output_string(out, list_function);
    output_string(out, shell == COMPLETION_ZSH ? zsh_function : bash_function);
}
