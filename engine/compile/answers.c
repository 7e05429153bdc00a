/* Tests, with constants, of relations whose tuples loops find, `done("survey")`: laid out by what they ask for, so
 * that each tuple answers those that it fits once the loops are through (vm/tuples.c). Beside them conditions on how
 * many tuples there are. */
#include "compile/build.h"

typedef struct answers {
    pr_build *build;
    pr_program *program;
    const pr_literal *of_node; /* as the circuit has them */
    uint32_t *tests, *counts;  /* by relation: how many it may have */
} answers;

/* Values of these kinds are equal to known ones or not. */
static bool is_plain(uint8_t kind) {
    return kind == PR_STRING || kind == PR_ENTITY || kind == PR_NUMBER || kind == PR_DATE ||
           kind == PR_BOOLEAN;
}

/* Are loops all that says something of the relation? */
static bool is_found(const pr_program *p, uint32_t relation) {
    return p->relations[relation].loop_count > 0 && p->relations[relation].fact_count == 0;
}

/* The constants that are asked for; NULL: some are not, or some slot may be anything. */
static const pr_value *find_wanted(const answers *a, const pr_node *n) {
    const pr_program *p = a->program;
    if (!is_found(p, n->data) || n->count != p->relations[n->data].slot_count) {
        return NULL;
    }
    pr_value *wanted = PR_NEW_ARRAY(a->build->arena, pr_value, n->count + 1u);
    for (uint32_t i = 0; wanted != NULL && i < n->count; i++) {
        const pr_node_id arg = p->args[n->first + i];
        const pr_node *of = arg != PR_NONE ? pr_node_at(p, arg) : NULL;
        if (of == NULL || of->op != PR_OP_CONSTANT || !is_plain(p->constants[of->data].kind)) {
            return NULL;
        }
        wanted[i] = p->constants[of->data];
    }
    return wanted;
}

/* The gate that is this very condition. */
static uint32_t gate_of(const answers *a, pr_node_id id) {
    const pr_literal literal = a->of_node[id];
    const pr_gate *gate = literal != PR_NONE ? &a->program->gates[literal >> 1] : NULL;
    bool same = gate != NULL && (literal & 1u) == 0 && pr_gate_is_condition(gate) && gate->node == id;
    return same ? literal >> 1 : PR_NONE;
}

/* Room for the tests of a relation, which may be all. */
static bool begin(answers *a, pr_tuple_tests *of, uint32_t count) {
    uint32_t firsts = 4;
    while (firsts < 2 * count) {
        firsts *= 2;
    }
    of->mask = firsts - 1;
    of->tests = PR_NEW_ARRAY(a->build->arena, pr_tuple_test, count);
    of->firsts = PR_NEW_ARRAY(a->build->arena, uint32_t, firsts);
    return of->tests != NULL && of->firsts != NULL;
}

static bool add(answers *a, pr_tuple_tests *of, pr_node_id id, const pr_value *wanted) {
    const pr_node *n = pr_node_at(a->program, id);
    if (of->count == 0 && !begin(a, of, a->tests[n->data])) {
        return false;
    }
    uint32_t *first = &of->firsts[pr_slots_mark(wanted, n->count) & of->mask];
    of->tests[of->count++] = (pr_tuple_test){id, gate_of(a, id), wanted, *first};
    *first = of->count;
    return true;
}

/* `count(relation)` or `count(relation[filter])`, compared. False: it is something else. */
static bool find_count(const pr_program *p, pr_node_id id, pr_tuple_count *out, uint32_t *relation) {
    pr_fact_count count;
    pr_node_id list;
    if (!pr_find_fact_count(p, id, &count, &list) || count.with.attribute != PR_NONE) {
        return false;
    }
    const pr_node *n = pr_node_at(p, list);
    *out = (pr_tuple_count){.holds = count.holds, .filter = list, .with = count.with};
    if (n->op == PR_OP_FILTER) {
        out->scan = p->scan_of[list];
        n = out->scan != 0 && p->scans[out->scan - 1].complete ? pr_node_at(p, p->args[n->first]) : n;
    }
    *relation = n->data;
    return n->op == PR_OP_RELATION && is_found(p, n->data);
}

static bool add_counts(answers *a, pr_tuple_tests *all) {
    const pr_program *p = a->program;
    for (uint32_t g = 0; g < p->gate_count; g++) {
        pr_tuple_count count;
        uint32_t relation;
        if (!pr_gate_is_condition(&p->gates[g]) || !find_count(p, p->gates[g].node, &count, &relation)) {
            continue;
        }
        pr_tuple_tests *of = &all[relation];
        if (of->counts == NULL) {
            of->counts = PR_NEW_ARRAY(a->build->arena, pr_tuple_count, a->counts[relation]);
        }
        if (of->counts == NULL) {
            return false;
        }
        count.gate = g;
        of->counts[of->count_count++] = count;
    }
    return true;
}

static bool add_tests(answers *a, pr_tuple_tests *all) {
    const pr_program *p = a->program;
    for (pr_node_id i = 0; i < p->node_count; i++) {
        const pr_node *n = pr_node_at(p, i);
        const bool closed = n->op == PR_OP_TUPLE && (n->flags & PR_NODE_CLOSED) != 0;
        const pr_value *wanted = closed ? find_wanted(a, n) : NULL;
        if (wanted != NULL && !add(a, &all[n->data], i, wanted)) {
            return false;
        }
    }
    return true;
}

/* How much room the tests and counts of each relation may take. */
static void measure(answers *a) {
    const pr_program *p = a->program;
    for (pr_node_id i = 0; i < p->node_count; i++) {
        if (p->nodes[i].op == PR_OP_TUPLE) {
            a->tests[p->nodes[i].data]++;
        }
    }
    for (uint32_t g = 0; g < p->gate_count; g++) {
        pr_tuple_count count;
        uint32_t relation;
        if (pr_gate_is_condition(&p->gates[g]) && find_count(p, p->gates[g].node, &count, &relation)) {
            a->counts[relation]++;
        }
    }
}

bool pr_make_answers(pr_build *b, const pr_literal *of_node) {
    pr_program *p = b->program;
    answers a = {.build = b, .program = p, .of_node = of_node};
    pr_tuple_tests *all = PR_NEW_ARRAY(b->arena, pr_tuple_tests, p->relation_count + 1u);
    a.tests = PR_NEW_ARRAY(&b->drafting, uint32_t, p->relation_count + 1u);
    a.counts = PR_NEW_ARRAY(&b->drafting, uint32_t, p->relation_count + 1u);
    if (all == NULL || a.tests == NULL || a.counts == NULL) {
        return false;
    }
    measure(&a);
    p->tuple_tests = all;
    return add_tests(&a, all) && add_counts(&a, all) && !b->arena->failed;
}
