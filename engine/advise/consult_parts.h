/* What the files of a consult share. */
#ifndef PR_ADVISE_CONSULT_PARTS_H
#define PR_ADVISE_CONSULT_PARTS_H

#include "advise/consult.h"
#include "advise/parts.h"

/* What is still to be looked up: needs, and attributes that a relation names for the entity and the case lacks. */
bool pr_consult_checks(pr_vm *vm, const pr_needs *needs, pr_consulted *out);
/* The parts of the presentation. */
bool pr_consult_present(pr_vm *vm, pr_consult *out);

#endif
