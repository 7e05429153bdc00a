/* Regular expressions: PCRE2 with JIT, limits, and a place for what it needs while it matches. Both belong to one
 * thread. */
#ifndef PR_REGEX_REGEX_H
#define PR_REGEX_REGEX_H

#include "base/text.h"

typedef struct pr_regex pr_regex;
typedef struct pr_regex_scratch pr_regex_scratch;

typedef struct pr_regex_error {
    size_t offset; /* in bytes into the pattern */
    bool no_memory;
    char message[160];
} pr_regex_error;

/* Compiles in UTF and UCP mode. `flags` is a subset of "smix" (XPath's), other letters are an error. Patterns
 * over the size limit are an error. NULL on error (`error` says where) and when out of memory (which it says, too).
 * Free with pr_regex_free. */
pr_regex *pr_regex_compile(pr_text pattern, pr_text flags, const preceptor_allocator *allocator,
                           pr_regex_error *error);
void pr_regex_free(pr_regex *regex);

/* What a match may cost; 0: the default of base/limits.h. What else bounds a match grows in proportion: its time with
 * `match`, its memory with `depth`. */
typedef struct pr_regex_limits {
    uint32_t match, depth;
} pr_regex_limits;

/* NULL when out of memory. Holds match data, match context with the limits, and a JIT stack. */
pr_regex_scratch *pr_regex_scratch_new(pr_regex_limits limits, const preceptor_allocator *allocator);
void pr_regex_scratch_free(pr_regex_scratch *scratch);

typedef enum pr_regex_result {
    PR_REGEX_NO,
    PR_REGEX_YES,
    PR_REGEX_LIMIT, /* it tried too often, or for too long */
    PR_REGEX_DEEP,  /* it would need too much memory */
    PR_REGEX_LONG,  /* the text is longer than any that is matched */
    PR_REGEX_NO_MEMORY,
    PR_REGEX_FAILED,          /* PCRE2 could not, for a reason that nobody expects */
    PR_REGEX_MATCHES_EMPTY,   /* of replace: the pattern matches the empty text, which XPath forbids there */
    PR_REGEX_BAD_REPLACEMENT, /* of replace: $ without a digit behind it, or \ without $ or \ behind it */
} pr_regex_result;
/* Why there was no answer, in words that name the limit which may be raised; NULL: not for a limit. Static. */
const char *pr_regex_limit_text(pr_regex_result result);
/* Does the pattern match somewhere in the text, at or after `from`? Gives where in `start`, `end` (may be
 * NULL). Allocates nothing once warm. */
pr_regex_result pr_regex_search(pr_regex *regex, pr_text text, size_t from, pr_regex_scratch *scratch,
                                size_t *start, size_t *end);
/* Replaces all matches as XPath's fn:replace says ($1, \$ in the replacement). The result, which is the text
 * itself where nothing matches, is in `arena`; then gives YES. */
pr_regex_result pr_regex_replace(pr_regex *regex, pr_text text, pr_text replacement,
                                 pr_regex_scratch *scratch, pr_arena *arena, pr_text *out);
/* A text in capital or small letters, one character for one, as Unicode's tables in PCRE2 pair them. The result is in
 * `arena`; false when out of memory. */
bool pr_regex_letter_case(pr_text text, bool upper, pr_arena *arena, pr_text *out);

#endif
