/* Pathways for a person: side by side, a line each; then one after the other, with stages and what stands in the
 * way. */
#include "report/text.h"

enum { INDENT = 2, GAP = 2, MOST_PATHS = 4 };

static const struct {
    pr_ink ink;
    const char *words;
} statuses[] = {
    [PR_STAGE_DONE] = {PR_INK_GOOD, "done"},
    [PR_STAGE_CURRENT] = {PR_INK_BOLD, "current"},
    [PR_STAGE_TO_COME] = {PR_INK_PLAIN, "to come"},
    [PR_STAGE_OPEN] = {PR_INK_OPEN, "not known"},
};

static pr_ink ink_of(pr_truth open) {
    return open == PR_TRUE ? PR_INK_GOOD : open == PR_FALSE ? PR_INK_BAD : PR_INK_OPEN;
}

/* As a student asks: is this way open to me? */
static const char *word_of(const pr_advice_pathway *p) {
    return p->done               ? "gone"
           : p->closed           ? "closed"
           : p->open == PR_TRUE  ? "open"
           : p->open == PR_FALSE ? "blocked"
                                 : "not known";
}

static void write_length(pr_page *page, pr_term span) {
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    pr_term_say(span, &text);
    pr_page_text(page, pr_buf_view(&text));
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
}

static void write_range(pr_page *page, pr_term_range range) {
    bool one = pr_term_compare(range.least, range.most) == 0;
    if (range.ends && one && !range.usual) {
        write_length(page, range.least);
    } else if (range.ends && !one) {
        write_length(page, range.least);
        pr_page_string(page, " to ");
        write_length(page, range.most);
        pr_page_string(page, range.usual ? " or longer" : "");
    } else if (range.least.months + range.least.days > 0) {
        pr_page_string(page, "at least ");
        write_length(page, range.least);
    } else {
        pr_page_string(page, "not known");
    }
}

static void write_days(pr_page *page, pr_day_range range) {
    bool one = range.earliest == range.latest;
    if (range.begins && range.ends && one && !range.usual) {
        pr_page_date(page, range.earliest);
    } else if (range.begins && range.ends && !one) {
        pr_page_date(page, range.earliest);
        pr_page_string(page, " to ");
        pr_page_date(page, range.latest);
        pr_page_string(page, range.usual ? " or later" : "");
    } else if (range.begins) {
        pr_page_date(page, range.earliest);
        pr_page_string(page, " or later");
    } else {
        pr_page_string(page, "not known");
    }
}

static unsigned widest(const pr_advice *advice, pr_text (*text)(const pr_advice_pathway *p)) {
    unsigned most = 0;
    for (uint32_t i = 0; i < advice->pathway_count; i++) {
        unsigned columns = pr_page_columns(text(&advice->pathways[i]));
        most = columns > most ? columns : most;
    }
    return most;
}

static pr_text id_of(const pr_advice_pathway *p) { return p->id; }
static pr_text standing_of(const pr_advice_pathway *p) { return pr_text_of(word_of(p)); }

void pr_text_pathway_table(pr_page *page, const pr_advice *advice, unsigned indent) {
    unsigned word = indent + widest(advice, id_of) + GAP, rest = word + widest(advice, standing_of) + GAP;
    for (uint32_t i = 0; i < advice->pathway_count; i++) {
        const pr_advice_pathway *p = &advice->pathways[i];
        pr_page_begin(page, indent, rest);
        pr_page_ink(page, PR_INK_BOLD);
        pr_page_text(page, p->id);
        pr_page_ink(page, PR_INK_PLAIN);
        pr_page_tab(page, word);
        pr_page_inked(page, ink_of(p->open), word_of(p));
        pr_page_tab(page, rest);
        if (p->done || p->closed) {
            pr_page_text(page, p->because);
        } else {
            pr_page_string(page, "time left ");
            write_range(page, p->left);
            pr_page_string(page, "; completes ");
            write_days(page, p->completes);
        }
        pr_page_string(page, p->goal ? " (the goal)" : "");
        pr_page_end(page);
    }
}

static void write_obstacle(pr_page *page, const pr_obstacle *o, unsigned indent) {
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_inked(page, o->certain ? PR_INK_BAD : PR_INK_OPEN, o->certain ? "in the way: " : "not known: ");
    pr_page_text(page, o->text);
    pr_page_end(page);
    if (o->certain) {
        pr_text_labelled(page, "", o->because, indent + INDENT);
        pr_text_labelled(page, "next: ", o->remedy_text, indent + INDENT);
    } else if (o->need_count > 0) {
        pr_page_begin(page, indent + INDENT, indent + INDENT + INDENT);
        pr_page_string(page, "depends on: ");
        pr_page_texts(page, o->needs, o->need_count, MOST_PATHS);
        pr_page_end(page);
    }
    pr_text_sources(page, o->sources, indent + INDENT);
}

