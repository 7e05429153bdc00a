/* Tuples that loops found: how, or why there is none. */
#include "advise/parts.h"
#include "explain/parts.h"

/* One way in which a loop found the tuple. */
static bool explain_support(pr_explainer *x, const pr_support *support, pr_proofs *out, uint32_t *others) {
    const pr_loop *loop = &x->vm->program->loops[support->loop];
    pr_vm *vm = x->vm;
    pr_value *outer = vm->locals;
    pr_value *own = pr_explain_frame(x, support->locals, loop->level_count);
    if (own == NULL) {
        return false;
    }
    const pr_telling before = pr_explain_begin(x, NULL, loop);
    vm->locals = own;
    pr_explain_begin_rule(x, loop->rule, loop->bindings);
    bool ok = true;
    for (uint32_t i = 0; ok && i < loop->level_count; i++) {
        const pr_node *source = pr_node_at(vm->program, loop->sources[i]);
        /* A relation is explained by the tuple that the variable stands for. */
        ok = ok && (source->op == PR_OP_RELATION || pr_explain_inputs(x, loop->sources[i], out));
    }
    for (uint32_t i = 0; ok && i <= loop->level_count; i++) {
        ok = loop->tests[i] == PR_NONE || pr_explain_gather(x, loop->tests[i], out, others);
    }
    /* Without what its slots are made of it would be another tuple; what the variables' members are it says itself. */
    pr_proofs slots = {0};
    for (uint32_t i = 0; ok && i < vm->program->relations[loop->relation].slot_count; i++) {
        ok = loop->slots[i] == PR_NONE || pr_explain_inputs(x, loop->slots[i], &slots);
    }
    for (uint32_t i = 0; ok && i < slots.count; i++) {
        ok = slots.items[i]->kind == PR_PROOF_RECORD || pr_proofs_add(x, out, slots.items[i]);
    }
    vm->locals = outer;
    pr_explain_end(x, before);
    return ok;
}

const pr_proof *pr_explain_item(pr_explainer *x, uint32_t relation, pr_value item) {
    const pr_relation *r = &x->vm->program->relations[relation];
    const pr_table *table = &x->vm->facts.tables[relation];
    if (item.kind != PR_CONTEXT) {
        return NULL;
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        if (table->tuples.items[i]->slots == item.context->values) {
            return pr_explain_tuple(x, relation, table->tuples.items[i]);
        }
    }
    for (uint32_t i = 0; i < r->fact_count; i++) {
        const pr_value *slots = pr_vm_fact_slots(x->vm, &x->vm->program->facts[r->facts[i]]);
        bool same = slots != NULL;
        for (uint32_t s = 0; same && s < r->slot_count; s++) {
            same = pr_value_same(slots[s], item.context->values[s]);
        }
        if (same) {
            return pr_explain_fact(x, r->facts[i]);
        }
    }
    return NULL;
}

static bool explain_items(pr_explainer *x, const pr_support *support, pr_proofs *out) {
    const pr_loop *loop = &x->vm->program->loops[support->loop];
    for (uint32_t i = 0; i < loop->level_count; i++) {
        const pr_node *source = pr_node_at(x->vm->program, loop->sources[i]);
        const pr_proof *item =
            source->op == PR_OP_RELATION ? pr_explain_item(x, source->data, support->locals[i]) : NULL;
        if (item != NULL && !pr_proofs_add(x, out, item)) {
            return false;
        }
    }
    return true;
}

static const pr_proof *known_tuple(const pr_explainer *x, const pr_tuple *tuple) {
    uint32_t at = pr_map_get(&x->tuples, (pr_text){(const char *)&tuple, sizeof tuple});
    return at != PR_MAP_NONE ? x->tuple_proofs.items[at] : NULL;
}

