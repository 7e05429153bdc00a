/* Conditions over partly known profiles: what they come to, and what they ask for. */
#include "unit/world.h"

#define VOCABULARY \
    "vocabulary:\n" \
    "  b: boolean\n" \
    "  c: boolean\n" \
    "  n: {type: number, min: 0, max: 10}\n" \
    "  m: number\n" \
    "  z: {type: number, min: 1, nullable: true}\n" \
    "  s: string\n" \
    "  t: {type: string, nullable: true}\n" \
    "  e: {type: enum, values: [x, y, z]}\n" \
    "  d: date\n" \
    "  g: {type: date, nullable: true}\n" \
    "  st: {type: enum, values: [planned, done]}\n" \
    "  on: {type: date, expected: {min: '= if st = \"done\" then null else today() + duration(\"P1D\")', " \
    "max: '= if st = " \
    "\"done\" then today() else null'}}\n" \
    "  w: {type: enum, values: [little, much], absent: little}\n" \
    "  l: {type: list, of: string}\n" \
    "  k: {type: list, of: number}\n" \
    "  h: {type: list, of: string, absent: []}\n" \
    "  r:\n" \
    "    type: list\n" \
    "    of: {k: {type: enum, values: [p, q]}, w: {type: number, min: 0}, f: number, d: date, y: boolean, " \
    "o: {type: string, " \
    "nullable: true}}\n" \
    "parameters:\n" \
    "  lim: {values: [{from: 2020-01-01, until: 2025-12-31, value: 4}, {from: 2026-01-01, until: " \
    "2029-12-31, value: 6}]}\n" \
    "derived: {twice: n + n, has_p: 'count(r[k = \"p\"]) > 0'}\n" \
    "functions: {within: {params: {x: number, a: number, z: number}, value: x >= a and x <= z}}\n" \
    "relations: {row: {slots: {number: number}}}\n" \
    "rules:\n"

typedef struct row {
    const char *profile, *condition, *expected;
} row;

#define NOTHING "{}"
#define KNOWN \
    "{b: true, c: false, n: 5, m: -3, z: null, s: ab, t: null, e: x, d: 2026-03-01, g: null, st: done, on: " \
    "2026-02-01, l: " \
    "[u, v], k: [1, 2, 2], r: [{k: p, w: 4, f: 1, d: 2026-01-01, y: true, o: null}, {k: q, w: 2, f: -1, d: " \
    "2026-02-01, y: " \
    "false, o: a}]}"
/* Eight weeks are known; the third record says nothing but its kind, the fourth nothing at all. */
#define PARTLY "{b: true, st: planned, l: [u], r: [{k: p, w: 5, y: true}, {k: q, w: 3}, {k: p}, {}]}"

static const row junctions[] = {
    {NOTHING, "b", "unknown: b"},
    {NOTHING, "b and false", "false"},
    {NOTHING, "b and true", "unknown: b"},
    {NOTHING, "b or true", "true"},
    {NOTHING, "b or false", "unknown: b"},
    {NOTHING, "b and c", "unknown: b, c"},
    {NOTHING, "not(b)", "unknown: b"},
    {NOTHING, "not(b and false)", "true"},
    {NOTHING, "b or not(b)", "unknown: b"},
    {NOTHING, "b = b", "unknown: b"},
    {"{b: false}", "b and c", "false"},
    {"{b: true}", "b and c", "unknown: c"},
    {"{b: true}", "b or c", "true"},
    {NOTHING, "null and b", "false"}, /* whatever b is, it does not hold */
    {NOTHING, "not(null and b)", "unknown: b"},
    {NOTHING, "null and false", "false"},
    {NOTHING, "null or b", "unknown: b"},
    {NOTHING, "null or true", "true"},
    {NOTHING, "not(null)", "false"},
    {NOTHING, "null", "false"},
};

static const row branches[] = {
    {NOTHING, "if b then true else true", "true"},
    {NOTHING, "if b then n >= 0 else n <= 10", "true"},
    {NOTHING, "if b then true else c", "unknown: b, c"},
    {NOTHING, "if b then false else c and false", "false"},
    {NOTHING, "(if b then 1 else 2) <= 2", "true"},
    {NOTHING, "(if b then 1 else 2) > 2", "false"},
    {NOTHING, "(if b then 1 else 2) = 2", "unknown: b"},
    {NOTHING, "(if b then n else 12) <= 12", "true"},
    {NOTHING, "(if b then n else 12) <= 10", "unknown: b, n"},
    {NOTHING, "(if b then \"a\" else \"a\") = \"a\"", "true"},
    {NOTHING, "if null then false else true", "true"},
    {"{b: true}", "if b then c else d > d", "unknown: c"},
    {"{z: null}", "if z > 1 then false else true", "true"},
};

