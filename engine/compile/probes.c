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

/* All that is asked of the records must be told by columns. */
static bool set_keys(const pr_program *p, pr_node_id iteration, pr_probe *out) {
    const pr_scan *scan = p->scan_of[iteration] != 0 ? &p->scans[p->scan_of[iteration] - 1] : NULL;
    if (scan == NULL || !scan->complete) {
        return false;
    }
    out->first = scan->first;
    out->count = scan->count;
    for (uint32_t i = 0; i < scan->count; i++) {
        const pr_scan_key *key = &p->scan_keys[scan->first + i];
        if (key->column == PR_NONE || !is_fixed(p, &key->with)) {
            return false;
        }
    }
    return true;
}

/* A list of the profile, or what a laid out condition leaves of it. */
static bool set_source(const pr_program *p, pr_node_id id, pr_probe *out) {
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_FILTER) {
        if (!set_keys(p, id, out)) {
            return false;
        }
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    out->attribute = n->data;
    out->expected = PR_LIST;
    return n->op == PR_OP_ATTRIBUTE;
}

/* The call of count or sum that is compared. */
static bool set_call(const pr_program *p, const pr_node *n, pr_probe *out) {
    if (n->op != PR_OP_BUILTIN || n->count != 1) {
        return false;
    }
    pr_node_id of = pr_node_args(p, n)[0];
    if (n->data == PR_BUILTIN_COUNT) {
        out->kind = PR_PROBE_COUNT;
        return set_source(p, of, out);
    }
    const pr_node *path = pr_node_at(p, of);
    if (n->data != PR_BUILTIN_SUM || path->op != PR_OP_PATH ||
        !set_source(p, pr_node_args(p, path)[0], out)) {
        return false;
    }
    out->kind = PR_PROBE_SUM;
    out->shape = pr_records_shape(&p->attributes[out->attribute]);
    int place = out->shape != NULL ? pr_shape_find(out->shape, p->names[path->data]) : -1;
    out->place = (uint32_t)place;
    return place >= 0;
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

static bool set_comparison(const pr_program *p, const pr_node *n, pr_probe *out) {
    const pr_node_id *args = pr_node_args(p, n);
    const bool turned = pr_node_at(p, args[1])->op == PR_OP_ATTRIBUTE;
    const pr_node *of = pr_node_at(p, args[turned ? 1 : 0]);
    const pr_op op = (pr_op)(turned ? pr_turned_op(n->op) : n->op);
    out->holds = orders_of(op);
    return pr_find_at_hand(p, args[turned ? 0 : 1], &out->with) && is_fixed(p, &out->with) &&
           (of->op == PR_OP_ATTRIBUTE ? set_order(p, of, op == PR_OP_EQUAL || op == PR_OP_NOT_EQUAL, out)
                                      : set_call(p, of, out));
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

bool pr_find_probe(const pr_program *p, pr_node_id id, pr_probe *out) {
    const pr_node *n = pr_node_at(p, id);
    *out = (pr_probe){.with = {PR_NONE, PR_NONE, pr_null()}, .until = {PR_NONE, PR_NONE, pr_null()}};
    switch ((pr_op)n->op) {
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
        return source->op == PR_OP_ATTRIBUTE && set_keys(p, id, out);
    }
    case PR_OP_IN: return set_membership(p, n, out);
    case PR_OP_BETWEEN: return set_between(p, n, out);
    default: return n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL && set_comparison(p, n, out);
    }
}

/* First those of no list, by kind; then list by list: what the run does next is then mostly what it did just before. */
static int by_turn(const void *a, const void *b) {
    const pr_probe *x = a, *y = b;
    const bool x_lists = x->expected == PR_LIST, y_lists = y->expected == PR_LIST;
    if (x_lists != y_lists) {
        return x_lists ? 1 : -1;
    }
    if (x_lists && x->attribute != y->attribute) {
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

bool pr_make_probes(pr_build *b, pr_probe *probes, uint32_t count) {
    pr_program *p = b->program;
    PR_VEC(pr_probed_list) listings = {0};
    number_list keys = {0};
    bool *seen = PR_NEW_ARRAY(&b->drafting, bool, p->column_count + 1u), ok = seen != NULL;
    if (count > 0) {
        qsort(probes, count, sizeof *probes, by_turn);
    }
    for (p->single_count = 0; p->single_count < count && probes[p->single_count].expected != PR_LIST;) {
        p->single_count++;
    }
    for (uint32_t i = p->single_count; i < count && ok; i++) {
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
    return ok;
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
