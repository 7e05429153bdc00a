/* Rules: for, when, then. */
#include "kb/load.h"

#include <stdlib.h>

static const pr_text rule_keys[] = {
    PR_KEY("rule"),    PR_KEY("for"),     PR_KEY("when"),  PR_KEY("then"),
    PR_KEY("because"), PR_KEY("sources"), PR_KEY("table"),
};

static bool read_bindings(pr_loader *loader, const pr_doc_node *map, pr_kb_rule *out) {
    if (!pr_expect_map(map, "a mapping of names to lists", loader->diags)) {
        return true;
    }
    pr_kb_binding *bindings = PR_NEW_ARRAY(loader->arena, pr_kb_binding, map->count);
    if (bindings == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        const pr_doc_pair *pair = &map->pairs[i];
        (void)pr_schema_name(pair->key.text, false, pr_doc_span(&pair->key), loader->arena, loader->diags);
        bindings[i] = (pr_kb_binding){.name = pair->key.text, .origin = pair->key.origin};
        (void)pr_kb_expression(loader, &pair->value, "an expression that gives a list", &bindings[i].source);
    }
    out->bindings = bindings;
    out->binding_count = map->count;
    return true;
}

static uint32_t find_relation(const pr_loader *loader, pr_text name) {
    for (uint32_t low = 0, high = loader->kb->relations.count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        int order = pr_text_compare(name, loader->kb->relations.items[middle].name);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return PR_NONE32;
}

static void unknown_relation(pr_loader *loader, const pr_doc_node *key) {
    if (loader->lacks[PR_SECTION_RELATIONS]) {
        return;
    }
    pr_diag *diag = pr_error(loader->diags, "unknown-relation", pr_doc_span(key),
                             "there is no relation '%.*s'", PR_ARG(key->text));
    uint32_t count = loader->kb->relations.count;
    pr_text *names = pr_diag_names(diag, loader->arena, count);
    for (uint32_t i = 0; names != NULL && i < count; i++) {
        names[i] = loader->kb->relations.items[i].name;
    }
    pr_diag_suggest(loader->diags, diag, key->text, names, count);
}

static void unknown_slot(pr_loader *loader, const pr_kb_relation *relation, const pr_doc_node *key) {
    pr_diag *diag = pr_error(loader->diags, "unknown-slot", pr_doc_span(key), "'%.*s' has no slot '%.*s'",
                             PR_ARG(relation->name), PR_ARG(key->text));
    pr_text *names = pr_diag_names(diag, loader->arena, relation->slot_count);
    for (uint32_t i = 0; names != NULL && i < relation->slot_count; i++) {
        names[i] = relation->slots[i].name;
    }
    pr_diag_suggest(loader->diags, diag, key->text, names, relation->slot_count);
}

static bool read_head(pr_loader *loader, const pr_doc_pair *pair, uint32_t number, pr_table_head *table,
                      pr_kb_head *out) {
    const pr_kb_relation *relation = &loader->kb->relations.items[number];
    pr_kb_assignment *assignments = PR_NEW_ARRAY(loader->arena, pr_kb_assignment, relation->slot_count);
    if (assignments == NULL) {
        return pr_kb_no_memory(loader);
    }
    *out = (pr_kb_head){.relation = number, .origin = pair->key.origin, .assignments = assignments};
    if (!pr_expect_map(&pair->value, "a mapping of slots to values", loader->diags)) {
        return true;
    }
    for (uint32_t i = 0; i < relation->slot_count; i++) {
        const pr_doc_pair *given = pr_doc_pair_of(&pair->value, relation->slots[i].name);
        assignments[i].slot = i;
        if (given != NULL &&
            !pr_kb_read_assignment(loader, &given->value, relation->slots[i].name, relation->slots[i].schema,
                                   relation->slots[i].optional, &assignments[i])) {
            return false;
        }
        bool filled = given == NULL && table != NULL &&
                      pr_kb_output_fills(loader, table, &relation->slots[i], &assignments[i]);
        if (given == NULL && !filled && !relation->slots[i].optional) {
            pr_error(loader->diags, "missing-key", pr_doc_span(&pair->key), "'%.*s' needs the slot '%.*s'",
                     PR_ARG(relation->name), PR_ARG(relation->slots[i].name));
        }
    }
    for (uint32_t i = 0; i < pair->value.count; i++) {
        const pr_doc_node *key = &pair->value.pairs[i].key;
        uint32_t slot = 0;
        while (slot < relation->slot_count && !pr_text_equal(relation->slots[slot].name, key->text)) {
            slot++;
        }
        if (slot == relation->slot_count) {
            unknown_slot(loader, relation, key);
        }
    }
    return true;
}

static int compare_heads(const void *a, const void *b) {
    const pr_kb_head *x = a, *y = b;
    return x->relation < y->relation ? -1 : x->relation > y->relation;
}

static bool read_heads(pr_loader *loader, const pr_doc_node *map, pr_table_head *table, pr_kb_rule *out) {
    if (!pr_expect_map(map, "a mapping of relations to slots", loader->diags)) {
        return true;
    }
    if (map->count == 0) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(map), "'then' asserts nothing");
    }
    pr_kb_head *heads = PR_NEW_ARRAY(loader->arena, pr_kb_head, map->count);
    if (heads == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        uint32_t relation = find_relation(loader, map->pairs[i].key.text);
        if (relation == PR_NONE32) {
            unknown_relation(loader, &map->pairs[i].key);
        } else if (!read_head(loader, &map->pairs[i], relation, table, &heads[out->head_count++])) {
            return false;
        }
    }
    qsort(heads, out->head_count, sizeof *heads, compare_heads);
    out->heads = heads;
    return true;
}

