/* The hot path: the gates of a segment, one after the other, then the states of its facts. */
#include "vm/watch.h"

/* Bits: 1 false, 2 true, 4 undecided, 8 null. Entry 0 is the junction of nothing. */
const uint8_t pr_kept_and[16] = {2, 1, 2, 1, 4, 1, 4, 1, 8, 1, 8, 1, 4, 1, 4, 1};
const uint8_t pr_kept_or[16] = {1, 1, 2, 2, 4, 4, 2, 2, 8, 8, 2, 2, 4, 4, 2, 2};

enum { BIT_FALSE = 1, BIT_TRUE = 2, BIT_UNDECIDED = 4, BIT_NULL = 8 };

static const uint8_t negated[16] = {
    [BIT_FALSE] = BIT_TRUE, [BIT_TRUE] = BIT_FALSE, [BIT_UNDECIDED] = BIT_UNDECIDED, [BIT_NULL] = BIT_NULL};

/* By kept bits. */
static const uint8_t truths[16] = {
    [BIT_FALSE] = PR_FALSE, [BIT_TRUE] = PR_TRUE, [BIT_UNDECIDED] = PR_UNDECIDED, [BIT_NULL] = PR_NEITHER};

/* A gate's two literals, as they lie beside one another. */
typedef struct pair {
    uint8_t is, is_not;
} pair;

#define NOT(bits) ((bits) == BIT_FALSE ? BIT_TRUE : (bits) == BIT_TRUE ? BIT_FALSE : (bits))
#define REST(b, neutral) \
    ((b)&PR_NOT_ASKED ? 0 : (b)&BIT_UNDECIDED ? BIT_UNDECIDED : (b)&BIT_NULL ? BIT_NULL : (neutral))
#define AND(b) ((b)&BIT_FALSE ? BIT_FALSE : REST(b, BIT_TRUE))
#define OR(b) ((b)&BIT_TRUE ? BIT_TRUE : REST(b, BIT_FALSE))
#define PAIR(op, b) \
    { op(b), NOT(op(b)) }
#define FOUR(op, b) PAIR(op, b), PAIR(op, (b) + 1), PAIR(op, (b) + 2), PAIR(op, (b) + 3)
#define SIXTEEN(op, b) FOUR(op, b), FOUR(op, (b) + 4), FOUR(op, (b) + 8), FOUR(op, (b) + 12)

/* What joined bits come to; 0 where nothing is settled before someone asks. */
static const pair joined_and[32] = {SIXTEEN(AND, 0), SIXTEEN(AND, 16)};
static const pair joined_or[32] = {SIXTEEN(OR, 0), SIXTEEN(OR, 16)};

static inline void set_pair(uint8_t *literals, uint32_t number, pair p) {
    memcpy(literals + 2 * (size_t)number, &p, sizeof p);
}

static inline void set_gate(uint8_t *literals, uint32_t number, uint8_t bits) {
    set_pair(literals, number, (pair){bits, negated[bits]});
}

static inline uint8_t of_bool(bool b) { return b ? BIT_TRUE : BIT_FALSE; }

/* Of both ends, where they can be told. */
static uint8_t between(pr_vm *vm, const pr_comparison *c, pr_value v) {
    const char *reason = NULL;
    pr_truth low = pr_vm_compare(vm, PR_OP_GREATER_EQUAL, v, pr_vm_at_hand(vm, &c->with), &reason);
    pr_truth high = pr_vm_compare(vm, PR_OP_LESS_EQUAL, v, pr_vm_at_hand(vm, &c->until), &reason);
    const uint8_t bits = (uint8_t)(PR_KEPT(low) | PR_KEPT(high));
    return (bits & BIT_NULL) == 0 ? pr_kept_and[bits] : 0;
}

