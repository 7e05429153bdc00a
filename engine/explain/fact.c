/* Numbered facts: the rule that drew one and what it rests on, or why none does. */
#include "advise/parts.h"
#include "explain/parts.h"

bool pr_explainer_init(pr_explainer *x, pr_vm *vm, pr_vm *words, const pr_said *said, bool all) {
    uint32_t count = vm->program->fact_count + 1u;
    *x = (pr_explainer){.vm = vm, .words = words, .said = said, .all = all};
    x->facts = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->gaps = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->blocks = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->under_way = PR_NEW_ARRAY(&vm->arena, uint8_t, count);
    pr_map_init(&x->tuples, &vm->arena);
    pr_map_init(&x->apart, &vm->arena);
    pr_map_init(&x->lacking, &vm->arena);
    x->visits_left = PR_LIMIT_CASE_VISITS;
    x->relations = PR_NEW_ARRAY(&vm->arena, uint8_t, vm->program->relation_count + 1u);
    x->visits = PR_NEW_ARRAY(&vm->arena, uint32_t, vm->program->node_count + 1u);
    return x->facts != NULL && x->gaps != NULL && x->blocks != NULL && x->under_way != NULL &&
           x->relations != NULL && x->visits != NULL && pr_explain_find_owners(x);
}

/* A body as a support: what it rests on, and how many other ways there are to show that. */
typedef struct support {
    const pr_body *body;
    pr_proofs parts;
    uint32_t weight, others;
} support;

static pr_text because_of(pr_explainer *x, const pr_body *body) {
    pr_value said = body->because != PR_NONE ? pr_vm_value(x->words, body->because) : pr_null();
    return said.kind == PR_STRING ? pr_string_text(said) : (pr_text){0};
}

/* The bodies of the fact's state; those that could never hold are counted instead. False when out of memory. */
static bool find_supports(pr_explainer *x, const pr_fact *fact, pr_proof *out, support *all,
                          uint32_t *count) {
    pr_truth state = (pr_truth)out->status;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        bool possible = true;
        if (pr_vm_holds(x->vm, body->node) != state) {
            continue;
        }
        if (state == PR_FALSE && !pr_explain_possible(x, body->node, &possible)) {
            return false;
        }
        if (!possible) {
            out->ruled_out++;
            continue;
        }
        support *s = &all[(*count)++];
        *s = (support){.body = body};
        pr_explain_begin_rule(x, body->rule, body->bindings);
        if (!pr_explain_gather(x, body->node, &s->parts, &s->others)) {
            return false;
        }
        s->weight = pr_proofs_weight(&s->parts);
    }
    return true;
}

/* Each support under a heading of its own. */
static bool list_supports(pr_explainer *x, const support *all, uint32_t count, pr_truth state,
                          pr_proofs *out) {
    static const char *const verbs[] = {"does not say", "says", "may say", "does not say"};
    for (uint32_t i = 0; i < count; i++) {
        const pr_body *body = all[i].body;
        pr_proof *way = pr_proof_new(x, PR_PROOF_RULE, state);
        if (way == NULL) {
            return false;
        }
        pr_explain_say_rule(x, body->rule, body->bindings, NULL, NULL, way);
        way->claim = pr_text_format(&x->vm->arena, "the rule %.*s %s so", PR_ARG(way->rule), verbs[state]);
        way->because = state == PR_TRUE ? because_of(x, body) : (pr_text){0};
        pr_proof_rests_on(way, &all[i].parts, 1);
        if (!PR_PUSH(&x->vm->arena, out, way)) {
            return false;
        }
    }
    return true;
}

/* What the run made the slots of: without it the fact would say something else. */
static bool explain_slots(pr_explainer *x, const pr_fact *fact, pr_proofs *out) {
    uint32_t count = fact->constant ? 0 : x->vm->program->relations[fact->relation].slot_count;
    for (uint32_t s = 0; s < count; s++) {
        if (fact->slots[s] != PR_NONE && !pr_explain_inputs(x, fact->slots[s], out)) {
            return false;
        }
    }
    return true;
}