static const row bounds[] = {
    {NOTHING, "n >= 0", "true"},
    {NOTHING, "n <= 10", "true"},
    {NOTHING, "n > 10", "false"},
    {NOTHING, "n < 0", "false"},
    {NOTHING, "n >= 10", "unknown: n"},
    {NOTHING, "n = 11", "false"},
    {NOTHING, "n != 11", "true"},
    {NOTHING, "n = 10", "unknown: n"},
    {NOTHING, "n = null", "false"},
    {NOTHING, "n != null", "true"},
    {NOTHING, "m >= 0", "unknown: m"},
    {NOTHING, "m = null", "false"},
    {NOTHING, "z >= 1", "unknown: z"},
    {NOTHING, "z = null", "unknown: z"},
    {NOTHING, "z > 0 or z = null", "unknown: z"},
    {NOTHING, "n + 1 >= 1", "true"},
    {NOTHING, "n - 11 < 0", "true"},
    {NOTHING, "11 - n > 0", "true"},
    {NOTHING, "-n <= 0", "true"},
    {NOTHING, "n * 2 <= 20", "true"},
    {NOTHING, "n * n >= 0", "true"},
    {NOTHING, "m * m >= 0", "unknown: m"},
    {NOTHING, "twice <= 20", "true"},
    {NOTHING, "n - n = 0", "unknown: n"},
    {NOTHING, "n in [0..10]", "true"},
    {NOTHING, "n in (10..20]", "false"},
    {NOTHING, "n in [11, 12]", "false"},
    {NOTHING, "n in [10, 12]", "unknown: n"},
    {NOTHING, "n between 0 and 10", "true"},
    {NOTHING, "n between 11 and 12", "false"},
    {NOTHING, "n between 5 and m", "unknown: m, n"},
    {NOTHING, "within(n, 0, 10)", "true"},
    {NOTHING, "within(n, 0, 9)", "unknown: n"},
    {NOTHING, "e in [\"x\", \"y\", \"z\"]", "unknown: e"},
    {NOTHING, "e = \"x\"", "unknown: e"},
    /* What the vocabulary expects: done means on or before today, not done after it. */
    {"{st: planned}", "on <= today()", "false"},
    {"{st: done}", "on <= today()", "true"},
    {NOTHING, "on <= today()", "unknown: on, st"},
    {"{st: planned}", "on > date(\"2030-01-01\")", "unknown: on"},
    {"{st: planned, on: 2026-01-01}", "on <= today()", "true"},
    {"{st: planned}", "on + duration(\"P1D\") > today() + duration(\"P1D\")", "true"},
};

