/* A knowledge base from its manifest on. */
#include "kb/load.h"

bool pr_kb_no_memory(pr_loader *loader) {
    loader->diags->failed = true;
    return false;
}

static bool read_everything(pr_loader *loader) {
    return pr_kb_sort_sections(loader) && pr_kb_declare_collections(loader) &&
           pr_kb_assign_sections(loader) && pr_kb_make_builtins(loader) && pr_kb_read_types(loader) &&
           pr_kb_read_fields(loader) && pr_kb_identify(loader) && pr_kb_read_vocabulary(loader) &&
           pr_kb_read_derived(loader) && pr_kb_read_functions(loader) && pr_kb_read_parameters(loader) &&
           pr_kb_read_entities(loader) && pr_kb_apply_conflicts(loader) && pr_kb_check_aliases(loader) &&
           pr_kb_finish_collections(loader) && pr_kb_check_pathways(loader) && pr_kb_check_criteria(loader) &&
           pr_kb_read_relations(loader) && pr_kb_read_rules(loader) && pr_kb_check_names(loader);
}

bool pr_kb_read(const char *manifest, const pr_doc_limits *limits, size_t file_limit, pr_arena *arena,
                pr_diags *diags, pr_kb *out) {
    return pr_kb_read_for(manifest, NULL, limits, file_limit, arena, diags, out);
}

bool pr_kb_read_for(const char *manifest, const char *document, const pr_doc_limits *limits,
                    size_t file_limit, pr_arena *arena, pr_diags *diags, pr_kb *out) {
    return pr_kb_read_with(manifest, document, NULL, limits, file_limit, arena, diags, out);
}

bool pr_kb_read_with(const char *manifest, const char *document, pr_kb_addition *addition,
                     const pr_doc_limits *limits, size_t file_limit, pr_arena *arena, pr_diags *diags,
                     pr_kb *out) {
    pr_text kind = pr_text_copy(arena, pr_text_of(document != NULL ? document : PR_KB_DEFAULT_DOCUMENT));
    *out = (pr_kb){.document = kind};
    if (kind.at == NULL) {
        diags->failed = out->flawed = out->unread = true;
        return false;
    }
    uint32_t before = diags->errors;
    pr_loader loader = {.kb = out,
                        .addition = addition,
                        .arena = arena,
                        .diags = diags,
                        .limits = limits,
                        .file_limit = file_limit};
    if (!pr_kb_read_manifest(&loader, manifest)) {
        out->flawed = out->unread = true;
        return false;
    }
    if (!read_everything(&loader) || arena->failed) {
        diags->failed = true;
    }
    out->flawed = diags->errors > before;
    return !out->flawed && !diags->failed;
}
