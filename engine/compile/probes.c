/* Conditions on one attribute that take no more than a look at its value (vm/probe.c): `school.gpa >= 3`,
 * `count(courses[level = "advanced"]) >= 2`; and counts of constant tuples. */
#include "compile/build.h"

#include "feel/builtin.h"

#include <stdlib.h>

/* Is it a constant, or does it rest on the day alone? */
static bool is_fixed(const pr_program *p, const pr_at_hand *v) {
    return v->attribute == PR_NONE &&
           (v->node == PR_NONE || (pr_node_at(p, v->node)->flags & PR_NODE_FIXED) != 0);
}

/* The call of count that is compared. */
static bool set_count(pr_measures *measures, const pr_node *n, pr_probe *out) {
    pr_selection of;
    if (n->op != PR_OP_BUILTIN || n->count != 1 || n->data != PR_BUILTIN_COUNT ||
        !pr_measures_select(measures, pr_node_args(measures->program, n)[0], &of)) {
        return false;
    }
    out->kind = PR_PROBE_COUNT;
    out->expected = PR_LIST;
    out->attribute = of.attribute;
    out->first = of.first;
    out->count = of.count;
    return true;
}

static bool has_order(uint8_t kind) { return kind == PR_NUMBER || kind == PR_DATE || kind == PR_MONTHS; }

/* The kind of what an attribute is compared with. What is fixed has its kind: it was checked that they go together. */
static uint8_t kind_with(const pr_program *p, const pr_node *attribute, const pr_at_hand *with) {
    return with->node != PR_NONE ? p->attributes[attribute->data].unknown_kind : with->value.kind;
}

static bool set_order(const pr_program *p, const pr_node *attribute, bool equality, pr_probe *out) {
    const uint8_t with = kind_with(p, attribute, &out->with);
    out->kind = with == PR_STRING ? PR_PROBE_TEXT : PR_PROBE_ORDER;
    out->expected = with;
    out->attribute = attribute->data;
    return has_order(with) || (with == PR_STRING && equality && out->with.node == PR_NONE);
}

static uint8_t orders_of(pr_op op) {
    unsigned holds = 0;
    for (int order = PR_LESS; order <= PR_GREATER; order++) {
        holds |= pr_vm_ordered(op, (pr_order)order) == PR_TRUE ? PR_HOLDS(order) : 0;
    }
    return (uint8_t)holds;
}

/* Any two values that are there, of which nobody knows the kinds by now: what is `expected` is null. */
static bool set_values(pr_measures *measures, pr_node_id id, pr_probe *out) {
    pr_at_hand of;
    out->kind = PR_PROBE_ORDER;
    out->expected = PR_NULL;
    if (!pr_find_at_hand(measures->program, id, &of) || !pr_measures_ready(measures, &of) ||
        !pr_measures_ready(measures, &out->with)) {
        return false;
    }
    out->attribute = of.attribute;
    out->node = of.node;
    return of.attribute != PR_NONE || of.node != PR_NONE;
}

static bool set_comparison(pr_measures *measures, const pr_node *n, pr_probe *out) {
    const pr_program *p = measures->program;
    const pr_node_id *args = pr_node_args(p, n);
    pr_at_hand left;
    const bool turned = pr_find_at_hand(p, args[0], &left) && is_fixed(p, &left);
    const pr_node_id id = args[turned ? 1 : 0];
    const pr_node *of = pr_node_at(p, id);
    const pr_op op = (pr_op)(turned ? pr_turned_op(n->op) : n->op);
    out->holds = orders_of(op);
    if (!pr_find_at_hand(p, args[turned ? 0 : 1], &out->with)) {
        return false;
    }
    if (is_fixed(p, &out->with)) {
        if (of->op == PR_OP_ATTRIBUTE) {
            return set_order(p, of, op == PR_OP_EQUAL || op == PR_OP_NOT_EQUAL, out);
        }
        if (set_count(measures, of, out)) {
            return true;
        }
    }
    return set_values(measures, id, out);
}

static bool set_between(const pr_program *p, const pr_node *n, pr_probe *out) {
    const pr_node_id *args = pr_node_args(p, n);
    const pr_node *of = pr_node_at(p, args[0]);
    bool fixed = pr_find_at_hand(p, args[1], &out->with) && is_fixed(p, &out->with) &&
                 pr_find_at_hand(p, args[2], &out->until) && is_fixed(p, &out->until);
    out->kind = PR_PROBE_BETWEEN;
    out->attribute = of->data;
    if (of->op != PR_OP_ATTRIBUTE || !fixed) {
        return false;
    }
    out->expected = kind_with(p, of, &out->with);
    return has_order(out->expected) && kind_with(p, of, &out->until) == out->expected;
}

