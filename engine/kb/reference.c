/* What an entity, a parameter or a rule refers to by id: entities and sources. */
#include "kb/load.h"

/* `draft` NULL: it might have been one of any collection. */
static void unknown_entity(pr_loader *loader, const pr_kb_draft *draft, pr_text collection,
                           const pr_doc_node *node) {
    if (loader->kb->lacks_entities) {
        return;
    }
    if (draft == NULL) {
        pr_error(loader->diags, "unknown-entity", pr_doc_span(node), "no collection has an entity '%.*s'",
                 PR_ARG(node->text));
        return;
    }
    pr_diag *diag = pr_error(loader->diags, "unknown-entity", pr_doc_span(node),
                             "'%.*s' has no entity '%.*s'", PR_ARG(collection), PR_ARG(node->text));
    pr_text *ids = pr_diag_names(diag, loader->arena, draft->count);
    for (uint32_t i = 0; ids != NULL && i < draft->count; i++) {
        ids[i] = draft->entities[i]->entity.id;
    }
    pr_diag_suggest(loader->diags, diag, node->text, ids, draft->count);
}

/* In which collection there is such an id; more than one is an error that is reported. */
static uint32_t find_anywhere(pr_loader *loader, const pr_doc_node *node, bool *reported) {
    uint32_t found = PR_NONE32;
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        if (pr_map_get(&loader->drafts.items[i].ids, node->text) == PR_MAP_NONE) {
            continue;
        }
        if (found != PR_NONE32) {
            pr_error(loader->diags, "ambiguous-entity", pr_doc_span(node),
                     "'%.*s' is an entity of '%.*s' and of '%.*s'", PR_ARG(node->text),
                     PR_ARG(loader->drafts.items[found].name), PR_ARG(loader->drafts.items[i].name));
            *reported = true;
            return PR_NONE32;
        }
        found = i;
    }
    return found;
}

bool pr_kb_read_reference(pr_loader *loader, const pr_schema *schema, const pr_doc_node *node,
                          pr_value *out) {
    pr_text id;
    *out = pr_null();
    if (!pr_expect_text(node, "text, the id of an entity", &id, loader->diags)) {
        return true;
    }
    bool reported = false;
    uint32_t collection = schema->collection_index;
    if (collection == PR_ANY_COLLECTION) {
        collection = find_anywhere(loader, node, &reported);
    }
    const pr_kb_draft *draft = collection != PR_NONE32 ? &loader->drafts.items[collection] : NULL;
    uint32_t index = draft != NULL ? pr_map_get(&draft->ids, id) : PR_MAP_NONE;
    if (index != PR_MAP_NONE) {
        *out = pr_entity_value(&draft->entities[index]->entity);
    } else if (!reported) {
        unknown_entity(loader, draft, schema->collection, node);
    }
    return true;
}

/* Where a source tells its sections, what is cited of it is one of them. `span` is where `at` stands. */
static void check_section(pr_loader *loader, const pr_doc_node *source, pr_text at, pr_span span) {
    const pr_doc_node *list = pr_doc_get(source, "sections");
    if (list == NULL || list->kind != PR_DOC_LIST || list->count == 0 || at.length == 0) {
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (pr_text_equal(list->items[i].text, at)) {
            return;
        }
    }
    pr_text *names = PR_NEW_ARRAY(loader->arena, pr_text, list->count);
    pr_diag *diag = pr_error(loader->diags, "unknown-section", span, "'%.*s' has no section '%.*s'",
                             PR_ARG(pr_doc_get(source, "id")->text), PR_ARG(at));
    int near = -1, beginning = -1;
    for (uint32_t i = 0; names != NULL && i < list->count; i++) {
        names[i] = list->items[i].text;
        beginning = beginning < 0 && pr_text_starts(names[i], at) ? (int)i : beginning;
    }
    if (names != NULL) {
        near = beginning >= 0 ? beginning : pr_text_nearest(at, names, list->count);
    }
    if (near >= 0) {
        pr_diag_hint(loader->diags, diag, "did you mean '%.*s'?", PR_ARG(names[near]));
    } else {
        pr_diag_note(loader->diags, diag, pr_doc_span(list), "its sections are told here");
    }
}