static bool explain_bodies(pr_explainer *x, const pr_fact *fact, pr_proof *out) {
    pr_truth state = (pr_truth)out->status;
    support *all = PR_NEW_ARRAY(&x->vm->arena, support, fact->body_count + 1u), *best = all;
    uint32_t count = 0;
    pr_proofs chosen = {0};
    if (all == NULL || !find_supports(x, fact, out, all, &count)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        best = all[i].weight < best->weight ? &all[i] : best;
        out->others += state == PR_TRUE && !x->all ? 0 : all[i].others;
    }
    bool one = count == 1 || (state == PR_TRUE && !x->all);
    if (count > 0 && one) {
        out->others = best->others + count - 1;
        pr_explain_say_rule(x, best->body->rule, best->body->bindings, NULL, NULL, out);
        out->because = state == PR_TRUE ? because_of(x, best->body) : (pr_text){0};
        chosen = best->parts;
    } else if (!list_supports(x, all, count, state, &chosen)) {
        return false;
    }
    if (state == PR_TRUE && !explain_slots(x, fact, &chosen)) {
        return false;
    }
    out->never = state == PR_FALSE && count == 0;
    pr_proof_rests_on(out, &chosen, 1);
    return true;
}

static pr_proof *plain_fact(pr_explainer *x, uint32_t number) {
    const pr_fact *fact = &x->vm->program->facts[number];
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, pr_vm_state(x->vm, number));
    const pr_value *slots = pr_vm_fact_slots(x->vm, fact);
    if (out == NULL || slots == NULL) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, fact->relation, slots);
    out->claim = pr_explain_claim(x, fact->relation, slots);
    return out;
}

const pr_proof *pr_explain_fact(pr_explainer *x, uint32_t number) {
    const pr_fact *fact = &x->vm->program->facts[number];
    uint32_t turn = x->vm->facts.turns[number];
    bool late = turn != 0 && x->before != 0 && turn >= x->before && pr_vm_state(x->vm, number) == PR_TRUE;
    if (x->facts[number] != NULL && !late) {
        return x->facts[number];
    }
    pr_proof *out = plain_fact(x, number);
    if (out == NULL || late || x->under_way[number] != 0) {
        if (out != NULL) {
            out->circular = true;
        }
        return out;
    }
    if (x->level >= PR_LIMIT_PROOF_FACTS) {
        out->cut = true;
        return out;
    }
    x->level++;
    x->under_way[number] = 1;
    uint32_t before = x->before;
    const pr_owner *owner = &x->owners[number];
    const pr_telling outer = pr_explain_begin(x, owner->requirement, NULL);
    x->before = turn;
    if (owner->requirement != NULL) {
        pr_explain_say_requirement(x, owner->requirement, out);
        out->mend = number == owner->requirement->blocks && out->status != PR_FALSE;
        if (number == owner->requirement->waived && out->status == PR_TRUE) {
            pr_explain_say_waiver(x, owner, out);
        }
    }
    bool ok = explain_bodies(x, fact, out);
    pr_explain_end(x, outer);
    x->before = before;
    x->under_way[number] = 0;
    x->level--;
    x->facts[number] = ok ? out : NULL;
    return x->facts[number];
}

const pr_proof *pr_explain_requirement(pr_explainer *x, const pr_requirement *r) {
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, pr_vm_holds(x->vm, r->requires));
    pr_proofs parts = {0};
    const pr_telling outer = pr_explain_begin(x, r, x->loop);
    bool ok = out != NULL && pr_explain_gather(x, r->requires, &parts, &out->others);
    pr_span at = pr_explain_place(x, r->requires);
    pr_explain_end(x, outer);
    if (!ok) {
        return NULL;
    }
    out->claim = pr_advise_field(r->fields, "text");
    out->at = at;
    out->mend = out->status != PR_TRUE;
    pr_explain_say_requirement(x, r, out);
    pr_proof_rests_on(out, &parts, 1);
    return out;
}
