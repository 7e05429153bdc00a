/* The built-in functions, in the order of feel/builtin.h.
 *
 * Most are strict: an unknown anywhere in an argument makes the result unknown. Those that can say something
  * of partly unknown lists (count, sum, min, max, list contains, append, concatenate) look for themselves.
 */
#include "vm/vm.h"

#include "feel/builtin.h"

typedef pr_value builtin_fn(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count);

static const char wrong_type[] = "an argument is not of the type that the function takes";

static pr_value wrong(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (pr_is_error(args[i])) {
            return args[i];
        }
        if (args[i].kind == PR_NULL && vm->strict) {
            return pr_null();
        }
    }
    return pr_vm_fail(vm, id, wrong_type);
}

static const pr_needs *list_needs(pr_vm *vm, const pr_list *list) {
    pr_list *copy = pr_arena_alloc(&vm->arena, sizeof *copy, _Alignof(pr_list));
    if (copy == NULL) {
        return NULL;
    }
    *copy = *list;
    return pr_vm_needs_of(vm, pr_list_value(copy));
}

static pr_value b_count(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_list list;
    if (count != 1 || !pr_vm_as_list(vm, args[0], &list)) {
        return wrong(vm, id, args, count);
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
            needs = pr_vm_join(vm, needs, list.because[i]);
        }
    }
    return pr_unknown_bounded(needs, pr_integer(least), false, most, false, PR_NUMBER, &vm->arena);
}

/* The arguments of sum, min, max: one list, or several values. */
static bool values_of(pr_vm *vm, const pr_value *args, uint32_t count, pr_list *list) {
    if (count == 1) {
        return pr_vm_as_list(vm, args[0], list);
    }
    *list = (pr_list){.count = count, .items = args};
    return count > 0;
}

static pr_value sum_known(pr_vm *vm, pr_node_id id, const pr_list *list, const pr_value *args,
                          uint32_t count) {
    if (list->count == 0) {
        return pr_null();
    }
    pr_value sum = pr_integer(0);
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != PR_NUMBER) {
            return list->items[i].kind == PR_NULL && vm->strict ? pr_null() : wrong(vm, id, args, count);
        }
        sum = pr_number_add(sum, list->items[i], &vm->arena);
        if (sum.kind != PR_NUMBER) {
            return pr_vm_checked(vm, id, sum);
        }
    }
    return sum;
}

static bool all_known(const pr_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == PR_UNKNOWN) {
            return false;
        }
    }
    return !list->uncertain;
}

