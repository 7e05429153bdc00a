/* A JSON document: what is valid is read, nothing else is, and written and read again it is the same. */
#include "fuzz/fuzz.h"

#include "property/json_check.h"

/* What JSON allows and the reader does not. */
static bool refused_though_valid(const preceptor_diagnostics *d) {
    static const char *const codes[] = {"duplicate-key", "too-deep", "too-large", "list-too-long",
                                        "nul-byte"};
    for (uint32_t i = 0; i < d->diags.list.count; i++) {
        for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
            if (strcmp(d->diags.list.items[i].code, codes[c]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void check_written(const pr_doc_node *root, preceptor_diagnostics *d, pr_arena *arena) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    fuzz_write_tree(root, &out);
    const pr_source *source = pr_source_of(PR_TEXT("written.json"), pr_buf_view(&out), arena);
    FUZZ_CHECK(source != NULL);
    uint32_t errors = d->diags.errors;
    const pr_doc_node *again = pr_doc_read(source, PR_DOC_JSON, NULL, arena, &d->diags);
    FUZZ_CHECK_TEXT(again != NULL && d->diags.errors == errors, pr_buf_view(&out));
    FUZZ_CHECK_TEXT(fuzz_same_tree(root, again, false), pr_buf_view(&out));
    pr_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    pr_text bytes = {(const char *)data, size};
    const pr_source *source = pr_source_of(PR_TEXT("fuzz.json"), bytes, &d->sources);
    FUZZ_CHECK(source != NULL);
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_JSON, NULL, &arena, &d->diags);
    uint32_t errors = d->diags.errors;
    FUZZ_CHECK(root != NULL || errors > 0);
    fuzz_check_diagnostics(d);
    /* The second opinion recurses as deep as it is asked to. */
    if (errors == 0 || !refused_though_valid(d)) {
        FUZZ_CHECK(json_is_valid(bytes) == (errors == 0));
    }
    if (root != NULL) {
        fuzz_check_tree(root, source);
        check_written(root, d, &arena);
    }
    pr_arena_release(&arena);
    preceptor_diagnostics_free(d);
    return 0;
}
