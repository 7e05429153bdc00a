#include "property/random_kb.h"

#include "schema/schema.h"

/* What a variable or a list's item is. */
typedef enum item_sort { THING, RECORD, WORD, NUMBER_ITEM, TUPLE } item_sort;

/* The relations, lowest first: conditions of a rule speak of those below in any form. */
typedef struct relation_row {
    const char *name, *number, *text, *thing; /* its slots of these types, or NULL */
} relation_row;
static const relation_row relations[] = {
    {"chosen", NULL, NULL, "x"},  {"scored", "n", NULL, "x"}, {"words", NULL, "k", NULL},
    {"nums", "m", NULL, NULL},    {"recs", "m", "k", NULL},   {"edge", NULL, "a", NULL},
    {"reach", NULL, "b", NULL},   {"good", NULL, NULL, "x"},  {"top_one", NULL, NULL, "x"},
    {"top_num", "m", NULL, NULL},
};
enum { CHOSEN, SCORED, WORDS, NUMS, RECS, EDGE, REACH, GOOD, TOP_ONE, TOP_NUM, RELATIONS };
enum { THINGS = 4, MOST_VARIABLES = 8 };

typedef struct variable {
    item_sort sort;
    uint32_t relation; /* of a TUPLE */
    const char *name;  /* with the point behind it where it has fields; may be empty */
    bool item;         /* of a filter: an inner filter hides it */
} variable;

typedef struct generator {
    random_kb *kb;
    uint32_t below; /* relations that may be spoken of */
    uint32_t thing; /* things whose verdicts may be */
    bool derived;   /* names of derived values may be used */
    bool when;      /* a thing's own condition may be */
    variable variables[MOST_VARIABLES];
    uint32_t variable_count, fresh;
} generator;

static uint32_t pick(generator *g, uint32_t bound) { return random_below(g->kb->random, bound); }

#define FORMAT(g, ...) (pr_text_format(&(g)->kb->arena, __VA_ARGS__).at)

static const variable *variable_of(generator *g, item_sort sort) {
    const variable *found = NULL;
    bool hidden = false;
    for (uint32_t i = g->variable_count; i > 0; i--) {
        const variable *v = &g->variables[i - 1];
        bool reachable = !(v->item && hidden);
        hidden = hidden || v->item;
        if (reachable && v->sort == sort && (found == NULL || pick(g, 2) == 0)) {
            found = v;
        }
    }
    return found;
}

static void push(generator *g, item_sort sort, uint32_t relation, const char *name, bool item) {
    assert_true(g->variable_count < MOST_VARIABLES);
    g->variables[g->variable_count++] = (variable){sort, relation, name, item};
}

/* What leads to a thing's fields, or NULL: a thing, or that of a tuple. */
static const char *thing_path(generator *g) {
    const variable *t = variable_of(g, THING), *q = variable_of(g, TUPLE);
    if (q != NULL && relations[q->relation].thing != NULL && (t == NULL || pick(g, 2) == 0)) {
        return FORMAT(g, "%s%s.", q->name, relations[q->relation].thing);
    }
    return t != NULL ? t->name : NULL;
}

static const char *condition(generator *g, int depth);
static const char *number(generator *g, int depth);

/* "text[condition over its items]" */
static const char *filtered(generator *g, const char *list, item_sort sort, uint32_t relation, int depth) {
    if (g->variable_count == MOST_VARIABLES) {
        return list;
    }
    bool fields = sort != WORD && sort != NUMBER_ITEM;
    push(g, sort, relation, fields ? (pick(g, 2) == 0 ? "item." : "") : "item", true);
    const char *test = condition(g, depth - 1);
    g->variable_count--;
    return FORMAT(g, "%s[%s]", list, test);
}

static const char *constant_text(generator *g) {
    static const char *const texts[] = {"x", "y", "z", "a"};
    return FORMAT(g, "\"%s\"", texts[pick(g, 4)]);
}

static const char *records(generator *g, int depth) {
    const char *list = pick(g, 4) == 0 ? "l3" : "l0";
    if (depth > 0 && pick(g, 8) == 0) {
        list = "concatenate(l0, l3)";
    }
    return depth > 0 && pick(g, 2) == 0 ? filtered(g, list, RECORD, 0, depth) : list;
}

static const char *tuples(generator *g, uint32_t relation, int depth) {
    const char *list = relations[relation].name;
    return depth > 0 && pick(g, 2) == 0 ? filtered(g, list, TUPLE, relation, depth) : list;
}

static const char *words(generator *g, int depth) {
    switch (pick(g, 8)) {
    case 0: return FORMAT(g, "[%s, s0]", constant_text(g));
    case 1: return FORMAT(g, "%s.fs", records(g, depth));
    case 2: return g->below > WORDS ? FORMAT(g, "%s.k", tuples(g, WORDS, depth)) : "l1";
    case 3: return depth > 0 ? filtered(g, "l1", WORD, 0, depth) : "l1";
    case 4: return FORMAT(g, "append(l1, %s)", constant_text(g));
    case 5: return FORMAT(g, "(for y in %s return y.fs)", records(g, depth - 1));
    default: return "l1";
    }
}

/* A relation below that has such a slot, or -1. */
static int relation_with(generator *g, item_sort sort) {
    for (uint32_t tries = 0; tries < 12 && g->below > 0; tries++) {
        uint32_t r = pick(g, g->below < RELATIONS ? g->below : RELATIONS);
        const char *slot = sort == NUMBER_ITEM ? relations[r].number
                           : sort == WORD      ? relations[r].text
                                               : relations[r].thing;
        if (slot != NULL) {
            return (int)r;
        }
    }
    return -1;
}

