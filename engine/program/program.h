/* The program: a knowledge base compiled. Immutable and shared by threads; what is above this line reads no YAML.
 *
 * Expressions are nodes of one graph in which equal closed expressions are one node, so that each ground condition is
 * evaluated once per profile however many rules use it. The arguments of a node have smaller numbers than the node.
 *
 * Facts whose slots are all constant, or closed nodes, are numbered when the program is made; the rule instances that
 * support them are bodies: nodes that are true when the instance's conditions hold. Rules that iterate
  * something known only in the run are loops. Units (one fact, or the loops of one relation) are evaluated
   * in order of `strata`.
 */
#ifndef PR_PROGRAM_PROGRAM_H
#define PR_PROGRAM_PROGRAM_H

#include "base/map.h"
#include "regex/regex.h"
#include "schema/schema.h"

typedef uint32_t pr_node_id;
#define PR_NONE UINT32_MAX

/* Operations: name, and what the node's arguments and `data` are. */
typedef enum pr_op {
    PR_OP_CONSTANT,  /* data: index into constants */
    PR_OP_ATTRIBUTE, /* data: attribute */
    PR_OP_PARAMETER, /* data: parameter */
    PR_OP_TODAY,
    PR_OP_NOW,
    PR_OP_LOCAL,    /* data: position in the frame of local values */
    PR_OP_FACT,     /* data: fact of a pure relation */
    PR_OP_TUPLE,    /* data: relation; args by slot, PR_NONE for any: does such a tuple hold? */
    PR_OP_RELATION, /* data: relation: the list of its tuples as contexts */
    PR_OP_SUBSET,   /* data: subset: the same of some of a pure relation's facts */
    /* three-valued */
    PR_OP_AND,
    PR_OP_OR,
    PR_OP_NOT,
    PR_OP_CONDITION, /* null becomes false, an error null unknown: the boundary of a condition */
    PR_OP_IF,
    /* binary */
    PR_OP_EQUAL,
    PR_OP_NOT_EQUAL,
    PR_OP_LESS,
    PR_OP_LESS_EQUAL,
    PR_OP_GREATER,
    PR_OP_GREATER_EQUAL,
    PR_OP_ADD,
    PR_OP_SUBTRACT,
    PR_OP_MULTIPLY,
    PR_OP_DIVIDE,
    PR_OP_POWER,
    PR_OP_NEGATE,
    PR_OP_BETWEEN,
    PR_OP_IN, /* args: value, list, range, or value to equal */
    /* values */
    PR_OP_LIST,
    PR_OP_CONTEXT, /* data: shape; args by position */
    PR_OP_RANGE, /* args: low, high; extra bit 0: low closed, bit 1: high closed, from bit 2: pr_range_form */
    PR_OP_PATH,  /* data: name; arg */
    PR_OP_TEMPLATE, /* args: texts and values, joined; data: pr_template */
    PR_OP_BUILTIN,  /* data: pr_builtin; extra: which of several signatures names chose, from 1; args */
    PR_OP_CALL,     /* args: function, arguments; data: index into argument name lists or PR_NONE */
    PR_OP_FUNCTION, /* data: function; arg: body; extra: first local */
    PR_OP_INSTANCE, /* data: index into types; arg */
    /* iteration: the variable stands in local `extra` */
    PR_OP_FILTER, /* args: list, predicate; local extra: the item; data 1: the predicate does not look at it */
    PR_OP_FOR,    /* args: list, body; local extra: the item, extra + 1: the results so far where data is 1 */
    PR_OP_FOR_FLAT, /* the same, the body's lists joined: the outer levels of a `for` with several variables */
    PR_OP_SOME,
    PR_OP_EVERY,
    PR_OP_STEPS, /* args: from, to: the numbers or dates of from..to, up or down */
    /* names that only the run can resolve (preceptor feel) */
    PR_OP_MEMBER, /* data: name; args: item, otherwise: the item's member of that name, or otherwise */
    PR_OP_COUNT_OF
} pr_op;

