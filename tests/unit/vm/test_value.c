/* Values that are not known: their bounds and needs, and how they join. */
#include "unit/world.h"

#define VOCABULARY \
    "vocabulary:\n" \
    "  b: boolean\n" \
    "  n: {type: number, min: 0, max: 10}\n" \
    "  m: number\n" \
    "  z: {type: number, min: 1, nullable: true}\n" \
    "  d: date\n" \
    "  p: {type: duration}\n" \
    "  s: string\n" \
    "  l: {type: list, of: string}\n" \
    "  k: {type: list, of: {type: number, min: 0, max: 5}}\n" \
    "  r: {type: list, of: {k: {type: enum, values: [p, q]}, w: {type: number, min: 0, max: 9}, f: " \
    "number}}\n" \
    "relations: {value: {slots: {v: TYPE}}}\n" \
    "rules:\n"

typedef struct row {
    const char *type, *profile, *expression, *expected;
} row;

#define PARTLY "{r: [{k: p, w: 5, f: 1}, {k: q, w: 3, f: -2}, {k: p}, {w: 2}], l: [u]}"
#define UNKNOWN(needs, low, high) \
    "{\"@unknown\": {\"needs\": [" needs "], \"min\": " low ", \"max\": " high "}}"

static const row rows[] = {
    {"number", "{n: 3}", "n + 1", "4"},
    {"number", "{}", "n", UNKNOWN("\"n\"", "0", "10")},
    {"number", "{}", "m", UNKNOWN("\"m\"", "null", "null")},
    {"number", "{}", "n + 1", UNKNOWN("\"n\"", "1", "11")},
    {"number", "{}", "n + n", UNKNOWN("\"n\"", "0", "20")},
    {"number", "{}", "n - n", UNKNOWN("\"n\"", "-10", "10")},
    {"number", "{}", "n + m", UNKNOWN("\"m\", \"n\"", "null", "null")},
    {"number", "{}", "-n", UNKNOWN("\"n\"", "-10", "0")},
    {"number", "{}", "n * 3", UNKNOWN("\"n\"", "0", "30")},
    {"number", "{}", "n * m", UNKNOWN("\"m\", \"n\"", "null", "null")},
    {"number", "{}", "if b then 1 else 3", UNKNOWN("\"b\"", "1", "3")},
    {"number", "{}", "if b then 2 else 2", "2"},
    {"number", "{}", "if b then n else 12", UNKNOWN("\"b\", \"n\"", "0", "12")},
    {"number", "{}", "if b then n else m", UNKNOWN("\"b\", \"m\", \"n\"", "null", "null")},
    {"string", "{}", "if b then \"x\" else \"x\"", "\"x\""},
    {"string", "{}", "if b then \"x\" else \"y\"", UNKNOWN("\"b\"", "null", "null")},
    {"number", "{}", "count(l)", UNKNOWN("\"l\"", "0", "null")},
    {"number", PARTLY, "count(l)", "1"},
    {"number", PARTLY, "count(r[k = \"p\"])", UNKNOWN("\"r[4].k\"", "2", "3")},
    {"number", PARTLY, "count(r[k = \"q\"])", UNKNOWN("\"r[4].k\"", "1", "2")},
    {"number", PARTLY, "count(r[w > 9])", "0"},
    {"number", PARTLY, "sum(r.w)", UNKNOWN("\"r[3].w\"", "10", "19")},
    {"number", PARTLY, "sum(r[k = \"p\"].w)", UNKNOWN("\"r[4].k\", \"r[3].w\"", "5", "16")},
    {"number", PARTLY, "sum(r.f)", UNKNOWN("\"r[3].f\", \"r[4].f\"", "null", "null")},
    {"number", PARTLY, "min(r.w)", UNKNOWN("\"r[3].w\"", "0", "2")},
    {"number", PARTLY, "max(r.w)", UNKNOWN("\"r[3].w\"", "5", "9")},
    {"number", PARTLY, "max(r[k = \"q\"].w)", "3"},
    {"number", "{k: [1, 2]}", "sum(k) + n", UNKNOWN("\"n\"", "3", "13")},
    {"number", "{}", "sum(k)", UNKNOWN("\"k\"", "null", "null")},
    {"number", "{}", "floor(n)", UNKNOWN("\"n\"", "0", "10")},
    {"number", "{n: 2.5}", "floor(n) + ceiling(n)", "5"},
    {"string", "{}", "s + \"x\"", UNKNOWN("\"s\"", "null", "null")},
    {"string", "{s: a}", "s + \"x\"", "\"ax\""},
    {"string", "{n: 2}", "string(n + 0.5)", "\"2.5\""},
    {"date", "{d: 2026-01-31}", "d + duration(\"P1M\")", "{\"@date\": \"2026-02-28\"}"},
    {"date", "{}", "today() + duration(\"P1D\")", "{\"@date\": \"2026-06-02\"}"},
    {"duration", "{d: 2026-06-05}", "d - today()", "{\"@duration\": \"P4D\"}"},
};

static void write_need(void *user, pr_need need, pr_buf *out) {
    world *w = user;
    pr_text path = world_needs(w, pr_needs_leaf(need.attribute, need.record, &w->vm.arena));
    pr_buf_text(out, path);
}

/* The slot of the one fact. */
static pr_value value_of(world *w) {
    const pr_relation *relation = &w->program.relations[world_relation(w, "value")];
    assert_int_equal(relation->fact_count, 1);
    const pr_fact *fact = &w->program.facts[relation->facts[0]];
    return fact->constant ? fact->values[0] : pr_vm_value(&w->vm, fact->slots[0]);
}

static bool check_row(const row *r) {
    world w;
    char text[4096];
    const char *type = strstr(VOCABULARY, "TYPE");
    int length = snprintf(
        text, sizeof text, "%.*s%s%s  - rule: r\n    then:\n      value:\n        v: |-\n          = %s\n",
        (int)(type - VOCABULARY), VOCABULARY, r->type, type + strlen("TYPE"), r->expression);
    assert_true(length > 0 && (size_t)length < sizeof text);
    world_load(&w, text);
    world_evaluate(&w, r->profile, "2026-06-01");
    pr_buf_clear(&w.x.out);
    pr_value_json(value_of(&w), write_need, &w, &w.x.out);
    pr_text actual = pr_buf_view(&w.x.out);
    bool right = pr_text_is(actual, r->expected);
    if (!right) {
        print_error("%s with %s\nexpected: [%s]\nactual:   [%.*s]\n", r->expression, r->profile, r->expected,
                    PR_ARG(actual));
    }
    world_release(&w);
    return right;
}

static void values_keep_what_is_certain_of_them(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        wrong += !check_row(&rows[i]);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_keep_what_is_certain_of_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
