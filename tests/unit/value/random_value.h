/* Random values of a small world, so that equal ones are common: known ones, ones with unknowns inside, and
 * completions of those. */
#ifndef PR_TESTS_RANDOM_VALUE_H
#define PR_TESTS_RANDOM_VALUE_H

#include "unit/value/value_test.h"

/* Any known value, nested at most `depth` deep. */
pr_value random_known(random_source *r, int depth, pr_arena *arena);
/* A value of which `known` is a completion: parts are unknown, items may be missing. */
pr_value random_masked(random_source *r, pr_value known, pr_arena *arena);
/* A known value that `masked` may become. */
pr_value random_completion(random_source *r, pr_value masked, int depth, pr_arena *arena);
/* `known` with a part changed, or as it was. */
pr_value random_neighbour(random_source *r, pr_value known, pr_arena *arena);

#endif
