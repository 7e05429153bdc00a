/* Reading the command line. Options may stand before, between and after arguments; `--` ends them, `-` is an
 * argument. */
#include "options.h"

#include "message.h"
#include "nearest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const option_row option_rows[OPTION_COUNT] = {
    [OPTION_KB] = {"kb", 0, "FILE",
                   "the knowledge base's manifest; else $PRECEPTOR_KB, else the installed one"},
    [OPTION_AS_OF] = {"as-of", 0, "DATE", "the day to answer for, such as 2027-01-31; else today (UTC)"},
    [OPTION_SET] = {"set", 0, "PATH=VALUE",
                    "what if the profile said so; 'PATH=' makes it unknown; may be repeated"},
    [OPTION_CONTEXT] = {"context", 0, "FILE",
                        "the names that the expression may use: a mapping in YAML, or JSON in .json"},
    [OPTION_BATCH] = {"batch", 0, NULL, "many expressions: NDJSON in (FILE or -), NDJSON out"},
    [OPTION_FUNCTIONS] = {"functions", 0, NULL, "list the built-in functions"},
    [OPTION_FORMAT] = {"format", 0, "text|json|ndjson|csv|markdown|html|svg|dot",
                       "what to write, where the command has several forms"},
    [OPTION_ALL] = {"all", 0, NULL, "everything, not only what the profile calls for first"},
    [OPTION_DEPTH] = {"depth", 0, "N", "how many levels of the proof to show"},
    [OPTION_CASE] = {"case", 0, NULL, "a case instead of a profile"},
    [OPTION_STRICT] = {"strict", 0, NULL, "reject records that have unknown keys"},
    [OPTION_SUMMARY] = {"summary", 0, "FILE", "write counts over all records to FILE, as JSON"},
    [OPTION_JOBS] = {"jobs", 'j', "N", "how many threads work; else as many as there are processors"},
    [OPTION_FROM] = {"from", 0, "ndjson|csv", "what the pools are, where their names do not tell"},
    [OPTION_MAP] = {"map", 0, "FILE",
                    "what columns of CSV hold: a mapping in YAML from their names to paths"},
    [OPTION_STORE] = {"store", 0, "FILE", "the store: one SQLite file with audits, waivers and answers"},
    [OPTION_RESUME] = {"resume", 0, NULL,
                       "go on where the same audit was interrupted; begin it with this, or with --store"},
    [OPTION_WAIVERS] = {"waivers", 0, "record|any",
                        "which waivers count: those on record in the store, or those claimed too"},
    [OPTION_RECORD] = {"record", 0, NULL, "keep the answer in the store, for history"},
    [OPTION_BY] = {"by", 0, "WHO", "who granted it, or took it back"},
    [OPTION_REASON] = {"reason", 0, "TEXT", "why, in a sentence"},
    [OPTION_ON] = {"on", 0, "DATE", "its first day; else the day of the run"},
    [OPTION_UNTIL] = {"until", 0, "DATE", "its last day"},
    [OPTION_YES] = {"yes", 0, NULL, "do not ask"},
    [OPTION_PROGRAMS] = {"programs", 0, "ID,...", "only these programs, by id, name or alias"},
    [OPTION_EXPLAIN] = {"explain", 0, NULL, "say in words why what is not met is not"},
    [OPTION_ONLY] = {"only", 0, "OUTCOME,...",
                     "write only rows with such a verdict: eligible, ineligible, undetermined, rejected"},
    [OPTION_WHERE] = {"where", 0, "FEEL", "only applicants for whom this condition on the profile is true"},
    [OPTION_CHECK_IDS] = {"check-ids", 0, NULL, "tell of ids that more than one record has"},
    [OPTION_SHARD] = {"shard", 0, "I/N",
                      "only the I-th of N shares of the file; 'merge' joins what they wrote"},
    [OPTION_CLIPS] = {"clips", 0, NULL, "for CLIPS: the rules over ground facts, without the conditions"},
    [OPTION_FACTS] = {"facts", 0, "PROFILE", "which conditions hold for this profile, as facts"},
    [OPTION_COVERAGE] = {"coverage", 0, NULL,
                         "which outcomes of rules, requirements and conditions were seen"},
    [OPTION_THRESHOLD] = {"threshold", 0, "PERCENT", "with --coverage: fail when fewer outcomes were seen"},
    [OPTION_OF] = {"of", 0, "NAME", "the schema of what; without it the list of them"},
    [OPTION_JUNIT] = {"junit", 0, "FILE", "write the results to FILE as JUnit XML, too"},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "write to FILE, whole or not at all; else to standard output"},
    [OPTION_COLOR] = {"color", 0, "auto|always|never",
                      "colours; auto: on a terminal, unless $NO_COLOR is set"},
    [OPTION_LIMIT] = {"limit", 0, "NAME=N", "raise or lower a limit; may be repeated"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no warnings and counts on standard error"},
    [OPTION_HELP] = {"help", 'h', NULL, "this help"},
    [OPTION_COMPLETION] = {"completion", 0, "bash|zsh|fish", "write what makes the shell complete commands"},
    [OPTION_MANUAL] = {"manual", 0, NULL, "write the manual page, for man"},
    [OPTION_VERSION] = {"version", 0, NULL, "the program's version"},
};