static const row lists[] = {
    {NOTHING, "count(l) >= 0", "true"},
    {NOTHING, "count(l) < 0", "false"},
    {NOTHING, "count(l) > 0", "unknown: l"},
    {NOTHING, "count(h) = 0", "true"},
    {NOTHING, "\"u\" in l", "unknown: l"},
    {NOTHING, "\"u\" in h", "false"},
    {NOTHING, "every x in r satisfies x.w >= 0", "true"},
    {NOTHING, "some x in r satisfies x.w < 0", "false"},
    {NOTHING, "some x in r satisfies x.w > 3", "unknown: r"},
    {NOTHING, "sum(r.w) >= 0", "unknown: r"}, /* the sum of no records is null */
    {NOTHING, "count(r[w < 0]) = 0", "true"},
    {NOTHING, "has_p", "unknown: r"},
    {"{l: []}", "count(l) = 0", "true"},
    {"{k: []}", "sum(k) = null", "true"},
    {"{k: []}", "sum(k) >= 0", "false"},
    {"{r: [], n: 3}", "sum(r.w) = n", "false"},
    {"{r: [], n: 3}", "sum(r.w) != n", "true"},
    {"{r: [], n: 3}", "sum(r.w) < n", "false"},
    {"{l: [u]}", "\"u\" in l", "true"},
    {"{l: [u]}", "\"v\" in l", "false"},
    {"{l: [u]}", "s in l", "unknown: s"},
    {"{l: []}", "s in l", "false"},
    {PARTLY, "sum(r.w) >= 8", "true"},
    {PARTLY, "sum(r.w) >= 9", "unknown: r[3].w, r[4].w"},
    {PARTLY, "sum(r.w) < 8", "false"},
    {PARTLY, "sum(r[k = \"p\"].w) >= 5", "true"},
    {PARTLY, "sum(r[k = \"p\"].w) >= 6", "unknown: r[3].w, r[4].k, r[4].w"},
    {PARTLY, "sum(r[k = \"q\"].w) >= 3", "true"},
    {PARTLY, "count(r) = 4", "true"},
    {PARTLY, "count(r[k = \"p\"]) >= 2", "true"},
    {PARTLY, "count(r[k = \"p\"]) >= 3", "unknown: r[4].k"},
    {PARTLY, "count(r[k = \"p\"]) <= 3", "true"},
    {PARTLY, "count(r[k = \"p\"]) > 3", "false"},
    {PARTLY, "count(r[y]) >= 1", "true"},
    {PARTLY, "count(r[y]) = 1", "unknown: r[2].y, r[3].y, r[4].y"},
    {PARTLY, "min(r.w) <= 3", "true"},
    {PARTLY, "min(r.w) >= 0", "true"},
    {PARTLY, "min(r.w) >= 1", "unknown: r[3].w, r[4].w"},
    {PARTLY, "max(r.w) >= 5", "true"},
    {PARTLY, "max(r.w) > 5", "unknown: r[3].w, r[4].w"},
    {PARTLY, "some x in r satisfies x.w = 5", "true"},
    {PARTLY, "some x in r satisfies x.w > 5", "unknown: r[3].w, r[4].w"},
    {PARTLY, "every x in r satisfies x.w >= 3", "unknown: r[3].w, r[4].w"},
    {PARTLY, "every x in r satisfies x.w > 3", "false"},
    {PARTLY, "some x in r satisfies x.k = \"p\" and x.w > 9", "unknown: r[3].w, r[4].k, r[4].w"},
    {PARTLY, "r[1].w = 5", "true"},
    {PARTLY, "r[3].w >= 0", "true"},
    {PARTLY, "r[-1].w > 0", "unknown: r[4].w"},
    {PARTLY, "r[5].w > 0", "false"},
    {PARTLY, "list contains(r.w, 5)", "true"},
    {PARTLY, "list contains(r.w, 6)", "unknown: r[3].w, r[4].w"},
    {PARTLY, "-1 in r.w", "false"},
    {PARTLY, "list contains(r.w, -1)", "false"},
    {PARTLY, "r.w = [5, 3]", "false"},
    {PARTLY, "r.w = [5, 3, 1, 1]", "unknown: r[3].w, r[4].w"},
    {PARTLY, "r.w = [4, 3, 1, 1]", "false"},
    {PARTLY, "count(for x in r return x.w + 1) = 4", "true"},
    {PARTLY, "sum(for x in r[k = \"q\"] return x.w + 1) >= 4", "true"},
};

/* Values known to be none: a comparison with one does not hold, and neither does its negation. */
static const row nulls[] = {
    {KNOWN, "z > 1", "false"},
    {KNOWN, "not(z > 1)", "false"},
    {KNOWN, "z <= 1", "false"},
    {KNOWN, "z = null", "true"},
    {KNOWN, "z != null", "false"},
    {KNOWN, "z = 1", "false"},
    {KNOWN, "not(z = 1)", "true"},
    {KNOWN, "z + 1 = 2", "false"},
    {KNOWN, "z + m = null", "true"},
    {KNOWN, "z > 1 or b", "true"},
    {KNOWN, "z > 1 and c", "false"},
    {KNOWN, "t = \"ab\"", "false"},
    {KNOWN, "t in [\"ab\", null]", "true"},
    {KNOWN, "z in [1..3]", "false"},
    {KNOWN, "z between 1 and 3", "false"},
    {KNOWN, "g <= today()", "false"},
    {KNOWN, "some x in r satisfies x.o = null", "true"},
    {KNOWN, "every x in r satisfies x.o != null", "false"},
    {KNOWN, "count(r[o = null]) = 1", "true"},
    {KNOWN, "contains(t, \"a\")", "false"},
    {KNOWN, "count(r[w > 9].w) = 0 and sum(r[w > 9].w) = null", "true"},
    {"{z: null}", "z > m", "false"},
    {"{z: null}", "z > 1 and b", "false"},
    {"{z: null}", "not(z > 1 and b)", "unknown: b"},
    {"{z: null}", "z > 1 or b", "unknown: b"},
};

