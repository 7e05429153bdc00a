/* The arena with blocks so small that nearly everything in it asks the heap by itself: a sweep over the heap's requests
 * then passes every place that can run out of memory. It takes the place of the library's own. */
#include "base/limits.h"

#undef PR_ARENA_FIRST_BLOCK
#undef PR_ARENA_LARGEST_BLOCK
#undef PR_ARENA_LARGE_PAGE
#define PR_ARENA_FIRST_BLOCK ((size_t)16)
#define PR_ARENA_LARGEST_BLOCK ((size_t)16)
#define PR_ARENA_LARGE_PAGE ((size_t)16)

/* NOLINTNEXTLINE(bugprone-suspicious-include): to compile it again is the point. */
#include "base/arena.c"