static const struct {
    const char *name;
    size_t offset; /* in preceptor_limits */
} limit_rows[] = {
    {"file-size", offsetof(preceptor_limits, file_size)},
    {"depth", offsetof(preceptor_limits, depth)},
    {"nodes", offsetof(preceptor_limits, nodes)},
    {"list-length", offsetof(preceptor_limits, list_length)},
    {"rule-instances", offsetof(preceptor_limits, rule_instances)},
    {"steps", offsetof(preceptor_limits, steps)},
    {"pattern-match", offsetof(preceptor_limits, pattern_match)},
    {"pattern-depth", offsetof(preceptor_limits, pattern_depth)},
};
enum { LIMIT_COUNT = sizeof limit_rows / sizeof limit_rows[0] };

const char *options_limit_names(void) {
    return "file-size, depth, nodes, list-length, rule-instances, steps, pattern-match, pattern-depth";
}

static bool is_number_at(const char *text, size_t count, unsigned *out) {
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *out = *out * 10 + (unsigned)(text[i] - '0');
    }
    return true;
}

static bool is_date(const char *text) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day;
    bool shaped = strlen(text) == strlen("YYYY-MM-DD") && text[4] == '-' && text[7] == '-' &&
                  is_number_at(text, 4, &year) && is_number_at(text + 5, 2, &month) &&
                  is_number_at(text + 8, 2, &day);
    if (!shaped || month < 1 || month > 12 || day < 1) {
        return false;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static bool set_date(const char **place, const char *value, option_id id) {
    *place = value;
    if (!is_date(value)) {
        message_error("--%s: '%s' is no date", option_rows[id].name, value);
        message_hint("write it as year, month and day: 2027-01-31");
        return false;
    }
    return true;
}

/* The place of `value` among words joined by '|', or -1 after a message. */
static int choose(option_id id, const char *value) {
    const char *at = option_rows[id].value;
    size_t length = strlen(value);
    for (int place = 0; at != NULL; place++) {
        const char *end = strchr(at, '|');
        size_t word = end != NULL ? (size_t)(end - at) : strlen(at);
        if (word == length && strncmp(at, value, length) == 0) {
            return place;
        }
        at = end != NULL ? end + 1 : NULL;
    }
    message_error("--%s: '%s' is not one of %s", option_rows[id].name, value, option_rows[id].value);
    return -1;
}

static bool set_limit(const char *value, options *o) {
    const char *equals = strchr(value, '=');
    char given[32];
    size_t length = equals != NULL ? (size_t)(equals - value) : 0;
    (void)snprintf(given, sizeof given, "%.*s", (int)(length < sizeof given ? length : 0), value);
    nearest near = nearest_begin(given);
    for (size_t i = 0; equals != NULL && i < LIMIT_COUNT; i++) {
        const char *name = limit_rows[i].name;
        if (strlen(name) != (size_t)(equals - value) || strncmp(name, value, strlen(name)) != 0) {
            nearest_offer(&near, name);
            continue;
        }
        char *end;
        errno = 0;
        unsigned long long number = strtoull(equals + 1, &end, 10);
        bool digits = equals[1] >= '0' && equals[1] <= '9' && *end == '\0';
        if (!digits || errno != 0 || number == 0 || number > SIZE_MAX) {
            message_error("--limit: '%s' is no limit: %s takes a number from 1 on", equals + 1, name);
            return false;
        }
        size_t limit = (size_t)number;
        memcpy((char *)&o->limits + limit_rows[i].offset, &limit, sizeof limit);
        return true;
    }
    if (equals == NULL || equals == value) {
        message_error("--limit: '%s' is not of the form NAME=N", value);
    } else {
        message_error("--limit: there is no limit '%.*s'", (int)length, value);
    }
    if (near.best != NULL) {
        message_hint("did you mean %s? The limits are %s", near.best, options_limit_names());
    } else {
        message_hint("the limits are %s", options_limit_names());
    }
    return false;
}

static bool set_number(option_id id, const char *value, unsigned long most, unsigned *out) {
    char *end;
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number < 1 || number > most) {
        message_error("--%s: '%s' is no number from 1 to %lu", option_rows[id].name, value, most);
        return false;
    }
    *out = (unsigned)number;
    return true;
}

