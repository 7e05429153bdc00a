/* A hash map from text to a number, in an arena. Keys are borrowed. Insertion order is kept and is the only order there
 * is, so results never depend on the hashes. */
#ifndef PR_BASE_MAP_H
#define PR_BASE_MAP_H

#include "base/text.h"

typedef struct pr_map_entry {
    pr_text key;
    uint64_t hash;
    uint32_t value;
} pr_map_entry;

typedef struct pr_map {
    pr_arena *arena;
    uint64_t seed;
    pr_map_entry *entries; /* in order of insertion */
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; /* index into entries + 1; 0 is free */
    uint32_t slot_count;
} pr_map;

#define PR_MAP_NONE UINT32_MAX

void pr_map_init(pr_map *map, pr_arena *arena);
/* The value of a key, or PR_MAP_NONE. */
uint32_t pr_map_get(const pr_map *map, pr_text key);
/* Adds or replaces. False when out of memory. */
bool pr_map_put(pr_map *map, pr_text key, uint32_t value);

#endif
