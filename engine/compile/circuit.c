/* The circuit of the strata without recursion: what is settled now disappears, equal gates are one, and a
 * fact with one body is that body's literal. */
#include "compile/build.h"

#include <stdlib.h>

typedef struct circuit {
    pr_build *build;
    pr_program *program;
    PR_VEC(pr_gate) gates;
    PR_VEC(pr_literal) literals;
    PR_VEC(pr_step) steps;
    PR_VEC(pr_segment) segments;
    PR_VEC(pr_literal) lone;
    PR_VEC(uint32_t) opening;
    PR_VEC(pr_comparison) comparisons;
    PR_VEC(pr_fact_count) fact_counts;
    PR_VEC(pr_counted) counted;
    PR_VEC(pr_probe) probes;
    pr_measures measures;
    pr_literal *of_node;         /* by node; PR_NONE: not yet */
    pr_literal *of_fact;         /* by fact; PR_NONE: not yet */
    uint32_t *counted_of;        /* by node, a list of facts: number + 1 */
    uint32_t *slots, slot_count; /* hash of junctions: gate + 1 */
    bool ok;
} circuit;

/* A gate that the run finds in passing. */
static void add_step(circuit *c, const pr_gate *gate) {
    pr_step step = {.kind = PR_STEP_ANY, .gate = c->gates.count - 1};
    if (gate->count <= 3) {
        const pr_literal *parts = c->literals.items + gate->first;
        step.kind = gate->op == PR_GATE_AND ? PR_STEP_AND : PR_STEP_OR;
        for (uint32_t i = 0; i < 3; i++) {
            step.parts[i] = parts[i < gate->count ? i : 0];
        }
    }
    c->ok = PR_PUSH(c->build->arena, &c->steps, step) && c->ok;
}

static pr_literal add_gate(circuit *c, pr_gate gate) {
    c->ok = c->ok && PR_PUSH(c->build->arena, &c->gates, gate) && c->gates.count < PR_NONE / 4;
    if (c->ok && gate.op > PR_GATE_STATE) {
        add_step(c, &gate);
    }
    return c->ok ? (c->gates.count - 1) * 2 : PR_LITERAL_FALSE;
}

static int by_number(const void *a, const void *b) {
    pr_literal x = *(const pr_literal *)a, y = *(const pr_literal *)b;
    return x < y ? -1 : x > y;
}

static uint64_t junction_hash(pr_gate_op op, const pr_literal *parts, uint32_t count) {
    uint64_t hash = (uint64_t)op + 1;
    for (uint32_t i = 0; i < count; i++) {
        hash = (hash ^ parts[i]) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    return hash;
}

static bool grow(circuit *c) {
    uint32_t count = c->slot_count == 0 ? 256 : c->slot_count * 2;
    uint32_t *slots = PR_NEW_ARRAY(c->build->arena, uint32_t, count);
    if (slots == NULL) {
        return false;
    }
    for (uint32_t g = 0; g < c->gates.count; g++) {
        const pr_gate *gate = &c->gates.items[g];
        if (gate->op != PR_GATE_AND && gate->op != PR_GATE_OR) {
            continue;
        }
        uint32_t slot =
            (uint32_t)junction_hash((pr_gate_op)gate->op, c->literals.items + gate->first, gate->count) &
            (count - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (count - 1);
        }
        slots[slot] = g + 1;
    }
    c->slots = slots;
    c->slot_count = count;
    return true;
}

/* An equal junction, or a new one. `parts` are sorted. */
static pr_literal intern_junction(circuit *c, pr_gate_op op, const pr_literal *parts, uint32_t count) {
    if ((c->gates.count + 1) * 2 > c->slot_count && !grow(c)) {
        c->ok = false;
        return PR_LITERAL_FALSE;
    }
    uint32_t mask = c->slot_count - 1, slot = (uint32_t)junction_hash(op, parts, count) & mask;
    for (; c->slots[slot] != 0; slot = (slot + 1) & mask) {
        const pr_gate *have = &c->gates.items[c->slots[slot] - 1];
        if (have->op == op && have->count == count &&
            memcmp(c->literals.items + have->first, parts, count * sizeof *parts) == 0) {
            return (c->slots[slot] - 1) * 2;
        }
    }
    pr_gate gate = {.op = (uint8_t)op, .first = c->literals.count, .count = count};
    for (uint32_t i = 0; i < count && c->ok; i++) {
        c->ok = PR_PUSH(c->build->arena, &c->literals, parts[i]);
    }
    pr_literal literal = add_gate(c, gate);
    c->slots[slot] = c->gates.count;
    return literal;
}

/* Drops what settles nothing and what is there twice. `x and not x` stays: it is undecided where x is. */
static pr_literal junction(circuit *c, pr_gate_op op, pr_literal *parts, uint32_t count) {
    const pr_literal neutral = op == PR_GATE_AND ? PR_LITERAL_TRUE : PR_LITERAL_FALSE, settles = neutral ^ 1u;
    uint32_t kept = 0;
    qsort(parts, count, sizeof *parts, by_number);
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i] == settles) {
            return settles;
        }
        if (parts[i] != neutral && (kept == 0 || parts[kept - 1] != parts[i])) {
            parts[kept++] = parts[i];
        }
    }
    return kept == 0 ? neutral : kept == 1 ? parts[0] : intern_junction(c, op, parts, kept);
}

