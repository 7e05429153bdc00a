/* Random values of a small world. */
#include "unit/value/random_value.h"

static const pr_text names[] = {{"a", 1}, {"b", 1}, {"c", 1}};

static pr_value random_scalar(random_source *r, pr_kind kind, pr_arena *arena) {
    static const char *const moments[] = {"2027-01-31T10:00:00", "2027-01-31T10:00:00Z",
                                          "2027-01-31T11:00:00+01:00", "2027-01-31T11:00:00@Europe/Paris"};
    static const char *const times[] = {"10:00:00", "10:00:00Z", "11:00:00+01:00", "10:00:00.5"};
    uint32_t n = random_below(r, 4);
    switch (kind) {
    case PR_BOOLEAN: return pr_boolean(n % 2 != 0);
    case PR_NUMBER: {
        pr_value half = {.kind = PR_NUMBER, .exponent = -1, .number = 5};
        return pr_number_multiply(pr_integer(random_below(r, 8)), half, arena);
    }
    case PR_STRING: return pr_string(names[n % 3]);
    case PR_DATE: return pr_date(pr_date_pack(2027, 1, 28 + (int)n));
    case PR_TIME: return pr_time_parse(pr_text_of(times[n]), arena);
    case PR_DATE_TIME: return pr_date_time_parse(pr_text_of(moments[n]), arena);
    case PR_MONTHS: return pr_months((int64_t)n - 1);
    case PR_DURATION: return pr_duration((int64_t)n / 2, n % 2 * 500);
    case PR_ENTITY: {
        pr_entity *entity = PR_NEW(arena, pr_entity);
        *entity = (pr_entity){.id = names[n % 2], .name = names[n % 2], .collection = n / 2};
        return pr_entity_value(entity);
    }
    default: return pr_null();
    }
}

static pr_value random_list(random_source *r, int depth, pr_arena *arena) {
    uint32_t count = random_below(r, 4);
    pr_value *items = PR_NEW_ARRAY(arena, pr_value, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = random_known(r, depth - 1, arena);
    }
    return pr_list_value(pr_list_make(items, count, arena));
}

static pr_value random_context(random_source *r, int depth, pr_arena *arena) {
    uint32_t count = random_below(r, 4), first = random_below(r, 3);
    pr_text *chosen = PR_NEW_ARRAY(arena, pr_text, count);
    pr_value *values = PR_NEW_ARRAY(arena, pr_value, count);
    for (uint32_t i = 0; i < count; i++) {
        chosen[i] = names[(first + i) % 3];
        values[i] = random_known(r, depth - 1, arena);
    }
    return pr_context_value(pr_context_make(chosen, values, count, arena));
}

static pr_value random_range(random_source *r, pr_arena *arena) {
    pr_range *range = PR_NEW(arena, pr_range);
    uint32_t bits = random_below(r, 64);
    *range = (pr_range){
        .low = bits & 1 ? pr_null() : random_scalar(r, PR_NUMBER, arena),
        .high = random_scalar(r, PR_NUMBER, arena),
        .low_closed = (bits & 2) != 0,
        .high_closed = (bits & 4) != 0,
        .form = (uint8_t)(bits & 8 ? PR_RANGE_COMPARISON : PR_RANGE_INTERVAL),
    };
    return (pr_value){.kind = PR_RANGE, .range = range};
}

static pr_value random_of_kind(random_source *r, pr_kind kind, int depth, pr_arena *arena) {
    switch (kind) {
    case PR_LIST: return random_list(r, depth, arena);
    case PR_CONTEXT: return random_context(r, depth, arena);
    case PR_RANGE: return random_range(r, arena);
    default: return random_scalar(r, kind, arena);
    }
}

pr_value random_known(random_source *r, int depth, pr_arena *arena) {
    static const pr_kind kinds[] = {PR_NULL,  PR_BOOLEAN, PR_NUMBER,    PR_NUMBER,  PR_STRING,   PR_STRING,
                                    PR_DATE,  PR_TIME,    PR_DATE_TIME, PR_MONTHS,  PR_DURATION, PR_ENTITY,
                                    PR_RANGE, PR_LIST,    PR_LIST,      PR_CONTEXT, PR_CONTEXT};
    uint32_t choices = depth > 0 ? ROWS(kinds) : ROWS(kinds) - 4;
    return random_of_kind(r, kinds[random_below(r, choices)], depth, arena);
}

