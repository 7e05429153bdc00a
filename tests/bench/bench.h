/* What the benchmarks share: clocks, samples of noisy runs, random numbers that repeat, rows of the table. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_MOST_SAMPLES = 128 };

/* Microseconds of the clock on the wall: for whole processes. */
double bench_wall(void);
/* Microseconds that this thread had a processor: other work on the machine counts less. */
double bench_cpu(void);

typedef struct bench_samples {
    double at[BENCH_MOST_SAMPLES];
    size_t count;
} bench_samples;

void bench_add(bench_samples *samples, double value);
double bench_median(const bench_samples *samples);
double bench_minimum(const bench_samples *samples);

/* SplitMix64: the same numbers everywhere for a seed. */
typedef struct bench_random {
    uint64_t state;
} bench_random;

uint64_t bench_next(bench_random *random);
/* 0 to `bound` - 1. */
uint32_t bench_below(bench_random *random, uint32_t bound);
bool bench_chance(bench_random *random, uint32_t percent);

void bench_title(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One row: what, median and minimum of the samples times `scale`, the unit, and a note that may be NULL. */
void bench_row(const char *what, const bench_samples *samples, double scale, const char *unit,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same for a rate: `amount` per microseconds of a sample, shown per second; its best is that of the minimum. */
void bench_rate(const char *what, const bench_samples *samples, double amount, const char *unit,
                const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Ends the program with a message: a benchmark of something that fails means nothing. */
_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *bench_alloc(size_t size);

/* The N of an argument --NAME=N, or what stands for it. */
uint64_t bench_option(int count, char **arguments, const char *name, uint64_t otherwise);

#endif
