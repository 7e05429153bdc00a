/* Declared types of data, and the reader that makes values of them out of documents.
 *
 * The same types describe the fields of the knowledge base's entities and the attributes of a profile; what
 * differs is what absence means: in an entity a field has a default, is null, or is missing (an error); in a
 * profile it is unknown.
 */
#ifndef PR_SCHEMA_SCHEMA_H
#define PR_SCHEMA_SCHEMA_H

#include "base/map.h"
#include "doc/doc.h"
#include "feel/ast.h"
#include "feel/type.h"
#include "regex/regex.h"

typedef enum pr_schema_kind {
    PR_SCHEMA_BOOLEAN,
    PR_SCHEMA_NUMBER, /* low, high, unit */
    PR_SCHEMA_STRING, /* may have values with patterns that normalise */
    PR_SCHEMA_ENUM,   /* values, patterns */
    PR_SCHEMA_DATE,
    PR_SCHEMA_TIME,
    PR_SCHEMA_DURATION,
    PR_SCHEMA_LIST,      /* element */
    PR_SCHEMA_RECORD,    /* fields */
    PR_SCHEMA_ENTITY,    /* collection by name; empty: of any collection */
    PR_SCHEMA_CONDITION, /* FEEL; becomes a PR_CONDITION value. In entities only */
    PR_SCHEMA_BROKEN,    /* its declaration had errors; anything fits, so that they are reported once */
} pr_schema_kind;

typedef struct pr_schema pr_schema;
typedef struct pr_field pr_field;

/* A PCRE2 pattern that turns free text into a value. Compiled on first use by whoever matches (profile/), so it
 * is only text here; that it compiles is checked by `kb check` and the first use. */
typedef struct pr_match {
    pr_text pattern;
    pr_origin origin;
    uint32_t value; /* index into values */
} pr_match;

struct pr_schema {
    uint8_t kind;       /* pr_schema_kind */
    pr_text label;      /* name of a named type, or empty */
    pr_text unit;       /* of a number, may be empty */
    pr_value low, high; /* of a number (inclusive), null where there is none */
    const pr_text *values;
    uint32_t value_count;
    const pr_map *numbers,
        *alike; /* of pr_schema_value and pr_schema_value_like; NULL where values are few */
    const pr_match *matches;
    uint32_t match_count;
    const pr_schema *element;
    const pr_field *fields; /* of a record */
    uint32_t field_count;
    const pr_shape *shape;     /* of a record: its field names */
    pr_text collection;        /* of an entity */
    uint32_t collection_index; /* resolved; PR_ANY_COLLECTION where any */
    const pr_type *type;       /* the static type of its values */
};

/* A field of a record, of an entity, or an attribute of the vocabulary. */
struct pr_field {
    pr_text name; /* of an attribute: the whole path */
    pr_origin origin;
    const pr_schema *schema;
    bool optional;   /* entities: absence is null or the default */
    bool nullable;   /* profiles: null is a possible value */
    bool open;       /* profiles: a list that is given may lack items: what it does not name is not known */
    bool has_absent; /* profiles: absence means `absent` or `absent_expression`; entities: `default` */
    pr_value absent;
    pr_feel_source absent_expression;           /* empty text where there is none */
    pr_feel_source expected_low, expected_high; /* the same */
    pr_text ask;
    pr_text role;        /* what the engine takes it for, "waivers", ...; empty: nothing */
    const pr_type *type; /* the schema's, nullable where null may occur */
};

/* The types that need no declaration: boolean, number, string, date, time, duration, condition; and the broken
 * one. */
extern const pr_schema pr_schema_boolean, pr_schema_number, pr_schema_string, pr_schema_date, pr_schema_time,
    pr_schema_duration, pr_schema_condition, pr_schema_broken;

/* Whose fields are read: it settles which keys may stand beside a field's type. */
typedef enum pr_field_use {
    PR_FIELDS_ANY,       /* of a named record type: both of the next two */
    PR_FIELDS_ENTITY,    /* of a collection: optional, default */
    PR_FIELDS_ATTRIBUTE, /* the vocabulary: nullable, absent, ask, expected */
    PR_FIELDS_RECORD,    /* of an attribute's records: nullable, absent (a plain value), ask */
    PR_FIELDS_SLOT,      /* of a relation: optional */
} pr_field_use;

/* Finds a type of the `types` section; NULL when there is none, &pr_schema_broken when it has errors of its own. */
typedef const pr_schema *pr_schema_lookup(void *user, pr_text name);

