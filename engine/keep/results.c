/* Two forms in which a test's results are read by machines, and one of them by people. */
#include "keep/results.h"

#include "diag/diag.h"
#include "value/value.h"

/* A description ends with its line, and a '#' in it would begin a directive. */
static void write_description(pr_buf *out, pr_text text) {
    pr_buf line;
    pr_buf_init(&line, out->allocator);
    pr_buf_harmless(&line, text, false);
    for (size_t i = 0; i < line.length; i++) {
        pr_buf_string(out, line.at[i] == '#' ? "\\" : "");
        pr_buf_char(out, line.at[i]);
    }
    out->failed = out->failed || line.failed;
    pr_buf_release(&line);
}

void pr_results_tap(const pr_results *results, pr_buf *out) {
    pr_buf_printf(out, "TAP version 13\n1..%u\n", results->count);
    for (uint32_t i = 0; i < results->count; i++) {
        const pr_result *r = &results->items[i];
        pr_buf_printf(out, "%s %u - ", r->failure_count == 0 ? "ok" : "not ok", i + 1);
        write_description(out, r->name);
        pr_buf_char(out, '\n');
        if (r->failure_count > 0) {
            pr_buf_string(out, "  ---\n  file: ");
            pr_json_string(r->file, out);
            pr_buf_string(out, "\n  failures:\n");
        }
        for (uint32_t f = 0; f < r->failure_count; f++) {
            pr_buf_string(out, "    - ");
            pr_json_string(r->failures[f], out);
            pr_buf_char(out, '\n');
        }
        pr_buf_string(out, r->failure_count > 0 ? "  ...\n" : "");
    }
}

static void write_xml(pr_buf *out, pr_text text) {
    pr_buf safe;
    pr_buf_init(&safe, out->allocator);
    pr_buf_harmless(&safe, text, false);
    for (size_t i = 0; i < safe.length; i++) {
        switch (safe.at[i]) {
        case '&': pr_buf_string(out, "&amp;"); break;
        case '<': pr_buf_string(out, "&lt;"); break;
        case '>': pr_buf_string(out, "&gt;"); break;
        case '"': pr_buf_string(out, "&quot;"); break;
        default: pr_buf_char(out, safe.at[i]);
        }
    }
    out->failed = out->failed || safe.failed;
    pr_buf_release(&safe);
}

void pr_results_junit(const pr_results *results, pr_text suite, pr_buf *out) {
    uint32_t failed = 0;
    for (uint32_t i = 0; i < results->count; i++) {
        failed += results->items[i].failure_count > 0;
    }
    pr_buf_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"");
    write_xml(out, suite);
    pr_buf_printf(out, "\" tests=\"%u\" failures=\"%u\">\n", results->count, failed);
    for (uint32_t i = 0; i < results->count; i++) {
        const pr_result *r = &results->items[i];
        pr_buf_string(out, "  <testcase classname=\"");
        write_xml(out, r->file);
        pr_buf_string(out, "\" name=\"");
        write_xml(out, r->name);
        pr_buf_string(out, r->failure_count > 0 ? "\">\n" : "\"/>\n");
        for (uint32_t f = 0; f < r->failure_count; f++) {
            pr_buf_string(out, "    <failure message=\"");
            write_xml(out, r->failures[f]);
            pr_buf_string(out, "\"/>\n");
        }
        pr_buf_string(out, r->failure_count > 0 ? "  </testcase>\n" : "");
    }
    pr_buf_string(out, "</testsuite>\n");
}
