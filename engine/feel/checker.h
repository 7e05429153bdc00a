/* What the files of the type checker share. An expression with an error has type ANY, so that one slip is reported
 * once. */
#ifndef PR_FEEL_CHECKER_H
#define PR_FEEL_CHECKER_H

#include "feel/builtin.h"
#include "feel/check.h"

/* A name that the expression introduces, or the item of a filter with its fields as names. */
typedef struct pr_frame pr_frame;
struct pr_frame {
    const pr_frame *outer;
    pr_text name;
    const pr_type *type;
    bool item; /* of a filter: `type` is the element's, `name` is empty */
};

typedef struct pr_checker {
    const pr_feel_source *source;
    const pr_type_scope *scope;
    pr_arena *arena;
    pr_diags *diags;
    const pr_frame *frames; /* innermost first */
    bool failed;            /* an error was reported, or there was no memory */
    /* What the function that is checked next is called with: parameters without a type have these. */
    const pr_type *const *given;
    uint32_t given_count;
} pr_checker;

/* What to do about text that lacks its quotes; takes PR_ARG of it. */
#define PR_FEEL_QUOTES_HINT "text stands in double quotes: \"%.*s\""

/* The type of a node, which it also sets. Never NULL. */
const pr_type *pr_check_node(pr_checker *c, pr_ast *node); /* check.c */
/* `type`, or ANY when it is NULL for want of memory. */
const pr_type *pr_check_made(pr_checker *c, const pr_type *type); /* check.c */
/* A relation as a value: the list of its tuples. All else as it is. */
const pr_type *pr_check_value_type(pr_checker *c, const pr_type *type); /* check.c */
/* Reports that a checked node is not `type`, or that a literal in it is no value of an enum. `what` says what must
 * be of the type. */
void pr_check_against(pr_checker *c, pr_ast *node, const pr_type *type, const char *what); /* check_fit.c */
/* Reports literals in the node that are no value of the enum `type`, or no id of its entities; true when it did. */
bool pr_check_enum(pr_checker *c, const pr_ast *node, const pr_type *type); /* check_fit.c */
/* Reports a node that is not boolean. */
void pr_check_condition(pr_checker *c, const pr_ast *node, const char *what); /* check_fit.c */
bool pr_check_has_order(const pr_type *type);                                 /* check_fit.c */

/* How messages call a type: as pr_type_name does, but entities after their collection. */
pr_text pr_check_type_name(pr_checker *c, const pr_type *type); /* check_fit.c */
/* Reports at a node, or at bytes of the text. */
pr_diag *pr_check_error(pr_checker *c, const pr_ast *node, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5))); /* check.c */
pr_diag *pr_check_error_at(pr_checker *c, uint32_t start, uint32_t end, const char *code, const char *format,
                           ...) __attribute__((format(printf, 5, 6))); /* check.c */

/* The type of a name; NULL when there is none. Built-ins are no names of this kind. */
const pr_type *pr_check_lookup(pr_checker *c, pr_text name); /* check_name.c */
/* May names be in scope of which nothing is known (those of a filtered item of unknown type)? */
bool pr_check_is_open(const pr_checker *c); /* check_name.c */
/* All names in scope. */
typedef struct pr_candidates {
    PR_VEC(pr_text) list;
} pr_candidates;
void pr_check_add_candidate(pr_checker *c, pr_candidates *to, pr_text name); /* check_name.c */
void pr_check_scope_names(pr_checker *c, pr_candidates *to);                 /* check_name.c */
const pr_type *pr_check_name(pr_checker *c, const pr_ast *node);             /* check_name.c */
/* The type of a member, mapped over lists; NULL when there is none. */
const pr_type *pr_check_member(pr_checker *c, const pr_type *of, pr_text name);   /* check_path.c */
const pr_type *pr_check_path(pr_checker *c, pr_ast *node);                        /* check_path.c */
const pr_type *pr_check_filter(pr_checker *c, pr_ast *node);                      /* check_scope.c */
const pr_type *pr_check_for(pr_checker *c, pr_ast *node);                         /* check_scope.c */
const pr_type *pr_check_quantified(pr_checker *c, pr_ast *node);                  /* check_scope.c */
const pr_type *pr_check_context(pr_checker *c, pr_ast *node);                     /* check_scope.c */
const pr_type *pr_check_function(pr_checker *c, pr_ast *node);                    /* check_scope.c */
const pr_type *pr_check_call(pr_checker *c, pr_ast *node);                        /* check_call.c */
const pr_type *pr_check_builtin(pr_checker *c, pr_ast *node, pr_builtin builtin); /* check_builtin.c */
/* What the arguments have in common that fit a signature. */
void pr_check_together(pr_checker *c, const pr_ast *call, pr_builtin builtin,
                       const pr_signature *s); /* check_together.c */
/* The type of a result that is closer than the signature's word for it; NULL: none is. */
const pr_type *pr_check_result_of(pr_builtin builtin); /* check_together.c */
/* May both be items of one list? Enums may differ in their values. */
bool pr_check_same_sort(const pr_type *a, const pr_type *b);   /* check.c */
const pr_type *pr_check_operator(pr_checker *c, pr_ast *node); /* check_operator.c */
const pr_type *pr_check_range(pr_checker *c, pr_ast *node);    /* check_operator.c */

#endif
