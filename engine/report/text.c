/* Requirements, sources and questions in words. */
#include "report/text.h"

#include "report/citation.h"

/* Paths named in a line, and questions under one of several verdicts: past them they are counted. */
enum { MOST_PATHS = 6, MOST_QUESTIONS = 5, INDENT = 2 };

pr_ink pr_text_verdict_ink(pr_verdict verdict) {
    static const pr_ink inks[] = {PR_INK_GOOD, PR_INK_BAD, PR_INK_OPEN};
    return inks[verdict];
}

static const struct {
    const char *words;
    pr_ink ink;
} statuses[] = {
    [PR_MET] = {"holds", PR_INK_GOOD},
    [PR_UNMET] = {"does not hold", PR_INK_BAD},
    [PR_OPEN] = {"not known", PR_INK_OPEN},
    [PR_WAIVED] = {"waived", PR_INK_GOOD},
    [PR_NOT_APPLICABLE] = {"does not apply", PR_INK_DIM},
};

void pr_text_labelled(pr_page *page, const char *label, pr_text text, unsigned indent) {
    if (text.length == 0) {
        return;
    }
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_string(page, label);
    pr_page_text(page, text);
    pr_page_end(page);
}

/* A document that is also cited by a place in it is named there. */
static bool is_named_again(pr_value sources, uint32_t index) {
    pr_citation whole = pr_citation_at(sources, index);
    bool again = false;
    for (uint32_t i = 0; i < pr_citation_count(sources) && whole.section.length == 0; i++) {
        pr_citation other = pr_citation_at(sources, i);
        again = again || (other.section.length > 0 && pr_text_equal(other.document, whole.document));
    }
    return again;
}

static void write_citation(pr_page *page, pr_citation citation) {
    pr_page_text(page, citation.document);
    if (citation.section.length > 0) {
        pr_page_string(page, ", \"");
        pr_page_text(page, citation.section);
        pr_page_string(page, "\"");
    }
}

void pr_text_sources(pr_page *page, pr_value sources, unsigned indent) {
    uint32_t count = pr_citation_count(sources), told = 0, left = 0;
    for (uint32_t i = 0; i < count; i++) {
        left += !is_named_again(sources, i);
    }
    if (left == 0) {
        return;
    }
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_ink(page, PR_INK_DIM);
    pr_page_string(page, left == 1 ? "source: " : "sources: ");
    for (uint32_t i = 0; i < count; i++) {
        if (!is_named_again(sources, i)) {
            pr_page_string(page, told++ > 0 ? "; " : "");
            write_citation(page, pr_citation_at(sources, i));
        }
    }
    pr_page_ink(page, PR_INK_PLAIN);
    pr_page_end(page);
}

/* The status stands before it already. */
static pr_text without_status(pr_text because, pr_status status) {
    pr_text words = pr_text_of(statuses[status].words);
    bool it = pr_text_starts(because, PR_TEXT("it "));
    if (pr_text_equal(it ? (pr_text){because.at + 3, because.length - 3} : because, words)) {
        return (pr_text){0};
    }
    if (pr_text_starts(because, words) && because.length > words.length + 2 &&
        because.at[words.length] == ':') {
        return (pr_text){because.at + words.length + 2, because.length - words.length - 2};
    }
    return because;
}

/* Who granted it, and whether that is on record. */
static void write_waiver(pr_page *page, const pr_waiver *waiver, pr_text because, unsigned indent) {
    pr_page_begin(page, indent, indent + INDENT);
    if (waiver != NULL && waiver->number > 0) {
        pr_page_string(page, "on record as waiver ");
        pr_page_count(page, (uint32_t)waiver->number);
    } else {
        pr_page_string(page, "claimed in the profile");
    }
    pr_page_string(page, ": ");
    pr_page_text(page, because);
    pr_page_end(page);
}

static void write_reason(pr_page *page, const pr_advice_requirement *r, unsigned indent) {
    pr_text because = without_status(r->because, r->status);
    if (r->status == PR_OPEN && r->need_count > 0) {
        pr_page_begin(page, indent, indent + INDENT);
        pr_page_string(page, "missing: ");
        pr_page_texts(page, r->needs, r->need_count, MOST_PATHS);
        pr_page_end(page);
    } else if (r->status == PR_WAIVED && because.length > 0) {
        write_waiver(page, r->waiver, because, indent);
    } else {
        pr_text_labelled(page, "", because, indent);
    }
}

static void write_value(pr_page *page, pr_value value) {
    if (value.kind == PR_LIST) {
        pr_page_string(page, "a list of ");
        pr_page_count(page, value.list->count);
        pr_page_string(page, value.list->open ? " or more" : "");
        return;
    }
    pr_buf text;
    pr_buf_init(&text, page->out->allocator);
    pr_value_print(value, &text);
    pr_page_text(page, pr_buf_view(&text));
    page->out->failed = page->out->failed || text.failed;
    pr_buf_release(&text);
}

