/* Standings and their grounds, from the facts of relations with these roles. */
#include "advise/consult.h"

#include "advise/consult_parts.h"
#include "base/limits.h"
#include "base/sort.h"

static const pr_relation *relation_of(const pr_program *p, pr_role role) {
    return p->roles[role] != PR_NONE ? &p->relations[p->roles[role]] : NULL;
}

static const pr_value *slots_of(pr_vm *vm, uint32_t fact) {
    return pr_vm_fact_slots(vm, &vm->program->facts[fact]);
}

static bool is_about(const pr_value *slots, const pr_entity *entity) {
    return slots != NULL && slots[0].kind == PR_ENTITY && slots[0].entity == entity;
}

static pr_text text_of(pr_vm *vm, pr_value v) {
    if (v.kind == PR_STRING) {
        return pr_string_text(v);
    }
    return v.kind == PR_NULL     ? ((pr_text){0})
           : v.kind == PR_ENTITY ? v.entity->id
                                 : pr_advise_say_value(vm, v);
}

static bool is_filled(pr_value list) { return list.kind == PR_LIST && list.list->count > 0; }

/* The sources of the records that a rule was applied to; where they name none, the rule's own; else those of its
 * entities. */
static pr_value sources_of(pr_vm *vm, const pr_fact *fact) {
    pr_value own = pr_null(), rules = pr_null(), all = pr_null();
    for (uint32_t i = 0; i < fact->body_count; i++) {
        const pr_rule *rule = &vm->program->rules[fact->bodies[i].rule];
        rules = pr_advise_join_sources(vm, rules, rule->sources);
        for (uint32_t b = 0; b < rule->variable_count; b++) {
            pr_value v = fact->bodies[i].bindings[b];
            if (v.kind == PR_CONTEXT) {
                own = pr_advise_join_sources(vm, own, pr_advise_value(v.context, "sources"));
            } else if (v.kind == PR_ENTITY) {
                all = pr_advise_join_sources(vm, all, pr_advise_value(v.entity->fields, "sources"));
            }
        }
    }
    return is_filled(own) ? own : is_filled(rules) ? rules : all;
}

/* The place of a value in its enum. */
static uint32_t rank_of(const pr_schema *schema, pr_value value) {
    return value.kind == PR_STRING ? pr_schema_value(schema, pr_string_text(value)) : PR_MAP_NONE;
}

static bool fill_ground(pr_vm *vm, const pr_relation *relation, uint32_t fact, const pr_value *slots,
                        pr_ground *out) {
    pr_ground_slot *others = PR_NEW_ARRAY(&vm->arena, pr_ground_slot, relation->slot_count);
    *out = (pr_ground){.fact = fact,
                       .status = pr_vm_state(vm, fact),
                       .slots = others,
                       .sources = sources_of(vm, &vm->program->facts[fact])};
    for (uint32_t s = 1; others != NULL && s < relation->slot_count; s++) {
        pr_text name = relation->slots[s].name, text = text_of(vm, slots[s]);
        if (pr_text_is(name, "id")) {
            out->id = text;
        } else if (pr_text_is(name, "text")) {
            out->text = text;
        } else if (text.length > 0) {
            bool first = out->slot_count == 0 && relation->slots[s].schema->kind == PR_SCHEMA_ENUM;
            out->rank = first ? rank_of(relation->slots[s].schema, slots[s]) : out->rank;
            others[out->slot_count++] = (pr_ground_slot){name, text};
        }
    }
    if (out->status == PR_UNDECIDED) {
        pr_need *needs;
        out->need_count = pr_needs_list(pr_vm_fact_needs(vm, fact), &needs, &vm->arena);
        out->needs = needs;
    }
    return others != NULL;
}

static int by_ground_rank(const void *a, const void *b) {
    const pr_ground *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    return pr_text_compare(x->id, y->id);
}

static bool fill_grounds(pr_vm *vm, const pr_relation *relation, const pr_entity *entity, pr_grounds *out) {
    pr_ground *items = PR_NEW_ARRAY(&vm->arena, pr_ground, relation->fact_count + 1u);
    *out = (pr_grounds){.name = relation->name, .items = items};
    for (uint32_t i = 0; items != NULL && i < relation->fact_count; i++) {
        const pr_value *slots = slots_of(vm, relation->facts[i]);
        if (is_about(slots, entity) &&
            !fill_ground(vm, relation, relation->facts[i], slots, &items[out->count++])) {
            return false;
        }
    }
    if (items != NULL) {
        pr_sort(items, out->count, sizeof *items, by_ground_rank);
    }
    return items != NULL;
}

static bool fill_notes(pr_vm *vm, const pr_relation *relation, const pr_entity *entity, pr_notes *out) {
    pr_text *items = PR_NEW_ARRAY(&vm->arena, pr_text, relation->fact_count + 1u);
    int at = pr_shape_find(relation->shape, PR_TEXT("text"));
    *out = (pr_notes){.name = relation->name, .items = items};
    for (uint32_t i = 0; items != NULL && at >= 0 && i < relation->fact_count; i++) {
        const pr_value *slots = slots_of(vm, relation->facts[i]);
        if (pr_vm_state(vm, relation->facts[i]) == PR_TRUE && is_about(slots, entity)) {
            items[out->count++] = text_of(vm, slots[at]);
        }
    }
    return items != NULL;
}

