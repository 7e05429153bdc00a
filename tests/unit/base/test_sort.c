#include "unit/support.h"

#include "base/sort.h"

/* Larger than what is moved at once. */
typedef struct item {
    uint32_t key;
    char rest[97];
} item;

static int by_key(const void *a, const void *b) {
    const item *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

static void test_sort(void **state) {
    (void)state;
    static item items[200];
    uint32_t next = 12345;
    for (size_t count = 0; count <= COUNT_OF(items); count++) {
        uint32_t sum = 0;
        for (size_t i = 0; i < count; i++) {
            next = next * 1103515245u + 12345u;
            items[i] = (item){.key = (next >> 16) % (i % 3 == 0 ? 5 : 1000)};
            items[i].rest[96] = (char)(items[i].key % 100);
            sum += items[i].key;
        }
        pr_sort(items, count, sizeof *items, by_key);
        for (size_t i = 0; i < count; i++) {
            assert_true(i == 0 || items[i - 1].key <= items[i].key);
            assert_int_equal(items[i].rest[96], items[i].key % 100);
            sum -= items[i].key;
        }
        assert_int_equal(sum, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sort)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
