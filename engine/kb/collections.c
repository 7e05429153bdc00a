/* Collections: their names first, because types refer to them; their fields when all types are known. */
#include "kb/load.h"

#include <stdlib.h>

static const pr_text collection_keys[] = {PR_KEY("role"), PR_KEY("fields")};
static const pr_text collection_roles[] = {PR_KEY("subject"), PR_KEY("action"), PR_KEY("pathway"),
                                           PR_KEY("stage"), PR_KEY("criterion")};

uint32_t pr_kb_find_collection(const pr_loader *loader, pr_text name) {
    uint32_t low = 0, high = loader->drafts.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = pr_text_compare(name, loader->drafts.items[middle].name);
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

static void read_role(pr_loader *loader, const pr_doc_node *node, pr_kb_draft *draft) {
    if (node == NULL || !pr_expect_text(node, "text, a role", &draft->role, loader->diags)) {
        return;
    }
    draft->role_span = pr_doc_span(node);
    size_t count = sizeof collection_roles / sizeof collection_roles[0];
    for (size_t i = 0; i < count; i++) {
        if (pr_text_equal(collection_roles[i], draft->role)) {
            return;
        }
    }
    const pr_kb_builtin *builtin = NULL;
    for (uint32_t i = 0; i < PR_BUILTIN_COLLECTIONS; i++) {
        builtin = pr_text_equal(draft->role, pr_kb_builtins[i].role) ? &pr_kb_builtins[i] : builtin;
    }
    if (builtin != NULL) {
        pr_error(loader->diags, "wrong-value", draft->role_span,
                 "the role '%.*s' is that of the built-in collection '%.*s'", PR_ARG(builtin->role),
                 PR_ARG(builtin->name));
    } else {
        pr_diag *diag = pr_error(loader->diags, "wrong-value", draft->role_span, "there is no role '%.*s'",
                                 PR_ARG(draft->role));
        pr_diag_suggest(loader->diags, diag, draft->role, collection_roles, count);
    }
    draft->role = (pr_text){0};
}

/* One remedy has one collection to be looked up in. */
static void check_single_roles(pr_loader *loader) {
    const pr_kb_draft *first = NULL;
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        const pr_kb_draft *draft = &loader->drafts.items[i];
        if (!pr_text_is(draft->role, "action")) {
            continue;
        }
        if (first != NULL) {
            pr_diag *diag = pr_error(loader->diags, "duplicate-role", draft->role_span,
                                     "two collections have the role 'action'");
            pr_diag_note(loader->diags, diag, first->role_span, "first here");
        }
        first = draft;
    }
}

static bool is_builtin_field(pr_text name) {
    for (size_t i = 0; i < PR_BUILTIN_FIELDS; i++) {
        if (pr_text_equal(pr_kb_builtin_fields[i], name)) {
            return true;
        }
    }
    return false;
}

static int compare_texts(const void *a, const void *b) {
    return pr_text_compare(*(const pr_text *)a, *(const pr_text *)b);
}

/* The names of a draft's own fields, sorted; gives how many. */
static uint32_t own_names(pr_loader *loader, const pr_kb_draft *draft, pr_text *out) {
    uint32_t count = 0;
    if (draft->builtin != NULL) {
        memcpy(out, draft->builtin->fields, sizeof *out * draft->builtin->count);
        return draft->builtin->count;
    }
    for (uint32_t i = 0; draft->fields != NULL && i < draft->fields->count; i++) {
        const pr_doc_node *key = &draft->fields->pairs[i].key;
        if (is_builtin_field(key->text)) {
            pr_error(loader->diags, "duplicate-name", pr_doc_span(key),
                     "every entity has a field '%.*s' without declaring it", PR_ARG(key->text));
        } else {
            out[count++] = key->text;
        }
    }
    if (count > 0) {
        qsort(out, count, sizeof *out, compare_texts);
    }
    return count;
}

/* The type of a collection's entities, with names only: types are filled in by finish, in place, because copies
 * of this type (its nullable form) share the arrays. */