/* Errors are unknown, with a warning. */
static const row errors[] = {
    {KNOWN, "1 / (n - 5) > 0", "unknown, because division by zero"},
    {KNOWN, "1 / (n - 5) > 0 and c", "false"},
    {KNOWN, "b or 1 / (n - 5) > 0", "true"},
    {KNOWN, "d > date(\"2026-02-30\")", "unknown, because this is not a date that exists, like 2027-01-31"},
    {KNOWN, "date(s) = d", "unknown, because this is not a date that exists, like 2027-01-31"},
    {KNOWN, "number(s) = 1", "unknown, because this is not a number"},
    {KNOWN, "matches(s, \"[\")",
     "unknown, because the pattern is not a regular expression, or has an unknown flag"},
    {NOTHING, "1 / 0 = n", "unknown: n, because division by zero"},
};

static const row parameters[] = {
    {"{n: 5}", "n >= lim", "false"},
    {"{n: 6}", "n >= lim", "true"},
    {"{n: 10}", "n + 1 > lim + lim", "false"},
    {NOTHING, "w = \"little\"", "true"},
    {NOTHING, "lim > 5", "true"},
};

static pr_text answer_of(world *w, uint32_t number) {
    const pr_relation *relation = &w->program.relations[world_relation(w, "row")];
    pr_truth state = PR_FALSE;
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        const pr_fact *fact = &w->program.facts[relation->facts[i]];
        int64_t row_number;
        if (pr_number_integer(fact->values[0], &row_number) && row_number == (int64_t)number) {
            state = pr_vm_state(&w->vm, relation->facts[i]);
            needs = state == PR_UNDECIDED ? pr_vm_fact_needs(&w->vm, relation->facts[i]) : NULL;
        }
    }
    pr_text asks = world_needs(w, needs), wrong = world_complaints(w);
    const char *truth = state == PR_TRUE ? "true" : state == PR_FALSE ? "false" : "unknown";
    return pr_text_format(&w->vm.arena, "%s%s%.*s%s%.*s", truth, asks.length > 0 ? ": " : "", PR_ARG(asks),
                          wrong.length > 0 ? ", because " : "", PR_ARG(wrong));
}

/* One knowledge base for one condition, so that the complaints are its own. */
static bool check_row(const row *r, const char *day) {
    world w;
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_buf_string(&text, VOCABULARY "  - rule: r\n    when: |-\n      ");
    pr_buf_string(&text, r->condition);
    pr_buf_string(&text, "\n    then: {row: {number: 0}}\n");
    pr_buf_char(&text, '\0');
    world_load(&w, pr_buf_view(&text).at);
    pr_buf_release(&text);
    world_evaluate(&w, r->profile, day);
    pr_text actual = answer_of(&w, 0);
    bool right = pr_text_is(actual, r->expected);
    if (!right) {
        print_error("%s with %s\nexpected: [%s]\nactual:   [%.*s]\n", r->condition, r->profile, r->expected,
                    PR_ARG(actual));
    }
    world_release(&w);
    return right;
}

static void check(const row *rows, size_t count, const char *day) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += !check_row(&rows[i], day);
    }
    assert_int_equal(wrong, 0);
}

#define TABLE(name, rows) \
    static void name(void **state) { \
        (void)state; \
        check(rows, COUNT_OF(rows), "2026-06-01"); \
    }
TABLE(and_or_and_not, junctions)
TABLE(if_joins_what_both_branches_say, branches)
TABLE(bounds_decide, bounds)
TABLE(lists_decide_as_far_as_they_are_known, lists)
TABLE(a_comparison_with_none_does_not_hold, nulls)
TABLE(errors_are_unknown, errors)
TABLE(parameters_and_what_absence_means, parameters)

static void parameters_hold_in_their_periods(void **state) {
    (void)state;
    static const row before[] = {{"{n: 10}", "n >= lim", "unknown: parameter:lim"},
                                 {"{n: 10}", "n >= lim or true", "true"}};
    static const row first[] = {{"{n: 5}", "n >= lim", "true"}}, last[] = {{"{n: 5}", "n >= lim", "false"}};
    check(before, COUNT_OF(before), "2019-12-31");
    check(first, COUNT_OF(first), "2020-01-01");
    check(first, COUNT_OF(first), "2025-12-31");
    check(last, COUNT_OF(last), "2026-01-01");
    check(last, COUNT_OF(last), "2029-12-31");
    check(before, COUNT_OF(before), "2030-01-01");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(and_or_and_not),
        cmocka_unit_test(if_joins_what_both_branches_say),
        cmocka_unit_test(bounds_decide),
        cmocka_unit_test(lists_decide_as_far_as_they_are_known),
        cmocka_unit_test(a_comparison_with_none_does_not_hold),
        cmocka_unit_test(errors_are_unknown),
        cmocka_unit_test(parameters_and_what_absence_means),
        cmocka_unit_test(parameters_hold_in_their_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
