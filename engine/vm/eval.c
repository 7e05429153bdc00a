/* The evaluator: values, truths and needs of nodes.
 *
 * Boolean operations are evaluated as truths, without making values; what an undecided truth needs is found by walking
 * the node once more, only when someone asks.
 */
#include "vm/watch.h"

#include "base/limits.h"

pr_value pr_vm_stop(pr_vm *vm, preceptor_status status) {
    if (vm->status == PRECEPTOR_OK) {
        bool capped = status == PRECEPTOR_NO_MEMORY && vm->arena.capped;
        vm->status = capped ? PRECEPTOR_LIMIT : status;
        vm->limit = capped ? PR_VM_MEMORY_LIMIT : vm->limit;
    }
    return pr_vm_unknown(vm, NULL);
}

static void stop_at(pr_vm *vm, const char *limit) {
    vm->limit = vm->status == PRECEPTOR_OK ? limit : vm->limit;
    (void)pr_vm_stop(vm, PRECEPTOR_LIMIT);
}

bool pr_vm_step(pr_vm *vm) {
    if (++vm->steps > vm->step_limit) {
        stop_at(vm, PR_VM_STEP_LIMIT);
    }
    return vm->status == PRECEPTOR_OK;
}

pr_value pr_vm_fail(pr_vm *vm, pr_node_id node, const char *reason) {
    if (vm->complaints.count < PR_LIMIT_DIAGS) {
        (void)PR_PUSH(&vm->arena, &vm->complaints, (pr_complaint){.node = node, .reason = reason});
    }
    return vm->strict ? pr_vm_unknown(vm, NULL) : pr_error_null(reason);
}

static bool stop_at_limit(pr_vm *vm) {
    if (vm->depth > vm->depth_limit) {
        stop_at(vm, PR_VM_DEPTH_LIMIT);
    } else if (vm->steps > vm->step_limit) {
        stop_at(vm, PR_VM_STEP_LIMIT);
    }
    return false;
}

static inline bool enter(pr_vm *vm) {
    int shallow = ++vm->depth <= vm->depth_limit, short_enough = ++vm->steps <= vm->step_limit;
    return (shallow & short_enough & (vm->status == PRECEPTOR_OK)) != 0 || stop_at_limit(vm);
}

/* How a node is evaluated, by its operation. */
enum { AT_HAND = 1, TRUTH = 2, COMPARISON = 4 };
static const uint8_t classes[PR_OP_COUNT_OF] = {
    [PR_OP_CONSTANT] = AT_HAND,
    [PR_OP_ATTRIBUTE] = AT_HAND,
    [PR_OP_LOCAL] = AT_HAND,
    [PR_OP_PARAMETER] = AT_HAND,
    [PR_OP_TODAY] = AT_HAND,
    [PR_OP_FACT] = TRUTH,
    [PR_OP_TUPLE] = TRUTH,
    [PR_OP_AND] = TRUTH,
    [PR_OP_OR] = TRUTH,
    [PR_OP_NOT] = TRUTH,
    [PR_OP_CONDITION] = TRUTH,
    [PR_OP_SOME] = TRUTH,
    [PR_OP_EVERY] = TRUTH,
    [PR_OP_IN] = TRUTH,
    [PR_OP_BETWEEN] = TRUTH,
    [PR_OP_EQUAL] = TRUTH | COMPARISON,
    [PR_OP_NOT_EQUAL] = TRUTH | COMPARISON,
    [PR_OP_LESS] = TRUTH | COMPARISON,
    [PR_OP_LESS_EQUAL] = TRUTH | COMPARISON,
    [PR_OP_GREATER] = TRUTH | COMPARISON,
    [PR_OP_GREATER_EQUAL] = TRUTH | COMPARISON,
};

static pr_value constant(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value v = vm->program->constants[node->data];
    return vm->strict && pr_is_error(v) ? pr_vm_fail(vm, id, v.reason) : v;
}

void pr_vm_complain_of_part(pr_vm *vm, pr_node_id id, pr_op op, const char *what, pr_node_id part) {
    if (vm->strict || (classes[vm->program->nodes[part].op] & TRUTH) != 0) {
        return;
    }
    uint32_t complaints = vm->complaints.count;
    pr_value v = pr_vm_value(vm, part);
    vm->complaints.count = complaints; /* they came before */
    if (v.kind != PR_NULL && v.kind != PR_BOOLEAN && v.kind != PR_UNKNOWN) {
        (void)pr_vm_fail(vm, id, pr_vm_why_condition(vm, op, what, v));
    }
}

