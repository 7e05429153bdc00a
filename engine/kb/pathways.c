/* What the engine counts with must be there, and make sense: the stages of pathways, their lengths, the days on which
 * they begin. */
#include "kb/load.h"

static const pr_field *field_of(const pr_kb_collection *collection, const char *name) {
    for (uint32_t i = 0; i < collection->schema->field_count; i++) {
        if (pr_text_is(collection->schema->fields[i].name, name)) {
            return &collection->schema->fields[i];
        }
    }
    return NULL;
}

static bool is_broken(const pr_schema *schema) { return schema->kind == PR_SCHEMA_BROKEN; }

static void check_pathways(pr_loader *loader, const pr_kb_collection *collection) {
    const pr_field *stages = field_of(collection, "stages");
    const pr_schema *schema = stages != NULL ? stages->schema : NULL;
    bool lists = schema != NULL && schema->kind == PR_SCHEMA_LIST &&
                 (schema->element->kind == PR_SCHEMA_ENTITY || is_broken(schema->element));
    if (!lists && (schema == NULL || !is_broken(schema))) {
        pr_error(loader->diags, "missing-key", pr_origin_whole(&collection->origin),
                 "a collection of the role 'pathway' has a field 'stages', a list of entities");
    }
}

static void check_length_field(pr_loader *loader, const pr_kb_collection *collection, const char *name) {
    const pr_field *field = field_of(collection, name);
    if (field != NULL && field->schema->kind != PR_SCHEMA_DURATION && !is_broken(field->schema)) {
        pr_error(loader->diags, "wrong-type", pr_origin_whole(&field->origin),
                 "'%s' of a collection of the role 'stage' is a duration", name);
    }
}

static pr_value member(pr_value context, const char *name) {
    return context.kind == PR_CONTEXT ? pr_context_get(context.context, pr_text_of(name), NULL) : pr_null();
}

/* A year's day, one of a leap year included. */
static bool is_day(pr_value month, pr_value day) {
    int64_t m = 0, d = 0;
    return pr_number_integer(month, &m) && pr_number_integer(day, &d) && m >= 1 && m <= 12 && d >= 1 &&
           d <= 31 && pr_date_exists(2000, (int)m, (int)d);
}

static bool is_negative(pr_value length) {
    return (length.kind == PR_MONTHS || length.kind == PR_DURATION) && length.number < 0;
}

static void check_stage(pr_loader *loader, const pr_kb_entity *stage) {
    pr_value fields = pr_context_value(stage->entity.fields);
    pr_value begins = member(fields, "begins"), shortest = member(fields, "duration"),
             longest = member(fields, "longest");
    pr_value month = member(begins, "month"), day = member(begins, "day");
    pr_span span = pr_origin_whole(&stage->origin);
    if (month.kind == PR_NUMBER && day.kind == PR_NUMBER && !is_day(month, day)) {
        pr_error(loader->diags, "wrong-value", span, "'%.*s' begins on a day that no year has",
                 PR_ARG(stage->entity.id));
    }
    if (is_negative(shortest) || is_negative(longest)) {
        pr_error(loader->diags, "wrong-value", span, "'%.*s' takes less than no time",
                 PR_ARG(stage->entity.id));
    } else if (pr_value_order(longest, shortest) == PR_LESS) {
        pr_error(loader->diags, "wrong-value", span, "'longest' of '%.*s' is shorter than its 'duration'",
                 PR_ARG(stage->entity.id));
    }
}

bool pr_kb_check_pathways(pr_loader *loader) {
    for (uint32_t i = 0; i < loader->kb->collections.count; i++) {
        const pr_kb_collection *collection = &loader->kb->collections.items[i];
        if (pr_text_is(collection->role, "pathway")) {
            check_pathways(loader, collection);
        }
        if (!pr_text_is(collection->role, "stage")) {
            continue;
        }
        check_length_field(loader, collection, "duration");
        check_length_field(loader, collection, "longest");
        for (uint32_t e = 0; e < collection->entity_count; e++) {
            check_stage(loader, collection->entities[e]);
        }
    }
    return true;
}
