/* Random JSON: damaged or not, the reader accepts what is valid and nothing else; what both YAML and JSON
 * can read is the same document. PRECEPTOR_SEED=N repeats a run. */
#include "property/json_check.h"
#include "property/random.h"
#include "unit/doc/outline.h"

enum { ROUNDS = 60000 };

static void add_blanks(random_numbers *random, pr_buf *out) {
    static const char *const blanks[] = {"", "", "", "", " ", "  ", "\n", "\r\n "};
    pr_buf_string(out, blanks[random_below(random, COUNT_OF(blanks))]);
}

static void add_string(random_numbers *random, pr_buf *out, const char *start, bool for_yaml) {
    static const char *const parts[] = {"a",       "b",    " ",         "x y", "\xC3\xA9", "\xF0\x9F\x98\x80",
                                        "[",       "}",    ":",         ", ",  "'",        "#",
                                        "\\\"",    "\\\\", "\\/",       "\\n", "\\t",      "\\u0041",
                                        "\\u20ac", "\\r",  "0123456789"};
    pr_buf_printf(out, "\"%s", start);
    for (uint32_t i = random_below(random, 5); i > 0; i--) {
        pr_buf_string(out, parts[random_below(random, COUNT_OF(parts))]);
    }
    /* YAML has no pairs of escapes. */
    pr_buf_string(out, !for_yaml && random_below(random, 8) == 0 ? "\\ud83d\\ude00\"" : "\"");
}

static void add_value(random_numbers *random, pr_buf *out, int depth, bool for_yaml) {
    static const char *const literals[] = {
        "null", "true", "false", "0", "-1", "12.50", "1e5", "-0.5E-3", "123456789012345678901"};
    add_blanks(random, out);
    uint32_t kind = random_below(random, depth > 4 ? 6 : 10);
    if (kind < 3) {
        pr_buf_string(out, literals[random_below(random, COUNT_OF(literals))]);
    } else if (kind < 6) {
        add_string(random, out, "", for_yaml);
    } else {
        bool map = kind < 8;
        pr_buf_char(out, map ? '{' : '[');
        for (uint32_t i = random_below(random, 5), first = i; i > 0; i--) {
            pr_buf_string(out, i == first ? "" : ",");
            if (map) {
                char start[] = {(char)('0' + i), '\0'}; /* no key twice */
                add_string(random, out, start, for_yaml);
                pr_buf_string(out, ": ");
            }
            add_value(random, out, depth + 1, for_yaml);
        }
        pr_buf_char(out, map ? '}' : ']');
    }
    add_blanks(random, out);
}

static void damage(random_numbers *random, pr_buf *out) {
    static const char bytes[] = "{}[],:\"\\'0-+.eEtfnux \n\t\x01\x80\xC3\xFF/#";
    for (uint32_t i = random_below(random, 3); i > 0 && out->length > 1; i--) {
        size_t at = random_below(random, (uint32_t)out->length);
        switch (random_below(random, 3)) {
        case 0: out->at[at] = bytes[random_below(random, sizeof bytes)]; break;
        case 1:
            memmove(out->at + at, out->at + at + 1, out->length - at - 1);
            out->length--;
            break;
        default: out->length = at + 1;
        }
    }
}

static void accepts_what_is_valid_and_nothing_else(void **state) {
    (void)state;
    random_numbers random = random_start();
    fixture f;
    fixture_init(&f, NULL);
    pr_doc_json_parser *parser = pr_doc_json_parser_new(NULL);
    size_t accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pr_buf_clear(&f.out);
        pr_diags_clear(&f.diags);
        pr_arena_reset(&f.arena);
        add_value(&random, &f.out, 0, false);
        damage(&random, &f.out);
        pr_source source = source_of("f", f.out.at, f.out.length);
        const pr_doc_node *root = pr_doc_json_read(parser, &source, 0, NULL, &f.arena, &f.diags);
        bool valid = json_is_valid(source.bytes);
        if ((root != NULL) != valid || (!valid && f.diags.errors == 0)) {
            fail_msg("%s: [%.*s]", valid ? "refused" : "accepted", PR_ARG(source.bytes));
        }
        for (uint32_t j = 0; j < f.diags.list.count; j++) {
            pr_span span = f.diags.list.items[j].span;
            assert_true(span.source == &source && span.start <= span.end && span.end <= source.bytes.length);
        }
        accepted += valid;
    }
    print_message("%zu of %d were valid\n", accepted, ROUNDS);
    assert_in_range(accepted, ROUNDS / 10, ROUNDS * 9 / 10);
    pr_doc_json_parser_free(parser);
    fixture_release(&f);
}

static void yaml_and_json_read_the_same(void **state) {
    (void)state;
    random_numbers random = random_start();
    fixture f;
    fixture_init(&f, NULL);
    for (int i = 0; i < ROUNDS / 4; i++) {
        pr_buf text, other;
        pr_buf_init(&text, NULL);
        pr_buf_init(&other, NULL);
        pr_diags_clear(&f.diags);
        pr_arena_reset(&f.arena);
        add_value(&random, &text, 0, true);
        pr_source source = source_of("f", text.at, text.length);
        const pr_doc_node *yaml = read_text(&f, &source, PR_DOC_YAML);
        const pr_doc_node *json = read_text(&f, &source, PR_DOC_JSON);
        if (yaml == NULL || json == NULL) {
            fail_msg("refused: [%.*s]", PR_ARG(source.bytes));
        }
        pr_buf_clear(&f.out);
        outline(&f.out, yaml, true);
        outline(&other, json, true);
        if (!pr_text_equal(pr_buf_view(&f.out), pr_buf_view(&other))) {
            fail_msg("not the same: [%.*s]", PR_ARG(source.bytes));
        }
        pr_buf_release(&text);
        pr_buf_release(&other);
    }
    fixture_release(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_is_valid_and_nothing_else),
        cmocka_unit_test(yaml_and_json_read_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
