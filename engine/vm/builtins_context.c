/* Contexts. Their values may be unknown, their names may not. */
#include "base/limits.h"
#include "base/map.h"
#include "vm/builtins.h"

static const pr_context *context_of(pr_value v) {
    return v.kind == PR_CONTEXT ? v.context : v.kind == PR_ENTITY ? v.entity->fields : NULL;
}

pr_value pr_builtin_get_value(const pr_call *c) {
    const pr_context *context = context_of(c->args[0]);
    bool found;
    if (context == NULL || !pr_builtin_is_text(c, 1)) {
        return pr_builtin_misfit();
    }
    (void)pr_context_get(context, pr_string_text(c->args[1]), &found);
    return found ? pr_vm_path(c->vm, c->id, c->args[0], pr_string_text(c->args[1]), 0) : pr_null();
}

static pr_value made(const pr_call *c, const pr_context *context) {
    return context != NULL ? pr_context_value(context) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

pr_value pr_builtin_get_entries(const pr_call *c) {
    static const pr_text names[] = {{"key", 3}, {"value", 5}};
    const pr_context *context = context_of(c->args[0]);
    if (context == NULL) {
        return pr_builtin_misfit();
    }
    const pr_shape *shape = pr_shape_make(names, 2, &c->vm->arena);
    pr_value *items = pr_builtin_items(c, context->shape->count);
    for (uint32_t i = 0; items != NULL && i < context->shape->count; i++) {
        pr_value *values = pr_builtin_items(c, 2);
        pr_context *entry = PR_NEW(&c->vm->arena, pr_context);
        if (values == NULL || entry == NULL || shape == NULL) {
            return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
        }
        values[0] = pr_string(context->shape->names[i]);
        values[1] = pr_vm_path(c->vm, c->id, c->args[0], context->shape->names[i], 0);
        *entry = (pr_context){.shape = shape, .values = values};
        items[i] = pr_context_value(entry);
    }
    return items != NULL ? pr_builtin_list(c, items, context->shape->count)
                         : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

/* A context being put together. */
typedef struct entries {
    pr_map names; /* to their places in `values` */
    PR_VEC(pr_value) values;
} entries;

static entries begun(const pr_call *c) {
    entries e = {0};
    pr_map_init(&e.names, &c->vm->arena);
    return e;
}

/* NULL where there is none of that name. */
static pr_value *find(const entries *e, pr_text name) {
    uint32_t at = pr_map_get(&e->names, name);
    return at != PR_MAP_NONE ? &e->values.items[at] : NULL;
}

static bool put(const pr_call *c, entries *to, pr_text name, pr_value value) {
    pr_value *held = find(to, name);
    if (held != NULL) {
        *held = value;
        return true;
    }
    return pr_vm_step(c->vm) && pr_map_put(&to->names, name, to->values.count) &&
           PR_PUSH(&c->vm->arena, &to->values, value);
}

static bool put_all(const pr_call *c, entries *to, pr_value from) {
    const pr_context *context = context_of(from);
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_text name = context->shape->names[i];
        if (!put(c, to, name, pr_vm_path(c->vm, c->id, from, name, 0))) {
            return false;
        }
    }
    return true;
}

static pr_value finished(const pr_call *c, const entries *e) {
    pr_text *names = PR_NEW_ARRAY(&c->vm->arena, pr_text, e->values.count + 1u);
    for (uint32_t i = 0; names != NULL && i < e->values.count; i++) {
        names[i] = e->names.entries[i].key;
    }
    return made(c, names != NULL ? pr_context_make(names, e->values.items, e->values.count, &c->vm->arena)
                                 : NULL);
}

pr_value pr_builtin_context(const pr_call *c) {
    pr_list list;
    entries all = begun(c);
    if (!pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    if (list.uncertain) {
        return pr_builtin_unknown(c);
    }
    for (uint32_t i = 0; i < list.count; i++) {
        const pr_context *entry = context_of(list.items[i]);
        bool has_key = false, has_value = false;
        pr_value key = entry != NULL ? pr_context_get(entry, PR_TEXT("key"), &has_key) : pr_null();
        pr_value value = entry != NULL ? pr_context_get(entry, PR_TEXT("value"), &has_value) : pr_null();
        if (list.items[i].kind == PR_UNKNOWN || key.kind == PR_UNKNOWN) {
            return pr_builtin_unknown(c);
        }
        if (key.kind != PR_STRING || !has_value) {
            return pr_builtin_fail(c, "an entry is a context with a text as 'key', and a 'value'");
        }
        if (find(&all, pr_string_text(key)) != NULL) {
            return pr_builtin_fail(c, "a context has two entries of one name");
        }
        if (!put(c, &all, pr_string_text(key), value)) {
            return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
        }
    }
    return finished(c, &all);
}

pr_value pr_builtin_context_merge(const pr_call *c) {
    pr_list list;
    entries all = begun(c);
    if (!pr_vm_as_list(c->vm, c->args[0], &list)) {
        return pr_builtin_misfit();
    }
    bool unknown = list.uncertain;
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.items[i].kind == PR_UNKNOWN) {
            unknown = true;
        } else if (context_of(list.items[i]) == NULL) {
            return pr_builtin_fail(c, "context merge takes contexts, and one item is none");
        } else if (!put_all(c, &all, list.items[i])) {
            return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
        }
    }
    return unknown ? pr_builtin_unknown(c) : finished(c, &all);
}

/* Puts the value at the end of a path of keys. */
static pr_value put_path(const pr_call *c, pr_value context, const pr_list *keys, uint32_t at) {
    entries all = begun(c);
    if (context.kind == PR_UNKNOWN || keys->items[at].kind == PR_UNKNOWN) {
        return pr_builtin_unknown(c);
    }
    if (context_of(context) == NULL) {
        return pr_builtin_fail(c, "what the keys lead to is not a context");
    }
    if (keys->items[at].kind != PR_STRING) {
        return pr_builtin_fail(c, "a key is not a text");
    }
    pr_text key = pr_string_text(keys->items[at]);
    if (!put_all(c, &all, context)) {
        return pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
    }
    pr_value value = c->args[2];
    if (at + 1 < keys->count) {
        const pr_value *inner = find(&all, key);
        value = put_path(c, inner != NULL ? *inner : pr_null(), keys, at + 1);
        if (value.kind != PR_CONTEXT) {
            return value;
        }
    }
    return put(c, &all, key, value) ? finished(c, &all) : pr_vm_stop(c->vm, PRECEPTOR_NO_MEMORY);
}

pr_value pr_builtin_context_put(const pr_call *c) {
    pr_list keys;
    if (c->args[0].kind == PR_UNKNOWN || (c->count > 1 && c->args[1].kind == PR_UNKNOWN)) {
        return pr_builtin_unknown(c);
    }
    if (c->count != 3 || context_of(c->args[0]) == NULL ||
        (c->args[1].kind != PR_STRING && c->args[1].kind != PR_LIST) ||
        !pr_vm_as_list(c->vm, c->args[1], &keys)) {
        return pr_builtin_misfit();
    }
    if (keys.uncertain) {
        return pr_builtin_unknown(c);
    }
    if (keys.count == 0 || keys.count > PR_LIMIT_VALUE_DEPTH) {
        return pr_builtin_fail(c, keys.count == 0 ? "there is no key" : "there are too many keys");
    }
    return put_path(c, c->args[0], &keys, 0);
}
