/* Iteration over lists that may be partly unknown: filters, `for`, `some` and `every`, paths. */
#include "vm/scan.h"

#include "base/limits.h"

bool pr_vm_as_list(pr_vm *vm, pr_value v, pr_list *out) {
    if (v.kind == PR_LIST) {
        *out = *v.list;
        return true;
    }
    if (v.kind == PR_UNKNOWN) {
        *out = (pr_list){.open = true,
                         .uncertain = true,
                         .rest = pr_vm_unknown(vm, pr_vm_needs_of(vm, v)),
                         .needs = pr_vm_needs_of(vm, v)};
        return true;
    }
    if (v.kind == PR_NULL) {
        return false;
    }
    pr_value *item = pr_arena_alloc(&vm->arena, sizeof *item, _Alignof(pr_value));
    if (item == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        return false;
    }
    *item = v;
    *out = (pr_list){.count = 1, .items = item};
    return true;
}

/* Locals of a closed iteration begin at 0, and it may be evaluated while another one is under way: a derived
 * value in the condition of a filter, what an open fact in the condition of a loop needs. So it gets a frame
  * of its own. */
pr_value *pr_vm_enter_frame(pr_vm *vm, const pr_node *node) {
    pr_value *outer = vm->locals;
    if ((node->flags & PR_NODE_CLOSED) == 0) {
        return outer;
    }
    pr_value *own = ++vm->frame_depth < PR_VM_FRAMES
                        ? vm->frames + (size_t)vm->frame_depth * vm->frame_size
                        : pr_arena_zalloc(&vm->arena, sizeof *own * vm->frame_size, _Alignof(pr_value));
    if (own == NULL) {
        (void)pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    } else {
        vm->locals = own;
    }
    return outer;
}

void pr_vm_leave_frame(pr_vm *vm, const pr_node *node, pr_value *outer) {
    vm->frame_depth -= (node->flags & PR_NODE_CLOSED) != 0;
    vm->locals = outer;
}

/* A list under construction. Its arrays for what may be there are made when first needed. */
typedef struct building {
    pr_value *items;
    uint8_t *maybe;
    const pr_needs **because;
    uint32_t count, capacity;
} building;

static bool build_begin(pr_vm *vm, building *b, uint32_t capacity) {
    *b = (building){.capacity = capacity};
    b->items = pr_arena_alloc(&vm->arena, sizeof *b->items * (capacity + 1u), _Alignof(pr_value));
    return b->items != NULL;
}

static bool build_add(pr_vm *vm, building *b, pr_value v, bool maybe, const pr_needs *because) {
    if (b->count == b->capacity) {
        return false;
    }
    if (maybe && b->maybe == NULL) {
        b->maybe = PR_NEW_ARRAY(&vm->arena, uint8_t, b->capacity + 1u);
        b->because = PR_NEW_ARRAY(&vm->arena, const pr_needs *, b->capacity + 1u);
        if (b->maybe == NULL || b->because == NULL) {
            return false;
        }
    }
    if (maybe) {
        b->maybe[b->count] = 1;
        b->because[b->count] = because;
    }
    b->items[b->count++] = v;
    return true;
}