static bool has_flags(const pr_program *p, pr_node_id id, unsigned flags) {
    return (p->nodes[id].flags & flags) == flags;
}

static pr_literal literal_of(circuit *c, pr_node_id id);

static pr_literal junction_of(circuit *c, pr_gate_op op, const pr_node *n) {
    pr_literal *parts = PR_NEW_ARRAY(c->build->arena, pr_literal, n->count + 1u);
    if (parts == NULL) {
        c->ok = false;
        return PR_LITERAL_FALSE;
    }
    for (uint32_t i = 0; i < n->count; i++) {
        parts[i] = literal_of(c, c->program->args[n->first + i]);
    }
    return junction(c, op, parts, n->count);
}

static bool all_sure(const pr_program *p, const pr_node *n) {
    for (uint32_t i = 0; i < n->count; i++) {
        if (!has_flags(p, p->args[n->first + i], PR_NODE_SURE)) {
            return false;
        }
    }
    return true;
}

/* An attribute, or what does not change from profile to profile. */
static bool find_ready(const pr_program *p, pr_node_id id, pr_at_hand *out) {
    const pr_node *n = pr_node_at(p, id);
    bool ready = n->op == PR_OP_ATTRIBUTE || n->op == PR_OP_CONSTANT || (n->flags & PR_NODE_FIXED) != 0;
    return ready && pr_find_at_hand(p, id, out);
}

static bool find_comparison(const pr_program *p, pr_node_id id, pr_comparison *out) {
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    out->op = n->op;
    if (n->op == PR_OP_ATTRIBUTE) {
        return find_ready(p, id, &out->of) && find_ready(p, id, &out->with);
    }
    if (n->op == PR_OP_BETWEEN && !find_ready(p, args[2], &out->until)) {
        return false;
    }
    return ((n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) || n->op == PR_OP_IN ||
            n->op == PR_OP_BETWEEN) &&
           find_ready(p, args[0], &out->of) && find_ready(p, args[1], &out->with);
}

/* What a condition counts is there: a gate rests on facts before it. */
static uint32_t find_counted(circuit *c, pr_node_id list, const pr_subset *facts) {
    if (c->counted_of[list] == 0) {
        pr_literal *literals = PR_NEW_ARRAY(c->build->arena, pr_literal, facts->fact_count + 1u);
        for (uint32_t i = 0; literals != NULL && i < facts->fact_count; i++) {
            literals[i] = c->of_fact[facts->facts[i]];
        }
        c->ok = literals != NULL &&
                PR_PUSH(c->build->arena, &c->counted, (pr_counted){literals, facts->fact_count}) && c->ok;
        c->counted_of[list] = c->counted.count;
    }
    return c->counted_of[list] - 1;
}

