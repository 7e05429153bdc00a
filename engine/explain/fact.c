/* Conclusions: the rule that drew one and what it rests on, or why none does. */
#include "advise/parts.h"
#include "explain/parts.h"

bool pr_explainer_init(pr_explainer *x, pr_vm *vm, const pr_origin *places, const bool *given, bool all) {
    uint32_t count = vm->program->fact_count + 1u;
    *x = (pr_explainer){.vm = vm, .places = places, .given = given, .all = all};
    x->facts = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->gaps = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->blocks = PR_NEW_ARRAY(&vm->arena, const pr_proof *, count);
    x->under_way = PR_NEW_ARRAY(&vm->arena, uint8_t, count);
    pr_map_init(&x->tuples, &vm->arena, 0);
    x->relations = PR_NEW_ARRAY(&vm->arena, uint8_t, vm->program->relation_count + 1u);
    return x->facts != NULL && x->gaps != NULL && x->blocks != NULL && x->under_way != NULL &&
           x->relations != NULL;
}

pr_text pr_explain_fact_text(pr_explainer *x, uint32_t relation, const pr_value *slots) {
    const pr_relation *r = &x->vm->program->relations[relation];
    pr_buf *out = &x->vm->print;
    pr_buf_clear(out);
    pr_buf_text(out, r->name);
    pr_buf_char(out, '(');
    for (uint32_t s = 0; s < r->slot_count; s++) {
        pr_buf_string(out, s > 0 ? ", " : "");
        pr_value v = slots[s].kind == PR_ENTITY ? pr_string(slots[s].entity->id) : slots[s];
        if (pr_value_has_unknown(v)) {
            pr_buf_char(out, '_');
        } else {
            pr_value_print_literal(v, out);
        }
    }
    pr_buf_char(out, ')');
    return pr_text_copy(&x->vm->arena, pr_buf_view(out));
}

/* A frame that begins with these locals. */
static pr_value *frame_of(pr_explainer *x, const pr_value *locals, uint32_t count) {
    pr_value *own = PR_NEW_ARRAY(&x->vm->arena, pr_value, (size_t)x->vm->frame_size + count + 1u);
    if (own != NULL) {
        memcpy(own, locals, count * sizeof *own);
    }
    return own;
}

/* The text that a template gives under locals of its own. */
static pr_text text_under(pr_explainer *x, const pr_value *locals, uint32_t count, pr_node_id node) {
    pr_value *own = node != PR_NONE ? frame_of(x, locals, count) : NULL;
    if (own == NULL) {
        return (pr_text){0};
    }
    pr_value *outer = x->vm->locals;
    x->vm->locals = own;
    pr_value v = pr_vm_value(x->vm, node);
    x->vm->locals = outer;
    return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
}

pr_text pr_explain_claim(pr_explainer *x, uint32_t relation, const pr_value *slots) {
    const pr_relation *r = &x->vm->program->relations[relation];
    pr_text said = text_under(x, slots, r->slot_count, r->claim);
    return said.length > 0 ? said : pr_explain_fact_text(x, relation, slots);
}

const pr_requirement *pr_explain_requirement(const pr_explainer *x, uint32_t fact) {
    const pr_program *p = x->vm->program;
    for (uint32_t s = 0; s < p->subject_count; s++) {
        for (uint32_t i = 0; i < p->subjects[s].requirement_count; i++) {
            const pr_requirement *r = &p->subjects[s].requirements[i];
            if (fact == r->applies || fact == r->met || fact == r->waived || fact == r->blocks) {
                return r;
            }
        }
    }
    return NULL;
}

void pr_explain_say_requirement(pr_explainer *x, const pr_requirement *r, pr_proof *proof) {
    pr_value remedy = pr_advise_value(r->fields, "remedy"), waivable = pr_advise_value(r->fields, "waivable");
    proof->sources = pr_advise_join_sources(x->vm, proof->sources, pr_advise_value(r->fields, "sources"));
    if (remedy.kind == PR_ENTITY) {
        proof->remedy = remedy.entity->id;
        proof->remedy_text = pr_advise_field(remedy.entity->fields, "text");
    } else if (remedy.kind == PR_STRING) {
        proof->remedy = pr_string_text(remedy);
    }
    if (waivable.kind == PR_CONTEXT) {
        proof->waivable_by = pr_advise_field(waivable.context, "by");
    }
}

