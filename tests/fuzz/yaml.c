/* A YAML document. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    const pr_source *source =
        pr_source_of(PR_TEXT("fuzz.yaml"), (pr_text){(const char *)data, size}, &d->sources);
    FUZZ_CHECK(source != NULL);
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_doc_limits limits = {.nodes = 20000};
    const pr_doc_node *first = pr_doc_read(source, PR_DOC_YAML, &limits, &arena, &d->diags);
    uint32_t errors = d->diags.errors;
    FUZZ_CHECK(first != NULL || errors > 0);
    const pr_doc_node *again = pr_doc_read(source, PR_DOC_YAML, &limits, &arena, &d->diags);
    /* Behind a syntax error no more is looked for once no more is kept. */
    FUZZ_CHECK(d->diags.errors == errors * 2 || d->diags.list.count == d->diags.list.capacity);
    FUZZ_CHECK((first == NULL) == (again == NULL));
    if (first != NULL) {
        fuzz_check_tree(first, source);
        FUZZ_CHECK(fuzz_same_tree(first, again, true));
    }
    fuzz_check_diagnostics(d);
    pr_arena_release(&arena);
    preceptor_diagnostics_free(d);
    return 0;
}