static const char *each_record(generator *g, int depth) {
    const char *name = FORMAT(g, "y%u.", ++g->fresh);
    const char *list = records(g, depth - 1);
    if (g->variable_count == MOST_VARIABLES) {
        return "l2";
    }
    push(g, RECORD, 0, name, false);
    const char *body = number(g, depth - 1);
    g->variable_count--;
    unsigned n = (unsigned)strtoul(name + 1, NULL, 10);
    switch (pick(g, 6)) {
    case 2: return FORMAT(g, "(for y%u in %s return %s + count(partial))", n, list, body);
    case 3:
        return FORMAT(g, "(for k in l2, y%u in %s return if partial = [] then k else partial[-1] - %s)", n,
                      list, body);
    case 0: return FORMAT(g, "(for y%u in %s, k in l2 return k + %s)", n, list, body);
    case 1: return FORMAT(g, "(for k in l2, y%u in %s return %s)", n, list, body);
    default: return FORMAT(g, "(for y%u in %s return %s)", n, list, body);
    }
}

static const char *numbers(generator *g, int depth) {
    int relation = relation_with(g, NUMBER_ITEM);
    switch (pick(g, depth > 0 ? 8 : 3)) {
    case 0: return FORMAT(g, "%s.fm", records(g, depth));
    case 1:
        if (relation >= 0) {
            const char *list = tuples(g, (uint32_t)relation, depth);
            return FORMAT(g, "%s.%s", list, relations[relation].number);
        }
        return "l2";
    case 3: return filtered(g, "l2", NUMBER_ITEM, 0, depth);
    case 4: return each_record(g, depth);
    case 5: return FORMAT(g, "append(l2, %s)", number(g, depth - 1));
    case 6: {
        const char *a = number(g, depth - 1), *b = number(g, depth - 1);
        return FORMAT(g, "[%s, %s]", a, b);
    }
    case 7: return FORMAT(g, "concatenate(l2, %s)", numbers(g, depth - 1));
    default: return "l2";
    }
}

static const char *any_list(generator *g, int depth) {
    switch (pick(g, 4)) {
    case 0: return records(g, depth);
    case 1: return words(g, depth);
    case 2: return numbers(g, depth);
    default:
        return g->below > 0 ? tuples(g, pick(g, g->below < RELATIONS ? g->below : RELATIONS), depth)
                            : records(g, depth);
    }
}

static const char *simple_number(generator *g) {
    static const char *const plain[] = {"0",   "1",  "2",  "3",        "5",     "10",     "-1",
                                        "2.5", "n0", "n0", "n1",       "n1",    "n2",     "n2",
                                        "n3",  "n4", "p0", "l0[1].fm", "l2[1]", "l2[-1]", "l0[2].fm"};
    const variable *v;
    const char *of;
    switch (pick(g, 5)) {
    case 0:
        v = variable_of(g, RECORD);
        return v != NULL ? FORMAT(g, "%s%s", v->name, pick(g, 3) > 0 ? "fm" : "fn") : "n0";
    case 1:
        v = variable_of(g, TUPLE);
        return v != NULL && relations[v->relation].number != NULL
                   ? FORMAT(g, "%s%s", v->name, relations[v->relation].number)
                   : "n1";
    case 2: of = thing_path(g); return of != NULL ? FORMAT(g, "%slevel", of) : "n2";
    case 3: v = variable_of(g, NUMBER_ITEM); return v != NULL ? v->name : "3";
    default: return plain[pick(g, COUNT_OF(plain))];
    }
}

static const char *number(generator *g, int depth) {
    if (depth <= 0 || pick(g, 3) == 0) {
        return simple_number(g);
    }
    static const char operators[] = "+-*/";
    const char *a = number(g, depth - 1), *b = number(g, depth - 1);
    switch (pick(g, 12)) {
    case 0: return FORMAT(g, "count(%s)", any_list(g, depth - 1));
    case 1: return FORMAT(g, "sum(%s)", numbers(g, depth - 1));
    case 2: return FORMAT(g, "%s(%s)", pick(g, 2) == 0 ? "min" : "max", numbers(g, depth - 1));
    case 3: return FORMAT(g, "%s(%s, %s)", pick(g, 2) == 0 ? "min" : "max", a, b);
    case 4: return FORMAT(g, "%s(%s)", pick(g, 2) == 0 ? "floor" : "ceiling", a);
    case 5: {
        const char *test = condition(g, depth - 1);
        return FORMAT(g, "(if %s then %s else %s)", test, a, b);
    }
    case 6: return FORMAT(g, "-(%s)", a);
    case 7: return g->derived ? FORMAT(g, "more(%s)", a) : a;
    case 8: return g->derived ? "dn0" : a;
    case 9: return FORMAT(g, "sum(%s, %s)", a, b);
    default: return FORMAT(g, "(%s %c %s)", a, operators[pick(g, 4)], b);
    }
}

static const char *text_value(generator *g) {
    const variable *v;
    switch (pick(g, 5)) {
    case 0: return "s1";
    case 1: v = variable_of(g, RECORD); return v != NULL ? FORMAT(g, "%sfs", v->name) : "s0";
    case 2:
        v = variable_of(g, TUPLE);
        return v != NULL && relations[v->relation].text != NULL
                   ? FORMAT(g, "%s%s", v->name, relations[v->relation].text)
                   : "s0";
    case 3: v = variable_of(g, WORD); return v != NULL ? v->name : "s0";
    default: return "s0";
    }
}

