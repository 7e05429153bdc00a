/* Conditions on the records of a list that compare fields with values at hand: `r.kind = "paid" and r.weeks >= 4`.
 * What they compare is laid out as keys, so that going through a list need not walk the graph for each record. */
#include "compile/build.h"

typedef struct layout {
    pr_build *build;
    pr_program *program;
    PR_VEC(pr_scan_key) keys;
    PR_VEC(pr_scan) scans;
    uint32_t local;        /* in which the records stand that are looked at */
    const pr_shape *shape; /* theirs; NULL: not known */
} layout;

static bool is_at_hand(const pr_node *n) {
    return n->op == PR_OP_CONSTANT || n->op == PR_OP_PARAMETER || n->op == PR_OP_TODAY;
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
    bool compares = (n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) || n->op == PR_OP_IN;
    const pr_node *field = compares ? pr_node_at(p, args[0]) : n;
    if (!is_field(l, field) || (compares && !is_at_hand(pr_node_at(p, args[1])))) {
        return false;
    }
    pr_scan_key key = {.op = compares ? n->op : PR_OP_PATH,
                       .negated = negated,
                       .place = (uint16_t)place_of(l, field),
                       .name = field->data,
                       .with = compares ? args[1] : PR_NONE};
    const pr_node *with = compares ? pr_node_at(p, args[1]) : NULL;
    if (with != NULL && with->op == PR_OP_CONSTANT && p->constants[with->data].kind != PR_NULL) {
        key.with = PR_NONE;
        key.value = p->constants[with->data];
        key.text = n->op == PR_OP_EQUAL && key.value.kind == PR_STRING && !negated;
    }
    return PR_PUSH(l->build->arena, &l->keys, key);
}

static const pr_shape *shape_of(const pr_program *p, const pr_node *source) {
    const pr_schema *list = source->op == PR_OP_ATTRIBUTE ? p->attributes[source->data].schema : NULL;
    return list != NULL && list->kind == PR_SCHEMA_LIST && list->element->kind == PR_SCHEMA_RECORD
               ? list->element->shape
               : NULL;
}

static bool add_scan(layout *l, pr_node_id iteration, uint32_t *scan_of) {
    const pr_node *n = pr_node_at(l->program, iteration);
    const pr_node_id *args = pr_node_args(l->program, n);
    uint32_t first = l->keys.count;
    l->local = n->extra;
    l->shape = shape_of(l->program, pr_node_at(l->program, args[0]));
    if (!add_keys(l, args[1], false) || l->keys.count - first > PR_MOST_SCAN_KEYS) {
        l->keys.count = first;
        return !l->build->arena->failed;
    }
    pr_scan scan = {.first = first, .count = l->keys.count - first, .shape = l->shape};
    for (uint32_t i = first; i < l->keys.count; i++) {
        scan.looks = scan.looks || l->keys.items[i].with != PR_NONE;
    }
    bool ok = PR_PUSH(l->build->arena, &l->scans, scan);
    scan_of[iteration] = l->scans.count;
    return ok;
}

bool pr_make_scans(pr_build *b) {
    pr_program *p = b->program;
    layout l = {.build = b, .program = p};
    uint32_t *scan_of = PR_NEW_ARRAY(b->arena, uint32_t, p->node_count + 1u);
    bool ok = scan_of != NULL;
    for (pr_node_id i = 0; ok && i < p->node_count; i++) {
        uint8_t op = p->nodes[i].op;
        if (op == PR_OP_FILTER || op == PR_OP_SOME || op == PR_OP_EVERY) {
            ok = add_scan(&l, i, scan_of);
        }
    }
    p->scan_of = scan_of;
    p->scans = l.scans.items;
    p->scan_keys = l.keys.items;
    b->failed = b->failed || !ok;
    return ok;
}
