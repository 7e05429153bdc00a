/* What a store is told of an audit when it begins. */
#include "audit/audit.h"

bool pr_plan_names(const pr_plan *plan, pr_arena *arena, pr_store_audit *out) {
    const char **programs = PR_NEW_ARRAY(arena, const char *, plan->subject_count + 1u);
    const char **shown = PR_NEW_ARRAY(arena, const char *, plan->subject_count + 1u);
    uint32_t *firsts = PR_NEW_ARRAY(arena, uint32_t, plan->subject_count + 1u);
    const char **requirements = PR_NEW_ARRAY(arena, const char *, plan->requirement_count + 1u);
    if (arena->failed) {
        return false;
    }
    out->requirement_count = 0;
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        programs[i] = subject->id;
        shown[i] = pr_text_copy(arena, subject->entity->name).at;
        firsts[i] = out->requirement_count;
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
