/* The type checker for expressions of a knowledge base: an attribute that does not exist, a comparison of unlike
 * types, an enum value that cannot occur, a list of mixed types, a wrong number of arguments are errors with place
 * and hint. */
#ifndef PR_FEEL_CHECK_H
#define PR_FEEL_CHECK_H

#include "feel/ast.h"
#include "feel/type.h"

/* The scope of an expression. */
typedef struct pr_type_scope {
    void *user;
    /* The type of a name, or NULL. */
    const pr_type *(*lookup)(void *user, pr_text name);
    /* All names, for suggestions; gives how many. May be NULL. */
    uint32_t (*names)(void *user, const pr_text **out);
    /* What a collection is called in messages. May be NULL. */
    pr_text (*collection_name)(void *user, uint32_t collection);
    /* Has a collection an entity of that id? May be NULL. */
    bool (*has_entity)(void *user, uint32_t collection, pr_text id);
    /* The ids that there are, for suggestions; gives how many. There where `has_entity` is. */
    uint32_t (*entity_ids)(void *user, uint32_t collection, const pr_text **out);
    /* Is this text a value of some attribute's closed list? May be NULL. */
    bool (*is_value)(void *user, pr_text text);
} pr_type_scope;

/* Walks the tree, sets `type` on every node, reports all errors. Gives the type of the whole, or NULL when there was an
 * error (or no memory). `expected` may be NULL; else a result that is not compatible with it is an error too. */
const pr_type *pr_feel_check(pr_ast *tree, const pr_feel_source *source, const pr_type_scope *scope,
                             const pr_type *expected, pr_arena *arena, pr_diags *diags);

/* The type that a TYPE node writes: number, list<string>, context<a: date>, ... NULL when a name in it is none of
 * FEEL's types, or out of memory. Any, and list, context, range or function alone, have elements of which nothing
 * is known. */
const pr_type *pr_feel_type(const pr_ast *type, pr_arena *arena);

#endif
