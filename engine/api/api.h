/* The objects behind the public header's opaque types. */
#ifndef PR_API_API_H
#define PR_API_API_H

#include "advise/advise.h"
#include "compile/compile.h"
#include "doc/doc.h"
#include "infer/keys.h"
#include "kb/kb.h"
#include "profile/profile.h"
#include "report/report.h"
#include "store/store.h"

struct preceptor_diagnostics {
    pr_diags diags;
    pr_arena sources; /* of inputs that have no other owner: names that were looked up, expressions */
    const preceptor_allocator *allocator;
};

struct preceptor_kb {
    const preceptor_allocator *allocator;
    preceptor_limits limits;
    unsigned uses;      /* as in preceptor_options */
    pr_program program; /* its arena owns everything */
    const pr_kb *read;
    bool usable;
    preceptor_load_times times;
    pr_text where; /* as it was given */
    const preceptor_kb
        *also; /* what was added of other kinds of documents, one after the other; NULL at the end */
};

struct preceptor_profile {
    const preceptor_kb *kb;
    pr_profile profile;
    pr_matcher *matcher;
    pr_arena document;       /* the source and its tree */
    const pr_doc_node *root; /* NULL where it was read from JSON: */
    const pr_source *json;   /* its tree is made when someone asks for places */
    pr_doc_json_parser *parser;
};

struct preceptor_store {
    const preceptor_allocator *allocator;
    pr_store *store;
    bool journal; /* it only tells how far an audit came */
    char *path;
};

struct preceptor_session {
    const preceptor_kb *kb;
    pr_vm vm;
    pr_vm later; /* for looking at other days; made when first needed */
    bool has_later;
    const preceptor_profile *profile;
    bool evaluated, reasons;
    pr_buf out;
};

/* An audit as people name it: FILE or FILE#N; 0: the last one. NULL: out of memory. */
typedef struct pr_api_audit {
    const char *path;
    int64_t number;
} pr_api_audit;
pr_api_audit pr_api_audit_name(const char *audit, pr_arena *arena);
/* An error of a file as a whole; the status that goes with it. */
preceptor_status pr_api_say(const char *path, const char *code, const char *wrong, preceptor_diagnostics *d);
/* What a store, which may be NULL, says went wrong, to the diagnostics. OK stays OK. */
preceptor_status pr_api_say_store(const pr_store *store, const char *path, preceptor_status status,
                                  preceptor_diagnostics *diagnostics);
preceptor_status pr_api_store_failed(const preceptor_store *store, preceptor_status status,
                                     preceptor_diagnostics *diagnostics);
/* waivers.c: the waivers of a store that were not revoked, of one applicant or (empty) of all, and whose they are. */
preceptor_status pr_api_granted(preceptor_store *store, pr_text applicant, pr_arena *arena, pr_text **owners,
                                pr_granted **out, uint32_t *count);
/* The number, or the largest that fits. */
uint32_t pr_api_word(size_t number);
pr_doc_limits pr_api_doc_limits(const preceptor_limits *limits);
pr_regex_limits pr_api_pattern_limits(const preceptor_limits *limits);
/* Is the knowledge base loaded for these uses? 0: for anything. */
bool pr_api_serves(const preceptor_kb *kb, unsigned uses);
/* "YYYY-MM-DD" to a packed date; NULL: today in UTC. False: no date. */
bool pr_api_day(const char *text, int64_t *packed);
preceptor_status pr_api_write(const pr_buf *buf, const preceptor_sink *sink);
/* How text is laid out. */
static inline pr_view pr_api_view(const preceptor_view *view) {
    return (pr_view){.color = view->color, .all = view->all, .width = view->width};
}
/* The advice on the last evaluation, which must have been with reasons; the session's buffer is empty then. `uses`:
 * what the knowledge base must be loaded for. */
preceptor_status pr_api_begin_report(preceptor_session *session, unsigned uses, preceptor_format format,
                                     const pr_advice **advice);
/* After a call that reported to diagnostics: OK where it went well, else INVALID; NO_MEMORY in either case. */
preceptor_status pr_api_outcome(const preceptor_diagnostics *diagnostics, bool good);
/* preceptor_kb_load with a file that is not there yet; `addition` may be NULL. */
preceptor_status pr_api_load(const char *manifest, const preceptor_options *options, pr_kb_addition *addition,
                             preceptor_diagnostics *diagnostics, preceptor_kb **out);
/* A knowledge base as read, not compiled, once for each kind of document that there is, the default first. In the
 * arena of the diagnostics' sources. NULL after errors, or without memory. */
const pr_kb *const *pr_api_read_kinds(const char *manifest, const preceptor_options *options,
                                      preceptor_diagnostics *diagnostics, uint32_t *count);
/* Warns of entities, collection by collection, and of requirements that name no source. */
void pr_api_warn_of_uncited(const pr_program *p, pr_diags *diags);
/* Warns where no verdict on its subjects could ever be told. */
void pr_api_warn_of_unjudged(const pr_program *p, pr_diags *diags);
/* Warns of what says how many an entity takes and is no number of them. */
void pr_api_warn_of_capacities(const pr_program *p, pr_diags *diags);

#endif
