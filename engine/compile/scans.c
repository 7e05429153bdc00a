/* Conditions on the records of a list that compare fields with values at hand: `r.specialty = "ir" and r.weeks >= 4`.
 * What they compare is laid out as keys, so that going through a list need not walk the graph for each record. */
#include "compile/build.h"

typedef struct layout {
    pr_build *build;
    pr_program *program;
    PR_VEC(pr_scan_key) keys;
    PR_VEC(pr_scan) scans;
} layout;

static bool is_at_hand(const pr_node *n) {
    return n->op == PR_OP_CONSTANT || n->op == PR_OP_PARAMETER || n->op == PR_OP_TODAY;
}

/* A field of the local whose place in its record is known. */
static bool is_field(const pr_program *p, const pr_node *n, uint32_t local) {
    if (n->op != PR_OP_PATH || n->extra == 0) {
        return false;
    }
    const pr_node *of = pr_node_at(p, p->args[n->first]);
    return of->op == PR_OP_LOCAL && of->data == local;
}

/* Adds the keys of a condition that is nothing but comparisons joined by `and`. */
static bool add_keys(layout *l, pr_node_id id, uint32_t local, bool negated) {
    const pr_program *p = l->program;
    const pr_node *n = pr_node_at(p, id);
    const pr_node_id *args = pr_node_args(p, n);
    if (n->op == PR_OP_AND && !negated) {
        bool ok = true;
        for (uint32_t i = 0; i < n->count && ok; i++) {
            ok = add_keys(l, args[i], local, false);
        }
        return ok;
    }
    if (n->op == PR_OP_NOT) {
        return add_keys(l, args[0], local, !negated);
    }
    bool compares = (n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) || n->op == PR_OP_IN;
    const pr_node *field = compares ? pr_node_at(p, args[0]) : n;
    if (!is_field(p, field, local) || (compares && !is_at_hand(pr_node_at(p, args[1])))) {
        return false;
    }
    pr_scan_key key = {.op = compares ? n->op : PR_OP_PATH,
                       .negated = negated,
                       .place = (uint16_t)(field->extra - 1),
                       .name = field->data,
                       .with = compares ? args[1] : PR_NONE};
    return PR_PUSH(l->build->arena, &l->keys, key);
}

static bool add_scan(layout *l, pr_node_id iteration, uint32_t *scan_of) {
    const pr_node *n = pr_node_at(l->program, iteration);
    pr_node_id predicate = pr_node_args(l->program, n)[1];
    uint32_t first = l->keys.count;
    if (scan_of[predicate] != 0) {
        return true;
    }
    if (!add_keys(l, predicate, n->extra, false) || l->keys.count - first > PR_MOST_SCAN_KEYS) {
        l->keys.count = first;
        return !l->build->arena->failed;
    }
    pr_scan scan = {.first = first, .count = l->keys.count - first, .local = n->extra};
    bool ok = PR_PUSH(l->build->arena, &l->scans, scan);
    scan_of[predicate] = l->scans.count;
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
