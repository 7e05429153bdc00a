/* Open addressing over an array of entries in insertion order. */
#include "base/map.h"

#include "base/hash.h"
#include "base/vec.h"

void pr_map_init(pr_map *map, pr_arena *arena) { *map = (pr_map){.arena = arena, .seed = pr_hash_seed()}; }

static uint32_t find_slot(const pr_map *map, pr_text key, uint64_t hash) {
    uint32_t mask = map->slot_count - 1;
    uint32_t slot = (uint32_t)hash & mask;
    while (map->slots[slot] != 0) {
        const pr_map_entry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == hash && pr_text_equal(entry->key, key)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

uint32_t pr_map_get(const pr_map *map, pr_text key) {
    if (map->count == 0) {
        return PR_MAP_NONE;
    }
    uint32_t slot = find_slot(map, key, pr_hash_text(key, map->seed));
    return map->slots[slot] != 0 ? map->entries[map->slots[slot] - 1].value : PR_MAP_NONE;
}

static bool grow_slots(pr_map *map) {
    uint32_t slot_count = map->slot_count == 0 ? 16 : map->slot_count * 2;
    uint32_t *slots = PR_NEW_ARRAY(map->arena, uint32_t, slot_count);
    if (slots == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < map->count; i++) {
        uint32_t slot = (uint32_t)map->entries[i].hash & (slot_count - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slot_count - 1);
        }
        slots[slot] = i + 1;
    }
    map->slots = slots;
    map->slot_count = slot_count;
    return true;
}

bool pr_map_put(pr_map *map, pr_text key, uint32_t value) {
    if ((map->count + 1) * 2 > map->slot_count && !grow_slots(map)) {
        return false;
    }
    uint64_t hash = pr_hash_text(key, map->seed);
    uint32_t slot = find_slot(map, key, hash);
    if (map->slots[slot] != 0) {
        map->entries[map->slots[slot] - 1].value = value;
        return true;
    }
    if (map->count == map->capacity) {
        pr_map_entry *grown = pr_vec_room(map->arena, map->entries, map->count, &map->capacity,
                                          sizeof *map->entries, _Alignof(pr_map_entry));
        if (grown == NULL) {
            return false;
        }
        map->entries = grown;
    }
    map->entries[map->count++] = (pr_map_entry){.key = key, .hash = hash, .value = value};
    map->slots[slot] = map->count;
    return true;
}
