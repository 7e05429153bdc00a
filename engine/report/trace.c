/* Firings, one a line. */
#include "report/proof.h"
#include "report/text.h"

static void write_bindings(const pr_firing *f, pr_buf *out) {
    for (uint32_t i = 0; i < f->binding_count; i++) {
        pr_buf_string(out, i > 0 ? ", " : "");
        pr_json_string(f->bindings[i].name, out);
        pr_buf_string(out, ": ");
        pr_json_string(f->bindings[i].value, out);
    }
}

bool pr_report_firing_json(pr_buf *out, const pr_firing *f) {
    pr_buf_printf(out, "{\"stratum\": %u, \"rule\": ", f->stratum);
    pr_json_string(f->rule, out);
    pr_buf_string(out, ", \"fact\": ");
    pr_json_string(f->fact, out);
    pr_buf_printf(out, ", \"certain\": %s, \"bindings\": {", f->certain ? "true" : "false");
    write_bindings(f, out);
    pr_buf_string(out, "}, \"at\": {\"file\": ");
    pr_json_string(f->at.source != NULL ? f->at.source->name : (pr_text){0}, out);
    pr_place place = f->at.source != NULL ? pr_source_place(f->at.source, f->at.start) : (pr_place){0};
    pr_buf_printf(out, ", \"line\": %u, \"column\": %u}}\n", place.line, place.column);
    return !out->failed;
}

bool pr_report_firing_text(pr_page *page, uint32_t *stratum, const pr_firing *f) {
    if (f->stratum != *stratum) {
        *stratum = f->stratum;
        pr_page_begin(page, 0, 0);
        pr_page_inked(page, PR_INK_BOLD, "stratum ");
        pr_page_count(page, f->stratum);
        pr_page_end(page);
    }
    pr_page_begin_long(page, 2);
    pr_page_inked(page, f->certain ? PR_INK_GOOD : PR_INK_OPEN, f->certain ? "holds " : "may hold ");
    pr_page_text(page, f->fact);
    pr_page_string(page, " by ");
    pr_page_text(page, f->rule);
    if (f->part.length > 0) {
        pr_page_string(page, ", ");
        pr_page_text(page, f->part);
    }
    for (uint32_t i = 0; i < f->binding_count; i++) {
        pr_page_string(page, i == 0 ? ": " : ", ");
        pr_page_text(page, f->bindings[i].name);
        pr_page_string(page, " = ");
        pr_page_text(page, f->bindings[i].value);
    }
    pr_page_end(page);
    return !page->out->failed;
}
