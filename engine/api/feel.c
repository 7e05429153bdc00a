/* preceptor feel: one expression. */
#include "api/feel.h"

#include "base/limits.h"

/* Where the result of a run is written. */
typedef struct writing {
    preceptor_format format;
    pr_buf *out;
} writing;

static void write_text(pr_feel_run *run, pr_value v, pr_buf *out) {
    if (v.kind == PR_NULL) {
        pr_buf_string(out, "null\n");
        return;
    }
    pr_buf literal;
    pr_buf_init(&literal, run->allocator);
    literal.cap = PR_LIMIT_PRINTED;
    pr_value_print_literal(v, &literal);
    pr_buf_harmless(out, pr_buf_view(&literal), false);
    out->failed = out->failed || literal.failed;
    out->capped = out->capped || literal.capped;
    pr_buf_release(&literal);
    pr_buf_char(out, '\n');
}

static void write_result(void *user, pr_feel_run *run, const pr_feel_result *result) {
    const writing *w = user;
    if (w->format == PRECEPTOR_TEXT) {
        write_text(run, result->value, w->out);
        return;
    }
    pr_buf_string(w->out, "{\"schema\": \"preceptor.feel/1\", ");
    pr_feel_write_json(run, result, w->out);
    pr_buf_string(w->out, "}\n");
}

/* The bytes are kept with the diagnostics, which show them. */
static const pr_source *kept_source(preceptor_diagnostics *d, const char *name, const char *bytes,
                                    size_t count) {
    char *copy = pr_arena_alloc(&d->sources, count + PR_DOC_JSON_SLACK, 1);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, bytes, count);
    memset(copy + count, 0, PR_DOC_JSON_SLACK);
    return pr_source_of(pr_text_copy(&d->sources, pr_text_of(name)), (pr_text){copy, count}, &d->sources);
}

static preceptor_status read_context(pr_feel_run *run, preceptor_diagnostics *d, const pr_source *file,
                                     pr_doc_format format, const pr_doc_limits *limits, pr_value *value) {
    const pr_doc_node *root = file != NULL ? pr_doc_read(file, format, limits, &run->arena, &d->diags) : NULL;
    if (root != NULL && root->kind != PR_DOC_MAP) {
        (void)pr_error(&d->diags, "wrong-type", pr_doc_span(root),
                       "a context is a mapping of names to values");
        root = NULL;
    }
    *value = root != NULL ? pr_feel_context(run, root) : pr_null();
    return run->arena.failed ? PRECEPTOR_NO_MEMORY : pr_api_outcome(d, root != NULL && d->diags.errors == 0);
}

static bool is_utf8(const pr_source *text, pr_diags *diags) {
    size_t valid = pr_utf8_valid(text->bytes);
    if (valid == text->bytes.length) {
        return true;
    }
    pr_span span = {text, (uint32_t)valid, (uint32_t)valid + 1};
    (void)pr_error(diags, "invalid-utf8", span, "byte 0x%02X is not valid UTF-8",
                   (unsigned)(unsigned char)text->bytes.at[valid]);
    return false;
}

preceptor_status preceptor_feel(const char *expression, size_t length, const char *context_name,
                                const char *context, size_t count, bool context_json, const char *as_of,
                                preceptor_format format, const preceptor_options *options,
                                preceptor_diagnostics *d, const preceptor_sink *sink) {
    static const preceptor_limits none = {0};
    const preceptor_limits *limits = options != NULL ? &options->limits : &none;
    pr_feel_run run;
    pr_feel_run_init(&run, options != NULL ? options->allocator : NULL, &d->diags);
    if (!pr_api_day(as_of, &run.as_of)) {
        return PRECEPTOR_USAGE;
    }
    run.step_limit = limits->steps;
    pr_buf out;
    pr_buf_init(&out, run.allocator);
    out.cap = PR_LIMIT_PRINTED;
    preceptor_status status = PRECEPTOR_OK;
    pr_value value = pr_null();
    if (context != NULL) {
        pr_doc_limits doc_limits = pr_api_doc_limits(limits);
        const pr_source *file = kept_source(d, context_name, context, count);
        status = read_context(&run, d, file, context_json ? PR_DOC_JSON : PR_DOC_YAML, &doc_limits, &value);
    }
    const pr_source *text = kept_source(d, "expression", expression, length);
    if (text == NULL) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK && !is_utf8(text, &d->diags)) {
        status = PRECEPTOR_INVALID;
    }
    if (status == PRECEPTOR_OK) {
        pr_feel_source source = {
            .text = text->bytes,
            .origin = {.source = text, .start = 0, .end = (uint32_t)length, .style = PR_STYLE_EXACT}};
        writing w = {format, &out};
        status = pr_feel_evaluate(&run, &source, value, write_result, &w);
        if (out.capped) {
            pr_span whole = {text, 0, (uint32_t)length};
            (void)pr_error(&d->diags, "limit", whole, "the value is longer than 16 MiB");
        }
        status = status == PRECEPTOR_OK ? pr_api_outcome(d, true) : status;
    }
    if (status == PRECEPTOR_OK) {
        status = out.capped ? PRECEPTOR_LIMIT : out.failed ? PRECEPTOR_NO_MEMORY : pr_api_write(&out, sink);
    }
    pr_buf_release(&out);
    pr_feel_run_release(&run);
    return status;
}
