/* Who names an entity: what programs perform a procedure, which pathways a stage lies on, what rests on a source. */
#include "keep/parts.h"

typedef struct sought {
    pr_text collection, id;
} sought;

/* As conflicts name what they affect: ID or COLLECTION:ID, or an item of it, ID/ITEM. */
static bool is_written_name(const sought *s, pr_text text) {
    size_t prefix = s->collection.length + 1;
    if (pr_text_starts(text, s->collection) && text.length > prefix && text.at[prefix - 1] == ':') {
        text = (pr_text){text.at + prefix, text.length - prefix};
    }
    return pr_text_starts(text, s->id) && (text.length == s->id.length || text.at[s->id.length] == '/');
}

static bool names(const sought *s, const pr_schema *schema, pr_text field, pr_value value);

static bool any_names(const sought *s, const pr_schema *record, const pr_context *fields) {
    for (uint32_t i = 0; i < record->field_count; i++) {
        pr_value value = pr_context_get(fields, record->fields[i].name, NULL);
        if (names(s, record->fields[i].schema, record->fields[i].name, value)) {
            return true;
        }
    }
    return false;
}

static bool names(const sought *s, const pr_schema *schema, pr_text field, pr_value value) {
    if (value.kind == PR_LIST && schema->kind == PR_SCHEMA_LIST) {
        for (uint32_t i = 0; i < value.list->count; i++) {
            if (names(s, schema->element, field, value.list->items[i])) {
                return true;
            }
        }
        return false;
    }
    if (value.kind == PR_ENTITY) {
        bool any = schema->collection.length == 0 || pr_text_equal(schema->collection, s->collection);
        return any && pr_text_equal(value.entity->id, s->id);
    }
    if (value.kind == PR_STRING) {
        pr_text text = pr_string_text(value);
        bool cited = pr_text_is(field, "doc") && pr_text_is(s->collection, "sources");
        return (cited && pr_text_equal(text, s->id)) ||
               (pr_text_is(field, "affects") && is_written_name(s, text));
    }
    return value.kind == PR_CONTEXT && schema->kind == PR_SCHEMA_RECORD &&
           any_names(s, schema, value.context);
}

bool pr_keep_named_by(const pr_program *all, pr_text collection, pr_text id, pr_arena *arena,
                      pr_keep_items *out) {
    const sought s = {collection, id};
    bool ok = true;
    for (uint32_t c = 0; c < all->collection_count; c++) {
        const pr_collection *other = &all->collections[c];
        for (uint32_t e = 0; ok && e < other->entity_count; e++) {
            const pr_entity *entity = other->entities[e];
            bool itself = pr_text_equal(other->name, collection) && pr_text_equal(entity->id, id);
            if (!itself && any_names(&s, other->schema, entity->fields)) {
                ok = PR_PUSH(arena, out,
                             (pr_keep_item){.id = entity->id, .collection = other->name, .entity = entity});
            }
        }
    }
    return ok;
}