enum {
    PR_NODE_CLOSED = 1,  /* no locals: its value may be kept for the whole profile */
    PR_NODE_FACTS = 2,   /* facts or relations somewhere below */
    PR_NODE_BOOLEAN = 4, /* its static type is boolean: `truth` applies */
    PR_NODE_SURE = 8,    /* never null, in strict mode */
    PR_NODE_FIXED = 16,  /* rests on nothing but constants, parameters and the day */
    PR_NODE_ASKS = 32,   /* may evaluate conditions of entities that only the run finds, here or below */
};

/* `extra` of AND, OR and NOT that stand for a test: their parts have no words of their own. */
enum { PR_WHOLE = 1 };

/* What a part that is not known does to a template's text. */
typedef enum pr_template {
    PR_TEMPLATE_SHOWN, /* it prints "not known": the text is for people */
    PR_TEMPLATE_SLOT,  /* the same; of a slot that nothing reads */
    PR_TEMPLATE_READ,  /* the text is not known: conditions look at it, or it names something */
} pr_template;

typedef struct pr_node {
    uint8_t op;
    uint8_t flags;
    uint16_t extra;
    uint32_t data;
    uint32_t first; /* of its arguments in program->args */
    uint32_t count;
} pr_node;

/* Where a node comes from: the first expression that made it. */
typedef struct pr_node_origin {
    const pr_feel_source *source; /* NULL: made by the compiler */
    uint32_t start, end;          /* bytes of its text */
} pr_node_origin;

/* Equal conditions are one node, so a node's origin may be in another rule than the one that is told. Where else it
 * stands: in a rule, or in a condition of an entity. */
typedef struct pr_node_place {
    uint32_t scope; /* pr_rule_scope or pr_condition_scope */
    pr_node_id node;
} pr_node_place;

/* Those of definitions, of derived attributes, are for the compiler. */
static inline uint32_t pr_rule_scope(uint32_t rule) { return rule * 2 + 1; }
static inline uint32_t pr_condition_scope(uint32_t condition) { return condition * 2 + 2; }
static inline uint32_t pr_definition_scope(uint32_t number) { return number | 1u << 31; }
static inline bool pr_is_definition_scope(uint32_t scope) { return scope >> 31 != 0; }

/* An attribute of the vocabulary, or a field of a list's records: both have numbers, records' follow their list's. */
typedef struct pr_attribute {
    pr_text path; /* "rotations", "rotations[].weeks" */
    const pr_field *field;
    const pr_schema *schema;
    uint32_t parent;      /* PR_NONE, or the list to whose records the field belongs */
    uint32_t position;    /* in the record's shape */
    uint32_t first_field; /* a list of records: the number of its first field, in the shape's order */
    pr_node_id absent, expected_low, expected_high; /* PR_NONE, or closed nodes */
    pr_value low, high;                             /* declared bounds, null where there is none */
    uint8_t unknown_kind; /* pr_kind an unknown of it will have; PR_NULL when nullable or uncertain */
} pr_attribute;

/* Where the items of an attribute's list stand: each by itself, and behind that, of a record, its members in the order
 * of their shape; without a source where it does not say them. */
typedef struct pr_item_places {
    const pr_origin **items;
    uint32_t count;
} pr_item_places;

/* The list of waivers, and the places of what its records say in their shape. */
typedef struct pr_waiver_list {
    uint32_t attribute; /* PR_NONE: the knowledge base knows none */
    int subject, requirement, by, reason, on, until;
    int record; /* the number of one on record; null: claimed */
} pr_waiver_list;

typedef struct pr_parameter_period {
    int64_t from, until;
    pr_value value;
    pr_value sources, caveats;
} pr_parameter_period;

typedef struct pr_parameter {
    pr_text name, text, unit;
    const pr_parameter_period *periods;
    uint32_t period_count;
} pr_parameter;

