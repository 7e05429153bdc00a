/* The hash map: what goes in comes out, in the order it went in, whatever the seed. */
#include "unit/support.h"

#include "base/map.h"

static pr_text key_of(pr_arena *arena, unsigned i) {
    return pr_text_format(arena, "key-%u", i * 2654435761u);
}

static void fill(pr_map *map, pr_arena *arena, uint64_t seed, unsigned count) {
    pr_map_init(map, arena, seed);
    for (unsigned i = 0; i < count; i++) {
        assert_true(pr_map_put(map, key_of(arena, i), i));
    }
}

static void finds_what_was_put(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (uint64_t seed = 0; seed < 3; seed++) {
        pr_map map;
        fill(&map, &arena, seed, 5000);
        assert_int_equal(map.count, 5000);
        for (unsigned i = 0; i < 5000; i++) {
            assert_int_equal(pr_map_get(&map, key_of(&arena, i)), i);
        }
        for (unsigned i = 5000; i < 6000; i++) {
            assert_int_equal(pr_map_get(&map, key_of(&arena, i)), PR_MAP_NONE);
        }
    }
    pr_arena_release(&arena);
}

static void keeps_the_order_whatever_the_seed(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map one, other;
    fill(&one, &arena, 1, 300);
    fill(&other, &arena, UINT64_MAX, 300);
    for (unsigned i = 0; i < 300; i++) {
        assert_true(pr_text_equal(one.entries[i].key, other.entries[i].key));
        assert_int_equal(one.entries[i].value, i);
    }
    pr_arena_release(&arena);
}

static void replaces(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_map map;
    pr_map_init(&map, &arena, 7);
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
    pr_map_init(&map, &arena, 7);
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
        cmocka_unit_test(keeps_the_order_whatever_the_seed),
        cmocka_unit_test(replaces),
        cmocka_unit_test(stays_whole_when_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
