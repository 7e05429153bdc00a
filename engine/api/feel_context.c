/* The context of an expression: a document as values. */
#include "api/feel.h"

static pr_value value_of(pr_feel_run *run, const pr_doc_node *node);

static pr_value temporal(const pr_doc_pair *pair, pr_arena *arena, bool *is) {
    *is = true;
    if (pr_text_is(pair->key.text, "@date")) {
        return pr_date_parse(pair->value.text);
    }
    if (pr_text_is(pair->key.text, "@time")) {
        return pr_time_parse(pair->value.text, arena);
    }
    if (pr_text_is(pair->key.text, "@dateTime")) {
        return pr_date_time_parse(pair->value.text, arena);
    }
    if (pr_text_is(pair->key.text, "@duration")) {
        return pr_duration_parse(pair->value.text);
    }
    *is = false;
    return pr_null();
}

static pr_value bound(pr_feel_run *run, const pr_doc_node *spec, const char *name) {
    const pr_doc_node *node = pr_doc_get(spec, name);
    return node != NULL ? value_of(run, node) : pr_null();
}

static pr_value unknown_of(pr_feel_run *run, const pr_doc_node *spec) {
    const pr_doc_node *needs = pr_doc_get(spec, "needs");
    const pr_needs *all = NULL;
    for (uint32_t i = 0; needs != NULL && needs->kind == PR_DOC_LIST && i < needs->count; i++) {
        all = pr_needs_join(all, pr_needs_leaf(run->unknown.count, 0, &run->arena), &run->arena);
        (void)PR_PUSH(&run->arena, &run->unknown, needs->items[i].text);
    }
    pr_value low = bound(run, spec, "min"), high = bound(run, spec, "max");
    uint8_t type = low.kind != PR_NULL ? low.kind : high.kind;
    return pr_unknown_bounded(all, low, false, high, false, (pr_kind)type, &run->arena);
}

static pr_value context_of(pr_feel_run *run, const pr_doc_node *node) {
    if (node->count == 1) {
        bool is;
        pr_value v = temporal(&node->pairs[0], &run->arena, &is);
        if (is) {
            if (v.kind == PR_NULL) {
                (void)pr_error(run->diags, "wrong-value", pr_doc_span(&node->pairs[0].value),
                               "this is no %.*s", PR_ARG(node->pairs[0].key.text));
            }
            return v;
        }
        if (pr_text_is(node->pairs[0].key.text, "@unknown")) {
            return unknown_of(run, &node->pairs[0].value);
        }
    }
    pr_text *names = PR_NEW_ARRAY(&run->arena, pr_text, node->count + 1u);
    pr_value *values = PR_NEW_ARRAY(&run->arena, pr_value, node->count + 1u);
    for (uint32_t i = 0; names != NULL && values != NULL && i < node->count; i++) {
        names[i] = pr_feel_normal_name(node->pairs[i].key.text, &run->arena);
        values[i] = value_of(run, &node->pairs[i].value);
        (void)PR_PUSH(&run->arena, &run->names, names[i]);
    }
    const pr_context *c =
        values != NULL && names != NULL ? pr_context_make(names, values, node->count, &run->arena) : NULL;
    return c != NULL ? pr_context_value(c) : pr_null();
}

static pr_value value_of(pr_feel_run *run, const pr_doc_node *node) {
    switch ((pr_doc_kind)node->kind) {
    case PR_DOC_BOOL: return pr_boolean(node->boolean);
    case PR_DOC_NUMBER: return pr_number_parse(node->text, &run->arena);
    case PR_DOC_STRING: return pr_string(node->text);
    case PR_DOC_LIST: {
        pr_value *items = PR_NEW_ARRAY(&run->arena, pr_value, node->count + 1u);
        for (uint32_t i = 0; items != NULL && i < node->count; i++) {
            items[i] = value_of(run, &node->items[i]);
        }
        const pr_list *list = items != NULL ? pr_list_make(items, node->count, &run->arena) : NULL;
        return list != NULL ? pr_list_value(list) : pr_null();
    }
    case PR_DOC_MAP: return context_of(run, node);
    case PR_DOC_NULL: break;
    }
    return pr_null();
}

pr_value pr_feel_context(pr_feel_run *run, const pr_doc_node *root) { return value_of(run, root); }
