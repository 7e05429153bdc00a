/* From offsets in decoded scalars to places in the file: every style by hand. tests/property/test_origin.c
 * adds random scalars. */
#include "unit/support.h"

typedef struct mapping {
    pr_style style;
    uint16_t indent;
    const char *raw;
    size_t from, to;     /* of the decoded text */
    uint32_t start, end; /* of the raw text */
} mapping;

static const mapping mappings[] = {
    /* "abc" */
    {PR_STYLE_EXACT, 0, "abc", 1, 2, 1, 2},
    {PR_STYLE_EXACT, 0, "abc", 3, 3, 3, 3},
    {PR_STYLE_EXACT, 0, "abc", 7, 9, 3, 3},
    /* "it's ok" */
    {PR_STYLE_SINGLE, 0, "'it''s ok'", 2, 3, 3, 5},
    {PR_STYLE_SINGLE, 0, "'it''s ok'", 3, 4, 5, 6},
    {PR_STYLE_SINGLE, 0, "'it''s ok'", 0, 7, 1, 9},
    {PR_STYLE_SINGLE, 0, "'it''s ok'", 7, 7, 9, 9},
    {PR_STYLE_SINGLE, 0, "'it''s ok'", 9, 12, 9, 9},
    {PR_STYLE_SINGLE, 0, "''", 0, 0, 1, 1},
    /* "a b": the fold is one space, from the blanks before the line end to that */
    {PR_STYLE_SINGLE, 0, "'a \n  b'", 1, 2, 2, 4},
    {PR_STYLE_SINGLE, 0, "'a \n  b'", 2, 3, 6, 7},
    {PR_STYLE_SINGLE, 0, "'a \r\n  b'", 2, 3, 7, 8},
    /* "a\nb": of two line ends the second is kept */
    {PR_STYLE_SINGLE, 0, "'a\n\n b'", 1, 2, 3, 4},
    {PR_STYLE_SINGLE, 0, "'a\n\n b'", 2, 3, 5, 6},
    {PR_STYLE_SINGLE, 0, "'a  b'", 1, 3, 2, 4},
    /* escapes */
    {PR_STYLE_DOUBLE, 0, "\"a\\tb\"", 1, 2, 2, 4},
    {PR_STYLE_DOUBLE, 0, "\"a\\tb\"", 2, 3, 4, 5},
    {PR_STYLE_DOUBLE, 0, "\"\\x41b\"", 0, 1, 1, 5},
    {PR_STYLE_DOUBLE, 0, "\"\\x41b\"", 1, 2, 5, 6},
    {PR_STYLE_DOUBLE, 0, "\"\\xe9b\"", 2, 3, 5, 6},
    {PR_STYLE_DOUBLE, 0, "\"\\u20ACb\"", 0, 1, 1, 7},
    {PR_STYLE_DOUBLE, 0, "\"\\u20ACb\"", 3, 4, 7, 8},
    {PR_STYLE_DOUBLE, 0, "\"\\U0001F600b\"", 4, 5, 11, 12},
    {PR_STYLE_DOUBLE, 0, "\"\\ud83d\\ude00b\"", 0, 4, 1, 13},
    {PR_STYLE_DOUBLE, 0, "\"\\ud83d\\ude00b\"", 4, 5, 13, 14},
    {PR_STYLE_DOUBLE, 0, "\"\\/b\"", 1, 2, 3, 4},
    {PR_STYLE_DOUBLE, 0, "\"\\Nb\"", 2, 3, 3, 4},
    {PR_STYLE_DOUBLE, 0, "\"\\Lb\"", 3, 4, 3, 4},
    {PR_STYLE_DOUBLE, 0, "\"\\\"b\"", 1, 2, 3, 4},
    {PR_STYLE_DOUBLE, 0, "\"\\\\\"", 0, 1, 1, 3},
    {PR_STYLE_DOUBLE, 0,
     "\"\xC3\xA9"
     "b\"",
     2, 3, 3, 4},
    /* "ab": the line is continued; "a b": blanks before the backslash stay */
    {PR_STYLE_DOUBLE, 0, "\"a\\\n   b\"", 1, 2, 7, 8},
    {PR_STYLE_DOUBLE, 0, "\"a \\\n   b\"", 1, 2, 2, 3},
    {PR_STYLE_DOUBLE, 0, "\"a \\\n   b\"", 2, 3, 8, 9},
    {PR_STYLE_DOUBLE, 0, "\"a\\\n\n b\"", 1, 2, 4, 5},
    {PR_STYLE_DOUBLE, 0, "\"a\n b\"", 1, 2, 2, 3},
    {PR_STYLE_DOUBLE, 0, "\"a\n \\  b\"", 2, 4, 4, 7},
    /* "a b\nc" */
    {PR_STYLE_PLAIN, 0, "a\n  b\n\n  c", 1, 2, 1, 2},
    {PR_STYLE_PLAIN, 0, "a\n  b\n\n  c", 2, 3, 4, 5},
    {PR_STYLE_PLAIN, 0, "a\n  b\n\n  c", 3, 4, 6, 7},
    {PR_STYLE_PLAIN, 0, "a\n  b\n\n  c", 4, 5, 9, 10},
    {PR_STYLE_PLAIN, 0, "a\n  b\n\n  c", 0, 5, 0, 10},
    {PR_STYLE_PLAIN, 0, "a\n  b", 9, 9, 5, 5},
    /* "a\n  b\nc" */
    {PR_STYLE_LITERAL, 0, "|\n  a\n    b\n  c", 0, 1, 4, 5},
    {PR_STYLE_LITERAL, 0, "|\n  a\n    b\n  c", 1, 2, 5, 6},
    {PR_STYLE_LITERAL, 0, "|\n  a\n    b\n  c", 4, 5, 10, 11},
    {PR_STYLE_LITERAL, 0, "|\n  a\n    b\n  c", 6, 7, 14, 15},
    {PR_STYLE_LITERAL, 0, "|\n  a", 1, 2, 5, 5},
    {PR_STYLE_LITERAL, 0, "|- # a comment\n  a", 0, 1, 17, 18},
    {PR_STYLE_LITERAL, 0, "|\r\n  a\r\n  b", 2, 3, 10, 11},
    {PR_STYLE_LITERAL, 0, "|\n\n  a", 0, 1, 2, 3},
    {PR_STYLE_LITERAL, 0, "|\n\n  a", 1, 2, 5, 6},
    /* an indent that the header gives: "  a\nb" */
    {PR_STYLE_LITERAL, 2, "|2\n    a\n  b", 0, 1, 5, 6},
    {PR_STYLE_LITERAL, 2, "|2\n    a\n  b", 2, 3, 7, 8},
    {PR_STYLE_LITERAL, 2, "|2\n    a\n  b", 4, 5, 11, 12},
    /* "a b\nc\n  d\ne" */
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 1, 2, 5, 6},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 2, 3, 8, 9},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 3, 4, 10, 11},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 4, 5, 13, 14},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 5, 6, 14, 15},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 8, 9, 19, 20},
    {PR_STYLE_FOLDED, 0, ">\n  a\n  b\n\n  c\n    d\n  e", 10, 11, 23, 24},
};

