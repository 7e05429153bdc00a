/* Places in a ranking of ranges: what is certain of them, and what would settle the rest. */
#include "advise/parts.h"
#include "advise/shortlist.h"
#include "base/sort.h"

static bool fits(const pr_ranked *p) { return p->then != PR_INELIGIBLE; }

/* What is certain comes first: more points that are certain, then more that may be. */
static int by_score(const void *a, const void *b) {
    const pr_ranked *x = a, *y = b;
    if (fits(x) != fits(y)) {
        return fits(x) ? -1 : 1;
    }
    if (x->score.least != y->score.least) {
        return x->score.least > y->score.least ? -1 : 1;
    }
    if (x->score.most != y->score.most) {
        return x->score.most > y->score.most ? -1 : 1;
    }
    return pr_text_compare(x->verdict->id, y->verdict->id);
}

/* Each may have more points than the other. */
static bool may_trade(const pr_ranked *a, const pr_ranked *b) {
    return a->score.most > b->score.least && b->score.most > a->score.least;
}

/* Equal points are an equal place. One that may prove not to fit may leave its place to those behind it. */
static bool rank(pr_vm *vm, pr_ranked *all, uint32_t count, uint32_t at) {
    pr_ranked *p = &all[at];
    pr_text *trades = PR_NEW_ARRAY(&vm->arena, pr_text, count + 1u);
    p->best = p->worst = 1;
    for (uint32_t i = 0; trades != NULL && i < count; i++) {
        const pr_ranked *other = &all[i];
        if (i == at) {
            continue;
        }
        p->best += other->then == PR_ELIGIBLE && other->score.least > p->score.most;
        p->worst += other->score.most > p->score.least;
        if (may_trade(p, other)) {
            trades[p->trade_count++] = other->verdict->id;
        }
    }
    p->trades = trades;
    return trades != NULL;
}

static int by_worth(const void *a, const void *b) {
    const pr_question *x = a, *y = b;
    return x->decide_count != y->decide_count ? (x->decide_count > y->decide_count ? -1 : 1)
                                              : pr_text_compare(x->attribute, y->attribute);
}

/* It is not known which of them comes first, or whether they share a place. */
static bool are_open(const pr_ranked *a, const pr_ranked *b) {
    bool apart = a->score.least > b->score.most || b->score.least > a->score.most;
    return !apart && (a->score.least < a->score.most || b->score.least < b->score.most);
}

/* Does the score or the fit of this one leave a place open, its own or another's? */
static bool unsettles(const pr_ranked *all, uint32_t count, uint32_t at) {
    bool open = all[at].then == PR_UNDETERMINED && count > 1;
    for (uint32_t i = 0; i < count; i++) {
        open = open || (i != at && are_open(&all[at], &all[i]));
    }
    return open;
}

typedef struct asked {
    pr_question question;
    PR_VEC(pr_text) decides;
} asked;

typedef PR_VEC(asked) asked_all;

static bool add_question(pr_vm *vm, asked_all *all, const pr_question *one, pr_text decides) {
    uint32_t at = 0;
    while (at < all->count && !pr_text_equal(all->items[at].question.attribute, one->attribute)) {
        at++;
    }
    asked fresh = {.question = {.attribute = one->attribute, .ask = one->ask}};
    return (at < all->count || PR_PUSH(&vm->arena, all, fresh)) &&
           PR_PUSH(&vm->arena, &all->items[at].decides, decides);
}

static bool ask(pr_vm *vm, const pr_ranked *all, uint32_t count, pr_shortlist *out) {
    asked_all found = {0};
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t q = 0; unsettles(all, count, i) && q < all[i].question_count; q++) {
            if (!add_question(vm, &found, &all[i].questions[q], all[i].verdict->id)) {
                return false;
            }
        }
    }
    pr_question *questions = PR_NEW_ARRAY(&vm->arena, pr_question, found.count + 1u);
    for (uint32_t i = 0; questions != NULL && i < found.count; i++) {
        questions[i] = found.items[i].question;
        questions[i].decides = found.items[i].decides.items;
        questions[i].decide_count = found.items[i].decides.count;
    }
    if (questions != NULL && found.count > 1) {
        pr_sort(questions, found.count, sizeof *questions, by_worth);
    }
    out->questions = questions;
    out->question_count = found.count;
    return questions != NULL;
}

bool pr_advise_places(pr_vm *vm, pr_ranked *places, uint32_t count, pr_shortlist *out) {
    if (count > 1) {
        pr_sort(places, count, sizeof *places, by_score);
    }
    out->places = places;
    out->place_count = count;
    while (out->fit_count < count && fits(&places[out->fit_count])) {
        out->fit_count++;
    }
    for (uint32_t i = 0; i < out->fit_count; i++) {
        if (!rank(vm, places, out->fit_count, i)) {
            return false;
        }
    }
    return ask(vm, places, out->fit_count, out);
}
