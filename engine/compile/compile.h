/* From the knowledge base as read to a program. */
#ifndef PR_COMPILE_COMPILE_H
#define PR_COMPILE_COMPILE_H

#include "kb/kb.h"
#include "program/program.h"

typedef struct pr_compile_limits {
    uint32_t rule_instances;  /* of one rule; 0: the default */
    pr_regex_limits patterns; /* of the runs; while compiling they are the default's */
} pr_compile_limits;

/* A condition on the profile that somebody asks beside what the knowledge base says; it becomes `program->where`. */
typedef struct pr_compile_question {
    pr_feel_source source;
    const char *hint; /* said where it looks at facts, which a profile does not hold */
} pr_compile_question;

/* Checks types, expands rules over the knowledge base and orders them. `kb` was read into program->arena,
 * which owns all the program refers to. All errors go to `diags`; true when there was none. Of a knowledge
  * base that had errors when it was read only the expressions are checked. `where` may be NULL; else it lives as long
   * as the program. */
bool pr_compile(const pr_kb *kb, const pr_compile_limits *limits, const pr_compile_question *where,
                pr_program *program, pr_diags *diags);

#endif
