/* A case for a person at a terminal: how it would be presented, then where each entity stands and why. */
#include "report/consult.h"
#include "report/text.h"

enum { INDENT = 2, MOST_LOOKUPS = 8 };

typedef struct report {
    pr_page page;
    const pr_consult *consult;
    const pr_view *view;
} report;

static void write_header(report *r) {
    const pr_advice *head = &r->consult->head;
    pr_page *page = &r->page;
    pr_page_begin(page, 0, INDENT);
    pr_page_text(page, head->program->name);
    pr_page_string(page, " ");
    pr_page_text(page, head->program->version);
    pr_page_string(page, ", as of ");
    pr_page_date(page, head->as_of);
    if (head->profile_id.length > 0) {
        pr_page_string(page, ", for ");
        pr_page_text(page, head->profile_id);
    }
    pr_page_end(page);
    pr_text_labelled(page, "", head->program->notice, 0);
}

/* An identifier in words: "one_liner", "one-liner". `raised`: with a capital. */
static void write_words(pr_page *page, pr_text name, bool raised) {
    char letter[2] = {0};
    size_t from = 0;
    if (raised && name.length > 0 && name.at[0] >= 'a' && name.at[0] <= 'z') {
        letter[0] = (char)(name.at[0] - 'a' + 'A');
        pr_page_string(page, letter);
        from = 1;
    }
    for (size_t i = from; i <= name.length; i++) {
        if (i == name.length || name.at[i] == '_') {
            pr_page_text(page, (pr_text){name.at + from, i - from});
            pr_page_string(page, i < name.length ? " " : "");
            from = i + 1;
        }
    }
}

static void write_title(report *r, pr_text title, pr_ink ink) {
    pr_page_blank(&r->page);
    pr_page_begin(&r->page, 0, 0);
    pr_page_ink(&r->page, ink);
    write_words(&r->page, title, true);
    pr_page_ink(&r->page, PR_INK_PLAIN);
    pr_page_end(&r->page);
}

static void write_lookup_names(pr_page *page, const char *label, const pr_lookup *items, uint32_t count,
                               unsigned indent) {
    if (count == 0) {
        return;
    }
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_string(page, label);
    for (uint32_t i = 0; i < count; i++) {
        pr_page_string(page, i > 0 ? ", " : "");
        pr_page_text(page, items[i].attribute);
    }
    pr_page_end(page);
}

static void write_parts(report *r) {
    const pr_consult *c = r->consult;
    if (c->part_count == 0) {
        return;
    }
    write_title(r, PR_TEXT("presentation"), PR_INK_BOLD);
    for (uint32_t i = 0; i < c->part_count; i++) {
        const pr_part *part = &c->parts[i];
        pr_page_begin(&r->page, INDENT, 2 * INDENT);
        write_words(&r->page, part->name, true);
        pr_page_string(&r->page, ": ");
        pr_page_text(&r->page, part->text.length > 0 ? part->text : PR_TEXT("nothing yet"));
        pr_page_end(&r->page);
        write_lookup_names(&r->page, "still missing: ", part->missing, part->missing_count, 2 * INDENT);
    }
}

static const struct {
    pr_truth status;
    pr_ink ink;
} statuses[] = {{PR_TRUE, PR_INK_BOLD}, {PR_UNDECIDED, PR_INK_OPEN}, {PR_FALSE, PR_INK_DIM}};

static void write_ground(report *r, const pr_ground *g, pr_ink ink, unsigned indent) {
    pr_page *page = &r->page;
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_inked(page, ink, pr_ground_status_name(g->status));
    for (uint32_t i = 0; i < g->slot_count; i++) {
        pr_page_string(page, i == 0 ? " (" : ", ");
        pr_page_text(page, g->slots[i].text);
    }
    pr_page_string(page, g->slot_count > 0 ? "): " : ": ");
    pr_page_text(page, g->text);
    pr_page_end(page);
    if (g->status == PR_TRUE || r->view->all) {
        pr_text_sources(page, g->sources, indent + INDENT);
    }
}

/* What is absent is counted, unless everything is wanted; where there is nothing, that is said. */
static void write_grounds(report *r, const pr_grounds *grounds) {
    pr_page *page = &r->page;
    uint32_t absent = 0;
    pr_page_begin(page, 2 * INDENT, 3 * INDENT);
    write_words(page, grounds->name, false);
    pr_page_string(page, grounds->count == 0 ? ": none is encoded" : ":");
    pr_page_end(page);
    for (size_t s = 0; s < sizeof statuses / sizeof statuses[0]; s++) {
        for (uint32_t i = 0; i < grounds->count; i++) {
            if (grounds->items[i].status != statuses[s].status) {
                continue;
            }
            if (statuses[s].status == PR_FALSE && !r->view->all) {
                absent++;
            } else {
                write_ground(r, &grounds->items[i], statuses[s].ink, 3 * INDENT);
            }
        }
    }
    if (absent > 0) {
        pr_page_begin(page, 3 * INDENT, 4 * INDENT);
        pr_page_count(page, absent);
        pr_page_string(page, " absent");
        pr_page_end(page);
    }
}

