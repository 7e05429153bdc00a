/* Reports on audits of a store, for the public header. */
#include "api/api.h"

#include "doc/doc.h"
#include "report/diff.h"
#include "report/grids.h"

typedef struct reading {
    pr_arena arena;
    pr_api_audit audit;
    pr_store *store;
} reading;

static preceptor_status begin(reading *r, const char *audit) {
    pr_arena_init(&r->arena, NULL, 0);
    r->audit = pr_api_audit_name(audit, &r->arena);
    return r->audit.path != NULL ? pr_store_open(r->audit.path, PR_STORE_READ, NULL, &r->store)
                                 : PRECEPTOR_NO_MEMORY;
}

/* Says what went wrong, where it was the store. */
static preceptor_status end(reading *r, preceptor_status status, preceptor_diagnostics *d) {
    status = pr_api_say_store(r->store, r->audit.path, status, d);
    pr_store_close(r->store);
    pr_arena_release(&r->arena);
    return status;
}

/* A summary as the audit left it, or whoever made the store. */
static preceptor_status write_summary(reading *r, pr_text text, pr_buf *out, preceptor_diagnostics *d) {
    const pr_doc_limits limits = {.nodes = UINT32_MAX, .list_length = UINT32_MAX};
    pr_diags ignored;
    pr_diags_init(&ignored, NULL);
    pr_source *source = pr_source_of(PR_TEXT("summary"), text, &r->arena);
    const pr_doc_node *root =
        source != NULL ? pr_doc_read(source, PR_DOC_JSON, &limits, &r->arena, &ignored) : NULL;
    bool whole = !ignored.failed && !r->arena.failed;
    pr_diags_release(&ignored);
    if (root == NULL) {
        return whole ? pr_api_say(r->audit.path, "store", "the audit's summary is not JSON: it is damaged", d)
                     : PRECEPTOR_NO_MEMORY;
    }
    pr_json_harmless(text, out);
    return PRECEPTOR_OK;
}

static preceptor_status write_report(reading *r, preceptor_format format, pr_buf *out,
                                     preceptor_diagnostics *d) {
    pr_text summary;
    pr_grids grids;
    preceptor_status status;
    if (format == PRECEPTOR_JSON) {
        status = pr_store_summary(r->store, &r->audit.number, &r->arena, &summary);
        return status == PRECEPTOR_OK ? write_summary(r, summary, out, d) : status;
    }
    status = pr_store_report(r->store, r->audit.number, &r->arena, &grids);
    if (status == PRECEPTOR_OK) {
        pr_report_grids(&grids, format, out);
    }
    return status;
}

preceptor_status preceptor_write_report(const char *audit, preceptor_format format,
                                        preceptor_diagnostics *diagnostics, const preceptor_sink *sink) {
    reading r = {0};
    pr_buf out;
    pr_buf_init(&out, NULL);
    preceptor_status status = begin(&r, audit);
    status = status == PRECEPTOR_OK ? write_report(&r, format, &out, diagnostics) : status;
    status = status == PRECEPTOR_OK ? pr_api_write(&out, sink) : status;
    pr_buf_release(&out);
    return end(&r, status, diagnostics);
}

/* Whatever is another, but for reasons alone. */
static uint64_t count_changed(const pr_difference *d) {
    uint64_t changed = d->changed + d->sides[PR_BEFORE].only_rejected + d->sides[PR_AFTER].only_rejected;
    for (uint32_t i = 0; i < d->program_count; i++) {
        const uint32_t *places = d->programs[i].places;
        changed += places[PR_BEFORE] == UINT32_MAX || places[PR_AFTER] == UINT32_MAX;
    }
    return changed;
}

static preceptor_status write_diff(pr_difference *d, preceptor_format format, pr_arena *arena,
                                   const preceptor_sink *sink) {
    preceptor_status status = pr_store_diff(d, arena);
    if (status != PRECEPTOR_OK || format == PRECEPTOR_JSON) {
        return status == PRECEPTOR_OK ? pr_report_diff_json(d, arena, sink) : status;
    }
    pr_buf out;
    pr_buf_init(&out, NULL);
    status = pr_report_diff(d, format, arena, &out);
    status = status == PRECEPTOR_OK ? pr_api_write(&out, sink) : status;
    pr_buf_release(&out);
    return status;
}

preceptor_status preceptor_write_diff(const char *before, const char *after, preceptor_format format,
                                      preceptor_diagnostics *diagnostics, const preceptor_sink *sink,
                                      uint64_t *changed) {
    const char *const audits[PR_SIDES] = {before, after};
    reading r[PR_SIDES] = {{.store = NULL}};
    pr_difference d = {.both = 0};
    preceptor_status status = PRECEPTOR_OK;
    for (int side = 0; side < PR_SIDES; side++) {
        preceptor_status opened = begin(&r[side], audits[side]);
        status = status == PRECEPTOR_OK ? opened : status;
        d.sides[side].store = r[side].store;
        d.sides[side].audit = r[side].audit.number;
    }
    status = status == PRECEPTOR_OK ? write_diff(&d, format, &r[PR_BEFORE].arena, sink) : status;
    *changed = count_changed(&d);
    for (int side = 0; side < PR_SIDES; side++) {
        status = end(&r[side], status, diagnostics);
    }
    return status;
}
