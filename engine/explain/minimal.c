#include "explain/minimal.h"

#include "infer/infer.h"

typedef struct reduction {
    pr_vm *vm, *later;
    const pr_value *blank;
    pr_value *some; /* what is still known */
    uint32_t fact;
    uint32_t others;
} reduction;

/* Shared parts may be reached many times; a mark on an attribute is set once. */
static void keep_leaves(reduction *r, const pr_proof *p, uint32_t depth) {
    r->others += p->others;
    if (p->kind == PR_PROOF_ATTRIBUTE && p->given) {
        r->some[p->number] = r->vm->attributes[p->number];
    }
    for (uint32_t i = 0; i < p->count && depth < 2000; i++) {
        keep_leaves(r, p->from[i], depth + 1);
    }
}

static bool is_given(const reduction *r, uint32_t attribute) {
    const pr_value *v = &r->some[attribute];
    return memcmp(v, &r->blank[attribute], sizeof *v) != 0;
}

static bool still_so(reduction *r) {
    pr_vm_begin(r->later, r->some);
    pr_infer(r->later, PR_RECORD_NOTHING);
    return r->later->status == PRECEPTOR_OK &&
           r->later->facts.states[r->fact] == r->vm->facts.states[r->fact];
}

static bool reduce(reduction *r) {
    bool reduced = false;
    for (uint32_t i = 0; i < r->vm->program->vocabulary_count; i++) {
        /* Where absence has a settled meaning there is no not knowing it. */
        if (!is_given(r, i) || r->vm->program->attributes[i].absent != PR_NONE) {
            continue;
        }
        pr_value held = r->some[i];
        r->some[i] = r->blank[i];
        if (still_so(r)) {
            reduced = true;
        } else {
            r->some[i] = held;
        }
    }
    return reduced;
}

const pr_proof *pr_explain_minimal(pr_explainer *x, pr_vm *later, const pr_value *blank, uint32_t fact,
                                   const pr_proof *proof) {
    pr_vm *vm = x->vm;
    uint32_t count = vm->program->vocabulary_count;
    reduction r = {.vm = vm, .later = later, .blank = blank, .fact = fact};
    r.some = PR_NEW_ARRAY(&vm->arena, pr_value, count + 1u);
    if (r.some == NULL) {
        return NULL;
    }
    memcpy(r.some, blank, count * sizeof *r.some);
    keep_leaves(&r, proof, 0);
    pr_vm_set_as_of(later, vm->as_of);
    /* Where the leaves alone do not give it, a limit was met: the proof as it is says what there is to say. */
    if (!still_so(&r) || !reduce(&r)) {
        return later->arena.failed ? NULL : proof;
    }
    bool wanted = later->want_needs;
    later->want_needs = true;
    pr_vm_begin(later, r.some);
    pr_infer(later, PR_RECORD_SUPPORTS);
    pr_explainer again;
    const pr_proof *short_proof =
        pr_explainer_init(&again, later, x->places, x->given, false) ? pr_explain_fact(&again, fact) : NULL;
    later->want_needs = wanted;
    pr_proof *out = short_proof != NULL ? PR_NEW(&vm->arena, pr_proof) : NULL;
    if (out != NULL) {
        *out = *short_proof;
        out->others = r.others;
    }
    return out;
}
