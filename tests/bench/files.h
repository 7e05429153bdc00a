/* The files of a knowledge base as its reader finds them. */
#ifndef TESTS_BENCH_FILES_H
#define TESTS_BENCH_FILES_H

#include "diag/diag.h"

enum { FILES_MOST = 512 };

typedef struct files {
    pr_arena arena;
    const pr_source *sources[FILES_MOST]; /* the manifest first */
    pr_text relative[FILES_MOST];         /* names, seen from the manifest's folder */
    size_t count, bytes;
} files;

/* What a command about a profile reads. Ends the program where files cannot be read. Large: not for the stack. */
void files_list(files *out, const char *manifest);
/* The files of all kinds of documents. */
void files_list_all(files *out, const char *manifest);
void files_add(files *list, const char *path);
void files_free(files *list);

#endif
