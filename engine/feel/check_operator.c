/* Operators: which kinds they apply to, and what they give. */
#include "feel/checker.h"

enum { ADD = 1, SUBTRACT = 2, MULTIPLY = 4, DIVIDE = 8, POWER = 16 };

typedef struct arithmetic_row {
    unsigned ops;
    pr_type_kind left, right;
    const pr_type *result;
} arithmetic_row;

/* DMN 1.5, tables 53 to 57. */
static const arithmetic_row arithmetic[] = {
    {ADD | SUBTRACT | MULTIPLY | DIVIDE | POWER, PR_TYPE_NUMBER, PR_TYPE_NUMBER, &pr_type_number},
    {ADD, PR_TYPE_STRING, PR_TYPE_STRING, &pr_type_string},
    {ADD | SUBTRACT, PR_TYPE_DATE, PR_TYPE_MONTHS, &pr_type_date},
    {ADD | SUBTRACT, PR_TYPE_DATE, PR_TYPE_DURATION, &pr_type_date},
    {ADD | SUBTRACT, PR_TYPE_DATE_TIME, PR_TYPE_MONTHS, &pr_type_date_time},
    {ADD | SUBTRACT, PR_TYPE_DATE_TIME, PR_TYPE_DURATION, &pr_type_date_time},
    {ADD | SUBTRACT, PR_TYPE_TIME, PR_TYPE_DURATION, &pr_type_time},
    {ADD, PR_TYPE_MONTHS, PR_TYPE_DATE, &pr_type_date},
    {ADD, PR_TYPE_DURATION, PR_TYPE_DATE, &pr_type_date},
    {ADD, PR_TYPE_MONTHS, PR_TYPE_DATE_TIME, &pr_type_date_time},
    {ADD, PR_TYPE_DURATION, PR_TYPE_DATE_TIME, &pr_type_date_time},
    {ADD, PR_TYPE_DURATION, PR_TYPE_TIME, &pr_type_time},
    {ADD | SUBTRACT, PR_TYPE_MONTHS, PR_TYPE_MONTHS, &pr_type_months},
    {ADD | SUBTRACT, PR_TYPE_DURATION, PR_TYPE_DURATION, &pr_type_duration},
    {ADD | SUBTRACT, PR_TYPE_ANY_DURATION, PR_TYPE_ANY_DURATION, &pr_type_any_duration},
    {SUBTRACT, PR_TYPE_DATE, PR_TYPE_DATE, &pr_type_duration},
    {SUBTRACT, PR_TYPE_DATE_TIME, PR_TYPE_DATE_TIME, &pr_type_duration},
    {SUBTRACT, PR_TYPE_DATE, PR_TYPE_DATE_TIME, &pr_type_duration},
    {SUBTRACT, PR_TYPE_DATE_TIME, PR_TYPE_DATE, &pr_type_duration},
    {SUBTRACT, PR_TYPE_TIME, PR_TYPE_TIME, &pr_type_duration},
    {MULTIPLY | DIVIDE, PR_TYPE_MONTHS, PR_TYPE_NUMBER, &pr_type_months},
    {MULTIPLY | DIVIDE, PR_TYPE_DURATION, PR_TYPE_NUMBER, &pr_type_duration},
    {MULTIPLY | DIVIDE, PR_TYPE_ANY_DURATION, PR_TYPE_NUMBER, &pr_type_any_duration},
    {MULTIPLY, PR_TYPE_NUMBER, PR_TYPE_MONTHS, &pr_type_months},
    {MULTIPLY, PR_TYPE_NUMBER, PR_TYPE_DURATION, &pr_type_duration},
    {MULTIPLY, PR_TYPE_NUMBER, PR_TYPE_ANY_DURATION, &pr_type_any_duration},
    {DIVIDE, PR_TYPE_MONTHS, PR_TYPE_MONTHS, &pr_type_number},
    {DIVIDE, PR_TYPE_DURATION, PR_TYPE_DURATION, &pr_type_number},
    {DIVIDE, PR_TYPE_ANY_DURATION, PR_TYPE_ANY_DURATION, &pr_type_number},
};

typedef struct operator_name {
    unsigned op;
    const char *symbol;
} operator_name;

