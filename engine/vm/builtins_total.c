/* Totals: count, sum, least and greatest, means, and whether all or any are true. Of partly unknown lists most can say
 * within which bounds the result lies. */
#include "base/sort.h"
#include "vm/builtins.h"

pr_value pr_builtin_count(const pr_call *c) {
    pr_list list;
    if (!pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    uint32_t least = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        least += pr_list_maybe(&list, i) ? 0 : 1;
    }
    if (!list.uncertain) {
        return pr_integer(least);
    }
    pr_value most = list.open ? pr_null() : pr_integer(list.count);
    const pr_needs *needs = list.open ? list.needs : NULL;
    for (uint32_t i = 0; i < list.count; i++) {
        if (pr_list_maybe(&list, i)) {
            needs = pr_vm_join(c->vm, needs, list.because[i]);
        }
    }
    return pr_unknown_bounded(needs, pr_integer(least), false, most, false, PR_NUMBER, &c->vm->arena);
}

static pr_value not_a_number(const pr_call *c, pr_value item) {
    if (pr_is_error(item)) {
        return item;
    }
    if (item.kind == PR_NULL && c->vm->strict) {
        return pr_null();
    }
    pr_text text =
        pr_text_format(&c->vm->arena, "%s takes numbers, and one item is %s%s", pr_builtin_name(c->builtin),
                       item.kind == PR_NULL ? "" : "a ", pr_kind_name((pr_kind)item.kind));
    return pr_builtin_fail(c, text.at != NULL ? text.at : "an item is not a number");
}

static pr_value total(const pr_call *c, const pr_list *list, pr_value first,
                      pr_value join(pr_value, pr_value, pr_arena *)) {
    if (list->count == 0) {
        return pr_null();
    }
    pr_value sum = first;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != PR_NUMBER) {
            return not_a_number(c, list->items[i]);
        }
        sum = join(sum, list->items[i], &c->vm->arena);
        if (sum.kind != PR_NUMBER) {
            return pr_builtin_checked(c, sum);
        }
    }
    return sum;
}

/* Both ends of a sum; unknown without bounds where it is not certain to be a number. */
static pr_value bounded_sum(const pr_call *c, const pr_list *list) {
    pr_vm *vm = c->vm;
    pr_value low = pr_integer(0), high = pr_integer(0);
    bool number = true, low_open = false, high_open = false;
    uint32_t certain = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        pr_bounds b;
        pr_vm_bounds(vm, list->items[i], &b);
        bool maybe = pr_list_maybe(list, i);
        number = number && b.type == PR_NUMBER;
        certain += maybe ? 0 : 1;
        low = pr_vm_add_end(vm, low, b.low, maybe, -1);
        high = pr_vm_add_end(vm, high, b.high, maybe, 1);
        low_open = low_open || (b.low_open && !maybe);
        high_open = high_open || (b.high_open && !maybe);
    }
    const pr_needs *needs = pr_builtin_list_needs(vm, list);
    if (list->open) {
        pr_bounds b;
        pr_vm_bounds(vm, list->rest, &b);
        number = number && b.type == PR_NUMBER;
        bool no_less = b.low.kind == PR_NUMBER && pr_number_compare(b.low, pr_integer(0)) >= 0;
        bool no_more = b.high.kind == PR_NUMBER && pr_number_compare(b.high, pr_integer(0)) <= 0;
        low = no_less ? low : pr_null();
        high = no_more ? high : pr_null();
    }
    if (!number || certain == 0) {
        /* No item is certain: the sum may be the null of an empty list. */
        return pr_vm_unknown(vm, needs);
    }
    return pr_unknown_bounded(needs, low, low_open, high, high_open, PR_NUMBER, &vm->arena);
}

pr_value pr_builtin_sum(const pr_call *c) {
    pr_list list;
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    return pr_builtin_all_known(&list) ? total(c, &list, pr_integer(0), pr_number_add)
                                       : bounded_sum(c, &list);
}

pr_value pr_builtin_product(const pr_call *c) {
    pr_list list;
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    return total(c, &list, pr_integer(1), pr_number_multiply);
}

/* An end of a sum as that of the mean of `count` numbers. */
static pr_value mean_end(const pr_call *c, pr_value end, uint32_t count) {
    return end.kind == PR_NUMBER ? pr_number_divide(end, pr_integer(count), &c->vm->arena) : pr_null();
}

