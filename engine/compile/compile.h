/* From the knowledge base as read to a program. */
#ifndef PR_COMPILE_COMPILE_H
#define PR_COMPILE_COMPILE_H

#include "kb/kb.h"
#include "program/program.h"

typedef struct pr_compile_limits {
    uint32_t rule_instances; /* of one rule; 0: the default */
} pr_compile_limits;

/* Checks types, expands rules over the knowledge base and orders them. `kb` was read into program->arena,
 * which owns all the program refers to. All errors go to `diags`; true when there was none. Of a knowledge
  * base that had errors when it was read only the expressions are checked. */
bool pr_compile(const pr_kb *kb, const pr_compile_limits *limits, pr_program *program, pr_diags *diags);

#endif
