/* What the files of the built-in functions share. */
#ifndef PR_VM_BUILTINS_H
#define PR_VM_BUILTINS_H

#include "feel/builtin.h"
#include "vm/vm.h"

/* A call with its arguments, which live as long as the evaluation: a result may point into them. */
typedef struct pr_call {
    pr_vm *vm;
    pr_node_id id;
    pr_builtin builtin;
    const pr_value *args;
    uint32_t count;
} pr_call;

typedef pr_value pr_builtin_fn(const pr_call *call);

/* What a function gives when its arguments are not of the types it takes: the caller tries them as single items of
 * lists, and else says which one does not fit. */
pr_value pr_builtin_misfit(void);
/* Unknown of what all arguments need. */
pr_value pr_builtin_unknown(const pr_call *call);
static inline pr_value pr_builtin_fail(const pr_call *call, const char *reason) {
    return pr_vm_fail(call->vm, call->id, reason);
}
static inline pr_value pr_builtin_checked(const pr_call *call, pr_value v) {
    return pr_vm_checked(call->vm, call->id, v);
}
static inline bool pr_builtin_is_number(const pr_call *call, uint32_t i) {
    return i < call->count && call->args[i].kind == PR_NUMBER;
}
static inline bool pr_builtin_is_text(const pr_call *call, uint32_t i) {
    return i < call->count && call->args[i].kind == PR_STRING;
}
/* Given, and not null. */
static inline bool pr_builtin_is_given(const pr_call *call, uint32_t i) {
    return i < call->count && call->args[i].kind != PR_NULL;
}
/* A number cut to a whole one; false when it is too large. */
bool pr_builtin_whole(const pr_call *call, pr_value number, int64_t *out);
pr_value pr_builtin_list(const pr_call *call, const pr_value *items, uint32_t count);
pr_value *pr_builtin_items(const pr_call *call, size_t count);
/* The arguments of sum, min, ...: one list, or several values. */
bool pr_builtin_values(const pr_call *call, pr_list *list);
/* No item is unknown, and none may be missing. */
bool pr_builtin_all_known(const pr_list *list);
const pr_needs *pr_builtin_list_needs(pr_vm *vm, const pr_list *list);
/* What certainly holds of an argument: rounding and the like keep order. `change` is applied to both ends. */
pr_value pr_builtin_monotone(const pr_call *call, pr_builtin_fn *change);

/* builtins_total.c: totals of lists */
pr_builtin_fn pr_builtin_count, pr_builtin_sum, pr_builtin_extreme, pr_builtin_mean, pr_builtin_product,
    pr_builtin_median, pr_builtin_stddev, pr_builtin_mode, pr_builtin_quantify;
/* builtins_list.c, builtins_sort.c */
pr_builtin_fn pr_builtin_list_contains, pr_builtin_append, pr_builtin_concatenate, pr_builtin_insert_before,
    pr_builtin_remove, pr_builtin_reverse, pr_builtin_sublist, pr_builtin_index_of, pr_builtin_union,
    pr_builtin_flatten, pr_builtin_list_replace, pr_builtin_sort;
/* builtins_text.c, builtins_pattern.c */
pr_builtin_fn pr_builtin_substring, pr_builtin_string_length, pr_builtin_case, pr_builtin_substring_beside,
    pr_builtin_contains, pr_builtin_string_join, pr_builtin_matches, pr_builtin_replace, pr_builtin_split;
/* builtins_number.c */
pr_builtin_fn pr_builtin_round, pr_builtin_abs, pr_builtin_modulo, pr_builtin_of_number, pr_builtin_parity;
/* builtins_convert.c */
pr_builtin_fn pr_builtin_string, pr_builtin_number, pr_builtin_not, pr_builtin_is;
/* builtins_time.c */
pr_builtin_fn pr_builtin_date, pr_builtin_time, pr_builtin_date_and_time, pr_builtin_duration,
    pr_builtin_months_between, pr_builtin_today, pr_builtin_calendar;
/* builtins_context.c */
pr_builtin_fn pr_builtin_get_value, pr_builtin_get_entries, pr_builtin_context, pr_builtin_context_put,
    pr_builtin_context_merge;
/* builtins_range.c, builtins_range_text.c */
pr_builtin_fn pr_builtin_relate, pr_builtin_range;

#endif
