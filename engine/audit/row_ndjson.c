/* Rows as JSON, one object a line: design, section 7. */
#include "audit/row.h"

static bool keep_name(pr_plan *plan, pr_buf *scratch, pr_text id, const char *behind, pr_text *out) {
    pr_buf_clear(scratch);
    pr_json_string(id, scratch);
    pr_buf_string(scratch, behind);
    *out = pr_row_keep(plan, scratch);
    return out->at != NULL;
}

static bool keep_verdict(pr_plan *plan, pr_buf *scratch, uint32_t shown, pr_verdict verdict) {
    pr_buf_clear(scratch);
    pr_buf_string(scratch, shown > 0 ? ", " : "");
    pr_json_string(pr_plan_subject(plan, shown)->entity->id, scratch);
    pr_buf_string(scratch, ": \"");
    pr_buf_string(scratch, pr_verdict_name(verdict));
    pr_buf_char(scratch, '"');
    plan->texts.verdicts[3 * (size_t)shown + verdict] = pr_row_keep(plan, scratch);
    return plan->texts.verdicts[3 * (size_t)shown + verdict].at != NULL;
}

static size_t longer(size_t length, pr_text text) { return text.length > length ? text.length : length; }

static bool prepare(pr_plan *plan, pr_buf *scratch) {
    pr_row_texts *t = &plan->texts;
    size_t subject_room = 0, requirement_room = 0;
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        uint32_t first = plan->first[plan->subjects[i]];
        size_t verdict_room = 0;
        for (int v = PR_ELIGIBLE; v <= PR_UNDETERMINED; v++) {
            if (!keep_verdict(plan, scratch, i, (pr_verdict)v)) {
                return false;
            }
            verdict_room = longer(verdict_room, t->verdicts[3 * (size_t)i + (size_t)v]);
        }
        t->verdicts_room += verdict_room;
        if (!keep_name(plan, scratch, subject->entity->id, ": ", &t->subjects[plan->subjects[i]])) {
            return false;
        }
        subject_room = longer(subject_room, t->subjects[plan->subjects[i]]);
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            pr_text *text = &t->requirements[first + r];
            if (!keep_name(plan, scratch, subject->requirements[r].id, "", text)) {
                return false;
            }
            requirement_room = longer(requirement_room, *text);
        }
    }
    /* Brackets and commas are of two bytes each. */
    t->requirement_room = subject_room + requirement_room + 8;
    return true;
}

static void begin(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    pr_buf_char(out, '{');
    if (plan->named) {
        pr_buf_string(out, "\"file\": ");
        pr_json_string(pr_text_of(r->input), out);
        pr_buf_string(out, ", ");
    }
    pr_buf_string(out, "\"line\": ");
    pr_buf_number(out, r->line);
    pr_buf_string(out, ", \"id\": ");
    if (r->id.length > 0) {
        pr_json_string(r->id, out);
    } else {
        pr_buf_string(out, "null");
    }
}

static void write_number(const char *name, uint32_t number, pr_buf *out) {
    if (number > 0) {
        pr_buf_printf(out, ", \"%s\": %u", name, number);
    } else {
        pr_buf_printf(out, ", \"%s\": null", name);
    }
}

static void write_rejected(const pr_plan *plan, const pr_result *r, const pr_rejection *why, pr_buf *out) {
    begin(plan, r, out);
    pr_buf_printf(out, ", \"error\": {\"code\": \"%s\", \"message\": ", why->code);
    pr_json_string(why->message, out);
    if (why->line > 0) {
        write_number("line", why->line, out);
    }
    write_number("column", why->column, out);
    pr_buf_string(out, "}}\n");
}

static void write_verdicts(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    pr_buf_string(out, ", \"verdicts\": {");
    char *to = pr_buf_room(out, plan->texts.verdicts_room + PR_ROW_SLACK);
    if (to == NULL) {
        return;
    }
    const pr_text *texts = plan->texts.verdicts;
    for (uint32_t i = 0; i < plan->subject_count; i++, texts += 3) {
        to = pr_row_put(to, texts[r->verdicts[plan->subjects[i]]]);
    }
    out->length = (size_t)(to - out->at);
    pr_buf_char(out, '}');
}

/* By subject a list of its requirements. */
static void write_names(const pr_plan *plan, const uint32_t *numbers, uint32_t count, pr_buf *out) {
    char *to = pr_buf_room(out, count * plan->texts.requirement_room + PR_ROW_SLACK);
    if (to == NULL || count == 0) {
        return;
    }
    for (uint32_t i = 0, before = PR_NONE; i < count; i++) {
        uint32_t subject = plan->subject_of[numbers[i]];
        if (subject == before) {
            *to++ = ',';
            *to++ = ' ';
        } else {
            to = before == PR_NONE ? to : (char *)memcpy(to, "], ", 3) + 3;
            to = pr_row_put(to, plan->texts.subjects[subject]);
            *to++ = '[';
        }
        to = pr_row_put(to, plan->texts.requirements[numbers[i]]);
        before = subject;
    }
    *to++ = ']';
    out->length = (size_t)(to - out->at);
}

/* The same with words: by subject an object. */
static void write_reasons(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    for (uint32_t i = 0, before = PR_NONE; i < r->unmet_count; i++) {
        uint32_t subject = plan->subject_of[r->unmet[i]];
        if (subject == before) {
            pr_buf_string(out, ", ");
        } else {
            pr_buf_string(out, before == PR_NONE ? "" : "}, ");
            pr_buf_text(out, plan->texts.subjects[subject]);
            pr_buf_char(out, '{');
        }
        pr_buf_text(out, plan->texts.requirements[r->unmet[i]]);
        pr_buf_string(out, ": ");
        pr_json_string(r->because[r->unmet[i]], out);
        before = subject;
    }
    pr_buf_string(out, r->unmet_count > 0 ? "}" : "");
}

static void write_row(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    begin(plan, r, out);
    write_verdicts(plan, r, out);
    pr_buf_string(out, ", \"unmet\": {");
    write_names(plan, r->unmet, r->unmet_count, out);
    pr_buf_string(out, "}, \"unknown\": {");
    write_names(plan, r->unknown, r->unknown_count, out);
    pr_buf_string(out, "}, \"recommendations\": [");
    for (uint32_t i = 0; i < r->recommendation_count; i++) {
        if (i > 0) {
            pr_buf_add(out, ", ", 2);
        }
        pr_json_string(r->recommendations[i], out);
    }
    pr_buf_char(out, ']');
    if (r->because != NULL) {
        pr_buf_string(out, ", \"because\": {");
        write_reasons(plan, r, out);
        pr_buf_char(out, '}');
    }
    pr_buf_add(out, "}\n", 2);
}

static void no_head(const pr_plan *plan, pr_buf *out) {
    (void)plan;
    (void)out;
}

const pr_row_format pr_rows_ndjson = {
    .prepare = prepare, .head = no_head, .row = write_row, .rejected = write_rejected};
