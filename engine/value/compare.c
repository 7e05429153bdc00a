/* Order and equality.
 *
 * Equality answers only what holds for every completion of the unknowns inside: an unknown may become any
 * value of its type within its bounds, of any type (null too) where it has none. Inside lists, contexts and
 * ranges, values of kinds that cannot be compared are different: `[1] = ["a"]` is false where `1 = "a"` is
 * null.
 *
 * Moments are compared as instants, to the second: FEEL's `second` is a whole number, and equality goes by
 * the properties. Order does the same, so that what is equal is neither less nor greater. */
#include "base/limits.h"
#include "value/temporal.h"

static pr_order order_of(int64_t a, int64_t b) { return a < b ? PR_LESS : a > b ? PR_GREATER : PR_EQUAL; }

static pr_order moment_order(pr_value a, pr_value b) {
    if ((a.moment->zoned == PR_LOCAL) != (b.moment->zoned == PR_LOCAL)) {
        return PR_UNORDERED;
    }
    bool times = a.kind == PR_TIME;
    return order_of(pr_moment_seconds(a.moment, times), pr_moment_seconds(b.moment, times));
}

pr_order pr_value_order(pr_value a, pr_value b) {
    if (a.kind != b.kind) {
        return PR_UNORDERED;
    }
    switch (a.kind) {
    case PR_NUMBER: return (pr_order)pr_number_compare(a, b);
    case PR_DATE:
    case PR_MONTHS: return order_of(a.number, b.number);
    case PR_DURATION: return a.number != b.number ? order_of(a.number, b.number) : order_of(a.extra, b.extra);
    case PR_STRING: return (pr_order)pr_text_compare(pr_string_text(a), pr_string_text(b));
    case PR_TIME:
    case PR_DATE_TIME: return moment_order(a, b);
    default: return PR_UNORDERED;
    }
}

static pr_truth truth_of(bool b) { return b ? PR_TRUE : PR_FALSE; }

static pr_truth equal_at(pr_value a, pr_value b, int depth);

/* Equality of parts: what cannot be compared is different. */
static pr_truth part_equal(pr_value a, pr_value b, int depth) {
    pr_truth equal = equal_at(a, b, depth + 1);
    return equal == PR_NEITHER ? PR_FALSE : equal;
}

/* Joins the answers about all parts: one false decides. False when it has. */
static bool and_also(pr_truth part, pr_truth *whole) {
    if (part == PR_FALSE) {
        *whole = PR_FALSE;
        return false;
    }
    if (part == PR_UNDECIDED) {
        *whole = PR_UNDECIDED;
    }
    return true;
}

static uint32_t least_count(const pr_list *list) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        n += list->maybe == NULL || list->maybe[i] == 0;
    }
    return n;
}

/* True when no completion of one can have as many items as one of the other. */
static bool counts_differ(const pr_list *a, const pr_list *b) {
    return (!a->open && a->count < least_count(b)) || (!b->open && b->count < least_count(a));
}

/* Lists of which one at least is uncertain: never equal for certain. Items that stand at the same place from
 * the front, or from the back, in every completion may show that they differ. */
/* Where the unseen items stand nobody knows, so no item has a certain place; only their number can tell lists apart. */
static pr_truth uncertain_equal(const pr_list *a, const pr_list *b) {
    return counts_differ(a, b) ? PR_FALSE : PR_UNDECIDED;
}

static pr_truth list_equal(const pr_list *a, const pr_list *b, int depth) {
    if (a->uncertain || b->uncertain) {
        return uncertain_equal(a, b);
    }
    if (a->count != b->count) {
        return PR_FALSE;
    }
    pr_truth whole = PR_TRUE;
    for (uint32_t i = 0; i < a->count; i++) {
        if (!and_also(part_equal(a->items[i], b->items[i], depth), &whole)) {
            break;
        }
    }
    return whole;
}

/* The order of names does not count. */
static pr_truth context_equal(const pr_context *a, const pr_context *b, int depth) {
    if (a->shape->count != b->shape->count) {
        return PR_FALSE;
    }
    bool aligned = a->shape == b->shape;
    pr_truth whole = PR_TRUE;
    for (uint32_t i = 0; i < a->shape->count; i++) {
        int at = aligned ? (int)i : pr_shape_find(b->shape, a->shape->names[i]);
        if (at < 0 || !and_also(part_equal(a->values[i], b->values[at], depth), &whole)) {
            return PR_FALSE;
        }
    }
    return whole;
}

static pr_truth range_equal(const pr_range *a, const pr_range *b, int depth) {
    if (a->low_closed != b->low_closed || a->high_closed != b->high_closed || a->form != b->form) {
        return PR_FALSE;
    }
    pr_truth whole = PR_TRUE;
    if (and_also(part_equal(a->low, b->low, depth), &whole)) {
        and_also(part_equal(a->high, b->high, depth), &whole);
    }
    return whole;
}

