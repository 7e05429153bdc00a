/* Types: what goes with what, what holds both, how they are named; and the table of built-ins. */
#include "unit/feel/feel.h"
#include "unit/feel/vocabulary.h"

#include "feel/builtin.h"
#include "feel/names.h"

#define T(s) \
    { s, sizeof(s) - 1 }

static const pr_text ab_values[] = {T("a"), T("b")}, bc_values[] = {T("b"), T("c")}, c_values[] = {T("c")};
static const pr_type ab = {.kind = PR_TYPE_STRING, .values = ab_values, .value_count = 2};
static const pr_type bc = {.kind = PR_TYPE_STRING, .values = bc_values, .value_count = 2};
static const pr_type only_c = {
    .kind = PR_TYPE_STRING, .values = c_values, .value_count = 1, .label = T("grade")};
static const pr_type numbers = {.kind = PR_TYPE_LIST, .element = &pr_type_number};
static const pr_type texts = {.kind = PR_TYPE_LIST, .element = &pr_type_string};
static const pr_type things = {.kind = PR_TYPE_LIST, .element = &pr_type_any};
static const pr_type nested = {.kind = PR_TYPE_LIST, .element = &numbers};
static const pr_type dates = {.kind = PR_TYPE_RANGE, .element = &pr_type_date};
static const pr_type entity0 = {.kind = PR_TYPE_ENTITY, .collection = 0};
static const pr_type entity1 = {.kind = PR_TYPE_ENTITY, .collection = 1};
static const pr_type any_entity = {.kind = PR_TYPE_ENTITY, .collection = PR_ANY_COLLECTION};
static const pr_text x_names[] = {T("x")}, xy_names[] = {T("x"), T("y")};
static const pr_type *const x_number_fields[] = {&pr_type_number};
static const pr_type *const xy_fields[] = {&pr_type_number, &ab};
static const pr_type *const x_string_fields[] = {&pr_type_string};
static const pr_type x_number = {
    .kind = PR_TYPE_CONTEXT, .count = 1, .names = x_names, .fields = x_number_fields};
static const pr_type x_string = {
    .kind = PR_TYPE_CONTEXT, .count = 1, .names = x_names, .fields = x_string_fields};
static const pr_type xy = {.kind = PR_TYPE_CONTEXT, .count = 2, .names = xy_names, .fields = xy_fields};
static const pr_type relation = {
    .kind = PR_TYPE_RELATION, .count = 1, .names = x_names, .fields = x_number_fields};
static const pr_type contexts = {.kind = PR_TYPE_LIST, .element = &x_number};
static const pr_type other_contexts = {.kind = PR_TYPE_LIST, .element = &x_string};

static const struct {
    const pr_type *a, *b;
    bool compatible;
    const char *join;
} pairs[] = {
    {&pr_type_number, &pr_type_number, true, "number"},
    {&pr_type_number, &pr_type_string, false, "any"},
    {&pr_type_any, &pr_type_string, true, "any"},
    {&pr_type_null, &pr_type_string, true, "string?"},
    {&pr_type_date, &pr_type_date_time, false, "any"},
    {&pr_type_months, &pr_type_duration, false, "either-duration"},
    {&pr_type_months, &pr_type_any_duration, true, "either-duration"},
    {&ab, &bc, true, "a|b|c"},
    {&ab, &only_c, false, "a|b|c"},
    {&bc, &only_c, true, "b|c"},
    {&ab, &pr_type_string, true, "string"},
    {&numbers, &texts, false, "[any]"},
    {&numbers, &things, true, "[any]"},
    {&numbers, &nested, false, "[any]"},
    {&numbers, &pr_type_number, false, "any"},
    {&dates, &numbers, false, "any"},
    {&entity0, &entity0, true, "entity 0"},
    {&entity0, &entity1, false, "entity"},
    {&entity0, &any_entity, true, "entity"},
    {&entity0, &pr_type_string, true, "string"},
    {&entity0, &ab, true, "string"},
    {&entity0, &pr_type_number, false, "any"},
    {&x_number, &x_string, false, "{x: any}"},
    {&x_number, &xy, true, "{x: number, y: a|b?}"},
    {&relation, &contexts, true, "any"},
    {&relation, &other_contexts, false, "any"},
    {&relation, &things, true, "any"},
    {&relation, &pr_type_boolean, false, "any"},
};

