/* Proofs of what the last evaluation concluded. */
#include "api/conclusion.h"
#include "explain/minimal.h"
#include "report/proof.h"

/* Of several facts that would do: one that holds, else one that may, else the one that is nearest to it. */
static const pr_proof *best_of(pr_explainer *x, const pr_conclusion *c, bool gaps) {
    const pr_proof *best = NULL;
    for (uint32_t i = 0; i < c->fact_count; i++) {
        const pr_proof *p = gaps ? pr_explain_gaps(x, c->facts[i]) : pr_explain_fact(x, c->facts[i]);
        static const int ranks[] = {[PR_FALSE] = 2, [PR_TRUE] = 0, [PR_UNDECIDED] = 1, [PR_NEITHER] = 2};
        if (p == NULL) {
            return NULL;
        }
        bool better = best == NULL || ranks[p->status] < ranks[best->status] ||
                      (p->status == best->status && p->distance < best->distance);
        best = better ? p : best;
    }
    return best;
}

static const pr_proof *prove(pr_explainer *x, const pr_conclusion *c, bool gaps) {
    if (c->requirement != NULL && gaps) {
        return pr_explain_requirement_gaps(x, c->requirement);
    }
    if (c->fact_count > 0) {
        return best_of(x, c, gaps);
    }
    return c->tuple != NULL ? pr_explain_tuple(x, c->relation, c->tuple)
                            : pr_explain_absent(x, c->relation, c->slots);
}

/* The verdict that a conclusion is, or whose requirement it is. */
static const pr_advice_verdict *subject_of(const pr_advice *advice, const pr_conclusion *c) {
    for (uint32_t i = 0; i < advice->verdict_count; i++) {
        const pr_subject *s = advice->verdicts[i].subject;
        bool part =
            c->requirement >= s->requirements && c->requirement < s->requirements + s->requirement_count;
        if ((c->requirement != NULL && part) || (c->fact_count == 1 && c->facts[0] == s->verdict)) {
            return &advice->verdicts[i];
        }
    }
    return NULL;
}

static preceptor_status write(preceptor_session *s, const char *conclusion, bool gaps,
                              const preceptor_view *view, const preceptor_sink *sink,
                              preceptor_diagnostics *diagnostics) {
    const pr_advice *advice;
    pr_conclusion found;
    pr_explainer x;
    preceptor_status status = pr_api_begin_report(s, view->format, &advice);
    status = status == PRECEPTOR_OK ? pr_api_find_conclusion(s, conclusion, diagnostics, &found) : status;
    if (status != PRECEPTOR_OK) {
        return status;
    }
    const pr_proof *proof =
        pr_explainer_init(&x, &s->vm, s->profile->profile.places, s->profile->profile.given, view->all)
            ? prove(&x, &found, gaps)
            : NULL;
    if (proof == NULL || s->vm.arena.failed) {
        return s->vm.arena.capped ? PRECEPTOR_LIMIT : PRECEPTOR_NO_MEMORY;
    }
    if (!gaps && !view->all && found.fact_count == 1 && proof->status != PR_UNDECIDED) {
        proof = pr_explain_minimal(&x, &s->later, s->profile->profile.blank, found.facts[0], proof);
        if (proof == NULL) {
            return PRECEPTOR_NO_MEMORY;
        }
    }
    pr_proof_view text = {.view = {.color = view->color, .all = view->all, .width = view->width},
                          .depth = view->depth,
                          .gaps = gaps,
                          .about = subject_of(advice, &found)};
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
    if (!s->evaluated || !s->reasons) {
        return PRECEPTOR_USAGE;
    }
    pr_view text = {.color = view->color, .width = view->width};
    trace_output t = {.out = &s->out, .json = view->format == PRECEPTOR_JSON};
    pr_explainer x;
    pr_buf_clear(&s->out);
    pr_page_init(&t.page, &text, &s->out);
    bool ok = pr_explainer_init(&x, &s->vm, NULL, NULL, true) && pr_trace(&x, write_firing, &t);
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
