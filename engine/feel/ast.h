/* The syntax tree of a FEEL expression, and the parser that makes it.
 *
 * The tree is untyped until feel/check.h has walked it. It is immutable afterwards, and its nodes may be shared.
 */
#ifndef PR_FEEL_AST_H
#define PR_FEEL_AST_H

#include "diag/diag.h"
#include "value/value.h"

struct pr_type;

/* Kinds, with what `items`, `names` and `text` hold. */
typedef enum pr_ast_kind {
    PR_AST_NULL,
    PR_AST_BOOLEAN, /* value */
    PR_AST_NUMBER,  /* value; an error null when it is out of range */
    PR_AST_STRING,  /* value: escapes resolved */
    PR_AST_AT,      /* value: the temporal value of an @ literal; an error null when it is none */
    /* text: normalised (one space between parts, none around signs); "?" and "item" are names too */
    PR_AST_NAME,
    PR_AST_PATH,   /* items[0] . text */
    PR_AST_FILTER, /* items[0] [ items[1] ] */
    /* items[0] ( items[1..] ); where `named`, names[i] is the name of argument items[i + 1] */
    PR_AST_CALL,
    PR_AST_NEGATE, /* - items[0] */
    PR_AST_ADD,    /* binary: items[0], items[1] */
    PR_AST_SUBTRACT,
    PR_AST_MULTIPLY,
    PR_AST_DIVIDE,
    PR_AST_POWER,
    PR_AST_EQUAL,
    PR_AST_NOT_EQUAL,
    PR_AST_LESS,
    PR_AST_LESS_EQUAL,
    PR_AST_GREATER,
    PR_AST_GREATER_EQUAL,
    PR_AST_AND, /* two or more: a and b and c is one node */
    PR_AST_OR,
    PR_AST_BETWEEN, /* items[0] between items[1] and items[2] */
    PR_AST_IN,      /* items[0] in items[1..], each a test: TEST, DASH, NOT_TESTS, or an expression */
    PR_AST_IF,      /* items[0] condition, items[1], items[2] */
    PR_AST_FOR, /* names[i] in items[i] ..., last item is the body; a source a..b is a RANGE with `bare` */
    PR_AST_SOME,
    PR_AST_EVERY,
    PR_AST_LIST,    /* items; `bare` when they are the parts of a template */
    PR_AST_CONTEXT, /* names[i]: items[i] */
    /* items[0], items[1], low_closed, high_closed; `bare` for a..b in `for` */
    PR_AST_RANGE,
    /* unary test: `op` is PR_AST_EQUAL .. PR_AST_GREATER_EQUAL, items[0] the operand: < 5. As a value outside of
     * `in` it is a range */
    PR_AST_TEST,
    PR_AST_DASH,      /* - : any value */
    PR_AST_NOT_TESTS, /* not( items ): in unary tests */
    /* function(names) items[0]; types[i] is a parameter's type or NULL; `external` parses and is null */
    PR_AST_FUNCTION,
    PR_AST_INSTANCE_OF, /* items[0] instance of items[1], a TYPE */
    /* text: name, or "list", "context", "function", "range" with items; names for a context's fields; a function's
     * last item is its result. No items: any element, fields, parameters */
    PR_AST_TYPE,
} pr_ast_kind;

typedef struct pr_ast pr_ast;
/* Bytes of the expression's text, [start, end). */
typedef struct pr_ast_range {
    uint32_t start, end;
} pr_ast_range;

struct pr_ast {
    uint8_t kind; /* pr_ast_kind */
    uint8_t op;   /* TEST: the comparison's kind */
    bool named, low_closed, high_closed, bare, external;
    uint16_t depth;      /* of the tree below: 1 for a leaf; at most PR_LIMIT_FEEL_DEPTH */
    uint32_t start, end; /* bytes of the expression's text, [start, end); parentheses around it included */
    uint32_t name_start, name_end; /* PATH: of the member name; NAME: without parentheses; CALL: unused */
    uint32_t count;                /* of items */
    uint32_t name_count;           /* of names */
    pr_ast **items;
    const pr_text *names;
    const pr_ast_range *name_ranges; /* by name: where it stands */
    pr_ast **types;                  /* FUNCTION: by parameter, a TYPE or NULL */
    pr_text text;
    pr_value value;
    const struct pr_type *type; /* set by the checker; NULL before */
};

/* A text to parse, and where it came from. The tree borrows from the text. */
typedef struct pr_feel_source {
    pr_text text;
    pr_origin origin;
} pr_feel_source;

/* Names with spaces or signs that are in scope beyond those that the expression itself introduces (context
 * entries, `for` variables, parameters) and beyond built-ins. Sorted or not, normalised as PR_AST_NAME is. Any
 * single identifier is a name without being listed. */
typedef struct pr_feel_names {
    const pr_text *items;
    uint32_t count;
} pr_feel_names;

/* Parses one expression. Gives NULL after reporting to `diags` (first error of the expression: what was found, what was
 * expected there), or when out of memory (`diags->failed` or the arena's `failed` is set). */
pr_ast *pr_feel_parse(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                      pr_diags *diags);
/* Unary tests, as in a decision table's cell: gives one boolean expression over the name "?". Tests that mention ?
 * stand for themselves, all others become `? in ...`; both kinds together are joined by `or`. */
pr_ast *pr_feel_parse_tests(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                            pr_diags *diags);
/* Text with {expressions} (and {{ }} for braces): gives a LIST whose items are STRING literals and expressions, in
 * order. Offsets in the tree are those of the whole text. Of each expression the first error is reported. */
pr_ast *pr_feel_parse_template(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                               pr_diags *diags);
/* The same, but gives what could be read beside what could not, in which case it is not `whole`. */
pr_ast *pr_feel_parse_parts(const pr_feel_source *source, const pr_feel_names *names, pr_arena *arena,
                            pr_diags *diags, bool *whole);

/* Does the name occur in the tree? */
bool pr_ast_mentions(const pr_ast *tree, const char *name);
/* A test of `in` that is a condition on ?, the value on the left, and not something to compare it with. */
bool pr_ast_is_test_of_input(const pr_ast *tree);

/* The span in the file of a node of an expression. */
static inline pr_span pr_feel_span(const pr_feel_source *source, const pr_ast *node) {
    return pr_origin_span(&source->origin, node->start, node->end);
}
/* Names in normal form: runs of white space become one space, none stands around . / - ' + * signs. */
pr_text pr_feel_normal_name(pr_text name, pr_arena *arena);

#endif
