/* Growing arrays in an arena. */
#include "base/vec.h"

#include <string.h>

void *pr_vec_room(pr_arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size,
                  size_t align) {
    uint32_t larger = *capacity == 0 ? 8 : *capacity * 2;
    if (*capacity > UINT32_MAX / 2 || larger > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    if (*capacity > 0 && pr_arena_extend(arena, items, *capacity * size, larger * size)) {
        *capacity = larger;
        return items;
    }
    void *grown = pr_arena_alloc(arena, larger * size, align);
    if (grown == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(grown, items, (size_t)count * size);
    }
    *capacity = larger;
    return grown;
}
