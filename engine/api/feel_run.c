/* Parsing, lowering and evaluating one expression by itself. */
#include "api/feel.h"
#include "base/limits.h"

void pr_feel_run_init(pr_feel_run *run, const preceptor_allocator *allocator, pr_diags *diags) {
    *run = (pr_feel_run){.allocator = allocator, .diags = diags};
    pr_arena_init(&run->arena, allocator, 0);
}

void pr_feel_run_release(pr_feel_run *run) { pr_arena_release(&run->arena); }

void pr_feel_run_reset(pr_feel_run *run) {
    pr_arena_reset(&run->arena);
    run->names.items = run->unknown.items = NULL;
    run->names.count = run->names.capacity = run->unknown.count = run->unknown.capacity = 0;
}

static void write_need(void *user, pr_need need, pr_buf *out) {
    const pr_feel_run *run = user;
    if (need.attribute < run->unknown.count) {
        pr_buf_text(out, run->unknown.items[need.attribute]);
    } else {
        pr_buf_string(out, "?");
    }
}

static const char *type_name(pr_value v) {
    return v.kind == PR_NULL ? "null" : v.kind == PR_UNKNOWN ? "unknown" : pr_kind_name((pr_kind)v.kind);
}

void pr_feel_write_json(pr_feel_run *run, const pr_feel_result *result, pr_buf *out) {
    pr_buf_string(out, "\"value\": ");
    pr_value_json(result->value, write_need, run, out);
    pr_buf_string(out, ", \"type\": ");
    pr_json_string(pr_text_of(type_name(result->value)), out);
    if (result->error != NULL && result->value.kind == PR_NULL) {
        pr_buf_string(out, ", \"error\": ");
        pr_json_string(pr_text_of(result->error), out);
    }
}

/* The context's entries as names bound to constants. */
static const pr_env *bind_context(pr_feel_run *run, pr_graph *graph, pr_value context) {
    const pr_env *outer = NULL;
    for (uint32_t i = 0; context.kind == PR_CONTEXT && i < context.context->shape->count; i++) {
        pr_env *env = PR_NEW(&run->arena, pr_env);
        if (env == NULL) {
            return outer;
        }
        *env = (pr_env){.outer = outer,
                        .name = context.context->shape->names[i],
                        .node = pr_graph_constant(graph, context.context->values[i])};
        outer = env;
    }
    return outer;
}

/* Reports why nulls are null; gives the first reason. */
static const char *complain(pr_feel_run *run, const pr_vm *vm, const pr_feel_source *source,
                            const pr_ast *tree, pr_value v) {
    const char *error = pr_is_error(v) ? v.reason : NULL;
    for (uint32_t i = 0; i < vm->complaints.count; i++) {
        const pr_complaint *c = &vm->complaints.items[i];
        const pr_node_origin *o = &vm->program->origins[c->node];
        pr_span span =
            o->source != NULL ? pr_origin_span(&o->source->origin, o->start, o->end) : (pr_span){0};
        (void)pr_warn(run->diags, "null", span, "null, because %s", c->reason);
        error = error == NULL ? c->reason : error;
    }
    if (vm->complaints.count == 0 && error != NULL) {
        (void)pr_warn(run->diags, "null", pr_feel_span(source, tree), "null, because %s", error);
    }
    return error;
}

static preceptor_status run_program(pr_feel_run *run, const pr_program *program, pr_node_id node,
                                    const pr_feel_source *source, const pr_ast *tree, pr_feel_taker *take,
                                    void *user) {
    pr_vm vm;
    preceptor_status status = pr_vm_init(&vm, program, run->allocator, false);
    if (status == PRECEPTOR_OK) {
        pr_vm_set_as_of(&vm, run->as_of);
        vm.strict = run->strict;
        vm.step_limit = run->step_limit > 0 ? run->step_limit : vm.step_limit;
        pr_feel_result result = {.value = pr_vm_value(&vm, node)};
        result.error = complain(run, &vm, source, tree, result.value);
        bool whole = !vm.arena.failed && !run->arena.failed;
        status = vm.status != PRECEPTOR_OK || whole ? vm.status
                 : vm.arena.capped                  ? PRECEPTOR_LIMIT
                                                    : PRECEPTOR_NO_MEMORY;
        if (status == PRECEPTOR_LIMIT) {
            (void)pr_error(run->diags, "limit", pr_feel_span(source, tree), "%s",
                           vm.limit != NULL ? vm.limit : PR_VM_MEMORY_LIMIT);
        }
        result.status = status;
        take(user, run, &result);
    }
    pr_vm_release(&vm);
    return status;
}

preceptor_status pr_feel_evaluate(pr_feel_run *run, const pr_feel_source *source, pr_value context,
                                  pr_feel_taker *take, void *user) {
    pr_feel_names names = {.items = run->names.items, .count = run->names.count};
    pr_ast *tree = pr_feel_parse(source, &names, &run->arena, run->diags);
    if (tree == NULL) {
        return run->diags->failed || run->arena.failed ? PRECEPTOR_NO_MEMORY : PRECEPTOR_INVALID;
    }
    pr_graph graph;
    pr_program program = {.patterns = run->patterns};
    preceptor_status status = PRECEPTOR_NO_MEMORY;
    if (pr_graph_init(&graph, &run->arena, run->allocator)) {
        graph.fold = false;
        pr_lower lower = {.graph = &graph, .source = source};
        pr_node_id node = pr_lower_tree(&lower, tree, bind_context(run, &graph, context), 0);
        if (node != PR_NONE && !graph.failed) {
            pr_graph_finish(&graph, &program);
            status = run_program(run, &program, node, source, tree, take, user);
        }
    }
    pr_graph_release(&graph);
    return status;
}
