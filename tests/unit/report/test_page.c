/* Wrapping, indenting and making harmless. */
#include "unit/support.h"

#include "report/page.h"

static const char *wrapped(pr_buf *out, bool color, unsigned width, const char *text) {
    pr_view view = {.color = color, .width = width};
    pr_page page;
    pr_buf_clear(out);
    pr_page_init(&page, &view, out);
    pr_page_begin(&page, 2, 4);
    pr_page_inked(&page, PR_INK_BOLD, "id");
    pr_page_string(&page, ": ");
    pr_page_string(&page, text);
    pr_page_end(&page);
    pr_page_release(&page);
    pr_buf_char(out, '\0');
    assert_false(out->failed);
    return out->at;
}

static void test_wraps(void **state) {
    (void)state;
    pr_buf out;
    pr_buf_init(&out, NULL);
    assert_string_equal(wrapped(&out, false, 0, "short"), "  id: short\n");
    assert_string_equal(wrapped(&out, false, 40, "aaaa bbbb cccc dddd eeee ffff 1234567"),
                        "  id: aaaa bbbb cccc dddd eeee ffff\n    1234567\n");
    assert_string_equal(wrapped(&out, false, 40, "aaaa bbbb cccc dddd eeee ffff 1234"),
                        "  id: aaaa bbbb cccc dddd eeee ffff 1234\n");
    /* Too long for any line, and too narrow a page: neither is an error. */
    assert_string_equal(wrapped(&out, false, 1, "0123456789012345678901234567890123456789 x"),
                        "  id:\n    0123456789012345678901234567890123456789\n    x\n");
    /* White space of any kind and amount is a gap; at the end it is nothing. */
    assert_string_equal(wrapped(&out, false, 0, " a \n\t b  "), "  id: a b\n");
    pr_buf_release(&out);
}

static void test_colors_take_no_place(void **state) {
    (void)state;
    pr_buf out;
    pr_buf_init(&out, NULL);
    assert_string_equal(wrapped(&out, true, 40, "aaaa bbbb cccc dddd eeee ffff 1234"),
                        "  \x1b[1mid\x1b[0m: aaaa bbbb cccc dddd eeee ffff 1234\n");
    pr_buf_release(&out);
}

static void test_counts_columns(void **state) {
    (void)state;
    pr_buf out;
    pr_buf_init(&out, NULL);
    assert_int_equal(pr_page_columns(PR_TEXT("Grüße")), 5);
    assert_int_equal(pr_page_columns(PR_TEXT("\x1b[m")), 6);
    assert_string_equal(wrapped(&out, false, 40, "\x1b[2J \xe2\x80\xae \xff"),
                        "  id: \\x1b[2J \\u202e \xEF\xBF\xBD\n");
    /* 34 columns of two bytes each fit. */
    assert_string_equal(wrapped(&out, false, 40, "üüüüüüüüüüüüüüü üüüüüüüüüüüüüüüüüü"),
                        "  id: üüüüüüüüüüüüüüü üüüüüüüüüüüüüüüüüü\n");
    pr_buf_release(&out);
}

static void test_tabs_and_lists(void **state) {
    (void)state;
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_view view = {0};
    pr_page page;
    pr_page_init(&page, &view, &out);
    const pr_text names[] = {PR_TEXT("a"), PR_TEXT("b"), PR_TEXT("c"), PR_TEXT("d")};
    pr_page_begin(&page, 0, 0);
    pr_page_string(&page, "high");
    pr_page_tab(&page, 8);
    pr_page_texts(&page, names, 4, 2);
    pr_page_end(&page);
    pr_page_begin(&page, 0, 0);
    pr_page_string(&page, "highest");
    pr_page_tab(&page, 8);
    /* One more than the most is named as quickly as counted. */
    pr_page_texts(&page, names, 3, 2);
    pr_page_end(&page);
    pr_page_release(&page);
    assert_text(pr_buf_view(&out), "high    a, b, and 2 more\nhighest  a, b, c\n");
    pr_buf_release(&out);
}

static void test_memory(void **state) {
    (void)state;
    size_t fail_at = 0;
    bool failed = true;
    while (failed) {
        fail_at++;
        test_heap heap = {.fail_at = fail_at};
        preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
        pr_buf out;
        pr_buf_init(&out, &allocator);
        pr_view view = {0};
        pr_page page;
        pr_page_init(&page, &view, &out);
        pr_page_begin(&page, 0, 0);
        for (int i = 0; i < 200; i++) {
            pr_page_string(&page, "some words ");
        }
        pr_page_end(&page);
        pr_page_release(&page);
        failed = out.failed;
        pr_buf_release(&out);
        assert_int_equal(heap.live, 0);
    }
    assert_true(fail_at > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wraps),          cmocka_unit_test(test_colors_take_no_place),
        cmocka_unit_test(test_counts_columns), cmocka_unit_test(test_tabs_and_lists),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
