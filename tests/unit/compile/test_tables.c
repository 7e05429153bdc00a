/* Limits of decision tables, and what is said of tables too large to look at each case. */
#include "unit/world.h"

#include "base/limits.h"

#define HEAD \
    "vocabulary:\n" \
    "  n: {type: number, min: 0}\n" \
    "relations: {p: {slots: {a: number}}}\n" \
    "rules:\n" \
    "  - rule: r\n" \
    "    then: {p: {}}\n" \
    "    table:\n"

static void make(const char *text, world *w, bool expected) {
    if (world_make(w, text, NULL) != expected) {
        pr_text errors = summary_of(&w->x);
        fail_msg("%.*s", PR_ARG(errors));
    }
}

static void rows_up_to(uint32_t count, bool expected) {
    pr_buf text;
    world w;
    pr_buf_init(&text, NULL);
    pr_buf_string(&text, HEAD "      complete: false\n      inputs: [n]\n      outputs: [a]\n      rows:\n");
    for (uint32_t i = 0; i < count; i++) {
        pr_buf_printf(&text, "        - [%u, %u]\n", i, i);
    }
    pr_buf_char(&text, '\0');
    make(text.at, &w, expected);
    assert_text(summary_of(&w.x), expected ? "" : "error limit 7:5-7:10 a table has at most 200 rows");
    world_release(&w);
    pr_buf_release(&text);
}

static void test_rows(void **state) {
    (void)state;
    rows_up_to(PR_LIMIT_TABLE_ROWS, true);
    rows_up_to(PR_LIMIT_TABLE_ROWS + 1, false);
}

/* Conditions of three inputs each, as hard to cover as they come. */
static void test_cases(void **state) {
    (void)state;
    enum { INPUTS = 40, ROWS = 160 };
    pr_buf text;
    world w;
    uint64_t seed = 1;
    pr_buf_init(&text, NULL);
    pr_buf_string(&text, HEAD "      hit: first\n      inputs: [n > 0");
    for (uint32_t i = 1; i < INPUTS; i++) {
        pr_buf_printf(&text, ", n > %u", i);
    }
    pr_buf_string(&text, "]\n      outputs: [a]\n      rows: |\n");
    for (uint32_t r = 0; r < ROWS; r++) {
        uint32_t tested[3];
        for (uint32_t i = 0; i < 3; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            tested[i] = (uint32_t)(seed >> 33) % (2 * INPUTS);
        }
        pr_buf_string(&text, "        |");
        for (uint32_t i = 0; i < INPUTS; i++) {
            const char *cell = "-";
            for (uint32_t k = 0; k < 3; k++) {
                cell = tested[k] / 2 == i ? tested[k] % 2 == 0 ? "true" : "false" : cell;
            }
            pr_buf_printf(&text, " %s |", cell);
        }
        pr_buf_printf(&text, " %u |\n", r);
    }
    pr_buf_char(&text, '\0');
    make(text.at, &w, true);
    bool said = false;
    for (uint32_t i = 0; i < w.x.diags.list.count; i++) {
        said = said || pr_text_starts(w.x.diags.list.items[i].message, PR_TEXT("not analysed to the end"));
    }
    assert_true(said);
    world_release(&w);
    pr_buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
