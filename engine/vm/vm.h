/* Runs compiled expressions over one profile.
 *
 * Values of closed nodes are kept until pr_vm_begin, so each is computed once per profile. Whatever is
  * allocated comes from the arena that pr_vm_begin resets. What goes wrong for want of memory, steps or
   * depth sets `status` and gives unknown: look at it once at the end.
 *
 * In `strict` mode (a knowledge base's conditions) an error is unknown, with a warning; otherwise (preceptor
  * feel) it is null with a reason, as the standard says.
 */
#ifndef PR_VM_VM_H
#define PR_VM_VM_H

#include "vm/facts.h"

/* Something that went wrong while evaluating: an error null, and the node that made it. */
typedef struct pr_complaint {
    pr_node_id node;
    const char *reason; /* lives as long as the evaluation */
} pr_complaint;

typedef struct pr_regex_cache pr_regex_cache;
typedef struct pr_watch pr_watch;

enum {
    PR_LATER = 255
}; /* kind of what stands for an attribute when that is an expression, found when asked for */

/* The limits of an evaluation, in words. */
#define PR_VM_STEP_LIMIT "the evaluation takes more steps than allowed: the limit 'steps' may be raised"
#define PR_VM_DEPTH_LIMIT "the evaluation is nested more than 4000 deep"
#define PR_VM_MEMORY_LIMIT "the evaluation needs more than 512 MiB of memory"

enum { PR_VM_FRAMES = 8 }; /* more are rarely needed, and then come from the arena */

/* What a condition says of the first records of a list, a bit each. */
typedef struct pr_column {
    uint64_t certain;  /* it holds */
    uint64_t possible; /* it holds, or may, or nobody but the evaluator can tell */
    uint64_t odd;      /* nobody but the evaluator can tell */
    uint64_t seen;     /* these records were looked at */
} pr_column;

enum { PR_COLUMN_NONE, PR_COLUMN_WHOLE, PR_COLUMN_PART };

/* The value of a fixed node. */
typedef struct pr_fixed {
    pr_node_id node;
    pr_value value;
} pr_fixed;

typedef struct pr_vm {
    const pr_program *program;
    const preceptor_allocator *allocator;
    const pr_value *attributes; /* of the profile, by number */
    const pr_value *nothing;    /* the attributes of a profile that says nothing */
    const uint32_t *later;      /* attributes for which an expression stands, and their number */
    uint32_t later_count;
    int64_t as_of;  /* packed date: today() */
    pr_value today; /* the same, while nobody watches */
    pr_arena arena; /* of this evaluation */
    bool strict;
    bool want_needs; /* what would have to be known is kept track of; truths do not depend on it */
    preceptor_status status;
    const char *limit; /* in words, where the status is LIMIT */
    uint64_t steps, step_limit;
    uint32_t depth, depth_limit;
    uint8_t *kept;        /* by node: 0 nothing yet, PR_KEPT(truth), or PR_KEPT_VALUE */
    pr_value *stand_ins;  /* by vocabulary attribute: what stands for it where it is not given, or PR_LATER */
    uint8_t *when_absent; /* by gate that is a condition: 0, or what it comes to where none of its inputs is given,
                             as of this day */
    pr_column *columns;   /* by column, where columns_known says so */
    uint8_t *columns_known; /* PR_COLUMN_PART: of a key that costs, only of the records that were seen */
    uint8_t *literals;    /* by literal: PR_NOT_ASKED, or PR_KEPT(truth) */
    uint64_t *counts;    /* by what is counted: how many hold, in the upper half how many may; or PR_NOT_COUNTED */
    pr_value *values;     /* by node, where kept is PR_KEPT_VALUE */
    pr_value *parameters; /* by parameter, as of `as_of` */
    pr_value *locals;     /* the current frame */
    pr_value *frames;     /* PR_VM_FRAMES of them, the first is that of loops */
    uint32_t frame_depth; /* frames in use beyond the first */
    pr_facts facts;
    const pr_needs **fact_needs; /* by fact, found on demand */
    uint8_t *fact_marks;         /* by fact: 1 being found, 2 found */
    const pr_needs *
        *node_needs;    /* by node, in the arena: those of shared conditions; NULL: nobody asked yet */
    void *keeper;       /* owner of what outlives an evaluation */
    pr_value *unknowns; /* by vocabulary attribute, then by parameter: what stands for it while it is
                            not known */
    PR_VEC(pr_complaint) complaints;
    pr_regex_cache *regexes;
    pr_arena fixed_arena; /* of the values of fixed nodes as of this day, and of their list */
    PR_VEC(pr_fixed) fixed;
    bool fixing;     /* one of them is being evaluated */
    pr_watch *watch; /* NULL: nobody asks until when all would come out the same; see vm/watch.h */
    uint32_t frame_size;
    pr_buf print; /* for making text; its memory is kept */
} pr_vm;

