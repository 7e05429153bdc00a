/* CLIPS as an oracle: the rules, written as a program for it, must derive from the same conditions the facts that the
 * engine derives, for random full profiles of both knowledge bases. Those of which something is not known are passed
 * over, since CLIPS knows no unknown. */
#include "bench/pool.h"
#include "property/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#ifndef PROFILES
#define PROFILES 60
#endif

static bool to_file(void *context, const char *bytes, size_t count) {
    return fwrite(bytes, 1, count, context) == count;
}

static char folder[] = "/tmp/preceptor-clips-XXXXXX";

static FILE *make(const char *name, char *path, size_t size) {
    (void)snprintf(path, size, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    return file;
}

static int by_line(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

typedef struct lines {
    char *at[4096];
    size_t count;
} lines;

static void add_line(lines *l, const char *text) {
    assert_true(l->count < sizeof l->at / sizeof l->at[0]);
    l->at[l->count] = strdup(text);
    assert_non_null(l->at[l->count]);
    l->at[l->count][strcspn(l->at[l->count], "\n")] = '\0';
    l->count++;
}

static void sort_lines(lines *l) { qsort(l->at, l->count, sizeof l->at[0], by_line); }

static void free_lines(lines *l) {
    while (l->count > 0) {
        free(l->at[--l->count]);
    }
}

/* The facts that stand as comments behind the conditions. */
static void read_expected(size_t number, lines *out) {
    char path[256], line[4096];
    (void)snprintf(path, sizeof path, "%s/%zu.clp", folder, number);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "; (fact", 7) == 0) {
            add_line(out, line + 2);
        }
    }
    fclose(file);
    sort_lines(out);
}

/* Those that CLIPS has, up to its count of them; false at the end of its output. */
static bool read_derived(FILE *clips, lines *out) {
    char line[4096];
    while (fgets(line, sizeof line, clips) != NULL) {
        const char *fact = strstr(line, "(fact ");
        if (strncmp(line, "For a total", 11) == 0) {
            sort_lines(out);
            return true;
        }
        if (fact != NULL && strncmp(line, "f-", 2) == 0) {
            add_line(out, fact);
        }
    }
    return false;
}

static void compare(size_t number, const lines *expected, const lines *derived) {
    for (size_t i = 0; i < expected->count || i < derived->count; i++) {
        const char *ours = i < expected->count ? expected->at[i] : "nothing";
        const char *theirs = i < derived->count ? derived->at[i] : "nothing";
        if (strcmp(ours, theirs) != 0) {
            fail_msg("profile %zu: the engine derives %s, CLIPS %s", number, ours, theirs);
        }
    }
}

/* Writes the facts of each profile; gives how many are to be compared. */
static size_t write_profiles(const preceptor_kb *kb, uint64_t seed, size_t *numbers) {
    pool p;
    preceptor_profile *profile;
    preceptor_session *session;
    preceptor_diagnostics *diagnostics = preceptor_diagnostics_new(NULL);
    size_t count = 0;
    pool_make(&p, kb, seed, PROFILES, 100);
    assert_int_equal(preceptor_profile_new(kb, &profile), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_new(kb, &session), PRECEPTOR_OK);
    assert_int_equal(preceptor_session_set_as_of(session, "2026-11-22"), PRECEPTOR_OK);
    for (size_t i = 0; i < p.count; i++) {
        char name[32], path[256];
        uint32_t unknown;
        pool_read(profile, pool_line(&p, i), diagnostics);
        assert_int_equal(preceptor_evaluate(session, profile, PRECEPTOR_REASONS), PRECEPTOR_OK);
        (void)snprintf(name, sizeof name, "%zu.clp", i);
        FILE *file = make(name, path, sizeof path);
        const preceptor_sink sink = {.write = to_file, .context = file};
        assert_int_equal(preceptor_write_clips_facts(session, &sink, &unknown), PRECEPTOR_OK);
        fclose(file);
        if (unknown == 0) {
            numbers[count++] = i;
        }
    }
    preceptor_session_free(session);
    preceptor_profile_free(profile);
    preceptor_diagnostics_free(diagnostics);
    pool_free(&p);
    return count;
}

static void check(const char *manifest, uint64_t seed) {
    char rules[256], script[256], command[600];
    size_t numbers[PROFILES];
    preceptor_kb *kb = pool_load_kb(manifest);
    FILE *file = make("rules.clp", rules, sizeof rules);
    const preceptor_sink sink = {.write = to_file, .context = file};
    assert_int_equal(preceptor_kb_write_clips(kb, &sink), PRECEPTOR_OK);
    fclose(file);
    size_t count = write_profiles(kb, seed, numbers);
    file = make("script.clp", script, sizeof script);
    fprintf(file, "(load \"%s\")\n", rules);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "(undeffacts *)\n(load \"%s/%zu.clp\")\n(reset)\n(run)\n(facts)\n", folder, numbers[i]);
    }
    fprintf(file, "(exit)\n");
    fclose(file);
    (void)snprintf(command, sizeof command, "clips -f2 %s", script);
    /* NOLINTNEXTLINE(cert-env33-c): the shell is asked for what stands here, and for nothing from outside */
    FILE *clips = popen(command, "r");
    assert_non_null(clips);
    for (size_t i = 0; i < count; i++) {
        lines expected = {0}, derived = {0};
        read_expected(numbers[i], &expected);
        assert_true(read_derived(clips, &derived));
        assert_true(expected.count > 0);
        compare(numbers[i], &expected, &derived);
        free_lines(&expected);
        free_lines(&derived);
    }
    (void)pclose(clips);
    preceptor_kb_free(kb);
    print_message("%s: %zu of %d full profiles compared\n", manifest, count, PROFILES);
    assert_true(count >= PROFILES / 4);
}

static void test_clips(void **state) {
    (void)state;
    /* NOLINTNEXTLINE(cert-env33-c): the shell is asked for what stands here, and for nothing from outside */
    if (system("command -v clips >/dev/null") != 0) {
        print_message("skipped: there is no clips\n");
        skip();
    }
    random_numbers random = random_start();
    uint64_t seed = random_next(&random);
    assert_non_null(mkdtemp(folder));
    check(PRECEPTOR_TOP "/kb/kb.yaml", seed);
    check(PRECEPTOR_TOP "/tests/knowledge/kb.yaml", seed);
    char command[256];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    /* NOLINTNEXTLINE(cert-env33-c): the shell is asked for what stands here, and for nothing from outside */
    assert_int_equal(system(command), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clips)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