static bool read_rule(pr_loader *loader, const pr_doc_node *map, pr_kb_rule *out) {
    (void)pr_expect_keys(map, "a rule", rule_keys, sizeof rule_keys / sizeof rule_keys[0], loader->diags);
    const pr_doc_node *bindings = pr_doc_get(map, "for"), *when = pr_doc_get(map, "when");
    const pr_doc_node *because = pr_doc_get(map, "because"), *sources = pr_doc_get(map, "sources");
    const pr_doc_node *then = pr_expect_key(map, "a rule", "then", loader->diags);
    const pr_doc_pair *table = pr_doc_pair_of(map, PR_TEXT("table"));
    pr_table_head head = {0};
    pr_text text;
    if (bindings != NULL && !read_bindings(loader, bindings, out)) {
        return false;
    }
    if (table != NULL && !pr_kb_read_table_head(loader, table, out, &head)) {
        return false;
    }
    out->when = (pr_kb_when){.kind = PR_WHEN_ALL, .origin = out->origin};
    if (when != NULL && !pr_kb_read_when(loader, when, &out->when)) {
        return false;
    }
    if (because != NULL && pr_expect_text(because, "text", &text, loader->diags)) {
        out->because = (pr_feel_source){text, because->origin};
    }
    return (then == NULL || read_heads(loader, then, table != NULL ? &head : NULL, out)) &&
           pr_kb_read_sources(loader, sources, &out->sources) &&
           (head.outputs == NULL || pr_kb_read_table_rows(loader, &head, out));
}

/* By id; those of one id by place, so that the note always points to the same one. */
static int compare_rules(const void *a, const void *b) {
    const pr_kb_rule *x = a, *y = b;
    int order = pr_text_compare(x->id, y->id);
    order = order != 0 ? order : pr_text_compare(x->origin.source->name, y->origin.source->name);
    return order != 0 ? order : (x->origin.start < y->origin.start ? -1 : x->origin.start > y->origin.start);
}

static void check_ids(pr_loader *loader) {
    for (uint32_t i = 1; i < loader->kb->rules.count; i++) {
        const pr_kb_rule *first = &loader->kb->rules.items[i - 1], *second = &loader->kb->rules.items[i];
        if (!pr_text_equal(first->id, second->id)) {
            continue;
        }
        pr_diag *diag = pr_error(loader->diags, "duplicate-id", pr_origin_whole(&second->origin),
                                 "two rules have the id '%.*s'", PR_ARG(second->id));
        pr_diag_note(loader->diags, diag, pr_origin_whole(&first->origin), "first here");
    }
}

static bool read_section(pr_loader *loader, const pr_doc_node *list) {
    if (!pr_expect_list(list, "a list of rules", loader->diags)) {
        return true;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        pr_kb_rule rule = {0};
        if (!pr_expect_map(&list->items[i], "a mapping, a rule", loader->diags)) {
            continue;
        }
        bool named = pr_kb_read_id(loader, &list->items[i], "a rule", "rule", &rule.id, &rule.origin);
        if (!read_rule(loader, &list->items[i], &rule)) {
            return false;
        }
        if (named && !PR_PUSH(loader->arena, &loader->kb->rules, rule)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}

bool pr_kb_read_rules(pr_loader *loader) {
    const pr_kb_pairs *sections = &loader->sections[PR_SECTION_RULES];
    for (uint32_t i = 0; i < sections->count; i++) {
        if (!read_section(loader, &sections->items[i]->value)) {
            return false;
        }
    }
    if (loader->kb->rules.count > 0) {
        qsort(loader->kb->rules.items, loader->kb->rules.count, sizeof *loader->kb->rules.items,
              compare_rules);
    }
    check_ids(loader);
    for (uint32_t i = 0; i < loader->kb->rules.count; i++) {
        pr_kb_number_rows(loader, &loader->kb->rules.items[i]);
    }
    return true;
}
