/* Options: one table, from which parsing and help follow. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <preceptor.h>

typedef enum option_id {
    OPTION_KB,
    OPTION_AS_OF,
    OPTION_SET,
    OPTION_CONTEXT,
    OPTION_BATCH,
    OPTION_FUNCTIONS,
    OPTION_FORMAT,
    OPTION_ALL,
    OPTION_DEPTH,
    OPTION_CASE,
    OPTION_STRICT,
    OPTION_SUMMARY,
    OPTION_JOBS,
    OPTION_FROM,
    OPTION_MAP,
    OPTION_STORE,
    OPTION_RESUME,
    OPTION_WAIVERS,
    OPTION_RECORD,
    OPTION_BY,
    OPTION_REASON,
    OPTION_ON,
    OPTION_UNTIL,
    OPTION_YES,
    OPTION_PROGRAMS,
    OPTION_EXPLAIN,
    OPTION_ONLY,
    OPTION_WHERE,
    OPTION_CHECK_IDS,
    OPTION_SHARD,
    OPTION_CLIPS,
    OPTION_FACTS,
    OPTION_COVERAGE,
    OPTION_THRESHOLD,
    OPTION_JUNIT,
    OPTION_OF,
    OPTION_OUTPUT,
    OPTION_COLOR,
    OPTION_LIMIT,
    OPTION_QUIET,
    OPTION_HELP,
    OPTION_COMPLETION,
    OPTION_MANUAL,
    OPTION_VERSION,
    OPTION_COUNT
} option_id;

typedef uint64_t option_set;
#define HAS(option) ((option_set)1 << OPTION_##option)

typedef struct option_row {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* what follows it, for help; NULL: nothing */
    const char *help;
} option_row;

extern const option_row option_rows[OPTION_COUNT];

/* What pools are, where their names do not tell. */
typedef enum pool_from { POOL_FROM_NAME, POOL_FROM_NDJSON, POOL_FROM_CSV } pool_from;

typedef enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_choice;

/* The command line, taken apart. Texts are borrowed from argv. */
typedef struct options {
    const char *earlier_kb; /* the one named before `kb`, where two are */
    const char *kb, *as_of, *context, *summary, *output, *programs, *map, *store, *where, *facts;
    const char *junit, *of;
    const char *by, *reason, *on, *until;
    unsigned threshold; /* percent, 0: none */
    bool coverage;
    preceptor_format format;
    color_choice color;
    unsigned depth, jobs;
    pool_from from;
    bool lines; /* --format ndjson */
    bool csv;   /* --format csv */
    bool explain, resume, check_ids, clips;
    unsigned only;          /* bits of preceptor_only, 0: all */
    unsigned shard, shards; /* 0: all of it */
    bool any_waivers;       /* --waivers any */
    bool record, yes;
    unsigned completion; /* a completion_shell and 1; 0: none */
    bool all, is_case, batch, functions, strict, quiet, help, manual, version;
    preceptor_limits limits;
    option_set given;
    const char **sets;
    size_t set_count;
    const char **words; /* all that is no option: the command and its arguments */
    size_t word_count;
} options;

/* False after it said what is wrong. Release in either case. */
bool options_parse(int argc, char **argv, options *out);
void options_release(options *o);
/* "text|json" of an option, the names of the limits: what may follow, for help. */
const char *options_limit_names(void);

#endif
