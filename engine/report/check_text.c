/* Everything about one profile, for a person at a terminal: what is decided first, then what could be decided, then
 * what stands in the way, then what to do. */
#include "report/citation.h"
#include "report/text.h"

enum { INDENT = 2, DEEPER = 4, MOST_PATHS = 6, MOST_QUESTIONS = 5 };

typedef struct report {
    pr_page page;
    const pr_advice *advice;
    const pr_view *view;
    bool any_first; /* the profile singles something out */
    /* The highest priority of a recommendation that is certain, by its order, and the next one. */
    uint32_t highest, next;
} report;

static const struct {
    pr_verdict verdict;
    const char *title;
} groups[] = {
    {PR_ELIGIBLE, "Eligible"},
    {PR_UNDETERMINED, "Undetermined"},
    {PR_INELIGIBLE, "Ineligible"},
};
enum { GROUP_COUNT = sizeof groups / sizeof groups[0] };

static bool is_told(const report *r, const pr_advice_verdict *v) { return r->view->all || v->first; }

static void write_title(report *r, pr_ink ink, const char *title) {
    pr_page_blank(&r->page);
    pr_page_begin(&r->page, 0, 0);
    pr_page_inked(&r->page, ink, title);
    pr_page_end(&r->page);
}

static void write_name(report *r, const pr_advice_verdict *v, unsigned column) {
    pr_page *page = &r->page;
    pr_page_begin(page, INDENT, column > 0 ? column : DEEPER);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, v->id);
    pr_page_ink(page, PR_INK_PLAIN);
    if (column > 0) {
        pr_page_tab(page, column);
    } else {
        pr_page_string(page, ": ");
    }
    pr_page_text(page, v->name);
    pr_page_end(page);
}

/* Is it worth a line in a report on many? Those that decided, and what is preferred where nothing else is missing. */
static bool is_told_of(const report *r, const pr_advice_verdict *v, const pr_advice_requirement *q) {
    if (r->view->all) {
        return true;
    }
    bool fails = q->status == PR_UNMET || q->status == PR_OPEN;
    return q->status == PR_WAIVED || (fails && (q->requirement->required || v->verdict == PR_ELIGIBLE));
}

/* A reason that only lists the requirements which follow is not said twice. */
static bool repeats_requirements(const pr_advice_verdict *v) {
    return pr_text_starts(v->because, PR_TEXT("not met: ")) ||
           (pr_text_starts(v->because, PR_TEXT("not known: ")) && v->requirement_count > 0);
}

/* Of what is not known beside what stands in the way, it is enough to name it. */
static pr_telling telling_of(const report *r, const pr_advice_verdict *v, const pr_advice_requirement *q) {
    if (r->view->all) {
        return PR_TELL_ALL;
    }
    return v->verdict == PR_INELIGIBLE && q->status == PR_OPEN ? PR_TELL_BRIEFLY : PR_TELL_USUALLY;
}

static void write_verdict(report *r, uint32_t index) {
    const pr_advice_verdict *v = &r->advice->verdicts[index];
    write_name(r, v, 0);
    if (!repeats_requirements(v)) {
        pr_text_labelled(&r->page, "", v->because, DEEPER);
        pr_text_sources(&r->page, v->sources, DEEPER);
    }
    for (uint32_t i = 0; i < v->requirement_count; i++) {
        const pr_advice_requirement *q = &v->requirements[i];
        if (is_told_of(r, v, q)) {
            pr_text_requirement(&r->page, q, DEEPER, telling_of(r, v, q));
        }
    }
    if (v->verdict == PR_UNDETERMINED) {
        pr_text_questions(&r->page, r->advice, index, r->view, DEEPER);
    }
    pr_text_limits(&r->page, v, DEEPER, r->view->all ? PR_TELL_ALL : PR_TELL_USUALLY);
}

static void write_group(report *r, size_t group) {
    bool begun = false;
    for (uint32_t i = 0; i < r->advice->verdict_count; i++) {
        const pr_advice_verdict *v = &r->advice->verdicts[i];
        if (v->verdict != groups[group].verdict || !is_told(r, v)) {
            continue;
        }
        if (!begun) {
            write_title(r, pr_text_verdict_ink(v->verdict), groups[group].title);
        } else {
            pr_page_blank(&r->page);
        }
        begun = true;
        write_verdict(r, i);
    }
}

