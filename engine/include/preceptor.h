/* Preceptor: a rule-based advisory engine. The one public header. */
#ifndef PRECEPTOR_H
#define PRECEPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(PRECEPTOR_SHARED) && defined(__GNUC__)
#define PRECEPTOR_API __attribute__((visibility("default")))
#else
#define PRECEPTOR_API
#endif

/* What a function that can fail returns: name, text. */
#define PRECEPTOR_STATUS_MAP(X) \
    X(OK, "done") \
    X(NO_MEMORY, "out of memory") \
    X(INVALID, "the input is not valid; the diagnostics say where and why") \
    X(IO, "a file could not be read or written") \
    X(LIMIT, "a limit was reached") \
    X(NOT_FOUND, "there is nothing of that name") \
    X(CONFLICT, "rules of the knowledge base contradict each other for this profile") \
    X(USAGE, "the call does not fit the state of its arguments") \
    X(STOPPED, "it was stopped before the end")

typedef enum preceptor_status {
#define PRECEPTOR_STATUS_ENUM(name, text) PRECEPTOR_##name,
    PRECEPTOR_STATUS_MAP(PRECEPTOR_STATUS_ENUM)
#undef PRECEPTOR_STATUS_ENUM
} preceptor_status;

/* Where the library gets its memory. `free` takes what `alloc` gave, never NULL. Both are called from the
 * threads that call the library. Must outlive every object made with it. */
typedef struct preceptor_allocator {
    void *(*alloc)(void *context, size_t size);
    void (*free)(void *context, void *at);
    void *context;
} preceptor_allocator;

/* The library's version, "MAJOR.MINOR.PATCH"; lives for ever. */
PRECEPTOR_API const char *preceptor_version(void);
/* A status in words; lives for ever. */
PRECEPTOR_API const char *preceptor_status_text(preceptor_status status);

/* Where output goes. `write` gets all of it in order and gives false when it could not be written: the
 * function that writes then stops and gives PRECEPTOR_IO. */
typedef struct preceptor_sink {
    bool (*write)(void *context, const char *bytes, size_t count);
    void *context;
} preceptor_sink;

/* Markdown and HTML: of reports on audits alone. SVG and DOT: of graphs. */
typedef enum preceptor_format {
    PRECEPTOR_TEXT,
    PRECEPTOR_JSON,
    PRECEPTOR_MARKDOWN,
    PRECEPTOR_HTML,
    PRECEPTOR_SVG,
    PRECEPTOR_DOT
} preceptor_format;

/* Limits that can be raised; 0 means the default. */
typedef struct preceptor_limits {
    size_t file_size;      /* bytes of one file; 16 MiB */
    size_t depth;          /* nesting of a document; 64 */
    size_t nodes;          /* of a document, aliases expanded; 2,000,000 */
    size_t list_length;    /* items of one list of a profile; 5,000 */
    size_t rule_instances; /* of one rule after it was expanded; 1,000,000 */
    size_t steps;          /* of one evaluation; 20,000,000 */
    size_t pattern_match;  /* tries of a pattern from one place of a text; 1,000,000 */
    size_t pattern_depth;  /* nesting of a pattern's tries, which takes memory; 10,000 */
} preceptor_limits;

/* What a knowledge base is asked for. Verdicts, requirements, waivers and warnings are part of each. */
typedef enum preceptor_use {
    PRECEPTOR_USE_VERDICTS = 1,
    PRECEPTOR_USE_ADVICE = 2, /* recommendations, and which verdicts matter most */
    PRECEPTOR_USE_PATHWAYS = 4,
    PRECEPTOR_USE_SHORTLISTS = 8,
    PRECEPTOR_USE_CHECK = PRECEPTOR_USE_VERDICTS | PRECEPTOR_USE_ADVICE | PRECEPTOR_USE_PATHWAYS,
    PRECEPTOR_USE_AUDIT = PRECEPTOR_USE_VERDICTS | PRECEPTOR_USE_ADVICE,
} preceptor_use;

typedef struct preceptor_options {
    const preceptor_allocator *allocator; /* borrowed; NULL: the C library's */
    preceptor_limits limits;
    /* Of which kind the documents are that will be read: "case", ...; NULL: profiles. Of the knowledge base only what
     * they need is loaded. Borrowed during the call. */
    const char *document;
    /* A condition in FEEL over the profile, whose places in messages are called "--where"; NULL: none. Audits with this
     * knowledge base pass over records for which it is not true. Borrowed during the call. */
    const char *where;
    /* What it will be asked for, joined; 0: anything, proofs and questions about itself among it. Rules that only other
     * answers rest on are checked and then left out, so that loading and evaluating take less time. Functions that give
     * such an answer then give PRECEPTOR_USAGE. */
    unsigned uses;
} preceptor_options;

