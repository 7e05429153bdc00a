/* What is wrong with rules and definitions beyond their types: each says what, and where. */
#include "unit/world.h"

#define VOCABULARY \
    "vocabulary: {b: boolean, n: {type: number, min: 0}, s: string, l: {type: list, of: {id: string, w: " \
    "number}}}\n" \
    "types: {pr: {type: enum, values: [high, low]}}\n" \
    "collections: {things: {fields: {size: {type: number, default: 1}, one: {type: condition, default: " \
    "true}, two: {type: " \
    "condition, default: true}, after: {type: list, of: entity(things), default: []}}}, others: {}}\n" \
    "others: [{id: x}, {id: o}]\n" \
    "relations:\n" \
    "  p: {slots: {t: entity(things)}}\n" \
    "  q: {slots: {t: entity(things)}}\n" \
    "  v: {slots: {n: number}}\n" \
    "  a: {slots: {e: entity}}\n" \
    "  k: {slots: {id: string, text: string, p: {type: pr, optional: true}}, key: [id]}\n"
#define THINGS "things: [{id: x, after: [y]}, {id: y, after: [z]}, {id: z}]\n"
#define RULES VOCABULARY THINGS "rules:\n"

typedef struct error_case {
    const char *text, *expected;
} error_case;

static const char broken[] =
    "; hint: break the cycle: facts that are negated or counted must be concluded without it";

static const error_case negation[] = {
    {RULES "  - {rule: a, for: {t: things}, when: not(p(t)), then: {p: {t: = t}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: p(x) rests on not, or a "
     "count, of p(x)"},
    {RULES "  - {rule: a, for: {t: things}, when: not(q(t)), then: {p: {t: = t}}}\n"
           "  - {rule: b, for: {t: things}, when: p(t), then: {q: {t: = t}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: p(x) rests on not, or a "
     "count, of q(x), which "
     "rests on p(x)"},
    {RULES "  - {rule: a, when: count(p) = 0, then: {v: {n: 1}}}\n"
           "  - {rule: b, for: {t: things}, when: v(1), then: {p: {t: = t}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: v(1) rests on not, or a "
     "count, of p(x), which "
     "rests on v(1)"},
    {RULES "  - {rule: a, for: {i: l}, when: not(v(i.w)), then: {v: {n: = i.w}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: v rests on not, or a count, "
     "of v"},
    {RULES "  - {rule: a, when: 'p[1].t.size = 1', then: {p: {t: x}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: p(x) rests on not, or a "
     "count, of p(x)"},
    {RULES "  - {rule: a, when: 'every f in p satisfies f.t.size > 1', then: {p: {t: x}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: p(x) rests on not, or a "
     "count, of p(x)"},
    {RULES "  - {rule: a, when: 'if p(\"x\") then b else n > 1', then: {p: {t: x}}}\n",
     "error negation-cycle 13:12-13:13 a conclusion rests on its own negation: p(x) rests on not, or a "
     "count, of p(x)"},
};

static const char *const fine[] = {
    RULES
    "  - {rule: a, for: {t: things}, when: every u in t.after satisfies not(p(u)), then: {p: {t: = t}}}\n",
    RULES "  - {rule: a, for: {t: things}, when: not(q(t)), then: {p: {t: = t}}}\n"
          "  - {rule: b, for: {t: things}, when: b, then: {q: {t: = t}}}\n",
    RULES "  - {rule: a, when: not(not(p(\"x\"))), then: {p: {t: x}}}\n",
    RULES "  - {rule: a, when: 'some f in p[t.size > 1] satisfies f.t.id = \"y\"', then: {p: {t: x}}}\n",
    RULES "  - {rule: a, when: '\"y\" in p.t.id', then: {p: {t: x}}}\n",
    RULES "  - {rule: a, when: 'if b then p(\"y\") else false', then: {p: {t: x}}}\n",
    RULES "  - {rule: a, for: {t: things}, when: not(p(\"y\")), then: {q: {t: = t}}}\n"
          "  - {rule: b, when: b, then: {p: {t: y}}}\n",
    RULES "  - {rule: a, for: {f: v, i: l}, when: i.w = f.n, then: {v: {n: = i.w}}}\n",
};

static const error_case definitions[] = {
    {VOCABULARY THINGS "derived: {x: y + 1, y: x + 1}\n",
     "error cycle 12:11-12:12 'x' rests on itself; note 12:21-12:22 by way of 'y'"},
    {VOCABULARY THINGS "derived: {x: y + 1, y: z, z: y}\n",
     "error cycle 12:21-12:22 'y' rests on itself; note 12:27-12:28 by way of 'z'"},
    {VOCABULARY THINGS "functions: {f: {params: {n: number}, value: f(n - 1)}}\n",
     "error cycle 12:13-12:14 'f' rests on itself"},
    /* Looking for a name to suggest does not check what it finds. */
    {VOCABULARY THINGS "derived: {x: nothing.at.all > 1, y: x}\n",
     "error unknown-name 12:14-12:21 there is no name 'nothing'"},
    {VOCABULARY THINGS "derived: {x: yy + 1, yyy: x + 1}\n",
     "error unknown-name 12:14-12:16 there is no name 'yy'; hint: did you mean 'yyy'?"},
    {VOCABULARY "things: [{id: x, one: this.two, two: this.one}]\n",
     "error cycle 11:23-11:31 the condition rests on itself; note 11:38-11:46 by way of this one"},
};

