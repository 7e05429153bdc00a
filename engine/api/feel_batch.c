/* preceptor feel --batch: an expression with its context a line, to a value a line. */
#include "api/feel.h"
#include "api/lines.h"
#include "base/limits.h"

enum { WRITE_SIZE = 1 << 18 };

typedef struct batch {
    pr_feel_run run;
    pr_lines lines;
    pr_diags diags;
    pr_doc_json_parser *parser;
    pr_doc_limits limits;
    pr_arena sources; /* of one line */
    pr_buf out;
    const preceptor_sink *sink;
    preceptor_feel_counts *counts;
} batch;

static void reject(batch *b, const char *code, pr_text message, uint32_t column) {
    b->counts->rejected++;
    pr_buf_printf(&b->out, "{\"line\": %llu, \"id\": null, \"error\": {\"code\": \"%s\", \"message\": ",
                  (unsigned long long)b->lines.number, code);
    pr_json_string(message, &b->out);
    if (column > 0) {
        pr_buf_printf(&b->out, ", \"column\": %u", column);
    }
    pr_buf_string(&b->out, "}}\n");
}

/* The first error that was reported about the line. */
static void reject_reported(batch *b) {
    const pr_diag *first = b->diags.list.count > 0 ? &b->diags.list.items[0] : NULL;
    uint32_t column = first != NULL && first->span.source != NULL
                          ? pr_source_place(first->span.source, first->span.start).column
                          : 0;
    reject(b, first != NULL ? first->code : "invalid-json",
           first != NULL ? first->message : PR_TEXT("the line cannot be read"), column);
}

static void write_id(batch *b, const pr_doc_node *id) {
    pr_buf_string(&b->out, "{\"id\": ");
    if (id == NULL || id->kind == PR_DOC_NULL) {
        pr_buf_string(&b->out, "null");
    } else if (id->kind == PR_DOC_NUMBER) {
        pr_buf_text(&b->out, id->text);
    } else {
        pr_json_string(id->text, &b->out);
    }
    pr_buf_string(&b->out, ", ");
}

static void take_result(void *user, pr_feel_run *run, const pr_feel_result *result) {
    batch *b = user;
    pr_feel_result shown = *result;
    if (shown.status != PRECEPTOR_OK) {
        shown = (pr_feel_result){.value = pr_null(), .error = preceptor_status_text(result->status)};
    }
    pr_feel_write_json(run, &shown, &b->out);
    b->counts->failed += shown.error != NULL && shown.value.kind == PR_NULL;
}