static pr_value build_end(pr_vm *vm, const building *b, bool open, pr_value rest, const pr_needs *needs) {
    pr_list *list = pr_arena_alloc(&vm->arena, sizeof *list, _Alignof(pr_list));
    if (list == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    *list = (pr_list){.count = b->count,
                      .open = open,
                      .uncertain = open || b->maybe != NULL,
                      .items = b->items,
                      .maybe = b->maybe,
                      .because = b->because,
                      .rest = rest,
                      .needs = needs};
    return pr_list_value(list);
}

/* The n-th item, from 1, or from the end where negative. */
static pr_value at_index(pr_vm *vm, pr_node_id id, const pr_list *list, pr_value index, pr_value whole) {
    int64_t n;
    if (!pr_number_integer(index, &n)) {
        return pr_vm_fail(vm, id, "an index must be a whole number");
    }
    if (list->uncertain) {
        /* Items that nobody has seen may stand anywhere. */
        return pr_vm_unknown(vm, pr_vm_needs_of(vm, whole));
    }
    if (n > 0 && n <= list->count) {
        return list->items[n - 1];
    }
    if (n < 0 && -n <= (int64_t)list->count) {
        return list->items[(int64_t)list->count + n];
    }
    return vm->strict ? pr_null() : pr_vm_fail(vm, id, "the list has no item of this number");
}

/* The predicate may be a number, which only shows when it is evaluated (it then does not depend on the item). */
static bool index_of(pr_vm *vm, const pr_node *node, pr_value *index) {
    pr_node_id predicate = pr_node_args(vm->program, node)[1];
    const pr_node *p = pr_node_at(vm->program, predicate);
    if ((p->flags & PR_NODE_BOOLEAN) != 0) {
        return false;
    }
    vm->locals[node->extra] = pr_null();
    uint32_t complaints = vm->complaints.count;
    *index = pr_vm_value(vm, predicate);
    if (node->data != 1) {
        vm->complaints.count = complaints; /* the errors of a trial are not the user's */
    }
    /* An unknown that does not depend on the item may be an index that nobody knows. */
    return index->kind == PR_NUMBER || (index->kind == PR_UNKNOWN && node->data == 1);
}

/* A predicate that is not known, nor that it is no number. */
static bool may_be_index(pr_vm *vm, pr_node_id predicate) {
    if ((pr_node_at(vm->program, predicate)->flags & PR_NODE_BOOLEAN) != 0) {
        return false;
    }
    pr_bounds b;
    pr_vm_bounds(vm, pr_vm_value(vm, predicate), &b);
    return b.type != PR_BOOLEAN;
}

/* A list of nothing yet, or of items that nobody has seen: it stays what it is, unless none of them can pass. */
static pr_value filter_unseen(pr_vm *vm, const pr_node *node, pr_value of, pr_value index) {
    static const pr_list empty = {.rest = {.kind = PR_NULL}};
    pr_node_id predicate = pr_node_args(vm->program, node)[1];
    vm->locals[node->extra] = of.list->open ? of.list->rest : pr_null();
    if (!of.list->open) {
        /* As an index the predicate would give null, or an error. */
        return index.kind == PR_UNKNOWN && may_be_index(vm, predicate) ? pr_vm_unknown2(vm, index, of) : of;
    }
    pr_truth t = pr_vm_truth(vm, predicate);
    if (t == PR_UNDECIDED && may_be_index(vm, predicate)) {
        return pr_vm_unknown2(vm, of, pr_vm_value(vm, predicate));
    }
    return t == PR_TRUE || t == PR_UNDECIDED ? of : pr_list_value(&empty);
}

static pr_value filter_in_frame(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value of = pr_vm_value(vm, args[0]);
    pr_list list;
    if (of.kind == PR_UNKNOWN) {
        return pr_vm_unknown(vm, pr_vm_needs_of(vm, of)); /* it may be null, or no list */
    }
    if (!pr_vm_as_list(vm, of, &list)) {
        return pr_is_error(of) ? of
               : vm->strict    ? pr_null()
                               : pr_vm_fail(vm, id, "there is no list to take items from");
    }
    pr_value index = pr_null();
    if (index_of(vm, node, &index)) {
        if (index.kind == PR_UNKNOWN) {
            return pr_vm_unknown2(vm, index, of);
        }
        return at_index(vm, id, &list, index, of);
    }
    if (vm->strict && index.kind == PR_NULL && node->data == 1 &&
        (pr_node_at(vm->program, args[1])->flags & PR_NODE_BOOLEAN) == 0) {
        return pr_null(); /* the item at a place that is known to be none */
    }
    if (list.count == 0 && of.kind == PR_LIST) {
        return filter_unseen(vm, node, of, index);
    }
    building b;
    if (!build_begin(vm, &b, list.count)) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    pr_scanner scanner;
    pr_scan_begin(vm, id, &scanner);
    for (uint32_t i = 0; i < list.count && pr_vm_step(vm); i++) {
        pr_truth t = pr_scan_test(&scanner, list.items[i]);
        if (t == PR_FALSE || t == PR_NEITHER) {
            continue;
        }
        if (t == PR_UNDECIDED && may_be_index(vm, args[1])) {
            return pr_vm_unknown2(vm, of, pr_vm_value(vm, args[1]));
        }
        bool maybe = pr_list_maybe(&list, i) || t == PR_UNDECIDED;
        const pr_needs *because = maybe ? pr_list_because(&list, i) : NULL;
        if (t == PR_UNDECIDED) {
            because = pr_vm_join(vm, because, pr_vm_needs(vm, args[1]));
        }
        if (!build_add(vm, &b, list.items[i], maybe, because)) {
            return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        }
    }
    bool open = false;
    if (list.open) {
        vm->locals[node->extra] = list.rest;
        pr_truth t = pr_vm_truth(vm, args[1]);
        if (t == PR_UNDECIDED && may_be_index(vm, args[1])) {
            return pr_vm_unknown2(vm, of, pr_vm_value(vm, args[1]));
        }
        open = t == PR_TRUE || t == PR_UNDECIDED;
    }
    return build_end(vm, &b, open, list.rest, list.needs);
}

pr_value pr_vm_filter(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value *outer = pr_vm_enter_frame(vm, node);
    pr_value v = filter_in_frame(vm, id, node);
    pr_vm_leave_frame(vm, node, outer);
    return v;
}

/* Adds the results of one item: one value, or all of an inner list. */
static bool add_results(pr_vm *vm, building *b, pr_value v, bool flat, bool maybe, const pr_needs *because,
                        bool *open, pr_value *rest, const pr_needs **needs) {
    if (flat && v.kind == PR_UNKNOWN) {
        *needs = pr_vm_join(vm, *needs, pr_vm_needs_of(vm, v));
        *rest = pr_vm_unknown(vm, *needs);
        *open = true;
        return true;
    }
    if (!flat || v.kind != PR_LIST) {
        return build_add(vm, b, v, maybe, because);
    }
    const pr_list *inner = v.list;
    if (b->count + inner->count > b->capacity) {
        building larger;
        if (!build_begin(vm, &larger, (b->capacity + inner->count) * 2)) {
            return false;
        }
        for (uint32_t i = 0; i < b->count; i++) {
            bool m = b->maybe != NULL && b->maybe[i] != 0;
            if (!build_add(vm, &larger, b->items[i], m, m ? b->because[i] : NULL)) {
                return false;
            }
        }
        *b = larger;
    }
    for (uint32_t i = 0; i < inner->count; i++) {
        bool m = maybe || pr_list_maybe(inner, i);
        const pr_needs *why = m ? pr_vm_join(vm, because, pr_list_because(inner, i)) : NULL;
        if (!build_add(vm, b, inner->items[i], m, why)) {
            return false;
        }
    }
    if (inner->open) {
        *rest = *open ? pr_vm_unknown(vm, pr_vm_join(vm, *needs, inner->needs)) : inner->rest;
        *needs = pr_vm_join(vm, *needs, inner->needs);
        *open = true;
    }
    return true;
}

static pr_value range_items(pr_vm *vm, pr_node_id id, const pr_range *range);

/* What an iteration goes through. */
static pr_value source_of(pr_vm *vm, pr_node_id source) {
    pr_value v = pr_vm_value(vm, source);
    return v.kind == PR_RANGE ? range_items(vm, source, v.range) : v;
}

/* `partial` in the body of a `for`: the results so far, and in what stands for items that nobody has seen those of any
 * number of them. */
static void set_partial(pr_vm *vm, const pr_node *node, const building *b, bool open, const pr_needs *needs) {
    if (node->data == 1) {
        vm->locals[node->extra + 1] =
            build_end(vm, b, open, open ? pr_vm_unknown(vm, needs) : pr_null(), needs);
    }
}

static pr_value for_in_frame(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value source = source_of(vm, args[0]);
    pr_list list;
    bool flat = node->op == PR_OP_FOR_FLAT;
    if (source.kind == PR_UNKNOWN) {
        return pr_vm_unknown(vm, pr_vm_needs_of(vm, source));
    }
    if (!pr_vm_as_list(vm, source, &list)) {
        return pr_is_error(source) ? source
               : vm->strict        ? pr_null()
                                   : pr_vm_fail(vm, id, "there is no list to go through");
    }
    building b;
    if (!build_begin(vm, &b, list.count)) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    bool open = false;
    pr_value rest = pr_null();
    const pr_needs *needs = list.needs;
    for (uint32_t i = 0; i < list.count && pr_vm_step(vm); i++) {
        vm->locals[node->extra] = list.items[i];
        set_partial(vm, node, &b, open, open ? needs : NULL);
        pr_value v = pr_vm_value(vm, args[1]);
        if (!add_results(vm, &b, v, flat, pr_list_maybe(&list, i), pr_list_because(&list, i), &open, &rest,
                         &needs)) {
            return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        }
    }
    if (list.open) {
        vm->locals[node->extra] = list.rest;
        set_partial(vm, node, &b, true, needs);
        pr_value v = pr_vm_value(vm, args[1]);
        rest = flat || open ? pr_vm_unknown(vm, pr_vm_join(vm, needs, pr_vm_needs_of(vm, v))) : v;
        open = true;
    }
    return build_end(vm, &b, open, rest, needs);
}

pr_value pr_vm_for(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value *outer = pr_vm_enter_frame(vm, node);
    pr_value v = for_in_frame(vm, id, node);
    pr_vm_leave_frame(vm, node, outer);
    return v;
}

/* What an item that may be missing says: nothing, if what it would say settles nothing. */
static pr_truth weakened(pr_truth t, pr_truth neutral) { return t == neutral ? t : PR_UNDECIDED; }

static pr_truth quantified_in_frame(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    const bool some = node->op == PR_OP_SOME;
    const pr_truth settles = some ? PR_TRUE : PR_FALSE, neutral = some ? PR_FALSE : PR_TRUE;
    pr_list list;
    pr_value source = source_of(vm, args[0]);
    if (source.kind == PR_UNKNOWN) {
        return PR_UNDECIDED;
    }
    if (!pr_vm_as_list(vm, source, &list)) {
        if (!vm->strict && !pr_is_error(source)) {
            (void)pr_vm_fail(vm, id, "there is no list to go through");
        }
        return PR_NEITHER;
    }
    bool undecided = false, null = false;
    pr_scanner scanner;
    pr_scan_begin(vm, id, &scanner);
    for (uint32_t i = 0; i < list.count && pr_vm_step(vm); i++) {
        pr_truth t = pr_scan_test(&scanner, list.items[i]);
        if (pr_list_maybe(&list, i)) {
            t = weakened(t, neutral);
        }
        if (t == settles) {
            return settles;
        }
        undecided = undecided || t == PR_UNDECIDED;
        if (t == PR_NEITHER) {
            null = true;
            pr_vm_complain_of_part(vm, id, (pr_op)node->op, "the condition", args[1]);
        }
    }
    if (list.open) {
        undecided = undecided || weakened(pr_scan_test(&scanner, list.rest), neutral) == PR_UNDECIDED;
    }
    if (vm->status != PRECEPTOR_OK) {
        return PR_UNDECIDED;
    }
    return undecided ? PR_UNDECIDED : null ? PR_NEITHER : neutral;
}

pr_truth pr_vm_quantified(pr_vm *vm, pr_node_id id, const pr_node *node) {
    pr_value *outer = pr_vm_enter_frame(vm, node);
    pr_truth t = quantified_in_frame(vm, id, node);
    pr_vm_leave_frame(vm, node, outer);
    return t;
}

static const pr_needs *quantified_needs_in_frame(pr_vm *vm, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    const pr_truth neutral = node->op == PR_OP_SOME ? PR_FALSE : PR_TRUE;
    pr_list list;
    pr_value source = source_of(vm, args[0]);
    if (source.kind == PR_UNKNOWN) {
        return pr_vm_needs_of(vm, source);
    }
    if (!pr_vm_as_list(vm, source, &list)) {
        return NULL;
    }
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < list.count && pr_vm_step(vm); i++) {
        vm->locals[node->extra] = list.items[i];
        pr_truth t = pr_vm_truth(vm, args[1]);
        if (t == neutral) {
            continue;
        }
        if (pr_list_maybe(&list, i)) {
            needs = pr_vm_join(vm, needs, pr_list_because(&list, i));
        }
        if (t == PR_UNDECIDED) {
            needs = pr_vm_join(vm, needs, pr_vm_needs(vm, args[1]));
        }
    }
    if (list.open) {
        vm->locals[node->extra] = list.rest;
        if (pr_vm_truth(vm, args[1]) != neutral) {
            needs = pr_vm_join(vm, needs, list.needs);
        }
    }
    return needs;
}

