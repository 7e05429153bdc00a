/* Conditions on the records of a list that compare fields with values at hand: `r.kind = "paid" and r.weeks >= 4`.
 * What they compare is laid out as keys, so that going through a list need not walk the graph for each record. */
#include "compile/build.h"

typedef struct layout {
    pr_build *build;
    pr_program *program;
    PR_VEC(pr_scan_key) keys;
    PR_VEC(pr_scan) scans;
    pr_map columns;        /* what equal keys have in common, as bytes -> their number */
    uint32_t local;        /* in which the records stand that are looked at */
    const pr_shape *shape; /* theirs, where they are of a list of the profile; NULL: not known */
    uint32_t attribute;    /* that list */
} layout;

bool pr_find_at_hand(const pr_program *p, pr_node_id id, pr_at_hand *out) {
    const pr_node *n = pr_node_at(p, id);
    *out = (pr_at_hand){PR_NONE, PR_NONE, pr_null()};
    if (n->op == PR_OP_CONSTANT) {
        out->value = p->constants[n->data];
        return !pr_is_error(out->value);
    }
    if (n->op == PR_OP_ATTRIBUTE) {
        out->attribute = n->data;
    } else {
        out->node = id;
    }
    return (n->flags & PR_NODE_CLOSED) != 0;
}

/* The place of a field: conditions on other lists share the node, which only guesses it. */
static int place_of(const layout *l, const pr_node *n) {
    return l->shape != NULL ? pr_shape_find(l->shape, l->program->names[n->data]) : (int)n->extra - 1;
}

/* Is it a field of the record? */
static bool is_field(const layout *l, const pr_node *n) {
    if (n->op != PR_OP_PATH) {
        return false;
    }
    const pr_node *of = pr_node_at(l->program, l->program->args[n->first]);
    return of->op == PR_OP_LOCAL && of->data == l->local && place_of(l, n) >= 0;
}

/* What stays the same while the records are gone through: a variable around the iteration, or its member, too. */
static bool find_operand(const layout *l, pr_node_id id, pr_at_hand *out) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node *of = n->op == PR_OP_PATH ? pr_node_at(p, p->args[n->first]) : n;
    bool outer = of->op == PR_OP_LOCAL && of->data != l->local;
    return pr_find_at_hand(p, id, out) || outer;
}

/* `3 < r.weeks` as `r.weeks > 3`. */
static uint8_t turned(uint8_t op) {
    switch ((pr_op)op) {
    case PR_OP_LESS: return PR_OP_GREATER;
    case PR_OP_LESS_EQUAL: return PR_OP_GREATER_EQUAL;
    case PR_OP_GREATER: return PR_OP_LESS;
    case PR_OP_GREATER_EQUAL: return PR_OP_LESS_EQUAL;
    default: return op;
    }
}

/* What a key says of a list of the profile rests on these numbers, equal for equal keys. `with` is the node of the
 * value at hand: equal closed expressions are one node. One that rests on facts may change within an evaluation. */
static bool set_column(layout *l, pr_scan_key *key, pr_node_id with) {
    const uint8_t flags = with != PR_NONE ? l->program->nodes[with].flags : PR_NODE_CLOSED;
    key->column = PR_NONE;
    if (l->shape == NULL || (flags & (PR_NODE_CLOSED | PR_NODE_FACTS)) != PR_NODE_CLOSED) {
        return true;
    }
    const uint32_t same[] = {l->attribute, key->place, key->op * 2u + key->negated, with};
    const pr_text bytes = {(const char *)same, sizeof same};
    key->column = pr_map_get(&l->columns, bytes);
    if (key->column != PR_MAP_NONE) {
        return true;
    }
    key->column = l->columns.count;
    return pr_map_put(&l->columns, pr_text_copy(l->build->arena, bytes), key->column);
}

static bool add_key(layout *l, uint8_t op, bool negated, pr_node_id field, pr_node_id with) {
    const pr_node *n = pr_node_at(l->program, field);
    pr_scan_key key = {.op = op, .negated = negated, .name = n->data, .with = {PR_NONE, PR_NONE, pr_null()}};
    if (!is_field(l, n) || (with != PR_NONE && !find_operand(l, with, &key.with))) {
        return false;
    }
    key.place = (uint16_t)place_of(l, n);
    key.text = op == PR_OP_EQUAL && !negated && key.with.value.kind == PR_STRING;
    return set_column(l, &key, with) && PR_PUSH(l->build->arena, &l->keys, key);
}

/* Adds the keys of a condition that is nothing but comparisons joined by `and`. */
static bool add_keys(layout *l, pr_node_id id, bool negated) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if (n->op == PR_OP_AND && !negated) {
        bool ok = true;
        for (uint32_t i = 0; i < n->count && ok; i++) {
            ok = add_keys(l, args[i], false);
        }
        return ok;
    }
    if (n->op == PR_OP_NOT) {
        return add_keys(l, args[0], !negated);
    }
    if (n->op == PR_OP_BETWEEN && !negated) {
        return add_key(l, PR_OP_GREATER_EQUAL, false, args[0], args[1]) &&
               add_key(l, PR_OP_LESS_EQUAL, false, args[0], args[2]);
    }
    if (n->op == PR_OP_IN) {
        return add_key(l, n->op, negated, args[0], args[1]);
    }
    if (n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) {
        return add_key(l, n->op, negated, args[0], args[1]) ||
               add_key(l, turned(n->op), negated, args[1], args[0]);
    }
    return add_key(l, PR_OP_PATH, negated, id, PR_NONE);
}

static bool add_scan(layout *l, pr_node_id iteration, uint32_t *scan_of) {
    const pr_node *n = pr_node_at(l->program, iteration);
    const pr_node_id *args = pr_node_args(l->program, n);
    uint32_t first = l->keys.count;
    l->local = n->extra;
    const pr_node *source = pr_node_at(l->program, args[0]);
    l->attribute = source->data;
    l->shape = source->op == PR_OP_ATTRIBUTE ? pr_records_shape(&l->program->attributes[source->data]) : NULL;
    if (!add_keys(l, args[1], false)) {
        l->keys.count = first;
        return !l->build->arena->failed;
    }
    pr_scan scan = {.first = first, .count = l->keys.count - first, .shape = l->shape};
    bool ok = PR_PUSH(l->build->arena, &l->scans, scan);
    scan_of[iteration] = l->scans.count;
    return ok;
}

bool pr_make_scans(pr_build *b) {
    pr_program *p = b->program;
    layout l = {.build = b, .program = p};
    uint32_t *scan_of = PR_NEW_ARRAY(b->arena, uint32_t, p->node_count + 1u);
    bool ok = scan_of != NULL;
    pr_map_init(&l.columns, b->arena);
    for (pr_node_id i = 0; ok && i < p->node_count; i++) {
        uint8_t op = p->nodes[i].op;
        if (op == PR_OP_FILTER || op == PR_OP_SOME || op == PR_OP_EVERY) {
            ok = add_scan(&l, i, scan_of);
        }
    }
    p->scan_of = scan_of;
    p->scans = l.scans.items;
    p->scan_keys = l.keys.items;
    p->column_count = l.columns.count;
    b->failed = b->failed || !ok;
    return ok;
}