static const error_case slots[] = {
    {RULES "  - {rule: a, for: {t: things}, then: {p: {t: = \"q\" + t.id}}}\n",
     "error unknown-entity 13:47-13:59 'things' has no entity 'qx'; hint: did you mean 'x'?"},
    {RULES "  - {rule: a, then: {p: {t: = s}}}\n",
     "error wrong-type 13:29-13:32 the slot 't' of 'p' is an entity, and this is text that only the profile "
     "tells; hint: let the "
     "rule range over things, for: {x: ...}, and compare x.id with the text"},
    {RULES "  - {rule: a, for: {i: l}, then: {p: {t: \"{i.id}\"}}}\n",
     "error wrong-type 13:42-13:50 the slot 't' of 'p' is an entity, and this is text that only the profile "
     "tells; hint: let the "
     "rule range over things, for: {x: ...}, and compare x.id with the text"},
    {RULES "  - {rule: a, when: p(\"xx\"), then: {v: {n: 1}}}\n",
     "error unknown-entity 13:23-13:27 'things' has no entity 'xx'; hint: did you mean 'x'?"},
    {RULES "  - {rule: a, when: a(\"x\"), then: {v: {n: 1}}}\n",
     "error ambiguous-entity 13:23-13:26 several collections have an entity 'x'; hint: declare the slot as "
     "entity(COLLECTION)"},
    {RULES "  - {rule: a, when: a(\"o\"), then: {a: {e: o}}}\n", ""},
    {RULES "  - {rule: a, for: {t: things}, then: {k: {id: a, text: b, p: \"{t.id}\"}}}\n",
     "error wrong-value 13:63-13:71 the slot 'p' of 'k' cannot be 'x'"},
};

static const error_case keys[] = {
    {RULES
     "  - {rule: a, when: b, then: {k: {id: a, text: one}}}\n  - {rule: b, then: {k: {id: a, text: two}}}\n",
     "error key-conflict 14:39-14:42 two facts of 'k' have the key \"a\" and differ in 'text': \"one\" and "
     "\"two\"; hint: facts of "
     "one key are shown as one: make them equal, or give them different keys; note 13:48-13:51 the first is "
     "asserted here"},
    {RULES "  - {rule: a, when: b, then: {k: {id: a, text: one}}}\n  - {rule: b, then: {k: {id: a, text: "
           "one, p: high}}}\n",
     "error key-conflict 14:47-14:51 two facts of 'k' have the key \"a\" and differ in 'p': null and "
     "\"high\"; hint: facts of one "
     "key are shown as one: make them equal, or give them different keys; note 13:12-13:13 the first is "
     "asserted here"},
    {RULES
     "  - {rule: a, when: b, then: {k: {id: a, text: one}}}\n  - {rule: b, then: {k: {id: b, text: two}}}\n",
     ""},
    {RULES
     "  - {rule: a, when: b, then: {k: {id: a, text: one}}}\n  - {rule: b, then: {k: {id: a, text: one}}}\n",
     ""},
    {RULES "  - {rule: a, for: {t: things}, then: {k: {id: a, text: = t.id}}}\n",
     "error key-conflict 13:57-13:63 two facts of 'k' have the key \"a\" and differ in 'text': \"x\" and "
     "\"y\"; hint: facts of one "
     "key are shown as one: make them equal, or give them different keys; note 13:57-13:63 the first is "
     "asserted here\n"
     "error key-conflict 13:57-13:63 two facts of 'k' have the key \"a\" and differ in 'text': \"x\" and "
     "\"z\"; hint: facts of one "
     "key are shown as one: make them equal, or give them different keys; note 13:57-13:63 the first is "
     "asserted here"},
};

/* q2 and r2 have slots of the same names, as relations over requirements have. */
#define TESTED \
    VOCABULARY "  q2: {slots: {t: entity(things), s: string}}\n" \
               "  r2: {slots: {t: entity(things), s: string}}\n" THINGS "rules:\n" \
               "  - {rule: x, when: b, then: {q2: {t: x, s: one-word}}}\n" \
               "  - {rule: y, when: b, then: {q2: {t: y, s: another}}}\n" \
               "  - {rule: z, when: b, then: {r2: {t: x, s: another}}}\n"

