/* From the knowledge base as read to a program. */
#ifndef PR_COMPILE_COMPILE_H
#define PR_COMPILE_COMPILE_H

#include "kb/kb.h"
#include "program/program.h"

typedef struct pr_compile_options {
    uint32_t rule_instances;  /* of one rule; 0: the default */
    pr_regex_limits patterns; /* of the runs; while compiling they are the default's */
    uint32_t left_out; /* roles, bit by pr_role: rules that only their facts rest on are checked, no more */
} pr_compile_options;

/* A condition on the profile that somebody asks beside what the knowledge base says; it becomes `program->where`. */
typedef struct pr_compile_question {
    pr_feel_source source;
    const char *hint; /* said where it looks at facts, which a profile does not hold */
} pr_compile_question;

/* Checks types, expands rules over the knowledge base and orders them. `kb` was read into program->arena,
 * which owns all the program refers to. All errors go to `diags`; true when there was none. Of a knowledge
 * base that had errors when it was read only the expressions are checked. `options` may be NULL, and `where`, which
 * else lives as long as the program. */
bool pr_compile(const pr_kb *kb, const pr_compile_options *options, const pr_compile_question *where,
                pr_program *program, pr_diags *diags);

#endif