static pr_value conditional(pr_vm *vm, pr_node_id id, const pr_node_id *args) {
    pr_truth t = pr_vm_truth(vm, args[0]);
    if (t == PR_NEITHER) {
        pr_vm_complain_of_part(vm, id, PR_OP_IF, "the condition", args[0]);
    }
    if (t != PR_UNDECIDED) {
        return pr_vm_fetch(vm, args[t == PR_TRUE ? 1 : 2]);
    }
    const pr_needs *needs = pr_vm_needs(vm, args[0]);
    pr_value a = pr_vm_fetch(vm, args[1]);
    return pr_vm_hull(vm, a, pr_vm_fetch(vm, args[2]), needs);
}

static pr_value make_list(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value *items = pr_arena_alloc(&vm->arena, sizeof *items * (node->count + 1u), _Alignof(pr_value));
    if (items == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        items[i] = pr_vm_fetch(vm, args[i]);
    }
    const pr_list *list = pr_list_make(items, node->count, &vm->arena);
    return list != NULL ? pr_list_value(list) : pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
}

static pr_value make_context(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value *values = pr_arena_alloc(&vm->arena, sizeof *values * (node->count + 1u), _Alignof(pr_value));
    pr_context *context = pr_arena_alloc(&vm->arena, sizeof *context, _Alignof(pr_context));
    if (values == NULL || context == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        values[i] = pr_vm_fetch(vm, args[i]);
    }
    *context = (pr_context){.shape = vm->program->shapes[node->data], .values = values};
    return pr_context_value(context);
}

static bool can_bound(uint8_t kind) {
    return kind == PR_NULL || kind == PR_NUMBER || (kind >= PR_STRING && kind <= PR_DURATION);
}

