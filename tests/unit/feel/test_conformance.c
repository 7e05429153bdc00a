/* Every expression of the conformance cases parses, with the keys of its context as names. Their values are compared
 * elsewhere. Reads the shared folder; says so when it is not there. */
#include "unit/feel/feel.h"

#include "feel/lexer.h"

typedef PR_VEC(pr_text) text_list;

/* One line of JSON, as far as its strings go. The escapes of a JSON string are those of a FEEL string but for \/, which
 * the file does not use. */
typedef struct line {
    pr_text text;
    size_t at;
    pr_arena *arena;
} line;

/* The next string and whether it is a key; false at the end. */
static bool next_string(line *l, pr_text *out, bool *key) {
    while (l->at < l->text.length && l->text.at[l->at] != '"') {
        l->at++;
    }
    if (l->at >= l->text.length) {
        return false;
    }
    pr_token token = pr_token_at(l->text, (uint32_t)l->at);
    assert_int_equal(token.kind, PR_TOKEN_STRING);
    *out = pr_string_unquote((pr_text){l->text.at + token.start, token.end - token.start}, l->arena);
    assert_non_null(out->at);
    l->at = token.end;
    *key = pr_token_at(l->text, token.end).kind == PR_TOKEN_COLON;
    return true;
}

/* The members of one case: its expression, and all keys inside its context. */
static pr_text read_case(line *l, pr_text *id, text_list *names) {
    pr_text expression = {0}, string, member = {0};
    bool key;
    while (next_string(l, &string, &key)) {
        bool outer =
            key && (pr_text_is(string, "id") || pr_text_is(string, "expr") || pr_text_is(string, "context") ||
                    pr_text_is(string, "expected") || pr_text_is(string, "error_expected"));
        if (outer && !pr_text_is(member, "expected")) {
            member = string;
        } else if (pr_text_is(member, "id")) {
            *id = string;
        } else if (pr_text_is(member, "expr")) {
            expression = string;
        } else if (pr_text_is(member, "context") && key) {
            assert_true(PR_PUSH(l->arena, names, string));
        }
    }
    return expression;
}

static bool parses(pr_text bytes, size_t number) {
    fixture f;
    fixture_init(&f, NULL);
    text_list names = {0};
    pr_text id = {0};
    line l = {.text = bytes, .arena = &f.arena};
    pr_text expression = read_case(&l, &id, &names);
    assert_true(expression.length > 0);
    pr_source file = {.name = id, .bytes = expression};
    pr_feel_source source = {
        .text = expression,
        .origin = {.source = &file, .end = (uint32_t)expression.length, .style = PR_STYLE_EXACT}};
    pr_feel_names known = {names.items, names.count};
    bool parsed = pr_feel_parse(&source, &known, &f.arena, &f.diags) != NULL;
    if (!parsed) {
        pr_diags_render(&f.diags, false, &f.out);
        print_error("line %zu: %.*s\n", number, PR_ARG(pr_buf_view(&f.out)));
    }
    fixture_release(&f);
    return parsed;
}

static FILE *open_cases(void) {
    const char *shared = getenv("PRECEPTOR_SHARED");
    char path[1024];
    snprintf(path, sizeof path, "%s/feel/conformance.ndjson",
             shared != NULL ? shared : PRECEPTOR_TOP "/../shared");
    return fopen(path, "rb");
}

static void every_case_parses(void **state) {
    FILE *cases = *state;
    static char bytes[65536];
    size_t count = 0, parsed = 0;
    while (fgets(bytes, sizeof bytes, cases) != NULL) {
        count++;
        parsed += parses(pr_text_trim(pr_text_of(bytes)), count);
    }
    print_message("%zu of %zu expressions parse\n", parsed, count);
    assert_true(count > 0);
    assert_int_equal(parsed, count);
}

int main(void) {
    FILE *cases = open_cases();
    if (cases == NULL) {
        print_message("skipped: the conformance cases are not there\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(every_case_parses, cases)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fclose(cases);
    return failed;
}
