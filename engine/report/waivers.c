#include "report/waivers.h"

#include "report/page.h"

enum { INDENT = 2 };

/* Where it stands on a day; days in this form are in order as texts are. */
static const char *state_of(const pr_store_waiver *w, pr_text day) {
    return w->revoked.length > 0                ? "revoked"
           : pr_text_compare(w->until, day) < 0 ? "ended"
           : pr_text_compare(w->on, day) > 0    ? "upcoming"
                                                : "in-force";
}

static void write_line(pr_page *page, const char *const *words, const pr_text *texts, size_t count) {
    pr_page_begin(page, INDENT, 2 * INDENT);
    for (size_t i = 0; i < count; i++) {
        pr_page_string(page, words[i]);
        pr_page_text(page, texts[i]);
    }
    pr_page_end(page);
}

static void write_waiver(pr_page *page, const pr_store_waiver *w, pr_text day) {
    const char *state = state_of(w, day);
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_string(page, "waiver ");
    pr_page_count(page, (uint32_t)w->number);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, " for ");
    pr_page_text(page, w->applicant);
    pr_page_string(page, ": ");
    pr_page_text(page, w->requirement);
    pr_page_string(page, " of ");
    pr_page_text(page, w->subject);
    pr_page_end(page);
    pr_text standing = strcmp(state, "ended") == 0 ? PR_TEXT(": it has ended") : PR_TEXT(": not yet");
    if (strcmp(state, "in-force") == 0 || strcmp(state, "revoked") == 0) {
        standing = (pr_text){0};
    }
    const pr_text when[] = {w->on, w->until, standing};
    write_line(page, (const char *const[]){"from ", " until ", ""}, when, 3);
    write_line(page, (const char *const[]){"granted by ", " on ", ": "},
               (const pr_text[]){w->by, w->granted, w->reason}, 3);
    if (w->revoked.length > 0) {
        write_line(page,
                   (const char *const[]){"revoked on ", w->revoked_by.length > 0 ? " by " : "",
                                         w->revoked_reason.length > 0 ? ": " : ""},
                   (const pr_text[]){w->revoked, w->revoked_by, w->revoked_reason}, 3);
    }
}

void pr_report_waivers_text(const pr_store_waiver *waivers, uint32_t count, pr_text as_of,
                            const pr_waivers_asked *asked, const pr_view *view, pr_buf *out) {
    pr_page page;
    pr_page_init(&page, view, out);
    for (uint32_t i = 0; i < count; i++) {
        write_waiver(&page, &waivers[i], as_of);
    }
    if (count == 0) {
        pr_page_begin(&page, 0, INDENT);
        pr_page_string(&page, asked->applicant.length > 0 ? "no waiver counts or will count for "
                                                          : "no waiver counts or will count");
        pr_page_text(&page, asked->applicant);
        pr_page_end(&page);
    }
    if (asked->others > 0) {
        pr_page_begin(&page, 0, INDENT);
        pr_page_count(&page, asked->others);
        pr_page_string(&page, " more ended or revoked; --all shows them");
        pr_page_end(&page);
    }
    if (asked->granted) {
        pr_page_begin(&page, 0, INDENT);
        pr_page_string(&page, "to take it back: preceptor revoke ");
        pr_page_count(&page, (uint32_t)waivers[0].number);
        pr_page_end(&page);
    }
    pr_page_release(&page);
}

void pr_report_waiver_members(pr_jw *w, const pr_store_waiver *waiver) {
    pr_jw_integer(w, "number", waiver->number);
    pr_jw_text(w, "applicant", waiver->applicant);
    pr_jw_text(w, "program", waiver->subject);
    pr_jw_text(w, "requirement", waiver->requirement);
    pr_jw_text(w, "by", waiver->by);
    pr_jw_text(w, "reason", waiver->reason);
    pr_jw_text(w, "on", waiver->on);
    pr_jw_text(w, "until", waiver->until);
    pr_jw_text(w, "granted", waiver->granted);
    if (waiver->revoked.length == 0) {
        pr_jw_null(w, "revoked");
        return;
    }
    pr_jw_open(w, "revoked", '{');
    pr_jw_text(w, "on", waiver->revoked);
    pr_jw_text_or_null(w, "by", waiver->revoked_by);
    pr_jw_text_or_null(w, "reason", waiver->revoked_reason);
    pr_jw_close(w, '}');
}

void pr_report_waivers_json(const pr_store_waiver *waivers, uint32_t count, pr_text as_of, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_jw_text(&w, "schema", PR_TEXT("preceptor.waivers/1"));
    pr_jw_text(&w, "as_of", as_of);
    pr_jw_open(&w, "waivers", '[');
    for (uint32_t i = 0; i < count; i++) {
        pr_jw_open(&w, NULL, '{');
        pr_report_waiver_members(&w, &waivers[i]);
        pr_jw_text(&w, "state", pr_text_of(state_of(&waivers[i], as_of)));
        pr_jw_close(&w, '}');
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
