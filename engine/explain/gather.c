/* The parts of a condition that decide it: of a conjunction that holds all of them, of one that does not the one that
 * is proved most shortly; of a disjunction the other way round; of what is not known all that is not known. */
#include "explain/parts.h"

static bool gather(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out, uint32_t *others);

/* One of the alternatives is enough: the lightest; or all of them, each by itself. */
static bool choose(pr_explainer *x, const pr_node *n, pr_truth whole, bool wanted, pr_proofs *out,
                   uint32_t *others) {
    pr_proofs best = {0}, all = {0};
    uint32_t candidates = 0, best_weight = 0, best_others = 0;
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(x->vm->program, n)[i];
        if (pr_vm_holds(x->vm, arg) != whole) {
            continue;
        }
        pr_proofs parts = {0};
        uint32_t inner = 0;
        if (!gather(x, arg, wanted, &parts, &inner)) {
            return false;
        }
        if (x->all && parts.count > 0 &&
            !pr_proofs_add(x, &all, pr_proofs_as_one(x, &parts, whole, "these together"))) {
            return false;
        }
        uint32_t weight = pr_proofs_weight(&parts);
        if (candidates++ == 0 || weight < best_weight) {
            best = parts;
            best_weight = weight;
            best_others = inner;
        }
    }
    if (x->all && all.count > 0) {
        return pr_proofs_add(x, out, pr_proofs_as_one(x, &all, whole, "each of these is enough"));
    }
    *others += best_others + (candidates > 1 ? candidates - 1 : 0);
    return pr_proofs_add_all(x, out, &best);
}

static bool junction_apart(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out, uint32_t *others) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    pr_truth whole = pr_vm_holds(x->vm, id);
    bool one_decides = whole == (n->op == PR_OP_AND ? PR_FALSE : PR_TRUE);
    if (one_decides) {
        return choose(x, n, whole, wanted, out, others);
    }
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(x->vm->program, n)[i];
        if (pr_vm_holds(x->vm, arg) == whole && !gather(x, arg, wanted, out, others)) {
            return false;
        }
    }
    return true;
}

static bool junction(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out, uint32_t *others) {
    if ((pr_node_at(x->vm->program, id)->flags & PR_NODE_CLOSED) == 0) {
        return junction_apart(x, id, wanted, out, others);
    }
    const pr_apart *known = pr_explain_known_apart(x, id, wanted, false);
    pr_apart apart = {0};
    if (known != NULL) {
        apart = *known;
    } else if (!junction_apart(x, id, wanted, &apart.parts, &apart.others) ||
               !pr_explain_keep_apart(x, id, wanted, false, &apart)) {
        return false;
    }
    *others += known != NULL ? 0 : apart.others;
    return pr_proofs_add_all(x, out, &apart.parts);
}

static bool gather(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out, uint32_t *others) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    const pr_node_id *args = pr_node_args(x->vm->program, n);
    if (pr_node_is_whole(n)) {
        return pr_proofs_add(x, out, pr_explain_leaf(x, id, wanted));
    }
    pr_telling outer;
    const pr_node_id asked = pr_explain_begin_asked(x, id, &outer);
    if (asked != PR_NONE) {
        bool ok = gather(x, asked, wanted, out, others);
        pr_explain_end(x, outer);
        return ok;
    }
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return true;
    case PR_OP_AND:
    case PR_OP_OR: return junction(x, id, wanted, out, others);
    case PR_OP_NOT: return gather(x, args[0], !wanted, out, others);
    case PR_OP_CONDITION: return gather(x, args[0], wanted, out, others);
    case PR_OP_FACT: return pr_proofs_add(x, out, pr_explain_fact(x, n->data));
    case PR_OP_TUPLE: return pr_explain_test(x, n, false, out);
    default: return pr_proofs_add(x, out, pr_explain_leaf(x, id, wanted));
    }
}

bool pr_explain_gather(pr_explainer *x, pr_node_id node, pr_proofs *out, uint32_t *others) {
    return gather(x, node, true, out, others);
}