/* A function as a value. */
typedef struct pr_function {
    pr_node_id node; /* of PR_OP_FUNCTION; PR_NONE: a built-in */
    uint32_t builtin;
    const pr_value *captured; /* the frame in which it was made */
    uint32_t captured_count;
} pr_function;

/* Truths are kept as one bit each, so that `and` and `or` can join them. */
#define PR_KEPT(truth) (1u << (truth))
enum { PR_KEPT_VALUE = 128 };
/* Of a literal: no truth yet. A bit beside those of truths, so that joining shows it. */
enum { PR_NOT_ASKED = 16 };
#define PR_NOT_COUNTED UINT64_MAX
/* The truth that joined bits give an `and` or an `or`. */
extern const uint8_t pr_kept_and[16], pr_kept_or[16];
/* The truth of kept bits. */
static inline pr_truth pr_kept_truth(uint8_t bits) { return (pr_truth)__builtin_ctz(bits); }
/* The state of a fact, by the bits of its literal. A fact that nothing came to does not hold. */
extern const uint8_t pr_fact_states[PR_NOT_ASKED + 1];
static inline pr_truth pr_vm_state(const pr_vm *vm, uint32_t fact) {
    return (pr_truth)pr_fact_states[vm->literals[vm->program->fact_literals[fact]]];
}
/* Of a fact of a recursive stratum. */
void pr_vm_set_state(pr_vm *vm, uint32_t fact, pr_truth state);
/* Answers the conditions of the circuit that take no more than a look: before the first sweep. */
void pr_vm_probe(pr_vm *vm);
/* Evaluates a segment's gates, and with them the states of its facts. */
void pr_vm_sweep(pr_vm *vm, const pr_segment *segment);
/* Evaluates only these literals, and of the gates only what they ask for. */
void pr_vm_ask(pr_vm *vm, const pr_literal *literals, uint32_t count);
/* A fact that is not constant came to hold: an unknown slot makes its relation open. */
void pr_vm_open_by_slots(pr_vm *vm, const pr_fact *fact);
/* Is it a text that prints something not known? */
bool pr_vm_is_vague(pr_vm *vm, pr_node_id node);
/* The values of a fact's slots; NULL when out of memory. */
const pr_value *pr_vm_fact_slots(pr_vm *vm, const pr_fact *fact);

/* A machine for a program. Keeps all that does not depend on the profile. `kept` is left out when `folding`: the
 * compiler's machine, whose program still grows. */
preceptor_status pr_vm_init(pr_vm *vm, const pr_program *program, const preceptor_allocator *allocator,
                            bool folding);
void pr_vm_release(pr_vm *vm);
/* The day of the run; finds the parameters' values. */
void pr_vm_set_as_of(pr_vm *vm, int64_t packed_date);
/* Forgets everything of the last profile. `attributes` is borrowed until the next call. */
void pr_vm_begin(pr_vm *vm, const pr_value *attributes);

pr_value pr_vm_value(pr_vm *vm, pr_node_id node);
/* PR_NEITHER stands for null and for what is no boolean. */
pr_truth pr_vm_truth(pr_vm *vm, pr_node_id node);
/* Unknown of what the needs say, which are left out where nobody wants them. */
pr_value pr_vm_unknown(pr_vm *vm, const pr_needs *needs);
static inline const pr_needs *pr_vm_join(pr_vm *vm, const pr_needs *a, const pr_needs *b) {
    return vm->want_needs ? pr_needs_join(a, b, &vm->arena) : NULL;
}
pr_value pr_vm_stand_in(pr_vm *vm, uint32_t attribute);
static inline pr_value pr_vm_attribute(pr_vm *vm, uint32_t attribute) {
    pr_value v = vm->attributes[attribute];
    if (v.kind != PR_UNKNOWN || (v.flags & PR_FLAG_LEAF) == 0) {
        return v;
    }
    return vm->stand_ins[attribute].kind != PR_LATER ? vm->stand_ins[attribute]
                                                     : pr_vm_stand_in(vm, attribute);
}
/* The value of a node that is at hand: a constant, an attribute, a parameter, today(), a local, or a local's member;
 * else pr_vm_value. */