/* What a type may refer to. Each function may be NULL, `entity` where no type names an entity. */
typedef struct pr_schema_scope {
    void *user;
    pr_schema_lookup *named;
    uint32_t (*names)(void *user, const pr_text **out); /* the names that `named` knows, for suggestions */
    /* The type entity(COLLECTION), of any collection where the name is empty; NULL after it reported at `span`. */
    const pr_schema *(*entity)(void *user, pr_text collection, pr_span span);
} pr_schema_scope;

/* Reads a type as the language page and kb/README.md describe it: a name or a mapping. `label` is what a named
 * type is called, else empty. NULL after errors. Unknown keys are errors with the nearest known one. Fields of
 * records are in the order of their names. */
const pr_schema *pr_schema_read_in(const pr_doc_node *node, pr_text label, pr_field_use use,
                                   const pr_schema_scope *scope, pr_arena *arena, pr_diags *diags);
/* Reads the mapping NAME -> TYPE (with optional, default, nullable, absent, ask, expected, role) into fields, in
 * order. A field with errors has a broken type. NULL, with a count of 0, when it is no mapping. `dotted`: names
 * may be paths. */
const pr_field *pr_fields_read_in(const pr_doc_node *map, pr_field_use use, bool dotted,
                                  const pr_schema_scope *scope, uint32_t *count, pr_arena *arena,
                                  pr_diags *diags);
/* The same with a scope of named types alone. */
const pr_schema *pr_schema_read(const pr_doc_node *node, pr_schema_lookup *named, void *user, pr_arena *arena,
                                pr_diags *diags);

/* A list of the element, a record of the fields in the order given: with shape and static type. NULL without
 * memory. */
const pr_schema *pr_schema_list_of(const pr_schema *element, pr_arena *arena);
const pr_schema *pr_schema_record_of(const pr_field *fields, uint32_t count, pr_text label, pr_arena *arena);
/* Sets `type` from schema and nullability. False without memory. */
bool pr_field_settle(pr_field *field, pr_field_use use, pr_arena *arena);
/* A record's field of a name; NULL: it has none, or is no record. */
const pr_field *pr_schema_field(const pr_schema *record, pr_text name);
/* A shape of names; NULL without memory. */
const pr_shape *pr_schema_shape(const pr_text *names, uint32_t count, pr_arena *arena);

/* Is the text a name as FEEL reads it as one word (letters, digits, underscores) and no keyword? `dotted`:
 * names joined by points. Reports at the span. */
bool pr_schema_name(pr_text name, bool dotted, pr_span span, pr_arena *arena, pr_diags *diags);
/* A text after `=`, as FEEL whose offsets are still those of the whole scalar. False when it does not begin
 * with `=`. */
bool pr_schema_formula(const pr_doc_node *node, pr_feel_source *out, pr_arena *arena);

/* Reads a scalar of a type (not list, record, entity or condition). On failure reports (code wrong-type, wrong-
 * value, out-of-range) with what was expected and gives false. Enum and string text that is not exactly a value
 * is matched by `normalise`, which may be NULL: it returns the value's index, -1 for none, -2 for two that
 * match (then two[0] and two[1] are set), -3 after it reported a failure itself. Texts are borrowed from the
 * node or the schema. */
typedef int pr_normaliser(void *user, const pr_schema *schema, pr_text text, int *two);
bool pr_schema_scalar(const pr_schema *schema, const pr_doc_node *node, pr_normaliser *normalise, void *user,
                      pr_value *out, pr_arena *arena, pr_diags *diags);
/* The same for what a knowledge base states as a plain value (a default, a parameter): null where `nullable`, a
 * scalar, or a list of scalars. */
bool pr_schema_constant(const pr_schema *schema, bool nullable, const pr_doc_node *node, pr_value *out,
                        pr_arena *arena, pr_diags *diags);
/* The number of the value that a text is, or PR_MAP_NONE; `like`: without regard to case and to what joins words, the
 * first of several. */
uint32_t pr_schema_value(const pr_schema *schema, pr_text text);
uint32_t pr_schema_value_like(const pr_schema *schema, pr_text text);
/* What a value of the type looks like, for messages: "one of ir, dr, surgery", "a date, such as 2027-01-31". */
pr_text pr_schema_expects(const pr_schema *schema, pr_arena *arena);

#endif
