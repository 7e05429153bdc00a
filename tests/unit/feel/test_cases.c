/* Cases of FEEL of our own, one a line in cases/: an expression, `==>`, and the value as `preceptor feel` prints it.
 * `null!` is a null that says why, `null` one that has nothing to say. Lines that begin with # say what follows. */
#include "api/feel.h"
#include "unit/support.h"

#include <dirent.h>
#include <stdlib.h>

static const char arrow[] = " ==> ";

typedef struct outcome {
    pr_buf text;
} outcome;

static void take(void *user, pr_feel_run *run, const pr_feel_result *result) {
    (void)run;
    outcome *o = user;
    if (result->value.kind == PR_NULL) {
        pr_buf_string(&o->text, result->error != NULL ? "null!" : "null");
    } else {
        pr_value_print_literal(result->value, &o->text);
    }
}

/* What a line's expression gives, in words. */
static void evaluate(pr_text expression, outcome *out) {
    pr_diags diags;
    pr_diags_init(&diags, NULL);
    pr_feel_run run;
    pr_feel_run_init(&run, NULL, &diags);
    run.as_of = pr_date_parse(PR_TEXT("2027-01-31")).number;
    pr_buf_init(&out->text, NULL);
    const pr_source *file = pr_source_of(PR_TEXT("case"), expression, &run.arena);
    assert_non_null(file);
    pr_feel_source source = {
        .text = expression,
        .origin = {.source = file, .end = (uint32_t)expression.length, .style = PR_STYLE_EXACT}};
    preceptor_status status = pr_feel_evaluate(&run, &source, pr_null(), take, out);
    if (status == PRECEPTOR_INVALID) {
        pr_buf_string(&out->text, "syntax error");
    } else {
        assert_int_equal(status, PRECEPTOR_OK);
    }
    pr_feel_run_release(&run);
    pr_diags_release(&diags);
}

/* Without the line's end; false at the end of the file. */
static bool read_line(FILE *file, char **line, size_t *capacity) {
    ssize_t length = getline(line, capacity, file);
    if (length > 0 && (*line)[length - 1] == '\n') {
        (*line)[length - 1] = '\0';
    }
    return length >= 0;
}

static unsigned run_file(const char *path, unsigned *count) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *line = NULL;
    size_t capacity = 0;
    unsigned failed = 0;
    for (unsigned number = 1; read_line(file, &line, &capacity); number++) {
        char *at = line[0] == '#' || line[0] == '\0' ? NULL : strstr(line, arrow);
        if (at == NULL) {
            if (line[0] != '#' && line[0] != '\0') {
                fail_msg("%s:%u: no '==>'", path, number);
            }
            continue;
        }
        *at = '\0';
        outcome o;
        evaluate(pr_text_of(line), &o);
        if (!pr_text_is(pr_buf_view(&o.text), at + strlen(arrow))) {
            print_error("%s:%u: %s\n    gives %.*s, not %s\n", path, number, line,
                        PR_ARG(pr_buf_view(&o.text)), at + strlen(arrow));
            failed++;
        }
        pr_buf_release(&o.text);
        ++*count;
    }
    free(line);
    (void)fclose(file);
    return failed;
}

static void test_all(void **state) {
    (void)state;
    static const char folder[] = PRECEPTOR_TOP "/tests/unit/feel/cases";
    struct dirent **entries;
    int found = scandir(folder, &entries, NULL, alphasort);
    assert_true(found > 2);
    unsigned failed = 0, count = 0;
    for (int i = 0; i < found; i++) {
        if (entries[i]->d_name[0] != '.') {
            char path[1024];
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            failed += run_file(path, &count);
        }
        free(entries[i]);
    }
    free(entries);
    print_message("%u cases, %u failed\n", count, failed);
    assert_int_equal(failed, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
