/* The parts of a program that are tables: what the knowledge base declares, and the facts that grounding found. */
#include "compile/build.h"

#include <stdlib.h>

static uint8_t kind_of_unknown(const pr_schema *schema, bool nullable) {
    static const uint8_t kinds[] = {
        [PR_SCHEMA_BOOLEAN] = PR_BOOLEAN, [PR_SCHEMA_NUMBER] = PR_NUMBER, [PR_SCHEMA_STRING] = PR_STRING,
        [PR_SCHEMA_ENUM] = PR_STRING,     [PR_SCHEMA_DATE] = PR_DATE,     [PR_SCHEMA_TIME] = PR_TIME,
        [PR_SCHEMA_LIST] = PR_LIST,
    };
    return nullable || schema->kind >= sizeof kinds ? PR_NULL : kinds[schema->kind];
}

static void fill_attribute(pr_attribute *a, const pr_field *field, pr_text path) {
    *a = (pr_attribute){.path = path,
                        .field = field,
                        .schema = field->schema,
                        .parent = PR_NONE,
                        .absent = PR_NONE,
                        .expected_low = PR_NONE,
                        .expected_high = PR_NONE,
                        .low = field->nullable ? pr_null() : field->schema->low,
                        .high = field->nullable ? pr_null() : field->schema->high,
                        .unknown_kind = kind_of_unknown(field->schema, field->nullable)};
}

static uint32_t fields_of(const pr_schema *schema) {
    bool records = schema->kind == PR_SCHEMA_LIST && schema->element->kind == PR_SCHEMA_RECORD;
    return records ? schema->element->field_count : 0;
}

static bool add_record_fields(pr_build *b, pr_attribute *all, uint32_t list, uint32_t first) {
    const pr_schema *record = all[list].schema->element;
    all[list].first_field = first;
    for (uint32_t i = 0; i < record->field_count; i++) {
        pr_text path =
            pr_text_format(b->arena, "%.*s[].%.*s", PR_ARG(all[list].path), PR_ARG(record->fields[i].name));
        if (path.at == NULL) {
            return false;
        }
        fill_attribute(&all[first + i], &record->fields[i], path);
        all[first + i].parent = list;
        all[first + i].position = i;
    }
    return true;
}

static void find_waivers(pr_program *p) {
    pr_waiver_list *w = &p->waivers;
    *w = (pr_waiver_list){.attribute = PR_NONE};
    for (uint32_t i = 0; i < p->vocabulary_count && w->attribute == PR_NONE; i++) {
        w->attribute = pr_text_is(p->attributes[i].field->role, "waivers") ? i : PR_NONE;
    }
    if (w->attribute == PR_NONE) {
        return;
    }
    const struct {
        const char *role;
        int *at;
    } places[] = {{"subject", &w->subject}, {"requirement", &w->requirement},
                  {"by", &w->by},           {"reason", &w->reason},
                  {"on", &w->on},           {"until", &w->until},
                  {"record", &w->record}};
    const pr_schema *record = p->attributes[w->attribute].schema->element;
    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
        for (uint32_t i = 0; i < record->field_count; i++) {
            if (pr_text_is(record->fields[i].role, places[k].role)) {
                *places[k].at = (int)i;
            }
        }
    }
}

static bool assemble_attributes(pr_build *b) {
    pr_program *p = b->program;
    uint32_t count = b->kb->attributes.count, total = count;
    for (uint32_t i = 0; i < count; i++) {
        total += fields_of(b->kb->attributes.items[i].schema);
    }
    pr_attribute *all = PR_NEW_ARRAY(b->arena, pr_attribute, total + 1u);
    pr_map_init(&p->attribute_numbers, b->arena);
    if (all == NULL) {
        return false;
    }
    uint32_t next = count;
    for (uint32_t i = 0; i < count; i++) {
        fill_attribute(&all[i], &b->kb->attributes.items[i], b->kb->attributes.items[i].name);
        uint32_t fields = fields_of(all[i].schema);
        if (fields > 0 && !add_record_fields(b, all, i, next)) {
            return false;
        }
        next += fields;
    }
    for (uint32_t i = 0; i < total; i++) {
        if (!pr_map_put(&p->attribute_numbers, all[i].path, i)) {
            return false;
        }
    }
    p->attributes = b->attributes = all;
    p->attribute_count = total;
    p->vocabulary_count = count;
    find_waivers(p);
    return true;
}

