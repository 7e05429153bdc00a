/* What a knowledge base becomes: instances, facts and loops after conditions known at load have pruned. */
#include "unit/world.h"

#define VOCABULARY \
    "vocabulary:\n" \
    "  b: boolean\n" \
    "  n: {type: number, min: 0}\n" \
    "  l: {type: list, of: {id: string, w: number}}\n" \
    "collections:\n" \
    "  things: {fields: {size: {type: number, default: 1}, kind: {type: string, default: a}, after: {type: " \
    "list, of: " \
    "entity(things), default: []}, free: {type: condition, default: true}}}\n" \
    "things:\n" \
    "  - {id: x, size: 1, after: [y, z], free: b}\n" \
    "  - {id: y, size: 2, kind: b, after: [z], free: n > this.size}\n" \
    "  - {id: z, size: 3, free: n > 2}\n" \
    "  - {id: u, size: 4, kind: b}\n" \
    "relations:\n" \
    "  p: {slots: {t: entity(things)}}\n" \
    "  q: {slots: {t: entity(things), u: entity(things)}}\n" \
    "  v: {slots: {n: number}}\n" \
    "rules:\n"

typedef struct ground_case {
    const char *title, *rules;
    uint32_t instances, facts, loops; /* facts: numbered ones that some rule asserts */
} ground_case;

static const ground_case cases[] = {
    {"one for each entity", "  - {rule: a, for: {t: things}, when: b, then: {p: {t: = t}}}\n", 4, 4, 0},
    {"pruned by a field", "  - {rule: a, for: {t: things}, when: [b, t.size > 2], then: {p: {t: = t}}}\n", 2,
     2, 0},
    {"pruned inside and",
     "  - {rule: a, for: {t: things}, when: b and t.size > 2 and n > 1, then: {p: {t: = t}}}\n", 2, 2, 0},
    {"pruned by any",
     "  - {rule: a, for: {t: things}, when: {any: [t.size > 2, t.kind = \"b\"]}, then: {p: {t: = t}}}\n", 3,
     3, 0},
    {"pruned by not", "  - {rule: a, for: {t: things}, when: {not: [t.kind = \"b\"]}, then: {p: {t: = t}}}\n",
     2, 2, 0},
    {"pruned by a constant condition",
     "  - {rule: a, for: {t: things}, when: [b, 1 > 2], then: {p: {t: = t}}}\n", 0, 0, 0},
    {"pruned by a condition of the entity that is constant",
     "  - {rule: a, for: {t: things}, when: not(t.free), then: {p: {t: = t}}}\n", 3, 3, 0},
    {"a join",
     "  - {rule: a, for: {t: things, u: things}, when: [t.kind = u.kind, b], then: {q: {t: = t, u: = u}}}\n",
     8, 8, 0},
    {"a join by id",
     "  - {rule: a, for: {t: things, u: things}, when: [t.id = u.id, b], then: {q: {t: = t, u: = u}}}\n", 4,
     4, 0},
    {"lists of entities",
     "  - {rule: a, for: {t: things, u: t.after}, when: b, then: {q: {t: = t, u: = u}}}\n", 3, 3, 0},
    {"a list that is filtered",
     "  - {rule: a, for: {t: \"things[size > 2]\"}, when: b, then: {p: {t: = t}}}\n", 2, 2, 0},
    {"a list that is written out", "  - {rule: a, for: {k: \"[1, 2, 2]\"}, when: b, then: {v: {n: = k}}}\n",
     3, 2, 0},
    {"facts asserted by several instances",
     "  - {rule: a, for: {t: things, u: t.after}, when: t.free, then: {p: {t: = u}}}\n", 3, 2, 0},
    {"several facts of one instance",
     "  - {rule: a, for: {t: things}, when: b, then: {p: {t: = t}, v: {n: = t.size}}}\n", 4, 8, 0},
    {"a loop over records", "  - {rule: a, for: {i: l}, when: i.w > 1, then: {v: {n: = i.w}}}\n", 1, 0, 1},
    {"a loop for each entity",
     "  - {rule: a, for: {i: l, t: things}, when: [i.id = t.id, t.size > 1], then: {p: {t: = t}}}\n", 3, 0,
     3},
    {"a loop over facts", "  - {rule: a, for: {f: p}, then: {v: {n: = f.t.size}}}\n", 1, 0, 1},
    {"a slot that the run computes", "  - {rule: a, then: {v: {n: = n + 1}}}\n", 1, 1, 0},
};

