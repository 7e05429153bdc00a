/* Proofs: why a conclusion holds, does not hold, or is not known, down to what the profile says.
 *
 * A proof is a tree in which shared parts are the same object. It lives in the evaluation's arena, like all of advise/.
 * Everything is evaluated again where it is asked for; only loops keep what supported their tuples.
 */
#ifndef PR_EXPLAIN_PROOF_H
#define PR_EXPLAIN_PROOF_H

#include "advise/parts.h"

typedef enum pr_proof_kind {
    PR_PROOF_FACT,      /* a conclusion of rules */
    PR_PROOF_CONDITION, /* a comparison or the like */
    PR_PROOF_ATTRIBUTE, /* what the profile says */
    PR_PROOF_PARAMETER, /* what the knowledge base says, as of the day */
    PR_PROOF_RECORD,    /* what one record of a list adds to a count or sum */
    PR_PROOF_RULE,      /* a rule that could conclude it, and what is missing (why-not) */
} pr_proof_kind;

/* What a variable of a rule stood for. */
typedef struct pr_binding {
    pr_text name, value; /* an entity by its id, a record by its place: lists[2] */
} pr_binding;

typedef struct pr_proof pr_proof;
struct pr_proof {
    uint32_t serial;            /* of an explainer's proofs no two have the same */
    uint8_t kind;               /* pr_proof_kind */
    uint8_t status;             /* pr_truth: it holds, does not hold, is not known */
    bool never;                 /* no rule could ever conclude it, whatever the profile says */
    bool closed;                /* it is as it has to be for what rests on it: nothing is asked for */
    bool circular;              /* it is being explained further up: it rests on itself */
    bool cut;                   /* what it rests on is too deep to be told */
    pr_text claim;              /* a sentence or an expression, on one line */
    pr_text fact;               /* of a conclusion: relation(slots) as an expression */
    pr_text rule, because;      /* of a conclusion; may be empty */
    const pr_binding *bindings; /* of the rule's variables */
    uint32_t binding_count;
    pr_span at;           /* no source: it stands in no file */
    pr_text found, asked; /* of a condition: what was there, what it takes; may be empty */
    bool mend;            /* it stands in the way: what would mend it is of use */
    pr_text remedy, remedy_text, waivable_by; /* may be empty */
    pr_text attribute;                        /* path, of PR_PROOF_ATTRIBUTE and PR_PROOF_RECORD */
    uint32_t number;                          /* of PR_PROOF_ATTRIBUTE */
    bool given;                               /* the profile says it */
    pr_value sources;                         /* list of contexts {doc, at}; null: none */
    const pr_proof *const *from;
    uint32_t count;
    uint32_t others;    /* further supports that are not in `from` */
    uint32_t ruled_out; /* cases of rules that are left out because they can never apply */
    uint32_t weight;    /* of the smallest proof below it: the conditions and attributes it takes */
    double
        distance; /* of what does not hold: how far it is from it; 0 near, 1 far, more where nobody can say */
};

/* Whose requirement a fact is about. */
typedef struct pr_owner {
    const pr_subject *subject;
    const pr_requirement *requirement; /* NULL: of none */
} pr_owner;

/* Proofs side by side, each once. */
typedef struct pr_proofs {
    const pr_proof **items;
    uint32_t count, capacity;
    pr_map many; /* claims, once they are many */
} pr_proofs;

/* What a condition was taken apart into. */
typedef struct pr_apart {
    pr_proofs parts;
    uint32_t others;
} pr_apart;

/* What a profile says by itself, and where. */
typedef struct pr_said {
    const bool *given;           /* by attribute: the profile says it */
    const pr_origin *places;     /* by attribute: where */
    const pr_item_places *items; /* by attribute: where the items of a list say what they say */
} pr_said;

/* A tuple that is not there, of which it is being told what it lacks. */
typedef struct pr_missing {
    const struct pr_missing *outer;
    const pr_value *slots;
    uint32_t relation, depth;
} pr_missing;

typedef struct pr_explainer {
    pr_vm *vm;
    pr_words told;           /* whose conditions are told */
    pr_vm *words;            /* in which texts for people are made; `vm` unless less is known there */
    const pr_said *said;     /* NULL: it says all that is known, in no place */
    bool all;                /* every support, not only the shortest */
    const pr_proof **facts;  /* by numbered fact: its proof, once made */
    const pr_proof **gaps;   /* by numbered fact: what it lacks, once found */
    const pr_proof **blocks; /* by numbered fact: what the requirement lacks that it is the block of */
    pr_owner *owners;        /* by numbered fact */
    uint8_t *possible;       /* by numbered fact: some profile could make it hold; NULL: not asked yet */
    uint8_t *possible_nodes; /* by node, while that is found */
    pr_map tuples;           /* address of a tuple -> its place in tuple_proofs */
    PR_VEC(const pr_proof *) tuple_proofs;
    uint8_t *under_way;        /* by numbered fact */
    uint8_t *relations;        /* by relation: all of it is being explained further up */
    const pr_missing *missing; /* NULL: none */
    pr_map lacking;            /* of a tuple that is not there, as it is printed -> its place in lacks */
    PR_VEC(const pr_proof *) lacks;
    uint32_t visits_left; /* of items, for the cases that come nearest */
    const pr_loop *loop;  /* whose case is being explained, its variables in the frame; NULL: none */
    uint32_t level;       /* of facts within facts */
    uint32_t before;      /* facts that hold count only if they came to do so before this turn; 0: all */
    uint32_t serials;     /* proofs made */
    /* Conditions share parts: within one body each is taken apart once. */
    pr_map apart; /* node, turn, and what is wanted -> its place in aparts */
    PR_VEC(pr_apart) aparts;
    uint32_t turn, turns; /* the body that is being taken apart; how many there were */
    uint32_t *visits;     /* by node: the walk that came to it last */
    uint32_t walks;
} pr_explainer;

/* `words` may be `vm`. False when out of memory. */
bool pr_explainer_init(pr_explainer *explainer, pr_vm *vm, pr_vm *words, const pr_said *said, bool all);

/* NULL when out of memory (the arena's `failed` is set). */
const pr_proof *pr_explain_fact(pr_explainer *explainer, uint32_t fact);
/* A requirement that no rule judges: what its condition comes to. */
const pr_proof *pr_explain_requirement(pr_explainer *explainer, const pr_requirement *requirement);
const pr_proof *pr_explain_tuple(pr_explainer *explainer, uint32_t relation, const pr_tuple *tuple);
/* A tuple that is not there, neither numbered nor found by a loop; `lacking`: what would have to be for it to be there.
 */
const pr_proof *pr_explain_absent(pr_explainer *explainer, uint32_t relation, const pr_value *slots,
                                  bool lacking);
/* What stands between a conclusion and its holding, nearest first, in `from`. */
const pr_proof *pr_explain_gaps(pr_explainer *explainer, uint32_t fact);
/* The same for one requirement: what its own condition lacks, the remedy, and who may waive it. */
const pr_proof *pr_explain_requirement_gaps(pr_explainer *explainer, const pr_requirement *requirement);

/* Proofs that were met, by their serials. */
typedef struct pr_proof_marks {
    uint8_t *bits;
    uint32_t size; /* bytes */
} pr_proof_marks;
/* Marks one; true when it is the first time. `failed` is set when out of memory, and then it is true. */
bool pr_proof_mark(pr_proof_marks *marks, const pr_proof *proof, pr_arena *arena);

#endif
