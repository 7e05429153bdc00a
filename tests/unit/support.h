/* What unit tests share: an arena with diagnostics, and a heap that counts and can fail. */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "diag/diag.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* An allocator's context: how many blocks were asked for, how many live, and which request fails (0:
 * none). */
typedef struct test_heap {
    size_t asked, live, fail_at;
} test_heap;

static inline void *heap_alloc(void *context, size_t size) {
    test_heap *heap = context;
    if (++heap->asked == heap->fail_at) {
        return NULL;
    }
    heap->live++;
    return malloc(size);
}

static inline void heap_free(void *context, void *at) {
    test_heap *heap = context;
    heap->live--;
    free(at);
}

#define HEAP_ALLOCATOR(heap) ((preceptor_allocator){heap_alloc, heap_free, (heap)})

typedef struct fixture {
    pr_arena arena;
    pr_diags diags;
    pr_buf out;
} fixture;

static inline void fixture_init(fixture *f, const preceptor_allocator *allocator) {
    pr_arena_init(&f->arena, allocator, 0);
    pr_diags_init(&f->diags, allocator);
    pr_buf_init(&f->out, allocator);
}

static inline void fixture_release(fixture *f) {
    pr_arena_release(&f->arena);
    pr_diags_release(&f->diags);
    pr_buf_release(&f->out);
}

static inline pr_source source_of(const char *name, const char *bytes, size_t length) {
    return (pr_source){.name = pr_text_of(name), .bytes = {bytes, length}};
}

static inline void assert_text(pr_text actual, const char *expected) {
    if (!pr_text_is(actual, expected)) {
        print_error("expected: [%s]\nactual:   [%.*s]\n", expected, PR_ARG(actual));
        fail();
    }
}

static inline void summarize_span(pr_buf *out, pr_span span) {
    if (span.source == NULL) {
        pr_buf_string(out, "-");
        return;
    }
    pr_place start = pr_source_place(span.source, span.start), end = pr_source_place(span.source, span.end);
    pr_buf_printf(out, "%u:%u-%u:%u", start.line, start.column, end.line, end.column);
}

/* All diagnostics, sorted, as "error CODE LINE:COLUMN-LINE:COLUMN message", then ";hint: ..." and ";note
 * PLACE ...". */
static inline pr_text summary_of(fixture *f) {
    static const char *const severities[] = {"error", "warning", "note"};
    pr_diags_sort(&f->diags);
    pr_buf_clear(&f->out);
    for (uint32_t i = 0; i < f->diags.list.count; i++) {
        const pr_diag *diag = &f->diags.list.items[i];
        pr_buf_printf(&f->out, "%s%s %s ", i > 0 ? "\n" : "", severities[diag->severity], diag->code);
        summarize_span(&f->out, diag->span);
        pr_buf_printf(&f->out, " %.*s", PR_ARG(diag->message));
        if (diag->hint.length > 0) {
            pr_buf_printf(&f->out, "; hint: %.*s", PR_ARG(diag->hint));
        }
        for (const pr_note *note = diag->notes; note != NULL; note = note->next) {
            pr_buf_string(&f->out, "; note ");
            summarize_span(&f->out, note->span);
            pr_buf_printf(&f->out, " %.*s", PR_ARG(note->message));
        }
    }
    return pr_buf_view(&f->out);
}

#endif
