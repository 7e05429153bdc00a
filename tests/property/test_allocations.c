/* Once warm, evaluating profiles asks the heap for nothing: counted in the allocator that the library was given, and in
 * malloc itself, which the libraries below it use. PRECEPTOR_SEED=N repeats a run. */
#include "property/pair.h"

#ifndef PROFILES
#define PROFILES 10000
#endif

/* How many profiles are read and evaluated before anything is counted. */
enum { WARM = PROFILES / 5, MOST_BYTES = 16384 };

/* Blocks, since it was last set to 0. The compiler takes it that the C library does not call back into this file. */
static volatile size_t taken;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/* The sanitizer's own malloc is in the way; the allocator is counted all the same. */
#else
#include <dlfcn.h>
#include <errno.h>

/* In place of the C library's, for everything in this process. */
static void *(*real_malloc)(size_t size);
static void *(*real_calloc)(size_t count, size_t size);
static void *(*real_realloc)(void *at, size_t size);
static void *(*real_memalign)(size_t alignment, size_t size);

static void find_real(void) {
    /* A function is no object, says C; POSIX lets dlsym's result be copied into one. */
    *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&real_memalign = dlsym(RTLD_NEXT, "aligned_alloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
}

void *malloc(size_t size) {
    if (real_malloc == NULL) {
        find_real();
    }
    taken = taken + 1;
    return real_malloc(size);
}

void *calloc(size_t count, size_t size) {
    if (real_calloc == NULL) {
        find_real();
    }
    taken = taken + 1;
    return real_calloc(count, size);
}

void *realloc(void *at, size_t size) {
    if (real_realloc == NULL) {
        find_real();
    }
    taken = taken + 1;
    return real_realloc(at, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (real_memalign == NULL) {
        find_real();
    }
    taken = taken + 1;
    return real_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    *out = aligned_alloc(alignment, size);
    return *out != NULL ? 0 : ENOMEM;
}
#endif

static void *count_alloc(void *context, size_t size) {
    (void)context;
    taken = taken + 1;
    return malloc(size);
}

static void count_free(void *context, void *at) {
    (void)context;
    free(at);
}

static const preceptor_allocator counting = {count_alloc, count_free, NULL};

typedef struct engine {
    preceptor_diagnostics *diagnostics;
    preceptor_kb *kb;
    preceptor_session *session;
    preceptor_profile *profile;
    char *texts[PROFILES]; /* JSON */
} engine;

/* People write what they want: patterns make values of it. */
static void loosen(random_numbers *random, pr_buf *json) {
    static const char *const loose[][2] = {
        {"\"specialty\": \"ir\"", "\"specialty\": \"Intervent. Rad.\""},
        {"\"specialty\": \"surgery\"",
         "\"specialty\": \"The general and cardiothoracic surgery service of a county hospital in Ohio\""},
        {"\"medical_school.degree\": \"MD\"", "\"medical_school.degree\": \"Doctor of Medicine\""},
        {"\"education.bachelor.status\": \"completed\"", "\"education.bachelor.status\": \"done\""},
    };
    const char *const *said = loose[random_below(random, COUNT_OF(loose))];
    pr_buf_char(json, '\0');
    const char *found = strstr(json->at, said[0]);
    if (found != NULL) {
        pr_buf out;
        pr_buf_init(&out, NULL);
        pr_buf_add(&out, json->at, (size_t)(found - json->at));
        pr_buf_string(&out, said[1]);
        pr_buf_string(&out, found + strlen(said[0]));
        pr_buf_char(&out, '\0');
        pr_buf_release(json);
        *json = out;
    }
}

static void make_texts(engine *e) {
    random_numbers random = random_start();
    sampler s;
    sampler_init(&s, &e->kb->program, &random);
    sampler_set_day(&s, "2026-11-21");
    for (size_t i = 0; i < PROFILES; i++) {
        sample full, partial;
        pr_buf json;
        pr_buf_init(&json, NULL);
        sampler_draw(&s, NULL, &full);
        (void)sampler_take(&s, &full, random_below(&random, 100), &partial);
        sample_write(&s, &partial, false, &json);
        loosen(&random, &json);
        e->texts[i] = malloc(json.length);
        assert_non_null(e->texts[i]);
        memcpy(e->texts[i], json.at, json.length);
        pr_buf_release(&json);
    }
    sampler_release(&s);
}

static int open_engine(void **state) {
    engine *e = calloc(1, sizeof *e);
    if (e == NULL) {
        return -1;
    }
    preceptor_options options = {.allocator = &counting};
    e->diagnostics = preceptor_diagnostics_new(&counting);
    bool ok =
        preceptor_kb_load(PRECEPTOR_TOP "/kb/kb.yaml", &options, e->diagnostics, &e->kb) == PRECEPTOR_OK &&
        preceptor_session_new(e->kb, &e->session) == PRECEPTOR_OK &&
        preceptor_profile_new(e->kb, &e->profile) == PRECEPTOR_OK &&
        preceptor_session_set_as_of(e->session, "2026-11-21") == PRECEPTOR_OK;
#ifdef RTLD_NEXT
    /* Do the C library's own requests come by here? */
    taken = 0;
    char *copy = strdup("?");
    ok = ok && copy != NULL && taken == 1;
    free(copy);
#endif
    if (ok) {
        make_texts(e);
    }
    *state = e;
    return ok ? 0 : -1;
}

static int close_engine(void **state) {
    engine *e = *state;
    for (size_t i = 0; i < PROFILES; i++) {
        free(e->texts[i]);
    }
    preceptor_profile_free(e->profile);
    preceptor_session_free(e->session);
    preceptor_kb_free(e->kb);
    preceptor_diagnostics_free(e->diagnostics);
    free(e);
    return 0;
}

static void read_text(engine *e, preceptor_profile *profile, size_t i) {
    preceptor_status status =
        preceptor_profile_read(profile, "p", e->texts[i], strlen(e->texts[i]), true, false, e->diagnostics);
    if (status != PRECEPTOR_OK) {
        print_error("%s\n", e->texts[i]);
    }
    assert_int_equal(status, PRECEPTOR_OK);
}

static void look_at_verdicts(engine *e, const preceptor_profile *profile, preceptor_depth depth,
                             size_t *eligible) {
    assert_int_equal(preceptor_evaluate(e->session, profile, depth), PRECEPTOR_OK);
    for (size_t s = 0; s < preceptor_kb_subjects(e->kb); s++) {
        *eligible += preceptor_session_verdict(e->session, s) == PRECEPTOR_ELIGIBLE;
    }
}

/* Reads JSON into one profile again and again. */
static void test_reading(void **state) {
    engine *e = *state;
    size_t eligible = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < PROFILES; i++) {
            taken = round == 0 && i <= WARM ? 0 : taken;
            read_text(e, e->profile, i);
            look_at_verdicts(e, e->profile, PRECEPTOR_VERDICTS, &eligible);
        }
        if (round == 0) {
            /* A profile larger than all before it may still ask for a block; no more than that. */
            size_t grown = taken;
            print_message("%zu blocks for %d profiles that are new\n", grown, PROFILES - WARM);
            assert_true(grown <= 8);
            taken = 0;
        }
    }
    assert_int_equal(taken, 0);
    print_message("none for %d profiles seen before; %zu verdicts eligible\n", PROFILES, eligible);
}