static const char *date_value(generator *g) {
    static const char *const dates[] = {"d0",
                                        "d1",
                                        "d0",
                                        "d1",
                                        "today()",
                                        "date(\"2026-06-01\")",
                                        "d0 + duration(\"P30D\")",
                                        "d1 - duration(\"P2M\")",
                                        "today() + span"};
    const variable *v = variable_of(g, RECORD);
    return v != NULL && pick(g, 2) == 0 ? FORMAT(g, "%sfd", v->name) : dates[pick(g, COUNT_OF(dates))];
}

static const char *comparison(generator *g) {
    static const char *const signs[] = {"<", "<=", ">", ">=", "=", "!="};
    return signs[pick(g, 6)];
}

static const char *compared_numbers(generator *g, int depth) {
    const char *a = number(g, depth), *b = number(g, depth - 1), *c = number(g, 0);
    switch (pick(g, 8)) {
    case 0: return FORMAT(g, "%s between %s and %s", a, c, b);
    case 1: return FORMAT(g, "%s in [%s..%s]", a, c, b);
    case 2: return FORMAT(g, "%s in (%s..10)", a, c);
    case 3: return FORMAT(g, "%s in %s", a, numbers(g, depth - 1));
    case 4: return FORMAT(g, "%s in (1, > %s)", a, c);
    default: return FORMAT(g, "%s %s %s", a, comparison(g), b);
    }
}

static const char *compared_texts(generator *g, int depth) {
    const char *a = text_value(g), *b = pick(g, 2) == 0 ? constant_text(g) : text_value(g);
    switch (pick(g, 9)) {
    case 0: return FORMAT(g, "%s in %s", a, words(g, depth));
    case 1: return FORMAT(g, "list contains(%s, %s)", words(g, depth), b);
    case 2: return FORMAT(g, "starts with(%s, \"x\")", a);
    case 3: return FORMAT(g, "matches(%s, \"^[xy]\")", a);
    case 4: return FORMAT(g, "%s in [\"x\", \"a\"]", a);
    case 5: return FORMAT(g, "%s %s null", pick(g, 2) == 0 ? "s1" : a, pick(g, 2) == 0 ? "=" : "!=");
    case 6: return FORMAT(g, "%s < %s", a, b);
    default: return FORMAT(g, "%s %s %s", a, pick(g, 2) == 0 ? "=" : "!=", b);
    }
}

static const char *compared_values(generator *g) {
    static const char *const plain[] = {"e0 = \"a\"",
                                        "e0 != \"b\"",
                                        "e0 in [\"a\", \"b\"]",
                                        "e0 in (\"b\", \"c\")",
                                        "not(e0 = \"c\")",
                                        "e1 = \"x\"",
                                        "e1 = null",
                                        "e1 != \"y\"",
                                        "e1 in [\"x\", null]",
                                        "n3 = null",
                                        "n3 != null",
                                        "l1 = [\"x\"]",
                                        "l1 = []",
                                        "l1 in [\"x\", \"y\"]",
                                        "l2 != [1, 2]",
                                        "l0 = []",
                                        "l1 = l1",
                                        "span > duration(\"P20D\")",
                                        "d0 - d1 < duration(\"P60D\")",
                                        "d0 in [date(\"2026-01-01\")..d1]",
                                        "n0 = n0",
                                        "string(n0) = \"3\"",
                                        "d0.year = 2026",
                                        "l0.ff = [true]",
                                        "l0[1].fk = \"a\"",
                                        "l0[1] = l0[2]",
                                        "n3 instance of number",
                                        "{a: n0, b: n1}.a > 2",
                                        "count([{a: n0}, {a: n1}][a > 2]) = 1",
                                        "d0.month in [5..7]",
                                        "d0 between date(\"2026-01-01\") and today()",
                                        "contains(s0, \"x\")",
                                        "ends with(s0 + \"y\", s1)",
                                        "n5 > 2",
                                        "count(l4) > 1",
                                        "\"x\" in l4",
                                        "l4 = null",
                                        "(some y in l0, k in l2 satisfies y.fm > k)",
                                        "l0[n1].fm > 2",
                                        "l2[n1] = 1",
                                        "l2[count(l1)] > 2",
                                        "(every y in l0, k in l1 satisfies y.fs = k)",
                                        "l0[ff].fm = [1]",
                                        "number(s0) > 2",
                                        "date(s0) > d0",
                                        "abs(n2) > 3",
                                        "l2 = l2",
                                        "[n0, n1] = [1, 2]",
                                        "{a: n0} = {a: 1}",
                                        "(function(a: number) a + n0)(2) > 4",
                                        "n0 in [l2[1], l2[2]]",
                                        "count(l0[item = l3[1]]) > 0",
                                        "floor(n0, 1) = n0",
                                        "(if b0 then n0 else s0) = 3",
                                        "(if b0 then null else n0) > 1",
                                        "(if b0 then l1 else [\"x\"]) = [\"x\"]",
                                        "count(if b0 then l1 else [\"x\"]) > 0",
                                        "string(if b0 then 1 else 2) = \"1\"",
                                        "l3.fm = l0.fm",
                                        "max(l0.fd) > d0",
                                        "min(l1) = \"x\"",
                                        "s0 + s1 = \"xy\"",
                                        "n1 in [n0, n2]"};
    const variable *r = variable_of(g, RECORD);
    if (r != NULL && pick(g, 2) == 0) {
        return pick(g, 2) == 0 ? FORMAT(g, "%sfk %s \"%c\"", r->name,
                                        pick(g, 2) == 0 ? "=" : "!=", (char)('a' + pick(g, 3)))
                               : FORMAT(g, "%sff", r->name);
    }
    return plain[pick(g, COUNT_OF(plain))];
}

