/* Reading JSON straight into a profile's values is the same as reading it by way of a document, whatever was done to
 * the record: the same values, places, errors and warnings. Good records need no document, and no memory once warm.
 * PRECEPTOR_SEED=N repeats a run. */
#include "bench/pool.h"
#include "unit/support.h"

#include "profile/matcher.h"
#include "property/random.h"

#ifndef ROUNDS
#define ROUNDS 15000
#endif

enum { LINES = 500 };

/* One of the two ways. */
typedef struct way {
    pr_profile profile;
    pr_matcher *matcher;
    pr_doc_json_parser *parser;
    fixture x;
} way;

static void way_init(way *w, const pr_program *program, const preceptor_allocator *allocator) {
    pr_profile_init(&w->profile, program, allocator);
    w->matcher = pr_matcher_new(program, allocator);
    w->parser = pr_doc_json_parser_new(allocator);
    fixture_init(&w->x, allocator);
}

static void way_release(way *w) {
    pr_profile_release(&w->profile);
    pr_matcher_free(w->matcher);
    pr_doc_json_parser_free(w->parser);
    fixture_release(&w->x);
}

static void begin(way *w) {
    pr_arena_reset(&w->x.arena);
    pr_diags_clear(&w->x.diags);
    assert_true(pr_profile_reset(&w->profile));
}

static void write_need(void *user, pr_need need, pr_buf *out) {
    (void)user;
    pr_buf_printf(out, "%u.%u", need.attribute, need.record);
}

/* All that a reading leaves: values with their places, and diagnostics. */
static void describe(way *w, bool good) {
    pr_profile *p = &w->profile;
    pr_buf *out = &w->x.out;
    pr_buf_clear(out);
    pr_buf_printf(out, "%s\n%.*s\n%.*s\n", good ? "good" : "bad", PR_ARG(p->id), PR_ARG(p->name));
    for (uint32_t i = 0; i < p->program->vocabulary_count; i++) {
        const pr_origin *at = &p->places[i];
        if (p->given[i]) {
            pr_buf_printf(out, "%u %u-%u %u ", i, at->start, at->end, at->style);
        }
        pr_value_json(p->values[i], write_need, NULL, out);
        pr_buf_char(out, '\n');
    }
    pr_diags_render(&w->x.diags, false, out);
}

static void compare(way *direct, way *ordinary, pr_text record, bool borrows, pr_unknown_keys keys) {
    const size_t slack = 0;
    const pr_source source = {.name = PR_TEXT("pool"), .bytes = record};
    begin(direct);
    begin(ordinary);
    const pr_profile_json json = {&source, slack, direct->parser, NULL, &direct->x.arena, borrows};
    describe(direct, pr_profile_read_json(&direct->profile, &json, direct->matcher, keys, &direct->x.diags));
    const pr_doc_node *root =
        pr_doc_json_read(ordinary->parser, &source, slack, NULL, &ordinary->x.arena, &ordinary->x.diags);
    describe(ordinary, root != NULL && pr_profile_read(&ordinary->profile, root, ordinary->matcher, keys,
                                                       &ordinary->x.diags));
    if (!pr_text_equal(pr_buf_view(&direct->x.out), pr_buf_view(&ordinary->x.out))) {
        fail_msg("read as\n%.*s\nand not as\n%.*s\nfrom\n%.*s", PR_ARG(pr_buf_view(&direct->x.out)),
                 PR_ARG(pr_buf_view(&ordinary->x.out)), PR_ARG(record));
    }
}

static bool reads_directly(way *w, pr_text record, pr_unknown_keys keys) {
    const pr_source source = {.name = PR_TEXT("pool"), .bytes = record};
    const pr_profile_json json = {&source, 0, w->parser, NULL, &w->x.arena, true};
    pr_doc_json_tokens tokens;
    begin(w);
    return pr_doc_json_find_tokens(w->parser, &source, 0, NULL, &tokens) &&
           pr_profile_read_direct(&w->profile, &json, &tokens, w->matcher, keys, &w->x.diags);
}

