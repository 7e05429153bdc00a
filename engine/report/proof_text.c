/* A proof for a person: one line for each thing that holds, does not hold or is not known, what it rests on below it,
 * and what was shown already not again. */
#include "report/proof.h"
#include "report/text.h"

typedef struct telling {
    pr_page page;
    const pr_view *view;
    unsigned depth;      /* levels; 0: all */
    bool gaps;           /* it says what is missing */
    pr_proof_marks told; /* in the arena below */
    pr_places places;
    pr_arena arena;
} telling;

enum { INDENT = 2 };

static void write_status(pr_page *page, const pr_proof *p) {
    static const struct {
        pr_ink ink;
        const char *words;
    } statuses[] = {
        [PR_FALSE] = {PR_INK_BAD, "It does not hold"},
        [PR_TRUE] = {PR_INK_GOOD, "It holds"},
        [PR_UNDECIDED] = {PR_INK_OPEN, "It is not known"},
        [PR_NEITHER] = {PR_INK_BAD, "It does not hold"},
    };
    bool no_rule = p->never && p->status == PR_FALSE;
    pr_page_inked(page, statuses[p->status].ink,
                  no_rule ? "No rule could ever conclude it" : statuses[p->status].words);
    pr_page_string(page, ": ");
}

static void write_place(telling *t, pr_span at) {
    if (at.source == NULL) {
        return;
    }
    pr_place place = pr_places_find(&t->places, at.source, at.start);
    pr_page_ink(&t->page, PR_INK_DIM);
    pr_page_text(&t->page, at.source->name);
    pr_page_string(&t->page, ":");
    pr_page_count(&t->page, place.line);
    pr_page_string(&t->page, ":");
    pr_page_count(&t->page, place.column);
    pr_page_ink(&t->page, PR_INK_PLAIN);
}

static void write_labelled(telling *t, unsigned indent, const char *label, pr_text text) {
    if (text.length > 0) {
        pr_page_begin(&t->page, indent, indent + INDENT);
        pr_page_string(&t->page, label);
        pr_page_text(&t->page, text);
        pr_page_end(&t->page);
    }
}

/* What the rule was applied to. */
static void write_bindings(telling *t, const pr_proof *p, unsigned indent) {
    if (p->binding_count == 0) {
        return;
    }
    pr_page_begin(&t->page, indent, indent + INDENT);
    for (uint32_t i = 0; i < p->binding_count; i++) {
        pr_page_string(&t->page, i == 0 ? "with " : ", ");
        pr_page_text(&t->page, p->bindings[i].name);
        pr_page_string(&t->page, " = ");
        pr_page_text(&t->page, p->bindings[i].value);
    }
    pr_page_end(&t->page);
}

static void write_rule(telling *t, const pr_proof *p, unsigned indent) {
    if (p->kind == PR_PROOF_RULE || p->kind == PR_PROOF_CONDITION) {
        write_bindings(t, p, indent);
    }
    if (p->kind != PR_PROOF_FACT || p->rule.length == 0) {
        return;
    }
    pr_page_begin(&t->page, indent, indent + INDENT);
    pr_page_string(&t->page, p->status == PR_TRUE ? "by the rule " : "the rule that could say so: ");
    pr_page_text(&t->page, p->rule);
    pr_page_string(&t->page, ", ");
    write_place(t, p->at);
    pr_page_end(&t->page);
    write_bindings(t, p, indent);
}

static void write_remedy(telling *t, const pr_proof *p, unsigned indent) {
    if (p->kind != PR_PROOF_FACT || p->remedy.length + p->waivable_by.length == 0 || !p->mend) {
        return;
    }
    write_labelled(t, indent, "what would mend it: ", p->remedy_text.length > 0 ? p->remedy_text : p->remedy);
    write_labelled(t, indent, "who may waive it: ", p->waivable_by);
}

static void write_details(telling *t, const pr_proof *p, unsigned indent) {
    write_rule(t, p, indent);
    write_labelled(t, indent, "", p->because);
    /* What holds and must not: where it is told what is missing, that is. */
    bool amiss = t->gaps && !p->closed;
    if (p->kind == PR_PROOF_CONDITION && (p->status != PR_TRUE || amiss)) {
        write_labelled(t, indent, "found: ", p->found);
        bool told = !p->closed && !pr_text_equal(p->asked, p->claim);
        write_labelled(t, indent, "asked for: ", told ? p->asked : (pr_text){0});
    }
    if (p->kind == PR_PROOF_FACT) {
        write_labelled(t, indent, "", p->found);
    }
    write_remedy(t, p, indent);
    if (pr_citation_count(p->sources) > 0) {
        pr_text_sources(&t->page, p->sources, indent);
    }
}

