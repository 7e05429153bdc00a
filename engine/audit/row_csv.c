/* Rows as CSV (RFC 4180, but for line ends), for a spreadsheet: a cell never begins with what one would take for a
 * formula. */
#include "audit/row.h"

#include "diag/diag.h"

static bool looks_like_formula(pr_text text) {
    return text.length > 0 && text.at[0] != '\0' && strchr("=+-@\t\r\n|%", text.at[0]) != NULL;
}

/* Quotes doubled, control characters shown as escapes. */
static void write_quoted(pr_text text, pr_buf *out) {
    if (pr_text_is_plain(text)) {
        pr_buf_text(out, text);
        return;
    }
    while (text.length > 0) {
        const char *quote = memchr(text.at, '"', text.length);
        size_t length = quote != NULL ? (size_t)(quote - text.at) : text.length;
        pr_buf_harmless(out, (pr_text){text.at, length}, false);
        if (quote == NULL) {
            break;
        }
        pr_buf_add(out, "\"\"", 2);
        text = (pr_text){quote + 1, text.length - length - 1};
    }
}

/* Quoted always where text may hold anything. */
static void write_text(pr_text text, pr_buf *out) {
    pr_buf_string(out, looks_like_formula(text) ? "\"'" : "\"");
    write_quoted(text, out);
    pr_buf_char(out, '"');
}

static void write_optional(pr_text text, pr_buf *out) {
    if (text.length > 0) {
        write_text(text, out);
    }
}

static void write_head(const pr_plan *plan, pr_buf *out) {
    pr_buf_string(out, plan->named ? "file,line,id" : "line,id");
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        pr_buf_char(out, ',');
        write_text(pr_plan_subject(plan, i)->entity->id, out);
    }
    pr_buf_string(out, ",unmet,unknown,recommendations");
    pr_buf_string(out, plan->options->explain ? ",because" : "");
    pr_buf_string(out, ",error,message,error_line,column\n");
}

static void begin(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    if (plan->named) {
        write_text(pr_text_of(r->input), out);
        pr_buf_char(out, ',');
    }
    pr_buf_number(out, r->line);
    pr_buf_char(out, ',');
    write_optional(r->id, out);
}

/* The verdicts are the same for all subjects. */
static bool keep_verdicts(pr_plan *plan, pr_buf *scratch) {
    size_t longest = 0;
    for (int v = PR_ELIGIBLE; v <= PR_UNDETERMINED; v++) {
        pr_buf_clear(scratch);
        pr_buf_char(scratch, ',');
        pr_buf_string(scratch, pr_verdict_name((pr_verdict)v));
        plan->texts.verdicts[v] = pr_row_keep(plan, scratch);
        longest = longest < scratch->length ? scratch->length : longest;
        if (plan->texts.verdicts[v].at == NULL) {
            return false;
        }
    }
    plan->texts.verdicts_room = longest * plan->subject_count;
    return true;
}

/* "SUBJECT/REQUIREMENT" of each, as it stands in a cell. */
static bool prepare(pr_plan *plan, pr_buf *scratch) {
    if (!keep_verdicts(plan, scratch)) {
        return false;
    }
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        uint32_t first = plan->first[plan->subjects[i]];
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            pr_buf_clear(scratch);
            write_quoted(subject->entity->id, scratch);
            pr_buf_char(scratch, '/');
            write_quoted(subject->requirements[r].id, scratch);
            plan->texts.requirements[first + r] = pr_row_keep(plan, scratch);
            if (plan->texts.requirements[first + r].at == NULL) {
                return false;
            }
        }
    }
    return true;
}

/* "SUBJECT/REQUIREMENT; ..." in one cell; with words what they are, too. */
static void write_requirements(const pr_plan *plan, const uint32_t *numbers, uint32_t count,
                               const pr_text *words, pr_buf *out) {
    pr_buf_char(out, ',');
    if (count == 0) {
        return;
    }
    const pr_subject *first = &plan->program->subjects[plan->subject_of[numbers[0]]];
    pr_buf_string(out, looks_like_formula(first->entity->id) ? "\"'" : "\"");
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_string(out, i > 0 ? "; " : "");
        pr_buf_text(out, plan->texts.requirements[numbers[i]]);
        if (words != NULL) {
            pr_buf_string(out, ": ");
            write_quoted(words[numbers[i]], out);
        }
    }
    pr_buf_char(out, '"');
}

static void write_verdicts(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    char *to = pr_buf_room(out, plan->texts.verdicts_room + PR_ROW_SLACK);
    if (to == NULL) {
        return;
    }
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        to = pr_row_put(to, plan->texts.verdicts[r->verdicts[plan->subjects[i]]]);
    }
    out->length = (size_t)(to - out->at);
}

static void write_recommendations(const pr_result *r, pr_buf *out) {
    pr_buf_char(out, ',');
    if (r->recommendation_count == 0) {
        return;
    }
    pr_buf_string(out, looks_like_formula(r->recommendations[0]) ? "\"'" : "\"");
    for (uint32_t i = 0; i < r->recommendation_count; i++) {
        pr_buf_string(out, i > 0 ? "; " : "");
        write_quoted(r->recommendations[i], out);
    }
    pr_buf_char(out, '"');
}

static void write_row(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    begin(plan, r, out);
    write_verdicts(plan, r, out);
    write_requirements(plan, r->unmet, r->unmet_count, NULL, out);
    write_requirements(plan, r->unknown, r->unknown_count, NULL, out);
    write_recommendations(r, out);
    if (r->because != NULL) {
        write_requirements(plan, r->unmet, r->unmet_count, r->because, out);
    }
    pr_buf_string(out, ",,,,\n");
}

/* 0: there is nothing to say. */
static void write_number(uint32_t number, pr_buf *out) {
    pr_buf_char(out, ',');
    if (number > 0) {
        pr_buf_number(out, number);
    }
}

static void write_rejected(const pr_plan *plan, const pr_result *r, const pr_rejection *why, pr_buf *out) {
    begin(plan, r, out);
    for (uint32_t i = 0; i < plan->subject_count + (plan->options->explain ? 4u : 3u); i++) {
        pr_buf_char(out, ',');
    }
    pr_buf_printf(out, ",%s,", why->code);
    write_text(why->message, out);
    write_number(why->line, out);
    write_number(why->column, out);
    pr_buf_char(out, '\n');
}

const pr_row_format pr_rows_csv = {
    .prepare = prepare, .head = write_head, .row = write_row, .rejected = write_rejected};

const pr_row_format *pr_row_format_of(preceptor_rows rows) {
    return rows == PRECEPTOR_ROWS_CSV ? &pr_rows_csv : &pr_rows_ndjson;
}
