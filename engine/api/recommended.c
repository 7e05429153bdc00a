/* What recommends something: several rules may, and who asks why means all of them. */
#include "api/recommended.h"

#include "explain/parts.h"

const pr_value *pr_api_known_slots(pr_vm *vm, const pr_goal *goal) {
    const pr_relation *relation = &vm->program->relations[goal->relation];
    const pr_value *slots = pr_vm_fact_slots(vm, &vm->program->facts[goal->fact]);
    for (uint32_t i = 0; slots != NULL && i < relation->slot_count; i++) {
        slots = pr_value_has_unknown(slots[i]) ? NULL : slots;
    }
    return slots;
}

const pr_recommendation *pr_api_shown(const pr_advice *advice, pr_text id) {
    for (uint32_t i = 0; i < advice->recommendation_count; i++) {
        if (pr_text_equal(advice->recommendations[i].id, id)) {
            return &advice->recommendations[i];
        }
    }
    return NULL;
}

static bool is_shown(pr_vm *vm, const pr_goal *goal, const pr_recommendation *shown) {
    const pr_relation *r = &vm->program->relations[goal->relation];
    const pr_value *slots =
        goal->tuple != NULL ? goal->tuple->slots : pr_vm_fact_slots(vm, &vm->program->facts[goal->fact]);
    int text = pr_shape_find(r->shape, PR_TEXT("text")), rank = pr_shape_find(r->shape, PR_TEXT("priority"));
    return shown != NULL && slots != NULL && text >= 0 && rank >= 0 && slots[text].kind == PR_STRING &&
           slots[rank].kind == PR_STRING && pr_text_equal(pr_string_text(slots[text]), shown->text) &&
           pr_text_equal(pr_string_text(slots[rank]), shown->priority);
}

static void add_goal(pr_vm *vm, pr_recommended *r, pr_goal goal, pr_truth state,
                     const pr_recommendation *shown) {
    if (state == PR_FALSE || state == PR_NEITHER ||
        (r->count > 0 && r->state == PR_TRUE && state != PR_TRUE)) {
        return;
    }
    r->count = r->count > 0 && r->state == state ? r->count : 0;
    r->state = state;
    r->goals[r->count++] = goal;
    if (is_shown(vm, &goal, shown)) {
        r->goals[r->count - 1] = r->goals[0];
        r->goals[0] = goal;
    }
}

bool pr_api_find_recommended(pr_vm *vm, const pr_conclusion *c, const pr_recommendation *shown,
                             pr_recommended *out) {
    *out = (pr_recommended){0};
    if (c->tuples == NULL) {
        return true;
    }
    out->goals = PR_NEW_ARRAY(&vm->arena, pr_goal, c->fact_count + c->tuple_count + 1u);
    for (uint32_t i = 0; out->goals != NULL && i < c->fact_count; i++) {
        const pr_goal goal = {.fact = c->facts[i], .relation = c->relation};
        add_goal(vm, out, goal, pr_vm_state(vm, c->facts[i]), shown);
    }
    for (uint32_t i = 0; out->goals != NULL && i < c->tuple_count; i++) {
        const pr_tuple *t = c->tuples[i];
        const pr_goal goal = {.fact = PR_NONE, .relation = c->relation, .slots = t->slots, .tuple = t};
        add_goal(vm, out, goal, (pr_truth)t->state, shown);
    }
    return out->goals != NULL;
}

const pr_proof *pr_api_prove_recommended(pr_explainer *x, const pr_recommended *r, pr_goal *goal) {
    pr_proofs all = {0};
    for (uint32_t i = 0; i < (x->all ? r->count : 1); i++) {
        const pr_proof *one = pr_explain_goal(x, &r->goals[i]);
        if (one == NULL || !PR_PUSH(&x->vm->arena, &all, one)) {
            return NULL;
        }
    }
    *goal = r->goals[0];
    goal->slots = goal->fact != PR_NONE ? pr_api_known_slots(x->vm, goal) : goal->slots;
    if (all.count < 2) {
        return all.count == 1 ? all.items[0] : NULL;
    }
    pr_proof *together = pr_proof_new(x, PR_PROOF_FACT, r->state);
    if (together != NULL) {
        together->claim = all.items[0]->claim;
        together->fact = all.items[0]->fact;
        pr_proof_rests_on(together, &all, 1);
    }
    return together;
}
