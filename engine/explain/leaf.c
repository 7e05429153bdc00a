/* Conditions that are not taken apart: a comparison, a membership, a flag. */
#include "advise/parts.h"
#include "explain/parts.h"

static const pr_node_origin *origin_of(const pr_explainer *x, pr_node_id node) {
    return pr_advise_origin(x->vm->program, &x->told, node);
}

void pr_explain_begin_rule(pr_explainer *x, uint32_t number, const pr_value *bindings) {
    const pr_rule *rule = &x->vm->program->rules[number];
    x->told.scopes[0] = pr_rule_scope(number);
    x->told.scopes[1] = pr_rule_scope(rule->whole);
    x->told.bindings = bindings;
    x->told.binding_count = rule->variable_count;
    x->turn = ++x->turns;
}

pr_span pr_explain_place(const pr_explainer *x, pr_node_id node) {
    const pr_node_origin *o = origin_of(x, node);
    return o->source != NULL ? pr_origin_span(&o->source->origin, o->start, o->end) : (pr_span){0};
}

pr_text pr_explain_text(pr_explainer *x, pr_node_id node) {
    const pr_node_origin *o = origin_of(x, node);
    if (o->source == NULL || o->end <= o->start || o->end > o->source->text.length) {
        return (pr_text){0};
    }
    pr_buf *out = &x->vm->print;
    bool gap = false, cut = o->end - o->start > PR_LIMIT_PROOF_TEXT;
    pr_buf_clear(out);
    for (uint32_t i = o->start; i < o->end && out->length < PR_LIMIT_PROOF_TEXT; i++) {
        char c = o->source->text.at[i];
        bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            pr_buf_string(out, gap ? " " : "");
            pr_buf_char(out, c);
        }
        gap = blank;
    }
    pr_buf_string(out, cut ? " ..." : "");
    return pr_vm_printed(x->vm);
}

static bool outside_at(pr_explainer *x, uint32_t walk, pr_node_id id, uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_ATTRIBUTE:
    case PR_OP_LOCAL:
    case PR_OP_FACT:
    case PR_OP_TUPLE:
    case PR_OP_RELATION:
    case PR_OP_SUBSET: return true;
    default: break;
    }
    for (uint32_t i = 0; i < n->count && depth < PR_LIMIT_PROOF_DEPTH; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && pr_explain_is_new(x, walk, arg) && outside_at(x, walk, arg, depth + 1)) {
            return true;
        }
    }
    return false;
}

static bool looks_outside(pr_explainer *x, pr_node_id id) {
    return outside_at(x, pr_explain_begin_walk(x), id, 0);
}

static pr_op mirrored(pr_op op) {
    switch (op) {
    case PR_OP_LESS: return PR_OP_GREATER;
    case PR_OP_LESS_EQUAL: return PR_OP_GREATER_EQUAL;
    case PR_OP_GREATER: return PR_OP_LESS;
    case PR_OP_GREATER_EQUAL: return PR_OP_LESS_EQUAL;
    default: return op;
    }
}

static pr_op opposite(pr_op op) {
    switch (op) {
    case PR_OP_LESS: return PR_OP_GREATER_EQUAL;
    case PR_OP_LESS_EQUAL: return PR_OP_GREATER;
    case PR_OP_GREATER: return PR_OP_LESS_EQUAL;
    case PR_OP_GREATER_EQUAL: return PR_OP_LESS;
    case PR_OP_EQUAL: return PR_OP_NOT_EQUAL;
    default: return PR_OP_EQUAL;
    }
}

/* What is found is told as the profile has it, also where a proof sets some of it aside. */
static pr_vm *knowing_of(const pr_explainer *x, pr_node_id id) {
    return (pr_node_at(x->vm->program, id)->flags & PR_NODE_CLOSED) != 0 ? x->words : x->vm;
}

static pr_text asked_in_words(pr_explainer *x, pr_op op, pr_node_id node) {
    pr_value limit = pr_vm_value(knowing_of(x, node), node);
    bool date = limit.kind == PR_DATE;
    pr_arena *arena = &x->vm->arena;
    pr_text name = limit.kind == PR_UNKNOWN ? pr_explain_text(x, node) : (pr_text){0};
    pr_text said = pr_advise_say_value(x->vm, limit);
    if (name.length > 0) {
        said = pr_text_format(arena, "%.*s, which is %.*s", PR_ARG(name), PR_ARG(said));
    }
    switch (op) {
    case PR_OP_LESS: return pr_text_format(arena, "%s %.*s", date ? "before" : "less than", PR_ARG(said));
    case PR_OP_LESS_EQUAL:
        return date ? pr_text_format(arena, "%.*s or earlier", PR_ARG(said))
                    : pr_text_format(arena, "at most %.*s", PR_ARG(said));
    case PR_OP_GREATER: return pr_text_format(arena, "%s %.*s", date ? "after" : "more than", PR_ARG(said));
    case PR_OP_GREATER_EQUAL:
        return date ? pr_text_format(arena, "%.*s or later", PR_ARG(said))
                    : pr_text_format(arena, "at least %.*s", PR_ARG(said));
    case PR_OP_NOT_EQUAL: return pr_text_format(arena, "anything but %.*s", PR_ARG(said));
    default: return said;
    }
}

