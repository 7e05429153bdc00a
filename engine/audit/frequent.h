/* How often each of many texts came, for a list of the most frequent. */
#ifndef PR_AUDIT_FREQUENT_H
#define PR_AUDIT_FREQUENT_H

#include "base/map.h"
#include "base/vec.h"

typedef struct pr_frequent_text {
    pr_text text;
    uint64_t count;
    uint64_t input, line; /* where it came first */
} pr_frequent_text;

typedef struct pr_frequent {
    pr_arena *arena; /* borrowed: holds the texts */
    pr_map numbers;
    PR_VEC(pr_frequent_text) items;
} pr_frequent;

void pr_frequent_init(pr_frequent *frequent, pr_arena *arena);
/* Counts a text that came so often, first in this place; it is copied when it is new. Past some thousand different
 * ones, new ones are not counted, so that input cannot fill the memory. False when out of memory. */
bool pr_frequent_add(pr_frequent *frequent, pr_frequent_text item);
/* Adds up; the other's texts come later in the input. */
bool pr_frequent_join(pr_frequent *frequent, const pr_frequent *other);
/* Puts the most frequent first; of equals that which comes first as text. */
void pr_frequent_sort(pr_frequent *frequent);

#endif
