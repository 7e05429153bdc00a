/* What stands between a conclusion and its holding. Every rule that could draw it is looked at; of each, what fails and
 * what is not known. */
#include "advise/parts.h"
#include "explain/parts.h"

#include <stdlib.h>

static bool gaps(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out);
static const pr_proof *gaps_of_fact(pr_explainer *x, uint32_t number);

int pr_explain_by_nearness(const void *a, const void *b) {
    const pr_proof *p = *(const pr_proof *const *)a, *q = *(const pr_proof *const *)b;
    bool unknown_p = p->status == PR_UNDECIDED, unknown_q = q->status == PR_UNDECIDED;
    if (unknown_p != unknown_q) {
        return unknown_p ? 1 : -1;
    }
    if (p->distance != q->distance) {
        return p->distance < q->distance ? -1 : 1;
    }
    int order = pr_text_compare(p->claim, q->claim);
    order = order != 0 ? order : pr_text_compare(p->rule, q->rule);
    return order != 0 ? order : p->serial < q->serial ? -1 : p->serial > q->serial;
}

/* Of rules for what is not known, those that keep it open are nearer than those that fail. */
static int open_first(const void *a, const void *b) {
    const pr_proof *p = *(const pr_proof *const *)a, *q = *(const pr_proof *const *)b;
    bool open_p = p->status == PR_UNDECIDED, open_q = q->status == PR_UNDECIDED;
    return open_p != open_q ? (open_p ? -1 : 1) : pr_explain_by_nearness(a, b);
}

void pr_explain_put_gaps(pr_proof *under, pr_proofs *parts, bool one_is_enough) {
    bool rules = one_is_enough && under->kind == PR_PROOF_FACT && under->status == PR_UNDECIDED;
    if (parts->count > 0) {
        qsort(parts->items, parts->count, sizeof *parts->items, rules ? open_first : pr_explain_by_nearness);
    }
    double sum = 0, least = 0;
    for (uint32_t i = 0; i < parts->count; i++) {
        double d =
            parts->items[i]->circular || parts->items[i]->cut ? PR_PROOF_FAR : parts->items[i]->distance;
        sum += d;
        least = i == 0 || d < least ? d : least;
    }
    pr_proof_rests_on(under, parts, 1);
    under->distance = one_is_enough ? least : sum;
}

static bool is_closed(pr_truth t, bool wanted) { return t == (wanted ? PR_TRUE : PR_FALSE); }

/* All that one of several ways lacks, as one gap. */
static bool gaps_of_alternative(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out) {
    pr_proofs parts = {0};
    if (!gaps(x, id, wanted, &parts)) {
        return false;
    }
    if (parts.count < 2) {
        return pr_proofs_add_all(x, out, &parts);
    }
    pr_proof *together = pr_proof_new(x, PR_PROOF_RULE, pr_vm_holds(x->vm, id));
    if (together == NULL) {
        return false;
    }
    together->claim = PR_TEXT("these together");
    pr_explain_put_gaps(together, &parts, false);
    return PR_PUSH(&x->vm->arena, out, together);
}

/* Of several, one is enough. */
static bool alternatives(pr_explainer *x, const pr_node *n, pr_truth whole, bool wanted, pr_proofs *out) {
    pr_proofs all = {0};
    for (uint32_t i = 0; i < n->count; i++) {
        pr_node_id arg = pr_node_args(x->vm->program, n)[i];
        bool possible = true;
        if ((wanted && !pr_explain_possible(x, arg, &possible)) ||
            (possible && !gaps_of_alternative(x, arg, wanted, &all))) {
            return false;
        }
    }
    if (all.count == 1) {
        return pr_proofs_add(x, out, all.items[0]);
    }
    pr_proof *either = pr_proof_new(x, PR_PROOF_RULE, whole);
    if (either == NULL) {
        return false;
    }
    either->claim = PR_TEXT("one of these would do");
    pr_explain_put_gaps(either, &all, true);
    return all.count == 0 || PR_PUSH(&x->vm->arena, out, either);
}

static bool fact_gaps(pr_explainer *x, uint32_t number, bool wanted, pr_proofs *out) {
    if (wanted) {
        return pr_proofs_add(x, out, gaps_of_fact(x, number));
    }
    const pr_requirement *r = x->owners[number].requirement;
    if (r != NULL && number == r->blocks) {
        return pr_proofs_add(x, out, pr_explain_requirement_gaps(x, r));
    }
    return pr_proofs_add(x, out, pr_explain_fact(x, number));
}

