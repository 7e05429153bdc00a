/* Arenas: a chain of blocks, each twice the last, filled from the front. Of a large block only what is used becomes
 * memory; it asks for pages as large as there are, because half of the time in which it is filled for the first time
 * the kernel would hand out small ones. */
#include "base/arena.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct pr_arena_block {
    pr_arena_block *following;
    size_t size; /* bytes at `data` */
    char *data;  /* aligned to 16 */
};

enum { HEADER = (sizeof(pr_arena_block) + 15) / 16 * 16 };

void *pr_heap_alloc(const preceptor_allocator *allocator, size_t size) {
    return allocator != NULL ? allocator->alloc(allocator->context, size) : malloc(size);
}

void *pr_heap_zalloc(const preceptor_allocator *allocator, size_t size) {
    if (allocator == NULL) {
        return calloc(1, size); /* large blocks come zeroed, without being touched */
    }
    void *at = pr_heap_alloc(allocator, size);
    return at != NULL ? memset(at, 0, size) : NULL;
}

void pr_heap_free(const preceptor_allocator *allocator, void *at) {
    if (at == NULL) {
        return;
    }
    if (allocator != NULL) {
        allocator->free(allocator->context, at);
    } else {
        free(at);
    }
}

void pr_arena_init(pr_arena *arena, const preceptor_allocator *allocator, size_t cap) {
    *arena = (pr_arena){.allocator = allocator, .cap = cap == 0 ? SIZE_MAX : cap};
}

void pr_arena_init_large(pr_arena *arena, const preceptor_allocator *allocator) {
    pr_arena_init(arena, allocator, 0);
    arena->large = allocator == NULL;
}

void pr_arena_release(pr_arena *arena) {
    pr_arena_block *block = arena->first;
    while (block != NULL) {
        pr_arena_block *following = block->following;
        pr_heap_free(arena->allocator, block);
        block = following;
    }
    bool large = arena->large;
    pr_arena_init(arena, arena->allocator, arena->cap);
    arena->large = large;
}

static void enter(pr_arena *arena, pr_arena_block *block) {
    arena->current = block;
    arena->next = block != NULL ? block->data : NULL;
    arena->limit = block != NULL ? block->data + block->size : NULL;
}

void pr_arena_reset(pr_arena *arena) {
    arena->failed = arena->capped = false;
    enter(arena, arena->first);
}

void pr_arena_adopt(pr_arena *arena, pr_arena *other) {
    pr_arena_block *last = other->first;
    if (last == NULL) {
        return;
    }
    while (last->following != NULL) {
        last = last->following;
    }
    last->following = arena->first;
    arena->first = other->first;
    arena->held += other->held;
    pr_arena_init(other, other->allocator, other->cap);
}

pr_arena_mark pr_arena_save(const pr_arena *arena) {
    return (pr_arena_mark){.block = arena->current, .next = arena->next};
}

void pr_arena_rewind(pr_arena *arena, pr_arena_mark mark) {
    if (mark.block == NULL) {
        enter(arena, arena->first);
        return;
    }
    enter(arena, mark.block);
    arena->next = mark.next;
}

/* `size` bytes on large pages, where the system has such; NULL when out of memory. */
static pr_arena_block *new_large_block(size_t size) {
    const size_t page = PR_ARENA_LARGE_PAGE;
    if (size > SIZE_MAX - HEADER - page) {
        return NULL;
    }
    pr_arena_block *block = malloc(HEADER + page + size);
    if (block != NULL) {
        uintptr_t first = (uintptr_t)block + HEADER;
        block->data = (char *)block + HEADER + ((0 - first) & (page - 1));
#ifdef MADV_HUGEPAGE
        (void)madvise(block->data, size / page * page, MADV_HUGEPAGE);
#endif
    }
    return block;
}

static pr_arena_block *new_block(const pr_arena *arena, size_t size) {
    if (arena->large) {
        return new_large_block(size);
    }
    pr_arena_block *block = size <= SIZE_MAX - HEADER ? pr_heap_alloc(arena->allocator, HEADER + size) : NULL;
    if (block != NULL) {
        block->data = (char *)block + HEADER;
    }
    return block;
}

static pr_arena_block *add_block(pr_arena *arena, size_t least) {
    size_t size = arena->current != NULL ? arena->current->size
                  : arena->large         ? PR_ARENA_LARGEST_BLOCK
                                         : PR_ARENA_FIRST_BLOCK / 2;
    size = size < PR_ARENA_LARGEST_BLOCK / 2 ? size * 2 : PR_ARENA_LARGEST_BLOCK;
    if (size < least) {
        size = least;
    }
    if (size > arena->cap - arena->held) {
        size = least;
    }
    if (size > arena->cap - arena->held) {
        arena->capped = true;
        return NULL;
    }
    pr_arena_block *block = new_block(arena, size);
    if (block == NULL) {
        return NULL;
    }
    block->size = size;
    arena->held += size;
    if (arena->current == NULL) {
        block->following = arena->first;
        arena->first = block;
    } else {
        block->following = arena->current->following;
        arena->current->following = block;
    }
    return block;
}

void *pr_arena_grow(pr_arena *arena, size_t size, size_t align) {
    /* Block data is aligned to 16, so a fresh block needs no padding. */
    (void)align;
    pr_arena_block *block = arena->current != NULL ? arena->current->following : arena->first;
    if (block == NULL || block->size < size) {
        block = add_block(arena, size);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
    }
    enter(arena, block);
    arena->next = block->data + size;
    return block->data;
}

void *pr_arena_zalloc(pr_arena *arena, size_t size, size_t align) {
    void *at = pr_arena_alloc(arena, size, align);
    if (at != NULL) {
        memset(at, 0, size);
    }
    return at;
}

void *pr_arena_array(pr_arena *arena, size_t count, size_t size, size_t align) {
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return pr_arena_zalloc(arena, count * size, align);
}
