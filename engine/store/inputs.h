/* What the inputs of an audit are called, to tell where a record stands. */
#ifndef PR_STORE_INPUTS_H
#define PR_STORE_INPUTS_H

#include "store/store.h"

typedef struct pr_input_names {
    pr_text *items; /* by number; empty where no record came of it */
    int64_t count;
    bool many; /* records came of more than one: a line alone tells nobody which */
} pr_input_names;

/* All in `arena`. */
preceptor_status pr_store_inputs(pr_store *store, int64_t audit, pr_arena *arena, pr_input_names *out);
/* The line, and where there are many inputs "FILE:LINE"; in `arena`. */
pr_text pr_input_place(const pr_input_names *names, int64_t input, int64_t line, pr_arena *arena);

/* An input and a line as one number, in the order of the pool: so SQL tells the first and the last of several. */
#define PR_SQL_PLACE "(input << 40 | line)"
static inline int64_t pr_place_input(int64_t place) { return place >> 40; }
static inline int64_t pr_place_line(int64_t place) { return place & ((INT64_C(1) << 40) - 1); }

#endif
