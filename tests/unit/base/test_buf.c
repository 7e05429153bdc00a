/* The growing buffer with its sticky error. */
#include "unit/support.h"

static void appends(void **state) {
    (void)state;
    pr_buf buf;
    pr_buf_init(&buf, NULL);
    assert_int_equal(pr_buf_view(&buf).length, 0);
    pr_buf_string(&buf, "a");
    pr_buf_char(&buf, 'b');
    pr_buf_text(&buf, PR_TEXT("cd"));
    pr_buf_add(&buf, NULL, 0);
    pr_buf_printf(&buf, "%s%d", "e", 5);
    assert_text(pr_buf_view(&buf), "abcde5");
    pr_buf_clear(&buf);
    assert_text(pr_buf_view(&buf), "");
    pr_buf_release(&buf);
}

static void grows_past_every_size(void **state) {
    (void)state;
    pr_buf buf;
    pr_buf_init(&buf, NULL);
    for (int i = 0; i < 3000; i++) {
        pr_buf_printf(&buf, "%04d", i);
    }
    assert_false(buf.failed);
    assert_int_equal(buf.length, 12000);
    for (size_t i = 0; i < 3000; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "%04zu", i);
        assert_memory_equal(buf.at + 4 * i, expected, 4);
    }
    char all[5000];
    memset(all, 'x', sizeof all);
    pr_buf_add(&buf, all, sizeof all);
    assert_int_equal(buf.length, 17000);
    pr_buf_release(&buf);
}

static void a_failure_sticks(void **state) {
    (void)state;
    test_heap heap = {.fail_at = 2};
    preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    pr_buf buf;
    pr_buf_init(&buf, &allocator);
    pr_buf_string(&buf, "kept");
    for (int i = 0; i < 100; i++) {
        pr_buf_string(&buf, "0123456789");
    }
    assert_true(buf.failed);
    assert_memory_equal(buf.at, "kept", 4);
    size_t length = buf.length;
    pr_buf_char(&buf, 'x');
    assert_int_equal(buf.length, length);
    pr_buf_clear(&buf);
    assert_false(buf.failed);
    pr_buf_release(&buf);
    assert_int_equal(heap.live, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends),
        cmocka_unit_test(grows_past_every_size),
        cmocka_unit_test(a_failure_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
