/* Another way through json_simdjson.h's door, for a program of its own: linked before the library, this file stands in
 * for json_simdjson.cpp, which then is a module that is opened only for pools. simdjson's and C++'s libraries cost a
 * process that reads one profile a millisecond, a tenth of a whole check. Where the module is not found, plain C reads
 * on: the same answers, later. */
#include "doc/json_plain.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>

/* From here on opening the module is worth the while: plain C reads this much in half of the time that it takes. */
enum { WORTH_OPENING = 256 * 1024 };

typedef pr_json_stage *stage_new(void);
typedef void stage_free(pr_json_stage *stage);
typedef pr_json_result stage_run(pr_json_stage *stage, const char *bytes, size_t length,
                                 const uint32_t **offsets, uint32_t *count);

struct pr_json_stage {
    pr_json_plain plain;
    size_t read; /* bytes so far */
    bool looked; /* for the module */
    void *module;
    pr_json_stage *fast; /* the module's, or NULL */
    stage_free *fast_free;
    stage_run *fast_run;
};

pr_json_stage *pr_json_stage_new(void) { return calloc(1, sizeof(pr_json_stage)); }

void pr_json_stage_free(pr_json_stage *stage) {
    if (stage == NULL) {
        return;
    }
    if (stage->fast != NULL) {
        stage->fast_free(stage->fast);
    }
    if (stage->module != NULL) {
        (void)dlclose(stage->module);
    }
    pr_json_plain_release(&stage->plain);
    free(stage);
}

/* ISO C has no way from an object pointer to a function; POSIX promises that the bytes are the same. */
static void find(void *module, const char *name, void *function) {
    void *found = dlsym(module, name);
    memcpy(function, &found, sizeof found);
}

static void open_module(pr_json_stage *stage) {
    stage->looked = true;
    /* dlopen puts the program's folder in place of $ORIGIN. */
    static const char *const places[] = {"$ORIGIN/" PRECEPTOR_JSON_INSTALLED,
                                         "$ORIGIN/" PRECEPTOR_JSON_BUILT};
    for (size_t i = 0; i < sizeof places / sizeof *places && stage->module == NULL; i++) {
        stage->module = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (stage->module == NULL) {
        return;
    }
    stage_new *fast_new = NULL;
    find(stage->module, "pr_json_stage_new", &fast_new);
    find(stage->module, "pr_json_stage_free", &stage->fast_free);
    find(stage->module, "pr_json_stage_run", &stage->fast_run);
    if (fast_new != NULL && stage->fast_free != NULL && stage->fast_run != NULL) {
        stage->fast = fast_new();
    }
}

pr_json_result pr_json_stage_run(pr_json_stage *stage, const char *bytes, size_t length,
                                 const uint32_t **offsets, uint32_t *count) {
    stage->read += length < WORTH_OPENING ? length : WORTH_OPENING;
    if (!stage->looked && stage->read >= WORTH_OPENING) {
        open_module(stage);
    }
    return stage->fast != NULL ? stage->fast_run(stage->fast, bytes, length, offsets, count)
                               : pr_json_plain_run(&stage->plain, bytes, length, offsets, count);
}