pr_value pr_builtin_mean(const pr_call *c) {
    pr_list list;
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    if (pr_builtin_all_known(&list)) {
        pr_value sum = total(c, &list, pr_integer(0), pr_number_add);
        return sum.kind == PR_NUMBER
                   ? pr_builtin_checked(c, pr_number_divide(sum, pr_integer(list.count), &c->vm->arena))
                   : sum;
    }
    pr_value sum = list.uncertain ? pr_null() : bounded_sum(c, &list);
    pr_bounds b = {.low = pr_null(), .high = pr_null()};
    if (!list.uncertain) {
        pr_vm_bounds(c->vm, sum, &b);
    }
    if (b.type != PR_NUMBER) {
        return pr_builtin_unknown(c);
    }
    return pr_unknown_bounded(pr_builtin_list_needs(c->vm, &list), mean_end(c, b.low, list.count), false,
                              mean_end(c, b.high, list.count), false, PR_NUMBER, &c->vm->arena);
}

/* The more extreme of two ends in the direction of `sign` (-1: less); a missing end is no limit. */
static pr_value further(pr_value a, pr_value b, int sign) {
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        return pr_null();
    }
    return (int)pr_value_order(a, b) * sign > 0 ? a : b;
}

static pr_value nearer(pr_value a, pr_value b, int sign) {
    if (a.kind == PR_NULL) {
        return b;
    }
    return b.kind == PR_NULL || (int)pr_value_order(a, b) * sign > 0 ? a : b;
}

static pr_value extreme_known(const pr_call *c, const pr_list *list, int sign) {
    pr_value best = pr_null();
    for (uint32_t i = 0; i < list->count; i++) {
        pr_value v = list->items[i];
        pr_order order = i == 0 ? pr_value_order(v, v) : pr_value_order(v, best);
        if (order == PR_UNORDERED) {
            return v.kind == PR_NULL && c->vm->strict ? pr_null()
                                                      : pr_builtin_fail(c, "the values have no common order");
        }
        if (i == 0 || (int)order * sign > 0) {
            best = v;
        }
    }
    return best;
}

/* The least (sign -1) or greatest (1). Of partly unknown lists: the extreme lies at or beyond every certain item, and
 * not beyond the furthest that any item could be. Values without an order have none, and make null. */
pr_value pr_builtin_extreme(const pr_call *c) {
    const int sign = c->builtin == PR_BUILTIN_MIN ? -1 : 1;
    pr_vm *vm = c->vm;
    pr_list list;
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    if (pr_builtin_all_known(&list)) {
        return extreme_known(c, &list, sign);
    }
    pr_value outer = pr_null(), inner = pr_null();
    uint8_t type = PR_NULL;
    uint32_t certain = 0;
    bool fits = true;
    for (uint32_t i = 0; i < list.count + (list.open ? 1u : 0u); i++) {
        pr_bounds b;
        pr_vm_bounds(vm, i < list.count ? list.items[i] : list.rest, &b);
        type = i == 0 ? b.type : type;
        fits = fits && b.type == type && type != PR_NULL && type != PR_BOOLEAN && type != PR_ENTITY;
        if (!fits) {
            break;
        }
        pr_value far = sign < 0 ? b.low : b.high, near = sign < 0 ? b.high : b.low;
        outer = i == 0 ? far : further(outer, far, sign);
        if (i < list.count && !pr_list_maybe(&list, i)) {
            inner = nearer(inner, near, sign);
            certain++;
        }
    }
    const pr_needs *needs = pr_builtin_list_needs(vm, &list);
    if (!fits || certain == 0) {
        return pr_vm_unknown(vm, needs);
    }
    return pr_unknown_bounded(needs, sign < 0 ? outer : inner, false, sign < 0 ? inner : outer, false,
                              (pr_kind)type, &vm->arena);
}

static int by_number(const void *a, const void *b) {
    return pr_number_compare(*(const pr_value *)a, *(const pr_value *)b);
}

/* The numbers in ascending order; NULL after a failure that `out` tells. */
static pr_value *sorted(const pr_call *c, pr_list *list, pr_value *out) {
    if (!pr_builtin_values(c, list)) {
        *out = pr_builtin_misfit();
        return NULL;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != PR_NUMBER) {
            *out = not_a_number(c, list->items[i]);
            return NULL;
        }
    }
    pr_value *items = pr_builtin_items(c, list->count);
    if (items == NULL) {
        *out = pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
        return NULL;
    }
    if (list->count > 0) {
        memcpy(items, list->items, sizeof *items * list->count);
        pr_sort(items, list->count, sizeof *items, by_number);
    }
    return items;
}

