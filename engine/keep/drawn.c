/* What an entity rests on, and how rules and relations rest on each other. An edge leads from what is concluded to what
 * it rests on. */
#include "keep/drawing.h"
#include "keep/parts.h"

typedef struct painter {
    const pr_program *program;
    const pr_kb *kb;
    pr_drawing *drawing;
} painter;

static uint32_t draw_entity(painter *p, const pr_entity *entity);

static void draw_condition(painter *p, uint32_t from, pr_value value) {
    if (value.kind == PR_CONDITION) {
        const pr_kb_condition *c = &p->kb->conditions.items[value.number];
        if (!c->constant) {
            const pr_text itself = PR_TEXT("this");
            pr_draw_expression(p->kb, p->drawing, from, &c->source, &itself, 1);
        }
    }
}

/* Entities of collections that play a part: what else is referred to would bury what matters. */
static void draw_reference(painter *p, uint32_t from, pr_value value, bool faint) {
    if (value.kind == PR_ENTITY && p->program->collections[value.entity->collection].role.length > 0) {
        uint32_t to = draw_entity(p, value.entity);
        pr_drawing_edge(p->drawing, (pr_drawn_edge){.from = from, .to = to, .faint = faint});
    }
}

static bool has_condition(const pr_context *record) {
    for (uint32_t i = 0; i < record->shape->count; i++) {
        if (record->values[i].kind == PR_CONDITION) {
            return true;
        }
    }
    return false;
}

/* A record with conditions and an id of its own, such as a requirement. */
static void draw_record(painter *p, uint32_t owner, pr_text owner_id, const pr_context *record) {
    pr_text id = pr_keep_text(record, "id"), text = pr_keep_text(record, "text");
    if (id.length == 0 || !has_condition(record)) {
        return;
    }
    pr_text key = pr_text_format(p->drawing->arena, "%.*s/%.*s", PR_ARG(owner_id), PR_ARG(id));
    uint32_t node = pr_drawing_node(p->drawing, PR_DRAWN_REQUIREMENT, key, NULL);
    if (p->drawing->arena->failed) {
        return;
    }
    p->drawing->nodes.items[node].label = text.length > 0 ? text : id;
    p->drawing->nodes.items[node].faint = pr_text_is(pr_keep_text(record, "strength"), "preferred");
    pr_drawing_edge(p->drawing, (pr_drawn_edge){.from = owner, .to = node});
    for (uint32_t i = 0; i < record->shape->count; i++) {
        draw_condition(p, node, record->values[i]);
        draw_reference(p, node, record->values[i], true);
    }
}

static uint32_t draw_entity(painter *p, const pr_entity *e) {
    bool made;
    uint32_t node = pr_drawing_entity(p->drawing, PR_DRAWN_ENTITY, p->program, e, &made);
    if (!made) {
        return node;
    }
    p->drawing->nodes.items[node].label =
        pr_text_equal(e->id, e->name)
            ? e->id
            : pr_text_format(p->drawing->arena, "%.*s\n%.*s", PR_ARG(e->name), PR_ARG(e->id));
    for (uint32_t i = 0; i < e->fields->shape->count; i++) {
        pr_value value = e->fields->values[i];
        draw_condition(p, node, value);
        draw_reference(p, node, value, false);
        for (uint32_t k = 0; value.kind == PR_LIST && k < value.list->count; k++) {
            pr_value item = value.list->items[k];
            draw_reference(p, node, item, false);
            if (item.kind == PR_CONTEXT) {
                draw_record(p, node, e->id, item.context);
            }
        }
    }
    return node;
}

void pr_draw_entity(const pr_program *program, const pr_kb *kb, const pr_entity *entity, pr_drawing *d) {
    painter p = {program, kb, d};
    (void)draw_entity(&p, entity);
}

static void draw_when(painter *p, uint32_t node, const pr_kb_when *when, const pr_text *bound,
                      uint32_t count) {
    if (when->kind == PR_WHEN_EXPRESSION) {
        pr_draw_expression(p->kb, p->drawing, node, &when->source, bound, count);
    }
    for (uint32_t i = 0; i < when->count; i++) {
        draw_when(p, node, &when->items[i], bound, count);
    }
}

static void draw_rule(painter *p, const pr_kb_rule *rule) {
    uint32_t node = pr_drawing_node(p->drawing, PR_DRAWN_RULE, rule->id, NULL);
    pr_text *bound = PR_NEW_ARRAY(p->drawing->arena, pr_text, rule->binding_count + 1u);
    for (uint32_t i = 0; bound != NULL && i < rule->binding_count; i++) {
        bound[i] = rule->bindings[i].name;
        pr_draw_expression(p->kb, p->drawing, node, &rule->bindings[i].source, bound, i);
    }
    if (bound == NULL) {
        return;
    }
    draw_when(p, node, &rule->when, bound, rule->binding_count);
    for (uint32_t i = 0; rule->table != NULL && i < rule->table->input_count; i++) {
        pr_draw_expression(p->kb, p->drawing, node, &rule->table->inputs[i].value, bound,
                           rule->binding_count);
    }
    for (uint32_t i = 0; i < rule->head_count; i++) {
        pr_text relation = p->kb->relations.items[rule->heads[i].relation].name;
        uint32_t head = pr_drawing_node(p->drawing, PR_DRAWN_RELATION, relation, NULL);
        pr_drawing_edge(p->drawing, (pr_drawn_edge){.from = head, .to = node});
    }
}

static bool concludes(const pr_kb *kb, const pr_kb_rule *rule, pr_text relation) {
    for (uint32_t i = 0; i < rule->head_count; i++) {
        if (pr_text_equal(kb->relations.items[rule->heads[i].relation].name, relation)) {
            return true;
        }
    }
    return false;
}

bool pr_draw_rules(const pr_program *program, const pr_kb *kb, pr_text word, pr_drawing *d) {
    painter p = {program, kb, d};
    for (uint32_t i = 0; i < kb->rules.count; i++) {
        const pr_kb_rule *rule = &kb->rules.items[i];
        if (word.length == 0 || pr_text_equal(rule->id, word) || concludes(kb, rule, word)) {
            draw_rule(&p, rule);
        }
    }
    return d->nodes.count > 0;
}
