/* A proof as JSON: design, section 7. What was shown already has an empty `from`, and says so. */
#include "report/head.h"
#include "report/proof.h"

typedef struct writing {
    pr_jw w;
    unsigned depth;
    pr_proof_marks told;
    pr_places places;
    pr_arena arena;
} writing;

static const char *status_name(const pr_proof *p) {
    static const char *const names[] = {"does-not-hold", "holds", "unknown", "does-not-hold"};
    return p->never && p->status == PR_FALSE ? "no-rule" : names[p->status];
}

static void write_place(writing *j, pr_span at) {
    pr_jw *w = &j->w;
    if (at.source == NULL) {
        pr_jw_null(w, "at");
        return;
    }
    pr_place place = pr_places_find(&j->places, at.source, at.start);
    pr_jw_open(w, "at", '{');
    pr_jw_text(w, "file", at.source->name);
    pr_jw_number(w, "line", place.line);
    pr_jw_number(w, "column", place.column);
    pr_jw_close(w, '}');
}

static const char *kind_name(uint8_t kind) {
    static const char *const names[] = {"fact", "condition", "attribute", "parameter", "record", "rule"};
    return names[kind];
}

/* The members of a node, without its braces: the outermost has them at the top. */
static void write_members(writing *j, const pr_proof *p, unsigned level) {
    pr_jw *w = &j->w;
    bool deep = j->depth > 0 && level + 1 >= j->depth;
    bool again = p->count > 0 && !deep && !pr_proof_mark(&j->told, p, &j->arena);
    pr_jw_text(w, "kind", pr_text_of(kind_name(p->kind)));
    pr_jw_text(w, "claim", p->claim);
    pr_jw_text(w, "status", pr_text_of(status_name(p)));
    pr_jw_text_or_null(w, "fact", p->fact);
    pr_jw_text_or_null(w, "attribute", p->attribute);
    pr_jw_text_or_null(w, "rule", p->rule);
    pr_jw_text_or_null(w, "because", p->because);
    pr_jw_open(w, "bindings", '{');
    for (uint32_t i = 0; i < p->binding_count; i++) {
        pr_jw_named(w, p->bindings[i].name, p->bindings[i].value);
    }
    pr_jw_close(w, '}');
    write_place(j, p->at);
    pr_jw_text_or_null(w, "found", p->found);
    pr_jw_text_or_null(w, "asked", p->asked);
    pr_jw_text_or_null(w, "remedy", p->mend ? p->remedy : (pr_text){0});
    pr_jw_text_or_null(w, "waivable_by", p->mend ? p->waivable_by : (pr_text){0});
    pr_report_write_sources(w, p->sources);
    pr_jw_number(w, "others", p->others);
    pr_jw_number(w, "ruled_out", p->ruled_out);
    pr_jw_bool(w, "shown_above", again || p->circular);
    pr_jw_open(w, "from", '[');
    for (uint32_t i = 0; !again && !deep && !p->circular && i < p->count; i++) {
        pr_jw_open(w, NULL, '{');
        write_members(j, p->from[i], level + 1);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

void pr_report_proof_json(const pr_advice *advice, const pr_proof *proof, const pr_proof_view *view,
                          pr_buf *out) {
    writing j = {.w = {.out = out}, .depth = view->depth};
    pr_arena_init(&j.arena, NULL, 0);
    j.places.arena = &j.arena;
    pr_jw_open(&j.w, NULL, '{');
    pr_report_write_head(&j.w, advice, view->gaps ? "preceptor.why-not/1" : "preceptor.why/1");
    write_members(&j, proof, 0);
    if (view->about != NULL || view->caveat_count > 0) {
        pr_report_write_caveats(&j.w, view->caveats, view->caveat_count);
    }
    pr_jw_open(&j.w, "questions", '[');
    for (uint32_t i = 0; i < view->question_count; i++) {
        pr_report_write_question(&j.w, &view->questions[i]);
    }
    pr_jw_close(&j.w, ']');
    pr_report_write_warnings(&j.w, advice);
    pr_jw_close(&j.w, '}');
    out->failed = out->failed || j.arena.failed;
    pr_buf_char(out, '\n');
    pr_arena_release(&j.arena);
}
