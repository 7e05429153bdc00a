/* count, sum, min, max and mean over a list of the profile, filtered by keys that have columns, reduced to a member or
 * appended to, and over the rows of a table that hold: the value in one go, where every item that counts is known.
 * Whatever is not plain is left to fold.c. */
#include "vm/scan.h"

#include "feel/builtin.h"

typedef struct total {
    pr_vm *vm;
    pr_builtin function;
    const pr_list *list;
    uint64_t passing;        /* which of its records, a bit each */
    const pr_node *path;     /* of the member, or NULL */
    const pr_node *appended; /* the call of append around it, or NULL */
} total;

/* What is appended is evaluated once then, also where the quick way is left after all. */
static bool is_closed(const pr_program *p, const pr_node *append) {
    bool closed = true;
    for (uint32_t i = 1; i < append->count; i++) {
        closed = closed && (pr_node_at(p, p->args[append->first + i])->flags & PR_NODE_CLOSED) != 0;
    }
    return closed;
}

/* Tuples that loops find; constant ones are counted by their states. */
static bool lists_tuples(const pr_program *p, const pr_node *n) {
    return n->op == PR_OP_RELATION && !p->relations[n->data].pure;
}

/* The function's argument taken apart. False where it is another list, or too much of it is not known. */
static bool find_list(total *t, pr_node_id id) {
    const pr_program *p = t->vm->program;
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_BUILTIN && n->data == PR_BUILTIN_APPEND && n->count > 0 && is_closed(p, n)) {
        t->appended = n;
        n = pr_node_at(p, p->args[n->first]);
    }
    if (n->op == PR_OP_PATH) {
        t->path = n;
        n = pr_node_at(p, p->args[n->first]);
    }
    uint32_t scan = 0;
    if (n->op == PR_OP_FILTER) {
        scan = p->scan_of[n - p->nodes];
        n = scan != 0 && p->scans[scan - 1].complete ? pr_node_at(p, p->args[n->first]) : n;
    }
    pr_value v = n->op == PR_OP_ATTRIBUTE          ? pr_vm_attribute(t->vm, n->data)
                 : lists_tuples(p, n) && scan == 0 ? pr_vm_value(t->vm, (pr_node_id)(n - p->nodes))
                                                   : pr_null();
    if (v.kind != PR_LIST || v.list->uncertain || v.list->count > PR_COLUMN_RECORDS ||
        t->vm->step_limit - t->vm->steps <= v.list->count) {
        return false;
    }
    pr_passing which = pr_scan_all(v.list);
    t->list = v.list;
    if (scan != 0 && !pr_scan_passing(t->vm, &p->scans[scan - 1], v.list, &which)) {
        return false;
    }
    t->passing = which.certain;
    return which.certain == which.possible && (t->appended == NULL || t->function != PR_BUILTIN_COUNT);
}

/* The value of a record that counts; null where it is not at hand. */
static pr_value value_of(const total *t, pr_value item) {
    if (t->path == NULL) {
        return item;
    }
    const pr_context *c = item.kind == PR_CONTEXT ? item.context : NULL;
    const uint32_t place = t->path->extra;
    bool there = c != NULL && place > 0 && place <= c->shape->count &&
                 pr_text_equal(c->shape->names[place - 1], t->vm->program->names[t->path->data]);
    return there ? c->values[place - 1] : pr_null();
}

/* False where they are not both numbers or, of the least and greatest, days. */
static bool join(const total *t, pr_value v, bool first, pr_value *io) {
    if (t->function == PR_BUILTIN_SUM || t->function == PR_BUILTIN_MEAN) {
        *io = first ? v : v.kind == PR_NUMBER ? pr_number_add(*io, v, &t->vm->arena) : pr_null();
        return io->kind == PR_NUMBER;
    }
    if (first) {
        *io = v;
        return v.kind == PR_NUMBER || v.kind == PR_DATE;
    }
    if (v.kind != io->kind) {
        return false;
    }
    int order = pr_value_order(v, *io);
    *io = (t->function == PR_BUILTIN_MIN ? order < 0 : order > 0) ? v : *io;
    return true;
}

/* False where nothing counts, too: the functions over whole lists say what comes of that. */
static bool join_all(const total *t, uint32_t *count, pr_value *out) {
    *count = 0;
    for (uint64_t left = t->passing; left != 0; left &= left - 1) {
        if (!join(t, value_of(t, t->list->items[__builtin_ctzll(left)]), *count == 0, out)) {
            return false;
        }
        *count += 1;
    }
    for (uint32_t i = 1; t->appended != NULL && i < t->appended->count; i++) {
        pr_value v = pr_vm_fetch(t->vm, t->vm->program->args[t->appended->first + i]);
        if (!join(t, v, *count == 0, out)) {
            return false;
        }
        *count += 1;
    }
    return *count > 0;
}

