/* JSON Schemas of what goes in and comes out. */
#include "api/api.h"

#include "keep/contract.h"
#include "report/text.h"

const pr_kb *const *pr_api_read_kinds(const char *manifest, const preceptor_options *options,
                                      preceptor_diagnostics *d, uint32_t *count) {
    static const preceptor_limits none = {0};
    const preceptor_limits *asked = options != NULL ? &options->limits : &none;
    pr_doc_limits limits = pr_api_doc_limits(asked);
    const pr_kb **kbs = NULL, *first = NULL;
    uint32_t kinds = 1;
    *count = 0;
    /* The first one tells of the others. */
    for (uint32_t i = 0; i < kinds; i++) {
        const char *kind = first != NULL ? first->documents[i - 1].at : NULL;
        if (first != NULL && pr_text_is(first->document, kind)) {
            continue;
        }
        pr_kb *kb = PR_NEW(&d->sources, pr_kb);
        if (kb == NULL ||
            !pr_kb_read_for(manifest, kind, &limits, asked->file_size, &d->sources, &d->diags, kb)) {
            return NULL;
        }
        if (first == NULL) {
            first = kb;
            kinds += kb->document_count;
            kbs = PR_NEW_ARRAY(&d->sources, const pr_kb *, kinds);
        }
        if (kbs == NULL) {
            return NULL;
        }
        kbs[(*count)++] = kb;
    }
    return kbs;
}

static void list_text(const pr_contract_items *items, const preceptor_view *view, pr_buf *out) {
    enum { WIDTH = 16 };
    pr_page page;
    pr_view how = pr_api_view(view);
    pr_page_init(&page, &how, out);
    for (uint32_t i = 0; i < items->count; i++) {
        const pr_contract_item *item = &items->items[i];
        pr_page_begin(&page, 0, WIDTH);
        pr_page_ink(&page, PR_INK_BOLD);
        pr_page_text(&page, item->of);
        pr_page_ink(&page, PR_INK_PLAIN);
        pr_page_tab(&page, WIDTH);
        pr_page_string(&page, item->input ? "in:  " : "out: ");
        pr_page_text(&page, item->about);
        pr_page_end(&page);
    }
    pr_page_release(&page);
}

static void list_json(const pr_contract_items *items, pr_buf *out) {
    pr_jw w = {.out = out};
    pr_jw_open(&w, NULL, '{');
    pr_jw_text(&w, "schema", PR_TEXT("preceptor.kb.schemas/1"));
    pr_jw_open(&w, "items", '[');
    for (uint32_t i = 0; i < items->count; i++) {
        pr_jw_open(&w, NULL, '{');
        pr_jw_text(&w, "of", items->items[i].of);
        pr_jw_text(&w, "about", items->items[i].about);
        pr_jw_bool(&w, "input", items->items[i].input);
        pr_jw_close(&w, '}');
    }
    pr_jw_close(&w, ']');
    pr_jw_close(&w, '}');
    pr_buf_char(out, '\n');
}

/* `preceptor.check/1`, as output names its schema, is `check`. */
static pr_text plain_name(pr_text of) {
    const pr_text prefix = PR_TEXT("preceptor.");
    if (pr_text_starts(of, prefix)) {
        const char *slash = memchr(of.at, '/', of.length);
        size_t end = slash != NULL ? (size_t)(slash - of.at) : of.length;
        return (pr_text){of.at + prefix.length, end - prefix.length};
    }
    return of;
}

static bool no_such(const pr_contract_items *items, pr_text of, preceptor_diagnostics *d) {
    pr_diag *diag =
        pr_error(&d->diags, "unknown-name", (pr_span){0}, "there is no schema of '%.*s'", PR_ARG(of));
    pr_text *names = PR_NEW_ARRAY(&d->sources, pr_text, items->count + 1u);
    for (uint32_t i = 0; names != NULL && i < items->count; i++) {
        names[i] = items->items[i].of;
    }
    if (names != NULL && pr_text_nearest(of, names, items->count) >= 0) {
        pr_diag_suggest(&d->diags, diag, of, names, items->count);
    } else {
        pr_diag_hint(&d->diags, diag, "'preceptor kb schema' lists them");
    }
    return names != NULL;
}

static preceptor_status write(const pr_contract_kbs *kbs, const char *of, const preceptor_view *view,
                              preceptor_diagnostics *d, pr_buf *out) {
    pr_contract_items items = {0};
    if (!pr_contract_list(kbs, &d->sources, &items)) {
        return PRECEPTOR_NO_MEMORY;
    }
    if (of == NULL && view->format == PRECEPTOR_JSON) {
        list_json(&items, out);
    } else if (of == NULL) {
        list_text(&items, view, out);
    } else {
        pr_text name = plain_name(pr_text_trim(pr_text_of(of)));
        uint32_t at = 0;
        while (at < items.count && !pr_text_equal(items.items[at].of, name)) {
            at++;
        }
        if (at == items.count) {
            return no_such(&items, name, d) ? PRECEPTOR_NOT_FOUND : PRECEPTOR_NO_MEMORY;
        }
        pr_contract_write(kbs, &items.items[at], &d->sources, out);
    }
    return PRECEPTOR_OK;
}

preceptor_status preceptor_write_schema(const char *manifest, const preceptor_options *options,
                                        const char *of, const preceptor_view *view,
                                        const preceptor_sink *sink, preceptor_diagnostics *diagnostics) {
    pr_contract_kbs kbs = {0};
    pr_buf out;
    kbs.items = pr_api_read_kinds(manifest, options, diagnostics, &kbs.count);
    preceptor_status status = pr_api_outcome(diagnostics, kbs.items != NULL);
    pr_buf_init(&out, diagnostics->allocator);
    if (status == PRECEPTOR_OK) {
        status = write(&kbs, of, view, diagnostics, &out);
    }
    if (diagnostics->sources.failed || diagnostics->diags.failed) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK) {
        status = pr_api_write(&out, sink);
    }
    pr_buf_release(&out);
    return status;
}