/* ---- Diagnostics: what is wrong with an input, and where. One list may serve many calls, from one thread
 * at a time. */
typedef struct preceptor_diagnostics preceptor_diagnostics;

/* Owned by the caller; NULL when out of memory. Free with preceptor_diagnostics_free. Must not outlive the
 * allocator. */
PRECEPTOR_API preceptor_diagnostics *preceptor_diagnostics_new(const preceptor_allocator *allocator);
PRECEPTOR_API void preceptor_diagnostics_free(preceptor_diagnostics *diagnostics);
PRECEPTOR_API void preceptor_diagnostics_clear(preceptor_diagnostics *diagnostics);
PRECEPTOR_API size_t preceptor_diagnostics_errors(const preceptor_diagnostics *diagnostics);
PRECEPTOR_API size_t preceptor_diagnostics_warnings(const preceptor_diagnostics *diagnostics);
/* Writes all of them, sorted by place: FILE:LINE:COL: error: message, the line, a caret, a hint. The sources
 * must still be there: render before freeing the profile or knowledge base that the input went into. */
PRECEPTOR_API preceptor_status preceptor_diagnostics_write(preceptor_diagnostics *diagnostics, bool color,
                                                           const preceptor_sink *sink);

/* How a report is written. */
typedef struct preceptor_view {
    preceptor_format format;
    bool color;     /* text: ANSI colours */
    bool all;       /* text: everything, not only what the profile calls for first */
    unsigned width; /* text: columns to wrap at; 0: 100 */
    unsigned depth; /* of proofs: levels that are shown; 0: all */
} preceptor_view;

/* ---- The knowledge base, compiled. Immutable once loaded; any number of threads may use it at the same time. */
typedef struct preceptor_kb preceptor_kb;

/* Loads a manifest and all its files. On errors (PRECEPTOR_INVALID, all are in `diagnostics`) `*kb` is still
 * given where memory allowed it, because the diagnostics point into it: it answers nothing and must be
  * freed. `options` may be NULL. */
PRECEPTOR_API preceptor_status preceptor_kb_load(const char *manifest, const preceptor_options *options,
                                                 preceptor_diagnostics *diagnostics, preceptor_kb **kb);
PRECEPTOR_API void preceptor_kb_free(preceptor_kb *kb);
/* As many kinds of documents a manifest may declare at most: each is a knowledge base of its own to load. */
enum { PRECEPTOR_MOST_DOCUMENTS = 16 };
/* The kinds of documents that the manifest declares, in its order; NULL past the last. Borrowed. */
PRECEPTOR_API const char *preceptor_kb_document(const preceptor_kb *kb, size_t index);
/* What it holds: name, version, digest, and how many of what; for `kb check`. */
PRECEPTOR_API preceptor_status preceptor_kb_write_summary(const preceptor_kb *kb, preceptor_format format,
                                                          const preceptor_sink *sink);
/* The same of several that were loaded from one manifest, for profiles and for other kinds of documents. */
PRECEPTOR_API preceptor_status preceptor_kb_write_summaries(const preceptor_kb *const *kbs, size_t count,
                                                            preceptor_format format,
                                                            const preceptor_sink *sink);
/* What loading leaves for the first use or to those who keep it: compiles every pattern, and warns of entities and
 * requirements that name no source. Errors and warnings are in `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_kb_verify(const preceptor_kb *kb,
                                                   preceptor_diagnostics *diagnostics);
/* A commented profile to fill in (YAML). */
PRECEPTOR_API preceptor_status preceptor_kb_write_template(const preceptor_kb *kb,
                                                           const preceptor_sink *sink);
/* How long the parts of loading took, in microseconds. */
typedef struct preceptor_load_times {
    uint64_t reading, compiling;
} preceptor_load_times;
PRECEPTOR_API preceptor_load_times preceptor_kb_load_times(const preceptor_kb *kb);

/* Subjects: the entities that get verdicts, numbered from 0 in the order of their ids. */
PRECEPTOR_API size_t preceptor_kb_subjects(const preceptor_kb *kb);
/* Borrowed until the knowledge base is freed. */
PRECEPTOR_API const char *preceptor_kb_subject_id(const preceptor_kb *kb, size_t subject);
/* By id, name or alias, whatever its case. NOT_FOUND: an error with the nearest names is in `diagnostics`;
 * also where a name fits two. */
