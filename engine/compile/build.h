/* What the compiler's passes share. */
#ifndef PR_COMPILE_BUILD_H
#define PR_COMPILE_BUILD_H

#include "compile/compile.h"
#include "compile/lower.h"
#include "feel/check.h"

/* Attributes as the tree of their paths' segments. */
typedef struct pr_tree pr_tree;
struct pr_tree {
    pr_text name;
    uint32_t attribute; /* PR_NONE: an inner segment */
    PR_VEC(pr_tree *) children;
    const pr_type *type;
};

typedef enum pr_global_kind {
    PR_GLOBAL_TREE,
    PR_GLOBAL_DERIVED,
    PR_GLOBAL_FUNCTION,
    PR_GLOBAL_PARAMETER,
    PR_GLOBAL_RELATION,
    PR_GLOBAL_COLLECTION,
} pr_global_kind;

typedef enum pr_progress { PR_UNTOUCHED, PR_IN_PROGRESS, PR_DONE } pr_progress;

/* A name of the one scope that all expressions of a knowledge base share. */
typedef struct pr_global {
    pr_text name;
    uint8_t kind;
    uint8_t checked, lowered; /* pr_progress, of derived attributes and functions */
    uint32_t index;
    const pr_type *type;
    pr_ast *tree;    /* of a derived attribute or function, once checked */
    pr_node_id node; /* of a derived attribute, once lowered */
    uint32_t scope;  /* for which it was lowered last */
    bool shared;     /* others made parts of it, too */
    pr_tree *segment;
} pr_global;

/* A condition of an entity. */
typedef struct pr_condition_state {
    pr_ast *tree;
    uint8_t lowered;
    pr_node_id node;
} pr_condition_state;

/* A numbered fact under construction. */
typedef struct pr_draft {
    uint32_t relation;
    bool constant;
    pr_node_id *slots;
    pr_value *values;
    uint64_t hash;
    PR_VEC(pr_body) bodies;
} pr_draft;

/* A test of a pure relation in which some text is written out, as it was lowered once. */
typedef struct pr_tested {
    const pr_ast *tree; /* the call */
    const pr_feel_source *source;
    pr_node_id node; /* PR_OP_FACT or PR_OP_TUPLE */
} pr_tested;

/* A call of a function of the knowledge base as it was lowered last, found by what is called with what: rules say the
 * same in `when`, `then` and `because`. */
enum { PR_CALLS_KEPT = 64, PR_CALL_ARGUMENTS = 4 };
typedef struct pr_kept_call {
    uint32_t function; /* number of the global and 1; 0: free */
    uint32_t depth, scope, inlined;
    pr_node_id args[PR_CALL_ARGUMENTS];
    pr_node_id node;
} pr_kept_call;

typedef struct pr_build {
    const pr_kb *kb;
    pr_program *program;
    pr_arena *arena;
    pr_diags *diags;
    uint32_t instance_limit;
    uint32_t left_out; /* roles, as in pr_compile_options */
    bool *mentioned;   /* by relation: what is being checked names it */
    pr_graph graph;
    pr_map global_numbers;
    PR_VEC(pr_global) globals;
    PR_VEC(uint32_t) checking; /* globals whose check has begun, each used by the one before */
    pr_text *global_names;
    pr_tree *root;
    const pr_type **entity_types; /* by collection */
    pr_attribute *attributes;     /* the program's, while they are being filled */
    pr_relation *relations;
    pr_stratum *strata;
    pr_condition_state *conditions;
    PR_VEC(uint32_t) lowering; /* conditions that are being lowered, each used by the one before */
    bool *impure;              /* by relation: tuples are not all constant */
    pr_arena drafting;         /* of the two below, and whatever else the program does without */
    PR_VEC(pr_draft) drafts;
    uint32_t *draft_slots, draft_slot_count;
    PR_VEC(pr_loop) loops;
    PR_VEC(pr_tested) tested;
    uint32_t instances;
    bool too_deep;    /* definitions that rest on each other: that was reported */
    uint32_t inlined; /* calls expanded for the expression under way */
    pr_kept_call calls[PR_CALLS_KEPT];
    bool failed; /* out of memory */
} pr_build;