const pr_needs *pr_vm_quantified_needs(pr_vm *vm, const pr_node *node) {
    pr_value *outer = pr_vm_enter_frame(vm, node);
    const pr_needs *needs = quantified_needs_in_frame(vm, node);
    pr_vm_leave_frame(vm, node, outer);
    return needs;
}

static pr_value step_at(pr_value from, int64_t i, int64_t by, pr_arena *arena) {
    if (from.kind == PR_DATE) {
        return pr_date(pr_date_from_days(pr_date_to_days(from.number) + i * by));
    }
    return pr_number_add(from, pr_integer(i * by), arena);
}

pr_value pr_vm_steps(pr_vm *vm, pr_node_id id, pr_value from, pr_value to) {
    if (from.kind == PR_UNKNOWN || to.kind == PR_UNKNOWN) {
        return pr_vm_unknown2(vm, from, to);
    }
    int64_t first, last;
    if (from.kind == PR_DATE && to.kind == PR_DATE) {
        first = pr_date_to_days(from.number);
        last = pr_date_to_days(to.number);
    } else if (from.kind != PR_NUMBER || to.kind != PR_NUMBER || !pr_number_integer(from, &first) ||
               !pr_number_integer(to, &last)) {
        return pr_vm_fail(vm, id, "the ends of an iteration must be whole numbers or dates");
    }
    int64_t distance;
    if (__builtin_sub_overflow(last, first, &distance) || distance >= PR_LIMIT_ITERATION ||
        distance <= -PR_LIMIT_ITERATION) {
        return pr_vm_fail(vm, id, "an iteration has more than 100000 values");
    }
    int64_t by = distance < 0 ? -1 : 1;
    building b;
    uint32_t count = (uint32_t)(distance * by) + 1;
    if (!build_begin(vm, &b, count)) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < count; i++) {
        (void)build_add(vm, &b, step_at(from, i, by, &vm->arena), false, NULL);
    }
    return build_end(vm, &b, false, pr_null(), NULL);
}