PRECEPTOR_API preceptor_status preceptor_kb_find_subject(const preceptor_kb *kb, const char *text,
                                                         preceptor_diagnostics *diagnostics, size_t *subject);

/* Lets lists, searches, entities, conflicts and tests of `kb` tell what `other` has, too: the same knowledge base
 * loaded for another kind of document. `other` is borrowed, is asked no more once either is freed, and is added to one
 * only. */
PRECEPTOR_API void preceptor_kb_add(preceptor_kb *kb, preceptor_kb *other);

/* For those who keep a knowledge base. Where its sources disagree: all conflicts, or those that `which` names (an
 * id, an alias, or a kind; NULL: all). NOT_FOUND: the error with the nearest names is in `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_kb_write_conflicts(const preceptor_kb *kb, const char *which,
                                                            const preceptor_view *view,
                                                            const preceptor_sink *sink,
                                                            preceptor_diagnostics *diagnostics);

/* JSON Schemas (draft 2020-12) of what the program writes and reads, those of documents and of the files made from what
 * the knowledge base declares. `of` names one, as `schema` in output does, or without "preceptor." and "/1"; NULL lists
 * them. The knowledge base need not compile. `options` may be NULL; its `document` is not looked at. NOT_FOUND: the
 * error with the nearest names is in `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_write_schema(const char *manifest, const preceptor_options *options,
                                                      const char *of, const preceptor_view *view,
                                                      const preceptor_sink *sink,
                                                      preceptor_diagnostics *diagnostics);

/* Entities from a table in CSV, by a map in YAML: see kb/README.md. */
typedef struct preceptor_import preceptor_import;
/* Reads both, and checks the knowledge base as it would be with them. INVALID: `diagnostics` say, all at once, which
 * cells, places of the map, or files are wrong. Free in every case, and after the diagnostics were shown, which point
 * into it; NULL only without memory. `options` may be NULL; its `document` is not looked at. */
PRECEPTOR_API preceptor_status preceptor_import_new(const char *manifest, const preceptor_options *options,
                                                    const char *table, const char *map,
                                                    preceptor_diagnostics *diagnostics,
                                                    preceptor_import **out);
PRECEPTOR_API void preceptor_import_free(preceptor_import *import);
/* The file that it is for, in the manifest's folder or below. Lives as long as the import. */
PRECEPTOR_API const char *preceptor_import_file(const preceptor_import *import);
/* How many entities. */
PRECEPTOR_API size_t preceptor_import_count(const preceptor_import *import);
/* The first bytes of every file that preceptor_import_write wrote; lives for ever. */
PRECEPTOR_API const char *preceptor_import_mark(void);
PRECEPTOR_API preceptor_status preceptor_import_write(const preceptor_import *import,
                                                      const preceptor_sink *sink);

/* One entity with all that was written of it, by its id, name or alias; COLLECTION:ID where an id stands in several.
 * NOT_FOUND: the error with the nearest names is in `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_kb_write_entity(const preceptor_kb *kb, const char *name,
                                                         const preceptor_view *view,
                                                         const preceptor_sink *sink,
                                                         preceptor_diagnostics *diagnostics);
/* A graph: of "pathways", their stages and how long these take; of "rules", how they and relations rest on each other;
 * of an entity (as above), its requirements and what these rest on; of a relation or a rule, the same. As SVG where the
 * view asks for it, else as DOT. NOT_FOUND as above; LIMIT: there is too much to lay out, or nothing to do it with, as
 * `diagnostics` say. */
PRECEPTOR_API preceptor_status preceptor_kb_write_graph(const preceptor_kb *kb, const char *what,
                                                        const preceptor_view *view,
                                                        const preceptor_sink *sink,
                                                        preceptor_diagnostics *diagnostics);
/* The entities of a collection, or what stands in `attributes`, `parameters`, `relations`, `rules`; NULL: the
 * collections, with how many each holds. NOT_FOUND as above. */
PRECEPTOR_API preceptor_status preceptor_kb_write_list(const preceptor_kb *kb, const char *collection,
                                                       const preceptor_view *view, const preceptor_sink *sink,
                                                       preceptor_diagnostics *diagnostics);
/* All that has each of the words in its names or texts, the best first, and how many. INVALID: there is no word. */
PRECEPTOR_API preceptor_status preceptor_kb_write_search(const preceptor_kb *kb, const char *words,
                                                         const preceptor_view *view,
                                                         const preceptor_sink *sink, size_t *found);

/* The rules, expanded over the knowledge base, as a program for CLIPS; what looks at a profile is left out. */
PRECEPTOR_API preceptor_status preceptor_kb_write_clips(const preceptor_kb *kb, const preceptor_sink *sink);

