/* What the files of explain share. */
#ifndef PR_EXPLAIN_PARTS_H
#define PR_EXPLAIN_PARTS_H

#include "base/limits.h"
#include "explain/proof.h"

/* proof.c */
/* Adds one unless it is there; false when out of memory. */
bool pr_proofs_add(pr_explainer *x, pr_proofs *all, const pr_proof *proof);
bool pr_proofs_add_all(pr_explainer *x, pr_proofs *all, const pr_proofs *more);
/* What the parts take together; one that rests on itself is the last to be taken. */
uint32_t pr_proofs_weight(const pr_proofs *parts);
pr_proof *pr_proof_new(pr_explainer *x, pr_proof_kind kind, pr_truth status);
/* Puts the parts under a proof and sums up their weights. */
void pr_proof_rests_on(pr_proof *proof, const pr_proofs *parts, uint32_t own_weight);
/* One proof for several: the only one, or a heading with them below it. NULL when out of memory. */
const pr_proof *pr_proofs_as_one(pr_explainer *x, const pr_proofs *parts, pr_truth status,
                                 const char *heading);

/* What a closed condition was taken apart into since the present body was begun; NULL: it was not yet. */
const pr_apart *pr_explain_known_apart(const pr_explainer *x, pr_node_id node, bool wanted, bool gaps);
bool pr_explain_keep_apart(pr_explainer *x, pr_node_id node, bool wanted, bool gaps, const pr_apart *apart);

/* gather.c: the parts of a condition that decide it, as it stands under the present locals. `others` counts
 * supports that were left out. */
bool pr_explain_gather(pr_explainer *x, pr_node_id node, pr_proofs *out, uint32_t *others);

/* leaf.c: a condition that is not taken apart, with what it looks at. `wanted` is what would have to be. */
const pr_proof *pr_explain_leaf(pr_explainer *x, pr_node_id node, bool wanted);
/* An expression's text on one line. */
pr_text pr_explain_text(pr_explainer *x, pr_node_id node);
pr_span pr_explain_place(const pr_explainer *x, pr_node_id node);

/* A rule's conditions are told from now on, in its words; nothing of them was taken apart yet. */
void pr_explain_begin_rule(pr_explainer *x, uint32_t rule, const pr_value *bindings);

/* A requirement's own words; of NULL nobody's. */
static inline pr_words pr_explain_words_of(const pr_requirement *r) {
    return (pr_words){.scopes = {[PR_WORDS_SCOPES - 1] = r != NULL ? r->scope : 0}};
}

/* What is told, to be gone back to. */
typedef struct pr_telling {
    pr_words words;
    uint32_t turn;
    const pr_loop *loop;
} pr_telling;
/* A requirement's conditions, or those of a fact that is of none, are told from now on; `loop` is that whose variables
 * are bound. */
static inline pr_telling pr_explain_begin(pr_explainer *x, const pr_requirement *r, const pr_loop *loop) {
    const pr_telling outer = {x->told, x->turn, x->loop};
    x->told = pr_explain_words_of(r);
    x->turn = ++x->turns;
    x->loop = loop;
    return outer;
}
static inline void pr_explain_end(pr_explainer *x, pr_telling outer) {
    x->told = outer.words;
    x->turn = outer.turn;
    x->loop = outer.loop;
}

/* Nodes are shared: a walk over all that lies below one looks at each once. */
static inline uint32_t pr_explain_begin_walk(pr_explainer *x) { return ++x->walks; }
static inline bool pr_explain_is_new(pr_explainer *x, uint32_t walk, pr_node_id node) {
    bool fresh = x->visits[node] != walk;
    x->visits[node] = walk;
    return fresh;
}

/* Does the node give a local to its argument, so that the argument means nothing by itself? */
static inline bool pr_explain_binds(const pr_node *n, uint32_t argument) {
    switch ((pr_op)n->op) {
    case PR_OP_FILTER:
    case PR_OP_FOR:
    case PR_OP_FOR_FLAT:
    case PR_OP_SOME:
    case PR_OP_EVERY: return argument > 0;
    case PR_OP_FUNCTION: return true;
    default: return false;
    }
}

/* A line that says that there is more than what is told. False when out of memory. */
bool pr_explain_say_more(pr_explainer *x, pr_text what, pr_proofs *out);

/* inputs.c */
/* The condition that a path asks for of what it starts from, as r.requires does: it is told from now on, until
 * pr_explain_end. PR_NONE: it asks for none. */
pr_node_id pr_explain_begin_asked(pr_explainer *x, pr_node_id path, pr_telling *outer);
/* The attributes, parameters and facts that a node looks at. */
bool pr_explain_inputs(pr_explainer *x, pr_node_id node, pr_proofs *out);
/* What a loop went through, and what it asked: it says that there are no more tuples than those it found. */
bool pr_explain_loop(pr_explainer *x, const pr_loop *loop, pr_proofs *out);
/* "lists[2].member", what a path looks at that starts from a loop's variable; empty: it is none. */
pr_text pr_explain_member(pr_explainer *x, pr_node_id node);

