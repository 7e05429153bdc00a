/* Arenas: memory that is given back all at once.
 *
 * One arena per lifetime: a knowledge base, one evaluation, scratch. An object is borrowed from its arena unless a
 * header says otherwise. Nothing is freed singly. A reset keeps the blocks, so a warm arena asks the heap for nothing.
 * Every allocation may fail (no memory, or the arena's cap): it then gives NULL and the arena stays usable.
 */
#ifndef PR_BASE_ARENA_H
#define PR_BASE_ARENA_H

#include <preceptor.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pr_arena_block pr_arena_block;

typedef struct pr_arena {
    const preceptor_allocator *allocator; /* borrowed; NULL is the C library's */
    pr_arena_block *first;                /* blocks in the order in which they are filled */
    pr_arena_block *current;
    char *next;  /* the first free byte of `current` */
    char *limit; /* one past its last byte */
    size_t cap;  /* the most bytes all blocks together may have */
    size_t held; /* bytes of all blocks */
    bool failed; /* an allocation has failed since the last reset */
    bool capped; /* because of the cap */
    bool large;  /* of large blocks from the first on */
} pr_arena;

/* A place in an arena to return to. */
typedef struct pr_arena_mark {
    pr_arena_block *block;
    char *next;
} pr_arena_mark;

/* `cap` 0 means no cap. Allocates nothing yet. */
void pr_arena_init(pr_arena *arena, const preceptor_allocator *allocator, size_t cap);
/* For what will hold some megabytes. With somebody else's allocator it is as any other. */
void pr_arena_init_large(pr_arena *arena, const preceptor_allocator *allocator);
void pr_arena_release(pr_arena *arena);
/* Forgets every object and the failure, keeps the blocks. */
void pr_arena_reset(pr_arena *arena);

/* Takes over the objects of another arena of the same allocator, which is empty then. They live as long as the arena's
 * first ones: neither a reset nor an older mark must be returned to while they are needed. */
void pr_arena_adopt(pr_arena *arena, pr_arena *other);

pr_arena_mark pr_arena_save(const pr_arena *arena);
/* Forgets the objects made since the mark. */
void pr_arena_rewind(pr_arena *arena, pr_arena_mark mark);

/* Used by pr_arena_alloc when the current block is full. */
void *pr_arena_grow(pr_arena *arena, size_t size, size_t align);

/* `size` bytes, not cleared; `align` is a power of two, at most 16. NULL when out of memory. */
static inline void *pr_arena_alloc(pr_arena *arena, size_t size, size_t align) {
    uintptr_t next = (uintptr_t)arena->next;
    size_t room = (uintptr_t)arena->limit - next, skipped = (0 - next) & (align - 1);
    if (arena->next == NULL || skipped > room || size > room - skipped) {
        return pr_arena_grow(arena, size, align);
    }
    char *at = arena->next + skipped;
    arena->next = at + size;
    return at;
}

/* Makes the object that was allocated last larger where it is, not cleared; false where it was not the last or the
 * block is full. */
static inline bool pr_arena_extend(pr_arena *arena, const void *at, size_t size, size_t larger) {
    char *end = (char *)(uintptr_t)at + size;
    if (end != arena->next || larger - size > (size_t)(arena->limit - end)) {
        return false;
    }
    arena->next = end + (larger - size);
    return true;
}

/* The same as pr_arena_alloc, cleared. */
void *pr_arena_zalloc(pr_arena *arena, size_t size, size_t align);
/* `count` objects of `size` bytes, cleared; NULL also when the product does not fit. */
void *pr_arena_array(pr_arena *arena, size_t count, size_t size, size_t align);

#define PR_NEW(arena, type) ((type *)pr_arena_zalloc((arena), sizeof(type), _Alignof(type)))
#define PR_NEW_ARRAY(arena, type, count) \
    ((type *)pr_arena_array((arena), (count), sizeof(type), _Alignof(type)))

/* The heap, through an allocator that may be NULL. */
void *pr_heap_alloc(const preceptor_allocator *allocator, size_t size);
void *pr_heap_zalloc(const preceptor_allocator *allocator, size_t size);
void pr_heap_free(const preceptor_allocator *allocator, void *at);

#endif