static bool make_type(pr_loader *loader, pr_kb_draft *draft, uint32_t number) {
    uint32_t most =
        PR_BUILTIN_FIELDS + PR_BUILTIN_OWN_MOST + (draft->fields != NULL ? draft->fields->count : 0);
    pr_type *type = PR_NEW(loader->arena, pr_type);
    pr_text *names = PR_NEW_ARRAY(loader->arena, pr_text, most);
    const pr_type **fields = PR_NEW_ARRAY(loader->arena, const pr_type *, most);
    pr_schema *reference = PR_NEW(loader->arena, pr_schema);
    if (type == NULL || names == NULL || fields == NULL || reference == NULL) {
        return pr_kb_no_memory(loader);
    }
    memcpy(names, pr_kb_builtin_fields, sizeof pr_kb_builtin_fields);
    uint32_t own = own_names(loader, draft, names + PR_BUILTIN_FIELDS);
    for (uint32_t i = 0; i < most; i++) {
        fields[i] = &pr_type_any;
    }
    *type = (pr_type){.kind = PR_TYPE_ENTITY,
                      .collection = number,
                      .count = PR_BUILTIN_FIELDS + own,
                      .names = names,
                      .fields = fields};
    *reference = (pr_schema){
        .kind = PR_SCHEMA_ENTITY, .collection = draft->name, .collection_index = number, .type = type};
    draft->type = type;
    draft->field_types = fields;
    draft->reference = reference;
    return true;
}

