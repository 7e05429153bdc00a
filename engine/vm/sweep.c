/* The hot path: the gates of a segment, one after the other. A fact's state is a literal. */
#include "vm/gate.h"

/* Bits: 1 false, 2 true, 4 undecided, 8 null. Entry 0 is the junction of nothing. */
const uint8_t pr_kept_and[16] = {2, 1, 2, 1, 4, 1, 4, 1, 8, 1, 8, 1, 4, 1, 4, 1};
const uint8_t pr_kept_or[16] = {1, 1, 2, 2, 4, 4, 2, 2, 8, 8, 2, 2, 4, 4, 2, 2};

const uint8_t pr_fact_states[PR_NOT_ASKED + 1] = {[PR_KEPT_FALSE] = PR_FALSE,
                                                  [PR_KEPT_TRUE] = PR_TRUE,
                                                  [PR_KEPT_UNDECIDED] = PR_UNDECIDED,
                                                  [PR_NOT_ASKED] = PR_FALSE};

#define NOT(bits) ((bits) == PR_KEPT_FALSE ? PR_KEPT_TRUE : (bits) == PR_KEPT_TRUE ? PR_KEPT_FALSE : (bits))
#define REST(b, neutral) \
    ((b)&PR_NOT_ASKED        ? 0 \
     : (b)&PR_KEPT_UNDECIDED ? PR_KEPT_UNDECIDED \
     : (b)&PR_KEPT_NULL      ? PR_KEPT_NULL \
                             : (neutral))
#define AND(b) ((b)&PR_KEPT_FALSE ? PR_KEPT_FALSE : REST(b, PR_KEPT_TRUE))
#define OR(b) ((b)&PR_KEPT_TRUE ? PR_KEPT_TRUE : REST(b, PR_KEPT_FALSE))
#define PAIR(op, b) \
    { op(b), NOT(op(b)) }
#define FOUR(op, b) PAIR(op, b), PAIR(op, (b) + 1), PAIR(op, (b) + 2), PAIR(op, (b) + 3)
#define SIXTEEN(op, b) FOUR(op, b), FOUR(op, (b) + 4), FOUR(op, (b) + 8), FOUR(op, (b) + 12)

/* What joined bits come to, by kind of step; 0 where nothing is settled before someone asks. */
static const pr_gate_pair joined[PR_STEP_ANY + 32] = {SIXTEEN(AND, 0), SIXTEEN(AND, 16), SIXTEEN(OR, 0),
                                                      SIXTEEN(OR, 16)};

static const pr_gate_pair *joined_by(const pr_gate *gate) {
    return joined + (gate->op == PR_GATE_AND ? PR_STEP_AND : PR_STEP_OR);
}

/* Of both ends, where they can be told. */
static uint8_t between(pr_vm *vm, const pr_comparison *c, pr_value v) {
    const char *reason = NULL;
    pr_truth low = pr_vm_compare(vm, PR_OP_GREATER_EQUAL, v, pr_vm_at_hand(vm, &c->with), &reason);
    pr_truth high = pr_vm_compare(vm, PR_OP_LESS_EQUAL, v, pr_vm_at_hand(vm, &c->until), &reason);
    const uint8_t bits = (uint8_t)(PR_KEPT(low) | PR_KEPT(high));
    return (bits & PR_KEPT_NULL) == 0 ? pr_kept_and[bits] : 0;
}

/* The kept bits of a comparison; 0 where it takes the evaluator. */
static uint8_t compare(pr_vm *vm, const pr_comparison *c) {
    const char *reason = NULL;
    pr_value v = pr_vm_at_hand(vm, &c->of);
    if (c->op == PR_OP_ATTRIBUTE) {
        return v.kind == PR_BOOLEAN   ? pr_kept_bool(v.number != 0)
               : v.kind == PR_UNKNOWN ? PR_KEPT_UNDECIDED
                                      : PR_KEPT_NULL;
    }
    if (c->op == PR_OP_BETWEEN) {
        return between(vm, c, v);
    }
    pr_value with = pr_vm_at_hand(vm, &c->with);
    pr_truth t = c->op == PR_OP_IN ? pr_vm_in(vm, v, with, &reason)
                                   : pr_vm_compare(vm, (pr_op)c->op, v, with, &reason);
    return (uint8_t)(t == PR_NEITHER && reason != NULL ? 0 : PR_KEPT(t));
}

/* A condition, by a quicker way than the evaluator where there is one. */
static uint8_t find(pr_vm *vm, const pr_gate *gate, bool quickly) {
    const pr_program *p = vm->program;
    uint8_t bits = 0;
    if (quickly && gate->op == PR_GATE_COMPARISON) {
        bits = compare(vm, &p->comparisons[gate->first]);
    } else if (quickly && gate->op == PR_GATE_COUNT) {
        bits = pr_vm_count(vm, &p->fact_counts[gate->first]);
    } else if (quickly && gate->op == PR_GATE_PROBE) {
        bits = pr_vm_answer(vm, &p->probes[gate->first]);
    }
    if (bits == 0) {
        bits = (uint8_t)PR_KEPT(pr_vm_truth(vm, gate->node));
    }
    return bits == PR_KEPT_NULL ? PR_KEPT_FALSE : bits;
}