static bool within(pr_value v, const pr_unknown *u) {
    pr_order low = pr_value_order(v, u->low), high = pr_value_order(v, u->high);
    return (u->low.kind == PR_NULL || low == PR_GREATER || (low == PR_EQUAL && !u->low_open)) &&
           (u->high.kind == PR_NULL || high == PR_LESS || (high == PR_EQUAL && !u->high_open));
}

static const pr_needs *some_needs(random_source *r, pr_arena *arena) {
    return pr_needs_join(pr_needs_leaf(random_below(r, 5), 0, arena),
                         pr_needs_leaf(random_below(r, 5), 1, arena), arena);
}

/* An unknown that may become `known`. */
static pr_value random_unknown(random_source *r, pr_value known, pr_arena *arena) {
    if (random_below(r, 3) == 0 || known.kind == PR_NULL) {
        return random_below(r, 2) == 0 ? pr_value_leaf(random_below(r, 5), 0)
                                       : pr_unknown_of(some_needs(r, arena), arena);
    }
    pr_unknown bounds = {0};
    bool bounded = known.kind == PR_NUMBER || known.kind == PR_DATE || known.kind == PR_MONTHS ||
                   known.kind == PR_DURATION;
    while (bounded && random_below(r, 8) != 0) {
        bounds.low = random_below(r, 3) == 0 ? pr_null() : random_scalar(r, (pr_kind)known.kind, arena);
        bounds.high = random_below(r, 3) == 0 ? pr_null() : random_scalar(r, (pr_kind)known.kind, arena);
        bounds.low_open = random_below(r, 2) != 0;
        bounds.high_open = random_below(r, 2) != 0;
        if (within(known, &bounds)) {
            return pr_unknown_bounded(some_needs(r, arena), bounds.low, bounds.low_open, bounds.high,
                                      bounds.high_open, (pr_kind)known.kind, arena);
        }
    }
    return pr_unknown_bounded(some_needs(r, arena), pr_null(), false, pr_null(), false, (pr_kind)known.kind,
                              arena);
}

/* Items that may not be there, among them some that are not in `known`, and a tail left open. */
static pr_value masked_list(random_source *r, const pr_list *known, pr_arena *arena) {
    bool uncertain = random_below(r, 3) == 0;
    pr_list *list = PR_NEW(arena, pr_list);
    pr_value *items = PR_NEW_ARRAY(arena, pr_value, (size_t)known->count * 2);
    uint8_t *maybe = PR_NEW_ARRAY(arena, uint8_t, (size_t)known->count * 2);
    const pr_needs **because = PR_NEW_ARRAY(arena, const pr_needs *, (size_t)known->count * 2);
    uint32_t count = 0;
    bool any = false;
    uint32_t kept = uncertain && random_below(r, 3) == 0 ? random_below(r, known->count + 1) : known->count;
    for (uint32_t i = 0; i < kept; i++) {
        if (uncertain && random_below(r, 4) == 0) {
            any = true;
            maybe[count] = 1;
            because[count] = some_needs(r, arena);
            items[count++] = random_known(r, 0, arena);
        }
        maybe[count] = uncertain && random_below(r, 3) == 0;
        any = any || maybe[count] != 0;
        because[count] = maybe[count] ? some_needs(r, arena) : NULL;
        items[count++] = random_masked(r, known->items[i], arena);
    }
    bool open = kept < known->count;
    *list = (pr_list){
        .count = count,
        .open = open,
        .uncertain = any || open,
        .items = items,
        .maybe = any ? maybe : NULL,
        .because = any ? because : NULL,
        .rest = open ? pr_value_leaf(3, 0) : pr_null(),
        .needs = open ? some_needs(r, arena) : NULL,
    };
    return pr_list_value(list);
}