static const pr_proof *keep_tuple(pr_explainer *x, const pr_tuple *tuple, const pr_proof *proof) {
    const pr_tuple **key = PR_NEW(&x->vm->arena, const pr_tuple *);
    if (key == NULL || !PR_PUSH(&x->vm->arena, &x->tuple_proofs, proof)) {
        return NULL;
    }
    *key = tuple;
    return pr_map_put(&x->tuples, (pr_text){(const char *)key, sizeof *key}, x->tuple_proofs.count - 1)
               ? proof
               : NULL;
}

/* A support as a proof of its own, for where all are shown. */
static const pr_proof *way_of(pr_explainer *x, const pr_support *s, const pr_proofs *parts) {
    const pr_loop *loop = &x->vm->program->loops[s->loop];
    pr_proof *way = pr_proof_new(x, PR_PROOF_RULE, (pr_truth)s->state);
    if (way != NULL) {
        pr_explain_say_rule(x, loop->rule, loop->bindings, loop, s->locals, way);
        way->claim = pr_text_format(&x->vm->arena, "the rule %.*s %s so", PR_ARG(way->rule),
                                    s->state == PR_TRUE ? "says" : "may say");
        way->because = pr_explain_text_under(x, s->locals, loop->level_count, loop->because);
        pr_proof_rests_on(way, parts, 1);
    }
    return way;
}

/* Each, however alike they are. */
static bool add_way(pr_explainer *x, pr_proofs *ways, const pr_proof *way) {
    return way != NULL && PR_PUSH(&x->vm->arena, ways, way);
}

/* The lightest support of the tuple's state, or each of them. */
static bool explain_supports(pr_explainer *x, const pr_tuple *tuple, pr_proof *out) {
    pr_proofs best = {0}, ways = {0};
    const pr_support *by = NULL;
    uint32_t lightest = 0, inner = 0, count = 0;
    for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
        pr_proofs parts = {0};
        uint32_t others = 0;
        if (s->state != tuple->state) {
            continue;
        }
        if (!explain_items(x, s, &parts) || !explain_support(x, s, &parts, &others) ||
            (x->all && !add_way(x, &ways, way_of(x, s, &parts)))) {
            return false;
        }
        uint32_t w = pr_proofs_weight(&parts);
        count++;
        if (by == NULL || w <= lightest) {
            best = parts;
            by = s;
            lightest = w;
            inner = others;
        }
    }
    if (by == NULL || ways.count > 1) {
        pr_proof_rests_on(out, &ways, 1);
        return true;
    }
    const pr_loop *loop = &x->vm->program->loops[by->loop];
    pr_explain_say_rule(x, loop->rule, loop->bindings, loop, by->locals, out);
    out->because = pr_explain_text_under(x, by->locals, loop->level_count, loop->because);
    out->others = x->all ? 0 : inner + count - 1;
    pr_proof_rests_on(out, &best, 1);
    return true;
}

const pr_proof *pr_explain_tuple(pr_explainer *x, uint32_t relation, const pr_tuple *tuple) {
    bool late = tuple->turn != 0 && x->before != 0 && tuple->turn >= x->before;
    const pr_proof *known = late ? NULL : known_tuple(x, tuple);
    if (known != NULL) {
        return known;
    }
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, (pr_truth)tuple->state);
    if (out == NULL) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, relation, tuple->slots);
    out->claim = pr_explain_claim(x, relation, tuple->slots);
    if (late) {
        out->circular = true;
        return out;
    }
    if (x->level >= PR_LIMIT_PROOF_FACTS) {
        out->cut = true;
        return out;
    }
    x->level++;
    uint32_t before = x->before;
    x->before = tuple->turn;
    bool ok = explain_supports(x, tuple, out);
    x->before = before;
    x->level--;
    return ok ? keep_tuple(x, tuple, out) : NULL;
}

