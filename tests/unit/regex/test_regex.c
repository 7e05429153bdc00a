/* Patterns: XPath's meaning, limits, replacing. */
#include "base/limits.h"
#include "regex/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

typedef struct match_row {
    const char *text, *pattern, *flags;
    int result; /* 1 yes, 0 no, -1 the pattern is an error */
} match_row;

static int match_of(const match_row *row, pr_regex_scratch *scratch) {
    pr_regex_error error;
    pr_regex *regex = pr_regex_compile(pr_text_of(row->pattern), pr_text_of(row->flags), NULL, &error);
    if (regex == NULL) {
        return -1;
    }
    pr_regex_result result = pr_regex_search(regex, pr_text_of(row->text), 0, scratch, NULL, NULL);
    pr_regex_free(regex);
    return result == PR_REGEX_YES ? 1 : result == PR_REGEX_NO ? 0 : 100 + (int)result;
}

static void check_matches(const match_row *rows, size_t count) {
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    for (size_t i = 0; i < count; i++) {
        int result = match_of(&rows[i], scratch);
        if (result != rows[i].result) {
            fail_msg("\"%s\" of \"%s\" with \"%s\" gives %d", rows[i].pattern, rows[i].text, rows[i].flags,
                     result);
        }
    }
    pr_regex_scratch_free(scratch);
}

static void test_matches(void **state) {
    (void)state;
    static const match_row rows[] = {
        {"abracadabra", "bra", "", 1},
        {"abracadabra", "^a.*a$", "", 1},
        {"abracadabra", "^bra", "", 0},
        {"", "", "", 1},
        {"", "a", "", 0},
        {"abc", "ABC", "i", 1},
        {"\xc3\x89t\xc3\xa9", "^\xc3\xa9T\xc3\x89$", "i", 1},
        {"h\xc3\xa9", "^..$", "", 1},
        {"abc\n", "abc$", "", 0},
        {"abc\ndef", "abc$", "", 0},
        {"abc\ndef", "abc$", "m", 1},
        {"abc\ndef", "^def", "m", 1},
        {"\nabcd\ndefg\n", "^$", "m", 1},
        {"abcd\n\ndefg\n ", "^$", "m", 1},
        {"Mary\rJones", "Mary.Jones", "", 0},
        {"Mary\nJones", "Mary.Jones", "", 0},
        {"Mary\rJones", "Mary.Jones", "s", 1},
        {"Mary\rJones", "Mary.Jones", "m", 0},
        {"Mary\nJones", "Mary.Jones", "sm", 1},
        {"a\rb", "^b", "m", 0},
        {"abc", "abc", "p", -1},
        {"abc", "abc", "I", -1},
        {"aA", "(a)\\1", "i", 1},
        {"q", "[^Q]", "i", 0},
        {"VIR fellow", "\\bVIR\\b", "", 1},
        {"abc", "(?<n>b)\\k<n>?", "", 1},
        {"3", "\\d", "", 1},
        {"\xd9\xa3", "^\\d$", "", 1},
    };
    check_matches(rows, ROWS(rows));
}

static void test_white_space_flag(void **state) {
    (void)state;
    static const match_row rows[] = {
        {"hello world", "hello\\ sworld", "x", 1},
        {"hello world", " hello[ ]world", "x", 1},
        {"hello world", "he ll o[ ]worl d", "x", 1},
        {"hello world", "hello world", "x", 0},
        {"hello world", "\\p{ I s B a s i c L a t i n }+", "x", 1},
        {"#", "# #?", "x", 1},
        {"aaa", "^a { 3 } $", "x", 1},
    };
    check_matches(rows, ROWS(rows));
}