static void maps_each_style(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mappings); i++) {
        const mapping *m = &mappings[i];
        /* In a file something stands before and after. */
        char bytes[64];
        int length = snprintf(bytes, sizeof bytes, "key: %s\nnext: 1\n", m->raw);
        pr_source source = source_of("f", bytes, (size_t)length);
        pr_origin origin = {&source, 5, 5 + (uint32_t)strlen(m->raw), (uint8_t)m->style, m->indent};
        pr_span span = pr_origin_span(&origin, m->from, m->to);
        if (span.start != 5 + m->start || span.end != 5 + m->end || span.source != &source) {
            fail_msg("case %zu, [%s] %zu-%zu: %u-%u", i, m->raw, m->from, m->to, span.start - 5,
                     span.end - 5);
        }
    }
}

static void survives_what_is_no_scalar(void **state) {
    (void)state;
    static const char *const raws[] = {"",      "\"",           "'",      "|",  ">",   "\"\\",
                                       "\"\\u", "\"\\ud83d\\u", "\"\\x4", "|2", "'''", "\"\\\n"};
    for (size_t i = 0; i < COUNT_OF(raws); i++) {
        for (unsigned style = PR_STYLE_EXACT; style <= PR_STYLE_FOLDED; style++) {
            for (size_t from = 0; from < 5; from++) {
                size_t length = strlen(raws[i]);
                char *bytes = malloc(length > 0 ? length : 1); /* so that a byte too far is noticed */
                memcpy(bytes, raws[i], length);
                pr_source source = source_of("f", bytes, length);
                pr_origin origin = {&source, 0, (uint32_t)length, (uint8_t)style, 0};
                pr_span span = pr_origin_span(&origin, from, from + 2);
                assert_true(span.start <= span.end && span.end <= length);
                free(bytes);
            }
        }
    }
    pr_span nowhere = pr_origin_span(&(pr_origin){0}, 1, 2);
    assert_null(nowhere.source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_each_style),
        cmocka_unit_test(survives_what_is_no_scalar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