static pr_value make_range(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value low = pr_vm_fetch(vm, args[0]), high = pr_vm_fetch(vm, args[1]);
    pr_bounds x, y;
    pr_vm_bounds(vm, low, &x);
    pr_vm_bounds(vm, high, &y);
    bool known = low.kind != PR_UNKNOWN && high.kind != PR_UNKNOWN;
    bool moments =
        x.type == PR_TIME || x.type == PR_DATE_TIME; /* one may have an offset, and the other none */
    bool untyped =
        (low.kind == PR_UNKNOWN && x.type == PR_NULL) || (high.kind == PR_UNKNOWN && y.type == PR_NULL);
    if (untyped || (!known && moments)) {
        return pr_vm_unknown2(vm, low, high); /* nobody knows whether they are the ends of a range */
    }
    if (!can_bound(x.type) || !can_bound(y.type)) {
        return pr_vm_fail(vm, id, "a range must begin and end with values that have an order");
    }
    if (x.type != PR_NULL && y.type != PR_NULL &&
        (x.type != y.type || (known && pr_value_order(low, high) == PR_UNORDERED))) {
        return pr_vm_fail(vm, id, "the ends of a range must be of one type");
    }
    pr_range *range = pr_arena_alloc(&vm->arena, sizeof *range, _Alignof(pr_range));
    if (range == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    *range = (pr_range){.low = low,
                        .high = high,
                        .low_closed = (node->extra & 1) != 0,
                        .high_closed = (node->extra & 2) != 0,
                        .form = (uint8_t)(node->extra >> 2)};
    return (pr_value){.kind = PR_RANGE, .range = range};
}

static pr_value instance(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value v = pr_vm_fetch(vm, pr_node_args(vm->program, node)[0]);
    pr_truth t = PR_FALSE;
    if (!pr_vm_instance_of(vm, v, vm->program->types[node->data], &t)) {
        return pr_vm_fail(vm, id, "there is no type of this name");
    }
    return t == PR_UNDECIDED ? pr_vm_unknown(vm, pr_vm_needs_of(vm, v)) : pr_boolean(t == PR_TRUE);
}

/* A name inside a filter that only the run can resolve: the item's member, or what the name means outside. */
static pr_value member(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_text name = vm->program->names[node->data];
    pr_value item = pr_vm_value(vm, args[0]);
    bool found = false;
    if (item.kind == PR_CONTEXT) {
        (void)pr_context_get(item.context, name, &found);
    } else if (item.kind == PR_ENTITY) {
        (void)pr_context_get(item.entity->fields, name, &found);
    }
    if (found) {
        return pr_vm_path(vm, id, item, name, 0);
    }
    if (item.kind == PR_UNKNOWN) {
        pr_bounds b;
        pr_vm_bounds(vm, item, &b);
        if (b.type == PR_NULL || b.type == PR_CONTEXT) {
            /* Whether the item has such a member nobody knows. */
            return pr_vm_unknown(vm, pr_vm_needs_of(vm, item));
        }
    }
    if (node->count < 2) {
        return pr_null();
    }
    const pr_node *outside = pr_node_at(vm->program, args[1]);
    bool unbound = outside->op == PR_OP_CONSTANT && pr_is_error(vm->program->constants[outside->data]);
    return item.kind == PR_NULL && unbound ? pr_null() : pr_vm_value(vm, args[1]);
}

static pr_value of_truth(pr_vm *vm, pr_node_id id, pr_truth t) {
    if (t == PR_UNDECIDED) {
        bool sure = vm->strict && (vm->program->nodes[id].flags & PR_NODE_SURE) != 0;
        const pr_needs *needs = pr_vm_needs(vm, id);
        return sure ? pr_unknown_bounded(needs, pr_null(), false, pr_null(), false, PR_BOOLEAN, &vm->arena)
                    : pr_vm_unknown(vm, needs);
    }
    return t == PR_NEITHER ? pr_null() : pr_boolean(t == PR_TRUE);
}

static pr_value now(const pr_vm *vm, pr_arena *arena) {
    pr_date_time *moment = pr_arena_zalloc(arena, sizeof *moment, _Alignof(pr_date_time));
    if (moment == NULL) {
        return pr_null();
    }
    moment->date = vm->as_of;
    moment->zoned = 1;
    return (pr_value){.kind = PR_DATE_TIME, .moment = moment};
}

static pr_value evaluate(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    switch ((pr_op)node->op) {
    case PR_OP_NOW: return now(vm, &vm->arena);
    case PR_OP_RELATION: return pr_vm_relation(vm, node->data);
    case PR_OP_SUBSET: return pr_vm_subset(vm, &vm->program->subsets[node->data]);
    case PR_OP_IF: return conditional(vm, id, args);
    case PR_OP_ADD:
    case PR_OP_SUBTRACT:
    case PR_OP_MULTIPLY:
    case PR_OP_DIVIDE:
    case PR_OP_POWER: {
        pr_value a = pr_vm_fetch(vm, args[0]);
        return pr_vm_arithmetic(vm, id, (pr_op)node->op, a, pr_vm_fetch(vm, args[1]));
    }
    case PR_OP_NEGATE: return pr_vm_negate(vm, id, pr_vm_fetch(vm, args[0]));
    case PR_OP_LIST: return make_list(vm, node);
    case PR_OP_CONTEXT: return make_context(vm, node);
    case PR_OP_RANGE: return make_range(vm, id, node);
    case PR_OP_PATH:
        return pr_vm_path(vm, id, pr_vm_fetch(vm, args[0]), vm->program->names[node->data], node->extra);
    case PR_OP_TEMPLATE: return pr_vm_template(vm, node);
    case PR_OP_BUILTIN: return pr_vm_builtin(vm, id, node);
    case PR_OP_CALL: return pr_vm_call(vm, id, node);
    case PR_OP_FUNCTION: return pr_vm_function(vm, id, node);
    case PR_OP_INSTANCE: return instance(vm, id, node);
    case PR_OP_FILTER: return pr_vm_filter(vm, id, node);
    case PR_OP_FOR:
    case PR_OP_FOR_FLAT: return pr_vm_for(vm, id, node);
    case PR_OP_STEPS: {
        pr_value from = pr_vm_value(vm, args[0]);
        return pr_vm_steps(vm, id, from, pr_vm_value(vm, args[1]));
    }
    case PR_OP_MEMBER: return member(vm, id, node);
    default: return pr_null();
    }
}

static pr_value immediate(pr_vm *vm, pr_node_id id, const pr_node *node) {
    switch ((pr_op)node->op) {
    case PR_OP_CONSTANT: return constant(vm, id, node);
    case PR_OP_ATTRIBUTE: return pr_vm_attribute(vm, node->data);
    case PR_OP_PARAMETER: return vm->parameters[node->data];
    case PR_OP_TODAY: return pr_date(vm->as_of);
    default: return vm->locals[node->data];
    }
}

/* What rests on nothing but the day and the knowledge base is evaluated once a day, not once a profile, and so counts
 * no steps. False where it went wrong: each evaluation is to say so. */
static bool find_fixed(pr_vm *vm, pr_node_id id, const pr_node *node, pr_value *out) {
    const pr_arena arena = vm->arena;
    const pr_needs **const node_needs = vm->node_needs;
    const uint64_t steps = vm->steps;
    const uint32_t complaints = vm->complaints.count;
    vm->fixing = true;
    vm->arena = vm->fixed_arena;
    vm->node_needs = NULL;
    vm->steps = 0;
    *out = evaluate(vm, id, node);
    bool ok = vm->status == PRECEPTOR_OK && vm->complaints.count == complaints &&
              PR_PUSH(&vm->arena, &vm->fixed, (pr_fixed){id, *out});
    if (vm->arena.failed) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        vm->arena.failed = ok = false;
    }
    vm->fixed_arena = vm->arena;
    vm->arena = arena;
    vm->node_needs = node_needs;
    vm->steps = steps;
    vm->complaints.count = complaints;
    vm->fixing = false;
    return ok;
}