static void test_classes(void **state) {
    (void)state;
    static const match_row rows[] = {
        {"X", "[A-Z-[OI]]", "i", 1},
        {"i", "[A-Z-[OI]]", "i", 0},
        {"b", "^[a-z-[aeiou]]+$", "", 1},
        {"bad", "^[a-z-[aeiou]]+$", "", 0},
        {"e", "^[a-z-[aeiou-[e]]]$", "", 1},
        {"a", "^[a-z-[aeiou-[e]]]$", "", 0},
        {"1", "^[^a-z-[0-9]]$", "", 0},
        {"-", "^[^a-z-[0-9]]$", "", 1},
        {"a", "[a-z-[b]c]", "", -1},
        {"-", "^[a-]$", "", 1},
        {"-", "^[\\s-x]$", "", 1},
        {"w", "^[\\s-x]$", "", 0},
        {"[", "^[[a]$", "", 1},
        {"]", "^[]]$", "", 1},
        {"a", "^[[:alpha:]]$", "", 1},
        {"1", "^[a[:digit:]-]$", "", 1},
        {"a", "[a", "", -1},
        {"a", "[]", "", -1},
        {"\xc2\xa0", "\\s", "", 0},
        {"\x0b", "\\s", "", 0},
        {"\t", "[\\s]", "", 1},
        {"\t", "[\\S]", "", 0},
        {"\xc2\xa0", "[\\S]", "", 1},
        {"_", "\\w", "", 0},
        {"$", "\\w", "", 1},
        {"\xc3\xa9", "^[\\w.]$", "", 1},
        {".", "\\W", "", 1},
        {"a", "[\\W]", "", 0},
        {"a:b", "^\\i\\c*$", "", 1},
        {"1a", "^\\i", "", 0},
        {"1", "^[\\c]$", "", 1},
        {"1", "^\\I$", "", 1},
        {"!", "^\\C$", "", 1},
        {"a", "[\\I]", "", -1},
        {"a", "\\p{Lu}", "", 0},
        {"A", "\\p{Lu}", "", 1},
        {"A", "[\\P{Lu}]", "", 0},
        {"A", "\\pL", "", 1},
        {"\xce\xb1", "^\\p{IsGreek}$", "", 1},
        {"\xce\xb1", "^\\p{IsGreekandCoptic}$", "", 1},
        {"\xce\xb1", "^\\P{IsBasicLatin}$", "", 1},
        {"\xce\xb1", "^[\\P{IsBasicLatin}]$", "", 1},
        {"a", "^[\\P{IsGreek}]$", "", 1},
        {"a", "\\p{IsNowhere}", "", -1},
        {"a", "\\p{IsBasicLatin", "", -1},
        {"a", "\\p{IsAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}", "", -1},
        {"aa", "a{2 ", "x", -1},
        {"a", "\\p{Nonsense}", "", -1},
    };
    check_matches(rows, ROWS(rows));
}

static void test_errors(void **state) {
    (void)state;
    static const match_row rows[] = {
        {"h", "(.)\\3", "", -1},
        {"h", "(.)\\2", "", -1},
        {"input", "\\3", "", -1},
        {"aa", "(a\\1)", "", -1},
        {"aa", "\\1(a)", "", -1},
        {"aa1", "^(a)\\11$", "", 1},
        {"abcd", "(asd)[\\1]", "", -1},
        {"abcd", "(asd)[asd\\1]", "", -1},
        {"abcd", "(asd)[asd\\0]", "", -1},
        {"abcd", "\\0", "", -1},
        {"a", "(", "", -1},
        {"a", ")", "", -1},
        {"a", "*", "", -1},
        {"a", "a**", "", -1},
        {"a", "a\\", "", -1},
        {"a", "a{", "", -1},
        {"a", "a{,3}", "", -1},
        {"a", "a{3,2}", "", -1},
        {"aa", "^a{2}$", "", 1},
        {"aa", "^a{2,}$", "", 1},
        {"aaa", "^a{1,2}$", "", 0},
        {"a{", "a\\{", "", 1},
        {"a", "\\Qa\\E", "", -1},
        {"a", "\\Ga", "", -1},
        {"a", "(*COMMIT)a", "", -1},
        {"a", "\\Ca", "", 0},
        {"a", "(?:(?:(?:a{1,999}){1,999}){1,999}){1,999}", "", -1},
    };
    check_matches(rows, ROWS(rows));
}

typedef struct error_row {
    const char *pattern;
    size_t offset;
} error_row;

