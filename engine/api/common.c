/* Version, statuses, diagnostics, sinks. */
#include "api/api.h"

#include <time.h>

const char *preceptor_version(void) { return PRECEPTOR_BUILD_VERSION; }

const char *preceptor_status_text(preceptor_status status) {
    switch (status) {
#define STATUS_TEXT(name, text) \
    case PRECEPTOR_##name: return text;
        PRECEPTOR_STATUS_MAP(STATUS_TEXT)
#undef STATUS_TEXT
    }
    return "no such status";
}

preceptor_diagnostics *preceptor_diagnostics_new(const preceptor_allocator *allocator) {
    preceptor_diagnostics *d = pr_heap_alloc(allocator, sizeof *d);
    if (d != NULL) {
        d->allocator = allocator;
        pr_diags_init(&d->diags, allocator);
        pr_arena_init(&d->sources, allocator, 0);
    }
    return d;
}

void preceptor_diagnostics_free(preceptor_diagnostics *d) {
    if (d != NULL) {
        pr_diags_release(&d->diags);
        pr_arena_release(&d->sources);
        pr_heap_free(d->allocator, d);
    }
}

void preceptor_diagnostics_clear(preceptor_diagnostics *d) {
    pr_diags_clear(&d->diags);
    pr_arena_reset(&d->sources);
}

size_t preceptor_diagnostics_errors(const preceptor_diagnostics *d) { return d->diags.errors; }

size_t preceptor_diagnostics_warnings(const preceptor_diagnostics *d) { return d->diags.warnings; }

preceptor_status preceptor_diagnostics_write(preceptor_diagnostics *d, bool color,
                                             const preceptor_sink *sink) {
    pr_buf out;
    pr_buf_init(&out, d->allocator);
    pr_diags_sort(&d->diags);
    pr_diags_render(&d->diags, color, &out);
    preceptor_status status = pr_api_write(&out, sink);
    pr_buf_release(&out);
    return status;
}

preceptor_status pr_api_write(const pr_buf *buf, const preceptor_sink *sink) {
    if (buf->failed) {
        return PRECEPTOR_NO_MEMORY;
    }
    return buf->length == 0 || sink->write(sink->context, buf->at, buf->length) ? PRECEPTOR_OK : PRECEPTOR_IO;
}

preceptor_status pr_api_outcome(const preceptor_diagnostics *d, bool good) {
    /* Also where memory ran out for something that was to be said. */
    bool whole = !d->diags.failed && !d->diags.arena.failed && !d->sources.failed;
    return !whole ? PRECEPTOR_NO_MEMORY : good ? PRECEPTOR_OK : PRECEPTOR_INVALID;
}

uint32_t pr_api_word(size_t number) { return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX; }

pr_regex_limits pr_api_pattern_limits(const preceptor_limits *limits) {
    return (pr_regex_limits){.match = pr_api_word(limits->pattern_match),
                             .depth = pr_api_word(limits->pattern_depth)};
}

pr_doc_limits pr_api_doc_limits(const preceptor_limits *limits) {
    return (pr_doc_limits){
        .depth = limits->depth, .nodes = limits->nodes, .list_length = limits->list_length};
}

bool pr_api_day(const char *text, int64_t *packed) {
    if (text == NULL) {
        *packed = pr_date_from_days((int64_t)time(NULL) / 86400);
        return true;
    }
    pr_value v = pr_date_parse(pr_text_of(text));
    *packed = v.number;
    return v.kind == PR_DATE;
}