static bool all_absent(const pr_vm *vm, const pr_gate *gate) {
    const uint32_t *inputs = vm->program->inputs + gate->count;
    for (uint32_t i = 0; i < gate->inputs; i++) {
        const pr_value *v = &vm->attributes[inputs[i]];
        if (v->kind != PR_UNKNOWN || (v->flags & PR_FLAG_LEAF) == 0) {
            return false;
        }
    }
    return gate->inputs > 0;
}

/* A condition of which no input is given was, as a rule, found for another profile. One that complains does so again.
 */
static uint8_t evaluate(pr_vm *vm, uint32_t number, const pr_gate *gate) {
    const bool quick = pr_vm_is_quick(vm), absent = quick && all_absent(vm, gate);
    if (absent && vm->when_absent[number] != 0) {
        return vm->when_absent[number];
    }
    const uint32_t complaints = vm->complaints.count;
    uint8_t bits = find(vm, gate, quick);
    if (absent && vm->status == PRECEPTOR_OK && vm->complaints.count == complaints) {
        vm->when_absent[number] = bits;
    }
    return bits;
}

static pr_gate_pair junction(pr_vm *vm, const pr_gate *gate);

/* A gate that nobody has asked for yet. */
static uint8_t demand(pr_vm *vm, uint32_t number) {
    const pr_gate *gate = &vm->program->gates[number];
    uint8_t bits = 0;
    switch ((pr_gate_op)gate->op) {
    case PR_GATE_STATE: /* nothing came to the fact */
    case PR_GATE_FALSE: bits = PR_KEPT_FALSE; break;
    case PR_GATE_CONDITION:
    case PR_GATE_COMPARISON:
    case PR_GATE_COUNT:
    case PR_GATE_PROBE: bits = evaluate(vm, number, gate); break;
    case PR_GATE_AND:
    case PR_GATE_OR: bits = junction(vm, gate).is; break;
    }
    pr_gate_set(vm->literals, number, bits);
    return bits;
}

static inline uint8_t asked(pr_vm *vm, pr_literal literal) {
    uint8_t bits = vm->literals[literal];
    if (bits != PR_NOT_ASKED) {
        return bits;
    }
    bits = demand(vm, literal >> 1);
    return (literal & 1u) != 0 ? pr_gate_pairs[bits].is_not : bits;
}

/* Of parts that are not known by now, each may settle the junction. */
static pr_gate_pair ask_all(pr_vm *vm, const pr_gate *gate) {
    const pr_literal *parts = vm->program->literals + gate->first;
    const pr_gate_pair *const of = joined_by(gate);
    const uint8_t settles = gate->op == PR_GATE_AND ? PR_KEPT_FALSE : PR_KEPT_TRUE;
    uint8_t bits = 0;
    for (uint32_t i = 0; i < gate->count; i++) {
        uint8_t b = asked(vm, parts[i]);
        if (b == settles) {
            return of[settles];
        }
        bits |= b;
    }
    return of[bits];
}

/* What is known already is looked at first: it may settle the junction. Only conditions are not known by now. */
static pr_gate_pair junction(pr_vm *vm, const pr_gate *gate) {
    const pr_literal *parts = vm->program->literals + gate->first;
    uint8_t bits = 0;
    for (uint32_t i = 0; i < gate->count; i++) {
        bits |= vm->literals[parts[i]];
    }
    pr_gate_pair p = joined_by(gate)[bits];
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

void pr_vm_ask(pr_vm *vm, const pr_literal *literals, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        (void)asked(vm, literals[i]);
    }
}

void pr_vm_set_state(pr_vm *vm, uint32_t fact, pr_truth state) {
    pr_gate_set(vm->literals, vm->program->fact_literals[fact] >> 1, (uint8_t)PR_KEPT(state));
}

/* Where what is known settles nothing. */
static __attribute__((noinline)) void ask(pr_vm *vm, const pr_step *step) {
    if (step->kind == PR_STEP_ANY) {
        (void)demand(vm, step->gate);
    } else {
        pr_gate_set(vm->literals, step->gate, ask_all(vm, &vm->program->gates[step->gate]).is);
    }
}

/* What is looked at for each gate stands in locals, since the compiler cannot know that writing truths changes none of
 * it. Both literals go through one word, whatever the order of its bytes. */
static void take_steps(pr_vm *vm, const pr_step *step, const pr_step *end) {
    uint8_t *const known = vm->literals;
    uint16_t pair;
    _Static_assert(sizeof pair == sizeof *joined, "two literals");
    for (; step < end; step++) {
        uint32_t bits = known[step->parts[0]] | known[step->parts[1]] | known[step->parts[2]];
        memcpy(&pair, &joined[step->kind + bits], sizeof pair);
        if (pair != 0) {
            memcpy(known + 2 * (size_t)step->gate, &pair, sizeof pair);
        } else {
            ask(vm, step);
        }
    }
}

void pr_vm_sweep(pr_vm *vm, const pr_segment *segment) {
    const pr_program *p = vm->program;
    const pr_step *const steps = p->steps + segment->first_step;
    take_steps(vm, steps, steps + segment->step_count);
    pr_vm_ask(vm, p->lone + segment->first_lone, segment->lone_count);
    for (uint32_t i = 0; i < segment->opening_count; i++) {
        uint32_t fact = p->opening[segment->first_opening + i];
        if (pr_vm_state(vm, fact) != PR_FALSE) {
            pr_vm_open_by_slots(vm, &p->facts[fact]);
        }
    }
}
