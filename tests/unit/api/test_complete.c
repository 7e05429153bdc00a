/* What helps whoever types expressions line by line: is one finished, and which names continue it? */
#include "unit/support.h"

static void tells_what_is_open(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool open;
    } rows[] = {
        {"", false},           {"1 + 1", false},       {"(1", true},
        {"[1, {a: 2", true},   {"[1, {a: 2}]", false}, {")", false},
        {"(1 /* and", true},   {"(\"a", false},        {"(1))", false},
        {"f(\n  [1,\n", true}, {"{a: \"(\"}", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool open = preceptor_feel_is_open(rows[i].text, strlen(rows[i].text));
        if (open != rows[i].open) {
            fail_msg("'%s' is %s", rows[i].text, open ? "open" : "not open");
        }
    }
}

typedef struct taken {
    char text[400];
    size_t left;
} taken;

static bool take(void *user, const char *name, size_t length, size_t start, bool function) {
    taken *t = user;
    size_t used = strlen(t->text);
    (void)snprintf(t->text + used, sizeof t->text - used, "%s%.*s@%zu%s", used > 0 ? " | " : "", (int)length,
                   name, start, function ? "()" : "");
    return t->left == 0 || --t->left > 0;
}

#define CONTEXT \
    "{age: 3, ages ago: 2, person: {name: x, names: [1], born: {on: 1}}, " \
    "lessons: [{kind: a, kinds: 2}, {other: 1}], none: [], \"bad\\u202ename\": 1}"

static void continues_names(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t most;
        const char *expected;
    } rows[] = {
        {"ag", 0, "age@0 | ages ago@0"},
        {"ag", 1, "age@0"},
        {"1 + ages a", 0, "ages ago@4"},
        {"person.n", 0, "person.name@0 | person.names@0"},
        {"person.born.", 0, "person.born.on@0"},
        {"lessons.k", 0, "lessons.kind@0 | lessons.kinds@0"},
        {"lessons.o", 0, ""},
        {"none.", 0, ""},
        {"string le", 0, "string length@0()"},
        {"bad", 0, ""},
        {"1 + ", 3, NULL},
        {"zzz", 0, ""},
        {"5", 0, ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        taken t = {.left = rows[i].most};
        assert_int_equal(preceptor_feel_complete(rows[i].text, strlen(rows[i].text), CONTEXT, strlen(CONTEXT),
                                                 false, take, &t),
                         PRECEPTOR_OK);
        if (rows[i].expected != NULL && strcmp(t.text, rows[i].expected) != 0) {
            fail_msg("'%s': %s", rows[i].text, t.text);
        }
    }
    taken none = {0};
    assert_int_equal(preceptor_feel_complete("a", 1, "{", 1, true, take, &none), PRECEPTOR_INVALID);
    assert_string_equal(none.text, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_is_open),
        cmocka_unit_test(continues_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
