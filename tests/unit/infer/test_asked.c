/* Conditions of entities that only the run finds, by a filter or a path: they wait for the facts that they look at,
 * whatever the relations are called. */
#include "unit/world.h"

#include "base/limits.h"

#define VOCABULARY \
    "vocabulary: {n: {type: number, min: 0, max: 9}}\n" \
    "collections: {things: {fields: {one: {type: condition, default: true}, parts: {type: list, of: {kind: " \
    "string, " \
    "fits: condition}}}}}\n"
#define RELATIONS \
    "relations:\n" \
    "  aa: {slots: {t: entity(things)}}\n" \
    "  mid: {slots: {k: number}}\n" \
    "  chosen: {slots: {t: entity(things)}}\n" \
    "  zz: {slots: {t: entity(things)}}\n" \
    "rules:\n"
#define THINGS \
    "things:\n" \
    "  - {id: x, parts: [{kind: a, fits: mid(1)}, {kind: b, fits: mid(2)}]}\n" \
    "  - {id: y, one: 'count(this.parts[fits]) = 2', parts: [{kind: a, fits: mid(1)}, {kind: a, fits: n > " \
    "0}]}\n"
#define RULES \
    VOCABULARY THINGS RELATIONS "  - {rule: m1, when: n > 1, then: {mid: {k: 1}}}\n" \
                                "  - {rule: m2, when: n > 2, then: {mid: {k: 2}}}\n" \
                                "  - {rule: c, when: n > 0, then: {chosen: {t: y}}}\n"

/* Where n is 2, mid(1) holds and mid(2) does not. */
typedef struct form {
    const char *condition, *expected;
} form;

static const form forms[] = {
    {"every p in t.parts satisfies p.fits", "y"},
    {"count(t.parts[fits]) = 2", "y"},
    {"count(t.parts[not(fits)]) = 0", "y"},
    {"count(t.parts[item.fits and n > 1]) = 2", "y"},
    {"all(t.parts.fits)", "y"},
    {"count(t.parts.fits[item]) = 2", "y"},
    {"all(t.parts[kind = \"a\" or n > 5].fits)", "xy"},
    {"t.parts[-1].fits", "y"},
    {"all(for p in t.parts, i in [1, n] return p.fits)", "y"},
    {"all(for p in t.parts return get value(p, \"fits\"))", "y"},
    {"count((for p in t.parts return get entries(p)[key = \"fits\"].value[1])[item]) = 2", "y"},
    {"context put(t.parts[n], \"kind\", \"z\").fits", "y"},
    {"context merge([t.parts[n], {a: 1}]).fits", "y"},
    {"count(sort(t.parts, function(a, b) a.kind < b.kind)[fits]) = 2", "y"},
    {"sort(t.parts, function(a, b) b.fits)[1].kind = \"b\"", "x"},
    {"count((if n > 1 then t.parts else [])[fits]) = 2", "y"},
    {"count(things[id = t.id and count(parts[fits]) = n]) = 1", "y"},
    {"count(things[count(parts[fits]) = count(t.parts[fits])]) = 1", "xy"},
    {"some c in chosen satisfies c.t.id = t.id and all(c.t.parts.fits)", "y"},
    {"count(things[one and id = t.id]) = 1", "xy"},
    {"(function(of) all(of.parts.fits))(things[n > 1 and id = t.id][1])", "y"},
};

static void evaluate(world *w, const char *condition, const char *profile) {
    char text[4096];
    int length = snprintf(
        text, sizeof text,
        RULES "  - rule: a\n    for: {t: things}\n    when: |-\n      %s\n    then: {aa: {t: = t}}\n"
              "  - rule: z\n    for: {t: things}\n    when: |-\n      %s\n    then: {zz: {t: = t}}\n",
        condition, condition);
    assert_true(length > 0 && (size_t)length < sizeof text);
    world_load(w, text);
    world_evaluate(w, profile, "2026-06-01");
}

/* Of the facts of a relation what stands in brackets, and whether they are only possible. */
static void say(world *w, const char *relation, char *out) {
    pr_text facts = world_facts(w, relation);
    size_t count = 0;
    for (size_t i = 0; i < facts.length && count < 60; i++) {
        if (facts.at[i] == '(' || facts.at[i] == '?') {
            out[count++] = facts.at[i] == '?' ? '?' : facts.at[i + 1];
        }
    }
    out[count] = '\0';
}

static void conditions_wait_for_facts(void **state) {
    (void)state;
    static const char *const profiles[] = {"{n: 2}", "{n: 5}", "{n: 0}", "{}"};
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(forms) * COUNT_OF(profiles); i++) {
        const form *f = &forms[i / COUNT_OF(profiles)];
        const char *profile = profiles[i % COUNT_OF(profiles)];
        world w;
        char first[64], last[64];
        evaluate(&w, f->condition, profile);
        say(&w, "aa", first);
        say(&w, "zz", last);
        bool expected = profile != profiles[0] || strcmp(first, f->expected) == 0;
        if (strcmp(first, last) != 0 || !expected) {
            print_error("%s, with %s: aa %s, zz %s; expected %s\n", f->condition, profile, first, last,
                        f->expected);
            wrong++;
        }
        world_release(&w);
    }
    assert_int_equal(wrong, 0);
}

typedef struct text_case {
    const char *text, *expected; /* the beginning of what is said; NULL: nothing is wrong */
} text_case;

#define BOTH(fits) \
    VOCABULARY "things:\n  - {id: x, parts: [{kind: a, fits: n > 0}]}\n" \
               "  - {id: y, parts: [{kind: a, fits: n > 1}, {kind: b, fits: '" fits "'}]}\n" RELATIONS
