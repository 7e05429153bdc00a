/* The promise, on a pair of profiles of which one says less: nothing that is certain of it is otherwise with
 * more known. */
#ifndef TESTS_PROPERTY_PAIR_H
#define TESTS_PROPERTY_PAIR_H

#include "property/sample.h"

#include "api/api.h"

typedef enum side { MORE, LESS } side;
enum { MOST_SUBJECTS = 64 };

typedef struct pair {
    preceptor_kb *kb; /* borrowed */
    preceptor_session *sessions[2];
    preceptor_profile *profiles[2];
    preceptor_diagnostics *diagnostics;
    preceptor_verdict
        quick[2][MOST_SUBJECTS]; /* by side and subject: the verdicts when nothing else is asked for */
    bool lax;
    pr_buf json, why;
    char as_of[16];
} pair;

/* Loads a knowledge base that must have no errors; they are printed. */
preceptor_kb *load_kb(const char *manifest);

void pair_init(pair *p, preceptor_kb *kb);
void pair_release(pair *p);
void pair_set_day(pair *p, const char *as_of);
/* Reads the sample as JSON and evaluates it, once for verdicts alone and once for everything. */
void pair_evaluate(pair *p, const sampler *s, side which, const sample *from);

/* Chooses a day and draws a whole profile, settled on side MORE. False: it contradicts itself. */
bool pair_draw(pair *p, sampler *s, sample *full);
/* Gives attributes with `expected` bounds values within them, and evaluates the sample on side MORE. What
 * `known` says stays. False: that contradicts itself, or the bounds leave nothing. */
bool pair_settle(pair *p, sampler *s, const sample *known, sample *of);

/* Both sides evaluated: is something certain of LESS, and otherwise in MORE? Or is a verdict another when nothing but
 * verdicts is asked for? Then `why` says what. With `lax` what is open in MORE is no difference. */
bool pair_differs(pair *p);
/* Gives back what LESS lacks, and takes from both what does not matter, as long as they differ. */
void pair_shrink(pair *p, const sampler *s, sample *more, sample *less);
/* Both as YAML with the day and what differs, for a person to replay. */
void pair_print(pair *p, const sampler *s, const sample *more, const sample *less);

/* How much is certain of a side. */
typedef struct certainty {
    uint64_t verdicts, certain_verdicts, facts, certain_facts;
} certainty;
void pair_count(const pair *p, side which, certainty *count);
unsigned percent(uint64_t part, uint64_t whole);

#endif
