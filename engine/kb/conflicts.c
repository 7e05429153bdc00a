/* Conflicts: statements of sources that disagree, contradict themselves, or were overtaken. What rests on one is named
 * under `affects` and gets a caveat, so that each answer that rests on it says so.
 *
 * `affects` names an entity, a requirement or another record in a list of it that can have caveats, or a parameter: ID,
 * COLLECTION:ID, ID/ITEM (ID/LIST/ITEM where lists share it), parameter:NAME. */
#include "kb/load.h"

static bool is_caveat_name(pr_text name) { return pr_text_is(name, "caveats"); }

/* The list with one more item; null stands for an empty one. */
static bool append(pr_loader *loader, pr_value list, pr_value item, pr_value *out) {
    uint32_t count = list.kind == PR_LIST ? list.list->count : 0;
    pr_value *items = PR_NEW_ARRAY(loader->arena, pr_value, count + 1u);
    if (items == NULL) {
        return pr_kb_no_memory(loader);
    }
    if (count > 0) {
        memcpy(items, list.list->items, sizeof *items * count);
    }
    items[count] = item;
    const pr_list *longer = pr_list_make(items, count + 1, loader->arena);
    *out = longer != NULL ? pr_list_value(longer) : pr_null();
    return longer != NULL || pr_kb_no_memory(loader);
}

/* A copy of the context in which the field at `position` has another value. */
static const pr_context *with(pr_loader *loader, const pr_context *context, uint32_t position,
                              pr_value value) {
    pr_value *values = PR_NEW_ARRAY(loader->arena, pr_value, context->shape->count);
    pr_context *copy = PR_NEW(loader->arena, pr_context);
    if (values == NULL || copy == NULL) {
        (void)pr_kb_no_memory(loader);
        return NULL;
    }
    memcpy(values, context->values, sizeof *values * context->shape->count);
    values[position] = value;
    *copy = (pr_context){.shape = context->shape, .values = values};
    return copy;
}

static const pr_context *with_caveat(pr_loader *loader, const pr_context *context, pr_value caveat) {
    for (uint32_t i = 0; i < context->shape->count; i++) {
        pr_value list;
        if (is_caveat_name(context->shape->names[i])) {
            return append(loader, context->values[i], caveat, &list) ? with(loader, context, i, list) : NULL;
        }
    }
    return context;
}

static bool affect_entity(pr_loader *loader, pr_kb_entity *entity, pr_value caveat) {
    const pr_context *fields = with_caveat(loader, entity->entity.fields, caveat);
    if (fields != NULL) {
        entity->entity.fields = fields;
    }
    return fields != NULL;
}

/* The list of a field in which the item at `index` got the caveat. */
static bool affect_item(pr_loader *loader, pr_value *list, uint32_t index, pr_value caveat) {
    pr_value *items = PR_NEW_ARRAY(loader->arena, pr_value, list->list->count);
    const pr_context *item = with_caveat(loader, list->list->items[index].context, caveat);
    if (items == NULL || item == NULL) {
        return pr_kb_no_memory(loader);
    }
    memcpy(items, list->list->items, sizeof *items * list->list->count);
    items[index] = pr_context_value(item);
    const pr_list *made = pr_list_make(items, list->list->count, loader->arena);
    if (made == NULL) {
        return pr_kb_no_memory(loader);
    }
    *list = pr_list_value(made);
    return true;
}

/* A record of that id that can have caveats. */
static bool is_called(pr_value item, pr_text id) {
    pr_value value = item.kind == PR_CONTEXT ? pr_context_get(item.context, PR_TEXT("id"), NULL) : pr_null();
    return value.kind == PR_STRING && pr_text_equal(pr_string_text(value), id) &&
           pr_shape_find(item.context->shape, PR_TEXT("caveats")) >= 0;
}

/* Where an item of an entity's lists stands: a requirement, or another record that may have caveats. */
typedef struct pr_item_place {
    uint32_t field, index, count; /* count: how many are called so */
} pr_item_place;

