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

static inline void set_gate(uint8_t *literals, uint32_t number, uint8_t bits) {
    literals[2 * (size_t)number] = bits;
    literals[2 * (size_t)number + 1] = negated[bits];
}

static inline uint8_t of_bool(bool b) { return b ? BIT_TRUE : BIT_FALSE; }

static uint8_t any_comparison(pr_vm *vm, pr_node_id id, pr_op op, pr_value a, pr_value b) {
    const char *reason = NULL;
    pr_truth t = pr_vm_compare(vm, op, a, b, &reason);
    if (t == PR_NEITHER && reason != NULL) {
        t = pr_vm_fail(vm, id, reason).kind == PR_UNKNOWN ? PR_UNDECIDED : PR_NEITHER;
    }
    return (uint8_t)PR_KEPT(t);
}

static uint8_t cheap(pr_vm *vm, pr_node_id id) {
    const pr_node *n = &vm->program->nodes[id];
    if (n->op == PR_OP_ATTRIBUTE) {
        pr_value v = pr_vm_attribute(vm, n->data);
        return v.kind == PR_BOOLEAN   ? of_bool(v.number != 0)
               : v.kind == PR_UNKNOWN ? BIT_UNDECIDED
                                      : BIT_NULL;
    }
    const pr_node_id *args = pr_node_args(vm->program, n);
    return any_comparison(vm, id, (pr_op)n->op, pr_vm_fetch(vm, args[0]), pr_vm_fetch(vm, args[1]));
}

static uint8_t condition(const pr_gate *gate, uint8_t bits) {
    return gate->holds && bits == BIT_NULL ? BIT_FALSE : bits;
}

static inline uint8_t run_gate(pr_vm *vm, uint32_t number, const pr_gate *gate);

/* A gate that nobody has asked for yet. */
static uint8_t demand(pr_vm *vm, uint32_t number) {
    const pr_gate *gate = &vm->program->gates[number];
    uint8_t bits = 0;
    if (gate->op != PR_GATE_LAZY && gate->op != PR_GATE_AGGREGATE) {
        return run_gate(vm, number, gate);
    }
    if (gate->op == PR_GATE_AGGREGATE) {
        bits = pr_vm_aggregate(vm, &vm->program->aggregates[gate->first]);
    }
    if (bits == 0) {
        bits = (uint8_t)PR_KEPT(pr_vm_truth(vm, gate->node));
    }
    bits = condition(gate, bits);
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

static uint8_t ask_all(pr_vm *vm, const pr_gate *gate, const uint8_t *joined, uint8_t settles) {
    const pr_literal *parts = vm->program->literals + gate->first;
    uint8_t bits = 0;
    for (uint32_t i = 0; i < gate->count; i++) {
        uint8_t b = asked(vm, parts[i]);
        if (b == settles) {
            return settles;
        }
        bits |= b;
    }
    return joined[bits];
}

/* What is known already is looked at first: it may settle the junction. Only lazy conditions are not known by now.
 * `literals` and `known` are the program's and the machine's, for whoever has them at hand. */
static inline uint8_t junction(pr_vm *vm, const pr_gate *gate, const pr_literal *literals,
                               const uint8_t *known) {
    const bool all = gate->op == PR_GATE_AND;
    const uint8_t *const joined = all ? pr_kept_and : pr_kept_or, settles = all ? BIT_FALSE : BIT_TRUE;
    const pr_literal *part = literals + gate->first, *const end = part + gate->count;
    uint8_t bits = known[part[0]] | known[part[1]]; /* there are two parts or more */
    for (part += 2; part < end; part++) {
        bits |= known[*part];
    }
    if ((bits & settles) != 0) {
        return settles;
    }
    return (bits & PR_NOT_ASKED) == 0 ? joined[bits] : ask_all(vm, gate, joined, settles);
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
    case PR_GATE_CHEAP:
        bits = cheap(vm, gate->node);
        if (vm->watch != NULL) {
            pr_vm_watched(vm, gate->node, pr_kept_truth(bits));
        }
        bits = condition(gate, bits);
        break;
    case PR_GATE_STATE: bits = (uint8_t)PR_KEPT(vm->facts.states[gate->node]); break;
    case PR_GATE_AND:
    case PR_GATE_OR: bits = junction(vm, gate, vm->program->literals, vm->literals); break;
    case PR_GATE_FALSE: bits = BIT_FALSE; break;
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
        set_gate(known, number, junction(vm, gate, literals, known));
    }
}

void pr_vm_sweep(pr_vm *vm, const pr_segment *segment) {
    sweep_gates(vm, segment->first_gate, segment->first_gate + segment->gate_count);
    const pr_outcome *outcome = vm->program->outcomes + segment->first_fact;
    const uint8_t *const known = vm->literals;
    uint8_t *const states = vm->facts.states;
    for (const pr_outcome *end = outcome + segment->fact_count; outcome < end; outcome++) {
        uint8_t bits = known[outcome->literal];
        bits = bits != PR_NOT_ASKED ? bits : asked(vm, outcome->literal);
        states[outcome->fact] = truths[bits];
        if (outcome->may_open && bits != BIT_FALSE) {
            pr_vm_open_by_slots(vm, &vm->program->facts[outcome->fact]);
        }
    }
}
