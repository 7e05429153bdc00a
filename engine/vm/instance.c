/* Is a value of a type? */
#include "feel/builtin.h"
#include "vm/vm.h"

typedef struct fit_state {
    pr_vm *vm;
    pr_truth truth;
} fit_state;

/* False if one part is not of its type, undecided if of one nobody knows. */
static bool part_fits(fit_state *fits, pr_value v, const pr_type *type) {
    pr_truth t = PR_TRUE;
    if (!pr_vm_instance_of(fits->vm, v, type, &t) || t == PR_FALSE) {
        fits->truth = PR_FALSE;
        return false;
    }
    fits->truth = t == PR_UNDECIDED ? PR_UNDECIDED : fits->truth;
    return true;
}

static pr_truth all_of(pr_vm *vm, const pr_list *list, const pr_type *element) {
    fit_state fits = {vm, PR_TRUE};
    for (uint32_t i = 0; i < list->count && part_fits(&fits, list->items[i], element); i++) {
    }
    return fits.truth;
}

static pr_truth fields_fit(pr_vm *vm, const pr_context *context, const pr_type *type) {
    fit_state fits = {vm, PR_TRUE};
    for (uint32_t i = 0; i < type->count; i++) {
        bool found;
        pr_value v = pr_context_get(context, type->names[i], &found);
        if (!found) {
            return PR_FALSE;
        }
        if (v.kind != PR_NULL && !part_fits(&fits, v, type->fields[i])) {
            break;
        }
    }
    return fits.truth;
}

static bool of_kind(pr_value v, const pr_type *type) {
    static const uint8_t kinds[] = {
        [PR_TYPE_BOOLEAN] = PR_BOOLEAN, [PR_TYPE_NUMBER] = PR_NUMBER,     [PR_TYPE_STRING] = PR_STRING,
        [PR_TYPE_DATE] = PR_DATE,       [PR_TYPE_TIME] = PR_TIME,         [PR_TYPE_DATE_TIME] = PR_DATE_TIME,
        [PR_TYPE_MONTHS] = PR_MONTHS,   [PR_TYPE_DURATION] = PR_DURATION,
    };
    return type->kind < sizeof kinds && kinds[type->kind] == v.kind;
}

/* The least that is said of a value of the one type holds of the other. */
static bool conforms(const pr_type *type, const pr_type *to) {
    if (to->kind == PR_TYPE_ANY) {
        return true;
    }
    if (type->kind != to->kind) {
        return to->kind == PR_TYPE_ANY_DURATION &&
               (type->kind == PR_TYPE_MONTHS || type->kind == PR_TYPE_DURATION);
    }
    if (type->kind == PR_TYPE_CONTEXT) {
        for (uint32_t i = 0; i < to->count; i++) {
            const pr_type *field = pr_type_field(type, to->names[i]);
            if (field == NULL || !conforms(field, to->fields[i])) {
                return false;
            }
        }
        return true;
    }
    return type->element == NULL || to->element == NULL || conforms(type->element, to->element);
}

/* A function of the program, and what it says of its parameters. */
typedef struct definition {
    const pr_program *program;
    const pr_node *function;
    const pr_type *const *parameters;
    uint32_t count;
} definition;

static const pr_type *scalar_type(uint8_t kind) {
    static const pr_type *const types[] = {
        [PR_NULL] = &pr_type_null,           [PR_BOOLEAN] = &pr_type_boolean,
        [PR_NUMBER] = &pr_type_number,       [PR_STRING] = &pr_type_string,
        [PR_DATE] = &pr_type_date,           [PR_TIME] = &pr_type_time,
        [PR_DATE_TIME] = &pr_type_date_time, [PR_MONTHS] = &pr_type_months,
        [PR_DURATION] = &pr_type_duration,
    };
    return kind < sizeof types / sizeof *types ? types[kind] : &pr_type_any;
}

