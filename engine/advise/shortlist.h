/* Subjects ranked for one person, each place explained by its parts. In the evaluation's arena.
 *
 * Rules say what speaks for a subject: merits, each a share of what one criterion is worth. What is not known makes a
 * merit worth a range of points, and a place a range of places; neither range is ever left when more becomes known.
 * All is counted as of the day on which the person would start, where rules tell one. Where they tell of one that is
 * not known, it is counted on every day that it may be on.
 *
 * Points are hundredths. */
#ifndef PR_ADVISE_SHORTLIST_H
#define PR_ADVISE_SHORTLIST_H

#include "advise/advise.h"

typedef struct pr_points {
    int64_t least, most;
} pr_points;

/* Something that speaks for a subject, or may. What is short of being one has no points. */
typedef struct pr_merit {
    pr_text text;
    pr_points points;
    pr_value sources;
    const pr_question *questions; /* that would settle it */
    uint32_t question_count;
} pr_merit;

typedef struct pr_portion {
    const pr_entity *criterion;
    int64_t weight;
    pr_points points; /* the merits' sum, at most the weight */
    const pr_merit *merits, *shortcomings;
    uint32_t merit_count, shortcoming_count;
    pr_value sources; /* of the criterion, the merits and the shortcomings */
} pr_portion;

typedef struct pr_ranked {
    const pr_advice_verdict *verdict; /* of the day of the evaluation */
    pr_verdict then;                  /* when the person starts */
    pr_text because;                  /* of that verdict; empty where it is another on another day */
    int64_t opens;                    /* packed: the first day it is eligible of those looked at; 0: none */
    pr_points score;
    const pr_portion *parts; /* by weight, then id: all criteria */
    uint32_t part_count;
    uint32_t best, worst;  /* place, from 1; 0: it does not fit */
    const pr_text *trades; /* ids of those that it may change places with */
    uint32_t trade_count;
    const pr_question *questions; /* that would settle score and verdict, by attribute */
    uint32_t question_count;
} pr_ranked;

typedef struct pr_shortlist {
    bool starts, start_known; /* do rules tell of a day on which to start, and is it known? */
    int64_t start;            /* packed, not before the day of the evaluation */
    const pr_question *start_questions;
    uint32_t start_question_count;
    const pr_portion *criteria; /* by weight, then id; their merits are those of nobody */
    uint32_t criterion_count;
    int64_t weight;          /* of all criteria */
    const pr_ranked *places; /* those that fit or may, then the others; each by points, then id */
    uint32_t place_count, fit_count;
    const pr_question *questions; /* that would settle the order: those that touch most of it first */
    uint32_t question_count;
} pr_shortlist;

/* `later` is a second machine of the program of `now`. NULL when out of memory or after a limit; then `now` says
 * which. */
const pr_shortlist *pr_advise_shortlist(pr_vm *now, pr_vm *later, const pr_advice *advice);

/* For shortlist.c: sorts, gives places, and finds what would settle them. False when out of memory. */
bool pr_advise_places(pr_vm *vm, pr_ranked *places, uint32_t count, pr_shortlist *out);

#endif