/* `name` is ID, or FIELD/ID where several lists have one of that id. */
static pr_item_place find_item(const pr_kb_draft *draft, const pr_kb_entity *entity, pr_text name) {
    pr_item_place place = {0};
    for (uint32_t f = 0; f < draft->record->field_count; f++) {
        pr_value list = entity->entity.fields->values[f];
        pr_text field = draft->record->fields[f].name, id = name;
        if (pr_text_starts(name, field) && name.length > field.length && name.at[field.length] == '/') {
            id = (pr_text){name.at + field.length + 1, name.length - field.length - 1};
        }
        for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
            if (is_called(list.list->items[i], id)) {
                place = (pr_item_place){f, i, place.count + 1};
            }
        }
    }
    return place;
}

/* A record of an entity's list, once it is known to be there. */
static bool affect_listed(pr_loader *loader, pr_kb_entity *entity, pr_item_place place, pr_value caveat) {
    pr_value list = entity->entity.fields->values[place.field];
    if (!affect_item(loader, &list, place.index, caveat)) {
        return false;
    }
    const pr_context *changed = with(loader, entity->entity.fields, place.field, list);
    entity->entity.fields = changed != NULL ? changed : entity->entity.fields;
    return changed != NULL;
}

static bool affect_parameter(pr_loader *loader, const pr_doc_node *node, pr_text name, pr_value caveat) {
    uint32_t count = loader->kb->parameters.count;
    for (uint32_t i = 0; i < count; i++) {
        pr_kb_parameter *parameter = &loader->kb->parameters.items[i];
        if (!pr_text_equal(parameter->name, name)) {
            continue;
        }
        pr_kb_period *periods = PR_NEW_ARRAY(loader->arena, pr_kb_period, parameter->period_count + 1u);
        bool good = periods != NULL;
        for (uint32_t k = 0; good && k < parameter->period_count; k++) {
            periods[k] = parameter->periods[k];
            good = append(loader, periods[k].caveats, caveat, &periods[k].caveats);
        }
        parameter->periods = good ? periods : parameter->periods;
        return good || pr_kb_no_memory(loader);
    }
    if (loader->lacks[PR_SECTION_PARAMETERS]) {
        return true;
    }
    pr_diag *diag = pr_error(loader->diags, "unknown-parameter", pr_doc_span(node),
                             "there is no parameter '%.*s'", PR_ARG(name));
    pr_text *names = pr_diag_names(diag, loader->arena, count + 1u);
    for (uint32_t i = 0; names != NULL && i < count; i++) {
        names[i] = loader->kb->parameters.items[i].name;
    }
    pr_diag_suggest(loader->diags, diag, name, names, count);
    return true;
}

/* Up to the sign, which is taken off `rest`; empty where there is no such sign. */
static pr_text take_before(pr_text *rest, char sign) {
    const char *at = rest->length > 0 ? memchr(rest->at, sign, rest->length) : NULL;
    if (at == NULL) {
        return (pr_text){0};
    }
    pr_text before = {rest->at, (size_t)(at - rest->at)};
    *rest = (pr_text){at + 1, rest->length - before.length - 1};
    return before;
}

static void unknown(pr_loader *loader, const pr_doc_node *node, const pr_kb_draft *draft, pr_text id) {
    pr_diag *diag =
        pr_error(loader->diags, "unknown-entity", pr_doc_span(node), "there is no entity '%.*s'", PR_ARG(id));
    for (uint32_t d = 0; d < loader->drafts.count; d++) {
        const pr_kb_draft *other = &loader->drafts.items[d];
        pr_text *ids = pr_diag_names(diag, loader->arena, other->count + 1u);
        for (uint32_t i = 0; ids != NULL && i < other->count; i++) {
            ids[i] = other->entities[i]->entity.id;
        }
        int near =
            ids != NULL && (draft == NULL || draft == other) ? pr_text_nearest(id, ids, other->count) : -1;
        if (near >= 0) {
            pr_diag_hint(loader->diags, diag, "did you mean '%.*s'?", PR_ARG(ids[near]));
            return;
        }
    }
    pr_diag_hint(loader->diags, diag, "write ID, COLLECTION:ID, ID/ITEM or parameter:NAME");
}