static const char *thing_test(generator *g) {
    const char *t = thing_path(g);
    if (t == NULL) {
        return FORMAT(g, "b%u", pick(g, 3));
    }
    switch (pick(g, 6)) {
    case 0: return FORMAT(g, "%stag = \"%c\"", t, (char)('a' + pick(g, 3)));
    case 1: return FORMAT(g, "%sid in l1", t);
    case 2: return FORMAT(g, "%stag = e0", t);
    case 3: return FORMAT(g, "(%slink != null and %slink.level > n0)", t, t);
    case 4: return FORMAT(g, "(some k in %skin satisfies k.level > n1)", t);
    default: return g->when ? FORMAT(g, "%swhen", t) : FORMAT(g, "%slevel > 2", t);
    }
}

/* A relation as a test. */
static const char *tested_fact(generator *g, uint32_t relation, int depth) {
    const relation_row *r = &relations[relation];
    const char *path = thing_path(g);
    const char *thing = FORMAT(g, "\"t%u\"", pick(g, THINGS));
    if (path != NULL && path[0] != '\0' && pick(g, 3) > 0) {
        thing = FORMAT(g, "%.*s", (int)strlen(path) - 1, path);
    }
    const char *n = number(g, depth - 1), *k = pick(g, 2) == 0 ? constant_text(g) : text_value(g);
    const char *other = pick(g, 2) == 0 ? constant_text(g) : text_value(g);
    uint32_t named = pick(g, 4);
    switch (relation) {
    case SCORED:
        return named == 0   ? FORMAT(g, "scored(x: %s)", thing)
               : named == 1 ? FORMAT(g, "scored(n: %s)", n)
                            : FORMAT(g, "scored(%s, %s)", thing, n);
    case WORDS: return FORMAT(g, "%s(%s)", r->name, k);
    case NUMS:
    case TOP_NUM: return FORMAT(g, "%s(%s)", r->name, n);
    case RECS:
        return named == 0   ? FORMAT(g, "recs(k: %s)", k)
               : named == 1 ? FORMAT(g, "recs(m: %s)", n)
                            : FORMAT(g, "recs(%s, %s)", k, n);
    case EDGE:
    case REACH:
        return named == 0 ? FORMAT(g, "%s(b: %s)", r->name, k) : FORMAT(g, "%s(%s, %s)", r->name, k, other);
    default: return FORMAT(g, "%s(%s)", r->name, thing);
    }
}

static const char *fact_condition(generator *g, int depth) {
    if (g->below == 0) {
        return "b1";
    }
    if (g->thing > 0 && pick(g, 3) == 0) {
        return FORMAT(g, "eligible(\"t%u\")", pick(g, g->thing));
    }
    uint32_t relation = pick(g, g->below < RELATIONS ? g->below : RELATIONS);
    if (pick(g, 3) > 0) {
        return tested_fact(g, relation, depth);
    }
    const char *list = tuples(g, relation, depth);
    return FORMAT(g, "count(%s) %s %u", list, comparison(g), pick(g, 4));
}

static const char *quantified(generator *g, int depth) {
    if (g->variable_count == MOST_VARIABLES) {
        return "b0";
    }
    const char *which = pick(g, 3) > 0 ? "some" : "every";
    unsigned n = ++g->fresh;
    uint32_t kind = pick(g, g->below > 0 ? 5 : 4);
    uint32_t relation = g->below > 0 ? pick(g, g->below < RELATIONS ? g->below : RELATIONS) : 0;
    static const item_sort sorts[] = {RECORD, WORD, THING, NUMBER_ITEM, TUPLE};
    const char *list = kind == 0   ? records(g, depth - 1)
                       : kind == 1 ? words(g, depth - 1)
                       : kind == 2 ? "things"
                       : kind == 3 ? numbers(g, depth - 1)
                                   : tuples(g, relation, depth - 1);
    push(g, sorts[kind], relation, FORMAT(g, kind == 1 || kind == 3 ? "v%u" : "v%u.", n), false);
    const char *test = condition(g, depth - 1);
    g->variable_count--;
    return FORMAT(g, "(%s v%u in %s satisfies %s)", which, n, list, test);
}

static const char *condition(generator *g, int depth) {
    if (depth <= 0) {
        switch (pick(g, 6)) {
        case 0: return FORMAT(g, "b%u", pick(g, 3));
        case 1: return compared_texts(g, 0);
        case 2: return compared_values(g);
        case 3: return thing_test(g);
        case 4: return FORMAT(g, "%s %s %s", date_value(g), comparison(g), date_value(g));
        default: return compared_numbers(g, 0);
        }
    }
    const char *a, *b;
    switch (pick(g, 12)) {
    case 0:
    case 1:
        a = condition(g, depth - 1);
        b = condition(g, depth - 1);
        return FORMAT(g, "(%s and %s)", a, b);
    case 2:
    case 3:
        a = condition(g, depth - 1);
        b = condition(g, depth - 1);
        return FORMAT(g, "(%s or %s)", a, b);
    case 4: return FORMAT(g, "not(%s)", condition(g, depth - 1));
    case 5:
        a = condition(g, depth - 1);
        b = condition(g, depth - 1);
        return FORMAT(g, "(if %s then %s else b2)", a, b);
    case 6: return quantified(g, depth);
    case 7:
    case 8: return fact_condition(g, depth);
    case 9: return g->derived ? FORMAT(g, "db%u", pick(g, 2)) : compared_values(g);
    default: return compared_numbers(g, depth);
    }
}

