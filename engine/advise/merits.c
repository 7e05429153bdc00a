/* What rules say for subjects, on one day and over all days on which the person may start. */
#include "advise/shortlist_parts.h"

int64_t pr_shortlist_points(pr_vm *vm, pr_value number) {
    int64_t points = 0;
    pr_value fine = pr_number_multiply(number, pr_integer(PR_FINE_POINTS), &vm->arena);
    (void)pr_number_integer(pr_number_round(fine, 0, PR_ROUND_HALF_EVEN, &vm->arena), &points);
    return points;
}

/* Adds questions, each attribute once; the texts of another day's arena are copied. */
bool pr_shortlist_ask(pr_listing *l, pr_questions *to, const pr_question *from, uint32_t count) {
    pr_arena *arena = &l->now->arena;
    for (uint32_t i = 0; i < count; i++) {
        bool known = false;
        for (uint32_t k = 0; k < to->count && !known; k++) {
            known = pr_text_equal(to->items[k].attribute, from[i].attribute);
        }
        pr_question q = {.attribute = pr_text_copy(arena, from[i].attribute), .ask = from[i].ask};
        if (!known && !PR_PUSH(arena, to, q)) {
            return false;
        }
    }
    return true;
}

static bool ask(pr_listing *l, pr_questions *to, const pr_needs *needs) {
    uint32_t count;
    const pr_question *asked = pr_advise_ask(l->later, needs, (pr_text){0}, &count);
    return asked != NULL && pr_shortlist_ask(l, to, asked, count);
}

static uint32_t criterion_of(const pr_listing *l, pr_value v) {
    for (uint32_t i = 0; v.kind == PR_ENTITY && i < l->criterion_count; i++) {
        if (l->criteria[i].criterion == v.entity) {
            return i;
        }
    }
    return PR_NONE;
}

static pr_candidate *candidate_of(const pr_listing *l, pr_value v) {
    for (uint32_t i = 0; v.kind == PR_ENTITY && i < l->now->program->subject_count; i++) {
        if (l->candidates[i].subject->entity == v.entity) {
            return &l->candidates[i];
        }
    }
    return NULL;
}

static pr_merit_draft *draft_of(pr_listing *l, pr_candidate *c, uint32_t number, bool short_of,
                                pr_text text) {
    for (uint32_t i = 0; i < c->drafts.count; i++) {
        pr_merit_draft *d = &c->drafts.items[i];
        if (d->criterion == number && d->short_of == short_of && pr_text_equal(d->merit.text, text)) {
            return d;
        }
    }
    pr_merit_draft fresh = {.criterion = number,
                            .short_of = short_of,
                            .merit = {.text = pr_text_copy(&l->now->arena, text), .sources = pr_null()}};
    return PR_PUSH(&l->now->arena, &c->drafts, fresh) ? &c->drafts.items[c->drafts.count - 1] : NULL;
}

/* A share that is not known is some share, of none to all. */
static pr_points share_of(pr_listing *l, pr_value share, pr_value weight) {
    static const pr_value none = {.kind = PR_NUMBER}, all = {.kind = PR_NUMBER, .number = 1};
    pr_bounds b;
    pr_vm_bounds(l->later, share, &b);
    bool number = b.type == PR_NUMBER;
    pr_value low = number && b.low.kind == PR_NUMBER ? b.low : none;
    pr_value high = number && b.high.kind == PR_NUMBER ? b.high : share.kind == PR_UNKNOWN ? all : none;
    low = pr_number_compare(low, none) < 0 ? none : pr_number_compare(low, all) > 0 ? all : low;
    high = pr_number_compare(high, none) < 0 ? none : pr_number_compare(high, all) > 0 ? all : high;
    return (pr_points){pr_shortlist_points(l->later, pr_number_multiply(low, weight, &l->later->arena)),
                       pr_shortlist_points(l->later, pr_number_multiply(high, weight, &l->later->arena))};
}

typedef struct citing {
    pr_listing *of;
    pr_merit_draft *draft;
} citing;

static bool cite(void *context, uint32_t rule, pr_node_id because, const pr_value *bindings) {
    citing *c = context;
    (void)because;
    c->draft->merit.sources = pr_advise_rule_sources(c->of->now, c->draft->merit.sources, rule, bindings);
    return true;
}

