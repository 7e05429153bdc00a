/* Text, UTF-8, the nearest name. */
#include "unit/support.h"

static void compares_by_bytes(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"", "", 0},    {"", "a", -1},         {"a", "a", 0},  {"a", "b", -1},
        {"ab", "a", 1}, {"z", "\xC3\xA9", -1}, {"B", "a", -1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        pr_text a = pr_text_of(cases[i].a), b = pr_text_of(cases[i].b);
        assert_int_equal(pr_text_compare(a, b), cases[i].order);
        assert_int_equal(pr_text_compare(b, a), -cases[i].order);
        assert_int_equal(pr_text_equal(a, b), cases[i].order == 0);
    }
    assert_true(pr_text_equal((pr_text){0}, PR_TEXT("")));
    assert_false(pr_text_equal(PR_TEXT("a\0b"), PR_TEXT("a\0c")));
}

static void trims_and_starts(void **state) {
    (void)state;
    assert_text(pr_text_trim(PR_TEXT(" \t a b\r\n")), "a b");
    assert_text(pr_text_trim(PR_TEXT(" \n ")), "");
    assert_true(pr_text_starts(PR_TEXT("abc"), PR_TEXT("ab")));
    assert_true(pr_text_starts(PR_TEXT("abc"), PR_TEXT("")));
    assert_false(pr_text_starts(PR_TEXT("ab"), PR_TEXT("abc")));
}

/* Each byte at each place of texts around the length of a word, beside a slow look at it. */
static void tells_what_is_plain(void **state) {
    (void)state;
    char bytes[20];
    assert_true(pr_text_is_plain((pr_text){0}));
    for (size_t length = 1; length <= sizeof bytes; length++) {
        for (size_t at = 0; at < length; at++) {
            for (int c = 0; c < 256; c++) {
                memset(bytes, '~' - (int)at, sizeof bytes);
                bytes[at] = (char)c;
                bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
                assert_int_equal(pr_text_is_plain((pr_text){bytes, length}), plain);
            }
        }
    }
}

static void copies_and_formats(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    pr_text copy = pr_text_copy(&arena, (pr_text){"abcdef", 3});
    assert_string_equal(copy.at, "abc");
    pr_text text = pr_text_format(&arena, "%.*s-%d", PR_ARG(copy), 7);
    assert_int_equal(text.length, 5);
    assert_string_equal(text.at, "abc-7");
    pr_arena_release(&arena);
    pr_arena_init(&arena, NULL, 4);
    assert_null(pr_text_format(&arena, "%s", "longer than four").at);
    pr_arena_release(&arena);
}

/* What is valid, and where it stops being so. */
static void validates_utf8(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t valid;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"\xC3\xA9", 2},
        {"\xE2\x82\xAC", 3},
        {"\xF0\x9F\x98\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"a\x80", 1},    /* continues nothing */
        {"ab\xC3", 2},   /* ends early */
        {"\xC0\xAF", 0}, /* longer than needed */
        {"\xE0\x80\xAF", 0},
        {"\xF0\x80\x80\xAF", 0},
        {"x\xED\xA0\x80", 1},     /* a surrogate */
        {"x\xF4\x90\x80\x80", 1}, /* past the last code point */
        {"x\xFF", 1},
        {"\xE2\x82(", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(pr_utf8_valid(pr_text_of(cases[i].bytes)), cases[i].valid);
    }
}

static void walks_utf8(void **state) {
    (void)state;
    pr_text text = PR_TEXT("a\xC3\xA9\xFF\xF0\x9F\x98\x80");
    static const uint32_t points[] = {'a', 0xE9, 0xFFFD, 0x1F600};
    static const size_t ends[] = {1, 3, 4, 8};
    size_t offset = 0;
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        assert_int_equal(pr_utf8_next(text, &offset), points[i]);
        assert_int_equal(offset, ends[i]);
    }
    assert_int_equal(pr_utf8_count(text), 4);
}

static void cuts_no_character_in_two(void **state) {
    (void)state;
    pr_text text = PR_TEXT("a\xC3\xA9\xF0\x9F\x98\x80");
    static const size_t lengths[] = {0, 1, 1, 3, 3, 3, 3, 7, 7};
    for (size_t most = 0; most < COUNT_OF(lengths); most++) {
        assert_int_equal(pr_utf8_cut(text, most).length, lengths[most]);
    }
}

/* Eight bytes of ASCII are taken at a time: longer characters and bad bytes at each place among them. */
static void skips_utf8_as_it_is_walked(void **state) {
    (void)state;
    static const char *const strange[] = {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xFF", "\xC3"};
    for (size_t s = 0; s < COUNT_OF(strange); s++) {
        for (size_t place = 0; place <= 20; place++) {
            char bytes[32];
            memset(bytes, 'x', sizeof bytes);
            memcpy(bytes + place, strange[s], strlen(strange[s]));
            pr_text text = {bytes, 20 + strlen(strange[s])};
            size_t walked = 0, characters = 0;
            for (; walked < text.length; characters++) {
                size_t left = characters;
                assert_int_equal(pr_utf8_skip(text, 0, &left), walked);
                assert_int_equal(left, 0);
                (void)pr_utf8_next(text, &walked);
            }
            size_t left = characters + 3;
            assert_int_equal(pr_utf8_skip(text, 0, &left), text.length);
            assert_int_equal(left, 3);
            assert_int_equal(pr_utf8_count(text), characters);
            assert_int_equal(pr_utf8_valid(text), s < 3 ? text.length : place);
        }
    }
}

static void what_is_put_is_read_back(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        pr_text text = {bytes, pr_utf8_put(bytes, c)};
        size_t offset = 0;
        bool exists = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        assert_int_equal(pr_utf8_next(text, &offset), exists ? c : 0xFFFD);
        assert_int_equal(offset, text.length);
    }
}

