/* Looking into a document, whatever it was read from. */
#include "doc/reader.h"

const pr_doc_pair *pr_doc_pair_of(const pr_doc_node *map, pr_text key) {
    if (map == NULL || map->kind != PR_DOC_MAP) {
        return NULL;
    }
    for (uint32_t i = 0; i < map->count; i++) {
        if (pr_text_equal(map->pairs[i].key.text, key)) {
            return &map->pairs[i];
        }
    }
    return NULL;
}

const pr_doc_node *pr_doc_get(const pr_doc_node *map, const char *key) {
    const pr_doc_pair *pair = pr_doc_pair_of(map, pr_text_of(key));
    return pair != NULL ? &pair->value : NULL;
}

const char *pr_doc_kind_name(const pr_doc_node *node) {
    static const char *const names[] = {
        [PR_DOC_NULL] = "null",   [PR_DOC_BOOL] = "true or false", [PR_DOC_NUMBER] = "a number",
        [PR_DOC_STRING] = "text", [PR_DOC_LIST] = "a list",        [PR_DOC_MAP] = "a mapping",
    };
    return names[node->kind];
}

const pr_doc_node *pr_doc_read(const pr_source *source, pr_doc_format format, const pr_doc_limits *limits,
                               pr_arena *arena, pr_diags *diags) {
    if (format == PR_DOC_YAML) {
        return pr_yaml_read(source, limits, arena, diags);
    }
    pr_doc_json_parser *parser = pr_doc_json_parser_new(arena->allocator);
    if (parser == NULL) {
        diags->failed = true;
        return NULL;
    }
    const pr_doc_node *root = pr_doc_json_read(parser, source, 0, limits, arena, diags);
    pr_doc_json_parser_free(parser);
    return root;
}