/* ---- A session: one thread's evaluation of profiles, one after the other. Once warm it asks the heap for
 * nothing. */
typedef struct preceptor_session preceptor_session;

/* Borrows the knowledge base. Free with preceptor_session_free. */
PRECEPTOR_API preceptor_status preceptor_session_new(const preceptor_kb *kb, preceptor_session **session);
PRECEPTOR_API void preceptor_session_free(preceptor_session *session);
/* The day as of which everything is evaluated, "YYYY-MM-DD"; the system's day (UTC) until set. INVALID: no date. */
PRECEPTOR_API preceptor_status preceptor_session_set_as_of(preceptor_session *session, const char *date);

/* ---- Profiles: what is known of one person. Belongs to one thread at a time. */
typedef struct preceptor_profile preceptor_profile;

PRECEPTOR_API preceptor_status preceptor_profile_new(const preceptor_kb *kb, preceptor_profile **profile);
PRECEPTOR_API void preceptor_profile_free(preceptor_profile *profile);
/* Reads a file ("-": standard input), YAML, or JSON where its name ends in .json; replaces what the profile held. */
PRECEPTOR_API preceptor_status preceptor_profile_read_file(preceptor_profile *profile, const char *path,
                                                           preceptor_diagnostics *diagnostics);
/* Reads bytes, JSON where `json`; they are copied. `name` stands for the file in messages. An unknown key is
 * a warning where `lenient`. */
PRECEPTOR_API preceptor_status preceptor_profile_read(preceptor_profile *profile, const char *name,
                                                      const char *bytes, size_t count, bool json,
                                                      bool lenient, preceptor_diagnostics *diagnostics);
/* PATH=VALUE on top of what was read; `PATH=` makes it unknown. */
PRECEPTOR_API preceptor_status preceptor_profile_set(preceptor_profile *profile, const char *assignment,
                                                     preceptor_diagnostics *diagnostics);

/* ---- Evaluation */
/* How much an evaluation finds out: VERDICTS only what the accessors below give; FACTS all that the rules
 * conclude, as an audit does; REASONS also what supports it and what is missing, for the reports. */
typedef enum preceptor_depth { PRECEPTOR_VERDICTS, PRECEPTOR_FACTS, PRECEPTOR_REASONS } preceptor_depth;

/* Evaluates the profile; both must be of the same knowledge base, and the profile stays unchanged until the
 * next call. LIMIT or NO_MEMORY: there is no result. */
PRECEPTOR_API preceptor_status preceptor_evaluate(preceptor_session *session,
                                                  const preceptor_profile *profile, preceptor_depth depth);

/* Which limit it was when a call with this session gave LIMIT, in words; lives for ever. */
PRECEPTOR_API const char *preceptor_session_limit(const preceptor_session *session);

typedef enum preceptor_verdict {
    PRECEPTOR_ELIGIBLE,
    PRECEPTOR_INELIGIBLE,
    PRECEPTOR_UNDETERMINED
} preceptor_verdict;
/* "eligible", ... */
PRECEPTOR_API const char *preceptor_verdict_text(preceptor_verdict verdict);
/* Of the last evaluation. */
PRECEPTOR_API preceptor_verdict preceptor_session_verdict(const preceptor_session *session, size_t subject);

/* Reports on the last evaluation, which must have been of PRECEPTOR_REASONS (else USAGE). CONFLICT: rules conclude
 * facts of one key that differ, so what to show cannot be told; verdicts do not rest on that. */
PRECEPTOR_API preceptor_status preceptor_write_check(preceptor_session *session, const preceptor_view *view,
                                                     const preceptor_sink *sink);
PRECEPTOR_API preceptor_status preceptor_write_eligible(preceptor_session *session, size_t subject,
                                                        const preceptor_view *view,
                                                        const preceptor_sink *sink);
/* The verdict of one subject from the day of the session on: from when until when it is what, and because of what. */
PRECEPTOR_API preceptor_status preceptor_write_when(preceptor_session *session, size_t subject,
                                                    const preceptor_view *view, const preceptor_sink *sink);
/* Pathways side by side: what is done of each, under way and to come, how much is left, what stands in the way. */
PRECEPTOR_API preceptor_status preceptor_write_pathways(preceptor_session *session,
                                                        const preceptor_view *view,
                                                        const preceptor_sink *sink);
/* The subjects that fit or may, ranked by what the knowledge base counts for them; each place with its parts, and what
 * would settle it where it is not certain. With `view->all` also those that do not fit. */
PRECEPTOR_API preceptor_status preceptor_write_shortlist(preceptor_session *session,
                                                         const preceptor_view *view,
                                                         const preceptor_sink *sink);
