/* Identity of known values, hashing and the total order of output.
 *
 * Identity is finer than equality: 09:00Z is not 10:00+01:00, text is not the entity it names. Hashing goes
 * by equality, so that values which are equal have equal hashes; those that are the same then have, too. */
#include "base/hash.h"
#include "base/limits.h"
#include "value/temporal.h"

static bool same_at(pr_value a, pr_value b, int depth);

static bool same_lists(const pr_list *a, const pr_list *b, int depth) {
    if (a->uncertain || b->uncertain || a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!same_at(a->items[i], b->items[i], depth)) {
            return false;
        }
    }
    return true;
}

/* The order of names does not count: it is no part of what a context says. */
static bool same_contexts(const pr_context *a, const pr_context *b, int depth) {
    if (a->shape->count != b->shape->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->shape->count; i++) {
        int at = a->shape == b->shape ? (int)i : pr_shape_find(b->shape, a->shape->names[i]);
        if (at < 0 || !same_at(a->values[i], b->values[at], depth)) {
            return false;
        }
    }
    return true;
}

static bool same_moments(const pr_date_time *a, const pr_date_time *b) {
    return a->date == b->date && a->seconds == b->seconds && a->nanos == b->nanos && a->zoned == b->zoned &&
           (a->zoned == PR_LOCAL || a->offset == b->offset) &&
           (a->zoned != PR_ZONE || pr_text_equal(a->zone, b->zone));
}

static bool same_ranges(const pr_range *a, const pr_range *b, int depth) {
    return a->low_closed == b->low_closed && a->high_closed == b->high_closed && a->form == b->form &&
           same_at(a->low, b->low, depth) && same_at(a->high, b->high, depth);
}

static bool same_at(pr_value a, pr_value b, int depth) {
    if (a.kind != b.kind || depth > PR_LIMIT_VALUE_DEPTH) {
        return false;
    }
    switch (a.kind) {
    case PR_TIME:
    case PR_DATE_TIME: return same_moments(a.moment, b.moment);
    case PR_LIST: return same_lists(a.list, b.list, depth + 1);
    case PR_CONTEXT: return same_contexts(a.context, b.context, depth + 1);
    case PR_RANGE: return same_ranges(a.range, b.range, depth + 1);
    case PR_UNKNOWN: return false;
    default: return pr_value_equal(a, b) == PR_TRUE;
    }
}

bool pr_value_same(pr_value a, pr_value b) { return same_at(a, b, 0); }

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 29;
}

static uint64_t hash_at(pr_value a, uint64_t seed, int depth);

static uint64_t hash_list(const pr_list *list, uint64_t seed, int depth) {
    uint64_t hash = mix(seed, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        hash = mix(hash, hash_at(list->items[i], seed, depth));
    }
    return hash;
}

/* A sum, since the order of names does not count. */
static uint64_t hash_context(const pr_context *context, uint64_t seed, int depth) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < context->shape->count; i++) {
        uint64_t name = pr_hash_text(context->shape->names[i], seed);
        sum += mix(name, hash_at(context->values[i], seed, depth));
    }
    return mix(seed, sum);
}

static uint64_t hash_number(pr_value a, uint64_t seed) {
    if ((a.flags & PR_FLAG_BIG) == 0) {
        return mix(mix(seed, (uint64_t)a.number), (uint64_t)(uint8_t)a.exponent);
    }
    uint64_t words[2];
    memcpy(words, a.decimal, sizeof words);
    return mix(mix(seed, words[0]), words[1]);
}

static uint64_t hash_moment(pr_value a, uint64_t seed) {
    int64_t seconds = pr_moment_seconds(a.moment, a.kind == PR_TIME);
    return mix(mix(seed, (uint64_t)seconds), a.moment->zoned != PR_LOCAL);
}

static uint64_t hash_range(const pr_range *range, uint64_t seed, int depth) {
    uint64_t ends = mix(hash_at(range->low, seed, depth), hash_at(range->high, seed, depth));
    return mix(ends, (uint64_t)(range->form * 4 + range->low_closed * 2 + range->high_closed));
}