typedef struct pr_collection {
    pr_text name, role;
    const pr_schema *schema;
    const pr_entity *const *entities; /* in the order of ids */
    const pr_origin *origins;
    uint32_t entity_count;
    pr_map ids;
} pr_collection;

typedef struct pr_slot {
    pr_text name;
    const pr_schema *schema;
    bool optional;
} pr_slot;

typedef enum pr_role {
    PR_ROLE_NONE,
    PR_ROLE_VERDICT,
    PR_ROLE_IN_FORCE,
    PR_ROLE_APPLIES,
    PR_ROLE_MET,
    PR_ROLE_WAIVED,
    PR_ROLE_BLOCKS,
    PR_ROLE_RECOMMENDATION,
    PR_ROLE_FOCUS,
    PR_ROLE_WARNING,
    PR_ROLE_WAIVER,
    PR_ROLE_STAGE_DONE,
    PR_ROLE_STAGE_CURRENT,
    PR_ROLE_STAGE_END,
    PR_ROLE_PATHWAY_VERDICT,
    PR_ROLE_PATHWAY_FOCUS,
    PR_ROLE_PATHWAY_BLOCKS,
    PR_ROLE_STANDING,
    PR_ROLE_GROUND, /* several relations may play this one, */
    PR_ROLE_NOTE,   /* and this one: `roles` names the last */
    PR_ROLE_CHECK,
    PR_ROLE_PART,
    PR_ROLE_MERIT,
    PR_ROLE_SHORTCOMING,
    PR_ROLE_START,
    PR_ROLE_COUNT_OF
} pr_role;

typedef struct pr_relation {
    pr_text name;
    pr_node_id
        claim; /* a template: what a tuple says, its slots in locals 0 and on; PR_NONE: it has no words */
    uint8_t role;
    bool pure; /* only constant tuples, no loops: PR_OP_FACT is used for it */
    bool read; /* a condition looks at it as a list or tests it with what is not constant */
    const pr_slot *slots;
    uint32_t slot_count;
    const pr_shape *shape; /* slot names */
    const uint32_t *key;
    uint32_t key_count;
    bool may_conflict;     /* only the run knows whether facts of one key say the same */
    const uint32_t *facts; /* its numbered facts, in order of their constant slots */
    uint32_t fact_count;
    const uint32_t *loops; /* its loops */
    uint32_t loop_count;
} pr_relation;

typedef struct pr_rule {
    pr_text id;
    pr_origin origin;
    pr_value sources; /* list of contexts {doc, at}, or null */
    const pr_text *variables;
    uint32_t variable_count;
    pr_text part;   /* of a row of its decision table: "row 2", "default"; else empty */
    uint32_t whole; /* the rule that it is a row of, or itself */
} pr_rule;

/* One way in which a fact may come to hold. */
typedef struct pr_body {
    uint32_t rule;
    pr_node_id node;          /* true when its conditions hold */
    pr_node_id because;       /* a template, or PR_NONE */
    const pr_value *bindings; /* by variable of the rule */
} pr_body;

typedef struct pr_fact {
    uint32_t relation;
    bool constant;           /* all slots are constants */
    const pr_node_id *slots; /* closed nodes, by slot; PR_NONE: left out */
    const pr_value *values;  /* by slot where constant */
    const pr_body *bodies;
    uint32_t body_count;
} pr_fact;

/* A rule instance with what is left to iterate in the run. */
typedef struct pr_loop {
    uint32_t relation, rule;
    uint32_t level_count;
    const pr_node_id *sources; /* by level: the list; its variable is local `level` */
    const uint32_t *variables; /* by level: variable of the rule */
    /* By level, level_count + 1 of them: conditions that can be tested once `level` variables are bound; PR_NONE where
     * there is none. */
    const pr_node_id *tests;
    const pr_node_id *slots; /* by slot; PR_NONE: left out */
    pr_node_id because;
    const pr_value *bindings; /* by variable of the rule; those of levels are null */
} pr_loop;