/* scope.c: names and types */
bool pr_scope_make(pr_build *build);
pr_global *pr_scope_find(pr_build *build, pr_text name);
/* Checks a derived attribute or function, unless that was done. False after errors. */
bool pr_scope_check_global(pr_build *build, pr_text name);
/* Locals of an expression under check: `this`, parameters, a rule's variables. */
typedef struct pr_typed_name {
    pr_text name;
    const pr_type *type;
} pr_typed_name;
/* Warns of what goes wrong in an expression whatever the profile says. */
void pr_check_constants(pr_build *build, const pr_feel_source *source, const pr_ast *tree);
/* Warns of comparisons with null that are settled, because the other side is never null. */
void pr_check_nulls(pr_build *build, const pr_feel_source *source, const pr_ast *tree);
/* Warns of comparisons of a name or path with itself. */
void pr_check_selves(pr_build *build, const pr_feel_source *source, const pr_ast *tree);
/* Parses and checks; NULL after errors. `expected` may be NULL. */
pr_ast *pr_scope_check(pr_build *build, const pr_feel_source *source, const pr_typed_name *locals,
                       uint32_t count, const pr_type *expected);
/* Unary tests of a value of that type, as a condition on the name "?". */
pr_ast *pr_scope_check_tests(pr_build *build, const pr_feel_source *source, const pr_typed_name *locals,
                             uint32_t count);
pr_ast *pr_scope_check_template(pr_build *build, const pr_feel_source *source, const pr_typed_name *locals,
                                uint32_t count);
const pr_type *pr_scope_entity_type(pr_build *build, uint32_t collection);

/* resolve.c: names to nodes */
extern const pr_lower_hooks pr_build_hooks;
pr_lower pr_build_lower(pr_build *build, const pr_feel_source *source);
/* A whole expression: calls are counted anew. */
pr_node_id pr_build_root(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth);
pr_node_id pr_build_condition(pr_build *build, uint32_t number);
/* Errors of a condition: it rests on itself, whoever found it adds how; or on too many others, which is told once. */
pr_diag *pr_build_say_circle(pr_build *build, uint32_t number);
void pr_build_say_too_deep(pr_build *build, uint32_t number);
/* A constant for a slot: text for an entity becomes the entity; false when there is none of that id, or several. */
bool pr_build_slot_value(pr_build *build, uint32_t relation, uint32_t slot, pr_value *value);
/* Reports that. */
void pr_build_no_entity(pr_build *build, const pr_schema *schema, pr_text id, pr_span place);

/* The slot that an argument of a test is for, or -1. */
int pr_build_slot_of_argument(const pr_kb_relation *relation, const pr_ast *call, uint32_t argument);
/* Is the argument text written out, for a slot that takes any text? */
bool pr_build_is_plain_text(const pr_kb_relation *relation, uint32_t slot, const pr_ast *argument);

/* draft.c: numbered facts */
/* The fact of constant slots, made when it is new. PR_NONE when out of memory. */
uint32_t pr_draft_constant(pr_build *build, uint32_t relation, const pr_value *values);
/* The fact of slots of which some are closed nodes. */
uint32_t pr_draft_nodes(pr_build *build, uint32_t relation, const pr_node_id *slots);
bool pr_draft_support(pr_build *build, uint32_t draft, pr_body body);

/* ground.c: rules to bodies and loops. False when some relation turned out not to be pure that was taken for
 * pure: start again. */
bool pr_ground_rules(pr_build *build, bool *again);

/* claims.c: what the tuples of relations say. Checked first, lowered once all relations are known to be pure or not. */
pr_ast **pr_check_claims(pr_build *build);
bool pr_lower_claims(pr_build *build, pr_ast *const *claims);

/* The rule of a number, which may be that of a table's row; `row` is then set, else NULL. */
const pr_kb_rule *pr_build_rule(const pr_build *build, uint32_t number, const pr_kb_row **row);
/* Where what a rule asserts in a slot is written. */
pr_span pr_build_slot_place(const pr_build *build, uint32_t rule, uint32_t relation, uint32_t slot);

/* keys.c: facts of one key that differ. False when there are some, or no memory. */
bool pr_check_keys(pr_build *build);

/* tested.c: tests that no rule can make true. False when there are some. */
bool pr_check_tests(pr_build *build);

