/* From the day of the evaluation on: evaluate a day, find until when all comes out the same, go on with the next. */
#include "advise/timeline.h"

#include "advise/forecast.h"
#include "advise/parts.h"

typedef struct walk {
    pr_vm *now, *later;
    const pr_subject *subject;
    PR_VEC(pr_advice_span) spans;
    const pr_status *statuses; /* of the last span, by requirement */
} walk;

static const pr_status *statuses_of(walk *w) {
    pr_status *all = PR_NEW_ARRAY(&w->now->arena, pr_status, w->subject->requirement_count + 1u);
    for (uint32_t i = 0; all != NULL && i < w->subject->requirement_count; i++) {
        all[i] = pr_advise_status(w->later, &w->subject->requirements[i]);
    }
    return all;
}

static const pr_text *ids_of(walk *w, const pr_status *statuses, pr_status wanted, uint32_t *count) {
    pr_text *ids = PR_NEW_ARRAY(&w->now->arena, pr_text, w->subject->requirement_count + 1u);
    *count = 0;
    for (uint32_t i = 0; ids != NULL && i < w->subject->requirement_count; i++) {
        if (statuses[i] == wanted && w->subject->requirements[i].required) {
            ids[(*count)++] = w->subject->requirements[i].id;
        }
    }
    return ids;
}

static bool is_same(const pr_advice_span *a, const pr_advice_span *b) {
    return a->verdict == b->verdict && pr_text_equal(a->because, b->because) &&
           pr_texts_equal(a->unmet, a->unmet_count, b->unmet, b->unmet_count) &&
           pr_texts_equal(a->unknown, a->unknown_count, b->unknown, b->unknown_count) &&
           pr_texts_equal(a->needs, a->need_count, b->needs, b->need_count);
}

/* What would decide the verdict on the day that was evaluated. The texts outlive that day's arena. */
static bool fill_questions(walk *w, pr_advice_span *span) {
    if (span->verdict != PR_UNDETERMINED || w->subject->verdict == PR_NONE) {
        return true;
    }
    pr_arena *arena = &w->now->arena;
    const pr_needs *needs = pr_vm_fact_needs(w->later, w->subject->verdict);
    const pr_text *paths = pr_advise_needs(w->later, needs, &span->need_count);
    const pr_question *asked = pr_advise_ask(w->later, needs, w->subject->entity->id, &span->question_count);
    pr_text *all = PR_NEW_ARRAY(arena, pr_text, span->need_count + 1u);
    pr_question *questions = PR_NEW_ARRAY(arena, pr_question, span->question_count + 1u);
    if (paths == NULL || asked == NULL || all == NULL || questions == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < span->need_count; i++) {
        all[i] = pr_text_copy(arena, paths[i]);
    }
    for (uint32_t i = 0; i < span->question_count; i++) {
        questions[i] =
            (pr_question){.attribute = pr_text_copy(arena, asked[i].attribute), .ask = asked[i].ask};
    }
    span->needs = all;
    span->questions = questions;
    return !arena->failed;
}

/* What is another status than in the span before. */
static bool fill_changes(walk *w, const pr_status *statuses, pr_advice_span *span) {
    pr_arena *arena = &w->now->arena;
    uint32_t most = w->subject->requirement_count + 1u;
    const pr_requirement **changed = PR_NEW_ARRAY(arena, const pr_requirement *, most);
    pr_status *now = PR_NEW_ARRAY(arena, pr_status, most);
    if (changed == NULL || now == NULL) {
        return false;
    }
    for (uint32_t i = 0; w->statuses != NULL && i < w->subject->requirement_count; i++) {
        if (statuses[i] != w->statuses[i]) {
            now[span->change_count] = statuses[i];
            changed[span->change_count++] = &w->subject->requirements[i];
        }
    }
    span->changed = changed;
    span->statuses = now;
    return true;
}

/* The span of a day that was evaluated, or more of the one before. */
static bool add(walk *w, int64_t day, int64_t until) {
    const pr_status *statuses = statuses_of(w);
    pr_advice_span span = {
        .from = day, .until = pr_date_from_days(until), .verdict = pr_advise_verdict(w->later, w->subject)};
    if (statuses == NULL) {
        return false;
    }
    span.unmet = ids_of(w, statuses, PR_UNMET, &span.unmet_count);
    span.unknown = ids_of(w, statuses, PR_OPEN, &span.unknown_count);
    span.because = pr_text_copy(&w->now->arena, pr_advise_because(w->later, w->subject));
    /* A reason that could not be printed for want of memory is not one that is empty. */
    if (!fill_questions(w, &span) || span.unmet == NULL || span.unknown == NULL || span.because.at == NULL ||
        w->later->arena.failed || w->later->status != PRECEPTOR_OK) {
        return false;
    }
    pr_advice_span *last = w->spans.count > 0 ? &w->spans.items[w->spans.count - 1] : NULL;
    if (last != NULL && is_same(last, &span)) {
        last->until = span.until;
        w->statuses = statuses;
        return true;
    }
    /* Without room PR_PUSH is false before it writes, which the analyser does not see through the vector's function.
     * NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    bool ok = fill_changes(w, statuses, &span) && PR_PUSH(&w->now->arena, &w->spans, span);
    w->statuses = statuses;
    return ok;
}

static bool walk_on(walk *w, pr_timeline *line) {
    pr_forecast forecast;
    bool ok = pr_forecast_begin(&forecast, w->now, w->later);
    for (int64_t day = pr_date_to_days(w->now->as_of), until; ok && day <= forecast.horizon;
         day = until + 1) {
        ok = pr_forecast_day(&forecast, day, &until) && add(w, pr_date_from_days(day), until);
        line->evaluations++;
    }
    pr_forecast_end(&forecast);
    return ok;
}

const pr_timeline *pr_advise_timeline(pr_vm *now, pr_vm *later, uint32_t subject) {
    walk w = {.now = now, .later = later, .subject = &now->program->subjects[subject]};
    pr_timeline *line = PR_NEW(&now->arena, pr_timeline);
    if (line == NULL) {
        return NULL;
    }
    *line = (pr_timeline){.subject = subject};
    if (!walk_on(&w, line)) {
        return NULL;
    }
    if (w.spans.items != NULL) {
        w.spans.items[w.spans.count - 1].lasts = true;
    }
    line->spans = w.spans.items;
    line->span_count = w.spans.count;
    return line;
}