/* A function of its own, so that what is at hand or kept is told without setting up what this takes. */
static __attribute__((noinline)) pr_value work_out(pr_vm *vm, pr_node_id id, const pr_node *node, bool keep) {
    if (!enter(vm)) {
        vm->depth--;
        return pr_vm_unknown(vm, NULL);
    }
    pr_value fixed;
    if (keep && (node->flags & PR_NODE_FIXED) != 0 && vm->watch == NULL && !vm->fixing &&
        find_fixed(vm, id, node, &fixed)) {
        vm->depth--;
        vm->values[id] = fixed;
        vm->kept[id] = PR_KEPT_VALUE;
        return fixed;
    }
    bool truth = (classes[node->op] & TRUTH) != 0;
    pr_value v = truth ? of_truth(vm, id, pr_vm_truth(vm, id)) : evaluate(vm, id, node);
    vm->depth--;
    if (keep && !truth) {
        vm->values[id] = v;
        vm->kept[id] = PR_KEPT_VALUE;
    }
    return v;
}

pr_value pr_vm_value(pr_vm *vm, pr_node_id id) {
    const pr_node *node = &vm->program->nodes[id];
    if ((classes[node->op] & AT_HAND) != 0) {
        return immediate(vm, id, node);
    }
    bool keep = vm->kept != NULL && (node->flags & PR_NODE_CLOSED) != 0;
    if (keep && vm->kept[id] == PR_KEPT_VALUE) {
        return vm->values[id];
    }
    return work_out(vm, id, node, keep);
}

static pr_truth truth_of(pr_value v) {
    switch (v.kind) {
    case PR_BOOLEAN: return v.number != 0 ? PR_TRUE : PR_FALSE;
    case PR_UNKNOWN: return PR_UNDECIDED;
    default: return PR_NEITHER;
    }
}

/* With locals nothing is kept, so the parts are simply asked in order. */
static pr_truth open_junction(pr_vm *vm, const pr_node *node, pr_truth settles) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    uint8_t bits = 0;
    for (uint32_t i = 0; i < node->count; i++) {
        pr_truth t = pr_vm_truth(vm, args[i]);
        if (t == settles) {
            return settles;
        }
        bits |= (uint8_t)PR_KEPT(t);
    }
    return pr_kept_truth(settles == PR_TRUE ? pr_kept_or[bits] : pr_kept_and[bits]);
}

/* Parts that are known already are looked at first: one of them may settle it. */
static pr_truth junction(pr_vm *vm, const pr_node *node, pr_truth settles) {
    if (vm->kept == NULL || (node->flags & PR_NODE_CLOSED) == 0) {
        return open_junction(vm, node, settles);
    }
    const pr_node_id *args = pr_node_args(vm->program, node);
    for (uint32_t i = 0; i < node->count; i++) {
        if (vm->kept[args[i]] == PR_KEPT(settles)) {
            return settles;
        }
    }
    return open_junction(vm, node, settles);
}

static pr_truth fail(pr_vm *vm, pr_node_id id, const char *reason) {
    return pr_vm_fail(vm, id, reason).kind == PR_UNKNOWN ? PR_UNDECIDED : PR_NEITHER;
}

/* Null of a comparison stands for an error where the types are unlike, and where errors are null, that of a null does
 * too. */