static inline pr_value pr_vm_fetch(pr_vm *vm, pr_node_id id) {
    const pr_program *p = vm->program;
    const pr_node *n = &p->nodes[id];
    switch (n->op) {
    case PR_OP_CONSTANT:
        if (p->constants[n->data].kind != PR_NULL) {
            return p->constants[n->data];
        }
        break;
    case PR_OP_ATTRIBUTE: return pr_vm_attribute(vm, n->data);
    case PR_OP_PARAMETER: return vm->parameters[n->data];
    case PR_OP_TODAY: return pr_date(vm->as_of);
    case PR_OP_LOCAL: return vm->locals[n->data];
    case PR_OP_PATH: {
        const pr_node *of = &p->nodes[p->args[n->first]];
        if (of->op != PR_OP_LOCAL || n->extra == 0 || vm->locals[of->data].kind != PR_CONTEXT) {
            break;
        }
        const pr_context *c = vm->locals[of->data].context;
        if (n->extra <= c->shape->count && pr_text_equal(c->shape->names[n->extra - 1], p->names[n->data]) &&
            c->values[n->extra - 1].kind != PR_CONDITION) {
            return c->values[n->extra - 1];
        }
        break;
    }
    default: break;
    }
    return pr_vm_value(vm, id);
}
static inline pr_value pr_vm_at_hand(pr_vm *vm, const pr_at_hand *v) {
    return v->attribute != PR_NONE ? pr_vm_attribute(vm, v->attribute)
           : v->node != PR_NONE    ? pr_vm_fetch(vm, v->node)
                                   : v->value;
}
/* A condition: null does not hold. */
static inline pr_truth pr_vm_holds(pr_vm *vm, pr_node_id node) {
    pr_truth t = pr_vm_truth(vm, node);
    return t == PR_NEITHER ? PR_FALSE : t;
}
/* What would have to be known for an undecided node. Call with the locals under which it is undecided. */
const pr_needs *pr_vm_needs(pr_vm *vm, pr_node_id node);
const pr_needs *pr_vm_fact_needs(pr_vm *vm, uint32_t fact);
/* For the vm's own files. */

/* What was printed into vm->print, as a text. What could not be for want of memory fails the arena. */
pr_text pr_vm_printed(pr_vm *vm);
/* Records an error: unknown in strict mode, else an error null. */
pr_value pr_vm_fail(pr_vm *vm, pr_node_id node, const char *reason);
/* A value from below: an error null is recorded, others pass. */
static inline pr_value pr_vm_checked(pr_vm *vm, pr_node_id node, pr_value v) {
    return pr_is_error(v) ? pr_vm_fail(vm, node, v.reason) : v;
}
/* Out of memory, or a limit: unknown from here on. */
pr_value pr_vm_stop(pr_vm *vm, preceptor_status status);
bool pr_vm_step(pr_vm *vm);

