/* FEEL's names: which characters they are made of, their normal form, and finding known names in a text.
 *
 * A name may have spaces and signs inside (`date and time`, `time offset`, `foo+bar`), so where it ends depends on
 * which names are known: the longest known one that the text begins with wins over the identifier alone.
 */
#ifndef PR_FEEL_NAMES_H
#define PR_FEEL_NAMES_H

#include "base/text.h"

bool pr_name_starts(uint32_t code_point);
/* May stand inside a name without parting it. */
bool pr_name_continues(uint32_t code_point);
/* . / - ' + * and the typographic apostrophe: may stand between the parts of a name. */
bool pr_name_is_sign(uint32_t code_point);
/* Bytes of the white space character at `at`, 0 when there is none. */
size_t pr_name_space(pr_text text, size_t at);
/* Where the identifier at `at` ends; `at` when none starts there. */
size_t pr_name_identifier(pr_text text, size_t at);
/* Has it spaces or signs, so that the lexer alone cannot find its end? */
bool pr_name_is_compound(pr_text name);
/* Where the name ends if `text` has it at `at` (white space as in the normal form's spaces or around signs); else 0. */
size_t pr_name_match(pr_text text, size_t at, pr_text name);
/* Where a name that is being introduced ends: identifiers, spaces and signs, as many as there are, up to the identifier
 * `stop` (which may be empty) or a comment. `at` when none starts there. */
size_t pr_name_scan(pr_text text, size_t at, pr_text stop);

#endif
