/* What a person sees: places, harmless text, and whole diagnostics with their full text. */
#include "unit/support.h"

static void finds_lines_and_columns(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t offset, line, column;
    } cases[] = {
        {"", 0, 1, 1},
        {"abc", 2, 1, 3},
        {"abc", 3, 1, 4},
        {"abc", 99, 1, 4},
        {"a\nbc", 1, 1, 2},
        {"a\nbc", 2, 2, 1},
        {"a\n", 2, 2, 1},
        {"a\r\nb", 2, 1, 2}, /* inside CRLF */
        {"a\r\nb", 3, 2, 1},
        {"a\rb\rc", 4, 3, 1},
        {"a\n\r\nb", 4, 3, 1},
        {"\xC3\xA9x", 2, 1, 2},
        {"\xC3\xA9x", 1, 1, 1}, /* inside a character */
        {"\xF0\x9F\x98\x80x\ny", 4, 1, 2},
        {"\xEF\xBB\xBF"
         "ab",
         3, 1, 1},
        {"\xEF\xBB\xBF"
         "ab",
         0, 1, 1},
        {"\xEF\xBB\xBF"
         "ab",
         4, 1, 2},
        {"\xFF\xFEx", 2, 1, 3},
        {"\tx", 1, 1, 2},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_source source = source_of("f", cases[i].bytes, strlen(cases[i].bytes));
        pr_place place = pr_source_place(&source, cases[i].offset);
        pr_arena arena;
        pr_arena_init(&arena, NULL, 0);
        pr_places places = {.arena = &arena};
        for (uint32_t at = (uint32_t)source.bytes.length + 2; at-- > 0;) {
            pr_place one = pr_source_place(&source, at), found = pr_places_find(&places, &source, at);
            assert_int_equal(found.line, one.line);
            assert_int_equal(found.column, one.column);
        }
        pr_arena_release(&arena);
        if (place.line != cases[i].line || place.column != cases[i].column) {
            fail_msg("case %zu: %u:%u", i, place.line, place.column);
        }
    }
}

static void makes_text_harmless(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        bool keep_tabs;
        const char *expected;
    } cases[] = {
        {"plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 17, false,
         "plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
        {"\x1b[31mred", 8, false, "\\x1b[31mred"},
        {"a\tb", 3, true, "a\tb"},
        {"a\tb", 3, false, "a\\tb"},
        {"a\r\nb", 4, true, "a\\r\\nb"},
        {"a\0b", 3, false, "a\\x00b"},
        {"\x7f\xC2\x9B", 3, false, "\\x7f\\x9b"},
        {"\xE2\x80\xAE"
         "evil",
         7, false, "\\u202eevil"},
        {"\xE2\x81\xA6", 3, false, "\\u2066"},
        {"\xEF\xBB\xBF", 3, false, "\\ufeff"},
        {"\xF3\xA0\x81\x81", 4, false, "\\U000e0041"},
        {"x\xFFy", 3, false, "x\xEF\xBF\xBDy"},
        {"\xEF\xBF\xBD", 3, false, "\xEF\xBF\xBD"},
        {"", 0, false, ""},
    };
    pr_buf out;
    pr_buf_init(&out, NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_buf_clear(&out);
        pr_buf_harmless(&out, (pr_text){cases[i].text, cases[i].length}, cases[i].keep_tabs);
        assert_text(pr_buf_view(&out), cases[i].expected);
    }
    pr_buf_release(&out);
}

typedef struct rendering {
    const char *bytes;
    uint32_t start, end;
    const char *message, *expected;
} rendering;

#define FIFTY "01234567890123456789012345678901234567890123456789"