static bool is_error(const pr_vm *vm, pr_truth t, const char *reason) {
    return t == PR_NEITHER && (reason != NULL || !vm->strict);
}

static pr_truth comparison(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value a = pr_vm_fetch(vm, args[0]), b = pr_vm_fetch(vm, args[1]);
    const char *reason = NULL;
    pr_truth t = pr_vm_compare(vm, (pr_op)node->op, a, b, &reason);
    return is_error(vm, t, reason) ? fail(vm, id, pr_vm_why_operands(vm, (pr_op)node->op, a, b)) : t;
}

static pr_truth between(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value v = pr_vm_fetch(vm, args[0]);
    pr_range range = {.low = pr_vm_fetch(vm, args[1]), .high = pr_vm_fetch(vm, args[2])};
    const char *reason = NULL;
    pr_truth low = pr_vm_compare(vm, PR_OP_GREATER_EQUAL, v, range.low, &reason);
    pr_truth high = pr_vm_compare(vm, PR_OP_LESS_EQUAL, v, range.high, &reason);
    if (low == PR_FALSE || high == PR_FALSE) {
        return PR_FALSE;
    }
    if (low == PR_UNDECIDED || high == PR_UNDECIDED) {
        return PR_UNDECIDED;
    }
    if (low != PR_NEITHER && high != PR_NEITHER) {
        return PR_TRUE;
    }
    pr_value end = low == PR_NEITHER ? range.low : range.high;
    return is_error(vm, PR_NEITHER, reason) ? fail(vm, id, pr_vm_why_between(vm, v, end, low == PR_NEITHER))
                                            : PR_NEITHER;
}

static pr_truth inverse(pr_truth t) { return t == PR_TRUE ? PR_FALSE : t == PR_FALSE ? PR_TRUE : t; }

static pr_truth negation(pr_vm *vm, pr_node_id id, pr_node_id arg) {
    pr_truth t = pr_vm_truth(vm, arg);
    if (t == PR_NEITHER && (classes[vm->program->nodes[arg].op] & TRUTH) == 0) {
        pr_value v = pr_vm_value(vm, arg);
        bool one = v.kind == PR_LIST && v.list->count == 1 && !v.list->uncertain;
        if (one && truth_of(v.list->items[0]) != PR_NEITHER) {
            return inverse(truth_of(v.list->items[0])); /* a list of one item stands for it */
        }
        pr_vm_complain_of_part(vm, id, PR_OP_NOT, "the operand", arg);
    }
    return inverse(t);
}

/* An `and` or an `or` that gave null. */
static pr_truth null_junction(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    for (uint32_t i = 0; !vm->strict && i < node->count; i++) {
        pr_vm_complain_of_part(vm, id, (pr_op)node->op, "an operand", args[i]);
    }
    return PR_NEITHER;
}

static pr_truth decide(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    switch ((pr_op)node->op) {
    case PR_OP_AND:
    case PR_OP_OR: {
        pr_truth t = junction(vm, node, node->op == PR_OP_AND ? PR_FALSE : PR_TRUE);
        return t == PR_NEITHER ? null_junction(vm, id, node) : t;
    }
    case PR_OP_NOT: return negation(vm, id, args[0]);
    case PR_OP_CONDITION: return pr_vm_holds(vm, args[0]);
    case PR_OP_SOME:
    case PR_OP_EVERY: return pr_vm_quantified(vm, id, node);
    case PR_OP_FACT: return pr_vm_state(vm, node->data);
    case PR_OP_TUPLE: return pr_vm_tuple(vm, node);
    case PR_OP_IN: {
        pr_value v = pr_vm_fetch(vm, args[0]), set = pr_vm_fetch(vm, args[1]);
        const char *reason = NULL;
        pr_truth t = pr_vm_in(vm, v, set, &reason);
        return is_error(vm, t, reason) ? fail(vm, id, pr_vm_why_in(vm, v, set)) : t;
    }
    case PR_OP_BETWEEN: return between(vm, id, node);
    default: return comparison(vm, id, node);
    }
}

