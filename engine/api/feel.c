/* preceptor feel: one expression by itself. */
#include "api/api.h"
#include "base/limits.h"
#include "compile/lower.h"

/* A run of one expression. Everything lives in one arena. */
typedef struct feel_run {
    pr_arena arena;
    pr_graph graph;
    bool has_graph;
    pr_program program;
    pr_diags *diags;
    PR_VEC(pr_text)
    names; /* keys of the context, at any depth: names with spaces are resolved against them */
    PR_VEC(pr_text)
    unknown; /* paths of {"@unknown": {"needs": [...]}}: attribute numbers are their places here */
} feel_run;

static pr_value value_of(feel_run *run, const pr_doc_node *node);

static pr_value temporal(const pr_doc_pair *pair, pr_arena *arena, bool *is) {
    *is = true;
    if (pr_text_is(pair->key.text, "@date")) {
        return pr_date_parse(pair->value.text);
    }
    if (pr_text_is(pair->key.text, "@time")) {
        return pr_time_parse(pair->value.text, arena);
    }
    if (pr_text_is(pair->key.text, "@dateTime")) {
        return pr_date_time_parse(pair->value.text, arena);
    }
    if (pr_text_is(pair->key.text, "@duration")) {
        return pr_duration_parse(pair->value.text);
    }
    *is = false;
    return pr_null();
}

static pr_value bound(feel_run *run, const pr_doc_node *spec, const char *name) {
    const pr_doc_node *node = pr_doc_get(spec, name);
    return node != NULL ? value_of(run, node) : pr_null();
}

static pr_value unknown_of(feel_run *run, const pr_doc_node *spec) {
    const pr_doc_node *needs = pr_doc_get(spec, "needs");
    const pr_needs *all = NULL;
    for (uint32_t i = 0; needs != NULL && needs->kind == PR_DOC_LIST && i < needs->count; i++) {
        all = pr_needs_join(all, pr_needs_leaf(run->unknown.count, 0, &run->arena), &run->arena);
        (void)PR_PUSH(&run->arena, &run->unknown, needs->items[i].text);
    }
    pr_value low = bound(run, spec, "min"), high = bound(run, spec, "max");
    uint8_t type = low.kind != PR_NULL ? low.kind : high.kind;
    return pr_unknown_bounded(all, low, false, high, false, (pr_kind)type, &run->arena);
}

static pr_value context_of(feel_run *run, const pr_doc_node *node) {
    if (node->count == 1) {
        bool is;
        pr_value v = temporal(&node->pairs[0], &run->arena, &is);
        if (is) {
            if (v.kind == PR_NULL) {
                (void)pr_error(run->diags, "wrong-value", pr_doc_span(&node->pairs[0].value),
                               "this is no %.*s", PR_ARG(node->pairs[0].key.text));
            }
            return v;
        }
        if (pr_text_is(node->pairs[0].key.text, "@unknown")) {
            return unknown_of(run, &node->pairs[0].value);
        }
    }
    pr_text *names = PR_NEW_ARRAY(&run->arena, pr_text, node->count + 1u);
    pr_value *values = PR_NEW_ARRAY(&run->arena, pr_value, node->count + 1u);
    for (uint32_t i = 0; names != NULL && values != NULL && i < node->count; i++) {
        names[i] = pr_feel_normal_name(node->pairs[i].key.text, &run->arena);
        values[i] = value_of(run, &node->pairs[i].value);
        (void)PR_PUSH(&run->arena, &run->names, names[i]);
    }
    const pr_context *c =
        values != NULL && names != NULL ? pr_context_make(names, values, node->count, &run->arena) : NULL;
    return c != NULL ? pr_context_value(c) : pr_null();
}

static pr_value value_of(feel_run *run, const pr_doc_node *node) {
    switch ((pr_doc_kind)node->kind) {
    case PR_DOC_BOOL: return pr_boolean(node->boolean);
    case PR_DOC_NUMBER: return pr_number_parse(node->text, &run->arena);
    case PR_DOC_STRING: return pr_string(node->text);
    case PR_DOC_LIST: {
        pr_value *items = PR_NEW_ARRAY(&run->arena, pr_value, node->count + 1u);
        for (uint32_t i = 0; items != NULL && i < node->count; i++) {
            items[i] = value_of(run, &node->items[i]);
        }
        const pr_list *list = items != NULL ? pr_list_make(items, node->count, &run->arena) : NULL;
        return list != NULL ? pr_list_value(list) : pr_null();
    }
    case PR_DOC_MAP: return context_of(run, node);
    case PR_DOC_NULL: break;
    }
    return pr_null();
}