static void test_error_places(void **state) {
    (void)state;
    static const error_row rows[] = {
        {"ab[c", 2}, {"\\s\\s\\w(", 7}, {"a\\3", 1}, {"\\s+\\s+ab{", 8}, {"x[\\1]", 2}, {"\xff", 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_regex_error error = {.offset = 999};
        assert_null(pr_regex_compile(pr_text_of(rows[i].pattern), (pr_text){0}, NULL, &error));
        assert_int_equal(error.offset, rows[i].offset);
        assert_true(strlen(error.message) > 0);
    }
    char longest[4098];
    memset(longest, 'a', sizeof longest);
    pr_regex *regex = pr_regex_compile((pr_text){longest, 4096}, (pr_text){0}, NULL, NULL);
    assert_non_null(regex);
    pr_regex_free(regex);
    assert_null(pr_regex_compile((pr_text){longest, 4097}, (pr_text){0}, NULL, NULL));
    memset(longest, '(', sizeof longest);
    assert_null(pr_regex_compile((pr_text){longest, 4096}, (pr_text){0}, NULL, NULL));
    for (size_t i = 0; i + 2 < sizeof longest; i += 2) {
        memcpy(longest + i, "-[", 2);
    }
    longest[0] = '[';
    assert_null(pr_regex_compile((pr_text){longest, 4096}, (pr_text){0}, NULL, NULL));
}

/* Patterns that run away end within the limits, and soon. */
static void test_runaway(void **state) {
    (void)state;
    static const char *const patterns[] = {"(a+)+$",      "^(a+)+$",       "^(a|aa)+$", "^(a*)*$",
                                           "^(a|a?)+$",   "(a+a+)+[yz]",   "(a|aa)+$",  "a*a*a*a*a*[yz]",
                                           "(.+)\\1[yz]", "(?:a(?=a*b))+$"};
    char text[30001];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = 'b';
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    const size_t lengths[] = {40, 1000, 30000};
    for (size_t i = 0; i < ROWS(patterns); i++) {
        pr_regex *regex = pr_regex_compile(pr_text_of(patterns[i]), (pr_text){0}, NULL, NULL);
        assert_non_null(regex);
        for (size_t j = 0; j < ROWS(lengths); j++) {
            clock_t start = clock();
            pr_text run = {text + sizeof text - lengths[j], lengths[j]};
            pr_regex_result result = pr_regex_search(regex, run, 0, scratch, NULL, NULL);
            double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
            printf("%s on %zu bytes: %d in %.3f s\n", patterns[i], lengths[j], (int)result, seconds);
            assert_true(result == PR_REGEX_LIMIT || result == PR_REGEX_DEEP || result == PR_REGEX_NO);
            assert_true(i > 1 || result == PR_REGEX_LIMIT);
            assert_true(seconds < 5);
        }
        /* The scratch is as good as before. */
        assert_int_equal(pr_regex_search(regex, PR_TEXT("xxx"), 0, scratch, NULL, NULL), PR_REGEX_NO);
        pr_regex_free(regex);
    }
    pr_regex_scratch_free(scratch);
}

static void test_places(void **state) {
    (void)state;
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_regex *regex = pr_regex_compile(PR_TEXT("(b)(r)(a)"), (pr_text){0}, NULL, NULL);
    size_t start = 0, end = 0;
    pr_text text = PR_TEXT("abracadabra");
    assert_int_equal(pr_regex_search(regex, text, 0, scratch, &start, &end), PR_REGEX_YES);
    assert_int_equal(start, 1);
    assert_int_equal(end, 4);
    assert_int_equal(pr_regex_search(regex, text, 2, scratch, &start, &end), PR_REGEX_YES);
    assert_int_equal(start, 8);
    assert_int_equal(end, 11);
    assert_int_equal(pr_regex_search(regex, text, 9, scratch, &start, &end), PR_REGEX_NO);
    assert_int_equal(pr_regex_search(regex, text, 12, scratch, &start, &end), PR_REGEX_NO);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
}

/* Long texts are searched a few places at a time: no step begins within a character. */
static void test_long_characters(void **state) {
    (void)state;
    enum { LENGTH = 90000, SHIFTS = 3 };
    static char text[LENGTH + SHIFTS + 1];
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_regex *regex = pr_regex_compile(PR_TEXT("[a-c]z"), (pr_text){0}, NULL, NULL);
    for (size_t shift = 1; shift <= SHIFTS; shift++) {
        size_t start = 0, end = 0, length = 0;
        while (length < shift) {
            text[length++] = 'a';
        }
        while (length + 3 <= LENGTH) {
            memcpy(text + length, "\xE2\x82\xAC", 3);
            length += 3;
        }
        memcpy(text + length, "bz", 2);
        assert_int_equal(pr_regex_search(regex, (pr_text){text, length + 2}, 0, scratch, &start, &end),
                         PR_REGEX_YES);
        assert_int_equal(start, length);
        assert_int_equal(pr_regex_search(regex, (pr_text){text, length}, 0, scratch, &start, &end),
                         PR_REGEX_NO);
    }
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
}

static void test_text_size(void **state) {
    (void)state;
    pr_text text = {.length = PR_LIMIT_REGEX_TEXT + 1};
    char *bytes = malloc(text.length);
    assert_non_null(bytes);
    memset(bytes, ' ', text.length);
    text.at = bytes;
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_regex *regex = pr_regex_compile(PR_TEXT("x|^ *$"), (pr_text){0}, NULL, NULL);
    assert_int_equal(pr_regex_search(regex, text, 0, scratch, NULL, NULL), PR_REGEX_LONG);
    text.length--;
    assert_int_equal(pr_regex_search(regex, text, 0, scratch, NULL, NULL), PR_REGEX_YES);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
    free(bytes);
}

static pr_regex_result match_within(pr_regex *regex, pr_text text, pr_regex_limits limits) {
    pr_regex_scratch *scratch = pr_regex_scratch_new(limits, NULL);
    assert_non_null(scratch);
    pr_regex_result result = pr_regex_search(regex, text, 0, scratch, NULL, NULL);
    pr_regex_scratch_free(scratch);
    return result;
}

/* Limits that are asked for: with the least that suffices there is an answer, with one less there is none. Patterns of
 * few texts are interpreted, others compiled, which counts at other places. */
static void test_asked_limits(void **state) {
    (void)state;
    enum { LENGTH = 8000 };
    char many[LENGTH];
    memset(many, 'a', LENGTH);
    const struct {
        const char *pattern;
        pr_text text;
        pr_regex_result right, wrong;
    } rows[] = {{"^(a+)+$", PR_TEXT("aaaaaaaaaaaaaaaab"), PR_REGEX_NO, PR_REGEX_LIMIT},
                {"^((a|b))*$", {many, LENGTH}, PR_REGEX_YES, PR_REGEX_DEEP}};
    for (int often = 0; often < 2; often++) {
        for (int deep = 0; deep < 2; deep++) {
            pr_regex *regex = pr_regex_compile(pr_text_of(rows[deep].pattern), (pr_text){0}, NULL, NULL);
            for (int i = 0; often && i < 100; i++) {
                (void)match_within(regex, PR_TEXT("a"), (pr_regex_limits){0});
            }
            uint32_t low = 1, high = 1 << 20;
            while (high - low > 1) {
                uint32_t middle = low + (high - low) / 2;
                pr_regex_limits limits = {deep ? 0 : middle, deep ? middle : 0};
                pr_regex_result result = match_within(regex, rows[deep].text, limits);
                assert_true(result == rows[deep].right || result == rows[deep].wrong);
                *(result == rows[deep].right ? &high : &low) = middle;
            }
            printf("%s, %s: %u\n", often ? "compiled" : "interpreted", deep ? "depth" : "match", high);
            assert_true(low > 1 && high < 1 << 20);
            pr_regex_free(regex);
        }
    }
}

/* A long text is matched in steps: wherever the match is, it is found, and the first one. */
static void test_long_text(void **state) {
    (void)state;
    enum { LENGTH = 6000 };
    char bytes[LENGTH];
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_regex *regex = pr_regex_compile(PR_TEXT("(?<=\xc3\xa9)x+|z$"), (pr_text){0}, NULL, NULL);
    pr_text text = {bytes, LENGTH};
    for (size_t at = 2; at + 3 < LENGTH; at += 7) {
        for (size_t i = 0; i < LENGTH; i += 2) {
            memcpy(bytes + i, "\xc3\xa8", 2);
        }
        size_t even = at & ~(size_t)1, start = 0, end = 0;
        memcpy(bytes + even - 2, "\xc3\xa9xx", 4);
        assert_int_equal(pr_regex_search(regex, text, 0, scratch, &start, &end), PR_REGEX_YES);
        assert_int_equal(start, even);
        assert_int_equal(end, even + 2);
        assert_int_equal(pr_regex_search(regex, text, end, scratch, &start, &end), PR_REGEX_NO);
    }
    bytes[LENGTH - 1] = 'z';
    bytes[LENGTH - 2] = 'y';
    size_t start = 0;
    assert_int_equal(pr_regex_search(regex, text, LENGTH - 4, scratch, &start, NULL), PR_REGEX_YES);
    assert_int_equal(start, LENGTH - 1);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
}

typedef struct replace_row {
    const char *text, *pattern, *replacement, *flags;
    const char *result; /* NULL: see `code` */
    pr_regex_result code;
} replace_row;

static void test_replace(void **state) {
    (void)state;
    static const replace_row rows[] = {
        {"abcd", "(ab)|(a)", "[1=$1][2=$2]", "", "[1=ab][2=]cd", PR_REGEX_YES},
        {"a", "[b-z]", "#", "", "a", PR_REGEX_YES},
        {"", "a", "#", "", "", PR_REGEX_YES},
        {"foobar", "^fo*b*", "#", "", "#ar", PR_REGEX_YES},
        {"abracadabra", "a(.)", "a$1$1", "", "abbraccaddabbra", PR_REGEX_YES},
        {"AAAA", "A+?", "b", "", "bbbb", PR_REGEX_YES},
        {"0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3", "", "(012) 345-6789", PR_REGEX_YES},
        {"facetiously", "[iouy]", "[$0]", "", "facet[i][o][u]sl[y]", PR_REGEX_YES},
        {"a b c d ", "[a-z]", "#", "x", "# # # # ", PR_REGEX_YES},
        {"abc", ".^[d-z]*", "#", "smix", "abc", PR_REGEX_YES},
        {"abc", "(b)", "$12", "", "ab2c", PR_REGEX_YES},
        {"abc", "(b)", "$2", "", "ac", PR_REGEX_YES},
        {"abc", "b", "\\$1\\\\", "", "a$1\\c", PR_REGEX_YES},
        {"abc", "(?<=a)|(?<=b)", "-", "", "a-b-c", PR_REGEX_YES},
        {"a\xc3\xa9z", "\xc3\xa9", "e", "", "aez", PR_REGEX_YES},
        {"abc", "b", "$", "", NULL, PR_REGEX_BAD_REPLACEMENT},
        {"abc", "b", "$x", "", NULL, PR_REGEX_BAD_REPLACEMENT},
        {"abc", "b", "\\n", "", NULL, PR_REGEX_BAD_REPLACEMENT},
        {"abc", "b", "\\", "", NULL, PR_REGEX_BAD_REPLACEMENT},
        {"abc", ".*?", "#", "", NULL, PR_REGEX_MATCHES_EMPTY},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$", "#", "", NULL, PR_REGEX_LIMIT},
    };
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const replace_row *row = &rows[i];
        pr_regex *regex = pr_regex_compile(pr_text_of(row->pattern), pr_text_of(row->flags), NULL, NULL);
        assert_non_null(regex);
        pr_text out = {0};
        pr_regex_result code = pr_regex_replace(regex, pr_text_of(row->text), pr_text_of(row->replacement),
                                                scratch, &arena, &out);
        assert_int_equal(code, row->code);
        if (row->result != NULL && !pr_text_is(out, row->result)) {
            fail_msg("\"%s\" in \"%s\" gives \"%.*s\"", row->pattern, row->text, PR_ARG(out));
        }
        pr_regex_free(regex);
    }
    pr_arena_release(&arena);
    pr_regex_scratch_free(scratch);
}