enum { PR_NO_PLACE = UINT16_MAX };

/* What a loop over the records of a list of the profile puts into a slot: */
typedef struct pr_plain_slot {
    uint16_t place; /* the record's field, or PR_NO_PLACE: the value */
    pr_value value;
} pr_plain_slot;

typedef struct pr_plain_loop {
    uint32_t attribute;    /* the list; PR_NONE: the loop is another one */
    uint32_t scan;         /* of what it tests of them, or 0 */
    const pr_shape *shape; /* of its records */
    const pr_plain_slot *slots;
} pr_plain_loop;

/* The circuit: the ground conditions and facts of strata without recursion as gates. A gate rests on gates
 * before it. What many facts say alike, and what is settled when the knowledge base loads, is one gate or none. */
typedef enum pr_gate_op {
    PR_GATE_FALSE,      /* gate 0 */
    PR_GATE_CONDITION,  /* `node`, evaluated when it could settle something; null does not hold */
    PR_GATE_COMPARISON, /* the same, and it is the comparison `first` too */
    PR_GATE_COUNT,      /* the same, and it is the count of facts `first` too */
    PR_GATE_PROBE,      /* the same, and it is the probe `first` too */
    PR_GATE_STATE,      /* the state of a fact of a recursive stratum, put there when that is evaluated */
    PR_GATE_AND,        /* of literals, three-valued */
    PR_GATE_OR,
} pr_gate_op;

typedef struct pr_gate {
    uint8_t op;
    bool lone; /* in program->lone */
    /* Of a condition: how many attributes it rests on, and on nothing else; 0: many, or on more. */
    uint16_t inputs;
    pr_node_id node;
    /* Of its literals in program->literals; of a condition `count` is the first of `inputs`. */
    uint32_t first, count;
} pr_gate;

static inline bool pr_gate_is_condition(const pr_gate *gate) {
    return gate->op >= PR_GATE_CONDITION && gate->op <= PR_GATE_PROBE;
}

/* A gate, or its negation: 2 * gate + 1 where negated. */
typedef uint32_t pr_literal;
#define PR_LITERAL_FALSE 0u
#define PR_LITERAL_TRUE 1u

/* Numbered so that the run needs no table of tables: by what is joined, 32 for each kind. */
typedef enum pr_step_kind {
    PR_STEP_AND = 0,
    PR_STEP_OR = 32,
    PR_STEP_ANY = 64, /* more than three parts, or no junction */
} pr_step_kind;

/* A gate that is found in passing, with what that takes at one place. */
typedef struct pr_step {
    uint32_t kind;       /* pr_step_kind */
    uint32_t gate;       /* which tells all */
    pr_literal parts[3]; /* of two, one stands twice */
} pr_step;

/* A stretch of a schedule: gates, then conditions that no gate may have asked for, then the loops of a relation. */
typedef struct pr_segment {
    uint32_t first_step, step_count;
    uint32_t first_lone, lone_count;       /* in program->lone */
    uint32_t first_opening, opening_count; /* in program->opening */
    uint32_t loops;                        /* a relation, or PR_NONE */
} pr_segment;

/* A value that takes no walking of the graph: an attribute of the profile, a fixed node, or a constant. */
typedef struct pr_at_hand {
    uint32_t attribute; /* PR_NONE: it is `node` */
    pr_node_id node;    /* PR_NONE: it is `value` */
    pr_value value;
} pr_at_hand;

/* A condition on values at hand. */
typedef struct pr_comparison {
    /* PR_OP_EQUAL .. PR_OP_GREATER_EQUAL, PR_OP_IN, PR_OP_BETWEEN; PR_OP_ATTRIBUTE: `of` is true */
    uint8_t op;
    pr_at_hand of, with;
    pr_at_hand until; /* the other end of PR_OP_BETWEEN */
} pr_comparison;