/* Rules that go through lists found no such tuple: what they went through says so. */
static const pr_proof *explain_absence_of(pr_explainer *x, const pr_loop *loop, pr_truth state) {
    pr_proof *proof = pr_proof_new(x, PR_PROOF_RULE, state);
    pr_proofs parts = {0};
    const pr_rule *rule = &x->vm->program->rules[loop->rule];
    if (proof == NULL) {
        return NULL;
    }
    proof->rule = rule->id;
    proof->distance = PR_PROOF_FAR;
    proof->at = pr_origin_whole(&rule->origin);
    proof->sources = rule->sources;
    proof->claim = pr_text_format(&x->vm->arena, "the rule %.*s %s", PR_ARG(proof->rule),
                                  state == PR_FALSE ? "finds no such case" : "may find such a case");
    bool ok = pr_explain_loop(x, loop, &parts);
    for (uint32_t i = 0; ok && i < x->vm->program->relations[loop->relation].slot_count; i++) {
        ok = loop->slots[i] == PR_NONE || pr_explain_inputs(x, loop->slots[i], &parts);
    }
    pr_proof_rests_on(proof, &parts, 1);
    return ok ? proof : NULL;
}

/* The slots of a fact that the run fills: it is another one, and there are no more than it, because they are known. */
static bool add_slots(pr_explainer *x, const pr_fact *fact, pr_proofs *out) {
    for (uint32_t s = 0; s < x->vm->program->relations[fact->relation].slot_count; s++) {
        if (fact->slots[s] != PR_NONE && !pr_explain_inputs(x, fact->slots[s], out)) {
            return false;
        }
    }
    return true;
}

static bool explain_absence(pr_explainer *x, uint32_t relation, pr_truth state, pr_proofs *out) {
    const pr_relation *r = &x->vm->program->relations[relation];
    const pr_loop *outer = x->loop;
    bool ok = true;
    if (x->relations[relation] != 0) {
        return true;
    }
    x->relations[relation] = 1;
    x->loop = NULL;
    for (uint32_t l = 0; ok && l < r->loop_count; l++) {
        ok = pr_proofs_add(x, out, explain_absence_of(x, &x->vm->program->loops[r->loops[l]], state));
    }
    x->loop = outer;
    x->relations[relation] = 0;
    return ok;
}

/* Could the run fill these slots so that they are those that are wanted? */
static bool could_fill(const pr_program *p, uint32_t relation, const pr_node_id *slots,
                       const pr_value *wanted) {
    for (uint32_t s = 0; s < p->relations[relation].slot_count; s++) {
        const pr_node *slot = slots[s] != PR_NONE ? pr_node_at(p, slots[s]) : NULL;
        if (slot == NULL || wanted[s].kind == PR_WANTED_ANY) {
            continue;
        }
        if (slot->op == PR_OP_CONSTANT ? pr_value_equal(p->constants[slot->data], wanted[s]) == PR_FALSE
                                       : wanted[s].kind == PR_NULL && (slot->flags & PR_NODE_SURE) != 0) {
            return false;
        }
    }
    return true;
}

static bool could_be(const pr_program *p, const pr_fact *fact, const pr_value *wanted) {
    return could_fill(p, fact->relation, fact->slots, wanted);
}

/* What the loops lack that could have found it. */
static bool nearest_of(pr_explainer *x, const pr_loop *loop, const pr_value *wanted, pr_proofs *out) {
    const uint32_t before = out->count;
    if (!pr_explain_cases(x, loop, wanted, out) ||
        (out->count == before && !pr_explain_sources(x, loop, wanted, out))) {
        return false;
    }
    if (out->count > before || !could_fill(x->vm->program, loop->relation, loop->slots, wanted)) {
        return true;
    }
    /* It is being told: a loop over its own facts need not tell it again. */
    const uint8_t outer = x->relations[loop->relation];
    x->relations[loop->relation] = 1;
    const pr_proof *none = explain_absence_of(x, loop, PR_FALSE);
    x->relations[loop->relation] = outer;
    return pr_proofs_add(x, out, none);
}

