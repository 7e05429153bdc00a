/* Unknowns, and what is unknown inside a value. */
#include "base/limits.h"
#include "value/value.h"

static const char no_memory[] = "out of memory";

pr_value pr_unknown_of(const pr_needs *needs, pr_arena *arena) {
    static const pr_unknown nothing_to_ask = {0};
    if (needs == NULL) {
        return (pr_value){.kind = PR_UNKNOWN, .unknown = &nothing_to_ask};
    }
    pr_unknown *unknown = PR_NEW(arena, pr_unknown);
    if (unknown == NULL) {
        return pr_error_null(no_memory);
    }
    unknown->needs = needs;
    return (pr_value){.kind = PR_UNKNOWN, .unknown = unknown};
}

pr_value pr_unknown_bounded(const pr_needs *needs, pr_value low, bool low_open, pr_value high, bool high_open,
                            pr_kind type, pr_arena *arena) {
    bool bounded = low.kind != PR_NULL || high.kind != PR_NULL;
    if (type == PR_NULL && !bounded) {
        return pr_unknown_of(needs, arena);
    }
    /* Only a value that is not null for certain is pinned by its bounds. */
    if (type != PR_NULL && !low_open && !high_open && pr_value_order(low, high) == PR_EQUAL) {
        return low;
    }
    pr_unknown *unknown = PR_NEW(arena, pr_unknown);
    if (unknown == NULL) {
        return pr_error_null(no_memory);
    }
    *unknown = (pr_unknown){
        .needs = needs,
        .low = low,
        .high = high,
        .low_open = low_open,
        .high_open = high_open,
        .type = (uint8_t)type,
    };
    return (pr_value){.kind = PR_UNKNOWN, .unknown = unknown};
}

static bool has_unknown_at(pr_value a, int depth) {
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        return true;
    }
    const pr_value *parts = NULL;
    uint32_t count = 0;
    switch (a.kind) {
    case PR_UNKNOWN: return true;
    case PR_RANGE: return has_unknown_at(a.range->low, depth + 1) || has_unknown_at(a.range->high, depth + 1);
    case PR_LIST:
        if (a.list->uncertain) {
            return true;
        }
        parts = a.list->items;
        count = a.list->count;
        break;
    case PR_CONTEXT:
        parts = a.context->values;
        count = a.context->shape->count;
        break;
    default: return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (has_unknown_at(parts[i], depth + 1)) {
            return true;
        }
    }
    return false;
}

bool pr_value_has_unknown(pr_value a) { return has_unknown_at(a, 0); }

static const pr_needs *needs_at(pr_value a, int depth, pr_arena *arena);

static const pr_needs *needs_of_list(const pr_list *list, int depth, pr_arena *arena) {
    const pr_needs *needs = list->open ? list->needs : NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->because != NULL) {
            needs = pr_needs_join(needs, list->because[i], arena);
        }
        needs = pr_needs_join(needs, needs_at(list->items[i], depth, arena), arena);
    }
    return needs;
}

static const pr_needs *needs_at(pr_value a, int depth, pr_arena *arena) {
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        return NULL;
    }
    const pr_needs *needs = NULL;
    switch (a.kind) {
    case PR_UNKNOWN:
        return (a.flags & PR_FLAG_LEAF) != 0 ? pr_needs_leaf((uint32_t)a.number, a.extra, arena)
                                             : a.unknown->needs;
    case PR_LIST: return needs_of_list(a.list, depth + 1, arena);
    case PR_CONTEXT:
        for (uint32_t i = 0; i < a.context->shape->count; i++) {
            needs = pr_needs_join(needs, needs_at(a.context->values[i], depth + 1, arena), arena);
        }
        return needs;
    case PR_RANGE:
        return pr_needs_join(needs_at(a.range->low, depth + 1, arena),
                             needs_at(a.range->high, depth + 1, arena), arena);
    default: return NULL;
    }
}

const pr_needs *pr_value_needs(pr_value a, pr_arena *arena) { return needs_at(a, 0, arena); }
