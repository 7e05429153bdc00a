/* Equality, order, identity and hashing. */
#include "unit/value/random_value.h"

#include "base/limits.h"

typedef struct equal_row {
    const char *a, *b;
    pr_truth equal;
} equal_row;

static void test_scalars(void **state) {
    (void)state;
    static const equal_row rows[] = {
        {"null", "null", PR_TRUE},
        {"true", "null", PR_FALSE},
        {"100", "null", PR_FALSE},
        {"true", "true", PR_TRUE},
        {"true", "false", PR_FALSE},
        {"false", "0", PR_NEITHER},
        {"0", "0.00", PR_TRUE},
        {"-0", "0", PR_TRUE},
        {"0.000123", "1.23e-4", PR_TRUE},
        {"1e30", "10e29", PR_TRUE},
        {"1e30", "1", PR_FALSE},
        {"\"foo", "\"foo", PR_TRUE},
        {"\"foo", "\"fop", PR_FALSE},
        {"\"foo", "100", PR_NEITHER},
        {"@2018-12-08", "@2018-12-08", PR_TRUE},
        {"@2018-12-08", "@2018-12-09", PR_FALSE},
        {"@2018-12-08", "@2018-12-08T00:00:00", PR_NEITHER},
        {"@10:30:00", "@10:30:01", PR_FALSE},
        {"@10:30:00.0001", "@10:30:00.0002", PR_TRUE},
        {"@10:30:00", "@10:30:00Z", PR_FALSE},
        {"@2018-10-08T00:00:00+02:00", "@2018-10-08T00:00:00@Europe/Paris", PR_TRUE},
        {"@2018-12-08T00:00:00+00:00", "@2018-12-08T00:00:00@Etc/UTC", PR_TRUE},
        {"@2002-04-02T23:00:00-04:00", "@2002-04-03T02:00:00-01:00", PR_TRUE},
        {"@P1D", "@PT24H", PR_TRUE},
        {"@P1D", "@-P1D", PR_FALSE},
        {"@P0D", "null", PR_FALSE},
        {"@P0D", "0", PR_NEITHER},
        {"@P1Y", "@P12M", PR_TRUE},
        {"@P1Y", "@P365D", PR_NEITHER},
    };
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value a = value_of(rows[i].a, &arena), b = value_of(rows[i].b, &arena);
        if (pr_value_equal(a, b) != rows[i].equal || pr_value_equal(b, a) != rows[i].equal) {
            fail_msg("%s = %s gives %d", rows[i].a, rows[i].b, (int)pr_value_equal(a, b));
        }
    }
    pr_arena_release(&arena);
}

static void test_interned(void **state) {
    (void)state;
    static const char copy[] = "text", other[] = "text";
    pr_value a = pr_string((pr_text){copy, 4}), b = pr_string((pr_text){other, 4});
    assert_int_equal(pr_value_equal(a, b), PR_TRUE);
    a.flags = PR_FLAG_INTERNED;
    assert_int_equal(pr_value_equal(a, b), PR_TRUE);
    assert_int_equal(pr_value_equal(a, a), PR_TRUE);
}

static void test_entities(void **state) {
    (void)state;
    pr_entity one = {.id = PR_TEXT("a"), .collection = 1}, copy = one,
              two = {.id = PR_TEXT("b"), .collection = 1};
    pr_entity elsewhere = {.id = PR_TEXT("a"), .collection = 2};
    pr_value a = pr_entity_value(&one), text = pr_string(PR_TEXT("a"));
    assert_int_equal(pr_value_equal(a, pr_entity_value(&copy)), PR_TRUE);
    assert_int_equal(pr_value_equal(a, pr_entity_value(&two)), PR_FALSE);
    assert_int_equal(pr_value_equal(a, pr_entity_value(&elsewhere)), PR_FALSE);
    assert_int_equal(pr_value_equal(a, text), PR_TRUE);
    assert_int_equal(pr_value_equal(text, pr_entity_value(&two)), PR_FALSE);
    assert_int_equal(pr_value_hash(a, 3), pr_value_hash(text, 3));
    assert_false(pr_value_same(a, text));
}