/* "13 more: 2 eligible, 6 undetermined, 5 ineligible; --all shows them" */
static void write_others(report *r) {
    uint32_t counts[GROUP_COUNT] = {0}, total = 0;
    for (uint32_t i = 0; i < r->advice->verdict_count; i++) {
        const pr_advice_verdict *v = &r->advice->verdicts[i];
        for (size_t g = 0; g < GROUP_COUNT && !is_told(r, v); g++) {
            counts[g] += v->verdict == groups[g].verdict;
            total += v->verdict == groups[g].verdict;
        }
    }
    if (total == 0) {
        return;
    }
    pr_page *page = &r->page;
    pr_page_blank(page);
    pr_page_begin(page, 0, INDENT);
    pr_page_count(page, total);
    pr_page_string(page, " more: ");
    bool begun = false;
    for (size_t g = 0; g < GROUP_COUNT; g++) {
        if (counts[g] > 0) {
            pr_page_string(page, begun ? ", " : "");
            pr_page_count(page, counts[g]);
            pr_page_string(page, " ");
            pr_page_string(page, pr_verdict_name(groups[g].verdict));
            begun = true;
        }
    }
    pr_page_string(page, total == 1 ? "; --all shows it" : "; --all shows them");
    pr_page_end(page);
}

static unsigned widest_id(const pr_advice *advice) {
    unsigned widest = 0;
    for (uint32_t i = 0; i < advice->verdict_count; i++) {
        unsigned columns = pr_page_columns(advice->verdicts[i].id);
        widest = columns > widest ? columns : widest;
    }
    return widest;
}

/* The questions are in the order of how much they decide. */
static void write_first_questions(report *r) {
    const pr_advice *advice = r->advice;
    if (advice->question_count > 0) {
        write_title(r, PR_INK_BOLD, "Answers that would decide most");
    }
    for (uint32_t i = 0; i < advice->question_count && i < MOST_QUESTIONS; i++) {
        pr_text_question(&r->page, &advice->questions[i], INDENT);
    }
}

/* Where the profile singles nothing out: all of them, a line each. */
static void write_overview(report *r) {
    unsigned column = INDENT + widest_id(r->advice) + 2;
    for (size_t g = 0; g < GROUP_COUNT; g++) {
        bool begun = false;
        for (uint32_t i = 0; i < r->advice->verdict_count; i++) {
            const pr_advice_verdict *v = &r->advice->verdicts[i];
            if (v->verdict != groups[g].verdict) {
                continue;
            }
            if (!begun) {
                write_title(r, pr_text_verdict_ink(v->verdict), groups[g].title);
            }
            begun = true;
            write_name(r, v, column);
        }
    }
    pr_page_blank(&r->page);
    pr_text_labelled(&r->page, "", PR_TEXT("The profile singles none of them out; --all shows the reasons."),
                     0);
    write_first_questions(r);
}

static void write_verdicts(report *r) {
    if (r->advice->verdict_count == 0) {
        pr_page_blank(&r->page);
        pr_text_labelled(&r->page, "",
                         PR_TEXT("There is nothing here to be eligible for: no rule speaks of any."), 0);
    } else if (!r->any_first && !r->view->all) {
        write_overview(r);
    } else {
        for (size_t g = 0; g < GROUP_COUNT; g++) {
            write_group(r, g);
        }
        write_others(r);
    }
}

static void write_pathways(report *r) {
    if (r->advice->pathway_count > 0) {
        write_title(r, PR_INK_BOLD, "Pathways");
        pr_text_pathway_table(&r->page, r->advice, INDENT);
    }
}

/* Why one that may apply would. */
static void write_doubt(report *r, const pr_recommendation *rec, unsigned indent) {
    pr_page_begin(&r->page, indent, indent + INDENT);
    pr_page_string(&r->page, "applies or not, depending on: ");
    pr_page_texts(&r->page, rec->needs, rec->need_count, MOST_PATHS);
    pr_page_end(&r->page);
    for (uint32_t i = 0; i < rec->because_count; i++) {
        pr_text_labelled(&r->page, "if it does: ", rec->because[i], indent);
    }
}