/* Of a case, where the entities stand that the knowledge base tells of, on what grounds, and the case as it would be
 * presented. With `view->all` also of those that are not called for. */
PRECEPTOR_API preceptor_status preceptor_write_consult(preceptor_session *session, const preceptor_view *view,
                                                       const preceptor_sink *sink);
/* Why a conclusion holds, does not hold, or is not known: a subject (by id, name or alias), SUBJECT/REQUIREMENT, the id
 * of a recommendation, or a fact such as relation("slot", 5). With `view->all` every support is shown, else the
 * shortest. NOT_FOUND: the error with the nearest names is in `diagnostics`, and nothing was written. */
PRECEPTOR_API preceptor_status preceptor_write_why(preceptor_session *session, const char *conclusion,
                                                   const preceptor_view *view, const preceptor_sink *sink,
                                                   preceptor_diagnostics *diagnostics);
/* The same of what stands in its way, nearest to holding first, and what would mend it. */
PRECEPTOR_API preceptor_status preceptor_write_why_not(preceptor_session *session, const char *conclusion,
                                                       const preceptor_view *view, const preceptor_sink *sink,
                                                       preceptor_diagnostics *diagnostics);
/* Every rule that drew a conclusion, stratum by stratum: text, or as JSON one object a line. */
PRECEPTOR_API preceptor_status preceptor_write_trace(preceptor_session *session, const preceptor_view *view,
                                                     const preceptor_sink *sink);

/* Facts for preceptor_kb_write_clips' program: which conditions hold for the profile, and, as comments, which facts the
 * evaluation derived, to compare. `*unknown`: conditions and facts that are not known, which CLIPS has no word for. */
PRECEPTOR_API preceptor_status preceptor_write_clips_facts(preceptor_session *session,
                                                           const preceptor_sink *sink, uint32_t *unknown);

/* After CONFLICT: adds an error for each such key, with the rules. Their places are in the knowledge base. */
PRECEPTOR_API void preceptor_session_explain(preceptor_session *session, preceptor_diagnostics *diagnostics);

/* ---- Audit: pools of profiles, to a row for each record, in the order of the input. */
/* `read` fills a buffer and gives how many bytes, 0 at the end, negative on error (PRECEPTOR_IO). */
typedef struct preceptor_reader {
    ptrdiff_t (*read)(void *context, char *buffer, size_t size);
    void *context;
} preceptor_reader;

typedef enum preceptor_input_form {
    PRECEPTOR_INPUT_NDJSON, /* one profile a line, a JSON object; blank lines are passed over */
    PRECEPTOR_INPUT_CSV,    /* a line of names, then one profile a line */
    PRECEPTOR_INPUT_YAML,   /* all of it is one profile */
    PRECEPTOR_INPUT_JSON    /* the same */
} preceptor_input_form;
/* Something to audit; gzip and zstd are told by how they begin. */
typedef struct preceptor_input {
    const char *name; /* for messages and rows; until the next one is asked for */
    preceptor_input_form form;
    preceptor_reader reader;
    uint64_t size; /* in bytes, of a file that does not change; 0: not known */
} preceptor_input;
/* What is audited, one behind the other. `next` gives PRECEPTOR_NOT_FOUND after the last; any other failure ends the
 * audit and is what it gives. `many`: rows say which input they are of. */
typedef struct preceptor_inputs {
    preceptor_status (*next)(void *context, preceptor_input *input);
    void *context;
    bool many;
} preceptor_inputs;
/* Of one input, which is borrowed, and used up. */
PRECEPTOR_API preceptor_inputs preceptor_one_input(preceptor_input *input);

/* ---- A store: one SQLite file with audits, waivers and what was answered. For one thread. */
typedef struct preceptor_store preceptor_store;
/* Made where it is not there, for its owner alone; with `journal` it only learns how far an audit came. Borrows the
 * knowledge base. What is wrong is in `diagnostics`, and `*store` then NULL. */
PRECEPTOR_API preceptor_status preceptor_store_open(const preceptor_kb *kb, const char *path, bool journal,
                                                    preceptor_diagnostics *diagnostics,
                                                    preceptor_store **store);
/* One that must be there, to read it or to change it. What is wrong is in `diagnostics`, `*store` then NULL. */
PRECEPTOR_API preceptor_status preceptor_store_open_existing(const char *path, bool change,
                                                             preceptor_diagnostics *diagnostics,
                                                             preceptor_store **store);
PRECEPTOR_API void preceptor_store_close(preceptor_store *store);