/* The whole numbers or dates in a range, which goes upwards. */
static pr_value range_items(pr_vm *vm, pr_node_id id, const pr_range *range) {
    pr_value low = range->low, high = range->high;
    int64_t first, last;
    if (low.kind == PR_UNKNOWN || high.kind == PR_UNKNOWN) {
        return pr_vm_unknown2(vm, low, high);
    }
    bool numbers = pr_number_integer(low, &first) && pr_number_integer(high, &last);
    bool dates = low.kind == PR_DATE && high.kind == PR_DATE;
    if (dates) {
        first = pr_date_to_days(low.number);
        last = pr_date_to_days(high.number);
    }
    if ((!numbers && !dates) || range->form != PR_RANGE_INTERVAL) {
        return pr_vm_fail(vm, id, "a range to go through has whole numbers or dates as its ends");
    }
    if (first > last) {
        return pr_vm_fail(vm, id, "the range ends before it starts");
    }
    first += range->low_closed ? 0 : 1;
    last -= range->high_closed ? 0 : 1;
    if (first > last) {
        static const pr_list nothing = {.rest = {.kind = PR_NULL}};
        return pr_list_value(&nothing);
    }
    return dates ? pr_vm_steps(vm, id, pr_date(pr_date_from_days(first)), pr_date(pr_date_from_days(last)))
                 : pr_vm_steps(vm, id, pr_integer(first), pr_integer(last));
}

