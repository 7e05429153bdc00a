/* Proofs of what the last evaluation concluded. */
#include "api/recommended.h"
#include "report/proof.h"
#include "report/text.h"

/* A requirement of which only its own condition tells. */
static bool is_unjudged(const pr_conclusion *c) { return c->requirement != NULL && c->fact_count == 0; }

static const pr_proof *prove(pr_explainer *x, const pr_conclusion *c, const pr_recommended *r, bool gaps,
                             pr_goal *goal) {
    *goal = (pr_goal){
        .fact = PR_NONE, .relation = c->relation, .slots = c->slots, .tuple = c->tuple, .lacking = gaps};
    if (c->requirement != NULL && gaps) {
        return pr_explain_requirement_gaps(x, c->requirement);
    }
    if (is_unjudged(c)) {
        return pr_explain_requirement(x, c->requirement);
    }
    if (r->count > 0 && (r->state == PR_TRUE || !gaps)) {
        return pr_api_prove_recommended(x, r, goal);
    }
    const bool one = c->fact_count == 1 && c->tuple_count == 0 &&
                     (c->tuples == NULL || x->vm->program->relations[c->relation].loop_count == 0);
    if (!one) {
        return pr_explain_goal(x, goal);
    }
    const pr_proof *proof = gaps ? pr_explain_gaps(x, c->facts[0]) : pr_explain_fact(x, c->facts[0]);
    goal->fact = c->facts[0];
    goal->slots = pr_api_known_slots(x->vm, goal);
    bool others = !x->vm->program->relations[goal->relation].pure && goal->slots != NULL;
    if (proof == NULL || proof->status != PR_FALSE || !others) {
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

/* Whose verdict a fact tells, or is part of: the caveats that bear on it are told, too. */
static const pr_subject *subject_of(const pr_explainer *x, const pr_conclusion *c) {
    const pr_program *p = x->vm->program;
    const bool one = c->tuples == NULL && c->fact_count == 1;
    const pr_subject *found = c->subject != NULL ? c->subject : one ? x->owners[c->facts[0]].subject : NULL;
    for (uint32_t i = 0; one && found == NULL && i < p->subject_count; i++) {
        found = p->subjects[i].verdict == c->facts[0] ? &p->subjects[i] : NULL;
    }
    return found;
}

/* As it is shown: with all of its sources, and the other ways to it. */
static const pr_proof *as_shown(pr_vm *vm, const pr_proof *proof, const pr_recommended *r,
                                const pr_recommendation *shown, bool all) {
    pr_proof *out =
        proof != NULL && r->count > 0 && proof->status != PR_FALSE ? PR_NEW(&vm->arena, pr_proof) : NULL;
    if (out == NULL) {
        return proof;
    }
    *out = *proof;
    if (shown != NULL) {
        out->sources = shown->sources;
        out->claim = shown->text;
    }
    out->others += all ? 0 : r->count - 1;
    return out;
}

/* The arena is one of its own: the profile's document may be larger than what an evaluation may take. False when out of
 * memory. */
static bool find_said(const preceptor_session *s, pr_arena *arena, pr_said *out) {
    const preceptor_profile *p = s->profile;
    const pr_doc_node *root = p->root;
    if (p->json != NULL) {
        const pr_doc_limits limits = pr_api_doc_limits(&s->kb->limits);
        pr_diags quiet;
        pr_diags_init(&quiet, s->kb->allocator);
        root = pr_doc_read(p->json, PR_DOC_JSON, &limits, arena, &quiet);
        pr_diags_release(&quiet);
    }
    out->given = p->profile.given;
    out->places = p->profile.places;
    out->items = pr_profile_locate(&p->profile, root, p->matcher, arena);
    return out->items != NULL && !arena->failed;
}

static preceptor_status write_with(preceptor_session *s, pr_arena *arena, const char *conclusion, bool gaps,
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
    const pr_recommendation *shown = found.tuples != NULL ? pr_api_shown(advice, found.text) : NULL;
    pr_recommended all = {0};
    pr_said said;
    const bool ready = find_said(s, arena, &said) &&
                       pr_explainer_init(&x, &s->vm, &s->vm, &said, view->all) &&
                       pr_api_find_recommended(&s->vm, &found, shown, &all);
    const pr_proof *proof = ready ? prove(&x, &found, &all, gaps, &goal) : NULL;
    if (proof != NULL && !gaps && !view->all && !is_unjudged(&found)) {
        proof = pr_explain_minimal(&x, &s->later, s->profile->profile.blank, &goal, proof);
    }
    proof = as_shown(&s->vm, proof, &all, shown, view->all);
    pr_proof_view text = {.view = pr_api_view(view), .depth = view->depth, .gaps = gaps};
    const pr_subject *about = ready ? subject_of(&x, &found) : NULL;
    if (about != NULL) {
        const pr_advice_verdict *verdict = &advice->verdicts[about - s->kb->program.subjects];
        text.about = verdict;
        text.caveats = verdict->caveats;
        text.caveat_count = verdict->caveat_count;
    } else if (shown != NULL) {
        text.caveats = shown->caveats;
        text.caveat_count = shown->caveat_count;
    }
    bool applies =
        found.requirement == NULL || pr_advise_status(&s->vm, found.requirement) != PR_NOT_APPLICABLE;
    if (proof != NULL && proof->status == PR_UNDECIDED && applies) {
        text.questions = ask(&s->vm, &found, &goal, gaps, &text.question_count);
    }
    if (proof == NULL || s->vm.arena.failed || s->later.arena.failed) {
        return s->vm.arena.capped || s->later.arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    (view->format == PRECEPTOR_JSON ? pr_report_proof_json : pr_report_proof_text)(advice, proof, &text,
                                                                                   &s->out);
    return pr_api_write(&s->out, sink);
}

static preceptor_status write(preceptor_session *s, const char *conclusion, bool gaps,
                              const preceptor_view *view, const preceptor_sink *sink,
                              preceptor_diagnostics *diagnostics) {
    pr_arena arena;
    pr_arena_init(&arena, s->kb->allocator, 0);
    preceptor_status status = write_with(s, &arena, conclusion, gaps, view, sink, diagnostics);
    pr_arena_release(&arena);
    return status;
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
    const pr_advice *advice;
    preceptor_status status = pr_api_begin_report(s, 0, view->format, &advice);
    if (status != PRECEPTOR_OK) {
        return status;
    }
    pr_view text = {.color = view->color, .width = view->width};
    trace_output t = {.out = &s->out, .json = view->format == PRECEPTOR_JSON};
    pr_explainer x;
    pr_buf_clear(&s->out);
    pr_page_init(&t.page, &text, &s->out);
    bool ok = pr_explainer_init(&x, &s->vm, &s->vm, NULL, true) && pr_trace(&x, write_firing, &t);
    if (ok && !t.json) {
        pr_text_failures(&t.page, advice);
    }
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
