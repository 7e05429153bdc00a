/* From XPath's regular expressions to PCRE2's.
 *
 * The two agree on most; what differs is rewritten, so that a pattern means what XPath says:
 *   \s \S \w \W           XPath's classes (\w is all but punctuation, separators and others: `$` is one, `_` is not)
 *   \i \I \c \C           characters of XML names
 *   \p{IsBasicLatin}      blocks
 *   [a-z-[aeiou]]         subtraction of classes
 *   \12                   the group 12 where so many are closed, else group 1 and the digit 2; a group that is not
 *                         closed is an error, and so is a reference inside a class
 *   {                     only as a quantifier
 *   flag x                white space goes, except inside classes; # is no comment
 *   .                     neither \n nor \r (flag s: anything)
 * What PCRE2 has beyond XPath (\b, look-around, named groups, possessive quantifiers ...) passes through, but for
 * verbs like (*COMMIT), \G and \Q...\E. Of XPath, \I and \C inside a class are not supported.
 */
#ifndef PR_REGEX_TRANSLATE_H
#define PR_REGEX_TRANSLATE_H

#include "base/buf.h"
#include "regex/regex.h"

typedef struct pr_regex_flags {
    bool dot_all, multiline, ignore_case, extended;
} pr_regex_flags;

typedef struct pr_regex_translation {
    pr_buf out;
    pr_buf marks; /* of pr_regex_mark, in order: where in the pattern a piece of `out` comes from */
} pr_regex_translation;

typedef struct pr_regex_mark {
    size_t out, pattern;
} pr_regex_mark;

void pr_regex_translation_init(pr_regex_translation *translation, const preceptor_allocator *allocator);
void pr_regex_translation_release(pr_regex_translation *translation);
/* False: `error` says why. Out of memory shows in out.failed or marks.failed. */
bool pr_regex_translate(pr_text pattern, pr_regex_flags flags, pr_regex_translation *translation,
                        pr_regex_error *error);
/* The place in the pattern of a place in the translation. */
size_t pr_regex_translation_origin(const pr_regex_translation *translation, size_t out);

/* The first and last code point of a block named as XPath does, without "Is". */
bool pr_regex_block(pr_text name, uint32_t *first, uint32_t *last);

#endif
