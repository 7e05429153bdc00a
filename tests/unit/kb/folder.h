/* A folder for the files of one test, gone when it ends. */
#ifndef TESTS_UNIT_KB_FOLDER_H
#define TESTS_UNIT_KB_FOLDER_H

#include "unit/support.h"

#include "kb/kb.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct folder {
    char path[128];
} folder;

static inline void folder_make(folder *f) {
    snprintf(f->path, sizeof f->path, "/tmp/preceptor-XXXXXX");
    assert_non_null(mkdtemp(f->path));
}

static inline void folder_path(const folder *f, const char *name, char *out, size_t size) {
    int length = snprintf(out, size, "%s/%s", f->path, name);
    assert_true(length > 0 && (size_t)length < size);
}

/* Writes a file, with the folders that lead to it. */
static inline void folder_write(const folder *f, const char *name, const char *content) {
    char path[512];
    folder_path(f, name, path, sizeof path);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, strlen(content), file), strlen(content));
    assert_int_equal(fclose(file), 0);
}

static inline void folder_empty(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char inside[1024];
        int length = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        bool dots = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!dots && length > 0 && (size_t)length < sizeof inside && unlink(inside) != 0) {
            folder_empty(inside);
        }
    }
    closedir(dir);
    (void)rmdir(path);
}

static inline void folder_remove(folder *f) { folder_empty(f->path); }

/* A manifest that names one file. */
#define MANIFEST "name: test\nversion: \"1\"\neffective: 2026-01-01\nlanguage: 1\nfiles: [a.yaml]\n"

static inline bool folder_read(const folder *f, fixture *x, pr_kb *out) {
    char path[512];
    folder_path(f, "kb/kb.yaml", path, sizeof path);
    return pr_kb_read(path, NULL, 0, &x->arena, &x->diags, out);
}

#endif