static void write_counted(telling *t, uint32_t count, const char *one, const char *many, unsigned indent) {
    if (count == 0) {
        return;
    }
    pr_page_begin(&t->page, indent, indent + INDENT);
    pr_page_ink(&t->page, PR_INK_DIM);
    pr_page_count(&t->page, count);
    pr_page_string(&t->page, count == 1 ? one : many);
    pr_page_ink(&t->page, PR_INK_PLAIN);
    pr_page_end(&t->page);
}

/* What is left out, and how much of it there is. */
static void write_others(telling *t, const pr_proof *p, unsigned indent) {
    write_counted(t, p->others, " other way to show it: --all", " other ways to show it: --all", indent);
    write_counted(t, p->never ? 0 : p->ruled_out, " other case of a rule could never apply here",
                  " other cases of rules could never apply here", indent);
}

static void write_questions(telling *t, const pr_proof_view *view) {
    if (view->question_count == 0) {
        return;
    }
    pr_page_blank(&t->page);
    pr_text_labelled(&t->page, "", PR_TEXT("answers that would decide it:"), 0);
    for (uint32_t i = 0; i < view->question_count; i++) {
        pr_text_question(&t->page, &view->questions[i], INDENT);
    }
}

static void write_claim(telling *t, const pr_proof *p, unsigned indent, bool again) {
    bool says = p->kind == PR_PROOF_ATTRIBUTE || p->kind == PR_PROOF_PARAMETER ||
                p->kind == PR_PROOF_RECORD || p->kind == PR_PROOF_RULE;
    pr_page_begin(&t->page, indent, indent + INDENT);
    pr_page_string(&t->page, indent > 0 ? "- " : "");
    if (!says) {
        write_status(&t->page, p);
    }
    pr_page_text(&t->page, p->claim);
    if (p->kind != PR_PROOF_FACT && p->at.source != NULL) {
        pr_page_string(&t->page, " (");
        write_place(t, p->at);
        pr_page_string(&t->page, ")");
    }
    if (p->circular) {
        pr_page_inked(&t->page, PR_INK_DIM, " (it rests on itself: see above)");
    } else if (p->cut) {
        pr_page_inked(&t->page, PR_INK_DIM, " (what it rests on is too deep to be told)");
    } else if (again) {
        pr_page_inked(&t->page, PR_INK_DIM, " (see above)");
    }
    pr_page_end(&t->page);
}

static void write_proof(telling *t, const pr_proof *p, unsigned level) {
    unsigned indent = level * INDENT;
    bool deep = t->depth > 0 && level + 1 >= t->depth && p->count > 0;
    /* What is cut here may be told where it stands higher. */
    bool again = p->count > 0 && !deep && !pr_proof_mark(&t->told, p, &t->arena);
    write_claim(t, p, indent, again);
    if (again || p->circular) {
        return;
    }
    unsigned below = level == 0 ? 0 : indent + INDENT;
    write_details(t, p, below > 0 ? below : INDENT);
    if (deep) {
        pr_page_begin(&t->page, below > 0 ? below : INDENT, below + INDENT);
        pr_page_inked(&t->page, PR_INK_DIM, "... what it rests on is deeper than --depth");
        pr_page_end(&t->page);
        return;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        write_proof(t, p->from[i], level + 1);
    }
    write_others(t, p, below > 0 ? below : INDENT);
}

void pr_report_proof_text(const pr_advice *advice, const pr_proof *proof, const pr_proof_view *view,
                          pr_buf *out) {
    telling t = {.view = &view->view, .depth = view->depth, .gaps = view->gaps};
    pr_page_init(&t.page, &view->view, out);
    pr_arena_init(&t.arena, NULL, 0);
    t.places.arena = &t.arena;
    if (view->gaps && proof->status == PR_TRUE) {
        pr_page_begin(&t.page, 0, INDENT);
        write_status(&t.page, proof);
        pr_page_text(&t.page, proof->claim);
        const pr_text claim = proof->claim;
        bool ended = claim.length > 0 && claim.at[claim.length - 1] == '.';
        pr_page_string(&t.page, ended ? " " : ". ");
        pr_page_string(&t.page, "Nothing stands in its way; preceptor why says what it rests on.");
        pr_page_end(&t.page);
    } else {
        write_proof(&t, proof, 0);
    }
    write_questions(&t, view);
    if (view->about != NULL && view->about->caveat_count + view->about->not_encoded_count > 0) {
        pr_page_blank(&t.page);
        pr_text_limits(&t.page, view->about, 0, PR_TELL_ALL);
    }
    for (uint32_t i = 0; view->about == NULL && i < view->caveat_count; i++) {
        if (i == 0) {
            pr_page_blank(&t.page);
        }
        pr_text_caveat(&t.page, &view->caveats[i], 0, PR_TELL_ALL);
    }
    if (proof->status == PR_UNDECIDED) {
        pr_text_failures(&t.page, advice);
    }
    pr_text_notice(&t.page, advice);
    out->failed = out->failed || t.arena.failed;
    pr_arena_release(&t.arena);
    pr_page_release(&t.page);
}