static uint64_t hash_at(pr_value a, uint64_t seed, int depth) {
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        return seed;
    }
    uint64_t kind_seed = seed + (uint64_t)(a.kind == PR_ENTITY ? PR_STRING : a.kind);
    switch (a.kind) {
    case PR_BOOLEAN:
    case PR_DATE:
    case PR_MONTHS:
    case PR_CONDITION: return mix(kind_seed, (uint64_t)a.number);
    case PR_NUMBER: return hash_number(a, kind_seed);
    case PR_STRING: return pr_hash_text(pr_string_text(a), kind_seed);
    case PR_ENTITY: return pr_hash_text(a.entity->id, kind_seed);
    case PR_TIME:
    case PR_DATE_TIME: return hash_moment(a, kind_seed);
    case PR_DURATION: return mix(mix(kind_seed, (uint64_t)a.number), a.extra);
    case PR_LIST: return hash_list(a.list, kind_seed, depth + 1);
    case PR_CONTEXT: return hash_context(a.context, kind_seed, depth + 1);
    case PR_RANGE: return hash_range(a.range, kind_seed, depth + 1);
    /* Functions too: by address it would differ from run to run. */
    default: return mix(kind_seed, 0);
    }
}

uint64_t pr_value_hash(pr_value a, uint64_t seed) { return hash_at(a, seed, 0); }

static int sort_at(pr_value a, pr_value b, int depth);

static int compare_words(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int sort_lists(const pr_list *a, const pr_list *b, int depth) {
    uint32_t shared = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0; i < shared; i++) {
        int order = sort_at(a->items[i], b->items[i], depth);
        if (order != 0) {
            return order;
        }
    }
    return compare_words(a->count, b->count);
}

static int sort_contexts(const pr_context *a, const pr_context *b, int depth) {
    uint32_t shared = a->shape->count < b->shape->count ? a->shape->count : b->shape->count;
    for (uint32_t i = 0; i < shared; i++) {
        int order = pr_text_compare(a->shape->names[i], b->shape->names[i]);
        order = order != 0 ? order : sort_at(a->values[i], b->values[i], depth);
        if (order != 0) {
            return order;
        }
    }
    return compare_words(a->shape->count, b->shape->count);
}

static int sort_moments(pr_value a, pr_value b) {
    const pr_date_time *x = a.moment, *y = b.moment;
    int order = compare_words(x->zoned, y->zoned);
    bool times = a.kind == PR_TIME;
    order = order != 0 ? order : compare_words(pr_moment_seconds(x, times), pr_moment_seconds(y, times));
    order = order != 0 ? order : compare_words(x->nanos, y->nanos);
    if (order != 0 || x->zoned == PR_LOCAL) {
        return order;
    }
    order = compare_words(x->offset, y->offset);
    return order != 0 || x->zoned != PR_ZONE ? order : pr_text_compare(x->zone, y->zone);
}

static int sort_ranges(const pr_range *a, const pr_range *b, int depth) {
    int order = sort_at(a->low, b->low, depth);
    order = order != 0 ? order : sort_at(a->high, b->high, depth);
    order = order != 0 ? order : compare_words(a->form, b->form);
    order = order != 0 ? order : compare_words(a->low_closed, b->low_closed);
    return order != 0 ? order : compare_words(a->high_closed, b->high_closed);
}

static int sort_entities(pr_value a, pr_value b) {
    int order = compare_words(a.extra, b.extra);
    return order != 0 ? order : pr_text_compare(a.entity->id, b.entity->id);
}

static int sort_unknowns(pr_value a, pr_value b) {
    bool leaf = (a.flags & PR_FLAG_LEAF) != 0;
    int order = compare_words((b.flags & PR_FLAG_LEAF) != 0, leaf);
    if (order != 0 || !leaf) {
        return order;
    }
    order = compare_words(a.number, b.number);
    return order != 0 ? order : compare_words(a.extra, b.extra);
}

static int sort_at(pr_value a, pr_value b, int depth) {
    if (a.kind != b.kind || depth > PR_LIMIT_VALUE_DEPTH) {
        return compare_words(a.kind, b.kind);
    }
    switch (a.kind) {
    case PR_BOOLEAN:
    case PR_CONDITION: return compare_words(a.number, b.number);
    case PR_TIME:
    case PR_DATE_TIME: return sort_moments(a, b);
    case PR_LIST: return sort_lists(a.list, b.list, depth + 1);
    case PR_CONTEXT: return sort_contexts(a.context, b.context, depth + 1);
    case PR_RANGE: return sort_ranges(a.range, b.range, depth + 1);
    case PR_ENTITY: return sort_entities(a, b);
    case PR_UNKNOWN: return sort_unknowns(a, b);
    case PR_NUMBER:
    case PR_STRING:
    case PR_DATE:
    case PR_MONTHS:
    case PR_DURATION: return (int)pr_value_order(a, b);
    default: return 0;
    }
}

int pr_value_sort_order(pr_value a, pr_value b) { return sort_at(a, b, 0); }