pr_truth pr_vm_truth(pr_vm *vm, pr_node_id id) {
    const pr_node *node = &vm->program->nodes[id];
    uint8_t class = classes[node->op];
    if ((class & TRUTH) == 0) {
        pr_truth of_value = truth_of(pr_vm_fetch(vm, id));
        if (vm->watch != NULL) {
            pr_vm_watched(vm, id, of_value);
        }
        return of_value;
    }
    if (node->op == PR_OP_FACT) {
        return pr_vm_state(vm, node->data);
    }
    bool keep = vm->kept != NULL && (node->flags & PR_NODE_CLOSED) != 0;
    if (keep && vm->kept[id] != 0) {
        return pr_kept_truth(vm->kept[id]);
    }
    pr_truth t;
    if ((class & COMPARISON) != 0) {
        t = comparison(vm, id, node);
    } else {
        t = enter(vm) ? decide(vm, id, node) : PR_UNDECIDED;
        vm->depth--;
    }
    if (keep) {
        vm->kept[id] = (uint8_t)PR_KEPT(t);
    }
    if (vm->watch != NULL) {
        pr_vm_watched(vm, id, t);
    }
    return t;
}

static const pr_needs *needs_of_args(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, pr_vm_value(vm, args[i])));
    }
    return needs;
}

/* Of a list that is open, which value it is whose place in the list would have to be known: as its number from 1. */
static const pr_needs *needs_of_membership(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    const pr_node *set = &vm->program->nodes[args[1]];
    const pr_attribute *a = set->op == PR_OP_ATTRIBUTE ? &vm->program->attributes[set->data] : NULL;
    pr_value v = a != NULL && a->field->open ? pr_vm_value(vm, args[0]) : pr_null();
    const uint32_t number =
        v.kind == PR_STRING ? pr_schema_value(a->schema->element, pr_string_text(v)) : PR_MAP_NONE;
    return number != PR_MAP_NONE ? pr_needs_leaf(set->data, number + 1, &vm->arena) : needs_of_args(vm, node);
}

/* Stands for none, so that it is known that there are none. */
static const pr_needs no_needs;

static const pr_needs *find_needs(pr_vm *vm, pr_node_id id);

/* Conditions share parts, and each of those is looked at once. (Those that rest on facts are not kept: on the way
 * round a recursion they are not all there yet.) */
const pr_needs *pr_vm_needs(pr_vm *vm, pr_node_id id) {
    const pr_node *node = &vm->program->nodes[id];
    bool shared = (node->op == PR_OP_AND || node->op == PR_OP_OR) &&
                  (node->flags & (PR_NODE_CLOSED | PR_NODE_FACTS)) == PR_NODE_CLOSED;
    if (!shared || !vm->want_needs || vm->kept == NULL) {
        return find_needs(vm, id);
    }
    if (vm->node_needs == NULL) {
        vm->node_needs = PR_NEW_ARRAY(&vm->arena, const pr_needs *, vm->program->node_count + 1u);
    }
    if (vm->node_needs == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return NULL;
    }
    if (vm->node_needs[id] == NULL) {
        const pr_needs *found = find_needs(vm, id);
        vm->node_needs[id] = found != NULL ? found : &no_needs;
    }
    return vm->node_needs[id] != &no_needs ? vm->node_needs[id] : NULL;
}

static const pr_needs *find_needs(pr_vm *vm, pr_node_id id) {
    const pr_node *node = &vm->program->nodes[id];
    const pr_node_id *args = pr_node_args(vm->program, node);
    const pr_needs *needs = NULL;
    if (!vm->want_needs) {
        return NULL;
    }
    if ((classes[node->op] & TRUTH) == 0) {
        return pr_vm_needs_of(vm, pr_vm_value(vm, id));
    }
    if (!enter(vm)) {
        vm->depth--;
        return NULL;
    }
    switch ((pr_op)node->op) {
    case PR_OP_AND:
    case PR_OP_OR:
    case PR_OP_NOT:
    case PR_OP_CONDITION:
        for (uint32_t i = 0; i < node->count; i++) {
            if (pr_vm_truth(vm, args[i]) == PR_UNDECIDED) {
                needs = pr_vm_join(vm, needs, pr_vm_needs(vm, args[i]));
            }
        }
        break;
    case PR_OP_SOME:
    case PR_OP_EVERY: needs = pr_vm_quantified_needs(vm, node); break;
    case PR_OP_FACT: needs = pr_vm_fact_needs(vm, node->data); break;
    case PR_OP_TUPLE: needs = pr_vm_tuple_needs(vm, node); break;
    case PR_OP_IN: needs = needs_of_membership(vm, node); break;
    default: needs = needs_of_args(vm, node);
    }
    vm->depth--;
    return needs;
}
