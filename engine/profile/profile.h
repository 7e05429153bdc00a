/* Profiles: a document checked against the vocabulary becomes values by attribute number. */
#ifndef PR_PROFILE_PROFILE_H
#define PR_PROFILE_PROFILE_H

#include "doc/doc.h"
#include "program/program.h"

/* Patterns compiled on first use, and what each distinct text became; the tree of paths. One per thread. */
typedef struct pr_matcher pr_matcher;
/* NULL when out of memory. `program` is borrowed. */
pr_matcher *pr_matcher_new(const pr_program *program, const preceptor_allocator *allocator);
void pr_matcher_free(pr_matcher *matcher);
/* Compiles every pattern of the vocabulary; those that cannot be compiled are errors at their places. */
bool pr_matcher_check(pr_matcher *matcher, pr_diags *diags);

/* What an assignment said: of the whole attribute, or of one member of a record. */
typedef struct pr_assigned {
    uint32_t attribute, record, position; /* `record` from 1, 0: the whole; `position` in its shape */
    const pr_doc_node *value;             /* NULL: it is not known any more */
} pr_assigned;

/* What is known of one person. Reused from record to record: reset, then read. */
typedef struct pr_profile {
    const pr_program *program; /* borrowed */
    pr_arena arena;            /* owns all below */
    /* By attribute number (record fields have numbers too, their entries here are unused): the value, or an
     * UNKNOWN leaf where it is not given. Lists of records: contexts with the record's shape in which missing
     * fields are leaves with the record's number from 1. */
    pr_value *values;
    bool *given; /* by attribute number: the profile says it (null included) */
    /* By attribute number, where given: where it says so. The document's source must still live. */
    pr_origin *places;
    PR_VEC(pr_assigned) assigned; /* in their order */
    pr_text id, name;             /* texts of the attributes of these paths; empty where not given */

    pr_value *blank;    /* what `values`, and fields of records, are while nothing is known */
    pr_arena_mark mark; /* behind the arrays: what a reset keeps */
} pr_profile;

/* Allocates nothing yet; call pr_profile_reset before anything else. */
void pr_profile_init(pr_profile *profile, const pr_program *program, const preceptor_allocator *allocator);
void pr_profile_release(pr_profile *profile);
/* Nothing is known, but for attributes whose absence has a constant meaning. False when out of memory. */
bool pr_profile_reset(pr_profile *profile);

typedef enum pr_unknown_keys { PR_UNKNOWN_KEYS_ERROR, PR_UNKNOWN_KEYS_WARN } pr_unknown_keys;
/* Adds what a document says. All errors are reported: unknown keys (with the nearest known path), wrong types,
 * values out of range or of no enum value (or two patterns'), null where it is not possible, an attribute given
 * twice. False when there was an error, or no memory (diags->failed). `root` may be NULL: then its reader has
 * reported. */
bool pr_profile_read(pr_profile *profile, const pr_doc_node *root, pr_matcher *matcher, pr_unknown_keys keys,
                     pr_diags *diags);

typedef struct pr_profile_json {
    const pr_source *source;
    size_t slack; /* as in pr_doc_json_read, like the next three */
    pr_doc_json_parser *parser;
    const pr_doc_limits *limits;
    pr_arena *document;
    bool borrows; /* the source outlives the profile's next reset: text may stay where it stands in it */
} pr_profile_json;
/* The same from JSON into a profile that was just reset; makes a document only where there is something to tell. */
bool pr_profile_read_json(pr_profile *profile, const pr_profile_json *json, pr_matcher *matcher,
                          pr_unknown_keys keys, pr_diags *diags);
/* `PATH=VALUE`: VALUE is a YAML scalar or flow value; empty makes it as if the profile did not say it. PATH may
 * name a record's field as rotations[2].weeks, or a whole list. Diagnostics refer to a source in the profile's
 * arena: show them before the next reset. */
bool pr_profile_set(pr_profile *profile, pr_text assignment, pr_matcher *matcher, pr_diags *diags);

/* By attribute number: where lists say what they say. `root` is the document that the profile was read from; NULL: all
 * comes from assignments. In `arena`, and valid as long as document and profile are. NULL when out of memory. */
const pr_item_places *pr_profile_locate(const pr_profile *profile, const pr_doc_node *root,
                                        const pr_matcher *matcher, pr_arena *arena);

/* A waiver that someone granted and that is on record. Texts are borrowed until the profile's next reset. */
typedef struct pr_granted {
    pr_text subject, requirement, by, reason;
    int64_t on, until; /* packed dates, both included */
    int64_t number;    /* on record */
} pr_granted;
/* Adds waivers on record to those that the profile claims, or, without `claims`, puts them in their place. Does nothing
 * where the vocabulary has no list of waivers. False when out of memory. */
bool pr_profile_add_waivers(pr_profile *profile, const pr_granted *granted, uint32_t count, bool claims);
/* How many it claims, before any were added; and how many of them would not count on the day, a packed date, anyway:
 * they ended before it, or begin after it. */
uint32_t pr_profile_claims(const pr_profile *profile);
uint32_t pr_profile_claims_past(const pr_profile *profile, int64_t day);

/* What stands for an attribute or a record's field while it is not given. */
pr_value pr_profile_blank(const pr_program *program, uint32_t attribute, uint32_t record);

/* A profile to fill in: every attribute of the vocabulary, commented out, with its question and what values it
 * takes. False when out of memory. */
bool pr_profile_template(const pr_program *program, pr_buf *out);

#endif