static double number_of(pr_value v) {
    if (v.kind == PR_DATE) {
        return (double)pr_date_to_days(v.number);
    }
    double scaled = (double)v.number;
    for (int8_t i = v.exponent; i < 0 && v.kind == PR_NUMBER && (v.flags & PR_FLAG_BIG) == 0; i++) {
        scaled /= 10;
    }
    return (v.flags & PR_FLAG_BIG) != 0 && v.kind == PR_NUMBER ? 0 : scaled;
}

static bool is_measure(pr_value v) {
    return v.kind == PR_NUMBER || v.kind == PR_DATE || v.kind == PR_MONTHS || v.kind == PR_DURATION;
}

/* Relative to what is asked for; dates relative to a year. */
static double distance_between(pr_value found, pr_value asked) {
    if (found.kind != asked.kind || !is_measure(found)) {
        return 1;
    }
    double a = number_of(found), b = number_of(asked), scale = found.kind == PR_DATE ? 365 : b < 0 ? -b : b;
    double apart = (a < b ? b - a : a - b) / (scale > 1 ? scale : 1);
    return apart < 1 ? apart : 1;
}

/* `plain` is what is asked in the words of the expression, where there are no better ones. */
static void say_comparison(pr_explainer *x, const pr_node *n, bool wanted, pr_text plain, pr_proof *out) {
    const pr_program *p = x->vm->program;
    const pr_node_id *args = pr_node_args(p, n);
    bool first = looks_outside(x, args[0]), second = looks_outside(x, args[1]);
    if (!first && !second) {
        /* Nothing but the knowledge base and the day: it is the day that is found. */
        first = pr_node_at(p, args[0])->op == PR_OP_TODAY;
        out->found = pr_text_format(&x->vm->arena, "the day is %.*s",
                                    PR_ARG(pr_advise_say_value(x->vm, pr_date(x->vm->as_of))));
    }
    pr_node_id limit = first ? args[1] : args[0], found = first ? args[0] : args[1];
    pr_op op = wanted ? (pr_op)n->op : opposite((pr_op)n->op);
    if (first && second) {
        /* Neither side is a limit: the expression says what is asked. */
        out->asked = plain;
    } else {
        out->asked = asked_in_words(x, first ? op : mirrored(op), limit);
    }
    out->distance = distance_between(pr_vm_value(x->vm, found), pr_vm_value(x->vm, limit));
}

/* What stands in the text as a variable of the knowledge base: "p.id", of a claim "p.id in done". */
static void say_member(pr_explainer *x, pr_value sought, pr_proof *out) {
    const pr_text claim = out->claim;
    size_t end = 0;
    for (size_t i = 0; i + 4 <= claim.length && end == 0; i++) {
        end = memcmp(claim.at + i, " in ", 4) == 0 ? i : 0;
    }
    pr_buf_clear(&x->vm->print);
    pr_value_print(sought, &x->vm->print);
    const pr_text name = {claim.at, end}, value = pr_vm_printed(x->vm);
    const char first = end > 0 ? claim.at[0] : '"';
    bool variable = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    bool literal = pr_text_equal(name, value);
    pr_binding *binding = variable && !literal ? PR_NEW(&x->vm->arena, pr_binding) : NULL;
    if (binding != NULL) {
        *binding = (pr_binding){name, value};
        out->bindings = binding;
        out->binding_count = 1;
    }
}

static void say_membership(pr_explainer *x, const pr_node *n, bool wanted, pr_text plain, pr_proof *out) {
    const pr_program *p = x->vm->program;
    const pr_node_id of = pr_node_args(p, n)[1];
    const pr_node *sought = pr_node_at(p, pr_node_args(p, n)[0]), *list = pr_node_at(p, of);
    pr_value set = pr_vm_value(knowing_of(x, of), of);
    pr_buf *print = &x->vm->print;
    pr_buf_clear(print);
    pr_value_print(set, print);
    bool known = set.kind == PR_LIST && !set.list->uncertain && print->length <= PR_LIMIT_PROOF_TEXT;
    pr_text said = pr_vm_printed(x->vm);
    if (sought->op == PR_OP_CONSTANT && list->op != PR_OP_CONSTANT) {
        say_member(x, p->constants[sought->data], out);
        pr_buf_clear(print);
        pr_value_print_literal(p->constants[sought->data], print);
        out->asked = pr_text_format(&x->vm->arena, "%s%.*s among %.*s", wanted ? "" : "no ",
                                    PR_ARG(pr_vm_printed(x->vm)), PR_ARG(known ? said : PR_TEXT("them")));
        return;
    }
    if (!known && !wanted && list->op == PR_OP_ATTRIBUTE) {
        said = p->attributes[list->data].path;
        known = true;
    }
    out->asked =
        known ? pr_text_format(&x->vm->arena, "%s of %.*s", wanted ? "one" : "none", PR_ARG(said)) : plain;
}

