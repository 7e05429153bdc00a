/* The place of the history, as the XDG Base Directory Specification has it. */
#include "history.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Each folder of the path that is not there yet, but not what stands behind its last slash. */
static bool make_folders(char *path) {
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        bool there = mkdir(path, S_IRWXU) == 0 || errno == EEXIST;
        *at = '/';
        if (!there) {
            return false;
        }
    }
    return true;
}

char *history_file(void) {
    static const char below_home[] = "/.local/state", name[] = "/preceptor/history";
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    bool stated = state != NULL && state[0] == '/';
    if (!stated && (home == NULL || home[0] != '/')) {
        return NULL;
    }
    size_t length = strlen(stated ? state : home) + sizeof below_home + sizeof name;
    char *path = malloc(length);
    if (path == NULL) {
        return NULL;
    }
    (void)snprintf(path, length, "%s%s%s", stated ? state : home, stated ? "" : below_home, name);
    if (!make_folders(path)) {
        free(path);
        return NULL;
    }
    return path;
}