static void write_need(void *user, pr_need need, pr_buf *out) {
    const feel_run *run = user;
    if (need.attribute < run->unknown.count) {
        pr_buf_text(out, run->unknown.items[need.attribute]);
    } else {
        pr_buf_string(out, "?");
    }
}

static const char *type_name(pr_value v) {
    return v.kind == PR_NULL ? "null" : v.kind == PR_UNKNOWN ? "unknown" : pr_kind_name((pr_kind)v.kind);
}

static void write_result(feel_run *run, pr_value v, preceptor_format format, const char *error, pr_buf *out) {
    if (format == PRECEPTOR_TEXT) {
        if (v.kind == PR_NULL) {
            pr_buf_string(out, "null");
        } else {
            pr_buf literal;
            pr_buf_init(&literal, run->arena.allocator);
            literal.cap = PR_LIMIT_PRINTED;
            pr_value_print_literal(v, &literal);
            pr_buf_harmless(out, pr_buf_view(&literal), false);
            out->failed = out->failed || literal.failed;
            pr_buf_release(&literal);
        }
        pr_buf_char(out, '\n');
        return;
    }
    pr_buf_string(out, "{\"schema\": \"preceptor.feel/1\", \"value\": ");
    pr_value_json(v, write_need, run, out);
    pr_buf_string(out, ", \"type\": ");
    pr_json_string(pr_text_of(type_name(v)), out);
    if (error != NULL && v.kind == PR_NULL) {
        pr_buf_string(out, ", \"error\": ");
        pr_json_string(pr_text_of(error), out);
    }
    pr_buf_string(out, "}\n");
}

/* The context's entries as names bound to constants. */
static const pr_env *bind_context(feel_run *run, pr_value context) {
    const pr_env *outer = NULL;
    for (uint32_t i = 0; context.kind == PR_CONTEXT && i < context.context->shape->count; i++) {
        pr_env *env = PR_NEW(&run->arena, pr_env);
        if (env == NULL) {
            return outer;
        }
        *env = (pr_env){.outer = outer,
                        .name = context.context->shape->names[i],
                        .node = pr_graph_constant(&run->graph, context.context->values[i])};
        outer = env;
    }
    return outer;
}

static preceptor_status evaluate(feel_run *run, const pr_feel_source *source, pr_value context, int64_t as_of,
                                 size_t step_limit, preceptor_format format, pr_buf *out) {
    pr_feel_names names = {.items = run->names.items, .count = run->names.count};
    pr_ast *tree = pr_feel_parse(source, &names, &run->arena, run->diags);
    if (tree == NULL) {
        return run->diags->failed || run->arena.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
    }
    pr_lower lower = {.graph = &run->graph, .source = source};
    pr_node_id node = pr_lower_tree(&lower, tree, bind_context(run, context), 0);
    if (node == PR_NONE || run->graph.failed) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_graph_finish(&run->graph, &run->program);
    pr_vm vm;
    preceptor_status status = pr_vm_init(&vm, &run->program, run->arena.allocator, false);
    if (status == PRECEPTOR_OK) {
        pr_vm_set_as_of(&vm, as_of);
        vm.strict = false;
        vm.step_limit = step_limit > 0 ? step_limit : vm.step_limit;
        pr_value v = pr_vm_value(&vm, node);
        const char *error = pr_is_error(v) ? v.reason : NULL;
        for (uint32_t i = 0; i < vm.complaints.count; i++) {
            const pr_node_origin *o = &run->program.origins[vm.complaints.items[i].node];
            pr_span span =
                o->source != NULL ? pr_origin_span(&o->source->origin, o->start, o->end) : (pr_span){0};
            (void)pr_warn(run->diags, "null", span, "null, because %s", vm.complaints.items[i].reason);
            error = error == NULL ? vm.complaints.items[i].reason : error;
        }
        if (vm.complaints.count == 0 && error != NULL) {
            (void)pr_warn(run->diags, "null", pr_feel_span(source, tree), "null, because %s", error);
        }
        status = vm.status;
        write_result(run, v, format, error, out);
    }
    pr_vm_release(&vm);
    return status;
}

