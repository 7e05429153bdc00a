/* The hash map: what goes in comes out, in the order it went in, however the keys were chosen. */
#include "unit/support.h"

#include "base/hash.h"
#include "base/map.h"

static pr_text key_of(pr_arena *arena, unsigned i) {
    return pr_text_format(arena, "key-%u", i * 2654435761u);
}

static void fill(pr_map *map, pr_arena *arena, unsigned count) {
    pr_map_init(map, arena);
    for (unsigned i = 0; i < count; i++) {
        assert_true(pr_map_put(map, key_of(arena, i), i));
    }
}

static void finds_what_was_put(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map map;
    fill(&map, &arena, 5000);
    assert_int_equal(map.count, 5000);
    for (unsigned i = 0; i < 5000; i++) {
        assert_int_equal(pr_map_get(&map, key_of(&arena, i)), i);
    }
    for (unsigned i = 5000; i < 6000; i++) {
        assert_int_equal(pr_map_get(&map, key_of(&arena, i)), PR_MAP_NONE);
    }
    pr_arena_release(&arena);
}

static void keeps_the_order(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map map;
    fill(&map, &arena, 300);
    for (unsigned i = 0; i < 300; i++) {
        assert_true(pr_text_equal(map.entries[i].key, key_of(&arena, i)));
        assert_int_equal(map.entries[i].value, i);
    }
    pr_arena_release(&arena);
}

static uint64_t stirred(uint64_t sum, uint64_t word) {
    sum = (sum ^ word) * 0x9e3779b97f4a7c15u;
    return sum ^ sum >> 32;
}

enum { PAIRS = 8 };

/* Two words in place of two others that a checksum of words does not see: the second takes back what the first did. */
static void find_pairs(uint64_t words[PAIRS][2][2]) {
    uint64_t sum = 0xcbf29ce484222325u ^ sizeof(uint64_t[PAIRS][2]);
    for (unsigned i = 0; i < PAIRS; i++) {
        for (unsigned k = 0; k < 2; k++) {
            words[i][k][0] = 0x6f6e65206f662000u + i + ((uint64_t)k << 62);
            words[i][k][1] = 0x74776f2074776f20u ^
                             (k == 0 ? 0 : stirred(sum, words[i][0][0]) ^ stirred(sum, words[i][1][0]));
        }
        sum = stirred(stirred(sum, words[i][0][0]), words[i][0][1]);
    }
}

static void spreads_texts_that_are_chosen_to_collide(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map map;
    pr_map_init(&map, &arena);
    uint64_t words[PAIRS][2][2], first = 0;
    find_pairs(words);
    for (unsigned n = 0; n < 1u << PAIRS; n++) {
        uint64_t key[PAIRS][2];
        for (unsigned i = 0; i < PAIRS; i++) {
            memcpy(key[i], words[i][n >> i & 1], sizeof key[i]);
        }
        pr_text text = pr_text_copy(&arena, (pr_text){(const char *)key, sizeof key});
        assert_true(pr_map_put(&map, text, n));
        first = n == 0 ? pr_text_checksum(text, 0) : first;
        assert_int_equal(pr_text_checksum(text, 0), first);
    }
    for (uint32_t i = 0; i < map.count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            assert_int_not_equal(map.entries[i].hash, map.entries[k].hash);
        }
    }
    pr_arena_release(&arena);
}

/* Any length: each byte counts, and each bit of the seed. */
static void hashes_by_all_there_is(void **state) {
    (void)state;
    char bytes[20] = "";
    for (size_t length = 0; length <= sizeof bytes; length++) {
        const uint64_t plain = pr_hash_text((pr_text){bytes, length}, 1);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = 1;
            assert_int_not_equal(pr_hash_text((pr_text){bytes, length}, 1), plain);
            bytes[i] = 0;
        }
        for (unsigned bit = 0; bit < 64; bit++) {
            assert_int_not_equal(pr_hash_text((pr_text){bytes, length}, 1 ^ UINT64_C(1) << bit), plain);
        }
        if (length < sizeof bytes) {
            assert_int_not_equal(pr_hash_text((pr_text){bytes, length + 1}, 1), plain);
        }
    }
    assert_int_equal(pr_hash_seed(), pr_hash_seed());
    assert_int_not_equal(pr_hash_seed(), 0);
}

static void replaces(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map map;
    pr_map_init(&map, &arena);
    assert_int_equal(pr_map_get(&map, PR_TEXT("a")), PR_MAP_NONE);
    assert_true(pr_map_put(&map, PR_TEXT("a"), 1));
    assert_true(pr_map_put(&map, PR_TEXT(""), 2));
    assert_true(pr_map_put(&map, PR_TEXT("a"), 3));
    assert_int_equal(map.count, 2);
    assert_int_equal(pr_map_get(&map, PR_TEXT("a")), 3);
    assert_int_equal(pr_map_get(&map, PR_TEXT("")), 2);
    pr_arena_release(&arena);
}

static void stays_whole_when_memory_is_out(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 4096);
    pr_map map;
    pr_map_init(&map, &arena);
    char keys[1000];
    unsigned put = 0;
    memset(keys, 'x', sizeof keys);
    while (put < 1000 && pr_map_put(&map, (pr_text){keys, put}, put)) {
        put++;
    }
    assert_in_range(put, 1, 999);
    for (unsigned i = 0; i < put; i++) {
        assert_int_equal(pr_map_get(&map, (pr_text){keys, i}), i);
    }
    assert_int_equal(pr_map_get(&map, (pr_text){keys, put}), PR_MAP_NONE);
    pr_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_put),
        cmocka_unit_test(keeps_the_order),
        cmocka_unit_test(spreads_texts_that_are_chosen_to_collide),
        cmocka_unit_test(hashes_by_all_there_is),
        cmocka_unit_test(replaces),
        cmocka_unit_test(stays_whole_when_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