static bool is_text_list(pr_value v) {
    bool text = v.kind == PR_LIST && !v.list->uncertain;
    for (uint32_t i = 0; text && i < v.list->count; i++) {
        text = v.list->items[i].kind == PR_STRING;
    }
    return text;
}

static bool set_membership(const pr_program *p, const pr_node *n, pr_probe *out) {
    const pr_node_id *args = pr_node_args(p, n);
    const pr_node *of = pr_node_at(p, args[0]), *in = pr_node_at(p, args[1]);
    const bool has = of->op == PR_OP_CONSTANT && in->op == PR_OP_ATTRIBUTE;
    if (!has && (of->op != PR_OP_ATTRIBUTE || in->op != PR_OP_CONSTANT)) {
        return false;
    }
    out->kind = has ? PR_PROBE_HAS : PR_PROBE_AMONG;
    out->expected = has ? PR_LIST : PR_STRING;
    out->attribute = has ? in->data : of->data;
    return pr_find_at_hand(p, args[has ? 0 : 1], &out->with) &&
           (has ? out->with.value.kind == PR_STRING : is_text_list(out->with.value));
}

static bool set_test(pr_measures *measures, pr_node_id id, pr_probe *out) {
    pr_at_hand of;
    const pr_node_id text = pr_find_text_test(measures->build, id, &out->test);
    out->kind = PR_PROBE_TEST;
    out->expected = PR_STRING;
    if (text == PR_NONE || !pr_find_at_hand(measures->program, text, &of)) {
        return false;
    }
    out->attribute = of.attribute;
    out->node = of.node;
    return (pr_node_at(measures->program, text)->flags & PR_NODE_FACTS) == 0;
}

bool pr_find_probe(pr_measures *measures, pr_node_id id, pr_probe *out) {
    const pr_program *p = measures->program;
    const pr_node *n = pr_node_at(p, id);
    *out = (pr_probe){.with = {PR_NONE, PR_NONE, pr_null()}, .until = {PR_NONE, PR_NONE, pr_null()}};
    switch ((pr_op)n->op) {
    case PR_OP_BUILTIN: return set_test(measures, id, out);
    case PR_OP_ATTRIBUTE:
        out->kind = PR_PROBE_TRUE;
        out->expected = PR_BOOLEAN;
        out->attribute = n->data;
        return true;
    case PR_OP_SOME:
    case PR_OP_EVERY: {
        const pr_node *source = pr_node_at(p, pr_node_args(p, n)[0]);
        out->kind = n->op == PR_OP_SOME ? PR_PROBE_SOME : PR_PROBE_EVERY;
        out->expected = PR_LIST;
        out->attribute = source->data;
        pr_selection of;
        if (source->op != PR_OP_ATTRIBUTE || !pr_measures_keys(measures, id, &of)) {
            return false;
        }
        out->first = of.first;
        out->count = of.count;
        return true;
    }
    case PR_OP_IN: return set_membership(p, n, out);
    case PR_OP_BETWEEN: return set_between(p, n, out);
    default: return n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL && set_comparison(measures, n, out);
    }
}

enum { TURNS = 4 };

/* First those of an attribute, then those of two values, then those of lists, then those that are late. */
static int turn_of(const pr_probe *probe) {
    return probe->late ? 3 : probe->expected == PR_LIST ? 2 : probe->expected == PR_NULL ? 1 : 0;
}

/* By kind; of lists list by list: what the run does next is then mostly what it did just before. */
static int by_turn(const void *a, const void *b) {
    const pr_probe *x = a, *y = b;
    if (turn_of(x) != turn_of(y)) {
        return turn_of(x) - turn_of(y);
    }
    if (turn_of(x) == 2 && x->attribute != y->attribute) {
        return x->attribute < y->attribute ? -1 : 1;
    }
    return x->kind != y->kind ? x->kind - y->kind : x->gate < y->gate ? -1 : x->gate > y->gate;
}

typedef PR_VEC(uint32_t) number_list;

/* The keys that a list's probes look at, one of each column. */
static bool add_keys(pr_build *b, const pr_probe *probe, bool *seen, number_list *keys) {
    bool ok = true;
    for (uint32_t i = 0; i < probe->count && ok; i++) {
        const uint32_t column = b->program->scan_keys[probe->first + i].column;
        ok = seen[column] || PR_PUSH(b->arena, keys, probe->first + i);
        seen[column] = true;
    }
    return ok;
}

