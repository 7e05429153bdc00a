/* Looking into entities. */
#include "keep/parts.h"

pr_value pr_keep_value(const pr_context *context, const char *name) {
    return context != NULL ? pr_context_get(context, pr_text_of(name), NULL) : pr_null();
}

pr_text pr_keep_text(const pr_context *context, const char *name) {
    pr_value value = pr_keep_value(context, name);
    return value.kind == PR_STRING   ? pr_string_text(value)
           : value.kind == PR_ENTITY ? value.entity->id
                                     : (pr_text){0};
}

const pr_collection *pr_keep_collection(const pr_program *program, const char *role) {
    for (uint32_t i = 0; i < program->collection_count; i++) {
        if (pr_text_is(program->collections[i].role, role)) {
            return &program->collections[i];
        }
    }
    return NULL;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

bool pr_keep_same_word(pr_text a, pr_text b) {
    bool same = a.length == b.length;
    for (size_t i = 0; same && i < a.length; i++) {
        same = lower(a.at[i]) == lower(b.at[i]);
    }
    return same;
}

bool pr_keep_is_called(const pr_entity *entity, pr_text word) {
    pr_value aliases = pr_keep_value(entity->fields, "aliases");
    bool is = pr_keep_same_word(entity->id, word) || pr_keep_same_word(entity->name, word);
    for (uint32_t i = 0; !is && aliases.kind == PR_LIST && i < aliases.list->count; i++) {
        pr_value alias = aliases.list->items[i];
        is = alias.kind == PR_STRING && pr_keep_same_word(pr_string_text(alias), word);
    }
    return is;
}

void pr_keep_write_head(pr_jw *w, const pr_program *program, pr_text digest, const char *schema) {
    pr_jw_text(w, "schema", pr_text_of(schema));
    pr_jw_open(w, "kb", '{');
    pr_jw_text(w, "name", program->name);
    pr_jw_text(w, "version", program->version);
    pr_jw_text(w, "digest", digest);
    pr_jw_close(w, '}');
}
