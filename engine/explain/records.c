/* What each record of a list adds to a count or a sum: "2 in rotations[1]". */
#include "advise/parts.h"
#include "explain/parts.h"

#include "feel/builtin.h"

enum { MOST_RECORDS = 40, MOST_DEPTH = 60 };

/* A count or sum over the records of an attribute, of which a filter lets some pass and a path takes a member. */
typedef struct total {
    const pr_node *filter; /* or NULL */
    const pr_node *path;   /* or NULL */
    uint32_t attribute;
    bool sums;
} total;

static bool find_total(const pr_program *p, const pr_node *call, total *out) {
    const pr_node *n = pr_node_at(p, pr_node_args(p, call)[0]);
    *out = (total){.sums = call->data == PR_BUILTIN_SUM};
    if (n->op == PR_OP_BUILTIN && n->data == PR_BUILTIN_APPEND && n->count > 0) {
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    if (n->op == PR_OP_PATH) {
        out->path = n;
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    if (n->op == PR_OP_FILTER) {
        out->filter = n;
        n = pr_node_at(p, pr_node_args(p, n)[0]);
    }
    out->attribute = n->data;
    return n->op == PR_OP_ATTRIBUTE && (out->path != NULL || !out->sums);
}

static pr_truth passes(pr_explainer *x, const total *t, pr_value record) {
    if (t->filter == NULL) {
        return PR_TRUE;
    }
    pr_vm *vm = x->vm;
    pr_value *outer = pr_vm_enter_frame(vm, t->filter);
    vm->locals[t->filter->extra] = record;
    pr_truth there = pr_vm_holds(vm, pr_node_args(vm->program, t->filter)[1]);
    pr_vm_leave_frame(vm, t->filter, outer);
    return there;
}

static bool add_record(pr_explainer *x, const total *t, pr_value record, uint32_t number, pr_proofs *out) {
    pr_vm *vm = x->vm;
    const pr_program *p = vm->program;
    pr_truth there = passes(x, t, record);
    if (there == PR_FALSE) {
        return true;
    }
    pr_text list = p->attributes[t->attribute].path;
    pr_proof *proof = pr_proof_new(x, PR_PROOF_RECORD, there);
    if (proof == NULL) {
        return false;
    }
    proof->weight = 0;
    proof->attribute = pr_text_format(&vm->arena, "%.*s[%u]", PR_ARG(list), number);
    const char *may = there == PR_UNDECIDED ? "may add" : "adds";
    if (t->path != NULL && t->sums) {
        pr_value v = pr_vm_path(vm, 0, record, p->names[t->path->data], t->path->extra);
        proof->found = pr_advise_say_value(vm, v);
        proof->claim =
            pr_text_format(&vm->arena, "%.*s %s %.*s", PR_ARG(proof->attribute), may, PR_ARG(proof->found));
        proof->status = v.kind == PR_UNKNOWN ? PR_UNDECIDED : proof->status;
    } else {
        proof->found = there == PR_TRUE ? PR_TEXT("1") : PR_TEXT("not known");
        proof->claim = pr_text_format(&vm->arena, "%.*s %s", PR_ARG(proof->attribute),
                                      there == PR_TRUE ? "counts" : "may count");
    }
    return pr_proofs_add(x, out, proof);
}

static bool add_total(pr_explainer *x, const pr_node *call, pr_proofs *out) {
    total t;
    if (!find_total(x->vm->program, call, &t)) {
        return true;
    }
    pr_value list = pr_vm_attribute(x->vm, t.attribute);
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count && i < MOST_RECORDS; i++) {
        if (!add_record(x, &t, list.list->items[i], i + 1, out)) {
            return false;
        }
    }
    return true;
}

static bool records_at(pr_explainer *x, pr_node_id id, pr_proofs *out, uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    bool totals =
        n->op == PR_OP_BUILTIN && n->count == 1 && (n->data == PR_BUILTIN_SUM || n->data == PR_BUILTIN_COUNT);
    if (totals && !add_total(x, n, out)) {
        return false;
    }
    for (uint32_t i = 0; i < n->count && depth < MOST_DEPTH; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && !records_at(x, arg, out, depth + 1)) {
            return false;
        }
    }
    return true;
}

pr_text pr_explain_record(pr_explainer *x, pr_node_id source, pr_value item) {
    const pr_node *n = pr_node_at(x->vm->program, source);
    pr_value list = n->op == PR_OP_ATTRIBUTE ? pr_vm_attribute(x->vm, n->data) : pr_null();
    for (uint32_t i = 0; list.kind == PR_LIST && item.kind == PR_CONTEXT && i < list.list->count; i++) {
        if (list.list->items[i].kind == PR_CONTEXT && list.list->items[i].context == item.context) {
            return pr_text_format(&x->vm->arena, "%.*s[%u]", PR_ARG(x->vm->program->attributes[n->data].path),
                                  i + 1);
        }
    }
    return (pr_text){0};
}

bool pr_explain_records(pr_explainer *x, pr_node_id node, pr_proofs *out) {
    return records_at(x, node, out, 0);
}
