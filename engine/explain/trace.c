#include "explain/trace.h"

#include "explain/parts.h"

typedef struct tracing {
    pr_explainer *x;
    bool (*each)(void *user, const pr_firing *firing);
    void *user;
    uint32_t stratum;
} tracing;

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
    if (pr_vm_state(t->x->vm, number) == PR_FALSE) {
        return true;
    }
    pr_text text = pr_explain_fact_text(t->x, fact->relation, pr_vm_fact_slots(t->x->vm, fact));
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        pr_truth state = pr_vm_holds(t->x->vm, body->node);
        const pr_binding *bindings =
            state != PR_FALSE ? pr_explain_bindings(t->x, &p->rules[body->rule], body->bindings, NULL, NULL)
                              : NULL;
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
                      pr_explain_bindings(t->x, &p->rules[loop->rule], loop->bindings, loop, s->locals))) {
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
