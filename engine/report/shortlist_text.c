/* A ranking for a person: side by side, a line each; then each place with its parts. */
#include "report/head.h"
#include "report/text.h"

enum { INDENT = 2, GAP = 2, MOST_PATHS = 6, MOST_MERITS = 4, MOST_QUESTIONS = 5 };

static void print_range(pr_points points, pr_buf *out) {
    pr_report_print_points(points.least, out);
    if (points.most != points.least) {
        pr_buf_string(out, " to ");
        pr_report_print_points(points.most, out);
    }
}

static void print_place(const pr_ranked *p, pr_buf *out) {
    pr_buf_printf(out, p->best == p->worst ? "%u" : "%u to %u", (unsigned)p->best, (unsigned)p->worst);
}

static void write_points(pr_page *page, pr_points points) {
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    print_range(points, &text);
    pr_page_text(page, pr_buf_view(&text));
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
}

static void write_place(pr_page *page, const pr_ranked *p) {
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    print_place(p, &text);
    pr_page_text(page, pr_buf_view(&text));
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
}

static unsigned wider(unsigned a, size_t b) { return a > b ? a : (unsigned)b; }

/* The columns that places, points and ids take. */
typedef struct columns {
    unsigned place, points, id;
} columns;

static columns columns_of(const pr_page *page, const pr_shortlist *list) {
    columns c = {sizeof "place" - 1, sizeof "points" - 1, sizeof "id" - 1};
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    for (uint32_t i = 0; i < list->fit_count; i++) {
        pr_buf_again(&text);
        print_place(&list->places[i], &text);
        c.place = wider(c.place, text.length);
        pr_buf_again(&text);
        print_range(list->places[i].score, &text);
        c.points = wider(c.points, text.length);
        c.id = wider(c.id, pr_page_columns(list->places[i].verdict->id));
    }
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
    return c;
}

static void write_table(pr_page *page, const pr_shortlist *list) {
    const columns c = columns_of(page, list);
    const unsigned points = INDENT + c.place + GAP, id = points + c.points + GAP, name = id + c.id + GAP;
    pr_page_blank(page);
    pr_page_begin(page, INDENT, name);
    pr_page_string(page, "place");
    pr_page_tab(page, points);
    pr_page_string(page, "points");
    pr_page_tab(page, id);
    pr_page_string(page, "id");
    pr_page_end(page);
    for (uint32_t i = 0; i < list->fit_count; i++) {
        const pr_ranked *p = &list->places[i];
        pr_page_begin(page, INDENT, name);
        write_place(page, p);
        pr_page_tab(page, points);
        write_points(page, p->score);
        pr_page_tab(page, id);
        pr_page_ink(page, PR_INK_BOLD);
        pr_page_text(page, p->verdict->id);
        pr_page_ink(page, PR_INK_PLAIN);
        pr_page_tab(page, name);
        pr_page_text(page, p->verdict->name);
        pr_page_end(page);
    }
}

static void write_merits(pr_page *page, const pr_portion *part, bool all) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < part->merit_count; i++) {
        const pr_merit *m = &part->merits[i];
        if (!all && told == MOST_MERITS) {
            pr_page_string(page, "; and ");
            pr_page_count(page, part->merit_count - told);
            pr_page_string(page, " more");
            break;
        }
        pr_page_string(page, told++ > 0 ? "; " : ": ");
        pr_page_string(page, m->points.least == m->points.most ? "" : "perhaps ");
        pr_page_text(page, m->text);
    }
    for (uint32_t i = 0; i < part->shortcoming_count; i++) {
        pr_page_string(page, told++ > 0 ? "; " : ": ");
        pr_page_inked(page, PR_INK_BAD, "not: ");
        pr_page_text(page, part->shortcomings[i].text);
    }
}

static void write_part(pr_page *page, const pr_portion *part, unsigned column, bool all) {
    pr_page_begin(page, INDENT, column + INDENT);
    write_points(page, part->points);
    pr_page_string(page, " of ");
    write_points(page, (pr_points){part->weight, part->weight});
    pr_page_tab(page, column);
    pr_page_text(page, part->criterion->name);
    write_merits(page, part, all);
    pr_page_end(page);
    if (all) {
        pr_text_sources(page, part->sources, column + INDENT);
    }
}

/* What the verdict is on the day of the start, and what it is today where that is another. */
static void write_verdict(pr_page *page, const pr_shortlist *list, const pr_ranked *p, int64_t as_of) {
    bool later = list->start_known && list->start > as_of;
    pr_page_begin(page, INDENT, INDENT + INDENT);
    pr_page_inked(page, pr_text_verdict_ink(p->then), pr_verdict_name(p->then));
    if (later) {
        pr_page_string(page, " on ");
        pr_page_date(page, list->start);
    }
    if (p->because.length > 0) {
        pr_page_string(page, ": ");
        pr_page_text(page, p->because);
    } else {
        pr_page_string(page, ": it depends on the day of the start");
    }
    pr_page_end(page);
    if (p->verdict->verdict != p->then) {
        pr_page_begin(page, INDENT, INDENT + INDENT);
        pr_page_string(page, pr_verdict_name(p->verdict->verdict));
        pr_page_string(page, " on ");
        pr_page_date(page, as_of);
        pr_page_string(page, ": ");
        pr_page_text(page, p->verdict->because);
        pr_page_end(page);
    }
    if (!later && p->opens > as_of) {
        pr_page_begin(page, INDENT, INDENT + INDENT);
        pr_page_string(page, "eligible from ");
        pr_page_date(page, p->opens);
        pr_page_string(page, " by your own dates");
        pr_page_end(page);
    }
}