/* Each in an object of its own, read before; a thousand objects at a time. */
static void test_objects(void **state) {
    enum { AT_ONCE = PROFILES / 10 };
    static preceptor_profile *profiles[AT_ONCE];
    engine *e = *state;
    size_t eligible = 0, grown = 0;
    for (size_t from = 0; from < PROFILES; from += AT_ONCE) {
        for (size_t i = 0; i < AT_ONCE; i++) {
            assert_int_equal(preceptor_profile_new(e->kb, &profiles[i]), PRECEPTOR_OK);
            read_text(e, profiles[i], from + i);
        }
        taken = 0;
        for (size_t i = 0; i < AT_ONCE; i++) {
            look_at_verdicts(e, profiles[i], PRECEPTOR_VERDICTS, &eligible);
        }
        grown += from >= WARM ? taken : 0;
        for (size_t i = 0; i < AT_ONCE; i++) {
            preceptor_profile_free(profiles[i]);
        }
    }
    print_message("%zu blocks for evaluating %d profiles that are new\n", grown, PROFILES - WARM);
    assert_true(grown <= 2);
}

/* With reasons, and on changing days. */
static void test_reasons(void **state) {
    static const char *const days[] = {"2026-11-21", "2029-01-01", "2020-06-30"};
    engine *e = *state;
    size_t eligible = 0;
    for (int round = 0; round < 2; round++) {
        taken = 0;
        for (size_t i = 0; i < PROFILES; i++) {
            assert_int_equal(preceptor_session_set_as_of(e->session, days[i % COUNT_OF(days)]), PRECEPTOR_OK);
            read_text(e, e->profile, i);
            look_at_verdicts(e, e->profile, PRECEPTOR_REASONS, &eligible);
        }
    }
    assert_int_equal(taken, 0);
    print_message("none for %d profiles with reasons; %zu verdicts eligible\n", PROFILES, eligible);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reading), cmocka_unit_test(test_objects),
                                       cmocka_unit_test(test_reasons)};
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
