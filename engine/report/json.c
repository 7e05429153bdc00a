/* Advice as JSON: design, section 7. The order of members is part of the contract. A person's name is in none. */
#include "report/citation.h"
#include "report/head.h"

void pr_report_write_head(pr_jw *w, const pr_advice *advice, const char *schema) {
    const pr_program *program = advice->program;
    pr_jw_text(w, "schema", pr_text_of(schema));
    pr_jw_open(w, "kb", '{');
    pr_jw_text(w, "name", program->name);
    pr_jw_text(w, "version", program->version);
    pr_jw_text(w, "digest", advice->digest);
    pr_jw_close(w, '}');
    pr_jw_date(w, "as_of", advice->as_of);
    pr_jw_open(w, "profile", '{');
    pr_jw_text_or_null(w, "id", advice->profile_id);
    pr_jw_close(w, '}');
}

void pr_report_write_sources(pr_jw *w, pr_value sources) {
    pr_jw_open(w, "sources", '[');
    for (uint32_t i = 0; i < pr_citation_count(sources); i++) {
        pr_citation citation = pr_citation_at(sources, i);
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "doc", citation.document);
        pr_jw_text_or_null(w, "at", citation.section);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

static void write_waiver(pr_jw *w, const pr_waiver *waiver) {
    if (waiver == NULL) {
        pr_jw_null(w, "waiver");
        return;
    }
    pr_jw_open(w, "waiver", '{');
    pr_jw_text_or_null(w, "by", waiver->by);
    pr_jw_text_or_null(w, "reason", waiver->reason);
    pr_jw_date(w, "until", waiver->until);
    pr_jw_text(w, "standing", waiver->number > 0 ? PR_TEXT("record") : PR_TEXT("claimed"));
    if (waiver->number > 0) {
        pr_jw_integer(w, "number", waiver->number);
    } else {
        pr_jw_null(w, "number");
    }
    pr_jw_close(w, '}');
}

static void write_requirement(pr_jw *w, const pr_advice_requirement *r) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", r->requirement->id);
    pr_jw_text(w, "status", pr_text_of(pr_status_name(r->status)));
    pr_jw_text(w, "strength", r->requirement->required ? PR_TEXT("required") : PR_TEXT("preferred"));
    pr_jw_text(w, "text", r->text);
    pr_jw_text(w, "because", r->because);
    pr_jw_texts(w, "needs", r->needs, r->need_count);
    pr_jw_text_or_null(w, "remedy", r->remedy);
    pr_jw_bool(w, "waivable", r->waivable);
    write_waiver(w, r->waiver);
    pr_report_write_sources(w, r->sources);
    pr_jw_close(w, '}');
}

void pr_report_write_caveats(pr_jw *w, const pr_caveat *caveats, uint32_t count) {
    pr_jw_open(w, "caveats", '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "kind", caveats[i].kind);
        pr_jw_text(w, "text", caveats[i].text);
        pr_report_write_sources(w, caveats[i].sources);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

/* The members of a verdict, without the braces: `eligible` has them at the top. */
static void write_verdict(pr_jw *w, const pr_advice_verdict *v) {
    pr_jw_text(w, "id", v->id);
    pr_jw_text(w, "collection", v->collection);
    pr_jw_text(w, "name", v->name);
    pr_jw_text(w, "verdict", pr_text_of(pr_verdict_name(v->verdict)));
    pr_jw_text(w, "because", v->because);
    pr_jw_open(w, "requirements", '[');
    for (uint32_t i = 0; i < v->requirement_count; i++) {
        write_requirement(w, &v->requirements[i]);
    }
    pr_jw_close(w, ']');
    pr_jw_texts(w, "not_encoded", v->not_encoded, v->not_encoded_count);
    pr_report_write_caveats(w, v->caveats, v->caveat_count);
    pr_report_write_sources(w, v->sources);
}

static void write_recommendation(pr_jw *w, const pr_recommendation *r) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", r->id);
    pr_jw_texts(w, "rules", r->rules, r->rule_count);
    pr_jw_text_or_null(w, "topic", r->topic);
    pr_jw_text_or_null(w, "phase", r->phase);
    pr_jw_text_or_null(w, "priority", r->priority);
    if (r->due.kind == PR_DATE) {
        pr_jw_date(w, "due", r->due.number);
    } else {
        pr_jw_null(w, "due");
    }
    pr_jw_bool(w, "certain", r->certain);
    pr_jw_texts(w, "needs", r->needs, r->need_count);
    pr_jw_text(w, "text", r->text);
    pr_jw_texts(w, "because", r->because, r->because_count);
    if (r->caveat_count > 0) {
        pr_report_write_caveats(w, r->caveats, r->caveat_count);
    }
    pr_report_write_sources(w, r->sources);
    pr_jw_close(w, '}');
}

void pr_report_write_question(pr_jw *w, const pr_question *q) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "attribute", q->attribute);
    pr_jw_text_or_null(w, "ask", q->ask);
    pr_jw_texts(w, "decides", q->decides, q->decide_count);
    pr_jw_close(w, '}');
}

static bool decides(const pr_question *q, pr_text id) {
    for (uint32_t i = 0; i < q->decide_count; i++) {
        if (pr_text_equal(q->decides[i], id)) {
            return true;
        }
    }
    return false;
}

/* All questions, or those that bear on one verdict. */
static void write_questions(pr_jw *w, const pr_advice *advice, const pr_advice_verdict *only) {
    pr_jw_open(w, "questions", '[');
    for (uint32_t i = 0; i < advice->question_count; i++) {
        if (only == NULL || decides(&advice->questions[i], only->id)) {
            pr_report_write_question(w, &advice->questions[i]);
        }
    }
    pr_jw_close(w, ']');
}

static void write_verdicts(pr_jw *w, const pr_advice *advice) {
    pr_jw_open(w, "verdicts", '[');
    for (uint32_t i = 0; i < advice->verdict_count; i++) {
        pr_jw_open(w, NULL, '{');
        write_verdict(w, &advice->verdicts[i]);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

static void write_recommendations(pr_jw *w, const pr_advice *advice) {
    pr_jw_open(w, "recommendations", '[');
    for (uint32_t i = 0; i < advice->recommendation_count; i++) {
        write_recommendation(w, &advice->recommendations[i]);
    }
    pr_jw_close(w, ']');
}

void pr_report_write_warnings(pr_jw *w, const pr_advice *advice) {
    pr_jw_open(w, "warnings", '[');
    for (uint32_t i = 0; i < advice->warning_count; i++) {
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "text", advice->warnings[i].text);
        pr_report_write_sources(w, advice->warnings[i].sources);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

void pr_report_check_json(const pr_advice *advice, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, advice, "preceptor.check/1");
    write_verdicts(&w, advice);
    pr_report_write_pathways(&w, advice);
    write_recommendations(&w, advice);
    pr_report_write_warnings(&w, advice);
    write_questions(&w, advice, NULL);
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}

void pr_report_eligible_json(const pr_advice *advice, uint32_t verdict, pr_buf *out) {
    const pr_advice_verdict *v = &advice->verdicts[verdict];
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, advice, "preceptor.eligible/1");
    write_verdict(&w, v);
    pr_report_write_warnings(&w, advice);
    write_questions(&w, advice, v);
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
