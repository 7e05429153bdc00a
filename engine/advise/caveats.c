/* What is to be said beside a verdict: disputes and notes of what it rests on, and sources that were not compared for
 * long. It rests on the entity, its requirements, and the parameters that their conditions look at. */
#include "advise/parts.h"

/* What several things share is said once. */
static bool add_once(pr_vm *vm, pr_caveats *all, pr_caveat c) {
    for (uint32_t i = 0; i < all->count; i++) {
        if (pr_text_equal(all->items[i].kind, c.kind) && pr_text_equal(all->items[i].text, c.text)) {
            return true;
        }
    }
    return PR_PUSH(&vm->arena, all, c);
}

bool pr_advise_add_caveats(pr_vm *vm, pr_caveats *all, pr_value list) {
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        const pr_value *item = &list.list->items[i];
        if (item->kind != PR_CONTEXT) {
            continue;
        }
        pr_caveat c = {pr_advise_field(item->context, "kind"), pr_advise_field(item->context, "text"),
                       pr_advise_value(item->context, "sources")};
        if (!add_once(vm, all, c)) {
            return false;
        }
    }
    return true;
}

static const pr_entity *source_of(const pr_vm *vm, pr_value source) {
    bool known = vm->program->sources != PR_NONE && source.kind == PR_CONTEXT;
    const pr_collection *c = known ? &vm->program->collections[vm->program->sources] : NULL;
    uint32_t at = known ? pr_map_get(&c->ids, pr_advise_field(source.context, "doc")) : PR_MAP_NONE;
    return at != PR_MAP_NONE ? c->entities[at] : NULL;
}

/* A source that nobody has compared for longer than the knowledge base allows. */
static bool add_stale(pr_vm *vm, pr_caveats *all, pr_value sources) {
    for (uint32_t i = 0; sources.kind == PR_LIST && i < sources.list->count; i++) {
        const pr_entity *e = source_of(vm, sources.list->items[i]);
        pr_value checked = e != NULL ? pr_advise_value(e->fields, "checked") : pr_null();
        if (checked.kind != PR_DATE || vm->program->stale_after.kind == PR_NULL) {
            continue;
        }
        pr_value limit = pr_temporal_add(checked, vm->program->stale_after, &vm->arena);
        if (limit.kind != PR_DATE || limit.number >= vm->as_of) {
            continue;
        }
        pr_text day = pr_advise_say_value(vm, checked);
        pr_caveat c = {PR_TEXT("stale"),
                       pr_text_format(&vm->arena, "%.*s was last compared with its source on %.*s.",
                                      PR_ARG(e->id), PR_ARG(day)),
                       pr_null()};
        if (!add_once(vm, all, c)) {
            return false;
        }
    }
    return true;
}

/* What a verdict rests on, followed node by node. */
struct pr_rests {
    pr_vm *vm;
    /* By number, the verdict that reached it last, from 1. */
    uint32_t *nodes, *facts, *parameters, *relations;
    uint32_t verdict;
    pr_node_id *todo; /* each node at most once */
    uint32_t todo_count;
};

pr_rests *pr_rests_new(pr_vm *vm) {
    const pr_program *p = vm->program;
    pr_rests *r = PR_NEW(&vm->arena, pr_rests);
    if (r != NULL) {
        *r = (pr_rests){.vm = vm,
                        .nodes = PR_NEW_ARRAY(&vm->arena, uint32_t, p->node_count + 1u),
                        .facts = PR_NEW_ARRAY(&vm->arena, uint32_t, p->fact_count + 1u),
                        .parameters = PR_NEW_ARRAY(&vm->arena, uint32_t, p->parameter_count + 1u),
                        .relations = PR_NEW_ARRAY(&vm->arena, uint32_t, p->relation_count + 1u),
                        .todo = PR_NEW_ARRAY(&vm->arena, pr_node_id, p->node_count + 1u)};
    }
    bool ok = r != NULL && r->nodes != NULL && r->facts != NULL && r->parameters != NULL &&
              r->relations != NULL && r->todo != NULL;
    return ok ? r : NULL;
}

static bool is_new(const pr_rests *r, uint32_t *marks, uint32_t number) {
    bool fresh = marks[number] != r->verdict;
    marks[number] = r->verdict;
    return fresh;
}

static void follow(pr_rests *r, pr_node_id node) {
    if (node != PR_NONE && is_new(r, r->nodes, node)) {
        r->todo[r->todo_count++] = node;
    }
}

static void follow_fact(pr_rests *r, uint32_t number) {
    if (number == PR_NONE || !is_new(r, r->facts, number)) {
        return;
    }
    const pr_fact *fact = &r->vm->program->facts[number];
    for (uint32_t i = 0; i < fact->body_count; i++) {
        follow(r, fact->bodies[i].node);
    }
}

static void follow_loop(pr_rests *r, const pr_loop *loop) {
    for (uint32_t i = 0; i <= loop->level_count; i++) {
        follow(r, loop->tests[i]);
        follow(r, i < loop->level_count ? loop->sources[i] : PR_NONE);
    }
    for (uint32_t s = 0; s < r->vm->program->relations[loop->relation].slot_count; s++) {
        follow(r, loop->slots[s]);
    }
}