static operator_name operator_of(pr_ast_kind kind) {
    switch (kind) {
    case PR_AST_ADD: return (operator_name){ADD, "+"};
    case PR_AST_SUBTRACT: return (operator_name){SUBTRACT, "-"};
    case PR_AST_MULTIPLY: return (operator_name){MULTIPLY, "*"};
    case PR_AST_DIVIDE: return (operator_name){DIVIDE, "/"};
    default: return (operator_name){POWER, "**"};
    }
}

static bool kind_fits(pr_type_kind wanted, const pr_type *type, bool exact) {
    bool either =
        type->kind == PR_TYPE_ANY_DURATION && (wanted == PR_TYPE_MONTHS || wanted == PR_TYPE_DURATION);
    return type->kind == wanted || (!exact && either);
}

static const pr_type *arithmetic_result(unsigned op, const pr_type *a, const pr_type *b, bool exact) {
    for (size_t i = 0; i < sizeof arithmetic / sizeof *arithmetic; i++) {
        const arithmetic_row *row = &arithmetic[i];
        if ((row->ops & op) != 0 && kind_fits(row->left, a, exact) && kind_fits(row->right, b, exact)) {
            return row->result;
        }
    }
    return NULL;
}

static bool is_temporal(const pr_type *type) {
    return type->kind >= PR_TYPE_DATE && type->kind <= PR_TYPE_DATE_TIME;
}

static void report_arithmetic(pr_checker *c, const pr_ast *node, const pr_type *a, const pr_type *b) {
    operator_name op = operator_of((pr_ast_kind)node->kind);
    pr_text left = pr_check_type_name(c, a), right = pr_check_type_name(c, b);
    pr_diag *diag = pr_check_error(c, node, "wrong-type", "'%s' does not apply to %.*s and %.*s", op.symbol,
                                   PR_ARG(left), PR_ARG(right));
    if (op.op == ADD && (a->kind == PR_TYPE_STRING || b->kind == PR_TYPE_STRING)) {
        pr_diag_hint(c->diags, diag, "string(...) makes text of any value");
    } else if ((is_temporal(a) && b->kind == PR_TYPE_NUMBER) ||
               (is_temporal(b) && a->kind == PR_TYPE_NUMBER)) {
        pr_diag_hint(c->diags, diag, "durations are written like @\"P3D\" or @\"P1Y6M\"");
    } else if (op.op == ADD && a->kind == PR_TYPE_LIST) {
        pr_diag_hint(c->diags, diag, "use append(list, item) or concatenate(list, list)");
    }
}

static const pr_type *check_arithmetic(pr_checker *c, pr_ast *node) {
    const pr_type *a = pr_check_node(c, node->items[0]), *b = pr_check_node(c, node->items[1]);
    if (a->kind == PR_TYPE_ANY || b->kind == PR_TYPE_ANY) {
        return &pr_type_any;
    }
    unsigned op = operator_of((pr_ast_kind)node->kind).op;
    const pr_type *result = arithmetic_result(op, a, b, true);
    if (result == NULL) {
        result = arithmetic_result(op, a, b, false);
    }
    if (result == NULL) {
        report_arithmetic(c, node, a, b);
        return &pr_type_any;
    }
    return a->nullable || b->nullable ? pr_check_made(c, pr_type_nullable(result, c->arena)) : result;
}

static const pr_type *check_negate(pr_checker *c, pr_ast *node) {
    const pr_type *type = pr_check_node(c, node->items[0]);
    bool fits = type->kind == PR_TYPE_ANY || type->kind == PR_TYPE_NUMBER ||
                (type->kind >= PR_TYPE_MONTHS && type->kind <= PR_TYPE_ANY_DURATION);
    if (!fits) {
        pr_text found = pr_check_type_name(c, type);
        pr_check_error(c, node, "wrong-type", "'-' does not apply to %.*s", PR_ARG(found));
        return &pr_type_any;
    }
    return type;
}

static bool is_list_beside(pr_type_kind kind, const pr_type *a, const pr_type *b) {
    return (a->kind == PR_TYPE_LIST && b->kind == kind) || (b->kind == PR_TYPE_LIST && a->kind == kind);
}

/* A name that is a value of what it is compared with: text without its quotes. */
static bool hint_at_quotes(pr_checker *c, pr_diag *diag, const pr_ast *name, const pr_type *other) {
    bool value = false;
    for (uint32_t i = 0; name->kind == PR_AST_NAME && other->kind == PR_TYPE_STRING && i < other->value_count;
         i++) {
        value = value || pr_text_equal(other->values[i], name->text);
    }
    if (value) {
        pr_diag_hint(c->diags, diag, PR_FEEL_QUOTES_HINT, PR_ARG(name->text));
    }
    return value;
}