/* The kept bits of a comparison; 0 where it takes the evaluator. */
static uint8_t compare(pr_vm *vm, const pr_comparison *c) {
    const char *reason = NULL;
    pr_value v = pr_vm_at_hand(vm, &c->of);
    if (c->op == PR_OP_ATTRIBUTE) {
        return v.kind == PR_BOOLEAN   ? of_bool(v.number != 0)
               : v.kind == PR_UNKNOWN ? BIT_UNDECIDED
                                      : BIT_NULL;
    }
    if (c->op == PR_OP_BETWEEN) {
        return between(vm, c, v);
    }
    pr_value with = pr_vm_at_hand(vm, &c->with);
    pr_truth t = c->op == PR_OP_IN ? pr_vm_in(vm, v, with, &reason)
                                   : pr_vm_compare(vm, (pr_op)c->op, v, with, &reason);
    if (t == PR_NEITHER && (reason != NULL || !vm->strict)) {
        return 0;
    }
    return (uint8_t)PR_KEPT(t);
}

static inline uint8_t run_gate(pr_vm *vm, uint32_t number, const pr_gate *gate);

/* Any condition, whether or not there is a quicker way to it than the evaluator. */
static uint8_t find(pr_vm *vm, const pr_gate *gate) {
    const pr_program *p = vm->program;
    uint8_t bits = 0;
    switch (vm->watch == NULL ? (pr_gate_op)gate->op : PR_GATE_LAZY) {
    case PR_GATE_CHEAP:
    case PR_GATE_MEMBER: bits = compare(vm, &p->comparisons[gate->first]); break;
    case PR_GATE_AGGREGATE: bits = pr_vm_aggregate(vm, &p->aggregates[gate->first]); break;
    default: break;
    }
    if (bits == 0) {
        bits = (uint8_t)PR_KEPT(pr_vm_truth(vm, gate->node));
    }
    return gate->holds && bits == BIT_NULL ? BIT_FALSE : bits;
}

static bool is_absent(const pr_vm *vm, uint32_t attribute) {
    const pr_value *v = &vm->attributes[attribute];
    return v->kind == PR_UNKNOWN && (v->flags & PR_FLAG_LEAF) != 0;
}

static bool all_absent(const pr_vm *vm, const pr_gate *gate) {
    const uint32_t *inputs = vm->program->inputs + gate->count;
    for (uint32_t i = 0; i < gate->inputs; i++) {
        if (!is_absent(vm, inputs[i])) {
            return false;
        }
    }
    return gate->inputs > 0;
}

/* A condition of which no input is given was, as a rule, found for another profile. One that complains does so again.
 */
static uint8_t evaluate(pr_vm *vm, uint32_t number, const pr_gate *gate) {
    if (!all_absent(vm, gate) || vm->watch != NULL || !vm->strict) {
        return find(vm, gate);
    }
    if (vm->when_absent[number] == 0) {
        const uint32_t complaints = vm->complaints.count;
        uint8_t bits = find(vm, gate);
        if (vm->status == PRECEPTOR_OK && vm->complaints.count == complaints) {
            vm->when_absent[number] = bits;
        }
        return bits;
    }
    return vm->when_absent[number];
}

/* A gate that nobody has asked for yet. */
static uint8_t demand(pr_vm *vm, uint32_t number) {
    const pr_gate *gate = &vm->program->gates[number];
    if (gate->op < PR_GATE_MEMBER || gate->op > PR_GATE_AGGREGATE) {
        return run_gate(vm, number, gate);
    }
    uint8_t bits = evaluate(vm, number, gate);
    set_gate(vm->literals, number, bits);
    return bits;
}

static inline uint8_t asked(pr_vm *vm, pr_literal literal) {
    uint8_t bits = vm->literals[literal];
    if (bits != PR_NOT_ASKED) {
        return bits;
    }
    bits = demand(vm, literal >> 1);
    return (literal & 1u) != 0 ? negated[bits] : bits;
}

/* Of parts that are not known by now, each may settle the junction. */
static pair ask_all(pr_vm *vm, const pr_gate *gate) {
    const pr_literal *parts = vm->program->literals + gate->first;
    const pair *const joined = gate->op == PR_GATE_AND ? joined_and : joined_or;
    const uint8_t settles = gate->op == PR_GATE_AND ? BIT_FALSE : BIT_TRUE;
    uint8_t bits = 0;
    for (uint32_t i = 0; i < gate->count; i++) {
        uint8_t b = asked(vm, parts[i]);
        if (b == settles) {
            return joined[settles];
        }
        bits |= b;
    }
    return joined[bits];
}