static bool gaps_apart(pr_explainer *x, pr_node_id id, pr_truth t, bool wanted, pr_proofs *out) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    const pr_node_id *args = pr_node_args(x->vm->program, n);
    if (pr_node_is_whole(n)) {
        return pr_proofs_add(x, out, pr_explain_leaf(x, id, wanted));
    }
    pr_telling outer;
    const pr_node_id asked = pr_explain_begin_asked(x, id, &outer);
    if (asked != PR_NONE) {
        bool ok = gaps(x, asked, wanted, out);
        pr_explain_end(x, outer);
        return ok;
    }
    switch ((pr_op)n->op) {
    case PR_OP_CONSTANT: return true;
    case PR_OP_NOT: return gaps(x, args[0], !wanted, out);
    case PR_OP_CONDITION: return gaps(x, args[0], wanted, out);
    case PR_OP_AND:
    case PR_OP_OR:
        if ((n->op == PR_OP_OR) == wanted) {
            return alternatives(x, n, t, wanted, out);
        }
        for (uint32_t i = 0; i < n->count; i++) {
            if (!gaps(x, args[i], wanted, out)) {
                return false;
            }
        }
        return true;
    case PR_OP_FACT: return fact_gaps(x, n->data, wanted, out);
    case PR_OP_TUPLE: return pr_explain_test(x, n, wanted, out);
    default: return pr_proofs_add(x, out, pr_explain_leaf(x, id, wanted));
    }
}

static bool gaps(pr_explainer *x, pr_node_id id, bool wanted, pr_proofs *out) {
    const pr_node *n = pr_node_at(x->vm->program, id);
    pr_truth t = pr_vm_holds(x->vm, id);
    bool shared = (n->op == PR_OP_AND || n->op == PR_OP_OR) && (n->flags & PR_NODE_CLOSED) != 0;
    if (is_closed(t, wanted)) {
        return true;
    }
    if (!shared) {
        return gaps_apart(x, id, t, wanted, out);
    }
    const pr_apart *known = pr_explain_known_apart(x, id, wanted, true);
    pr_apart apart = {0};
    if (known != NULL) {
        apart = *known;
    } else if (!gaps_apart(x, id, t, wanted, &apart.parts) ||
               !pr_explain_keep_apart(x, id, wanted, true, &apart)) {
        return false;
    }
    return pr_proofs_add_all(x, out, &apart.parts);
}

bool pr_explain_lacking(pr_explainer *x, pr_node_id node, pr_proofs *out) { return gaps(x, node, true, out); }

static pr_proof *gaps_of_rule(pr_explainer *x, const pr_body *body) {
    pr_proof *out = pr_proof_new(x, PR_PROOF_RULE, pr_vm_holds(x->vm, body->node));
    pr_proofs parts = {0};
    pr_explain_begin_rule(x, body->rule, body->bindings);
    if (out == NULL || !gaps(x, body->node, true, &parts)) {
        return NULL;
    }
    pr_explain_say_rule(x, body->rule, body->bindings, NULL, NULL, out);
    out->claim = pr_text_format(&x->vm->arena, "the rule %.*s could say so", PR_ARG(out->rule));
    pr_explain_put_gaps(out, &parts, false);
    return out;
}

static bool needs_itself(const pr_proof *rule) {
    for (uint32_t i = 0; i < rule->count; i++) {
        if (rule->from[i]->circular) {
            return true;
        }
    }
    return false;
}

/* Rules that could never conclude it, or only from itself, are no way to get there. */
static bool gaps_of_rules(pr_explainer *x, const pr_fact *fact, pr_proof *out) {
    pr_proofs rules = {0};
    bool circular = false;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        bool possible;
        if (!pr_explain_possible(x, fact->bodies[i].node, &possible)) {
            return false;
        }
        if (!possible) {
            out->ruled_out++;
            continue;
        }
        pr_proof *rule = gaps_of_rule(x, &fact->bodies[i]);
        if (rule == NULL) {
            return false;
        }
        if (needs_itself(rule)) {
            circular = true;
            out->ruled_out++;
        } else if (rule->status != PR_TRUE && !PR_PUSH(&x->vm->arena, &rules, rule)) {
            return false;
        }
    }
    out->circular = circular && rules.count == 0;
    out->never = out->status == PR_FALSE && rules.count == 0 && !circular;
    pr_explain_put_gaps(out, &rules, true);
    return true;
}

