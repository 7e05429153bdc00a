/* What libyaml itself takes: reads the files named and parses their bytes into events, which it drops. */
#include "bench/libyaml.h"

#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    size_t capacity = 1 << 14, count = 0;
    char *bytes = malloc(capacity);
    while (file != NULL && bytes != NULL) {
        size_t got = fread(bytes + count, 1, capacity - count, file);
        count += got;
        if (got == 0) {
            fclose(file);
            *length = count;
            return bytes;
        }
        if (count == capacity) {
            capacity *= 2;
            bytes = realloc(bytes, capacity);
        }
    }
    fprintf(stderr, "bench-libyaml: cannot read %s\n", path);
    exit(1);
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        size_t length;
        char *bytes = read_file(arguments[i], &length);
        if (!libyaml_parse(bytes, length)) {
            fprintf(stderr, "bench-libyaml: %s is no YAML\n", arguments[i]);
            return 1;
        }
        free(bytes);
    }
}