/* `span` is where the id stands, `at_span` where the section does. */
static void check_source(pr_loader *loader, pr_text doc, pr_span span, pr_text section, pr_span at_span) {
    const pr_kb_draft *sources = &loader->drafts.items[loader->sources];
    uint32_t at = pr_map_get(&sources->ids, doc);
    if (at != PR_MAP_NONE) {
        check_section(loader, sources->nodes[at], section, at_span);
    }
    if (at != PR_MAP_NONE || loader->kb->lacks_entities) {
        return;
    }
    pr_diag *diag = pr_error(loader->diags, "unknown-source", span, "there is no source '%.*s'", PR_ARG(doc));
    pr_text *ids = pr_diag_names(diag, loader->arena, sources->count);
    for (uint32_t i = 0; ids != NULL && i < sources->count; i++) {
        ids[i] = sources->entities[i]->entity.id;
    }
    pr_diag_suggest(loader->diags, diag, doc, ids, sources->count);
}

static bool make_source(pr_loader *loader, pr_text doc, pr_text at, pr_value *out) {
    pr_value *values = PR_NEW_ARRAY(loader->arena, pr_value, 2);
    pr_context *context = PR_NEW(loader->arena, pr_context);
    if (values == NULL || context == NULL) {
        return pr_kb_no_memory(loader);
    }
    values[0] = pr_string(doc);
    values[1] = at.at != NULL ? pr_string(at) : pr_null();
    *context = (pr_context){.shape = loader->source_reference->shape, .values = values};
    *out = pr_context_value(context);
    return true;
}

/* ID or ID#heading. */
static bool read_short(pr_loader *loader, const pr_doc_node *node, pr_value *out) {
    pr_text text = node->text, at = {0};
    const char *sign = text.length > 0 ? memchr(text.at, '#', text.length) : NULL;
    size_t length = sign != NULL ? (size_t)(sign - text.at) : text.length;
    if (sign != NULL) {
        at = pr_text_trim((pr_text){sign + 1, text.length - length - 1});
    }
    pr_text doc = pr_text_trim((pr_text){text.at, length});
    if (doc.length == 0 || (sign != NULL && at.length == 0)) {
        pr_error(loader->diags, "wrong-value", pr_doc_span(node),
                 "expected a source, as ID or ID#heading, found '%.*s'", PR_ARG(text));
        return true;
    }
    size_t from = at.length > 0 ? (size_t)(at.at - text.at) : length;
    check_source(loader, doc, pr_origin_span(&node->origin, 0, length), at,
                 pr_origin_span(&node->origin, from, from + at.length));
    return make_source(loader, doc, at, out);
}

bool pr_kb_read_source(pr_loader *loader, const pr_doc_node *node, pr_value *out) {
    static const pr_text keys[] = {PR_KEY("doc"), PR_KEY("at")};
    *out = pr_null();
    if (node->kind == PR_DOC_STRING) {
        return read_short(loader, node, out);
    }
    if (!pr_expect_map(node, "a source, as ID, ID#heading or {doc: ID, at: heading}", loader->diags)) {
        return true;
    }
    pr_text doc = {0}, at = {0};
    (void)pr_expect_keys(node, "a source", keys, 2, loader->diags);
    const pr_doc_node *doc_node = pr_expect_key(node, "a source", "doc", loader->diags);
    const pr_doc_node *at_node = pr_doc_get(node, "at");
    if (doc_node == NULL || !pr_expect_text(doc_node, "text, the id of a source", &doc, loader->diags)) {
        return true;
    }
    if (at_node != NULL && !pr_expect_text(at_node, "text, a heading", &at, loader->diags)) {
        at_node = NULL;
    }
    check_source(loader, doc, pr_doc_span(doc_node), at, pr_doc_span(at_node != NULL ? at_node : doc_node));
    return make_source(loader, doc, at, out);
}

bool pr_kb_read_sources(pr_loader *loader, const pr_doc_node *node, pr_value *out) {
    *out = pr_null();
    if (node == NULL || !pr_expect_list(node, "a list of sources", loader->diags)) {
        return true;
    }
    pr_value *items = PR_NEW_ARRAY(loader->arena, pr_value, node->count);
    if (items == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!pr_kb_read_source(loader, &node->items[i], &items[i])) {
            return false;
        }
    }
    const pr_list *list = pr_list_make(items, node->count, loader->arena);
    if (list == NULL) {
        return pr_kb_no_memory(loader);
    }
    *out = pr_list_value(list);
    return true;
}
