/* How points and ranges lie to each other (DMN 1.5, table 78): sums of products of comparisons of their ends. Each is
 * answered as far as the ends are known. */
#include "vm/builtins.h"

/* One end of a range, or a point. */
typedef struct end {
    pr_value at;
    int infinite; /* -1: there is no lower end, 1: no upper end */
    bool closed;
} end;

typedef struct span {
    end low, high;
    bool point;
} span;

typedef struct relating {
    const pr_call *call;
    bool null; /* an end is null, or two ends have no order */
    bool open; /* or that is not known */
    const char *reason;
} relating;

static bool to_span(pr_value v, span *out) {
    if (v.kind != PR_RANGE) {
        end same = {.at = v, .closed = true};
        *out = (span){same, same, true};
        return v.kind != PR_NULL;
    }
    const pr_range *r = v.range;
    bool comparison = r->form == PR_RANGE_COMPARISON;
    *out = (span){.low = {r->low, comparison && r->low.kind == PR_NULL ? -1 : 0, r->low_closed},
                  .high = {r->high, comparison && r->high.kind == PR_NULL ? 1 : 0, r->high_closed}};
    if (r->low.kind == PR_NULL) {
        out->low.infinite = -1;
    }
    if (r->high.kind == PR_NULL) {
        out->high.infinite = 1;
    }
    return r->form != PR_RANGE_NOT_EQUAL;
}

static pr_truth truth(bool b) { return b ? PR_TRUE : PR_FALSE; }

static pr_truth compare(relating *r, pr_op op, end a, end b) {
    if (a.infinite != 0 || b.infinite != 0) {
        return truth(op == PR_OP_LESS ? a.infinite < b.infinite : a.infinite == b.infinite);
    }
    const char *reason = NULL;
    pr_truth t = pr_vm_compare(r->call->vm, op, a.at, b.at, &reason);
    if (t == PR_NEITHER) {
        r->null = true;
        r->reason = reason != NULL ? reason : r->reason;
    }
    r->open = r->open || t == PR_UNDECIDED;
    return t;
}

static pr_truth less(relating *r, end a, end b) { return compare(r, PR_OP_LESS, a, b); }
static pr_truth equal(relating *r, end a, end b) { return compare(r, PR_OP_EQUAL, a, b); }

static pr_truth both(pr_truth a, pr_truth b) {
    if (a == PR_FALSE || b == PR_FALSE) {
        return PR_FALSE;
    }
    return a == PR_TRUE && b == PR_TRUE ? PR_TRUE : PR_UNDECIDED;
}

static pr_truth either(pr_truth a, pr_truth b) {
    if (a == PR_TRUE || b == PR_TRUE) {
        return PR_TRUE;
    }
    return a == PR_FALSE && b == PR_FALSE ? PR_FALSE : PR_UNDECIDED;
}

/* a < b, or they are equal and `also`. */
static pr_truth less_or(relating *r, end a, end b, bool also) {
    pr_truth t = less(r, a, b);
    return also ? either(t, equal(r, a, b)) : t;
}

static pr_truth before(relating *r, const span *a, const span *b) {
    return less_or(r, a->high, b->low, !a->high.closed || !b->low.closed);
}

static pr_truth meets(relating *r, const span *a, const span *b) {
    return both(truth(a->high.closed && b->low.closed), equal(r, a->high, b->low));
}

static pr_truth overlaps(relating *r, const span *a, const span *b) {
    return both(less_or(r, b->low, a->high, a->high.closed && b->low.closed),
                less_or(r, a->low, b->high, a->low.closed && b->high.closed));
}

static pr_truth overlaps_before(relating *r, const span *a, const span *b) {
    pr_truth begins = less_or(r, a->low, b->low, a->low.closed && !b->low.closed);
    pr_truth reaches = less_or(r, b->low, a->high, a->high.closed && b->low.closed);
    return both(begins, both(reaches, less_or(r, a->high, b->high, !a->high.closed || b->high.closed)));
}

static pr_truth finishes(relating *r, const span *a, const span *b) {
    if (a->point) {
        return both(truth(b->high.closed), equal(r, a->high, b->high));
    }
    pr_truth ends = both(truth(a->high.closed == b->high.closed), equal(r, a->high, b->high));
    return both(ends, less_or(r, b->low, a->low, !a->low.closed || b->low.closed));
}

