/* The facts of one evaluation beyond the states of numbered facts, which the circuit has: the tuples that loops
 * found. */
#ifndef PR_VM_FACTS_H
#define PR_VM_FACTS_H

#include "program/program.h"

typedef struct pr_support pr_support;
/* One way in which a loop found a tuple. */
struct pr_support {
    pr_support *next;
    uint32_t loop;
    uint8_t state;          /* pr_truth: PR_TRUE or PR_UNDECIDED */
    const pr_value *locals; /* the loop's variables by level */
};

/* A tuple that is not a numbered fact. */
typedef struct pr_tuple {
    const pr_value *slots;
    uint8_t state; /* PR_TRUE or PR_UNDECIDED */
    bool partial;  /* a slot is unknown: it may prove equal to another tuple */
    uint32_t turn; /* as pr_facts.turns */
    uint32_t loop; /* that found it first */
    uint32_t
        stamp; /* pr_facts.clock when it was found, became certain, or more became known of what would tell */
    bool vague; /* its text says somewhere that something is not known; told only where keys may conflict */
    uint64_t hash;         /* of the slots, where none is unknown and the table has hashes */
    const pr_needs *needs; /* of an undecided one */
    pr_support *supports;  /* the last found first */
} pr_tuple;

/* Fewer tuples are looked at one by one as soon as found by their hash. */
enum { PR_FEW_TUPLES = 16 };

typedef struct pr_table {
    PR_VEC(pr_tuple *) tuples;
    /* By pr_vm_slots_hash, of the tuples that are not partial: number + 1; 0 is free. Of few tuples: none. */
    uint32_t *slots, slot_count;
    uint32_t partial_count;
    bool open;             /* there may be tuples that nobody saw */
    bool doubtful;         /* some were not certain, or partial, when they were found */
    const pr_needs *needs; /* what would tell */
    uint32_t stamp;        /* pr_facts.clock when a numbered fact of it last changed in a recursive stratum */
} pr_table;

typedef struct pr_facts {
    /* By numbered fact: of those of recursive strata that hold, the order in which they came to, from 1. What supports
     * a fact came before it, so a proof never goes in a circle. Kept with supports; else, and for others, 0. */
    uint32_t *turns;
    uint32_t turn;    /* the last one */
    pr_table *tables; /* by relation */
    uint32_t clock;   /* goes on with each run of a loop, from 1 */
    uint32_t *seen;   /* by loop: all that has no later stamp went through it; 0: it did not run */
} pr_facts;

#endif
