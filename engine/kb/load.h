/* Reading a knowledge base: what the files of this layer share while they do it.
 *
 * Order of work: manifest and files; sections sorted by kind; names of collections (so that types can refer to
 * them); types; ids of entities (so that anything can refer to them); all that is declared; entities; names
 * that clash. Everything is sorted by name before it gets a number, so that the order of files and keys leaves
 * no trace.
 */
#ifndef PR_KB_LOAD_H
#define PR_KB_LOAD_H

#include "kb/kb.h"
#include "schema/expect.h"

typedef struct pr_kb_file {
    pr_text relative; /* to the manifest's folder */
    pr_source *source;
    const pr_doc_node *root; /* NULL: could not be read */
    bool parsed;             /* and what there is to say about it was said */
} pr_kb_file;

typedef enum pr_kb_section {
    PR_SECTION_TYPES,
    PR_SECTION_VOCABULARY,
    PR_SECTION_DERIVED,
    PR_SECTION_FUNCTIONS,
    PR_SECTION_PARAMETERS,
    PR_SECTION_COLLECTIONS,
    PR_SECTION_RELATIONS,
    PR_SECTION_RULES,
    PR_SECTION_COUNT_OF /* the section of a collection */
} pr_kb_section;

typedef struct pr_kb_pairs {
    const pr_doc_pair **items;
    uint32_t count, capacity;
} pr_kb_pairs;

/* A named type: read when it is first needed, because types may refer to each other. */
typedef struct pr_kb_type {
    pr_text name;
    const pr_doc_pair *pair;
    const pr_schema *schema; /* NULL while it is not read */
    bool reading;
} pr_kb_type;

typedef struct pr_kb_seen {
    pr_text id;
    pr_origin origin;
} pr_kb_seen;

typedef struct pr_kb_nodes {
    const pr_doc_node **items;
    uint32_t count, capacity;
} pr_kb_nodes;

/* A collection while it is read. */
typedef struct pr_kb_draft {
    pr_text name, role;
    pr_origin origin;                    /* no source: built in */
    const struct pr_kb_builtin *builtin; /* NULL: declared */
    pr_span role_span;
    const pr_doc_node *fields;   /* as declared, or NULL */
    pr_kb_pairs sections;        /* where its entities stand */
    pr_type *type;               /* of its entities; made first, filled when all fields are known */
    const pr_type **field_types; /* type->fields, to fill */
    const pr_schema *reference;  /* the type entity(NAME) */
    const pr_schema *record;     /* of all fields */
    pr_kb_entity **entities;     /* in the order of ids */
    const pr_doc_node **nodes;   /* by entity */
    uint32_t count;
    pr_map ids;
    pr_kb_nodes others; /* entities without an id of their own: read for their errors only */
    pr_kb_nodes more;   /* what is told of entities that are identified elsewhere */
} pr_kb_draft;

/* What is referred to and not declared is no error where its section is among those that the knowledge base `lacks`: it
 * may stand in a file that could not be read. */
typedef struct pr_loader {
    pr_kb *kb;
    pr_kb_addition *addition; /* or NULL */
    bool added;               /* it is one of this kind of document's files */
    pr_arena *arena;
    pr_diags *diags;
    const pr_doc_limits *limits;
    size_t file_limit;
    const pr_source *manifest;
    PR_VEC(pr_kb_file) files; /* in the order of their names, the manifest not among them */
    pr_kb_pairs sections[PR_SECTION_COUNT_OF + 1];
    bool lacks[PR_SECTION_COUNT_OF + 1]; /* by section; the last one: of any collection */
    pr_schema_scope scope;
    PR_VEC(pr_kb_type) types; /* in the order of names */
    pr_text *type_names;      /* the same, for suggestions, with those that are built in */
    uint32_t type_name_count;
    PR_VEC(pr_kb_draft) drafts; /* the collections, in the order of names */
    pr_text *collection_names;
    uint32_t sources;               /* number of the built-in collection */
    const pr_schema *any_reference; /* the type entity */
    const pr_schema *source_reference, *source_list, *caveat, *in_force, *requirement, *text_list,
        *statements;
    PR_VEC(pr_kb_condition) conditions;
} pr_loader;

/* Rows of a table that were drawn as text, as if they were lists of YAML. */
typedef PR_VEC(pr_doc_node) pr_kb_drawn;

/* manifest.c */
bool pr_kb_read_manifest(pr_loader *loader, const char *path);
/* files.c: adds what the patterns match, sorted, each once. */
void pr_kb_parse_files(pr_loader *loader);
void pr_kb_find_files(pr_loader *loader, const char *manifest, const pr_doc_node *const *lists,
                      uint32_t count);
/* lacking.c: a file could not be read. NULL: not even its bytes. */
void pr_kb_lose(pr_loader *loader, const pr_source *source);
/* digest.c */
bool pr_kb_keep_files(pr_loader *loader, pr_text manifest_name);
/* sections.c: sorts the pairs of all files into loader->sections. */
bool pr_kb_sort_sections(pr_loader *loader);
/* The NAME: VALUE pairs of all sections of a kind, in the order of names, each name once; the second is an
 * error. */
bool pr_kb_gather(pr_loader *loader, pr_kb_section section, const char *what, pr_kb_pairs *out);
/* The sections of collections: to the drafts; unknown ones are errors. */
bool pr_kb_assign_sections(pr_loader *loader);
extern const char *const pr_kb_section_names[PR_SECTION_COUNT_OF];
/* PR_SECTION_COUNT_OF where it is none of those names. */
uint32_t pr_kb_section_of(pr_text name);