/* One test of a value that is written as the value alone is a membership, too. */
static bool is_one_value(const pr_program *p, const pr_node *n) {
    const pr_node *of = n->op == PR_OP_IN ? pr_node_at(p, pr_node_args(p, n)[1]) : NULL;
    pr_kind kind = of != NULL && of->op == PR_OP_CONSTANT ? p->constants[of->data].kind : PR_LIST;
    return kind == PR_STRING || kind == PR_NUMBER || kind == PR_BOOLEAN || kind == PR_DATE;
}

static bool is_comparison(const pr_node *n) { return n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL; }

/* What several tests of a value ask for: "x or at least 3", "none of x, y". Empty: some of them have no such words. */
static pr_text asked_by_tests(pr_explainer *x, const pr_node *n, bool wanted) {
    const pr_program *p = x->vm->program;
    pr_text said = {0};
    bool equal = true;
    for (uint32_t i = 0; i < n->count; i++) {
        const pr_node *test = pr_node_at(p, pr_node_args(p, n)[i]);
        bool value = is_one_value(p, test);
        if (!value && (!is_comparison(test) || looks_outside(x, pr_node_args(p, test)[1]))) {
            return (pr_text){0};
        }
        equal = equal && (value || test->op == PR_OP_EQUAL);
    }
    bool none = equal && !wanted;
    for (uint32_t i = 0; i < n->count; i++) {
        const pr_node *test = pr_node_at(p, pr_node_args(p, n)[i]);
        pr_op said_as = test->op == PR_OP_IN ? PR_OP_EQUAL : (pr_op)test->op;
        pr_op op = wanted || equal ? said_as : opposite(said_as);
        pr_text one = asked_in_words(x, op, pr_node_args(p, test)[1]);
        const char *before = i > 0 ? (wanted ? " or " : equal ? ", " : " and ") : none ? "none of " : "";
        said = pr_text_format(&x->vm->arena, "%.*s%s%.*s", PR_ARG(said), before, PR_ARG(one));
    }
    return said;
}

static void say_asked(pr_explainer *x, const pr_node *n, bool wanted, bool flag, pr_proof *out) {
    pr_text plain = pr_text_format(&x->vm->arena, "%s%.*s", wanted ? "" : "not ", PR_ARG(out->claim));
    const pr_node *test =
        n->op == PR_OP_NOT ? pr_node_at(x->vm->program, pr_node_args(x->vm->program, n)[0]) : n;
    bool holds = n->op == PR_OP_NOT ? !wanted : wanted;
    out->distance = 1;
    if (is_comparison(test)) {
        say_comparison(x, test, holds, plain, out);
    } else if (is_one_value(x->vm->program, test)) {
        pr_node_id value = pr_node_args(x->vm->program, test)[1];
        out->asked = asked_in_words(x, holds ? PR_OP_EQUAL : PR_OP_NOT_EQUAL, value);
    } else if (test->op == PR_OP_IN) {
        say_membership(x, test, holds, plain, out);
    } else if (flag) {
        out->asked = wanted ? PR_TEXT("true") : PR_TEXT("false");
    } else {
        pr_text said = test->op == PR_OP_OR ? asked_by_tests(x, test, holds) : (pr_text){0};
        out->asked = said.length > 0 ? said : plain;
    }
}

/* "games[1].points is 2": what members of a loop's records are. */
static pr_text found_in_records(pr_explainer *x, const pr_proofs *parts) {
    pr_text said = {0};
    for (uint32_t i = 0; i < parts->count && said.length < PR_LIMIT_PROOF_RECORD_TEXT; i++) {
        const pr_proof *part = parts->items[i];
        if (part->kind == PR_PROOF_RECORD && part->found.length > 0) {
            said = pr_text_format(&x->vm->arena, "%.*s%s%.*s", PR_ARG(said), said.length > 0 ? "; " : "",
                                  PR_ARG(part->claim));
        }
    }
    return said;
}

const pr_proof *pr_explain_leaf(pr_explainer *x, pr_node_id id, bool wanted) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    pr_proof *out = pr_proof_new(x, PR_PROOF_CONDITION, pr_vm_holds(x->vm, id));
    pr_proofs parts = {0};
    if (out == NULL) {
        return NULL;
    }
    pr_text member = pr_explain_member(x, id);
    out->claim = pr_explain_text(x, id);
    out->at = pr_explain_place(x, id);
    out->closed = out->status == (wanted ? PR_TRUE : PR_FALSE);
    uint32_t count;
    pr_vm *knowing = knowing_of(x, id);
    const pr_finding *findings = pr_advise_findings(knowing, id, &x->told, &count);
    out->found = pr_advise_say(knowing, findings, count);
    say_asked(x, n, wanted, n->op == PR_OP_ATTRIBUTE || member.length > 0, out);
    if (!pr_explain_records(x, id, !out->closed, &parts) || !pr_explain_inputs(x, id, &parts)) {
        return NULL;
    }
    out->found = out->found.length > 0 ? out->found : found_in_records(x, &parts);
    pr_proof_rests_on(out, &parts, 1);
    return out;
}
