/* What speaks for each subject, on the day or the days on which the person may start. */
#include "advise/shortlist.h"

#include "advise/forecast.h"
#include "advise/parts.h"
#include "base/sort.h"

enum { HUNDRED = 100 };

typedef PR_VEC(pr_question) questions;

/* A merit, or what is short of one, over all days that were looked at so far. */
typedef struct draft {
    pr_merit merit;
    uint32_t criterion; /* number in `criteria` */
    bool short_of;
    pr_points today; /* on the day that is looked at */
    questions questions;
} draft;

typedef struct candidate {
    const pr_subject *subject;
    bool spoken_of; /* by a rule, on one of the days */
    pr_ranked place;
    pr_verdict today;
    PR_VEC(draft) drafts;
    questions questions;
} candidate;

typedef struct criterion {
    const pr_entity *entity;
    pr_value weight;
    int64_t points;
} criterion;

typedef struct listing {
    pr_vm *now, *later;
    criterion *criteria; /* by weight, then id */
    uint32_t criterion_count;
    candidate *candidates; /* by subject */
    bool first_day;
    const pr_question *start; /* what would tell the day */
    uint32_t start_count;
} listing;

static int by_weight(const void *a, const void *b) {
    const criterion *x = a, *y = b;
    return x->points != y->points ? (x->points > y->points ? -1 : 1)
                                  : pr_text_compare(x->entity->id, y->entity->id);
}

static int64_t points_of(pr_vm *vm, pr_value number) {
    int64_t points = 0;
    pr_value hundredths = pr_number_multiply(number, pr_integer(HUNDRED), &vm->arena);
    (void)pr_number_integer(pr_number_round(hundredths, 0, PR_ROUND_HALF_EVEN, &vm->arena), &points);
    return points;
}

static bool find_criteria(listing *l) {
    const pr_program *p = l->now->program;
    uint32_t most = 1;
    for (uint32_t c = 0; c < p->collection_count; c++) {
        most += p->collections[c].entity_count;
    }
    l->criteria = PR_NEW_ARRAY(&l->now->arena, criterion, most);
    for (uint32_t c = 0; l->criteria != NULL && c < p->collection_count; c++) {
        const pr_collection *collection = &p->collections[c];
        for (uint32_t e = 0; pr_text_is(collection->role, "criterion") && e < collection->entity_count; e++) {
            pr_value weight = pr_advise_value(collection->entities[e]->fields, "weight");
            if (weight.kind == PR_NUMBER) {
                l->criteria[l->criterion_count++] =
                    (criterion){collection->entities[e], weight, points_of(l->now, weight)};
            }
        }
    }
    if (l->criteria != NULL && l->criterion_count > 1) {
        pr_sort(l->criteria, l->criterion_count, sizeof *l->criteria, by_weight);
    }
    return l->criteria != NULL;
}