/* A test of a text with a text that is written out: `starts with(name, "Dr")`, `matches(name, "[0-9]+")`. */
typedef struct pr_text_test {
    uint32_t function; /* pr_builtin: contains, starts with, ends with or matches */
    pr_text with;
    pr_text flags; /* of a pattern */
} pr_text_test;

/* A comparison of a record's field with a value at hand or another field: one part of a condition on the records of a
 * list. */
typedef struct pr_scan_key {
    /* PR_OP_EQUAL, PR_OP_LESS, PR_OP_LESS_EQUAL, PR_OP_IN; PR_OP_PATH: the field is true; PR_OP_BUILTIN: `test` */
    uint8_t op;
    bool negated;   /* of what the rest says */
    bool text;      /* an equality with a text that is a constant */
    bool or_next;   /* it holds where this one or the next does */
    uint16_t place; /* of the field in the record's shape */
    uint16_t other; /* of the field that it is compared with, instead of `with`; or PR_NO_PLACE */
    uint32_t name;  /* of the field, in program->names */
    /* What it says of a list of the profile, equal keys the same; PR_NONE: of no such list. */
    uint32_t column;
    pr_at_hand with;
    const pr_text_test *test;
    bool costly; /* it is asked only of records that nothing before it ruled out */
} pr_scan_key;

/* The condition of a filter, a quantifier or a loop: keys joined by `and`. */
typedef struct pr_scan {
    uint32_t first, count; /* in program->scan_keys */
    bool complete;         /* the keys say all; else what follows them is more than keys */
    const pr_shape
        *shape; /* of the records, for which the keys' places are; NULL: not known, the places are guessed */
} pr_scan;

/* A test of a relation's tuples for constants. */
typedef struct pr_tuple_test {
    pr_node_id node;
    uint32_t gate;          /* that is this condition, or PR_NONE */
    const pr_value *wanted; /* by slot */
    uint32_t next;          /* another one of the same place in `firsts`, its number and 1 */
} pr_tuple_test;

/* A condition that compares how many tuples there are, or pass a filter, with a value at hand that is no attribute. */
typedef struct pr_tuple_count {
    uint32_t gate;
    uint8_t holds; /* PR_HOLDS(order) for each order of the count to `with` in which it holds */
    uint32_t scan; /* of the filter, laid out as keys; 0: there is none */
    pr_node_id filter;
    pr_at_hand with;
} pr_tuple_count;

/* All those of a relation whose tuples are those that its loops find. */
typedef struct pr_tuple_tests {
    pr_tuple_count *counts;
    uint32_t count_count;
    pr_tuple_test *tests;
    uint32_t count;
    uint32_t *firsts; /* by pr_slots_mark: the number of a test and 1, or 0 */
    uint32_t mask;
} pr_tuple_tests;

static inline uint32_t pr_text_mark(pr_text t) {
    uint64_t first = 0, last = 0;
    uint32_t a = 0, b = 0;
    if (t.length >= sizeof first) {
        memcpy(&first, t.at, sizeof first);
        memcpy(&last, t.at + t.length - sizeof last, sizeof last);
    } else if (t.length >= sizeof a) {
        memcpy(&a, t.at, sizeof a);
        memcpy(&b, t.at + t.length - sizeof b, sizeof b);
        first = a;
        last = b;
    } else if (t.length > 0) {
        first = (uint8_t)t.at[0];
        last = (uint8_t)t.at[t.length - 1];
    }
    return (uint32_t)(((first ^ t.length) * UINT64_C(0x9e3779b97f4a7c15) + last) *
                          UINT64_C(0xd6e8feb86659fd93) >>
                      40);
}

/* A number by the texts among known slots, equal for equal ones: for tables that what a profile says adds nothing to,
 * so it needs no key. */
