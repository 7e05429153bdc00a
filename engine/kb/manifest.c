/* The manifest: what a knowledge base is called and which files it is made of. */
#include "base/limits.h"
#include "kb/load.h"

static const pr_text manifest_keys[] = {
    PR_KEY("name"),        PR_KEY("version"), PR_KEY("effective"), PR_KEY("language"),
    PR_KEY("stale_after"), PR_KEY("notice"),  PR_KEY("files"),     PR_KEY("documents"),
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

static void no_such_document(pr_loader *loader, const pr_doc_node *documents) {
    pr_kb *kb = loader->kb;
    pr_span place = documents != NULL ? pr_doc_span(documents)
                                      : (pr_span){.source = loader->manifest, .start = 0, .end = 0};
    pr_diag *diag = pr_error(loader->diags, "no-document", place,
                             "this knowledge base has no documents of the kind '%.*s'", PR_ARG(kb->document));
    if (documents == NULL) {
        pr_diag_hint(loader->diags, diag, "kinds beside profiles are declared under 'documents'");
    }
}

static const pr_doc_node *files_of_document(pr_loader *loader, const pr_doc_node *node, bool wanted) {
    static const pr_text keys[] = {PR_KEY("files"), PR_KEY("notice")};
    if (!pr_expect_map(node, "a mapping with files", loader->diags)) {
        return NULL;
    }
    (void)pr_expect_keys(node, "a kind of document", keys, 2, loader->diags);
    const pr_doc_node *files = pr_expect_key(node, "a kind of document", "files", loader->diags);
    const pr_doc_node *notice = pr_doc_get(node, "notice");
    pr_text text;
    if (notice != NULL && pr_expect_text(notice, "text, a notice", &text, loader->diags) && wanted) {
        loader->kb->notice = text;
    }
    return files != NULL && pr_expect_list(files, "a list of files", loader->diags) ? files : NULL;
}

/* The lists of files of the documents that are asked for: those that all share, and their own. Gives how many. */
static uint32_t lists_of_files(pr_loader *loader, const pr_doc_node *root, const pr_doc_node **lists) {
    pr_kb *kb = loader->kb;
    const pr_doc_node *documents = pr_doc_get(root, "documents");
    bool every = pr_text_is(kb->document, PR_KB_EVERY_DOCUMENT), found = every;
    uint32_t count = 0;
    const pr_doc_node *files = pr_expect_key(root, "a manifest", "files", loader->diags);
    if (files == NULL || !pr_expect_list(files, "a list of files", loader->diags)) {
        return 0;
    }
    lists[count++] = files;
    if (documents == NULL) {
        found = found || pr_text_is(kb->document, PR_KB_DEFAULT_DOCUMENT);
    } else if (pr_expect_map(documents, "a mapping of kinds of documents to lists of files", loader->diags)) {
        if (documents->count > PR_LIMIT_DOCUMENTS) {
            pr_error(loader->diags, "limit", pr_doc_span(&documents->pairs[PR_LIMIT_DOCUMENTS].key),
                     "a manifest has more than %d kinds of documents", PR_LIMIT_DOCUMENTS);
            return 0;
        }
        pr_text *names = PR_NEW_ARRAY(loader->arena, pr_text, documents->count + 1u);
        for (uint32_t i = 0; names != NULL && i < documents->count; i++) {
            const pr_doc_pair *pair = &documents->pairs[i];
            names[i] = pr_text_copy(loader->arena, pair->key.text); /* with an end, for the public header */
            bool wanted = every || pr_text_equal(names[i], kb->document);
            found = found || wanted;
            const pr_doc_node *own = files_of_document(loader, &pair->value, wanted && !every);
            if (own != NULL && wanted) {
                lists[count++] = own;
            }
        }
        kb->documents = names;
        kb->document_count = names != NULL ? documents->count : 0;
    } else {
        return 0;
    }
    if (!found && !loader->arena->failed) {
        no_such_document(loader, documents);
    }
    return found ? count : 0;
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
    const pr_doc_node *documents = pr_doc_get(root, "documents");
    const pr_doc_node **lists =
        PR_NEW_ARRAY(loader->arena, const pr_doc_node *, 1u + (documents != NULL ? documents->count : 0u));
    if (lists == NULL) {
        return pr_kb_no_memory(loader);
    }
    uint32_t count = lists_of_files(loader, root, lists);
    if (loader->arena->failed) {
        return pr_kb_no_memory(loader);
    }
    if (count == 0) {
        return false;
    }
    uint32_t errors = loader->diags->errors;
    pr_kb_find_files(loader, path, lists, count);
    if (loader->diags->errors > errors) {
        pr_kb_lose(loader, NULL);
    }
    pr_kb_parse_files(loader);
    if (loader->added) {
        const pr_kb_addition *a = loader->addition;
        pr_kb_file file = {.relative = a->name, .source = a->source, .root = a->root, .parsed = true};
        if (!PR_PUSH(loader->arena, &loader->files, file)) {
            return pr_kb_no_memory(loader);
        }
    }
    return pr_kb_keep_files(loader, base_name(path));
}
