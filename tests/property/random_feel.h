/* Random FEEL expressions over the whole grammar, and the names that they use. */
#ifndef TESTS_PROPERTY_RANDOM_FEEL_H
#define TESTS_PROPERTY_RANDOM_FEEL_H

#include "base/text.h"
#include "property/random.h"

/* What an expression is meant to give. Now and then it gives something else: errors are part of the language. */
typedef enum feel_sort {
    FEEL_NUMBER,
    FEEL_TEXT,
    FEEL_BOOLEAN,
    FEEL_DATE,
    FEEL_MOMENT, /* date and time, or time */
    FEEL_SPAN,   /* days and time duration */
    FEEL_MONTHS,
    FEEL_NUMBERS, /* list of numbers */
    FEEL_RECORDS, /* list of {x: number, y: text} */
    FEEL_CONTEXT, /* {x: number, y: text} */
    FEEL_RANGE,   /* of numbers */
    FEEL_SORTS
} feel_sort;

/* The variables of every context: name and sort. */
typedef struct feel_variable {
    const char *name;
    feel_sort sort;
} feel_variable;
enum { FEEL_VARIABLES = 14 };
extern const feel_variable feel_variables[FEEL_VARIABLES];

/* An expression of some sort, in the arena. */
const char *random_feel(random_numbers *random, pr_arena *arena);

#endif
