/* What tells two knowledge bases apart: SHA-256 over the names and bytes of their files. */
#include "kb/load.h"

#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>

static int compare_names(const void *a, const void *b) {
    return pr_text_compare(((const pr_kb_kept_file *)a)->name, ((const pr_kb_kept_file *)b)->name);
}

/* Name and length first, so that no two lists of files read the same. */
static void add_file(SHA2_CTX *context, const pr_kb_kept_file *file) {
    char length[32];
    int digits = snprintf(length, sizeof length, "%zu", file->bytes.length);
    SHA256Update(context, (const uint8_t *)file->name.at, file->name.length);
    SHA256Update(context, (const uint8_t *)"", 1);
    SHA256Update(context, (const uint8_t *)length, (size_t)digits + 1);
    SHA256Update(context, (const uint8_t *)file->bytes.at, file->bytes.length);
}

bool pr_kb_keep_files(pr_loader *loader, pr_text manifest_name) {
    uint32_t count = loader->files.count + 1;
    pr_kb_kept_file *files = PR_NEW_ARRAY(loader->arena, pr_kb_kept_file, count);
    if (files == NULL) {
        return pr_kb_no_memory(loader);
    }
    /* The caller's path may be gone when the digest is asked for. */
    manifest_name = pr_text_copy(loader->arena, manifest_name);
    if (manifest_name.at == NULL) {
        return pr_kb_no_memory(loader);
    }
    files[0] = (pr_kb_kept_file){manifest_name, loader->manifest->bytes};
    for (uint32_t i = 1; i < count; i++) {
        files[i] =
            (pr_kb_kept_file){loader->files.items[i - 1].relative, loader->files.items[i - 1].source->bytes};
    }
    qsort(files, count, sizeof *files, compare_names);
    loader->kb->files = files;
    loader->kb->kept_files = count;
    return true;
}

void pr_kb_digest(const pr_kb *kb, char out[72]) {
    SHA2_CTX context;
    SHA256Init(&context);
    for (uint32_t i = 0; i < kb->kept_files; i++) {
        add_file(&context, &kb->files[i]);
    }
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, &context);
    memcpy(out, "sha256:", 7);
    for (size_t i = 0; i < sizeof digest; i++) {
        static const char hex[] = "0123456789abcdef";
        out[7 + 2 * i] = hex[digest[i] >> 4];
        out[8 + 2 * i] = hex[digest[i] & 15];
    }
    out[7 + 2 * sizeof digest] = '\0';
}