/* ---- Waivers on record. What is wrong with a call is in `diagnostics` (INVALID), and nothing was changed. */
typedef struct preceptor_waiver {
    const char *applicant; /* the id of the profile that it is for */
    const char *what;      /* SUBJECT/REQUIREMENT, the subject by id, name or alias */
    const char *by, *reason;
    const char *on;    /* its first day, "YYYY-MM-DD"; NULL: `as_of` */
    const char *until; /* its last day */
    const char *as_of; /* the day on which it is granted; NULL: the system's day */
} preceptor_waiver;
/* Puts a waiver on record, and says so. Without a store it only says what is wrong with it. */
PRECEPTOR_API preceptor_status preceptor_waive(const preceptor_kb *kb, preceptor_store *store,
                                               const preceptor_waiver *waiver, const preceptor_view *view,
                                               const preceptor_sink *sink,
                                               preceptor_diagnostics *diagnostics);
/* Those of an applicant (NULL: of all) that count on a day or will, with `view->all` also those that ended or were
 * revoked. JSON: preceptor.waivers/1. */
PRECEPTOR_API preceptor_status preceptor_write_waivers(preceptor_store *store, const char *applicant,
                                                       const char *as_of, const preceptor_view *view,
                                                       const preceptor_sink *sink,
                                                       preceptor_diagnostics *diagnostics);
/* Ends a waiver: it counts no more, and stays in the history. `by` and `reason` may be NULL. */
PRECEPTOR_API preceptor_status preceptor_revoke(preceptor_store *store, int64_t number, const char *by,
                                                const char *reason, const char *as_of,
                                                const preceptor_view *view, const preceptor_sink *sink,
                                                preceptor_diagnostics *diagnostics);
/* Keeps the last evaluation, which must have been of PRECEPTOR_REASONS, under the profile's id. INVALID: it has none,
 * or the store cannot be written, which `diagnostics` say. Without a store it only says whether there is an id. */
PRECEPTOR_API preceptor_status preceptor_record(preceptor_session *session, preceptor_store *store,
                                                preceptor_diagnostics *diagnostics);
/* What was recorded and audited for an id, in the order of days: verdicts and what changed, waivers granted and
 * revoked. JSON: preceptor.history/1. NOT_FOUND: nothing was, and nothing is written. */
PRECEPTOR_API preceptor_status preceptor_write_history(preceptor_store *store, const char *id,
                                                       const preceptor_view *view, const preceptor_sink *sink,
                                                       preceptor_diagnostics *diagnostics);
/* What a store has of one id. `elsewhere`: its text also stands in what is told of audits or of others. */
typedef struct preceptor_traces {
    uint64_t records, answers, waivers;
    bool elsewhere;
} preceptor_traces;
/* Removes all of it, so that nothing of it is left in the file; with `count` only tells what there is. */
PRECEPTOR_API preceptor_status preceptor_forget(preceptor_store *store, const char *id, bool count,
                                                preceptor_traces *traces, preceptor_diagnostics *diagnostics);
/* Adds the waivers on record for the profile's id to those that it claims; until it is read again. */
PRECEPTOR_API preceptor_status preceptor_profile_take_waivers(preceptor_profile *profile,
                                                              preceptor_store *store,
                                                              preceptor_diagnostics *diagnostics);

/* On an audit of a store, FILE or FILE#N, the last one that is whole where there is no N: verdicts, what stands in the
 * way, what is not known, who is nearly there, what was rejected. JSON: preceptor.summary/1. What is wrong is in
 * `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_write_report(const char *audit, preceptor_format format,
                                                      preceptor_diagnostics *diagnostics,
                                                      const preceptor_sink *sink);
/* What changed from one audit to another, and because of which requirement. `*changed`: verdicts that are others. */
PRECEPTOR_API preceptor_status preceptor_write_diff(const char *before, const char *after,
                                                    preceptor_format format,
                                                    preceptor_diagnostics *diagnostics,
                                                    const preceptor_sink *sink, uint64_t *changed);

typedef enum preceptor_rows { PRECEPTOR_ROWS_NDJSON, PRECEPTOR_ROWS_CSV } preceptor_rows;

/* What a row may have that it is written for: a verdict for one of the subjects shown, or that there is none. */
typedef enum preceptor_only {
    PRECEPTOR_ONLY_ELIGIBLE = 1,
    PRECEPTOR_ONLY_INELIGIBLE = 2,
    PRECEPTOR_ONLY_UNDETERMINED = 4,
    PRECEPTOR_ONLY_REJECTED = 8
} preceptor_only;

