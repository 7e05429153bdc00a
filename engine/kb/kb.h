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
    pr_text field;           /* by which the entity, or a record of it, has it */
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
    uint32_t output;       /* from 1: what the table's output of that number gives; 0: none */
} pr_kb_assignment;

typedef struct pr_kb_head {
    uint32_t relation;
    pr_origin origin;
    const pr_kb_assignment *assignments; /* by slot; `source.text` empty and not is_value: left out */
} pr_kb_head;

/* How the rows of a decision table that apply become facts: DMN's hit policies. From SUM on the outputs of all of them
 * become one number or date. */
typedef enum pr_hit {
    PR_HIT_UNIQUE,
    PR_HIT_ANY,
    PR_HIT_PRIORITY,
    PR_HIT_FIRST,
    PR_HIT_RULE_ORDER,
    PR_HIT_OUTPUT_ORDER,
    PR_HIT_COLLECT,
    PR_HIT_SUM,
    PR_HIT_MIN,
    PR_HIT_MAX,
    PR_HIT_COUNT,
} pr_hit;

typedef struct pr_kb_input {
    pr_feel_source value;
    pr_feel_source allowed; /* unary tests without which no row applies; empty text: none */
} pr_kb_input;

typedef struct pr_kb_output {
    pr_text name;
    pr_origin origin;
    const pr_schema *schema; /* of its cells: that of the slot it fills; NULL: they are as they are written */
    const pr_schema *slot;   /* of the slot itself; NULL: it fills none */
    bool optional;           /* all slots that it fills may be null */
    const pr_value *values;  /* what a cell may give, the first before the others; NULL: anything */
    uint32_t value_count;
} pr_kb_output;

typedef struct pr_kb_row {
    pr_origin origin;
    const pr_feel_source *tests;     /* by input; NULL: the default, for where no row applies */
    const pr_kb_assignment *outputs; /* by output */
    pr_feel_source because;          /* a template instead of the rule's; may be empty */
    pr_value sources;                /* list, or null */
} pr_kb_row;

/* What is said of inputs that no row covers. */
typedef enum pr_kb_cover { PR_COVER_UNSAID, PR_COVER_ALL, PR_COVER_SOME } pr_kb_cover;

/* The second way to write a rule: its rows are conditions, and give what `then` says. */
typedef struct pr_kb_table {
    pr_hit hit;
    pr_origin origin, hit_origin; /* of the key, and of the policy (the same where it is left out) */
    pr_kb_cover cover;
    const pr_kb_input *inputs;
    uint32_t input_count;
    const pr_kb_output *outputs;
    uint32_t output_count;
    const pr_kb_row *rows; /* in their order; the default, if there is one, last */
    uint32_t row_count;    /* with the default */
    bool has_default;
    bool flawed;    /* errors were found in it, so nothing is said of what it lacks */
    uint32_t first; /* the number of the first row as a rule: they are numbered after all rules */
} pr_kb_table;

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
    pr_kb_table *table;     /* or NULL */
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
    bool flawed;              /* there were errors: expressions can be checked, no more */
    bool unread;              /* not even the manifest could be read: there is nothing to check */
    bool lacks_names;         /* a file that could not be read may have declared names for expressions */
    bool lacks_entities;      /* one may have held entities */
    pr_text document;         /* the kind of document that it was read for */
    const pr_text *documents; /* all kinds that the manifest declares, in its order; none: profiles only */
    uint32_t document_count;
    PR_VEC(pr_field) attributes; /* in the order of their paths; `name` is the whole path */
    /* Everything below is in the order of names, so that the order of files does not matter. */
    PR_VEC(pr_kb_derived) derived;
    PR_VEC(pr_kb_function) functions;
    PR_VEC(pr_kb_parameter) parameters;
    PR_VEC(pr_kb_collection) collections;
    PR_VEC(pr_kb_condition) conditions;
    PR_VEC(pr_kb_relation) relations;
    PR_VEC(pr_kb_rule) rules;
    uint32_t row_count; /* of the tables of all rules */
} pr_kb;

/* What an output cell gives whatever the profile; false where it is an expression. */
bool pr_kb_cell_constant(const pr_kb_assignment *cell, pr_value *out);
/* Which of an output's values it is; their number where it is none. */
uint32_t pr_kb_value_place(const pr_kb_output *output, pr_value value);

/* Reads the manifest and every file it names. All errors of all files go to `diags`; true when there was none. The
 * arena owns everything. `limits` may be NULL. */
bool pr_kb_read(const char *manifest, const pr_doc_limits *limits, size_t file_limit, pr_arena *arena,
                pr_diags *diags, pr_kb *out);

/* The kind of document that a manifest without `documents` is about, and that commands are about that name none. */
#define PR_KB_DEFAULT_DOCUMENT "profile"
/* All that any kind of document has: for those who look at a knowledge base as a whole. It need not compile. */
#define PR_KB_EVERY_DOCUMENT "*"
/* The same for one kind of document: of the files, those that all kinds share and its own. NULL: the default. */
bool pr_kb_read_for(const char *manifest, const char *document, const pr_doc_limits *limits,
                    size_t file_limit, pr_arena *arena, pr_diags *diags, pr_kb *out);

/* A file that is not written yet, or takes the place of one that is: the knowledge base is read as if it were there. */
typedef struct pr_kb_addition {
    pr_text name; /* relative to the manifest's folder */
    pr_source *source;
    const pr_doc_node *root;
    bool listed; /* a pattern of the manifest matches it; set by reading, for any kind of document */
} pr_kb_addition;
/* `addition` may be NULL. */
bool pr_kb_read_with(const char *manifest, const char *document, pr_kb_addition *addition,
                     const pr_doc_limits *limits, size_t file_limit, pr_arena *arena, pr_diags *diags,
                     pr_kb *out);

/* What tells this knowledge base from others: "sha256:" and 64 hex digits over its files. Takes about a
 * millisecond, so it is only found when it is shown. */
void pr_kb_digest(const pr_kb *kb, char out[72]);

#endif
