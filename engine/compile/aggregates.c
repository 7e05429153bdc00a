/* Conditions that count, sum or quantify over the records of one list of the profile, or count constant tuples of a
 * relation, and compare the result with a value at hand: `count(courses[level = "advanced"]) >= 2`. They are evaluated
 * in one go (vm/aggregate.c). */
#include "compile/build.h"

#include "feel/builtin.h"

/* Is all of an iteration's condition laid out? */
static bool is_laid_out(const pr_program *p, pr_node_id iteration) {
    return p->scan_of[iteration] != 0 && p->scans[p->scan_of[iteration] - 1].complete;
}

/* A list of the profile, or what a laid out condition leaves of it. */
static bool set_source(const pr_program *p, pr_node_id id, pr_aggregate *out) {
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_FILTER) {
        if (!is_laid_out(p, id)) {
            return false;
        }
        out->iteration = id;
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    out->attribute = n->data;
    return n->op == PR_OP_ATTRIBUTE;
}

/* The call of count or sum that is compared. */
static bool set_call(const pr_program *p, pr_node_id id, pr_aggregate *out) {
    const pr_node *n = pr_node_at(p, id);
    if (n->op != PR_OP_BUILTIN || n->count != 1) {
        return false;
    }
    pr_node_id of = pr_node_args(p, n)[0];
    if (n->data == PR_BUILTIN_COUNT) {
        bool facts = pr_listed_facts(p, of, &out->facts);
        out->kind = facts ? PR_AGGREGATE_FACTS : PR_AGGREGATE_COUNT;
        return facts || set_source(p, of, out);
    }
    const pr_node *path = pr_node_at(p, of);
    if (n->data != PR_BUILTIN_SUM || path->op != PR_OP_PATH ||
        !set_source(p, pr_node_args(p, path)[0], out)) {
        return false;
    }
    out->shape = pr_records_shape(&p->attributes[out->attribute]);
    int place = out->shape != NULL ? pr_shape_find(out->shape, p->names[path->data]) : -1;
    out->kind = PR_AGGREGATE_SUM;
    out->place = (uint16_t)place;
    return place >= 0;
}

bool pr_find_aggregate(const pr_program *p, pr_node_id id, pr_aggregate *out) {
    const pr_node *n = pr_node_at(p, id);
    while (n->op == PR_OP_CONDITION) {
        id = pr_node_args(p, n)[0];
        n = pr_node_at(p, id);
    }
    const pr_node_id *args = pr_node_args(p, n);
    *out = (pr_aggregate){.op = n->op, .iteration = PR_NONE};
    if (n->op == PR_OP_SOME || n->op == PR_OP_EVERY) {
        const pr_node *source = pr_node_at(p, args[0]);
        out->kind = PR_AGGREGATE_QUANTIFIED;
        out->iteration = id;
        out->attribute = source->data;
        return source->op == PR_OP_ATTRIBUTE && is_laid_out(p, id);
    }
    return n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL && pr_find_at_hand(p, args[1], &out->with) &&
           set_call(p, args[0], out);
}
