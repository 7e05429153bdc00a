/* Values as text, text as numbers, and what is about values of any type. */
#include "vm/builtins.h"

pr_value pr_builtin_string(const pr_call *c) {
    pr_buf *print = &c->vm->print;
    if (c->args[0].kind == PR_NULL) {
        return pr_builtin_misfit();
    }
    if (c->args[0].kind == PR_STRING) {
        return c->args[0];
    }
    pr_buf_clear(print);
    pr_value_print(c->args[0], print);
    pr_text text = pr_text_copy(&c->vm->arena, pr_buf_view(print));
    return text.at != NULL && !print->failed ? pr_string(text) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

/* One of the characters in `allowed`; 0 after a failure. */
static char separator(pr_value v, const char *allowed) {
    pr_text text = pr_string_text(v);
    return text.length == 1 && strchr(allowed, text.at[0]) != NULL ? text.at[0] : '\0';
}

/* number(from, grouping separator, decimal separator): separators are taken out or replaced before reading. */
pr_value pr_builtin_number(const pr_call *c) {
    if (c->count == 1 && c->args[0].kind == PR_NUMBER) {
        return c->args[0];
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->args[i].kind != PR_STRING && (i == 0 || c->args[i].kind != PR_NULL)) {
            return pr_builtin_misfit();
        }
    }
    pr_text from = pr_string_text(c->args[0]);
    bool groups = pr_builtin_is_given(c, 1), pointed = pr_builtin_is_given(c, 2);
    char grouping = groups ? separator(c->args[1], " ,.") : '\0';
    char point = pointed ? separator(c->args[2], ",.") : '.';
    if (groups && grouping == '\0') {
        return pr_builtin_fail(c, "the grouping separator must be a space, a comma or a point");
    }
    if (point == '\0') {
        return pr_builtin_fail(c, "the decimal separator must be a comma or a point");
    }
    if (point == grouping) {
        return pr_builtin_fail(c, "the decimal separator must not be the grouping separator");
    }
    char *plain = pr_arena_alloc(&c->vm->arena, from.length + 1, 1);
    if (plain == NULL) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    size_t length = 0;
    for (size_t i = 0; i < from.length; i++) {
        char at = from.at[i];
        if (at == point) {
            plain[length++] = '.';
        } else if (at != grouping || grouping == '\0') {
            plain[length++] = at == '.' ? '?' : at;
        }
    }
    return pr_builtin_checked(c, pr_number_parse((pr_text){plain, length}, &c->vm->arena));
}

/* not(...) is a node of its own; this is for its use as a function value. */
pr_value pr_builtin_not(const pr_call *c) {
    return c->args[0].kind == PR_BOOLEAN ? pr_boolean(c->args[0].number == 0) : pr_builtin_misfit();
}

/* Moments are the same where all that is written of them is: the same clock, and the same offset or zone. */
static bool same_moment(const pr_date_time *a, const pr_date_time *b) {
    return a->date == b->date && a->seconds == b->seconds && a->nanos == b->nanos && a->zoned == b->zoned &&
           (a->zoned == 0 || a->offset == b->offset) && (a->zoned < 2 || pr_text_equal(a->zone, b->zone));
}

pr_value pr_builtin_is(const pr_call *c) {
    pr_value a = c->args[0], b = c->count > 1 ? c->args[1] : pr_null();
    if (a.kind == b.kind && (a.kind == PR_TIME || a.kind == PR_DATE_TIME)) {
        return pr_boolean(same_moment(a.moment, b.moment));
    }
    return pr_boolean(pr_value_same(a, b));
}