/* Of `[{hit: ..., value: ...}, ...][hit].value` the list; NULL where the argument is something else. */
static const pr_node *find_rows(const pr_program *p, pr_node_id id, const pr_node **value,
                                const pr_node **hit) {
    *value = pr_node_at(p, id);
    const pr_node *filter = (*value)->op == PR_OP_PATH ? pr_node_at(p, p->args[(*value)->first]) : NULL;
    if (filter == NULL || filter->op != PR_OP_FILTER) {
        return NULL;
    }
    const pr_node *list = pr_node_at(p, p->args[filter->first]);
    *hit = pr_node_at(p, p->args[filter->first + 1]);
    const pr_node *of = (*hit)->op == PR_OP_PATH ? pr_node_at(p, p->args[(*hit)->first]) : NULL;
    bool fits = of != NULL && of->op == PR_OP_LOCAL && of->data == filter->extra && list->op == PR_OP_LIST &&
                (list->flags & PR_NODE_CLOSED) != 0;
    return fits ? list : NULL;
}

/* The node of a row's member; PR_NONE where it is not made of nodes, or has none of this name. */
static pr_node_id member_of_row(const pr_program *p, pr_node_id row, const pr_node *path) {
    const pr_node *n = pr_node_at(p, row);
    int place = n->op == PR_OP_CONTEXT ? pr_shape_find(p->shapes[n->data], p->names[path->data]) : -1;
    return place >= 0 ? p->args[n->first + (uint32_t)place] : PR_NONE;
}

/* Rows are conditions of facts, too, which the circuit may know by now. */
static pr_truth row_holds(pr_vm *vm, pr_node_id row) {
    const pr_literal *literals = vm->program->node_literals;
    const pr_literal literal = literals != NULL ? literals[row] : PR_NONE;
    const uint8_t bits = literal != PR_NONE ? vm->literals[literal] : PR_NOT_ASKED;
    return bits != PR_NOT_ASKED ? pr_kept_truth(bits) : pr_vm_holds(vm, row);
}

/* What a table's rows that hold come to, as its ground form lists them. What a row says that does not hold is not
 * evaluated. (All that is evaluated is kept: nothing is done twice where the quick way is left after all.) */
static bool total_of_rows(const total *t, pr_node_id id, pr_value *out) {
    const pr_program *p = t->vm->program;
    const pr_node *value, *hit, *list = find_rows(p, id, &value, &hit);
    int64_t count = 0;
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        pr_node_id row = p->args[list->first + i], holds = member_of_row(p, row, hit),
                   says = member_of_row(p, row, value);
        pr_truth there = holds != PR_NONE && says != PR_NONE ? row_holds(t->vm, holds) : PR_UNDECIDED;
        if (there == PR_FALSE) {
            continue;
        }
        bool counts = t->function == PR_BUILTIN_COUNT;
        if (there != PR_TRUE || (!counts && !join(t, pr_vm_fetch(t->vm, says), count == 0, out))) {
            return false;
        }
        count++;
    }
    if (list != NULL && t->function == PR_BUILTIN_COUNT) {
        *out = pr_integer(count);
        return true;
    }
    return list != NULL && count > 0 && t->function != PR_BUILTIN_MEAN;
}

bool pr_vm_total(pr_vm *vm, const pr_node *call, pr_value *out) {
    total t = {.vm = vm, .function = (pr_builtin)call->data};
    switch (t.function) {
    case PR_BUILTIN_COUNT:
    case PR_BUILTIN_SUM:
    case PR_BUILTIN_MIN:
    case PR_BUILTIN_MAX:
    case PR_BUILTIN_MEAN: break;
    default: return false;
    }
    if (call->count != 1 || !pr_vm_is_quick(vm) || vm->program->scan_of == NULL) {
        return false;
    }
    uint32_t count;
    if (t.function == PR_BUILTIN_COUNT && pr_vm_count_tuples(vm, vm->program->args[call->first], &count)) {
        *out = pr_integer(count);
        return true;
    }
    if (!find_list(&t, vm->program->args[call->first])) {
        return total_of_rows(&t, vm->program->args[call->first], out);
    }
    if (t.function == PR_BUILTIN_COUNT) {
        *out = pr_integer(__builtin_popcountll(t.passing));
    } else if (!join_all(&t, &count, out)) {
        return false;
    } else if (t.function == PR_BUILTIN_MEAN) {
        *out = pr_number_divide(*out, pr_integer(count), &vm->arena);
    }
    vm->steps += t.list->count;
    return out->kind == PR_NUMBER || out->kind == PR_DATE;
}