static const rendering renderings[] = {
    {"requires: third_year_don\n", 10, 24, "no such name",
     "f.yaml:1:11: error: no such name\n"
     "    1 | requires: third_year_don\n"
     "      |           ^~~~~~~~~~~~~~\n"},
    {"a\n\tb:\tc\n", 6, 7, "tabs are repeated",
     "f.yaml:2:5: error: tabs are repeated\n"
     "    2 | \tb:\tc\n"
     "      | \t  \t^\n"},
    {"a\r\nb: c\r\nd\r\n", 6, 7, "CRLF is not shown",
     "f.yaml:2:4: error: CRLF is not shown\n"
     "    2 | b: c\n"
     "      |    ^\n"},
    {"a: b\nc: d\n", 3, 10, "several lines show the first",
     "f.yaml:1:4: error: several lines show the first\n"
     "    1 | a: b\n"
     "      |    ^\n"},
    {"a: bcd\nc: d\n", 3, 10, "underlined to its end",
     "f.yaml:1:4: error: underlined to its end\n"
     "    1 | a: bcd\n"
     "      |    ^~~\n"},
    {"a: b\n", 4, 4, "at the end of a line",
     "f.yaml:1:5: error: at the end of a line\n"
     "    1 | a: b\n"
     "      |     ^\n"},
    {"a: b\n", 5, 5, "at the end of the file",
     "f.yaml:2:1: error: at the end of the file\n"
     "    2 |\n"
     "      | ^\n"},
    {"\xC3\xA9\xE4\xBD\xA0: x\n", 7, 8, "wide characters take two columns",
     "f.yaml:1:5: error: wide characters take two columns\n"
     "    1 | \xC3\xA9\xE4\xBD\xA0: x\n"
     "      |      ^\n"},
    {"\xE4\xBD\xA0\xE4\xBD\xA0: x\n", 0, 6, "and so does their mark",
     "f.yaml:1:1: error: and so does their mark\n"
     "    1 | \xE4\xBD\xA0\xE4\xBD\xA0: x\n"
     "      | ^~~~\n"},
    {"e\xCC\x81: x\n", 5, 6, "combining ones none",
     "f.yaml:1:5: error: combining ones none\n"
     "    1 | e\xCC\x81: x\n"
     "      |    ^\n"},
    {"a\x1b[0m: b\n", 7, 8, "escapes are counted as shown",
     "f.yaml:1:8: error: escapes are counted as shown\n"
     "    1 | a\\x1b[0m: b\n"
     "      |           ^\n"},
    {"\xEF\xBB\xBF"
     "a: b\n",
     3, 4, "no BOM",
     "f.yaml:1:1: error: no BOM\n"
     "    1 | a: b\n"
     "      | ^\n"},
    {"", 0, 0, "an empty file has no lines", "f.yaml: error: an empty file has no lines\n"},
    {"x\n", 0, 1, "a message\nwith\x1b[31m escapes",
     "f.yaml:1:1: error: a message\\nwith\\x1b[31m escapes\n"
     "    1 | x\n"
     "      | ^\n"},
    {FIFTY FIFTY FIFTY FIFTY, 120, 123, "cut at both ends",
     "f.yaml:1:121: error: cut at both ends\n"
     "    1 | ..." FIFTY FIFTY "...\n"
     "      |                                                      ^~~\n"},
    {FIFTY FIFTY FIFTY, 5, 150, "cut after",
     "f.yaml:1:6: error: cut after\n"
     "    1 | " FIFTY FIFTY "...\n"
     "      |      "
     "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
    {FIFTY FIFTY FIFTY, 150, 150, "cut before",
     "f.yaml:1:151: error: cut before\n"
     "    1 | ..." FIFTY FIFTY "\n"
     "      |    "
     "                                                                                                    "
     "^\n"},
};

static void renders_each_line(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(renderings); i++) {
        fixture f;
        fixture_init(&f, NULL);
        pr_source source = source_of("f.yaml", renderings[i].bytes, strlen(renderings[i].bytes));
        pr_span span = {&source, renderings[i].start, renderings[i].end};
        pr_error(&f.diags, "x", span, "%s", renderings[i].message);
        pr_diags_render(&f.diags, false, &f.out);
        assert_text(pr_buf_view(&f.out), renderings[i].expected);
        fixture_release(&f);
    }
}

static void add_all(fixture *f, const pr_source *source) {
    pr_diag *diag =
        pr_error(&f->diags, "duplicate-key", ((pr_span){source, 5, 6}), "the key 'a' is given twice");
    pr_diag_note(&f->diags, diag, (pr_span){source, 0, 1}, "first here");
    pr_diag_hint(&f->diags, diag, "remove one");
    pr_warn(&f->diags, "odd", ((pr_span){NULL, 0, 0}), "without a place");
}

static void renders_hints_and_notes(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_source source = source_of("kb\x1b.yaml", "a: 1\na: 2\n", 10);
    add_all(&f, &source);
    pr_diags_render(&f.diags, false, &f.out);
    assert_text(pr_buf_view(&f.out), "kb\\x1b.yaml:2:1: error: the key 'a' is given twice\n"
                                     "    2 | a: 2\n"
                                     "      | ^\n"
                                     "   hint: remove one\n"
                                     "kb\\x1b.yaml:1:1: note: first here\n"
                                     "    1 | a: 1\n"
                                     "      | ^\n"
                                     "warning: without a place\n");
    fixture_release(&f);
}

static void colors_on_request(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    pr_source source = source_of("f", "a: 1\na: 2\n", 10);
    add_all(&f, &source);
    pr_diags_render(&f.diags, true, &f.out);
    assert_text(pr_buf_view(&f.out), "\x1b[1mf:2:1: \x1b[1;31merror:\x1b[0m the key 'a' is given twice\n"
                                     "    2 | a: 2\n"
                                     "      |\x1b[1;31m ^\x1b[0m\n"
                                     "   \x1b[1;32mhint:\x1b[0m remove one\n"
                                     "\x1b[1mf:1:1: \x1b[1;36mnote:\x1b[0m first here\n"
                                     "    1 | a: 1\n"
                                     "      |\x1b[1;36m ^\x1b[0m\n"
                                     "\x1b[1m\x1b[1;35mwarning:\x1b[0m without a place\n");
    fixture_release(&f);
}

static void counts_what_it_does_not_show(void **state) {
    (void)state;
    fixture f;
    fixture_init(&f, NULL);
    for (int i = 0; i < 103; i++) {
        pr_error(&f.diags, "x", ((pr_span){0}), "error %d", i);
    }
    pr_warn(&f.diags, "x", ((pr_span){0}), "warning");
    pr_diags_render(&f.diags, false, &f.out);
    pr_text text = pr_buf_view(&f.out);
    static const char ending[] = "error: error 99\nand 3 more errors and 1 more warning\n";
    assert_true(text.length > sizeof ending);
    assert_memory_equal(text.at + text.length - (sizeof ending - 1), ending, sizeof ending - 1);
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_lines_and_columns), cmocka_unit_test(makes_text_harmless),
        cmocka_unit_test(renders_each_line),       cmocka_unit_test(renders_hints_and_notes),
        cmocka_unit_test(colors_on_request),       cmocka_unit_test(counts_what_it_does_not_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
