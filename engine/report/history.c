#include "report/history.h"

#include "report/text.h"
#include "report/waivers.h"

enum { INDENT = 2 };

static const char *const kinds[] = {"audit", "check", "waiver", "revoked"};
static const char *const standings[PR_PAST_STANDINGS] = {"unmet", "unknown", "waived"};

/* Takes the first line off. */
static bool next_line(pr_text *rest, pr_text *line) {
    if (rest->length == 0) {
        return false;
    }
    const char *end = memchr(rest->at, '\n', rest->length);
    size_t length = end != NULL ? (size_t)(end - rest->at) : rest->length;
    *line = (pr_text){rest->at, length};
    length += end != NULL;
    *rest = (pr_text){rest->at + length, rest->length - length};
    return true;
}

static void write_lists(pr_page *page, const pr_past_verdict *v) {
    const char *between = " (";
    for (int i = 0; i < PR_PAST_STANDINGS; i++) {
        pr_text rest = v->lists[i], line;
        for (bool first = true; next_line(&rest, &line); first = false) {
            pr_page_string(page, first ? between : ", ");
            pr_page_string(page, first ? standings[i] : "");
            pr_page_string(page, first ? ": " : "");
            pr_page_text(page, line);
            between = "; ";
        }
    }
    pr_page_string(page, between[0] == ';' ? ")" : "");
}

static void write_verdict(pr_page *page, const pr_past_verdict *v) {
    pr_page_begin(page, INDENT, 2 * INDENT);
    pr_page_text(page, v->program);
    pr_page_string(page, ": ");
    if (v->before >= 0 && v->before != v->verdict) {
        pr_page_string(page, pr_verdict_name((pr_verdict)v->before));
        pr_page_string(page, " before, now ");
    } else if (v->before >= 0 && v->changed) {
        pr_page_string(page, "for another reason ");
    }
    pr_page_inked(page, pr_text_verdict_ink((pr_verdict)v->verdict), pr_verdict_name((pr_verdict)v->verdict));
    write_lists(page, v);
    pr_page_end(page);
}

static void write_verdicts(pr_page *page, const pr_past_event *e, bool all) {
    uint32_t same = 0;
    for (uint32_t i = 0; i < e->verdict_count; i++) {
        if (all || e->verdicts[i].changed) {
            write_verdict(page, &e->verdicts[i]);
        } else {
            same++;
        }
    }
    if (same > 0) {
        pr_page_begin(page, INDENT, 2 * INDENT);
        pr_page_count(page, same);
        pr_page_string(page, same < e->verdict_count ? " more as before; --all shows them"
                                                     : " as before; --all shows them");
        pr_page_end(page);
    }
}

static void write_waiver(pr_page *page, const pr_past_event *e) {
    const pr_store_waiver *w = &e->waiver;
    bool granted = e->kind == PR_PAST_WAIVER;
    pr_text by = granted ? w->by : w->revoked_by, reason = granted ? w->reason : w->revoked_reason;
    pr_page_string(page, "waiver ");
    pr_page_count(page, (uint32_t)e->number);
    pr_page_string(page, granted ? " granted" : " revoked");
    pr_page_string(page, by.length > 0 ? " by " : "");
    pr_page_text(page, by);
    pr_page_end(page);
    pr_page_begin(page, INDENT, 2 * INDENT);
    pr_page_text(page, w->requirement);
    pr_page_string(page, " of ");
    pr_page_text(page, w->subject);
    pr_page_string(page, ", from ");
    pr_page_text(page, w->on);
    pr_page_string(page, " until ");
    pr_page_text(page, w->until);
    pr_page_end(page);
    pr_text_labelled(page, "", reason, INDENT);
}