static inline uint32_t pr_slots_mark(const pr_value *slots, uint32_t count) {
    uint32_t mark = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (slots[i].kind == PR_STRING) {
            mark = mark * 31 + pr_text_mark(pr_string_text(slots[i]));
        } else if (slots[i].kind == PR_ENTITY) {
            mark = mark * 31 + pr_text_mark(slots[i].entity->id);
        }
    }
    return mark;
}

/* Facts of a pure relation that pass a filter. */
typedef struct pr_subset {
    uint32_t relation;
    const uint32_t *facts; /* in the relation's order */
    uint32_t fact_count;
} pr_subset;

/* An order, a pr_order, as a bit. */
#define PR_HOLDS(order) (1u << ((order) + 1))

/* A condition that compares how many constant tuples hold with a value at hand. */
typedef struct pr_fact_count {
    uint8_t holds; /* PR_HOLDS(order) for each order of the count to `with` in which it holds */
    uint32_t counted;
    pr_at_hand with;
} pr_fact_count;

/* Constant tuples that conditions count, once in an evaluation. */
typedef struct pr_counted {
    const pr_literal *literals; /* their states */
    uint32_t count;
} pr_counted;

typedef enum pr_probe_kind {
    PR_PROBE_ORDER,   /* a number, date or length in months compared with another */
    PR_PROBE_BETWEEN, /* the same, and with `until` */
    PR_PROBE_TEXT,    /* a text compared with a constant, for equality */
    PR_PROBE_TEST,    /* `test` of a text */
    PR_PROBE_TRUE,    /* a boolean */
    PR_PROBE_AMONG,   /* a text in a constant list of text */
    /* of lists: */
    PR_PROBE_HAS, /* a constant text is among them */
    /* of the records of a list that pass keys: */
    PR_PROBE_COUNT,
    PR_PROBE_SOME,
    PR_PROBE_EVERY,
} pr_probe_kind;

/* The records of a list of the profile that pass keys. */
typedef struct pr_selection {
    uint32_t attribute;    /* the list */
    const pr_shape *shape; /* of its records */
    uint32_t first, count; /* keys in program->scan_keys, each with a column */
} pr_selection;

typedef enum pr_measure_kind {
    PR_MEASURE_ADD, /* of two values at hand */
    PR_MEASURE_SUBTRACT,
    PR_MEASURE_MULTIPLY,
    PR_MEASURE_LENGTH, /* of a text, in characters */
    /* of the records of a list that pass keys: */
    PR_MEASURE_COUNT,
    /* of a field of these: */
    PR_MEASURE_SUM,
    PR_MEASURE_MEAN,
    PR_MEASURE_LEAST,
    PR_MEASURE_GREATEST,
    PR_MEASURE_DISTINCT, /* how many different texts */
} pr_measure_kind;

/* An expression that conditions compare, whose value is found without walking the graph where all that it takes is
 * known. */
typedef struct pr_measure {
    uint8_t kind;
    pr_node_id node; /* which keeps the value */
    pr_at_hand a, b; /* `b` of a selection: what is appended, or null */
    pr_selection of;
    uint32_t place; /* of the field */
    bool early;     /* found before conditions are asked */
} pr_measure;

/* A condition that takes no more than a look at an attribute or a measure, where its value is what is `expected`. Those
 * that cost little, or are asked in any case, are answered before the gates are swept; of another value the condition
 * is evaluated when someone asks. */
typedef struct pr_probe {
    uint8_t kind;
    uint8_t holds; /* PR_HOLDS(order) for each order to `with` in which it holds */
    /* pr_kind; a list must be certain, and no longer than PR_COLUMN_RECORDS. PR_NULL: what it is compared with tells */
    uint8_t expected;
    bool alone; /* the condition rests on no other attribute */
    bool late;  /* it is answered when someone asks */
    uint32_t gate;
    uint32_t attribute; /* PR_NONE: it is `node`, a measure or fixed */
    pr_node_id node;
    uint32_t first, count; /* keys in program->scan_keys, each with a column */
    pr_at_hand with;       /* a constant or fixed; where PR_NULL is expected any value that is there */
    pr_at_hand until;
    const pr_text_test *test;
} pr_probe;