static pr_at_hand looked_at_by(const pr_probe *probe) {
    return (pr_at_hand){probe->attribute, probe->expected == PR_NULL ? probe->node : PR_NONE, pr_null()};
}

/* Does it cost so much that it is answered only when someone asks? What is asked in any case may cost more. */
static bool is_costly(const pr_measures *measures, const pr_probe *probe, bool asked) {
    const pr_program *p = measures->program;
    if (probe->kind == PR_PROBE_TEST) {
        return probe->test->function == PR_BUILTIN_MATCHES || probe->attribute == PR_NONE ||
               (!asked && probe->test->function == PR_BUILTIN_CONTAINS);
    }
    for (uint32_t i = 0; i < probe->count; i++) {
        const pr_scan_key *key = &p->scan_keys[probe->first + i];
        if (key->costly || (!asked && pr_measures_is_late(measures, &key->with))) {
            return true;
        }
    }
    const pr_at_hand of = looked_at_by(probe);
    return !asked && (pr_measures_is_late(measures, &of) || pr_measures_is_late(measures, &probe->with));
}

/* Those that are asked in any case say which measures are found early; what takes no others is answered early, too. */
static void find_late(pr_measures *measures, pr_probe *probes, uint32_t count, const pr_gate *gates) {
    for (uint32_t i = 0; i < count; i++) {
        pr_probe *probe = &probes[i];
        const pr_at_hand of = looked_at_by(probe);
        if (!gates[probe->gate].lone || is_costly(measures, probe, true)) {
            continue;
        }
        pr_measures_early(measures, &of);
        pr_measures_early(measures, &probe->with);
        for (uint32_t k = 0; k < probe->count; k++) {
            pr_measures_early(measures, &measures->program->scan_keys[probe->first + k].with);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        probes[i].late = is_costly(measures, &probes[i], gates[probes[i].gate].lone);
    }
}

bool pr_make_probes(pr_measures *measures, pr_probe *probes, uint32_t count, pr_gate *gates) {
    pr_build *b = measures->build;
    pr_program *p = b->program;
    PR_VEC(pr_probed_list) listings = {0};
    number_list keys = {0};
    bool *seen = PR_NEW_ARRAY(&b->drafting, bool, p->column_count + 1u), ok = seen != NULL;
    find_late(measures, probes, count, gates);
    if (count > 0) {
        qsort(probes, count, sizeof *probes, by_turn);
    }
    uint32_t of_turn[TURNS] = {0};
    for (uint32_t i = 0; i < count; i++) {
        of_turn[turn_of(&probes[i])]++;
    }
    p->single_count = of_turn[0];
    p->pair_count = of_turn[1];
    for (uint32_t i = count - of_turn[3]; i < count; i++) {
        gates[probes[i].gate].op = PR_GATE_PROBE;
        gates[probes[i].gate].first = i;
    }
    for (uint32_t i = p->single_count + p->pair_count; i < count - of_turn[3] && ok; i++) {
        const uint32_t attribute = probes[i].attribute;
        if (listings.count == 0 || listings.items[listings.count - 1].attribute != attribute) {
            pr_probed_list listing = {.attribute = attribute, .first_probe = i, .first_key = keys.count};
            listing.shape = pr_records_shape(&p->attributes[attribute]);
            ok = PR_PUSH(b->arena, &listings, listing);
        }
        ok = ok && add_keys(b, &probes[i], seen, &keys);
        if (ok) {
            pr_probed_list *listing = &listings.items[listings.count - 1];
            listing->probe_count++;
            listing->key_count = keys.count - listing->first_key;
        }
    }
    /* The run steps through them even where there are none. */
    static const pr_probe no_probe;
    static const pr_probed_list no_listing;
    static const uint32_t no_key;
    p->probes = count > 0 ? probes : &no_probe;
    p->listings = listings.items != NULL ? listings.items : &no_listing;
    p->listing_count = listings.count;
    p->listed_keys = keys.items != NULL ? keys.items : &no_key;
    return ok && pr_make_measures(measures);
}

bool pr_find_fact_count(const pr_program *p, pr_node_id id, pr_fact_count *out, pr_node_id *list) {
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if (n->op < PR_OP_EQUAL || n->op > PR_OP_GREATER_EQUAL) {
        return false;
    }
    const pr_node *call = pr_node_at(p, args[0]);
    out->holds = orders_of((pr_op)n->op);
    if (call->op != PR_OP_BUILTIN || call->data != PR_BUILTIN_COUNT || call->count != 1) {
        return false;
    }
    *list = pr_node_args(p, call)[0];
    return pr_find_at_hand(p, args[1], &out->with);
}