/* Of the last `run` recommendations, which have the same. */
static void write_reasons(report *r, const pr_recommendation *rec, uint32_t run, unsigned indent) {
    pr_page *page = &r->page;
    for (uint32_t i = 0; rec->certain && i < rec->because_count; i++) {
        pr_page_begin(page, indent, indent + INDENT);
        if (run > 1) {
            pr_page_string(page, "these ");
            pr_page_count(page, run);
            pr_page_string(page, ": ");
        }
        pr_page_text(page, rec->because[i]);
        pr_page_end(page);
    }
    if (!rec->certain) {
        write_doubt(r, rec, indent);
    }
    pr_text_sources(page, rec->sources, indent);
}

static void write_recommendation(report *r, const pr_recommendation *rec, unsigned column) {
    pr_page *page = &r->page;
    pr_page_begin(page, DEEPER, column);
    pr_page_ink(page, rec->certain ? PR_INK_BOLD : PR_INK_OPEN);
    pr_page_text(page, rec->certain ? rec->priority : PR_TEXT("perhaps"));
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_tab(page, column);
    if (rec->due.kind == PR_DATE) {
        pr_page_string(page, rec->due.number < r->advice->as_of ? "was due " : "by ");
        pr_page_date(page, rec->due.number);
        pr_page_string(page, ": ");
    }
    pr_page_text(page, rec->text);
    pr_page_end(page);
    if (r->view->all) {
        pr_text_labelled(page, "", rec->detail, column);
    }
    for (uint32_t i = 0; i < rec->caveat_count; i++) {
        if (r->view->all || !pr_text_is(rec->caveats[i].kind, "note")) {
            pr_text_caveat(page, &rec->caveats[i], column + INDENT,
                           r->view->all ? PR_TELL_ALL : PR_TELL_USUALLY);
        }
    }
}

/* What matters most is told with its reasons, what comes next in a line, the rest is counted. */
static bool is_shown(const report *r, const pr_recommendation *rec) {
    return r->view->all || (rec->certain && rec->priority_order <= r->next);
}

static bool has_reasons(const report *r, const pr_recommendation *rec) {
    return r->view->all || rec->priority_order == r->highest;
}

static void find_priorities(report *r) {
    r->highest = r->next = UINT32_MAX;
    for (uint32_t i = 0; i < r->advice->recommendation_count; i++) {
        const pr_recommendation *rec = &r->advice->recommendations[i];
        if (rec->certain && rec->priority_order < r->highest) {
            r->next = r->highest;
            r->highest = rec->priority_order;
        } else if (rec->certain && rec->priority_order > r->highest && rec->priority_order < r->next) {
            r->next = rec->priority_order;
        }
    }
}

static bool same_sources(pr_value a, pr_value b) {
    uint32_t count = pr_citation_count(a);
    bool same = count == pr_citation_count(b);
    for (uint32_t i = 0; i < count && same; i++) {
        pr_citation x = pr_citation_at(a, i), y = pr_citation_at(b, i);
        same = pr_text_equal(x.document, y.document) && pr_text_equal(x.section, y.section);
    }
    return same;
}

static bool same_reasons(const pr_recommendation *a, const pr_recommendation *b) {
    bool same =
        a->because_count == b->because_count && a->because_count > 0 && pr_text_equal(a->phase, b->phase);
    for (uint32_t i = 0; i < a->because_count && same; i++) {
        same = pr_text_equal(a->because[i], b->because[i]);
    }
    return same && same_sources(a->sources, b->sources);
}

/* Does the next one that is shown have the same reasons? They are then given once, after the last. */
static bool goes_on(const report *r, uint32_t index) {
    const pr_recommendation *all = r->advice->recommendations;
    for (uint32_t i = index + 1; i < r->advice->recommendation_count && !r->view->all; i++) {
        if (is_shown(r, &all[i])) {
            return has_reasons(r, &all[i]) && same_reasons(&all[index], &all[i]);
        }
    }
    return false;
}

static void write_phase(report *r, pr_text phase) {
    pr_page_begin(&r->page, INDENT, INDENT);
    pr_page_text(&r->page, phase.length > 0 ? phase : PR_TEXT("at any time"));
    pr_page_end(&r->page);
}

