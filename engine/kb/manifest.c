/* The manifest: what a knowledge base is called and which files it is made of. */
#include "kb/load.h"

static const pr_text manifest_keys[] = {
    PR_KEY("name"),        PR_KEY("version"), PR_KEY("effective"), PR_KEY("language"),
    PR_KEY("stale_after"), PR_KEY("notice"),  PR_KEY("files"),
};
enum { MANIFEST_KEYS = sizeof manifest_keys / sizeof manifest_keys[0], LANGUAGE = 1 };

static void read_language(pr_loader *loader, const pr_doc_node *root) {
    const pr_doc_node *node = pr_expect_key(root, "a manifest", "language", loader->diags);
    pr_value value;
    int64_t language = 0;
    if (node == NULL ||
        !pr_schema_scalar(&pr_schema_number, node, NULL, NULL, &value, loader->arena, loader->diags)) {
        return;
    }
    if (!pr_number_integer(value, &language) || language != LANGUAGE) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(node),
                 "this program reads language %d of knowledge bases, not %.*s", LANGUAGE, PR_ARG(node->text));
    }
}

/* 2026.11 is a number to YAML; what counts is how it is written. */
static void read_version(pr_loader *loader, const pr_doc_node *root) {
    const pr_doc_node *node = pr_expect_key(root, "a manifest", "version", loader->diags);
    if (node != NULL && node->kind == PR_DOC_NUMBER) {
        loader->kb->version = node->text;
    } else if (node != NULL) {
        (void)pr_expect_text(node, "text, the version", &loader->kb->version, loader->diags);
    }
}

static void read_head(pr_loader *loader, const pr_doc_node *root) {
    pr_kb *kb = loader->kb;
    const pr_doc_node *name = pr_expect_key(root, "a manifest", "name", loader->diags);
    const pr_doc_node *effective = pr_expect_key(root, "a manifest", "effective", loader->diags);
    const pr_doc_node *stale = pr_doc_get(root, "stale_after"), *notice = pr_doc_get(root, "notice");
    if (name != NULL) {
        (void)pr_expect_text(name, "text, the name", &kb->name, loader->diags);
    }
    read_version(loader, root);
    if (effective != NULL) {
        (void)pr_schema_scalar(&pr_schema_date, effective, NULL, NULL, &kb->effective, loader->arena,
                               loader->diags);
    }
    read_language(loader, root);
    if (stale != NULL) {
        (void)pr_schema_scalar(&pr_schema_duration, stale, NULL, NULL, &kb->stale_after, loader->arena,
                               loader->diags);
    }
    if (notice != NULL) {
        (void)pr_expect_text(notice, "text, a notice", &kb->notice, loader->diags);
    }
}

static pr_text base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return pr_text_of(slash != NULL ? slash + 1 : path);
}

bool pr_kb_read_manifest(pr_loader *loader, const char *path) {
    pr_source *source = pr_source_read(path, loader->file_limit, loader->arena, loader->diags);
    if (source == NULL) {
        return false;
    }
    loader->manifest = source;
    loader->kb->file_count = 1;
    loader->kb->byte_count = source->bytes.length;
    const pr_doc_node *root = pr_doc_read(source, PR_DOC_YAML, loader->limits, loader->arena, loader->diags);
    if (root == NULL || !pr_expect_map(root, "a mapping, the manifest of a knowledge base", loader->diags)) {
        return false;
    }
    (void)pr_expect_keys(root, "a manifest", manifest_keys, MANIFEST_KEYS, loader->diags);
    read_head(loader, root);
    const pr_doc_node *files = pr_expect_key(root, "a manifest", "files", loader->diags);
    if (files == NULL || !pr_expect_list(files, "a list of files", loader->diags)) {
        return false;
    }
    uint32_t errors = loader->diags->errors;
    pr_kb_find_files(loader, path, files);
    loader->kb->incomplete = loader->diags->errors > errors;
    pr_kb_parse_files(loader);
    return pr_kb_keep_files(loader, base_name(path));
}