static bool fits_replaced(size_t size) {
    static char text[1024];
    char *by = malloc(size);
    assert_non_null(by);
    memset(text, 'a', sizeof text);
    memset(by, 'b', size);
    pr_regex *regex = pr_regex_compile(PR_TEXT("a"), PR_TEXT(""), NULL, NULL);
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, NULL);
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_text out;
    pr_regex_result result =
        pr_regex_replace(regex, (pr_text){text, sizeof text}, (pr_text){by, size}, scratch, &arena, &out);
    pr_arena_release(&arena);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
    free(by);
    return result == PR_REGEX_YES;
}

static void test_replaced_limit(void **state) {
    (void)state;
    assert_true(fits_replaced(PR_LIMIT_TEXT / 1024));
    assert_false(fits_replaced(PR_LIMIT_TEXT / 1024 + 1));
}

static void test_letter_case(void **state) {
    (void)state;
    static const struct {
        const char *text, *upper, *lower;
    } rows[] = {{"", "", ""},
                {"abc-XYZ 1", "ABC-XYZ 1", "abc-xyz 1"},
                {"gr\u00f6\u00dfer", "GR\u00d6SSER", "gr\u00f6\u00dfer"},
                {"\u0416\u0436 \u03a9\u03c9", "\u0416\u0416 \u03a9\u03a9", "\u0436\u0436 \u03c9\u03c9"},
                {"\u65e5\u672c", "\u65e5\u672c", "\u65e5\u672c"}};
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (size_t i = 0; i < ROWS(rows); i++) {
        pr_text upper, lower;
        assert_true(pr_regex_letter_case(pr_text_of(rows[i].text), true, &arena, &upper));
        assert_true(pr_regex_letter_case(pr_text_of(rows[i].text), false, &arena, &lower));
        assert_true(pr_text_is(upper, rows[i].upper));
        assert_true(pr_text_is(lower, rows[i].lower));
    }
    pr_arena_release(&arena);
}

