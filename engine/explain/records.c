/* What each record of a list does for a condition: what it adds to a count or a sum, whether it fits, and what was
 * looked at where it does not. */
#include "advise/parts.h"
#include "explain/parts.h"

#include "feel/builtin.h"

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

pr_truth pr_explain_passes(pr_explainer *x, const pr_node *over, pr_value record) {
    pr_vm *vm = x->vm;
    pr_value *outer = pr_vm_enter_frame(vm, over);
    vm->locals[over->extra] = record;
    pr_truth there = pr_vm_holds(vm, pr_node_args(vm->program, over)[1]);
    pr_vm_leave_frame(vm, over, outer);
    return there;
}

/* Adds "weeks is 2; setting is home": what a predicate looks at in a record. */
static void say_members(pr_explainer *x, uint32_t walk, pr_node_id id, uint32_t local, pr_value record,
                        pr_text *out, uint32_t depth) {
    pr_vm *vm = x->vm;
    const pr_program *p = vm->program;
    const pr_node *n = pr_node_at(p, id);
    if (n->op == PR_OP_PATH && pr_node_at(p, pr_node_args(p, n)[0])->op == PR_OP_LOCAL &&
        pr_node_at(p, pr_node_args(p, n)[0])->data == local) {
        pr_text name = p->names[n->data];
        pr_text said = pr_advise_say_value(vm, pr_vm_path(vm, id, record, name, n->extra));
        *out = pr_text_format(&vm->arena, "%.*s%s%.*s is %.*s", PR_ARG(*out), out->length > 0 ? "; " : "",
                              PR_ARG(name), PR_ARG(said));
        return;
    }
    for (uint32_t i = 0; i < n->count && depth < PR_LIMIT_PROOF_DEPTH; i++) {
        if (out->length >= PR_LIMIT_PROOF_RECORD_TEXT) {
            bool told = out->at[out->length - 1] == '.';
            *out = told ? *out : pr_text_format(&vm->arena, "%.*s; ...", PR_ARG(*out));
            return;
        }
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && (pr_node_at(p, arg)->flags & PR_NODE_CLOSED) == 0 &&
            pr_explain_is_new(x, walk, arg)) {
            say_members(x, walk, arg, local, record, out, depth + 1);
        }
    }
}

/* "rotations[1] does not count: weeks is 2". */
static bool add_judged(pr_explainer *x, const pr_node *over, uint32_t attribute, uint32_t number,
                       pr_value record, pr_truth there, const char *verb, pr_proofs *out) {
    static const char *const words[] = {[PR_FALSE] = "does not ", [PR_TRUE] = "", [PR_UNDECIDED] = "may "};
    pr_vm *vm = x->vm;
    pr_proof *proof = pr_proof_new(x, PR_PROOF_RECORD, there);
    if (proof == NULL) {
        return false;
    }
    pr_text said = {0};
    if (record.kind == PR_CONTEXT) {
        say_members(x, pr_explain_begin_walk(x), pr_node_args(vm->program, over)[1], over->extra, record,
                    &said, 0);
    } else {
        said = pr_text_format(&vm->arena, "it is %.*s", PR_ARG(pr_advise_say_value(vm, record)));
    }
    proof->weight = 0;
    proof->attribute =
        pr_text_format(&vm->arena, "%.*s[%u]", PR_ARG(vm->program->attributes[attribute].path), number);
    proof->found = said;
    proof->at = pr_explain_item_place(x, attribute, number, (pr_text){0});
    proof->claim =
        pr_text_format(&vm->arena, "%.*s %s%s%s%s%.*s", PR_ARG(proof->attribute), words[there], verb,
                       there == PR_TRUE ? "s" : "", said.length > 0 ? ": " : "", PR_ARG(said));
    return pr_proofs_add(x, out, proof);
}

static bool add_record(pr_explainer *x, const total *t, pr_value record, uint32_t number, bool misses,
                       pr_proofs *out) {
    pr_vm *vm = x->vm;
    const pr_program *p = vm->program;
    pr_truth there = t->filter != NULL ? pr_explain_passes(x, t->filter, record) : PR_TRUE;
    if (there == PR_FALSE) {
        return !misses || add_judged(x, t->filter, t->attribute, number, record, there, "count", out);
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
        proof->at = pr_explain_item_place(x, t->attribute, number, p->names[t->path->data]);
        proof->claim =
            pr_text_format(&vm->arena, "%.*s %s %.*s", PR_ARG(proof->attribute), may, PR_ARG(proof->found));
        proof->status = v.kind == PR_UNKNOWN ? PR_UNDECIDED : proof->status;
    } else {
        proof->found = there == PR_TRUE ? PR_TEXT("1") : PR_TEXT("not known");
        proof->at = pr_explain_item_place(x, t->attribute, number, (pr_text){0});
        proof->claim = pr_text_format(&vm->arena, "%.*s %s", PR_ARG(proof->attribute),
                                      there == PR_TRUE ? "counts" : "may count");
    }
    return pr_proofs_add(x, out, proof);
}

