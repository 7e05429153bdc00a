/* Clocks, samples and rows. */
#include "bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double microseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double bench_wall(void) { return microseconds(CLOCK_MONOTONIC); }

double bench_cpu(void) { return microseconds(CLOCK_THREAD_CPUTIME_ID); }

void bench_add(bench_samples *samples, double value) {
    if (samples->count < BENCH_MOST_SAMPLES) {
        samples->at[samples->count++] = value;
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(const bench_samples *samples) {
    bench_samples sorted = *samples;
    qsort(sorted.at, sorted.count, sizeof *sorted.at, by_size);
    size_t half = sorted.count / 2;
    if (sorted.count == 0) {
        return 0;
    }
    return sorted.count % 2 != 0 ? sorted.at[half] : (sorted.at[half - 1] + sorted.at[half]) / 2;
}

double bench_minimum(const bench_samples *samples) {
    double least = samples->count > 0 ? samples->at[0] : 0;
    for (size_t i = 1; i < samples->count; i++) {
        least = samples->at[i] < least ? samples->at[i] : least;
    }
    return least;
}

uint64_t bench_next(bench_random *random) {
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t bench_below(bench_random *random, uint32_t bound) { return (uint32_t)(bench_next(random) % bound); }

bool bench_chance(bench_random *random, uint32_t percent) { return bench_below(random, 100) < percent; }

/* Nanoseconds of a step of work that never changes, the best of a few tries: what the machine gives at this moment. */
static double yardstick(void) {
    enum { STEPS = 1000000, TRIES = 3 };
    double best = 0;
    for (int try = 0; try < TRIES; try++) {
        bench_random random = {1};
        uint64_t sum = 0;
        double start = bench_cpu();
        for (int i = 0; i < STEPS; i++) {
            sum ^= bench_next(&random);
        }
        double time = bench_cpu() - start;
        /* Never so, but the compiler must not know that nobody wants the sum. */
        best = try == 0 || time < best || sum == 0 ? time : best;
    }
    return best * 1e3 / STEPS;
}

void bench_title(const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    printf("\n%s\n  %-44s %12s %12s %-12s%s %.2f ns\n", text, "", "median", "best", "", "yardstick",
           yardstick());
}

static void row(const char *what, double median, double best, const char *unit, const char *format,
                va_list arguments) __attribute__((format(printf, 5, 0)));
static void row(const char *what, double median, double best, const char *unit, const char *format,
                va_list arguments) {
    int digits = best < 10 ? 3 : best < 1000 ? 1 : 0;
    printf("  %-44s %12.*f %12.*f %-12s", what, digits, median, digits, best, unit);
    if (format != NULL) {
        vprintf(format, arguments);
    }
    printf("\n");
    fflush(stdout);
}

void bench_row(const char *what, const bench_samples *samples, double scale, const char *unit,
               const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    row(what, bench_median(samples) * scale, bench_minimum(samples) * scale, unit, format, arguments);
    va_end(arguments);
}

void bench_rate(const char *what, const bench_samples *samples, double amount, const char *unit,
                const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    row(what, amount * 1e6 / bench_median(samples), amount * 1e6 / bench_minimum(samples), unit, format,
        arguments);
    va_end(arguments);
}

void bench_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

void *bench_alloc(size_t size) {
    void *at = calloc(1, size);
    if (at == NULL) {
        bench_fail("out of memory");
    }
    return at;
}

uint64_t bench_option(int count, char **arguments, const char *name, uint64_t otherwise) {
    size_t length = strlen(name);
    for (int i = 1; i < count; i++) {
        const char *a = arguments[i];
        if (strncmp(a, "--", 2) == 0 && strncmp(a + 2, name, length) == 0 && a[2 + length] == '=') {
            return strtoull(a + 3 + length, NULL, 10);
        }
    }
    return otherwise;
}
