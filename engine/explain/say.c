/* What a proof says of conclusions, rules and requirements. */
#include "advise/parts.h"
#include "explain/parts.h"

pr_value *pr_explain_frame(pr_explainer *x, const pr_value *locals, uint32_t count) {
    pr_value *own = PR_NEW_ARRAY(&x->vm->arena, pr_value, (size_t)x->vm->frame_size + count + 1u);
    if (own != NULL) {
        memcpy(own, locals, count * sizeof *own);
    }
    return own;
}

pr_text pr_explain_text_under(pr_explainer *x, const pr_value *locals, uint32_t count, pr_node_id node) {
    pr_value *own = node != PR_NONE ? pr_explain_frame(x, locals, count) : NULL;
    if (own == NULL) {
        return (pr_text){0};
    }
    pr_value *outer = x->words->locals;
    x->words->locals = own;
    pr_value v = pr_vm_value(x->words, node);
    x->words->locals = outer;
    return v.kind == PR_STRING ? pr_string_text(v) : (pr_text){0};
}

pr_text pr_explain_fact_text(pr_explainer *x, uint32_t relation, const pr_value *slots) {
    const pr_relation *r = &x->vm->program->relations[relation];
    pr_buf *out = &x->vm->print;
    if (slots == NULL) {
        return (pr_text){0};
    }
    pr_buf_clear(out);
    pr_buf_text(out, r->name);
    pr_buf_char(out, '(');
    for (uint32_t s = 0; s < r->slot_count; s++) {
        pr_buf_string(out, s > 0 ? ", " : "");
        pr_value v = slots[s].kind == PR_ENTITY ? pr_string(slots[s].entity->id) : slots[s];
        if (v.kind == PR_WANTED_ANY || pr_value_has_unknown(v)) {
            pr_buf_char(out, '_');
        } else {
            pr_value_print_literal(v, out);
        }
    }
    pr_buf_char(out, ')');
    return pr_vm_printed(x->vm);
}

pr_text pr_explain_claim(pr_explainer *x, uint32_t relation, const pr_value *slots) {
    const pr_relation *r = &x->vm->program->relations[relation];
    bool known = slots != NULL;
    for (uint32_t s = 0; known && s < r->slot_count; s++) {
        known = slots[s].kind != PR_WANTED_ANY;
    }
    pr_text said = {0};
    if (known) {
        said = pr_explain_text_under(x, slots, r->slot_count, r->claim);
    }
    return said.length > 0 ? said : pr_explain_fact_text(x, relation, slots);
}

static pr_text print(pr_explainer *x, pr_value v) {
    pr_value id = v.kind == PR_CONTEXT ? pr_context_get(v.context, PR_TEXT("id"), NULL) : pr_null();
    if (v.kind == PR_ENTITY) {
        return v.entity->id;
    }
    if (id.kind == PR_STRING) {
        return pr_string_text(id);
    }
    pr_buf_clear(&x->vm->print);
    pr_value_print(v, &x->vm->print);
    return pr_vm_printed(x->vm);
}

const pr_binding *pr_explain_bindings(pr_explainer *x, const pr_rule *rule, const pr_value *constants,
                                      const pr_loop *loop, const pr_value *locals) {
    pr_binding *all = PR_NEW_ARRAY(&x->vm->arena, pr_binding, rule->variable_count + 1u);
    for (uint32_t i = 0; all != NULL && i < rule->variable_count; i++) {
        all[i] = (pr_binding){rule->variables[i], print(x, constants[i])};
    }
    for (uint32_t l = 0; all != NULL && loop != NULL && l < loop->level_count; l++) {
        const pr_node *source = pr_node_at(x->vm->program, loop->sources[l]);
        pr_text place = source->op == PR_OP_RELATION && locals[l].kind == PR_CONTEXT
                            ? pr_explain_fact_text(x, source->data, locals[l].context->values)
                            : pr_explain_record(x, loop->sources[l], locals[l]);
        all[loop->variables[l]].value = place.length > 0 ? place : print(x, locals[l]);
    }
    return all;
}

void pr_explain_say_rule(pr_explainer *x, uint32_t number, const pr_value *constants, const pr_loop *loop,
                         const pr_value *locals, pr_proof *proof) {
    const pr_rule *rule = &x->vm->program->rules[number];
    proof->rule = rule->id;
    proof->at = pr_origin_whole(&rule->origin);
    proof->sources = pr_advise_join_sources(x->vm, proof->sources, rule->sources);
    proof->bindings = pr_explain_bindings(x, rule, constants, loop, locals);
    proof->binding_count = proof->bindings != NULL ? rule->variable_count : 0;
}

bool pr_explain_find_owners(pr_explainer *x) {
    const pr_program *p = x->vm->program;
    x->owners = PR_NEW_ARRAY(&x->vm->arena, pr_owner, p->fact_count + 1u);
    for (uint32_t s = 0; x->owners != NULL && s < p->subject_count; s++) {
        const pr_subject *subject = &p->subjects[s];
        for (uint32_t i = 0; i < subject->requirement_count; i++) {
            const pr_requirement *r = &subject->requirements[i];
            const uint32_t facts[] = {r->applies, r->met, r->waived, r->blocks};
            for (size_t f = 0; f < sizeof facts / sizeof facts[0]; f++) {
                if (facts[f] != PR_NONE) {
                    x->owners[facts[f]] = (pr_owner){subject, r};
                }
            }
        }
    }
    return x->owners != NULL;
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

void pr_explain_say_waiver(pr_explainer *x, const pr_owner *owner, pr_proof *proof) {
    const pr_waiver *w = pr_advise_waiver(x->vm, owner->subject->entity->id, owner->requirement->id);
    if (w != NULL) {
        pr_text standing = pr_advise_say_standing(&x->vm->arena, w);
        proof->found = pr_text_format(&x->vm->arena, "%.*s: %.*s", PR_ARG(standing),
                                      PR_ARG(pr_advise_say_waiver(x->vm, w)));
    }
}

bool pr_explain_say_more(pr_explainer *x, pr_text what, pr_proofs *out) {
    pr_proof *proof = pr_proof_new(x, PR_PROOF_RECORD, PR_UNDECIDED);
    if (proof == NULL) {
        return false;
    }
    proof->claim = what;
    proof->weight = 0;
    return pr_proofs_add(x, out, proof);
}
