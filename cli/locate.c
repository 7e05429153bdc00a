/* Where the knowledge base is, in the order of preference. */
#include "locate.h"

#include "message.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST "kb.yaml"

/* DIRECTORY[0..length) "/" NAME */
static char *path_in(const char *directory, size_t length, const char *name) {
    size_t size = length + strlen(name) + 2;
    char *path = malloc(size);
    if (path == NULL) {
        message_error("out of memory");
        return NULL;
    }
    memcpy(path, directory, length);
    (void)snprintf(path + length, size - length, "%s%s", length > 0 ? "/" : "", name);
    return path;
}

static bool is_there(const char *path) {
    struct stat found;
    return stat(path, &found) == 0;
}

/* A name that a person gave, and where. */
static char *named(const char *name, const char *where) {
    struct stat found;
    if (stat(name, &found) != 0) {
        message_error("cannot read the knowledge base '%s', which %s names: %s", name, where,
                      strerror(errno));
        return NULL;
    }
    return S_ISDIR(found.st_mode) ? path_in(name, strlen(name), MANIFEST) : path_in("", 0, name);
}

/* PRECEPTOR_RELATIVE_KB seen from the folder of this program; empty where that is not known. */
static char *beside_program(void) {
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program);
    while (length > 0 && program[length - 1] != '/') {
        length--;
    }
    bool known = length > 1 && (size_t)length < sizeof program;
    return known ? path_in(program, (size_t)length - 1, PRECEPTOR_RELATIVE_KB) : path_in("", 0, "");
}

char *locate_kb(const char *given) {
    if (given != NULL) {
        return named(given, "--kb");
    }
    const char *variable = getenv("PRECEPTOR_KB");
    if (variable != NULL && variable[0] != '\0') {
        return named(variable, "$PRECEPTOR_KB");
    }
    char *beside = beside_program();
    if (beside == NULL || is_there(beside)) {
        return beside;
    }
    static const char *const fixed[] = {PRECEPTOR_INSTALL_KB, PRECEPTOR_SOURCE_KB};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (is_there(fixed[i])) {
            free(beside);
            return path_in("", 0, fixed[i]);
        }
    }
    message_error("there is no knowledge base at %s", beside[0] != '\0' ? beside : PRECEPTOR_INSTALL_KB);
    message_hint("name one with --kb FILE, or in $PRECEPTOR_KB");
    free(beside);
    return NULL;
}