static unsigned priority_column(const report *r) {
    unsigned widest = 0;
    for (uint32_t i = 0; i < r->advice->recommendation_count; i++) {
        const pr_recommendation *rec = &r->advice->recommendations[i];
        unsigned columns = rec->certain ? pr_page_columns(rec->priority) : (unsigned)sizeof "perhaps" - 1;
        widest = is_shown(r, rec) && columns > widest ? columns : widest;
    }
    return DEEPER + widest + 2;
}

/* "3 more of low priority; --all shows them, and every reason" */
static void write_hidden(report *r, uint32_t hidden, pr_text priority, bool any_brief) {
    pr_page *page = &r->page;
    if (hidden == 0 && !any_brief) {
        return;
    }
    pr_page_begin(page, INDENT, INDENT);
    if (hidden == 0) {
        pr_page_string(page, "--all shows every reason");
    } else {
        pr_page_count(page, hidden);
        pr_page_string(page, " more of ");
        pr_page_text(page, priority.length > 0 ? priority : PR_TEXT("lower"));
        pr_page_string(page, hidden == 1 ? " priority; --all shows it" : " priority; --all shows them");
        pr_page_string(page, any_brief ? ", and every reason" : "");
    }
    pr_page_end(page);
}

/* What may apply, counted. */
static void write_perhaps(report *r, uint32_t count, bool any_certain) {
    if (count == 0) {
        return;
    }
    pr_page_begin(&r->page, INDENT, INDENT);
    pr_page_count(&r->page, count);
    pr_page_string(&r->page, any_certain ? " more may apply" : " may apply");
    pr_page_string(&r->page, count == 1 ? ": whether it does is" : ": whether they do is");
    pr_page_string(&r->page, " not known; --all shows ");
    pr_page_string(&r->page, count == 1 ? "it" : "them");
    pr_page_end(&r->page);
}

/* What is not shown. */
static void write_left_out(report *r) {
    uint32_t perhaps = 0, hidden = 0, certain = 0;
    pr_text priority = {0};
    bool one_priority = true, any_brief = false;
    for (uint32_t i = 0; i < r->advice->recommendation_count && !r->view->all; i++) {
        const pr_recommendation *rec = &r->advice->recommendations[i];
        certain += rec->certain;
        perhaps += !rec->certain;
        if (rec->certain && !is_shown(r, rec)) {
            one_priority = one_priority && (hidden == 0 || pr_text_equal(priority, rec->priority));
            priority = rec->priority;
            hidden++;
        }
        any_brief = any_brief || (is_shown(r, rec) && !has_reasons(r, rec) && rec->because_count > 0);
    }
    write_hidden(r, hidden, one_priority ? priority : (pr_text){0}, any_brief);
    write_perhaps(r, perhaps, certain > 0);
}

static void write_recommendations(report *r) {
    const pr_recommendation *last = NULL;
    uint32_t run = 0;
    unsigned column = priority_column(r);
    write_title(r, PR_INK_BOLD, "Recommendations");
    for (uint32_t i = 0; i < r->advice->recommendation_count; i++) {
        const pr_recommendation *rec = &r->advice->recommendations[i];
        if (!is_shown(r, rec)) {
            continue;
        }
        if (last == NULL || !pr_text_equal(last->phase, rec->phase)) {
            write_phase(r, rec->phase);
        }
        last = rec;
        write_recommendation(r, rec, column);
        run += has_reasons(r, rec);
        if (run > 0 && !goes_on(r, i)) {
            write_reasons(r, rec, run, column + INDENT);
            run = 0;
        }
    }
    if (last == NULL) {
        pr_text_labelled(&r->page, "", PR_TEXT("No rule is certain to recommend anything for this profile."),
                         INDENT);
    }
    write_left_out(r);
}

void pr_report_check_text(const pr_advice *advice, const pr_view *view, pr_buf *out) {
    report r = {.advice = advice, .view = view};
    for (uint32_t i = 0; i < advice->verdict_count; i++) {
        r.any_first = r.any_first || advice->verdicts[i].first;
    }
    find_priorities(&r);
    pr_page_init(&r.page, view, out);
    pr_text_header(&r.page, advice);
    write_verdicts(&r);
    write_pathways(&r);
    write_recommendations(&r);
    pr_text_warnings(&r.page, advice);
    pr_text_notice(&r.page, advice);
    pr_page_release(&r.page);
}