static bool is_builtin(pr_text name) {
    for (uint32_t i = 0; i < PR_BUILTIN_COLLECTIONS; i++) {
        if (pr_text_equal(name, pr_kb_builtins[i].name)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < PR_SECTION_COUNT_OF; i++) {
        if (pr_text_is(name, pr_kb_section_names[i])) {
            return true;
        }
    }
    return false;
}

static bool declare(pr_loader *loader, const pr_doc_pair *pair) {
    pr_span span = pr_doc_span(&pair->key);
    if (is_builtin(pair->key.text)) {
        pr_error(loader->diags, "duplicate-name", span, "'%.*s' is a built-in section and cannot be declared",
                 PR_ARG(pair->key.text));
        return true;
    }
    (void)pr_schema_name(pair->key.text, false, span, loader->arena, loader->diags);
    pr_kb_draft draft = {.name = pair->key.text, .origin = pair->key.origin};
    if (pr_expect_map(&pair->value, "a mapping, a collection's role and fields", loader->diags)) {
        (void)pr_expect_keys(&pair->value, "a collection", collection_keys,
                             sizeof collection_keys / sizeof collection_keys[0], loader->diags);
        read_role(loader, pr_doc_get(&pair->value, "role"), &draft);
        const pr_doc_node *fields = pr_doc_get(&pair->value, "fields");
        if (fields != NULL && pr_expect_map(fields, "a mapping of names to types", loader->diags)) {
            draft.fields = fields;
        }
    }
    return PR_PUSH(loader->arena, &loader->drafts, draft) || pr_kb_no_memory(loader);
}

static int compare_drafts(const void *a, const void *b) {
    return pr_text_compare(((const pr_kb_draft *)a)->name, ((const pr_kb_draft *)b)->name);
}

static bool make_types(pr_loader *loader) {
    uint32_t count = loader->drafts.count;
    pr_text *names = PR_NEW_ARRAY(loader->arena, pr_text, count);
    if (names == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = loader->drafts.items[i].name;
        if (!make_type(loader, &loader->drafts.items[i], i)) {
            return false;
        }
    }
    loader->collection_names = names;
    return true;
}

static bool has_section(const pr_loader *loader, pr_text name) {
    const pr_kb_pairs *others = &loader->sections[PR_SECTION_COUNT_OF];
    for (uint32_t i = 0; i < others->count; i++) {
        if (pr_text_equal(others->items[i]->key.text, name)) {
            return true;
        }
    }
    return false;
}

static bool add_builtins(pr_loader *loader) {
    for (uint32_t i = 0; i < PR_BUILTIN_COLLECTIONS; i++) {
        const pr_kb_builtin *builtin = &pr_kb_builtins[i];
        pr_kb_draft draft = {.name = builtin->name, .role = builtin->role, .builtin = builtin};
        if ((builtin->always || has_section(loader, builtin->name)) &&
            !PR_PUSH(loader->arena, &loader->drafts, draft)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}

bool pr_kb_declare_collections(pr_loader *loader) {
    pr_kb_pairs pairs;
    if (!pr_kb_gather(loader, PR_SECTION_COLLECTIONS, "collection", &pairs)) {
        return false;
    }
    if (!add_builtins(loader)) {
        return false;
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        if (!declare(loader, pairs.items[i])) {
            return false;
        }
    }
    qsort(loader->drafts.items, loader->drafts.count, sizeof *loader->drafts.items, compare_drafts);
    check_single_roles(loader);
    loader->sources = pr_kb_find_collection(loader, PR_TEXT("sources"));
    return make_types(loader);
}

static int compare_fields(const void *a, const void *b) {
    return pr_text_compare(((const pr_field *)a)->name, ((const pr_field *)b)->name);
}

/* The declared fields behind the built-in ones. */
static bool own_fields(pr_loader *loader, const pr_kb_draft *draft, pr_field *out, uint32_t *count) {
    *count = 0;
    if (draft->builtin != NULL) {
        *count = draft->builtin->count;
        return draft->builtin->make(loader, out);
    }
    uint32_t all = 0;
    const pr_field *fields = draft->fields != NULL
                                 ? pr_fields_read_in(draft->fields, PR_FIELDS_ENTITY, false, &loader->scope,
                                                     &all, loader->arena, loader->diags)
                                 : NULL;
    for (uint32_t i = 0; i < all; i++) {
        if (!is_builtin_field(fields[i].name)) {
            out[(*count)++] = fields[i];
        }
    }
    if (*count > 0) {
        qsort(out, *count, sizeof *out, compare_fields);
    }
    return true;
}

static bool read_fields(pr_loader *loader, pr_kb_draft *draft) {
    uint32_t most =
        PR_BUILTIN_FIELDS + PR_BUILTIN_OWN_MOST + (draft->fields != NULL ? draft->fields->count : 0);
    pr_field *fields = PR_NEW_ARRAY(loader->arena, pr_field, most);
    pr_schema *record = PR_NEW(loader->arena, pr_schema);
    uint32_t own = 0;
    if (fields == NULL || record == NULL) {
        return pr_kb_no_memory(loader);
    }
    if (!pr_kb_builtin_entity_fields(loader, fields) ||
        !own_fields(loader, draft, fields + PR_BUILTIN_FIELDS, &own)) {
        return false;
    }
    const pr_schema *made = pr_schema_record_of(fields, PR_BUILTIN_FIELDS + own, draft->name, loader->arena);
    if (made == NULL) {
        return pr_kb_no_memory(loader);
    }
    *record = *made;
    record->type = draft->type;
    record->label = (pr_text){0};
    draft->record = record;
    for (uint32_t i = 0; i < record->field_count; i++) {
        draft->field_types[i] = fields[i].type;
    }
    pr_type *id = PR_NEW(loader->arena, pr_type);
    if (id == NULL) {
        return pr_kb_no_memory(loader);
    }
    *id = (pr_type){.kind = PR_TYPE_STRING, .identity = true, .collection = draft->type->collection};
    draft->field_types[0] = id; /* the first of pr_kb_builtin_fields */
    return true;
}

bool pr_kb_read_fields(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        if (!read_fields(loader, &loader->drafts.items[i])) {
            return false;
        }
    }
    return true;
}

bool pr_kb_finish_collections(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->drafts.count; i++) {
        const pr_kb_draft *draft = &loader->drafts.items[i];
        pr_kb_collection collection = {.name = draft->name,
                                       .role = draft->role,
                                       .origin = draft->origin,
                                       .schema = draft->record,
                                       .entities = (const pr_kb_entity *const *)draft->entities,
                                       .entity_count = draft->count,
                                       .ids = draft->ids};
        if (!PR_PUSH(loader->arena, &loader->kb->collections, collection)) {
            return pr_kb_no_memory(loader);
        }
    }
    return true;
}