static void say_rule(pr_explainer *x, uint32_t number, pr_proof *proof) {
    const pr_rule *rule = &x->vm->program->rules[number];
    proof->rule = rule->id;
    proof->at = pr_origin_whole(&rule->origin);
    proof->sources = pr_advise_join_sources(x->vm, proof->sources, rule->sources);
}

/* A waiver that a fact rests on is named: who granted it, why, until when. */
static void say_waiver(pr_explainer *x, const pr_requirement *r, pr_proof *proof) {
    const pr_program *p = x->vm->program;
    for (uint32_t s = 0; s < p->subject_count; s++) {
        const pr_subject *subject = &p->subjects[s];
        if (r < subject->requirements || r >= subject->requirements + subject->requirement_count) {
            continue;
        }
        const pr_waiver *w = pr_advise_waiver(x->vm, subject->entity->id, r->id);
        if (w != NULL) {
            proof->found = pr_advise_say_waiver(x->vm, w);
        }
    }
}

/* One body, or all of one state, as parts; tells the lightest. */
static bool explain_bodies(pr_explainer *x, const pr_fact *fact, pr_proof *out) {
    pr_truth state = (pr_truth)out->status;
    pr_proofs chosen = {0};
    uint32_t met = 0, lightest = 0, inner = 0, rule = PR_NONE;
    const pr_body *by = NULL;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        if (pr_vm_holds(x->vm, body->node) != state) {
            continue;
        }
        pr_proofs parts = {0};
        uint32_t others = 0;
        if (!pr_explain_gather(x, body->node, &parts, &others)) {
            return false;
        }
        uint32_t w = pr_proofs_weight(&parts);
        bool one = state == PR_TRUE && !x->all;
        if (!one && !pr_proofs_add_all(x, &chosen, &parts)) {
            return false;
        }
        if (met == 0 || w < lightest) {
            lightest = w;
            rule = body->rule;
            by = body;
            chosen = one ? parts : chosen;
            inner = one ? others : inner + others;
        } else if (!one) {
            inner += others;
        }
        met++;
    }
    bool one = state == PR_TRUE && !x->all;
    out->others = inner + (one && met > 1 ? met - 1 : 0);
    if (rule != PR_NONE) {
        say_rule(x, rule, out);
    }
    if (by != NULL && by->because != PR_NONE && state == PR_TRUE) {
        pr_value said = pr_vm_value(x->vm, by->because);
        out->because = said.kind == PR_STRING ? pr_string_text(said) : (pr_text){0};
    }
    pr_proof_rests_on(out, &chosen, 1);
    return true;
}

static bool has_bodies(pr_explainer *x, const pr_fact *fact) {
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_node *n = pr_node_at(x->vm->program, fact->bodies[i].node);
        if (n->op != PR_OP_CONSTANT || pr_is_true(x->vm->program->constants[n->data])) {
            return true;
        }
    }
    return false;
}

static pr_proof *plain_fact(pr_explainer *x, uint32_t number) {
    const pr_fact *fact = &x->vm->program->facts[number];
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, (pr_truth)x->vm->facts.states[number]);
    const pr_value *slots = pr_vm_fact_slots(x->vm, fact);
    if (out == NULL || slots == NULL) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, fact->relation, slots);
    out->claim = pr_explain_claim(x, fact->relation, slots);
    return out;
}

const pr_proof *pr_explain_fact(pr_explainer *x, uint32_t number) {
    const pr_fact *fact = &x->vm->program->facts[number];
    uint32_t turn = x->vm->facts.turns[number];
    bool late = turn != 0 && x->before != 0 && turn >= x->before && x->vm->facts.states[number] == PR_TRUE;
    if (x->facts[number] != NULL && !late) {
        return x->facts[number];
    }
    pr_proof *out = plain_fact(x, number);
    if (out == NULL || late || x->under_way[number] != 0) {
        if (out != NULL) {
            out->circular = true;
        }
        return out;
    }
    if (x->level >= PR_EXPLAIN_LEVELS) {
        out->cut = true;
        return out;
    }
    x->level++;
    x->under_way[number] = 1;
    uint32_t before = x->before;
    x->before = turn;
    const pr_requirement *r = pr_explain_requirement(x, number);
    if (r != NULL) {
        pr_explain_say_requirement(x, r, out);
        out->mend = number == r->blocks && out->status != PR_FALSE;
        if (number == r->waived && out->status == PR_TRUE) {
            say_waiver(x, r, out);
        }
    }
    out->never = !has_bodies(x, fact);
    bool ok = explain_bodies(x, fact, out);
    x->before = before;
    x->under_way[number] = 0;
    x->level--;
    x->facts[number] = ok ? out : NULL;
    return x->facts[number];
}