#define ALL "  - {rule: a, for: {t: things}, when: all(t.parts.fits), then: {aa: {t: = t}}}\n"

static const text_case texts[] = {
    /* One thing may rest on another by the conditions that are its own. */
    {BOTH("not(aa(\"x\"))") "  - {rule: a, for: {t: things}, when: 'count(t.parts[not(fits)]) = 0', then: "
                            "{aa: {t: = t}}}\n",
     NULL},
    {BOTH("not(aa(\"y\"))") ALL, "error negation-cycle 12:12-12:13 a conclusion rests on its own negation: "
                                 "aa(y) rests on not, or a count, of aa(y)"},
    {BOTH("all(this.parts[n > 1].fits)") ALL,
     "error cycle 5:61-5:90 the condition rests on itself; hint: it is among those that it asks for"},
    {BOTH("count(things[n > 1 and parts[1].fits]) > 1") ALL, NULL},
    {BOTH("count(things[id = \"x\" and parts[1].fits]) > 1") ALL, NULL},
    {BOTH("some c in chosen satisfies count(c.t.parts[fits]) > 0") ALL, NULL},
    {"vocabulary: {n: {type: number, absent: \"= count(mid)\"}}\n"
     "relations: {mid: {slots: {k: number}}}\nrules: [{rule: a, then: {mid: {k: 1}}}]\n",
     "error looks-at-facts 1:40-1:54 this looks at what rules conclude, and they look at the profile"},
    {"collections: {things: {fields: {all: {type: list, of: condition}}}}\n",
     "error wrong-type 1:55-1:64 conditions are fields of records, not items of lists; hint: make each a "
     "record"},
};

static void what_asks_is_looked_at(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        world w;
        bool good = world_make(&w, texts[i].text, NULL);
        pr_text summary = summary_of(&w.x);
        const char *expected = texts[i].expected != NULL ? texts[i].expected : "";
        if (!pr_text_starts(summary, pr_text_of(expected)) || good != (texts[i].expected == NULL)) {
            print_error("%s\nexpected: [%s]\nactual:   [%.*s]\n", texts[i].text, expected, PR_ARG(summary));
            wrong++;
        }
        world_release(&w);
    }
    assert_int_equal(wrong, 0);
}

/* A condition that is not known is no more than true or false: one that settles is enough, whatever kind the others are
 * of. */
static void one_condition_settles(void **state) {
    (void)state;
    static const struct {
        const char *condition, *profile;
        pr_truth expected;
    } cases[] = {
        {"all(t.parts.fits)", "n: 1", PR_FALSE},
        {"all(t.parts.fits)", "n: 5", PR_UNDECIDED},
        {"all(for p in t.parts return p.fits)", "n: 1", PR_FALSE},
        {"any(t.parts.fits)", "n: 5", PR_TRUE},
        {"any(t.parts.fits)", "n: 1", PR_UNDECIDED},
        {"any(t.parts[kind != \"c\"].fits)", "n: 5", PR_TRUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world w;
        char text[2048];
        (void)snprintf(
            text, sizeof text,
            "vocabulary: {n: {type: number, min: 0, max: 9}, o: {type: number, nullable: true}, "
            "l: {type: list, of: number}}\n"
            "collections: {things: {fields: {parts: {type: list, of: {kind: string, fits: condition}}}}}\n"
            "things: [{id: x, parts: [{kind: a, fits: n > 3}, {kind: b, fits: o > 1}, {kind: c, fits: "
            "'count(l[item > 2]) > 1'}]}]\n"
            "relations: {r: {slots: {t: entity(things)}}}\n"
            "rules:\n  - rule: a\n    for: {t: things}\n    when: '%s'\n    then: {r: {t: = t}}\n",
            cases[i].condition);
        world_load(&w, text);
        world_evaluate(&w, cases[i].profile, "2026-06-01");
        assert_int_equal(pr_vm_state(&w.vm, 0), cases[i].expected);
        world_release(&w);
    }
}

/* The condition of each thing asks that of the next by a list that only the run filters. */
static void a_row_of_conditions_has_a_limit(void **state) {
    (void)state;
    for (int past = 0; past < 2; past++) {
        world w;
        pr_buf text;
        pr_buf_init(&text, NULL);
        pr_buf_string(&text, VOCABULARY "things:\n");
        int last = PR_LIMIT_DEFINITIONS - 1 + past;
        for (int i = 0; i < last; i++) {
            pr_buf_printf(&text,
                          "  - {id: t%03d, parts: [], one: 'all(things[id = \"t%03d\" and n > 1].one)'}\n", i,
                          i + 1);
        }
        pr_buf_printf(&text, "  - {id: t%03d, parts: [], one: n > 2}\n", last);
        pr_buf_string(&text, RELATIONS "  - {rule: a, when: 'all(things[id = \"t000\" and n > 1].one)', "
                                       "then: {mid: {k: 1}}}\n");
        pr_buf_char(&text, '\0');
        bool good = world_make(&w, text.at, NULL);
        pr_text summary = summary_of(&w.x);
        assert_int_equal(good, past == 0);
        assert_true(past == 0 ? summary.length == 0 : pr_text_starts(summary, PR_TEXT("error limit")));
        world_release(&w);
        pr_buf_release(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_wait_for_facts),
        cmocka_unit_test(what_asks_is_looked_at),
        cmocka_unit_test(one_condition_settles),
        cmocka_unit_test(a_row_of_conditions_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