bool pr_explain_nearest(pr_explainer *x, uint32_t relation, const pr_value *wanted, pr_proofs *out) {
    const pr_relation *r = &x->vm->program->relations[relation];
    const pr_loop *outer = x->loop;
    bool ok = true;
    x->loop = NULL;
    for (uint32_t l = 0; ok && l < r->loop_count; l++) {
        ok = nearest_of(x, &x->vm->program->loops[r->loops[l]], wanted, out);
    }
    x->loop = outer;
    return ok;
}

/* What a numbered fact lacks; where it is the very one that is wanted, its rules are told, not it. */
static bool add_gaps(pr_explainer *x, uint32_t number, pr_proofs *out) {
    const pr_proof *proof = pr_explain_gaps(x, number);
    if (proof == NULL || !x->vm->program->facts[number].constant) {
        return pr_proofs_add(x, out, proof);
    }
    for (uint32_t i = 0; i < proof->count; i++) {
        if (!PR_PUSH(&x->vm->arena, out, proof->from[i])) {
            return false;
        }
    }
    return true;
}

/* The tuples that are, or may be, the one asked for; where none is, what says so. One that holds is enough. */
static bool explain_candidates(pr_explainer *x, uint32_t relation, const pr_value *wanted, pr_truth whole,
                               bool lacking, pr_proofs *out) {
    pr_candidates c = {.relation = relation, .wanted = wanted, .absent = whole != PR_TRUE};
    while (pr_vm_next_candidate(x->vm, &c)) {
        bool holds = c.state == PR_TRUE && c.fits == PR_TRUE;
        if ((whole == PR_TRUE) != holds || (whole == PR_UNDECIDED && c.state == PR_FALSE && !lacking)) {
            continue;
        }
        if (lacking && c.tuple == NULL) {
            if (!add_gaps(x, c.fact, out)) {
                return false;
            }
            continue;
        }
        const pr_proof *proof =
            c.tuple != NULL ? pr_explain_tuple(x, relation, c.tuple) : pr_explain_fact(x, c.fact);
        if (!pr_proofs_add(x, out, proof)) {
            return false;
        }
        if (holds && !proof->circular) {
            return true;
        }
    }
    return whole == PR_TRUE || (lacking && whole == PR_FALSE ? pr_explain_nearest(x, relation, wanted, out)
                                                             : explain_absence(x, relation, whole, out));
}

/* Facts whose slots the run fills: they are others than the one that is wanted. Where the relation is read, one of
 * which a slot is not known would leave open whether there are more. */
static bool explain_others(pr_explainer *x, uint32_t relation, const pr_value *wanted, bool lacking,
                           pr_proofs *out) {
    const pr_program *p = x->vm->program;
    const pr_relation *r = &p->relations[relation];
    const pr_loop *outer = x->loop;
    bool ok = true;
    x->loop = NULL;
    for (uint32_t i = 0; ok && i < r->fact_count; i++) {
        const uint32_t number = r->facts[i];
        const pr_fact *fact = &p->facts[number];
        if (fact->constant || fact->body_count == 0 || (!r->read && !could_be(p, fact, wanted))) {
            continue;
        }
        const bool holds = pr_vm_state(x->vm, number) != PR_FALSE;
        if (holds && !lacking) {
            ok = add_slots(x, fact, out);
        } else {
            ok = pr_proofs_add(x, out,
                               holds || !lacking ? pr_explain_fact(x, number) : pr_explain_gaps(x, number));
        }
    }
    x->loop = outer;
    return ok;
}

/* Beside the facts of constant slots, which are told by themselves. */
static bool is_ever(const pr_program *p, uint32_t relation, const pr_value *wanted) {
    const pr_relation *r = &p->relations[relation];
    bool ever = r->loop_count > 0;
    for (uint32_t i = 0; i < r->fact_count && !ever; i++) {
        const pr_fact *fact = &p->facts[r->facts[i]];
        ever = !fact->constant && fact->body_count > 0 && could_be(p, fact, wanted);
    }
    return ever;
}