/* One way in which a loop found the tuple. */
static bool explain_support(pr_explainer *x, const pr_support *support, pr_proofs *out, uint32_t *others) {
    const pr_loop *loop = &x->vm->program->loops[support->loop];
    pr_vm *vm = x->vm;
    pr_value *outer = vm->locals;
    pr_value *own = frame_of(x, support->locals, loop->level_count);
    if (own == NULL) {
        return false;
    }
    vm->locals = own;
    bool ok = true;
    for (uint32_t i = 0; ok && i < loop->level_count; i++) {
        const pr_node *source = pr_node_at(vm->program, loop->sources[i]);
        pr_text record = pr_explain_record(x, loop->sources[i], support->locals[i]);
        pr_proof *proof = record.length > 0 ? pr_proof_new(x, PR_PROOF_RECORD, PR_TRUE) : NULL;
        if (proof != NULL) {
            const pr_rule *rule = &vm->program->rules[loop->rule];
            proof->weight = 0;
            proof->attribute = record;
            proof->claim = pr_text_format(&vm->arena, "%.*s is %.*s",
                                          PR_ARG(rule->variables[loop->variables[i]]), PR_ARG(record));
            ok = pr_proofs_add(x, out, proof);
        }
        /* A relation is explained by the tuple that the variable stands for. */
        ok = ok && (source->op == PR_OP_RELATION || pr_explain_inputs(x, loop->sources[i], out));
    }
    for (uint32_t i = 0; ok && i <= loop->level_count; i++) {
        ok = loop->tests[i] == PR_NONE || pr_explain_gather(x, loop->tests[i], out, others);
    }
    vm->locals = outer;
    return ok;
}

static uint32_t count_supports(const pr_tuple *tuple) {
    uint32_t count = 0;
    for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
        count += s->state == tuple->state;
    }
    return count;
}

/* The tuple of a relation that a loop's variable stands for. */
static const pr_proof *proof_of_item(pr_explainer *x, uint32_t relation, pr_value item) {
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
            source->op == PR_OP_RELATION ? proof_of_item(x, source->data, support->locals[i]) : NULL;
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
    if (x->level >= PR_EXPLAIN_LEVELS) {
        out->cut = true;
        return out;
    }
    x->level++;
    uint32_t before = x->before;
    x->before = tuple->turn;
    pr_proofs best = {0};
    const pr_support *by = NULL;
    uint32_t lightest = 0, inner = 0;
    for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
        pr_proofs parts = {0};
        uint32_t others = 0;
        if (s->state != tuple->state) {
            continue;
        }
        if (!explain_items(x, s, &parts) || !explain_support(x, s, &parts, &others)) {
            return NULL;
        }
        uint32_t w = pr_proofs_weight(&parts);
        if (by == NULL || w <= lightest) {
            best = parts;
            by = s;
            lightest = w;
            inner = others;
        }
    }
    x->before = before;
    x->level--;
    if (by != NULL) {
        const pr_loop *loop = &x->vm->program->loops[by->loop];
        say_rule(x, loop->rule, out);
        out->because = text_under(x, by->locals, loop->level_count, loop->because);
        out->others = inner + count_supports(tuple) - 1;
    }
    pr_proof_rests_on(out, &best, 1);
    return keep_tuple(x, tuple, out);
}

static pr_truth matches(pr_explainer *x, const pr_value *slots, const pr_node *test, const pr_value *wanted) {
    pr_truth all = PR_TRUE;
    for (uint32_t s = 0; s < test->count; s++) {
        const char *reason = NULL;
        if (pr_node_args(x->vm->program, test)[s] == PR_NONE) {
            continue;
        }
        pr_truth t = pr_vm_compare(x->vm, PR_OP_EQUAL, slots[s], wanted[s], &reason);
        if (t == PR_FALSE || t == PR_NEITHER) {
            return PR_FALSE;
        }
        all = t == PR_UNDECIDED ? t : all;
    }
    return all;
}