static pr_truth starts(relating *r, const span *a, const span *b) {
    if (a->point) {
        return both(truth(b->low.closed), equal(r, a->low, b->low));
    }
    pr_truth begins = both(truth(a->low.closed == b->low.closed), equal(r, a->low, b->low));
    return both(begins, less_or(r, a->high, b->high, !a->high.closed || b->high.closed));
}

static pr_truth includes(relating *r, const span *a, const span *b) {
    return both(less_or(r, a->low, b->low, a->low.closed || !b->low.closed),
                less_or(r, b->high, a->high, a->high.closed || !b->high.closed));
}

static pr_truth coincides(relating *r, const span *a, const span *b) {
    pr_truth ends = both(equal(r, a->low, b->low), equal(r, a->high, b->high));
    return both(ends, truth(a->low.closed == b->low.closed && a->high.closed == b->high.closed));
}

/* What each relation takes, and whether its arguments change places. */
enum { POINTS = 1, POINT_RANGE = 2, RANGE_POINT = 4, RANGES = 8 };
typedef struct relation {
    pr_truth (*holds)(relating *, const span *, const span *);
    bool reversed;
    uint8_t forms;
} relation;

static relation relation_of(pr_builtin builtin) {
    enum { ALL = POINTS | POINT_RANGE | RANGE_POINT | RANGES };
    switch (builtin) {
    case PR_BUILTIN_BEFORE: return (relation){before, false, ALL};
    case PR_BUILTIN_AFTER: return (relation){before, true, ALL};
    case PR_BUILTIN_MEETS: return (relation){meets, false, RANGES};
    case PR_BUILTIN_MET_BY: return (relation){meets, true, RANGES};
    case PR_BUILTIN_OVERLAPS: return (relation){overlaps, false, RANGES};
    case PR_BUILTIN_OVERLAPS_BEFORE: return (relation){overlaps_before, false, RANGES};
    case PR_BUILTIN_OVERLAPS_AFTER: return (relation){overlaps_before, true, RANGES};
    case PR_BUILTIN_FINISHES: return (relation){finishes, false, POINT_RANGE | RANGES};
    case PR_BUILTIN_FINISHED_BY: return (relation){finishes, true, RANGE_POINT | RANGES};
    case PR_BUILTIN_INCLUDES: return (relation){includes, false, RANGE_POINT | RANGES};
    case PR_BUILTIN_DURING: return (relation){includes, true, POINT_RANGE | RANGES};
    case PR_BUILTIN_STARTS: return (relation){starts, false, POINT_RANGE | RANGES};
    case PR_BUILTIN_STARTED_BY: return (relation){starts, true, RANGE_POINT | RANGES};
    default: return (relation){coincides, false, POINTS | RANGES};
    }
}

/* An unknown that may be a point or a range, or null, leaves all open. */
static bool may_be_anything(const pr_call *c, pr_value v) {
    pr_bounds b;
    pr_vm_bounds(c->vm, v, &b);
    return v.kind == PR_UNKNOWN && b.type == PR_NULL;
}

pr_value pr_builtin_relate(const pr_call *c) {
    if (c->count != 2) {
        return pr_builtin_misfit();
    }
    const relation rel = relation_of(c->builtin);
    span a, b;
    if (may_be_anything(c, c->args[0]) || may_be_anything(c, c->args[1])) {
        return pr_builtin_unknown(c);
    }
    if (!to_span(c->args[0], &a) || !to_span(c->args[1], &b)) {
        return pr_builtin_misfit();
    }
    unsigned form = a.point ? (b.point ? POINTS : POINT_RANGE) : (b.point ? RANGE_POINT : RANGES);
    if ((rel.forms & form) == 0) {
        return pr_builtin_misfit();
    }
    relating r = {.call = c, .reason = "an end is null"};
    pr_truth t = rel.reversed ? rel.holds(&r, &b, &a) : rel.holds(&r, &a, &b);
    if (r.null && (!c->vm->strict || t == PR_UNDECIDED)) {
        return pr_builtin_fail(c, r.reason);
    }
    bool settled = t != PR_UNDECIDED && (!r.open || c->vm->strict);
    return settled ? pr_boolean(t == PR_TRUE) : pr_builtin_unknown(c);
}
