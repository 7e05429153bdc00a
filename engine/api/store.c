/* Stores, for the public header. */
#include "api/api.h"

static preceptor_status tell(const char *path, const char *wrong, preceptor_diagnostics *d) {
    pr_source *source = pr_source_of(pr_text_of(path), PR_TEXT(""), &d->sources);
    if (source == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_error(&d->diags, "store", ((pr_span){source, 0, 0}), "%s", wrong);
    return d->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
}

preceptor_status pr_api_store_failed(const preceptor_store *store, preceptor_status status,
                                     preceptor_diagnostics *d) {
    const char *wrong = pr_store_wrong(store->store);
    return status == PRECEPTOR_NO_MEMORY || wrong[0] == '\0' ? status : tell(store->path, wrong, d);
}

preceptor_status preceptor_store_open(const preceptor_kb *kb, const char *path, bool journal,
                                      preceptor_diagnostics *diagnostics, preceptor_store **out) {
    *out = NULL;
    preceptor_store *s = pr_heap_zalloc(kb->allocator, sizeof *s);
    size_t size = strlen(path) + 1;
    char *copy = pr_heap_alloc(kb->allocator, size);
    if (s == NULL || copy == NULL) {
        pr_heap_free(kb->allocator, copy);
        pr_heap_free(kb->allocator, s);
        return PRECEPTOR_NO_MEMORY;
    }
    memcpy(copy, path, size);
    *s = (preceptor_store){.allocator = kb->allocator, .journal = journal, .path = copy};
    preceptor_status status = pr_store_open(path, PR_STORE_WRITE, kb->allocator, &s->store);
    if (status != PRECEPTOR_OK) {
        status = s->store != NULL ? pr_api_store_failed(s, status, diagnostics) : status;
        preceptor_store_close(s);
        return status;
    }
    *out = s;
    return PRECEPTOR_OK;
}

void preceptor_store_close(preceptor_store *s) {
    if (s != NULL) {
        pr_store_close(s->store);
        pr_heap_free(s->allocator, s->path);
        pr_heap_free(s->allocator, s);
    }
}