/* The only collection with such an id; an id of several must be told apart. NULL after it reported. */
static const pr_kb_draft *find_draft(pr_loader *loader, const pr_doc_node *node, pr_text collection,
                                     pr_text id, uint32_t *index) {
    const pr_kb_draft *found = NULL, *asked = NULL;
    for (uint32_t d = 0; d < loader->drafts.count; d++) {
        const pr_kb_draft *draft = &loader->drafts.items[d];
        if (collection.length > 0 && !pr_text_equal(draft->name, collection)) {
            continue;
        }
        asked = collection.length > 0 ? draft : NULL;
        uint32_t at = pr_map_get(&draft->ids, id);
        if (at == PR_MAP_NONE) {
            continue;
        }
        if (found != NULL) {
            pr_diag *diag = pr_error(loader->diags, "ambiguous-entity", pr_doc_span(node),
                                     "'%.*s' is an entity of '%.*s' and of '%.*s'", PR_ARG(id),
                                     PR_ARG(found->name), PR_ARG(draft->name));
            pr_diag_hint(loader->diags, diag, "write '%.*s:%.*s'", PR_ARG(draft->name), PR_ARG(id));
            return NULL;
        }
        found = draft;
        *index = at;
    }
    if (found == NULL && !loader->kb->lacks_entities) {
        unknown(loader, node, asked, id);
    }
    return found;
}

static bool affect(pr_loader *loader, const pr_doc_node *node, pr_value caveat) {
    pr_text id = pr_text_trim(node->text);
    pr_text prefix = take_before(&id, ':');
    if (pr_text_is(prefix, "parameter")) {
        return affect_parameter(loader, node, id, caveat);
    }
    pr_text rest = id;
    pr_text owner = take_before(&rest, '/');
    pr_text item = owner.length > 0 ? rest : (pr_text){0};
    uint32_t index = 0;
    id = owner.length > 0 ? owner : id;
    const pr_kb_draft *draft = find_draft(loader, node, prefix, id, &index);
    if (draft == NULL) {
        return true;
    }
    if (item.length == 0) {
        return affect_entity(loader, draft->entities[index], caveat);
    }
    pr_item_place place = find_item(draft, draft->entities[index], item);
    if (place.count == 1) {
        return affect_listed(loader, draft->entities[index], place, caveat);
    }
    if (place.count == 0 && loader->kb->lacks_entities) {
        return true;
    }
    if (place.count == 0) {
        pr_error(loader->diags, "unknown-entity", pr_doc_span(node),
                 "'%.*s' has no requirement, nor another record with caveats, called '%.*s'", PR_ARG(id),
                 PR_ARG(item));
    } else {
        pr_diag *diag =
            pr_error(loader->diags, "ambiguous-entity", pr_doc_span(node),
                     "'%.*s' has '%.*s' in %u of its lists", PR_ARG(id), PR_ARG(item), place.count);
        pr_text field = draft->record->fields[place.field].name;
        pr_diag_hint(loader->diags, diag, "write '%.*s/%.*s/%.*s'", PR_ARG(id), PR_ARG(field), PR_ARG(item));
    }
    return true;
}

static pr_value member(const pr_context *context, const char *name) {
    return pr_context_get(context, pr_text_of(name), NULL);
}

static bool same_text(pr_value a, pr_value b) {
    return a.kind == b.kind && (a.kind != PR_STRING || pr_text_equal(pr_string_text(a), pr_string_text(b)));
}

static bool same_source(pr_value a, pr_value b) {
    return a.kind == PR_CONTEXT && b.kind == PR_CONTEXT &&
           same_text(member(a.context, "doc"), member(b.context, "doc")) &&
           same_text(member(a.context, "at"), member(b.context, "at"));
}