static void follow_relation(pr_rests *r, uint32_t number) {
    if (!is_new(r, r->relations, number)) {
        return;
    }
    const pr_relation *relation = &r->vm->program->relations[number];
    for (uint32_t i = 0; i < relation->fact_count; i++) {
        follow_fact(r, relation->facts[i]);
    }
    for (uint32_t i = 0; i < relation->loop_count; i++) {
        follow_loop(r, &r->vm->program->loops[relation->loops[i]]);
    }
}

static void follow_subset(pr_rests *r, const pr_subset *subset) {
    for (uint32_t i = 0; i < subset->fact_count; i++) {
        follow_fact(r, subset->facts[i]);
    }
}

static void follow_all(pr_rests *r) {
    const pr_program *p = r->vm->program;
    while (r->todo_count > 0) {
        const pr_node *n = pr_node_at(p, r->todo[--r->todo_count]);
        switch ((pr_op)n->op) {
        case PR_OP_PARAMETER: r->parameters[n->data] = r->verdict; break;
        case PR_OP_FACT: follow_fact(r, n->data); break;
        case PR_OP_SUBSET: follow_subset(r, &p->subsets[n->data]); break;
        case PR_OP_TUPLE:
        case PR_OP_RELATION: follow_relation(r, n->data); break;
        default: break;
        }
        for (uint32_t i = 0; i < n->count; i++) {
            follow(r, pr_node_args(p, n)[i]);
        }
    }
}

/* Of a parameter's values the one of the day counts. */
static bool add_parameter(pr_vm *vm, pr_caveats *all, const pr_parameter *parameter) {
    for (uint32_t i = 0; i < parameter->period_count; i++) {
        const pr_parameter_period *period = &parameter->periods[i];
        if (period->from <= vm->as_of && vm->as_of <= period->until) {
            return pr_advise_add_caveats(vm, all, period->caveats) && add_stale(vm, all, period->sources);
        }
    }
    return true;
}

static bool add_parameters(pr_rests *r, pr_caveats *all, const pr_advice_verdict *v) {
    const pr_program *p = r->vm->program;
    r->verdict++;
    follow_fact(r, v->subject->verdict);
    for (uint32_t i = 0; i < v->requirement_count; i++) {
        follow_fact(r, v->requirements[i].requirement->applies);
        follow(r, v->requirements[i].requirement->requires);
    }
    follow_all(r);
    bool ok = true;
    for (uint32_t i = 0; i < p->parameter_count && ok; i++) {
        ok = r->parameters[i] != r->verdict || add_parameter(r->vm, all, &p->parameters[i]);
    }
    return ok;
}

bool pr_advise_caveats(pr_rests *rests, pr_advice_verdict *v) {
    pr_caveats all = {0};
    pr_vm *vm = rests->vm;
    bool ok = pr_advise_add_caveats(vm, &all, pr_advise_value(v->subject->entity->fields, "caveats"));
    ok = ok && add_stale(vm, &all, v->sources);
    for (uint32_t i = 0; ok && i < v->requirement_count; i++) {
        ok = pr_advise_add_caveats(vm, &all,
                                   pr_advise_value(v->requirements[i].requirement->fields, "caveats"));
        ok = ok && add_stale(vm, &all, v->requirements[i].sources);
    }
    ok = ok && add_parameters(rests, &all, v);
    v->caveats = all.items;
    v->caveat_count = all.count;
    return ok;
}

bool pr_advise_entity_caveats(pr_vm *vm, const pr_entity *const *entities, uint32_t count,
                              const pr_caveat **out, uint32_t *out_count) {
    pr_caveats all = {0};
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        ok = pr_advise_add_caveats(vm, &all, pr_advise_value(entities[i]->fields, "caveats")) &&
             add_stale(vm, &all, pr_advise_value(entities[i]->fields, "sources"));
    }
    *out = all.items;
    *out_count = all.count;
    return ok;
}

static bool add_bound(pr_vm *vm, pr_caveats *all, const pr_fact *fact) {
    bool ok = true;
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_body *body = &fact->bodies[i];
        for (uint32_t b = 0; b < vm->program->rules[body->rule].variable_count && ok; b++) {
            const pr_context *c = body->bindings[b].kind == PR_CONTEXT ? body->bindings[b].context : NULL;
            ok = pr_advise_add_caveats(vm, all, pr_advise_value(c, "caveats")) &&
                 add_stale(vm, all, pr_advise_value(c, "sources"));
        }
    }
    return ok;
}

bool pr_advise_fact_caveats(pr_rests *r, const pr_entity *entity, const uint32_t *facts, uint32_t count,
                            const pr_caveat **out, uint32_t *out_count) {
    pr_caveats all = {0};
    const pr_program *p = r->vm->program;
    bool ok = pr_advise_add_caveats(r->vm, &all, pr_advise_value(entity->fields, "caveats"));
    r->verdict++;
    for (uint32_t i = 0; i < count && ok; i++) {
        follow_fact(r, facts[i]);
        ok = add_bound(r->vm, &all, &p->facts[facts[i]]);
    }
    follow_all(r);
    for (uint32_t i = 0; i < p->parameter_count && ok; i++) {
        ok = r->parameters[i] != r->verdict || add_parameter(r->vm, &all, &p->parameters[i]);
    }
    *out = all.items;
    *out_count = all.count;
    return ok;
}
