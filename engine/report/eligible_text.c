/* One answer: the verdict as the first line, then what it rests on. */
#include "report/text.h"

enum { INDENT = 2 };

static void write_answer(pr_page *page, const pr_advice_verdict *v) {
    static const char *const answers[] = {
        [PR_ELIGIBLE] = "yes",
        [PR_INELIGIBLE] = "no",
        [PR_UNDETERMINED] = "not determined",
    };
    pr_page_begin_long(page, 0);
    pr_page_inked(page, pr_text_verdict_ink(v->verdict), answers[v->verdict]);
    pr_page_string(page, ": ");
    pr_page_text(page, v->because);
    pr_page_end(page);
}

static void write_subject(pr_page *page, const pr_advice *advice, const pr_advice_verdict *v) {
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, v->id);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, ": ");
    pr_page_text(page, v->name);
    pr_page_end(page);
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_DIM);
    pr_page_string(page, "as of ");
    pr_page_date(page, advice->as_of);
    pr_page_string(page, ", by ");
    pr_page_text(page, advice->program->name);
    pr_page_string(page, " ");
    pr_page_text(page, advice->program->version);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_end(page);
    pr_text_sources(page, v->sources, 0);
}

static void write_requirements(pr_page *page, const pr_advice_verdict *v) {
    if (v->requirement_count == 0) {
        pr_text_labelled(page, "",
                         PR_TEXT("No requirement of it is on record: no rule speaks of what it asks."), 0);
        return;
    }
    pr_text_labelled(page, "", PR_TEXT("Requirements"), 0);
    for (uint32_t i = 0; i < v->requirement_count; i++) {
        pr_text_requirement(page, &v->requirements[i], INDENT, PR_TELL_ALL);
    }
}

void pr_report_eligible_text(const pr_advice *advice, uint32_t verdict, const pr_view *view, pr_buf *out) {
    const pr_advice_verdict *v = &advice->verdicts[verdict];
    pr_page page;
    pr_page_init(&page, view, out);
    write_answer(&page, v);
    write_subject(&page, advice, v);
    pr_page_blank(&page);
    write_requirements(&page, v);
    if (v->not_encoded_count + v->caveat_count > 0) {
        pr_page_blank(&page);
        pr_text_limits(&page, v, 0, PR_TELL_ALL);
    }
    if (v->verdict == PR_UNDETERMINED && v->need_count > 0) {
        pr_page_blank(&page);
        pr_text_questions(&page, advice, verdict, NULL, 0);
    }
    pr_text_warnings(&page, advice);
    pr_text_notice(&page, advice);
    pr_page_release(&page);
}
