/* Finding and opening pools. The files of a folder are taken in the order of their names, those of its folders among
 * them: the same folder always gives the same rows. */
#include "pool.h"

#include "message.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 32 };

static bool no_memory(pool *p) {
    message_error("out of memory");
    p->failed = true;
    return false;
}

static bool ends_with(const char *path, size_t length, const char *ending) {
    size_t size = strlen(ending);
    return length > size && strncmp(path + length - size, ending, size) == 0;
}

/* The length of a path without what compression adds to it. */
static size_t plain_length(const char *path) {
    static const char *const endings[] = {".gz", ".zst", ".zstd"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (ends_with(path, length, endings[i])) {
            return length - strlen(endings[i]);
        }
    }
    return length;
}

static bool add(pool *p, pool_file file) {
    if (file.path != NULL && p->count == p->capacity) {
        size_t larger = p->capacity == 0 ? 16 : p->capacity * 2;
        pool_file *grown = realloc(p->files, larger * sizeof *grown);
        if (grown == NULL) {
            free(file.path);
            return no_memory(p);
        }
        p->files = grown;
        p->capacity = larger;
    }
    if (file.path == NULL) {
        return no_memory(p);
    }
    p->files[p->count++] = file;
    return true;
}

static char *joined(const char *folder, const char *name) {
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    size_t size = length + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        (void)snprintf(path, size, "%.*s/%s", (int)length, folder, name);
    }
    return path;
}

static bool cannot_read(pool *p, const char *path) {
    message_error("cannot read '%s': %s", path, strerror(errno));
    p->failed = true;
    return false;
}

static bool add_folder(pool *p, const char *folder, unsigned depth);

static bool add_entry(pool *p, const char *folder, const char *name, unsigned depth) {
    struct stat found;
    char *path = joined(folder, name);
    if (path == NULL) {
        return no_memory(p);
    }
    size_t length = plain_length(path);
    bool ok;
    if (stat(path, &found) != 0) {
        ok = cannot_read(p, path);
    } else if (S_ISDIR(found.st_mode)) {
        ok = add_folder(p, path, depth + 1);
    } else if (ends_with(path, length, ".yaml") || ends_with(path, length, ".yml")) {
        p->total += (uint64_t)found.st_size;
        return add(p, (pool_file){path, PRECEPTOR_INPUT_YAML, (uint64_t)found.st_size});
    } else if (ends_with(path, length, ".json")) {
        p->total += (uint64_t)found.st_size;
        return add(p, (pool_file){path, PRECEPTOR_INPUT_JSON, (uint64_t)found.st_size});
    } else {
        p->passed++;
        ok = true;
    }
    free(path);
    return ok;
}

/* Names that begin with a point are not looked at. */
static int is_seen(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool add_folder(pool *p, const char *folder, unsigned depth) {
    struct dirent **entries;
    if (depth > DEEPEST) {
        message_error("'%s' is more than %d folders deep", folder, DEEPEST);
        p->failed = true;
        return false;
    }
    int count = scandir(folder, &entries, is_seen, by_name);
    if (count < 0) {
        return cannot_read(p, folder);
    }
    bool ok = true;
    for (int i = 0; i < count; i++) {
        ok = ok && add_entry(p, folder, entries[i]->d_name, depth);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

static bool add_word(pool *p, const char *word, pool_from from) {
    struct stat found;
    uint64_t size = 0;
    if (strcmp(word, "-") != 0) {
        if (stat(word, &found) != 0) {
            return cannot_read(p, word);
        }
        if (S_ISDIR(found.st_mode)) {
            size_t before = p->count;
            p->many = true;
            if (!add_folder(p, word, 0)) {
                return false;
            }
            if (p->count == before) {
                message_error("there is no profile in the folder '%s'", word);
                message_hint(
                    "a profile is a file that ends in .yaml, .yml or .json; pools are named one by one");
                p->failed = true;
                return false;
            }
            return true;
        }
        size = S_ISREG(found.st_mode) ? (uint64_t)found.st_size : 0;
        p->total += size;
    }
    bool csv =
        from == POOL_FROM_CSV || (from == POOL_FROM_NAME && ends_with(word, plain_length(word), ".csv"));
    size_t length = strlen(word) + 1;
    char *path = malloc(length);
    if (path != NULL) {
        memcpy(path, word, length);
    }
    return add(p, (pool_file){path, csv ? PRECEPTOR_INPUT_CSV : PRECEPTOR_INPUT_NDJSON, size});
}

bool pool_find(pool *p, const char *const *words, size_t count, pool_from from) {
    *p = (pool){.many = count > 1};
    for (size_t i = 0; i < count; i++) {
        if (!add_word(p, words[i], from)) {
            return false;
        }
    }
    return true;
}

void pool_release(pool *p) {
    if (p->open) {
        input_close(&p->in);
    }
    for (size_t i = 0; i < p->count; i++) {
        free(p->files[i].path);
    }
    free(p->files);
    *p = (pool){0};
}

static ptrdiff_t read_some(void *context, char *buffer, size_t size) {
    pool *p = context;
    preceptor_reader reader = input_reader(&p->in);
    ptrdiff_t got = reader.read(reader.context, buffer, size);
    if (got < 0) {
        p->failed = true;
        (void)input_failed(&p->in, p->in.error);
    } else {
        p->taken += (uint64_t)got;
    }
    return got;
}

static preceptor_status next(void *context, preceptor_input *out) {
    pool *p = context;
    if (p->open) {
        input_close(&p->in);
        p->open = false;
    }
    if (p->next == p->count) {
        return PRECEPTOR_NOT_FOUND;
    }
    const pool_file *file = &p->files[p->next++];
    if (!input_open(&p->in, file->path)) {
        p->failed = true;
        return PRECEPTOR_IO;
    }
    p->open = true;
    *out = (preceptor_input){.name = p->in.name,
                             .form = file->form,
                             .reader = {.read = read_some, .context = p},
                             .size = file->size};
    return PRECEPTOR_OK;
}

preceptor_inputs pool_inputs(pool *p) {
    return (preceptor_inputs){.next = next, .context = p, .many = p->many};
}

unsigned pool_jobs(const options *o) {
    enum { MOST = 16 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned usual = processors < 1 ? 1 : processors > MOST ? MOST : (unsigned)processors;
    return o->jobs > 0 ? o->jobs : usual;
}
