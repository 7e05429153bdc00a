/* Functions as values, calls, and texts with expressions in them. */
#include "feel/builtin.h"
#include "vm/vm.h"

pr_value pr_vm_function(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_function *f = PR_NEW(&vm->arena, pr_function);
    pr_value *captured =
        pr_arena_alloc(&vm->arena, sizeof *captured * (node->extra + 1u), _Alignof(pr_value));
    if (f == NULL || captured == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    if (node->extra > 0) {
        memcpy(captured, vm->locals, sizeof *captured * node->extra);
    }
    *f = (pr_function){.node = id, .captured = captured, .captured_count = node->extra};
    return (pr_value){.kind = PR_FUNCTION, .function = f};
}

/* The arguments in the order of the parameters; false when one is missing, or one too many or of no parameter. */
static bool place_arguments(pr_vm *vm, const pr_node *call, const pr_shape *parameters, pr_value *frame) {
    const pr_node_id *args = pr_node_args(vm->program, call) + 1;
    uint32_t count = call->count - 1;
    if (count != parameters->count) {
        return false;
    }
    const pr_shape *names = call->data != PR_NONE ? vm->program->shapes[call->data] : NULL;
    for (uint32_t i = 0; i < count; i++) {
        int at = names != NULL ? pr_shape_find(parameters, names->names[i]) : (int)i;
        if (at < 0) {
            return false;
        }
        frame[at] = pr_vm_fetch(vm, args[i]);
    }
    return true;
}

/* An argument as its parameter's type: a list of one item where the item is asked for, an item where a list is, a date
 * as its midnight in UTC where a date and time is (DMN 1.5, 10.3.2.9.4). */
static pr_truth convert(pr_vm *vm, const pr_type *type, pr_value *value) {
    pr_truth fits = PR_TRUE;
    pr_value v = *value;
    if (v.kind == PR_UNKNOWN) {
        return pr_vm_is_surely(vm, v, type) ? PR_TRUE : PR_UNDECIDED;
    }
    if (v.kind == PR_NULL || !pr_vm_instance_of(vm, v, type, &fits) || fits != PR_FALSE) {
        return fits;
    }
    if (v.kind == PR_LIST && v.list->uncertain && type->kind != PR_TYPE_LIST) {
        return PR_UNDECIDED; /* it may be of one item */
    }
    if (v.kind == PR_LIST && v.list->count == 1 && !v.list->uncertain) {
        *value = v.list->items[0];
    } else if (v.kind == PR_DATE && type->kind == PR_TYPE_DATE_TIME) {
        pr_date_time *midnight = PR_NEW(&vm->arena, pr_date_time);
        if (midnight == NULL) {
            (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
            return PR_FALSE;
        }
        *midnight = (pr_date_time){.date = v.number, .zoned = 1};
        *value = (pr_value){.kind = PR_DATE_TIME, .moment = midnight};
    } else if (v.kind != PR_LIST && type->kind == PR_TYPE_LIST) {
        pr_list list;
        const pr_list *one = pr_vm_as_list(vm, v, &list) ? pr_list_make(list.items, 1, &vm->arena) : NULL;
        if (one == NULL) {
            return PR_FALSE;
        }
        *value = pr_list_value(one);
    } else {
        return PR_FALSE;
    }
    return pr_vm_instance_of(vm, *value, type, &fits) ? fits : PR_TRUE;
}

/* False where an argument is not of its parameter's type, undecided where nobody knows. */
static pr_truth types_fit(pr_vm *vm, const pr_node *function, pr_value *values, uint32_t count) {
    const pr_type *const *types = vm->program->function_types[function->data];
    pr_truth fits = PR_TRUE;
    for (uint32_t i = 0; types != NULL && i < count; i++) {
        pr_truth t = types[i] != NULL ? convert(vm, types[i], &values[i]) : PR_TRUE;
        if (t == PR_FALSE) {
            return t;
        }
        fits = t == PR_UNDECIDED ? t : fits;
    }
    return fits;
}

/* What a function value is called with: by position, or where a call of the program names them by that. */
typedef struct arguments {
    const pr_node *call; /* NULL: `values` */
    const pr_value *values;
    uint32_t count;
} arguments;

static pr_value call_builtin(pr_vm *vm, pr_node_id id, uint32_t builtin, const arguments *given) {
    if (given->call != NULL && given->call->data != PR_NONE) {
        return pr_vm_fail(vm, id, "a built-in function that is a value is called by position");
    }
    if (!pr_builtin_takes((pr_builtin)builtin, given->count)) {
        return pr_vm_fail(vm, id, "the function is called with the wrong number of arguments");
    }
    const pr_value *values = given->values;
    if (given->call != NULL) {
        pr_value *made = pr_arena_alloc(&vm->arena, sizeof *made * (given->count + 1u), _Alignof(pr_value));
        const pr_node_id *args = pr_node_args(vm->program, given->call) + 1;
        for (uint32_t i = 0; made != NULL && i < given->count; i++) {
            made[i] = pr_vm_value(vm, args[i]);
        }
        values = made;
    }
    return values != NULL ? pr_vm_apply(vm, id, builtin, values, given->count)
                          : pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
}

static bool place(pr_vm *vm, const arguments *given, const pr_shape *parameters, pr_value *frame) {
    if (given->call != NULL) {
        return place_arguments(vm, given->call, parameters, frame);
    }
    if (given->count != parameters->count) {
        return false;
    }
    if (given->count > 0) {
        memcpy(frame, given->values, sizeof *frame * given->count);
    }
    return true;
}

/* Null, or the function's value: nobody knows. */
static pr_value unknown_of(pr_vm *vm, const pr_value *values, uint32_t count) {
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < count; i++) {
        needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, values[i]));
    }
    return pr_vm_unknown(vm, needs);
}

