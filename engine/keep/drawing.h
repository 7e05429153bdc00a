/* A graph to be drawn: nodes with labels, and what leads from one to another. Written as DOT, the language of Graphviz,
 * which also lays it out as SVG. */
#ifndef PR_KEEP_DRAWING_H
#define PR_KEEP_DRAWING_H

#include "keep/keep.h"

typedef enum pr_drawn_kind {
    PR_DRAWN_ENTITY,
    PR_DRAWN_REQUIREMENT,
    PR_DRAWN_ATTRIBUTE,
    PR_DRAWN_DERIVED, /* a derived attribute, or a function */
    PR_DRAWN_PARAMETER,
    PR_DRAWN_RELATION,
    PR_DRAWN_RULE,
    PR_DRAWN_KIND_COUNT
} pr_drawn_kind;

typedef struct pr_drawn_node {
    pr_text key, label; /* the label may have several lines */
    pr_drawn_kind kind;
    bool faint; /* closed, or only preferred */
} pr_drawn_node;

typedef struct pr_drawn_edge {
    uint32_t from, to;
    uint32_t color; /* 0: as all; else one of a few, for telling ways apart */
    bool faint;
} pr_drawn_edge;

typedef struct pr_drawing {
    pr_arena *arena; /* its `failed` tells of a want of memory */
    pr_text title;
    bool relations_only; /* of what expressions name */
    pr_map keys;         /* kind and key -> node; what else was seen */
    PR_VEC(pr_drawn_node) nodes;
    PR_VEC(pr_drawn_edge) edges;
} pr_drawing;

void pr_drawing_init(pr_drawing *d, pr_text title, pr_arena *arena);
/* The node of a key, made with an empty label where there is none yet, which `made` tells (it may be NULL). Without
 * memory node 0. */
uint32_t pr_drawing_node(pr_drawing *d, pr_drawn_kind kind, pr_text key, bool *made);
/* The same for an entity: ids are those of a collection. */
uint32_t pr_drawing_entity(pr_drawing *d, pr_drawn_kind kind, const pr_program *program,
                           const pr_entity *entity, bool *made);
/* An edge of the same color between the same nodes is drawn once. */
void pr_drawing_edge(pr_drawing *d, pr_drawn_edge edge);
void pr_drawing_dot(const pr_drawing *d, pr_buf *out);

/* drawn.c: an entity, its requirements, and what these rest on. */
void pr_draw_entity(const pr_program *program, const pr_kb *kb, const pr_entity *entity, pr_drawing *d);
/* The rule of an id, or those that conclude a relation; of an empty word all. False where there is none. */
bool pr_draw_rules(const pr_program *program, const pr_kb *kb, pr_text word, pr_drawing *d);
/* draw_pathways.c: every pathway with its stages, side by side. */
void pr_draw_pathways(const pr_program *program, pr_drawing *d);
/* draw_names.c: edges from a node to all that an expression names, and from there on to what that rests on. `bound` are
 * names that mean something else in it. */
void pr_draw_expression(const pr_kb *kb, pr_drawing *d, uint32_t from, const pr_feel_source *source,
                        const pr_text *bound, uint32_t bound_count);

/* svg.c: the layout, by a module that is opened only for it. NULL in `out`, with the reason in `why`, where there is
 * none; false without memory. `out` is to be freed. */
bool pr_svg_of(pr_text dot, char **out, size_t *length, const char **why);

#endif
