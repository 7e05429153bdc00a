/* In whose words a condition is told: equal ones are one node, which may stand elsewhere, too. */
#include "advise/parts.h"

static const pr_node_origin *origin_in(const pr_program *p, uint32_t scope, pr_node_id node) {
    const pr_node_place place = {scope, node};
    if (scope == 0) {
        return NULL;
    }
    if (p->makers[node] == scope) {
        return &p->origins[node];
    }
    uint32_t at = pr_map_get(&p->places, (pr_text){(const char *)&place, sizeof place});
    return at != PR_MAP_NONE ? &p->place_origins[at] : NULL;
}

/* Conditions of an entity, and of those that it names: how far they are looked for. */
enum { DEEPEST = 2 };

typedef struct look {
    const pr_program *program;
    const pr_words *words;
    pr_node_id node;
    bool asked; /* only conditions that the rule asks for, or its table's row */
} look;

static bool is_asked(const look *l, uint32_t condition) {
    bool found = !l->asked;
    for (size_t i = 0; i < PR_WORDS_SCOPES && !found; i++) {
        const pr_node_place place = {l->words->scopes[i], condition};
        const pr_text bytes = {(const char *)&place, sizeof place};
        found = place.scope != 0 && pr_map_get(&l->program->asked, bytes) != PR_MAP_NONE;
    }
    return found;
}

static const pr_node_origin *origin_of_value(const look *l, pr_value v, uint32_t depth) {
    const pr_node_origin *found = NULL;
    const pr_context *fields = v.kind == PR_CONTEXT  ? v.context
                               : v.kind == PR_ENTITY ? v.entity->fields
                                                     : NULL;
    if (v.kind == PR_CONDITION) {
        uint32_t number = (uint32_t)v.number;
        return is_asked(l, number) ? origin_in(l->program, pr_condition_scope(number), l->node) : NULL;
    }
    for (uint32_t i = 0; fields != NULL && found == NULL && i < fields->shape->count; i++) {
        const pr_value *field = &fields->values[i];
        bool deeper = field->kind == PR_CONDITION || depth > 0;
        found = deeper ? origin_of_value(l, *field, depth - (v.kind == PR_ENTITY)) : NULL;
    }
    for (uint32_t i = 0; v.kind == PR_LIST && found == NULL && i < v.list->count; i++) {
        bool record = v.list->items[i].kind == PR_CONTEXT;
        found = record ? origin_of_value(l, v.list->items[i], depth) : NULL;
    }
    return found;
}

/* The last variable is the nearest: it ranges over what those before it have. */
static const pr_node_origin *origin_of_bindings(const look *l) {
    const pr_node_origin *found = NULL;
    for (uint32_t i = l->words->binding_count; i > 0 && found == NULL; i--) {
        found = origin_of_value(l, l->words->bindings[i - 1], DEEPEST);
    }
    return found;
}

/* A condition that the scope asks for, from 1: the last, or the one before another; 0 or PR_MAP_NONE: there is none. */
static uint32_t asked_before(const pr_program *p, uint32_t scope, uint32_t condition) {
    const pr_node_place place = {scope, condition};
    return pr_map_get(&p->asked, (pr_text){(const char *)&place, sizeof place});
}

/* Those that the rule asks for of entities that no variable of its stands for: `every o in ones satisfies o.open`. */
static const pr_node_origin *origin_of_asked(const pr_program *p, const pr_words *words, pr_node_id node) {
    const pr_node_origin *found = NULL;
    for (size_t i = 0; i < PR_WORDS_SCOPES && found == NULL; i++) {
        uint32_t next = words->scopes[i] != 0 ? asked_before(p, words->scopes[i], PR_NONE) : 0;
        for (; next != 0 && next != PR_MAP_NONE && found == NULL;
             next = asked_before(p, words->scopes[i], next - 1)) {
            found = origin_in(p, pr_condition_scope(next - 1), node);
        }
    }
    return found;
}

const pr_node_origin *pr_advise_origin(const pr_program *p, const pr_words *words, pr_node_id node) {
    look at = {.program = p, .words = words, .node = node, .asked = true};
    const pr_node_origin *found = NULL;
    for (size_t i = 0; i < PR_WORDS_OWN && found == NULL; i++) {
        found = origin_in(p, words->scopes[i], node);
    }
    found = found != NULL ? found : origin_of_bindings(&at);
    for (size_t i = PR_WORDS_OWN; i < PR_WORDS_SCOPES && found == NULL; i++) {
        found = origin_in(p, words->scopes[i], node);
    }
    at.asked = false;
    found = found != NULL ? found : origin_of_bindings(&at);
    found = found != NULL ? found : origin_of_asked(p, words, node);
    return found != NULL ? found : &p->origins[node];
}

pr_words pr_advise_words_of(pr_value condition) {
    bool own = condition.kind == PR_CONDITION;
    return (pr_words){.scopes = {own ? pr_condition_scope((uint32_t)condition.number) : 0}};
}