/* Adds questions, each attribute once; the texts of another day's arena are copied. */
static bool add_questions(listing *l, questions *to, const pr_question *from, uint32_t count) {
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

static bool ask(listing *l, questions *to, const pr_needs *needs) {
    uint32_t count;
    const pr_question *asked = pr_advise_ask(l->later, needs, (pr_text){0}, &count);
    return asked != NULL && add_questions(l, to, asked, count);
}

static uint32_t criterion_of(const listing *l, pr_value v) {
    for (uint32_t i = 0; v.kind == PR_ENTITY && i < l->criterion_count; i++) {
        if (l->criteria[i].entity == v.entity) {
            return i;
        }
    }
    return PR_NONE;
}

static candidate *candidate_of(const listing *l, pr_value v) {
    for (uint32_t i = 0; v.kind == PR_ENTITY && i < l->now->program->subject_count; i++) {
        if (l->candidates[i].subject->entity == v.entity) {
            return &l->candidates[i];
        }
    }
    return NULL;
}

static draft *draft_of(listing *l, candidate *c, uint32_t number, bool short_of, pr_text text) {
    for (uint32_t i = 0; i < c->drafts.count; i++) {
        draft *d = &c->drafts.items[i];
        if (d->criterion == number && d->short_of == short_of && pr_text_equal(d->merit.text, text)) {
            return d;
        }
    }
    draft fresh = {.criterion = number,
                   .short_of = short_of,
                   .merit = {.text = pr_text_copy(&l->now->arena, text), .sources = pr_null()}};
    return PR_PUSH(&l->now->arena, &c->drafts, fresh) ? &c->drafts.items[c->drafts.count - 1] : NULL;
}

/* A share that is not known is some share, of none to all. */
static pr_points share_of(listing *l, pr_value share, pr_value weight) {
    static const pr_value none = {.kind = PR_NUMBER}, all = {.kind = PR_NUMBER, .number = 1};
    pr_bounds b;
    pr_vm_bounds(l->later, share, &b);
    bool number = b.type == PR_NUMBER;
    pr_value low = number && b.low.kind == PR_NUMBER ? b.low : none;
    pr_value high = number && b.high.kind == PR_NUMBER ? b.high : share.kind == PR_UNKNOWN ? all : none;
    low = pr_number_compare(low, none) < 0 ? none : pr_number_compare(low, all) > 0 ? all : low;
    high = pr_number_compare(high, none) < 0 ? none : pr_number_compare(high, all) > 0 ? all : high;
    return (pr_points){points_of(l->later, pr_number_multiply(low, weight, &l->later->arena)),
                       points_of(l->later, pr_number_multiply(high, weight, &l->later->arena))};
}

typedef struct citing {
    listing *of;
    draft *draft;
} citing;

static bool cite(void *context, uint32_t rule, pr_node_id because, const pr_value *bindings) {
    citing *c = context;
    (void)because;
    c->draft->merit.sources = pr_advise_rule_sources(c->of->now, c->draft->merit.sources, rule, bindings);
    return true;
}

static bool add_row(listing *l, pr_role role, const pr_row *row) {
    candidate *c = candidate_of(l, row->slots[0]);
    uint32_t number = criterion_of(l, pr_advise_slot(l->later, role, row, "criterion"));
    pr_value text = pr_advise_slot(l->later, role, row, "text");
    bool short_of = role == PR_ROLE_SHORTCOMING;
    if (c == NULL || number == PR_NONE || (short_of && row->state != PR_TRUE)) {
        return true;
    }
    c->spoken_of = c->spoken_of || !short_of;
    draft *d = draft_of(l, c, number, short_of,
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
static bool add_unseen(listing *l) {
    uint32_t relation = l->now->program->roles[PR_ROLE_MERIT];
    const pr_table *table = relation != PR_NONE ? &l->later->facts.tables[relation] : NULL;
    for (uint32_t i = 0; table != NULL && table->open && i < l->now->program->subject_count; i++) {
        for (uint32_t k = 0; k < l->criterion_count; k++) {
            draft *d =
                draft_of(l, &l->candidates[i], k, false, PR_TEXT("what is not known may speak for it"));
            if (d == NULL || !ask(l, &d->questions, table->needs)) {
                return false;
            }
            d->today.most += l->criteria[k].points;
        }
    }
    return true;
}

static bool add_rows(listing *l, pr_role role) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(l->later, role, &rows);
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        ok = add_row(l, role, &rows[i]);
    }
    return ok;
}

static bool add_verdict(listing *l, candidate *c, int64_t day) {
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
    return add_questions(l, &c->questions, l->start, l->start_count);
}

static int64_t at_most(int64_t a, int64_t most) { return a < most ? a : most; }

/* The day's points join those of the days before. */
static bool close_day(listing *l, candidate *c, uint32_t drafts_before) {
    for (uint32_t i = 0; i < c->drafts.count; i++) {
        draft *d = &c->drafts.items[i];
        pr_points *all = &d->merit.points, day = d->today;
        int64_t weight = l->criteria[d->criterion].points;
        day = (pr_points){at_most(day.least, weight), at_most(day.most, weight)};
        d->today = (pr_points){0};
        if (l->first_day) {
            *all = day;
            continue;
        }
        /* What nobody spoke of on the days before was worth nothing then. */
        pr_points before = i < drafts_before ? *all : (pr_points){0};
        bool differs = before.least != day.least || before.most != day.most;
        *all = (pr_points){at_most(before.least, day.least), before.most > day.most ? before.most : day.most};
        if (differs && !add_questions(l, &d->questions, l->start, l->start_count)) {
            return false;
        }
    }
    return true;
}

static bool look_at(listing *l, int64_t day) {
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

/* What the rules tell of the day, and from when until when it may be: packed, none before today. */
static pr_day_range start_of(listing *l, pr_shortlist *out) {
    pr_row *rows;
    uint32_t count = pr_advise_rows(l->now, PR_ROLE_START, &rows);
    pr_day_range days = {.earliest = l->now->as_of, .latest = l->now->as_of, .begins = true, .ends = true};
    if (count == 0) {
        return days;
    }
    out->starts = true;
    pr_value on = pr_advise_slot(l->now, PR_ROLE_START, &rows[0], "on");
    bool certain = count == 1 && rows[0].state == PR_TRUE;
    pr_bounds b;
    pr_vm_bounds(l->now, on, &b);
    if (certain && b.low.kind == PR_DATE && b.low.number > l->now->as_of) {
        days.earliest = b.low.number;
    }
    days.ends = certain && b.high.kind == PR_DATE;
    days.latest = days.ends && b.high.number > days.earliest ? b.high.number : days.earliest;
    out->start_known = certain && on.kind == PR_DATE;
    out->start = days.earliest;
    const pr_needs *needs = pr_vm_needs_of(l->now, on);
    for (uint32_t i = 0; i < count; i++) {
        needs = rows[i].state == PR_TRUE ? needs
                                         : pr_vm_join(l->now, needs, pr_advise_row_needs(l->now, &rows[i]));
    }
    out->start_questions = pr_advise_ask(l->now, needs, (pr_text){0}, &out->start_question_count);
    l->start = out->start_questions;
    l->start_count = out->start_question_count;
    return days;
}

static bool look_ahead(listing *l, pr_day_range days) {
    pr_forecast forecast;
    bool ok = pr_forecast_begin(&forecast, l->now, l->later);
    forecast.record = PR_RECORD_SUPPORTS;
    int64_t last = days.ends ? pr_date_to_days(days.latest) : forecast.horizon;
    for (int64_t day = pr_date_to_days(days.earliest), until; ok && day <= last; day = until + 1) {
        ok = pr_forecast_day(&forecast, day, &until) && look_at(l, pr_date_from_days(day));
    }
    pr_forecast_end(&forecast);
    return ok;
}

static int by_points(const void *a, const void *b) {
    const pr_merit *x = a, *y = b;
    if (x->points.least != y->points.least) {
        return x->points.least > y->points.least ? -1 : 1;
    }
    if (x->points.most != y->points.most) {
        return x->points.most > y->points.most ? -1 : 1;
    }
    return pr_text_compare(x->text, y->text);
}

static const pr_merit *merits_of(listing *l, candidate *c, uint32_t number, bool short_of, uint32_t *count) {
    pr_merit *all = PR_NEW_ARRAY(&l->now->arena, pr_merit, c->drafts.count + 1u);
    *count = 0;
    for (uint32_t i = 0; all != NULL && i < c->drafts.count; i++) {
        const draft *d = &c->drafts.items[i];
        if (d->criterion == number && d->short_of == short_of && (short_of || d->merit.points.most > 0)) {
            all[*count] = d->merit;
            all[*count].questions = d->questions.items;
            all[(*count)++].question_count = d->questions.count;
        }
    }
    if (*count > 1) {
        pr_sort(all, *count, sizeof *all, by_points);
    }
    return all;
}

static pr_portion part_of(const criterion *k) {
    return (pr_portion){.criterion = k->entity,
                        .weight = k->points,
                        .sources = pr_advise_value(k->entity->fields, "sources")};
}

static bool fill_part(listing *l, candidate *c, uint32_t number, pr_portion *out) {
    const criterion *k = &l->criteria[number];
    *out = part_of(k);
    out->merits = merits_of(l, c, number, false, &out->merit_count);
    out->shortcomings = merits_of(l, c, number, true, &out->shortcoming_count);
    for (uint32_t i = 0; i < out->merit_count; i++) {
        const pr_merit *m = &out->merits[i];
        out->sources = pr_advise_join_sources(l->now, out->sources, m->sources);
        out->points.least = at_most(out->points.least + m->points.least, k->points);
        out->points.most = at_most(out->points.most + m->points.most, k->points);
        if (m->points.least != m->points.most &&
            !add_questions(l, &c->questions, m->questions, m->question_count)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < out->shortcoming_count; i++) {
        out->sources = pr_advise_join_sources(l->now, out->sources, out->shortcomings[i].sources);
    }
    return out->merits != NULL && out->shortcomings != NULL;
}

static int by_attribute(const void *a, const void *b) {
    return pr_text_compare(((const pr_question *)a)->attribute, ((const pr_question *)b)->attribute);
}

static bool fill_place(listing *l, candidate *c, const pr_advice_verdict *verdict) {
    pr_portion *parts = PR_NEW_ARRAY(&l->now->arena, pr_portion, l->criterion_count + 1u);
    pr_ranked *p = &c->place;
    for (uint32_t i = 0; parts != NULL && i < l->criterion_count; i++) {
        if (!fill_part(l, c, i, &parts[i])) {
            return false;
        }
        p->score.least += parts[i].points.least;
        p->score.most += parts[i].points.most;
    }
    if (c->questions.count > 1) {
        pr_sort(c->questions.items, c->questions.count, sizeof *c->questions.items, by_attribute);
    }
    p->verdict = verdict;
    p->parts = parts;
    p->part_count = l->criterion_count;
    p->questions = c->questions.items;
    p->question_count = c->questions.count;
    return parts != NULL;
}

const pr_shortlist *pr_advise_shortlist(pr_vm *now, pr_vm *later, const pr_advice *advice) {
    const uint32_t count = now->program->subject_count;
    listing l = {.now = now, .later = later, .first_day = true};
    pr_shortlist *out = PR_NEW(&now->arena, pr_shortlist);
    pr_ranked *places = PR_NEW_ARRAY(&now->arena, pr_ranked, count + 1u);
    l.candidates = PR_NEW_ARRAY(&now->arena, candidate, count + 1u);
    if (out == NULL || places == NULL || l.candidates == NULL || !find_criteria(&l)) {
        return NULL;
    }
    *out = (pr_shortlist){0};
    for (uint32_t i = 0; i < count; i++) {
        l.candidates[i] = (candidate){.subject = &now->program->subjects[i]};
    }
    pr_portion *criteria = PR_NEW_ARRAY(&now->arena, pr_portion, l.criterion_count + 1u);
    for (uint32_t i = 0; criteria != NULL && i < l.criterion_count; i++) {
        criteria[i] = part_of(&l.criteria[i]);
        out->weight += l.criteria[i].points;
    }
    out->criteria = criteria;
    out->criterion_count = criteria != NULL ? l.criterion_count : 0;
    if (!look_ahead(&l, start_of(&l, out))) {
        return NULL;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (l.candidates[i].spoken_of) {
            if (!fill_place(&l, &l.candidates[i], &advice->verdicts[i])) {
                return NULL;
            }
            places[kept++] = l.candidates[i].place;
        }
    }
    return pr_advise_places(now, places, kept, out) && !now->arena.failed && now->status == PRECEPTOR_OK
               ? out
               : NULL;
}
