/* Named types. They may refer to each other in any order, but not in a circle. */
#include "kb/load.h"

static const char *const taken_names[] = {
    "boolean", "number", "string", "date", "time",   "duration",    "condition", "enum",
    "list",    "record", "entity", "any",  "source", "requirement", "caveat",
};
enum { TAKEN_NAMES = sizeof taken_names / sizeof taken_names[0] };

static pr_kb_type *find_type(pr_loader *loader, pr_text name) {
    for (uint32_t low = 0, high = loader->types.count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        int order = pr_text_compare(name, loader->types.items[middle].name);
        if (order == 0) {
            return &loader->types.items[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static void report_circle(pr_loader *loader, const pr_kb_type *type) {
    pr_diag *diag = pr_error(loader->diags, "type-cycle", pr_doc_span(&type->pair->key),
                             "the type '%.*s' is made of itself", PR_ARG(type->name));
    for (uint32_t i = 0; i < loader->types.count; i++) {
        const pr_kb_type *other = &loader->types.items[i];
        if (other->reading && other != type) {
            pr_diag_note(loader->diags, diag, pr_doc_span(&other->pair->key), "by way of '%.*s'",
                         PR_ARG(other->name));
        }
    }
}

static const pr_schema *read_type(pr_loader *loader, pr_kb_type *type) {
    if (type->schema != NULL) {
        return type->schema;
    }
    if (type->reading) {
        report_circle(loader, type);
        return &pr_schema_broken;
    }
    type->reading = true;
    const pr_schema *schema = pr_schema_read_in(&type->pair->value, type->name, PR_FIELDS_ANY, &loader->scope,
                                                loader->arena, loader->diags);
    type->reading = false;
    type->schema = schema != NULL ? schema : &pr_schema_broken;
    return type->schema;
}

static const pr_schema *named(void *user, pr_text name) {
    pr_loader *loader = user;
    if (pr_text_is(name, "requirement")) {
        return loader->requirement;
    }
    if (pr_text_is(name, "source")) {
        return loader->source_reference;
    }
    if (pr_text_is(name, "caveat")) {
        return loader->caveat;
    }
    pr_kb_type *type = find_type(loader, name);
    return type != NULL                      ? read_type(loader, type)
           : loader->lacks[PR_SECTION_TYPES] ? &pr_schema_broken
                                             : NULL;
}

static uint32_t names(void *user, const pr_text **out) {
    const pr_loader *loader = user;
    *out = loader->type_names;
    return loader->type_name_count;
}

static const pr_schema *entity(void *user, pr_text collection, pr_span span) {
    pr_loader *loader = user;
    if (collection.length == 0) {
        return loader->any_reference;
    }
    uint32_t number = pr_kb_find_collection(loader, collection);
    if (number == PR_NONE32 && loader->lacks[PR_SECTION_COLLECTIONS]) {
        return &pr_schema_broken;
    }
    if (number == PR_NONE32) {
        pr_diag *diag = pr_error(loader->diags, "unknown-collection", span, "there is no collection '%.*s'",
                                 PR_ARG(collection));
        pr_diag_suggest(loader->diags, diag, collection, loader->collection_names, loader->drafts.count);
        return NULL;
    }
    return loader->drafts.items[number].reference;
}

static bool declare(pr_loader *loader, const pr_doc_pair *pair) {
    for (size_t i = 0; i < TAKEN_NAMES; i++) {
        if (pr_text_is(pair->key.text, taken_names[i])) {
            pr_error(loader->diags, "duplicate-name", pr_doc_span(&pair->key), "the type '%.*s' is built in",
                     PR_ARG(pair->key.text));
            return true;
        }
    }
    loader->type_names[loader->type_name_count++] = pair->key.text;
    return PR_PUSH(loader->arena, &loader->types, (pr_kb_type){.name = pair->key.text, .pair = pair}) ||
           pr_kb_no_memory(loader);
}

bool pr_kb_read_types(pr_loader *loader) {
    pr_kb_pairs pairs;
    loader->scope = (pr_schema_scope){.user = loader, .named = named, .names = names, .entity = entity};
    if (!pr_kb_gather(loader, PR_SECTION_TYPES, "type", &pairs)) {
        return false;
    }
    loader->type_names = PR_NEW_ARRAY(loader->arena, pr_text, (size_t)pairs.count + 3);
    if (loader->type_names == NULL) {
        return pr_kb_no_memory(loader);
    }
    for (uint32_t i = 0; i < pairs.count; i++) {
        if (!declare(loader, pairs.items[i])) {
            return false;
        }
    }
    loader->type_names[loader->type_name_count++] = PR_TEXT("requirement");
    loader->type_names[loader->type_name_count++] = PR_TEXT("source");
    loader->type_names[loader->type_name_count++] = PR_TEXT("caveat");
    for (uint32_t i = 0; i < loader->types.count; i++) {
        (void)read_type(loader, &loader->types.items[i]);
    }
    return true;
}
