/* Which facts some profile could make hold, as far as rules and what is constant say: what the profile looks like is
 * left open, so a fact that is not possible cannot be concluded whatever anybody does. */
#include "explain/parts.h"

static bool can(const pr_explainer *x, pr_node_id id, bool wanted);

static bool any_can(const pr_explainer *x, const pr_node *n, bool wanted, bool all) {
    for (uint32_t i = 0; i < n->count; i++) {
        if (can(x, pr_node_args(x->vm->program, n)[i], wanted) != all) {
            return !all;
        }
    }
    return all;
}

static bool can_relation(const pr_explainer *x, uint32_t number) {
    const pr_relation *r = &x->vm->program->relations[number];
    bool some = r->loop_count > 0;
    for (uint32_t i = 0; i < r->fact_count && !some; i++) {
        some = x->possible[r->facts[i]] != 0;
    }
    return some;
}

static bool look(const pr_explainer *x, pr_node_id id, bool wanted) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return pr_is_true(p->constants[n->data]) == wanted;
    case PR_OP_NOT: return can(x, pr_node_args(p, n)[0], !wanted);
    case PR_OP_CONDITION: return can(x, pr_node_args(p, n)[0], wanted);
    case PR_OP_AND: return any_can(x, n, wanted, wanted);
    case PR_OP_OR: return any_can(x, n, wanted, !wanted);
    case PR_OP_FACT: return !wanted || x->possible[n->data] != 0;
    case PR_OP_TUPLE: return !wanted || can_relation(x, n->data);
    default: return true;
    }
}

enum { CAN_BE_TRUE = 1, CANNOT_BE_TRUE = 2, CAN_BE_FALSE = 4, CANNOT_BE_FALSE = 8 };

/* Nodes are shared, so each is looked at once. */
static bool can(const pr_explainer *x, pr_node_id id, bool wanted) {
    uint8_t *known = &x->possible_nodes[id];
    uint8_t yes = wanted ? CAN_BE_TRUE : CAN_BE_FALSE, no = wanted ? CANNOT_BE_TRUE : CANNOT_BE_FALSE;
    if ((*known & (yes | no)) == 0) {
        *known = (uint8_t)(*known | (look(x, id, wanted) ? yes : no));
    }
    return (*known & yes) != 0;
}

static bool can_fact(const pr_explainer *x, uint32_t number) {
    const pr_fact *fact = &x->vm->program->facts[number];
    bool some = pr_vm_state(x->vm, number) != PR_FALSE;
    for (uint32_t i = 0; i < fact->body_count && !some; i++) {
        some = can(x, fact->bodies[i].node, true);
    }
    return some;
}

/* A round over a stratum; true when there was something new. */
static bool widen(pr_explainer *x, const pr_stratum *stratum) {
    bool wider = false;
    for (uint32_t i = 0; i < stratum->count; i++) {
        uint32_t fact = x->vm->program->units[stratum->first + i].fact;
        if (fact != PR_NONE && x->possible[fact] == 0 && can_fact(x, fact)) {
            x->possible[fact] = 1;
            wider = true;
        }
    }
    for (uint32_t i = 0; wider && i < stratum->again_count; i++) {
        x->possible_nodes[stratum->again[i]] = 0;
    }
    return wider;
}

static bool find_all(pr_explainer *x) {
    const pr_program *p = x->vm->program;
    x->possible = PR_NEW_ARRAY(&x->vm->arena, uint8_t, p->fact_count + 1u);
    x->possible_nodes = PR_NEW_ARRAY(&x->vm->arena, uint8_t, p->node_count + 1u);
    if (x->possible == NULL || x->possible_nodes == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < p->stratum_count; s++) {
        while (widen(x, &p->strata[s]) && p->strata[s].recursive) {
        }
    }
    return true;
}

bool pr_explain_possible(pr_explainer *x, pr_node_id node, bool *out) {
    if (x->possible == NULL && !find_all(x)) {
        return false;
    }
    *out = can(x, node, true);
    return true;
}
