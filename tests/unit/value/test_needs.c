/* Needs, unknowns, contexts. */
#include "unit/value/value_test.h"

static void test_join(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_needs *a = pr_needs_leaf(3, 0, &arena), *b = pr_needs_leaf(1, 2, &arena),
                   *c = pr_needs_leaf(1, 1, &arena);
    assert_null(pr_needs_join(NULL, NULL, &arena));
    assert_ptr_equal(pr_needs_join(a, NULL, &arena), a);
    assert_ptr_equal(pr_needs_join(NULL, b, &arena), b);
    assert_ptr_equal(pr_needs_join(a, a, &arena), a);
    assert_ptr_equal(pr_needs_join(a, pr_needs_leaf(3, 0, &arena), &arena), a);
    const pr_needs *ab = pr_needs_join(a, b, &arena);
    assert_ptr_equal(pr_needs_join(ab, b, &arena), ab);
    assert_ptr_equal(pr_needs_join(a, ab, &arena), ab);
    const pr_needs *all = pr_needs_join(pr_needs_join(ab, c, &arena), pr_needs_join(c, ab, &arena), &arena);
    pr_need *list;
    assert_int_equal(pr_needs_list(all, &list, &arena), 3);
    assert_int_equal(list[0].attribute, 1);
    assert_int_equal(list[0].record, 1);
    assert_int_equal(list[1].attribute, 1);
    assert_int_equal(list[1].record, 2);
    assert_int_equal(list[2].attribute, 3);
    assert_int_equal(pr_needs_list(NULL, &list, &arena), 0);
    pr_arena_release(&arena);
}

/* A graph whose tree has 2^60 leaves, and one as deep as a loop can make it. */
static void test_shared_and_deep(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_needs *left = pr_needs_leaf(1, 0, &arena), *right = pr_needs_leaf(2, 0, &arena);
    for (int i = 0; i < 60; i++) {
        const pr_needs *one = pr_needs_join(left, right, &arena);
        pr_needs *other = PR_NEW(&arena, pr_needs);
        *other = (pr_needs){.left = left, .right = right};
        left = one;
        right = other;
    }
    pr_need *list;
    assert_int_equal(pr_needs_list(pr_needs_join(left, right, &arena), &list, &arena), 2);
    const pr_needs *chain = NULL;
    for (uint32_t i = 0; i < 300000; i++) {
        chain = pr_needs_join(chain, pr_needs_leaf(i % 1000, 0, &arena), &arena);
    }
    assert_int_equal(pr_needs_list(chain, &list, &arena), 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(list[i].attribute, i);
    }
    pr_arena_release(&arena);
}

static void test_inside_values(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value items[] = {pr_integer(1), pr_value_leaf(7, 2)};
    static const uint8_t maybe[] = {1, 0};
    const pr_needs *because[] = {pr_needs_leaf(8, 0, &arena), NULL};
    pr_list list = {
        .count = 2, .open = true, .uncertain = true, .items = items, .maybe = maybe, .because = because};
    list.needs = pr_needs_leaf(9, 0, &arena);
    pr_text names[] = {PR_TEXT("list"), PR_TEXT("other")};
    pr_value values[] = {pr_list_value(&list), pr_integer(3)};
    pr_value context = pr_context_value(pr_context_make(names, values, 2, &arena));
    pr_need *needs;
    assert_int_equal(pr_needs_list(pr_value_needs(context, &arena), &needs, &arena), 3);
    assert_int_equal(needs[0].attribute, 7);
    assert_int_equal(needs[0].record, 2);
    assert_int_equal(needs[1].attribute, 8);
    assert_int_equal(needs[2].attribute, 9);
    assert_true(pr_value_has_unknown(context));
    assert_false(pr_value_has_unknown(values[1]));
    assert_null(pr_value_needs(pr_integer(1), &arena));
    pr_arena_release(&arena);
}

static void test_unknown_of(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value none = pr_unknown_of(NULL, &arena);
    assert_int_equal(none.kind, PR_UNKNOWN);
    assert_null(pr_value_needs(none, &arena));
    /* What rests on one attribute is not that attribute. */
    pr_value one = pr_unknown_of(pr_needs_leaf(4, 5, &arena), &arena);
    assert_int_equal(one.flags, 0);
    assert_int_equal(one.unknown->type, PR_NULL);
    assert_int_equal(one.unknown->needs->attribute, 4);
    assert_int_equal(one.unknown->needs->record, 5);
    pr_arena_release(&arena);
    pr_arena_init(&arena, NULL, 1);
    pr_needs left = {.attribute = 1}, right = {.attribute = 2}, both = {.left = &left, .right = &right};
    assert_true(pr_is_error(pr_unknown_of(&both, &arena)));
    assert_true(arena.failed);
    pr_arena_release(&arena);
}

/* Few names are looked through, many are indexed; the answers are those of a plain search. */
static void test_contexts(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (uint32_t count = 0; count < 60; count++) {
        pr_text *names = PR_NEW_ARRAY(&arena, pr_text, count);
        pr_value *values = PR_NEW_ARRAY(&arena, pr_value, count);
        for (uint32_t i = 0; i < count; i++) {
            names[i] = pr_text_format(&arena, "name %u", (i * 37) % 61);
            values[i] = pr_integer(i);
        }
        const pr_context *context = pr_context_make(names, values, count, &arena);
        assert_non_null(context);
        bool found;
        for (uint32_t i = 0; i < count; i++) {
            assert_int_equal(pr_shape_find(context->shape, names[i]), i);
            assert_int_equal(pr_context_get(context, names[i], &found).number, i);
            assert_true(found);
        }
        assert_int_equal(pr_context_get(context, PR_TEXT("none"), &found).kind, PR_NULL);
        assert_false(found);
        assert_int_equal(pr_shape_find(context->shape, PR_TEXT("")), -1);
    }
    pr_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join),          cmocka_unit_test(test_shared_and_deep),
        cmocka_unit_test(test_inside_values), cmocka_unit_test(test_unknown_of),
        cmocka_unit_test(test_contexts),
    };
    return cmocka_run_group_tests_name("needs", tests, NULL, NULL);
}