static bool set_file(const char **place, const char *value, option_id id) {
    *place = value;
    if (value[0] == '\0') {
        message_error("--%s needs the name of a file, and it is empty", option_rows[id].name);
        return false;
    }
    return true;
}

static bool set_only(const char *value, options *o) {
    static const char *const names[] = {"eligible", "ineligible", "undetermined", "rejected"};
    const char *at = value;
    while (*at != '\0') {
        char word[64];
        size_t length = strcspn(at, ","), i = 0;
        (void)snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : 0), at);
        nearest near = nearest_begin(word);
        while (i < 4 && strcmp(names[i], word) != 0) {
            nearest_offer(&near, names[i++]);
        }
        if (i == 4) {
            message_error("--only: '%.*s' is not one of eligible, ineligible, undetermined, rejected",
                          (int)(length < 100 ? length : 100), at);
            if (near.best != NULL) {
                message_hint("did you mean %s?", near.best);
            }
            return false;
        }
        o->only |= 1u << i;
        at += at[length] == ',' ? length + 1 : length;
    }
    if (o->only == 0) {
        message_error(
            "--only needs one of eligible, ineligible, undetermined, rejected, or several with commas");
    }
    return o->only != 0;
}

static bool set_shard(const char *value, options *o) {
    enum { MOST = 1000000 };
    char *slash = NULL, *end = NULL;
    unsigned long shard = 0, shards = 0;
    bool good = value[0] >= '1' && value[0] <= '9';
    if (good) {
        shard = strtoul(value, &slash, 10);
        good = slash[0] == '/' && slash[1] >= '1' && slash[1] <= '9';
    }
    if (good) {
        shards = strtoul(slash + 1, &end, 10);
        good = *end == '\0' && shard <= shards && shards <= MOST;
    }
    o->shard = (unsigned)shard;
    o->shards = (unsigned)shards;
    if (!good) {
        message_error("--shard: '%s' is no share, such as 2/8: the second of eight", value);
    }
    return good;
}

static bool apply(option_id id, const char *value, options *o) {
    int choice;
    o->given |= (option_set)1 << id;
    switch (id) {
    case OPTION_KB: o->earlier_kb = o->kb; return set_file(&o->kb, value, id);
    case OPTION_CONTEXT: return set_file(&o->context, value, id);
    case OPTION_SUMMARY: return set_file(&o->summary, value, id);
    case OPTION_OUTPUT: return set_file(&o->output, value, id);
    case OPTION_AS_OF: return set_date(&o->as_of, value, id);
    case OPTION_ON: return set_date(&o->on, value, id);
    case OPTION_UNTIL: return set_date(&o->until, value, id);
    case OPTION_BY: o->by = value; return true;
    case OPTION_REASON: o->reason = value; return true;
    case OPTION_RECORD: o->record = true; return true;
    case OPTION_YES: o->yes = true; return true;
    case OPTION_WAIVERS:
        choice = choose(id, value);
        o->any_waivers = choice == 1;
        return choice >= 0;
    case OPTION_LIMIT: return set_limit(value, o);
    case OPTION_SET: o->sets[o->set_count++] = value; return true;
    case OPTION_FORMAT:
        choice = choose(id, value);
        o->format = choice == 4   ? PRECEPTOR_MARKDOWN
                    : choice == 5 ? PRECEPTOR_HTML
                    : choice == 6 ? PRECEPTOR_SVG
                    : choice == 7 ? PRECEPTOR_DOT
                    : choice >= 1 ? PRECEPTOR_JSON
                                  : PRECEPTOR_TEXT;
        o->lines = choice == 2;
        o->csv = choice == 3;
        return choice >= 0;
    case OPTION_COLOR:
        choice = choose(id, value);
        o->color = choice >= 0 ? (color_choice)choice : COLOR_AUTO;
        return choice >= 0;
    case OPTION_DEPTH: return set_number(id, value, 1000, &o->depth);
    case OPTION_JOBS: return set_number(id, value, 256, &o->jobs);
    case OPTION_FROM:
        choice = choose(id, value);
        o->from = choice == 1 ? POOL_FROM_CSV : POOL_FROM_NDJSON;
        return choice >= 0;
    case OPTION_MAP: return set_file(&o->map, value, id);
    case OPTION_STORE: return set_file(&o->store, value, id);
    case OPTION_RESUME: o->resume = true; return true;
    case OPTION_PROGRAMS: return set_file(&o->programs, value, id);
    case OPTION_EXPLAIN: o->explain = true; return true;
    case OPTION_ONLY: return set_only(value, o);
    case OPTION_WHERE: o->where = value; return true;
    case OPTION_CHECK_IDS: o->check_ids = true; return true;
    case OPTION_SHARD: return set_shard(value, o);
    case OPTION_CLIPS: o->clips = true; return true;
    case OPTION_FACTS: return set_file(&o->facts, value, id);
    case OPTION_COVERAGE: o->coverage = true; return true;
    case OPTION_THRESHOLD: return set_number(id, value, 100, &o->threshold);
    case OPTION_JUNIT: return set_file(&o->junit, value, id);
    case OPTION_OF: return set_file(&o->of, value, id);
    case OPTION_ALL: o->all = true; return true;
    case OPTION_CASE: o->is_case = true; return true;
    case OPTION_BATCH: o->batch = true; return true;
    case OPTION_FUNCTIONS: o->functions = true; return true;
    case OPTION_STRICT: o->strict = true; return true;
    case OPTION_QUIET: o->quiet = true; return true;
    case OPTION_HELP: o->help = true; return true;
    case OPTION_COMPLETION:
        choice = choose(id, value);
        o->completion = (unsigned)(choice + 1);
        return choice >= 0;
    case OPTION_MANUAL: o->manual = true; return true;
    case OPTION_VERSION: o->version = true; return true;
    case OPTION_COUNT: break;
    }
    return false;
}