/* What may stand where another value stood. */
static const char *const values[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "007",
    "-5",
    "1.50",
    "1e3",
    "300.0",
    "4",
    "3.5",
    "500",
    "12345678901234567890",
    "123456789012345678",
    "1234567890123456789",
    "0.123456789012345678",
    "2.25",
    "-1e-7000",
    "1e25",
    "\"yyyyyyyyyyyyyyyyyyyyyy\"",
    "\"yyyyyyyyyyyyyyyyyyyyyyyy\"",
    "\"a\\\"b\"",
    "\"IR \"",
    "\"Interventional\"",
    "[\"a\", \"b\"]",
    "[true, 2.5, \"2026-01-31\"]",
    "\"x\"",
    "\"\"",
    "\"4\"",
    "{}",
    "[]",
    "[null]",
    "[{}]",
    "[[]]",
    "[1, \"a\"]",
    "\" PASS \"",
    "\"Passed\"",
    "\"In Progress\"",
    "\"completed\"",
    "\"2026-02-29\"",
    "\"2028-02-29\"",
    "\" 2026-01-31\"",
    "\"0000-01-01\"",
    "\"12026-01-31\"",
    "\"P4W\"",
    "\"caf\\u00e9\"",
    "\"\\ud800\"",
    "\"a\\\\b\"",
    "\"a name that is longer than what anything keeps of it, by far: more than 64\""};

/* What may get between anything. */
static const char *const strays[] = {"",
                                     " ",
                                     "\t \r",
                                     "{",
                                     "}",
                                     "[",
                                     "]",
                                     ",",
                                     ":",
                                     "\"",
                                     "\x01",
                                     "\x0c",
                                     "\\",
                                     "\\u0041",
                                     "\xc3\xa9",
                                     "\xff",
                                     "1",
                                     "x",
                                     "\"id\": 5, ",
                                     "\"id\": \"a\", ",
                                     "\"exams.step1.status\": \"pass\", ",
                                     "\"step1.status\": \"fail\", ",
                                     "\"exams\": {}, ",
                                     "\"exams\": {\"step1\": {\"status\": \"fail\"}}, ",
                                     "\"new\": 1, ",
                                     "\"new\": {\"a\": [1, {}, \"x\"]}, ",
                                     "\"new\": {\"a\": 1, \"b\": 2, \"a\": 3}, ",
                                     "\"n\\u0065w\": true, ",
                                     "\"i\\u0064\": \"a\", ",
                                     "\"statuss\": [[[[[[]]]]]], ",
                                     "\"exams.new\": \"\\ud800\", ",
                                     "\"\": 01, ",
                                     "\"record\": 1, ",
                                     "\"weeks\": 3, ",
                                     "\"weeks\": 3.5, "};

static bool is_one_of(const pr_buf *text, size_t at, const char *signs) {
    return at < text->length && text->at[at] != '\0' && strchr(signs, text->at[at]) != NULL;
}

/* Puts something in place of the bytes from `at` to `end`. */
static void put(pr_buf *text, size_t at, size_t end, const char *what, pr_buf *spare) {
    pr_buf_clear(spare);
    pr_buf_add(spare, text->at, at);
    pr_buf_string(spare, what);
    pr_buf_add(spare, text->at + end, text->length - end);
    pr_buf_clear(text);
    pr_buf_text(text, pr_buf_view(spare));
}

/* Another value for one, something at the beginning of a value or key, something anywhere in place of a byte or two. */
static void mutate(random_numbers *random, pr_buf *text, pr_buf *spare) {
    const uint32_t kind = random_below(random, 5);
    size_t at = random_below(random, (uint32_t)text->length + 1), end = at;
    if (kind == 0) {
        end = at + random_below(random, 3);
        end = end < text->length ? end : text->length;
        put(text, at, end, strays[random_below(random, COUNT_OF(strays))], spare);
        return;
    }
    while (at < text->length && !is_one_of(text, at, kind > 1 ? ":" : "{[:,")) {
        at++;
    }
    at += at < text->length;
    for (end = at; kind > 1 && end < text->length && !is_one_of(text, end, "}],"); end++) {
    }
    put(text, at, end,
        kind > 1 ? values[random_below(random, COUNT_OF(values))]
                 : strays[random_below(random, COUNT_OF(strays))],
        spare);
}