/* What is certain of a value that may be unknown. */
typedef struct pr_bounds {
    pr_value low, high; /* null: none */
    bool low_open, high_open;
    uint8_t type; /* its kind; PR_NULL: not certain, may be null */
} pr_bounds;
void pr_vm_bounds(pr_vm *vm, pr_value v, pr_bounds *out);
const pr_needs *pr_vm_needs_of(pr_vm *vm, pr_value v);
/* Unknown with the needs of two operands. */
pr_value pr_vm_unknown2(pr_vm *vm, pr_value a, pr_value b);
pr_value pr_vm_arithmetic(pr_vm *vm, pr_node_id id, pr_op op, pr_value a, pr_value b);
pr_value pr_vm_negate(pr_vm *vm, pr_node_id id, pr_value a);
/* What an order tells of a comparison; op is PR_OP_EQUAL .. PR_OP_GREATER_EQUAL, here and below. */
static inline pr_truth pr_vm_ordered(pr_op op, pr_order order) {
    enum { LESS = 1, EQUAL = 2, GREATER = 4 };
    _Static_assert(PR_LESS == -1 && PR_EQUAL == 0 && PR_GREATER == 1, "bits by order");
    static const uint8_t holds[] = {[PR_OP_EQUAL - PR_OP_EQUAL] = EQUAL,
                                    [PR_OP_NOT_EQUAL - PR_OP_EQUAL] = LESS | GREATER,
                                    [PR_OP_LESS - PR_OP_EQUAL] = LESS,
                                    [PR_OP_LESS_EQUAL - PR_OP_EQUAL] = LESS | EQUAL,
                                    [PR_OP_GREATER - PR_OP_EQUAL] = GREATER,
                                    [PR_OP_GREATER_EQUAL - PR_OP_EQUAL] = GREATER | EQUAL};
    return (holds[op - PR_OP_EQUAL] >> (order + 1) & 1) != 0 ? PR_TRUE : PR_FALSE;
}
static inline pr_order pr_order_of(int64_t a, int64_t b) {
    return a < b ? PR_LESS : a > b ? PR_GREATER : PR_EQUAL;
}
pr_truth pr_vm_compare(pr_vm *vm, pr_op op, pr_value a, pr_value b, const char **reason);
pr_truth pr_vm_in(pr_vm *vm, pr_value v, pr_value set, const char **reason);
/* Why an operation gave null, in words that live as long as the evaluation. */
const char *pr_vm_why_operands(pr_vm *vm, pr_op op, pr_value a, pr_value b);
const char *pr_vm_why_operand(pr_vm *vm, pr_op op, pr_value v);
/* Of v between ...: `end` is the one that could not be compared, the lower or the higher. */
const char *pr_vm_why_between(pr_vm *vm, pr_value v, pr_value end, bool lower);
const char *pr_vm_why_in(pr_vm *vm, pr_value v, pr_value set);
const char *pr_vm_why_condition(pr_vm *vm, pr_op op, const char *what, pr_value v);
/* Where nothing was checked beforehand, a part that should be true or false may be something else: it then counts as
 * null, and this says why. Truths say so themselves. */
void pr_vm_complain_of_part(pr_vm *vm, pr_node_id id, pr_op op, const char *what, pr_node_id part);
const char *pr_vm_why_member(pr_vm *vm, pr_value of, pr_text name);

/* The hull of two values: what is certain of a value that is one of them. */
pr_value pr_vm_hull(pr_vm *vm, pr_value a, pr_value b, const pr_needs *needs);

/* A value as a list: itself, a list of one, or for an unknown an open list. False for null. */
bool pr_vm_as_list(pr_vm *vm, pr_value v, pr_list *out);
static inline bool pr_list_maybe(const pr_list *list, uint32_t i) {
    return list->maybe != NULL && list->maybe[i] != 0;
}
static inline const pr_needs *pr_list_because(const pr_list *list, uint32_t i) {
    return list->because != NULL ? list->because[i] : NULL;
}
/* A closed iteration gets locals of its own. Gives the outer ones, for leaving. */
pr_value *pr_vm_enter_frame(pr_vm *vm, const pr_node *node);
void pr_vm_leave_frame(pr_vm *vm, const pr_node *node, pr_value *outer);
/* One end of a sum: null where it has none. An item that may be missing adds only what can move the end outward in the
 * direction of `sign`. */
pr_value pr_vm_add_end(pr_vm *vm, pr_value end, pr_value item, bool maybe, int sign);
/* A call of count or sum without making the list. False where that takes the list. */
bool pr_vm_fold(pr_vm *vm, const pr_node *call, pr_value *out);
/* A call of count, sum, min, max or mean over a list of the profile. False where nobody but the evaluator can tell. */
bool pr_vm_total(pr_vm *vm, const pr_node *call, pr_value *out);
pr_value pr_vm_filter(pr_vm *vm, pr_node_id id, const pr_node *node);
pr_value pr_vm_for(pr_vm *vm, pr_node_id id, const pr_node *node);
pr_truth pr_vm_quantified(pr_vm *vm, pr_node_id id, const pr_node *node);
const pr_needs *pr_vm_quantified_needs(pr_vm *vm, const pr_node *node);
pr_value pr_vm_steps(pr_vm *vm, pr_node_id id, pr_value from, pr_value to);
/* `place`: where the member may stand in the context's shape, from 1; 0: nobody knows. */
pr_value pr_vm_path(pr_vm *vm, pr_node_id id, pr_value of, pr_text name, uint32_t place);
pr_value pr_vm_call(pr_vm *vm, pr_node_id id, const pr_node *node);
/* Calls a function value with arguments by position. */
pr_value pr_vm_invoke(pr_vm *vm, pr_node_id id, pr_value function, const pr_value *args, uint32_t count);
pr_value pr_vm_function(pr_vm *vm, pr_node_id id, const pr_node *node);
pr_value pr_vm_builtin(pr_vm *vm, pr_node_id id, const pr_node *node);
pr_value pr_vm_apply(pr_vm *vm, pr_node_id id, uint32_t builtin, const pr_value *args, uint32_t count);
pr_value pr_vm_template(pr_vm *vm, const pr_node *node);
pr_value pr_vm_relation(pr_vm *vm, uint32_t relation);
/* The part of that list with the tuples whose stamp is after one and up to another, and with the numbered facts when
 * `after` is 0. A list, or null when out of memory. */