/* What is to be told of a stage in a few words: how long it takes, when it begins and ends. */
static void write_times(pr_page *page, const pr_advice_stage *s) {
    switch (s->status) {
    case PR_STAGE_DONE: break;
    case PR_STAGE_CURRENT:
        pr_page_string(page, ", until ");
        write_days(page, s->ends);
        break;
    case PR_STAGE_TO_COME:
        pr_page_string(page, ", ");
        write_range(page, s->duration);
        pr_page_string(page, " from ");
        write_days(page, s->starts);
        break;
    case PR_STAGE_OPEN:
        pr_page_string(page, ", left ");
        write_range(page, s->left);
        break;
    }
}

static void write_stage(pr_page *page, const pr_advice_stage *s, bool closed) {
    const unsigned column = INDENT + (unsigned)sizeof "not known" - 1 + GAP;
    pr_page_begin(page, INDENT, column + INDENT);
    pr_page_inked(page, statuses[s->status].ink, statuses[s->status].words);
    pr_page_tab(page, column);
    pr_page_text(page, s->name);
    if (!closed) {
        write_times(page, s);
    }
    pr_page_end(page);
    if (s->slow) {
        pr_text_labelled(page, "",
                         PR_TEXT("By the profile's own date this takes longer than it is said to take."),
                         column);
    }
    if (s->need_count > 0 && !closed) {
        pr_page_begin(page, column, column + INDENT);
        pr_page_string(page, "depends on: ");
        pr_page_texts(page, s->needs, s->need_count, MOST_PATHS);
        pr_page_end(page);
    }
    for (uint32_t i = 0; i < s->obstacle_count; i++) {
        write_obstacle(page, &s->obstacles[i], column);
    }
}

/* The reason of some begins with the word itself. */
static void write_standing(pr_page *page, const pr_advice_pathway *p) {
    bool repeated = p->closed || (!p->done && p->open == PR_UNDECIDED);
    pr_page_begin(page, INDENT, INDENT + INDENT);
    pr_page_inked(page, ink_of(p->open), repeated ? "" : word_of(p));
    pr_page_string(page, repeated ? "" : ": ");
    pr_page_text(page, p->because);
    pr_page_end(page);
}

static void write_limits(pr_page *page, const pr_advice_pathway *p, pr_telling telling) {
    uint32_t count = p->not_encoded_count + p->caveat_count;
    if (telling != PR_TELL_ALL) {
        if (count > 0) {
            pr_page_begin(page, INDENT, INDENT + INDENT);
            pr_page_count(page, count);
            pr_page_string(page, count == 1 ? " note; --all shows it" : " notes; --all shows them");
            pr_page_end(page);
        }
        return;
    }
    for (uint32_t i = 0; i < p->not_encoded_count; i++) {
        pr_text_labelled(page, "not judged here: ", p->not_encoded[i], INDENT);
    }
    for (uint32_t i = 0; i < p->caveat_count; i++) {
        pr_text_caveat(page, &p->caveats[i], INDENT, telling);
    }
}

static void write_pathway(pr_page *page, const pr_advice_pathway *p, pr_telling telling) {
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, p->id);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, ": ");
    pr_page_text(page, p->name);
    pr_page_string(page, p->goal ? " (the goal)" : "");
    pr_page_end(page);
    write_standing(page, p);
    for (uint32_t i = 0; i < p->stage_count; i++) {
        write_stage(page, &p->stages[i], p->closed);
    }
    write_limits(page, p, telling);
    pr_text_sources(page, p->sources, INDENT);
}

void pr_report_pathways_text(const pr_advice *advice, const pr_view *view, pr_buf *out) {
    pr_page page;
    pr_page_init(&page, view, out);
    pr_text_header(&page, advice);
    pr_page_blank(&page);
    if (advice->pathway_count == 0) {
        pr_text_labelled(&page, "", PR_TEXT("The knowledge base tells of no ways to compare."), 0);
    }
    pr_text_pathway_table(&page, advice, 0);
    for (uint32_t i = 0; i < advice->pathway_count; i++) {
        pr_page_blank(&page);
        write_pathway(&page, &advice->pathways[i], view->all ? PR_TELL_ALL : PR_TELL_USUALLY);
    }
    pr_text_warnings(&page, advice);
    pr_text_notice(&page, advice);
    pr_page_release(&page);
}
