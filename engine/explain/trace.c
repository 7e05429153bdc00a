#include "explain/trace.h"

#include "explain/parts.h"

typedef struct tracing {
    pr_explainer *x;
    bool (*each)(void *user, const pr_firing *firing);
    void *user;
    uint32_t stratum;
} tracing;

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
    return pr_text_copy(&x->vm->arena, pr_buf_view(&x->vm->print));
}

/* The variables of a rule: constants, and those of a loop by what they stood for. */
static pr_binding *bindings_of(tracing *t, const pr_rule *rule, const pr_value *constants,
                               const pr_loop *loop, const pr_value *locals) {
    pr_binding *all = PR_NEW_ARRAY(&t->x->vm->arena, pr_binding, rule->variable_count + 1u);
    for (uint32_t i = 0; all != NULL && i < rule->variable_count; i++) {
        all[i] = (pr_binding){rule->variables[i], print(t->x, constants[i])};
    }
    for (uint32_t l = 0; all != NULL && loop != NULL && l < loop->level_count; l++) {
        pr_text place = pr_explain_record(t->x, loop->sources[l], locals[l]);
        all[loop->variables[l]].value = place.length > 0 ? place : print(t->x, locals[l]);
    }
    return all;
}

static bool fire(tracing *t, uint32_t number, pr_text fact, pr_truth state, const pr_binding *bindings) {
    const pr_rule *rule = &t->x->vm->program->rules[number];
    pr_firing firing = {.stratum = t->stratum,
                        .rule = rule->id,
                        .part = rule->part,
                        .fact = fact,
                        .certain = state == PR_TRUE,
                        .bindings = bindings,
                        .binding_count = rule->variable_count,
                        .at = pr_origin_whole(&rule->origin)};
    return bindings != NULL && t->each(t->user, &firing);
}

static bool trace_fact(tracing *t, uint32_t number) {
    const pr_program *p = t->x->vm->program;
    const pr_fact *fact = &p->facts[number];
    if (t->x->vm->facts.states[number] == PR_FALSE) {
        return true;
    }
    pr_text text = pr_explain_fact_text(t->x, fact->relation, pr_vm_fact_slots(t->x->vm, fact));
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        pr_truth state = pr_vm_holds(t->x->vm, body->node);
        const pr_binding *bindings =
            state != PR_FALSE ? bindings_of(t, &p->rules[body->rule], body->bindings, NULL, NULL) : NULL;
        if (state != PR_FALSE && !fire(t, body->rule, text, state, bindings)) {
            return false;
        }
    }
    return true;
}

static bool trace_tuples(tracing *t, uint32_t relation) {
    const pr_program *p = t->x->vm->program;
    const pr_table *table = &t->x->vm->facts.tables[relation];
    for (uint32_t i = 0; i < table->tuples.count; i++) {
        const pr_tuple *tuple = table->tuples.items[i];
        pr_text text = pr_explain_fact_text(t->x, relation, tuple->slots);
        for (const pr_support *s = tuple->supports; s != NULL; s = s->next) {
            const pr_loop *loop = &p->loops[s->loop];
            if (!fire(t, loop->rule, text, (pr_truth)s->state,
                      bindings_of(t, &p->rules[loop->rule], loop->bindings, loop, s->locals))) {
                return false;
            }
        }
    }
    return true;
}

bool pr_trace(pr_explainer *x, bool (*each)(void *user, const pr_firing *firing), void *user) {
    const pr_program *p = x->vm->program;
    tracing t = {.x = x, .each = each, .user = user};
    for (uint32_t s = 0; s < p->stratum_count; s++) {
        t.stratum = s + 1;
        for (uint32_t i = 0; i < p->strata[s].count; i++) {
            const pr_unit *unit = &p->units[p->strata[s].first + i];
            if (!(unit->fact != PR_NONE ? trace_fact(&t, unit->fact) : trace_tuples(&t, unit->relation))) {
                return false;
            }
        }
    }
    return !x->vm->arena.failed;
}