/* What may be null is asked as a condition: where null matters, the node above was not taken apart. */
static pr_literal add_condition(circuit *c, pr_node_id id) {
    pr_gate gate = {.op = PR_GATE_CONDITION, .node = id};
    pr_comparison comparison;
    pr_fact_count count;
    pr_node_id list;
    pr_subset facts;
    pr_probe probe;
    if (find_comparison(c->program, id, &comparison)) {
        c->ok = PR_PUSH(c->build->arena, &c->comparisons, comparison) && c->ok;
        gate.op = PR_GATE_COMPARISON;
        gate.first = c->comparisons.count - 1;
    } else if (pr_find_fact_count(c->program, id, &count, &list) &&
               pr_listed_facts(c->program, list, &facts)) {
        count.counted = find_counted(c, list, &facts);
        c->ok = PR_PUSH(c->build->arena, &c->fact_counts, count) && c->ok;
        gate.op = PR_GATE_COUNT;
        gate.first = c->fact_counts.count - 1;
    }
    if (pr_find_probe(&c->measures, id, &probe)) {
        probe.gate = c->gates.count;
        c->ok = PR_PUSH(c->build->arena, &c->probes, probe) && c->ok;
    }
    return add_gate(c, gate);
}

/* `member = false`, as a table's cell says it: the operand, which is boolean and never null, and whether it must hold.
 * PR_NONE: it is another condition. */
static pr_node_id find_truth(const pr_program *p, const pr_node *n, bool *holds) {
    for (uint32_t i = 0; n->op == PR_OP_EQUAL && i < 2; i++) {
        const pr_node *with = pr_node_at(p, p->args[n->first + i]);
        const pr_node_id of = p->args[n->first + 1 - i];
        if (with->op == PR_OP_CONSTANT && p->constants[with->data].kind == PR_BOOLEAN &&
            has_flags(p, of, PR_NODE_SURE | PR_NODE_BOOLEAN)) {
            *holds = pr_is_true(p->constants[with->data]);
            return of;
        }
    }
    return PR_NONE;
}

static pr_literal make_literal(circuit *c, pr_node_id id) {
    const pr_program *p = c->program;
    const pr_node *n = pr_node_at(p, id);
    bool holds = true;
    const pr_node_id of = find_truth(p, n, &holds);
    if (of != PR_NONE) {
        return literal_of(c, of) ^ (holds ? 0u : 1u);
    }
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return pr_is_true(p->constants[n->data]) ? PR_LITERAL_TRUE : PR_LITERAL_FALSE;
    case PR_OP_FACT: return c->of_fact[n->data];
    case PR_OP_CONDITION: return literal_of(c, p->args[n->first]); /* a literal is never null */
    case PR_OP_NOT:
        if (all_sure(p, n)) {
            return literal_of(c, p->args[n->first]) ^ 1u;
        }
        break;
    case PR_OP_AND:
        if (all_sure(p, n)) {
            return junction_of(c, PR_GATE_AND, n);
        }
        break;
    case PR_OP_OR: return junction_of(c, PR_GATE_OR, n); /* null settles nothing: false does not either */
    default: break;
    }
    return add_condition(c, id);
}

static pr_literal literal_of(circuit *c, pr_node_id id) {
    if (c->of_node[id] == PR_NONE) {
        pr_literal literal = make_literal(c, id);
        c->of_node[id] = literal;
    }
    return c->of_node[id];
}

static pr_literal literal_of_fact(circuit *c, const pr_fact *fact) {
    pr_literal *parts = PR_NEW_ARRAY(c->build->arena, pr_literal, fact->body_count + 1u);
    if (parts == NULL) {
        c->ok = false;
        return PR_LITERAL_FALSE;
    }
    for (uint32_t i = 0; i < fact->body_count; i++) {
        parts[i] = literal_of(c, fact->bodies[i].node);
    }
    return junction(c, PR_GATE_OR, parts, fact->body_count);
}

