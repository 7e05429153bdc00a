/* Reports on audits of a store, for the public header. */
#include "api/api.h"

#include "report/grids.h"

typedef struct reading {
    pr_arena arena;
    pr_store *store;
    pr_grids grids;
    pr_buf out;
} reading;

static preceptor_status begin(reading *r, const char *audit, pr_api_audit *n) {
    *r = (reading){0};
    pr_arena_init(&r->arena, NULL, 0);
    pr_buf_init(&r->out, NULL);
    *n = pr_api_audit_name(audit, &r->arena);
    return n->path != NULL ? pr_store_open(n->path, PR_STORE_READ, NULL, &r->store) : PRECEPTOR_NO_MEMORY;
}

static preceptor_status end(reading *r, const pr_api_audit *n, preceptor_status status,
                            const preceptor_sink *sink, preceptor_diagnostics *d) {
    if (status == PRECEPTOR_OK) {
        status = pr_api_write(&r->out, sink);
    } else if (status != PRECEPTOR_NO_MEMORY && r->store != NULL) {
        status = pr_api_say(n->path, "store", pr_store_wrong(r->store), d);
    }
    pr_store_close(r->store);
    pr_arena_release(&r->arena);
    pr_buf_release(&r->out);
    return status;
}

preceptor_status preceptor_write_report(const char *audit, preceptor_format format,
                                        preceptor_diagnostics *diagnostics, const preceptor_sink *sink) {
    reading r;
    pr_api_audit n;
    preceptor_status status = begin(&r, audit, &n);
    if (status == PRECEPTOR_OK && format == PRECEPTOR_JSON) {
        pr_text summary;
        status = pr_store_summary(r.store, &n.number, &r.arena, &summary);
        pr_buf_text(&r.out, summary);
    } else if (status == PRECEPTOR_OK) {
        status = pr_store_report(r.store, n.number, &r.arena, &r.grids);
        pr_report_grids(&r.grids, format, &r.out);
    }
    return end(&r, &n, status, sink, diagnostics);
}

preceptor_status preceptor_write_diff(const char *before, const char *after, preceptor_format format,
                                      preceptor_diagnostics *diagnostics, const preceptor_sink *sink,
                                      uint64_t *changed) {
    reading r, other;
    pr_api_audit n, m;
    *changed = 0;
    preceptor_status status = begin(&other, after, &m);
    if (status != PRECEPTOR_OK) {
        return end(&other, &m, status, sink, diagnostics);
    }
    status = begin(&r, before, &n);
    if (status == PRECEPTOR_OK) {
        pr_text json;
        bool as_json = format == PRECEPTOR_JSON;
        status = pr_store_diff(r.store, n.number, m.path, m.number, &r.arena, &r.grids,
                               as_json ? &json : NULL, changed);
        if (as_json && status == PRECEPTOR_OK) {
            pr_buf_text(&r.out, json);
            pr_buf_char(&r.out, '\n');
        } else {
            pr_report_grids(&r.grids, format, &r.out);
        }
    }
    status = end(&r, &n, status, sink, diagnostics);
    pr_store_close(other.store);
    pr_arena_release(&other.arena);
    return status;
}
