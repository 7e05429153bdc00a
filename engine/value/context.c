/* Contexts and lists: making them, finding names in them. */
#include "value/value.h"

#include <stdlib.h>

/* From this many names on a shape has an index: below, looking at each name is faster. */
#define INDEXED_FROM 16

static int find_by_index(const pr_shape *shape, pr_text name) {
    uint32_t low = 0, high = shape->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = pr_text_compare(shape->names[shape->index[middle]], name);
        if (order == 0) {
            return (int)shape->index[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

int pr_shape_find(const pr_shape *shape, pr_text name) {
    if (shape->index != NULL) {
        return find_by_index(shape, name);
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        if (pr_text_equal(shape->names[i], name)) {
            return (int)i;
        }
    }
    return -1;
}

pr_value pr_context_get(const pr_context *context, pr_text name, bool *found) {
    int at = pr_shape_find(context->shape, name);
    if (found != NULL) {
        *found = at >= 0;
    }
    return at >= 0 ? context->values[at] : pr_null();
}

/* Sorting needs the names beside the numbers: qsort has no argument for them. */
typedef struct indexed_name {
    pr_text name;
    uint32_t position;
} indexed_name;

static int compare_names(const void *a, const void *b) {
    const indexed_name *x = a, *y = b;
    return pr_text_compare(x->name, y->name);
}

static const uint32_t *make_index(const pr_text *names, uint32_t count, pr_arena *arena) {
    uint32_t *index = PR_NEW_ARRAY(arena, uint32_t, count);
    pr_arena_mark mark = pr_arena_save(arena);
    indexed_name *sorted = index != NULL ? PR_NEW_ARRAY(arena, indexed_name, count) : NULL;
    if (sorted == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = (indexed_name){names[i], i};
    }
    qsort(sorted, count, sizeof *sorted, compare_names);
    for (uint32_t i = 0; i < count; i++) {
        index[i] = sorted[i].position;
    }
    pr_arena_rewind(arena, mark);
    return index;
}

const pr_shape *pr_shape_make(const pr_text *names, uint32_t count, pr_arena *arena) {
    pr_shape *shape = PR_NEW(arena, pr_shape);
    if (shape == NULL) {
        return NULL;
    }
    shape->count = count;
    shape->names = names;
    if (count >= INDEXED_FROM) {
        shape->index = make_index(names, count, arena);
        return shape->index != NULL ? shape : NULL;
    }
    return shape;
}

const pr_context *pr_context_make(const pr_text *names, const pr_value *values, uint32_t count,
                                  pr_arena *arena) {
    pr_context *context = PR_NEW(arena, pr_context);
    const pr_shape *shape = context != NULL ? pr_shape_make(names, count, arena) : NULL;
    if (shape == NULL) {
        return NULL;
    }
    context->shape = shape;
    context->values = values;
    return context;
}

const pr_list *pr_list_make(const pr_value *items, uint32_t count, pr_arena *arena) {
    pr_list *list = PR_NEW(arena, pr_list);
    if (list != NULL) {
        list->count = count;
        list->items = items;
    }
    return list;
}