/* What is known of a condition that is not. */
static void write_findings(pr_page *page, const pr_advice_requirement *r, unsigned indent) {
    bool begun = false;
    for (uint32_t i = 0; i < r->finding_count; i++) {
        const pr_finding *finding = &r->findings[i];
        if (finding->value.kind == PR_UNKNOWN || (finding->what.length == 0 && !begun)) {
            continue;
        }
        pr_page_begin(page, begun ? indent + (unsigned)sizeof "known:" : indent, indent + INDENT);
        pr_page_string(page, begun ? "" : "known: ");
        if (finding->what.length == 0) {
            pr_page_string(page, "and more");
            pr_page_end(page);
            continue;
        }
        pr_page_text(page, finding->what);
        pr_page_string(page, " is ");
        write_value(page, finding->value);
        pr_page_end(page);
        begun = true;
    }
}

static void write_remedies(pr_page *page, const pr_advice_requirement *r, unsigned indent) {
    if (r->only_date) {
        pr_page_begin(page, indent, indent + INDENT);
        pr_page_string(page, "not yet; by your own dates from ");
        pr_page_ink(page, PR_INK_BOLD);
        pr_page_date(page, r->from);
        pr_page_ink(page, PR_INK_PLAIN);
        pr_page_end(page);
    }
    pr_text remedy = r->remedy_text.length > 0 ? r->remedy_text : r->remedy;
    pr_text_labelled(page, r->status == PR_OPEN ? "if it does not hold: " : "next: ", remedy, indent);
    if (r->waivable) {
        bool named = r->waivable_by.length > 0;
        pr_text_labelled(page, "may be waived by: ", named ? r->waivable_by : PR_TEXT("not said"), indent);
    }
}

void pr_text_requirement(pr_page *page, const pr_advice_requirement *r, unsigned indent, pr_telling telling) {
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_inked(page, statuses[r->status].ink, statuses[r->status].words);
    pr_page_string(page, r->requirement->required ? ": " : " (preferred): ");
    pr_page_text(page, r->text);
    pr_page_end(page);
    unsigned inner = indent + INDENT;
    if (telling == PR_TELL_ALL) {
        pr_text_labelled(page, "", r->detail, inner);
    }
    write_reason(page, r, inner);
    if (telling == PR_TELL_BRIEFLY) {
        return;
    }
    if (telling == PR_TELL_ALL && r->status == PR_OPEN) {
        write_findings(page, r, inner);
    }
    if (r->status == PR_UNMET || r->status == PR_OPEN) {
        write_remedies(page, r, inner);
    }
    pr_text_sources(page, r->sources, inner);
}

void pr_text_header(pr_page *page, const pr_advice *advice) {
    pr_page_begin(page, 0, INDENT);
    pr_page_text(page, advice->program->name);
    pr_page_string(page, " ");
    pr_page_text(page, advice->program->version);
    pr_page_string(page, ", as of ");
    pr_page_date(page, advice->as_of);
    if (advice->profile_id.length + advice->profile_name.length > 0) {
        bool both = advice->profile_id.length > 0 && advice->profile_name.length > 0;
        pr_page_string(page, ", for ");
        pr_page_text(page, advice->profile_name);
        pr_page_string(page, both ? " (" : "");
        pr_page_text(page, advice->profile_id);
        pr_page_string(page, both ? ")" : "");
    }
    pr_page_end(page);
}

void pr_text_caveat(pr_page *page, const pr_caveat *caveat, unsigned indent, pr_telling telling) {
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_text(page, caveat->kind);
    pr_page_string(page, caveat->kind.length > 0 ? ": " : "note: ");
    pr_page_text(page, caveat->text);
    pr_page_end(page);
    if (telling == PR_TELL_ALL) {
        pr_text_sources(page, caveat->sources, indent + INDENT);
    }
}

void pr_text_limits(pr_page *page, const pr_advice_verdict *v, unsigned indent, pr_telling telling) {
    uint32_t left_out = 0;
    /* What is not judged can only add to what stands in the way. */
    bool judges = telling != PR_TELL_ALL && v->verdict == PR_INELIGIBLE;
    for (uint32_t i = 0; i < v->not_encoded_count; i++) {
        left_out += judges;
        pr_text_labelled(page, "not judged here: ", !judges ? v->not_encoded[i] : (pr_text){0}, indent);
    }
    for (uint32_t i = 0; i < v->caveat_count; i++) {
        bool plain = v->caveats[i].kind.length == 0 || pr_text_is(v->caveats[i].kind, "note");
        if (plain && telling != PR_TELL_ALL) {
            left_out++;
        } else {
            pr_text_caveat(page, &v->caveats[i], indent, telling);
        }
    }
    if (left_out > 0) {
        pr_page_begin(page, indent, indent + INDENT);
        pr_page_count(page, left_out);
        pr_page_string(page, left_out == 1 ? " note; --all shows it" : " notes; --all shows them");
        pr_page_end(page);
    }
}

