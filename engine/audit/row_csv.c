/* Rows as CSV (RFC 4180, but for line ends), for a spreadsheet: a cell never begins with what one would take for a
 * formula. */
#include "audit/row.h"

#include "diag/diag.h"

static bool looks_like_formula(pr_text text) {
    return text.length > 0 && text.at[0] != '\0' && strchr("=+-@\t\r\n|%", text.at[0]) != NULL;
}

/* Quoted always where text may hold anything; quotes are doubled, control characters shown as escapes. */
static void write_text(pr_text text, pr_buf *out) {
    pr_buf_char(out, '"');
    if (looks_like_formula(text)) {
        pr_buf_char(out, '\'');
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
    pr_buf_string(out,
                  plan->options->explain ? ",because,error,message,column\n" : ",error,message,column\n");
}

static void begin(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    if (plan->named) {
        write_text(pr_text_of(r->input), out);
        pr_buf_char(out, ',');
    }
    pr_buf_printf(out, "%llu,", (unsigned long long)r->line);
    write_optional(r->id, out);
}

/* "SUBJECT/REQUIREMENT; ..." of a status, in one cell; with words those instead. */
static void write_requirements(const pr_plan *plan, const pr_result *r, pr_status status, bool words,
                               pr_buf *out) {
    pr_buf *scratch = r->scratch;
    pr_buf_clear(scratch);
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        uint32_t first = plan->first[plan->subjects[i]];
        for (uint32_t k = 0; k < subject->requirement_count; k++) {
            if (r->statuses[first + k] != (uint8_t)status) {
                continue;
            }
            pr_buf_string(scratch, scratch->length > 0 ? "; " : "");
            pr_buf_text(scratch, subject->entity->id);
            pr_buf_char(scratch, '/');
            pr_buf_text(scratch, subject->requirements[k].id);
            if (words) {
                pr_buf_string(scratch, ": ");
                pr_buf_text(scratch, r->because[first + k]);
            }
        }
    }
    out->failed |= scratch->failed;
    pr_buf_char(out, ',');
    write_optional(pr_buf_view(scratch), out);
}

static void write_row(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    pr_buf *scratch = r->scratch;
    begin(plan, r, out);
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        pr_buf_char(out, ',');
        pr_buf_string(out, pr_verdict_name((pr_verdict)r->verdicts[plan->subjects[i]]));
    }
    write_requirements(plan, r, PR_UNMET, false, out);
    write_requirements(plan, r, PR_OPEN, false, out);
    pr_buf_clear(scratch);
    for (uint32_t i = 0; i < r->recommendation_count; i++) {
        pr_buf_string(scratch, i > 0 ? "; " : "");
        pr_buf_text(scratch, r->recommendations[i]);
    }
    pr_buf_char(out, ',');
    write_optional(pr_buf_view(scratch), out);
    out->failed |= scratch->failed;
    if (r->because != NULL) {
        write_requirements(plan, r, PR_UNMET, true, out);
    }
    pr_buf_string(out, ",,,\n");
}

static void write_rejected(const pr_plan *plan, const pr_result *r, const pr_rejection *why, pr_buf *out) {
    begin(plan, r, out);
    for (uint32_t i = 0; i < plan->subject_count + (plan->options->explain ? 4u : 3u); i++) {
        pr_buf_char(out, ',');
    }
    pr_buf_printf(out, ",%s,", why->code);
    write_text(why->message, out);
    if (why->column > 0) {
        pr_buf_printf(out, ",%u\n", why->column);
    } else {
        pr_buf_string(out, ",\n");
    }
}

const pr_row_format pr_rows_csv = {.head = write_head, .row = write_row, .rejected = write_rejected};

const pr_row_format *pr_row_format_of(preceptor_rows rows) {
    return rows == PRECEPTOR_ROWS_CSV ? &pr_rows_csv : &pr_rows_ndjson;
}