static void write_event(pr_page *page, const pr_past_event *e, bool all) {
    pr_page_blank(page);
    pr_page_begin(page, 0, INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, e->day);
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_string(page, "  ");
    if (e->kind >= PR_PAST_WAIVER) {
        write_waiver(page, e);
        return;
    }
    pr_page_string(page, kinds[e->kind]);
    pr_page_string(page, " ");
    pr_page_count(page, (uint32_t)e->number);
    if (e->kind == PR_PAST_AUDIT) {
        pr_page_string(page, ", ");
        pr_page_text(page, e->input);
        pr_page_string(page, " line ");
        pr_page_count(page, (uint32_t)e->line);
    }
    pr_page_string(page, ", by ");
    pr_page_text(page, e->kb);
    pr_page_string(page, " ");
    pr_page_text(page, e->version);
    pr_page_end(page);
    pr_text_labelled(page, "rejected: ", e->message.length > 0 ? e->message : e->error, INDENT);
    write_verdicts(page, e, all);
}

void pr_report_history_text(pr_text id, const pr_past_event *events, uint32_t count, const pr_view *view,
                            pr_buf *out) {
    pr_page page;
    pr_page_init(&page, view, out);
    pr_page_begin(&page, 0, INDENT);
    pr_page_text(&page, id);
    pr_page_end(&page);
    for (uint32_t i = 0; i < count; i++) {
        write_event(&page, &events[i], view->all);
    }
    pr_page_release(&page);
}

static void write_json_verdict(pr_jw *w, const pr_past_verdict *v) {
    pr_jw_open(w, NULL, '{');
    pr_jw_text(w, "program", v->program);
    pr_jw_text(w, "verdict", pr_text_of(pr_verdict_name((pr_verdict)v->verdict)));
    pr_jw_text_or_null(w, "before",
                       v->before >= 0 ? pr_text_of(pr_verdict_name((pr_verdict)v->before)) : (pr_text){0});
    pr_jw_bool(w, "changed", v->changed);
    for (int i = 0; i < (v->waived_told ? PR_PAST_STANDINGS : PR_PAST_WAIVED); i++) {
        pr_text rest = v->lists[i], line;
        pr_jw_open(w, standings[i], '[');
        while (next_line(&rest, &line)) {
            pr_jw_text(w, NULL, line);
        }
        pr_jw_close(w, ']');
    }
    pr_jw_close(w, '}');
}

static void write_json_answer(pr_jw *w, const pr_past_event *e) {
    pr_jw_open(w, "kb", '{');
    pr_jw_text(w, "name", e->kb);
    pr_jw_text(w, "version", e->version);
    pr_jw_close(w, '}');
    if (e->kind == PR_PAST_AUDIT) {
        pr_jw_text_or_null(w, "input", e->input);
        pr_jw_integer(w, "line", e->line);
    }
    if (e->error.length > 0) {
        pr_jw_open(w, "error", '{');
        pr_jw_text(w, "code", e->error);
        pr_jw_text(w, "message", e->message);
        pr_jw_close(w, '}');
    }
    pr_jw_open(w, "verdicts", '[');
    for (uint32_t i = 0; i < e->verdict_count; i++) {
        write_json_verdict(w, &e->verdicts[i]);
    }
    pr_jw_close(w, ']');
}

void pr_report_history_json(pr_text id, const pr_past_event *events, uint32_t count, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_jw_text(&w, "schema", PR_TEXT("preceptor.history/1"));
    pr_jw_text(&w, "id", id);
    pr_jw_open(&w, "events", '[');
    for (uint32_t i = 0; i < count; i++) {
        const pr_past_event *e = &events[i];
        pr_jw_open(&w, NULL, '{');
        pr_jw_text(&w, "kind", pr_text_of(kinds[e->kind]));
        pr_jw_text(&w, "day", e->day);
        if (e->kind >= PR_PAST_WAIVER) {
            pr_jw_open(&w, "waiver", '{');
            pr_report_waiver_members(&w, &e->waiver);
            pr_jw_close(&w, '}');
        } else {
            pr_jw_integer(&w, "number", e->number);
            write_json_answer(&w, e);
        }
        pr_jw_close(&w, '}');
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}