/* collections.c */
bool pr_kb_declare_collections(pr_loader *loader);
bool pr_kb_read_fields(pr_loader *loader);
bool pr_kb_finish_collections(pr_loader *loader);
/* Fields and values that the engine counts pathways with. */
bool pr_kb_check_pathways(pr_loader *loader);
bool pr_kb_check_criteria(pr_loader *loader);
/* The number of a collection, or PR_NONE32. */
uint32_t pr_kb_find_collection(const pr_loader *loader, pr_text name);
#define PR_NONE32 UINT32_MAX

/* builtin.c: the types and fields that need no declaration. */
enum { PR_BUILTIN_FIELDS = 9 };
extern const pr_text pr_kb_builtin_fields[PR_BUILTIN_FIELDS];
bool pr_kb_make_builtins(pr_loader *loader);
bool pr_kb_builtin_entity_fields(pr_loader *loader, pr_field out[PR_BUILTIN_FIELDS]);
/* The collections that need no declaration: sources always, conflicts where a file has such a section. */
typedef struct pr_kb_builtin {
    pr_text name, role;
    bool always;
    uint32_t count;
    const pr_text *fields; /* its own, in the order of names */
    bool (*make)(pr_loader *loader, pr_field *out);
} pr_kb_builtin;
enum { PR_BUILTIN_COLLECTIONS = 2, PR_BUILTIN_OWN_MOST = 9 };
extern const pr_kb_builtin pr_kb_builtins[PR_BUILTIN_COLLECTIONS];

/* types.c */
bool pr_kb_read_types(pr_loader *loader);

/* identify.c: ids and places of all entities. */
bool pr_kb_identify(pr_loader *loader);
/* more.c: joins what is told of an entity in another place, `- more: ID`, to its node. */
bool pr_kb_join_more(pr_loader *loader, pr_kb_draft *draft);
/* An id of an entity, a requirement or a rule: letters, digits, hyphens, underscores, points. */
bool pr_kb_read_id(pr_loader *loader, const pr_doc_node *map, const char *what, const char *key, pr_text *out,
                   pr_origin *origin);
/* entities.c, reference.c: their values. */
bool pr_kb_read_entities(pr_loader *loader);
bool pr_kb_check_aliases(pr_loader *loader);
/* A list of sources as contexts {doc, at}; null when `node` is NULL. */
/* A list of caveats; null where `node` is NULL. */
bool pr_kb_read_caveats(pr_loader *loader, const pr_doc_node *node, pr_value *out);
bool pr_kb_read_sources(pr_loader *loader, const pr_doc_node *node, pr_value *out);
bool pr_kb_read_source(pr_loader *loader, const pr_doc_node *node, pr_value *out);
/* The entity of an id. */
bool pr_kb_read_reference(pr_loader *loader, const pr_schema *schema, const pr_doc_node *node, pr_value *out);
/* Warns when a text that a person will be shown is long, or more than one sentence. */
void pr_kb_judge_text(pr_loader *loader, const pr_doc_node *node);

/* conflicts.c: what rests on a disputed statement gets a caveat that says so. */
bool pr_kb_apply_conflicts(pr_loader *loader);

/* vocabulary.c, declare.c, parameters.c, relations.c, rules.c, when.c */
bool pr_kb_read_vocabulary(pr_loader *loader);
bool pr_kb_read_derived(pr_loader *loader);
bool pr_kb_read_functions(pr_loader *loader);
bool pr_kb_read_parameters(pr_loader *loader);
bool pr_kb_read_relations(pr_loader *loader);
bool pr_kb_read_rules(pr_loader *loader);
bool pr_kb_read_when(pr_loader *loader, const pr_doc_node *node, pr_kb_when *out);
/* assignment.c: what stands in a slot, or in an output cell of a table (`schema` may be NULL there): `=` and an
 * expression, or a value as it is written in YAML. */
bool pr_kb_read_assignment(pr_loader *loader, const pr_doc_node *node, pr_text slot, const pr_schema *schema,
                           bool optional, pr_kb_assignment *out);

/* table.c: a table is read in two steps, because the slots that its outputs fill tell what its cells are. */
typedef struct pr_table_head {
    const pr_doc_node *node; /* the table's mapping */
    pr_kb_table *table;
    pr_kb_output *outputs; /* NULL: errors were found, the rows are not looked at */
} pr_table_head;
bool pr_kb_read_table_head(pr_loader *loader, const pr_doc_pair *pair, const pr_kb_rule *rule,
                           pr_table_head *out);
/* Does an output fill a slot that `then` leaves out? */
bool pr_kb_output_fills(pr_loader *loader, pr_table_head *head, const pr_kb_slot *slot,
                        pr_kb_assignment *out);
bool pr_kb_read_table_rows(pr_loader *loader, pr_table_head *head, pr_kb_rule *out);
void pr_kb_number_rows(pr_loader *loader, pr_kb_rule *rule);
/* drawn.c: rows drawn as text, `| >= 3 | "x" | high |`, as lists of cells. */
bool pr_kb_read_drawn(pr_loader *loader, const pr_doc_node *node, uint32_t inputs, pr_kb_drawn *out);
/* FEEL as text; a plain number or boolean is FEEL too. */
bool pr_kb_expression(pr_loader *loader, const pr_doc_node *node, const char *what, pr_feel_source *out);

/* scope.c: no two things that FEEL sees by name have the same. */
bool pr_kb_check_names(pr_loader *loader);

/* Every function that gives a bool gives false only when out of memory; other errors are in the diagnostics. */
bool pr_kb_no_memory(pr_loader *loader);

#endif
