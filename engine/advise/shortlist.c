/* What speaks for each subject, on the day or the days on which the person may start. */
#include "advise/shortlist_parts.h"

#include "advise/forecast.h"
#include "base/sort.h"

static int by_weight(const void *a, const void *b) {
    const pr_weighing *x = a, *y = b;
    return x->points != y->points ? (x->points > y->points ? -1 : 1)
                                  : pr_text_compare(x->criterion->id, y->criterion->id);
}

static bool find_criteria(pr_listing *l) {
    const pr_program *p = l->now->program;
    uint32_t most = 1;
    for (uint32_t c = 0; c < p->collection_count; c++) {
        most += p->collections[c].entity_count;
    }
    l->criteria = PR_NEW_ARRAY(&l->now->arena, pr_weighing, most);
    for (uint32_t c = 0; l->criteria != NULL && c < p->collection_count; c++) {
        const pr_collection *collection = &p->collections[c];
        for (uint32_t e = 0; pr_text_is(collection->role, "criterion") && e < collection->entity_count; e++) {
            pr_value weight = pr_advise_value(collection->entities[e]->fields, "weight");
            if (weight.kind == PR_NUMBER) {
                l->criteria[l->criterion_count++] =
                    (pr_weighing){collection->entities[e], weight, pr_shortlist_points(l->now, weight)};
            }
        }
    }
    if (l->criteria != NULL && l->criterion_count > 1) {
        pr_sort(l->criteria, l->criterion_count, sizeof *l->criteria, by_weight);
    }
    return l->criteria != NULL;
}

/* What the rules tell of the day, and from when until when it may be: packed, none before today. */
static pr_day_range start_of(pr_listing *l, pr_shortlist *out) {
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

static bool look_ahead(pr_listing *l, pr_day_range days) {
    pr_forecast forecast;
    bool ok = pr_forecast_begin(&forecast, l->now, l->later);
    forecast.record = PR_RECORD_SUPPORTS;
    int64_t last = days.ends ? pr_date_to_days(days.latest) : forecast.horizon;
    for (int64_t day = pr_date_to_days(days.earliest), until; ok && day <= last; day = until + 1) {
        ok = pr_forecast_day(&forecast, day, &until) && pr_shortlist_look_at(l, pr_date_from_days(day));
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

static pr_merit *merits_of(pr_listing *l, pr_candidate *c, uint32_t number, bool short_of, uint32_t *count) {
    pr_merit *all = PR_NEW_ARRAY(&l->now->arena, pr_merit, c->drafts.count + 1u);
    *count = 0;
    for (uint32_t i = 0; all != NULL && i < c->drafts.count; i++) {
        const pr_merit_draft *d = &c->drafts.items[i];
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

/* Of fine points. */
static int64_t hundredths(int64_t points) {
    return (points + PR_FINE_OF_HUNDREDTH / 2) / PR_FINE_OF_HUNDREDTH;
}

static void round_points(pr_points *points) {
    *points = (pr_points){hundredths(points->least), hundredths(points->most)};
}

static pr_portion part_of(const pr_weighing *k) {
    return (pr_portion){.criterion = k->criterion,
                        .weight = hundredths(k->points),
                        .sources = pr_advise_value(k->criterion->fields, "sources")};
}

static bool fill_part(pr_listing *l, pr_candidate *c, uint32_t number, pr_portion *out) {
    const int64_t weight = l->criteria[number].points;
    *out = part_of(&l->criteria[number]);
    pr_merit *merits = merits_of(l, c, number, false, &out->merit_count);
    out->merits = merits;
    out->shortcomings = merits_of(l, c, number, true, &out->shortcoming_count);
    for (uint32_t i = 0; i < out->merit_count; i++) {
        pr_merit *m = &merits[i];
        out->sources = pr_advise_join_sources(l->now, out->sources, m->sources);
        out->points.least = pr_least(out->points.least + m->points.least, weight);
        out->points.most = pr_least(out->points.most + m->points.most, weight);
        if (m->points.least != m->points.most &&
            !pr_shortlist_ask(l, &c->questions, m->questions, m->question_count)) {
            return false;
        }
        round_points(&m->points);
    }
    round_points(&out->points);
    for (uint32_t i = 0; i < out->shortcoming_count; i++) {
        out->sources = pr_advise_join_sources(l->now, out->sources, out->shortcomings[i].sources);
    }
    return out->merits != NULL && out->shortcomings != NULL;
}

static int by_attribute(const void *a, const void *b) {
    return pr_text_compare(((const pr_question *)a)->attribute, ((const pr_question *)b)->attribute);
}

static bool fill_place(pr_listing *l, pr_candidate *c, const pr_advice_verdict *verdict) {
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
    pr_listing l = {.now = now, .later = later, .first_day = true};
    pr_shortlist *out = PR_NEW(&now->arena, pr_shortlist);
    pr_ranked *places = PR_NEW_ARRAY(&now->arena, pr_ranked, count + 1u);
    l.candidates = PR_NEW_ARRAY(&now->arena, pr_candidate, count + 1u);
    if (out == NULL || places == NULL || l.candidates == NULL || !find_criteria(&l)) {
        return NULL;
    }
    *out = (pr_shortlist){0};
    for (uint32_t i = 0; i < count; i++) {
        l.candidates[i] = (pr_candidate){.subject = &now->program->subjects[i]};
    }
    pr_portion *criteria = PR_NEW_ARRAY(&now->arena, pr_portion, l.criterion_count + 1u);
    for (uint32_t i = 0; criteria != NULL && i < l.criterion_count; i++) {
        criteria[i] = part_of(&l.criteria[i]);
        out->weight += criteria[i].weight;
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