pr_value random_masked(random_source *r, pr_value known, pr_arena *arena) {
    if (random_below(r, 5) == 0) {
        return random_unknown(r, known, arena);
    }
    if (known.kind == PR_LIST) {
        return masked_list(r, known.list, arena);
    }
    if (known.kind == PR_CONTEXT) {
        const pr_shape *shape = known.context->shape;
        pr_value *values = PR_NEW_ARRAY(arena, pr_value, shape->count);
        for (uint32_t i = 0; i < shape->count; i++) {
            values[i] = random_masked(r, known.context->values[i], arena);
        }
        return pr_context_value(pr_context_make(shape->names, values, shape->count, arena));
    }
    if (known.kind == PR_RANGE) {
        pr_range *range = PR_NEW(arena, pr_range);
        *range = *known.range;
        range->high = random_masked(r, range->high, arena);
        return (pr_value){.kind = PR_RANGE, .range = range};
    }
    return known;
}

static pr_value completed_unknown(random_source *r, pr_value masked, int depth, pr_arena *arena) {
    if ((masked.flags & PR_FLAG_LEAF) != 0 || masked.unknown->type == PR_NULL) {
        return random_known(r, depth, arena);
    }
    pr_value value;
    do {
        value = random_of_kind(r, (pr_kind)masked.unknown->type, depth, arena);
    } while (!within(value, masked.unknown));
    return value;
}

static pr_value completed_list(random_source *r, const pr_list *masked, int depth, pr_arena *arena) {
    pr_value *items = PR_NEW_ARRAY(arena, pr_value, masked->count + 2);
    uint32_t count = 0;
    for (uint32_t i = 0; i < masked->count; i++) {
        if (masked->maybe == NULL || masked->maybe[i] == 0 || random_below(r, 2) == 0) {
            items[count++] = random_completion(r, masked->items[i], depth - 1, arena);
        }
    }
    for (uint32_t more = masked->open ? random_below(r, 3) : 0; more > 0; more--) {
        items[count++] = random_known(r, depth - 1, arena);
    }
    return pr_list_value(pr_list_make(items, count, arena));
}

pr_value random_completion(random_source *r, pr_value masked, int depth, pr_arena *arena) {
    switch (masked.kind) {
    case PR_UNKNOWN: return completed_unknown(r, masked, depth, arena);
    case PR_LIST: return completed_list(r, masked.list, depth, arena);
    case PR_CONTEXT: {
        const pr_shape *shape = masked.context->shape;
        pr_value *values = PR_NEW_ARRAY(arena, pr_value, shape->count);
        for (uint32_t i = 0; i < shape->count; i++) {
            values[i] = random_completion(r, masked.context->values[i], depth - 1, arena);
        }
        return pr_context_value(pr_context_make(shape->names, values, shape->count, arena));
    }
    case PR_RANGE: {
        pr_range *range = PR_NEW(arena, pr_range);
        *range = *masked.range;
        range->high = random_completion(r, range->high, 0, arena);
        return (pr_value){.kind = PR_RANGE, .range = range};
    }
    default: return masked;
    }
}

pr_value random_neighbour(random_source *r, pr_value known, pr_arena *arena) {
    uint32_t choice = random_below(r, 4);
    if (choice == 0) {
        return random_of_kind(r, (pr_kind)known.kind, 1, arena);
    }
    if (known.kind == PR_LIST && known.list->count > 0 && choice == 1) {
        pr_value *items = PR_NEW_ARRAY(arena, pr_value, known.list->count);
        memcpy(items, known.list->items, known.list->count * sizeof *items);
        uint32_t at = random_below(r, known.list->count);
        items[at] = random_neighbour(r, items[at], arena);
        return pr_list_value(pr_list_make(items, known.list->count, arena));
    }
    if (known.kind == PR_CONTEXT && choice == 1) {
        /* The names in another order. */
        uint32_t count = known.context->shape->count;
        pr_text *turned = PR_NEW_ARRAY(arena, pr_text, count);
        pr_value *values = PR_NEW_ARRAY(arena, pr_value, count);
        for (uint32_t i = 0; i < count; i++) {
            turned[i] = known.context->shape->names[count - 1 - i];
            values[i] = known.context->values[count - 1 - i];
        }
        return pr_context_value(pr_context_make(turned, values, count, arena));
    }
    return known;
}
