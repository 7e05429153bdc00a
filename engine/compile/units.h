/* The units that are put into an order, and what each rests on: facts, then the loops of relations, then relations as a
 * whole. */
#ifndef PR_COMPILE_UNITS_H
#define PR_COMPILE_UNITS_H

#include "compile/build.h"

typedef struct pr_edge {
    uint32_t to, rule;
    bool negative; /* what rests on it may shrink when it grows */
} pr_edge;

typedef PR_VEC(pr_edge) pr_edge_list;

/* edges.c: by unit, for as long as the build; NULL after errors, or when out of memory. */
const pr_edge_list *pr_find_edges(pr_build *build);

static inline uint32_t pr_unit_count(const pr_program *p) { return p->fact_count + 2 * p->relation_count; }

static inline uint32_t pr_loops_unit(const pr_program *p, uint32_t relation) {
    return p->fact_count + relation;
}

/* Who looks at a relation as a list rests on all of it: one edge to this unit stands for those to its facts. */
static inline uint32_t pr_whole_unit(const pr_program *p, uint32_t relation) {
    return p->fact_count + p->relation_count + relation;
}

static inline bool pr_is_whole(const pr_program *p, uint32_t unit) {
    return unit >= p->fact_count + p->relation_count;
}

static inline uint32_t pr_unit_relation(const pr_program *p, uint32_t unit) {
    return unit < p->fact_count ? p->facts[unit].relation : (unit - p->fact_count) % p->relation_count;
}

#endif