/* Records of which a column can tell. */
enum { PR_COLUMN_RECORDS = 64 };

/* A list of the profile that probes look at, and the keys whose columns they need. */
typedef struct pr_probed_list {
    uint32_t attribute;
    const pr_shape *shape;
    uint32_t first_probe, probe_count;
    uint32_t first_key, key_count; /* in program->listed_keys */
} pr_probed_list;

/* What is evaluated together, in order. */
typedef struct pr_unit {
    uint32_t fact;     /* or PR_NONE */
    uint32_t relation; /* the loops of this relation, where `fact` is PR_NONE */
} pr_unit;

typedef struct pr_stratum {
    uint32_t first, count; /* of units */
    bool recursive;
    uint32_t first_segment, segment_count; /* not recursive */
    const pr_node_id *again;               /* recursive: nodes to forget between rounds */
    uint32_t again_count;
} pr_stratum;

/* A subject's requirement, with the facts that tell its status (PR_NONE: no such relation). */
typedef struct pr_requirement {
    pr_text id;
    const pr_context *fields; /* id, text, detail, requires, strength, ... */
    bool required;            /* strength */
    uint32_t applies, met, waived, blocks;
    pr_node_id requires, applies_when; /* the conditions themselves */
    uint32_t scope;                    /* of its condition; 0: it is a constant */
} pr_requirement;

typedef struct pr_subject {
    const pr_entity *entity;
    const char *id;             /* the entity's, NUL-terminated */
    uint32_t verdict, in_force; /* facts, PR_NONE: none */
    const pr_requirement *requirements;
    uint32_t requirement_count;
} pr_subject;

