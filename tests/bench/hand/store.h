/* The rows as three tables of SQLite, the same as those of the audit's store. */
#ifndef TESTS_BENCH_HAND_STORE_H
#define TESTS_BENCH_HAND_STORE_H

#include "bench/hand/hand.h"

typedef struct hand_store hand_store;

/* Of one program. A failure ends the program. */
hand_store *hand_store_open(const char *path, int program);
void hand_store_begin(hand_store *store);
void hand_store_add(hand_store *store, uint64_t line, const applicant *a, const outcome *o);
void hand_store_commit(hand_store *store);
void hand_store_close(hand_store *store);
/* Says where the rows of two stores differ. */
bool hand_store_same(const char *one, const char *other);

#endif
