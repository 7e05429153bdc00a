/* What those who keep a knowledge base ask of it. */
#include "keep/keep.h"

#include "api/api.h"

/* One question about the knowledge base, from its arena and buffer to what was written. */
typedef struct asking {
    const preceptor_kb *kb;
    const preceptor_view *view;
    preceptor_diagnostics *diagnostics;
    pr_arena arena;
    pr_buf out;
    char digest[72];
} asking;

static bool begin(asking *a, const preceptor_kb *kb, const preceptor_view *view, preceptor_diagnostics *d) {
    *a = (asking){.kb = kb, .view = view, .diagnostics = d};
    pr_arena_init(&a->arena, kb->allocator, 0);
    pr_buf_init(&a->out, kb->allocator);
    if (kb->usable && view->format == PRECEPTOR_JSON) {
        pr_kb_digest(kb->read, a->digest);
    }
    return kb->usable;
}

static pr_view text_view(const asking *a) {
    return (pr_view){.color = a->view->color, .all = a->view->all, .width = a->view->width};
}

static preceptor_status end(asking *a, preceptor_status status, const preceptor_sink *sink) {
    if (a->arena.failed) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK) {
        status = pr_api_write(&a->out, sink);
    }
    pr_buf_release(&a->out);
    pr_arena_release(&a->arena);
    return status;
}

/* NOT_FOUND, after it was told with the nearest of what there is. */
static preceptor_status not_found(asking *a, const char *what, pr_text word, const pr_text *names,
                                  uint32_t count) {
    pr_diags *diags = &a->diagnostics->diags;
    pr_diag *diag =
        pr_error(diags, "unknown-name", (pr_span){0}, "there is no %s '%.*s'", what, PR_ARG(word));
    pr_diag_suggest(diags, diag, word, names, count);
    return pr_api_outcome(a->diagnostics, true) == PRECEPTOR_OK ? PRECEPTOR_NOT_FOUND : PRECEPTOR_NO_MEMORY;
}

preceptor_status preceptor_kb_write_conflicts(const preceptor_kb *kb, const char *which,
                                              const preceptor_view *view, const preceptor_sink *sink,
                                              preceptor_diagnostics *diagnostics) {
    asking a;
    pr_conflicts found = {0};
    pr_text word = pr_text_trim(pr_text_of(which));
    preceptor_status status = begin(&a, kb, view, diagnostics) ? PRECEPTOR_OK : PRECEPTOR_USAGE;
    if (status == PRECEPTOR_OK && pr_keep_find_conflicts(&kb->program, word, &a.arena, &found)) {
        pr_text *names = NULL;
        uint32_t count = 0;
        bool words = pr_keep_conflict_words(&kb->program, &a.arena, &names, &count);
        if (words && found.count == 0 && !pr_keep_is_conflict_kind(word)) {
            status = not_found(&a, "conflict or kind of conflict", word, names, count);
        } else if (view->format == PRECEPTOR_JSON) {
            pr_keep_conflicts_json(&kb->program, pr_text_of(a.digest), &found, &a.out);
        } else {
            pr_view text = text_view(&a);
            pr_keep_conflicts_text(&found, &text, &a.out);
        }
    }
    return end(&a, status, sink);
}
