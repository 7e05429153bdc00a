/* What the engine weighs with must be there, and make sense: the weights of criteria. */
#include "kb/load.h"

#include "base/limits.h"

static void check_field(pr_loader *loader, const pr_kb_collection *collection) {
    for (uint32_t i = 0; i < collection->schema->field_count; i++) {
        const pr_field *field = &collection->schema->fields[i];
        if (pr_text_is(field->name, "weight")) {
            if (field->schema->kind != PR_SCHEMA_NUMBER && field->schema->kind != PR_SCHEMA_BROKEN) {
                pr_error(loader->diags, "wrong-type", pr_origin_whole(&field->origin),
                         "'weight' of a collection of the role 'criterion' is a number");
            }
            return;
        }
    }
    pr_error(loader->diags, "missing-key", pr_origin_whole(&collection->origin),
             "a collection of the role 'criterion' has a field 'weight', a number");
}

static void check_weight(pr_loader *loader, const pr_kb_entity *criterion) {
    pr_value weight = pr_context_get(criterion->entity.fields, PR_TEXT("weight"), NULL);
    if (weight.kind == PR_NUMBER && (pr_number_compare(weight, pr_integer(0)) < 0 ||
                                     pr_number_compare(weight, pr_integer(PR_LIMIT_WEIGHT)) > 0)) {
        pr_error(loader->diags, "wrong-value", pr_origin_whole(&criterion->origin),
                 "the weight of '%.*s' is not between 0 and %d", PR_ARG(criterion->entity.id),
                 PR_LIMIT_WEIGHT);
    }
}

bool pr_kb_check_criteria(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->kb->collections.count; i++) {
        const pr_kb_collection *collection = &loader->kb->collections.items[i];
        if (!pr_text_is(collection->role, "criterion")) {
            continue;
        }
        check_field(loader, collection);
        for (uint32_t e = 0; e < collection->entity_count; e++) {
            check_weight(loader, collection->entities[e]);
        }
    }
    return true;
}