static bool assemble_parameters(pr_build *b) {
    uint32_t count = b->kb->parameters.count;
    pr_parameter *all = PR_NEW_ARRAY(b->arena, pr_parameter, count + 1u);
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        const pr_kb_parameter *from = &b->kb->parameters.items[i];
        pr_parameter_period *periods = PR_NEW_ARRAY(b->arena, pr_parameter_period, from->period_count + 1u);
        if (periods == NULL) {
            return false;
        }
        for (uint32_t k = 0; k < from->period_count; k++) {
            periods[k] =
                (pr_parameter_period){from->periods[k].from, from->periods[k].until, from->periods[k].value,
                                      from->periods[k].sources, from->periods[k].caveats};
        }
        all[i] = (pr_parameter){from->name, from->text, from->unit, periods, from->period_count};
    }
    b->program->parameters = all;
    b->program->parameter_count = count;
    return all != NULL;
}

static bool assemble_collections(pr_build *b) {
    uint32_t count = b->kb->collections.count;
    pr_collection *all = PR_NEW_ARRAY(b->arena, pr_collection, count + 1u);
    b->program->sources = PR_NONE;
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        const pr_kb_collection *from = &b->kb->collections.items[i];
        const pr_entity **entities = PR_NEW_ARRAY(b->arena, const pr_entity *, from->entity_count + 1u);
        pr_origin *origins = PR_NEW_ARRAY(b->arena, pr_origin, from->entity_count + 1u);
        if (entities == NULL || origins == NULL) {
            return false;
        }
        for (uint32_t k = 0; k < from->entity_count; k++) {
            entities[k] = &from->entities[k]->entity;
            origins[k] = from->entities[k]->origin;
        }
        all[i] = (pr_collection){from->name, from->role,         from->schema, entities,
                                 origins,    from->entity_count, from->ids};
        if (pr_text_is(from->role, "source")) {
            b->program->sources = i;
        }
    }
    b->program->collections = all;
    b->program->collection_count = count;
    return all != NULL;
}

static const char *const role_names[PR_ROLE_COUNT_OF] = {
    [PR_ROLE_NONE] = "",
    [PR_ROLE_VERDICT] = "verdict",
    [PR_ROLE_IN_FORCE] = "in-force",
    [PR_ROLE_APPLIES] = "requirement-applies",
    [PR_ROLE_MET] = "requirement-met",
    [PR_ROLE_WAIVED] = "requirement-waived",
    [PR_ROLE_BLOCKS] = "requirement-blocks",
    [PR_ROLE_RECOMMENDATION] = "recommendation",
    [PR_ROLE_FOCUS] = "focus",
    [PR_ROLE_WARNING] = "warning",
    [PR_ROLE_WAIVER] = "waiver",
    [PR_ROLE_STAGE_DONE] = "stage-done",
    [PR_ROLE_STAGE_CURRENT] = "stage-current",
    [PR_ROLE_STAGE_END] = "stage-end",
    [PR_ROLE_PATHWAY_VERDICT] = "pathway-verdict",
    [PR_ROLE_PATHWAY_FOCUS] = "pathway-focus",
    [PR_ROLE_PATHWAY_BLOCKS] = "pathway-blocks",
    [PR_ROLE_STANDING] = "standing",
    [PR_ROLE_GROUND] = "ground",
    [PR_ROLE_NOTE] = "note",
    [PR_ROLE_CHECK] = "check",
    [PR_ROLE_PART] = "part",
    [PR_ROLE_MERIT] = "merit",
    [PR_ROLE_SHORTCOMING] = "shortcoming",
    [PR_ROLE_START] = "start",
};

pr_role pr_build_role(const pr_kb_relation *relation) {
    uint32_t role = PR_ROLE_COUNT_OF - 1;
    while (role > PR_ROLE_NONE && !pr_text_is(relation->shows, role_names[role])) {
        role--;
    }
    return (pr_role)role;
}

static bool assemble_relations(pr_build *b) {
    uint32_t count = b->kb->relations.count;
    pr_relation *all = PR_NEW_ARRAY(b->arena, pr_relation, count + 1u);
    for (uint32_t r = 0; r < PR_ROLE_COUNT_OF; r++) {
        b->program->roles[r] = PR_NONE;
    }
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        const pr_kb_relation *from = &b->kb->relations.items[i];
        pr_slot *slots = PR_NEW_ARRAY(b->arena, pr_slot, from->slot_count + 1u);
        pr_text *names = PR_NEW_ARRAY(b->arena, pr_text, from->slot_count + 1u);
        if (slots == NULL || names == NULL) {
            return false;
        }
        for (uint32_t s = 0; s < from->slot_count; s++) {
            slots[s] = (pr_slot){from->slots[s].name, from->slots[s].schema, from->slots[s].optional};
            names[s] = from->slots[s].name;
        }
        uint32_t shape = pr_graph_shape(&b->graph, names, from->slot_count);
        if (shape == PR_NONE) {
            return false;
        }
        all[i] = (pr_relation){.name = from->name,
                               .claim = PR_NONE,
                               .role = (uint8_t)pr_build_role(from),
                               .slots = slots,
                               .slot_count = from->slot_count,
                               .shape = b->graph.shapes.items[shape],
                               .key = from->key,
                               .key_count = from->key_count};
        if (all[i].role != PR_ROLE_NONE) {
            b->program->roles[all[i].role] = i;
        }
    }
    b->program->relations = b->relations = all;
    b->program->relation_count = count;
    return all != NULL;
}

