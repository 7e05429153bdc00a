/* Rows as JSON, one object a line: design, section 7. */
#include "audit/row.h"

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
    static const pr_text named[] = {
        {": \"eligible\"", 12}, {": \"ineligible\"", 14}, {": \"undetermined\"", 16}};
    pr_buf_string(out, ", \"verdicts\": {");
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        if (i > 0) {
            pr_buf_add(out, ", ", 2);
        }
        pr_buf_text(out, plan->subject_names[plan->subjects[i]]);
        pr_buf_text(out, named[r->verdicts[plan->subjects[i]]]);
    }
    pr_buf_char(out, '}');
}

static void write_requirement(const pr_plan *plan, const pr_result *r, uint32_t number, pr_buf *out) {
    pr_buf_text(out, plan->requirement_names[number]);
    if (r->because != NULL) {
        pr_buf_add(out, ": ", 2);
        pr_json_string(r->because[number], out);
    }
}

/* Those of a status, by subject; with words an object of reasons instead of a list. */
static void write_requirements(const pr_plan *plan, const pr_result *r, const char *name, pr_status status,
                               pr_buf *out) {
    bool any = false;
    const char *brackets = r->because != NULL ? "{}" : "[]";
    pr_buf_string(out, name);
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        uint32_t s = plan->subjects[i], first = plan->first[s];
        const uint32_t count = plan->program->subjects[s].requirement_count;
        bool open = false;
        if (memchr(r->statuses + first, (int)status, count) == NULL) {
            continue;
        }
        for (uint32_t k = 0; k < count; k++) {
            if (r->statuses[first + k] != (uint8_t)status) {
                continue;
            }
            if (open) {
                pr_buf_add(out, ", ", 2);
            } else {
                pr_buf_string(out, any ? ", " : "");
                pr_buf_text(out, plan->subject_names[s]);
                pr_buf_add(out, ": ", 2);
                pr_buf_char(out, brackets[0]);
            }
            write_requirement(plan, r, first + k, out);
            open = any = true;
        }
        if (open) {
            pr_buf_char(out, brackets[1]);
        }
    }
    pr_buf_char(out, '}');
}

static void write_row(const pr_plan *plan, const pr_result *r, pr_buf *out) {
    pr_result names = *r;
    names.because = NULL;
    begin(plan, r, out);
    write_verdicts(plan, r, out);
    write_requirements(plan, &names, ", \"unmet\": {", PR_UNMET, out);
    write_requirements(plan, &names, ", \"unknown\": {", PR_OPEN, out);
    pr_buf_string(out, ", \"recommendations\": [");
    for (uint32_t i = 0; i < r->recommendation_count; i++) {
        if (i > 0) {
            pr_buf_add(out, ", ", 2);
        }
        pr_json_string(r->recommendations[i], out);
    }
    pr_buf_char(out, ']');
    if (r->because != NULL) {
        write_requirements(plan, r, ", \"because\": {", PR_UNMET, out);
    }
    pr_buf_add(out, "}\n", 2);
}

static void no_head(const pr_plan *plan, pr_buf *out) {
    (void)plan;
    (void)out;
}

const pr_row_format pr_rows_ndjson = {.head = no_head, .row = write_row, .rejected = write_rejected};
