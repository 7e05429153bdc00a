/* Conditions that are not taken apart: a comparison, a membership, a flag; and what they look at. */
#include "advise/parts.h"
#include "explain/parts.h"

enum { MOST_TEXT = 160, MOST_DEPTH = 200 };

bool pr_proofs_add(pr_explainer *x, pr_proofs *all, const pr_proof *proof) {
    if (proof == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        const pr_proof *have = all->items[i];
        if (have == proof || (have->kind == proof->kind && proof->kind != PR_PROOF_FACT &&
                              have->status == proof->status && pr_text_equal(have->claim, proof->claim))) {
            return true;
        }
    }
    return PR_PUSH(&x->vm->arena, all, proof);
}

bool pr_proofs_add_all(pr_explainer *x, pr_proofs *all, const pr_proofs *more) {
    for (uint32_t i = 0; i < more->count; i++) {
        if (!pr_proofs_add(x, all, more->items[i])) {
            return false;
        }
    }
    return true;
}

uint32_t pr_proofs_weight(const pr_proofs *parts) {
    uint64_t weight = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        weight += parts->items[i]->circular ? UINT32_MAX : parts->items[i]->weight;
    }
    return weight < UINT32_MAX ? (uint32_t)weight : UINT32_MAX;
}

pr_proof *pr_proof_new(pr_explainer *x, pr_proof_kind kind, pr_truth status) {
    pr_proof *p = PR_NEW(&x->vm->arena, pr_proof);
    if (p != NULL) {
        *p = (pr_proof){.kind = (uint8_t)kind, .status = (uint8_t)status, .sources = pr_null(), .weight = 1};
    }
    return p;
}

void pr_proof_rests_on(pr_proof *proof, const pr_proofs *parts, uint32_t own_weight) {
    uint64_t weight = own_weight;
    for (uint32_t i = 0; i < parts->count; i++) {
        weight += parts->items[i]->weight;
    }
    proof->from = parts->items;
    proof->count = parts->count;
    proof->weight = weight < UINT32_MAX ? (uint32_t)weight : UINT32_MAX;
}

pr_span pr_explain_place(const pr_explainer *x, pr_node_id node) {
    const pr_node_origin *o = &x->vm->program->origins[node];
    return o->source != NULL ? pr_origin_span(&o->source->origin, o->start, o->end) : (pr_span){0};
}

pr_text pr_explain_text(pr_explainer *x, pr_node_id node) {
    const pr_node_origin *o = &x->vm->program->origins[node];
    if (o->source == NULL || o->end <= o->start || o->end > o->source->text.length) {
        return (pr_text){0};
    }
    pr_buf *out = &x->vm->print;
    bool gap = false, cut = o->end - o->start > MOST_TEXT;
    pr_buf_clear(out);
    for (uint32_t i = o->start; i < o->end && out->length < MOST_TEXT; i++) {
        char c = o->source->text.at[i];
        bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) {
            pr_buf_string(out, gap ? " " : "");
            pr_buf_char(out, c);
        }
        gap = blank;
    }
    pr_buf_string(out, cut ? " ..." : "");
    return pr_text_copy(&x->vm->arena, pr_buf_view(out));
}

static bool looks_outside(const pr_program *p, pr_node_id id, uint32_t depth) {
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
    for (uint32_t i = 0; i < n->count && depth < MOST_DEPTH; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && looks_outside(p, arg, depth + 1)) {
            return true;
        }
    }
    return false;
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

