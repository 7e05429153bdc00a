/* Random small knowledge bases: one vocabulary with every type, and random conditions, rules and
 * requirements over it, with negation, counting over facts, loops over the profile's lists and recursion. */
#ifndef TESTS_PROPERTY_RANDOM_KB_H
#define TESTS_PROPERTY_RANDOM_KB_H

#include "property/random.h"

enum { MOST_PARTS = 240, MOST_RULES = 60, MOST_CONDITIONS = 4 };

/* A random expression, or one that says nothing while `plain` is set. */
typedef struct part {
    const char *text;
    const char *plainly; /* what says nothing */
    bool plain;
} part;

typedef struct random_rule {
    const char *head; /* "for", or NULL */
    const char *then;
    uint32_t first, count; /* conditions among parts */
    const char *nest;      /* any, all, not; or NULL */
    const char *table;     /* a decision table that says the rest; or NULL */
    bool dropped;
} random_rule;

typedef struct random_kb {
    pr_arena arena;
    random_numbers *random;
    part parts[MOST_PARTS];
    uint32_t part_count;
    random_rule rules[MOST_RULES];
    uint32_t rule_count;
    uint32_t things; /* parts of things and derived values come first, from 0 */
} random_kb;

void random_kb_make(random_kb *kb, random_numbers *random);
void random_kb_release(random_kb *kb);
/* The YAML of its one file beside the manifest. */
void random_kb_write(const random_kb *kb, pr_buf *out);

#endif