/* What is known already is looked at first: it may settle the junction. Only lazy conditions are not known by now.
 * `literals` and `known` are the program's and the machine's, for whoever has them at hand. */
static inline pair junction(pr_vm *vm, const pr_gate *gate, const pr_literal *literals,
                            const uint8_t *known) {
    const pr_literal *part = literals + gate->first;
    uint8_t bits = known[part[0]] | known[part[1]]; /* there are two parts or more */
    for (uint32_t i = 2; i < gate->count; i++) {
        bits |= known[part[i]];
    }
    pair p = gate->op == PR_GATE_AND ? joined_and[bits] : joined_or[bits];
    return p.is != 0 ? p : ask_all(vm, gate);
}

void pr_vm_open_by_slots(pr_vm *vm, const pr_fact *fact) {
    const pr_relation *relation = &vm->program->relations[fact->relation];
    for (uint32_t s = 0; s < relation->slot_count; s++) {
        if (fact->slots[s] == PR_NONE) {
            continue;
        }
        pr_value v = pr_vm_value(vm, fact->slots[s]);
        if (pr_value_has_unknown(v)) {
            pr_table *table = &vm->facts.tables[fact->relation];
            table->open = true;
            table->needs = pr_vm_join(vm, table->needs, pr_vm_needs_of(vm, v));
        }
    }
}

static inline uint8_t run_gate(pr_vm *vm, uint32_t number, const pr_gate *gate) {
    uint8_t bits = 0;
    switch ((pr_gate_op)gate->op) {
    case PR_GATE_CHEAP: bits = evaluate(vm, number, gate); break;
    case PR_GATE_STATE: bits = (uint8_t)PR_KEPT(vm->facts.states[gate->node]); break;
    case PR_GATE_AND:
    case PR_GATE_OR: {
        pair p = junction(vm, gate, vm->program->literals, vm->literals);
        set_pair(vm->literals, number, p);
        return p.is;
    }
    case PR_GATE_FALSE: bits = BIT_FALSE; break;
    case PR_GATE_MEMBER:
    case PR_GATE_LAZY:
    case PR_GATE_AGGREGATE: return 0;
    }
    set_gate(vm->literals, number, bits);
    return bits;
}

void pr_vm_sweep_outcomes(pr_vm *vm, const pr_outcome *outcomes, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        vm->facts.states[outcomes[i].fact] = truths[asked(vm, outcomes[i].literal)];
    }
}

/* The gates of junctions are most; what is looked at for each stands in locals, since the compiler cannot know that
 * writing truths changes none of it. */
static void sweep_gates(pr_vm *vm, uint32_t first, uint32_t end) {
    const pr_gate *const gates = vm->program->gates;
    const pr_literal *const literals = vm->program->literals;
    uint8_t *const known = vm->literals;
    for (uint32_t number = first; number < end; number++) {
        const pr_gate *gate = &gates[number];
        if (gate->op < PR_GATE_AND) {
            (void)run_gate(vm, number, gate);
            continue;
        }
        set_pair(known, number, junction(vm, gate, literals, known));
    }
}

void pr_vm_sweep(pr_vm *vm, const pr_segment *segment) {
    sweep_gates(vm, segment->first_gate, segment->first_gate + segment->gate_count);
    const pr_outcome *const first = vm->program->outcomes + segment->first_fact;
    const pr_outcome *const end = first + segment->fact_count;
    const uint8_t *const known = vm->literals;
    uint8_t *const states = vm->facts.states;
    for (const pr_outcome *outcome = first; outcome < end; outcome++) {
        uint8_t bits = known[outcome->literal];
        states[outcome->fact] = truths[bits != PR_NOT_ASKED ? bits : asked(vm, outcome->literal)];
    }
    for (uint32_t i = 0; i < segment->opening_count; i++) {
        uint32_t fact = vm->program->opening[segment->first_opening + i];
        if (states[fact] != PR_FALSE) {
            pr_vm_open_by_slots(vm, &vm->program->facts[fact]);
        }
    }
}