static pr_value list_path(pr_vm *vm, pr_node_id id, const pr_list *list, pr_text name, uint32_t place) {
    building b;
    if (!build_begin(vm, &b, list->count)) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        bool maybe = pr_list_maybe(list, i);
        if (!build_add(vm, &b, pr_vm_path(vm, id, list->items[i], name, place), maybe,
                       pr_list_because(list, i))) {
            return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
        }
    }
    pr_value rest = list->open ? pr_vm_path(vm, id, list->rest, name, place) : pr_null();
    return build_end(vm, &b, list->open, rest, list->needs);
}

static pr_value range_member(const pr_range *range, pr_text name, bool *found) {
    *found = true;
    if (pr_text_is(name, "start")) {
        return range->low;
    }
    if (pr_text_is(name, "end")) {
        return range->high;
    }
    if (pr_text_is(name, "start included")) {
        return pr_boolean(range->low_closed);
    }
    if (pr_text_is(name, "end included")) {
        return pr_boolean(range->high_closed);
    }
    *found = false;
    return pr_null();
}

static pr_value member_of(const pr_context *context, pr_text name, uint32_t place, bool *found) {
    if (place > 0 && place <= context->shape->count &&
        pr_text_equal(context->shape->names[place - 1], name)) {
        *found = true;
        return context->values[place - 1];
    }
    return pr_context_get(context, name, found);
}

