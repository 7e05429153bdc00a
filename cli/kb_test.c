/* preceptor kb test: documents beside the knowledge base, and what is expected of them. */
#include "command.h"
#include "kinds.h"
#include "locate.h"
#include "message.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* tests/ *.yaml beside the manifest; false after a message. */
static bool find_tests(const options *o, glob_t *found) {
    char *manifest = locate_kb(o->kb);
    if (manifest == NULL) {
        return false;
    }
    const char *slash = strrchr(manifest, '/');
    size_t folder = slash != NULL ? (size_t)(slash - manifest) + 1 : 0;
    static const char files[] = "tests/*.yaml";
    char *pattern = malloc(folder + sizeof files);
    int status = GLOB_NOSPACE;
    if (pattern != NULL) {
        memcpy(pattern, manifest, folder);
        memcpy(pattern + folder, files, sizeof files);
        status = glob(pattern, 0, NULL, found);
    }
    if (status == GLOB_NOMATCH) {
        message_error("there are no tests: nothing is called '%s'", pattern);
    } else if (status != 0) {
        message_error("cannot look for tests");
    }
    free(pattern);
    free(manifest);
    return status == 0;
}

static bool enough(const options *o, const preceptor_test_counts *counts) {
    if (o->threshold == 0 || counts->seen * 100 >= counts->possible * o->threshold) {
        return true;
    }
    message_error("%zu of %zu outcomes were seen, fewer than %u percent", counts->seen, counts->possible,
                  o->threshold);
    return false;
}

static int run(work *w, const options *o, const char *const *files, size_t count) {
    output tap, junit;
    preceptor_test_counts counts = {0};
    preceptor_test_options settings = {.coverage = o->coverage || o->threshold > 0, .all = o->all};
    if (!output_open(&tap, o->output)) {
        return EXIT_FAILED;
    }
    if (o->junit != NULL && !output_open(&junit, o->junit)) {
        output_discard(&tap);
        return EXIT_FAILED;
    }
    preceptor_sink first = output_sink(&tap), second = {0};
    if (o->junit != NULL) {
        second = output_sink(&junit);
    }
    preceptor_status status = preceptor_kb_test(w->kb, files, count, &settings, &first,
                                                o->junit != NULL ? &second : NULL, w->diagnostics, &counts);
    if (preceptor_diagnostics_errors(w->diagnostics) > 0) {
        output_discard(&tap);
        if (o->junit != NULL) {
            output_discard(&junit);
        }
        work_show(w);
        return EXIT_FAILED;
    }
    int result = work_finish(&tap, status, EXIT_DONE);
    if (o->junit != NULL && result != EXIT_DONE) {
        output_discard(&junit);
    } else if (o->junit != NULL) {
        result = work_finish(&junit, status, EXIT_DONE);
    }
    return result != EXIT_DONE ? result : counts.failed > 0 || !enough(o, &counts) ? EXIT_NO : EXIT_DONE;
}

int run_kb_test(const options *o, const char *const *words, size_t count) {
    glob_t found = {0};
    if (count == 0 && !find_tests(o, &found)) {
        return EXIT_FAILED;
    }
    kinds all;
    int result = EXIT_FAILED;
    if (kinds_load(&all, o, NULL)) {
        kinds_join(&all);
        result = count > 0 ? run(&all.first, o, words, count)
                           : run(&all.first, o, (const char *const *)found.gl_pathv, found.gl_pathc);
    }
    kinds_end(&all);
    globfree(&found);
    return result;
}
