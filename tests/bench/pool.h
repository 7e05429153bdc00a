/* Profiles made from a seed out of a knowledge base's own vocabulary, as lines of JSON. */
#ifndef TESTS_BENCH_POOL_H
#define TESTS_BENCH_POOL_H

#include "api/api.h"
#include "bench/bench.h"

typedef struct pool {
    pr_buf bytes;   /* the lines, each with its newline */
    size_t *starts; /* by record, and one more: the end */
    size_t count;
} pool;

/* Loads a knowledge base; a failure ends the program. */
preceptor_kb *pool_load_kb(const char *manifest);
/* `count` records. `percent`: how many of the attributes and fields are given; 0: a mixture, from nearly nothing to
 * everything. A quarter of the enumerated values is free text. */
void pool_make(pool *out, const preceptor_kb *kb, uint64_t seed, size_t count, uint32_t percent);
void pool_free(pool *made);
static inline pr_text pool_line(const pool *made, size_t record) {
    size_t start = made->starts[record];
    return (pr_text){made->bytes.at + start, made->starts[record + 1] - start - 1};
}
/* Reads a record; a rejected one ends the program. */
void pool_read(preceptor_profile *profile, pr_text line, preceptor_diagnostics *diagnostics);

#endif