static uint32_t add_part(generator *g, const char *text, const char *plainly) {
    random_kb *kb = g->kb;
    assert_true(kb->part_count < MOST_PARTS && text != NULL);
    kb->parts[kb->part_count] = (part){.text = text, .plainly = plainly};
    return kb->part_count++;
}

static void add_rule(generator *g, const char *head, const char *then) {
    static const char *const nests[8] = {"any", "not", "all"};
    random_kb *kb = g->kb;
    assert_true(kb->rule_count < MOST_RULES);
    random_rule *rule = &kb->rules[kb->rule_count++];
    *rule = (random_rule){
        .head = head, .then = then, .first = kb->part_count, .count = pick(g, 3), .nest = nests[pick(g, 8)]};
    for (uint32_t i = 0; i < rule->count; i++) {
        const char *test = condition(g, 2);
        (void)add_part(g, test, "true");
    }
}

static void with(generator *g, uint32_t below) {
    g->below = below;
    g->variable_count = 0;
}

static void rules_for_things(generator *g, uint32_t relation) {
    const char *name = relations[relation].name;
    with(g, relation);
    push(g, THING, 0, "t.", false);
    bool scored = relation == SCORED;
    for (uint32_t i = 1 + pick(g, 2); i > 0; i--) {
        add_rule(g, "{t: things}",
                 scored ? FORMAT(g, "{%s: {x: '= t', n: '= %s'}}", name, number(g, 2))
                        : FORMAT(g, "{%s: {x: '= t'}}", name));
    }
    if (pick(g, 2) == 0) {
        push(g, RECORD, 0, "r.", false);
        add_rule(g, "{t: things, r: l0}",
                 scored ? FORMAT(g, "{%s: {x: '= t', n: '= %s'}}", name, simple_number(g))
                        : FORMAT(g, "{%s: {x: '= t'}}", name));
    }
    with(g, relation);
    push(g, THING, 0, "u.", false);
    if (pick(g, 3) == 0 && !scored) {
        add_rule(g, "{t: things, u: t.kin}", FORMAT(g, "{%s: {x: '= u'}}", name));
    }
    if (relation > SCORED && pick(g, 2) == 0) {
        with(g, relation);
        push(g, TUPLE, SCORED, "q.", false);
        add_rule(g, pick(g, 2) == 0 ? "{q: 'scored[n > 1]'}" : "{q: scored}",
                 FORMAT(g, "{%s: {x: '= q.x'}}", name));
    }
    with(g, relation);
    if (pick(g, 3) == 0) {
        add_rule(g, NULL,
                 scored ? FORMAT(g, "{%s: {x: t1, n: '= %s'}}", name, number(g, 1))
                        : FORMAT(g, "{%s: {x: t1}}", name));
    }
}

static void rules_for_words(generator *g) {
    with(g, WORDS);
    add_rule(g, NULL, FORMAT(g, "{words: {k: '= %s'}}", text_value(g)));
    add_rule(g, NULL, "{words: {k: x}}");
    push(g, WORD, 0, "w", false);
    add_rule(g, "{w: l1}", "{words: {k: '= w'}}");
    with(g, WORDS);
    push(g, RECORD, 0, "r.", false);
    add_rule(g, "{r: l0}", FORMAT(g, "{words: {k: '= %s'}}", text_value(g)));
}

static void rules_for_numbers(generator *g, uint32_t relation) {
    const char *name = relations[relation].name;
    with(g, relation);
    if (pick(g, 2) == 0) {
        add_rule(g, NULL, FORMAT(g, "{%s: {m: '= %s'}}", name, number(g, 2)));
    }
    push(g, RECORD, 0, "r.", false);
    add_rule(g, "{r: l0}", FORMAT(g, "{%s: {m: '= %s'}}", name, number(g, 1)));
    with(g, relation);
    push(g, NUMBER_ITEM, 0, "i", false);
    add_rule(g, "{i: l2}", FORMAT(g, "{%s: {m: '= %s'}}", name, simple_number(g)));
    with(g, relation);
    push(g, TUPLE, SCORED, "q.", false);
    add_rule(g, "{q: scored}", FORMAT(g, "{%s: {m: '= %s'}}", name, simple_number(g)));
}

static void rules_for_pairs(generator *g) {
    with(g, RECS);
    push(g, RECORD, 0, "r.", false);
    add_rule(g, "{r: l0}", FORMAT(g, "{recs: {k: '= r.fk', m: '= %s'}}", number(g, 1)));
    add_rule(g, "{r: l3}", "{recs: {k: '= r.fs', m: '= r.fm'}}");
    push(g, WORD, 0, "w", false);
    add_rule(g, "{r: l3, w: l1}", "{recs: {k: '= w', m: '= r.fm'}}");
    with(g, RECS);
    push(g, NUMBER_ITEM, 0, "i", false);
    add_rule(g, pick(g, 2) == 0 ? "{i: 'l0.fm'}" : "{i: '[n0, n1, 3]'}", "{recs: {k: a, m: '= i'}}");
    with(g, EDGE);
    push(g, RECORD, 0, "r.", false);
    add_rule(g, "{r: l0}", "{edge: {a: '= r.fk', b: '= r.fs'}}");
    with(g, EDGE);
    add_rule(g, NULL, "{edge: {a: a, b: x}}");
    add_rule(g, NULL, FORMAT(g, "{edge: {a: x, b: '= %s'}}", text_value(g)));
    push(g, TUPLE, WORDS, "q.", false);
    add_rule(g, "{q: words}", "{edge: {a: '= q.k', b: y}}");
}