typedef struct preceptor_audit_options {
    const char *as_of; /* "YYYY-MM-DD"; NULL: the system's day */
    bool strict;       /* unknown keys reject a record */
    bool explain;      /* rows say why what is not met is not */
    bool any_waivers;  /* waivers that profiles claim count, too; else those on record in the store alone */
    unsigned
        jobs; /* threads; 0, 1: the caller's alone. With more the knowledge base's allocator serves them all */
    preceptor_rows rows;
    const char
        *map; /* a YAML file that says what columns of CSV hold, where their names do not; NULL: none */
    const bool *subjects; /* by subject: those to show and count; NULL: all */
    unsigned
        only; /* bits of preceptor_only: rows that have one of these are written, all are counted; 0: all */
    /* One share of the only input, whose size is known, which is not compressed: the records that begin in its part
     * number `shard`, from 1, of `shards` equal ones. preceptor_merge joins what all of them wrote. 0: all records. */
    unsigned shard, shards;
    bool check_ids; /* find ids that more than one record has */
    preceptor_store
        *store;  /* gets what is done, block by block, so that it can be gone on with; NULL: none */
    bool resume; /* go on with the last audit of the same that the store has */
    /* Where it is gone on with, told before anything is written: how many bytes of rows were confirmed, and how many
     * records. False ends the audit with PRECEPTOR_IO. NULL: nobody. */
    bool (*resumed)(void *context, uint64_t row_bytes, uint64_t records);
    /* Asked from the caller's thread after each few hundred records, with what was written so far; NULL: nobody. False
     * ends the audit with PRECEPTOR_STOPPED. */
    bool (*proceed)(void *context, uint64_t records, uint64_t rejected);
    void *proceed_context;
} preceptor_audit_options;
enum { PRECEPTOR_FREQUENT_WARNINGS = 10, PRECEPTOR_WARNING_TEXT = 240 };
typedef struct preceptor_frequent_warning {
    char text
        [PRECEPTOR_WARNING_TEXT]; /* cut where it is longer; from the pool: harmless only where it is escaped */
    uint64_t count;
    uint64_t input, line; /* where it came first: which of the inputs, from 1, and the line of it */
} preceptor_frequent_warning;
typedef struct preceptor_repeated_id {
    char id[PRECEPTOR_WARNING_TEXT]; /* as above */
    uint64_t records;
    uint64_t first_input, first_line; /* which of the inputs, from 1, and the line of it */
    uint64_t last_input, last_line;
} preceptor_repeated_id;
typedef struct preceptor_audit_counts {
    uint64_t records, rejected, warnings;
    /* Passed over, because the condition is not true; and those of them of which it is not known. No records above. */
    uint64_t passed, passed_unknown;
    uint64_t repeated; /* ids that more than one record has, where they were asked for; the first of them: */
    size_t repeated_count;
    preceptor_repeated_id repeated_ids[PRECEPTOR_FREQUENT_WARNINGS];
    size_t frequent_count; /* the most frequent warnings, the most frequent first */
    preceptor_frequent_warning frequent[PRECEPTOR_FREQUENT_WARNINGS];
} preceptor_audit_counts;
/* Rejected records are rows with an `error`. `rows` may be NULL where there is a store. `summary` may be NULL: else it
 * gets one JSON object at the end. INVALID: an input as a whole is no pool, or the store cannot be used, which
 * `diagnostics` say. */
PRECEPTOR_API preceptor_status preceptor_audit(const preceptor_kb *kb, const preceptor_inputs *inputs,
                                               const preceptor_audit_options *options,
                                               preceptor_diagnostics *diagnostics, const preceptor_sink *rows,
                                               const preceptor_sink *summary, preceptor_audit_counts *counts);

/* ---- Merging what the shards of one audit wrote, into what one run would have written */
typedef enum preceptor_outputs {
    PRECEPTOR_OUTPUT_ROWS, /* NDJSON or CSV */
    PRECEPTOR_OUTPUT_SUMMARY,
    PRECEPTOR_OUTPUT_STORE /* FILE or FILE#N, the last audit that is whole where there is no N */
} preceptor_outputs;
typedef struct preceptor_merge_counts {
    uint64_t records, rejected;
} preceptor_merge_counts;
/* What a file is, by how it begins. IO: it cannot be read, which `diagnostics` say. */
PRECEPTOR_API preceptor_status preceptor_output_kind(const char *path, preceptor_diagnostics *diagnostics,
                                                     preceptor_outputs *kind);
/* All shards, in any order, of one kind. Rows and summaries go to `sink`; stores into a new audit of the store at
 * `store`, which is made where it is not there. INVALID: they are not all shards of one audit, and `diagnostics` say
 * which is wrong; nothing was written. */