static const pr_proof *absent(pr_explainer *x, uint32_t relation, const pr_value *slots, bool lacking,
                              pr_proof *out) {
    const pr_truth state = (pr_truth)out->status;
    pr_proofs parts = {0};
    if (!explain_candidates(x, relation, slots, state, lacking, &parts)) {
        return NULL;
    }
    bool never = state == PR_FALSE && parts.count == 0 && !is_ever(x->vm->program, relation, slots);
    if (!never && state == PR_FALSE && !explain_others(x, relation, slots, lacking, &parts)) {
        return NULL;
    }
    /* The very fact, and nothing beside it. */
    if (parts.count == 1 && pr_text_equal(parts.items[0]->fact, out->fact)) {
        return parts.items[0];
    }
    out->never = never;
    if (lacking) {
        pr_explain_put_gaps(out, &parts, true);
    } else {
        pr_proof_rests_on(out, &parts, 1);
    }
    return out;
}

static bool is_missing(const pr_missing *m, uint32_t relation, const pr_value *slots, uint32_t count) {
    bool same = m->relation == relation;
    for (uint32_t s = 0; s < count && same; s++) {
        same = pr_value_same(m->slots[s], slots[s]);
    }
    return same;
}

/* What is printed of them says which they are. */
static bool has_known_slots(const pr_explainer *x, uint32_t relation, const pr_value *slots) {
    bool known = true;
    for (uint32_t s = 0; s < x->vm->program->relations[relation].slot_count; s++) {
        known = known && (slots[s].kind == PR_WANTED_ANY || !pr_value_has_unknown(slots[s]));
    }
    return known;
}

const pr_proof *pr_explain_absent(pr_explainer *x, uint32_t relation, const pr_value *slots, bool lacking) {
    /* Facts that lack facts that lack facts: nobody reads so far, and each may have several cases. */
    enum { DEEPEST = 6 };
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, pr_vm_tuple_state(x->vm, relation, slots));
    if (out == NULL) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, relation, slots);
    out->claim = pr_explain_claim(x, relation, slots);
    const pr_missing here = {x->missing, slots, relation, x->missing != NULL ? x->missing->depth + 1 : 1};
    const bool known = lacking && has_known_slots(x, relation, slots);
    const uint32_t at = known ? pr_map_get(&x->lacking, out->fact) : PR_MAP_NONE;
    if (at != PR_MAP_NONE) {
        return x->lacks.items[at];
    }
    for (const pr_missing *m = here.outer; lacking && m != NULL; m = m->outer) {
        out->circular =
            out->circular || is_missing(m, relation, slots, x->vm->program->relations[relation].slot_count);
    }
    out->cut = lacking && here.depth > DEEPEST && !out->circular;
    if (out->circular || out->cut) {
        return out;
    }
    x->missing = &here;
    const pr_proof *proof = absent(x, relation, slots, lacking, out);
    x->missing = here.outer;
    if (proof != NULL && known &&
        (!PR_PUSH(&x->vm->arena, &x->lacks, proof) ||
         !pr_map_put(&x->lacking, out->fact, x->lacks.count - 1))) {
        return NULL;
    }
    return proof;
}

bool pr_explain_test(pr_explainer *x, const pr_node *test, bool lacking, pr_proofs *out) {
    pr_value *wanted = PR_NEW_ARRAY(&x->vm->arena, pr_value, test->count + 1u);
    if (wanted == NULL) {
        return false;
    }
    pr_vm_wanted(x->vm, test, wanted);
    for (uint32_t s = 0; s < test->count; s++) {
        pr_node_id arg = pr_node_args(x->vm->program, test)[s];
        if (arg != PR_NONE && !pr_explain_inputs(x, arg, out)) {
            return false;
        }
    }
    const pr_truth state = pr_vm_tuple_state(x->vm, test->data, wanted);
    return lacking && state == PR_FALSE
               ? pr_proofs_add(x, out, pr_explain_absent(x, test->data, wanted, true))
               : explain_candidates(x, test->data, wanted, state, false, out);
}
