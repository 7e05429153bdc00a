/* Expressions that conditions compare, `sum(courses.hours)`, `budget - loan`: those of which the value can be found
 * before the conditions are asked, without walking the graph (vm/measure.c). */
#include "compile/build.h"

#include "feel/builtin.h"

bool pr_measures_init(pr_build *b, pr_measures *out) {
    *out = (pr_measures){.build = b, .program = b->program};
    out->number_of = PR_NEW_ARRAY(b->arena, uint32_t, b->program->node_count + 1u);
    out->looked_at = PR_NEW_ARRAY(&b->drafting, bool, b->program->node_count + 1u);
    return out->number_of != NULL && out->looked_at != NULL;
}

bool pr_measures_ready(pr_measures *measures, const pr_at_hand *v) {
    return v->node == PR_NONE || (pr_node_at(measures->program, v->node)->flags & PR_NODE_FIXED) != 0 ||
           pr_measures_add(measures, v->node);
}

bool pr_measures_keys(pr_measures *measures, pr_node_id iteration, pr_selection *out) {
    const pr_program *p = measures->program;
    const pr_scan *scan = p->scan_of[iteration] != 0 ? &p->scans[p->scan_of[iteration] - 1] : NULL;
    if (scan == NULL || !scan->complete) {
        return false;
    }
    out->first = scan->first;
    out->count = scan->count;
    for (uint32_t i = 0; i < scan->count; i++) {
        const pr_scan_key *key = &p->scan_keys[scan->first + i];
        if (key->column == PR_NONE || !pr_measures_ready(measures, &key->with)) {
            return false;
        }
    }
    return true;
}

