/* Arenas, and the vectors that grow in them. */
#include "unit/support.h"

static void gives_aligned_memory(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < 200000; i++) {
        size_t align = (size_t)1 << i % 5, size = 1 + i % 37;
        char *at = pr_arena_alloc(&arena, size, align);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % align, 0);
        memset(at, 0xAA, size);
    }
    char *large = pr_arena_alloc(&arena, (size_t)9 * 1024 * 1024, 16);
    assert_non_null(large);
    assert_int_equal((uintptr_t)large % 16, 0);
    pr_arena_release(&arena);
}

static void clears_what_it_is_asked_to(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    memset(pr_arena_alloc(&arena, 1000, 1), 0xAA, 1000);
    pr_arena_reset(&arena);
    const char *at = pr_arena_zalloc(&arena, 1000, 1);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(at[i], 0);
    }
    pr_arena_release(&arena);
}

static void stops_at_its_cap(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 1000);
    assert_non_null(pr_arena_alloc(&arena, 600, 1));
    assert_false(arena.failed);
    assert_null(pr_arena_alloc(&arena, 600, 1));
    assert_true(arena.failed);
    assert_non_null(pr_arena_alloc(&arena, 400, 1));
    assert_null(pr_arena_alloc(&arena, 1, 1));
    pr_arena_reset(&arena);
    assert_false(arena.failed);
    assert_non_null(pr_arena_alloc(&arena, 600, 1));
    pr_arena_release(&arena);
}

static void refuses_sizes_that_do_not_fit(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    assert_null(pr_arena_array(&arena, SIZE_MAX / 2, 16, 8));
    assert_true(arena.failed);
    assert_null(pr_arena_alloc(&arena, SIZE_MAX, 8));
    assert_null(pr_arena_alloc(&arena, SIZE_MAX - 15, 8));
    assert_non_null(pr_arena_alloc(&arena, 1, 1));
    /* A vector that can have no more items, and one whose items would be too large. */
    uint32_t most = UINT32_MAX - 1, some = 8;
    pr_arena_reset(&arena);
    assert_null(pr_vec_room(&arena, NULL, 0, &most, 1, 1));
    assert_true(arena.failed);
    pr_arena_reset(&arena);
    assert_null(pr_vec_room(&arena, NULL, 0, &some, SIZE_MAX / 8, 1));
    assert_true(arena.failed);
    pr_arena_release(&arena);
    pr_arena_init_large(&arena, NULL);
    assert_null(pr_arena_alloc(&arena, SIZE_MAX - 100, 8));
    assert_true(arena.failed);
    pr_arena_release(&arena);
}

static void takes_over_all_blocks(void **state) {
    (void)state;
    enum { MANY = 1000, SIZE = 1000 };
    pr_arena arena, other;
    pr_arena_init(&arena, NULL, 0);
    pr_arena_init(&other, NULL, 0);
    char *kept[MANY];
    for (int i = 0; i < MANY; i++) {
        kept[i] = pr_arena_alloc(&other, SIZE, 1);
        memset(kept[i], i, SIZE);
    }
    size_t held = other.held;
    memset(pr_arena_alloc(&arena, SIZE, 1), 0xAA, SIZE);
    pr_arena_adopt(&arena, &other);
    pr_arena_release(&other);
    assert_true(arena.held > held);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(kept[i][SIZE - 1], (char)i);
    }
    pr_arena_release(&arena);
}

static void asks_for_nothing_once_warm(void **state) {
    (void)state;
    test_heap heap = {0};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    pr_arena arena;
    pr_arena_init(&arena, &allocator, 0);
    size_t asked = 0;
    for (int round = 0; round < 5; round++) {
        pr_arena_reset(&arena);
        for (size_t i = 0; i < 100; i++) {
            assert_non_null(pr_arena_alloc(&arena, 1 + i * 7919 % 50000, 8));
        }
        assert_true(round == 0 || asked == heap.asked);
        asked = heap.asked;
    }
    pr_arena_release(&arena);
    assert_int_equal(heap.live, 0);
}

