/* What the files of the parser share: its state, and the steps that each takes for the others. Every step gives
 * NULL once the expression's first error has been reported, or when out of memory. */
#ifndef PR_FEEL_PARSER_H
#define PR_FEEL_PARSER_H

#include "feel/ast.h"
#include "feel/lexer.h"

typedef PR_VEC(pr_ast *) pr_ast_list;
typedef PR_VEC(pr_text) pr_name_list;

typedef struct pr_parser {
    const pr_feel_source *source;
    pr_text text; /* that of `source` */
    pr_arena *arena;
    pr_diags *diags;
    pr_token token;       /* the next one, not yet consumed */
    pr_token last;        /* the one consumed before it */
    pr_name_list known;   /* compound names in scope, innermost last */
    uint32_t listed;      /* how many of them the caller passed */
    pr_name_list members; /* compound names of context entries anywhere in the text */
    uint32_t depth;       /* of recursion */
    uint32_t filters;     /* how many filters we are in */
    bool high_end;        /* in the high end of a range, where `[` may close it */
    bool inside_template;
    bool reported;
} pr_parser;

/* How tightly an operator binds. */
typedef enum pr_level {
    PR_LEVEL_OR,
    PR_LEVEL_AND,
    PR_LEVEL_COMPARE,
    PR_LEVEL_ADD,
    PR_LEVEL_MULTIPLY,
    PR_LEVEL_POWER,
} pr_level;

/* Tokens (parse_token.c). */
void pr_parse_next(pr_parser *p);
/* Goes on at an offset, which must be one between tokens. */
void pr_parse_seek(pr_parser *p, uint32_t at);
bool pr_parse_take(pr_parser *p, pr_token_kind kind);
bool pr_parse_take_word(pr_parser *p, pr_word word);
/* Takes it or reports it as expected. */
bool pr_parse_expect(pr_parser *p, pr_token_kind kind);
bool pr_parse_expect_word(pr_parser *p, pr_word word);
/* The same for a bracket that closes the one at `open`. */
bool pr_parse_expect_close(pr_parser *p, pr_token_kind kind, uint32_t open);
/* The token after the current one. */
pr_token pr_parse_peek(const pr_parser *p);
/* May an expression start with this token? */
bool pr_parse_starts_operand(pr_token token);
/* Where the longest known name at the current NAME token ends; the token's end when none is longer. */
uint32_t pr_parse_name_end(const pr_parser *p);
uint32_t pr_parse_member_end(const pr_parser *p);
/* Reads a name that is being introduced, up to the word `stop` where it is not empty. False after reporting. */
bool pr_parse_new_name(pr_parser *p, const char *stop, pr_text *name, pr_ast_range *range);
/* Makes a name known until `p->known.count` is set back. */
bool pr_parse_learn(pr_parser *p, pr_text name);

/* Nodes (parse_token.c). */
/* From `start` to the last token consumed; items are copied. Checks the depth. */
pr_ast *pr_parse_node(pr_parser *p, pr_ast_kind kind, uint32_t start, pr_ast *const *items, uint32_t count);
bool pr_parse_enter(pr_parser *p);
void pr_parse_leave(pr_parser *p);

/* Errors (parse_error.c). */
/* Reports that `expected` was expected at the current token. Gives NULL. */
void *pr_parse_fail(pr_parser *p, const char *expected);
/* The same, with a note at the bracket that is still open. */
void *pr_parse_fail_open(pr_parser *p, const char *expected, uint32_t open);
void *pr_parse_fail_depth(pr_parser *p);

/* Expressions. */
pr_ast *pr_parse_expression(pr_parser *p); /* parse.c */
/* Operators that bind at least as tightly as `least`, behind `left`, or behind the next operand when `left` is NULL. */
pr_ast *pr_parse_operators(pr_parser *p, pr_ast *left, pr_level least); /* parse_operator.c */
/* A unary test that starts with an operator. */
pr_ast *pr_parse_operator_test(pr_parser *p);    /* parse_operator.c */
bool pr_parse_at_comparison(const pr_parser *p); /* parse_operator.c */
/* The rest of a range from `..` on. */
pr_ast *pr_parse_range(pr_parser *p, pr_ast *low, bool closed, uint32_t open); /* parse_primary.c */
pr_ast *pr_parse_primary(pr_parser *p);                                        /* parse_primary.c */
/* Paths, filters, calls and `instance of` behind a primary. */
pr_ast *pr_parse_postfix(pr_parser *p, pr_ast *left);       /* parse_postfix.c */
pr_ast *pr_parse_if(pr_parser *p);                          /* parse_scope.c */
pr_ast *pr_parse_iteration(pr_parser *p, pr_ast_kind kind); /* parse_scope.c */
pr_ast *pr_parse_function(pr_parser *p);                    /* parse_scope.c */
pr_ast *pr_parse_context(pr_parser *p);                     /* parse_scope.c */
pr_ast *pr_parse_type(pr_parser *p);                        /* parse_type.c */
pr_ast *pr_parse_tests(pr_parser *p);                       /* parse_tests.c */
/* What could be read, `whole` where it was all (parse_template.c). */
pr_ast *pr_parse_template(pr_parser *p, bool *whole);

#endif
