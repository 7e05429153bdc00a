/* Cases of an independent suite through `preceptor feel --batch`: how many give the value that is expected, and how
 * many give the null that is expected, counted apart, because an engine that always answers null would pass almost
 * half of them together. The cases stand in the shared folder and are no part of this tree; says so where they are not
 * there.
 *
 * usage: conformance-feel PROGRAM */
#include "api/feel.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is reached. A fall below is a failure, a rise is to be written here. */
enum { LEAST_VALUES = 1016, LEAST_NULLS = 830 };
enum { SKIPPED = 77, MOST_DEPTH = 50 };

typedef struct tally {
    unsigned passed, all;
} tally;

typedef struct suite {
    FILE *cases, *answers;
    pr_feel_run run; /* reads values */
    pr_diags diags;
    tally values, nulls, reasons;
} suite;

static bool near(pr_value a, pr_value b, pr_arena *arena) {
    pr_value difference = pr_number_subtract(a, b, arena);
    if (difference.kind != PR_NUMBER) {
        return false;
    }
    pr_value most = pr_number_parse(PR_TEXT("1e-8"), arena);
    return pr_number_compare(difference, most) <= 0 &&
           pr_number_compare(difference, pr_number_negate(most, arena)) >= 0;
}

static bool same(pr_value found, pr_value expected, pr_arena *arena, int depth) {
    if (found.kind != expected.kind || depth > MOST_DEPTH) {
        return false;
    }
    switch (found.kind) {
    case PR_NULL: return true;
    case PR_NUMBER: return near(found, expected, arena);
    case PR_LIST:
        for (uint32_t i = 0; i < found.list->count && i < expected.list->count; i++) {
            if (!same(found.list->items[i], expected.list->items[i], arena, depth + 1)) {
                return false;
            }
        }
        return found.list->count == expected.list->count;
    case PR_CONTEXT:
        for (uint32_t i = 0; i < expected.context->shape->count; i++) {
            bool there;
            pr_value v = pr_context_get(found.context, expected.context->shape->names[i], &there);
            if (!there || !same(v, expected.context->values[i], arena, depth + 1)) {
                return false;
            }
        }
        return found.context->shape->count == expected.context->shape->count;
    default: return pr_value_equal(found, expected) == PR_TRUE;
    }
}

static const pr_doc_node *read_line(suite *s, FILE *file) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = getline(&line, &capacity, file);
    const pr_doc_node *root = NULL;
    if (length > 0) {
        pr_text copy = pr_text_copy(&s->run.arena, (pr_text){line, (size_t)length});
        pr_source *source = pr_source_of(PR_TEXT("line"), copy, &s->run.arena);
        pr_doc_limits limits = {0};
        root = pr_doc_read(source, PR_DOC_JSON, &limits, &s->run.arena, &s->diags);
    }
    free(line);
    return root;
}

static pr_value value_in(suite *s, const pr_doc_node *line, const char *name) {
    const pr_doc_node *node = pr_doc_get(line, name);
    return node != NULL ? pr_feel_context(&s->run, node) : pr_null();
}

static void show(const pr_doc_node *line, pr_value found, pr_value expected) {
    const pr_doc_node *id = pr_doc_get(line, "id"), *expression = pr_doc_get(line, "expr");
    pr_buf text;
    pr_buf_init(&text, NULL);
    pr_value_print_literal(found, &text);
    pr_buf_string(&text, ", not ");
    pr_value_print_literal(expected, &text);
    printf("%.*s: %.*s\n    gives %.*s\n", PR_ARG(id->text), PR_ARG(expression->text),
           PR_ARG(pr_buf_view(&text)));
    pr_buf_release(&text);
}

/* False at the end of the cases. */
static bool run_case(suite *s) {
    pr_feel_run_reset(&s->run);
    pr_diags_clear(&s->diags);
    const pr_doc_node *line = read_line(s, s->cases);
    if (line == NULL) {
        return false;
    }
    const pr_doc_node *answer = read_line(s, s->answers);
    const pr_doc_node *id = pr_doc_get(line, "id"), *answered = pr_doc_get(answer, "id");
    if (answered == NULL || !pr_text_equal(id->text, answered->text)) {
        printf("%.*s: no answer\n", PR_ARG(id->text));
        exit(EXIT_FAILURE);
    }
    pr_value expected = value_in(s, line, "expected"), found = value_in(s, answer, "value");
    tally *t = expected.kind == PR_NULL ? &s->nulls : &s->values;
    bool passes = same(found, expected, &s->run.arena, 0);
    t->all++;
    t->passed += passes;
    const pr_doc_node *wants_reason = pr_doc_get(line, "error_expected");
    if (passes && wants_reason != NULL && wants_reason->boolean) {
        s->reasons.all++;
        bool says = pr_doc_get(answer, "error") != NULL;
        s->reasons.passed += says;
        if (!says) {
            const pr_doc_node *expression = pr_doc_get(line, "expr");
            printf("%.*s: %.*s\n    gives null and no reason\n", PR_ARG(id->text), PR_ARG(expression->text));
        }
    }
    if (!passes) {
        show(line, found, expected);
    }
    return true;
}

static FILE *answers_of(const char *program, const char *cases) {
    int ends[2];
    if (pipe(ends) != 0) {
        return NULL;
    }
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        execl(program, program, "feel", "--batch", cases, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    return child > 0 ? fdopen(ends[0], "r") : NULL;
}

int main(int argc, char **argv) {
    const char *shared = getenv("PRECEPTOR_SHARED");
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/feel/conformance.ndjson",
                   shared != NULL ? shared : PRECEPTOR_TOP "/../shared");
    suite s = {.cases = fopen(path, "r")};
    if (s.cases == NULL) {
        printf("skipped: there is no %s\n", path);
        return SKIPPED;
    }
    s.answers = argc == 2 ? answers_of(argv[1], path) : NULL;
    if (s.answers == NULL) {
        fprintf(stderr, "usage: conformance-feel PROGRAM\n");
        return EXIT_FAILURE;
    }
    pr_diags_init(&s.diags, NULL);
    pr_feel_run_init(&s.run, NULL, &s.diags);
    while (run_case(&s)) {
    }
    int status = 0;
    bool ended = wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    printf("cases that expect a value: %u of %u pass\ncases that expect null: %u of %u pass\n"
           "nulls of errors that say why: %u of %u\n",
           s.values.passed, s.values.all, s.nulls.passed, s.nulls.all, s.reasons.passed, s.reasons.all);
    pr_feel_run_release(&s.run);
    pr_diags_release(&s.diags);
    (void)fclose(s.cases);
    (void)fclose(s.answers);
    bool enough = s.values.passed >= LEAST_VALUES && s.nulls.passed >= LEAST_NULLS;
    if (!enough) {
        printf("fewer than the %d and %d that were reached before\n", LEAST_VALUES, LEAST_NULLS);
    }
    return ended && enough ? EXIT_SUCCESS : EXIT_FAILURE;
}