static void rules_are_expanded_and_pruned(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        world w;
        char text[4096];
        snprintf(text, sizeof text, "%s%s", VOCABULARY, cases[i].rules);
        world_load(&w, text);
        uint32_t facts = 0;
        for (uint32_t f = 0; f < w.program.fact_count; f++) {
            facts += w.program.facts[f].body_count > 0;
        }
        const ground_case *c = &cases[i];
        if (w.program.instance_count != c->instances || facts != c->facts ||
            w.program.loop_count != c->loops) {
            print_error("%s: %u instances, %u facts, %u loops; expected %u, %u, %u\n", c->title,
                        w.program.instance_count, facts, w.program.loop_count, c->instances, c->facts,
                        c->loops);
            wrong++;
        }
        world_release(&w);
    }
    assert_int_equal(wrong, 0);
}

static uint32_t count_nodes(const char *rules, pr_op op) {
    world w;
    char text[4096];
    snprintf(text, sizeof text, "%s%s", VOCABULARY, rules);
    world_load(&w, text);
    uint32_t count = 0;
    for (pr_node_id n = 0; n < w.program.node_count; n++) {
        count += w.program.nodes[n].op == op;
    }
    world_release(&w);
    return count;
}

/* However many rules and entities use a condition, it is one node. */
static void equal_conditions_are_one(void **state) {
    (void)state;
    assert_int_equal(
        count_nodes("  - {rule: a, for: {t: things}, when: n > 1, then: {p: {t: = t}}}\n"
                    "  - {rule: b, for: {t: things}, when: [b, n > 1], then: {v: {n: = t.size}}}\n",
                    PR_OP_GREATER),
        1 + 1); /* and n > 2, of two entities */
    assert_int_equal(count_nodes("  - {rule: a, for: {t: things}, when: n > t.size, then: {p: {t: = t}}}\n",
                                 PR_OP_GREATER),
                     4);
    assert_int_equal(
        count_nodes("  - {rule: a, for: {t: things}, when: n > 1 + 1, then: {p: {t: = t}}}\n", PR_OP_ADD), 0);
    assert_int_equal(
        count_nodes("  - {rule: a, when: some t in things satisfies n > t.size, then: {v: {n: 1}}}\n",
                    PR_OP_SOME),
        0);
    assert_int_equal(
        count_nodes("  - {rule: a, when: if 1 > 2 then b else n > 1, then: {v: {n: 1}}}\n", PR_OP_IF), 0);
}

/* Tuples that are known when the knowledge base loads need no search: a test of them is one fact. */
static void tests_of_ground_relations_are_facts(void **state) {
    (void)state;
    static const char ground[] = "  - {rule: a, for: {t: things}, when: b, then: {p: {t: = t}}}\n"
                                 "  - {rule: b, for: {t: things}, when: p(t), then: {v: {n: = t.size}}}\n";
    static const char late[] =
        "  - {rule: a, for: {t: things, i: l}, when: i.id = t.id, then: {p: {t: = t}}}\n"
        "  - {rule: b, for: {t: things}, when: p(t), then: {v: {n: = t.size}}}\n";
    assert_int_equal(count_nodes(ground, PR_OP_TUPLE), 0);
    assert_int_equal(count_nodes(late, PR_OP_FACT), 0);
}

static void more_instances_than_allowed_are_an_error(void **state) {
    (void)state;
    static const char rule[] = VOCABULARY "  - {rule: a, for: {t: things, i: l, u: things}, when: [t.kind = "
                                          "u.kind, b], then: {q: {t: = t, u: = u}}}\n";
    for (uint32_t limit = 7; limit < 10; limit++) {
        world w;
        const pr_compile_options limits = {.rule_instances = limit};
        assert_true(world_make(&w, rule, &limits) == (limit >= 8));
        assert_text(
            summary_of(&w.x),
            limit >= 8
                ? ""
                : "error limit 17:12-17:13 rule 'a' has more than 7 instances; hint: t ranges over 4, u "
                  "ranges over 4: join them by a condition, or range over less; the "
                  "limit 'rule-instances' may be raised");
        world_release(&w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_expanded_and_pruned),
        cmocka_unit_test(equal_conditions_are_one),
        cmocka_unit_test(tests_of_ground_relations_are_facts),
        cmocka_unit_test(more_instances_than_allowed_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