static pr_value run(pr_vm *vm, pr_node_id id, pr_value callee, const arguments *given) {
    if (callee.kind == PR_UNKNOWN) {
        return pr_vm_unknown(vm, pr_vm_needs_of(vm, callee));
    }
    if (pr_is_error(callee)) {
        return pr_vm_fail(vm, id, callee.reason);
    }
    if (callee.kind != PR_FUNCTION) {
        return pr_vm_fail(vm, id, "what is called is not a function");
    }
    const pr_function *f = callee.function;
    if (f->node == PR_NONE) {
        return call_builtin(vm, id, f->builtin, given);
    }
    const pr_node *function = pr_node_at(vm->program, f->node);
    const pr_shape *parameters = vm->program->functions[function->data];
    pr_value *frame = pr_arena_zalloc(&vm->arena, sizeof *frame * vm->frame_size, _Alignof(pr_value));
    if (frame == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    memcpy(frame, f->captured, sizeof *frame * f->captured_count);
    if (!place(vm, given, parameters, frame + function->extra)) {
        return pr_vm_fail(vm, id, "the arguments do not fit the function's parameters");
    }
    pr_truth fits = types_fit(vm, function, frame + function->extra, parameters->count);
    if (fits == PR_UNDECIDED) {
        return unknown_of(vm, frame + function->extra, parameters->count);
    }
    if (fits == PR_FALSE) {
        return pr_vm_fail(vm, id, "an argument is not of its parameter's type");
    }
    pr_value *caller = vm->locals;
    vm->locals = frame;
    pr_value result = pr_vm_step(vm) ? pr_vm_value(vm, pr_node_args(vm->program, function)[0]) : pr_null();
    vm->locals = caller;
    return result;
}

pr_value pr_vm_call(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value callee = pr_vm_value(vm, pr_node_args(vm->program, node)[0]);
    arguments given = {.call = node, .count = node->count - 1u};
    return run(vm, id, callee, &given);
}

pr_value pr_vm_invoke(pr_vm *vm, pr_node_id id, pr_value function, const pr_value *args, uint32_t count) {
    arguments given = {.values = args, .count = count};
    return run(vm, id, function, &given);
}

static bool has_unknown(const pr_value *values, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_value_has_unknown(values[i])) {
            return true;
        }
    }
    return false;
}

pr_value pr_vm_template(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value parts[8], *values = parts;
    if (node->count > 8) {
        values = pr_arena_alloc(&vm->arena, sizeof *values * node->count, _Alignof(pr_value));
        if (values == NULL) {
            return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        }
    }
    for (uint32_t i = 0; i < node->count; i++) {
        values[i] = pr_vm_fetch(vm, args[i]);
    }
    if (node->data == PR_TEMPLATE_READ && has_unknown(values, node->count)) {
        const pr_needs *needs = NULL;
        for (uint32_t i = 0; i < node->count; i++) {
            needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, values[i]));
        }
        return pr_vm_unknown(vm, needs);
    }
    pr_buf_clear(&vm->print);
    for (uint32_t i = 0; i < node->count; i++) {
        if (values[i].kind == PR_NULL) {
            pr_buf_string(&vm->print, "none");
        } else {
            pr_value_print(values[i], &vm->print);
        }
    }
    pr_text text = pr_text_copy(&vm->arena, pr_buf_view(&vm->print));
    if (vm->print.failed || text.at == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    return pr_string(text);
}
