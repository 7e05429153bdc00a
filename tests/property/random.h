/* Random numbers for tests: the seed is printed, and PRECEPTOR_SEED=N repeats a run. */
#ifndef TESTS_PROPERTY_RANDOM_H
#define TESTS_PROPERTY_RANDOM_H

#include "unit/support.h"

#include <time.h>

typedef struct random_numbers {
    uint64_t state;
} random_numbers;

/* SplitMix64. */
static inline uint64_t random_next(random_numbers *random) {
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* 0 to `bound` - 1; the bound is small, so the remainder is fair enough. */
static inline uint32_t random_below(random_numbers *random, uint32_t bound) {
    return (uint32_t)(random_next(random) % bound);
}

/* A number that the environment may set. */
static inline uint64_t random_wanted(const char *name, uint64_t usual) {
    const char *given = getenv(name);
    return given != NULL ? strtoull(given, NULL, 10) : usual;
}

static inline random_numbers random_start(void) {
    uint64_t seed = random_wanted("PRECEPTOR_SEED", (uint64_t)time(NULL));
    print_message("PRECEPTOR_SEED=%llu\n", (unsigned long long)seed);
    return (random_numbers){seed};
}

#endif
