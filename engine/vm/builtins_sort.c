/* sort: by a function of the user, which may say anything, so the sort must end whatever it says. */
#include "vm/builtins.h"

typedef struct sorting {
    const pr_call *call;
    pr_value failed; /* what `precedes` gave instead of true or false; a boolean: nothing did */
} sorting;

static bool precedes(sorting *s, pr_value a, pr_value b) {
    const pr_call *c = s->call;
    pr_value answer;
    if (s->failed.kind != PR_BOOLEAN) {
        return false;
    }
    if (pr_builtin_is_given(c, 1)) {
        pr_value args[2] = {a, b};
        answer = pr_vm_invoke(c->vm, c->id, c->args[1], args, 2);
    } else {
        const char *reason = "the values have no common order";
        pr_truth t = pr_vm_compare(c->vm, PR_OP_LESS, a, b, &reason);
        answer = t == PR_UNDECIDED ? pr_builtin_unknown(c)
                 : t == PR_NEITHER ? pr_builtin_fail(c, reason)
                                   : pr_boolean(t == PR_TRUE);
    }
    if (answer.kind != PR_BOOLEAN) {
        s->failed = answer;
    }
    return pr_is_true(answer);
}

/* Merges two sorted runs; of items of which neither precedes the other the first stays first. */
static void merge(sorting *s, const pr_value *from, pr_value *to, uint32_t left, uint32_t middle,
                  uint32_t right) {
    uint32_t a = left, b = middle;
    for (uint32_t i = left; i < right; i++) {
        bool second = a == middle || (b < right && precedes(s, from[b], from[a]));
        to[i] = second ? from[b++] : from[a++];
    }
}

pr_value pr_builtin_sort(const pr_call *c) {
    pr_list list;
    sorting s = {.call = c, .failed = pr_boolean(true)};
    if (!pr_vm_as_list(c->vm, c->args[0], &list) ||
        (pr_builtin_is_given(c, 1) && c->args[1].kind != PR_FUNCTION)) {
        return pr_builtin_misfit();
    }
    if (list.uncertain) {
        return pr_builtin_unknown(c);
    }
    pr_value *from = pr_builtin_items(c, list.count), *to = pr_builtin_items(c, list.count);
    if (from == NULL || to == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    if (list.count > 0) {
        memcpy(from, list.items, sizeof *from * list.count);
    }
    for (uint32_t width = 1; width < list.count && pr_vm_step(c->vm); width *= 2) {
        for (uint32_t left = 0; left < list.count; left += 2 * width) {
            uint32_t middle = left + width < list.count ? left + width : list.count;
            uint32_t right = middle + width < list.count ? middle + width : list.count;
            merge(&s, from, to, left, middle, right);
        }
        pr_value *swapped = from;
        from = to;
        to = swapped;
    }
    if (s.failed.kind == PR_UNKNOWN) {
        return pr_builtin_unknown(c);
    }
    if (s.failed.kind != PR_BOOLEAN) {
        return pr_is_error(s.failed) ? s.failed
                                     : pr_builtin_fail(c, "the function of sort must give true or false");
    }
    return pr_builtin_list(c, from, list.count);
}