static pr_value b_sum(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_list list;
    if (!values_of(vm, args, count, &list)) {
        return wrong(vm, id, args, count);
    }
    if (all_known(&list)) {
        return sum_known(vm, id, &list, args, count);
    }
    pr_value low = pr_integer(0), high = pr_integer(0);
    bool number = true, low_open = false, high_open = false;
    uint32_t certain = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        pr_bounds b;
        pr_vm_bounds(vm, list.items[i], &b);
        bool maybe = pr_list_maybe(&list, i);
        number = number && b.type == PR_NUMBER;
        certain += maybe ? 0 : 1;
        low = pr_vm_add_end(vm, low, b.low, maybe, -1);
        high = pr_vm_add_end(vm, high, b.high, maybe, 1);
        low_open = low_open || (b.low_open && !maybe);
        high_open = high_open || (b.high_open && !maybe);
    }
    const pr_needs *needs = list_needs(vm, &list);
    if (list.open) {
        pr_bounds b;
        pr_vm_bounds(vm, list.rest, &b);
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

static pr_value extreme_known(pr_vm *vm, pr_node_id id, const pr_list *list, int sign) {
    pr_value best = pr_null();
    for (uint32_t i = 0; i < list->count; i++) {
        pr_value v = list->items[i];
        pr_order order = i == 0 ? pr_value_order(v, v) : pr_value_order(v, best);
        if (order == PR_UNORDERED) {
            return v.kind == PR_NULL && vm->strict ? pr_null()
                                                   : pr_vm_fail(vm, id, "the values have no common order");
        }
        if (i == 0 || (int)order * sign > 0) {
            best = v;
        }
    }
    return best;
}

/* The least (sign -1) or greatest (1). Of partly unknown lists: the extreme lies at or beyond every certain
 * item, and not beyond the furthest that any item could be. */
static pr_value extreme(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count, int sign) {
    pr_list list;
    if (!values_of(vm, args, count, &list)) {
        return wrong(vm, id, args, count);
    }
    if (all_known(&list)) {
        return extreme_known(vm, id, &list, sign);
    }
    pr_value outer = pr_null(), inner = pr_null();
    uint8_t type = PR_NULL;
    uint32_t certain = 0;
    bool fits = true;
    for (uint32_t i = 0; i < list.count + (list.open ? 1u : 0u); i++) {
        pr_bounds b;
        pr_vm_bounds(vm, i < list.count ? list.items[i] : list.rest, &b);
        type = i == 0 ? b.type : type;
        fits = fits && b.type == type && type != PR_NULL;
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
    const pr_needs *needs = list_needs(vm, &list);
    if (!fits || certain == 0) {
        return pr_vm_unknown(vm, needs);
    }
    return pr_unknown_bounded(needs, sign < 0 ? outer : inner, false, sign < 0 ? inner : outer, false,
                              (pr_kind)type, &vm->arena);
}

static pr_value b_min(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    return extreme(vm, id, args, count, -1);
}

static pr_value b_max(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    return extreme(vm, id, args, count, 1);
}

static pr_value b_list_contains(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_list list;
    if (count != 2 || args[0].kind == PR_NULL || !pr_vm_as_list(vm, args[0], &list)) {
        return wrong(vm, id, args, count);
    }
    bool undecided = false;
    const char *reason = NULL;
    for (uint32_t i = 0; i < list.count; i++) {
        pr_truth t = pr_vm_compare(vm, PR_OP_EQUAL, list.items[i], args[1], &reason);
        if (t == PR_TRUE && !pr_list_maybe(&list, i)) {
            return pr_boolean(true);
        }
        undecided = undecided || t == PR_TRUE || t == PR_UNDECIDED;
    }
    if (list.open) {
        pr_truth t = pr_vm_compare(vm, PR_OP_EQUAL, list.rest, args[1], &reason);
        undecided = undecided || t == PR_TRUE || t == PR_UNDECIDED;
    }
    if (!undecided) {
        return pr_boolean(false);
    }
    const pr_needs *needs = pr_vm_join(vm, list_needs(vm, &list), pr_vm_needs_of(vm, args[1]));
    return pr_vm_unknown(vm, needs);
}

static bool two_texts(const pr_value *args, uint32_t count, pr_text *a, pr_text *b) {
    if (count != 2 || args[0].kind != PR_STRING || args[1].kind != PR_STRING) {
        return false;
    }
    *a = pr_string_text(args[0]);
    *b = pr_string_text(args[1]);
    return true;
}

static pr_value b_contains(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_text a, b;
    if (!two_texts(args, count, &a, &b)) {
        return wrong(vm, id, args, count);
    }
    for (size_t i = 0; i + b.length <= a.length; i++) {
        if (pr_text_equal((pr_text){a.at + i, b.length}, b)) {
            return pr_boolean(true);
        }
    }
    return pr_boolean(false);
}

static pr_value b_starts_with(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_text a, b;
    return two_texts(args, count, &a, &b) ? pr_boolean(pr_text_starts(a, b)) : wrong(vm, id, args, count);
}

static pr_value b_ends_with(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_text a, b;
    if (!two_texts(args, count, &a, &b)) {
        return wrong(vm, id, args, count);
    }
    return pr_boolean(a.length >= b.length &&
                      pr_text_equal((pr_text){a.at + a.length - b.length, b.length}, b));
}

static pr_value b_matches(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_text text, pattern, flags = {0};
    if (count < 2 || count > 3 || !two_texts(args, 2, &text, &pattern)) {
        return wrong(vm, id, args, count);
    }
    if (count == 3) {
        if (args[2].kind != PR_STRING && args[2].kind != PR_NULL) {
            return wrong(vm, id, args, count);
        }
        flags = args[2].kind == PR_STRING ? pr_string_text(args[2]) : flags;
    }
    const char *reason = NULL;
    pr_matched m = pr_vm_matches(vm, text, pattern, flags, &reason);
    return m == PR_MATCHED_ERROR ? pr_vm_fail(vm, id, reason) : pr_boolean(m == PR_MATCHED_YES);
}

static pr_value b_string(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    if (count != 1 || args[0].kind == PR_NULL) {
        return wrong(vm, id, args, count);
    }
    if (args[0].kind == PR_STRING) {
        return args[0];
    }
    pr_buf_clear(&vm->print);
    pr_value_print(args[0], &vm->print);
    pr_text text = pr_text_copy(&vm->arena, pr_buf_view(&vm->print));
    return text.at != NULL && !vm->print.failed ? pr_string(text) : pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
}

/* number(from, grouping separator, decimal separator): separators are taken out or replaced before reading. */
static pr_value b_number(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    if (count < 1 || count > 3 || args[0].kind == PR_NULL) {
        return wrong(vm, id, args, count);
    }
    if (args[0].kind == PR_NUMBER && count == 1) {
        return args[0];
    }
    for (uint32_t i = 0; i < count; i++) {
        if (args[i].kind != PR_STRING && (i == 0 || args[i].kind != PR_NULL)) {
            return wrong(vm, id, args, count);
        }
    }
    pr_text from = pr_string_text(args[0]);
    char grouping = 0, point = '.';
    if (count > 1 && args[1].kind == PR_STRING) {
        pr_text g = pr_string_text(args[1]);
        if (g.length != 1 || strchr(" ,.", g.at[0]) == NULL) {
            return pr_vm_fail(vm, id, "the grouping separator must be a space, a comma or a point");
        }
        grouping = g.at[0];
    }
    if (count > 2 && args[2].kind == PR_STRING) {
        pr_text d = pr_string_text(args[2]);
        if (d.length != 1 || strchr(",.", d.at[0]) == NULL || d.at[0] == grouping) {
            return pr_vm_fail(
                vm, id, "the decimal separator must be a comma or a point, and not the grouping separator");
        }
        point = d.at[0];
    }
    char *plain = pr_arena_alloc(&vm->arena, from.length + 1, 1);
    if (plain == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    size_t length = 0;
    for (size_t i = 0; i < from.length; i++) {
        char c = from.at[i];
        if (c == point) {
            plain[length++] = '.';
        } else if (c != grouping || grouping == 0) {
            plain[length++] = c == '.' ? '?' : c;
        }
    }
    return pr_vm_checked(vm, id, pr_number_parse((pr_text){plain, length}, &vm->arena));
}

static pr_value b_date(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    int64_t part[3];
    if (count == 3) {
        for (int i = 0; i < 3; i++) {
            if (args[i].kind != PR_NUMBER) {
                return wrong(vm, id, args, count);
            }
            if (!pr_number_integer(args[i], &part[i])) {
                return pr_vm_fail(vm, id, "year, month and day must be whole numbers");
            }
        }
        bool fits = part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31;
        if (!fits || !pr_date_exists(part[0], (int)part[1], (int)part[2])) {
            return pr_vm_fail(vm, id, "there is no such date");
        }
        return pr_date(pr_date_pack(part[0], (int)part[1], (int)part[2]));
    }
    if (count != 1) {
        return wrong(vm, id, args, count);
    }
    switch (args[0].kind) {
    case PR_STRING: return pr_vm_checked(vm, id, pr_date_parse(pr_string_text(args[0])));
    case PR_DATE: return args[0];
    case PR_DATE_TIME: return pr_date(args[0].moment->date);
    default: return wrong(vm, id, args, count);
    }
}

static pr_value b_duration(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    if (count != 1 || args[0].kind != PR_STRING) {
        return wrong(vm, id, args, count);
    }
    return pr_vm_checked(vm, id, pr_duration_parse(pr_string_text(args[0])));
}

/* today() and now() are nodes of their own; these are for their use as function values. */
static pr_value b_today(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    return count == 0 ? pr_date(vm->as_of) : wrong(vm, id, args, count);
}

static pr_value round_to(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count,
                         pr_rounding rounding) {
    int64_t scale = 0;
    if (count < 1 || count > 2 || args[0].kind != PR_NUMBER || (count == 2 && args[1].kind != PR_NUMBER)) {
        return wrong(vm, id, args, count);
    }
    if (count == 2 && (!pr_number_integer(args[1], &scale) || scale < -6111 || scale > 6176)) {
        return pr_vm_fail(vm, id, "the scale must be a whole number from -6111 to 6176");
    }
    return pr_vm_checked(vm, id, pr_number_round(args[0], (int)scale, rounding, &vm->arena));
}

static pr_value b_floor(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    return round_to(vm, id, args, count, PR_ROUND_FLOOR);
}

static pr_value b_ceiling(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    return round_to(vm, id, args, count, PR_ROUND_CEILING);
}

static pr_value b_not(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    if (count != 1 || args[0].kind != PR_BOOLEAN) {
        return wrong(vm, id, args, count);
    }
    return pr_boolean(args[0].number == 0);
}

static pr_value b_abs(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    if (count != 1) {
        return wrong(vm, id, args, count);
    }
    pr_value v = args[0];
    switch (v.kind) {
    case PR_NUMBER: return pr_number_compare(v, pr_integer(0)) < 0 ? pr_number_negate(v, &vm->arena) : v;
    case PR_MONTHS:
    case PR_DURATION: return v.number < 0 ? pr_vm_checked(vm, id, pr_temporal_negate(v)) : v;
    default: return wrong(vm, id, args, count);
    }
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
            because[at] = l->because != NULL ? l->because[k] : NULL;
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

static pr_value b_append(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_list lists[2];
    if (count < 1 || !pr_vm_as_list(vm, args[0], &lists[0])) {
        return wrong(vm, id, args, count);
    }
    lists[1] = (pr_list){.count = count - 1, .items = args + 1};
    return joined(vm, lists, 2);
}

static pr_value b_concatenate(pr_vm *vm, pr_node_id id, const pr_value *args, uint32_t count) {
    pr_list *lists = pr_arena_alloc(&vm->arena, sizeof *lists * (count + 1u), _Alignof(pr_list));
    if (lists == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!pr_vm_as_list(vm, args[i], &lists[i])) {
            return wrong(vm, id, args, count);
        }
    }
    return joined(vm, lists, count);
}

/* How each computes, and whether any unknown in an argument makes it unknown. */
static const struct {
    builtin_fn *apply;
    bool lenient;
} functions[PR_BUILTIN_COUNT_OF] = {
    [PR_BUILTIN_COUNT] = {b_count, true},
    [PR_BUILTIN_SUM] = {b_sum, true},
    [PR_BUILTIN_MIN] = {b_min, true},
    [PR_BUILTIN_MAX] = {b_max, true},
    [PR_BUILTIN_LIST_CONTAINS] = {b_list_contains, true},
    [PR_BUILTIN_CONTAINS] = {b_contains, false},
    [PR_BUILTIN_STARTS_WITH] = {b_starts_with, false},
    [PR_BUILTIN_ENDS_WITH] = {b_ends_with, false},
    [PR_BUILTIN_MATCHES] = {b_matches, false},
    [PR_BUILTIN_STRING] = {b_string, false},
    [PR_BUILTIN_NUMBER] = {b_number, false},
    [PR_BUILTIN_DATE] = {b_date, false},
    [PR_BUILTIN_DURATION] = {b_duration, false},
    [PR_BUILTIN_TODAY] = {b_today, false},
    [PR_BUILTIN_NOW] = {b_today, false},
    [PR_BUILTIN_FLOOR] = {b_floor, false},
    [PR_BUILTIN_CEILING] = {b_ceiling, false},
    [PR_BUILTIN_NOT] = {b_not, false},
    [PR_BUILTIN_ABS] = {b_abs, false},
    [PR_BUILTIN_APPEND] = {b_append, true},
    [PR_BUILTIN_CONCATENATE] = {b_concatenate, true},
};

static pr_value unknown_of_all(pr_vm *vm, const pr_value *args, uint32_t count) {
    const pr_needs *needs = NULL;
    for (uint32_t i = 0; i < count; i++) {
        needs = pr_vm_join(vm, needs, pr_vm_needs_of(vm, args[i]));
    }
    return pr_vm_unknown(vm, needs);
}

/* A list that is not given is an open list. What is unknown as a whole may be null instead, and then the
 * result is too. */
static bool whole_list_unknown(uint32_t builtin, const pr_value *args, uint32_t count) {
    switch (builtin) {
    case PR_BUILTIN_SUM:
    case PR_BUILTIN_MIN:
    case PR_BUILTIN_MAX: return count == 1 && args[0].kind == PR_UNKNOWN;
    case PR_BUILTIN_CONCATENATE:
        for (uint32_t i = 0; i < count; i++) {
            if (args[i].kind == PR_UNKNOWN) {
                return true;
            }
        }
        return false;
    default: return count > 0 && args[0].kind == PR_UNKNOWN;
    }
}

pr_value pr_vm_apply(pr_vm *vm, pr_node_id id, uint32_t builtin, const pr_value *args, uint32_t count) {
    bool unknown = functions[builtin].lenient && whole_list_unknown(builtin, args, count);
    for (uint32_t i = 0; i < count && !functions[builtin].lenient && !unknown; i++) {
        unknown = pr_value_has_unknown(args[i]);
    }
    if (unknown) {
        return unknown_of_all(vm, args, count);
    }
    pr_value v = functions[builtin].apply(vm, id, args, count);
    return vm->arena.failed ? pr_vm_stop(vm, PRECEPTOR_NO_MEMORY) : v;
}

pr_value pr_vm_builtin(pr_vm *vm, pr_node_id id, const pr_node *node) {
    const pr_node_id *args = pr_node_args(vm->program, node);
    pr_value folded;
    if (pr_vm_fold(vm, node, &folded)) {
        return vm->arena.failed ? pr_vm_stop(vm, PRECEPTOR_NO_MEMORY) : folded;
    }
    /* A result may point into the arguments, so they live as long as the evaluation. */
    pr_value *values = pr_arena_alloc(&vm->arena, sizeof *values * (node->count + 1u), _Alignof(pr_value));
    if (values == NULL) {
        return pr_vm_stop(vm, PRECEPTOR_NO_MEMORY);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        values[i] = pr_vm_value(vm, args[i]);
    }
    return pr_vm_apply(vm, id, node->data, values, node->count);
}
