/* What the tests of values share: short ways to make values and to look at them, and random numbers from a
 * seed that is printed, so that a failure can be run again with PRECEPTOR_SEED. */
#ifndef PR_TESTS_VALUE_TEST_H
#define PR_TESTS_VALUE_TEST_H

#include "value/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static inline pr_value number_of(const char *text, pr_arena *arena) {
    pr_value value = pr_number_parse(pr_text_of(text), arena);
    if (value.kind != PR_NUMBER) {
        fail_msg("%s is not a number", text);
    }
    return value;
}

static inline pr_value string_of(const char *text) { return pr_string(pr_text_of(text)); }

/* A number, or a date, time or duration after @, or text in ", or true, false, null. */
static inline pr_value value_of(const char *text, pr_arena *arena) {
    pr_text t = pr_text_of(text);
    if (t.length > 0 && text[0] == '@') {
        return pr_temporal_parse((pr_text){text + 1, t.length - 1}, arena);
    }
    if (t.length > 0 && text[0] == '"') {
        return pr_string((pr_text){text + 1, t.length - 1});
    }
    if (pr_text_is(t, "true") || pr_text_is(t, "false")) {
        return pr_boolean(text[0] == 't');
    }
    return pr_text_is(t, "null") ? pr_null() : number_of(text, arena);
}

/* NUL-terminated, in the arena. */
static inline const char *printed(pr_value value, pr_arena *arena) {
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_value_print(value, &out);
    pr_text copy = pr_text_copy(arena, pr_buf_view(&out));
    pr_buf_release(&out);
    return copy.at;
}

typedef struct random_source {
    uint64_t state;
} random_source;

static inline random_source random_seeded(const char *test) {
    const char *given = getenv("PRECEPTOR_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    printf("%s: PRECEPTOR_SEED=%llu\n", test, (unsigned long long)seed);
    return (random_source){seed};
}

/* SplitMix64 */
static inline uint64_t random_word(random_source *r) {
    uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static inline uint32_t random_below(random_source *r, uint32_t limit) {
    return (uint32_t)(random_word(r) >> 33) % limit;
}

#endif