static void test_lists(void **state) {
    (void)state;
    pr_value one[] = {pr_integer(1), pr_integer(2)}, other[] = {pr_integer(1), string_of("a")};
    pr_value leaf[] = {pr_value_leaf(1, 0), pr_integer(2)},
             leaf_other[] = {pr_value_leaf(1, 0), pr_integer(3)};
    pr_list a = {.count = 2, .items = one}, b = {.count = 2, .items = other}, c = {.count = 1, .items = one};
    pr_list d = {.count = 2, .items = leaf}, e = {.count = 2, .items = leaf_other};
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_list_value(&a)), PR_TRUE);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_list_value(&b)), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_list_value(&c)), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_null()), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_integer(0)), PR_NEITHER);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_list_value(&d)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(pr_list_value(&a), pr_list_value(&e)), PR_FALSE);
    assert_false(pr_value_same(pr_list_value(&d), pr_list_value(&d)));
    /* Uncertain: [1, perhaps 2] and [1, ...]. */
    static const uint8_t maybe[] = {0, 1};
    pr_list f = {.count = 2, .uncertain = true, .items = one, .maybe = maybe};
    pr_list open = {.count = 1, .open = true, .uncertain = true, .items = one, .rest = pr_value_leaf(2, 0)};
    pr_value five[] = {pr_integer(5), pr_integer(5), pr_integer(5)};
    pr_list g = {.count = 1, .items = five}, h = {.count = 3, .items = one}, empty = {0};
    h.items = five;
    assert_int_equal(pr_value_equal(pr_list_value(&f), pr_list_value(&a)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(pr_list_value(&f), pr_list_value(&c)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(pr_list_value(&f), pr_list_value(&g)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(pr_list_value(&f), pr_list_value(&h)), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&f), pr_list_value(&empty)), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&open), pr_list_value(&a)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(pr_list_value(&open), pr_list_value(&empty)), PR_FALSE);
    assert_int_equal(pr_value_equal(pr_list_value(&open), pr_list_value(&h)), PR_UNDECIDED);
}

static pr_value between(const char *low, bool low_open, const char *high, bool high_open, pr_arena *arena) {
    pr_value from = low != NULL ? value_of(low, arena) : pr_null(),
             to = high != NULL ? value_of(high, arena) : pr_null();
    pr_kind type = (pr_kind)(low != NULL ? from.kind : to.kind);
    return pr_unknown_bounded(pr_needs_leaf(1, 0, arena), from, low_open, to, high_open, type, arena);
}