/* Is all that `low` bounds from below greater than all that `high` bounds from above? */
static bool is_apart(pr_value low, bool low_open, pr_value high, bool high_open) {
    pr_order order = pr_value_order(low, high);
    return order == PR_GREATER || (order == PR_EQUAL && (low_open || high_open));
}

/* What is certain of a value, known or not, for the sake of equality. */
typedef struct certainty {
    pr_kind type; /* PR_NULL: it may be of any type. A known null is not asked about */
    pr_value low, high;
    bool low_open, high_open;
} certainty;

static certainty certain_of(pr_value a) {
    if (a.kind != PR_UNKNOWN) {
        return (certainty){.type = (pr_kind)a.kind, .low = a, .high = a};
    }
    if ((a.flags & PR_FLAG_LEAF) != 0) {
        return (certainty){.type = PR_NULL};
    }
    const pr_unknown *u = a.unknown;
    return (certainty){(pr_kind)u->type, u->low, u->high, u->low_open, u->high_open};
}

/* An entity equals text, so its kind is text's here. */
static pr_kind comparable_kind(pr_kind kind) { return kind == PR_ENTITY ? PR_STRING : kind; }

/* At least one is unknown. */
static pr_truth unknown_equal(pr_value a, pr_value b) {
    certainty x = certain_of(a), y = certain_of(b);
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        pr_kind other = a.kind == PR_NULL ? y.type : x.type;
        return other == PR_NULL ? PR_UNDECIDED : PR_FALSE;
    }
    if (x.type == PR_NULL || y.type == PR_NULL) {
        return PR_UNDECIDED;
    }
    if (comparable_kind(x.type) != comparable_kind(y.type)) {
        return PR_NEITHER;
    }
    return is_apart(x.low, x.low_open, y.high, y.high_open) ||
                   is_apart(y.low, y.low_open, x.high, x.high_open)
               ? PR_FALSE
               : PR_UNDECIDED;
}

static bool string_equal(pr_value a, pr_value b) {
    if (a.extra != b.extra) {
        return false;
    }
    if (a.text == b.text) {
        return true;
    }
    return (a.flags & b.flags & PR_FLAG_INTERNED) == 0 && pr_text_equal(pr_string_text(a), pr_string_text(b));
}

static pr_truth other_kinds_equal(pr_value a, pr_value b) {
    if (a.kind == PR_UNKNOWN || b.kind == PR_UNKNOWN) {
        return unknown_equal(a, b);
    }
    if (a.kind == PR_NULL || b.kind == PR_NULL) {
        return PR_FALSE;
    }
    if (a.kind == PR_ENTITY && b.kind == PR_STRING) {
        return truth_of(pr_text_equal(a.entity->id, pr_string_text(b)));
    }
    if (a.kind == PR_STRING && b.kind == PR_ENTITY) {
        return truth_of(pr_text_equal(pr_string_text(a), b.entity->id));
    }
    return PR_NEITHER;
}

static pr_truth equal_at(pr_value a, pr_value b, int depth) {
    if (a.kind != b.kind) {
        return other_kinds_equal(a, b);
    }
    if (depth > PR_LIMIT_VALUE_DEPTH) {
        return PR_UNDECIDED;
    }
    switch (a.kind) {
    case PR_NULL: return PR_TRUE;
    case PR_STRING: return truth_of(string_equal(a, b));
    case PR_BOOLEAN: return truth_of(a.number == b.number);
    case PR_NUMBER: return truth_of(pr_number_compare(a, b) == 0);
    case PR_DATE:
    case PR_MONTHS:
    case PR_CONDITION: return truth_of(a.number == b.number);
    case PR_DURATION: return truth_of(a.number == b.number && a.extra == b.extra);
    case PR_TIME:
    case PR_DATE_TIME: return truth_of(moment_order(a, b) == PR_EQUAL);
    case PR_LIST: return list_equal(a.list, b.list, depth);
    case PR_CONTEXT: return context_equal(a.context, b.context, depth);
    case PR_RANGE: return range_equal(a.range, b.range, depth);
    case PR_FUNCTION: return a.function == b.function ? PR_TRUE : PR_NEITHER;
    case PR_ENTITY:
        return truth_of(a.entity == b.entity ||
                        (a.extra == b.extra && pr_text_equal(a.entity->id, b.entity->id)));
    default: return unknown_equal(a, b);
    }
}

pr_truth pr_value_equal(pr_value a, pr_value b) {
    if (a.kind == b.kind) {
        if (a.kind == PR_STRING) {
            return truth_of(string_equal(a, b));
        }
        /* Small numbers have one form, so their words tell. */
        if (a.kind == PR_BOOLEAN || (a.kind == PR_NUMBER && ((a.flags | b.flags) & PR_FLAG_BIG) == 0)) {
            return truth_of(a.number == b.number && a.exponent == b.exponent);
        }
    }
    return equal_at(a, b, 0);
}