static void write_checks(report *r, const pr_consulted *c) {
    pr_page *page = &r->page;
    if (c->check_count > 0) {
        pr_text_labelled(page, "", PR_TEXT("check:"), 2 * INDENT);
    }
    uint32_t most = r->view->all ? c->check_count : MOST_LOOKUPS;
    for (uint32_t i = 0; i < c->check_count && i < most; i++) {
        pr_page_begin(page, 3 * INDENT, 4 * INDENT);
        pr_page_ink(page, PR_INK_OPEN);
        pr_page_text(page, c->check[i].attribute);
        pr_page_ink(page, PR_INK_PLAIN);
        pr_page_string(page, c->check[i].text.length > 0 ? ": " : "");
        pr_page_text(page, c->check[i].text);
        pr_page_end(page);
    }
    if (c->check_count > most) {
        pr_page_begin(page, 3 * INDENT, 4 * INDENT);
        pr_page_count(page, c->check_count - most);
        pr_page_string(page, " more; --all shows them");
        pr_page_end(page);
    }
}

static void write_notes(report *r, const pr_notes *notes) {
    pr_page *page = &r->page;
    if (notes->count == 0) {
        return;
    }
    pr_page_begin(page, 2 * INDENT, 3 * INDENT);
    write_words(page, notes->name, false);
    pr_page_string(page, ": ");
    for (uint32_t i = 0; i < notes->count; i++) {
        pr_page_string(page, i > 0 ? "; " : "");
        pr_page_text(page, notes->items[i]);
    }
    pr_page_end(page);
}

static void write_limits(report *r, const pr_consulted *c) {
    for (uint32_t i = 0; c->not_encoded.kind == PR_LIST && i < c->not_encoded.list->count; i++) {
        pr_value v = c->not_encoded.list->items[i];
        pr_text text = v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
        pr_text_labelled(&r->page, "not judged here: ", text, 2 * INDENT);
    }
    for (uint32_t i = 0; i < c->caveat_count; i++) {
        pr_page_begin(&r->page, 2 * INDENT, 3 * INDENT);
        pr_page_text(&r->page, c->caveats[i].kind.length > 0 ? c->caveats[i].kind : PR_TEXT("note"));
        pr_page_string(&r->page, ": ");
        pr_page_text(&r->page, c->caveats[i].text);
        pr_page_end(&r->page);
        pr_text_sources(&r->page, c->caveats[i].sources, 3 * INDENT);
    }
}

static void write_item(report *r, const pr_consulted *c) {
    pr_page *page = &r->page;
    pr_page_begin(page, INDENT, 2 * INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, c->entity->id);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, ": ");
    pr_page_text(page, c->entity->name);
    pr_page_end(page);
    for (uint32_t i = 0; i < c->grounds_count; i++) {
        write_grounds(r, &c->grounds[i]);
    }
    write_checks(r, c);
    for (uint32_t i = 0; i < c->notes_count; i++) {
        write_notes(r, &c->notes[i]);
    }
    write_limits(r, c);
}

static void write_items(report *r) {
    const pr_consult *c = r->consult;
    uint32_t told = 0, rank = UINT32_MAX;
    for (uint32_t i = 0; i < c->count; i++) {
        const pr_consulted *item = &c->items[i];
        if (!item->first && !r->view->all) {
            continue;
        }
        if (told == 0 || item->rank != rank) {
            write_title(r, item->standing.length > 0 ? item->standing : PR_TEXT("no standing"), PR_INK_BOLD);
        }
        rank = item->rank;
        told++;
        write_item(r, item);
    }
    if (told < c->count) {
        pr_page_blank(&r->page);
        pr_page_begin(&r->page, 0, INDENT);
        pr_page_count(&r->page, c->count - told);
        pr_page_string(&r->page, told > 0 ? " more " : " ");
        write_words(&r->page, c->collection, false);
        pr_page_string(&r->page, told > 0 ? "; --all shows where they stand"
                                          : ", none of which can be told to be called for; --all shows why");
        pr_page_end(&r->page);
    }
}

void pr_report_consult_text(const pr_consult *consult, const pr_view *view, pr_buf *out) {
    report r = {.consult = consult, .view = view};
    pr_page_init(&r.page, view, out);
    write_header(&r);
    write_parts(&r);
    write_items(&r);
    if (consult->part_count == 0 && consult->count == 0) {
        pr_page_blank(&r.page);
        pr_text_labelled(&r.page, "", PR_TEXT("There is nothing to show: no rule speaks of cases."), 0);
    }
    pr_text_warnings(&r.page, &consult->head);
    pr_text_notice(&r.page, &consult->head);
    pr_page_release(&r.page);
}
