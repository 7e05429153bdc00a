/* Lists: looking into them, and making other ones. Where only the place of an item counts, items may be unknown. */
#include "base/hash.h"
#include "base/limits.h"
#include "vm/builtins.h"

pr_value pr_builtin_list_contains(const pr_call *c) {
    pr_vm *vm = c->vm;
    pr_list list;
    if (c->count != 2 || c->args[0].kind == PR_NULL || !pr_vm_as_list(vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    bool undecided = false;
    const char *reason = NULL;
    for (uint32_t i = 0; i < list.count; i++) {
        pr_truth t = pr_vm_compare(vm, PR_OP_EQUAL, list.items[i], c->args[1], &reason);
        if (t == PR_TRUE && !pr_list_maybe(&list, i)) {
            return pr_boolean(true);
        }
        undecided = undecided || t == PR_TRUE || t == PR_UNDECIDED;
    }
    if (list.open) {
        pr_truth t = pr_vm_compare(vm, PR_OP_EQUAL, list.rest, c->args[1], &reason);
        undecided = undecided || t == PR_TRUE || t == PR_UNDECIDED;
    }
    if (!undecided) {
        return pr_boolean(false);
    }
    const pr_needs *needs = pr_vm_join(vm, pr_builtin_list_needs(vm, &list), pr_vm_needs_of(vm, c->args[1]));
    return pr_vm_unknown(vm, needs);
}

/* Lists one behind the other; what is open stays open. */
static pr_value joined(pr_vm *vm, const pr_list *lists, uint32_t count) {
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        total += lists[i].count;
    }
    pr_value *items = pr_arena_alloc(&vm->arena, sizeof *items * (total + 1u), _Alignof(pr_value));
    uint8_t *maybe = PR_NEW_ARRAY(&vm->arena, uint8_t, total + 1u);
    const pr_needs **because = PR_NEW_ARRAY(&vm->arena, const pr_needs *, total + 1u);
    pr_list *all = PR_NEW(&vm->arena, pr_list);
    if (items == NULL || maybe == NULL || because == NULL || all == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    *all = (pr_list){.count = total, .items = items, .maybe = maybe, .because = because, .rest = pr_null()};
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const pr_list *l = &lists[i];
        for (uint32_t k = 0; k < l->count; k++, at++) {
            items[at] = l->items[k];
            maybe[at] = pr_list_maybe(l, k);
            because[at] = pr_list_because(l, k);
        }
        if (l->open) {
            all->rest = all->open ? pr_vm_hull(vm, all->rest, l->rest, NULL) : l->rest;
            all->open = true;
            all->needs = pr_vm_join(vm, all->needs, l->needs);
        }
        all->uncertain = all->uncertain || l->uncertain;
    }
    if (!all->uncertain) {
        all->maybe = NULL;
        all->because = NULL;
    }
    return pr_list_value(all);
}

pr_value pr_builtin_append(const pr_call *c) {
    pr_list lists[2];
    if (!pr_vm_as_list(c->vm, c->args[0], &lists[0])) {
        return pr_builtin_misfit();
    }
    lists[1] = (pr_list){.count = c->count - 1, .items = c->args + 1};
    return joined(c->vm, lists, 2);
}

/* The arguments as lists; NULL where one is null, or memory is out. */
static pr_list *list_arguments(const pr_call *c) {
    pr_list *lists = pr_arena_alloc(&c->vm->arena, sizeof *lists * (c->count + 1u), _Alignof(pr_list));
    for (uint32_t i = 0; lists != NULL && i < c->count; i++) {
        if (!pr_vm_as_list(c->vm, c->args[i], &lists[i])) {
            return NULL;
        }
    }
    return lists;
}

pr_value pr_builtin_concatenate(const pr_call *c) {
    const pr_list *lists = list_arguments(c);
    return lists != NULL ? joined(c->vm, lists, c->count) : pr_builtin_misfit();
}

/* The place of a position in a list of `count` items, from 0; false when there is none. */
static bool place_of(const pr_call *c, pr_value position, uint32_t count, uint32_t *out) {
    int64_t n;
    if (!pr_builtin_whole(c, position, &n) || n == 0 || n > (int64_t)count || n < -(int64_t)count) {
        return false;
    }
    *out = (uint32_t)(n > 0 ? n - 1 : count + n);
    return true;
}

static pr_value no_such_position(const pr_call *c, pr_value position, uint32_t count) {
    pr_buf *print = &c->vm->print;
    pr_buf_clear(print);
    pr_value_print(position, print);
    pr_text text = pr_text_format(&c->vm->arena, "the list has %u item%s, and none at position %.*s", count,
                                  count == 1 ? "" : "s", PR_ARG(pr_buf_view(print)));
    return pr_builtin_fail(c, text.at != NULL ? text.at : "the list has no item at this position");
}

/* A list and a number, as the first two arguments are. */
static bool list_and_position(const pr_call *c, pr_list *list) {
    return c->count >= 2 && pr_vm_as_list(c->vm, c->args[0], list) && c->args[1].kind == PR_NUMBER;
}

/* Are all items of the list known to be where they are? */
static bool is_placed(const pr_call *c) {
    return c->args[0].kind != PR_UNKNOWN && (c->args[0].kind != PR_LIST || !c->args[0].list->uncertain);
}

/* The list with `count` items at `from` replaced by `by`. */
static pr_value spliced(const pr_call *c, const pr_list *list, uint32_t from, uint32_t count,
                        const pr_value *by, uint32_t by_count) {
    pr_value *items = pr_builtin_items(c, (size_t)list->count + by_count);
    if (items == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < from; i++) {
        items[n++] = list->items[i];
    }
    for (uint32_t i = 0; i < by_count; i++) {
        items[n++] = by[i];
    }
    for (uint32_t i = from + count; i < list->count; i++) {
        items[n++] = list->items[i];
    }
    return pr_builtin_list(c, items, n);
}

pr_value pr_builtin_insert_before(const pr_call *c) {
    pr_list list;
    uint32_t place;
    if (!is_placed(c) || c->args[1].kind == PR_UNKNOWN) {
        return pr_builtin_unknown(c);
    }
    if (c->count != 3 || !list_and_position(c, &list)) {
        return pr_builtin_misfit();
    }
    if (!place_of(c, c->args[1], list.count, &place)) {
        return no_such_position(c, c->args[1], list.count);
    }
    return spliced(c, &list, place, 0, &c->args[2], 1);
}

pr_value pr_builtin_remove(const pr_call *c) {
    pr_list list;
    uint32_t place;
    if (!is_placed(c)) {
        return pr_builtin_unknown(c);
    }
    if (!list_and_position(c, &list)) {
        return pr_builtin_misfit();
    }
    if (!place_of(c, c->args[1], list.count, &place)) {
        return no_such_position(c, c->args[1], list.count);
    }
    return spliced(c, &list, place, 1, NULL, 0);
}

pr_value pr_builtin_reverse(const pr_call *c) {
    pr_list list;
    if (!pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    if (!is_placed(c)) {
        return pr_builtin_unknown(c);
    }
    pr_value *items = pr_builtin_items(c, list.count);
    for (uint32_t i = 0; items != NULL && i < list.count; i++) {
        items[list.count - 1 - i] = list.items[i];
    }
    return items != NULL ? pr_builtin_list(c, items, list.count) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

pr_value pr_builtin_sublist(const pr_call *c) {
    pr_list list;
    uint32_t place;
    int64_t length;
    if (!is_placed(c)) {
        return pr_builtin_unknown(c);
    }
    if (!list_and_position(c, &list) || (c->count > 2 && c->args[2].kind != PR_NUMBER)) {
        return pr_builtin_misfit();
    }
    if (!place_of(c, c->args[1], list.count, &place)) {
        return no_such_position(c, c->args[1], list.count);
    }
    length = list.count - place;
    if (c->count > 2 && (!pr_builtin_whole(c, c->args[2], &length) || length < 0)) {
        return pr_builtin_fail(c, "the length of a part of a list must not be negative");
    }
    uint32_t most = list.count - place;
    return pr_builtin_list(c, list.items + place, length < most ? (uint32_t)length : most);
}

static bool equal(const pr_call *c, pr_value a, pr_value b) {
    const char *reason = NULL;
    return pr_vm_compare(c->vm, PR_OP_EQUAL, a, b, &reason) == PR_TRUE;
}

pr_value pr_builtin_index_of(const pr_call *c) {
    pr_list list;
    if (c->count != 2 || !pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    pr_value *found = pr_builtin_items(c, list.count);
    uint32_t count = 0;
    for (uint32_t i = 0; found != NULL && i < list.count; i++) {
        if (equal(c, list.items[i], c->args[1])) {
            found[count++] = pr_integer((int64_t)i + 1);
        }
    }
    return found != NULL ? pr_builtin_list(c, found, count) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

/* Values by their hashes; those that are equal have equal ones. */
typedef struct seen_values {
    pr_value *items;
    uint32_t count;
    uint32_t *slots, slot_count; /* index into items + 1; 0 is free */
} seen_values;

static void see(const pr_call *c, seen_values *seen, pr_value v, uint32_t hash) {
    uint32_t at = hash & (seen->slot_count - 1);
    for (; seen->slots[at] != 0 && pr_vm_step(c->vm); at = (at + 1) & (seen->slot_count - 1)) {
        if (equal(c, seen->items[seen->slots[at] - 1], v)) {
            return;
        }
    }
    seen->items[seen->count++] = v;
    seen->slots[at] = seen->count;
}

/* union and distinct values: each item where it first stands. */
pr_value pr_builtin_union(const pr_call *c) {
    const pr_list *lists = list_arguments(c);
    if (lists == NULL) {
        return pr_builtin_misfit();
    }
    pr_value all = joined(c->vm, lists, c->count);
    if (all.kind != PR_LIST) {
        return all;
    }
    seen_values seen = {.items = pr_builtin_items(c, all.list->count)};
    while (seen.slot_count < all.list->count * 2u) {
        seen.slot_count = seen.slot_count == 0 ? 16 : seen.slot_count * 2;
    }
    seen.slots = PR_NEW_ARRAY(&c->vm->arena, uint32_t, seen.slot_count);
    if (seen.items == NULL || seen.slots == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    const uint64_t seed = pr_hash_seed();
    for (uint32_t i = 0; i < all.list->count && pr_vm_step(c->vm); i++) {
        see(c, &seen, all.list->items[i], (uint32_t)pr_value_hash(all.list->items[i], seed));
    }
    return pr_builtin_list(c, seen.items, seen.count);
}

typedef struct flattening {
    PR_VEC(pr_value) items;
    bool unknown; /* an item may be a list, or may not be there */
} flattening;

static bool flatten(const pr_call *c, const pr_list *list, flattening *to, int depth) {
    to->unknown = to->unknown || list->uncertain || depth > PR_LIMIT_VALUE_DEPTH;
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        return true;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_value v = list->items[i];
        if (v.kind == PR_LIST) {
            if (!pr_vm_step(c->vm) || !flatten(c, v.list, to, depth + 1)) {
                return false;
            }
            continue;
        }
        pr_bounds b;
        pr_vm_bounds(c->vm, v, &b);
        to->unknown = to->unknown || (v.kind == PR_UNKNOWN && (b.type == PR_NULL || b.type == PR_LIST));
        if (!PR_PUSH(&c->vm->arena, &to->items, v)) {
            return false;
        }
    }
    return true;
}

pr_value pr_builtin_flatten(const pr_call *c) {
    pr_list list;
    flattening all = {0};
    if (!pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    if (!flatten(c, &list, &all, 0)) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    return all.unknown ? pr_builtin_unknown(c) : pr_builtin_list(c, all.items.items, all.items.count);
}

static pr_value replace_matching(const pr_call *c, const pr_list *list) {
    pr_value *items = pr_builtin_items(c, list->count);
    if (items == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_value args[2] = {list->items[i], c->args[2]};
        pr_value matches = pr_vm_invoke(c->vm, c->id, c->args[1], args, 2);
        if (matches.kind == PR_UNKNOWN) {
            return pr_builtin_unknown(c);
        }
        if (matches.kind != PR_BOOLEAN) {
            return pr_is_error(matches) ? matches
                                        : pr_builtin_fail(c, "the matching function must give true or false");
        }
        items[i] = matches.number != 0 ? c->args[2] : list->items[i];
    }
    return pr_builtin_list(c, items, list->count);
}

pr_value pr_builtin_list_replace(const pr_call *c) {
    pr_list list;
    uint32_t place;
    if (!is_placed(c) || c->args[1].kind == PR_UNKNOWN) {
        return pr_builtin_unknown(c);
    }
    if (c->count != 3 || !pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    if (c->args[1].kind == PR_FUNCTION) {
        return replace_matching(c, &list);
    }
    if (c->args[1].kind != PR_NUMBER) {
        return pr_builtin_misfit();
    }
    if (!place_of(c, c->args[1], list.count, &place)) {
        return no_such_position(c, c->args[1], list.count);
    }
    return spliced(c, &list, place, 1, &c->args[2], 1);
}