static void write_trades(pr_page *page, const pr_ranked *p, bool all) {
    if (p->trade_count > 0) {
        pr_page_begin(page, INDENT, INDENT + INDENT);
        pr_page_inked(page, PR_INK_OPEN, "may change places with: ");
        pr_page_texts(page, p->trades, p->trade_count, all ? UINT32_MAX : MOST_PATHS);
        pr_page_end(page);
    }
    if (p->question_count == 0) {
        return;
    }
    pr_page_begin(page, INDENT, INDENT + INDENT);
    pr_page_string(page, "depends on: ");
    for (uint32_t i = 0; i < p->question_count; i++) {
        if (!all && i == MOST_PATHS) {
            pr_page_string(page, ", and ");
            pr_page_count(page, p->question_count - i);
            pr_page_string(page, " more");
            break;
        }
        pr_page_string(page, i > 0 ? ", " : "");
        pr_page_text(page, p->questions[i].attribute);
    }
    pr_page_end(page);
}

static unsigned points_column(const pr_page *page, const pr_ranked *p) {
    unsigned most = 0;
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    for (uint32_t i = 0; i < p->part_count; i++) {
        pr_buf_again(&text);
        print_range(p->parts[i].points, &text);
        pr_buf_string(&text, " of ");
        pr_report_print_points(p->parts[i].weight, &text);
        most = wider(most, text.length);
    }
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
    return INDENT + most + GAP;
}

static bool says_something(const pr_portion *part) { return part->merit_count + part->shortcoming_count > 0; }

/* The criteria of which it earns nothing, and nothing more is to be said. */
static void write_empty_parts(pr_page *page, const pr_ranked *p, unsigned column) {
    bool begun = false;
    for (uint32_t i = 0; i < p->part_count; i++) {
        if (says_something(&p->parts[i])) {
            continue;
        }
        if (!begun) {
            pr_page_begin(page, INDENT, column + INDENT);
            pr_page_string(page, "0");
            pr_page_tab(page, column);
        }
        pr_page_string(page, begun ? ", " : "");
        pr_page_text(page, p->parts[i].criterion->name);
        begun = true;
    }
    if (begun) {
        pr_page_end(page);
    }
}

static void write_ranked(pr_page *page, const pr_shortlist *list, const pr_ranked *p, const pr_advice *advice,
                         bool all) {
    const unsigned column = points_column(page, p);
    pr_page_blank(page);
    pr_page_begin(page, 0, INDENT);
    if (p->best > 0) {
        write_place(page, p);
        pr_page_string(page, ". ");
    }
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, p->verdict->id);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, ": ");
    pr_page_text(page, p->verdict->name);
    pr_page_end(page);
    write_verdict(page, list, p, advice->as_of);
    for (uint32_t i = 0; i < p->part_count; i++) {
        if (says_something(&p->parts[i])) {
            write_part(page, &p->parts[i], column, all);
        }
    }
    write_empty_parts(page, p, column);
    pr_page_begin(page, INDENT, INDENT);
    write_points(page, p->score);
    pr_page_string(page, " of ");
    write_points(page, (pr_points){list->weight, list->weight});
    pr_page_string(page, " points together");
    pr_page_end(page);
    write_trades(page, p, all);
}

static void write_start(pr_page *page, const pr_shortlist *list) {
    if (!list->starts) {
        return;
    }
    pr_page_begin(page, 0, INDENT);
    if (list->start_known) {
        pr_page_string(page, "counted as of the start on ");
        pr_page_date(page, list->start);
    } else {
        pr_page_string(page, "the day of the start is not known: counted on every day from ");
        pr_page_date(page, list->start);
        pr_page_string(page, " on");
    }
    pr_page_end(page);
}

static void write_questions(pr_page *page, const pr_shortlist *list, bool all) {
    if (list->question_count == 0) {
        return;
    }
    pr_page_blank(page);
    pr_text_labelled(page, "", PR_TEXT("The order may change. Answers that would settle it:"), 0);
    uint32_t most = all || list->question_count <= MOST_QUESTIONS ? list->question_count : MOST_QUESTIONS;
    for (uint32_t i = 0; i < most; i++) {
        pr_text_question(page, &list->questions[i], INDENT);
    }
    pr_text_more_questions(page, list->question_count - most, INDENT);
}

static void write_others(pr_page *page, const pr_advice *advice, const pr_shortlist *list, bool all) {
    uint32_t count = list->place_count - list->fit_count;
    if (count == 0) {
        return;
    }
    pr_page_blank(page);
    pr_page_begin(page, 0, INDENT);
    pr_page_count(page, count);
    pr_page_string(page, all          ? " more that do not fit"
                         : count == 1 ? " more does not fit; --all shows it"
                                      : " more do not fit; --all shows them, and the sources");
    pr_page_end(page);
    for (uint32_t i = list->fit_count; all && i < list->place_count; i++) {
        write_ranked(page, list, &list->places[i], advice, all);
    }
}

void pr_report_shortlist_text(const pr_advice *advice, const pr_shortlist *list, const pr_view *view,
                              pr_buf *out) {
    pr_page page;
    pr_page_init(&page, view, out);
    pr_text_header(&page, advice);
    write_start(&page, list);
    if (list->fit_count > 0) {
        write_table(&page, list);
    } else {
        pr_page_blank(&page);
        pr_text_labelled(&page, "",
                         list->place_count > 0 ? PR_TEXT("Nothing here fits this profile.")
                                               : PR_TEXT("There is nothing to rank: no rule speaks for any."),
                         0);
    }
    for (uint32_t i = 0; i < list->fit_count; i++) {
        write_ranked(&page, list, &list->places[i], advice, view->all);
    }
    write_questions(&page, list, view->all);
    write_others(&page, advice, list, view->all);
    pr_text_warnings(&page, advice);
    pr_text_notice(&page, advice);
    pr_page_release(&page);
}