static bool begin(feel_run *run, const preceptor_options *options, preceptor_diagnostics *d) {
    const preceptor_allocator *allocator = options != NULL ? options->allocator : NULL;
    *run = (feel_run){.diags = &d->diags};
    pr_arena_init(&run->arena, allocator, 0);
    run->has_graph = pr_graph_init(&run->graph, &run->arena, allocator);
    run->graph.fold = false;
    return run->has_graph;
}

static void end(feel_run *run) {
    pr_graph_release(&run->graph);
    pr_arena_release(&run->arena);
}

/* The bytes are kept with the diagnostics, which show them. */
static const pr_source *kept_source(preceptor_diagnostics *d, const char *name, const char *bytes,
                                    size_t count) {
    char *copy = pr_arena_alloc(&d->sources, count + 64, 1);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, bytes, count);
    memset(copy + count, 0, 64);
    return pr_source_of(pr_text_copy(&d->sources, pr_text_of(name)), (pr_text){copy, count}, &d->sources);
}

preceptor_status preceptor_feel(const char *expression, size_t length, const char *context_name,
                                const char *context, size_t count, bool context_json, const char *as_of,
                                preceptor_format format, const preceptor_options *options,
                                preceptor_diagnostics *d, const preceptor_sink *sink) {
    feel_run run;
    int64_t day;
    if (!pr_api_day(as_of, &day)) {
        return PRECEPTOR_USAGE;
    }
    if (!begin(&run, options, d)) {
        end(&run);
        return PRECEPTOR_NO_MEMORY;
    }
    preceptor_status status = PRECEPTOR_OK;
    pr_value value = pr_null();
    if (context != NULL) {
        pr_doc_limits limits = options != NULL ? pr_api_doc_limits(&options->limits) : (pr_doc_limits){0};
        const pr_source *file = kept_source(d, context_name, context, count);
        const pr_doc_node *root = file != NULL ? pr_doc_read(file, context_json ? PR_DOC_JSON : PR_DOC_YAML,
                                                             &limits, &run.arena, &d->diags)
                                               : NULL;
        if (root != NULL && root->kind != PR_DOC_MAP) {
            (void)pr_error(&d->diags, "wrong-type", pr_doc_span(root),
                           "a context is a mapping of names to values");
            root = NULL;
        }
        value = root != NULL ? value_of(&run, root) : pr_null();
        status = root != NULL && d->diags.errors == 0 ? PRECEPTOR_OK : pr_api_failed(d);
    }
    pr_buf out;
    pr_buf_init(&out, run.arena.allocator);
    out.cap = PR_LIMIT_PRINTED;
    const pr_source *text = kept_source(d, "expression", expression, length);
    size_t valid = text != NULL ? pr_utf8_valid(text->bytes) : 0;
    if (status == PRECEPTOR_OK && text != NULL && valid < length) {
        pr_span span = {text, (uint32_t)valid, (uint32_t)valid + 1};
        (void)pr_error(&d->diags, "invalid-utf8", span, "byte 0x%02X is not valid UTF-8",
                       (unsigned)(unsigned char)text->bytes.at[valid]);
        status = PRECEPTOR_INVALID;
    }
    if (status == PRECEPTOR_OK && text != NULL) {
        pr_feel_source source = {
            .text = text->bytes,
            .origin = {.source = text, .start = 0, .end = (uint32_t)length, .style = PR_STYLE_EXACT}};
        size_t steps = options != NULL ? options->limits.steps : 0;
        status = evaluate(&run, &source, value, day, steps, format, &out);
    }
    if (status == PRECEPTOR_OK) {
        status = out.failed ? PRECEPTOR_LIMIT : pr_api_write(&out, sink);
    }
    pr_buf_release(&out);
    end(&run);
    return text == NULL ? PRECEPTOR_NO_MEMORY : status;
}
