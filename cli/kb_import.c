/* preceptor kb import: entities from a table. */
#include "command.h"
#include "locate.h"
#include "message.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file that a person wrote is not replaced. False after a message. */
static bool is_ours(const char *path) {
    const char *mark = preceptor_import_mark();
    char begin[64] = "";
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return true;
    }
    size_t count = fread(begin, 1, sizeof begin - 1, file);
    (void)fclose(file);
    if (count >= strlen(mark) && strncmp(begin, mark, strlen(mark)) == 0) {
        return true;
    }
    message_error("'%s' exists, and no import made it", path);
    message_hint("name another file under 'file' in the map; -o - shows what would be written");
    return false;
}

static int write_file(const options *o, const preceptor_import *import) {
    const char *path = o->output != NULL ? o->output : preceptor_import_file(import);
    output out;
    if ((o->output == NULL && !is_ours(path)) || !output_open(&out, path)) {
        return EXIT_FAILED;
    }
    preceptor_sink sink = output_sink(&out);
    int result = work_finish(&out, preceptor_import_write(import, &sink), EXIT_DONE);
    if (result == EXIT_DONE && !o->quiet && strcmp(path, "-") != 0) {
        size_t count = preceptor_import_count(import);
        (void)fprintf(stderr, "%zu %s in %s\n", count, count == 1 ? "entity" : "entities", path);
    }
    return result;
}

int run_kb_import(const options *o, const char *const *words, size_t count) {
    (void)count;
    if (o->map == NULL) {
        message_error("preceptor kb import needs --map FILE: what the columns of the table are");
        message_hint("kb/README.md has one to begin with, under 'From a table'");
        return EXIT_FAILED;
    }
    work w;
    char *manifest = locate_kb(o->kb);
    preceptor_import *import = NULL;
    int result = EXIT_FAILED;
    if (manifest != NULL && work_begin(&w, o)) {
        preceptor_options settings = {.limits = o->limits};
        preceptor_status status =
            preceptor_import_new(manifest, &settings, words[0], o->map, w.diagnostics, &import);
        if (work_went_well(&w, status, "cannot import the table")) {
            work_show(&w);
            result = write_file(o, import);
        }
        preceptor_import_free(import);
        work_end(&w);
    }
    free(manifest);
    return result;
}
