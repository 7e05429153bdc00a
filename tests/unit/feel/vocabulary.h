/* A small vocabulary for the checker's tests, and types printed whole. */
#ifndef TEST_FEEL_VOCABULARY_H
#define TEST_FEEL_VOCABULARY_H

#include "feel/check.h"

extern const pr_type_scope vocabulary;

/* number, [number], {a: string, ...}, (a: date) -> date, "ir"|"dr", entity 0; a question mark behind what may be
 * null. */
void type_print(const pr_type *type, pr_buf *out);

#endif
