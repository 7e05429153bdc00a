/* Lowering: syntax trees to nodes of the graph, with names bound to nodes. */
#ifndef PR_COMPILE_LOWER_H
#define PR_COMPILE_LOWER_H

#include "compile/graph.h"
#include "feel/ast.h"

/* A name bound to a node, or an item whose members are names. */
typedef struct pr_env pr_env;
struct pr_env {
    const pr_env *outer;
    pr_text name;
    pr_node_id node;
    bool members;        /* the names of the item's members are in scope */
    const pr_type *type; /* of the item; NULL or ANY: only the run knows its members */
};

typedef struct pr_lower pr_lower;
/* What a name or a call means that no local binds. Hooks of the knowledge base; NULL for preceptor feel. Each gives
 * false where the name means nothing to it. */
typedef struct pr_lower_hooks {
    bool (*name)(pr_lower *lower, const pr_ast *tree, pr_node_id *out);
    bool (*path)(pr_lower *lower, const pr_ast *tree, const pr_env *env, pr_node_id *out);
    bool (*call)(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth, pr_node_id *out);
    bool (*condition)(pr_lower *lower, uint32_t number, pr_node_id *out);
} pr_lower_hooks;

struct pr_lower {
    pr_graph *graph;
    const pr_feel_source *source;
    const pr_lower_hooks *hooks;
    void *user;
    bool passed; /* the member lowered last was an entity's condition */
};

/* `depth` is the first free local. PR_NONE only when out of memory (the graph's `failed` is set). */
pr_node_id pr_lower_tree(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth);
/* A template: the joined text. Of one of a `slot` the program may say later that it is unknown where a part is. */
pr_node_id pr_lower_template(pr_lower *lower, const pr_ast *list, const pr_env *env, uint32_t depth,
                             bool slot);
/* A member of what a node gives, of a type that may be NULL: its place there is where the run looks first. A
 * condition among the fields of something constant becomes its node. */
pr_node_id pr_lower_member(pr_lower *lower, pr_node_id of, pr_text name, const pr_type *type, uint8_t flags);
/* Does a name stand bound in the environment (or may it, for members only the run knows)? */
bool pr_env_binds(const pr_env *env, pr_text name);
/* The type that a TYPE tree names; NULL for one that nothing is an instance of. */
const pr_type *pr_lower_type(const pr_ast *tree, pr_arena *arena);

#endif
