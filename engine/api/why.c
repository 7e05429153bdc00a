/* Proofs of what the last evaluation concluded. */
#include "api/conclusion.h"
#include "explain/minimal.h"
#include "report/proof.h"

/* Of several facts that would do: one that holds, else one that may, else the one that is nearest to it. */
static const pr_proof *best_of(pr_explainer *x, const pr_conclusion *c, bool gaps, pr_goal *goal) {
    const pr_proof *best = NULL;
    for (uint32_t i = 0; i < c->fact_count; i++) {
        const pr_proof *p = gaps ? pr_explain_gaps(x, c->facts[i]) : pr_explain_fact(x, c->facts[i]);
        static const int ranks[] = {[PR_FALSE] = 2, [PR_TRUE] = 0, [PR_UNDECIDED] = 1, [PR_NEITHER] = 2};
        if (p == NULL) {
            return NULL;
        }
        bool better = best == NULL || ranks[p->status] < ranks[best->status] ||
                      (p->status == best->status && p->distance < best->distance);
        if (better) {
            best = p;
            goal->fact = c->facts[i];
        }
    }
    return best;
}

/* The slots of a numbered fact, where all of them are known. */
static void find_slots(pr_vm *vm, pr_goal *goal) {
    const pr_relation *relation = &vm->program->relations[goal->relation];
    const pr_value *slots = pr_vm_fact_slots(vm, &vm->program->facts[goal->fact]);
    for (uint32_t i = 0; slots != NULL && i < relation->slot_count; i++) {
        slots = pr_value_has_unknown(slots[i]) ? NULL : slots;
    }
    goal->slots = slots;
}

/* A requirement of which only its own condition tells. */
static bool is_unjudged(const pr_conclusion *c) { return c->requirement != NULL && c->fact_count == 0; }

static const pr_proof *prove(pr_explainer *x, const pr_conclusion *c, bool gaps, pr_goal *goal) {
    *goal = (pr_goal){
        .fact = PR_NONE, .relation = c->relation, .slots = c->slots, .tuple = c->tuple, .lacking = gaps};
    if (c->requirement != NULL && gaps) {
        return pr_explain_requirement_gaps(x, c->requirement);
    }
    if (is_unjudged(c)) {
        return pr_explain_requirement(x, c->requirement);
    }
    if (c->fact_count == 0) {
        return pr_explain_goal(x, goal);
    }
    const pr_proof *proof = best_of(x, c, gaps, goal);
    if (proof == NULL) {
        return NULL;
    }
    find_slots(x->vm, goal);
    bool others = !x->vm->program->relations[goal->relation].pure && goal->slots != NULL;
    if (proof->status != PR_FALSE || !others) {
        return proof;
    }
    /* That a numbered fact does not hold is not all where the run could make the tuple in another way. */
    goal->fact = PR_NONE;
    return pr_explain_goal(x, goal);
}

/* What to ask a person where the proof ends in what is not known. */
static const pr_question *ask(pr_vm *vm, const pr_conclusion *c, const pr_goal *goal, bool gaps,
                              uint32_t *count) {
    bool own = is_unjudged(c) || (c->requirement != NULL && gaps);
    const pr_needs *needs = own ? pr_vm_needs(vm, c->requirement->requires) : pr_explain_goal_needs(vm, goal);
    return pr_advise_ask(vm, needs, c->text, count);
}

/* False when out of memory. */
static bool find_said(preceptor_session *s, pr_said *out) {
    const preceptor_profile *p = s->profile;
    const pr_doc_node *root = p->root;
    if (p->json != NULL) {
        const pr_doc_limits limits = pr_api_doc_limits(&s->kb->limits);
        pr_diags quiet;
        pr_diags_init(&quiet, s->kb->allocator);
        root = pr_doc_read(p->json, PR_DOC_JSON, &limits, &s->vm.arena, &quiet);
        pr_diags_release(&quiet);
    }
    out->given = p->profile.given;
    out->places = p->profile.places;
    out->items = pr_profile_locate(&p->profile, root, p->matcher, &s->vm.arena);
    return out->items != NULL;
}

static preceptor_status write(preceptor_session *s, const char *conclusion, bool gaps,
                              const preceptor_view *view, const preceptor_sink *sink,
                              preceptor_diagnostics *diagnostics) {
    const pr_advice *advice;
    pr_conclusion found;
    pr_explainer x;
    pr_goal goal;
    preceptor_status status = pr_api_begin_report(s, 0, view->format, &advice);
    status = status == PRECEPTOR_OK ? pr_api_find_conclusion(s, conclusion, diagnostics, &found) : status;
    if (status != PRECEPTOR_OK) {
        return status;
    }
    const pr_profile *profile = &s->profile->profile;
    pr_said said;
    const pr_proof *proof = find_said(s, &said) && pr_explainer_init(&x, &s->vm, &s->vm, &said, view->all)
                                ? prove(&x, &found, gaps, &goal)
                                : NULL;
    if (proof != NULL && !gaps && !view->all && !is_unjudged(&found)) {
        proof = pr_explain_minimal(&x, &s->later, profile->blank, &goal, proof);
    }
    pr_proof_view text = {.view = pr_api_view(view), .depth = view->depth, .gaps = gaps};
    if (found.subject != NULL) {
        text.about = &advice->verdicts[found.subject - s->kb->program.subjects];
    }
    if (proof != NULL && proof->status == PR_UNDECIDED) {
        text.questions = ask(&s->vm, &found, &goal, gaps, &text.question_count);
    }
    if (proof == NULL || s->vm.arena.failed || s->later.arena.failed) {
        return s->vm.arena.capped || s->later.arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    (view->format == PRECEPTOR_JSON ? pr_report_proof_json : pr_report_proof_text)(advice, proof, &text,
                                                                                   &s->out);
    return pr_api_write(&s->out, sink);
}

typedef struct trace_output {
    pr_page page;
    pr_buf *out;
    uint32_t stratum;
    bool json;
} trace_output;

static bool write_firing(void *user, const pr_firing *firing) {
    trace_output *t = user;
    return t->json ? pr_report_firing_json(t->out, firing)
                   : pr_report_firing_text(&t->page, &t->stratum, firing);
}

preceptor_status preceptor_write_trace(preceptor_session *s, const preceptor_view *view,
                                       const preceptor_sink *sink) {
    if (!s->evaluated || !s->reasons || !pr_api_serves(s->kb, 0)) {
        return PRECEPTOR_USAGE;
    }
    pr_view text = {.color = view->color, .width = view->width};
    trace_output t = {.out = &s->out, .json = view->format == PRECEPTOR_JSON};
    pr_explainer x;
    pr_buf_clear(&s->out);
    pr_page_init(&t.page, &text, &s->out);
    bool ok = pr_explainer_init(&x, &s->vm, &s->vm, NULL, true) && pr_trace(&x, write_firing, &t);
    pr_page_release(&t.page);
    if (!ok) {
        return s->vm.arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    return pr_api_write(&s->out, sink);
}

preceptor_status preceptor_write_why(preceptor_session *s, const char *conclusion, const preceptor_view *view,
                                     const preceptor_sink *sink, preceptor_diagnostics *diagnostics) {
    return write(s, conclusion, false, view, sink, diagnostics);
}

preceptor_status preceptor_write_why_not(preceptor_session *s, const char *conclusion,
                                         const preceptor_view *view, const preceptor_sink *sink,
                                         preceptor_diagnostics *diagnostics) {
    return write(s, conclusion, true, view, sink, diagnostics);
}
