#include "explain/minimal.h"

#include "infer/infer.h"

typedef struct reduction {
    pr_vm *vm, *later;
    const pr_value *blank;
    pr_value *some; /* what is still known */
    const pr_goal *goal;
    pr_truth state;
    bool known; /* all slots of the goal */
    uint32_t others;
    pr_proof_marks met;
} reduction;

const pr_proof *pr_explain_goal(pr_explainer *x, const pr_goal *goal) {
    if (goal->fact != PR_NONE) {
        return pr_explain_fact(x, goal->fact);
    }
    return goal->tuple != NULL ? pr_explain_tuple(x, goal->relation, goal->tuple)
                               : pr_explain_absent(x, goal->relation, goal->slots, goal->lacking);
}

const pr_needs *pr_explain_goal_needs(pr_vm *vm, const pr_goal *goal) {
    if (goal->fact != PR_NONE) {
        return pr_vm_fact_needs(vm, goal->fact);
    }
    return goal->tuple != NULL ? goal->tuple->needs
                               : pr_vm_tuple_state_needs(vm, goal->relation, goal->slots);
}

static void keep_leaves(reduction *r, const pr_proof *p) {
    if (!pr_proof_mark(&r->met, p, &r->vm->arena)) {
        return;
    }
    r->others += p->others;
    if (p->kind == PR_PROOF_ATTRIBUTE && p->given) {
        r->some[p->number] = r->vm->attributes[p->number];
    }
    for (uint32_t i = 0; i < p->count && !r->vm->arena.failed; i++) {
        keep_leaves(r, p->from[i]);
    }
}

/* Nothing is known but the leaves. Where absence has a settled meaning there is no not knowing it. */
static void begin(reduction *r, const pr_proof *proof) {
    for (uint32_t i = 0; i < r->vm->program->vocabulary_count; i++) {
        bool settled = r->vm->program->attributes[i].absent != PR_NONE;
        r->some[i] = settled ? r->vm->attributes[i] : r->blank[i];
    }
    keep_leaves(r, proof);
}

static bool is_given(const reduction *r, uint32_t attribute) {
    return !pr_value_identical(r->some[attribute], r->blank[attribute]);
}

/* What is not known looks like what is not known. */
static bool are_alike(const pr_value *a, const pr_value *b, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        bool open = pr_value_has_unknown(a[i]);
        if (open != pr_value_has_unknown(b[i]) || (!open && !pr_value_same(a[i], b[i]))) {
            return false;
        }
    }
    return true;
}

/* The goal's tuple among those of the second machine. */
static const pr_tuple *same_tuple(const reduction *r) {
    const pr_table *table = &r->later->facts.tables[r->goal->relation];
    uint32_t count = r->vm->program->relations[r->goal->relation].slot_count;
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *tuple = table->tuples.items[i];
        if (tuple->state == r->state && are_alike(tuple->slots, r->goal->slots, count)) {
            return tuple;
        }
    }
    return NULL;
}

static bool same_fact(const reduction *r) {
    uint32_t number = r->goal->fact;
    const pr_fact *fact = &r->vm->program->facts[number];
    bool same = pr_vm_state(r->later, number) == r->state;
    if (same && !fact->constant && r->state == PR_TRUE) {
        const pr_value *now = pr_vm_fact_slots(r->vm, fact), *then = pr_vm_fact_slots(r->later, fact);
        same = now != NULL && then != NULL &&
               are_alike(now, then, r->vm->program->relations[fact->relation].slot_count);
    }
    return same;
}

/* Slots that are all known say by themselves what is meant, however it is concluded. */
static bool has_known_slots(const reduction *r) {
    uint32_t count = r->vm->program->relations[r->goal->relation].slot_count;
    bool known = r->goal->slots != NULL;
    for (uint32_t i = 0; known && i < count; i++) {
        known = !pr_value_has_unknown(r->goal->slots[i]);
    }
    return known;
}

static bool still_so(const reduction *r, pr_record record) {
    pr_vm_begin(r->later, r->some);
    pr_infer(r->later, record);
    if (r->later->status != PRECEPTOR_OK) {
        return false;
    }
    if (r->known) {
        return pr_vm_tuple_state(r->later, r->goal->relation, r->goal->slots) == r->state;
    }
    return r->goal->fact != PR_NONE ? same_fact(r) : same_tuple(r) != NULL;
}

/* What the second machine has for the goal. */
static pr_goal goal_again(const reduction *r) {
    pr_goal goal = *r->goal;
    pr_candidates c = {.relation = goal.relation, .wanted = goal.slots};
    goal.tuple = goal.tuple != NULL && !r->known ? same_tuple(r) : NULL;
    bool found = false;
    while (r->known && r->state == PR_TRUE && !found && pr_vm_next_candidate(r->later, &c)) {
        found = c.state == PR_TRUE && c.fits == PR_TRUE;
        goal.fact = found ? c.fact : goal.fact;
        goal.tuple = found ? c.tuple : goal.tuple;
    }
    return goal;
}

static bool reduce(reduction *r) {
    bool reduced = false;
    for (uint32_t i = 0; i < r->vm->program->vocabulary_count; i++) {
        if (!is_given(r, i) || r->vm->program->attributes[i].absent != PR_NONE) {
            continue;
        }
        pr_value held = r->some[i];
        r->some[i] = r->blank[i];
        if (still_so(r, PR_RECORD_NOTHING)) {
            reduced = true;
        } else {
            r->some[i] = held;
        }
    }
    return reduced;
}

/* What the second machine, which knows the rest alone, proves. Texts for people are made where all is known. */
static const pr_proof *prove_again(const reduction *r, const pr_explainer *x) {
    bool wanted = r->later->want_needs;
    r->later->want_needs = true;
    pr_explainer again;
    const pr_proof *proof = NULL;
    if (still_so(r, PR_RECORD_SUPPORTS) && pr_explainer_init(&again, r->later, r->vm, x->said, false)) {
        pr_goal goal = goal_again(r);
        proof = pr_explain_goal(&again, &goal);
    }
    r->later->want_needs = wanted;
    return proof;
}

const pr_proof *pr_explain_minimal(pr_explainer *x, pr_vm *later, const pr_value *blank, const pr_goal *goal,
                                   const pr_proof *proof) {
    pr_vm *vm = x->vm;
    uint32_t count = vm->program->vocabulary_count;
    reduction r = {.vm = vm, .later = later, .blank = blank, .goal = goal, .state = (pr_truth)proof->status};
    if (r.state == PR_UNDECIDED) {
        return proof;
    }
    r.known = has_known_slots(&r);
    r.some = PR_NEW_ARRAY(&vm->arena, pr_value, count + 1u);
    if (r.some == NULL) {
        return NULL;
    }
    begin(&r, proof);
    pr_vm_set_as_of(later, vm->as_of);
    /* Where the leaves alone do not give it, a limit was met: the proof as it is says what there is to say. */
    if (!still_so(&r, PR_RECORD_NOTHING) || !reduce(&r)) {
        return later->arena.failed || vm->arena.failed ? NULL : proof;
    }
    const pr_proof *again = prove_again(&r, x);
    pr_proof *out = again != NULL ? PR_NEW(&vm->arena, pr_proof) : NULL;
    if (out != NULL) {
        *out = *again;
        out->others = r.others;
    }
    return out;
}