/* Rows have sources of their own beside those of their rule. */
static pr_value sources_of_row(pr_build *b, pr_value all, pr_value own) {
    if (all.kind != PR_LIST || own.kind != PR_LIST) {
        return own.kind == PR_LIST ? own : all;
    }
    uint32_t count = all.list->count + own.list->count;
    pr_value *items = PR_NEW_ARRAY(b->arena, pr_value, count);
    const pr_list *list = items != NULL ? pr_list_make(items, count, b->arena) : NULL;
    if (list == NULL) {
        b->failed = true;
        return pr_null();
    }
    memcpy(items, own.list->items, own.list->count * sizeof *items);
    memcpy(items + own.list->count, all.list->items, all.list->count * sizeof *items);
    return pr_list_value(list);
}

const pr_kb_rule *pr_build_rule(const pr_build *b, uint32_t number, const pr_kb_row **row) {
    const pr_kb_rule *rules = b->kb->rules.items;
    if (row != NULL) {
        *row = NULL;
    }
    for (uint32_t i = 0; number >= b->kb->rules.count && i < b->kb->rules.count; i++) {
        const pr_kb_table *t = rules[i].table;
        if (t == NULL || number < t->first || number - t->first >= t->row_count) {
            continue;
        }
        if (row != NULL) {
            *row = &t->rows[number - t->first];
        }
        return &rules[i];
    }
    return &rules[number];
}

pr_span pr_build_slot_place(const pr_build *b, uint32_t number, uint32_t relation, uint32_t slot) {
    const pr_kb_row *row;
    const pr_kb_rule *rule = pr_build_rule(b, number, &row);
    for (uint32_t h = 0; h < rule->head_count; h++) {
        const pr_kb_assignment *a = &rule->heads[h].assignments[slot];
        if (rule->heads[h].relation == relation && a->output > 0 && row != NULL) {
            return pr_origin_whole(&row->outputs[a->output - 1].origin);
        }
        if (rule->heads[h].relation == relation && a->origin.source != NULL) {
            return pr_origin_whole(&a->origin);
        }
    }
    return pr_origin_whole(&rule->origin);
}

static bool assemble_rules(pr_build *b) {
    uint32_t count = b->kb->rules.count;
    pr_rule *all = PR_NEW_ARRAY(b->arena, pr_rule, count + b->kb->row_count + 1u);
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        const pr_kb_rule *from = &b->kb->rules.items[i];
        pr_text *names = PR_NEW_ARRAY(b->arena, pr_text, from->binding_count + 1u);
        if (names == NULL) {
            return false;
        }
        for (uint32_t k = 0; k < from->binding_count; k++) {
            names[k] = from->bindings[k].name;
        }
        all[i] = (pr_rule){from->id, from->origin, from->sources, names, from->binding_count, {0}, i};
        for (uint32_t r = 0; from->table != NULL && r < from->table->row_count; r++) {
            pr_rule *row = &all[from->table->first + r];
            *row = all[i];
            row->origin = from->table->rows[r].origin;
            row->sources = sources_of_row(b, from->sources, from->table->rows[r].sources);
            row->part = from->table->rows[r].tests == NULL ? PR_TEXT("default")
                                                           : pr_text_format(b->arena, "row %u", r + 1);
        }
    }
    b->program->rules = all;
    b->program->rule_count = count;
    b->program->row_count = b->kb->row_count;
    return all != NULL;
}

bool pr_assemble_data(pr_build *b) {
    pr_program *p = b->program;
    p->name = b->kb->name;
    p->version = b->kb->version;
    p->notice = b->kb->notice;
    p->document = b->kb->document;
    p->effective = b->kb->effective;
    p->stale_after = b->kb->stale_after;
    p->file_count = b->kb->file_count;
    p->byte_count = b->kb->byte_count;
    return assemble_attributes(b) && assemble_parameters(b) && assemble_collections(b) &&
           assemble_relations(b) && assemble_rules(b);
}

