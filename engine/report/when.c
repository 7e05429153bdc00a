/* The verdict as a step function of the day: for a person, and as JSON. */
#include "report/head.h"
#include "report/text.h"

enum { INDENT = 2, MOST_PATHS = 6 };

/* What would decide the verdict. The same questions are put in words once. */
static void write_questions(pr_page *page, const pr_advice_span *s, const pr_advice_span *before) {
    if (before != NULL && pr_texts_equal(before->needs, before->need_count, s->needs, s->need_count)) {
        pr_text_labelled(page, "", PR_TEXT("the same answers would decide it"), INDENT);
    } else if (s->question_count > 0) {
        pr_text_labelled(page, "", PR_TEXT("answers that would decide it:"), INDENT);
        for (uint32_t i = 0; i < s->question_count; i++) {
            pr_text_question(page, &s->questions[i], INDENT + INDENT);
        }
    } else if (s->need_count > 0) {
        pr_page_begin(page, INDENT, INDENT + INDENT);
        pr_page_string(page, "rests on what no answer settles: ");
        pr_page_texts(page, s->needs, s->need_count, MOST_PATHS);
        pr_page_end(page);
    }
}

static void write_span(pr_page *page, const pr_advice_span *s, const pr_advice_span *before) {
    pr_page_blank(page);
    pr_page_begin_long(page, 0);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_string(page, "from ");
    pr_page_date(page, s->from);
    if (!s->lasts) {
        pr_page_string(page, " until ");
        pr_page_date(page, s->until);
    }
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, s->lasts ? " on: " : ": ");
    pr_page_inked(page, pr_text_verdict_ink(s->verdict), pr_verdict_name(s->verdict));
    pr_page_end(page);
    pr_text_labelled(page, "", s->because, INDENT);
    for (uint32_t i = 0; i < s->change_count; i++) {
        pr_page_begin(page, INDENT, INDENT + INDENT);
        pr_page_string(page, "new: ");
        pr_page_text(page, s->changed[i]->id);
        pr_page_string(page, " is ");
        pr_page_string(page, pr_status_name(s->statuses[i]));
        pr_page_end(page);
    }
    if (s->verdict == PR_UNDETERMINED) {
        write_questions(page, s, before);
    }
}

void pr_report_when_text(const pr_advice *advice, const pr_timeline *line, const pr_view *view, pr_buf *out) {
    const pr_advice_verdict *v = &advice->verdicts[line->subject];
    pr_page page;
    pr_page_init(&page, view, out);
    pr_page_begin(&page, 0, INDENT);
    pr_page_ink(&page, PR_INK_BOLD);
    pr_page_text(&page, v->id);
    pr_page_ink(&page, PR_INK_PLAIN);
    pr_page_string(&page, ": ");
    pr_page_text(&page, v->name);
    pr_page_end(&page);
    pr_text_header(&page, advice);
    const pr_advice_span *before = NULL; /* the last that was undetermined */
    for (uint32_t i = 0; i < line->span_count; i++) {
        const pr_advice_span *span = &line->spans[i];
        write_span(&page, span, before);
        before = span->verdict == PR_UNDETERMINED ? span : before;
    }
    pr_text_warnings(&page, advice);
    pr_text_notice(&page, advice);
    pr_page_release(&page);
}

/* Spans may differ in their reason alone, of which JSON says nothing. */
static bool reads_same(const pr_advice_span *a, const pr_advice_span *b) {
    return a->verdict == b->verdict && pr_texts_equal(a->unmet, a->unmet_count, b->unmet, b->unmet_count) &&
           pr_texts_equal(a->unknown, a->unknown_count, b->unknown, b->unknown_count);
}

static void write_member(pr_jw *w, const pr_advice_span *first, const pr_advice_span *last) {
    pr_jw_open(w, NULL, '{');
    pr_jw_date(w, "from", first->from);
    if (last->lasts) {
        pr_jw_null(w, "until");
    } else {
        pr_jw_date(w, "until", last->until);
    }
    pr_jw_text(w, "verdict", pr_text_of(pr_verdict_name(first->verdict)));
    pr_jw_texts(w, "unmet", first->unmet, first->unmet_count);
    pr_jw_texts(w, "unknown", first->unknown, first->unknown_count);
    pr_jw_close(w, '}');
}

void pr_report_when_json(const pr_advice *advice, const pr_timeline *line, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_report_write_head(&w, advice, "preceptor.when/1");
    pr_jw_text(&w, "id", advice->verdicts[line->subject].id);
    pr_jw_open(&w, "spans", '[');
    for (uint32_t i = 0; i < line->span_count; i++) {
        const pr_advice_span *first = &line->spans[i];
        while (i + 1 < line->span_count && reads_same(first, &line->spans[i + 1])) {
            i++;
        }
        write_member(&w, first, &line->spans[i]);
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
