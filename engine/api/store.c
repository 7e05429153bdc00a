/* Stores, for the public header. */
#include "api/api.h"

preceptor_status pr_api_say(const char *path, const char *code, const char *wrong, preceptor_diagnostics *d) {
    pr_source *source = pr_source_of(pr_text_of(path), PR_TEXT(""), &d->sources);
    if (source == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_error(&d->diags, code, ((pr_span){source, 0, 0}), "%s", wrong);
    return d->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
}

preceptor_status pr_api_say_store(const pr_store *store, const char *path, preceptor_status status,
                                  preceptor_diagnostics *d) {
    const char *wrong = store != NULL ? pr_store_wrong(store) : "";
    if (status == PRECEPTOR_OK || status == PRECEPTOR_NO_MEMORY || wrong[0] == '\0') {
        return status;
    }
    status = pr_api_say(path, "store", wrong, d);
    if (pr_store_foreign(store) && d->diags.list.count > 0) {
        pr_diag_hint(&d->diags, &d->diags.list.items[d->diags.list.count - 1],
                     "rows in JSON or CSV are no store: 'preceptor audit POOL --store FILE' writes one");
    }
    return status;
}

preceptor_status pr_api_store_failed(const preceptor_store *store, preceptor_status status,
                                     preceptor_diagnostics *d) {
    return pr_api_say_store(store->store, store->path, status, d);
}

static preceptor_status open_store(const preceptor_allocator *allocator, const char *path, pr_store_mode mode,
                                   bool journal, preceptor_diagnostics *diagnostics, preceptor_store **out) {
    *out = NULL;
    preceptor_store *s = pr_heap_zalloc(allocator, sizeof *s);
    size_t size = strlen(path) + 1;
    char *copy = pr_heap_alloc(allocator, size);
    if (s == NULL || copy == NULL) {
        pr_heap_free(allocator, copy);
        pr_heap_free(allocator, s);
        return PRECEPTOR_NO_MEMORY;
    }
    memcpy(copy, path, size);
    *s = (preceptor_store){.allocator = allocator, .journal = journal, .path = copy};
    preceptor_status status = pr_store_open(path, mode, allocator, &s->store);
    if (status != PRECEPTOR_OK) {
        status = s->store != NULL ? pr_api_store_failed(s, status, diagnostics) : status;
        preceptor_store_close(s);
        return status;
    }
    *out = s;
    return PRECEPTOR_OK;
}

preceptor_status preceptor_store_open(const preceptor_kb *kb, const char *path, bool journal,
                                      preceptor_diagnostics *diagnostics, preceptor_store **out) {
    return open_store(kb->allocator, path, PR_STORE_WRITE, journal, diagnostics, out);
}

preceptor_status preceptor_store_open_existing(const char *path, bool change,
                                               preceptor_diagnostics *diagnostics, preceptor_store **out) {
    return open_store(diagnostics->allocator, path, change ? PR_STORE_CHANGE : PR_STORE_READ, false,
                      diagnostics, out);
}

void preceptor_store_close(preceptor_store *s) {
    if (s != NULL) {
        pr_store_close(s->store);
        pr_heap_free(s->allocator, s->path);
        pr_heap_free(s->allocator, s);
    }
}

pr_api_audit pr_api_audit_name(const char *audit, pr_arena *arena) {
    const char *sign = strrchr(audit, '#');
    pr_api_audit n = {.path = audit};
    for (const char *c = sign != NULL ? sign + 1 : ""; *c != '\0'; c++) {
        if (*c < '0' || *c > '9' || n.number > INT64_MAX / 100) {
            return (pr_api_audit){.path = audit};
        }
        n.number = n.number * 10 + (*c - '0');
    }
    if (n.number > 0) {
        n.path = pr_text_copy(arena, (pr_text){audit, (size_t)(sign - audit)}).at;
    }
    return n;
}