static int by_slots(const pr_fact *x, const pr_fact *y, uint32_t slots) {
    if (x->constant != y->constant) {
        return x->constant ? -1 : 1;
    }
    for (uint32_t s = 0; x->constant && s < slots; s++) {
        int o = pr_value_sort_order(x->values[s], y->values[s]);
        if (o != 0) {
            return o;
        }
    }
    return 0;
}

/* Merge sort, because it needs the facts besides their numbers and qsort has no room for that. */
static void sort_facts(const pr_program *p, uint32_t *numbers, uint32_t count, uint32_t *spare,
                       uint32_t slots) {
    if (count < 2) {
        return;
    }
    uint32_t half = count / 2;
    sort_facts(p, numbers, half, spare, slots);
    sort_facts(p, numbers + half, count - half, spare, slots);
    memcpy(spare, numbers, count * sizeof *numbers);
    uint32_t a = 0, b = half;
    for (uint32_t i = 0; i < count; i++) {
        bool left =
            b >= count || (a < half && by_slots(&p->facts[spare[a]], &p->facts[spare[b]], slots) <= 0);
        numbers[i] = left ? spare[a++] : spare[b++];
    }
}

static bool assemble_relation_facts(pr_build *b) {
    pr_program *p = b->program;
    uint32_t *spare = PR_NEW_ARRAY(b->arena, uint32_t, p->fact_count + 1u);
    for (uint32_t r = 0; spare != NULL && r < p->relation_count; r++) {
        pr_relation *relation = &b->relations[r];
        PR_VEC(uint32_t) facts = {0}, loops = {0};
        for (uint32_t f = 0; f < p->fact_count; f++) {
            if (p->facts[f].relation == r && p->facts[f].body_count > 0 && !PR_PUSH(b->arena, &facts, f)) {
                return false;
            }
        }
        for (uint32_t l = 0; l < p->loop_count; l++) {
            if (p->loops[l].relation == r && !PR_PUSH(b->arena, &loops, l)) {
                return false;
            }
        }
        sort_facts(p, facts.items, facts.count, spare, relation->slot_count);
        relation->pure = !b->impure[r];
        relation->facts = facts.items;
        relation->fact_count = facts.count;
        relation->loops = loops.items;
        relation->loop_count = loops.count;
    }
    return spare != NULL;
}

static uint32_t role_fact(pr_build *b, pr_role role, const pr_value *values, uint32_t count) {
    uint32_t relation = b->program->roles[role];
    if (relation == PR_NONE || b->program->relations[relation].slot_count != count) {
        return PR_NONE;
    }
    return pr_draft_constant(b, relation, values);
}

static pr_node_id condition_of(pr_build *b, pr_value v) {
    return v.kind == PR_CONDITION ? pr_build_condition(b, (uint32_t)v.number)
                                  : pr_graph_constant(&b->graph, v);
}

static bool make_requirement(pr_build *b, const pr_entity *entity, pr_value item, pr_requirement *out) {
    pr_value id = pr_context_get(item.context, PR_TEXT("id"), NULL);
    pr_value strength = pr_context_get(item.context, PR_TEXT("strength"), NULL);
    pr_value requires = pr_context_get(item.context, PR_TEXT("requires"), NULL);
    pr_value pair[2] = {pr_entity_value(entity), id};
    *out = (pr_requirement){.id = pr_string_text(id),
                            .fields = item.context,
                            .required = strength.kind != PR_STRING ||
                                        !pr_text_is(pr_string_text(strength), "preferred"),
                            .applies = role_fact(b, PR_ROLE_APPLIES, pair, 2),
                            .met = role_fact(b, PR_ROLE_MET, pair, 2),
                            .waived = role_fact(b, PR_ROLE_WAIVED, pair, 2),
                            .blocks = role_fact(b, PR_ROLE_BLOCKS, pair, 2)};
    out->scope = requires.kind == PR_CONDITION ? pr_condition_scope((uint32_t) requires.number) : 0;
    out->requires = condition_of(b, requires);
    out->applies_when = condition_of(b, pr_context_get(item.context, PR_TEXT("applies"), NULL));
    return !b->graph.failed && !b->failed;
}

static bool is_requirement_list(const pr_schema *schema) {
    return schema->kind == PR_SCHEMA_LIST && pr_text_is(schema->element->label, "requirement");
}