/* Walks over argv. */
typedef struct walk {
    char **argv;
    int argc, at;
    options *out;
} walk;

static bool needs_value(option_id id) {
    message_error("--%s needs a value: --%s %s", option_rows[id].name, option_rows[id].name,
                  option_rows[id].value);
    return false;
}

static bool parse_long(walk *w, const char *text) {
    const char *equals = strchr(text, '=');
    size_t length = equals != NULL ? (size_t)(equals - text) : strlen(text);
    nearest near = nearest_begin(text);
    for (option_id id = 0; id < OPTION_COUNT; id++) {
        const option_row *row = &option_rows[id];
        if (strlen(row->name) != length || strncmp(row->name, text, length) != 0) {
            nearest_offer(&near, row->name);
            continue;
        }
        if (row->value == NULL && equals != NULL) {
            message_error("--%s takes no value", row->name);
            return false;
        }
        if (row->value == NULL || equals != NULL) {
            return apply(id, equals != NULL ? equals + 1 : "", w->out);
        }
        return w->at + 1 < w->argc ? apply(id, w->argv[++w->at], w->out) : needs_value(id);
    }
    message_error("there is no option --%.*s", (int)(length > 100 ? 100 : length), text);
    if (near.best != NULL) {
        message_hint("did you mean --%s?", near.best);
    }
    return false;
}

/* One or several letters: -q, -oFILE, -qo FILE. */
static bool parse_letters(walk *w, const char *letters) {
    for (const char *c = letters; *c != '\0'; c++) {
        option_id id = 0;
        while (id < OPTION_COUNT && option_rows[id].letter != *c) {
            id++;
        }
        if (id == OPTION_COUNT) {
            message_error("there is no option -%s", c);
            message_hint("an argument that begins with '-' goes after '--'");
            return false;
        }
        if (option_rows[id].value == NULL) {
            (void)apply(id, "", w->out);
        } else if (c[1] != '\0') {
            return apply(id, c + 1, w->out);
        } else {
            return w->at + 1 < w->argc ? apply(id, w->argv[++w->at], w->out) : needs_value(id);
        }
    }
    return true;
}

bool options_parse(int argc, char **argv, options *out) {
    *out = (options){0};
    out->words = calloc((size_t)argc + 1, sizeof *out->words);
    out->sets = calloc((size_t)argc + 1, sizeof *out->sets);
    if (out->words == NULL || out->sets == NULL) {
        message_error("out of memory");
        return false;
    }
    walk w = {.argv = argv, .argc = argc, .at = 1, .out = out};
    bool ended = false;
    for (; w.at < argc; w.at++) {
        const char *text = argv[w.at];
        if (ended || text[0] != '-' || text[1] == '\0') {
            out->words[out->word_count++] = text;
        } else if (strcmp(text, "--") == 0) {
            ended = true;
        } else if (text[1] == '-' ? !parse_long(&w, text + 2) : !parse_letters(&w, text + 1)) {
            return false;
        }
    }
    return true;
}

void options_release(options *o) {
    free(o->words);
    free(o->sets);
    *o = (options){0};
}
