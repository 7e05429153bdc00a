/* What a store is told of an audit when it begins. */
#include "audit/audit.h"

typedef struct names {
    const char **programs, **shown, **requirements;
    uint32_t *firsts;
    uint32_t requirement_count;
} names;

static const char *cstring(pr_audit *a, pr_text text) { return pr_text_copy(&a->arena, text).at; }

static bool make_names(pr_audit *a, names *out) {
    const pr_plan *plan = a->plan;
    out->programs = PR_NEW_ARRAY(&a->arena, const char *, plan->subject_count + 1u);
    out->shown = PR_NEW_ARRAY(&a->arena, const char *, plan->subject_count + 1u);
    out->firsts = PR_NEW_ARRAY(&a->arena, uint32_t, plan->subject_count + 1u);
    out->requirements = PR_NEW_ARRAY(&a->arena, const char *, plan->requirement_count + 1u);
    if (a->arena.failed) {
        return false;
    }
    for (uint32_t i = 0; i < plan->subject_count; i++) {
        const pr_subject *subject = pr_plan_subject(plan, i);
        out->programs[i] = subject->id;
        out->shown[i] = cstring(a, subject->entity->name);
        out->firsts[i] = out->requirement_count;
        for (uint32_t r = 0; r < subject->requirement_count; r++) {
            out->requirements[out->requirement_count++] = cstring(a, subject->requirements[r].id);
        }
    }
    return !a->arena.failed;
}

preceptor_status pr_audit_keep(pr_audit *a) {
    const pr_program *p = a->plan->program;
    names n = {0};
    if (a->store == NULL) {
        return PRECEPTOR_OK;
    }
    const pr_store_audit audit = {.as_of = cstring(a, a->day),
                                  .kb = cstring(a, p->name),
                                  .version = cstring(a, p->version),
                                  .digest = a->digest,
                                  .settings = a->settings,
                                  .rows = a->keeps_rows};
    if (!make_names(a, &n)) {
        return PRECEPTOR_NO_MEMORY;
    }
    pr_store_audit whole = audit;
    whole.program_count = a->plan->subject_count;
    whole.programs = n.programs;
    whole.names = n.shown;
    whole.firsts = n.firsts;
    whole.requirement_count = n.requirement_count;
    whole.requirements = n.requirements;
    a->position = (pr_store_position){.tally = a->tally.all, .tally_count = a->tally.count};
    preceptor_status status = pr_store_begin(a->store, &whole, a->resume, &a->position, a->tally.all);
    a->tally.records = a->position.records;
    a->tally.rejected = a->position.rejected;
    a->tally.warnings = a->position.warnings;
    return status;
}
