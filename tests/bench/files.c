/* The files of a knowledge base. */
#include "bench/files.h"

#include "bench/bench.h"
#include "kb/load.h"

static void add(files *list, const pr_source *source, pr_text relative) {
    if (source == NULL || list->count == FILES_MOST) {
        bench_fail("the files of the knowledge base cannot be listed");
    }
    list->relative[list->count] = relative;
    list->sources[list->count++] = source;
    list->bytes += source->bytes.length;
}

static void list_kind(files *out, const char *manifest, const char *kind) {
    pr_diags diags;
    pr_kb kb = {.document = pr_text_of(kind)};
    *out = (files){0};
    pr_arena_init(&out->arena, NULL, 0);
    pr_diags_init(&diags, NULL);
    pr_loader loader = {.kb = &kb, .arena = &out->arena, .diags = &diags};
    if (!pr_kb_read_manifest(&loader, manifest)) {
        bench_fail("%s cannot be read", manifest);
    }
    const char *slash = strrchr(manifest, '/');
    add(out, loader.manifest, pr_text_of(slash != NULL ? slash + 1 : manifest));
    for (uint32_t i = 0; i < loader.files.count; i++) {
        add(out, loader.files.items[i].source, loader.files.items[i].relative);
    }
    pr_diags_release(&diags);
}

void files_list(files *out, const char *manifest) { list_kind(out, manifest, PR_KB_DEFAULT_DOCUMENT); }

void files_list_all(files *out, const char *manifest) { list_kind(out, manifest, PR_KB_EVERY_DOCUMENT); }

void files_add(files *list, const char *path) {
    pr_diags diags;
    pr_diags_init(&diags, NULL);
    add(list, pr_source_read(path, 0, &list->arena, &diags), pr_text_of(path));
    pr_diags_release(&diags);
}

void files_free(files *list) { pr_arena_release(&list->arena); }
