/* Texts, counted in characters. */
#include "base/limits.h"
#include "vm/builtins.h"

static pr_text text_at(const pr_call *c, uint32_t i) { return pr_string_text(c->args[i]); }

static bool two_texts(const pr_call *c) { return pr_builtin_is_text(c, 0) && pr_builtin_is_text(c, 1); }

static pr_value part(pr_text text, size_t from, size_t to) {
    return pr_string((pr_text){text.at + from, to - from});
}

pr_value pr_builtin_substring(const pr_call *c) {
    int64_t start, length = INT64_MAX;
    if (!pr_builtin_is_text(c, 0) || !pr_builtin_is_number(c, 1) ||
        (c->count > 2 && !pr_builtin_is_number(c, 2))) {
        return pr_builtin_misfit();
    }
    pr_text text = text_at(c, 0);
    int64_t characters = (int64_t)pr_utf8_count(text);
    if (!pr_builtin_whole(c, c->args[1], &start) || start == 0 || start > characters || start < -characters) {
        return pr_builtin_fail(c, "the text has no character at the start position");
    }
    if (c->count > 2 && (!pr_builtin_whole(c, c->args[2], &length) || length < 1)) {
        return pr_builtin_fail(c, "the length of a part of a text must be 1 at least");
    }
    size_t skipped = (size_t)(start > 0 ? start - 1 : characters + start);
    size_t from = pr_utf8_skip(text, 0, &skipped);
    size_t taken = (size_t)(length < characters ? length : characters);
    return part(text, from, pr_utf8_skip(text, from, &taken));
}

pr_value pr_builtin_string_length(const pr_call *c) {
    return pr_builtin_is_text(c, 0) ? pr_integer((int64_t)pr_utf8_count(text_at(c, 0))) : pr_builtin_misfit();
}

pr_value pr_builtin_case(const pr_call *c) {
    if (!pr_builtin_is_text(c, 0)) {
        return pr_builtin_misfit();
    }
    return pr_vm_letter_case(c->vm, c->args[0], c->builtin == PR_BUILTIN_UPPER_CASE);
}

pr_value pr_builtin_substring_beside(const pr_call *c) {
    if (!two_texts(c)) {
        return pr_builtin_misfit();
    }
    pr_text text = text_at(c, 0), match = text_at(c, 1);
    size_t at = pr_text_find(text, match);
    if (at > text.length) {
        return pr_string(PR_TEXT(""));
    }
    return c->builtin == PR_BUILTIN_SUBSTRING_BEFORE ? part(text, 0, at)
                                                     : part(text, at + match.length, text.length);
}

pr_value pr_builtin_contains(const pr_call *c) {
    if (!two_texts(c)) {
        return pr_builtin_misfit();
    }
    const pr_text_test test = {c->builtin, text_at(c, 1), {"", 0}};
    return pr_boolean(pr_vm_test_text(c->vm, &test, c->args[0]) == PR_TRUE);
}

/* Nulls among the texts are left out. */
pr_value pr_builtin_string_join(const pr_call *c) {
    pr_list list;
    pr_text delimiter = {"", 0};
    if (!pr_vm_as_list(c->vm, c->args[0], &list) ||
        (pr_builtin_is_given(c, 1) && c->args[1].kind != PR_STRING)) {
        return pr_builtin_misfit();
    }
    if (pr_builtin_is_given(c, 1)) {
        delimiter = text_at(c, 1);
    }
    pr_buf *print = &c->vm->print;
    pr_buf_clear(print);
    bool first = true;
    for (uint32_t i = 0; i < list.count; i++) {
        pr_value v = list.items[i];
        if (v.kind == PR_NULL) {
            continue;
        }
        if (v.kind != PR_STRING && v.kind != PR_ENTITY) {
            return pr_builtin_fail(c, "string join takes texts, and one item is none");
        }
        pr_text text = v.kind == PR_STRING ? pr_string_text(v) : v.entity->id;
        if (print->length + delimiter.length + text.length > PR_LIMIT_TEXT) {
            return pr_builtin_fail(c, "the text would be too long");
        }
        pr_buf_text(print, first ? PR_TEXT("") : delimiter);
        pr_buf_text(print, text);
        first = false;
    }
    pr_text text = pr_text_copy(&c->vm->arena, pr_buf_view(print));
    return text.at != NULL && !print->failed ? pr_string(text) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}