/* Letters of which the tables need not be asked are told as the tables do: a letter of another script beside them makes
 * sure that they are asked. */
static void test_letter_case_by_tables(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    for (unsigned i = 1; i < 0xC0; i++) {
        char text[16] = {(char)(i < 0x80 ? i : 0xC3), (char)i};
        const size_t length = i < 0x80 ? 1 : 2;
        memcpy(text + length, "12345678\u0434", 10);
        for (int upper = 0; upper < 2; upper++) {
            pr_text plain, asked;
            assert_true(pr_regex_letter_case((pr_text){text, length + 8}, upper, &arena, &plain));
            assert_true(pr_regex_letter_case((pr_text){text, length + 10}, upper, &arena, &asked));
            assert_int_equal(plain.length + 2, asked.length);
            assert_memory_equal(plain.at, asked.at, plain.length);
        }
    }
    pr_arena_release(&arena);
}

/* An allocator that counts, and fails from one allocation on. */
typedef struct meter {
    int taken, held, fail_at;
} meter;

static void *meter_take(void *context, size_t size) {
    meter *m = context;
    if (++m->taken == m->fail_at) {
        return NULL;
    }
    m->held++;
    return malloc(size);
}

static void meter_free(void *context, void *at) {
    meter *m = context;
    m->held--;
    free(at);
}

