/* From the day of the evaluation on: evaluate a day, find until when all comes out the same, go on with the next. */
#include "advise/timeline.h"

#include "advise/parts.h"
#include "vm/watch.h"

enum { FAR_OFF = 100 * 12 /* months */ };

typedef struct walk {
    pr_vm *now, *later;
    const pr_subject *subject;
    const pr_value *attributes;
    const uint8_t *marks;
    bool daily;
    PR_VEC(pr_advice_span) spans;
    const pr_status *statuses; /* of the last span, by requirement */
} walk;

/* The profile, with what stands for absent attributes as of the day of the evaluation: it must not move. */
static const pr_value *settled(pr_vm *now) {
    const pr_program *p = now->program;
    pr_value *all = PR_NEW_ARRAY(&now->arena, pr_value, p->vocabulary_count + 1u);
    for (uint32_t i = 0; all != NULL && i < p->vocabulary_count; i++) {
        all[i] = now->attributes[i];
        if (p->attributes[i].absent != PR_NONE && all[i].kind == PR_UNKNOWN &&
            (all[i].flags & PR_FLAG_LEAF) != 0) {
            pr_value stands = pr_vm_attribute(now, i);
            all[i] = stands.kind != PR_UNKNOWN ? stands : all[i];
        }
    }
    return all;
}

/* The last day up to `until` on which no parameter has another value than on `day`. */
static int64_t within_periods(const pr_program *p, int64_t day, int64_t until) {
    for (uint32_t i = 0; i < p->parameter_count; i++) {
        for (uint32_t k = 0; k < p->parameters[i].period_count; k++) {
            const pr_parameter_period *period = &p->parameters[i].periods[k];
            int64_t ends = period->from > day     ? pr_date_to_days(period->from) - 1
                           : period->until >= day ? pr_date_to_days(period->until)
                                                  : until;
            until = ends < until ? ends : until;
        }
    }
    return until;
}

/* Evaluates a day; gives the last one on which all comes out the same. */
static int64_t evaluate(walk *w, int64_t day, int64_t horizon) {
    int64_t first = pr_date_to_days(day);
    pr_watch watch = {.marks = w->marks,
                      .until = w->daily ? first : within_periods(w->later->program, day, horizon)};
    pr_vm_set_as_of(w->later, day);
    pr_vm_begin(w->later, w->attributes);
    w->later->watch = &watch;
    pr_infer(w->later, PR_RECORD_NOTHING);
    w->later->watch = NULL;
    if (w->later->status != PRECEPTOR_OK) {
        w->now->limit = w->now->status == PRECEPTOR_OK ? w->later->limit : w->now->limit;
        (void)pr_vm_stop(w->now, w->later->status);
    }
    return watch.until;
}

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

const pr_timeline *pr_advise_timeline(pr_vm *now, pr_vm *later, uint32_t subject) {
    walk w = {.now = now, .later = later, .subject = &now->program->subjects[subject]};
    pr_timeline *line = PR_NEW(&now->arena, pr_timeline);
    w.attributes = settled(now);
    w.marks = pr_watch_marks(now->program, &now->arena, &w.daily);
    if (line == NULL || w.attributes == NULL || w.marks == NULL) {
        return NULL;
    }
    *line = (pr_timeline){.subject = subject};
    const bool wanted = later->want_needs;
    later->want_needs = true; /* reasons ask what is not known */
    const int64_t horizon = pr_date_to_days(pr_date_add_months(now->as_of, FAR_OFF));
    for (int64_t day = pr_date_to_days(now->as_of); day <= horizon; line->evaluations++) {
        int64_t until = evaluate(&w, pr_date_from_days(day), horizon);
        if (now->status != PRECEPTOR_OK || !add(&w, pr_date_from_days(day), until)) {
            later->want_needs = wanted;
            return NULL;
        }
        day = until + 1;
    }
    later->want_needs = wanted;
    w.spans.items[w.spans.count - 1].lasts = true;
    line->spans = w.spans.items;
    line->span_count = w.spans.count;
    return line;
}