static void test_unknown(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value leaf = pr_value_leaf(1, 0), some = between("0", false, NULL, false, &arena);
    pr_value inner = between("0", true, "10", false, &arena), high = between("10", true, NULL, false, &arena);
    assert_int_equal(pr_value_equal(leaf, pr_integer(1)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(leaf, pr_null()), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(some, pr_null()), PR_FALSE);
    assert_int_equal(pr_value_equal(some, string_of("a")), PR_NEITHER);
    assert_int_equal(pr_value_equal(some, pr_integer(-1)), PR_FALSE);
    assert_int_equal(pr_value_equal(some, pr_integer(0)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(inner, pr_integer(0)), PR_FALSE);
    assert_int_equal(pr_value_equal(inner, pr_integer(10)), PR_UNDECIDED);
    assert_int_equal(pr_value_equal(inner, high), PR_FALSE);
    assert_int_equal(pr_value_equal(some, high), PR_UNDECIDED);
    assert_int_equal(
        pr_value_equal(between("@2027-01-01", false, NULL, false, &arena), value_of("@2026-12-31", &arena)),
        PR_FALSE);
    /* Bounds that meet are the value. */
    assert_true(pr_value_same(between("3", false, "3.0", false, &arena), pr_integer(3)));
    assert_int_equal(between("3", false, "3", true, &arena).kind, PR_UNKNOWN);
    pr_arena_release(&arena);
}

/* What is decided with unknowns holds for every completion. */
static void test_completions(void **state) {
    (void)state;
    random_source r = random_seeded("test_completions");
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    int decided = 0, unknown = 0;
    for (int i = 0; i < 60000; i++) {
        pr_arena_reset(&arena);
        pr_value known = random_known(&r, 3, &arena);
        pr_value other =
            random_below(&r, 3) == 0 ? random_known(&r, 3, &arena) : random_neighbour(&r, known, &arena);
        pr_value a = random_masked(&r, known, &arena), b = random_masked(&r, other, &arena);
        pr_truth answer = pr_value_equal(a, b);
        assert_int_equal(answer, pr_value_equal(b, a));
        bool open = pr_value_has_unknown(a) || pr_value_has_unknown(b);
        unknown += open;
        decided += open && answer != PR_UNDECIDED;
        if (!open) {
            assert_int_not_equal(answer, PR_UNDECIDED);
        }
        for (int j = 0; j < 12 && answer != PR_UNDECIDED; j++) {
            pr_value x = j == 0 ? known : random_completion(&r, a, 3, &arena);
            pr_value y = j == 0 ? other : random_completion(&r, b, 3, &arena);
            if (pr_value_equal(x, y) != answer) {
                fail_msg("%s = %s gives %d, but %s = %s gives %d", printed(a, &arena), printed(b, &arena),
                         (int)answer, printed(x, &arena), printed(y, &arena), (int)pr_value_equal(x, y));
            }
        }
    }
    printf("test_completions: %d of %d comparisons with unknowns were decided\n", decided, unknown);
    assert_true(decided * 5 > unknown);
    pr_arena_release(&arena);
}

static int sign(int n) { return (n > 0) - (n < 0); }

/* Equal values have equal hashes; identity is an equivalence within equality; the sort order is an order. */
static void test_laws(void **state) {
    (void)state;
    random_source r = random_seeded("test_laws");
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    int equal = 0;
    for (int i = 0; i < 100000; i++) {
        pr_arena_reset(&arena);
        pr_value a = random_known(&r, 2, &arena), b = random_neighbour(&r, a, &arena),
                 c = random_neighbour(&r, b, &arena);
        assert_true(pr_value_same(a, a));
        assert_int_equal(pr_value_same(a, b), pr_value_same(b, a));
        if (pr_value_equal(a, b) == PR_TRUE) {
            equal++;
            assert_int_equal(pr_value_hash(a, 42), pr_value_hash(b, 42));
        }
        if (pr_value_same(a, b)) {
            assert_int_equal(pr_value_equal(a, b), PR_TRUE);
        }
        if (pr_value_same(a, b) && pr_value_same(b, c)) {
            assert_true(pr_value_same(a, c));
        }
        int ab = sign(pr_value_sort_order(a, b)), bc = sign(pr_value_sort_order(b, c));
        assert_int_equal(ab, -sign(pr_value_sort_order(b, a)));
        assert_int_equal(pr_value_sort_order(a, a), 0);
        if (ab == bc || bc == 0) {
            assert_int_equal(sign(pr_value_sort_order(a, c)), ab);
        }
        if (ab == 0) {
            assert_true(pr_value_same(a, b));
        }
    }
    assert_true(equal > 10000);
    pr_arena_release(&arena);
}

static void test_order(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    static const char *const rows[][2] = {
        {"-1.5", "2"},
        {"1", "1e30"},
        {"-1e30", "-9223372036854775808"},
        {"\"A", "\"a"},
        {"\"", "\"a"},
        {"@-0001-12-31", "@0000-01-01"},
        {"@P11M", "@P1Y"},
        {"@-PT0.5S", "@PT0S"},
        {"@10:00:00+02:00", "@09:00:00Z"},
        {"@10:00:00", "@10:00:01"},
        {"0.000000000000000001", "9223372036854775807"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_value a = value_of(rows[i][0], &arena), b = value_of(rows[i][1], &arena);
        assert_int_equal(pr_value_order(a, b), PR_LESS);
        assert_int_equal(pr_value_order(b, a), PR_GREATER);
        assert_int_equal(pr_value_order(a, a), PR_EQUAL);
    }
    assert_int_equal(pr_value_order(pr_integer(1), string_of("1")), PR_UNORDERED);
    assert_int_equal(pr_value_order(pr_boolean(true), pr_boolean(true)), PR_UNORDERED);
    assert_int_equal(pr_value_order(value_of("@10:00:00", &arena), value_of("@10:00:00Z", &arena)),
                     PR_UNORDERED);
    pr_arena_release(&arena);
}

/* Lists nested past the limit: every function that recurses comes back. */
static void test_depth(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_value a = pr_integer(1), b = pr_integer(1);
    for (int i = 0; i < 100000; i++) {
        pr_value *items = PR_NEW_ARRAY(&arena, pr_value, 2);
        items[0] = a;
        items[1] = b;
        a = pr_list_value(pr_list_make(items, 1, &arena));
        b = pr_list_value(pr_list_make(items + 1, 1, &arena));
        if (i == PR_LIMIT_VALUE_DEPTH - 1) {
            assert_int_equal(pr_value_equal(a, b), PR_TRUE);
            assert_false(pr_value_has_unknown(a));
        }
    }
    assert_int_equal(pr_value_equal(a, b), PR_UNDECIDED);
    assert_true(pr_value_has_unknown(a));
    assert_false(pr_value_same(a, b));
    assert_int_equal(pr_value_hash(a, 1), pr_value_hash(b, 1));
    assert_int_equal(pr_value_sort_order(a, b), 0);
    assert_null(pr_value_needs(a, &arena));
    pr_buf out;
    pr_buf_init(&out, NULL);
    pr_value_print(a, &out);
    pr_value_json(a, NULL, NULL, &out);
    assert_false(out.failed);
    pr_buf_release(&out);
    pr_arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars), cmocka_unit_test(test_interned), cmocka_unit_test(test_entities),
        cmocka_unit_test(test_lists),   cmocka_unit_test(test_unknown),  cmocka_unit_test(test_completions),
        cmocka_unit_test(test_laws),    cmocka_unit_test(test_order),    cmocka_unit_test(test_depth),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