/* An expression that does not parse has no value, and the reason says where. */
static preceptor_status take_syntax_error(batch *b) {
    const pr_diag *first = &b->diags.list.items[0];
    pr_text why =
        pr_text_format(&b->run.arena, "column %u: %.*s",
                       first->span.source != NULL ? first->span.start + 1 : 1, PR_ARG(first->message));
    if (why.at == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_feel_result result = {.value = pr_null(), .error = why.at};
    take_result(b, &b->run, &result);
    return PRECEPTOR_OK;
}

static preceptor_status evaluate(batch *b, const pr_doc_node *expression, pr_value context) {
    pr_source *text = pr_source_of(PR_TEXT("expression"), expression->text, &b->sources);
    if (text == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_feel_source source = {
        .text = expression->text,
        .origin = {.source = text, .end = (uint32_t)expression->text.length, .style = PR_STYLE_EXACT}};
    preceptor_status status = pr_feel_evaluate(&b->run, &source, context, take_result, b);
    if (status == PRECEPTOR_INVALID) {
        status = take_syntax_error(b);
    }
    return status == PRECEPTOR_LIMIT ? PRECEPTOR_OK : status;
}

static preceptor_status run_line(batch *b, pr_text line) {
    pr_feel_run_reset(&b->run);
    pr_diags_clear(&b->diags);
    pr_arena_reset(&b->sources);
    b->counts->records++;
    pr_source *source = pr_source_of(PR_TEXT("line"), line, &b->sources);
    if (source == NULL) {
        return PRECEPTOR_NO_MEMORY;
    }
    const pr_doc_node *root = pr_doc_json_read(b->parser, source, 0, &b->limits, &b->run.arena, &b->diags);
    if (root == NULL || b->diags.errors > 0) {
        reject_reported(b);
        return b->diags.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_OK;
    }
    const pr_doc_node *expression = pr_doc_get(root, "expr"), *context = pr_doc_get(root, "context"),
                      *id = pr_doc_get(root, "id");
    if (expression == NULL || expression->kind != PR_DOC_STRING) {
        reject(b, "no-expression", PR_TEXT("a line is an object with the text 'expr'"), 1);
        return PRECEPTOR_OK;
    }
    if (context != NULL && context->kind != PR_DOC_MAP && context->kind != PR_DOC_NULL) {
        reject(b, "wrong-type", PR_TEXT("a context is a mapping of names to values"),
               context->origin.start + 1);
        return PRECEPTOR_OK;
    }
    if (id != NULL && (id->kind == PR_DOC_LIST || id->kind == PR_DOC_MAP)) {
        reject(b, "wrong-type", PR_TEXT("an id is a text or a number"), id->origin.start + 1);
        return PRECEPTOR_OK;
    }
    pr_value value = context != NULL ? pr_feel_context(&b->run, context) : pr_null();
    if (b->diags.errors > 0) {
        reject_reported(b);
        return PRECEPTOR_OK;
    }
    write_id(b, id);
    preceptor_status status = evaluate(b, expression, value);
    pr_buf_string(&b->out, "}\n");
    return status;
}

static preceptor_status flush(batch *b, size_t least) {
    if (b->out.length < least && !b->out.failed) {
        return PRECEPTOR_OK;
    }
    preceptor_status status = pr_api_write(&b->out, b->sink);
    pr_buf_clear(&b->out);
    return status;
}

static preceptor_status run_lines(batch *b) {
    pr_text line;
    preceptor_status status = PRECEPTOR_OK;
    for (pr_line got; status == PRECEPTOR_OK && (got = pr_lines_next(&b->lines, &line)) != PR_LINE_END;) {
        if (got == PR_LINE_FAILED) {
            return b->lines.status;
        }
        if (got == PR_LINE_TOO_LONG) {
            b->counts->records++;
            reject(b, "limit", PR_TEXT("the line is longer than a file may be"), 0);
        } else if (pr_text_trim(line).length > 0) {
            status = run_line(b, line);
        }
        status = status == PRECEPTOR_OK ? flush(b, WRITE_SIZE) : status;
    }
    return status == PRECEPTOR_OK ? flush(b, 1) : status;
}

preceptor_status preceptor_feel_batch(const preceptor_reader *reader, const char *as_of,
                                      const preceptor_options *options, const preceptor_sink *sink,
                                      preceptor_feel_counts *counts) {
    static const preceptor_options defaults = {0};
    options = options != NULL ? options : &defaults;
    batch b = {.sink = sink, .counts = counts, .limits = pr_api_doc_limits(&options->limits)};
    *counts = (preceptor_feel_counts){0};
    b.lines =
        (pr_lines){.reader = reader,
                   .allocator = options->allocator,
                   .limit = options->limits.file_size > 0 ? options->limits.file_size : PR_LIMIT_FILE_SIZE};
    pr_diags_init(&b.diags, options->allocator);
    pr_arena_init(&b.sources, options->allocator, 0);
    pr_buf_init(&b.out, options->allocator);
    pr_feel_run_init(&b.run, options->allocator, &b.diags);
    b.run.step_limit = options->limits.steps;
    b.run.patterns = pr_api_pattern_limits(&options->limits);
    b.parser = pr_doc_json_parser_new(options->allocator);
    preceptor_status status = b.parser == NULL                   ? PRECEPTOR_NO_MEMORY
                              : !pr_api_day(as_of, &b.run.as_of) ? PRECEPTOR_USAGE
                                                                 : run_lines(&b);
    pr_doc_json_parser_free(b.parser);
    pr_feel_run_release(&b.run);
    pr_buf_release(&b.out);
    pr_arena_release(&b.sources);
    pr_diags_release(&b.diags);
    pr_lines_release(&b.lines);
    return status;
}