static bool compile_and_match(const preceptor_allocator *allocator) {
    pr_regex_error error = {0};
    pr_regex *regex = pr_regex_compile(PR_TEXT("([a-z-[x]]+)\\s(\\w)\\2"), PR_TEXT("i"), allocator, &error);
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, allocator);
    bool ok = regex != NULL && scratch != NULL;
    if (regex == NULL) {
        assert_string_equal(error.message, "out of memory");
    }
    pr_arena arena;
    pr_arena_init(&arena, allocator, 0);
    pr_text out;
    ok = ok && pr_regex_search(regex, PR_TEXT("ab CCd"), 0, scratch, NULL, NULL) == PR_REGEX_YES;
    ok = ok &&
         pr_regex_replace(regex, PR_TEXT("ab CCd"), PR_TEXT("$1$2"), scratch, &arena, &out) == PR_REGEX_YES;
    pr_arena_release(&arena);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
    return ok;
}

static void test_allocation_failures(void **state) {
    (void)state;
    meter m = {0};
    preceptor_allocator allocator = {meter_take, meter_free, &m};
    for (m.fail_at = 1; m.fail_at < 100; m.fail_at++) {
        m.taken = 0;
        bool ok = compile_and_match(&allocator);
        assert_int_equal(m.held, 0);
        if (ok && m.taken < m.fail_at) {
            return;
        }
    }
    fail_msg("it never succeeded");
}

static void test_no_allocation_once_warm(void **state) {
    (void)state;
    meter m = {0};
    preceptor_allocator allocator = {meter_take, meter_free, &m};
    pr_regex *regex = pr_regex_compile(PR_TEXT("^(\\w+\\s?)+(vir|ir)$"), PR_TEXT("i"), &allocator, NULL);
    pr_regex_scratch *scratch = pr_regex_scratch_new((pr_regex_limits){0}, &allocator);
    for (int i = 0; i < 100; i++) { /* until the JIT has taken over */
        pr_regex_search(regex, PR_TEXT("some text of a VIR"), 0, scratch, NULL, NULL);
    }
    int before = m.taken;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(pr_regex_search(regex, PR_TEXT("some text of a VIR"), 0, scratch, NULL, NULL),
                         PR_REGEX_YES);
    }
    assert_int_equal(m.taken, before);
    pr_regex_free(regex);
    pr_regex_scratch_free(scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_white_space_flag),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_error_places),
        cmocka_unit_test(test_runaway),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_long_characters),
        cmocka_unit_test(test_asked_limits),
        cmocka_unit_test(test_text_size),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_replaced_limit),
        cmocka_unit_test(test_letter_case),
        cmocka_unit_test(test_letter_case_by_tables),
        cmocka_unit_test(test_allocation_failures),
        cmocka_unit_test(test_no_allocation_once_warm),
    };
    return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