/* The type that the body shows, as far as it is plain; else Any. */
static const pr_type *type_of_body(const definition *d, pr_node_id id) {
    const pr_node *n = &d->program->nodes[id];
    const pr_node_id *args = pr_node_args(d->program, n);
    if ((n->flags & PR_NODE_BOOLEAN) != 0) {
        return &pr_type_boolean;
    }
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return scalar_type(d->program->constants[n->data].kind);
    case PR_OP_LOCAL: {
        bool own = n->data >= d->function->extra && n->data - d->function->extra < d->count;
        const pr_type *type =
            own && d->parameters != NULL ? d->parameters[n->data - d->function->extra] : NULL;
        return type != NULL ? type : &pr_type_any;
    }
    case PR_OP_ADD:
    case PR_OP_SUBTRACT:
    case PR_OP_MULTIPLY:
    case PR_OP_DIVIDE:
    case PR_OP_POWER: {
        const pr_type *a = type_of_body(d, args[0]), *b = type_of_body(d, args[1]);
        bool alike = a->kind == b->kind && (a->kind == PR_TYPE_NUMBER || a->kind == PR_TYPE_STRING);
        return alike ? a : &pr_type_any;
    }
    case PR_OP_NEGATE: return type_of_body(d, args[0]);
    default: return &pr_type_any;
    }
}

/* A function is of a type that asks no more of its parameters, and promises no more. */
static bool function_fits(const pr_vm *vm, const pr_function *f, const pr_type *type) {
    if (type->element == NULL) {
        return true;
    }
    if (f->node == PR_NONE) {
        return pr_builtin_takes((pr_builtin)f->builtin, type->count);
    }
    const pr_node *function = pr_node_at(vm->program, f->node);
    definition d = {.program = vm->program,
                    .function = function,
                    .parameters = vm->program->function_types[function->data],
                    .count = vm->program->functions[function->data]->count};
    if (d.count != type->count) {
        return false;
    }
    for (uint32_t i = 0; i < d.count; i++) {
        const pr_type *declared = d.parameters != NULL ? d.parameters[i] : NULL;
        if (declared != NULL && !conforms(type->fields[i], declared)) {
            return false;
        }
    }
    return conforms(type_of_body(&d, pr_node_args(vm->program, function)[0]), type->element);
}

bool pr_vm_is_surely(pr_vm *vm, pr_value v, const pr_type *type) {
    pr_bounds b;
    pr_vm_bounds(vm, v, &b);
    return type->kind == PR_TYPE_ANY || (b.type != PR_NULL && of_kind((pr_value){.kind = b.type}, type));
}

/* False where the type is none that a value can be tested against. */
bool pr_vm_instance_of(pr_vm *vm, pr_value v, const pr_type *type, pr_truth *out) {
    if (v.kind == PR_UNKNOWN) {
        *out = PR_UNDECIDED;
        return true;
    }
    switch ((pr_type_kind)type->kind) {
    case PR_TYPE_ANY: *out = v.kind == PR_NULL ? PR_FALSE : PR_TRUE; return true;
    case PR_TYPE_NULL: *out = v.kind == PR_NULL ? PR_TRUE : PR_FALSE; return true;
    case PR_TYPE_ANY_DURATION:
        *out = v.kind == PR_MONTHS || v.kind == PR_DURATION ? PR_TRUE : PR_FALSE;
        return true;
    case PR_TYPE_LIST:
        if (v.kind == PR_LIST && v.list->uncertain) {
            *out = PR_UNDECIDED;
            return true;
        }
        *out = v.kind == PR_LIST ? all_of(vm, v.list, type->element) : PR_FALSE;
        return true;
    case PR_TYPE_CONTEXT:
        *out = v.kind == PR_CONTEXT ? fields_fit(vm, v.context, type) : PR_FALSE;
        return true;
    case PR_TYPE_RANGE:
        *out = PR_FALSE;
        if (v.kind == PR_RANGE) {
            pr_value end = v.range->low.kind != PR_NULL ? v.range->low : v.range->high;
            return pr_vm_instance_of(vm, end, type->element, out);
        }
        return true;
    case PR_TYPE_FUNCTION:
        *out = v.kind == PR_FUNCTION && function_fits(vm, v.function, type) ? PR_TRUE : PR_FALSE;
        return true;
    case PR_TYPE_ENTITY: *out = v.kind == PR_ENTITY || v.kind == PR_STRING ? PR_TRUE : PR_FALSE; return true;
    case PR_TYPE_RELATION: return false;
    default: *out = of_kind(v, type) ? PR_TRUE : PR_FALSE; return true;
    }
}
