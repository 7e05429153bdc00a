/* What the texts of several commands have in common. */
#ifndef PR_REPORT_TEXT_H
#define PR_REPORT_TEXT_H

#include "report/page.h"

/* How much is said of a requirement. */
typedef enum pr_telling {
    PR_TELL_BRIEFLY, /* that it is so */
    PR_TELL_USUALLY, /* why, and what to do */
    PR_TELL_ALL,     /* what was found, too, and the details */
} pr_telling;

/* What was asked of which knowledge base, for whom. */
void pr_text_header(pr_page *page, const pr_advice *advice);
/* Pathways side by side, a line each. */
void pr_text_pathway_table(pr_page *page, const pr_advice *advice, unsigned indent);
pr_ink pr_text_verdict_ink(pr_verdict verdict);
/* Status and text; below it reason, what to do, sources. */
void pr_text_requirement(pr_page *page, const pr_advice_requirement *r, unsigned indent, pr_telling telling);
/* What the verdict leaves out, and what there is to know about its ground: all of it, or what bears on it most and
 * how much more there is. */
void pr_text_limits(pr_page *page, const pr_advice_verdict *v, unsigned indent, pr_telling telling);
void pr_text_caveat(pr_page *page, const pr_caveat *caveat, unsigned indent, pr_telling telling);
/* The questions that would decide a verdict. In a report on several (`among` is its view, else NULL) what was asked
 * under an earlier one is only named again, and without `all` the first few suffice. */
void pr_text_questions(pr_page *page, const pr_advice *advice, uint32_t verdict, const pr_view *among,
                       unsigned indent);
void pr_text_question(pr_page *page, const pr_question *q, unsigned indent);
/* "3 more questions; --all shows them"; nothing where there are none. */
void pr_text_more_questions(pr_page *page, uint32_t rest, unsigned indent);
void pr_text_sources(pr_page *page, pr_value sources, unsigned indent);
/* What is wrong with the profile, or with evaluating it; nothing where there is nothing. */
void pr_text_warnings(pr_page *page, const pr_advice *advice);
/* Of them what could not be evaluated: it may be why something is not known. */
void pr_text_failures(pr_page *page, const pr_advice *advice);
void pr_text_notice(pr_page *page, const pr_advice *advice);
/* A line of one label and one text; nothing where the text is empty. */
void pr_text_labelled(pr_page *page, const char *label, pr_text text, unsigned indent);

#endif