static bool add_rest(pr_explainer *x, uint32_t attribute, uint32_t count, pr_proofs *out) {
    pr_text list = x->vm->program->attributes[attribute].path;
    return pr_explain_say_more(
        x, pr_text_format(&x->vm->arena, "%u more of %.*s: not told one by one", count, PR_ARG(list)), out);
}

static bool add_total(pr_explainer *x, const pr_node *call, bool misses, pr_proofs *out) {
    total t;
    if (!find_total(x->vm->program, call, &t)) {
        return true;
    }
    pr_value list = pr_vm_attribute(x->vm, t.attribute);
    uint32_t before = out->count;
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        if (out->count - before >= PR_LIMIT_PROOF_RECORDS) {
            return add_rest(x, t.attribute, list.list->count - i, out);
        }
        if (!add_record(x, &t, list.list->items[i], i + 1, misses, out)) {
            return false;
        }
    }
    return true;
}

/* Of `some` that holds the records that fit, of `every` that does not those that do not; else those that are as they
 * must not be. */
static bool add_quantified(pr_explainer *x, pr_node_id id, pr_proofs *out) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    const pr_node *of = pr_node_at(x->vm->program, pr_node_args(x->vm->program, n)[0]);
    pr_value list = of->op == PR_OP_ATTRIBUTE ? pr_vm_attribute(x->vm, of->data) : pr_null();
    pr_truth whole = pr_vm_holds(x->vm, id);
    if (n->op == PR_OP_EVERY && whole == PR_TRUE) {
        return true;
    }
    uint32_t before = out->count;
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        if (out->count - before >= PR_LIMIT_PROOF_RECORDS) {
            return add_rest(x, of->data, list.list->count - i, out);
        }
        pr_truth there = pr_explain_passes(x, n, list.list->items[i]);
        bool telling = n->op == PR_OP_SOME ? (whole == PR_TRUE) == (there == PR_TRUE) : there != PR_TRUE;
        if (telling && !add_judged(x, n, of->data, i + 1, list.list->items[i], there, "fit", out)) {
            return false;
        }
    }
    return true;
}

static bool records_at(pr_explainer *x, uint32_t walk, pr_node_id id, bool misses, pr_proofs *out,
                       uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    bool totals =
        n->op == PR_OP_BUILTIN && n->count == 1 && (n->data == PR_BUILTIN_SUM || n->data == PR_BUILTIN_COUNT);
    bool quantified = n->op == PR_OP_SOME || n->op == PR_OP_EVERY;
    if ((totals && !add_total(x, n, misses, out)) || (quantified && !add_quantified(x, id, out))) {
        return false;
    }
    for (uint32_t i = 0; i < n->count && depth < PR_LIMIT_PROOF_DEPTH; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && !pr_explain_binds(n, i) && pr_explain_is_new(x, walk, arg) &&
            !records_at(x, walk, arg, misses, out, depth + 1)) {
            return false;
        }
    }
    return true;
}

/* Which record of an attribute's list an item is, from 1; 0: none. */
static uint32_t number_of(pr_explainer *x, pr_node_id source, pr_value item) {
    const pr_node *n = pr_node_at(x->vm->program, source);
    pr_value list = n->op == PR_OP_ATTRIBUTE ? pr_vm_attribute(x->vm, n->data) : pr_null();
    for (uint32_t i = 0; list.kind == PR_LIST && item.kind == PR_CONTEXT && i < list.list->count; i++) {
        if (list.list->items[i].kind == PR_CONTEXT && list.list->items[i].context == item.context) {
            return i + 1;
        }
    }
    return 0;
}

pr_text pr_explain_record(pr_explainer *x, pr_node_id source, pr_value item) {
    const pr_program *p = x->vm->program;
    uint32_t number = number_of(x, source, item);
    pr_text said = {0};
    if (number > 0) {
        pr_text list = p->attributes[pr_node_at(p, source)->data].path;
        said = pr_text_format(&x->vm->arena, "%.*s[%u]", PR_ARG(list), number);
    }
    return said;
}

pr_span pr_explain_item_place(const pr_explainer *x, uint32_t attribute, uint32_t number, pr_text name) {
    const pr_schema *schema = x->vm->program->attributes[attribute].schema;
    const pr_item_places *of =
        x->said != NULL && schema->kind == PR_SCHEMA_LIST ? &x->said->items[attribute] : NULL;
    const bool record = of != NULL && schema->element->kind == PR_SCHEMA_RECORD;
    int position = name.length > 0 && record ? pr_shape_find(schema->element->shape, name) : -1;
    if (of == NULL || number == 0 || number > of->count || (name.length > 0 && position < 0)) {
        return (pr_span){0};
    }
    return pr_origin_whole(&of->items[number - 1][position + 1]);
}

pr_span pr_explain_member_place(pr_explainer *x, pr_node_id source, pr_value item, pr_text name) {
    uint32_t number = number_of(x, source, item);
    pr_span place = {0};
    if (number > 0) {
        place = pr_explain_item_place(x, pr_node_at(x->vm->program, source)->data, number, name);
    }
    return place;
}

bool pr_explain_records(pr_explainer *x, pr_node_id node, bool misses, pr_proofs *out) {
    return records_at(x, pr_explain_begin_walk(x), node, misses, out, 0);
}
