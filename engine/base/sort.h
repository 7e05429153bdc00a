/* Sorting in place. The C library's qsort asks the heap for memory when there is much to sort, which
 * evaluation must not. */
#ifndef PR_BASE_SORT_H
#define PR_BASE_SORT_H

#include <stddef.h>

/* As qsort. Not stable: `compare` must tell all items apart that should not change places. */
void pr_sort(void *items, size_t count, size_t size, int (*compare)(const void *a, const void *b));

#endif
