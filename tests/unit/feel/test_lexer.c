/* Tokens, strings and names. */
#include "unit/support.h"

#include "feel/ast.h"
#include "feel/lexer.h"
#include "feel/names.h"

static const struct {
    const char *text, *tokens; /* kind start-end; ... */
} token_cases[] = {
    {"", "the end 0-0"},
    {" \t\r\n ", "the end 5-5"},
    {"a1 _b ?", "a name 0-2; a name 3-5; a name 6-7; the end 7-7"},
    {"and or", "'and' 0-3; 'or' 4-6; the end 6-6"},
    {"android", "a name 0-7; the end 7-7"},
    {"12 1.5 .5 1e3 1.5E-3 1e+2",
     "a number 0-2; a number 3-6; a number 7-9; a number 10-13; a number 14-20; a number "
     "21-25; the end 25-25"},
    {"1..5", "a number 0-1; '..' 1-3; a number 3-4; the end 4-4"},
    {"1.5..2", "a number 0-3; '..' 3-5; a number 5-6; the end 6-6"},
    {"1.x", "a number 0-1; '.' 1-2; a name 2-3; the end 3-3"},
    {"1e", "a number 0-1; a name 1-2; the end 2-2"},
    {"\"a\\\"b\" \"\"", "a text 0-6; a text 7-9; the end 9-9"},
    {"\"abc", "a text that is not closed 0-4"},
    {"\"abc\\\"", "a text that is not closed 0-6"},
    {"a /* x */ b // y\nc", "a name 0-1; a name 10-11; a name 17-18; the end 18-18"},
    {"a /* x", "a name 0-1; a comment that is not closed 2-6"},
    {"/*/", "a comment that is not closed 0-3"},
    {"a // x", "a name 0-1; the end 6-6"},
    {"( ) [ ] { } , : . ..",
     "'(' 0-1; ')' 2-3; '[' 4-5; ']' 6-7; '{' 8-9; '}' 10-11; ',' 12-13; ':' 14-15; '.' 16-17; "
     "'..' 18-20; the end 20-20"},
    {"+-***/", "'+' 0-1; '-' 1-2; '**' 2-4; '*' 4-5; '/' 5-6; the end 6-6"},
    {"=!=<<=>>=", "'=' 0-1; '!=' 1-3; '<' 3-4; '<=' 4-6; '>' 6-7; '>=' 7-9; the end 9-9"},
    {"@\"P1D\"", "'@' 0-1; a text 1-6; the end 6-6"},
    {"==", "a character that is not part of FEEL 0-2"},
    {"a&&", "a name 0-1; a character that is not part of FEEL 1-3"},
    {"!", "a character that is not part of FEEL 0-1"},
    {"\xC2\xA0\xE2\x80\x83x", "a name 5-6; the end 6-6"}, /* no-break space, em space */
    {"\xEF\xBB\xBFx", "a name 3-4; the end 4-4"},
    {"h\xC3\xA9llo \xF0\x9F\x90\x8E", "a name 0-6; a name 7-11; the end 11-11"}, /* e acute, a horse */
    {"a\xCC\x81 \xC3\x97",
     "a name 0-3; a character that is not part of FEEL 4-6"}, /* combining acute, times */
    {"a \xFF", "a name 0-1; a byte that is not UTF-8 2-3"},
    {"\xEF\xBF\xBD", "a character that is not part of FEEL 0-3"}, /* U+FFFD itself */
};

static void finds_tokens(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(token_cases); i++) {
        pr_text text = pr_text_of(token_cases[i].text);
        pr_buf out;
        pr_buf_init(&out, NULL);
        pr_token token = {0};
        do {
            token = pr_token_at(text, token.end);
            pr_buf_string(&out, out.length > 0 ? "; " : "");
            if (token.word != PR_WORD_NONE) {
                pr_buf_printf(&out, "'%s'", pr_word_text(token.word));
            } else {
                pr_buf_string(&out, pr_token_text(token.kind));
            }
            pr_buf_printf(&out, " %u-%u", token.start, token.end);
        } while (token.kind != PR_TOKEN_END && token.kind < PR_TOKEN_OPEN_STRING);
        assert_text(pr_buf_view(&out), token_cases[i].tokens);
        pr_buf_release(&out);
    }
}

