#include "audit/plan.h"

#include "base/limits.h"
#include "value/value.h"

static bool as_json(pr_plan *plan, pr_buf *scratch, pr_text text, pr_text *out) {
    pr_buf_clear(scratch);
    pr_json_string(text, scratch);
    *out = !scratch->failed ? pr_text_copy(&plan->arena, pr_buf_view(scratch)) : (pr_text){0};
    return out->at != NULL;
}

static bool make_names(pr_plan *plan, pr_buf *scratch) {
    const pr_program *p = plan->program;
    pr_text *subjects = PR_NEW_ARRAY(&plan->arena, pr_text, p->subject_count + 1u);
    pr_text *requirements = PR_NEW_ARRAY(&plan->arena, pr_text, plan->requirement_count + 1u);
    bool ok = subjects != NULL && requirements != NULL;
    for (uint32_t s = 0; ok && s < p->subject_count; s++) {
        ok = as_json(plan, scratch, p->subjects[s].entity->id, &subjects[s]);
        for (uint32_t r = 0; ok && r < p->subjects[s].requirement_count; r++) {
            ok = as_json(plan, scratch, p->subjects[s].requirements[r].id, &requirements[plan->first[s] + r]);
        }
    }
    plan->subject_names = subjects;
    plan->requirement_names = requirements;
    return ok;
}

bool pr_plan_make(pr_plan *plan) {
    const pr_program *p = plan->program;
    pr_arena_init(&plan->arena, plan->allocator, 0);
    plan->longest = plan->longest > 0 ? plan->longest : PR_LIMIT_FILE_SIZE;
    uint32_t *first = PR_NEW_ARRAY(&plan->arena, uint32_t, p->subject_count + 1u);
    uint32_t *shown = PR_NEW_ARRAY(&plan->arena, uint32_t, p->subject_count + 1u);
    if (first == NULL || shown == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < p->subject_count; s++) {
        first[s] = plan->requirement_count;
        plan->requirement_count += p->subjects[s].requirement_count;
        const bool *wanted = plan->options->subjects;
        if (wanted == NULL || wanted[s]) {
            shown[plan->subject_count++] = s;
        }
    }
    plan->first = first;
    plan->subjects = shown;
    pr_buf scratch;
    pr_buf_init(&scratch, plan->allocator);
    bool ok = make_names(plan, &scratch);
    pr_buf_release(&scratch);
    return ok;
}

void pr_plan_release(pr_plan *plan) { pr_arena_release(&plan->arena); }
