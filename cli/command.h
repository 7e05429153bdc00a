/* What a command is to the program, and what commands have in common. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "options.h"
#include "output.h"

/* Exit statuses: design, section 6. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_FAILED = 2, EXIT_UNDETERMINED = 3, EXIT_REJECTED = 4 };

typedef struct command {
    const char *name;      /* one word, or two: "kb check" */
    const char *arguments; /* as help shows them */
    const char *help;      /* one line */
    const char *more;      /* a paragraph below the usage; lines end in \n */
    const char *missing;   /* what to type when arguments are missing; NULL: nothing to add */
    const char *exits;     /* its statuses where they are more than done and could not */
    size_t least, most;    /* arguments */
    bool lines;            /* it writes, or can write, one JSON object a line */
    bool pages;            /* it can write Markdown and HTML */
    bool graphs;           /* it writes DOT and SVG */
    bool rows;             /* it writes rows, as NDJSON or CSV */
    option_set options;    /* those that every command has left out */
    /* `words` are the arguments, as many as the command takes. */
    int (*run)(const options *o, const char *const *words, size_t count);
} command;

int run_new(const options *o, const char *const *words, size_t count);
int run_check(const options *o, const char *const *words, size_t count);
int run_consult(const options *o, const char *const *words, size_t count);
int run_eligible(const options *o, const char *const *words, size_t count);
int run_pathways(const options *o, const char *const *words, size_t count);
int run_shortlist(const options *o, const char *const *words, size_t count);
int run_when(const options *o, const char *const *words, size_t count);
int run_waive(const options *o, const char *const *words, size_t count);
int run_waivers(const options *o, const char *const *words, size_t count);
int run_revoke(const options *o, const char *const *words, size_t count);
int run_history(const options *o, const char *const *words, size_t count);
int run_forget(const options *o, const char *const *words, size_t count);
int run_trace(const options *o, const char *const *words, size_t count);
int run_why(const options *o, const char *const *words, size_t count);
int run_why_not(const options *o, const char *const *words, size_t count);
int run_kb_test(const options *o, const char *const *words, size_t count);
int run_kb_show(const options *o, const char *const *words, size_t count);
int run_kb_list(const options *o, const char *const *words, size_t count);
int run_kb_search(const options *o, const char *const *words, size_t count);
int run_kb_conflicts(const options *o, const char *const *words, size_t count);
int run_kb_graph(const options *o, const char *const *words, size_t count);
int run_kb_import(const options *o, const char *const *words, size_t count);
int run_kb_schema(const options *o, const char *const *words, size_t count);
int run_kb_export(const options *o, const char *const *words, size_t count);
int run_kb_check(const options *o, const char *const *words, size_t count);
int run_feel(const options *o, const char *const *words, size_t count);
int run_report(const options *o, const char *const *words, size_t count);
int run_diff(const options *o, const char *const *words, size_t count);
int run_merge(const options *o, const char *const *words, size_t count);
int run_audit(const options *o, const char *const *words, size_t count);

/* All of them, in the order in which help has them. */
extern const command command_rows[];
extern const size_t command_count;

/* Options that every command has. */
#define COMMON_OPTIONS (HAS(COLOR) | HAS(QUIET) | HAS(HELP) | HAS(VERSION))
/* Those that stand without a command. */
#define ALONE_OPTIONS (HAS(COMPLETION) | HAS(MANUAL))
/* Of those that load a knowledge base. */
#define KB_OPTIONS (HAS(KB) | HAS(LIMIT))

#endif
