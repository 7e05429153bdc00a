/* How many an entity takes: what can be no number of places, for those who keep a knowledge base. */
#include "api/api.h"

static void check(pr_text name, pr_value value, const pr_origin *place, pr_diags *diags) {
    int64_t count;
    if (value.kind == PR_NUMBER && (!pr_number_integer(value, &count) || count < 0)) {
        pr_diag *diag = pr_warn(diags, "no-capacity", pr_origin_whole(place), "'%.*s' is no number of places",
                                PR_ARG(name));
        pr_diag_hint(diags, diag,
                     "it is whole, and not below 0; 'min: 0' in the field's type refuses others");
    }
}

static void check_entity(const pr_schema *schema, const pr_entity *entity, const pr_origin *place,
                         pr_diags *diags) {
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const pr_field *field = &schema->fields[i];
        pr_value value = pr_context_get(entity->fields, field->name, NULL);
        if (!pr_text_is(field->role, "capacity")) {
            continue;
        }
        check(field->name, value, place, diags);
        for (uint32_t k = 0; value.kind == PR_CONTEXT && k < field->schema->field_count; k++) {
            const pr_field *inner = &field->schema->fields[k];
            if (pr_text_is(inner->role, "places")) {
                check(inner->name, pr_context_get(value.context, inner->name, NULL), place, diags);
            }
        }
    }
}

void pr_api_warn_of_capacities(const pr_program *p, pr_diags *diags) {
    for (uint32_t s = 0; s < p->subject_count; s++) {
        const pr_entity *entity = p->subjects[s].entity;
        const pr_collection *collection = &p->collections[entity->collection];
        check_entity(collection->schema, entity, &collection->origins[entity->index], diags);
    }
}
