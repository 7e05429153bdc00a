#include "base/sort.h"

#include <string.h>

static void swap(char *a, char *b, size_t size) {
    char held[64];
    while (size > 0) {
        size_t part = size < sizeof held ? size : sizeof held;
        memcpy(held, a, part);
        memcpy(a, b, part);
        memcpy(b, held, part);
        a += part;
        b += part;
        size -= part;
    }
}

/* Moves the item at `at` down until no child is greater: of the heap of the first `count` items. */
static void sink(char *items, size_t at, size_t count, size_t size,
                 int (*compare)(const void *, const void *)) {
    for (size_t child; (child = at * 2 + 1) < count; at = child) {
        if (child + 1 < count && compare(items + child * size, items + (child + 1) * size) < 0) {
            child++;
        }
        if (compare(items + at * size, items + child * size) >= 0) {
            return;
        }
        swap(items + at * size, items + child * size, size);
    }
}

/* Each item in turn moves down among those before it: the quickest for a few. */
static void insert_each(char *items, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    for (size_t i = 1; i < count; i++) {
        for (size_t at = i; at > 0 && compare(items + (at - 1) * size, items + at * size) > 0; at--) {
            swap(items + (at - 1) * size, items + at * size, size);
        }
    }
}

enum { A_FEW = 12 };

void pr_sort(void *items, size_t count, size_t size, int (*compare)(const void *a, const void *b)) {
    if (count <= A_FEW) {
        insert_each(items, count, size, compare);
        return;
    }
    for (size_t i = count / 2; i > 0; i--) {
        sink(items, i - 1, count, size, compare);
    }
    for (size_t last = count; last > 1; last--) {
        swap(items, (char *)items + (last - 1) * size, size);
        sink(items, 0, last - 1, size, compare);
    }
}
