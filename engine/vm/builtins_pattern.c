/* Regular expressions. */
#include "vm/builtins.h"

/* The arguments before the flags are texts; null flags are none. */
static bool texts_and_flags(const pr_call *c, uint32_t texts, pr_text *flags) {
    for (uint32_t i = 0; i < texts; i++) {
        if (!pr_builtin_is_text(c, i)) {
            return false;
        }
    }
    *flags = (pr_text){"", 0};
    if (!pr_builtin_is_given(c, texts)) {
        return true;
    }
    *flags = pr_string_text(c->args[texts]);
    return c->args[texts].kind == PR_STRING;
}

pr_value pr_builtin_matches(const pr_call *c) {
    pr_text flags;
    const char *reason = NULL;
    if (!texts_and_flags(c, 2, &flags)) {
        return pr_builtin_misfit();
    }
    pr_matched m =
        pr_vm_matches(c->vm, pr_string_text(c->args[0]), pr_string_text(c->args[1]), flags, &reason);
    return m == PR_MATCHED_ERROR ? pr_builtin_fail(c, reason) : pr_boolean(m == PR_MATCHED_YES);
}

pr_value pr_builtin_replace(const pr_call *c) {
    pr_text flags, out;
    const char *reason = NULL;
    if (!texts_and_flags(c, 3, &flags)) {
        return pr_builtin_misfit();
    }
    bool done = pr_vm_replace(c->vm, pr_string_text(c->args[0]), pr_string_text(c->args[1]),
                              pr_string_text(c->args[2]), flags, &out, &reason);
    return done ? pr_string(out) : pr_builtin_fail(c, reason);
}

pr_value pr_builtin_split(const pr_call *c) {
    pr_text flags;
    const char *reason = NULL;
    if (!texts_and_flags(c, 2, &flags)) {
        return pr_builtin_misfit();
    }
    pr_text text = pr_string_text(c->args[0]), pattern = pr_string_text(c->args[1]);
    PR_VEC(pr_value) parts = {0};
    size_t from = 0, start, end;
    for (;;) {
        pr_matched m = pr_vm_find(c->vm, text, from, pattern, &start, &end, &reason);
        if (m == PR_MATCHED_YES && start == end) {
            return pr_builtin_fail(c, "the delimiter matches the empty text");
        }
        if (m == PR_MATCHED_ERROR) {
            return pr_builtin_fail(c, reason);
        }
        size_t stop = m == PR_MATCHED_YES ? start : text.length;
        pr_value one = pr_string((pr_text){text.at + from, stop - from});
        if (!PR_PUSH(&c->vm->arena, &parts, one) || !pr_vm_step(c->vm)) {
            return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
        }
        if (m == PR_MATCHED_NO) {
            return pr_builtin_list(c, parts.items, parts.count);
        }
        from = end;
    }
}
