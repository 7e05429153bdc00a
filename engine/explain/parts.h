/* What the files of explain share. */
#ifndef PR_EXPLAIN_PARTS_H
#define PR_EXPLAIN_PARTS_H

#include "explain/proof.h"

typedef PR_VEC(const pr_proof *) pr_proofs;

/* A proof of so many facts, each resting on the next, is read by nobody, and the stack has an end. */
enum { PR_EXPLAIN_LEVELS = 300 };

/* Adds one unless it is there; false when out of memory. */
bool pr_proofs_add(pr_explainer *x, pr_proofs *all, const pr_proof *proof);
bool pr_proofs_add_all(pr_explainer *x, pr_proofs *all, const pr_proofs *more);
/* What the parts take together; one that rests on itself is the last to be taken. */
uint32_t pr_proofs_weight(const pr_proofs *parts);
pr_proof *pr_proof_new(pr_explainer *x, pr_proof_kind kind, pr_truth status);
/* Puts the parts under a proof and sums up their weights. */
void pr_proof_rests_on(pr_proof *proof, const pr_proofs *parts, uint32_t own_weight);

/* gather.c: the parts of a condition that decide it, as it stands under the present locals. `others` counts
 * supports that were left out. */
bool pr_explain_gather(pr_explainer *x, pr_node_id node, pr_proofs *out, uint32_t *others);

/* leaf.c: a condition that is not taken apart, with what it looks at. `wanted` is what would have to be. */
const pr_proof *pr_explain_leaf(pr_explainer *x, pr_node_id node, bool wanted);
/* The attributes, parameters and facts that a node looks at. */
bool pr_explain_inputs(pr_explainer *x, pr_node_id node, pr_proofs *out);
/* An expression's text on one line. */
pr_text pr_explain_text(pr_explainer *x, pr_node_id node);
pr_span pr_explain_place(const pr_explainer *x, pr_node_id node);

/* records.c: what each record adds to the counts and sums below a node */
/* "lists[2]": which record of an attribute's list the value is; empty where the source is no such list, or it is
 * none of its records. */
pr_text pr_explain_record(pr_explainer *x, pr_node_id source, pr_value item);
bool pr_explain_records(pr_explainer *x, pr_node_id node, pr_proofs *out);

/* fact.c */
/* The tuples that match a test, or why there is none. */
bool pr_explain_test(pr_explainer *x, const pr_node *node, pr_proofs *out);
/* relation(slots) as an expression, and in words where the knowledge base has some. */
pr_text pr_explain_fact_text(pr_explainer *x, uint32_t relation, const pr_value *slots);
pr_text pr_explain_claim(pr_explainer *x, uint32_t relation, const pr_value *slots);
/* The requirement whose condition, block or waiver a fact is; NULL: of none. */
const pr_requirement *pr_explain_requirement(const pr_explainer *x, uint32_t fact);
/* Its sources, remedy and who may waive it. */
void pr_explain_say_requirement(pr_explainer *x, const pr_requirement *r, pr_proof *proof);

#endif