/* lookups.c: attributes that facts name as text. False when one does not exist. After the facts are assembled. */
bool pr_check_lookups(pr_build *build);

/* asked.c: what may ask for conditions that look at facts looks at facts itself. Once all of them are lowered. */
void pr_mark_asked(pr_build *build);
/* May evaluating this very node evaluate a condition that an entity has by the name of `field`? */
bool pr_node_asks(const pr_program *program, const pr_node *node, pr_text field);

/* order.c: strata */
bool pr_order_units(pr_build *build);

/* subset.c: filters over facts that are settled once all facts are known */
bool pr_make_subsets(pr_build *build);

/* answers.c: lays out tests of the tuples of loops. `of_node` are the circuit's literals. */
bool pr_make_answers(pr_build *build, const pr_literal *of_node);

/* text_tests.c: the node of the text that a condition tests with a text that is written out; PR_NONE: it tests none */
pr_node_id pr_find_text_test(pr_build *build, pr_node_id node, const pr_text_test **out);

/* scans.c: lays out conditions on records that compare fields with values at hand. */
bool pr_make_scans(pr_build *build);
/* plain.c: lays out loops over the records of one list, after the scans. */
bool pr_make_plain_loops(pr_build *build);
/* What is the same for the whole profile: it is evaluated at most once. A constant that is an error takes the
 * evaluator, which says why. */
bool pr_find_at_hand(const pr_program *program, pr_node_id node, pr_at_hand *out);
/* `3 < weeks` as `weeks > 3`. */
uint8_t pr_turned_op(uint8_t op);

/* inputs.c: finds the attributes on which the gates that are conditions rest. */
bool pr_find_inputs(pr_build *build, pr_gate *gates, uint32_t count);

/* measures.c: expressions whose values take no walking of the graph */
typedef struct pr_measures {
    pr_build *build;
    const pr_program *program;
    uint32_t *number_of; /* by node: its number in the list, from 1; 0: it is none */
    bool *looked_at;     /* by node */
    PR_VEC(pr_measure) list;
    bool failed;
} pr_measures;
bool pr_measures_init(pr_build *build, pr_measures *out);
/* Makes a measure of a node, if it is not one yet. False where it is no expression of that kind. */
bool pr_measures_add(pr_measures *measures, pr_node_id node);
/* What takes no walking of the graph: a constant, an attribute, what is fixed, or a measure. */
bool pr_measures_ready(pr_measures *measures, const pr_at_hand *value);
/* The records of a list of the profile, or what filters by keys leave of it. False where it is something else. */
bool pr_measures_select(pr_measures *measures, pr_node_id list, pr_selection *out);
/* Takes the keys of a filter or quantifier, where columns tell all that it asks. */
bool pr_measures_keys(pr_measures *measures, pr_node_id iteration, pr_selection *out);

/* Is the value a measure? If so, and all it takes, too: it is to be found before conditions are asked. */
void pr_measures_early(pr_measures *measures, const pr_at_hand *value);
/* Is it not to be found that early? */
bool pr_measures_is_late(const pr_measures *measures, const pr_at_hand *value);
/* Puts them into the program. */
bool pr_make_measures(pr_measures *measures);

/* probes.c: does a condition take no more than a look at the value of an attribute or a measure? Does it count what a
 * node lists, facts or something else? After the scans are made. */
bool pr_find_probe(pr_measures *measures, pr_node_id node, pr_probe *out);
bool pr_find_fact_count(const pr_program *program, pr_node_id node, pr_fact_count *out, pr_node_id *list);
/* Puts all probes, and the measures that they take, into the program, in the order in which the run takes them. */
bool pr_make_probes(pr_measures *measures, pr_probe *probes, uint32_t count, pr_gate *gates);

/* circuit.c: gates for strata without recursion */
bool pr_make_circuit(pr_build *build);

/* assemble.c */
pr_role pr_build_role(const pr_kb_relation *relation);
bool pr_assemble_data(
    pr_build *build); /* attributes, collections, relations, parameters: before anything is lowered */
bool pr_assemble_facts(pr_build *build); /* facts, loops, subjects: after grounding */

static inline pr_span pr_source_span(const pr_feel_source *source) {
    return pr_origin_whole(&source->origin);
}

#endif