/* A block that is too small for a request is passed by, and used again after a reset. */
static void loses_no_block(void **state) {
    (void)state;
    test_heap heap = {0};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    pr_arena arena;
    pr_arena_init(&arena, &allocator, 0);
    for (size_t size = 1000; size < 2000000; size *= 3) {
        pr_arena_reset(&arena);
        for (int i = 0; i < 20; i++) {
            assert_non_null(pr_arena_alloc(&arena, size, 8));
        }
    }
    pr_arena_release(&arena);
    assert_int_equal(heap.live, 0);
}

static void returns_to_a_mark(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_arena_mark empty = pr_arena_save(&arena);
    char *first = pr_arena_alloc(&arena, 10, 1);
    memcpy(first, "unchanged", 10);
    pr_arena_mark mark = pr_arena_save(&arena);
    char *second = pr_arena_alloc(&arena, 10, 1);
    for (int i = 0; i < 100; i++) {
        assert_non_null(pr_arena_alloc(&arena, 10000, 1));
    }
    pr_arena_rewind(&arena, mark);
    assert_ptr_equal(pr_arena_alloc(&arena, 10, 1), second);
    assert_string_equal(first, "unchanged");
    pr_arena_rewind(&arena, empty);
    assert_ptr_equal(pr_arena_alloc(&arena, 10, 1), first);
    pr_arena_release(&arena);
}

static void survives_each_failing_request(void **state) {
    (void)state;
    for (size_t fail_at = 1;; fail_at++) {
        test_heap heap = {.fail_at = fail_at};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        pr_arena arena;
        pr_arena_init(&arena, &allocator, 0);
        size_t failures = 0;
        for (size_t i = 0; i < 50; i++) {
            failures += pr_arena_alloc(&arena, 10000, 8) == NULL;
        }
        assert_int_equal(arena.failed, failures > 0);
        pr_arena_release(&arena);
        assert_int_equal(heap.live, 0);
        if (failures == 0) {
            break;
        }
        assert_int_equal(failures, 1);
    }
}

static void vectors_keep_what_was_pushed(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    PR_VEC(uint64_t) numbers = {0};
    for (uint64_t i = 0; i < 10000; i++) {
        assert_true(PR_PUSH(&arena, &numbers, i * i));
    }
    assert_int_equal(numbers.count, 10000);
    for (uint64_t i = 0; i < 10000; i++) {
        assert_int_equal(numbers.items[i], i * i);
    }
    pr_arena_release(&arena);
    pr_arena_init(&arena, NULL, 100);
    PR_VEC(uint64_t) few = {0};
    bool all = true;
    for (uint64_t i = 0; i < 20; i++) {
        all = PR_PUSH(&arena, &few, i) && all;
    }
    assert_false(all);
    assert_int_equal(few.count, 8);
    assert_int_equal(few.items[7], 7);
    pr_arena_release(&arena);
}

static void what_is_pushed_may_ask_for_the_count(void **state) {
    (void)state;
    typedef struct numbered {
        uint32_t number;
    } numbered;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    PR_VEC(numbered) all = {0};
    for (uint32_t i = 0; i < 100; i++) {
        assert_true(PR_PUSH(&arena, &all, (numbered){all.count}));
        assert_int_equal(all.items[i].number, i);
    }
    pr_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_aligned_memory),
        cmocka_unit_test(clears_what_it_is_asked_to),
        cmocka_unit_test(stops_at_its_cap),
        cmocka_unit_test(refuses_sizes_that_do_not_fit),
        cmocka_unit_test(takes_over_all_blocks),
        cmocka_unit_test(asks_for_nothing_once_warm),
        cmocka_unit_test(returns_to_a_mark),
        cmocka_unit_test(loses_no_block),
        cmocka_unit_test(survives_each_failing_request),
        cmocka_unit_test(vectors_keep_what_was_pushed),
        cmocka_unit_test(what_is_pushed_may_ask_for_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
