/* What the files of the lowering share. */
#ifndef PR_COMPILE_LOWER_PARTS_H
#define PR_COMPILE_LOWER_PARTS_H

#include "compile/lower.h"

/* Room for so many; NULL, and the graph has failed, when out of memory. */
pr_node_id *pr_lower_nodes(pr_lower *lower, uint32_t count);
/* The items from `from` on, lowered; NULL when out of memory. */
pr_node_id *pr_lower_items(pr_lower *lower, const pr_ast *tree, uint32_t from, const pr_env *env,
                           uint32_t depth);
pr_node_id pr_lower_filter(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth);
/* `for`, `some`, `every` from the n-th variable on. */
pr_node_id pr_lower_iteration(pr_lower *lower, const pr_ast *tree, uint32_t n, const pr_env *env,
                              uint32_t depth);
pr_node_id pr_lower_call(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth);
pr_node_id pr_lower_function(pr_lower *lower, const pr_ast *tree, const pr_env *env, uint32_t depth);

#endif