/* May a node be evaluated before everything else is? Its facts are gates then, or evaluated by name in the run. */
static bool stands_alone(const circuit *c, pr_node_id id) {
    return (c->program->nodes[id].flags & PR_NODE_FACTS) == 0;
}

/* Does a gate from `from` on look at facts by itself, not through gates? */
static bool reads_facts(const circuit *c, uint32_t from) {
    for (uint32_t i = from; i < c->gates.count; i++) {
        const pr_gate *gate = &c->gates.items[i];
        if (pr_gate_is_condition(gate) && !stands_alone(c, gate->node)) {
            return true;
        }
    }
    return false;
}

static pr_segment next_segment(const circuit *c, uint32_t first_step) {
    return (pr_segment){.first_step = first_step,
                        .first_lone = c->lone.count,
                        .first_opening = c->opening.count,
                        .loops = PR_NONE};
}

static void end_segment(circuit *c, pr_segment *segment, uint32_t step_count, uint32_t loops) {
    segment->step_count = step_count - segment->first_step;
    segment->lone_count = c->lone.count - segment->first_lone;
    segment->opening_count = c->opening.count - segment->first_opening;
    segment->loops = loops;
    c->ok = PR_PUSH(c->build->arena, &c->segments, *segment) && c->ok;
    *segment = next_segment(c, step_count);
}

static void add_fact(circuit *c, pr_segment *segment, uint32_t number) {
    const pr_fact *fact = &c->program->facts[number];
    const uint32_t gate_count = c->gates.count, step_count = c->steps.count;
    pr_literal literal = literal_of_fact(c, fact);
    c->of_fact[number] = literal;
    /* A segment's gates come before what else it does: a gate that looks at states must not be asked for before those
     * of all facts so far are there. */
    if ((c->lone.count > segment->first_lone || c->opening.count > segment->first_opening) &&
        reads_facts(c, gate_count)) {
        end_segment(c, segment, step_count, PR_NONE);
    }
    pr_gate *gate = &c->gates.items[literal >> 1];
    if (pr_gate_is_condition(gate) && !gate->lone) {
        c->ok = PR_PUSH(c->build->arena, &c->lone, literal) && c->ok;
        gate->lone = true;
    }
    if (!fact->constant && c->program->relations[fact->relation].read) {
        c->ok = PR_PUSH(c->build->arena, &c->opening, number) && c->ok;
    }
}

/* Their states are there before any gate is that rests on them. */
static void add_recursive(circuit *c, const pr_stratum *stratum) {
    for (uint32_t i = 0; i < stratum->count && c->ok; i++) {
        const pr_unit *unit = &c->program->units[stratum->first + i];
        if (unit->fact != PR_NONE) {
            c->of_fact[unit->fact] = add_gate(c, (pr_gate){.op = PR_GATE_STATE});
        }
    }
}

static void make_segments(circuit *c, pr_stratum *stratum) {
    stratum->first_segment = c->segments.count;
    pr_segment segment = next_segment(c, c->steps.count);
    for (uint32_t i = 0; i < stratum->count && c->ok; i++) {
        const pr_unit *unit = &c->program->units[stratum->first + i];
        if (unit->fact != PR_NONE) {
            add_fact(c, &segment, unit->fact);
        }
        if (unit->fact == PR_NONE || i + 1 == stratum->count) {
            end_segment(c, &segment, c->steps.count, unit->fact == PR_NONE ? unit->relation : PR_NONE);
        }
    }
    stratum->segment_count = c->segments.count - stratum->first_segment;
}

/* Whether all that a literal rests on can be evaluated on demand. */
static bool on_demand(const circuit *c, pr_literal literal, bool *seen) {
    const pr_gate *gate = &c->gates.items[literal >> 1];
    if (seen[literal >> 1]) {
        return true;
    }
    seen[literal >> 1] = true;
    if (gate->op == PR_GATE_STATE || (pr_gate_is_condition(gate) && !stands_alone(c, gate->node))) {
        return false;
    }
    for (uint32_t i = 0; i < gate->count && !pr_gate_is_condition(gate); i++) {
        if (!on_demand(c, c->literals.items[gate->first + i], seen)) {
            return false;
        }
    }
    return true;
}

