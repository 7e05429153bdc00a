/* Random profiles of any knowledge base, made from the tables of its vocabulary: declared types, values of
 * enums, bounds, null where it is possible. Numbers, texts and dates are drawn near those that the knowledge
  * base itself mentions, because that is where verdicts turn. */
#ifndef TESTS_PROPERTY_SAMPLE_H
#define TESTS_PROPERTY_SAMPLE_H

#include "property/random.h"

#include "profile/profile.h"

enum { MOST_ATTRIBUTES = 128, MOST_LISTS = 12, MOST_RECORDS = 12, MOST_FIELDS = 16, MOST_DRAWN_RECORDS = 6 };

/* Scalars are JSON; NULL is what the profile does not say. The texts live as long as the sampler. */
typedef struct sample_list {
    bool given;
    uint32_t count;
    const char *cells[MOST_RECORDS][MOST_FIELDS]; /* by field of the record; of plain values: the first */
} sample_list;

typedef struct sample {
    const char *scalars[MOST_ATTRIBUTES]; /* by attribute; lists' entries are unused */
    sample_list lists[MOST_LISTS];
} sample;

typedef struct sampler {
    const pr_program *program;
    random_numbers *random;
    pr_arena arena;                    /* of texts */
    pr_map texts;                      /* each text once */
    uint32_t list_of[MOST_ATTRIBUTES]; /* by attribute: index into sample.lists, or PR_NONE */
    PR_VEC(const char *) words;        /* texts that the knowledge base compares with, quoted */
    PR_VEC(double) numbers;            /* numbers likewise */
    PR_VEC(int64_t) days;              /* dates likewise, as days since 1970 */
    int64_t as_of;                     /* days since 1970 */
    uint32_t
        keenness; /* of the profile being made: how many in 100 enum values are such as conditions ask for */
} sampler;

void sampler_init(sampler *s, const pr_program *program, random_numbers *random);
void sampler_release(sampler *s);
/* Chooses a day, gives it as text, and makes dates near it from now on. */
void sampler_choose_day(sampler *s, char as_of[16]);
void sampler_set_day(sampler *s, const char *as_of);

/* Everything that `known` does not say is drawn; where `known` is NULL, everything. Attributes with
 * `expected` bounds are left out: see pair_settle. What has a settled meaning when it is absent may stay
  * absent, and stays so where `known` is given: the promise does not cover it. */
void sampler_draw(sampler *s, const sample *known, sample *out);
/* A value of an attribute between two ends; null: no end. NULL: there is none. */
const char *sampler_between(sampler *s, uint32_t attribute, pr_value low, pr_value high);
/* Takes away about `share` in 100 of what is given: attributes, fields of records, whole lists. Gives how
 * much was given and is gone, in 100. */
uint32_t sampler_take(sampler *s, const sample *full, uint32_t share, sample *out);
/* What a profile that was read says. */
void sampler_copy(sampler *s, const pr_profile *profile, sample *out);

/* As JSON, or as YAML that a person can read and replay. */
void sample_write(const sampler *s, const sample *from, bool yaml, pr_buf *out);

/* Is absence of the attribute or record field a settled value? */
bool sampler_settled(const sampler *s, uint32_t attribute);
uint32_t sampler_fields(const sampler *s, uint32_t attribute); /* columns of a list's cells */

#endif