static const error_case tested[] = {
    {TESTED "  - {rule: a, when: 'q2(\"x\", \"one-word\")', then: {v: {n: 1}}}\n", ""},
    {TESTED "  - {rule: a, when: 'q2(\"x\", \"one-wrod\")', then: {v: {n: 1}}}\n",
     "error never-concluded 18:30-18:40 no rule concludes q2(\"x\", \"one-wrod\"); hint: did you mean "
     "'one-word'?"},
    {TESTED "  - {rule: a, when: 'not(q2(s: \"one-wrod\", t: \"x\"))', then: {v: {n: 1}}}\n",
     "error never-concluded 18:32-18:42 no rule concludes q2(\"x\", \"one-wrod\"); hint: did you mean "
     "'one-word'?"},
    /* With a variable, it is enough that the test can hold for one value of it. */
    {TESTED "  - {rule: a, for: {t: things}, when: 'q2(t, \"another\")', then: {v: {n: 1}}}\n", ""},
    {TESTED "  - {rule: a, for: {t: things}, when: 'q2(t, \"anothre\")', then: {v: {n: 1}}}\n",
     "error never-concluded 18:46-18:55 no rule concludes q2(_, \"anothre\"); hint: did you mean 'another'?"},
    {TESTED "  - {rule: a, for: {i: l}, when: 'q2(i.id, \"anothre\")', then: {v: {n: 1}}}\n",
     "error never-concluded 18:44-18:53 no rule concludes q2(_, \"anothre\"); hint: did you mean 'another'?"},
    /* Another relation says it of x: the word is right, only no rule can conclude this. */
    {TESTED "  - {rule: a, when: 'q2(\"x\", \"another\")', then: {v: {n: 1}}}\n",
     "warning never-concluded 18:30-18:39 no rule concludes q2(\"x\", \"another\")"},
    /* In an entity's condition, where `this` is the entity. */
    {VOCABULARY "  q2: {slots: {t: entity(things), s: string}}\n"
                "things: [{id: x, two: 'q2(this, \"one-wrod\")'}, {id: y}]\n"
                "rules: [{rule: x, for: {t: things}, when: b, then: {q2: {t: = t, s: one-word}}}]\n",
     "error never-concluded 12:33-12:43 no rule concludes q2(\"x\", \"one-wrod\"); hint: did you mean "
     "'one-word'?"},
    /* Where only the run knows what is concluded, nothing can be said. */
    {TESTED "  - {rule: a, when: 'q2(\"x\", \"one-wrod\")', then: {v: {n: 1}}}\n"
            "  - {rule: c, for: {i: l}, then: {q2: {t: x, s: = i.id}}}\n",
     ""},
};

static const error_case recursion[] = {
    {RULES "  - {rule: a, then: {v: {n: 1}}}\n  - {rule: b, for: {f: v}, then: {v: {n: = f.n + 1}}}\n",
     "error recursive-value 14:42-14:51 the rule 'b' rests on facts of 'v' that it asserts itself, so it may "
     "not compute new "
     "values; hint: it would never end; a slot may only pass on what is there already"},
};

static void check_one(const char *text, const char *expected, size_t *wrong) {
    world w;
    bool good = world_make(&w, text, NULL);
    pr_text summary = summary_of(&w.x);
    bool same = expected != NULL ? pr_text_is(summary, expected) : summary.length == 0;
    if (!same || good != (w.x.diags.errors == 0)) {
        print_error("%s\nexpected: [%s]\nactual:   [%.*s]\n", text + strlen(VOCABULARY),
                    expected != NULL ? expected : "", PR_ARG(summary));
        (*wrong)++;
    }
    world_release(&w);
}

static void check(const error_case *cases, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        check_one(cases[i].text, cases[i].expected, &wrong);
    }
    assert_int_equal(wrong, 0);
}

/* Of the message: its hint and its notes are those of the golden cases. */
static void cycles_through_negation_are_errors(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(negation); i++) {
        world w;
        if (world_make(&w, negation[i].text, NULL)) {
            fail_msg("no error: %s", negation[i].text + strlen(VOCABULARY));
        }
        pr_text summary = summary_of(&w.x);
        char beginning[1024];
        snprintf(beginning, sizeof beginning, "%s%s", negation[i].expected, broken);
        if (!pr_text_starts(summary, pr_text_of(beginning)) || w.x.diags.errors != 1) {
            fail_msg("expected: [%s]\nactual:   [%.*s]", beginning, PR_ARG(summary));
        }
        world_release(&w);
    }
}

static void what_rests_on_what_is_looked_at_fact_by_fact(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(fine); i++) {
        check_one(fine[i], NULL, &wrong);
    }
    assert_int_equal(wrong, 0);
}

#define TABLE(name, cases) \
    static void name(void **state) { \
        (void)state; \
        check(cases, COUNT_OF(cases)); \
    }
TABLE(definitions_that_rest_on_themselves, definitions)
TABLE(slots_that_name_no_entity, slots)
TABLE(facts_of_one_key_that_differ, keys)
TABLE(tests_of_what_no_rule_concludes, tested)
TABLE(recursive_rules_that_compute, recursion)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycles_through_negation_are_errors),
        cmocka_unit_test(what_rests_on_what_is_looked_at_fact_by_fact),
        cmocka_unit_test(definitions_that_rest_on_themselves),
        cmocka_unit_test(slots_that_name_no_entity),
        cmocka_unit_test(facts_of_one_key_that_differ),
        cmocka_unit_test(tests_of_what_no_rule_concludes),
        cmocka_unit_test(recursive_rules_that_compute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
