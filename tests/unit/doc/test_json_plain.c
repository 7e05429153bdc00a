/* The first stage in plain C finds what simdjson's finds, in JSON and in what is none. */
#include "doc/doc.h"
#include "doc/json_plain.h"

#include "property/random.h"

enum { ROUNDS = 20000, LONGEST = 200 };

/* What JSON is made of, its traps most often. 0x0C and 0x1A are left out: some of simdjson's ways take them for marks,
 * and either way json.c refuses them. */
static const char *const parts[] = {
    "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r", "\"a\"", "\"\\u00e9\"", "\"\\\\\"", "\"b\\\"c\"",
    "true", "null", "-1.5e3", "x", "\x7F", "\xC3\xA9", "\xF0\x9F\x98\x80", "{\"a\": [1, 2]}",
    /* From here on what a text seldom survives. */
    "\"", "\"", "\"", "\\", "\\", "\\\"", "\\\\", "\xC3", "\xED\xA0\x80", "\x01", "\x1F"};
enum { PARTS = sizeof parts / sizeof *parts, MILD = 22 };

static size_t make_text(random_numbers *random, char *text) {
    size_t length = 0, wanted = random_below(random, LONGEST);
    bool hostile = random_below(random, 2) == 0;
    while (length < wanted) {
        const char *part = parts[random_below(random, hostile ? PARTS : MILD)];
        size_t more = strlen(part);
        memcpy(text + length, part, more);
        length += more;
    }
    return length;
}

static void finds_what_simdjson_finds(void **unused) {
    (void)unused;
    random_numbers random = random_start();
    pr_json_stage *stage = pr_json_stage_new();
    pr_json_plain plain = {0};
    char text[LONGEST + 32 + PR_DOC_JSON_SLACK];
    size_t good = 0;
    for (int round = 0; round < ROUNDS; round++) {
        size_t length = make_text(&random, text);
        memset(text + length, ' ', PR_DOC_JSON_SLACK);
        const uint32_t *theirs = NULL, *ours = NULL;
        uint32_t their_count = 0, our_count = 0;
        pr_json_result expected = pr_json_stage_run(stage, text, length, &theirs, &their_count);
        pr_json_result found = pr_json_plain_run(&plain, text, length, &ours, &our_count);
        if (expected != found) {
            fail_msg("%d, not %d, for: %.*s", (int)found, (int)expected, (int)length, text);
        }
        if (found == PR_JSON_DONE) {
            good++;
            assert_int_equal(our_count, their_count);
            assert_memory_equal(ours, theirs, (our_count + 1) * sizeof *ours);
        }
    }
    assert_true(good > ROUNDS / 4);
    pr_json_plain_release(&plain);
    pr_json_stage_free(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_simdjson_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