static bool add_row(pr_listing *l, pr_role role, const pr_row *row) {
    pr_candidate *c = candidate_of(l, row->slots[0]);
    uint32_t number = criterion_of(l, pr_advise_slot(l->later, role, row, "criterion"));
    pr_value text = pr_advise_slot(l->later, role, row, "text");
    bool short_of = role == PR_ROLE_SHORTCOMING;
    if (c == NULL || number == PR_NONE || (short_of && row->state != PR_TRUE)) {
        return true;
    }
    c->spoken_of = c->spoken_of || !short_of;
    pr_merit_draft *d = draft_of(l, c, number, short_of,
                                 text.kind == PR_STRING ? pr_string_text(text) : PR_TEXT("not known"));
    if (d == NULL || !pr_advise_reasons(l->later, row, cite, &(citing){l, d}) || short_of) {
        return d != NULL;
    }
    pr_value share = pr_advise_slot(l->later, role, row, "share");
    pr_points points = share_of(l, share, l->criteria[number].weight);
    d->today.least += row->state == PR_TRUE ? points.least : 0;
    d->today.most += points.most;
    return (row->state == PR_TRUE || ask(l, &d->questions, pr_advise_row_needs(l->later, row))) &&
           (points.least == points.most || ask(l, &d->questions, pr_vm_needs_of(l->later, share)));
}

/* Where there may be merits that nobody saw, all of every criterion may be earned. */
static bool add_unseen(pr_listing *l) {
    uint32_t relation = l->now->program->roles[PR_ROLE_MERIT];
    const pr_table *table = relation != PR_NONE ? &l->later->facts.tables[relation] : NULL;
    for (uint32_t i = 0; table != NULL && table->open && i < l->now->program->subject_count; i++) {
        for (uint32_t k = 0; k < l->criterion_count; k++) {
            pr_merit_draft *d =
                draft_of(l, &l->candidates[i], k, false, PR_TEXT("what is not known may speak for it"));
            if (d == NULL || !ask(l, &d->questions, table->needs)) {
                return false;
            }
            d->today.most += l->criteria[k].points;
        }
    }
    return true;
}

static bool add_rows(pr_listing *l, pr_role role) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(l->later, role, &rows);
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        ok = add_row(l, role, &rows[i]);
    }
    return ok;
}

static bool add_verdict(pr_listing *l, pr_candidate *c, int64_t day) {
    pr_verdict verdict = pr_advise_verdict(l->later, c->subject);
    if (verdict == PR_ELIGIBLE && c->place.opens == 0) {
        c->place.opens = day;
    }
    if (verdict == PR_UNDETERMINED && c->subject->verdict != PR_NONE &&
        !ask(l, &c->questions, pr_vm_fact_needs(l->later, c->subject->verdict))) {
        return false;
    }
    if (l->first_day) {
        c->place.then = verdict;
        c->place.because = pr_text_copy(&l->now->arena, pr_advise_because(l->later, c->subject));
        return c->place.because.at != NULL;
    }
    if (verdict == c->place.then) {
        return true;
    }
    c->place.then = PR_UNDETERMINED;
    c->place.because = (pr_text){0};
    return pr_shortlist_ask(l, &c->questions, l->start, l->start_count);
}

/* The day's points join those of the days before. */
static bool close_day(pr_listing *l, pr_candidate *c, uint32_t drafts_before) {
    for (uint32_t i = 0; i < c->drafts.count; i++) {
        pr_merit_draft *d = &c->drafts.items[i];
        pr_points *all = &d->merit.points, day = d->today;
        int64_t weight = l->criteria[d->criterion].points;
        day = (pr_points){pr_least(day.least, weight), pr_least(day.most, weight)};
        d->today = (pr_points){0};
        if (l->first_day) {
            *all = day;
            continue;
        }
        /* What nobody spoke of on the days before was worth nothing then. */
        pr_points before = i < drafts_before ? *all : (pr_points){0};
        bool differs = before.least != day.least || before.most != day.most;
        *all =
            (pr_points){pr_least(before.least, day.least), before.most > day.most ? before.most : day.most};
        if (differs && !pr_shortlist_ask(l, &d->questions, l->start, l->start_count)) {
            return false;
        }
    }
    return true;
}

bool pr_shortlist_look_at(pr_listing *l, int64_t day) {
    const uint32_t count = l->now->program->subject_count;
    uint32_t *before = PR_NEW_ARRAY(&l->now->arena, uint32_t, count + 1u);
    for (uint32_t i = 0; before != NULL && i < count; i++) {
        before[i] = l->candidates[i].drafts.count;
    }
    bool ok =
        before != NULL && add_rows(l, PR_ROLE_MERIT) && add_rows(l, PR_ROLE_SHORTCOMING) && add_unseen(l);
    for (uint32_t i = 0; i < count && ok; i++) {
        ok = add_verdict(l, &l->candidates[i], day) && close_day(l, &l->candidates[i], before[i]);
    }
    l->first_day = false;
    return ok && !l->later->arena.failed;
}