static pr_text asked_in_words(pr_explainer *x, pr_op op, pr_value limit) {
    bool date = limit.kind == PR_DATE;
    pr_text said = pr_advise_say_value(x->vm, limit);
    pr_arena *arena = &x->vm->arena;
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
    for (int i = v.exponent; i < 0 && v.kind == PR_NUMBER && (v.flags & PR_FLAG_BIG) == 0; i++) {
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

static void say_comparison(pr_explainer *x, const pr_node *n, bool wanted, pr_proof *out) {
    const pr_program *p = x->vm->program;
    const pr_node_id *args = pr_node_args(p, n);
    bool first = looks_outside(p, args[0], 0), second = looks_outside(p, args[1], 0);
    if (!first && !second) {
        /* Nothing but the knowledge base and the day: it is the day that is found. */
        first = pr_node_at(p, args[0])->op == PR_OP_TODAY;
        out->found = pr_text_format(&x->vm->arena, "the day is %.*s",
                                    PR_ARG(pr_advise_say_value(x->vm, pr_date(x->vm->as_of))));
    }
    pr_node_id limit = first ? args[1] : args[0], found = first ? args[0] : args[1];
    pr_op op = wanted ? (pr_op)n->op : opposite((pr_op)n->op);
    if (first && second) {
        op = PR_OP_EQUAL; /* neither side is a limit: the expression says what is asked */
        out->asked = pr_text_format(&x->vm->arena, "%s%.*s", wanted ? "" : "not ", PR_ARG(out->claim));
    } else {
        out->asked = asked_in_words(x, first ? op : mirrored(op), pr_vm_value(x->vm, limit));
    }
    out->distance = distance_between(pr_vm_value(x->vm, found), pr_vm_value(x->vm, limit));
}

static void say_membership(pr_explainer *x, const pr_node *n, bool wanted, pr_proof *out) {
    pr_value set = pr_vm_value(x->vm, pr_node_args(x->vm->program, n)[1]);
    pr_buf *print = &x->vm->print;
    pr_buf_clear(print);
    pr_value_print(set, print);
    bool known = set.kind == PR_LIST && !set.list->uncertain && print->length <= MOST_TEXT;
    pr_text said = pr_text_copy(&x->vm->arena, pr_buf_view(print));
    out->asked = known ? pr_text_format(&x->vm->arena, "%s of %.*s", wanted ? "one" : "none", PR_ARG(said))
                       : pr_text_format(&x->vm->arena, "%s%.*s", wanted ? "" : "not ", PR_ARG(out->claim));
    out->distance = 1;
}

const pr_proof *pr_explain_leaf(pr_explainer *x, pr_node_id id, bool wanted) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    pr_proof *out = pr_proof_new(x, PR_PROOF_CONDITION, pr_vm_holds(x->vm, id));
    pr_proofs parts = {0};
    if (out == NULL) {
        return NULL;
    }
    out->claim = pr_explain_text(x, id);
    out->at = pr_explain_place(x, id);
    uint32_t count;
    const pr_finding *findings = pr_advise_findings(x->vm, id, &count);
    out->found = pr_advise_say(x->vm, findings, count);
    if (n->op >= PR_OP_EQUAL && n->op <= PR_OP_GREATER_EQUAL) {
        say_comparison(x, n, wanted, out);
    } else if (n->op == PR_OP_IN) {
        say_membership(x, n, wanted, out);
    } else {
        out->asked = n->op == PR_OP_ATTRIBUTE
                         ? (wanted ? PR_TEXT("true") : PR_TEXT("false"))
                         : pr_text_format(&x->vm->arena, "%s%.*s", wanted ? "" : "not ", PR_ARG(out->claim));
        out->distance = 1;
    }
    if (!pr_explain_records(x, id, &parts) || !pr_explain_inputs(x, id, &parts)) {
        return NULL;
    }
    pr_proof_rests_on(out, &parts, 1);
    return out;
}

static bool add_attribute(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_attribute *a = &x->vm->program->attributes[number];
    pr_value said = x->vm->attributes[number], v = pr_vm_attribute(x->vm, number);
    bool given = (said.kind != PR_UNKNOWN || (said.flags & PR_FLAG_LEAF) == 0) &&
                 (x->given == NULL || x->given[number]);
    bool known = v.kind != PR_UNKNOWN && !(v.kind == PR_LIST && v.list->open);
    pr_proof *p = pr_proof_new(x, PR_PROOF_ATTRIBUTE, known ? PR_TRUE : PR_UNDECIDED);
    if (p == NULL) {
        return false;
    }
    p->attribute = a->path;
    p->number = number;
    p->given = given;
    p->found = pr_advise_say_value(x->vm, v);
    p->claim = given || !known
                   ? pr_text_format(&x->vm->arena, "%.*s is %.*s", PR_ARG(a->path), PR_ARG(p->found))
                   : pr_text_format(&x->vm->arena, "%.*s is not given, which counts as %.*s", PR_ARG(a->path),
                                    PR_ARG(p->found));
    if (given && x->places != NULL && x->places[number].source != NULL) {
        p->at = pr_origin_whole(&x->places[number]);
    }
    /* What stands for an attribute that is not given may rest on others. */
    pr_proofs parts = {0};
    const pr_node_id stands[] = {a->absent, a->expected_low, a->expected_high};
    for (size_t i = 0; !given && i < sizeof stands / sizeof stands[0]; i++) {
        if (stands[i] != PR_NONE && !pr_explain_inputs(x, stands[i], &parts)) {
            return false;
        }
    }
    pr_proof_rests_on(p, &parts, given ? 1 : 0);
    return pr_proofs_add(x, out, p);
}

static bool add_parameter(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_parameter *parameter = &x->vm->program->parameters[number];
    pr_value v = x->vm->parameters[number];
    pr_proof *p = pr_proof_new(x, PR_PROOF_PARAMETER, v.kind != PR_UNKNOWN ? PR_TRUE : PR_UNDECIDED);
    if (p == NULL) {
        return false;
    }
    p->found = pr_advise_say_value(x->vm, v);
    p->weight = 0;
    p->claim = v.kind == PR_UNKNOWN
                   ? pr_text_format(&x->vm->arena, "%.*s has no value on this day", PR_ARG(parameter->name))
                   : pr_text_format(&x->vm->arena, "%.*s is %.*s on this day", PR_ARG(parameter->name),
                                    PR_ARG(p->found));
    for (uint32_t i = 0; i < parameter->period_count; i++) {
        const pr_parameter_period *period = &parameter->periods[i];
        if (period->from <= x->vm->as_of && x->vm->as_of <= period->until) {
            p->sources = period->sources;
        }
    }
    return pr_proofs_add(x, out, p);
}

static bool add_facts(pr_explainer *x, const uint32_t *facts, uint32_t count, pr_proofs *out) {
    for (uint32_t i = 0; i < count; i++) {
        if (!pr_proofs_add(x, out, pr_explain_fact(x, facts[i]))) {
            return false;
        }
    }
    return true;
}

static bool add_relation(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_relation *relation = &x->vm->program->relations[number];
    const pr_table *table = &x->vm->facts.tables[number];
    if (x->relations[number] != 0) {
        return true;
    }
    x->relations[number] = 1;
    bool ok = add_facts(x, relation->facts, relation->fact_count, out);
    for (uint32_t i = 0; ok && i < table->tuples.count; i++) {
        ok = pr_proofs_add(x, out, pr_explain_tuple(x, number, table->tuples.items[i]));
    }
    /* What the loops went through says that there are no more. */
    for (uint32_t l = 0; ok && l < relation->loop_count; l++) {
        const pr_loop *loop = &x->vm->program->loops[relation->loops[l]];
        for (uint32_t i = 0; ok && i < loop->level_count; i++) {
            ok = pr_explain_inputs(x, loop->sources[i], out);
        }
    }
    x->relations[number] = 0;
    return ok;
}

static bool inputs_at(pr_explainer *x, pr_node_id id, pr_proofs *out, uint32_t depth) {
    const pr_program *p = x->vm->program;
    const pr_node *n = pr_node_at(p, id);
    switch ((pr_op)n->op) {
    case PR_OP_ATTRIBUTE: return add_attribute(x, n->data, out);
    case PR_OP_PARAMETER: return add_parameter(x, n->data, out);
    case PR_OP_FACT: return pr_proofs_add(x, out, pr_explain_fact(x, n->data));
    case PR_OP_TUPLE: return pr_explain_test(x, n, out);
    case PR_OP_RELATION: return add_relation(x, n->data, out);
    case PR_OP_SUBSET: return add_facts(x, p->subsets[n->data].facts, p->subsets[n->data].fact_count, out);
    default: break;
    }
    for (uint32_t i = 0; i < n->count && depth < MOST_DEPTH; i++) {
        pr_node_id arg = pr_node_args(p, n)[i];
        if (arg != PR_NONE && !inputs_at(x, arg, out, depth + 1)) {
            return false;
        }
    }
    return true;
}

bool pr_explain_inputs(pr_explainer *x, pr_node_id node, pr_proofs *out) {
    return inputs_at(x, node, out, 0);
}