static const char *number_cell(generator *g) {
    static const char *const cells[] = {
        "-",    "-", "< 3",    "[1..5]",        ">= 2",      "not(2)",  "? > n1",       "1, 2",
        "> n2", "5", "(2..8)", "not(< 2, > 8)", "? + 1 < 5", "? in l2", "? < count(l0)"};
    return cells[pick(g, COUNT_OF(cells))];
}

static const char *word_cell(generator *g) {
    static const char *const cells[] = {"-", "-", "\"a\"", "\"a\", \"b\"", "not(\"c\")", "not(\"a\", \"b\")"};
    return cells[pick(g, COUNT_OF(cells))];
}

/* Under policies that let rows overlap: of a number and a letter, with an output of numbers. */
static void decide(generator *g, const char *input, const char *letter, const char *output) {
    static const char *const policies[] = {"first",       "rule order",  "collect",      "collect sum",
                                           "collect min", "collect max", "collect count"};
    const char *text =
        FORMAT(g, "      hit: %s\n      inputs: ['%s', '%s']\n      outputs: [%s]\n      rows:\n",
               policies[pick(g, COUNT_OF(policies))], input, letter, output);
    for (uint32_t rows = 1 + pick(g, 4); rows > 0; rows--) {
        const char *value =
            pick(g, 3) == 0 ? FORMAT(g, "'= %s'", simple_number(g)) : FORMAT(g, "%u", pick(g, 5));
        const char *first = number_cell(g), *second = word_cell(g);
        text = FORMAT(g, "%s        - ['%s', '%s', %s]\n", text, first, second, value);
    }
    if (strstr(text, "hit: first") != NULL && pick(g, 2) == 0) {
        text = FORMAT(g, "%s      default: %u\n", text, pick(g, 5));
    }
    g->kb->rules[g->kb->rule_count - 1].table = text;
}

static void rules_by_tables(generator *g) {
    with(g, NUMS);
    add_rule(g, NULL, "{nums: {}}");
    decide(g, number(g, 1), "e0", "m");
    with(g, NUMS);
    push(g, RECORD, 0, "r.", false);
    add_rule(g, "{r: l0}", "{nums: {}}");
    decide(g, "r.fm", pick(g, 2) == 0 ? "r.fk" : "e0", "m");
    with(g, SCORED);
    push(g, THING, 0, "t.", false);
    add_rule(g, "{t: things}", "{scored: {x: '= t'}}");
    decide(g, pick(g, 2) == 0 ? "t.level" : number(g, 1), pick(g, 2) == 0 ? "t.tag" : "e0", "n");
}

/* Recursion, through loops and on the ground. */
static void rules_that_recur(generator *g) {
    uint32_t first = g->kb->rule_count;
    with(g, REACH);
    push(g, TUPLE, EDGE, "q.", false);
    add_rule(g, "{q: edge}", "{reach: {a: '= q.a', b: '= q.b'}}");
    with(g, REACH);
    push(g, TUPLE, EDGE, "q.", false);
    add_rule(g, "{p: reach, q: edge}", "{reach: {a: '= p.a', b: '= q.b'}}");
    random_rule *step = &g->kb->rules[g->kb->rule_count - 1];
    (void)add_part(g, "p.b = q.a", "p.b = q.a");
    step->count++;
    if (pick(g, 2) == 0) {
        with(g, REACH);
        add_rule(g, NULL, "{reach: {a: a, b: z}}");
        step = &g->kb->rules[g->kb->rule_count - 1];
        (void)add_part(g, "reach(\"a\", \"y\") or (some v in reach satisfies v.b = s0)", "true");
        step->count++;
    }
    with(g, GOOD);
    push(g, THING, 0, "t.", false);
    add_rule(g, "{t: things}", "{good: {x: '= t'}}");
    (void)add_part(g, FORMAT(g, "t.id = \"t%u\"", pick(g, THINGS)), "true");
    g->kb->rules[g->kb->rule_count - 1].count++;
    add_rule(g, "{t: things}", "{good: {x: '= t'}}");
    (void)add_part(g, "some u in t.kin satisfies good(u)", "true");
    g->kb->rules[g->kb->rule_count - 1].count++;
    if (pick(g, 2) == 0) {
        add_rule(g, "{t: things}", "{good: {x: '= t'}}");
        (void)add_part(g, "some v in good satisfies v.x.level = t.level + 1", "true");
        g->kb->rules[g->kb->rule_count - 1].count++;
    }
    /* What recurs must not be negated. */
    for (uint32_t i = first; i < g->kb->rule_count; i++) {
        g->kb->rules[i].nest = NULL;
    }
}

/* Of each thing: `when`, and for two requirements what each requires and when it applies. */
enum { PARTS_OF_THING = 5, DERIVED_PARTS = 4 };