/* Rules that go through lists found no such tuple: what they went through says so. */
static bool explain_absence(pr_explainer *x, uint32_t relation, pr_truth state, pr_proofs *out) {
    const pr_relation *r = &x->vm->program->relations[relation];
    for (uint32_t l = 0; l < r->loop_count && x->relations[relation] == 0; l++) {
        const pr_loop *loop = &x->vm->program->loops[r->loops[l]];
        pr_proof *proof = pr_proof_new(x, PR_PROOF_RULE, state);
        pr_proofs parts = {0};
        if (proof == NULL) {
            return false;
        }
        say_rule(x, loop->rule, proof);
        proof->claim = pr_text_format(&x->vm->arena, "the rule %.*s %s", PR_ARG(proof->rule),
                                      state == PR_FALSE ? "finds no such case" : "may find such a case");
        x->relations[relation] = 1;
        bool ok = true;
        for (uint32_t i = 0; ok && i < loop->level_count; i++) {
            ok = pr_explain_inputs(x, loop->sources[i], &parts);
        }
        for (uint32_t i = 0; ok && i <= loop->level_count; i++) {
            ok = loop->tests[i] == PR_NONE || pr_explain_inputs(x, loop->tests[i], &parts);
        }
        x->relations[relation] = 0;
        if (!ok) {
            return false;
        }
        pr_proof_rests_on(proof, &parts, 1);
        if (!pr_proofs_add(x, out, proof)) {
            return false;
        }
    }
    return true;
}

const pr_proof *pr_explain_absent(pr_explainer *x, uint32_t relation, const pr_value *slots) {
    pr_truth state = x->vm->facts.tables[relation].open ? PR_UNDECIDED : PR_FALSE;
    pr_proof *out = pr_proof_new(x, PR_PROOF_FACT, state);
    pr_proofs parts = {0};
    if (out == NULL || !explain_absence(x, relation, state, &parts)) {
        return NULL;
    }
    out->fact = pr_explain_fact_text(x, relation, slots);
    out->claim = pr_explain_claim(x, relation, slots);
    out->never = x->vm->program->relations[relation].loop_count == 0;
    pr_proof_rests_on(out, &parts, 1);
    return out;
}

bool pr_explain_test(pr_explainer *x, const pr_node *test, pr_proofs *out) {
    const pr_relation *r = &x->vm->program->relations[test->data];
    const pr_table *table = &x->vm->facts.tables[test->data];
    pr_truth whole = pr_vm_tuple(x->vm, test);
    pr_value *wanted = PR_NEW_ARRAY(&x->vm->arena, pr_value, test->count + 1u);
    if (wanted == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < test->count; s++) {
        pr_node_id arg = pr_node_args(x->vm->program, test)[s];
        wanted[s] = arg != PR_NONE ? pr_vm_value(x->vm, arg) : pr_null();
        if (arg != PR_NONE && !pr_explain_inputs(x, arg, out)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < r->fact_count; i++) {
        uint32_t number = r->facts[i];
        const pr_value *slots = pr_vm_fact_slots(x->vm, &x->vm->program->facts[number]);
        pr_truth state = (pr_truth)x->vm->facts.states[number],
                 fits = slots != NULL ? matches(x, slots, test, wanted) : PR_FALSE;
        if (fits == PR_FALSE || (state != whole && !(whole == PR_UNDECIDED && fits == PR_UNDECIDED))) {
            continue;
        }
        const pr_proof *proof = pr_explain_fact(x, number);
        if (!pr_proofs_add(x, out, proof)) {
            return false;
        }
        if (whole == PR_TRUE && !proof->circular) {
            return true;
        }
    }
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *tuple = table->tuples.items[i];
        pr_truth fits = matches(x, tuple->slots, test, wanted);
        if (fits == PR_FALSE || (whole == PR_TRUE && (fits != PR_TRUE || tuple->state != PR_TRUE))) {
            continue;
        }
        const pr_proof *proof = pr_explain_tuple(x, test->data, tuple);
        if (!pr_proofs_add(x, out, proof)) {
            return false;
        }
        if (whole == PR_TRUE && !proof->circular) {
            return true;
        }
    }
    return whole == PR_TRUE || explain_absence(x, test->data, whole, out);
}