static void types_go_together(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        pr_buf_clear(&f.out);
        type_print(pr_type_join(pairs[i].a, pairs[i].b, &f.arena), &f.out);
        assert_text(pr_buf_view(&f.out), pairs[i].join);
        if (pr_type_compatible(pairs[i].a, pairs[i].b) != pairs[i].compatible ||
            pr_type_compatible(pairs[i].b, pairs[i].a) != pairs[i].compatible) {
            print_error("pair %zu\n", i);
            fail();
        }
    }
    fixture_release(&f);
}

static const struct {
    const pr_type *type;
    const char *name;
} name_cases[] = {
    {&pr_type_any, "anything"},
    {&pr_type_null, "null"},
    {&pr_type_date_time, "date and time"},
    {&pr_type_any_duration, "duration"},
    {&ab, "one of a, b"},
    {&only_c, "grade"},
    {&numbers, "list of number"},
    {&nested, "list of list of number"},
    {&things, "list"},
    {&dates, "range of date"},
    {&entity0, "entity"},
    {&x_number, "context"},
    {&relation, "relation"},
};

static void types_have_names(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    for (size_t i = 0; i < COUNT_OF(name_cases); i++) {
        assert_text(pr_type_name(name_cases[i].type, &f.arena), name_cases[i].name);
    }
    const pr_type *maybe = pr_type_nullable(&pr_type_number, &f.arena);
    assert_true(maybe->nullable);
    assert_ptr_equal(pr_type_nullable(maybe, &f.arena), maybe);
    assert_text(pr_type_name(maybe, &f.arena), "number");
    assert_ptr_equal(pr_type_field(&xy, PR_TEXT("y")), &ab);
    assert_null(pr_type_field(&xy, PR_TEXT("z")));
    fixture_release(&f);
}

/* A signature as it is written in the table. */
static void print_signature(const pr_signature *s, pr_buf *out) {
    pr_buf_string(out, "(");
    for (uint32_t i = 0; i < s->count; i++) {
        const char *mark = s->repeated && i + 1 == s->count ? "..." : i >= s->required ? "?" : "";
        pr_buf_printf(out, "%s%.*s%s: %.*s", i > 0 ? ", " : "", PR_ARG(s->names[i]), mark,
                      PR_ARG(s->types[i]));
    }
    pr_buf_printf(out, ") -> %.*s", PR_ARG(s->result));
}

static void signatures_are_read_back(void **state) {
    (void)state;
    for (int i = 0; i < PR_BUILTIN_COUNT_OF; i++) {
        pr_buf out;
        pr_buf_init(&out, NULL);
        pr_signature s;
        for (uint32_t n = 0; pr_builtin_signature((pr_builtin)i, n, &s); n++) {
            pr_buf_string(&out, n > 0 ? " | " : "");
            print_signature(&s, &out);
        }
        assert_text(pr_buf_view(&out), pr_builtin_signatures((pr_builtin)i));
        assert_int_equal(pr_builtin_find(pr_text_of(pr_builtin_name((pr_builtin)i))), i);
        assert_true(pr_builtin_help((pr_builtin)i)[0] != '\0');
        pr_buf_release(&out);
    }
    assert_int_equal(pr_builtin_find(PR_TEXT("counts")), -1);
}

/* Names are found by the parser only as they are in normal form, and each may be there only once. */
static void names_of_builtins_are_normal(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_text name, other;
    for (uint32_t i = 0; pr_builtin_known_name(i, &name); i++) {
        assert_true(pr_text_equal(pr_feel_normal_name(name, &f.arena), name));
        for (uint32_t j = 0; j < i && pr_builtin_known_name(j, &other); j++) {
            assert_false(pr_text_equal(name, other));
        }
    }
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_go_together),
        cmocka_unit_test(types_have_names),
        cmocka_unit_test(signatures_are_read_back),
        cmocka_unit_test(names_of_builtins_are_normal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
