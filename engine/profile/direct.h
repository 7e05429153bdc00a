/* What the files that read JSON straight into values share. */
#ifndef PR_PROFILE_DIRECT_H
#define PR_PROFILE_DIRECT_H

#include "profile/matcher.h"

/* A place among the tokens is a pointer to the next one's offset. Behind a scalar or key there always is another. */
typedef struct pr_direct {
    pr_profile_reader reader; /* for what is seldom; reports to nobody */
    const pr_doc_json_tokens *tokens;
    const char *bytes; /* the tokens' */
    pr_value *values;  /* the profile's, as are the next two */
    bool *given;
    pr_origin *places;
    const pr_profile_json *json;
    bool passes; /* unknown keys are passed over */
} pr_direct;

/* How deep known lists and mappings nest at most: there may be a list in a record of a list. */
static inline uint32_t pr_direct_depth(const pr_matcher *matcher) { return matcher->keys.deepest + 3; }

/* How many bytes a scalar or key has. */
static inline uint32_t pr_direct_length(const char *bytes, const uint32_t *next) {
    uint32_t start = next[0], end = next[1];
    return ((unsigned char)bytes[end - 1] <= ' ' ? pr_doc_json_end(bytes, start, end) : end) - start;
}

/* direct_scalar.c: the value of the scalar that is next. Gives how many bytes it has; 0: there is something to be told.
 */
uint32_t pr_direct_scalar(pr_direct *d, const uint32_t *next, const pr_reading *reading, pr_value *out);

/* direct_unknown.c: passes over a key that was not found, and its value. Gives the place behind, or NULL: there is more
 * to be told than that it is unknown. */
const uint32_t *pr_direct_pass(pr_direct *d, const uint32_t *next, uint32_t parent, uint64_t serial);
/* Warns of all that were passed over. */
void pr_direct_warn(pr_direct *d, pr_diags *diags);

#endif
