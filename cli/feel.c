/* preceptor feel EXPR: one expression, with the names of a context. */
#include "command.h"
#include "feel_session.h"
#include "input.h"
#include "message.h"
#include "work.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_SIZE = 16 * 1024 * 1024 };

/* What is evaluated. */
typedef struct task {
    const char *expression;
    size_t length;
    char *read_expression; /* where it came from standard input */
    char *context;         /* NULL: none */
    size_t context_length;
} task;

static bool prepare(task *t, const options *o, const char *expression) {
    size_t limit = o->limits.file_size > 0 ? o->limits.file_size : FILE_SIZE;
    bool from_input = strcmp(expression, "-") == 0;
    *t = (task){.expression = expression, .length = strlen(expression)};
    if (from_input && o->context != NULL && strcmp(o->context, "-") == 0) {
        message_error("the expression and its context cannot both come from standard input");
        return false;
    }
    if (from_input) {
        if (!input_read("-", limit, &t->read_expression, &t->length)) {
            return false;
        }
        t->expression = t->read_expression;
    }
    return o->context == NULL || input_read(o->context, limit, &t->context, &t->context_length);
}

static bool is_json(const char *path) {
    size_t length = path != NULL ? strlen(path) : 0;
    return length >= 5 && strcmp(path + length - 5, ".json") == 0;
}

static int evaluate(work *w, const task *t) {
    const options *o = w->options;
    output out;
    if (!output_open(&out, o->output)) {
        return EXIT_FAILED;
    }
    preceptor_options settings = {.limits = o->limits};
    preceptor_sink sink = output_sink(&out);
    preceptor_status status =
        preceptor_feel(t->expression, t->length, o->context, t->context, t->context_length,
                       is_json(o->context), o->as_of, o->format, &settings, w->diagnostics, &sink);
    if (status != PRECEPTOR_NO_MEMORY) {
        work_show(w);
    }
    if ((status == PRECEPTOR_INVALID || status == PRECEPTOR_LIMIT) &&
        preceptor_diagnostics_errors(w->diagnostics) > 0) {
        output_discard(&out);
        return EXIT_FAILED;
    }
    return work_finish(&out, status, EXIT_DONE);
}

/* Lines that could not be read are rejected by themselves. */
static int batch(const work *w, const char *path) {
    const options *o = w->options;
    input lines;
    output out;
    if (output_clashes(o->output, path) || !input_open(&lines, path)) {
        return EXIT_FAILED;
    }
    if (!output_open(&out, o->output)) {
        input_close(&lines);
        return EXIT_FAILED;
    }
    preceptor_options settings = {.limits = o->limits};
    preceptor_feel_counts counts = {0};
    preceptor_reader reader = input_reader(&lines);
    preceptor_sink sink = output_sink(&out);
    preceptor_status status = preceptor_feel_batch(&reader, o->as_of, &settings, &sink, &counts);
    bool unread = lines.error != 0 && !input_failed(&lines, lines.error);
    input_close(&lines);
    if (unread) {
        output_discard(&out);
        return EXIT_FAILED;
    }
    int result = work_finish(&out, status, counts.rejected > 0 ? EXIT_REJECTED : EXIT_DONE);
    if (result != EXIT_FAILED && counts.rejected > 0 && !o->quiet) {
        message_note("%llu line%s, %llu rejected", (unsigned long long)counts.records,
                     counts.records == 1 ? "" : "s", (unsigned long long)counts.rejected);
    }
    return result;
}

static int functions(const work *w) {
    output out;
    if (!output_open(&out, w->options->output)) {
        return EXIT_FAILED;
    }
    preceptor_sink sink = output_sink(&out);
    return work_finish(&out, preceptor_feel_functions(w->options->format, &sink), EXIT_DONE);
}

static int one(work *w, const char *expression) {
    task t = {0};
    int result = prepare(&t, w->options, expression) ? evaluate(w, &t) : EXIT_FAILED;
    free(t.read_expression);
    free(t.context);
    return result;
}

int run_feel(const options *o, const char *const *words, size_t count) {
    work w;
    int result = EXIT_FAILED;
    if (!work_begin(&w, o)) {
        work_end(&w);
        return EXIT_FAILED;
    }
    if (o->functions) {
        result = functions(&w);
    } else if (o->batch) {
        result = batch(&w, count > 0 ? words[0] : "-");
    } else if (count > 0) {
        result = one(&w, words[0]);
    } else {
        result = feel_session(&w);
    }
    work_end(&w);
    return result;
}
