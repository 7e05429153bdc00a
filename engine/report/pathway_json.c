/* Pathways as JSON: the member `pathways` of check, which is also what the command of that name writes. */
#include "report/head.h"

static void write_term(pr_jw *w, const char *name, bool there, pr_term span) {
    if (!there) {
        pr_jw_null(w, name);
        return;
    }
    pr_buf text;
    pr_buf_init(&text, w->out->allocator);
    pr_term_print(span, &text);
    pr_jw_text(w, name, pr_buf_view(&text));
    w->out->failed = w->out->failed || text.failed;
    pr_buf_release(&text);
}

static void write_length(pr_jw *w, const char *name, pr_term_range range) {
    if (!range.ends) {
        pr_jw_null(w, name);
        return;
    }
    pr_jw_open(w, name, '{');
    write_term(w, "min", true, range.least);
    write_term(w, "max", true, range.most);
    pr_jw_close(w, '}');
}

static void write_left(pr_jw *w, bool there, pr_term_range range) {
    pr_jw_open(w, "remaining", '{');
    write_term(w, "min", there, range.least);
    write_term(w, "max", there && range.ends && !range.usual, range.most);
    write_term(w, "usual_max", there && range.ends, range.most);
    pr_jw_close(w, '}');
}

static void write_day(pr_jw *w, const char *name, bool there, int64_t day) {
    if (there) {
        pr_jw_date(w, name, day);
    } else {
        pr_jw_null(w, name);
    }
}

static void write_days(pr_jw *w, const char *name, pr_day_range range) {
    pr_jw_open(w, name, '{');
    write_day(w, "earliest", range.begins, range.earliest);
    write_day(w, "latest", range.ends && !range.usual, range.latest);
    write_day(w, "usual_latest", range.ends, range.latest);
    pr_jw_close(w, '}');
}

static void write_days_or_null(pr_jw *w, const char *name, pr_day_range range) {
    if (range.begins || range.ends) {
        write_days(w, name, range);
    } else {
        pr_jw_null(w, name);
    }
}

static void write_obstacle(pr_jw *w, const pr_obstacle *o) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "requirement", o->requirement);
    pr_jw_text(w, "status", o->certain ? PR_TEXT("unmet") : PR_TEXT("unknown"));
    pr_jw_text(w, "text", o->text);
    pr_jw_text(w, "because", o->because);
    pr_jw_texts(w, "needs", o->needs, o->need_count);
    pr_jw_text_or_null(w, "remedy", o->remedy);
    pr_report_write_sources(w, o->sources);
    pr_jw_close(w, '}');
}

static void write_stage(pr_jw *w, const pr_advice_stage *s) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", s->id);
    pr_jw_text(w, "name", s->name);
    pr_jw_text(w, "status", pr_text_of(pr_stage_status_name(s->status)));
    pr_jw_bool(w, "counted", s->counted);
    write_length(w, "duration", s->duration);
    write_left(w, true, s->left);
    write_days_or_null(w, "starts", s->starts);
    write_days_or_null(w, "ends", s->ends);
    pr_jw_texts(w, "needs", s->needs, s->need_count);
    pr_jw_open(w, "obstacles", '[');
    for (uint32_t i = 0; i < s->obstacle_count; i++) {
        write_obstacle(w, &s->obstacles[i]);
    }
    pr_jw_close(w, ']');
    pr_report_write_sources(w, s->sources);
    pr_jw_close(w, '}');
}

static pr_text verdict_of(const pr_advice_pathway *p) {
    return pr_text_of(pr_verdict_name(p->open == PR_TRUE    ? PR_ELIGIBLE
                                      : p->open == PR_FALSE ? PR_INELIGIBLE
                                                            : PR_UNDETERMINED));
}

static void write_pathway(pr_jw *w, const pr_advice_pathway *p) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", p->id);
    pr_jw_text(w, "name", p->name);
    pr_jw_text(w, "verdict", verdict_of(p));
    pr_jw_text(w, "because", p->because);
    pr_jw_bool(w, "goal", p->goal);
    pr_jw_text_or_null(w, "stage", p->stage);
    write_left(w, !p->closed, p->left);
    write_days(w, "completes", p->completes);
    pr_jw_open(w, "stages", '[');
    for (uint32_t i = 0; i < p->stage_count; i++) {
        write_stage(w, &p->stages[i]);
    }
    pr_jw_close(w, ']');
    pr_jw_texts(w, "not_encoded", p->not_encoded, p->not_encoded_count);
    pr_report_write_caveats(w, p->caveats, p->caveat_count);
    pr_report_write_sources(w, p->sources);
    pr_jw_close(w, '}');
}

void pr_report_write_pathways(pr_jw *w, const pr_advice *advice) {
    pr_jw_open(w, "pathways", '[');
    for (uint32_t i = 0; i < advice->pathway_count; i++) {
        write_pathway(w, &advice->pathways[i]);
    }
    pr_jw_close(w, ']');
}

void pr_report_pathways_json(const pr_advice *advice, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, advice, "preceptor.pathways/1");
    pr_report_write_pathways(&w, advice);
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