static void joins_texts(void **state) {
    (void)state;
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_text texts[] = {PR_TEXT("a"), {0}, PR_TEXT("bc")};
    assert_text(pr_texts_join(&arena, texts, COUNT_OF(texts), PR_TEXT("; ")), "a; ; bc");
    assert_text(pr_texts_join(&arena, texts, 1, PR_TEXT("; ")), "a");
    assert_null(pr_texts_join(&arena, texts, 0, PR_TEXT("; ")).at);
    pr_arena_release(&arena);
}

static void finds_the_nearest_name(void **state) {
    (void)state;
    static const pr_text names[] = {
        {"rotations", 9}, {"third_year_done", 15},      {"goals", 5}, {"goal", 4},
        {"id", 2},        {"exams.step2_ck.score", 20},
    };
    static const struct {
        const char *name;
        int nearest;
    } cases[] = {
        {"rotation", 0},
        {"rotatoins", 0},
        {"third_year_don", 1},
        {"third-year-done", 1},
        {"Third_Year_Done", 1},
        {"gaol", 3},
        {"exams.step2_ck.scroe", 5},
        {"something else", -1},
        {"", -1},
        {"rotations", 0},
        {"ie", 4},
        {"xyz", -1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int nearest = pr_text_nearest(pr_text_of(cases[i].name), names, COUNT_OF(names));
        if (nearest != cases[i].nearest) {
            fail_msg("nearest to '%s' is %d, not %d", cases[i].name, nearest, cases[i].nearest);
        }
    }
    assert_int_equal(pr_text_nearest(PR_TEXT("x"), NULL, 0), -1);
}

/* Of two that are equally near the one that sorts first, in whatever order they come. */
static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* By its definition, every cell of it. */
static unsigned plain_distance(const char *a, const char *b) {
    enum { LONGEST = 16 };
    unsigned d[LONGEST + 1][LONGEST + 1], m = (unsigned)strlen(a), n = (unsigned)strlen(b);
    for (unsigned i = 0; i <= m; i++) {
        for (unsigned j = 0; j <= n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[m][n];
}

static void random_word(uint32_t *random, char word[13]) {
    uint32_t length = 1 + (*random = *random * 1664525u + 1013904223u) / 7919 % 12;
    for (uint32_t i = 0; i < length; i++) {
        *random = *random * 1664525u + 1013904223u;
        word[i] = (char)('a' + (*random >> 24) % 3);
    }
    word[length] = '\0';
}

/* Looking at what is near the diagonal only changes no answer. */
static void the_nearest_name_is_that_of_the_definition(void **state) {
    (void)state;
    enum { ROUNDS = 20000, NAMES = 5 };
    uint32_t random = 1;
    for (int round = 0; round < ROUNDS; round++) {
        char words[NAMES][13], name[13];
        pr_text names[NAMES];
        random_word(&random, name);
        int expected = -1;
        unsigned nearest = 0;
        for (int i = 0; i < NAMES; i++) {
            random_word(&random, words[i]);
            names[i] = pr_text_of(words[i]);
            unsigned longer = (unsigned)(strlen(name) > strlen(words[i]) ? strlen(name) : strlen(words[i]));
            unsigned d = plain_distance(name, words[i]);
            bool near = d <= (longer < 3 ? 1 : longer / 3) && d < longer;
            if (near &&
                (expected < 0 || d < nearest || (d == nearest && strcmp(words[i], words[expected]) < 0))) {
                expected = i;
                nearest = d;
            }
        }
        int found = pr_text_nearest(pr_text_of(name), names, NAMES);
        if (found != expected && (found < 0 || expected < 0 || strcmp(words[found], words[expected]) != 0)) {
            fail_msg("nearest to '%s' is %d, not %d", name, found, expected);
        }
    }
}

static void the_nearest_name_depends_on_no_order(void **state) {
    (void)state;
    static const pr_text one[] = {{"abcd", 4}, {"abce", 4}}, other[] = {{"abce", 4}, {"abcd", 4}};
    assert_int_equal(pr_text_nearest(PR_TEXT("abcf"), one, 2), 0);
    assert_int_equal(pr_text_nearest(PR_TEXT("abcf"), other, 2), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_by_bytes),
        cmocka_unit_test(trims_and_starts),
        cmocka_unit_test(tells_what_is_plain),
        cmocka_unit_test(copies_and_formats),
        cmocka_unit_test(validates_utf8),
        cmocka_unit_test(walks_utf8),
        cmocka_unit_test(cuts_no_character_in_two),
        cmocka_unit_test(skips_utf8_as_it_is_walked),
        cmocka_unit_test(what_is_put_is_read_back),
        cmocka_unit_test(joins_texts),
        cmocka_unit_test(finds_the_nearest_name),
        cmocka_unit_test(the_nearest_name_is_that_of_the_definition),
        cmocka_unit_test(the_nearest_name_depends_on_no_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