static bool has_source(pr_value list, pr_value source) {
    for (uint32_t i = 0; list.kind == PR_LIST && i < list.list->count; i++) {
        if (same_source(list.list->items[i], source)) {
            return true;
        }
    }
    return false;
}

/* What the answers say: the conflict's own sentence, with the sources of all its statements. */
static bool make_caveat(pr_loader *loader, const pr_context *conflict, pr_value *out) {
    pr_value statements = member(conflict, "statements"), sources = pr_null();
    for (uint32_t s = 0; statements.kind == PR_LIST && s < statements.list->count; s++) {
        pr_value own = statements.list->items[s].kind == PR_CONTEXT
                           ? member(statements.list->items[s].context, "sources")
                           : pr_null();
        for (uint32_t i = 0; own.kind == PR_LIST && i < own.list->count; i++) {
            if (!has_source(sources, own.list->items[i]) &&
                !append(loader, sources, own.list->items[i], &sources)) {
                return false;
            }
        }
    }
    const pr_shape *shape = loader->caveat->shape;
    pr_value *values = PR_NEW_ARRAY(loader->arena, pr_value, shape->count);
    pr_context *caveat = PR_NEW(loader->arena, pr_context);
    if (values == NULL || caveat == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < shape->count; i++) {
        values[i] = pr_text_is(shape->names[i], "sources") ? sources
                                                           : pr_context_get(conflict, shape->names[i], NULL);
    }
    *caveat = (pr_context){.shape = shape, .values = values};
    *out = pr_context_value(caveat);
    return true;
}

/* Two statements can disagree, and one of them must be known to be good; what was overtaken may stand alone. */
static void check_statements(pr_loader *loader, const pr_context *conflict, const pr_doc_node *node) {
    pr_value statements = member(conflict, "statements"), kind = member(conflict, "kind");
    const pr_doc_node *list = pr_doc_get(node, "statements");
    uint32_t in_force = 0, count = statements.kind == PR_LIST ? statements.list->count : 0;
    for (uint32_t i = 0; i < count; i++) {
        pr_value item = statements.list->items[i];
        in_force += item.kind == PR_CONTEXT && pr_is_true(member(item.context, "in_force"));
    }
    bool outdated = kind.kind != PR_STRING || pr_text_is(pr_string_text(kind), "outdated");
    if (list == NULL || list->kind != PR_DOC_LIST || outdated) {
        return;
    }
    if (count < 2) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(list), "a conflict has two statements or more");
    } else if (in_force == 0) {
        pr_diag *diag = pr_error(loader->diags, "wrong-value", pr_expect_place(node),
                                 "no statement is marked as in force");
        pr_diag_hint(loader->diags, diag,
                     "write 'in_force: true' beside each that holds, and why under 'because'");
    }
}

static bool apply(pr_loader *loader, const pr_context *conflict, const pr_doc_node *node) {
    const pr_doc_node *list = pr_doc_get(node, "affects");
    pr_value caveat;
    check_statements(loader, conflict, node);
    if (member(conflict, "text").kind != PR_STRING) {
        (void)pr_error(loader->diags, "missing-key", pr_expect_place(node),
                       "an entity of 'conflicts' needs 'text'");
        return true;
    }
    if (!make_caveat(loader, conflict, &caveat)) {
        return false;
    }
    for (uint32_t i = 0; list != NULL && list->kind == PR_DOC_LIST && i < list->count; i++) {
        if (list->items[i].kind == PR_DOC_STRING && !affect(loader, &list->items[i], caveat)) {
            return false;
        }
    }
    return true;
}

bool pr_kb_apply_conflicts(pr_loader *loader) {
    for (uint32_t d = 0; d < loader->drafts.count; d++) {
        const pr_kb_draft *draft = &loader->drafts.items[d];
        for (uint32_t i = 0; pr_text_is(draft->role, "conflict") && i < draft->count; i++) {
            if (!apply(loader, draft->entities[i]->entity.fields, draft->nodes[i])) {
                return false;
            }
        }
    }
    return true;
}
