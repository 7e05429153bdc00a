/* Stands in for libFuzzer outside of the fuzz preset: gives each file of a folder to the target once. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    uint8_t *data = NULL;
    size_t size = 0, room = 0, got = 1;
    while (got > 0) {
        if (size == room) {
            room = room == 0 ? 65536 : room * 2;
            data = realloc(data, room);
            if (data == NULL) {
                abort();
            }
        }
        got = fread(data + size, 1, room - size, file);
        size += got;
    }
    fclose(file);
    /* The target sees a buffer of exactly this size, so that reading past it shows under AddressSanitizer. */
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        abort();
    }
    memcpy(exact, data, size);
    free(data);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

int main(int argc, char **argv) {
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (folder == NULL) {
        fprintf(stderr, "usage: %s FOLDER, one that exists\n", argv[0]);
        return 2;
    }
    int failed = 0;
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        failed |= replay(path);
        count++;
    }
    closedir(folder);
    printf("%u inputs\n", count);
    return failed || count == 0;
}