static const pr_proof *gaps_of_fact(pr_explainer *x, uint32_t number) {
    if (x->gaps[number] != NULL) {
        return x->gaps[number];
    }
    const pr_fact *fact = &x->vm->program->facts[number];
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, pr_vm_state(x->vm, number));
    const pr_value *slots = pr_vm_fact_slots(x->vm, fact);
    if (out == NULL || slots == NULL) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, fact->relation, slots);
    out->claim = pr_explain_claim(x, fact->relation, slots);
    if (x->under_way[number] != 0) {
        out->circular = true;
        return out;
    }
    if (x->level >= PR_LIMIT_PROOF_FACTS) {
        out->cut = true;
        return out;
    }
    x->level++;
    x->under_way[number] = 1;
    const pr_telling outer = pr_explain_begin(x, x->owners[number].requirement, NULL);
    bool ok = gaps_of_rules(x, fact, out);
    pr_explain_end(x, outer);
    x->under_way[number] = 0;
    x->level--;
    x->gaps[number] = ok ? out : NULL;
    return x->gaps[number];
}

const pr_proof *pr_explain_gaps(pr_explainer *x, uint32_t fact) { return gaps_of_fact(x, fact); }

/* Why a requirement does not apply. */
static bool add_exemption(pr_explainer *x, const pr_requirement *r, pr_proofs *out) {
    uint32_t others = 0;
    return r->applies != PR_NONE ? pr_proofs_add(x, out, pr_explain_fact(x, r->applies))
                                 : pr_explain_gather(x, r->applies_when, out, &others);
}

/* Of what is not in force nothing that it asks for helps. */
static void say_closed(pr_explainer *x, const pr_requirement *r, pr_proof *out) {
    const uint32_t fact = r->blocks != PR_NONE ? r->blocks : r->met;
    const pr_subject *subject = fact != PR_NONE ? x->owners[fact].subject : NULL;
    if (subject != NULL && subject->in_force != PR_NONE &&
        pr_vm_state(x->vm, subject->in_force) == PR_FALSE) {
        out->found = pr_text_format(&x->vm->arena, "%.*s: %.*s", PR_ARG(subject->entity->id),
                                    PR_ARG(pr_advise_say_closed(x->vm, subject->entity)));
    }
}

/* What it lacks; or, where it does not apply, why that is so: then it stands in nobody's way. */
static bool lacks(pr_explainer *x, const pr_requirement *r, pr_proof *out, pr_proofs *parts) {
    const pr_status status = pr_advise_status(x->vm, r);
    out->mend = status != PR_WAIVED && status != PR_NOT_APPLICABLE;
    if (status == PR_WAIVED && r->waived != PR_NONE) {
        pr_explain_say_waiver(x, &x->owners[r->waived], out);
    } else {
        say_closed(x, r, out);
    }
    if (status == PR_NOT_APPLICABLE) {
        out->found = PR_TEXT("it does not apply, and so does not stand in the way");
        return add_exemption(x, r, parts);
    }
    return gaps(x, r->requires, true, parts);
}

const pr_proof *pr_explain_requirement_gaps(pr_explainer *x, const pr_requirement *r) {
    uint32_t fact = r->blocks != PR_NONE ? r->blocks : r->met;
    if (fact != PR_NONE && x->blocks[fact] != NULL) {
        return x->blocks[fact];
    }
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, pr_vm_holds(x->vm, r->requires));
    pr_proofs parts = {0};
    const pr_telling outer = pr_explain_begin(x, r, x->loop);
    bool ok = out != NULL && lacks(x, r, out, &parts);
    pr_span at = pr_explain_place(x, r->requires);
    pr_explain_end(x, outer);
    if (!ok) {
        return NULL;
    }
    if (fact != PR_NONE) {
        x->blocks[fact] = out;
    }
    /* What is told is that it is met: to block is the opposite. */
    if (r->met != PR_NONE) {
        const pr_fact *met = &x->vm->program->facts[r->met];
        out->fact = pr_explain_fact_text(x, met->relation, pr_vm_fact_slots(x->vm, met));
    }
    out->claim = pr_advise_field(r->fields, "text");
    out->at = at;
    pr_explain_say_requirement(x, r, out);
    pr_explain_put_gaps(out, &parts, false);
    return out;
}