typedef struct pr_program {
    pr_arena arena; /* owns everything, the documents included */
    pr_text name, version, notice;
    pr_text document; /* the kind of document that it reads: "profile" */
    pr_value effective, stale_after;
    pr_regex_limits patterns; /* for whoever matches */
    uint32_t file_count;
    size_t byte_count;

    const pr_node *nodes;
    const pr_node_origin *origins; /* by node */
    const uint32_t *makers; /* by node: the scope whose conditions made it, as its origin says; 0: none */
    pr_map places;          /* pr_node_place, as bytes -> its number in place_origins */
    /* pr_node_place of a scope and a condition's number: the scope asks for the condition -> the one that it asked for
     * before, by its number from 1, or 0; of a scope and PR_NONE -> the last one, likewise. */
    pr_map asked;
    const pr_node_origin *place_origins;
    const pr_node_id *args;
    uint32_t node_count, arg_count;
    const pr_value *constants;
    uint32_t constant_count;
    const pr_text *names; /* of PR_OP_PATH, PR_OP_MEMBER */
    const pr_shape *const *shapes;
    const pr_type *const *types;
    const pr_shape *const *functions;            /* parameters of PR_OP_FUNCTION */
    const pr_type *const *const *function_types; /* by function and parameter; NULL: any */
    uint32_t frame_size;                         /* most locals alive at once */
    const pr_node_id *conditions;                /* by the number that a PR_CONDITION value holds */
    pr_node_id where; /* a condition on the profile that was asked beside the knowledge base; PR_NONE: none */

    const pr_attribute *attributes;
    uint32_t attribute_count;
    uint32_t vocabulary_count; /* attributes that are no record fields: they come first */
    pr_waiver_list waivers;
    pr_map attribute_numbers; /* path -> number; "rotations[].weeks" too */
    const pr_parameter *parameters;
    uint32_t parameter_count;
    const pr_collection *collections;
    uint32_t collection_count;
    const pr_relation *relations;
    uint32_t relation_count;
    const pr_rule
        *rules; /* behind them the rows of decision tables, each as a rule that stands where the row does */
    uint32_t rule_count; /* without those rows */
    uint32_t row_count;
    const pr_fact *facts;
    uint32_t fact_count;
    const pr_loop *loops;
    uint32_t loop_count;
    const pr_unit *units;
    uint32_t unit_count;
    const pr_stratum *strata;
    uint32_t stratum_count;
    const pr_gate *gates;
    uint32_t gate_count;
    const pr_literal *literals;
    const uint32_t *inputs; /* of gates: attributes */
    const pr_segment *segments;
    const pr_literal *lone;          /* conditions that are the state of a fact */
    const pr_literal *fact_literals; /* by fact: its state */
    const pr_literal *node_literals; /* by node: does it hold as a condition? PR_NONE: no gate tells */
    const uint32_t *opening; /* facts whose slots are not all constant, and whose relations conditions read */
    const pr_subset *subsets;
    /* By loop, by level: as below, of what is tested once the level's variable is bound; NULL: none of its levels goes
     * through a list of the profile. */
    const uint32_t *const *scans_of_loop;
    /* By node, a filter or quantifier: its number in scans, from 1; 0: it has none. */
    const uint32_t *scan_of;
    const pr_scan *scans;
    const pr_comparison *comparisons;
    const pr_fact_count *fact_counts;
    const pr_counted *counted;
    uint32_t counted_count;
    /* First those of an attribute that is no list, then those of two values, then those of lists, then those that are
     * answered when someone asks. */
    const pr_probe *probes;
    uint32_t single_count, pair_count;
    const pr_measure *measures; /* first those that are found early; each behind those that it takes */
    uint32_t early_count;
    const uint32_t *measure_of; /* by node: its number in measures, from 1; 0: it is none */
    const pr_probed_list *listings;
    uint32_t listing_count;
    const uint32_t *listed_keys;       /* in scan_keys */
    const pr_plain_loop *plain_loops;  /* by loop; NULL: none is run so */
    const pr_tuple_tests *tuple_tests; /* by relation; NULL: none is answered so */
    const pr_step *steps;
    const pr_scan_key *scan_keys;
    uint32_t column_count;
    const pr_literal *verdicts; /* the facts that are verdicts; NULL where some of them rest on
                                   loops or recursion, and everything must be evaluated */
    uint32_t verdict_count;

    const pr_subject *subjects; /* in the order of collections and ids */
    uint32_t subject_count;
    uint32_t roles[PR_ROLE_COUNT_OF]; /* the relation of a role, or PR_NONE */
    uint32_t sources;                 /* the collection of role source, or PR_NONE */
    uint32_t instance_count;          /* of rules, for statistics */
} pr_program;

/* The shape of a list's records; NULL: it is no list of records. */
static inline const pr_shape *pr_records_shape(const pr_attribute *a) {
    const pr_schema *s = a->schema;
    return s->kind == PR_SCHEMA_LIST && s->element->kind == PR_SCHEMA_RECORD ? s->element->shape : NULL;
}

static inline const pr_node *pr_node_at(const pr_program *p, pr_node_id n) { return &p->nodes[n]; }
static inline bool pr_node_is_whole(const pr_node *n) {
    return (n->op == PR_OP_AND || n->op == PR_OP_OR || n->op == PR_OP_NOT) && n->extra == PR_WHOLE;
}
static inline const pr_node_id *pr_node_args(const pr_program *p, const pr_node *n) {
    return n->count > 0 ? p->args + n->first : NULL;
}

/* The constant tuples that a node lists: all of a pure relation, or what is settled of a filter over one. False: it
 * lists none such. */
static inline bool pr_listed_facts(const pr_program *p, pr_node_id id, pr_subset *out) {
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_SUBSET) {
        *out = p->subsets[n->data];
        return true;
    }
    if (n->op != PR_OP_RELATION || !p->relations[n->data].pure) {
        return false;
    }
    *out = (pr_subset){n->data, p->relations[n->data].facts, p->relations[n->data].fact_count};
    return true;
}

#endif