static bool decides(const pr_question *q, pr_text id) {
    for (uint32_t i = 0; i < q->decide_count; i++) {
        if (pr_text_equal(q->decides[i], id)) {
            return true;
        }
    }
    return false;
}

/* Was the question put in words under a verdict that was told before? */
static bool was_asked(const pr_advice *advice, uint32_t question, uint32_t verdict, const pr_view *among) {
    uint32_t most = among->all ? UINT32_MAX : MOST_QUESTIONS;
    for (uint32_t v = 0; v < verdict; v++) {
        const pr_advice_verdict *earlier = &advice->verdicts[v];
        bool told = earlier->verdict == PR_UNDETERMINED && (among->all || earlier->first);
        if (!told || !decides(&advice->questions[question], earlier->id)) {
            continue;
        }
        uint32_t rank = 0;
        for (uint32_t q = 0; q < question; q++) {
            rank += decides(&advice->questions[q], earlier->id);
        }
        if (rank < most) {
            return true;
        }
    }
    return false;
}

static void write_question(pr_page *page, const pr_question *q, bool asked, unsigned indent) {
    pr_page_begin(page, indent, indent + INDENT);
    pr_page_ink(page, PR_INK_BOLD);
    pr_page_text(page, q->attribute);
    pr_page_ink(page, PR_INK_PLAIN);
    if (asked) {
        pr_page_string(page, " (asked above)");
    } else if (q->ask.length > 0) {
        pr_page_string(page, ": ");
        pr_page_text(page, q->ask);
    }
    pr_page_end(page);
}

void pr_text_question(pr_page *page, const pr_question *q, unsigned indent) {
    write_question(page, q, false, indent);
}

void pr_text_more_questions(pr_page *page, uint32_t rest, unsigned indent) {
    if (rest == 0) {
        return;
    }
    pr_page_begin(page, indent, indent);
    pr_page_count(page, rest);
    pr_page_string(page, rest == 1 ? " more question; " : " more questions; ");
    pr_page_string(page, rest == 1 ? "--all shows it" : "--all shows them");
    pr_page_end(page);
}

void pr_text_questions(pr_page *page, const pr_advice *advice, uint32_t verdict, const pr_view *among,
                       unsigned indent) {
    const pr_advice_verdict *v = &advice->verdicts[verdict];
    uint32_t found = 0, most = among == NULL || among->all ? UINT32_MAX : MOST_QUESTIONS;
    for (uint32_t i = 0; i < advice->question_count; i++) {
        const pr_question *q = &advice->questions[i];
        if (!decides(q, v->id) || found++ >= most) {
            continue;
        }
        if (found == 1) {
            pr_text_labelled(page, "", PR_TEXT("answers that would decide it:"), indent);
        }
        write_question(page, q, among != NULL && was_asked(advice, i, verdict, among), indent + INDENT);
    }
    if (found > most) {
        pr_text_more_questions(page, found - most, indent + INDENT);
    }
    if (found == 0 && v->need_count > 0) {
        pr_page_begin(page, indent, indent + INDENT);
        pr_page_string(page, "rests on what no answer settles: ");
        pr_page_texts(page, v->needs, v->need_count, MOST_PATHS);
        pr_page_end(page);
    }
}

static void write_warnings(pr_page *page, const pr_advice *advice, bool failures) {
    bool begun = false;
    for (uint32_t i = 0; i < advice->warning_count; i++) {
        const pr_advice_warning *w = &advice->warnings[i];
        if (failures && !w->failed) {
            continue;
        }
        if (!begun) {
            pr_page_blank(page);
            pr_page_begin(page, 0, 0);
            pr_page_inked(page, PR_INK_OPEN, "Warnings");
            pr_page_end(page);
        }
        begun = true;
        pr_text_labelled(page, "", w->text, INDENT);
        pr_text_sources(page, w->sources, 2 * INDENT);
    }
}

void pr_text_warnings(pr_page *page, const pr_advice *advice) { write_warnings(page, advice, false); }

void pr_text_failures(pr_page *page, const pr_advice *advice) { write_warnings(page, advice, true); }

void pr_text_notice(pr_page *page, const pr_advice *advice) {
    if (advice->program->notice.length > 0) {
        pr_page_blank(page);
        pr_page_begin(page, 0, 0);
        pr_page_ink(page, PR_INK_DIM);
        pr_page_text(page, advice->program->notice);
        pr_page_ink(page, PR_INK_PLAIN);
        pr_page_end(page);
    }
}