typedef PR_VEC(pr_literal) literal_list;

static bool add_verdict(circuit *c, literal_list *all, uint32_t fact, bool *seen) {
    if (fact == PR_NONE || c->program->facts[fact].body_count == 0) {
        return true;
    }
    pr_literal literal = c->of_fact[fact];
    if (!on_demand(c, literal, seen)) {
        return false;
    }
    c->ok = PR_PUSH(c->build->arena, all, literal) && c->ok;
    return c->ok;
}

/* The facts that are verdicts, where each can be evaluated by itself. */
static void make_verdicts(circuit *c) {
    pr_program *p = c->program;
    literal_list all = {0};
    bool *seen = PR_NEW_ARRAY(c->build->arena, bool, c->gates.count + 1u);
    bool alone = seen != NULL;
    for (uint32_t s = 0; s < p->subject_count && alone; s++) {
        alone = add_verdict(c, &all, p->subjects[s].verdict, seen);
    }
    c->ok = c->ok && seen != NULL;
    p->verdicts = alone ? all.items : NULL;
    p->verdict_count = alone ? all.count : 0;
}

bool pr_make_circuit(pr_build *b) {
    pr_program *p = b->program;
    circuit c = {.build = b, .program = p, .ok = true};
    c.of_node = PR_NEW_ARRAY(b->arena, pr_literal, p->node_count + 1u);
    c.of_fact = PR_NEW_ARRAY(b->arena, pr_literal, p->fact_count + 1u);
    c.counted_of = PR_NEW_ARRAY(&b->drafting, uint32_t, p->node_count + 1u);
    if (c.of_node == NULL || c.of_fact == NULL || c.counted_of == NULL || !pr_measures_init(b, &c.measures)) {
        b->failed = true;
        return false;
    }
    memset(c.of_node, 0xFF, p->node_count * sizeof *c.of_node);
    for (uint32_t f = 0; f < p->fact_count; f++) {
        c.of_fact[f] = p->facts[f].body_count == 0 ? PR_LITERAL_FALSE : PR_NONE;
    }
    (void)add_gate(&c, (pr_gate){.op = PR_GATE_FALSE});
    for (uint32_t s = 0; s < p->stratum_count && c.ok; s++) {
        if (p->strata[s].recursive) {
            add_recursive(&c, &p->strata[s]);
        } else {
            make_segments(&c, &b->strata[s]);
        }
    }
    if (c.ok) { /* else some facts have no literal */
        make_verdicts(&c);
    }
    c.ok = c.ok && pr_find_inputs(b, c.gates.items, c.gates.count);
    for (uint32_t i = 0; c.ok && i < c.probes.count; i++) {
        c.probes.items[i].alone = c.gates.items[c.probes.items[i].gate].inputs == 1;
    }
    c.ok = c.ok && pr_make_probes(&c.measures, c.probes.items, c.probes.count, c.gates.items);
    p->gates = c.gates.items;
    p->gate_count = c.gates.count;
    p->literals = c.literals.items;
    p->segments = c.segments.items;
    /* A segment without steps or facts begins somewhere, too. */
    static const pr_step no_step;
    static const pr_literal no_literal;
    p->steps = c.steps.items != NULL ? c.steps.items : &no_step;
    p->lone = c.lone.items != NULL ? c.lone.items : &no_literal;
    p->fact_literals = c.of_fact;
    p->node_literals = c.of_node;
    p->opening = c.opening.items;
    p->comparisons = c.comparisons.items;
    p->fact_counts = c.fact_counts.items;
    p->counted = c.counted.items;
    p->counted_count = c.counted.count;
    c.ok = c.ok && pr_make_answers(b, c.of_node);
    b->failed = b->failed || !c.ok;
    return c.ok;
}
