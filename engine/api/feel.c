/* preceptor feel: one expression. */
#include "api/feel.h"

#include "base/limits.h"

/* What of the result of a run is written, and where. */
enum { AS_TEXT, AS_JSON, AS_TYPE };
typedef struct writing {
    int form;
    pr_buf *out;
} writing;

/* What is evaluated, as the public functions take it. */
typedef struct request {
    pr_text expression;
    const char *context_name;
    const char *context; /* NULL: none */
    size_t count;
    bool json;
    const char *as_of;
    const preceptor_options *options;
} request;

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
    if (w->form == AS_TEXT) {
        write_text(run, result->value, w->out);
        return;
    }
    if (w->form == AS_TYPE) {
        pr_feel_write_type(result->value, w->out);
        pr_buf_char(w->out, '\n');
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

static preceptor_status evaluate(pr_feel_run *run, const request *r, int form, preceptor_diagnostics *d,
                                 pr_buf *out) {
    static const preceptor_limits none = {0};
    preceptor_status status = PRECEPTOR_OK;
    pr_value value = pr_null();
    if (r->context != NULL) {
        pr_doc_limits limits = pr_api_doc_limits(r->options != NULL ? &r->options->limits : &none);
        const pr_source *file = kept_source(d, r->context_name, r->context, r->count);
        status = read_context(run, d, file, r->json ? PR_DOC_JSON : PR_DOC_YAML, &limits, &value);
    }
    const pr_source *text = kept_source(d, "expression", r->expression.at, r->expression.length);
    if (text == NULL) {
        status = PRECEPTOR_NO_MEMORY;
    }
    if (status == PRECEPTOR_OK && !pr_source_is_utf8(text, &d->diags)) {
        status = PRECEPTOR_INVALID;
    }
    if (status != PRECEPTOR_OK) {
        return status;
    }
    const uint32_t length = (uint32_t)r->expression.length;
    pr_feel_source source = {.text = text->bytes,
                             .origin = {.source = text, .start = 0, .end = length, .style = PR_STYLE_EXACT}};
    writing w = {form, out};
    status = pr_feel_evaluate(run, &source, value, write_result, &w);
    if (out->capped) {
        _Static_assert(PR_LIMIT_PRINTED == (size_t)16 * 1024 * 1024, "as the message says");
        pr_span whole = {text, 0, length};
        (void)pr_error(&d->diags, "limit", whole, "the value is longer than 16 MiB");
    }
    return status == PRECEPTOR_OK ? pr_api_outcome(d, true) : status;
}

static preceptor_status answer(const request *r, int form, preceptor_diagnostics *d,
                               const preceptor_sink *sink) {
    pr_feel_run run;
    pr_feel_run_init(&run, r->options != NULL ? r->options->allocator : NULL, &d->diags);
    if (!pr_api_day(r->as_of, &run.as_of)) {
        return PRECEPTOR_USAGE;
    }
    if (r->options != NULL) {
        run.step_limit = r->options->limits.steps;
        run.patterns = pr_api_pattern_limits(&r->options->limits);
    }
    pr_buf out;
    pr_buf_init(&out, run.allocator);
    out.cap = PR_LIMIT_PRINTED;
    preceptor_status status = evaluate(&run, r, form, d, &out);
    if (status == PRECEPTOR_OK) {
        status = out.capped ? PRECEPTOR_LIMIT : out.failed ? PRECEPTOR_NO_MEMORY : pr_api_write(&out, sink);
    }
    pr_buf_release(&out);
    pr_feel_run_release(&run);
    return status;
}

preceptor_status preceptor_feel(const char *expression, size_t length, const char *context_name,
                                const char *context, size_t count, bool context_json, const char *as_of,
                                preceptor_format format, const preceptor_options *options,
                                preceptor_diagnostics *d, const preceptor_sink *sink) {
    request r = {{expression, length}, context_name, context, count, context_json, as_of, options};
    return answer(&r, format == PRECEPTOR_JSON ? AS_JSON : AS_TEXT, d, sink);
}

preceptor_status preceptor_feel_type(const char *expression, size_t length, const char *context_name,
                                     const char *context, size_t count, bool context_json, const char *as_of,
                                     const preceptor_options *options, preceptor_diagnostics *d,
                                     const preceptor_sink *sink) {
    request r = {{expression, length}, context_name, context, count, context_json, as_of, options};
    return answer(&r, AS_TYPE, d, sink);
}
