/* The expression graph under construction: equal nodes are one node, and what is constant is computed at once. */
#ifndef PR_COMPILE_GRAPH_H
#define PR_COMPILE_GRAPH_H

#include "base/vec.h"
#include "vm/vm.h"

/* Which locals a node reads: bit n for local n; the last bit for all from there on. */
typedef uint64_t pr_locals;

/* Of the hash of constants. */
typedef struct pr_constant_slot {
    uint32_t hash, number; /* number + 1; 0: free */
} pr_constant_slot;

/* Fields of entities are looked up again and again, by rules and for one entity after the other: what was found last is
 * kept, by address. Neither names nor values change once they were read. */
enum { PR_GRAPH_MEMBERS = 64, PR_GRAPH_FIELDS = 512 };
typedef struct pr_member_slot {
    const pr_shape *shape;
    const char *name;
    size_t length;
    uint32_t place;
} pr_member_slot;
typedef struct pr_field_slot {
    const pr_value *value;
    pr_node_id node;
} pr_field_slot;

typedef struct pr_graph {
    pr_arena *arena; /* of the program */
    uint64_t seed;   /* of hashes */
    PR_VEC(pr_node) nodes;
    PR_VEC(pr_node_origin) origins;
    PR_VEC(uint32_t) makers; /* as in pr_program */
    PR_VEC(pr_locals) free;  /* by node */
    PR_VEC(pr_node_id) args;
    PR_VEC(pr_value) constants;
    PR_VEC(pr_text) names;
    PR_VEC(const pr_shape *) shapes;
    PR_VEC(const pr_type *) types;
    PR_VEC(const pr_shape *) functions;
    PR_VEC(const pr_type *const *) function_types;
    pr_map name_numbers;
    uint32_t *node_slots, node_slot_count; /* hash of nodes: number + 1 */
    PR_VEC(pr_node_id) constant_nodes;     /* by constant: its node, or PR_NONE */
    pr_constant_slot *constant_slots;
    uint32_t constant_slot_count;
    pr_member_slot members[PR_GRAPH_MEMBERS];
    pr_field_slot fields[PR_GRAPH_FIELDS];
    uint32_t frame_size;
    pr_program view; /* what the folding machine sees */
    pr_vm folder;
    bool fold;             /* off for preceptor feel, where errors are to be shown by the run */
    pr_node_origin origin; /* given to nodes made from now on */
    uint32_t scope;        /* whose conditions are being lowered: of pr_node_maker; 0: nobody's */
    pr_map places;         /* as in pr_program */
    pr_map asked;          /* as in pr_program */
    PR_VEC(pr_node_origin) place_origins;
    bool failed; /* out of memory */
} pr_graph;

/* `as program` shares the arena. */
bool pr_graph_init(pr_graph *graph, pr_arena *arena, const preceptor_allocator *allocator);
void pr_graph_release(pr_graph *graph);

/* A node; args are copied. Gives an existing equal one, a simpler one, or a constant where that is the same.
 * PR_NONE only when out of memory. `flags`: PR_NODE_BOOLEAN where the static type says so. */
pr_node_id pr_graph_node(pr_graph *graph, pr_op op, uint8_t flags, uint16_t extra, uint32_t data,
                         const pr_node_id *args, uint32_t count);
pr_node_id pr_graph_constant(pr_graph *graph, pr_value value);
/* The same of a value that stays where it is, and as it is, as long as the program. */
pr_node_id pr_graph_constant_at(pr_graph *graph, const pr_value *value);
/* Where a context has the value of a name; NULL: it has no such name. */
const pr_value *pr_graph_member(pr_graph *graph, const pr_context *context, pr_text name);
/* How far the graph had come: what is behind it was made, and placed, while an expression was lowered. */
typedef struct pr_graph_mark {
    uint32_t nodes, places;
} pr_graph_mark;
static inline pr_graph_mark pr_graph_begin(const pr_graph *graph) {
    return (pr_graph_mark){graph->nodes.count, graph->place_origins.count};
}
/* Notes that an expression of the present scope, begun at the mark, came to the node: proofs tell it in its words. Of
 * several within each other it is the outermost, of several side by side the first. */
void pr_graph_place(pr_graph *graph, pr_node_id node, pr_node_origin origin, pr_graph_mark mark);
/* Notes that the present scope asks for an entity's condition. */
void pr_graph_ask(pr_graph *graph, uint32_t condition);
/* Did the present scope have words for the node before the mark? */
bool pr_graph_is_placed(const pr_graph *graph, pr_node_id node, pr_graph_mark mark);
/* A text as what a slot says: it prints what is not known, unless something reads the relation. Others stay. */
pr_node_id pr_graph_as_slot(pr_graph *graph, pr_node_id node);
/* The value of a constant node. */
bool pr_graph_value(const pr_graph *graph, pr_node_id node, pr_value *out);
/* Is a constant the same for every profile, whatever is asked of it? Entities, and what holds them, may have conditions
 * of their own, and functions have bodies. */
bool pr_graph_is_plain(pr_value constant);
bool pr_graph_is_true(const pr_graph *graph, pr_node_id node);
bool pr_graph_is_false(const pr_graph *graph, pr_node_id node);
uint32_t pr_graph_name(pr_graph *graph, pr_text name);
uint32_t pr_graph_shape(pr_graph *graph, const pr_text *names, uint32_t count);
/* Iterations: the body's local `extra` (and the next for `partial`) is bound by the node. */

/* Puts the arrays into a program. */
void pr_graph_finish(const pr_graph *graph, pr_program *program);

#endif