static const struct {
    const char *quoted, *text;
} string_cases[] = {
    {"\"\"", ""},
    {"\"abc\"", "abc"},
    {"\"a\\nb\\tc\\rd\"", "a\nb\tc\rd"},
    {"\"\\\"\\'\\\\\"", "\"'\\"},
    {"\"\\s\\d{3}\\1\\p\"", "\\s\\d{3}\\1\\p"},
    {"\"\\u0041\\u00e9\"", "A\xC3\xA9"},
    {"\"\\U01F40E\"", "\xF0\x9F\x90\x8E"},
    {"\"\\uD83D\\uDCA9\\ud83d\\ude00\"", "\xF0\x9F\x92\xA9\xF0\x9F\x98\x80"},
    {"\"\\uD83Dx\"", "\xEF\xBF\xBDx"},
    {"\"\\uD83D\\u0041\"", "\xEF\xBF\xBD"
                           "A"},
    {"\"\\uDCA9\"", "\xEF\xBF\xBD"},
    {"\"\\U110000\"", "\xEF\xBF\xBD"},
    {"\"\\u12\\U123\"", "\\u12\\U123"},
    {"\"a\nb\"", "a\nb"},
};

static void resolves_escapes(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(string_cases); i++) {
        assert_text(pr_string_unquote(pr_text_of(string_cases[i].quoted), &arena), string_cases[i].text);
    }
    pr_arena_release(&arena);
}

static const struct {
    const char *name, *normal;
} normal_cases[] = {
    {"a", "a"},
    {"", ""},
    {"a b", "a b"},
    {"  a \t\n b  ", "a b"},
    {"a + b", "a+b"},
    {"a+b", "a+b"},
    {"a . b/ c -d'e * f", "a.b/c-d'e*f"},
    {"a\xC2\xA0"
     "b",
     "a b"},
    {"a \xE2\x80\x99 b", "a\xE2\x80\x99"
                         "b"},
};

static void normalises_names(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(normal_cases); i++) {
        assert_text(pr_feel_normal_name(pr_text_of(normal_cases[i].name), &arena), normal_cases[i].normal);
    }
    pr_arena_release(&arena);
}

static const struct {
    const char *text, *name;
    size_t end;
} match_cases[] = {
    {"a b", "a b", 3},
    {"a  \n b", "a b", 6},
    {"ab", "a b", 0},
    {"a b c", "a b", 3},
    {"a bc", "a b", 0},
    {"a+b", "a+b", 3},
    {"a + b", "a+b", 5},
    {"a +b", "a+b", 4},
    {"a+", "a+b", 0},
    {"a", "a b", 0},
    {"ab", "a", 0},
    {"a+b", "a", 1},
    {"date  and time(", "date and time", 14},
    {"v 1.5 x", "v 1.5", 5},
    {"a b", "a (b", 0},
    {"", "a", 0},
};

static void matches_names(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(match_cases); i++) {
        size_t end = pr_name_match(pr_text_of(match_cases[i].text), 0, pr_text_of(match_cases[i].name));
        if (end != match_cases[i].end) {
            print_error("[%s] in [%s]\n", match_cases[i].name, match_cases[i].text);
        }
        assert_int_equal(end, match_cases[i].end);
    }
}

static const struct {
    const char *text, *stop;
    size_t end;
} scan_cases[] = {
    {"a: 1", "", 1},        {"a b : 1", "", 3},   {"a+b(", "", 3}, {"a in b", "in", 1},
    {"a b in c", "in", 3},  {"in in c", "in", 2}, {"1a", "", 0},   {"a // c", "", 1},
    {"a /* c */ b", "", 1}, {"a\n\tb 2,", "", 6}, {"", "", 0},     {"a - 1.5)", "", 7},
};

static void scans_new_names(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(scan_cases); i++) {
        size_t end = pr_name_scan(pr_text_of(scan_cases[i].text), 0, pr_text_of(scan_cases[i].stop));
        if (end != scan_cases[i].end) {
            print_error("in [%s]\n", scan_cases[i].text);
        }
        assert_int_equal(end, scan_cases[i].end);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_tokens),     cmocka_unit_test(resolves_escapes),
        cmocka_unit_test(normalises_names), cmocka_unit_test(matches_names),
        cmocka_unit_test(scans_new_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
