/* A FEEL expression, then, behind a line "---", the context it is evaluated in (YAML). It is evaluated as
 * `preceptor feel` does, type-checked in a vocabulary, and read as unary tests and as a template. */
#include "fuzz/fuzz.h"

#include "unit/feel/vocabulary.h"

#include "feel/builtin.h"

static const preceptor_options options = {.limits = {.nodes = 20000, .steps = 20000}};

typedef struct input {
    pr_text expression, context;
} input;

static input split(pr_text text) {
    pr_text line = PR_TEXT("\n---\n");
    for (size_t i = 0; i + line.length <= text.length; i++) {
        if (memcmp(text.at + i, line.at, line.length) == 0) {
            size_t behind = i + line.length;
            return (input){{text.at, i}, {text.at + behind, text.length - behind}};
        }
    }
    return (input){.expression = text};
}

static preceptor_status evaluate(pr_text expression, pr_text context, preceptor_format format, pr_buf *out) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    pr_buf_clear(out);
    preceptor_sink sink = fuzz_sink(out);
    preceptor_status status =
        preceptor_feel(expression.at, expression.length, "context", context.length > 0 ? context.at : NULL,
                       context.length, false, "2026-11-21", format, &options, d, &sink);
    FUZZ_CHECK(status == PRECEPTOR_OK || status == PRECEPTOR_INVALID || status == PRECEPTOR_LIMIT);
    FUZZ_CHECK((status == PRECEPTOR_OK) == (preceptor_diagnostics_errors(d) == 0));
    fuzz_check_diagnostics(d);
    preceptor_diagnostics_free(d);
    return status;
}

static bool has(pr_text text, const char *part) {
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= text.length; i++) {
        if (memcmp(text.at + i, part, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Is it an expression? What is not known, functions and what is cut are none, and times are only where FEEL's
 * functions for them are built in. */
static bool is_literal(pr_text printed) {
    static const char *const none[] = {"not known", "perhaps", "...", "function"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (has(printed, none[i])) {
            return false;
        }
    }
    return pr_builtin_find(PR_TEXT("time")) >= 0 || !has(printed, "time(");
}

/* What was printed, read again, prints the same. */
static void check_printed(pr_text printed) {
    pr_buf again;
    pr_buf_init(&again, NULL);
    pr_text expression = pr_text_trim(printed);
    preceptor_status status = evaluate(expression, (pr_text){0}, PRECEPTOR_TEXT, &again);
    FUZZ_CHECK_TEXT(status == PRECEPTOR_OK || status == PRECEPTOR_LIMIT, printed);
    if (status == PRECEPTOR_OK) {
        FUZZ_CHECK_TEXT(pr_text_equal(printed, pr_buf_view(&again)), printed);
    }
    pr_buf_release(&again);
}

static void check_evaluated(input in) {
    pr_buf first, again, json;
    pr_buf_init(&first, NULL);
    pr_buf_init(&again, NULL);
    pr_buf_init(&json, NULL);
    preceptor_status status = evaluate(in.expression, in.context, PRECEPTOR_TEXT, &first);
    FUZZ_CHECK(evaluate(in.expression, in.context, PRECEPTOR_TEXT, &again) == status);
    FUZZ_CHECK(pr_text_equal(pr_buf_view(&first), pr_buf_view(&again)));
    fuzz_check_text(pr_buf_view(&first));
    if (evaluate(in.expression, in.context, PRECEPTOR_JSON, &json) == PRECEPTOR_OK) {
        fuzz_check_json(pr_buf_view(&json));
    }
    if (status == PRECEPTOR_OK && is_literal(pr_buf_view(&first)) && first.length < 4096) {
        check_printed(pr_buf_view(&first));
    }
    pr_buf_release(&first);
    pr_buf_release(&again);
    pr_buf_release(&json);
}

typedef pr_ast *parse_function(const pr_feel_source *, const pr_feel_names *, pr_arena *, pr_diags *);

static void check_types(pr_text expression, parse_function *parse) {
    preceptor_diagnostics *d = preceptor_diagnostics_new(NULL);
    FUZZ_CHECK(d != NULL);
    pr_arena arena;
    pr_arena_init(&arena, NULL, 0);
    const pr_source *file = pr_source_of(PR_TEXT("fuzz.feel"), expression, &d->sources);
    FUZZ_CHECK(file != NULL);
    pr_feel_source source = {
        .text = file->bytes,
        .origin = {.source = file, .end = (uint32_t)expression.length, .style = PR_STYLE_EXACT}};
    pr_feel_names names = {0};
    pr_ast *tree = parse(&source, &names, &arena, &d->diags);
    FUZZ_CHECK((tree == NULL) == (d->diags.errors > 0));
    if (tree != NULL && parse == pr_feel_parse) {
        const pr_type *type = pr_feel_check(tree, &source, &vocabulary, NULL, &arena, &d->diags);
        FUZZ_CHECK((type == NULL) == (d->diags.errors > 0));
    }
    fuzz_check_diagnostics(d);
    pr_arena_release(&arena);
    preceptor_diagnostics_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = split((pr_text){(const char *)data, size});
    check_evaluated(in);
    /* Elsewhere the reader of documents has seen to it that all text is UTF-8. */
    if (pr_utf8_valid(in.expression) == in.expression.length) {
        check_types(in.expression, pr_feel_parse);
        check_types(in.expression, pr_feel_parse_tests);
        check_types(in.expression, pr_feel_parse_template);
    }
    return 0;
}
