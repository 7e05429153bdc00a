/* Derived attributes and functions: named expressions. */
#include "kb/load.h"

bool pr_kb_expression(pr_loader *loader, const pr_doc_node *node, const char *what, pr_feel_source *out) {
    bool plain = node->kind == PR_DOC_BOOL || (node->kind == PR_DOC_NUMBER && node->plain);
    *out = (pr_feel_source){node->text, node->origin};
    pr_text text;
    if (plain) {
        return true;
    }
    if (node->kind == PR_DOC_LIST || node->kind == PR_DOC_MAP) {
        *out = (pr_feel_source){0};
        bool list = node->kind == PR_DOC_LIST;
        pr_diag *diag =
            pr_error(loader->diags, "wrong-type", list ? pr_doc_span(node) : pr_expect_place(node),
                     "expected %s, found %s", what, pr_doc_kind_name(node));
        pr_diag_hint(loader->diags, diag, "put an expression that begins with '%c' in quotes",
                     list ? '[' : '{');
        return false;
    }
    if (!pr_expect_text(node, what, &text, loader->diags)) {
        *out = (pr_feel_source){0};
        return false;
    }
    return true;
}

static void read_derived_map(pr_loader *loader, const pr_doc_node *map, pr_kb_derived *out) {
    static const pr_text keys[] = {PR_KEY("value"), PR_KEY("text")};
    (void)pr_expect_keys(map, "a derived attribute", keys, 2, loader->diags);
    const pr_doc_node *value = pr_expect_key(map, "a derived attribute", "value", loader->diags);
    const pr_doc_node *text = pr_doc_get(map, "text");
    if (value != NULL) {
        (void)pr_kb_expression(loader, value, "an expression", &out->value);
    }
    if (text != NULL) {
        (void)pr_expect_text(text, "text", &out->text, loader->diags);
    }
}

bool pr_kb_read_derived(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_DERIVED, "derived attribute", &pairs)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        const pr_doc_pair *pair = pairs.items[i];
        pr_kb_derived derived = {.name = pair->key.text, .origin = pair->key.origin};
        (void)pr_schema_name(derived.name, false, pr_doc_span(&pair->key), loader->arena, loader->diags);
        if (pair->value.kind == PR_DOC_MAP) {
            read_derived_map(loader, &pair->value, &derived);
        } else {
            (void)pr_kb_expression(loader, &pair->value, "an expression, or a mapping with value and text",
                                   &derived.value);
        }
        if (!PR_PUSH(loader->arena, &loader->kb->derived, derived)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}

/* `any` is a type in functions only: nothing else takes values of every kind. */
static const pr_schema *parameter_type(pr_loader *loader, const pr_doc_node *node) {
    if (node->kind == PR_DOC_STRING && pr_text_is(node->text, "any")) {
        return NULL;
    }
    const pr_schema *schema =
        pr_schema_read_in(node, (pr_text){0}, PR_FIELDS_ANY, &loader->scope, loader->arena, loader->diags);
    return schema != NULL ? schema : &pr_schema_broken;
}

static bool read_parameters(pr_loader *loader, const pr_doc_node *map, pr_kb_function *out) {
    if (!pr_expect_map(map, "a mapping of parameters to types", loader->diags)) {
        return true;
    }
    pr_text *names = PR_NEW_ARRAY(loader->arena, pr_text, map->count);
    const pr_schema **types = PR_NEW_ARRAY(loader->arena, const pr_schema *, map->count);
    if (names == NULL || types == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < map->count; i++) {
        const pr_doc_node *key = &map->pairs[i].key;
        (void)pr_schema_name(key->text, false, pr_doc_span(key), loader->arena, loader->diags);
        names[i] = key->text;
        types[i] = parameter_type(loader, &map->pairs[i].value);
    }
    out->parameter_count = map->count;
    out->parameters = names;
    out->types = types;
    return true;
}

static bool read_function(pr_loader *loader, const pr_doc_node *map, pr_kb_function *out) {
    static const pr_text keys[] = {PR_KEY("params"), PR_KEY("value")};
    if (!pr_expect_map(map, "a mapping with params and value", loader->diags)) {
        return true;
    }
    (void)pr_expect_keys(map, "a function", keys, 2, loader->diags);
    const pr_doc_node *parameters = pr_doc_get(map, "params");
    const pr_doc_node *value = pr_expect_key(map, "a function", "value", loader->diags);
    if (value != NULL) {
        (void)pr_kb_expression(loader, value, "an expression", &out->value);
    }
    return parameters == NULL || read_parameters(loader, parameters, out);
}

bool pr_kb_read_functions(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_FUNCTIONS, "function", &pairs)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        const pr_doc_pair *pair = pairs.items[i];
        pr_kb_function function = {.name = pair->key.text, .origin = pair->key.origin};
        (void)pr_schema_name(function.name, false, pr_doc_span(&pair->key), loader->arena, loader->diags);
        if (!read_function(loader, &pair->value, &function)) {
            return false;
        }
        if (!PR_PUSH(loader->arena, &loader->kb->functions, function)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}
