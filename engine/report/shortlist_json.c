/* A ranking as JSON. Points are numbers of at most two decimals. */
#include "report/head.h"

void pr_report_print_points(int64_t hundredths, pr_buf *out) {
    int64_t whole = hundredths / 100, rest = hundredths % 100;
    pr_buf_printf(out, "%lld", (long long)whole);
    if (rest != 0) {
        pr_buf_printf(out, rest % 10 == 0 ? ".%01lld" : ".%02lld",
                      (long long)(rest % 10 == 0 ? rest / 10 : rest));
    }
}

static void write_points(pr_jw *w, const char *name, int64_t hundredths) {
    pr_buf text;
    pr_buf_init(&text, w->out->allocator);
    pr_report_print_points(hundredths, &text);
    pr_jw_raw(w, name, pr_buf_view(&text));
    w->out->failed = w->out->failed || text.failed;
    pr_buf_release(&text);
}

static void write_range(pr_jw *w, const char *name, pr_points points) {
    pr_jw_open(w, name, '{');
    write_points(w, "min", points.least);
    write_points(w, "max", points.most);
    pr_jw_close(w, '}');
}

static void write_needs(pr_jw *w, const pr_question *questions, uint32_t count) {
    pr_jw_open(w, "needs", '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_jw_text(w, NULL, questions[i].attribute);
    }
    pr_jw_close(w, ']');
}

static void write_merit(pr_jw *w, const pr_merit *m) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "text", m->text);
    pr_jw_text(w, "status", m->points.least == m->points.most ? PR_TEXT("present") : PR_TEXT("unknown"));
    write_range(w, "points", m->points);
    write_needs(w, m->questions, m->question_count);
    pr_report_write_sources(w, m->sources);
    pr_jw_close(w, '}');
}

static void write_part(pr_jw *w, const pr_portion *part) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "criterion", part->criterion->id);
    write_points(w, "weight", part->weight);
    write_range(w, "points", part->points);
    pr_jw_open(w, "merits", '[');
    for (uint32_t i = 0; i < part->merit_count; i++) {
        write_merit(w, &part->merits[i]);
    }
    pr_jw_close(w, ']');
    pr_jw_open(w, "shortcomings", '[');
    for (uint32_t i = 0; i < part->shortcoming_count; i++) {
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "text", part->shortcomings[i].text);
        pr_report_write_sources(w, part->shortcomings[i].sources);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
    pr_report_write_sources(w, part->sources);
    pr_jw_close(w, '}');
}

static void write_place(pr_jw *w, const pr_ranked *p) {
    if (p->best == 0) {
        pr_jw_null(w, "place");
        return;
    }
    pr_jw_open(w, "place", '{');
    pr_jw_number(w, "best", p->best);
    pr_jw_number(w, "worst", p->worst);
    pr_jw_close(w, '}');
}

static void write_ranked(pr_jw *w, const pr_ranked *p) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "id", p->verdict->id);
    pr_jw_text(w, "collection", p->verdict->collection);
    pr_jw_text(w, "name", p->verdict->name);
    write_place(w, p);
    write_range(w, "score", p->score);
    pr_jw_text(w, "verdict", pr_text_of(pr_verdict_name(p->verdict->verdict)));
    pr_jw_text(w, "verdict_at_start", pr_text_of(pr_verdict_name(p->then)));
    pr_jw_text_or_null(w, "because", p->because);
    if (p->opens != 0) {
        pr_jw_date(w, "eligible_from", p->opens);
    } else {
        pr_jw_null(w, "eligible_from");
    }
    pr_jw_open(w, "parts", '[');
    for (uint32_t i = 0; i < p->part_count; i++) {
        write_part(w, &p->parts[i]);
    }
    pr_jw_close(w, ']');
    pr_jw_texts(w, "may_change_places_with", p->trades, p->trade_count);
    write_needs(w, p->questions, p->question_count);
    pr_jw_close(w, '}');
}

static void write_start(pr_jw *w, const pr_shortlist *list) {
    if (!list->starts) {
        pr_jw_null(w, "start");
        return;
    }
    pr_jw_open(w, "start", '{');
    pr_jw_date(w, "earliest", list->start);
    pr_jw_bool(w, "known", list->start_known);
    write_needs(w, list->start_questions, list->start_question_count);
    pr_jw_close(w, '}');
}

static void write_criteria(pr_jw *w, const pr_shortlist *list) {
    pr_jw_open(w, "criteria", '[');
    for (uint32_t i = 0; i < list->criterion_count; i++) {
        const pr_entity *e = list->criteria[i].criterion;
        pr_jw_open(w, NULL, '{');
        pr_jw_text(w, "id", e->id);
        pr_jw_text(w, "name", e->name);
        write_points(w, "weight", list->criteria[i].weight);
        pr_report_write_sources(w, list->criteria[i].sources);
        pr_jw_close(w, '}');
    }
    pr_jw_close(w, ']');
}

void pr_report_shortlist_json(const pr_advice *advice, const pr_shortlist *list, bool all, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, advice, "preceptor.shortlist/1");
    write_start(&w, list);
    write_criteria(&w, list);
    pr_jw_open(&w, "ranking", '[');
    for (uint32_t i = 0; i < (all ? list->place_count : list->fit_count); i++) {
        write_ranked(&w, &list->places[i]);
    }
    pr_jw_close(&w, ']');
    pr_report_write_warnings(&w, advice);
    pr_jw_open(&w, "questions", '[');
    for (uint32_t i = 0; i < list->question_count; i++) {
        pr_report_write_question(&w, &list->questions[i]);
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