/* `state` is the knowledge base's manifest. */
static void test_mutated(void **state) {
    random_numbers random = random_start();
    preceptor_kb *kb = pool_load_kb(*state);
    pool lines;
    pool_make(&lines, kb, random_below(&random, 1000000), LINES, 0);
    way direct, ordinary;
    way_init(&direct, &kb->program, NULL);
    way_init(&ordinary, &kb->program, NULL);
    pr_buf text, spare;
    pr_buf_init(&text, NULL);
    pr_buf_init(&spare, NULL);
    size_t straight = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pr_text line = pool_line(&lines, random_below(&random, LINES));
        pr_buf_clear(&text);
        pr_buf_text(&text, line);
        const uint32_t changes = random_below(&random, 4);
        for (uint32_t k = 0; k < changes; k++) {
            mutate(&random, &text, &spare);
        }
        pr_unknown_keys keys = random_below(&random, 2) == 0 ? PR_UNKNOWN_KEYS_ERROR : PR_UNKNOWN_KEYS_WARN;
        straight += reads_directly(&direct, pr_buf_view(&text), keys);
        compare(&direct, &ordinary, pr_buf_view(&text), random_below(&random, 2) == 0, keys);
    }
    print_message("%zu of %d read directly\n", straight, ROUNDS);
    assert_in_range(straight, ROUNDS / 100, ROUNDS / 2);
    pr_buf_release(&text);
    pr_buf_release(&spare);
    way_release(&direct);
    way_release(&ordinary);
    pool_free(&lines);
    preceptor_kb_free(kb);
}

/* What no attribute is called makes no document necessary where it is warned of, unless it is wrong itself. */
static void test_unknown(void **state) {
    (void)state;
    static const struct {
        const char *record;
        bool directly;
    } rows[] = {
        {"{\"new\": 1, \"id\": \"a\", \"more\": {\"a\": [true, {}]}, \"exams\": {\"new\": null}}", true},
        {"{\"rotations\": [{\"new\": \"\\u00e9\", \"weeks\": 4}, {\"new\": []}]}", true},
        {"{\"new\": 1, \"new\": 2}", false},
        {"{\"new\": {\"a\": 1, \"a\": 2}}", false},
        {"{\"new\": 01}", false},
        {"{\"new\": \"\\ud800\"}", false},
        {"{\"new\" 1}", false},
        {"{\"n\\u0065w\": 1}", false},
        {"{\"waivers\": [{\"record\": 1}]}", false},
    };
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    way direct, ordinary;
    way_init(&direct, &kb->program, NULL);
    way_init(&ordinary, &kb->program, NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        pr_text record = pr_text_of(rows[i].record);
        bool directly = reads_directly(&direct, record, PR_UNKNOWN_KEYS_WARN);
        if (directly != rows[i].directly) {
            fail_msg("%s directly: %s", directly ? "read" : "not read", rows[i].record);
        }
        assert_false(reads_directly(&direct, record, PR_UNKNOWN_KEYS_ERROR));
        compare(&direct, &ordinary, record, true, PR_UNKNOWN_KEYS_WARN);
        compare(&direct, &ordinary, record, false, PR_UNKNOWN_KEYS_ERROR);
    }
    way_release(&direct);
    way_release(&ordinary);
    preceptor_kb_free(kb);
}

/* And from the second time on without asking for memory. */
static void test_good(void **state) {
    (void)state;
    random_numbers random = random_start();
    preceptor_kb *kb = pool_load_kb(PRECEPTOR_TOP "/kb/kb.yaml");
    pool lines;
    pool_make(&lines, kb, random_below(&random, 1000000), LINES, 0);
    test_heap heap = {0};
    const preceptor_allocator allocator = HEAP_ALLOCATOR(&heap);
    way w;
    way_init(&w, &kb->program, &allocator);
    size_t asked = 0;
    for (size_t i = 0; i < 2 * (size_t)LINES; i++) {
        asked = i == LINES ? heap.asked : asked;
        pr_text line = pool_line(&lines, i % LINES);
        if (!reads_directly(&w, line, PR_UNKNOWN_KEYS_ERROR)) {
            fail_msg("not read directly: %.*s", PR_ARG(line));
        }
    }
    assert_int_equal(heap.asked, asked);
    way_release(&w);
    assert_int_equal(heap.live, 0);
    pool_free(&lines);
    preceptor_kb_free(kb);
}

int main(void) {
    static char shipped[] = PRECEPTOR_TOP "/kb/kb.yaml", odd[] = PRECEPTOR_TOP "/tests/property/odd/kb.yaml";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test_prestate(test_mutated, shipped),
        cmocka_unit_test_prestate(test_mutated, odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