void random_kb_make(random_kb *kb, random_numbers *random) {
    memset(kb, 0, sizeof *kb);
    kb->random = random;
    pr_arena_init(&kb->arena, NULL, 0);
    generator g = {.kb = kb};
    (void)add_part(&g, condition(&g, 2), "true");
    (void)add_part(&g, condition(&g, 2), "true");
    (void)add_part(&g, number(&g, 2), "1");
    (void)add_part(&g, FORMAT(&g, "a + %s", number(&g, 1)), "a");
    g.derived = true;
    for (uint32_t i = 0; i < THINGS; i++) {
        g.below = 0;
        g.thing = 0;
        g.when = false;
        (void)add_part(&g, condition(&g, 2), "true");
        g.below = RELATIONS;
        g.when = true;
        for (uint32_t k = 0; k < 4; k++) {
            g.thing = i;
            (void)add_part(&g, pick(&g, 2) == 0 && k % 2 == 1 ? "true" : condition(&g, 2), "true");
        }
    }
    kb->things = kb->part_count;
    g.thing = 0;
    rules_for_things(&g, CHOSEN);
    rules_for_things(&g, SCORED);
    rules_for_words(&g);
    rules_for_numbers(&g, NUMS);
    rules_for_pairs(&g);
    rules_by_tables(&g);
    rules_that_recur(&g);
    rules_for_things(&g, TOP_ONE);
    rules_for_numbers(&g, TOP_NUM);
    with(&g, RELATIONS);
    push(&g, THING, 0, "t.", false);
    add_rule(&g, "{t: things, q: t.requirements}", "{waived: {x: '= t', requirement: '= q.id'}}");
    add_rule(&g, "{t: things}",
             "{advice: {id: '= t.id', topic: '= t', phase: now, priority: high, due: '= d0 + "
             "duration(\"P7D\")', text: 'Do {t.id}.'}}");
    with(&g, RELATIONS);
    push(&g, RECORD, 0, "r.", false);
    add_rule(&g, "{r: l0}",
             "{advice: {id: '= r.fs', topic: t1, phase: now, priority: low, due: '= r.fd', text: See.}}");
}

void random_kb_release(random_kb *kb) { pr_arena_release(&kb->arena); }

static const char before_derived[] = "types:\n"
                                     "  letter: {type: enum, values: [a, b, c]}\n"
                                     "vocabulary:\n"
                                     "  id: {type: string, ask: A?}\n"
                                     "  b0: {type: boolean, ask: A?}\n"
                                     "  b1: {type: boolean, ask: A?}\n"
                                     "  b2: {type: boolean, ask: A?}\n"
                                     "  n0: {type: number, min: 0, ask: A?}\n"
                                     "  n1: {type: number, min: 0, max: 10, ask: A?}\n"
                                     "  n2: {type: number, ask: A?}\n"
                                     "  n3: {type: number, min: 1, nullable: true, ask: A?}\n"
                                     "  n4: {type: number, min: 0, max: 20, ask: A?, expected: {min: '= n1', "
                                     "max: '= if b0 then 10 else null'}}\n"
                                     "  e0: {type: letter, ask: A?}\n"
                                     "  e1: {type: enum, values: [x, y], nullable: true, ask: A?}\n"
                                     "  s0: {type: string, ask: A?}\n"
                                     "  s1: {type: string, nullable: true, ask: A?}\n"
                                     "  d0: {type: date, ask: A?}\n"
                                     "  d1: {type: date, ask: A?, expected: {min: '= if e0 = \"a\" then null "
                                     "else today() + duration(\"P1D\")',\n"
                                     "       max: '= if e0 = \"a\" then today() else null'}}\n"
                                     "  span: {type: duration, ask: A?}\n"
                                     "  l0:\n"
                                     "    type: list\n"
                                     "    ask: A?\n"
                                     "    of: &record\n"
                                     "      fk: {type: letter, ask: A?}\n"
                                     "      fm: {type: number, min: 0, ask: A?}\n"
                                     "      fn: {type: number, nullable: true, ask: A?}\n"
                                     "      ff: {type: boolean, ask: A?}\n"
                                     "      fs: {type: string, ask: A?}\n"
                                     "      fd: {type: date, ask: A?}\n"
                                     "  l1: {type: list, of: string, ask: A?}\n"
                                     "  l2: {type: list, of: number, ask: A?}\n"
                                     "  l3: {type: list, of: *record, ask: A?}\n"
                                     "  l4: {type: list, of: string, nullable: true, ask: A?}\n"
                                     "  n5: {type: number, absent: 3, ask: A?}\n"
                                     "parameters:\n"
                                     "  p0: {text: A., values: [{from: 2022-01-01, until: 2025-12-31, value: "
                                     "2}, {from: 2026-01-01, until: 2029-12-31, "
                                     "value: 4}]}\n"
                                     "collections:\n"
                                     "  things:\n"
                                     "    role: subject\n"
                                     "    fields:\n"
                                     "      level: number\n"
                                     "      tag: letter\n"
                                     "      link: {type: entity(things), optional: true}\n"
                                     "      kin: {type: list, of: entity(things), default: []}\n"
                                     "      when: condition\n"
                                     "      requirements: {type: list, of: requirement, default: []}\n"
                                     "sources: [{id: p, title: P}]\n";