/* records.c: what each record adds to the counts and sums below a node */
/* "lists[2]": which record of an attribute's list the value is; empty where the source is no such list, or it is
 * none of its records. */
pr_text pr_explain_record(pr_explainer *x, pr_node_id source, pr_value item);
/* Where the profile says an item of a list, from 1, or, with `name`, a member of it; no source: it does not. */
pr_span pr_explain_item_place(const pr_explainer *x, uint32_t attribute, uint32_t number, pr_text name);
/* The same of what a path from a loop's variable looks at. */
pr_span pr_explain_member_place(pr_explainer *x, pr_node_id source, pr_value item, pr_text name);
/* What a filter's or a quantifier's predicate says of an item. */
pr_truth pr_explain_passes(pr_explainer *x, const pr_node *over, pr_value item);
/* `misses`: those that a filter leaves out, too. */
bool pr_explain_records(pr_explainer *x, pr_node_id node, bool misses, pr_proofs *out);

/* gaps.c */
/* The distance of what is no way to get there, such as what rests on itself. */
enum { PR_PROOF_FAR = 1000 };
/* What stands between a condition and its holding. */
bool pr_explain_lacking(pr_explainer *x, pr_node_id node, pr_proofs *out);
/* For qsort of proofs: what fails before what is not known, and the nearer first. */
int pr_explain_by_nearness(const void *a, const void *b);
/* Puts gaps under a proof, nearest first. All of them have to be closed, or, where `one_is_enough`, the nearest. */
void pr_explain_put_gaps(pr_proof *under, pr_proofs *parts, bool one_is_enough);

/* cases.c */
/* The cases of a loop that come nearest to a tuple of these slots, and what each lacks; none where its slots are others
 * in all of them. */
bool pr_explain_cases(pr_explainer *x, const pr_loop *loop, const pr_value *wanted, pr_proofs *out);
/* What the conditions look at that the loop asks of what its variables stand for, as r.requires does. */
bool pr_explain_asked_of_cases(pr_explainer *x, const pr_loop *loop, pr_proofs *out);
/* Where the loop takes slots over from facts that it goes through: why there is none of them with these. */
bool pr_explain_sources(pr_explainer *x, const pr_loop *loop, const pr_value *wanted, pr_proofs *out);

/* possible.c */
/* Could the condition hold for some profile, as far as rules and the knowledge base say? False when out of memory. */
bool pr_explain_possible(pr_explainer *x, pr_node_id node, bool *out);

/* tuple.c */
/* The tuples that match a test, or why there is none; with `lacking` what would have to be for there to be one. */
bool pr_explain_test(pr_explainer *x, const pr_node *node, bool lacking, pr_proofs *out);
/* What lacks for a tuple of these slots that no loop of the relation found. */
bool pr_explain_nearest(pr_explainer *x, uint32_t relation, const pr_value *slots, pr_proofs *out);
/* The tuple that an item of a relation's list is; NULL: none is found, or out of memory. */
const pr_proof *pr_explain_item(pr_explainer *x, uint32_t relation, pr_value item);

/* say.c */
/* A frame that begins with these locals; NULL when out of memory. */
pr_value *pr_explain_frame(pr_explainer *x, const pr_value *locals, uint32_t count);
/* The text that a template gives under locals of its own. */
pr_text pr_explain_text_under(pr_explainer *x, const pr_value *locals, uint32_t count, pr_node_id node);
/* relation(slots) as an expression, and in words where the knowledge base has some. Empty where memory ran out, as it
 * did when the slots are NULL. */
pr_text pr_explain_fact_text(pr_explainer *x, uint32_t relation, const pr_value *slots);
pr_text pr_explain_claim(pr_explainer *x, uint32_t relation, const pr_value *slots);
/* The variables of a rule: constants, and those of a loop by what they stood for. NULL when out of memory. */
const pr_binding *pr_explain_bindings(pr_explainer *x, const pr_rule *rule, const pr_value *constants,
                                      const pr_loop *loop, const pr_value *locals);
/* The rule, what its variables stood for, and its sources. */
void pr_explain_say_rule(pr_explainer *x, uint32_t rule, const pr_value *constants, const pr_loop *loop,
                         const pr_value *locals, pr_proof *proof);
bool pr_explain_find_owners(pr_explainer *x);
/* A requirement's sources, remedy and who may waive it. */
void pr_explain_say_requirement(pr_explainer *x, const pr_requirement *r, pr_proof *proof);
/* A waiver that a fact rests on is named: who granted it, why, until when. */
void pr_explain_say_waiver(pr_explainer *x, const pr_owner *owner, pr_proof *proof);

#endif