PRECEPTOR_API preceptor_status preceptor_merge(const char *const *paths, size_t count, preceptor_outputs kind,
                                               const char *store, const preceptor_sink *sink,
                                               preceptor_diagnostics *diagnostics,
                                               preceptor_merge_counts *counts);

/* ---- Tests of a knowledge base: documents beside what is expected of them, of its kind and of those that were added
 * by preceptor_kb_add. */
typedef struct preceptor_test_options {
    bool coverage; /* which outcomes of rules and conditions were seen, as comments behind the results */
    bool all;      /* those that are impossible, too */
} preceptor_test_options;
typedef struct preceptor_test_counts {
    size_t cases, failed;
    size_t seen, possible; /* outcomes, with `coverage` */
} preceptor_test_counts;
/* Runs the cases of these files, YAML as kb/README.md describes it. Results go to `tap` as TAP 13, and to `junit`,
 * unless NULL, as JUnit XML. INVALID: a file is not as it should be, and nothing was written. */
PRECEPTOR_API preceptor_status preceptor_kb_test(const preceptor_kb *kb, const char *const *files,
                                                 size_t count, const preceptor_test_options *options,
                                                 const preceptor_sink *tap, const preceptor_sink *junit,
                                                 preceptor_diagnostics *diagnostics,
                                                 preceptor_test_counts *counts);

/* ---- FEEL by itself */
/* Evaluates one expression as DMN says (errors are null with a reason). `context` is a JSON or YAML mapping
 * of `count` bytes named `context_name`, or NULL. `as_of` as above. Text: the value as FEEL prints it; JSON:
  * preceptor.feel/1. An expression that does not parse, or a context that does not, is PRECEPTOR_INVALID.
   * Reasons for nulls are warnings in `diagnostics`. */
PRECEPTOR_API preceptor_status preceptor_feel(const char *expression, size_t length, const char *context_name,
                                              const char *context, size_t count, bool context_json,
                                              const char *as_of, preceptor_format format,
                                              const preceptor_options *options,
                                              preceptor_diagnostics *diagnostics, const preceptor_sink *sink);

/* The same, but writes the type of the value, as FEEL names it: list<number>, context<a: number>, Null. */
PRECEPTOR_API preceptor_status preceptor_feel_type(const char *expression, size_t length,
                                                   const char *context_name, const char *context,
                                                   size_t count, bool context_json, const char *as_of,
                                                   const preceptor_options *options,
                                                   preceptor_diagnostics *diagnostics,
                                                   const preceptor_sink *sink);

/* For whoever types expressions line by line. Is a bracket or a comment still open at the end of the text? */
PRECEPTOR_API bool preceptor_feel_is_open(const char *expression, size_t length);
/* What could stand at the end of `text`: calls `take`, in order, with each name that continues the name begun there,
 * until it gives false. `start` is where that name begins in the text. `function`: a built-in. Names of the context are
 * paths with as many points as were typed. INVALID: the context cannot be read. */
typedef bool preceptor_feel_name_taker(void *user, const char *name, size_t length, size_t start,
                                       bool function);
PRECEPTOR_API preceptor_status preceptor_feel_complete(const char *text, size_t length, const char *context,
                                                       size_t count, bool context_json,
                                                       preceptor_feel_name_taker *take, void *user);

typedef struct preceptor_feel_counts {
    uint64_t records;  /* lines that are not blank */
    uint64_t rejected; /* of these: no JSON, or without an expression */
    uint64_t failed;   /* nulls that stand for an error */
} preceptor_feel_counts;

/* Many expressions: NDJSON {"id", "expr", "context"} in, NDJSON {"id", "value", "type"} out, in the same order, with
 * "error" beside a null that stands for one; an expression that does not parse is one too. A line that cannot be read
 * gives {"line", "id": null, "error": {"code", "message", "column"}}. `as_of` and `options` as for preceptor_feel. */
PRECEPTOR_API preceptor_status preceptor_feel_batch(const preceptor_reader *reader, const char *as_of,
                                                    const preceptor_options *options,
                                                    const preceptor_sink *sink,
                                                    preceptor_feel_counts *counts);

/* All built-in functions with their signatures and a sentence of help. JSON: preceptor.feel.functions/1. */
PRECEPTOR_API preceptor_status preceptor_feel_functions(preceptor_format format, const preceptor_sink *sink);
/* The same of one of them, as text. NOT_FOUND: there is no function of this name. */
PRECEPTOR_API preceptor_status preceptor_feel_function(const char *name, const preceptor_sink *sink);

#ifdef __cplusplus
}
#endif

#endif
