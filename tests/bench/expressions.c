/* How fast expressions are read, and what numbers gain by standing in a machine word. */
#include "bench/expressions.h"

#include "bench/pool.h"
#include "value/number.h"

#include <stdio.h>

enum { MOST_SOURCES = 4096, PARSES = 2000, NUMBERS = 512, PASSES = 40 };

typedef struct sources {
    const pr_feel_source *items[MOST_SOURCES];
    uint32_t count;
    size_t bytes;
} sources;

static void add(sources *to, const pr_feel_source *source) {
    if (source->text.length > 0 && to->count < MOST_SOURCES) {
        to->items[to->count++] = source;
        to->bytes += source->text.length;
    }
}

static void gather(const pr_kb *kb, sources *to) {
    for (uint32_t i = 0; i < kb->conditions.count; i++) {
        add(to, &kb->conditions.items[i].source);
    }
    for (uint32_t i = 0; i < kb->derived.count; i++) {
        add(to, &kb->derived.items[i].value);
    }
    for (uint32_t i = 0; i < kb->functions.count; i++) {
        add(to, &kb->functions.items[i].value);
    }
}

static double parse_all(const sources *all, uint32_t times) {
    static const pr_feel_names none = {0};
    pr_arena arena;
    pr_diags diags;
    pr_arena_init(&arena, NULL, 0);
    pr_diags_init(&diags, NULL);
    double start = bench_cpu();
    for (uint32_t t = 0; t < times; t++) {
        pr_arena_reset(&arena);
        for (uint32_t i = 0; i < all->count; i++) {
            if (pr_feel_parse(all->items[i], &none, &arena, &diags) == NULL) {
                bench_fail("an expression does not parse");
            }
        }
    }
    double time = bench_cpu() - start;
    pr_diags_release(&diags);
    pr_arena_release(&arena);
    return time;
}

static void measure_parsing(const char *what, const char *manifest, uint64_t runs) {
    static sources all;
    preceptor_kb *kb = pool_load_kb(manifest);
    bench_samples samples = {0};
    all = (sources){0};
    gather(kb->read, &all);
    uint32_t times = all.count > 0 ? PARSES / all.count + 1 : 1;
    for (uint64_t i = 0; i < runs; i++) {
        bench_add(&samples, parse_all(&all, times));
    }
    double parsed = (double)all.count * times;
    double best = bench_minimum(&samples);
    bench_row(what, &samples, 1e3 / parsed, "ns", "%.0f a second, %.0f MB/s, %u expressions of %.0f bytes",
              parsed / best * 1e6, (double)all.bytes * times / best, all.count,
              all.count > 0 ? (double)all.bytes / all.count : 0.0);
    preceptor_kb_free(kb);
}

void bench_parsing(uint64_t runs) {
    bench_title("Reading one expression: text to tree");
    measure_parsing("the conditions below", PRECEPTOR_TOP "/tests/bench/kb/kb.yaml", runs);
    measure_parsing("those of the shipped knowledge base", PRECEPTOR_TOP "/kb/kb.yaml", runs);
}

typedef struct operation {
    const char *name;
    pr_decimal_operator operator;
    pr_value (*fast)(pr_value, pr_value, pr_arena *);
} operation;

static pr_value compared(pr_value a, pr_value b, pr_arena *arena) {
    (void)arena;
    return pr_integer(pr_number_compare(a, b));
}

static double run_fast(const operation *o, const pr_value *numbers, pr_arena *arena, int64_t *sum) {
    double start = bench_cpu();
    for (int pass = 0; pass < PASSES; pass++) {
        pr_arena_reset(arena);
        for (int i = 0; i + 1 < NUMBERS; i++) {
            *sum += o->fast(numbers[i], numbers[i + 1], arena).number;
        }
    }
    return bench_cpu() - start;
}

/* What it would cost if every number went through the library: its own form in, and its own form out. */
static double run_decimal(const operation *o, const pr_decimal *numbers, int64_t *sum) {
    double start = bench_cpu();
    for (int pass = 0; pass < PASSES; pass++) {
        for (int i = 0; i + 1 < NUMBERS; i++) {
            pr_parts a = pr_decimal_split(&numbers[i]), b = pr_decimal_split(&numbers[i + 1]), result;
            if (pr_decimal_compute(o->operator, & a, &b, &result, NULL)) {
                pr_decimal joined = pr_decimal_join(&result);
                *sum += (int64_t)joined.words[0];
            }
        }
    }
    return bench_cpu() - start;
}

void bench_numbers(uint64_t runs) {
    static const operation operations[] = {
        {"a < b", PR_DECIMAL_ADD, compared},
        {"a + b", PR_DECIMAL_ADD, pr_number_add},
        {"a * b", PR_DECIMAL_MULTIPLY, pr_number_multiply},
        {"a / b", PR_DECIMAL_DIVIDE, pr_number_divide},
    };
    static pr_value numbers[NUMBERS];
    static pr_decimal decimals[NUMBERS];
    bench_random random = {7};
    pr_arena arena;
    int64_t sum = 0;
    pr_arena_init(&arena, NULL, 0);
    for (int i = 0; i < NUMBERS; i++) {
        pr_parts parts = {.coefficient = bench_below(&random, 9999) + 1,
                          .exponent = -(int)bench_below(&random, 3)};
        numbers[i] = pr_number_of_parts(parts, false, &arena);
        (void)pr_parts_round(&parts, false);
        decimals[i] = pr_decimal_join(&parts);
    }
    bench_title("One operation on numbers of four digits and up to two behind the point");
    for (size_t k = 0; k < sizeof operations / sizeof *operations; k++) {
        bench_samples fast = {0}, slow = {0};
        const double scale = 1e3 / ((NUMBERS - 1) * PASSES);
        for (uint64_t i = 0; i < runs; i++) {
            bench_add(&fast, run_fast(&operations[k], numbers, &arena, &sum));
            bench_add(&slow, run_decimal(&operations[k], decimals, &sum));
        }
        char what[64];
        snprintf(what, sizeof what, "%s in a machine word", operations[k].name);
        bench_row(what, &fast, scale, "ns", "%.1f times as fast",
                  bench_minimum(&slow) / bench_minimum(&fast));
        snprintf(what, sizeof what, "%s by Intel's decimals", operations[k].name);
        bench_row(what, &slow, scale, "ns", "%s", sum == 1 ? "!" : "");
    }
    pr_arena_release(&arena);
}
