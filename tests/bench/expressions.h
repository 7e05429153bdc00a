/* Parts of the benchmark of conditions that need no profile. */
#ifndef TESTS_BENCH_EXPRESSIONS_H
#define TESTS_BENCH_EXPRESSIONS_H

#include <stdint.h>

/* Reading the text of expressions: those of this benchmark, and all that the shipped knowledge base has. */
void bench_parsing(uint64_t runs);
/* Numbers that stand in a machine word beside the same through the decimal library. */
void bench_numbers(uint64_t runs);

#endif
