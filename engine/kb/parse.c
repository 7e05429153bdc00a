/* Parsing the files of a knowledge base, by two threads where that is worth the while: it is half of what loading
 * takes. The second one works in an arena of its own, which becomes part of the knowledge base's. It only takes good
 * files off the first one's hands; where it finds anything to say, the file is parsed again, in order. */
#include "base/sort.h"
#include "kb/load.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* Starting a thread takes about as long as parsing this. */
enum { WORTH_A_THREAD = 32 * 1024 };

typedef struct sized_file {
    size_t size;
    uint32_t file;
} sized_file;

typedef struct shared_work {
    const pr_loader *loader;
    sized_file *order; /* the largest file first, so that both are done at about the same time */
    atomic_uint next;  /* place in it that nobody has taken yet */
} shared_work;

typedef struct helper {
    shared_work *work;
    pr_arena arena;
    pthread_t thread;
} helper;

static void parse(pr_loader *loader, pr_kb_file *file) {
    file->root = pr_doc_read(file->source, PR_DOC_YAML, loader->limits, loader->arena, loader->diags);
}

static void *help(void *user) {
    helper *h = user;
    const pr_loader *loader = h->work->loader;
    pr_diags diags;
    pr_diags_init(&diags, NULL);
    for (unsigned i; (i = atomic_fetch_add(&h->work->next, 1)) < loader->files.count;) {
        pr_kb_file *file = &loader->files.items[h->work->order[i].file];
        const pr_doc_node *root = pr_doc_read(file->source, PR_DOC_YAML, loader->limits, &h->arena, &diags);
        file->root = diags.errors + diags.warnings == 0 && !diags.failed ? root : NULL;
        pr_diags_clear(&diags);
    }
    pr_diags_release(&diags);
    return NULL;
}

/* An allocator of somebody else's may not be for several threads. */
static bool worth_a_thread(const pr_loader *loader) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < loader->files.count; i++) {
        bytes += loader->files.items[i].source->bytes.length;
    }
    return loader->arena->allocator == NULL && loader->files.count > 1 && bytes > WORTH_A_THREAD &&
           sysconf(_SC_NPROCESSORS_ONLN) > 1;
}

static int by_size(const void *a, const void *b) {
    const sized_file *x = a, *y = b;
    return x->size != y->size ? (x->size > y->size ? -1 : 1) : (x->file > y->file) - (x->file < y->file);
}

/* NULL when out of memory. */
static sized_file *largest_first(pr_loader *loader) {
    sized_file *order = PR_NEW_ARRAY(loader->arena, sized_file, loader->files.count);
    for (uint32_t i = 0; order != NULL && i < loader->files.count; i++) {
        order[i] = (sized_file){loader->files.items[i].source->bytes.length, i};
    }
    if (order != NULL) {
        pr_sort(order, loader->files.count, sizeof *order, by_size);
    }
    return order;
}

static void parse_together(pr_loader *loader) {
    shared_work work = {.loader = loader, .order = largest_first(loader)};
    helper h = {.work = &work};
    atomic_init(&work.next, 0);
    pr_arena_init_large(&h.arena, NULL);
    if (work.order == NULL || pthread_create(&h.thread, NULL, help, &h) != 0) {
        return;
    }
    for (unsigned i; (i = atomic_fetch_add(&work.next, 1)) < loader->files.count;) {
        pr_kb_file *file = &loader->files.items[work.order[i].file];
        uint32_t before = loader->diags->errors + loader->diags->warnings;
        parse(loader, file);
        file->parsed = file->root != NULL || loader->diags->errors + loader->diags->warnings > before;
    }
    (void)pthread_join(h.thread, NULL);
    pr_arena_adopt(loader->arena, &h.arena);
}

void pr_kb_parse_files(pr_loader *loader) {
    if (worth_a_thread(loader)) {
        parse_together(loader);
    }
    for (uint32_t i = 0; i < loader->files.count; i++) {
        pr_kb_file *file = &loader->files.items[i];
        loader->kb->file_count++;
        loader->kb->byte_count += file->source->bytes.length;
        if (file->root == NULL && !file->parsed) {
            parse(loader, file);
        }
        if (file->root == NULL) {
            pr_kb_lose(loader, file->source);
        }
    }
}
