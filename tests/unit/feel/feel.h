/* What the tests of feel/ share: parsing a C string with names. */
#ifndef TEST_FEEL_FEEL_H
#define TEST_FEEL_FEEL_H

#include "unit/support.h"

#include "feel/ast.h"

typedef pr_ast *feel_parser(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                            pr_diags *diags);

/* An expression as a file of its own. */
typedef struct feel_text {
    pr_source file;
    pr_feel_source source;
} feel_text;

static inline void feel_text_init(feel_text *text, const char *expression) {
    *text = (feel_text){.file = {.name = PR_TEXT("x"), .bytes = pr_text_of(expression)}};
    text->source.text = text->file.bytes;
    text->source.origin =
        (pr_origin){.source = &text->file, .end = (uint32_t)text->file.bytes.length, .style = PR_STYLE_EXACT};
}

static inline pr_ast *feel_parse(fixture *f, feel_text *text, feel_parser *parser) {
    static const pr_text names[] = {{"Full Name", 9}, {"a-b", 3}, {"for sale", 8}, {"plain", 5}, {"d'or", 4}};
    pr_feel_names known = {names, COUNT_OF(names)};
    /* cppcheck-suppress returnDanglingLifetime ; a tree keeps no pointer to the names that were known */
    return parser(&text->source, &known, &f->arena, &f->diags);
}

/* The same, against what it should give; prints the expression when it does not. */
static inline void assert_feel(pr_text actual, const char *expression, const char *expected) {
    if (!pr_text_is(actual, expected)) {
        print_error("of:       [%s]\n", expression);
    }
    assert_text(actual, expected);
}

#endif