pr_value pr_vm_relation_between(pr_vm *vm, uint32_t relation, uint32_t after, uint32_t until);
pr_value pr_vm_subset(pr_vm *vm, const pr_subset *subset);
/* How many of a subset's facts hold, and how many more may. */
void pr_vm_count_facts(const pr_vm *vm, const pr_subset *subset, uint32_t *certain, uint32_t *possible);
/* The list of a relation's tuples, where they are few, certain and known; false: they are not. */
bool pr_vm_list_tuples(pr_vm *vm, uint32_t relation, pr_value *out);
/* How many items a list of tuples, or of those that pass a filter, has. False where that takes the list. */
bool pr_vm_count_tuples(pr_vm *vm, pr_node_id list, uint32_t *count);
/* Once the loops of a relation without recursion are through: what is tested of their tuples. */
void pr_vm_answer_tests(pr_vm *vm, uint32_t relation);
pr_truth pr_vm_tuple(pr_vm *vm, const pr_node *node);
const pr_needs *pr_vm_tuple_needs(pr_vm *vm, const pr_node *node);

/* Kind of a slot of which nothing is asked. */
enum { PR_WANTED_ANY = 255 };
/* What a test asks of each slot; `out` has room for all of the relation's. */
void pr_vm_wanted(pr_vm *vm, const pr_node *test, pr_value *out);
/* Of slots that are known: equal ones have equal hashes. */
uint64_t pr_vm_slots_hash(const pr_value *slots, uint32_t count);
/* The tuples of a relation that are, or may be, the one asked for: numbered facts in their order, then those that loops
 * found. */
typedef struct pr_candidates {
    uint32_t relation;
    const pr_value *wanted; /* by slot */
    bool absent;            /* numbered facts that do not hold, too */
    bool numbered;          /* no others */
    uint32_t next;          /* 0 at first */
    /* The one that was found. */
    uint32_t fact;         /* or PR_NONE */
    const pr_tuple *tuple; /* or NULL */
    pr_truth state, fits;  /* `fits` is PR_TRUE or PR_UNDECIDED */
} pr_candidates;
bool pr_vm_next_candidate(pr_vm *vm, pr_candidates *candidates);
/* Its slots; NULL when out of memory. */
const pr_value *pr_vm_candidate_slots(pr_vm *vm, const pr_candidates *candidates);
/* Does such a tuple hold? And if nobody knows: what would tell? */
pr_truth pr_vm_tuple_state(pr_vm *vm, uint32_t relation, const pr_value *wanted);
const pr_needs *pr_vm_tuple_state_needs(pr_vm *vm, uint32_t relation, const pr_value *wanted);
bool pr_vm_instance_of(pr_vm *vm, pr_value v, const pr_type *type, pr_truth *out);
/* Of an unknown: is its type certain, and this one, whatever it turns out to be? */
bool pr_vm_is_surely(pr_vm *vm, pr_value v, const pr_type *type);

typedef enum pr_matched { PR_MATCHED_NO, PR_MATCHED_YES, PR_MATCHED_ERROR } pr_matched;
pr_matched pr_vm_matches(pr_vm *vm, pr_text text, pr_text pattern, pr_text flags, const char **reason);
/* PR_NEITHER where it takes the evaluator: what is no text, and what goes wrong. */
pr_truth pr_vm_test_text(pr_vm *vm, const pr_text_test *test, pr_value text);
/* The next match at or after `from`. */
pr_matched pr_vm_find(pr_vm *vm, pr_text text, size_t from, pr_text pattern, size_t *start, size_t *end,
                      const char **reason);
/* False after a failure. */
bool pr_vm_replace(pr_vm *vm, pr_text text, pr_text pattern, pr_text replacement, pr_text flags, pr_text *out,
                   const char **reason);
/* A text in capital or small letters. */
pr_value pr_vm_letter_case(pr_vm *vm, pr_value text, bool upper);
void pr_regex_cache_free(pr_regex_cache *cache);

#endif