static bool fill_lists(pr_vm *vm, pr_consulted *out) {
    const pr_program *p = vm->program;
    pr_grounds *grounds = PR_NEW_ARRAY(&vm->arena, pr_grounds, p->relation_count + 1u);
    pr_notes *notes = PR_NEW_ARRAY(&vm->arena, pr_notes, p->relation_count + 1u);
    bool ok = grounds != NULL && notes != NULL;
    /* Those that say the least of each ground come first. */
    for (uint32_t slots = 0; slots <= PR_LIMIT_SLOTS && ok; slots++) {
        for (uint32_t i = 0; i < p->relation_count && ok; i++) {
            if (p->relations[i].role == PR_ROLE_GROUND && p->relations[i].slot_count == slots) {
                ok = fill_grounds(vm, &p->relations[i], out->entity, &grounds[out->grounds_count++]);
            }
        }
    }
    for (uint32_t i = 0; i < p->relation_count && ok; i++) {
        if (p->relations[i].role == PR_ROLE_NOTE) {
            ok = fill_notes(vm, &p->relations[i], out->entity, &notes[out->notes_count++]);
        }
    }
    out->grounds = grounds;
    out->notes = notes;
    return ok;
}

/* The first standing that is certain. What could still put another before it is to be checked. */
static const pr_needs *find_standing(pr_vm *vm, const pr_relation *relation, pr_consulted *out) {
    const pr_needs *needs = NULL;
    out->rank = UINT32_MAX;
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < relation->fact_count; i++) {
            uint32_t fact = relation->facts[i];
            pr_truth state = pr_vm_state(vm, fact);
            const pr_value *slots = slots_of(vm, fact);
            if (!is_about(slots, out->entity)) {
                continue;
            }
            uint32_t rank = rank_of(relation->slots[1].schema, slots[1]);
            if (pass == 0 && state == PR_TRUE && rank < out->rank) {
                out->rank = rank;
                out->standing = relation->slots[1].schema->values[rank];
            } else if (pass == 1 && state == PR_UNDECIDED && rank < out->rank) {
                needs = pr_needs_join(needs, pr_vm_fact_needs(vm, fact), &vm->arena);
            }
        }
    }
    return needs;
}

static bool is_first(pr_vm *vm, const pr_entity *entity) {
    const pr_relation *focus = relation_of(vm->program, PR_ROLE_FOCUS);
    for (uint32_t i = 0; focus != NULL && i < focus->fact_count; i++) {
        if (pr_vm_state(vm, focus->facts[i]) == PR_TRUE && is_about(slots_of(vm, focus->facts[i]), entity)) {
            return true;
        }
    }
    return focus == NULL;
}

/* The grounds that are present or may be: what the standing rests on. */
static bool fill_caveats(pr_vm *vm, pr_rests *rests, pr_consulted *out) {
    PR_VEC(uint32_t) facts = {0};
    for (uint32_t g = 0; g < out->grounds_count; g++) {
        for (uint32_t i = 0; i < out->grounds[g].count; i++) {
            const pr_ground *ground = &out->grounds[g].items[i];
            if (ground->status != PR_FALSE && !PR_PUSH(&vm->arena, &facts, ground->fact)) {
                return false;
            }
        }
    }
    return pr_advise_fact_caveats(rests, out->entity, facts.items, facts.count, &out->caveats,
                                  &out->caveat_count);
}

static bool fill(pr_vm *vm, pr_rests *rests, const pr_relation *standings, const pr_entity *entity,
                 pr_consulted *out) {
    *out = (pr_consulted){.entity = entity,
                          .first = is_first(vm, entity),
                          .not_encoded = pr_advise_value(entity->fields, "not_encoded")};
    const pr_needs *needs = find_standing(vm, standings, out);
    return fill_lists(vm, out) && fill_caveats(vm, rests, out) && pr_consult_checks(vm, needs, out);
}

static int by_rank(const void *a, const void *b) {
    const pr_consulted *x = a, *y = b;
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    return pr_text_compare(x->entity->id, y->entity->id);
}

static bool fill_items(pr_vm *vm, pr_consult *out) {
    const pr_relation *standings = relation_of(vm->program, PR_ROLE_STANDING);
    uint32_t number = standings != NULL ? standings->slots[0].schema->collection_index : PR_ANY_COLLECTION;
    if (number >= vm->program->collection_count) {
        return true;
    }
    const pr_collection *c = &vm->program->collections[number];
    pr_consulted *items = PR_NEW_ARRAY(&vm->arena, pr_consulted, c->entity_count + 1u);
    pr_rests *rests = pr_rests_new(vm);
    if (items == NULL || rests == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < c->entity_count; i++) {
        if (!fill(vm, rests, standings, c->entities[i], &items[i])) {
            return false;
        }
    }
    pr_sort(items, c->entity_count, sizeof *items, by_rank);
    out->collection = c->name;
    out->items = items;
    out->count = c->entity_count;
    return true;
}

const pr_consult *pr_advise_consult(pr_vm *vm, const pr_advice_context *context) {
    pr_consult *c = PR_NEW(&vm->arena, pr_consult);
    if (c == NULL) {
        return NULL;
    }
    *c = (pr_consult){.head = {.program = vm->program,
                               .digest = context->digest,
                               .as_of = vm->as_of,
                               .profile_id = context->profile_id,
                               .profile_name = context->profile_name}};
    bool ok = fill_items(vm, c) && pr_consult_present(vm, c) &&
              pr_advise_warn(vm, false, &c->head.warnings, &c->head.warning_count);
    return ok && !vm->arena.failed && vm->status == PRECEPTOR_OK ? c : NULL;
}
