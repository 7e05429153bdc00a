/* The knowledge base as read: everything its files say, names resolved where that needs no types, expressions
 * still text. Lives in one arena with the documents it was read from. */
#ifndef PR_KB_KB_H
#define PR_KB_KB_H

#include "base/map.h"
#include "schema/schema.h"

/* A named expression. */
typedef struct pr_kb_derived {
    pr_text name;
    pr_origin origin; /* of the name */
    pr_feel_source value;
    pr_text text; /* for people, may be empty */
} pr_kb_derived;

typedef struct pr_kb_function {
    pr_text name;
    pr_origin origin;
    uint32_t parameter_count;
    const pr_text *parameters;
    const pr_schema *const *types; /* NULL: any */
    pr_feel_source value;
} pr_kb_function;

typedef struct pr_kb_period {
    int64_t from, until; /* packed dates, inclusive; INT64_MIN, INT64_MAX where open */
    pr_value value;
    pr_value sources; /* list of {doc, at} contexts */
    pr_value caveats; /* list of {kind, text, sources} contexts, or null */
    pr_origin origin;
} pr_kb_period;

typedef struct pr_kb_parameter {
    pr_text name, text, unit;
    pr_origin origin;
    const pr_schema *schema;
    const pr_kb_period *periods; /* sorted, without overlap or gap */
    uint32_t period_count;
} pr_kb_parameter;

/* A condition of an entity: `requires: third_year_done`. PR_CONDITION values hold its index. */
typedef struct pr_kb_condition {
    pr_feel_source source;   /* empty: constant true (a default) */
    const pr_entity *entity; /* what `this` is */
    bool constant;           /* no expression but true or false: `value` */
    bool value;
} pr_kb_condition;

typedef struct pr_kb_entity {
    pr_entity entity; /* its fields: the built-in ones, then the declared ones */
    pr_origin origin; /* of its id */
} pr_kb_entity;

typedef struct pr_kb_collection {
    pr_text name, role; /* role may be empty */
    pr_origin origin;
    const pr_schema *schema;             /* a record: of all fields, built-in ones first */
    const pr_kb_entity *const *entities; /* in the order of their ids */
    uint32_t entity_count;
    pr_map ids; /* id -> index into entities */
} pr_kb_collection;

typedef struct pr_kb_slot {
    pr_text name;
    const pr_schema *schema;
    bool optional;
} pr_kb_slot;

typedef struct pr_kb_relation {
    pr_text name, shows; /* shows: role, may be empty */
    pr_feel_source text; /* a template over the slots: what a tuple says; its text may be empty */
    pr_origin origin, shows_origin;
    const pr_kb_slot *slots;
    uint32_t slot_count;
    const uint32_t *key; /* slot numbers; all of them where `key` is not given */
    uint32_t key_count;
    bool keyed;
} pr_kb_relation;

typedef enum pr_kb_when_kind { PR_WHEN_EXPRESSION, PR_WHEN_ALL, PR_WHEN_ANY, PR_WHEN_NOT } pr_kb_when_kind;
typedef struct pr_kb_when pr_kb_when;
struct pr_kb_when {
    uint8_t kind;
    pr_feel_source source; /* EXPRESSION */
    pr_origin origin;
    const pr_kb_when *items; /* ALL, ANY; NOT: a conjunction of its items is negated */
    uint32_t count;
};

typedef struct pr_kb_binding {
    pr_text name;
    pr_origin origin;
    pr_feel_source source;
} pr_kb_binding;

typedef struct pr_kb_assignment {
    uint32_t slot;
    pr_origin origin;
    bool is_template, is_value;
    pr_feel_source source; /* FEEL (after `=`), or a template */
    pr_value value;        /* is_value: a number, boolean or null of YAML */
} pr_kb_assignment;

typedef struct pr_kb_head {
    uint32_t relation;
    pr_origin origin;
    const pr_kb_assignment *assignments; /* by slot; `source.text` empty and not is_value: left out */
} pr_kb_head;

typedef struct pr_kb_rule {
    pr_text id;
    pr_origin origin;
    const pr_kb_binding *bindings;
    uint32_t binding_count;
    pr_kb_when when; /* an ALL, maybe empty */
    const pr_kb_head *heads;
    uint32_t head_count;
    pr_feel_source because; /* a template, may be empty */
    pr_value sources;       /* list, or null */
} pr_kb_rule;

/* A file as read; the name is relative to the manifest's folder. */
typedef struct pr_kb_kept_file {
    pr_text name, bytes;
} pr_kb_kept_file;

typedef struct pr_kb {
    pr_text name, version, notice, directory;
    pr_value effective, stale_after;
    const pr_kb_kept_file *files; /* all that were read, in the order of their names */
    uint32_t kept_files;
    uint32_t file_count;
    size_t byte_count;
    bool flawed;                 /* there were errors: expressions can be checked, no more */
    bool incomplete;             /* a file could not be read: nobody knows what it declares */
    PR_VEC(pr_field) attributes; /* in the order of their paths; `name` is the whole path */
    /* Everything below is in the order of names, so that the order of files does not matter. */
    PR_VEC(pr_kb_derived) derived;
    PR_VEC(pr_kb_function) functions;
    PR_VEC(pr_kb_parameter) parameters;
    PR_VEC(pr_kb_collection) collections;
    PR_VEC(pr_kb_condition) conditions;
    PR_VEC(pr_kb_relation) relations;
    PR_VEC(pr_kb_rule) rules;
} pr_kb;

/* Reads the manifest and every file it names. All errors of all files go to `diags`; true when there was none. The
 * arena owns everything. `limits` may be NULL. */
bool pr_kb_read(const char *manifest, const pr_doc_limits *limits, size_t file_limit, pr_arena *arena,
                pr_diags *diags, pr_kb *out);

/* What tells this knowledge base from others: "sha256:" and 64 hex digits over its files. Takes about a
 * millisecond, so it is only found when it is shown. */
void pr_kb_digest(const pr_kb *kb, char out[72]);

#endif