pr_value pr_vm_path(pr_vm *vm, pr_node_id id, pr_value of, pr_text name, uint32_t place) {
    bool found = false;
    pr_value v;
    switch (of.kind) {
    case PR_CONTEXT: v = member_of(of.context, name, place, &found); break;
    case PR_ENTITY: v = member_of(of.entity->fields, name, place, &found); break;
    case PR_LIST: return list_path(vm, id, of.list, name, place);
    case PR_UNKNOWN: return pr_vm_unknown(vm, pr_vm_needs_of(vm, of));
    case PR_NULL:
        return pr_is_error(of) ? of : vm->strict ? pr_null() : pr_vm_fail(vm, id, "null has no members");
    case PR_RANGE: v = range_member(of.range, name, &found); break;
    default: v = pr_temporal_property(of, name, &vm->arena); found = v.kind != PR_NULL;
    }
    if (v.kind == PR_CONDITION) {
        if (vm->program->conditions == NULL) {
            /* Folding: conditions are not compiled yet, the run will tell. */
            return pr_vm_stop(vm, PRECEPTOR_LIMIT);
        }
        return pr_vm_value(vm, vm->program->conditions[v.number]);
    }
    if (!found) {
        return vm->strict ? pr_null() : pr_vm_fail(vm, id, pr_vm_why_member(vm, of, name));
    }
    return v;
}