static bool make_subject(pr_build *b, uint32_t collection, const pr_entity *entity, pr_subject *out) {
    pr_value one = pr_entity_value(entity);
    *out = (pr_subject){.entity = entity,
                        .id = pr_text_copy(b->arena, entity->id).at,
                        .verdict = role_fact(b, PR_ROLE_VERDICT, &one, 1),
                        .in_force = role_fact(b, PR_ROLE_IN_FORCE, &one, 1)};
    if (out->id == NULL) {
        return false;
    }
    const pr_schema *schema = b->program->collections[collection].schema;
    for (uint32_t f = 0; f < schema->field_count; f++) {
        pr_value list = entity->fields->values[f];
        if (!is_requirement_list(schema->fields[f].schema) || list.kind != PR_LIST) {
            continue;
        }
        pr_requirement *all = PR_NEW_ARRAY(b->arena, pr_requirement, list.list->count + 1u);
        for (uint32_t i = 0; all != NULL && i < list.list->count; i++) {
            if (!make_requirement(b, entity, list.list->items[i], &all[i])) {
                return false;
            }
        }
        if (all == NULL) {
            return false;
        }
        out->requirements = all;
        out->requirement_count = list.list->count;
        break;
    }
    return true;
}

static bool make_subjects(pr_build *b) {
    pr_program *p = b->program;
    PR_VEC(pr_subject) all = {0};
    for (uint32_t c = 0; c < p->collection_count; c++) {
        if (!pr_text_is(p->collections[c].role, "subject")) {
            continue;
        }
        for (uint32_t e = 0; e < p->collections[c].entity_count; e++) {
            pr_subject subject;
            if (!make_subject(b, c, p->collections[c].entities[e], &subject) ||
                !PR_PUSH(b->arena, &all, subject)) {
                return false;
            }
        }
    }
    p->subjects = all.items;
    p->subject_count = all.count;
    return true;
}

/* Where the first rule stands that gives a relation tuples which only the run knows. */
static void note_impure(pr_build *b, pr_diag *diag, uint32_t relation) {
    uint32_t rule = UINT32_MAX;
    for (uint32_t i = 0; i < b->loops.count; i++) {
        rule = b->loops.items[i].relation == relation && b->loops.items[i].rule < rule
                   ? b->loops.items[i].rule
                   : rule;
    }
    for (uint32_t i = 0; i < b->drafts.count; i++) {
        const pr_draft *d = &b->drafts.items[i];
        if (d->relation == relation && !d->constant && d->bodies.count > 0 &&
            d->bodies.items[0].rule < rule) {
            rule = d->bodies.items[0].rule;
        }
    }
    if (rule != UINT32_MAX) {
        pr_diag_note(b->diags, diag, pr_origin_whole(&pr_build_rule(b, rule, NULL)->origin),
                     "this rule does");
    }
}

/* What C reads facts by must be decided fact by fact. */
static bool check_roles(pr_build *b) {
    static const pr_role read[] = {PR_ROLE_VERDICT, PR_ROLE_IN_FORCE, PR_ROLE_APPLIES,
                                   PR_ROLE_MET,     PR_ROLE_WAIVED,   PR_ROLE_BLOCKS};
    bool ok = true;
    for (size_t i = 0; i < sizeof read / sizeof read[0]; i++) {
        uint32_t r = b->program->roles[read[i]];
        if (r == PR_NONE) {
            continue;
        }
        const pr_kb_relation *relation = &b->kb->relations.items[r];
        if (b->impure[r]) {
            pr_diag *diag = pr_error(
                b->diags, "not-ground", pr_origin_whole(&relation->shows_origin),
                "a relation that shows %.*s may range over entities only, not over the profile or over facts",
                PR_ARG(relation->shows));
            note_impure(b, diag, r);
            ok = false;
        }
    }
    return ok;
}

bool pr_assemble_facts(pr_build *b) {
    pr_program *p = b->program;
    if (!check_roles(b) || !make_subjects(b)) {
        return false;
    }
    pr_fact *facts = PR_NEW_ARRAY(b->arena, pr_fact, b->drafts.count + 1u);
    if (facts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < b->drafts.count; i++) {
        const pr_draft *d = &b->drafts.items[i];
        facts[i] = (pr_fact){.relation = d->relation,
                             .constant = d->constant,
                             .slots = d->slots,
                             .values = d->values,
                             .bodies = d->bodies.items,
                             .body_count = d->bodies.count};
    }
    p->facts = facts;
    p->fact_count = b->drafts.count;
    p->loops = b->loops.items;
    p->loop_count = b->loops.count;
    p->instance_count = b->instances;
    return assemble_relation_facts(b);
}
