/* Growing arrays in an arena. A vector is any struct with `items`, `count` and `capacity`:
 *     struct { pr_thing *items; uint32_t count, capacity; }
 * What is not the arena's last object is copied to grow; the old array stays in the arena until it is reset. */
#ifndef PR_BASE_VEC_H
#define PR_BASE_VEC_H

#include "base/arena.h"

/* Room for one more of `size` bytes, not cleared: gives the array to use from now on, or NULL when out of memory. */
void *pr_vec_room(pr_arena *arena, void *items, uint32_t count, uint32_t *capacity, size_t size,
                  size_t align);

#define PR_VEC(type) \
    struct { \
        type *items; \
        uint32_t count, capacity; \
    }

/* Appends; false when out of memory. What is appended may look at the vector as it was. */
#define PR_PUSH(arena, vec, ...) \
    ((vec)->count < (vec)->capacity \
         ? ((vec)->items[(vec)->count] = (__VA_ARGS__), (vec)->count++, true) \
         : pr_vec_grow_ok((void **)&(vec)->items, \
                          pr_vec_room((arena), (vec)->items, (vec)->count, &(vec)->capacity, \
                                      sizeof *(vec)->items, _Alignof(max_align_t))) && \
               ((vec)->items[(vec)->count] = (__VA_ARGS__), (vec)->count++, true))

static inline bool pr_vec_grow_ok(void **items, void *grown) {
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    return true;
}

#endif