static const char relations_and_verdicts[] =
    "relations:\n"
    "  chosen: {slots: {x: entity(things)}}\n"
    "  scored: {slots: {x: entity(things), n: {type: number, optional: true}}}\n"
    "  words: {slots: {k: {type: string, optional: true}}}\n"
    "  nums: {slots: {m: {type: number, optional: true}}}\n"
    "  recs: {slots: {k: {type: string, optional: true}, m: {type: number, optional: true}}}\n"
    "  edge: {slots: {a: {type: string, optional: true}, b: {type: string, optional: true}}}\n"
    "  reach: {slots: {a: {type: string, optional: true}, b: {type: string, optional: true}}}\n"
    "  good: {slots: {x: entity(things)}}\n"
    "  top_one: {slots: {x: entity(things)}}\n"
    "  top_num: {slots: {m: {type: number, optional: true}}}\n"
    "  applies: {slots: {x: entity(things), requirement: string}, shows: requirement-applies}\n"
    "  met: {slots: {x: entity(things), requirement: string}, shows: requirement-met}\n"
    "  waived: {slots: {x: entity(things), requirement: string}, shows: requirement-waived}\n"
    "  advice: {slots: {id: string, topic: entity(things), phase: string, priority: string, "
    "text: string,\n     due: {type: date, optional: true}}, key: [id], shows: "
    "recommendation}\n"
    "  blocks: {slots: {x: entity(things), requirement: string}, shows: requirement-blocks}\n"
    "  eligible: {slots: {x: entity(things)}, shows: verdict}\n"
    "rules:\n"
    "  - rule: applies\n"
    "    for: {t: things, q: t.requirements}\n"
    "    when: q.applies\n"
    "    then: {applies: {x: '= t', requirement: '= q.id'}}\n"
    "  - rule: met\n"
    "    for: {t: things, q: t.requirements}\n"
    "    when: q.requires\n"
    "    because: 'As {n0}.'\n"
    "    then: {met: {x: '= t', requirement: '= q.id'}}\n"
    "  - rule: blocks\n"
    "    for: {t: things, q: t.requirements}\n"
    "    when:\n"
    "      - applies(t, q.id)\n"
    "      - not(met(t, q.id))\n"
    "      - not(waived(t, q.id))\n"
    "    then: {blocks: {x: '= t', requirement: '= q.id'}}\n"
    "  - rule: eligible\n"
    "    for: {t: things}\n"
    "    when: every q in t.requirements satisfies not(blocks(t, q.id))\n"
    "    then: {eligible: {x: '= t'}}\n";

static void write_part(const random_kb *kb, uint32_t number, pr_buf *out) {
    const part *p = &kb->parts[number];
    pr_buf_printf(out, "'%s'", p->plain ? p->plainly : p->text);
}

static void write_derived(const random_kb *kb, pr_buf *out) {
    static const char *const heads[DERIVED_PARTS] = {
        "derived:\n  db0: {text: A., value: ", "}\n  db1: {text: A., value: ", "}\n  dn0: {text: A., value: ",
        "}\nfunctions:\n  more: {params: {a: number}, value: "};
    for (uint32_t i = 0; i < DERIVED_PARTS; i++) {
        pr_buf_string(out, heads[i]);
        write_part(kb, i, out);
    }
    pr_buf_string(out, "}\n");
}

static void write_things(const random_kb *kb, pr_buf *out) {
    static const char *const fixed[THINGS] = {
        "level: 1, tag: a, kin: [t1, t2]", "level: 2, tag: b, link: t0, kin: [t3]",
        "level: 3, tag: c, link: t1, kin: [t0, t3]", "level: 5, tag: a, link: t3"};
    pr_buf_string(out, "things:\n");
    for (uint32_t i = 0; i < THINGS; i++) {
        uint32_t first = DERIVED_PARTS + i * PARTS_OF_THING;
        pr_buf_printf(out, "  - {id: t%u, name: T, sources: [p], %s,\n     when: ", i, fixed[i]);
        write_part(kb, first, out);
        pr_buf_string(out, ",\n     requirements: [");
        for (uint32_t k = 0; k < 2; k++) {
            pr_buf_printf(out, "%s{id: q%u, text: A., sources: [p], requires: ", k > 0 ? ",\n       " : "",
                          k);
            write_part(kb, first + 1 + k * 2, out);
            pr_buf_string(out, ", applies: ");
            write_part(kb, first + 2 + k * 2, out);
            pr_buf_string(out, "}");
        }
        pr_buf_string(out, "]}\n");
    }
}

static void write_rule(const random_kb *kb, uint32_t number, pr_buf *out) {
    const random_rule *rule = &kb->rules[number];
    pr_buf_printf(out, "  - rule: r%u\n", number);
    if (rule->head != NULL) {
        pr_buf_printf(out, "    for: %s\n", rule->head);
    }
    if (rule->nest != NULL && rule->count > 0) {
        pr_buf_printf(out, "    when:\n      %s:", rule->nest);
    } else if (rule->count > 0) {
        pr_buf_string(out, "    when:");
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        pr_buf_string(out, "\n        - ");
        write_part(kb, rule->first + i, out);
    }
    pr_buf_string(out, rule->count > 0 ? "\n" : "");
    if (rule->table != NULL) {
        pr_buf_printf(out, "    because: 'By row {place}, as {n0} and {if b0 then s0 else \"nothing\"}.'\n");
        pr_buf_printf(out, "    table:\n%s", rule->table);
    }
    pr_buf_printf(out, "    then: %s\n", rule->then);
}

void random_kb_write(const random_kb *kb, pr_buf *out) {
    pr_buf_string(out, before_derived);
    write_derived(kb, out);
    write_things(kb, out);
    pr_buf_string(out, relations_and_verdicts);
    for (uint32_t i = 0; i < kb->rule_count; i++) {
        if (!kb->rules[i].dropped) {
            write_rule(kb, i, out);
        }
    }
}
