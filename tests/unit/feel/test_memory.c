/* Memory that runs out at any point: the parser and the checker give NULL, say so, and touch nothing that is not
 * there. */
#include "unit/feel/feel.h"
#include "unit/feel/vocabulary.h"

static const char *const expressions[] = {
    "if flag and not(n = 2) then [1, 2][item > 1] else for i in 1..3, j in numbers return i * j",
    "{foo bar: 1, b: \"x\\ty\", c: function(p q: number) p q + 1}.foo  bar",
    "list contains(wanted, \"drr\") or exam.step2.score in ([1..5], < 7) or @\"P1D\" < 1e400",
    "done_on(completed: flag, onn: born) and x instance of function<list<number>> -> context<a: date>",
    "some r in rotations satisfies r.specialty in [\"irr\", special] and ( 1 + ",
};

/* Parses and checks with `left` bytes in the arena. True when that was enough. */
static bool run(const char *expression, size_t left, feel_parser *parser) {
    enum { CAP = 64 * 1024 };
    fixture f;
    feel_text text;
    fixture_init(&f, NULL);
    pr_arena_release(&f.arena);
    pr_arena_init(&f.arena, NULL, CAP);
    assert_non_null(pr_arena_alloc(&f.arena, 1, 1));
    size_t room = (size_t)(f.arena.limit - f.arena.next);
    assert_non_null(pr_arena_alloc(&f.arena, room - left, 1));
    feel_text_init(&text, expression);
    pr_ast *tree = feel_parse(&f, &text, parser);
    const pr_type *type =
        tree != NULL ? pr_feel_check(tree, &text.source, &vocabulary, NULL, &f.arena, &f.diags) : NULL;
    bool enough = !f.arena.failed;
    if (type == NULL) {
        assert_true(f.arena.failed || f.diags.errors > 0);
    }
    if (!enough) {
        assert_null(type);
    }
    fixture_release(&f);
    return enough;
}

static void survives_an_arena_that_ends(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(expressions); i++) {
        size_t left = 0;
        while (!run(expressions[i], left, pr_feel_parse)) {
            left += 8;
        }
        assert_true(left > 0);
    }
    size_t left = 0;
    while (!run("a {{ {n + 1} and {exams.step1.stat}", left, pr_feel_parse_template)) {
        left += 8;
    }
    for (left = 0; !run("not(< 5, ? > 2, [1..2])", left, pr_feel_parse_tests);) {
        left += 8;
    }
}

static void survives_diagnostics_without_memory(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(expressions); i++) {
        for (size_t at = 1; at < 12; at++) {
            test_heap heap = {.fail_at = at};
            preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
            fixture f;
            feel_text text;
            fixture_init(&f, &allocator);
            feel_text_init(&text, expressions[i]);
            pr_ast *tree = feel_parse(&f, &text, pr_feel_parse);
            if (tree != NULL) {
                (void)pr_feel_check(tree, &text.source, &vocabulary, NULL, &f.arena, &f.diags);
            }
            fixture_release(&f);
            assert_int_equal(heap.live, 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_an_arena_that_ends),
        cmocka_unit_test(survives_diagnostics_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
