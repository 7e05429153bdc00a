/* What a store is told of an audit when it begins. */
#include "audit/audit.h"

/* "per month": what a capacity says beside its number. */
static const char *say_others(const pr_schema *record, const pr_context *fields, pr_arena *arena) {
    pr_text said = {0};
    for (uint32_t i = 0; i < record->field_count; i++) {
        pr_value value = pr_context_get(fields, record->fields[i].name, NULL);
        if (value.kind == PR_STRING && record->fields[i].role.length == 0) {
            said = pr_text_format(arena, "%.*s%s%.*s %.*s", PR_ARG(said), said.length > 0 ? ", " : "",
                                  PR_ARG(record->fields[i].name), PR_ARG(pr_string_text(value)));
        }
    }
    return said.length > 0 ? said.at : "";
}

/* How many an entity takes: a number in the field of that role, or in the record there. */
static void find_capacity(const pr_program *p, const pr_entity *entity, pr_arena *arena, int64_t *places,
                          const char **per) {
    const pr_schema *schema = p->collections[entity->collection].schema;
    *places = -1;
    *per = "";
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const pr_field *field = &schema->fields[i];
        if (!pr_text_is(field->role, "capacity")) {
            continue;
        }
        pr_value value = pr_context_get(entity->fields, field->name, NULL);
        if (value.kind == PR_CONTEXT) {
            const pr_context *said = value.context;
            *per = say_others(field->schema, said, arena);
            for (uint32_t k = 0; k < field->schema->field_count; k++) {
                bool counts = pr_text_is(field->schema->fields[k].role, "places");
                value = counts ? pr_context_get(said, field->schema->fields[k].name, NULL) : value;
            }
        }
        (void)pr_number_integer(value, places);
    }
}

bool pr_plan_names(const pr_plan *plan, pr_arena *arena, pr_store_audit *out) {
    const char **programs = PR_NEW_ARRAY(arena, const char *, plan->subject_count + 1u);
    const char **shown = PR_NEW_ARRAY(arena, const char *, plan->subject_count + 1u);
    uint32_t *firsts = PR_NEW_ARRAY(arena, uint32_t, plan->subject_count + 1u);
    const char **requirements = PR_NEW_ARRAY(arena, const char *, plan->requirement_count + 1u);
    int64_t *places = PR_NEW_ARRAY(arena, int64_t, plan->subject_count + 1u);
    const char **pers = PR_NEW_ARRAY(arena, const char *, plan->subject_count + 1u);
    if (arena->failed) {
        return false;
    }
    out->requirement_count = 0;
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        programs[i] = subject->id;
        shown[i] = pr_text_copy(arena, subject->entity->name).at;
        firsts[i] = out->requirement_count;
        find_capacity(plan->program, subject->entity, arena, &places[i], &pers[i]);
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            requirements[out->requirement_count++] = pr_text_copy(arena, subject->requirements[r].id).at;
        }
    }
    out->kb = pr_text_copy(arena, plan->program->name).at;
    out->version = pr_text_copy(arena, plan->program->version).at;
    out->program_count = plan->subject_count;
    out->programs = programs;
    out->names = shown;
    out->firsts = firsts;
    out->requirements = requirements;
    out->places = places;
    out->pers = pers;
    return !arena->failed;
}

preceptor_status pr_audit_keep(pr_audit *a) {
    if (a->store == NULL) {
        return PRECEPTOR_OK;
    }
    pr_store_audit audit = {.as_of = pr_text_copy(&a->arena, a->day).at,
                            .digest = a->digest,
                            .settings = a->settings,
                            .rows = a->keeps_rows};
    if (!pr_plan_names(a->plan, &a->arena, &audit) ||
        (a->keeps_rows && !pr_plan_grounds(a->plan, &a->arena, &audit))) {
        return PRECEPTOR_NO_MEMORY;
    }
    a->position = (pr_store_position){.tally = a->tally.all, .tally_count = a->tally.count};
    preceptor_status status = pr_store_begin(a->store, &audit, a->resume, &a->position, a->tally.all);
    a->tally.records = a->position.records;
    a->tally.rejected = a->position.rejected;
    a->tally.warnings = a->position.warnings;
    return status;
}