pr_value pr_builtin_median(const pr_call *c) {
    pr_list list;
    pr_value failed;
    pr_arena *arena = &c->vm->arena;
    const pr_value *items = sorted(c, &list, &failed);
    if (items == NULL) {
        return failed;
    }
    if (list.count == 0) {
        return pr_null();
    }
    pr_value upper = items[list.count / 2];
    if (list.count % 2 != 0) {
        return upper;
    }
    pr_value sum = pr_number_add(items[list.count / 2 - 1], upper, arena);
    return pr_builtin_checked(c, pr_number_divide(sum, pr_integer(2), arena));
}

/* The most frequent numbers: runs of the sorted list. */
pr_value pr_builtin_mode(const pr_call *c) {
    pr_list list;
    pr_value failed;
    const pr_value *items = sorted(c, &list, &failed);
    pr_value *modes = items != NULL ? pr_builtin_items(c, list.count) : NULL;
    if (modes == NULL) {
        return items == NULL ? failed : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    uint32_t count = 0, longest = 0, run = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        run = i > 0 && by_number(&items[i - 1], &items[i]) == 0 ? run + 1 : 1;
        if (run > longest) {
            longest = run;
            count = 0;
        }
        if (run == longest) {
            modes[count++] = items[i];
        }
    }
    return pr_builtin_list(c, modes, count);
}

pr_value pr_builtin_stddev(const pr_call *c) {
    pr_list list;
    pr_arena *arena = &c->vm->arena;
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    pr_value sum = total(c, &list, pr_integer(0), pr_number_add);
    if (list.count < 2 && (sum.kind == PR_NUMBER || list.count == 0)) {
        return pr_builtin_fail(c, "the standard deviation takes two numbers at least");
    }
    if (sum.kind != PR_NUMBER) {
        return sum;
    }
    pr_value mean = pr_number_divide(sum, pr_integer(list.count), arena), squares = pr_integer(0);
    for (uint32_t i = 0; i < list.count; i++) {
        pr_value distance = pr_number_subtract(list.items[i], mean, arena);
        squares = pr_number_add(squares, pr_number_multiply(distance, distance, arena), arena);
    }
    pr_value variance = pr_number_divide(squares, pr_integer((int64_t)list.count - 1), arena);
    return pr_builtin_checked(c, variance.kind == PR_NUMBER ? pr_number_sqrt(variance, arena) : variance);
}

/* What one item says. An item that is neither a boolean nor null makes the whole null, so an unknown one that may be
 * anything leaves everything open. */
typedef struct saying {
    bool settled, null, open;
} saying;

/* any (settled by true) and all (by false). */
pr_value pr_builtin_quantify(const pr_call *c) {
    const bool settling = c->builtin == PR_BUILTIN_ANY;
    pr_list list;
    saying said = {0};
    if (!pr_builtin_values(c, &list)) {
        return pr_builtin_misfit();
    }
    for (uint32_t i = 0; i < list.count + (list.open ? 1u : 0u); i++) {
        pr_value v = i < list.count ? list.items[i] : list.rest;
        bool maybe = i == list.count || pr_list_maybe(&list, i);
        if (v.kind == PR_UNKNOWN || (maybe && v.kind != PR_BOOLEAN)) {
            pr_bounds b;
            pr_vm_bounds(c->vm, v, &b);
            if (b.type != PR_BOOLEAN && v.kind != PR_NULL) {
                return pr_builtin_unknown(c);
            }
            said.open = true;
        } else if (v.kind == PR_BOOLEAN) {
            bool settles = (v.number != 0) == settling;
            said.settled = said.settled || (settles && !maybe);
            said.open = said.open || (settles && maybe);
        } else if (v.kind == PR_NULL) {
            said.null = true;
        } else {
            return pr_builtin_fail(c, settling ? "any takes true and false, and one item is neither"
                                               : "all takes true and false, and one item is neither");
        }
    }
    if (said.settled) {
        return pr_boolean(settling);
    }
    return said.open ? pr_builtin_unknown(c) : said.null ? pr_null() : pr_boolean(!settling);
}