bool pr_measures_select(pr_measures *measures, pr_node_id list, pr_selection *out) {
    const pr_program *p = measures->program;
    const pr_node *n = pr_node_at(p, list);
    *out = (pr_selection){.attribute = PR_NONE};
    if (n->op == PR_OP_FILTER) {
        if (!pr_measures_keys(measures, list, out)) {
            return false;
        }
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    if (n->op != PR_OP_ATTRIBUTE) {
        return false;
    }
    out->attribute = n->data;
    out->shape = pr_records_shape(&p->attributes[n->data]);
    return true;
}

static bool set_operand(pr_measures *measures, pr_node_id id, pr_at_hand *out) {
    return pr_find_at_hand(measures->program, id, out) && pr_measures_ready(measures, out);
}

/* A field of what is selected. */
static bool set_field(pr_measures *measures, pr_node_id id, pr_measure *out) {
    const pr_program *p = measures->program;
    const pr_node *path = pr_node_at(p, id);
    if (path->op != PR_OP_PATH || !pr_measures_select(measures, pr_node_args(p, path)[0], &out->of)) {
        return false;
    }
    int place = out->of.shape != NULL ? pr_shape_find(out->of.shape, p->names[path->data]) : -1;
    out->place = (uint32_t)place;
    return place >= 0;
}

static bool is_call(const pr_node *n, pr_builtin function, uint32_t count) {
    return n->op == PR_OP_BUILTIN && n->data == function && n->count == count && n->extra == 0;
}

/* A field, or what is appended to it. */
static bool set_values(pr_measures *measures, pr_node_id id, pr_measure *out) {
    const pr_program *p = measures->program;
    const pr_node *n = pr_node_at(p, id);
    if (!is_call(n, PR_BUILTIN_APPEND, 2)) {
        return set_field(measures, id, out);
    }
    const pr_node_id *args = pr_node_args(p, n);
    return set_operand(measures, args[1], &out->b) && set_field(measures, args[0], out);
}

static bool set_count(pr_measures *measures, pr_node_id id, pr_measure *out) {
    const pr_program *p = measures->program;
    const pr_node *n = pr_node_at(p, id);
    out->kind = PR_MEASURE_COUNT;
    if (is_call(n, PR_BUILTIN_DISTINCT_VALUES, 1)) {
        out->kind = PR_MEASURE_DISTINCT;
        return set_field(measures, pr_node_args(p, n)[0], out);
    }
    return pr_measures_select(measures, id, &out->of);
}

static bool set_call(pr_measures *measures, const pr_node *n, pr_measure *out) {
    const pr_node_id *args = pr_node_args(measures->program, n);
    if (n->count != 1 || n->extra != 0) {
        return false;
    }
    switch ((pr_builtin)n->data) {
    case PR_BUILTIN_COUNT: return set_count(measures, args[0], out);
    case PR_BUILTIN_SUM: out->kind = PR_MEASURE_SUM; break;
    case PR_BUILTIN_MEAN: out->kind = PR_MEASURE_MEAN; break;
    case PR_BUILTIN_MIN: out->kind = PR_MEASURE_LEAST; break;
    case PR_BUILTIN_MAX: out->kind = PR_MEASURE_GREATEST; break;
    case PR_BUILTIN_STRING_LENGTH:
        out->kind = PR_MEASURE_LENGTH;
        return set_operand(measures, args[0], &out->a);
    default: return false;
    }
    return set_values(measures, args[0], out);
}

static bool set(pr_measures *measures, const pr_node *n, pr_measure *out) {
    const pr_node_id *args = pr_node_args(measures->program, n);
    switch ((pr_op)n->op) {
    case PR_OP_ADD: out->kind = PR_MEASURE_ADD; break;
    case PR_OP_SUBTRACT: out->kind = PR_MEASURE_SUBTRACT; break;
    case PR_OP_MULTIPLY: out->kind = PR_MEASURE_MULTIPLY; break;
    case PR_OP_BUILTIN: return set_call(measures, n, out);
    default: return false;
    }
    return set_operand(measures, args[0], &out->a) && set_operand(measures, args[1], &out->b);
}

bool pr_measures_add(pr_measures *measures, pr_node_id id) {
    const pr_node *n = pr_node_at(measures->program, id);
    const bool closed = (n->flags & (PR_NODE_CLOSED | PR_NODE_FACTS | PR_NODE_FIXED)) == PR_NODE_CLOSED;
    const pr_at_hand none = {PR_NONE, PR_NONE, pr_null()};
    pr_measure measure = {.node = id, .a = none, .b = none};
    if (!measures->looked_at[id]) {
        measures->looked_at[id] = true;
        if (closed && set(measures, n, &measure)) {
            measures->failed = measures->failed || !PR_PUSH(measures->build->arena, &measures->list, measure);
            measures->number_of[id] = measures->list.count;
        }
    }
    return measures->number_of[id] != 0;
}

static pr_measure *measure_of(const pr_measures *measures, const pr_at_hand *v) {
    const uint32_t number = v->attribute == PR_NONE && v->node != PR_NONE ? measures->number_of[v->node] : 0;
    return number != 0 ? &measures->list.items[number - 1] : NULL;
}

bool pr_measures_is_late(const pr_measures *measures, const pr_at_hand *v) {
    const pr_measure *measure = measure_of(measures, v);
    return measure != NULL && !measure->early;
}

void pr_measures_early(pr_measures *measures, const pr_at_hand *v) {
    pr_measure *measure = measure_of(measures, v);
    if (measure == NULL || measure->early) {
        return;
    }
    measure->early = true;
    pr_measures_early(measures, &measure->a);
    pr_measures_early(measures, &measure->b);
    for (uint32_t i = 0; i < measure->of.count; i++) {
        pr_measures_early(measures, &measures->program->scan_keys[measure->of.first + i].with);
    }
}

bool pr_make_measures(pr_measures *measures) {
    pr_program *p = measures->build->program;
    pr_measure *sorted = PR_NEW_ARRAY(measures->build->arena, pr_measure, measures->list.count + 1u);
    uint32_t count = 0;
    if (sorted == NULL || measures->failed) {
        return false;
    }
    for (int late = 0; late < 2; late++) {
        for (uint32_t i = 0; i < measures->list.count; i++) {
            if (measures->list.items[i].early == (late == 0)) {
                sorted[count++] = measures->list.items[i];
                measures->number_of[sorted[count - 1].node] = count;
            }
        }
        p->early_count = late == 0 ? count : p->early_count;
    }
    p->measures = sorted;
    p->measure_of = measures->number_of;
    return true;
}