static pr_diag *report_unlike(pr_checker *c, const pr_ast *at, const pr_type *a, const pr_type *b) {
    pr_text left = pr_check_type_name(c, a), right = pr_check_type_name(c, b);
    pr_diag *diag =
        pr_check_error(c, at, "wrong-type", "%.*s cannot be compared with %.*s", PR_ARG(left), PR_ARG(right));
    const pr_type *other = is_temporal(a) || a->kind == PR_TYPE_BOOLEAN ? b : a, *known = other == a ? b : a;
    /* 2027-01-31 without anything is a difference of numbers. */
    if (is_temporal(known) && (other->kind == PR_TYPE_STRING || other->kind == PR_TYPE_NUMBER)) {
        pr_diag_hint(c->diags, diag, "dates are written like @\"2027-01-31\"");
    } else if (known->kind == PR_TYPE_BOOLEAN && other->kind == PR_TYPE_STRING) {
        pr_diag_hint(c->diags, diag, "true and false stand without quotes");
    } else if (is_list_beside(PR_TYPE_NUMBER, a, b)) {
        pr_diag_hint(c->diags, diag,
                     "count(list) tells how many there are, and 'in' whether one of them is it");
    } else if (a->kind == PR_TYPE_LIST || b->kind == PR_TYPE_LIST) {
        pr_diag_hint(c->diags, diag, "use 'in' or list contains(list, item)");
    }
    return diag;
}

static void check_equality(pr_checker *c, const pr_ast *at, const pr_ast *a, const pr_ast *b) {
    bool reported = pr_check_enum(c, a, b->type);
    reported = pr_check_enum(c, b, a->type) || reported;
    if (!reported && !pr_type_compatible(a->type, b->type)) {
        pr_diag *diag = report_unlike(c, at, a->type, b->type);
        (void)(hint_at_quotes(c, diag, a, b->type) || hint_at_quotes(c, diag, b, a->type));
    }
}

/* Two types that `at` puts in order. */
static void check_order(pr_checker *c, const pr_ast *at, const pr_type *a, const pr_type *b) {
    bool ordered = pr_check_has_order(a) && pr_check_has_order(b);
    const pr_type *without = pr_check_has_order(a) ? b : a;
    if (!ordered && without->kind == PR_TYPE_NULL) {
        pr_diag *diag = pr_check_error(c, at, "wrong-type", "null has no order");
        pr_diag_hint(c->diags, diag, "compare it by = or !=");
    } else if (!ordered && pr_type_compatible(a, b)) {
        pr_text name = pr_check_type_name(c, without);
        pr_check_error(c, at, "wrong-type", "%.*s has no order", PR_ARG(name));
    } else if (!pr_type_compatible(a, b) && (a->kind != PR_TYPE_STRING || b->kind != PR_TYPE_STRING)) {
        (void)report_unlike(c, at, a, b);
    }
}

static bool is_equality(pr_ast_kind op) { return op == PR_AST_EQUAL || op == PR_AST_NOT_EQUAL; }

static const pr_type *check_comparison(pr_checker *c, pr_ast *node) {
    (void)pr_check_node(c, node->items[0]);
    (void)pr_check_node(c, node->items[1]);
    if (is_equality((pr_ast_kind)node->kind)) {
        check_equality(c, node, node->items[0], node->items[1]);
    } else {
        check_order(c, node, node->items[0]->type, node->items[1]->type);
    }
    return &pr_type_boolean;
}

static const pr_type *check_junction(pr_checker *c, pr_ast *node) {
    const char *what = node->kind == PR_AST_AND ? "what 'and' joins" : "what 'or' joins";
    for (uint32_t i = 0; i < node->count; i++) {
        (void)pr_check_node(c, node->items[i]);
        pr_check_condition(c, node->items[i], what);
    }
    return &pr_type_boolean;
}

static const pr_type *check_between(pr_checker *c, pr_ast *node) {
    for (uint32_t i = 0; i < 3; i++) {
        (void)pr_check_node(c, node->items[i]);
    }
    for (uint32_t i = 1; i < 3; i++) {
        check_order(c, node->items[i], node->items[0]->type, node->items[i]->type);
    }
    return &pr_type_boolean;
}

