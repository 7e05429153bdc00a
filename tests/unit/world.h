/* A small knowledge base from its text to the facts of one profile, for tests of what lies between. */
#ifndef TESTS_UNIT_WORLD_H
#define TESTS_UNIT_WORLD_H

#include "unit/kb/folder.h"

#include "compile/compile.h"
#include "infer/infer.h"
#include "profile/profile.h"

typedef struct world {
    fixture x; /* its arena is not used: the program's holds what was read */
    folder f;
    pr_kb kb;
    pr_program program;
    bool compiled;
    pr_vm vm;
    bool running;
    pr_profile profile;
    pr_matcher *matcher;
} world;

/* Reads and compiles `text`, the one file beside a manifest. False after errors: they are in w->x.diags. `limits`
 * may be NULL. Call world_release in any case. */
bool world_make(world *w, const char *text, const pr_compile_options *options);
/* The same; errors fail the test. */
void world_load(world *w, const char *text);
void world_release(world *w);

/* Evaluates all facts over a profile (YAML) as of a day. Errors fail the test. */
void world_evaluate(world *w, const char *profile, const char *day);
/* The number of a relation. */
uint32_t world_relation(const world *w, const char *name);
/* The facts of a relation, one a line, sorted: "name(x, 3)" when it is certain, "name(x, 3)? needs a, b" when it is
 * possible; "_" is a slot that is not known, and "more? needs a" says that the relation is open. In w->x.out. */
pr_text world_facts(world *w, const char *relation);
/* The paths of needs, joined with ", ". In the vm's arena. */
pr_text world_needs(world *w, const pr_needs *needs);
/* What went wrong in the evaluation, joined with "; ", each once. In the vm's arena. */
pr_text world_complaints(world *w);

#endif