/* `for i in 3..1` counts down; anywhere else such a range is a slip. */
static void check_ends(pr_checker *c, const pr_ast *node) {
    const pr_ast *low = node->items[0], *high = node->items[1];
    bool written = !node->bare && low->kind == high->kind && low->value.kind == high->value.kind &&
                   (low->kind == PR_AST_NUMBER || low->kind == PR_AST_STRING || low->kind == PR_AST_AT);
    if (written && pr_value_order(low->value, high->value) == PR_GREATER) {
        pr_warn(c->diags, "empty-range", pr_feel_span(c->source, node),
                "nothing is in this range: it ends before it begins");
    }
}

const pr_type *pr_check_range(pr_checker *c, pr_ast *node) {
    const pr_type *element = pr_check_node(c, node->items[0]);
    if (node->kind == PR_AST_RANGE) {
        const pr_type *low = element, *high = pr_check_node(c, node->items[1]);
        /* An end that is null is open. */
        if (low->kind != PR_TYPE_NULL && high->kind != PR_TYPE_NULL) {
            check_order(c, node, low, high);
            check_ends(c, node);
        }
        element = low->kind == PR_TYPE_NULL ? high : low;
    }
    return pr_check_made(c, pr_type_range(element, c->arena));
}

/* The element of a list or range type. */
static const pr_type *element_of(const pr_type *type) {
    return type->element != NULL ? type->element : &pr_type_any;
}

static void check_test(pr_checker *c, const pr_ast *left, const pr_ast *test);

/* `x in list`: x is one of its items, or in one of its ranges; or, when x is a list itself, equal to it. */
static void check_in_list(pr_checker *c, const pr_ast *left, const pr_ast *test) {
    const pr_type *element = element_of(test->type);
    if (left->type->kind == PR_TYPE_LIST && pr_type_compatible(left->type, test->type)) {
        return;
    }
    if (test->kind == PR_AST_LIST) {
        for (uint32_t i = 0; i < test->count; i++) {
            check_test(c, left, test->items[i]);
        }
    } else if (element->kind == PR_TYPE_RANGE) {
        check_order(c, test, left->type, element_of(element));
    } else if (!pr_check_enum(c, left, element) && !pr_type_compatible(left->type, element)) {
        (void)report_unlike(c, test, left->type, element);
    }
}

static void check_test(pr_checker *c, const pr_ast *left, const pr_ast *test) {
    if (test->kind == PR_AST_NOT_TESTS) {
        for (uint32_t i = 0; i < test->count; i++) {
            check_test(c, left, test->items[i]);
        }
    } else if (test->kind == PR_AST_DASH) {
        return;
    } else if (pr_ast_is_test_of_input(test)) {
        pr_check_condition(c, test, "a test");
    } else if (test->kind == PR_AST_TEST && is_equality((pr_ast_kind)test->op)) {
        check_equality(c, test, left, test->items[0]);
    } else if (test->type->kind == PR_TYPE_RANGE && left->type->kind != PR_TYPE_RANGE) {
        check_order(c, test, left->type, element_of(test->type));
    } else if (test->type->kind == PR_TYPE_LIST) {
        check_in_list(c, left, test);
    } else {
        check_equality(c, test, left, test);
    }
}

static const pr_type *check_in(pr_checker *c, pr_ast *node) {
    pr_frame input = {.outer = c->frames, .name = PR_TEXT("?"), .type = pr_check_node(c, node->items[0])};
    for (uint32_t i = 1; i < node->count; i++) {
        c->frames = pr_ast_is_test_of_input(node->items[i]) ? &input : input.outer;
        (void)pr_check_node(c, node->items[i]);
        c->frames = input.outer;
        check_test(c, node->items[0], node->items[i]);
    }
    return &pr_type_boolean;
}

const pr_type *pr_check_operator(pr_checker *c, pr_ast *node) {
    switch ((pr_ast_kind)node->kind) {
    case PR_AST_NEGATE: return check_negate(c, node);
    case PR_AST_ADD:
    case PR_AST_SUBTRACT:
    case PR_AST_MULTIPLY:
    case PR_AST_DIVIDE:
    case PR_AST_POWER: return check_arithmetic(c, node);
    case PR_AST_AND:
    case PR_AST_OR: return check_junction(c, node);
    case PR_AST_BETWEEN: return check_between(c, node);
    case PR_AST_IN: return check_in(c, node);
    default: return check_comparison(c, node);
    }
}
